"""A streaming look at an .ods before calamine reads it, as `sheet_look` does for an .xlsx. In the reading child only.

Rows and cells that are alike are written once with how often they come; rows are counted, and the cells of a row only
where something is to be told. LibreOffice repeats no cell with a formula.
"""

import re
import zipfile

from cir_desktop.workbooks.book_look import attributes
from cir_desktop.workbooks.looks import FAR_ROWS, Looks, column_letters
from cir_desktop.workbooks.sheet_look import UNCALCULATED, Marks

_PART = "content.xml"
_CHUNK = 4_000_000
_ROW_END = b"</table:table-row>"
_TAG = re.compile(rb"<table:(table|table-column|table-row)(\s[^>]*|/)?>")
_CELL = re.compile(rb"<table:(?:covered-)?table-cell(\s[^>]*|/)?>")
_TIMES = b"columns-repeated="
_REPEATED = re.compile(rb'columns-repeated="(\d+)"')
_VALUE, _FORMULA, _SPANNED = b"office:value-type=", b"table:formula=", b"-spanned="
_ERROR = b'calcext:value-type="error"'
_HIDDEN = frozenset({"collapse", "filter"})
# More hidden columns in one go are the rest of a sheet.
_MOST_COLUMNS = 1_000


def look_at_ods(archive: zipfile.ZipFile) -> dict[str, tuple[Looks, Marks]]:
    """What each sheet of an .ods shows, by name: all of `Looks` but the reach, the formats and the state of the tab."""
    view = _OdsView()
    with archive.open(_PART) as stream:
        data = b""
        while chunk := stream.read(_CHUNK):
            data += chunk
            cut = data.rfind(_ROW_END)
            if cut >= 0:
                for piece in data[:cut].split(_ROW_END):
                    view.row(piece)
                data = data[cut + len(_ROW_END) :]
    view.end()
    return view.found


class _OdsView:
    """What was seen so far; a piece is what stands between two ends of rows."""

    def __init__(self) -> None:
        self.found: dict[str, tuple[Looks, Marks]] = {}
        self._name: str | None = None
        self._begin("")

    def _begin(self, name: str) -> None:
        self._name = name or None
        self._row_number = self._next_row = self._next_column = 1
        self._last_filled = 0
        self._marks: Marks = {}
        self._formulas: list[str] = []
        self._broken: list[str] = []
        self._merged: list[str] = []
        self._hidden_rows: list[tuple[int, int]] = []
        self._hidden_columns: list[str] = []
        self._far: list[str] = []

    def end(self) -> None:
        """Keep what was seen of the sheet that ended. Hidden rows below the last filled one are the rest of a sheet."""
        if self._name is None:
            return
        last = self._last_filled
        hidden = [row for first, end in self._hidden_rows for row in range(first, min(end, last + 1))]
        looks = Looks(
            seen=True,
            formulas=tuple(self._formulas),
            broken=tuple(self._broken),
            merged=tuple(self._merged),
            hidden_rows=tuple(hidden),
            hidden_columns=tuple(self._hidden_columns),
            far=tuple(self._far),
        )
        self.found[self._name] = (looks, self._marks)

    def row(self, piece: bytes) -> None:
        """Look at the rows that began in a piece: of those that are not closed at once only the last has cells."""
        start = 0
        for tag in _TAG.finditer(piece):
            kind, found = tag[1], attributes(tag[2] or b"")
            if kind == b"table":
                self.end()
                self._begin(found.get("name", ""))
            elif kind == b"table-column":
                self._column(found)
            else:
                times = int(found.get("number-rows-repeated", "1"))
                self._row_number, self._next_row = self._next_row, self._next_row + times
                start = tag.end()
                if found.get("visibility") in _HIDDEN:
                    self._hidden_rows.append((self._row_number, self._next_row))
        cells = piece[start:]
        if _VALUE in cells or _FORMULA in cells:
            self._cells(cells)

    def _column(self, found: dict[str, str]) -> None:
        times = int(found.get("number-columns-repeated", "1"))
        if found.get("visibility") in _HIDDEN and times <= _MOST_COLUMNS:
            self._hidden_columns.extend(column_letters(self._next_column + step) for step in range(times))
        self._next_column += times

    def _cells(self, cells: bytes) -> None:
        number = self._row_number
        far = bool(self._last_filled) and number > self._last_filled + FAR_ROWS
        self._last_filled = self._next_row - 1
        if not (far or _FORMULA in cells or _SPANNED in cells or _ERROR in cells):
            return
        column = 1
        for head in _CELL.findall(cells):
            if far and _VALUE in head:
                self._far.append(f"{column_letters(column)}{number}")
                far = False
            if _FORMULA in head or _SPANNED in head or _ERROR in head:
                self._tell(attributes(head), head, column)
            times = _REPEATED.search(head) if _TIMES in head else None
            column += int(times[1]) if times else 1

    def _tell(self, found: dict[str, str], head: bytes, column: int) -> None:
        place = f"{column_letters(column)}{self._row_number}"
        error = _ERROR in head
        if "formula" in found:
            self._formulas.append(place)
        if error or ("formula" in found and _VALUE not in head):
            self._broken.append(place)
            self._marks.setdefault(self._row_number, []).append((column, UNCALCULATED))
        wide, high = (int(found.get(f"number-{way}-spanned", "1")) for way in ("columns", "rows"))
        if wide > 1 or high > 1:
            self._merged.append(f"{place}:{column_letters(column + wide - 1)}{self._row_number + high - 1}")
