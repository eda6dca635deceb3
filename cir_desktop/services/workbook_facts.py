"""Residence periods and informal care in a workbook: layout “verblijf-v1” (docs/workbooks.md)."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache, lru_cache
from pathlib import Path

import msgspec

from cir_desktop.domain.facts import CarePeriod, ImportedCare, ImportedResidence, Residence
from cir_desktop.domain.job import Cancel, Progress, Report, ignore_progress
from cir_desktop.domain.values import DossierNumber, NationalNumber, NisCode
from cir_desktop.errors import BadInput
from cir_desktop.runtime.clock import local_day, now
from cir_desktop.runtime.reference import former_names, in_force, is_municipality, municipality_names
from cir_desktop.workbooks.cells import as_day, as_text, folded
from cir_desktop.workbooks.frames import Cell
from cir_desktop.workbooks.reading import Workbook, read_sheets
from cir_desktop.workbooks.table import Column, Problem, RowReader, find_table

__all__ = ["FactsRead", "Problem", "read_facts"]

RESIDENCE_SHEET, CARE_SHEET = "Verblijf", "Mantelzorg"
_WHO = (Column("dossier", "Dossiernummer"), Column("person", "Rijksregisternummer"))
_WHERE_AND_WHEN = (
    Column("municipality", "Gemeente"),
    Column("nis_code", "NIS-code"),
    Column("start", "Van"),
    Column("end", "Tot"),
)
RESIDENCE_COLUMNS = (*_WHO, *_WHERE_AND_WHEN)
CARE_COLUMNS = (*_WHO, Column("kind", "Soort"), *_WHERE_AND_WHEN)

_TOLD_EVERY = 500
_UNKNOWN_WORDS = frozenset({"?", "onbekend"})


class FactsRead(msgspec.Struct, frozen=True):
    """What a population service delivered; bad rows are problems and are not among the others.

    `incomplete` are the dossiers of which a row, of either sheet, has a problem: what the good rows say of them may be
    less than what the service knows.
    """

    residences: tuple[ImportedResidence, ...]
    care: tuple[ImportedCare, ...]
    problems: tuple[Problem, ...]
    incomplete: frozenset[str]


def read_facts(
    path: Path, *, today: date | None = None, report: Report = ignore_progress, cancel: Cancel | None = None
) -> FactsRead:
    """The good rows of the sheets “Verblijf” and “Mantelzorg”, and what is wrong with the others.

    `today` (by default the calendar day in Flanders) is the last day that a date may have. Raises BadWorkbook when the
    file is no workbook or misses a sheet or column, and Cancelled. No problem quotes a cell.
    """
    report(Progress("Werkboek openen", 0, None))
    last_day = today or local_day(now())
    workbook = read_sheets(path)
    problems: list[Problem] = []
    incomplete: set[str] = set()
    watch = _Watch(report, cancel)
    residences = _residences(workbook, last_day, problems, incomplete, watch)
    care = _care(workbook, last_day, problems, incomplete, watch)
    return FactsRead(residences, care, tuple(problems), frozenset(incomplete))


class _Watch:
    """Tells how many rows are read, and stops when somebody asks; not at every row, which would slow the reading."""

    def __init__(self, report: Report, cancel: Cancel | None) -> None:
        self._report = report
        self._cancel = cancel
        self._rows = 0

    def row(self) -> None:
        """Another row comes."""
        if self._rows % _TOLD_EVERY == 0:
            if self._cancel:
                self._cancel.check()
            self._report(Progress("Rijen lezen", self._rows, None))
        self._rows += 1


def _residences(
    workbook: Workbook, today: date, problems: list[Problem], incomplete: set[str], watch: _Watch
) -> tuple[ImportedResidence, ...]:
    found: list[ImportedResidence] = []
    day = _day_until(today)
    for row in find_table(workbook, RESIDENCE_SHEET, RESIDENCE_COLUMNS).rows(problems):
        watch.row()
        dossier, person = _who(row)
        nis = _where(row)
        if nis is None and row.good:
            row.problem("municipality", "Er staat geen gemeente.", "Vul de gemeente of de NIS-code in.")
        start, _ = row.take("start", day) or (None, False)
        end, end_unknown = row.take("end", day) or (None, False)
        _in_order(row, start, end)
        if row.good and dossier and person and nis:
            residence = Residence(nis, start, end, ongoing=end is None and not end_unknown)
            found.append(ImportedResidence(dossier, person, residence))
        elif dossier:
            incomplete.add(dossier)
    return tuple(found)


def _care(
    workbook: Workbook, today: date, problems: list[Problem], incomplete: set[str], watch: _Watch
) -> tuple[ImportedCare, ...]:
    found: list[ImportedCare] = []
    day = _day_until(today)
    for row in find_table(workbook, CARE_SHEET, CARE_COLUMNS).rows(problems):
        watch.row()
        dossier, person = _who(row)
        gives = row.take("kind", _gives, needed=True)
        nis = _where(row)
        start, _ = row.take("start", day) or (None, False)
        end, end_unknown = row.take("end", day) or (None, False)
        if end_unknown:
            row.problem("end", "Van mantelzorg die voorbij is, moet de laatste dag bekend zijn.", "Vul de datum in.")
        _in_order(row, start, end)
        if row.good and dossier and person and gives is not None:
            found.append(ImportedCare(dossier, person, CarePeriod(nis, gives, start, end)))
        elif dossier:
            incomplete.add(dossier)
    return tuple(found)


def _who(row: RowReader) -> tuple[str | None, str | None]:
    return row.take("dossier", _dossier, needed=True), row.take("person", _person, needed=True)


@lru_cache(maxsize=4096)
def _dossier_of(text: str) -> str:
    return str(DossierNumber.parse(text))


def _dossier(value: Cell) -> str:
    return _dossier_of(as_text(value))


def _person(value: Cell) -> str:
    # A number cell has lost its leading zeros.
    text = f"{value:011d}" if isinstance(value, int) else as_text(value)
    return NationalNumber.parse(text).digits


def _gives(value: Cell) -> bool:
    word = folded(as_text(value))
    if word not in ("geeft", "krijgt"):
        raise BadInput("Dit is geen soort mantelzorg.", "Schrijf geeft of krijgt.")
    return word == "geeft"


def _day_until(today: date) -> Callable[[Cell], tuple[date | None, bool]]:
    """A parser: the day and whether it is said to be unknown."""

    def parse(value: Cell) -> tuple[date | None, bool]:
        if isinstance(value, str) and value.casefold() in _UNKNOWN_WORDS:
            return None, True
        day = as_day(value)
        if day > today:
            raise BadInput("Deze datum ligt in de toekomst.", "Kijk de datum na; laat “Tot” leeg als het nog zo is.")
        return day, False

    return parse


def _in_order(row: RowReader, start: date | None, end: date | None) -> None:
    if start and end and end < start:
        row.problem("end", "“Tot” ligt voor “Van”.", "Kijk de twee datums na.")


@cache
def _names() -> Mapping[str, str]:
    """Codes by folded name; a living municipality goes before a merged one of the same name."""
    former = {folded(name): nis for nis, name in former_names().items()}
    return former | {folded(name): nis for nis, name in municipality_names().items()}


def _nis_of_code(value: Cell) -> str:
    nis = as_text(value)
    if is_municipality(nis):
        return nis
    raise BadInput("Deze NIS-code is niet gekend.", "Geef de vijf cijfers van een Belgische gemeente.")


def _where(row: RowReader) -> NisCode | None:
    """The code as delivered, that of a merged municipality too; from the name when there is no code."""
    nis = row.take("nis_code", _nis_of_code)
    name = row.take("municipality", as_text)
    by_name = _names().get(folded(name)) if name else None
    if nis is None:
        if name and by_name is None and row.good:
            row.problem("municipality", "Deze gemeente is niet gekend.", "Kijk de naam na of vul de NIS-code in.")
        return NisCode(by_name) if by_name else None
    if by_name and in_force(by_name) != in_force(nis):
        row.problem("nis_code", "De NIS-code is die van een andere gemeente.", "Kijk de naam en de code na.")
    return NisCode(nis)
