"""The sheet Info of an exchange workbook: what the file is, before anything else of it is read or written."""

from collections.abc import Mapping, Sequence

import msgspec

from cir_desktop.errors import BadInput, UnknownLayout
from cir_desktop.register.exchange_cells import Value, value_of
from cir_desktop.register.exchange_layout import INFO_COLUMNS, INFO_SHEET, Field, layout
from cir_desktop.workbooks.cells import as_text, folded
from cir_desktop.workbooks.reading import Workbook
from cir_desktop.workbooks.table import Problem, RowReader, find_table
from cir_desktop.workbooks.writing import SheetToWrite
from cir_desktop.workbooks.writing import Value as Written


def read_info(workbook: Workbook, fields: Sequence[Field]) -> dict[str, Value]:
    """The values of these lines, by field; the layout is ours and what is needed is there.

    Raises BadWorkbook without the sheet, UnknownLayout, BadInput for a line that is wrong or missing.
    """
    problems: list[Problem] = []
    rows: dict[str, RowReader] = {}
    for row in find_table(workbook, INFO_SHEET, INFO_COLUMNS).rows(problems):
        if title := row.take("what", as_text):
            rows[folded(title)] = row
    told: dict[str, Value] = {}
    for field in fields:
        line = rows.get(folded(field.title))
        # The line stands in the column of values whatever it is about.
        value = value_of(line, msgspec.structs.replace(field, field="value")) if line else None
        if field.field == "layout" and value != layout().layout:
            raise UnknownLayout(
                f"Dit werkboek heeft niet de indeling {layout().layout}.",
                "Vraag de woonmaatschappij een bestand in deze indeling; het sjabloon staat bij Uitwisseling.",
            )
        if value is None and field.needed:
            said = problems[-1].message if problems else "Deze regel ontbreekt."
            raise BadInput(f"Blad {INFO_SHEET}, “{field.title}”: {said}", f"Nodig is {field.expected}.")
        told[field.field] = value
    return told


def info_sheet(fields: Sequence[Field], values: Mapping[str, Written]) -> SheetToWrite:
    """The sheet with these values, by field."""
    rows = []
    for field in fields:
        example = f" Bijvoorbeeld: {field.example}" if field.example else ""
        rows.append((field.title, values.get(field.field), f"{field.about}{example}"))
    return SheetToWrite(INFO_SHEET, (*(column.title for column in INFO_COLUMNS), "Uitleg"), rows)
