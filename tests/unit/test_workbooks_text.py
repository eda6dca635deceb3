"""A list that an old program wrote as text: its letters and its cells come back, whatever it was written with."""

import codecs
from pathlib import Path

import msgspec
import pytest

from cir_desktop.errors import BadWorkbook
from cir_desktop.workbooks.reading import DEFAULT_LIMITS, read_sheets

_LINES = ["Naam;Geboortedatum;Gemeente", "Zoë Peeters;03/04/1985;Kasterlée", '"De Smet; An";1990;"Sint-""Jan"']
_ROWS = [
    ["Naam", "Geboortedatum", "Gemeente"],
    ["Zoë Peeters", "03/04/1985", "Kasterlée"],
    ["De Smet; An", "1990", 'Sint-"Jan'],
]


def _written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("encoding", "bom", "told"),
    [
        ("utf-8", b"", "utf-8"),
        ("utf-8", codecs.BOM_UTF8, "utf-8-sig"),
        ("cp1252", b"", "cp1252"),
        ("utf-16-le", codecs.BOM_UTF16_LE, "utf-16"),
        ("utf-16-be", codecs.BOM_UTF16_BE, "utf-16"),
        ("utf-16-le", b"", "utf-16-le"),
        ("utf-16-be", b"", "utf-16-be"),
    ],
)
def test_the_letters_come_back_whatever_the_program_wrote_them_in(tmp_path, encoding, bom, told):
    book = read_sheets(_written(tmp_path / "lijst.csv", bom + "\r\n".join(_LINES).encode(encoding)))
    assert book.sheets[0].rows == _ROWS
    assert (book.looks.kind, book.looks.encoding, book.looks.separator) == ("csv", told, ";")


def test_the_euro_and_the_quotes_of_old_windows_come_back(tmp_path):
    book = read_sheets(_written(tmp_path / "lijst.csv", "Huur;Nota\n€ 412,50;“goed” – ja\n".encode("cp1252")))
    assert book.sheets[0].rows[1] == ["€ 412,50", "“goed” – ja"]


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_the_separator_is_found_also_when_another_one_stands_in_the_texts(tmp_path, separator):
    other = "," if separator != "," else ";"
    rows = [["Code", "Straat", "Huur"], ["W1", f"Dorp{other} 3", "412"], ["W2", "Kerkstraat", "380"]]
    text = "\n".join(separator.join(row) for row in rows)
    book = read_sheets(_written(tmp_path / "lijst.csv", text.encode()))
    assert book.looks.separator == separator
    assert book.sheets[0].rows == rows


def test_amounts_with_a_comma_do_not_make_the_comma_the_separator(tmp_path):
    book = read_sheets(_written(tmp_path / "lijst.csv", b"Code;Huur\nW1;412,50\nW2;380,00\nW3;1,5\n"))
    assert book.sheets[0].rows[1] == ["W1", "412,50"]


def test_the_separator_that_excel_wrote_in_a_first_line_counts_and_is_no_row(tmp_path):
    book = read_sheets(_written(tmp_path / "lijst.csv", b"sep=|\r\nA;B|C\r\n1;2|3\r\n"))
    assert book.sheets[0].rows == [["A;B", "C"], ["1;2", "3"]]


def test_rows_are_numbered_as_excel_does_with_empty_ones_and_ends_of_line_inside_of_quotes(tmp_path):
    book = read_sheets(_written(tmp_path / "lijst.csv", b'A;B\n\n"een\ntwee";x\nlaatste;\n'))
    assert book.sheets[0].rows == [["A", "B"], [], ["een\ntwee", "x"], ["laatste"]]


def test_nothing_is_made_of_the_texts(tmp_path):
    cells = ["0042", "3/4/15", "1.11E+08", "=1+1", "TRUE", " x "]
    book = read_sheets(_written(tmp_path / "lijst.csv", ";".join(cells).encode()))
    assert book.sheets[0].rows == [cells]


def test_a_list_of_one_column_is_read(tmp_path):
    book = read_sheets(_written(tmp_path / "lijst.txt", b"Naam\nPeeters\nMaes\n"))
    assert book.sheets[0].rows == [["Naam"], ["Peeters"], ["Maes"]]


def test_a_workbook_that_is_named_csv_is_read_as_the_workbook_that_it_is(tmp_path):
    import openpyxl

    book = openpyxl.Workbook()
    book.active["B2"] = 7
    book.save(tmp_path / "lijst.xlsx")
    found = read_sheets((tmp_path / "lijst.xlsx").rename(tmp_path / "lijst.csv"))
    assert found.looks.kind == "xlsx"
    assert found.sheets[0].rows == [[], [None, 7]]


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n\x00\x01\x02\xff",
        bytes(range(256)),
        b"<html><table><tr><td>1</td></tr></table>",
        b"<?xml version='1.0'?><a/>",
    ],
    ids=["pdf", "bytes", "webpagina", "xml"],
)
def test_something_else_that_is_named_csv_is_refused(tmp_path, data):
    with pytest.raises(BadWorkbook, match="geen rekenblad"):
        read_sheets(_written(tmp_path / "lijst.csv", data))


def test_a_text_in_half_letters_is_refused(tmp_path):
    with pytest.raises(BadWorkbook, match="beschadigd"):
        read_sheets(_written(tmp_path / "lijst.csv", codecs.BOM_UTF16_LE + "Naam;A".encode("utf-16-le") + b"\x00"))


def test_a_text_of_more_cells_than_we_read_is_refused(tmp_path):
    path = _written(tmp_path / "lijst.csv", b"a;b;c\n" * 100)
    with pytest.raises(BadWorkbook, match="te groot om te lezen"):
        read_sheets(path, child=msgspec.structs.replace(DEFAULT_LIMITS, cells=200))


def test_a_quote_that_never_closes_swallows_no_rows(tmp_path):
    path = _written(tmp_path / "lijst.csv", b'A;B\n1;2\n"open;3\n' + b"4;5\n" * 20)
    with pytest.raises(BadWorkbook, match="In rij 3 .*nergens eindigt"):
        read_sheets(path)


def test_a_cell_of_a_million_letters_does_not_stop_the_reading(tmp_path):
    book = read_sheets(_written(tmp_path / "lijst.csv", b"A;B\n" + b"x" * 1_000_000 + b";1"))
    assert book.sheets[0].rows[1] == ["x" * 1_000_000, "1"]
