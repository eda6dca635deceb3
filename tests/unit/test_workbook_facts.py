"""What a population service delivers: good rows become periods, bad ones are told without showing whose they are."""

from datetime import date, datetime

import openpyxl
import pytest

from cir_desktop.domain.facts import CarePeriod, ImportedCare, ImportedResidence, Residence
from cir_desktop.domain.values import NisCode
from cir_desktop.errors import BadWorkbook
from cir_desktop.services.workbook_facts import read_facts
from cir_desktop.workbooks.writing import SheetToWrite, write_table

TODAY = date(2026, 11, 23)
DOSSIER = "2021.03.25.0005"
HEAD = ["Dossiernummer", "Rijksregisternummer", "Gemeente", "NIS-code", "Van", "Tot"]
CARE_HEAD = ["Dossiernummer", "Rijksregisternummer", "Soort", "Gemeente", "NIS-code", "Van", "Tot"]


def _number(birth: str, counter: int = 901, *, after_2000: bool = False) -> str:
    head = f"{birth}{counter:03d}"
    return f"{head}{97 - int(('2' if after_2000 else '') + head) % 97:02d}"


PERSON = _number("850730")


def _delivery(path, residences=(), care=(), *, head=HEAD, care_head=CARE_HEAD):
    book = openpyxl.Workbook()
    book.active.title = "Verblijf"
    for row in (head, *residences):
        book.active.append(row)
    sheet = book.create_sheet("Mantelzorg")
    for row in (care_head, *care):
        sheet.append(row)
    book.save(path)
    return path


def _one(tmp_path, *cells):
    return read_facts(_delivery(tmp_path / "v.xlsx", [cells]), today=TODAY)


def _one_care(tmp_path, *cells):
    return read_facts(_delivery(tmp_path / "v.xlsx", care=[cells]), today=TODAY)


def test_a_period_with_two_days_is_half_open_and_over(tmp_path):
    read = _one(tmp_path, DOSSIER, PERSON, "Mol", "13025", date(2015, 4, 1), date(2019, 6, 30))
    residence = Residence(NisCode("13025"), date(2015, 4, 1), date(2019, 6, 30), ongoing=False)
    assert read.residences == (ImportedResidence(DOSSIER, PERSON, residence),)
    assert (read.care, read.problems) == ((), ())


def test_an_empty_end_is_still_there_and_an_empty_start_is_since_an_unknown_day(tmp_path):
    read = _one(tmp_path, DOSSIER, PERSON, "Mol", 13025, None, None)
    assert read.residences[0].residence == Residence(NisCode("13025"), None, None, ongoing=True)


def test_an_unknown_end_is_not_still_there(tmp_path):
    read = _one(tmp_path, DOSSIER, PERSON, "Mol", 13025, "onbekend", "?")
    assert read.residences[0].residence == Residence(NisCode("13025"), None, None, ongoing=False)


def test_days_may_be_text_with_the_day_first(tmp_path):
    read = _one(tmp_path, DOSSIER, PERSON, "Mol", "13025", "03/04/2015", "30-6-2019")
    assert read.residences[0].residence.start == date(2015, 4, 3)
    assert read.residences[0].residence.end == date(2019, 6, 30)


def test_a_national_number_that_excel_keeps_as_a_number_gets_its_zeros_back(tmp_path):
    person = _number("030512", after_2000=True)
    read = _one(tmp_path, DOSSIER, int(person), "Mol", 13025, None, None)
    assert read.residences[0].national_number == person


def test_a_national_number_with_dots_and_an_older_dossier_number_are_read(tmp_path):
    p = PERSON
    written = f"{p[:2]}.{p[2:4]}.{p[4:6]}-{p[6:9]}.{p[9:]}"
    read = _one(tmp_path, 201805101, written, "Mol", 13025, None, None)
    assert (read.residences[0].dossier, read.residences[0].national_number) == ("2018.05.00.0101", PERSON)


def test_a_municipality_by_its_name_only(tmp_path):
    assert _one(tmp_path, DOSSIER, PERSON, "HÉRENTALS", None, None, None).residences[0].residence.nis_code == "13011"


