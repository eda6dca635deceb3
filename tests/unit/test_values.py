from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cir_desktop.domain.values import DossierNumber, Money, NationalNumber, checksum_holds
from cir_desktop.errors import BadInput, BadNationalNumber


@pytest.mark.parametrize(
    ("typed", "stored", "day", "sequence"),
    [
        ("2023.07.06.0002", "2023.07.06.0002", date(2023, 7, 6), 2),
        (" 2021.03.25.005 ", "2021.03.25.0005", date(2021, 3, 25), 5),
        ("201805101", "2018.05.00.0101", None, 101),
    ],
)
def test_a_dossier_number_is_read_in_its_new_and_older_forms(typed, stored, day, sequence):
    number = DossierNumber.parse(typed)
    assert (number.text, number.day, number.sequence) == (stored, day, sequence)


@pytest.mark.parametrize("typed", ["", "2023", "2023.13.01.0001", "2023.07.32.0001", "abc", "2023.07.06"])
def test_what_is_no_dossier_number_is_refused_with_an_example(typed):
    with pytest.raises(BadInput, match="2023"):
        DossierNumber.parse(typed)


def test_dossier_numbers_of_one_day_sort_by_their_sequence():
    texts = ["2023.07.06.0010", "2023.07.06.0002", "2022.12.31.9999"]
    assert [n.text for n in sorted(map(DossierNumber.parse, texts))] == [texts[2], texts[1], texts[0]]


def _number(head: int, since_2000: bool) -> str:
    base = 2_000_000_000 + head if since_2000 else head
    return f"{head:09d}{97 - base % 97:02d}"


@given(st.integers(0, 999_999_999), st.booleans())
def test_the_check_digits_of_both_centuries_hold(head, since_2000):
    assert checksum_holds(_number(head, since_2000))


@given(st.integers(0, 99), st.integers(1, 12), st.integers(1, 28), st.integers(900, 997), st.integers(0, 9))
def test_one_wrong_digit_is_noticed_and_the_number_never_quoted(year, month, day, counter, wrong):
    good = _number(year * 10_000_000 + month * 100_000 + day * 1000 + counter, since_2000=False)
    bad = good[:8] + str(wrong) + good[9:]
    if bad == good or checksum_holds(bad):
        return
    with pytest.raises(BadNationalNumber) as caught:
        NationalNumber.parse(bad)
    assert bad not in str(caught.value)


def test_a_national_number_is_masked_wherever_it_is_printed():
    number = NationalNumber(_number(850101 * 1000 + 950, since_2000=False))
    assert number.digits[:9] not in repr(number) + number.masked
    assert number.formatted.startswith("85.01.01-950.")


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("412,50", 41250),
        ("1.234,56", 123456),
        ("€ 7", 700),
        (412.5, 41250),
        ("0.105", 11),
        ("412.50", 41250),
        ("60.000", 6_000_000),
        ("€ 1.060.000", 106_000_000),
        ("-1.234,5", -123_450),
        ("60 000", 6_000_000),
        (60.125, 6013),
    ],
)
def test_an_amount_is_read_as_a_clerk_types_it(typed, cents):
    assert Money.of(typed).cents == cents


@pytest.mark.parametrize("typed", ["", "veel", "1,2,3", "nan", "inf", "1.2.3", "1.23,4", "60.0000.0"])
def test_what_is_no_amount_is_refused(typed):
    with pytest.raises(BadInput):
        Money.of(typed)


@given(st.integers(-10_000_000, 10_000_000))
def test_an_amount_written_in_dutch_reads_back_as_itself(cents):
    assert Money.of(str(Money(cents))).cents == cents
