"""The template as a workbook: empty for who begins, or with a list in it for the upload."""

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from cir_desktop.domain.migration import Batch, Cell
from cir_desktop.domain.values import NationalNumber
from cir_desktop.migration.checks.persons import is_number
from cir_desktop.migration.reader import READ_ME, VERSION_LABEL
from cir_desktop.migration.template import Column, Kind, Sheet, Template
from cir_desktop.workbooks.forms import FormColumn, FormSheet, TextSheet, write_form
from cir_desktop.workbooks.looks import column_letters
from cir_desktop.workbooks.writing import Value

CODES_SHEET = "Codelijsten"
LATE_SHEET = "Laattijdig"
_HOLDS = {Kind.DAY: "day", Kind.MONEY: "money", Kind.WHOLE: "whole"}


def write_template(
    path: Path, template: Template, batch: Batch | None = None, *, late: Collection[str] = frozenset()
) -> None:
    """Write the template as .xlsx, with the rows of a list when one is given. Raises BadWorkbook.

    `late` are the dossiers that registered after the freeze: they stand on a sheet of their own too.
    """
    sheets: list[FormSheet | TextSheet] = [_read_me(template)]
    sheets += [
        FormSheet(
            sheet.name,
            [_column(template, column) for column in sheet.column],
            _rows(sheet, batch) if batch else (),
        )
        for sheet in template.sheet
    ]
    sheets.append(_code_lists(template))
    if batch and late:
        sheets.append(_late(template, batch, late))
    write_form(path, sheets, {template.property_name: template.version})


def help_of(column: Column) -> str:
    """What is told beside a cell of the column."""
    told = "Verplicht." if column.needed else ""
    return " ".join(part for part in (told, column.help, f"Bijvoorbeeld: {column.example}") if part)


def _column(template: Template, column: Column) -> FormColumn:
    choices: Sequence[str] | str = ()
    if column.kind is Kind.YES_NO:
        choices = ("ja", "nee")
    elif column.kind is Kind.CODE:
        at = [codes.key for codes in template.codes].index(column.codes)
        letter, last = column_letters(2 * at + 1), len(template.code_lists[column.codes].codes) + 1
        choices = f"'{CODES_SHEET}'!${letter}$2:${letter}${last}"
    return FormColumn(column.title, _HOLDS.get(column.kind, "text"), help_of(column), column.needed, choices)


def _rows(sheet: Sheet, batch: Batch) -> Iterator[Sequence[Value]]:
    records = batch.sheet(sheet.key)
    columns = [records.column(column.key) for column in sheet.column]
    for at in range(len(records)):
        yield [_shown(column, cells[at]) for column, cells in zip(sheet.column, columns, strict=True)]


def _shown(column: Column, cell: Cell) -> Value:
    if column.kind is Kind.NATIONAL and isinstance(cell, str) and is_number(cell):
        return NationalNumber(cell).formatted
    return cell


def _read_me(template: Template) -> TextSheet:
    rows: list[Sequence[Value]] = [
        ("Lijst van kandidaten", "Voor het Centraal InschrijvingsRegister (CIR)."),
        (VERSION_LABEL, template.version),
        ("Herkomst", template.source),
        ("Hoe vult u dit in?", "Gele titels zijn verplicht. Klik op een cel en er staat bij wat ze verwacht."),
        ("", "Verander de titels en de namen van de bladen niet; de volgorde van de kolommen mag anders."),
        ("", "Plak waarden (Plakken speciaal, Waarden), geen formules."),
        ("", "Een lege cel betekent: niet bekend."),
    ]
    rows += [(f"Blad {sheet.name}", f"{sheet.row} per rij.") for sheet in template.sheet]
    rows.append((f"Blad {CODES_SHEET}", "De codes die u kunt kiezen, met hun betekenis."))
    return TextSheet(READ_ME, rows, (34, 90))


def _late(template: Template, batch: Batch, late: Collection[str]) -> TextSheet:
    sheet = template.sheets["candidates"]
    columns = [sheet.column_of(key) for key in ("dossier", "presented_on", "registered_on")]
    records = batch.sheet(sheet.key)
    cells = [records.column(column.key) for column in columns]
    rows: list[Sequence[Value]] = [[column.title for column in columns]]
    rows += [row for row in zip(*cells, strict=True) if row[0] in late]
    return TextSheet(LATE_SHEET, rows, (22, 22, 22), titles=True)


def _code_lists(template: Template) -> TextSheet:
    lists = [list(codes.codes.items()) for codes in template.codes]
    longest = max(map(len, lists))
    titles = [title for codes in template.codes for title in (codes.name, "Betekenis")]
    rows: list[Sequence[Value]] = [titles]
    for at in range(longest):
        rows.append([value for codes in lists for value in (codes[at] if at < len(codes) else (None, None))])
    return TextSheet(CODES_SHEET, rows, [20, 26] * len(lists), titles=True)
