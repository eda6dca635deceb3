"""The declared shares and the national numbers that can be nobody's."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.be import nn

from cir_desktop.practice.draws import Words
from cir_desktop.practice.national_numbers import NumberDesk, number
from cir_desktop.practice.reference import RESOURCES, flanders
from cir_desktop.practice.shares import parse, shares

FILE = (RESOURCES / "practice" / "shares.toml").read_text(encoding="utf-8")


def test_every_table_of_shares_says_that_it_is_assumed_and_why():
    for name in shares().__struct_fields__:
        table = getattr(shares(), name)
        assert table.certainty == "assumed"
        assert len(table.note) > 20


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('certainty = "assumed"', 'certainty = "fact"'),
        ("email = 0.78", "e-mail = 0.78"),
        ("single = 0.50", "single = 0.60"),
    ],
    ids=["not marked assumed", "unknown name", "more than everybody"],
)
def test_a_table_that_does_not_hold_is_refused(old, new):
    with pytest.raises(ValueError, match=r"certainty|e-mail|add up"):
        parse(FILE.replace(old, new))


def test_shares_that_do_not_add_up_to_one_are_refused():
    with pytest.raises(ValueError, match="add up"):
        Words.parse({"REG": 0.5, "OFFER": 0.4})


def test_the_landlord_has_real_municipalities_only():
    assert all(own.nis in flanders().places for own in shares().landlord.municipalities)


def test_a_dead_code_leads_to_the_municipality_that_took_its_place():
    assert flanders().in_force("71057").nis == "71071"
    assert flanders().in_force("13017").nis == "13017"


def test_a_code_outside_flanders_is_no_municipality_of_ours():
    assert flanders().in_force("21004") is None


@given(born=st.dates(date(1920, 1, 1), date(2026, 1, 1)), counter=st.integers(900, 997))
def test_an_invented_number_passes_the_checksum_of_either_century(born, counter):
    assert nn.is_valid(number(born, counter))
    assert nn.get_birth_date(number(born, counter)) == born


@pytest.mark.parametrize("counter", [1, 899, 998])
def test_a_counter_that_a_real_person_could_have_is_refused(counter):
    with pytest.raises(ValueError, match="900 and 997"):
        number(date(1980, 5, 1), counter)


@pytest.mark.parametrize(("sex", "parity"), [("M", 1), ("V", 0)])
def test_a_birth_date_gives_forty_nine_numbers_per_sex_and_then_none(sex, parity):
    desk = NumberDesk()
    issued = [desk.issue(date(2001, 2, 3), sex) for _ in range(49)]
    assert len(set(issued)) == 49
    assert {int(one[8]) % 2 for one in issued} == {parity}
    assert desk.issue(date(2001, 2, 3), sex) is None
