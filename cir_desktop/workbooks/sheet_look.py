"""A look at the sheets of an .xlsx before calamine reads them. Runs in the reading child only.

Two things that calamine does not tell: how far a sheet really reaches (calamine makes room for every cell up to the
furthest one, and a single cell at XFD1048576 would take 400 GB), and which cells hold an error or a formula that was
never calculated (calamine gives both as empty, and an empty “Tot” means something else than a broken one).
"""

import html
import re
import zipfile
from collections.abc import Iterator
from posixpath import join, normpath

from cir_desktop.errors import BadWorkbook
from cir_desktop.workbooks.frames import ReaderLimits

UNCALCULATED = "#FORMULE!"
"""What stands in for a formula that has no saved result."""

Marks = dict[int, list[tuple[int, str]]]
"""What stands in cells that calamine calls empty: {row from 1: [(column from 1, text)]}."""

_CHUNK = 4_000_000
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s([^>]*)>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s([^>]*)>")
_ATTRIBUTE = re.compile(rb"""([\w:]+)\s*=\s*["']([^"']*)["']""")
_DIMENSION = re.compile(rb"""<(?:\w+:)?dimension\s+ref=["'](?:[A-Z]+\d+:)?([A-Z]{1,3})(\d{1,7})["']""")
_CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
# A cell that is not closed at once, so not one that has a colour only.
_REFERENCE = re.compile(rb"""<(?:\w+:)?c\s[^>]*?\br=["']([A-Z]{1,3})(\d{1,7})["'][^>]*(?<!/)>""")
_VALUE = re.compile(rb"<(?:\w+:)?v[^>/]*>([^<]*)</")
_SUSPECT = re.compile(rb"""\bt=["']e["']|<(?:\w+:)?f[\s/>]""")
_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")


def column_number(letters: str) -> int:
    """1 for A, 27 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def look_at_sheets(archive: zipfile.ZipFile, limits: ReaderLimits) -> dict[str, Marks]:
    """The marks of each sheet by name; raises BadWorkbook when one reaches too far. Empty for .xlsb and .ods."""
    return {name: _look_at(archive, part, name, limits) for name, part in _sheet_parts(archive)}


def _attributes(text: bytes) -> dict[str, str]:
    return {
        key.decode().rpartition(":")[2]: html.unescape(value.decode("utf-8", "replace"))
        for key, value in _ATTRIBUTE.findall(text)
    }


def _sheet_parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    names = set(archive.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return
    relations = [_attributes(found) for found in _RELATION.findall(archive.read("xl/_rels/workbook.xml.rels"))]
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    for found in _SHEET.findall(archive.read("xl/workbook.xml")):
        sheet = _attributes(found)
        target = targets.get(sheet.get("id"), "")
        part = target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))
        if part in names and "worksheets/" in part:
            yield sheet.get("name", ""), part


def _look_at(archive: zipfile.ZipFile, part: str, name: str, limits: ReaderLimits) -> Marks:
    marks: Marks = {}
    claim_is_small: bool | None = None
    furthest = [0, 0]
    with archive.open(part) as stream:
        rest = b""
        while chunk := stream.read(_CHUNK):
            data = rest + chunk
            if claim_is_small is None:
                claim = _DIMENSION.search(data)
                claim_is_small = bool(claim and column_number(claim[1].decode()) * int(claim[2]) <= limits.cells)
            # The last cell may be cut in two: keep it for the next round. A cell of megabytes is none.
            cut = data.rfind(b"<", 0, max(data.rfind(b"<c "), data.rfind(b":c ")) + 1)
            if cut <= 0:
                cut = len(data)
            rest = data[cut:]
            _collect(data[:cut], marks, name, None if claim_is_small else furthest, limits)
        _collect(rest, marks, name, None if claim_is_small else furthest, limits)
    return marks


def _collect(data: bytes, marks: Marks, name: str, furthest: list[int] | None, limits: ReaderLimits) -> None:
    if furthest is not None:
        _reach(data, furthest, name, limits)
    if _SUSPECT.search(data):
        _mark(data, marks)


def _reach(data: bytes, furthest: list[int], name: str, limits: ReaderLimits) -> None:
    for letters, digits in _REFERENCE.findall(data):
        furthest[0] = max(furthest[0], int(digits))
        furthest[1] = max(furthest[1], column_number(letters.decode()))
        if furthest[0] * furthest[1] > limits.cells:
            place = f"{letters.decode()}{digits.decode()}"
            raise BadWorkbook(
                f"Blad “{name}” reikt tot cel {place}: dat is te ver om te lezen.",
                f"Ga naar cel {place}, verwijder wat daar buiten de tabel staat, bewaar en probeer opnieuw.",
            )


def _mark(data: bytes, marks: Marks) -> None:
    for head, body in _CELL.findall(data):
        error = b't="e"' in head or b"t='e'" in head
        if not (error or b"<f" in body or b":f" in body):
            continue
        attributes = _attributes(head)
        place = _PLACE.fullmatch(attributes.get("r", ""))
        if not place:
            continue
        value = _VALUE.search(body)
        if error:
            text = value[1].decode("utf-8", "replace") if value else UNCALCULATED
        elif attributes.get("t", "n") == "n" and not (value and value[1]):
            text = UNCALCULATED
        else:
            continue
        marks.setdefault(int(place[2]), []).append((column_number(place[1]), text))