def test_a_merged_municipality_stays_under_its_own_code(tmp_path):
    rows = [(DOSSIER, PERSON, name, code, None, None) for name, code in [("Kruibeke", None), ("Kruibeke", 46013)]]
    rows.append((DOSSIER, PERSON, "Kruibeke", 46030, None, None))
    read = read_facts(_delivery(tmp_path / "v.xlsx", rows), today=TODAY)
    assert [row.residence.nis_code for row in read.residences] == ["46013", "46013", "46030"]
    assert read.problems == ()


def test_a_municipality_in_brussels_or_wallonia_is_known_by_its_code(tmp_path):
    rows = [(DOSSIER, PERSON, "Elsene", 21009, None, None), (DOSSIER, PERSON, None, 62063, None, None)]
    read = read_facts(_delivery(tmp_path / "v.xlsx", rows), today=TODAY)
    assert [row.residence.nis_code for row in read.residences] == ["21009", "62063"]


BAD = [
    (0, None, "Dossiernummer"),
    (0, "12-AB", "Dossiernummer"),
    (1, None, "Rijksregisternummer"),
    (1, str(int(PERSON) + 1), "Rijksregisternummer"),
    (1, "onbekend", "Rijksregisternummer"),
    (2, "Atlantis", "Gemeente"),
    (3, 99999, "NIS-code"),
    (3, 11999, "NIS-code"),
    (4, date(2026, 11, 24), "Van"),
    (4, "01/02/15", "Van"),
    (4, 42095, "Van"),
    (4, "31/02/2015", "Van"),
    (4, "#N/A", "Van"),
    (5, date(2015, 3, 31), "Tot"),
    (5, "24/11/2026", "Tot"),
    (5, "heden", "Tot"),
]


@pytest.mark.parametrize(("at", "value", "column"), BAD)
def test_a_bad_cell_is_told_by_sheet_row_and_column_and_shows_nothing_of_the_person(tmp_path, at, value, column):
    good = [DOSSIER, PERSON, "Mol", None, date(2015, 4, 1), None]
    bad = [*good]
    bad[at] = value
    read = read_facts(_delivery(tmp_path / "v.xlsx", [good, bad, good]), today=TODAY)
    assert [(p.sheet, p.row, p.column) for p in read.problems] == [("Verblijf", 3, column)]
    assert len(read.residences) == 2
    message = read.problems[0].message
    for secret in (PERSON, DOSSIER, "Atlantis", str(value) if value else PERSON):
        assert secret not in message


@pytest.mark.parametrize(("at", "value", "column"), [bad for bad in BAD if bad[0] != 0])
def test_a_dossier_with_a_bad_row_of_residence_is_known_as_incomplete(tmp_path, at, value, column):
    bad = [DOSSIER, PERSON, "Mol", None, date(2015, 4, 1), None]
    bad[at] = value
    other = ["2021.03.25.0006", PERSON, "Mol", None, None, None]
    read = read_facts(_delivery(tmp_path / "v.xlsx", [bad, other]), today=TODAY)
    assert read.incomplete == {DOSSIER}
    assert [problem.column for problem in read.problems] == [column]


def test_a_dossier_with_a_bad_row_of_care_is_known_as_incomplete(tmp_path):
    assert _one_care(tmp_path, DOSSIER, PERSON, "beide", "Mol", None, None, None).incomplete == {DOSSIER}


def test_a_row_without_a_readable_dossier_number_makes_no_dossier_incomplete(tmp_path):
    read = _one(tmp_path, "12-AB", PERSON, "Mol", None, "rommel", None)
    assert (read.incomplete, len(read.problems)) == (frozenset(), 2)


def test_good_rows_make_no_dossier_incomplete(tmp_path):
    assert _one(tmp_path, DOSSIER, PERSON, "Mol", None, None, None).incomplete == frozenset()


def test_a_row_without_any_municipality_is_told(tmp_path):
    [problem] = _one(tmp_path, DOSSIER, PERSON, None, None, None, None).problems
    assert problem.column == "Gemeente"


