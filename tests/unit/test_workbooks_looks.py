"""What a workbook shows beside its values: every cell that a clerk has to look at again is named, and no other."""

import re
import zipfile
from datetime import date
from pathlib import Path

import msgspec
import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from support.libreoffice import converted

from cir_desktop.workbooks.looks import Looks
from cir_desktop.workbooks.reading import read_sheets


def _looks(book: openpyxl.Workbook, folder: Path) -> Looks:
    book.save(folder / "lijst.xlsx")
    return read_sheets(folder / "lijst.xlsx").sheets[0].looks


def _part_changed(path: Path, part: str, change) -> Path:
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    parts[part] = change(parts[part])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in parts.items():
            new.writestr(name, data)
    return path


def test_a_plain_list_shows_nothing_but_its_reach(tmp_path):
    book = openpyxl.Workbook()
    for number in range(1, 40):
        book.active.append([f"naam {number}", number, date(2020, 1, 1), 'f(x) t="e" <f>'])
    assert _looks(book, tmp_path) == Looks(True, reach="D39")


def test_formulas_and_errors_are_named_also_far_into_a_long_sheet(tmp_path):
    book = openpyxl.Workbook()
    for number in range(1, 30_001):
        book.active.append([number, "tekst " * 20])
    book.active["A2"], book.active["AB29999"], book.active["C30000"] = "=B2&1", "=SUM(A1:A9)", "#N/A"
    looks = _looks(book, tmp_path)
    assert looks.formulas == ("A2", "AB29999")
    assert looks.broken == ("A2", "AB29999", "C30000")


def test_a_formula_with_a_saved_result_is_a_formula_and_not_broken(tmp_path):
    book = openpyxl.Workbook()
    book.active["A1"], book.active["B1"], book.active["C1"] = "=1+1", "=1/0", '=""'
    book.save(tmp_path / "lijst.xlsx")

    def calculated(data: bytes) -> bytes:
        data = re.sub(rb'<c r="A1"><f>([^<]*)</f><v ?/?>(</v>)?', rb'<c r="A1"><f>\1</f><v>2</v>', data)
        data = re.sub(rb'<c r="B1"><f>([^<]*)</f><v ?/?>(</v>)?', rb'<c r="B1" t="e"><f>\1</f><v>#DIV/0!</v>', data)
        return re.sub(rb'<c r="C1"><f>([^<]*)</f><v ?/?>(</v>)?', rb'<c r="C1" t="str"><f>\1</f><v></v>', data)

    sheet = read_sheets(_part_changed(tmp_path / "lijst.xlsx", "xl/worksheets/sheet1.xml", calculated)).sheets[0]
    assert sheet.looks.formulas == ("A1", "B1", "C1")
    assert sheet.looks.broken == ("B1",)
    assert sheet.rows == [[2, "#DIV/0!"]]


def test_a_shared_formula_is_named_in_every_cell_that_has_it(tmp_path):
    book = openpyxl.Workbook()
    book.active.append([1, 2, 3])
    book.save(tmp_path / "lijst.xlsx")
    body = (
        b'<sheetData><row r="1"><c r="A1"><f t="shared" ref="A1:A2" si="0">B1</f><v>1</v></c></row>'
        b'<row r="2"><c r="A2"><f t="shared" si="0"/><v>2</v></c><c r="B2"><f t="shared" si="0"/></c></row></sheetData>'
    )
    path = _part_changed(
        tmp_path / "lijst.xlsx",
        "xl/worksheets/sheet1.xml",
        lambda data: re.sub(rb"<sheetData>.*</sheetData>", body, data, flags=re.DOTALL),
    )
    looks = read_sheets(path).sheets[0].looks
    assert (looks.formulas, looks.broken) == (("A1", "A2", "B2"), ("B2",))


