"""Files that are no workbook, or that want to hurt: a sentence in Dutch, no traceback, and no child left behind."""

import contextlib
import os
import re
import struct
import sys
import zipfile
import zlib
from pathlib import Path

import msgspec
import openpyxl
import psutil
import pytest

from cir_desktop.errors import BadWorkbook
from cir_desktop.workbooks.annotating import annotate
from cir_desktop.workbooks.reading import DEFAULT_LIMITS, read_sheets


@pytest.fixture(autouse=True)
def _no_child_is_left():
    before = {child.pid for child in psutil.Process().children(recursive=True)}
    yield
    after = {child.pid for child in psutil.Process().children(recursive=True)}
    assert after <= before


def _refused(path: Path, **limits: int) -> BadWorkbook:
    with pytest.raises(BadWorkbook) as caught:
        read_sheets(path, child=msgspec.structs.replace(DEFAULT_LIMITS, **limits))
    error = caught.value
    assert error.code == "CIR-140"
    assert error.what.endswith(".") and error.todo.endswith(".")
    assert path.name not in str(error)
    return error


def _workbook(path: Path, *, cells: int = 1) -> Path:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Blad1")
    for number in range(cells // 10 + 1):
        sheet.append([f"cel {number} {column}" for column in range(10)])
    book.save(path)
    return path


def _sheet_replaced(path: Path, xml: bytes) -> Path:
    with zipfile.ZipFile(_workbook(path)) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    parts["xl/worksheets/sheet1.xml"] = xml
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in parts.items():
            new.writestr(name, data)
    return path


_FAR = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="%s"/><sheetData>'
    b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    b"</sheetData></worksheet>"
)


def test_a_file_that_is_not_there():
    assert "bestaat niet" in _refused(Path("nergens") / "lijst.xlsx").what


def test_a_folder(tmp_path):
    assert "geen bestand" in _refused(tmp_path).what


def test_an_empty_file(tmp_path):
    path = tmp_path / "leeg.xlsx"
    path.touch()
    assert "leeg" in _refused(path).what


def test_a_text_that_is_named_xlsx(tmp_path):
    path = tmp_path / "tekst.xlsx"
    path.write_text("Code;Straat\nW1;Kerkstraat\n", encoding="utf-8")
    assert "geen rekenblad" in _refused(path).what


def test_a_zip_with_something_else_in_it(tmp_path):
    path = tmp_path / "brief.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert "geen rekenblad" in _refused(path).what


def test_an_office_file_of_the_old_kind_that_is_no_workbook(tmp_path):
    path = tmp_path / "oud.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2_000))
    assert "beschadigd" in _refused(path).what


def test_a_workbook_with_a_password(tmp_path):
    path = tmp_path / "geheim.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "EncryptedPackage".encode("utf-16-le"))
    error = _refused(path)
    assert "wachtwoord" in error.what and "zonder wachtwoord" in error.todo


def test_a_libreoffice_workbook_with_a_password(tmp_path):
    path = tmp_path / "geheim.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml">'
            '<manifest:encryption-data manifest:checksum="x"/></manifest:file-entry></manifest:manifest>',
        )
        archive.writestr("content.xml", os.urandom(300))
    assert "wachtwoord" in _refused(path).what


@pytest.mark.parametrize("share", [0.3, 0.9, 0.999])
def test_a_workbook_that_was_cut_off_on_its_way(tmp_path, share):
    path = _workbook(tmp_path / "half.xlsx", cells=2_000)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    assert "beschadigd" in _refused(path).what


def test_a_workbook_with_one_wrong_byte_in_a_part(tmp_path):
    path = _workbook(tmp_path / "byte.xlsx", cells=2_000)
    with zipfile.ZipFile(path) as archive:
        at = archive.getinfo("xl/worksheets/sheet1.xml").header_offset + 200
    data = bytearray(path.read_bytes())
    data[at] ^= 0xFF
    path.write_bytes(data)
    assert "beschadigd" in _refused(path).what


def test_a_sheet_that_is_no_xml(tmp_path):
    path = _sheet_replaced(tmp_path / "kapot.xlsx", b"<worksheet><sheetData><row><c r='A1'><v>1</row>")
    assert "beschadigd" in _refused(path).what


