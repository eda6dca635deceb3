"""What a clerk's workbook says is what the program reads, cell by cell and with the row numbers of Excel."""

import re
import subprocess
import sys
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import PatternFill
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from cir_desktop.workbooks import reading
from cir_desktop.workbooks.reading import read_sheets


def _saved(path: Path, cells: dict[str, object], *, sheet: str = "Blad1") -> Path:
    book = openpyxl.Workbook()
    book.active.title = sheet
    for place, value in cells.items():
        book.active[place] = value
    book.save(path)
    return path


def _part_changed(path: Path, part: str, change) -> Path:
    """The same workbook with one part of its zip rewritten."""
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    parts[part] = change(parts[part])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in parts.items():
            new.writestr(name, data)
    return path


def test_every_kind_of_cell_comes_back_as_what_it_is(tmp_path):
    cells = {
        "A1": " tekst ",
        "B1": 12,
        "C1": 2.5,
        "D1": True,
        "E1": date(2024, 2, 29),
        "F1": datetime.fromisoformat("2024-02-29 13:30"),
        "H1": "é€",
        "I1": time(8, 30),
        "J1": timedelta(hours=30),
        "K1": date(1935, 7, 1),
    }
    book = read_sheets(_saved(tmp_path / "soorten.xlsx", cells))
    [row] = book.sheets[0].rows
    assert row[:6] == [" tekst ", 12, 2.5, True, date(2024, 2, 29), datetime.fromisoformat("2024-02-29 13:30")]
    assert row[6:] == [None, "é€", "08:30:00", "1 day, 6:00:00", date(1935, 7, 1)]
    assert [type(value) for value in row[1:6]] == [int, float, bool, date, datetime]


def test_a_table_that_starts_in_c5_keeps_its_row_numbers_and_columns(tmp_path):
    book = read_sheets(_saved(tmp_path / "verschoven.xlsx", {"C5": "Code", "D5": "Straat", "C7": "W1"}))
    rows = book.sheets[0].rows
    assert len(rows) == 7
    assert rows[:4] == [[], [], [], []]
    assert rows[4] == [None, None, "Code", "Straat"]
    assert rows[6] == [None, None, "W1"]


def test_a_merged_title_and_coloured_empty_cells_do_not_move_anything(tmp_path):
    source = openpyxl.Workbook()
    sheet = source.active
    sheet["B2"] = "Lijst van onze woningen"
    sheet.merge_cells("B2:F3")
    for number in range(1, 60):
        sheet.cell(number, 12).fill = PatternFill("solid", fgColor="FFEEAA")
    sheet["B5"] = "Code"
    source.save(tmp_path / "titel.xlsx")
    rows = read_sheets(tmp_path / "titel.xlsx").sheets[0].rows
    assert rows[1] == [None, "Lijst van onze woningen"]
    assert rows[4] == [None, "Code"]


def test_all_sheets_come_in_their_order_with_empty_and_hidden_ones_and_without_charts(tmp_path):
    source = openpyxl.Workbook()
    source.active.title = "Één"
    source.create_chartsheet("Grafiek")
    source.create_sheet("Leeg")
    source.create_sheet("Drie & vier")["A1"] = 1
    source["Drie & vier"].sheet_state = "hidden"
    source.save(tmp_path / "bladen.xlsx")
    book = read_sheets(tmp_path / "bladen.xlsx")
    assert [(sheet.name, sheet.rows) for sheet in book.sheets] == [("Één", []), ("Leeg", []), ("Drie & vier", [[1]])]


def test_a_date_of_a_mac_workbook_is_the_same_day(tmp_path):
    source = openpyxl.Workbook()
    source.epoch = CALENDAR_MAC_1904
    source.active["A1"] = date(2021, 3, 25)
    source.save(tmp_path / "mac.xlsx")
    assert read_sheets(tmp_path / "mac.xlsx").sheets[0].rows == [[date(2021, 3, 25)]]


def test_a_formula_error_is_not_read_as_an_empty_cell(tmp_path):
    path = _saved(tmp_path / "fout.xlsx", {"A1": "Van", "B1": "Tot", "A2": date(2020, 1, 1), "B2": "#N/A"})
    assert read_sheets(path).sheets[0].rows[1] == [date(2020, 1, 1), "#N/A"]


def test_a_formula_without_a_saved_result_is_not_read_as_an_empty_cell(tmp_path):
    path = _saved(tmp_path / "formule.xlsx", {"A1": "Tot", "A9": "=TODAY()", "C9": "=A9"})
    rows = read_sheets(path).sheets[0].rows
    assert rows[8] == ["#FORMULE!", None, "#FORMULE!"]


def test_a_formula_whose_result_is_an_empty_text_is_an_empty_cell(tmp_path):
    path = _saved(tmp_path / "leeg.xlsx", {"A1": "Tot", "B1": 1, "A2": '=IF(B1=1,"","x")', "B2": 2})
    _part_changed(
        path,
        "xl/worksheets/sheet1.xml",
        lambda data: re.sub(
            rb'<c r="A2">(<f>.*?</f>)<v ?/>|<c r="A2">(<f>.*?</f>)<v></v>', rb'<c r="A2" t="str">\1\2<v></v>', data
        ),
    )
    assert read_sheets(path).sheets[0].rows[1] == [None, 2]


