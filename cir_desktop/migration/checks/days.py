"""Checks of single cells that hold a day."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from cir_desktop.domain.finding import Severity
from cir_desktop.domain.migration import MONTH_FIRST, Cell
from cir_desktop.domain.values import dutch_date
from cir_desktop.migration.checks.cells import is_error
from cir_desktop.migration.checks.view import Group, Hit, View, check
from cir_desktop.migration.notation import EARLIEST_YEAR, OLDEST_PERSON, clean_text
from cir_desktop.migration.template import Kind

MUST, LOOK = Severity.MUST, Severity.LOOK
_BIRTH, _LIVES_SINCE = "birth_date", "binding_since"
_DAY = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T].*)?")
_NUMERIC = re.compile(r"\d{1,2}[/.\- ]\d{1,2}[/.\- ]\d{2}")
_SHORT = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ]\d{2}")
_MONTHS = 12
_EXAMPLE = "Een datum als dd/mm/jjjj, bijvoorbeeld 14/05/2019."


def month_first(cell: Cell) -> date | None:
    """The day of a text that can only be month before day, as 05/14/2019; None for all else."""
    if not (isinstance(cell, str) and (found := _DAY.fullmatch(cell))):
        return None
    first, second, year = (int(part) for part in found.groups())
    if not (first <= _MONTHS < second):
        return None
    try:
        return date(year, first, second)
    except ValueError:
        return None


def _kind_of_text(cell: Cell) -> str:
    """Which check is about a text that is no day."""
    if not isinstance(cell, str) or is_error(cell):
        return ""
    if month_first(cell):
        return "month_first"
    if _DAY.fullmatch(cell) or _ISO.fullmatch(cell):
        return "impossible"
    return "short" if _SHORT.fullmatch(cell) else "none"


def serial_day(view: View, key: str, cell: Cell) -> date | None:
    """The day that a number means as Excel counts days; None when that day can't be one of this column."""
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return None
    # A number of four digits is rather a year, and then nobody knows the day.
    if 1800 <= cell <= 2200 or not 1 <= cell < 100_000:
        return None
    start = date(1904, 1, 1) if view.batch.source.epoch_1904 else date(1899, 12, 30)
    day = start + timedelta(days=int(cell))
    earliest = view.context.today.year - OLDEST_PERSON if key == _BIRTH else EARLIEST_YEAR
    return day if earliest <= day.year and day <= view.context.today else None


@check(
    "CEL-030",
    Group.CELLS,
    MUST,
    "Dag bestaat niet",
    message="Deze dag bestaat niet.",
    expected=_EXAMPLE,
)
def impossible(view: View) -> Iterator[Hit]:
    """30 February, or a thirteenth month."""
    for cells in view.columns(Kind.DAY):
        for at in cells.where(lambda cell: _kind_of_text(cell) == "impossible"):
            yield cells.hit(at)


@check(
    "CEL-031",
    Group.CELLS,
    MUST,
    "Maand en dag omgewisseld",
    message="Hier staat de maand voor de dag.",
    expected=_EXAMPLE,
    why="Andere datums in dezelfde kolom kunnen dan ook omgewisseld zijn, zonder dat het te zien is.",
)
def swapped(view: View) -> Iterator[Hit]:
    """05/14/2019 can only be the fourteenth of May."""
    for cells in view.columns(Kind.DAY):
        for at, text in cells.told(lambda cell: dutch_date(day) if (day := month_first(cell)) else ""):
            yield cells.hit(at, proposal=text)


