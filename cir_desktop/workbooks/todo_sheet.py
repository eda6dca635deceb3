"""The first sheet of an annotated copy: every finding a line, with a link to its cell."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from cir_desktop.domain.finding import SEVERITY_WORDS, Severity
from cir_desktop.workbooks.writing import safe_cell

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

COLOURS = {Severity.MUST: "F6B5B5", Severity.LOOK: "FFE08A", Severity.INFO: "BFD9F2"}
"""The colour of a cell by the worst that was found in it."""

MOST_LINKS = 65_000
"""Excel repairs, and so empties, a sheet with more than 65,530 links: lines beyond this have their place as text."""

_TITLES = ("Ernst", "Blad", "Cel", "Kolom", "Wat is er", "Wat moet er staan", "Klaar")
_WIDTHS = (12, 18, 9, 26, 70, 60, 8)
_CELL = 3
_FONT = "Calibri"
_EXPLAINED = (
    "Rood moet verbeterd worden voor u oplaadt, geel kijkt u na, blauw is ter info.",
    "Klik op een cel in kolom C om ernaar te springen; zet in kolom G wat u wil, het wordt niet gelezen.",
)
_LOST = "Wat niet mee kon uit uw eigen bestand:"


class TodoLine(msgspec.Struct, frozen=True):
    """A line; `cell` as “B7”, empty for a whole sheet; `sheet` is empty for the whole file. `title` is of a column."""

    tone: Severity
    sheet: str
    cell: str
    title: str
    message: str
    expected: str = ""


def free_name(wanted: str, taken: Collection[str]) -> str:
    """The wanted name of a sheet, with a number when the workbook has it already, in whatever case."""
    folded = {name.casefold() for name in taken}
    names = (wanted, *(f"{wanted} ({number})" for number in range(2, len(taken) + 3)))
    return next(name for name in names if name.casefold() not in folded)


def write_todo(sheet: "Worksheet", lines: Sequence[TodoLine], heading: Sequence[str], lost: Sequence[str]) -> None:
    """Fill an empty sheet, of a workbook in memory or of one that is only written, with these lines."""
    from openpyxl.styles import Alignment, Font, PatternFill  # noqa: PLC0415 - as in writing.save_book
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - as in writing.save_book
    from openpyxl.worksheet.hyperlink import Hyperlink  # noqa: PLC0415 - as in writing.save_book
    from openpyxl.worksheet.properties import PageSetupProperties  # noqa: PLC0415 - as in writing.save_book

    plain, bold = Font(name=_FONT, size=11), Font(name=_FONT, size=11, bold=True)
    link, large = Font(name=_FONT, size=11, color="0563C1", underline="single"), Font(name=_FONT, size=14, bold=True)
    wrapped = Alignment(wrap_text=True, vertical="top")
    fills = {tone: PatternFill("solid", fgColor=colour) for tone, colour in COLOURS.items()}
    above = ["Te doen", *heading, *_EXPLAINED, *([_LOST, *(f"• {sentence}" for sentence in lost)] if lost else [])]
    first = len(above) + 2
    for at, width in enumerate(_WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.freeze_panes = f"A{first + 1}"
    sheet.auto_filter.ref = f"A{first}:{get_column_letter(len(_TITLES))}{first + len(lines)}"
    for number, text in enumerate(above):
        cell = safe_cell(sheet, text)
        cell.font = plain if number else large
        sheet.append([cell])
    sheet.append([])
    titles = [safe_cell(sheet, title) for title in _TITLES]
    for cell in titles:
        cell.font = bold
    sheet.append(titles)
    for number, line in enumerate(lines):
        texts = (SEVERITY_WORDS[line.tone], line.sheet, line.cell, line.title, line.message, line.expected)
        row: list[Any] = [safe_cell(sheet, text) for text in texts]
        row[0].fill = fills[line.tone]
        for cell in row:
            cell.alignment, cell.font = wrapped, plain
        if line.sheet and number < MOST_LINKS:
            place = row[_CELL - 1]
            if not line.cell:
                place.value = "blad"
            place.row, place.column = first + 1 + number, _CELL
            quoted = line.sheet.replace("'", "''")
            place.hyperlink = Hyperlink(ref=place.coordinate, location=f"'{quoted}'!{line.cell or 'A1'}")
            place.font = link
        sheet.append(row)
