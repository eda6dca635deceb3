"""A table in a sheet, found by the titles of its columns, wherever it starts and in whatever order they stand."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from types import MappingProxyType
from typing import TypeVar

import msgspec

from cir_desktop.errors import BadInput, BadWorkbook
from cir_desktop.workbooks.cells import checked_cell, folded, is_empty
from cir_desktop.workbooks.frames import Cell
from cir_desktop.workbooks.reading import Sheet, Workbook

T = TypeVar("T")

_TITLE_ROWS = 30
_CLOSE = 0.5


ERROR, WARNING = "fout", "let op"
"""How bad a problem is: a row with an error is not taken over, one with a warning is."""


class Problem(msgspec.Struct, frozen=True):
    """What is wrong with a row: row as Excel shows it, title of the column, a Dutch sentence, name of the sheet.

    `severity` is ERROR or WARNING; `expected` says what may stand in the column, where the layout tells.
    """

    row: int
    column: str
    message: str
    sheet: str = ""
    severity: str = ERROR
    expected: str = ""

    @property
    def sentence(self) -> str:
        """The problem with its place, on one line."""
        sheet = f"Blad {self.sheet}, rij" if self.sheet else "Rij"
        return f"{sheet} {self.row}, kolom {self.column}: {self.message}"


class Column(msgspec.Struct, frozen=True):
    """A column of a layout; a required one must be in the sheet.

    `about` explains it to the clerk, `expected` says what may stand in it.
    """

    key: str
    title: str
    required: bool = True
    about: str = ""
    expected: str = ""


class RowReader:
    """Reads the cells of one row and gathers what is wrong with them."""

    def __init__(self, number: int, cells: Sequence[Cell], table: "Table", problems: list[Problem]) -> None:
        self.number = number
        self.good = True
        self._cells = cells
        self._table = table
        self._problems = problems

    def problem(self, key: str, what: str, todo: str = "") -> None:
        """Note what is wrong in a column; the row is not good any more."""
        self.good = False
        self._note(key, f"{what} {todo}".strip(), ERROR)

    def warning(self, key: str, what: str, todo: str = "") -> None:
        """Note what is odd in a column; the row is taken over."""
        self._note(key, f"{what} {todo}".strip(), WARNING)

    def _note(self, key: str, message: str, severity: str) -> None:
        table = self._table
        title, expected = table.titles.get(key, key), table.expected.get(key, "")
        self._problems.append(Problem(self.number, title, message, table.sheet, severity, expected))

    def take(self, key: str, parse: Callable[[Cell], T], *, needed: bool = False) -> T | None:
        """What is meant in a column; None when it is empty, absent or wrong. Empty is a problem when it is `needed`."""
        at = self._table.positions.get(key, -1)
        try:
            value = checked_cell(self._cells[at]) if 0 <= at < len(self._cells) else None
            if value is not None:
                return parse(value)
        except BadInput as error:
            self.problem(key, error.what, error.todo)
            return None
        if needed:
            self.problem(key, "Deze cel is leeg.", f"Vul “{self._table.titles[key]}” in.")
        return None


class Table(msgspec.Struct, frozen=True):
    """A table that was found. `positions` are column indexes from 0, `below` is the row after the titles, from 1."""

    sheet: str
    titles: Mapping[str, str]
    positions: Mapping[str, int]
    below: int
    cells: Sequence[Sequence[Cell]]
    expected: Mapping[str, str] = MappingProxyType({})

    def rows(self, problems: list[Problem]) -> Iterator[RowReader]:
        """The rows that hold something in one of our columns; what is wrong with them goes to `problems`."""
        wanted = tuple(self.positions.values())
        for number, cells in enumerate(self.cells[self.below - 1 :], start=self.below):
            width = len(cells)
            if any(at < width and not is_empty(cells[at]) for at in wanted):
                yield RowReader(number, cells, self, problems)


def find_table(workbook: Workbook, sheet_name: str, columns: Sequence[Column]) -> Table:
    """The table with these columns; raises BadWorkbook: which sheet or title was expected and which comes nearest."""
    sheet = _find_sheet(workbook, sheet_name)
    wanted = {folded(column.title): column for column in columns}
    best_row, best = 0, 0
    for number, cells in enumerate(sheet.rows[:_TITLE_ROWS], start=1):
        hits = len({folded(cell) for cell in cells if isinstance(cell, str)} & wanted.keys())
        if hits > best:
            best_row, best = number, hits
    titles_wanted = f"Zet boven de kolommen deze titels: {', '.join(c.title for c in columns if c.required)}."
    if not best:
        raise BadWorkbook(
            f"Op blad “{sheet.name}” staat geen enkele van de verwachte titels, zoals “{columns[0].title}”.",
            titles_wanted,
        )
    heads = sheet.rows[best_row - 1]
    positions: dict[str, int] = {}
    for at, cell in enumerate(heads):
        column = wanted.get(folded(cell)) if isinstance(cell, str) else None
        if column and column.key in positions:
            raise BadWorkbook(
                f"Op blad “{sheet.name}” staat de kolom “{column.title}” twee keer.",
                "Verwijder een van beide of geef ze een andere titel.",
            )
        if column:
            positions[column.key] = at
    missing = [column.title for column in columns if column.required and column.key not in positions]
    if missing:
        others = [cell.strip() for cell in heads if isinstance(cell, str) and folded(cell) not in wanted]
        raise BadWorkbook(
            f"Op blad “{sheet.name}” ontbreekt de kolom “{missing[0]}”{_nearest(missing[0], others)}.", titles_wanted
        )
    titles = {column.key: column.title for column in columns}
    expected = {column.key: column.expected for column in columns if column.expected}
    return Table(sheet.name, titles, positions, best_row + 1, sheet.rows, expected)


def _find_sheet(workbook: Workbook, name: str) -> Sheet:
    for sheet in workbook.sheets:
        if folded(sheet.name) == folded(name):
            return sheet
    raise BadWorkbook(
        f"Het rekenblad heeft geen blad “{name}”{_nearest(name, [sheet.name for sheet in workbook.sheets])}.",
        f"Geef het juiste blad de naam “{name}”, of kies een ander bestand.",
    )


def _nearest(wanted: str, texts: Sequence[str]) -> str:
    by_fold = {folded(text): text for text in texts}
    found = get_close_matches(folded(wanted), by_fold, n=1, cutoff=_CLOSE)
    return f"; het dichtst erbij komt “{by_fold[found[0]]}”" if found else ""
