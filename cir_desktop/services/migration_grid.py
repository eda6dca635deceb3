"""The list in hand as sheets of cells, with what was found in each."""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from cir_desktop.domain.finding import Finding
from cir_desktop.domain.migration import Batch, Cell
from cir_desktop.migration.checks.view import shown
from cir_desktop.migration.template import NEWEST, template

__all__ = ["GridColumn", "GridSheet", "grids", "shown"]


class GridColumn(msgspec.Struct, frozen=True):
    """A column of a sheet: its letters, and its key and title in the template."""

    letters: str
    key: str
    title: str


class GridSheet(msgspec.Struct, frozen=True):
    """A sheet by our columns, in the order in which it has them; `rows` are Excel's numbers.

    `found` are the findings by row and letters; those of a whole row stand under empty letters.
    """

    key: str
    name: str
    rows: Sequence[int]
    columns: tuple[GridColumn, ...]
    cells: Mapping[str, Sequence[Cell]]
    found: Mapping[tuple[int, str], tuple[Finding, ...]]

    def text(self, at: int, column: int) -> str:
        """What a cell shows; `at` and `column` count from 0."""
        return shown(self.cells[self.columns[column].key][at])

    def findings(self, at: int, column: int) -> tuple[Finding, ...]:
        """What was found in a cell."""
        return self.found.get((self.rows[at], self.columns[column].letters), ())

    def place(self, row: int, letters: str) -> tuple[int, int] | None:
        """Where a cell stands, from 0; the first column for a whole row. None when it is not here."""
        found = [at for at, column in enumerate(self.columns) if column.letters == letters]
        if row not in self.rows or (letters and not found):
            return None
        return list(self.rows).index(row), found[0] if found else 0


def grids(batch: Batch, findings: Iterable[Finding]) -> tuple[GridSheet, ...]:
    """The sheets that the list has, in the order of the template."""
    by_sheet: dict[str, dict[tuple[int, str], list[Finding]]] = {}
    for finding in findings:
        if finding.row:
            by_sheet.setdefault(finding.sheet, {}).setdefault((finding.row, finding.column), []).append(finding)
    sheets: list[GridSheet] = []
    for declared in template(batch.source.version or NEWEST).sheet:
        records = batch.sheets.get(declared.key)
        if records is None:
            continue
        letters = batch.letters.get(declared.key, {})
        columns = [
            GridColumn(letters[column.key], column.key, column.title)
            for column in declared.column
            if column.key in records.columns and column.key in letters
        ]
        name = batch.names.get(declared.key, declared.name)
        sheets.append(
            GridSheet(
                declared.key,
                name,
                records.rows,
                tuple(sorted(columns, key=lambda column: (len(column.letters), column.letters))),
                records.columns,
                {place: tuple(found) for place, found in by_sheet.get(name, {}).items()},
            )
        )
    return tuple(sheets)
