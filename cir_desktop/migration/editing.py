"""A list with some cells changed: what is typed is read as if it stood in the file."""

from collections.abc import Mapping
from datetime import date

import msgspec

from cir_desktop.domain.migration import MONTH_FIRST, Batch, Cell, Repair, SheetRecords
from cir_desktop.migration.checks.days import month_first
from cir_desktop.migration.notation import writer
from cir_desktop.migration.template import NEWEST, template

Place = tuple[str, int, str]
"""A cell: key of the sheet, row as Excel shows it, key of the column."""


def changed(batch: Batch, cells: Mapping[Place, Cell], *, today: date) -> Batch:
    """The list with these cells as typed; another list, the given one stays.

    What the reading repaired in a changed cell is no longer listed, and what it repairs in the new value is not either:
    the history of the value tells it. Only that a month stood before a day is kept, since other days of that column are
    doubted for it. KeyError for a row, or a column, that the list does not have.
    """
    declared = template(batch.source.version or NEWEST)
    sheets = dict(batch.sheets)
    repairs = [each for each in batch.repairs if (each.sheet, each.row, each.key) not in cells]
    for key in {place[0] for place in cells}:
        sheet = sheets[key]
        at_row = {row: at for at, row in enumerate(sheet.rows)}
        columns = {name: list(values) for name, values in sheet.columns.items()}
        for (where, row, name), value in cells.items():
            if where == key:
                before, write = (
                    columns[name][at_row[row]],
                    writer(declared, declared.sheets[key].column_of(name), today),
                )
                after = columns[name][at_row[row]] = write(value)[0]
                if month_first(before):
                    repairs.append(Repair(key, row, name, MONTH_FIRST, before, after))
        sheets[key] = SheetRecords(key, sheet.rows, columns)
    return msgspec.structs.replace(batch, sheets=sheets, repairs=tuple(repairs))
