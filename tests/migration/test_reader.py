"""Our template is read as it was meant, and nothing is repaired without being listed."""

from datetime import date, datetime

import pytest
from support.migration_lists import TODAY, batch, codes, found, one_candidate, workbook

from cir_desktop.domain.migration import Record, SourceInfo
from cir_desktop.errors import BadWorkbook
from cir_desktop.migration.reader import batch_of
from cir_desktop.workbooks.reading import Sheet, Workbook


def value(listed, key, sheet="candidates"):
    return listed.sheet(sheet).column(key)[0]


def kinds(listed):
    return {(repair.key, repair.kind) for repair in listed.repairs if repair.kind != "text_day"}


def test_the_examples_of_the_template_are_a_right_list():
    assert found(batch()) == []


@pytest.mark.parametrize(
    ("key", "typed", "read", "kind"),
    [
        ("last_name", "  Peeters\u00a0", "Peeters", "spaces"),
        ("last_name", "Van\u00a0Damme", "Van Damme", "spaces"),
        ("status", "reg", "REG", "code"),
        ("postcode", "2460.0", "2460", "decimal"),
        ("postcode", "2460,0", "2460", "decimal"),
        ("dossier", "2019.05.14.3", "2019.05.14.0003", "zeros"),
        ("guardian_enterprise", 403019261, "0403019261", "zeros"),
        ("birth_date", "14/05/85", date(1985, 5, 14), "year"),
        ("registered_on", "14/05/19", date(2019, 5, 14), "year"),
    ],
)
def test_what_can_be_meant_in_one_way_only_is_repaired_and_listed(key, typed, read, kind):
    listed = one_candidate(**{key: typed})
    assert value(listed, key) == read
    assert (key, kind) in kinds(listed)
    (repair,) = [each for each in listed.repairs if (each.key, each.kind) == (key, kind)]
    assert (repair.row, repair.before) == (2, typed)
    assert [code for code in codes(listed, info=True) if code.startswith("REP")]


@pytest.mark.parametrize(
    ("key", "typed", "read"),
    [
        ("postcode", 2460, "2460"),
        ("birth_date", date(1985, 5, 14), date(1985, 5, 14)),
        ("birth_date", datetime(1985, 5, 14), date(1985, 5, 14)),  # noqa: DTZ001 - as Excel has it
        ("income", "21.500,50", 21500.5),
        ("income", 0, 0),
        ("refusals", "2", 2),
        ("disability", "JA", "ja"),
        ("disability", True, "ja"),
        ("number", 12, "12"),
        ("account", "BE68 5390 0754 7034", "BE68539007547034"),
    ],
)
def test_another_notation_of_the_same_is_no_repair(key, typed, read):
    listed = one_candidate(**{key: typed})
    assert value(listed, key) == read
    assert type(value(listed, key)) is type(read)
    assert not kinds(listed)


@pytest.mark.parametrize(
    "typed",
    ["14 mei 2019", "14-MEI-2019", "14 mei 19", "14.05.2019", "2019-05-14 00:00:00", "14/05/2019 0:00", "14-05-2019"],
)
def test_a_day_in_words_or_with_midnight_is_that_day(typed):
    assert value(one_candidate(registered_on=typed), "registered_on") == date(2019, 5, 14)


@pytest.mark.parametrize("typed", ["3 mrt 2019", "3 maart 2019", "3 maa. 2019"])
def test_march_is_written_in_more_than_one_way(typed):
    assert value(one_candidate(registered_on=typed), "registered_on") == date(2019, 3, 3)


@pytest.mark.parametrize(
    "typed", ["14 mai 2019", "14 meidoorn 2019", "31 februari 2019", "14/05/2019 10:30", "mei 2019"]
)
def test_what_is_no_day_stays_as_it_stands(typed):
    listed = one_candidate(registered_on=typed)
    assert value(listed, "registered_on") == typed
    assert any(row == 2 and code.startswith("CEL-03") for code, _, row, _ in found(listed))


def test_a_lost_zero_of_a_national_number_comes_back_when_the_check_digits_agree():
    whole = "05031490240"
    head = 2_000_000_000 + int(whole[:9])
    right = whole[:9] + f"{97 - head % 97:02d}"
    listed = one_candidate(national_number=int(right), birth_date="14/03/2005")
    assert value(listed, "national_number") == right
    assert ("national_number", "zeros") in kinds(listed)


@pytest.mark.parametrize(
    ("key", "typed"),
    [
        ("national_number", "8.51E+10"),
        ("national_number", "1,11E+08"),
        ("national_number", 8505140),
        ("dossier", "2,02E+11"),
        ("income", "1.2E+4"),
        ("phone1", "3.25E+10"),
        ("registered_on", "03/04/45"),
        ("registered_on", 2019),
    ],
)
def test_a_mangled_or_doubtful_value_stays_as_it_stands_and_blocks(key, typed):
    listed = one_candidate(**{key: typed})
    assert str(value(listed, key)) == str(typed)
    assert any(code.startswith("CEL") for code, _, row, _ in found(listed) if row == 2)


def test_rows_keep_the_number_that_excel_shows_and_blank_ones_are_listed():
    listed = batch({"candidates": [{}, None, {"dossier": "  ", **dict.fromkeys(EXAMPLE_KEYS, None)}, {}]})
    assert [record.row for record in listed.records("candidates")] == [2, 5]
    assert [(repair.row, repair.kind) for repair in listed.repairs if repair.kind == "blank_row"] == [
        (3, "blank_row"),
        (4, "blank_row"),
    ]


EXAMPLE_KEYS = tuple(key for key in batch().sheet("candidates").columns if key != "dossier")


def test_the_titles_may_stand_lower_and_in_another_order():
    book = workbook()
    moved = [Sheet(sheet.name, [[], ["Toelichting"], *(row[::-1] for row in sheet.rows)]) for sheet in book.sheets]
    listed = batch_of(Workbook(tuple(moved)), SourceInfo("x", "0"), today=TODAY)
    record = next(iter(listed.records("candidates")))
    assert isinstance(record, Record)
    assert (record.row, record.values["last_name"]) == (4, "Peeters")
    assert listed.letters["candidates"]["dossier"] == "AE"
    assert "COL-005" in codes(listed, info=True)


def test_a_workbook_of_something_else_is_refused():
    with pytest.raises(BadWorkbook, match="sjabloon"):
        batch_of(Workbook((Sheet("Blad1", [["a", "b"], [1, 2]]),)), SourceInfo("x", "0"), today=TODAY)


def test_a_sheet_that_is_missing_is_not_another_one_that_has_a_name_of_ours():
    book = workbook()
    listed = batch_of(Workbook(book.sheets[:1]), SourceInfo("x", "0"), today=TODAY)
    assert set(listed.sheets) == {"candidates"}


def test_a_sheet_with_another_name_is_known_by_its_titles():
    listed = batch(names={"members": "Blad2"})
    assert listed.names == {"candidates": "Kandidaten", "members": "Blad2", "preferences": "Voorkeuren"}
    assert found(listed) == []


def test_only_a_day_in_figures_can_be_read_the_other_way_round():
    typed = ("05/14/2019", "03/04/2019", "3 april 2019", "2019-04-03", "04/04/2019")
    listed = batch({"candidates": [{"refused_on": each} for each in typed], "members": [], "preferences": []})
    assert [row for code, _, row, _ in found(listed) if code == "CEL-032"] == [3]
