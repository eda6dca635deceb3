"""A copy of a clerk's own workbook with coloured cells, a comment with each, and a first sheet “Te doen”.

The original is only read. An .xlsx or .xlsm keeps its sheets, formats, widths and formulas, but for what openpyxl can't
keep, and that is said before anything is written; any other file becomes a new .xlsx with its values.
"""

import warnings
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from cir_desktop.domain.finding import SEVERITY_WORDS, Severity
from cir_desktop.errors import BadWorkbook
from cir_desktop.workbooks.child import ZIP_MAGIC
from cir_desktop.workbooks.keeping import lost_when_written, merged_area
from cir_desktop.workbooks.reading import DEFAULT_LIMITS, Workbook, read_sheets
from cir_desktop.workbooks.replacing import replacing
from cir_desktop.workbooks.todo_sheet import COLOURS, TodoLine, free_name, write_todo
from cir_desktop.workbooks.writing import cell_or_value, safe_cell, save_book
from cir_desktop.workbooks.zip_look import damaged, open_zip

if TYPE_CHECKING:
    from openpyxl import Workbook as OpenBook
    from openpyxl.comments import Comment

_AUTHOR = "CIR Desktop"
_ORDER = (Severity.MUST, Severity.LOOK, Severity.INFO)
_COMMENT_WIDTH = 320
_LETTERS_A_LINE = 44
_LINE_HEIGHT = 18
# Of the parts, unzipped. openpyxl holds some fifty times as much, and takes half a minute a hundred megabytes.
_MOST_TO_KEEP = 60_000_000
# A merged range costs openpyxl an object for each cell in it, and one over a whole sheet would never end.
_MOST_MERGED = 200_000
_ENDINGS = frozenset({".xlsx", ".xlsm", ".xltx", ".xltm", ".xlsb", ".xls", ".ods", ".csv", ".tsv", ".txt"})
_TOLD_EVERY = 500
_ONLY_VALUES = "De kopie is een nieuw .xlsx-bestand met de waarden: opmaak, formules en kolombreedtes komen niet mee."
_TOO_LARGE = "Met zijn opmaak is dit werkboek te groot om over te schrijven."


class Mark(msgspec.Struct, frozen=True):
    """A cell to colour, as “B7”, and what a comment says there."""

    sheet: str
    cell: str
    tone: Severity
    comment: str


class Plan(msgspec.Struct, frozen=True):
    """What a copy of a file will be: the ending of its name, whether it keeps its format, what it loses (in Dutch)."""

    suffix: str
    keeps_format: bool
    lost: tuple[str, ...]


class Kept(msgspec.Struct, frozen=True):
    """The copy that was written: its path, with the right ending, whether it kept its format, and what it lost."""

    path: Path
    keeps_format: bool
    lost: tuple[str, ...]


def plan_copy(source: Path) -> Plan:
    """What an annotated copy of this file will be, before anything is written. Raises BadWorkbook."""
    try:
        data = source.read_bytes()
    except OSError as error:
        raise BadWorkbook(
            "Het bestand kan niet geopend worden.", "Sluit het in Excel of LibreOffice en probeer opnieuw."
        ) from error
    if not data.startswith(ZIP_MAGIC):
        return Plan(".xlsx", False, (_ONLY_VALUES,))
    with open_zip(data, DEFAULT_LIMITS) as archive:
        names = archive.namelist()
        if "xl/workbook.xml" not in names:
            return Plan(".xlsx", False, (_ONLY_VALUES,))
        macros = any(name.endswith("vbaProject.bin") for name in names)
        size = sum(entry.file_size for entry in archive.infolist() if entry.filename.endswith(".xml"))
        try:
            if size > _MOST_TO_KEEP or merged_area(archive) > _MOST_MERGED:
                return Plan(".xlsx", False, (_ONLY_VALUES, _TOO_LARGE))
            return Plan(".xlsm" if macros else ".xlsx", True, lost_when_written(archive))
        except (zipfile.BadZipFile, EOFError, NotImplementedError, OSError, zlib.error) as error:
            raise damaged() from error


