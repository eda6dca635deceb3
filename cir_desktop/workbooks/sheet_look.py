"""A streaming look at the sheets of an .xlsx before calamine reads them. Runs in the reading child only.

It tells what calamine does not: how far a sheet really reaches (calamine makes room for every cell up to the furthest
one, and a single cell at XFD1048576 would take 400 GB), which cells hold an error or a formula that was never
calculated (calamine gives both as empty, and an empty “Tot” means something else than a broken one), and what a check
of a list wants to know (`looks.Looks`). It goes row by row over the bytes and looks closer only where something is:
a full second parse would cost more than the reading itself.
"""

import re
import zipfile
from functools import cached_property

from cir_desktop.errors import BadWorkbook
from cir_desktop.workbooks.book_look import NumberFormats, SheetPart, attributes, number_formats, sheet_parts
from cir_desktop.workbooks.frames import ReaderLimits
from cir_desktop.workbooks.looks import FAR_COLUMNS, FAR_ROWS, Looks, column_letters, column_number

UNCALCULATED = "#FORMULE!"
"""What stands in for a formula that has no saved result."""

Marks = dict[int, list[tuple[int, str]]]
"""What stands in cells that calamine calls empty: {row from 1: [(column from 1, text)]}."""

_CHUNK = 4_000_000
_PREFIX = re.compile(rb"<(\w+:)?(?:worksheet|sheetData|row)[\s>]")
_PLACE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_DIMENSION = re.compile(rb'dimension\s+ref="(?:[A-Z]+\d+:)?([A-Z]{1,3}\d{1,7})"')


def look_at_sheets(archive: zipfile.ZipFile, limits: ReaderLimits) -> dict[str, tuple[Looks, Marks]]:
    """What each sheet of an .xlsx shows, by name; raises BadWorkbook when one reaches too far."""
    formats = number_formats(archive)
    return {found.name: _look_at(archive, found, formats, limits) for found in sheet_parts(archive)}


def _look_at(
    archive: zipfile.ZipFile, sheet: SheetPart, formats: NumberFormats, limits: ReaderLimits
) -> tuple[Looks, Marks]:
    with archive.open(sheet.part) as stream:
        data = stream.read(_CHUNK)
        prefix = _PREFIX.search(data)
        view = _SheetView(sheet, (prefix and prefix[1]) or b"", formats, limits)
        # The apostrophes of texts change too, but texts are not what is looked at.
        quoted = b"<" + view.prefix + b"c r='" in data
        while data:
            data = data.replace(b"'", b'"') if quoted else data
            rest = view.rows(data)
            chunk = stream.read(_CHUNK)
            data = rest + chunk
            if not chunk:
                view.tail(data)
                break
    return view.looks(), view.marks