def test_a_sheet_that_claims_too_much_but_holds_little_is_read(tmp_path):
    path = _saved(tmp_path / "claim.xlsx", {"A1": "Code", "B2": "W1"})
    _part_changed(
        path,
        "xl/worksheets/sheet1.xml",
        lambda data: re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:XFD1048576"', data),
    )
    assert read_sheets(path).sheets[0].rows == [["Code"], [None, "W1"]]


def test_a_note_far_below_the_table_does_not_stop_the_reading(tmp_path):
    rows = read_sheets(_saved(tmp_path / "diep.xlsx", {"A1": "Code", "B300000": "onderaan"})).sheets[0].rows
    assert len(rows) == 300_000
    assert rows[-1] == [None, "onderaan"]


_ODS = """<?xml version="1.0" encoding="UTF-8"?><office:document-content
xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"><office:body><office:spreadsheet>
<table:table table:name="Woningen">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"""


def _ods(path: Path, rows: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", _ODS.format(rows=rows))
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            '<manifest:file-entry manifest:full-path="/" '
            'manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>',
        )
    return path


def test_a_libreoffice_workbook_with_repeated_empty_rows_keeps_its_row_numbers(tmp_path):
    rows = (
        '<table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row>'
        '<table:table-row><table:table-cell table:number-columns-repeated="2"/>'
        '<table:table-cell office:value-type="string"><text:p>Code</text:p></table:table-cell>'
        '<table:table-cell office:value-type="date" office:date-value="2024-02-29">'
        "<text:p>x</text:p></table:table-cell>"
        '<table:table-cell office:value-type="float" office:value="3"><text:p>3</text:p></table:table-cell>'
        "</table:table-row>"
        '<table:table-row table:number-rows-repeated="1048572">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    sheet = read_sheets(_ods(tmp_path / "woningen.ods", rows)).sheets[0]
    assert sheet.name == "Woningen"
    assert sheet.rows[3] == [None, None, "Code", date(2024, 2, 29), 3]
    assert not any(sheet.rows[:3]) and not any(sheet.rows[4:])


def test_the_name_of_the_file_does_not_decide_what_it_is(tmp_path):
    path = _saved(tmp_path / "eigenlijk.xlsx", {"A1": "Code"}).rename(tmp_path / "verkeerde naam.xls")
    assert read_sheets(path).sheets[0].rows == [["Code"]]


def test_the_child_reads_our_own_code_whatever_folder_the_clerk_stands_in(tmp_path):
    (tmp_path / "msgspec.py").write_text("raise SystemExit('niet ons bestand')", encoding="utf-8")
    path = _saved(tmp_path / "a.xlsx", {"A1": 1})
    code = "import sys; sys.path[:] = [p for p in sys.path if p]; from pathlib import Path;"
    code += f"sys.path.insert(0, {str(Path(reading.__file__).parents[2])!r});"
    code += (
        "from cir_desktop.workbooks.reading import read_sheets; print(read_sheets(Path(sys.argv[1])).sheets[0].rows)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.stdout.strip(), done.returncode) == ("[[1]]", 0)


def test_a_frozen_program_starts_itself_in_the_child_mode_and_that_mode_reads(tmp_path, monkeypatch):
    path = _saved(tmp_path / "a.xlsx", {"A1": 1})
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    program, *arguments = reading.child_command(reading.DEFAULT_LIMITS)
    monkeypatch.delattr(sys, "frozen")
    assert (program, arguments[:2]) == (sys.executable, ["--child", "workbook"])
    # From source the program is `python -m cir_desktop`.
    monkeypatch.setattr(reading, "child_command", lambda limits: [program, "-m", "cir_desktop", *arguments])
    assert read_sheets(path).sheets[0].rows == [[1]]


def test_a_workbook_of_a_program_that_prefixes_its_tags_keeps_its_marks(tmp_path):
    path = _saved(tmp_path / "prefix.xlsx", {"A1": 1, "A2": "#REF!"})
    _part_changed(
        path,
        "xl/worksheets/sheet1.xml",
        lambda data: re.sub(rb"<(/?)(?=[a-zA-Z])", rb"<\1x:", data).replace(b"xmlns=", b"xmlns:x="),
    )
    assert read_sheets(path).sheets[0].rows == [[1], ["#REF!"]]


@pytest.mark.parametrize("kind", ["ods", "xls", "xlsx"])
def test_a_workbook_that_libreoffice_saved_is_read_with_its_row_numbers_and_dates(kind):
    book = read_sheets(Path(__file__).parent / "workbook_files" / f"libreoffice.{kind}")
    rows = book.sheets[0].rows
    assert [sheet.name for sheet in book.sheets] == ["Woningen", "Leeg"]
    assert rows[:5:2] == [[], [None, "Onze woningen"], rows[4]]
    assert rows[4][1:4] == ["Code", "Straat", "Nummer"]
    assert rows[5][1:] == ["W1", "Kerkstraat", 3, 2400, "A", 2, date(2026, 12, 1)]
    assert rows[6][1:4] == ["W2", "Dorp", "5/1"]
