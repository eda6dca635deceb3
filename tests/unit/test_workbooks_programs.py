"""The same list as several real programs save it: every cell comes back, in its row.

scripts/prove does it with CIR_WORKBOOK_ROWS=50000.
"""

import os
from datetime import date, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from support.libreoffice import converted

from cir_desktop.errors import BadWorkbook
from cir_desktop.workbooks.reading import read_sheets

SIZES = [int(size) for size in os.environ.get("CIR_WORKBOOK_ROWS", "501,1001").split(",")]
TITLES = ["Dossier", "Naam", "Geboren", "Ingeschreven", "Huur", "Kinderen", "Nota", "Leeg", "Formuletekst"]
_FORMATS = {"Geboren": "dd/mm/yyyy", "Ingeschreven": "dd/mm/yyyy hh:mm"}


def _row(number: int) -> list[object]:
    """A row of the list; every seventh is empty, and one far below has a note beside the table."""
    if number % 7 == 0:
        return []
    return [
        f"{number:06d}",
        ["Zoë Peeters", "De Smet; An", "O'Neill “Jan”", "שלום", "👩‍👧 Maes", " spaties "][number % 6],
        date(1930, 1, 1) + timedelta(days=number % 30_000),
        datetime.fromisoformat("2019-03-31 08:30") + timedelta(hours=number % 5_000),
        number + 0.25,
        number % 12,
        "regel een\nregel twee" if number % 5 == 0 else "x",
        None,
        ["=1+1", "-", "+32 14 12 34 56", "@jan", "3/4", "1E5"][number % 6],
    ]


def _expected(size: int) -> list[list[object]]:
    return [TITLES, *(_row(number) for number in range(1, size))]


def _openpyxl(path: Path, rows: list[list[object]], *, only_written: bool = False) -> None:
    book = openpyxl.Workbook(write_only=only_written)
    sheet = book.create_sheet("Lijst", 0)
    for row in rows:
        cells = []
        for title, value in zip(TITLES, row, strict=False):
            cell = openpyxl.cell.WriteOnlyCell(sheet, value=value)
            if isinstance(value, str):
                cell.data_type = "s"
            if isinstance(value, date):
                cell.number_format = _FORMATS[title]
            cells.append(cell)
        sheet.append(cells)
    book.save(path)


def _xlsxwriter(path: Path, rows: list[list[object]], *, only_written: bool = False) -> None:
    with xlsxwriter.Workbook(path, {"constant_memory": only_written, "strings_to_formulas": False}) as book:
        formats = {title: book.add_format({"num_format": code}) for title, code in _FORMATS.items()}
        sheet = book.add_worksheet("Lijst")
        for at, row in enumerate(rows):
            for column, (title, value) in enumerate(zip(TITLES, row, strict=False)):
                if isinstance(value, datetime):
                    sheet.write_datetime(at, column, value, formats[title])
                elif isinstance(value, date):
                    sheet.write_datetime(at, column, datetime(value.year, value.month, value.day), formats[title])  # noqa: DTZ001 - Excel knows no zones
                elif value is not None:
                    sheet.write(at, column, value)


@pytest.mark.parametrize("only_written", [False, True], ids=["in memory", "row by row"])
@pytest.mark.parametrize("write", [_openpyxl, _xlsxwriter])
@pytest.mark.parametrize("size", SIZES)
def test_what_a_program_wrote_comes_back_cell_by_cell(tmp_path, size, write, only_written):
    rows = _expected(size)
    write(tmp_path / "lijst.xlsx", rows, only_written=only_written)
    sheet = next(sheet for sheet in read_sheets(tmp_path / "lijst.xlsx").sheets if sheet.name == "Lijst")
    assert sheet.rows == rows
    assert (sheet.looks.formulas, sheet.looks.broken, sheet.looks.far) == ((), (), ())


@pytest.fixture(scope="module")
def lists(tmp_path_factory):
    """The list in each size, as a workbook that LibreOffice is given."""
    folder = tmp_path_factory.mktemp("lijsten")
    for size in SIZES:
        _openpyxl(folder / f"lijst{size}.xlsx", _expected(size), only_written=True)
    return folder


@pytest.mark.parametrize("kind", ["ods", "ots", "xlsx", "xlsm", "xltx", "xls", "xlt"])
def test_what_libreoffice_saves_comes_back_cell_by_cell(tmp_path, lists, kind):
    sources = [lists / f"lijst{size}.xlsx" for size in SIZES]
    for size, path in zip(SIZES, converted(sources, kind, tmp_path / kind), strict=True):
        assert read_sheets(path).sheets[0].rows == _expected(size)


# Field separator, quote, letters (76 is UTF-8, 65535 UTF-16), first row.
@pytest.mark.parametrize("filter_options", ["59,34,76,1", "44,34,76,1", "59,34,65535,1"])
def test_what_libreoffice_saves_as_text_comes_back_row_by_row(tmp_path, lists, filter_options):
    sources = [lists / f"lijst{size}.xlsx" for size in SIZES]
    paths = converted(sources, f"csv:Text - txt - csv (StarCalc):{filter_options}", tmp_path / "csv")
    for size, path in zip(SIZES, paths, strict=True):
        found = read_sheets(path).sheets[0].rows
        assert [row[:2] + row[6:] for row in found] == [row[:2] + row[6:] for row in _expected(size)]


@pytest.mark.parametrize("kind", ["fods", "html"])
def test_what_libreoffice_saves_in_a_form_that_we_do_not_read_is_refused_with_a_sentence(tmp_path, lists, kind):
    [path] = converted([lists / f"lijst{SIZES[0]}.xlsx"], kind, tmp_path / kind)
    with pytest.raises(BadWorkbook, match="geen rekenblad"):
        read_sheets(path)
