"""A copy of the clerk's own workbook: coloured cells with a comment, a sheet Te doen, and the original untouched."""

import hashlib
import re
import time
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from support.libreoffice import converted

from cir_desktop.domain.finding import Severity
from cir_desktop.errors import BadWorkbook
from cir_desktop.workbooks.annotating import Mark, annotate, plan_copy
from cir_desktop.workbooks.reading import read_sheets
from cir_desktop.workbooks.todo_sheet import TodoLine

MUST, LOOK, INFO = Severity.MUST, Severity.LOOK, Severity.INFO
RED, YELLOW, BLUE = "00F6B5B5", "00FFE08A", "00BFD9F2"
FILES = Path(__file__).parent / "workbook_files"

MARKS = [
    Mark("Wie's wie", "B3", LOOK, "Kijk de naam na."),
    Mark("Wie's wie", "B3", MUST, "De naam ontbreekt."),
    Mark("Wie's wie", "C2", INFO, "Deze dag is lang geleden."),
]
TODO = [
    TodoLine(MUST, "Wie's wie", "B3", "Naam", "De naam ontbreekt.", "Vul de naam in, bijvoorbeeld Peeters."),
    TodoLine(LOOK, "Wie's wie", "", "", "Kolom Straat ontbreekt."),
    TodoLine(INFO, "", "", "", "=Dit is tekst"),
]


def _book() -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Wie's wie"
    sheet.append(["Code", "Naam", "Sinds", "Som"])
    sheet.append(["0042", "Peeters", date(1985, 4, 3), "=1+1"])
    sheet.append(["0043", None, date(2020, 1, 1), "=D2*2"])
    sheet["A1"].font = Font(bold=True, size=20)
    sheet["A2"].fill = PatternFill("solid", fgColor="00FF00")
    sheet.column_dimensions["B"].width = 42
    sheet.row_dimensions[1].height = 33
    sheet.freeze_panes = "A2"
    sheet["C2"].number_format = "d mmmm yyyy"
    closed = DataValidation(type="list", formula1='"ja,nee"')
    closed.add("E2:E9")
    sheet.add_data_validation(closed)
    book.create_sheet("Geheim").sheet_state = "veryHidden"
    return book


def _saved(path: Path, book: openpyxl.Workbook | None = None) -> Path:
    (book or _book()).save(path)
    return path


def _fill(cell) -> str:
    return cell.fill.fgColor.rgb


def test_the_worst_finding_colours_a_cell_and_the_comment_tells_all_of_them(tmp_path):
    source = _saved(tmp_path / "lijst.xlsx")
    kept = annotate(source, tmp_path / "kopie.xlsx", MARKS, TODO)
    sheet = openpyxl.load_workbook(kept.path)["Wie's wie"]
    assert (_fill(sheet["B3"]), _fill(sheet["C2"]), _fill(sheet["A3"])) == (RED, BLUE, "00000000")
    assert sheet["B3"].comment.text == "Moet: De naam ontbreekt.\n\nNakijken: Kijk de naam na."
    assert sheet["C2"].comment.text == "Ter info: Deze dag is lang geleden."


def test_the_original_is_untouched_and_the_copy_never_takes_its_place(tmp_path):
    source = _saved(tmp_path / "lijst.xlsx")
    before = hashlib.sha256(source.read_bytes()).digest()
    annotate(source, tmp_path / "kopie.xlsx", MARKS, TODO)
    with pytest.raises(BadWorkbook, match="uw eigen bestand vervangen"):
        annotate(source, source, MARKS, TODO)
    assert hashlib.sha256(source.read_bytes()).digest() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kopie.xlsx", "lijst.xlsx"]


def test_formats_formulas_widths_and_hidden_sheets_stay(tmp_path):
    book = _book()
    book["Wie's wie"]["F1"] = CellRichText("half ", TextBlock(InlineFont(b=True), "vet"))
    kept = annotate(_saved(tmp_path / "lijst.xlsx", book), tmp_path / "kopie.xlsx", MARKS, TODO)
    copy = openpyxl.load_workbook(kept.path, rich_text=True)
    sheet = copy["Wie's wie"]
    assert kept.keeps_format
    assert copy.sheetnames == ["Te doen", "Wie's wie", "Geheim"]
    assert copy["Geheim"].sheet_state == "veryHidden"
    assert (sheet["D2"].value, sheet["D3"].value) == ("=1+1", "=D2*2")
    assert (sheet["A1"].font.b, sheet["A1"].font.sz, _fill(sheet["A2"])) == (True, 20, "0000FF00")
    assert (sheet.column_dimensions["B"].width, sheet.row_dimensions[1].height) == (42, 33)
    assert (sheet.freeze_panes, sheet["C2"].number_format) == ("A2", "d mmmm yyyy")
    assert sheet["A2"].value == "0042"
    assert sheet["F1"].value[1].font.b
    assert sheet.data_validations.dataValidation[0].sqref.ranges