def test_one_cell_in_the_furthest_corner_is_named(tmp_path):
    error = _refused(_sheet_replaced(tmp_path / "hoek.xlsx", _FAR % b"A1:XFD1048576"))
    assert "XFD1048576" in error.what and "Blad1" in error.what


def test_one_cell_in_the_furthest_corner_of_a_sheet_that_lies_about_its_size(tmp_path):
    assert "XFD1048576" in _refused(_sheet_replaced(tmp_path / "leugen.xlsx", _FAR % b"A1:B2")).what


def test_a_libreoffice_sheet_that_repeats_one_cell_over_the_whole_sheet(tmp_path):
    path = tmp_path / "herhaald.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "content.xml",
            '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
            'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
            'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
            '<table:table table:name="A"><table:table-row table:number-rows-repeated="1048576">'
            '<table:table-cell table:number-columns-repeated="16384" office:value-type="string"><text:p>x</text:p>'
            "</table:table-cell></table:table-row></table:table></office:spreadsheet></office:body>"
            "</office:document-content>",
        )
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
    _refused(path, memory_bytes=400_000_000)


def test_a_zip_bomb_that_tells_its_size(tmp_path):
    path = _sheet_replaced(tmp_path / "bom.xlsx", b"<worksheet>" + b" " * 30_000_000)
    assert path.stat().st_size < 100_000
    assert "verdacht groot" in _refused(path).what


def test_a_zip_bomb_that_lies_about_its_size(tmp_path):
    path = _sheet_replaced(tmp_path / "bom.xlsx", b"<worksheet><sheetData>" + b"<row><c><v>1</v></c></row>" * 2_000_000)
    data = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    path.write_bytes(data.replace(struct.pack("<L", size), struct.pack("<L", 1_000)))
    _refused(path)


def test_shared_texts_larger_than_the_memory_we_give(tmp_path):
    path = _workbook(tmp_path / "veel.xlsx", cells=100_000)
    assert "te veel geheugen" in _refused(path, memory_bytes=80_000_000).what


def test_a_zip_of_very_many_parts(tmp_path):
    path = _workbook(tmp_path / "delen.xlsx")
    with zipfile.ZipFile(path, "a") as archive:
        for number in range(300):
            archive.writestr(f"deel{number}", "")
    assert "veel onderdelen" in _refused(path, zip_entries=200).what


def test_a_file_that_is_too_large_is_not_even_opened(tmp_path):
    assert "te groot" in _refused(_workbook(tmp_path / "groot.xlsx"), file_bytes=1_000).what


def test_a_sheet_with_too_many_cells(tmp_path):
    error = _refused(_workbook(tmp_path / "cellen.xlsx", cells=2_000), cells=1_000)
    assert "Blad1" in error.what


def test_a_reading_that_takes_too_long_is_stopped(tmp_path):
    assert "gestopt" in _refused(_workbook(tmp_path / "traag.xlsx", cells=50_000), seconds=0).what


@contextlib.contextmanager
def _locked(path: Path):
    """A file that another program or the rights of the folder keep from us."""
    if sys.platform == "win32":
        import msvcrt

        with path.open("r+b") as file:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 100)
            yield
            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 100)
        return
    path.chmod(0)
    as_root = os.geteuid() == 0
    if as_root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if as_root:
            os.seteuid(0)


def test_a_file_that_another_program_holds(tmp_path):
    path = _workbook(tmp_path / "open.xlsx")
    with _locked(path):
        error = _refused(path)
    assert "kan niet geopend worden" in error.what and "Sluit het" in error.todo


def test_random_bytes_after_the_signature_of_a_zip_never_give_a_traceback(tmp_path):
    good = _workbook(tmp_path / "goed.xlsx", cells=200).read_bytes()
    for seed in range(12):
        data = bytearray(good)
        for step in range(8):
            at = zlib.crc32(bytes([seed, step])) % len(data)
            data[at] = zlib.crc32(bytes([step, seed, 1])) % 256
        path = tmp_path / f"ruis{seed}.xlsx"
        path.write_bytes(data)
        with contextlib.suppress(BadWorkbook):
            read_sheets(path)


def test_the_sentences_name_no_program_parts(tmp_path):
    path = _workbook(tmp_path / "half.xlsx", cells=500)
    path.write_bytes(path.read_bytes()[:700])
    assert not re.search(r"calamine|zipfile|Traceback|Error|child", str(_refused(path)))


_LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE worksheet [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + step, b"&%c;" % (97 + step) * 50) for step in range(8))
    + b'<!ENTITY buiten SYSTEM "file:///etc/passwd">]>'
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
    b'<c r="A1" t="inlineStr"><is><t>%s</t></is></c></row></sheetData></worksheet>'
)


@pytest.mark.parametrize("entity", [b"&i;", b"&buiten;"], ids=["grows", "reads another file"])
def test_an_entity_that_grows_or_reads_another_file_is_never_filled_in(tmp_path, entity):
    path = _sheet_replaced(tmp_path / "entiteit.xlsx", _LAUGHS % entity)
    try:
        cells = [cell for row in read_sheets(path).sheets[0].rows for cell in row]
    except BadWorkbook:
        return
    assert not any(isinstance(cell, str) and ("haha" in cell or "root" in cell) for cell in cells)


@pytest.mark.parametrize("entity", [b"&i;", b"&buiten;"], ids=["grows", "reads another file"])
def test_an_entity_is_not_filled_in_by_the_copy_of_such_a_workbook_either(tmp_path, entity):
    path = _sheet_replaced(tmp_path / "entiteit.xlsx", _LAUGHS % entity)
    try:
        kept = annotate(path, tmp_path / "kopie.xlsx", [], [])
    except BadWorkbook:
        return
    with zipfile.ZipFile(kept.path) as archive:
        assert not any(b"haha" in archive.read(name) or b"root:" in archive.read(name) for name in archive.namelist())


def test_a_workbook_with_macros_is_read_as_data_and_that_is_told(tmp_path):
    path = _workbook(tmp_path / "macro.xlsm")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", os.urandom(500))
    book = read_sheets(path)
    assert book.looks.macros
    assert book.sheets[0].rows[0][0] == "cel 0 0"


def test_a_row_of_all_columns_of_excel_is_read(tmp_path):
    book = openpyxl.Workbook(write_only=True)
    book.create_sheet("Breed").append([*range(1, 16_385)])
    book.save(tmp_path / "breed.xlsx")
    sheet = read_sheets(tmp_path / "breed.xlsx").sheets[0]
    assert sheet.rows == [[*range(1, 16_385)]]
    assert sheet.looks.far == ()


def test_the_longest_cell_emoji_and_marks_of_direction_come_back_letter_by_letter(tmp_path):
    texts = [
        "x" * 32_767,
        "👩‍👩‍👧 é\u0301",
        "\u202ekomt van rechts\u202c",
        "\u200f\u05e9\u05dc\u05d5\u05dd",
        "a\u00a0b\u200b",
    ]
    book = openpyxl.Workbook()
    book.active.append(texts)
    book.save(tmp_path / "letters.xlsx")
    assert read_sheets(tmp_path / "letters.xlsx").sheets[0].rows == [texts]


def test_a_sheet_that_claims_a_million_rows_costs_no_more_than_it_holds(tmp_path):
    claim = _FAR.replace(b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', b"") % b"A1:XFD1048576"
    sheet = read_sheets(
        _sheet_replaced(tmp_path / "claim.xlsx", claim),
        child=msgspec.structs.replace(DEFAULT_LIMITS, memory_bytes=400_000_000),
    ).sheets[0]
    assert (sheet.rows, sheet.looks.reach) == ([[1]], "XFD1048576")


def test_a_sheet_of_coloured_empty_cells_to_its_end_is_read(tmp_path):
    rows = b"".join(
        b'<row r="%d"><c r="A%d" t="inlineStr"><is><t>x</t></is></c><c r="XFD%d" s="0"/></row>' % (n, n, n)
        for n in range(1, 2_001)
    )
    xml = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        + rows
        + b"</sheetData></worksheet>"
    )
    sheet = read_sheets(_sheet_replaced(tmp_path / "kleur.xlsx", xml)).sheets[0]
    assert sheet.rows == [["x"]] * 2_000


def test_a_row_that_never_ends_is_refused_and_does_not_freeze(tmp_path):
    xml = b"<worksheet><sheetData><row r='1'>" + b"<c r='A1'><v>1</v></c>" * 400_000
    _refused(_sheet_replaced(tmp_path / "rij.xlsx", xml), ratio=2_000)