def test_what_is_merged_or_hidden_is_named(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    for number in range(1, 12):
        sheet.append([number] * 6)
    sheet.merge_cells("A1:C1")
    sheet.merge_cells("E5:E7")
    sheet.row_dimensions[4].hidden = True
    sheet.row_dimensions[11].hidden = True
    sheet.column_dimensions["B"].hidden = True
    sheet.column_dimensions["AA"].hidden = True
    looks = _looks(book, tmp_path)
    assert looks.merged == ("A1:C1", "E5:E7")
    assert looks.hidden_rows == (4, 11)
    assert looks.hidden_columns == ("B", "AA")


def test_hidden_tabs_are_told_apart_from_those_that_excel_does_not_offer(tmp_path):
    book = openpyxl.Workbook()
    for name, state in (("Twee", "hidden"), ("Drie", "veryHidden")):
        book.create_sheet(name).sheet_state = state
    book.save(tmp_path / "lijst.xlsx")
    states = [sheet.looks.state for sheet in read_sheets(tmp_path / "lijst.xlsx").sheets]
    assert states == ["visible", "hidden", "very_hidden"]


def test_a_cell_after_a_long_gap_below_or_beside_the_table_is_named(tmp_path):
    book = openpyxl.Workbook()
    for number in range(1, 20):
        book.active.append([number] * 5)
    book.active["CZ3"] = "ver opzij"
    book.active["B600"] = "ver onder"
    book.active["B601"] = "nog een"
    assert _looks(book, tmp_path).far == ("CZ3", "B600")


def test_numbers_whose_zeros_are_only_shown_and_numbers_in_text_cells_are_named(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append([42, 42, 42, "042", date(2020, 1, 1), 1.5])
    for place, code in {"B1": "0000", "C1": "@", "D1": "@", "E1": "dd/mm/yyyy", "F1": "0.00"}.items():
        sheet[place].number_format = code
    looks = _looks(book, tmp_path)
    assert (looks.padded, looks.text_numbers) == (("B1",), ("C1",))


@pytest.mark.parametrize("epoch", [None, CALENDAR_MAC_1904])
def test_a_workbook_that_counts_its_days_from_1904_says_so(tmp_path, epoch):
    book = openpyxl.Workbook()
    if epoch:
        book.epoch = epoch
    book.save(tmp_path / "lijst.xlsx")
    assert read_sheets(tmp_path / "lijst.xlsx").looks.dates_1904 is bool(epoch)


def test_the_properties_and_the_links_to_other_workbooks_are_told(tmp_path):
    from openpyxl.packaging.custom import StringProperty

    book = openpyxl.Workbook()
    book.custom_doc_props.append(StringProperty(name="Sjabloon", value="migratie & v1"))
    book.properties.creator = "Dienst Wonen"
    book.save(tmp_path / "lijst.xlsx")
    path = tmp_path / "lijst.xlsx"
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/externalLinks/externalLink1.xml", "<externalLink/>")
        archive.writestr("xl/externalLinks/_rels/externalLink1.xml.rels", "<Relationships/>")
        archive.writestr("xl/vbaProject.bin", b"x")
    looks = read_sheets(path).looks
    assert looks.properties["Sjabloon"] == "migratie & v1"
    assert looks.properties["creator"] == "Dienst Wonen"
    assert (looks.external_links, looks.macros) == (1, True)


@pytest.mark.parametrize("quote", [b"'", b'"'])
def test_a_program_that_writes_prefixes_or_other_quotes_is_looked_at_as_well(tmp_path, quote):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append([1, "=A1", "#REF!", 7])
    sheet.merge_cells("D1:E1")
    sheet.row_dimensions[3].hidden = True
    book.save(tmp_path / "lijst.xlsx")

    def changed(data: bytes) -> bytes:
        data = re.sub(rb"<(/?)(?=[a-zA-Z])", rb"<\1x:", data).replace(b"xmlns=", b"xmlns:x=")
        return data.replace(b'"', quote)

    looks = read_sheets(_part_changed(tmp_path / "lijst.xlsx", "xl/worksheets/sheet1.xml", changed)).sheets[0].looks
    assert (looks.formulas, looks.broken, looks.merged) == (("B1",), ("B1", "C1"), ("D1:E1",))
    assert (looks.hidden_rows, looks.reach) == ((3,), "E1")


@pytest.mark.parametrize(("kind", "seen"), [("ods", True), ("xls", False), ("xlsx", True)])
def test_where_only_the_values_are_known_nothing_is_claimed(kind, seen):
    book = read_sheets(Path(__file__).parent / "workbook_files" / f"libreoffice.{kind}")
    assert book.looks.kind == kind
    assert {sheet.looks.seen for sheet in book.sheets} == {seen}


def test_a_workbook_that_libreoffice_saved_as_ods_shows_the_same_as_its_xlsx(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Één & twee"
    for number in range(1, 30):
        sheet.append([number, None, "tekst", None, None, number, f"=A{number}*2"])
    sheet["C5"], sheet["D6"], sheet["H9"] = "=1/0", "=NA()", "=IF(A1>0,A1,2)"
    sheet.merge_cells("B2:D2")
    sheet.merge_cells("J3:J5")
    for number in (4, 5, 12, 29):
        sheet.row_dimensions[number].hidden = True
    sheet.column_dimensions["B"].hidden = True
    sheet.column_dimensions["F"].hidden = True
    sheet["C900"] = "ver onder"
    other = book.create_sheet("Verborgen")
    other.sheet_state = "hidden"
    other["B3"] = "=1+1"
    book.save(tmp_path / "lijst.xlsx")
    paths = [converted([tmp_path / "lijst.xlsx"], kind, tmp_path / kind)[0] for kind in ("xlsx", "ods")]
    excel, ods = (read_sheets(path) for path in paths)
    assert [sheet.rows for sheet in ods.sheets] == [
        [[("#FORMULE!" if cell in ("#DIV/0!", "#N/A") else cell) for cell in row] for row in sheet.rows]
        for sheet in excel.sheets
    ]
    for mine, theirs in zip(ods.sheets, excel.sheets, strict=True):
        assert mine.looks == msgspec.structs.replace(theirs.looks, reach="")
    assert ods.sheets[0].looks.broken == ("C5", "D6")
    assert ods.sheets[1].looks.state == "hidden"
