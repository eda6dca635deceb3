"""Writing a simple workbook: tables with a frozen line of titles, real dates, and text that stays text."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import msgspec

from cir_desktop.domain.values import Money
from cir_desktop.workbooks.replacing import replacing

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

Value = str | int | float | bool | Decimal | Money | date | datetime | None

# What Excel, or somebody who edits the cell, would take for a formula or an error.
_ACTIVE = re.compile(r"[=+\-@#\t\r]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_MOST_TEXT = 32_767
_WIDTH_SAMPLE = 200
_WIDEST = 60
_TOLD_EVERY = 250
_OFFERED_ROWS = 5001
_MOST_ERROR = 255


class SheetToWrite(msgspec.Struct, frozen=True):
    """A sheet: its name (at most 31 characters), the titles and the rows. Widths follow the first rows.

    `choices` are closed lists by place of the column, from 0: Excel lets nothing else be typed in the first rows.
    `texts` are columns in which what is typed stays text: a house number 1-3 is no day, and a zero in front stays.
    """

    name: str
    titles: Sequence[str]
    rows: Iterable[Sequence[Value]]
    choices: Mapping[int, Sequence[str]] = MappingProxyType({})
    texts: frozenset[int] = frozenset()


def write_table(path: Path, sheets: Sequence[SheetToWrite], *, written: Callable[[int], None] | None = None) -> None:
    """Write an .xlsx; an older file with that name is replaced only once the new one is complete.

    `written` hears now and then how many rows of the sheet in hand are written; what it raises stops the writing, and
    an older file stays. Raises BadWorkbook when the place can't be written, mostly because Excel has the older file
    open.
    """
    # Rows or a folder that fail must fail before openpyxl opens temporary files of its own.
    filled = [(sheet, [tuple(row) for row in sheet.rows]) for sheet in sheets]

    def fill(book: "Workbook") -> None:
        for sheet, rows in filled:
            target = book.create_sheet(sheet.name)
            _offer(target, sheet.choices)
            _keep_text(target, sheet.texts)
            _fill(target, sheet.titles, rows, written)

    save_book(path, fill)


def save_book(path: Path, fill: "Callable[[Workbook], None]") -> None:
    """Write the workbook that `fill` fills; an older file with that name is replaced only once this one is complete.

    Raises BadWorkbook when the place can't be written.
    """
    from openpyxl import Workbook  # noqa: PLC0415 - 0.2 s at start-up, and most runs write no workbook

    with replacing(path) as file:
        book = Workbook(write_only=True)
        try:
            fill(book)
        except BaseException:
            # Else openpyxl keeps the temporary file of each sheet open.
            for begun in book.worksheets:
                begun.close()
            raise
        book.save(file)


def _fill(
    target: "WriteOnlyWorksheet",
    titles: Sequence[str],
    rows: Sequence[Sequence[Value]],
    written: Callable[[int], None] | None,
) -> None:
    from openpyxl.styles import Font  # noqa: PLC0415 - as in save_book
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - as in save_book

    for at, title in enumerate(titles):
        widest = max([len(title), *(_shown_length(row[at]) for row in rows[:_WIDTH_SAMPLE] if at < len(row))])
        target.column_dimensions[get_column_letter(at + 1)].width = min(widest, _WIDEST) + 2
    target.freeze_panes = "A2"
    heads = [safe_cell(target, title) for title in titles]
    for head in heads:
        head.font = Font(bold=True)
    target.append(heads)
    for count, row in enumerate(rows):
        if written and count % _TOLD_EVERY == 0:
            written(count)
        target.append([cell_or_value(target, value) for value in row])


def _offer(target: "WriteOnlyWorksheet", choices: Mapping[int, Sequence[str]]) -> None:
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - as in save_book
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415 - as in save_book

    for place, words in choices.items():
        letter = get_column_letter(place + 1)
        closed = DataValidation(type="list", formula1=f'"{",".join(words)}"', allow_blank=True, showErrorMessage=True)
        closed.error = f"Kies een van: {', '.join(words)}."[:_MOST_ERROR]
        closed.add(f"{letter}2:{letter}{_OFFERED_ROWS}")
        target.data_validations.append(closed)


def _keep_text(target: "WriteOnlyWorksheet", places: frozenset[int]) -> None:
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - as in save_book

    for place in places:
        target.column_dimensions[get_column_letter(place + 1)].number_format = "@"


def _shown_length(value: Value) -> int:
    return 10 if isinstance(value, date | Money) else len(str(value or ""))


def _needs_cell(value: Value) -> bool:
    if isinstance(value, str):
        return bool(_ACTIVE.match(value) or _CONTROL.search(value)) or len(value) > _MOST_TEXT
    return isinstance(value, date | Money | Decimal)


def cell_or_value(target: "WriteOnlyWorksheet", value: Value) -> "WriteOnlyCell | Value":
    """What to append for a value: itself where that is safe, which is faster; else a cell."""
    return safe_cell(target, value) if _needs_cell(value) else value


def safe_cell(target: "WriteOnlyWorksheet", value: Value) -> "WriteOnlyCell":
    """A cell with a value: text stays text, whatever it begins with; days and amounts are shown as in Dutch."""
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 - as in save_book

    if isinstance(value, str):
        text = _CONTROL.sub("", value)[:_MOST_TEXT]
        cell = WriteOnlyCell(target, value=text)
        cell.data_type = "s"
        if _ACTIVE.match(text):
            cell.quotePrefix = True
        return cell
    if isinstance(value, Money | Decimal):
        cell = WriteOnlyCell(target, value=value.euros if isinstance(value, Money) else value)
        cell.number_format = "#,##0.00"
        return cell
    cell = WriteOnlyCell(target, value=value)
    if isinstance(value, date):
        cell.number_format = "dd/mm/yyyy hh:mm" if isinstance(value, datetime) else "dd/mm/yyyy"
    return cell
