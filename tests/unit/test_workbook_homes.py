"""A list of homes in a workbook: the good rows come in, the bad ones are told by row and column."""

from datetime import date

import openpyxl
import pytest

from cir_desktop.domain.home import Home
from cir_desktop.domain.values import Money, NisCode
from cir_desktop.errors import BadWorkbook
from cir_desktop.services.workbook_homes import COLUMNS, read_homes, write_homes, write_homes_template

GOOD = {
    "Code": "W001",
    "Straat": "Kerkstraat",
    "Nummer": 12,
    "Postcode": 2400,
    "Type": "Appartement",
    "Slaapkamers": 2,
}


def _list(path, *rows, titles=None, sheet="Woningen"):
    book = openpyxl.Workbook()
    book.active.title = sheet
    titles = titles or list(dict.fromkeys(title for row in rows for title in row))
    book.active.append(titles)
    for row in rows:
        book.active.append([row.get(title) for title in titles])
    book.save(path)
    return path


def _problems(path):
    read = read_homes(path)
    return [(problem.row, problem.column) for problem in read.problems]


def test_a_row_with_only_what_is_needed_becomes_a_home_in_the_municipality_of_its_postcode(tmp_path):
    read = read_homes(_list(tmp_path / "w.xlsx", GOOD))
    assert read.problems == ()
    assert read.homes == (
        Home(
            code="W001",
            street="Kerkstraat",
            number="12",
            postcode="2400",
            place="Mol",
            nis_code=NisCode("13025"),
            type="A",
            bedrooms=2,
        ),
    )
    assert (read.rows[0].row, read.rows[0].vacant_from) == (2, None)


def test_all_that_a_row_can_tell_is_taken_over(tmp_path):
    row = GOOD | {
        "Bus": "1A",
        "Gemeente": "Mol",
        "NIS-code": 13025,
        "Wijk": "MOL-01",
        "Verdieping": "gelijkvloers",
        "Lift": "ja",
        "Aangepast": "Ja",
        "Laagste huur": "212,40",
        "Hoogste huur": 580.5,
        "Vaste kosten": 41,
        "Vrij vanaf": date(2026, 12, 1),
        "Nota": "sleutel bij de buren",
    }
    [read] = read_homes(_list(tmp_path / "w.xlsx", row)).rows
    assert read.vacant_from == date(2026, 12, 1)
    assert (read.home.box, read.home.neighbourhood, read.home.floor) == ("1A", "MOL-01", 0)
    assert (read.home.lift, read.home.adapted, read.home.note) == (True, True, "sleutel bij de buren")
    assert (read.home.lowest_rent, read.home.highest_rent) == (Money(21240), Money(58050))
    assert read.home.fixed_charges == Money(4100)


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"Code": None}, "Code"),
        ({"Straat": "  "}, "Straat"),
        ({"Nummer": None}, "Nummer"),
        ({"Nummer": date(2026, 2, 1)}, "Nummer"),
        ({"Postcode": 9999}, "Postcode"),
        ({"Postcode": 1000}, "Postcode"),
        ({"Postcode": None}, "Postcode"),
        ({"Type": "villa"}, "Type"),
        ({"Slaapkamers": None}, "Slaapkamers"),
        ({"Slaapkamers": "twee"}, "Slaapkamers"),
        ({"Slaapkamers": 12}, "Slaapkamers"),
        ({"Slaapkamers": 1.5}, "Slaapkamers"),
        ({"NIS-code": 11001}, "NIS-code"),
        ({"NIS-code": "Mol"}, "NIS-code"),
        ({"Verdieping": "hoog"}, "Verdieping"),
        ({"Lift": "misschien"}, "Lift"),
        ({"Laagste huur": "veel"}, "Laagste huur"),
        ({"Vaste kosten": -5}, "Vaste kosten"),
        ({"Laagste huur": 500, "Hoogste huur": 400}, "Hoogste huur"),
        ({"Vrij vanaf": "december"}, "Vrij vanaf"),
        ({"Vrij vanaf": "=TODAY()"}, "Vrij vanaf"),
    ],
)
def test_a_bad_cell_is_told_and_the_good_rows_still_come_in(tmp_path, change, column):
    path = _list(tmp_path / "w.xlsx", GOOD, GOOD | {"Code": "W002"} | change, GOOD | {"Code": "W003"})
    read = read_homes(path)
    assert [(problem.row, problem.column) for problem in read.problems] == [(3, column)]
    assert [home.code for home in read.homes] == ["W001", "W003"]