class _SheetView:
    """What was seen of one sheet so far. Tags are searched with the prefix that this program writes them with."""

    def __init__(self, sheet: SheetPart, prefix: bytes, formats: NumberFormats, limits: ReaderLimits) -> None:
        self.prefix = prefix
        self.marks: Marks = {}
        self._sheet, self._formats, self._limits = sheet, formats, limits
        self._row_end, self._cell, self._cell_end = (
            b"</" + prefix + b"row>",
            b"<" + prefix + b"c ",
            b"</" + prefix + b"c>",
        )
        self._formula_start = b"<" + prefix + b"f"
        p = re.escape(prefix)
        self._formula = re.compile(
            rb"<" + p + rb"f(?:\s[^>]*?)?(?:/>|>[^<]*</" + p + rb"f>)\s*(?:<" + p + rb"v(?:>|\s[^>/]*>)([^<]*)<)?"
        )
        self._value = re.compile(rb"<" + p + rb"v(?:\s[^>]*)?>([^<]*)<")
        self._hidden_row = re.compile(rb"<" + p + rb'row (?=[^>]*\bhidden="(?:1|true)")([^>]*)>')
        self._column = re.compile(rb"<" + p + rb'col (?=[^>]*\bhidden="(?:1|true)")([^>]*)>')
        self._merge = re.compile(rb"<" + p + rb'mergeCell\s+ref="([A-Z0-9:]+)"')
        self._formulas: list[str] = []
        self._broken: list[str] = []
        self._merged: list[str] = []
        self._hidden_rows: list[int] = []
        self._hidden_columns: list[str] = []
        self._far: list[str] = []
        self._text_numbers: list[str] = []
        self._padded: list[str] = []
        self._reach: str | None = None
        self._last_row = self._widest = 0

    def rows(self, data: bytes) -> bytes:
        """Look at the whole rows in `data`; gives what comes after them."""
        cut = data.rfind(self._row_end)
        if cut < 0:
            return data
        whole = data[: cut + len(self._row_end)]
        if self._reach is None:
            self._head(whole)
        self._hidden_rows.extend(int(attributes(head).get("r", "0")) for head in self._hidden_row.findall(whole))
        self._look_at_formats(whole)
        errors, formulas = b't="e"' in whole, self._formula_start in whole
        for row in whole.split(self._row_end):
            self._measure(row)
            if formulas and self._formula_start in row:
                self._look_at_formulas(row)
            if errors and b't="e"' in row:
                self._look_at_errors(row)
        return data[len(whole) :]

    def tail(self, data: bytes) -> None:
        """Look at what comes after the last row."""
        if self._reach is None:
            self._head(data)
        self._hidden_rows.extend(int(attributes(head).get("r", "0")) for head in self._hidden_row.findall(data))
        self._merged.extend(found.decode() for found in self._merge.findall(data))

    def looks(self) -> Looks:
        """What was seen."""
        return Looks(
            True,
            self._sheet.state,
            tuple(self._formulas),
            tuple(self._broken),
            tuple(self._merged),
            tuple(self._hidden_rows),
            tuple(self._hidden_columns),
            self._reach or "",
            tuple(self._far),
            tuple(self._text_numbers),
            tuple(self._padded),
        )

    def _head(self, data: bytes) -> None:
        head = data[: max(data.find(b"<" + self.prefix + b"sheetData"), 0)]
        claim = _DIMENSION.search(head)
        self._reach = claim[1].decode() if claim else ""
        for found in map(attributes, self._column.findall(head)):
            first, last = int(found.get("min", "1")), min(int(found.get("max", "0")), 16_384)
            self._hidden_columns.extend(column_letters(number) for number in range(first, last + 1))

    def _cell_before(self, row: bytes, end: int) -> tuple[int, int, int] | None:
        """Column, row and start of the last cell before `end` that is not closed at once, as a coloured one is."""
        closed = row.rfind(self._cell_end, 0, end)
        start = row.rfind(self._cell, 0, closed) if closed >= 0 else -1
        place = _PLACE.search(row, start, closed) if start >= 0 else None
        return (column_number(place[1].decode()), int(place[2]), start) if place else None

    def _measure(self, row: bytes) -> None:
        last = self._cell_before(row, len(row))
        if last is None:
            return
        column, number, start = last
        if self._last_row and number > self._last_row + FAR_ROWS:
            self._far.append(f"{self._first_column(row)}{number}")
        self._last_row = max(self._last_row, number)
        if column > self._widest:
            before = self._cell_before(row, start)
            if self._widest and column > max(self._widest, before[0] if before else 0) + FAR_COLUMNS:
                self._far.append(f"{column_letters(column)}{number}")
            self._widest = column
        if self._last_row * self._widest > self._limits.cells:
            place = f"{column_letters(column)}{number}"
            raise BadWorkbook(
                f"Blad “{self._sheet.name}” reikt tot cel {place}: dat is te ver om te lezen.",
                f"Ga naar cel {place}, verwijder wat daar buiten de tabel staat, bewaar en probeer opnieuw.",
            )

    def _first_column(self, row: bytes) -> str:
        start = row.find(self._cell)
        place = _PLACE.search(row, start)
        return place[1].decode() if place else "A"

    def _look_at_formulas(self, row: bytes) -> None:
        for found in self._formula.finditer(row):
            start = row.rfind(self._cell, 0, found.start())
            head = row[start : found.start()]
            place = _PLACE.search(head)
            if not place:
                continue
            cell = (place[1] + place[2]).decode()
            self._formulas.append(cell)
            if not found[1] and b't="e"' not in head and (b' t="' not in head or b't="n"' in head):
                self._mark(place, UNCALCULATED)

    def _look_at_errors(self, row: bytes) -> None:
        for head, end in self._error_cells(row):
            place = _PLACE.search(head)
            value = self._value.search(row, end, row.find(self._cell_end, end))
            if place:
                self._mark(place, value[1].decode("utf-8", "replace") if value else UNCALCULATED)

    def _error_cells(self, row: bytes) -> list[tuple[bytes, int]]:
        return [(found[0], found.end()) for found in self._error_cell.finditer(row)]

    @cached_property
    def _error_cell(self) -> re.Pattern[bytes]:
        return re.compile(re.escape(self._cell) + rb'[^>]*\bt="e"[^>]*(?<!/)>')

    def _mark(self, place: re.Match[bytes], text: str) -> None:
        self._broken.append((place[1] + place[2]).decode())
        self.marks.setdefault(int(place[2]), []).append((column_number(place[1].decode()), text))

    def _look_at_formats(self, data: bytes) -> None:
        for pattern, cells in ((self._text_cell, self._text_numbers), (self._padded_cell, self._padded)):
            if pattern:
                cells.extend((letters + digits).decode() for letters, digits in pattern.findall(data))

    @cached_property
    def _text_cell(self) -> re.Pattern[bytes] | None:
        return self._number_with(self._formats.text)

    @cached_property
    def _padded_cell(self) -> re.Pattern[bytes] | None:
        return self._number_with(self._formats.padded)

    def _number_with(self, styles: tuple[int, ...]) -> re.Pattern[bytes] | None:
        """A cell with a number in one of these formats; every program that we know writes r, s and t in this order."""
        if not styles:
            return None
        some = b"|".join(str(style).encode() for style in styles)
        cell, value = re.escape(self._cell), rb"<" + re.escape(self.prefix) + rb"v>"
        return re.compile(cell + rb'r="([A-Z]{1,3})(\d{1,7})" s="(?:' + some + rb')"(?: t="n")?>' + value)