@check(
    "CEL-032",
    Group.CELLS,
    LOOK,
    "Dag en maand kunnen omgewisseld zijn",
    message="In deze kolom staat elders de maand voor de dag: deze datum kan twee dingen betekenen.",
    expected="De datum zoals op het document, als dd/mm/jjjj.",
)
def ambiguous(view: View) -> Iterator[Hit]:
    """A text as 03/04/2019 in a column where another text has the month first."""
    corrected = {(repair.sheet, repair.key) for repair in view.batch.repairs if repair.kind == MONTH_FIRST}
    doubted = {
        (cells.sheet.key, cells.column.key): cells
        for cells in view.columns(Kind.DAY)
        if (cells.sheet.key, cells.column.key) in corrected
        or any(True for _ in cells.where(lambda cell: month_first(cell) is not None))
    }
    places = {where: {row: at for at, row in enumerate(cells.rows)} for where, cells in doubted.items()}
    for repair in view.batch.repairs:
        where = (repair.sheet, repair.key)
        if repair.kind in ("text_day", "year") and where in doubted and isinstance(repair.after, date):
            day = repair.after
            if day.day <= _MONTHS and day.day != day.month and _NUMERIC.match(clean_text(str(repair.before))):
                yield doubted[where].hit(places[where][repair.row])


@check(
    "CEL-033",
    Group.CELLS,
    MUST,
    "Getal in plaats van een datum",
    message="Hier staat een getal: zo telt Excel dagen.",
    expected=_EXAMPLE,
)
def serial(view: View) -> Iterator[Hit]:
    """43599 is 14 May 2019."""
    for cells in view.columns(Kind.DAY):
        key = cells.column.key

        def told(cell: Cell, key: str = key) -> str:
            day = serial_day(view, key, cell)
            return dutch_date(day) if day else ""

        for at, text in cells.told(told):
            yield cells.hit(at, proposal=text)


@check("CEL-034", Group.CELLS, MUST, "Geen datum", message="Dit is geen datum.", expected=_EXAMPLE)
def no_day(view: View) -> Iterator[Hit]:
    """A word, a year alone, a number that can be no day."""
    for cells in view.columns(Kind.DAY):
        key = cells.column.key

        def off(cell: Cell, key: str = key) -> bool:
            if isinstance(cell, int | float):
                return serial_day(view, key, cell) is None
            return _kind_of_text(cell) == "none"

        for at in cells.where(off):
            yield cells.hit(at)


@check(
    "CEL-035",
    Group.CELLS,
    MUST,
    "Jaar met twee cijfers",
    message="Dit jaar kan twee eeuwen betekenen, of de dag bestaat niet.",
    expected="Een jaar met vier cijfers.",
)
def short_year(view: View) -> Iterator[Hit]:
    """A year with two digits outside of the safe window."""
    for cells in view.columns(Kind.DAY):
        for at in cells.where(lambda cell: _kind_of_text(cell) == "short"):
            yield cells.hit(at)


@check(
    "CEL-036",
    Group.CELLS,
    MUST,
    "Datum in de toekomst",
    message="Deze dag is nog niet gekomen.",
    expected="Een dag tot en met vandaag.",
)
def future(view: View) -> Iterator[Hit]:
    """All days of a list lie in the past."""
    today = view.context.today
    for cells in view.columns(Kind.DAY):
        for at in cells.where(lambda cell: isinstance(cell, date) and cell > today):
            yield cells.hit(at)


@check(
    "CEL-037",
    Group.CELLS,
    LOOK,
    "Datum voor 1970",
    message="Deze dag ligt voor 1970.",
    expected="De dag zoals op het document.",
)
def long_ago(view: View) -> Iterator[Hit]:
    """No list is older than 1970; people, and where they live, are."""
    for cells in view.columns(Kind.DAY):
        if cells.column.key not in (_BIRTH, _LIVES_SINCE):
            for at in cells.where(lambda cell: isinstance(cell, date) and cell.year < EARLIEST_YEAR):
                yield cells.hit(at)


@check(
    "CEL-038",
    Group.CELLS,
    LOOK,
    "Geboortedatum van lang geleden",
    message=f"Wie toen geboren is, is ouder dan {OLDEST_PERSON} jaar.",
    expected="De geboortedatum zoals op het document.",
)
def too_old(view: View) -> Iterator[Hit]:
    """Nobody on a list is older than 110."""
    earliest = view.context.today.year - OLDEST_PERSON
    for cells in view.columns(Kind.DAY):
        if cells.column.key == _BIRTH:
            for at in cells.where(lambda cell: isinstance(cell, date) and cell.year < earliest):
                yield cells.hit(at)