def test_everything_that_is_wrong_in_a_row_is_told_at_once(tmp_path):
    path = _list(tmp_path / "w.xlsx", GOOD | {"Postcode": 1, "Type": "?", "Slaapkamers": None, "Lift": "soms"})
    assert _problems(path) == [(2, "Postcode"), (2, "Type"), (2, "Slaapkamers"), (2, "Lift")]


def test_a_code_that_stands_twice_is_told_with_the_row_of_the_first(tmp_path):
    read = read_homes(_list(tmp_path / "w.xlsx", GOOD, GOOD | {"Code": "w001"}))
    assert [home.code for home in read.homes] == ["W001"]
    [problem] = read.problems
    assert (problem.row, problem.column) == (3, "Code")
    assert "rij 2" in problem.message


def test_the_old_code_of_a_merged_municipality_becomes_the_one_in_force(tmp_path):
    path = _list(tmp_path / "w.xlsx", GOOD | {"Postcode": 9150, "NIS-code": 46013})
    assert [home.nis_code for home in read_homes(path).homes] == ["46030"]


def test_a_postcode_in_two_municipalities_needs_the_municipality(tmp_path):
    assert _problems(_list(tmp_path / "w.xlsx", GOOD | {"Postcode": 1804})) == [(2, "NIS-code")]
    named = _list(tmp_path / "w2.xlsx", GOOD | {"Postcode": 1804, "Gemeente": "vilvoorde"})
    assert [(home.nis_code, home.place) for home in read_homes(named).homes] == [("23088", "vilvoorde")]


def test_a_list_without_a_needed_column_is_refused_with_its_title(tmp_path):
    titles = [title for title in GOOD if title != "Slaapkamers"]
    with pytest.raises(BadWorkbook, match="“Slaapkamers”; het dichtst erbij komt “Slaapk"):
        read_homes(_list(tmp_path / "w.xlsx", GOOD, titles=[*titles, "Slaapkamer aantal"]))


def test_a_list_under_a_merged_title_on_another_place_keeps_the_row_numbers(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "WONINGEN "
    sheet["C2"] = "Patrimonium op 1 december"
    sheet.merge_cells("C2:H3")
    for at, (title, value) in enumerate((GOOD | {"Slaapkamers": None}).items(), start=3):
        sheet.cell(6, at, title.upper())
        sheet.cell(9, at, value)
    book.save(tmp_path / "w.xlsx")
    assert _problems(tmp_path / "w.xlsx") == [(9, "Slaapkamers")]


def test_homes_that_are_written_are_read_back_the_same(tmp_path):
    plain = read_homes(_list(tmp_path / "a.xlsx", GOOD)).homes[0]
    full = Home(
        code="=W2",
        street="'s-Herenstraat",
        number="5-7",
        box="0/1",
        postcode="2400",
        place="Mol",
        nis_code=NisCode("13025"),
        neighbourhood="M1",
        type="R",
        bedrooms=0,
        floor=-1,
        lift=False,
        adapted=True,
        lowest_rent=Money(21240),
        highest_rent=Money(58099),
        fixed_charges=Money(1),
        note="@wacht",
    )
    write_homes(tmp_path / "b.xlsx", [plain, full], {"=W2": date(2027, 1, 15)})
    read = read_homes(tmp_path / "b.xlsx")
    assert (read.homes, read.problems) == ((plain, full), ())
    assert [row.vacant_from for row in read.rows] == [None, date(2027, 1, 15)]


def test_the_template_has_every_title_explains_each_and_is_an_empty_list(tmp_path):
    write_homes_template(tmp_path / "sjabloon.xlsx")
    read = read_homes(tmp_path / "sjabloon.xlsx")
    assert (read.rows, read.problems) == ((), ())
    book = openpyxl.load_workbook(tmp_path / "sjabloon.xlsx")
    assert [cell.value for cell in book["Woningen"][1]] == [column.title for column in COLUMNS]
    assert all(row[1].value for row in book["Uitleg"].iter_rows(min_row=2))