def test_text_of_the_clerk_that_looks_like_a_formula_stays_text(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "Blad1"
    book.active["A1"].value = "=1+1"
    book.active["A1"].data_type = "s"
    kept = annotate(_saved(tmp_path / "lijst.xlsx", book), tmp_path / "kopie.xlsx", [], TODO[2:])
    sheet = openpyxl.load_workbook(kept.path)["Blad1"]
    assert (sheet["A1"].data_type, sheet["A1"].value) == ("s", "=1+1")


def test_the_first_sheet_leads_to_every_cell_and_only_it_is_chosen(tmp_path):
    kept = annotate(
        _saved(tmp_path / "lijst.xlsx"), tmp_path / "kopie.xlsx", MARKS, TODO, heading=["Gecontroleerd op 1 juni."]
    )
    copy = openpyxl.load_workbook(kept.path)
    sheet = copy["Te doen"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    first = next(number for number, row in enumerate(rows) if row[0] == "Ernst")
    assert rows[1][0] == "Gecontroleerd op 1 juni."
    assert [row[0] for row in rows[first + 1 :]] == ["Moet", "Nakijken", "Ter info"]
    links = {cell.coordinate: cell.hyperlink.location for row in sheet.iter_rows() for cell in row if cell.hyperlink}
    assert links == {f"C{first + 2}": "'Wie''s wie'!B3", f"C{first + 3}": "'Wie''s wie'!A1"}
    assert sheet.freeze_panes == f"A{first + 2}"
    last = sheet.cell(first + 4, 5)
    assert (last.value, last.data_type, last.quotePrefix) == ("=Dit is tekst", "s", True)
    assert [bool(other.sheet_view.tabSelected) for other in copy.worksheets] == [True, False, False]
    assert copy.active.title == "Te doen"


def test_a_workbook_that_has_a_sheet_te_doen_already_keeps_it(tmp_path):
    book = _book()
    book.create_sheet("TE DOEN")["A1"] = "van mij"
    kept = annotate(_saved(tmp_path / "lijst.xlsx", book), tmp_path / "kopie.xlsx", [], TODO)
    copy = openpyxl.load_workbook(kept.path)
    assert copy.sheetnames[0] == "Te doen (2)"
    assert copy["TE DOEN"]["A1"].value == "van mij"


def test_a_mark_within_a_merged_range_goes_to_the_cell_that_shows(tmp_path):
    book = _book()
    book["Wie's wie"].merge_cells("B3:C4")
    kept = annotate(
        _saved(tmp_path / "lijst.xlsx", book), tmp_path / "kopie.xlsx", [Mark("Wie's wie", "C4", MUST, "x")], []
    )
    sheet = openpyxl.load_workbook(kept.path)["Wie's wie"]
    assert (_fill(sheet["B3"]), sheet["B3"].comment.text) == (RED, "Moet: x")


def test_the_clerks_own_comment_stays_under_ours(tmp_path):
    book = _book()
    book["Wie's wie"]["B3"].comment = Comment("bellen!", "An")
    book["Wie's wie"]["A3"].comment = Comment("alleen van mij", "An")
    kept = annotate(_saved(tmp_path / "lijst.xlsx", book), tmp_path / "kopie.xlsx", MARKS, TODO)
    sheet = openpyxl.load_workbook(kept.path)["Wie's wie"]
    assert sheet["B3"].comment.text.endswith("Uw eigen opmerking: bellen!")
    assert sheet["A3"].comment.text == "alleen van mij"
    assert any("eigen opmerkingen" in sentence for sentence in kept.lost)


@pytest.mark.parametrize(
    ("part", "text", "sentence"),
    [
        ("xl/media/image1.png", "x", "Afbeeldingen verdwijnen"),
        ("xl/charts/chart1.xml", "x", "Grafieken kunnen"),
        ("xl/slicers/slicer1.xml", "x", "Slicers"),
        ("xl/ctrlProps/ctrlProp1.xml", "x", "Knoppen"),
        ("xl/threadedComments/threadedComment1.xml", "x", "Gesprekken"),
        ("xl/connections.xml", "x", "Verbindingen"),
        ("xl/printerSettings/printerSettings1.bin", "x", "printer"),
        ("_xmlsignatures/sig1.xml", "x", "handtekening"),
        ("xl/drawings/drawing1.xml", "<xdr:wsDr><xdr:sp macro=''/></xdr:wsDr>", "Tekstvakken"),
        ("xl/worksheets/sheet9.xml", "<ext uri='{78c0d931-6437-407d-A8EE-F0AAD7539E65}'/>", "Gegevensbalken"),
        ("xl/worksheets/sheet9.xml", "<ext uri='{05C60535-1F16-4fd2-B633-F4F36F0B64E0}'/>", "Sparklines"),
        ("xl/iets/nieuws.xml", "x", "niet kent"),
    ],
)
def test_what_can_not_be_kept_is_named_before_anything_is_written(tmp_path, part, text, sentence):
    source = _saved(tmp_path / "lijst.xlsx", openpyxl.Workbook())
    assert plan_copy(source).lost == ()
    with zipfile.ZipFile(source, "a") as archive:
        archive.writestr(part, text)
    [lost] = plan_copy(source).lost
    assert sentence in lost


def test_what_is_lost_stands_on_the_first_sheet_too(tmp_path):
    book = _book()
    chart = BarChart()
    chart.add_data(Reference(book.active, min_col=1, min_row=1, max_row=3))
    book.active.add_chart(chart)
    kept = annotate(_saved(tmp_path / "lijst.xlsx", book), tmp_path / "kopie.xlsx", MARKS, TODO)
    assert any("Grafieken" in sentence for sentence in kept.lost)
    copy = openpyxl.load_workbook(kept.path)
    told = [row[0].value for row in copy["Te doen"].iter_rows(max_row=9)]
    assert all(f"• {sentence}" in told for sentence in kept.lost)
    assert len(copy["Wie's wie"]._charts) == 1


def test_a_workbook_with_macros_keeps_them_and_its_own_ending(tmp_path):
    source = _saved(tmp_path / "lijst.xlsx")
    with zipfile.ZipFile(source) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    parts["xl/vbaProject.bin"] = b"macro"
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )
    source = tmp_path / "lijst.xlsm"
    with zipfile.ZipFile(source, "w") as new:
        for name, data in parts.items():
            new.writestr(name, data)
    kept = annotate(source, tmp_path / "kopie v1.2", MARKS, TODO)
    assert kept.path.name == "kopie v1.2.xlsm"
    with zipfile.ZipFile(kept.path) as archive:
        assert archive.read("xl/vbaProject.bin") == b"macro"
        assert b"macroEnabled" in archive.read("[Content_Types].xml")


@pytest.mark.parametrize("kind", ["ods", "xls"])
def test_another_kind_of_workbook_becomes_a_new_one_with_its_values_and_that_is_said(tmp_path, kind):
    source = FILES / f"libreoffice.{kind}"
    kept = annotate(source, tmp_path / f"kopie.{kind}", [Mark("Woningen", "C6", MUST, "Kijk na.")], TODO[2:])
    assert (kept.path.name, kept.keeps_format) == ("kopie.xlsx", False)
    assert "nieuw .xlsx-bestand" in kept.lost[0]
    sheets = read_sheets(kept.path).sheets
    assert [sheet.name for sheet in sheets] == ["Te doen", "Woningen", "Leeg"]
    assert sheets[1].rows == read_sheets(source).sheets[0].rows
    cell = openpyxl.load_workbook(kept.path)["Woningen"]["C6"]
    assert (_fill(cell), cell.comment.text) == (RED, "Moet: Kijk na.")


def test_a_text_becomes_a_workbook_in_which_texts_stay_texts(tmp_path):
    source = tmp_path / "lijst.csv"
    source.write_text("Code;Nota\n0042;=1+1\n;-\n", encoding="utf-8")
    kept = annotate(
        source, tmp_path / "kopie.csv", [Mark("Lijst", "A3", MUST, "Leeg."), Mark("Lijst", "D9", INFO, "x")], []
    )
    sheet = openpyxl.load_workbook(kept.path)["Lijst"]
    assert (sheet["A2"].value, sheet["B2"].value, sheet["B2"].data_type) == ("0042", "=1+1", "s")
    assert (_fill(sheet["A3"]), _fill(sheet["D9"]), sheet["B3"].value) == (RED, BLUE, "-")


def test_a_workbook_that_can_not_be_written_again_gets_its_values_in_a_new_one(tmp_path):
    source = _saved(tmp_path / "lijst.xlsx")
    with zipfile.ZipFile(source) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    parts["xl/styles.xml"] = (
        b"<styleSheet xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'><fonts count='x'/></styleSheet>"
    )
    with zipfile.ZipFile(source, "w") as new:
        for name, data in parts.items():
            new.writestr(name, data)
    kept = annotate(source, tmp_path / "kopie.xlsx", MARKS, TODO)
    assert not kept.keeps_format
    assert read_sheets(kept.path).sheets[1].rows[1][:2] == ["0042", "Peeters"]


def test_a_range_merged_over_a_whole_sheet_does_not_stop_the_copy(tmp_path):
    source = _saved(tmp_path / "lijst.xlsx")
    with zipfile.ZipFile(source) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    part = "xl/worksheets/sheet1.xml"
    parts[part] = parts[part].replace(
        b"</sheetData>", b'</sheetData><mergeCells count="1"><mergeCell ref="A5:XFD1048576"/></mergeCells>'
    )
    with zipfile.ZipFile(source, "w") as new:
        for name, data in parts.items():
            new.writestr(name, data)
    kept = annotate(source, tmp_path / "kopie.xlsx", MARKS, TODO)
    assert not kept.keeps_format
    assert any("te groot" in sentence for sentence in kept.lost)


def test_a_mark_on_a_sheet_that_is_not_there_is_a_mistake_of_ours(tmp_path):
    source = _saved(tmp_path / "lijst.xlsx")
    with pytest.raises(ValueError, match="sheet"):
        annotate(source, tmp_path / "kopie.xlsx", [Mark("Weg", "A1", MUST, "x")], [])
    assert [path.name for path in tmp_path.iterdir()] == ["lijst.xlsx"]


def test_stopping_half_way_leaves_nothing(tmp_path):
    class StopError(Exception):
        pass

    def stop(_done: int) -> None:
        raise StopError

    source = _saved(tmp_path / "lijst.xlsx")
    marks = [Mark("Wie's wie", f"A{number}", INFO, "x") for number in range(1, 600)]
    with pytest.raises(StopError):
        annotate(source, tmp_path / "kopie.xlsx", marks, [], written=stop)
    assert [path.name for path in tmp_path.iterdir()] == ["lijst.xlsx"]


def test_five_thousand_rows_with_a_finding_each_are_written_within_ten_seconds(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "Kandidaten"
    for number in range(5_001):
        book.active.append([f"{number}-{column}" for column in range(30)])
    source = _saved(tmp_path / "lijst.xlsx", book)
    marks = [Mark("Kandidaten", f"C{number}", LOOK, "Kijk dit na.") for number in range(2, 5_002)]
    todo = [TodoLine(LOOK, "Kandidaten", mark.cell, "Naam", "Kijk dit na.") for mark in marks]
    started = time.process_time()
    kept = annotate(source, tmp_path / "kopie.xlsx", marks, todo)
    assert time.process_time() - started < 10
    assert kept.keeps_format


def test_libreoffice_opens_the_copy_with_every_comment_and_link(tmp_path):
    kept = annotate(_saved(tmp_path / "lijst.xlsx"), tmp_path / "kopie.xlsx", MARKS, TODO)
    [opened] = converted([kept.path], "ods", tmp_path / "uit")
    with zipfile.ZipFile(opened) as archive:
        content = archive.read("content.xml").decode("utf-8")
    comments = re.findall(r"<office:annotation .*?</office:annotation>", content, re.DOTALL)
    assert len(comments) == 2
    assert all(any(word in comment for comment in comments) for word in ("De naam ontbreekt.", "lang geleden"))
    assert content.count('xlink:href="#') == 2
    assert 'table:formula="of:=1+1"' in content
