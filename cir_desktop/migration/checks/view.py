"""How a check looks at a list, and how it is declared."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import TypeVar

import msgspec

from cir_desktop.domain.finding import Severity
from cir_desktop.domain.migration import Batch, Cell, CheckContext, SheetRecords
from cir_desktop.domain.values import dutch_date
from cir_desktop.migration.template import NEWEST, Column, Kind, Sheet, Template, template

CANDIDATES, MEMBERS, PREFERENCES = "candidates", "members", "preferences"


class Group(StrEnum):
    """What a check looks at; findings come in this order."""

    FILE = "bestand"
    COLUMNS = "kolommen"
    CELLS = "cellen"
    ROWS = "rijen"
    ACROSS = "over de rijen"
    DOUBLES = "dubbels"
    LOCKED = "tegenover de bevroren lijst"
    REGISTER = "tegenover het register"


class Hit(msgspec.Struct, frozen=True, gc=False):
    """What a check found: `sheet` is a key of the template or the name of a tab, `key` a column or its letters.

    `row` 0 is a whole sheet or column. `message` and `expected` replace those of the check where they are not empty.
    """

    sheet: str = ""
    row: int = 0
    key: str = ""
    value: Cell = None
    message: str = ""
    expected: str = ""
    proposal: str | None = None


class Check(msgspec.Struct, frozen=True):
    """A check: `why` explains it, `expected` says with an example what should stand there, `run` finds it."""

    code: str
    group: Group
    severity: Severity
    title: str
    message: str
    expected: str
    why: str
    run: "Callable[[View], Iterator[Hit]]"


class Cells:
    """A column of the list, with the row of each cell. Each different value is tested once."""

    def __init__(self, sheet: Sheet, column: Column, rows: Sequence[int], cells: Sequence[Cell]) -> None:
        self.sheet = sheet
        self.column = column
        self.rows = rows
        self.cells = cells

    @cached_property
    def different(self) -> frozenset[Cell]:
        """The values that occur."""
        return frozenset(self.cells)

    def hit(self, at: int, *, message: str = "", expected: str = "", proposal: str | None = None) -> Hit:
        """What is found in the cell of a row, counted from 0."""
        return Hit(self.sheet.key, self.rows[at], self.column.key, self.cells[at], message, expected, proposal)

    def where(self, test: Callable[[Cell], bool]) -> Iterator[int]:
        """The places, from 0, whose value passes the test."""
        bad = {cell for cell in self.different if test(cell)}
        if bad:
            yield from (at for at, cell in enumerate(self.cells) if cell in bad)

    def told(self, tell: Callable[[Cell], str]) -> Iterator[tuple[int, str]]:
        """The places, from 0, of which something is told."""
        texts = {cell: text for cell in self.different if (text := tell(cell))}
        if texts:
            yield from ((at, texts[cell]) for at, cell in enumerate(self.cells) if cell in texts)


class View:
    """A list with what the checks need to know beside it; look-ups are made once."""

    def __init__(self, batch: Batch, context: CheckContext) -> None:
        self.batch = batch
        self.context = context
        self.template: Template = template(batch.source.version or NEWEST)
        self._columns: dict[tuple[str, str], Cells] = {}

    def cells(self, sheet: str, key: str) -> Cells:
        """A column; all empty when the file lacks it."""
        if (sheet, key) not in self._columns:
            found, declared = self.batch.sheet(sheet), self.template.sheets[sheet]
            self._columns[sheet, key] = Cells(declared, declared.column_of(key), found.rows, found.column(key))
        return self._columns[sheet, key]

    def columns(self, *kinds: Kind) -> Iterator[Cells]:
        """The columns that the file has, of these kinds (of all when none is given)."""
        for sheet in self.template.sheet:
            found = self.batch.sheets.get(sheet.key)
            if found is None:
                continue
            for column in sheet.column:
                if column.key in found.columns and (not kinds or column.kind in kinds):
                    yield self.cells(sheet.key, column.key)

    @property
    def candidates(self) -> SheetRecords:
        """The dossiers."""
        return self.batch.sheet(CANDIDATES)

    @property
    def members(self) -> SheetRecords:
        """The members of households."""
        return self.batch.sheet(MEMBERS)

    @property
    def preferences(self) -> SheetRecords:
        """The chosen municipalities."""
        return self.batch.sheet(PREFERENCES)

    @cached_property
    def candidate_of(self) -> Mapping[Cell, int]:
        """Where a dossier stands among the candidates, from 0; when it is there twice, one that its values choose.

        By its values and not by its row, so that another order of the rows gives the same findings.
        """
        columns = list(self.candidates.columns.values())

        def values(at: int) -> str:
            return repr([cells[at] for cells in columns])

        dossiers = self.candidates.column("dossier")
        found: dict[Cell, int] = {dossier: at for at, dossier in enumerate(dossiers) if dossier is not None}
        for dossier, several in doubles(dossiers).items():
            found[dossier] = min(several, key=values)
        return found

    @cached_property
    def members_of(self) -> Mapping[Cell, Sequence[int]]:
        """Where the members of a dossier stand, from 0."""
        return places(self.members.column("dossier"))

    @cached_property
    def preferences_of(self) -> Mapping[Cell, Sequence[int]]:
        """Where the preferences of a dossier stand, from 0."""
        return places(self.preferences.column("dossier"))


def places(cells: Sequence[Cell]) -> dict[Cell, list[int]]:
    """Where each value stands, from 0; without the empty cells."""
    found: dict[Cell, list[int]] = {}
    for at, cell in enumerate(cells):
        if cell is not None:
            found.setdefault(cell, []).append(at)
    return found


K = TypeVar("K")


def doubles(cells: Sequence[K]) -> dict[K, list[int]]:
    """Where each value stands that is there more than once, from 0; without the empty ones."""
    twice = {cell for cell, count in Counter(cells).items() if count > 1 and cell is not None}
    found: dict[K, list[int]] = {cell: [] for cell in twice}
    if twice:
        for at, cell in enumerate(cells):
            if cell in twice:
                found[cell].append(at)
    return found


def shown(cell: Cell) -> str:
    """A value as the clerk sees it."""
    if cell is None:
        return ""
    if isinstance(cell, date):
        return dutch_date(cell)
    if isinstance(cell, bool):
        return "WAAR" if cell else "ONWAAR"
    return str(cell).replace(".", ",") if isinstance(cell, float) else str(cell)


CHECKS: dict[str, Check] = {}
"""All checks by code, in the order in which they run."""

Run = Callable[[View], Iterator[Hit]]


def check(
    code: str, group: Group, severity: Severity, title: str, *, message: str, expected: str = "", why: str = ""
) -> Callable[[Run], Run]:
    """Declares a function as a check."""

    def declare(run: Run) -> Run:
        if code in CHECKS:
            raise ValueError(f"{code} is declared twice")
        CHECKS[code] = Check(code, group, severity, title, message, expected, why, run)
        return run

    return declare