def annotate(
    source: Path,
    target: Path,
    marks: Sequence[Mark],
    todo: Sequence[TodoLine],
    *,
    heading: Sequence[str] = (),
    written: Callable[[int], None] | None = None,
) -> Kept:
    """Write the annotated copy of a workbook that was read before.

    Args:
        source: the clerk's file; it is not touched.
        target: where the copy goes; it gets the ending that fits what it becomes. An older copy is replaced whole.
        marks: a cell may have many: the worst gives the colour, the comment tells all of them.
        todo: the lines of the first sheet, in their order.
        heading: sentences above those lines.
        written: hears now and then how many marks or rows are done; what it raises stops the writing.

    Raises:
        BadWorkbook: the file can't be read, the copy can't be written, or it would take the place of the original.
        ValueError: a mark is on a sheet that the workbook has not.
    """
    plan = plan_copy(source)
    by_sheet = _gathered(marks)
    book: OpenBook | None = None
    if plan.keeps_format:
        book = _loaded(source, macros=plan.suffix == ".xlsm")
        if book is None:
            lost = (_ONLY_VALUES, "De opmaak van dit werkboek is zo bewaard dat ze niet overgeschreven kan worden.")
            plan = Plan(".xlsx", False, lost)
    # A name like “lijst v1.2” has no ending to replace.
    bare = target.with_suffix("") if target.suffix.lower() in _ENDINGS else target
    target = bare.with_name(bare.name + plan.suffix)
    if target.exists() and target.samefile(source):
        raise BadWorkbook("De kopie zou uw eigen bestand vervangen.", "Kies een andere naam of map.")
    if book is not None:
        _mark_book(book, by_sheet, written)
        name = free_name("Te doen", book.sheetnames)
        write_todo(book.create_sheet(name, 0), todo, heading, plan.lost)
        _open_at_first(book)
        with replacing(target) as file, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book.save(file)
    else:
        workbook = read_sheets(source)

        def first_sheet(sheet: Any) -> None:
            write_todo(sheet, todo, heading, plan.lost)

        _copy_values(workbook, target, by_sheet, first_sheet, written)
    return Kept(target, plan.keeps_format, plan.lost)


def _gathered(marks: Sequence[Mark]) -> Mapping[str, Mapping[str, tuple[Severity, str]]]:
    """By sheet and cell: the worst severity, and all comments, worst first."""
    found: defaultdict[str, defaultdict[str, list[Mark]]] = defaultdict(lambda: defaultdict(list))
    for mark in marks:
        found[mark.sheet][mark.cell].append(mark)
    gathered: dict[str, dict[str, tuple[Severity, str]]] = {}
    for sheet, cells in found.items():
        gathered[sheet] = {}
        for cell, here in cells.items():
            here.sort(key=lambda mark: _ORDER.index(mark.tone))
            text = "\n\n".join(dict.fromkeys(f"{SEVERITY_WORDS[mark.tone]}: {mark.comment}" for mark in here))
            gathered[sheet][cell] = (here[0].tone, text)
    return gathered


def _loaded(source: Path, *, macros: bool) -> "OpenBook | None":
    """The workbook with its formats; None when openpyxl does not get on with it, though calamine does."""
    from openpyxl import load_workbook  # noqa: PLC0415 - 0.2 s at start-up, and most runs write no workbook

    try:
        # What it warns of, that it drops, the plan has said in Dutch.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with source.open("rb") as file:
                book = load_workbook(file, rich_text=True, keep_vba=macros)
    except OSError as error:
        raise BadWorkbook(
            "Het bestand kan niet geopend worden.", "Sluit het in Excel of LibreOffice en probeer opnieuw."
        ) from error
    except Exception:
        return None
    book.template = False
    return book