def test_a_name_and_a_code_of_two_municipalities_are_told(tmp_path):
    [problem] = _one(tmp_path, DOSSIER, PERSON, "Mol", 13011, None, None).problems
    assert problem.column == "NIS-code"


def test_all_that_is_wrong_in_a_row_is_told_at_once(tmp_path):
    read = _one(tmp_path, "x", "y", "Mol", 13025, "z", None)
    assert [problem.column for problem in read.problems] == ["Dossiernummer", "Rijksregisternummer", "Van"]


def test_care_given_and_received_with_and_without_a_known_place(tmp_path):
    start, end = date(2020, 1, 1), date(2022, 1, 1)
    rows = [
        (DOSSIER, PERSON, "geeft", "Mol", None, start, None),
        (DOSSIER, PERSON, "Krijgt", None, None, None, end),
    ]
    read = read_facts(_delivery(tmp_path / "v.xlsx", care=rows), today=TODAY)
    assert read.problems == ()
    assert read.care == (
        ImportedCare(DOSSIER, PERSON, CarePeriod(NisCode("13025"), True, start, None)),
        ImportedCare(DOSSIER, PERSON, CarePeriod(None, False, None, end)),
    )


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ((DOSSIER, PERSON, None, "Mol", None, None, None), "Soort"),
        ((DOSSIER, PERSON, "beide", "Mol", None, None, None), "Soort"),
        ((DOSSIER, PERSON, "geeft", "Atlantis", None, None, None), "Gemeente"),
        ((DOSSIER, PERSON, "geeft", "Mol", None, None, "onbekend"), "Tot"),
        ((DOSSIER, PERSON, "geeft", "Mol", None, date(2020, 1, 2), date(2020, 1, 1)), "Tot"),
    ],
)
def test_a_bad_row_of_care_is_told(tmp_path, cells, column):
    read = _one_care(tmp_path, *cells)
    assert read.care == ()
    assert [(p.sheet, p.row, p.column) for p in read.problems] == [("Mantelzorg", 2, column)]


def test_a_missing_sheet_is_refused_with_its_name(tmp_path):
    book = openpyxl.load_workbook(_delivery(tmp_path / "v.xlsx"))
    book["Mantelzorg"].title = "Mantelzorgers"
    book.save(tmp_path / "v.xlsx")
    with pytest.raises(BadWorkbook, match="geen blad “Mantelzorg”; het dichtst erbij komt “Mantelzorgers”"):
        read_facts(tmp_path / "v.xlsx", today=TODAY)


def test_a_missing_column_is_refused_with_the_title_that_comes_nearest(tmp_path):
    path = _delivery(tmp_path / "v.xlsx", head=["Dossiernr.", *HEAD[1:]])
    with pytest.raises(BadWorkbook, match="“Dossiernummer”; het dichtst erbij komt “Dossiernr.”"):
        read_facts(path, today=TODAY)


def test_a_day_of_which_excel_kept_the_hour_is_that_day(tmp_path):
    read = _one(tmp_path, DOSSIER, PERSON, "Mol", None, datetime.fromisoformat("2015-04-01 08:00"), None)
    assert read.residences[0].residence.start == date(2015, 4, 1)


def test_a_delivery_of_twenty_thousand_rows_is_read_to_the_last_row(tmp_path):
    people = [_number(f"{60 + n % 39:02d}{n % 12 + 1:02d}{n % 28 + 1:02d}", 900 + n % 97) for n in range(4_000)]
    rows = [
        (
            f"2021.03.{n % 28 + 1:02d}.{n // 28:04d}",
            people[n % 4_000],
            "Mol",
            "13025",
            date(2001, 1, 1),
            date(2019, 6, 30),
        )
        for n in range(20_000)
    ]
    path = tmp_path / "v.xlsx"
    write_table(path, [SheetToWrite("Verblijf", HEAD, rows), SheetToWrite("Mantelzorg", CARE_HEAD, ())])
    read = read_facts(path, today=TODAY)
    assert (len(read.residences), read.problems) == (20_000, ())
