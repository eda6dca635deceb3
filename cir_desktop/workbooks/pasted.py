"""Residence periods that were typed, or pasted from a document or a spreadsheet: one period on a line.

A line is a municipality (name or NIS code, or both), a first day and an end: “13017 01/02/2015 - 31/08/2019”,
“Kasterlee;01/02/2015;heden”. A first line with titles names the columns. Whatever can not be read, or can be read in
two ways, is a finding and no period.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache

import msgspec

from cir_desktop.domain.facts import Residence
from cir_desktop.domain.values import NisCode
from cir_desktop.errors import BadInput
from cir_desktop.runtime.reference import former_names, in_force, is_municipality, municipality_names
from cir_desktop.workbooks.cells import as_day, folded

MOST_LETTERS = 100_000

_UNKNOWN = frozenset({"?", "onbekend"})
_STILL = frozenset({"", "heden", "nu", "vandaag"})
_TITLES = {
    "gemeente": "name",
    "woonplaats": "name",
    "nis": "nis",
    "niscode": "nis",
    "van": "start",
    "vanaf": "start",
    "begin": "start",
    "begindatum": "start",
    "tot": "end",
    "totenmet": "end",
    "tm": "end",
    "einde": "end",
    "einddatum": "end",
}
_DAY = r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}|\?|onbekend"
_FREE = re.compile(
    rf"(?P<place>.+?)\s+(?:van\s+)?(?P<start>{_DAY})\s*"
    rf"(?P<between>-|–|—|t/m|tot en met|tot)\s*(?P<end>{_DAY}|heden|nu|vandaag)?",
    re.IGNORECASE,
)


class Finding(msgspec.Struct, frozen=True):
    """Why a line is no period: its number, from 1, and a Dutch sentence that says what to do."""

    line: int
    message: str

    @property
    def sentence(self) -> str:
        """The finding with its place."""
        return f"Regel {self.line}: {self.message}"


class Pasted(msgspec.Struct, frozen=True):
    """The periods of the lines that could be read, half-open, and a finding for each other line."""

    periods: tuple[Residence, ...]
    findings: tuple[Finding, ...]


def read_text(text: str, *, today: date, end_is_last_day: bool = True) -> Pasted:
    """Read lines of text; empty ones do not count.

    Args:
        text: what was typed or pasted.
        today: the last day that a date may have.
        end_is_last_day: the end on a line is the last day there, as documents have it; otherwise the first day away.
            A line that itself says “t/m” means the last day in any case.

    Raises:
        BadInput: the text is longer than any history of residence.
    """
    if len(text) > MOST_LETTERS:
        raise BadInput("Deze tekst is te lang voor verblijfsperiodes.", "Plak alleen de regels met periodes.")
    order: tuple[str, ...] = ()
    periods: list[Residence] = []
    findings: list[Finding] = []
    seen = False
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        if not line.strip(" \t;,"):
            continue
        titles = () if seen else _titles(line)
        seen = True
        if titles:
            order = titles
            continue
        try:
            place, start, end, last_day = _parts(line, order)
            periods.append(read_period(place, start, end, today=today, end_is_last_day=last_day or end_is_last_day))
        except BadInput as error:
            findings.append(Finding(number, f"{error.what} {error.todo}"))
    return Pasted(tuple(periods), tuple(findings))


def read_period(place: Sequence[str], start: str, end: str, *, today: date, end_is_last_day: bool) -> Residence:
    """One period from its parts; `place` is a name, a code, or both.

    Raises BadInput that says in Dutch what can not be read.
    """
    nis = read_place(place)
    if _is(start, _STILL):
        raise BadInput("De begindatum ontbreekt.", "Vul de eerste dag in, of een ? als die niet gekend is.")
    ongoing = _is(end, _STILL)
    first, last = _day(start, today), None if ongoing else _day(end, today)
    if last is not None and end_is_last_day:
        last += timedelta(days=1)
    if first and last and last <= first:
        raise BadInput("Het einde ligt niet na het begin.", "Kijk de twee datums na.")
    return Residence(nis, first, last, ongoing)


def _cells(line: str) -> list[str] | None:
    """The cells of a line from a spreadsheet; None when it is a line of plain text."""
    for mark in ("\t", ";", ","):
        if mark in line:
            return [cell.strip().strip('"').strip() for cell in line.split(mark)]
    return None


def _titles(line: str) -> tuple[str, ...]:
    """The columns that a line of titles names; nothing when it is no such line."""
    cells = _cells(line) or line.split()
    found = tuple(_TITLES.get(folded(cell), "") for cell in cells)
    return found if "start" in found and "end" in found and ("name" in found or "nis" in found) else ()


def _parts(line: str, order: Sequence[str]) -> tuple[tuple[str, ...], str, str, bool]:
    """Place, begin, end, and whether the line itself says that the end is the last day."""
    cells = _cells(line)
    if cells is None:
        found = _FREE.fullmatch(line.strip())
        if found is None:
            raise _not_a_period()
        last_day = found["between"].casefold() in ("t/m", "tot en met")
        return (found["place"],), found["start"], found["end"] or "", last_day
    if order:
        if len(cells) < len(order):
            raise _not_a_period()
        # A row that goes on past its titles holds more than we know how to read.
        if any(cells[len(order) :]):
            raise BadInput("Deze regel heeft meer kolommen dan de titels.", "Kijk de regel na.")
        named: Mapping[str, str] = dict(zip(order, cells, strict=False))
        return (named.get("nis", ""), named.get("name", "")), named["start"], named["end"], False
    # Name and code in two columns, or one of them in one; a spreadsheet adds empty cells at the end.
    first = 2 if len(cells) > 1 and not _is_day_or_unknown(cells[1]) and cells[1] else 1
    if len(cells) < first + 2 or any(cells[first + 2 :]):
        raise _not_a_period()
    return tuple(cells[:first]), cells[first], cells[first + 1], False


def _is_day_or_unknown(text: str) -> bool:
    return re.fullmatch(_DAY, text, re.IGNORECASE) is not None


def _not_a_period() -> BadInput:
    return BadInput(
        "Dit is geen volledige periode.",
        "Schrijf gemeente of NIS-code, begin en einde: Kasterlee;01/02/2015;31/08/2019, of heden als einde.",
    )


def _is(text: str, words: frozenset[str]) -> bool:
    return text.strip().casefold() in words


def _day(text: str, today: date) -> date | None:
    if _is(text, _UNKNOWN):
        return None
    day = as_day(text.strip())
    if day > today:
        raise BadInput("Deze datum ligt in de toekomst.", "Kijk de datum na; schrijf heden als het nog zo is.")
    return day


@cache
def _codes_by_name() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for nis, name in (*municipality_names().items(), *former_names().items()):
        found.setdefault(folded(name), set()).add(nis)
    return {name: frozenset(codes) for name, codes in found.items()}


def _codes_of_name(name: str) -> frozenset[str]:
    return _codes_by_name().get(folded(name), frozenset())


def read_place(parts: Sequence[str]) -> NisCode:
    """The municipality that is meant by a name, a code or both. Raises BadInput."""
    codes = [part.strip() for part in parts if part.strip().isdigit()]
    names = [part.strip() for part in parts if part.strip() and not part.strip().isdigit()]
    if not codes and len(names) == 1 and (both := re.fullmatch(r"(\d{5})\s+(\D.*)|(\D.*?)\s+\(?(\d{5})\)?", names[0])):
        codes, names = [both[1] or both[4]], [both[2] or both[3]]
    if len(codes) > 1 or len(names) > 1 or not (codes or names):
        raise BadInput("De gemeente is niet duidelijk.", "Geef één gemeente, met haar naam of haar NIS-code.")
    if not codes:
        return _by_name(names[0])
    nis = codes[0]
    if not is_municipality(nis):
        raise BadInput("Deze NIS-code is niet gekend.", "Geef de vijf cijfers van een Belgische gemeente.")
    if names and (named := _codes_of_name(names[0])) and in_force(nis) not in {in_force(code) for code in named}:
        raise BadInput("De NIS-code is die van een andere gemeente.", "Kijk de naam en de code na.")
    return NisCode(nis)


def _by_name(name: str) -> NisCode:
    found = _codes_of_name(name)
    if not found:
        raise BadInput("Deze gemeente is niet gekend.", "Kijk de naam na, of geef de NIS-code.")
    places = {in_force(nis) for nis in found}
    if len(places) > 1:
        raise BadInput("Meer dan één gemeente heeft of had deze naam.", "Geef de NIS-code.")
    living = sorted(found & municipality_names().keys())
    return NisCode(living[0] if living else min(found))
