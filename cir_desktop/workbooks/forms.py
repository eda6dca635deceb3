"""Writing a workbook that people fill in: closed lists, help beside each cell, titles that can't be typed over."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import msgspec

from cir_desktop.workbooks.writing import Value, safe_cell, save_book

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

_FILLED_ROWS = 100_001
_MOST_PROMPT, _MOST_PROMPT_TITLE = 255, 32
_NARROW, _WIDE = 12, 40
_FORMATS = {"text": "@", "day": "dd/mm/yyyy", "money": "#,##0.00", "whole": "0"}
# Protection is for the titles only: everything else of the sheet stays free.
_FREE = (
    *("formatCells", "formatColumns", "formatRows", "insertRows", "deleteRows"),
    *("insertHyperlinks", "sort", "autoFilter"),
)


class FormColumn(msgspec.Struct, frozen=True):
    """A column to fill in. `holds` is text, day, money or whole.

    `choices` are a closed list: the texts themselves, or a place such as `'Codelijsten'!$A$2:$A$6`. `help` is shown
    beside the cell.
    """

    title: str
    holds: str = "text"
    help: str = ""
    needed: bool = False
    choices: Sequence[str] | str = ()


class FormSheet(msgspec.Struct, frozen=True):
    """A sheet to fill in, with the rows that it has already."""

    name: str
    columns: Sequence[FormColumn]
    rows: Iterable[Sequence[Value]] = ()


class TextSheet(msgspec.Struct, frozen=True):
    """A sheet to read: rows of texts, the first of them the titles when `titles` says so."""

    name: str
    rows: Sequence[Sequence[Value]]
    widths: Sequence[int]
    titles: bool = False


def write_form(
    path: Path, sheets: Sequence[FormSheet | TextSheet], properties: Mapping[str, str] = MappingProxyType({})
) -> None:
    """Write an .xlsx with these sheets; `properties` go into the properties of the file. Raises BadWorkbook."""

    def fill(book: "Workbook") -> None:
        from openpyxl.packaging.custom import StringProperty  # noqa: PLC0415 - as in save_book

        for name, value in properties.items():
            book.custom_doc_props.append(StringProperty(name=name, value=value))
        for sheet in sheets:
            target = book.create_sheet(sheet.name)
            if isinstance(sheet, FormSheet):
                _form(target, sheet)
            else:
                _texts(target, sheet)
            target.protection.sheet = True

    save_book(path, fill)


def _texts(target: "WriteOnlyWorksheet", sheet: TextSheet) -> None:
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415 - as in save_book
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - as in save_book

    for at, width in enumerate(sheet.widths, start=1):
        target.column_dimensions[get_column_letter(at)].width = width
    if sheet.titles:
        target.freeze_panes = "A2"
    for number, row in enumerate(sheet.rows):
        cells = [safe_cell(target, "" if value is None else value) for value in row]
        for cell in cells:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if number == 0:
                cell.font = Font(bold=True)
        target.append(cells)


def _form(target: "WriteOnlyWorksheet", sheet: FormSheet) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill, Protection  # noqa: PLC0415 - as in save_book
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - as in save_book

    open_to_all = Protection(locked=False)
    target.freeze_panes = "B2"
    target.auto_filter.ref = f"A1:{get_column_letter(len(sheet.columns))}1"
    for free in _FREE:
        setattr(target.protection, free, False)
    for at, column in enumerate(sheet.columns, start=1):
        letter = get_column_letter(at)
        dimension = target.column_dimensions[letter]
        # Room for the arrow of the filter.
        dimension.width = min(max(_NARROW, len(column.title) + 4), _WIDE)
        dimension.protection = open_to_all
        dimension.number_format = _FORMATS[column.holds]
        target.data_validations.append(_validation(column, letter))
    heads = [safe_cell(target, column.title) for column in sheet.columns]
    for head, column in zip(heads, sheet.columns, strict=True):
        head.font = Font(bold=True)
        head.alignment = Alignment(wrap_text=True, vertical="top")
        head.fill = PatternFill("solid", fgColor="FFE699" if column.needed else "DDEBF7")
    target.append(heads)
    formats = [_FORMATS[column.holds] for column in sheet.columns]
    for row in sheet.rows:
        cells: list[WriteOnlyCell | None] = []
        for value, form in zip(row, formats, strict=True):
            if value is None:
                cells.append(None)
                continue
            cell = safe_cell(target, value)
            cell.number_format = _format(value, form)
            cell.protection = open_to_all
            cells.append(cell)
        target.append(cells)


def _format(value: Value, form: str) -> str:
    """The format of a cell: that of its column, unless that would make something else of the value."""
    if isinstance(value, str):
        return "@"
    if isinstance(value, date):
        return _FORMATS["day"]
    return form if form in (_FORMATS["money"], _FORMATS["whole"]) else "General"


def _validation(column: FormColumn, letter: str) -> object:
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415 - as in save_book

    inline = ",".join(column.choices) if not isinstance(column.choices, str) else ""
    if isinstance(column.choices, str):
        found = DataValidation(type="list", formula1=column.choices, allow_blank=True, showErrorMessage=True)
    elif inline:
        found = DataValidation(type="list", formula1=f'"{inline}"', allow_blank=True, showErrorMessage=True)
    else:
        found = DataValidation(allow_blank=True)
    found.error = "Kies een waarde uit de lijst."
    if column.help:
        found.showInputMessage = True
        found.promptTitle = column.title[:_MOST_PROMPT_TITLE]
        found.prompt = column.help[:_MOST_PROMPT]
    found.add(f"{letter}2:{letter}{_FILLED_ROWS}")
    return found