def _mark_book(
    book: "OpenBook",
    by_sheet: Mapping[str, Mapping[str, tuple[Severity, str]]],
    written: Callable[[int], None] | None,
) -> None:
    from openpyxl.cell import MergedCell  # noqa: PLC0415 - as in _loaded

    fills = _fills()
    done = 0
    for name, cells in by_sheet.items():
        if name not in book.sheetnames:
            raise ValueError("a mark on a sheet that is not there")
        sheet = book[name]
        anchors = _anchors(sheet) if sheet.merged_cells.ranges else {}
        for place, (tone, text) in cells.items():
            cell = sheet[place]
            if isinstance(cell, MergedCell):
                cell = sheet[anchors[place]]
            cell.fill = fills[tone]
            own = cell.comment.text if cell.comment else ""
            cell.comment = _comment(f"{text}\n\nUw eigen opmerking: {own}" if own else text)
            done += 1
            if written and done % _TOLD_EVERY == 0:
                written(done)


def _anchors(sheet: Any) -> dict[str, str]:
    """The cell that shows, by each cell of a merged range."""
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - as in _loaded

    return {
        f"{get_column_letter(column)}{row}": f"{get_column_letter(found.min_col)}{found.min_row}"
        for found in sheet.merged_cells.ranges
        for row, column in found.cells
    }


def _open_at_first(book: "OpenBook") -> None:
    """Show the first sheet, and only that one: sheets that stay chosen together would all get what a clerk types."""
    for number, sheet in enumerate(book._sheets):
        views = sheet.sheetViews if hasattr(sheet, "sheetViews") else sheet.views
        for view in views.sheetView:
            view.tabSelected = number == 0
    book.active = 0
    for view in book.views:
        view.firstSheet = 0


def _by_row(cells: Mapping[str, tuple[Severity, str]]) -> Mapping[int, Mapping[int, tuple[Severity, str]]]:
    from openpyxl.utils.cell import coordinate_to_tuple  # noqa: PLC0415 - as in _loaded

    found: defaultdict[int, dict[int, tuple[Severity, str]]] = defaultdict(dict)
    for place, mark in cells.items():
        row, column = coordinate_to_tuple(place)
        found[row][column] = mark
    return found


def _fills() -> dict[Severity, Any]:
    from openpyxl.styles import PatternFill  # noqa: PLC0415 - as in _loaded

    return {tone: PatternFill("solid", fgColor=colour) for tone, colour in COLOURS.items()}


def _comment(text: str) -> "Comment":
    from openpyxl.comments import Comment  # noqa: PLC0415 - as in _loaded

    lines = sum(1 + len(line) // _LETTERS_A_LINE for line in text.split("\n"))
    return Comment(text, _AUTHOR, height=_LINE_HEIGHT * (lines + 1), width=_COMMENT_WIDTH)


def _copy_values(
    workbook: Workbook,
    target: Path,
    by_sheet: Mapping[str, Mapping[str, tuple[Severity, str]]],
    first_sheet: Callable[[Any], None],
    written: Callable[[int], None] | None,
) -> None:
    names = [sheet.name for sheet in workbook.sheets]
    if not by_sheet.keys() <= set(names):
        raise ValueError("a mark on a sheet that is not there")
    fills = _fills()

    def fill(book: "OpenBook") -> None:
        first_sheet(book.create_sheet(free_name("Te doen", names)))
        for found in workbook.sheets:
            sheet = book.create_sheet(found.name)
            if found.looks.state != "visible":
                sheet.sheet_state = "hidden"
            marked = _by_row(by_sheet.get(found.name, {}))
            last = max(len(found.rows), max(marked, default=0))
            for number in range(1, last + 1):
                values = found.rows[number - 1] if number <= len(found.rows) else []
                here = marked.get(number, {})
                row: list[Any] = [cell_or_value(sheet, value) for value in values]
                row.extend([None] * (max(here, default=0) - len(row)))
                for column, (tone, text) in here.items():
                    cell = safe_cell(sheet, values[column - 1] if column <= len(values) else None)
                    cell.fill, cell.comment = fills[tone], _comment(text)
                    row[column - 1] = cell
                sheet.append(row)
                if written and number % _TOLD_EVERY == 0:
                    written(number)

    save_book(target, fill)
