"""A look at the parts of an .xlsx that tell of the whole workbook. Runs in the reading child only."""

import html
import re
import zipfile
from collections.abc import Iterator
from posixpath import join, normpath

import msgspec

from cir_desktop.workbooks.looks import BookLooks

_BOOK, _RELATIONS, _STYLES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"
_PROPERTIES = ("docProps/app.xml", "docProps/core.xml", "docProps/custom.xml")
_KINDS = {_BOOK: "xlsx", "xl/workbook.bin": "xlsb", "content.xml": "ods"}
_MOST_PROPERTIES = 200_000
_TEXT_FORMAT = 49

_SHEET = re.compile(rb"<(?:\w+:)?sheet\s([^>]*)>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s([^>]*)>")
_ATTRIBUTE = re.compile(rb"""([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_1904 = re.compile(rb"""<(?:\w+:)?workbookPr\s[^>]*date1904=["'](?:1|true)["']""")
_FORMAT = re.compile(rb"<(?:\w+:)?numFmt\s([^>]*)>")
_CELL_FORMATS = re.compile(rb"<(?:\w+:)?cellXfs[\s>].*?</(?:\w+:)?cellXfs>", re.DOTALL)
_CELL_FORMAT = re.compile(rb"<(?:\w+:)?xf\s([^>]*)>")
_PROPERTY = re.compile(rb"<(?:\w+:)?(\w+)(?:\s[^>]*)?>([^<]+)</")
_OWN_PROPERTY = re.compile(rb"<(?:\w+:)?property\s([^>]*)>\s*<[^>]+>([^<]*)</", re.DOTALL)
_ZEROS_IN_FRONT = re.compile(r"0{2,}")


class SheetPart(msgspec.Struct, frozen=True):
    """Where a sheet is kept, and whether its tab is visible, hidden or very_hidden."""

    name: str
    part: str
    state: str


class NumberFormats(msgspec.Struct, frozen=True):
    """The numbers of the cell formats (`s` of a cell) that are text, and of those that put zeros in front."""

    text: tuple[int, ...] = ()
    padded: tuple[int, ...] = ()


def attributes(text: bytes) -> dict[str, str]:
    """The attributes of a tag, by name without prefix."""
    return {
        key.decode().rpartition(":")[2]: html.unescape((double or single).decode("utf-8", "replace"))
        for key, double, single in _ATTRIBUTE.findall(text)
    }


def look_at_book(archive: zipfile.ZipFile) -> BookLooks:
    """What the workbook says of itself."""
    names = archive.namelist()
    kind = next((kind for part, kind in _KINDS.items() if part in names), "xlsx")
    return BookLooks(
        kind,
        macros=any(name.endswith("vbaProject.bin") or name.startswith("Basic/") for name in names),
        external_links=sum(name.startswith("xl/externalLinks/externalLink") for name in names),
        dates_1904=bool(_1904.search(archive.read(_BOOK))) if kind == "xlsx" else None,
        properties=dict(_properties(archive, names)),
    )


def _properties(archive: zipfile.ZipFile, names: list[str]) -> Iterator[tuple[str, str]]:
    for part in _PROPERTIES:
        if part not in names:
            continue
        with archive.open(part) as stream:
            data = stream.read(_MOST_PROPERTIES)
        if part.endswith("custom.xml"):
            found = [(attributes(head).get("name", ""), value) for head, value in _OWN_PROPERTY.findall(data)]
        else:
            found = [(name.decode(), value) for name, value in _PROPERTY.findall(data)]
        for name, value in found:
            yield name, html.unescape(value.decode("utf-8", "replace")).strip()


def sheet_parts(archive: zipfile.ZipFile) -> Iterator[SheetPart]:
    """The sheets with cells of an .xlsx, in their order; none for .xlsb and .ods."""
    names = set(archive.namelist())
    if not {_BOOK, _RELATIONS} <= names:
        return
    relations = [attributes(found) for found in _RELATION.findall(archive.read(_RELATIONS))]
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    for found in _SHEET.findall(archive.read(_BOOK)):
        sheet = attributes(found)
        target = targets.get(sheet.get("id"), "")
        part = target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))
        if part in names and "worksheets/" in part:
            state = {"hidden": "hidden", "veryHidden": "very_hidden"}.get(sheet.get("state", ""), "visible")
            yield SheetPart(sheet.get("name", ""), part, state)


def number_formats(archive: zipfile.ZipFile) -> NumberFormats:
    """Which cell formats are text, and which show zeros in front of a number."""
    if _STYLES not in archive.namelist():
        return NumberFormats()
    data = archive.read(_STYLES)
    text, padded = {str(_TEXT_FORMAT)}, set()
    for found in map(attributes, _FORMAT.findall(data)):
        code, number = found.get("formatCode", ""), found.get("numFmtId", "")
        if code.strip() == "@":
            text.add(number)
        elif _ZEROS_IN_FRONT.match(code) and not code.strip("0- ./\\\"';@"):
            padded.add(number)
    formats = _CELL_FORMATS.search(data)
    numbers = [attributes(head).get("numFmtId", "") for head in _CELL_FORMAT.findall(formats[0] if formats else b"")]
    return NumberFormats(
        tuple(at for at, number in enumerate(numbers) if number in text),
        tuple(at for at, number in enumerate(numbers) if number in padded),
    )
