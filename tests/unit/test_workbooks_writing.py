"""What the program writes into a workbook opens as what it was: dates as dates, and text never as a formula."""

from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest

from cir_desktop.domain.values import Money
from cir_desktop.errors import BadWorkbook
from cir_desktop.workbooks.reading import read_sheets
from cir_desktop.workbooks.writing import SheetToWrite, write_table

HOSTILE = ["=1+1", '=HYPERLINK("http://x")', "+32 3 123", "-5", "@som", "#N/A", "\t=1", "\r=1", "=", "#REF!"]


def test_text_that_looks_like_a_formula_stays_text_for_every_program_that_opens_it(tmp_path):
    path = tmp_path / "uit.xlsx"
    write_table(path, [SheetToWrite("Blad", ("=titel",), [(text,) for text in HOSTILE])])
    cells = [row[0] for row in openpyxl.load_workbook(path)["Blad"].iter_rows()]
    assert [cell.data_type for cell in cells] == ["s"] * (len(HOSTILE) + 1)
    assert [cell.value.replace("\n", "\r") for cell in cells] == ["=titel", *HOSTILE]
    assert all(cell.quotePrefix for cell in cells)


def test_values_come_back_as_they_were(tmp_path):
    path = tmp_path / "uit.xlsx"
    row = (
        "é",
        3,
        2.5,
        True,
        date(2024, 2, 29),
        datetime.fromisoformat("2024-02-29 08:05"),
        Money(41250),
        Decimal("1.25"),
        None,
        "x",
    )
    write_table(path, [SheetToWrite("Blad", [f"K{n}" for n in range(10)], [row])])
    expected = [
        "é",
        3,
        2.5,
        True,
        date(2024, 2, 29),
        datetime.fromisoformat("2024-02-29 08:05"),
        412.5,
        1.25,
        None,
        "x",
    ]
    assert read_sheets(path).sheets[0].rows[1] == expected


def test_the_titles_stay_in_sight_and_the_columns_fit_their_texts(tmp_path):
    path = tmp_path / "uit.xlsx"
    rows = ((f"W{n}", "een lange straatnaam met veel letters", "z" * 500) for n in range(300))
    write_table(path, [SheetToWrite("Blad", ("Code", "Straat", "Nota"), rows)])
    sheet = openpyxl.load_workbook(path)["Blad"]
    assert sheet.freeze_panes == "A2"
    assert sheet["A1"].font.b
    assert sheet.max_row == 301
    widths = [sheet.column_dimensions[letter].width for letter in "ABC"]
    assert widths == [6, 39, 62]


def test_control_characters_and_endless_texts_do_not_spoil_the_workbook(tmp_path):
    path = tmp_path / "uit.xlsx"
    write_table(path, [SheetToWrite("Blad", ("A", "B", "C"), [("a\x00b\x1fc", "x" * 40_000, "\x01=1")])])
    assert read_sheets(path).sheets[0].rows[1] == ["abc", "x" * 32_767, "=1"]


def test_a_folder_that_is_not_there_is_told_and_leaves_nothing(tmp_path):
    with pytest.raises(BadWorkbook, match="kan niet geschreven worden"):
        write_table(tmp_path / "weg" / "uit.xlsx", [SheetToWrite("Blad", ("A",), [])])
    assert list(tmp_path.iterdir()) == []


def test_an_older_file_survives_when_the_new_one_fails_halfway(tmp_path):
    path = tmp_path / "uit.xlsx"
    write_table(path, [SheetToWrite("Blad", ("Oud",), [])])

    def rows():
        yield ("eerste",)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write_table(path, [SheetToWrite("Blad", ("Nieuw",), rows())])
    assert read_sheets(path).sheets[0].rows == [["Oud"]]
    assert [file.name for file in tmp_path.iterdir()] == ["uit.xlsx"]
