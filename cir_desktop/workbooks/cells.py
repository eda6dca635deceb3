"""From what stands in a cell to what is meant; BadInput tells in Dutch why not, and never quotes the cell."""

import re
import unicodedata
from datetime import date, datetime, time
from functools import lru_cache

from cir_desktop.domain.values import Money
from cir_desktop.errors import BadInput
from cir_desktop.runtime.clock import moment_of_clock
from cir_desktop.workbooks.frames import Cell

_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_MOMENT = re.compile(r"(\S+)[ T](\d{1,2}):(\d{2})(?::(\d{2}))?")
_THOUSANDS = re.compile(r"\d{1,3}\.\d{3}")
_EARLIEST = date(1900, 1, 1)
_YES, _NO = frozenset({"ja", "j", "x", "1"}), frozenset({"nee", "neen", "n", "0"})
_ERRORS = ("#N/A", "#N/B", "#REF!", "#VERW!", "#VALUE!", "#WAARDE!", "#DIV/0!", "#DEEL/0!", "#NAME?", "#NAAM?")
_NO_RESULT = frozenset({*_ERRORS, "#NULL!", "#LEEG!", "#NUM!", "#GETAL!", "#FORMULE!"})


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """The letters and digits only, without case or accents: “NIS-code ” and “niscode” are one title."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(letter for letter in plain if letter.isalnum())


def is_empty(value: Cell) -> bool:
    """Whether nothing stands there, or spaces only."""
    return value is None or (isinstance(value, str) and not value.strip())


def checked_cell(value: Cell) -> Cell:
    """The value without spaces around it, None when empty; raises BadInput for a formula that gives an error."""
    if not isinstance(value, str):
        return value
    stripped = value.strip()
    if stripped in _NO_RESULT:
        raise BadInput("De formule in deze cel geeft geen waarde.", "Vervang ze door de waarde zelf.")
    return stripped or None


def as_text(value: Cell) -> str:
    """Text; a number as it is written. Raises BadInput for a date, into which Excel turns a number like 1/2."""
    if isinstance(value, date):
        raise BadInput("Excel heeft hier een datum van gemaakt.", "Zet de celopmaak op tekst en typ het opnieuw.")
    if isinstance(value, bool):
        return "ja" if value else "nee"
    return str(value)


def as_whole(value: Cell) -> int:
    """A whole number; raises BadInput."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and re.fullmatch(r"-?\d{1,9}", value):
        return int(value)
    raise BadInput("Dit is geen geheel getal.", "Geef een getal zonder komma.")


def as_yes_no(value: Cell) -> bool:
    """Yes or no; raises BadInput."""
    if isinstance(value, bool):
        return value
    word = folded(as_text(value))
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise BadInput("Dit is geen ja of nee.", "Schrijf ja of nee.")


def as_money(value: Cell) -> Money:
    """Euro; raises BadInput."""
    if isinstance(value, bool | date):
        raise BadInput("Dit is geen bedrag.", "Geef een bedrag in euro, bijvoorbeeld 412,50.")
    if isinstance(value, str) and _THOUSANDS.fullmatch(value):
        raise BadInput("De punt in dit bedrag kan twee dingen betekenen.", "Schrijf 1.234,00 of 1,234 voluit.")
    return Money.of("" if value is None else value)


def as_day(value: Cell) -> date:
    """A day: a real date, or the text dd/mm/jjjj (or jjjj-mm-dd). Raises BadInput for whatever can be read two ways."""
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, str):
        value = _day_of_text(value)
    if not isinstance(value, date):
        raise BadInput("Dit is geen datum maar een getal.", "Zet de celopmaak op datum of schrijf dd/mm/jjjj.")
    if value < _EARLIEST:
        raise BadInput("Deze datum ligt voor 1900.", "Kijk het jaar na.")
    return value


def as_moment(value: Cell) -> datetime:
    """A moment (UTC) from a date with the time on the clock of Flanders; a date alone is the start of that day.

    Text is dd/mm/jjjj uu:mm or jjjj-mm-dd uu:mm. Raises BadInput.
    """
    if isinstance(value, datetime):
        as_day(value)
        return moment_of_clock(value)
    at = time()
    if isinstance(value, str) and (found := _MOMENT.fullmatch(value)):
        value, hour, minute, second = found.groups()
        try:
            at = time(int(hour), int(minute), int(second or 0))
        except ValueError as error:
            raise BadInput("Dit uur bestaat niet.", "Schrijf het uur als uu:mm, van 00:00 tot 23:59.") from error
    return moment_of_clock(datetime.combine(as_day(value), at))


def _day_of_text(text: str) -> date:
    try:
        if found := _DAY.fullmatch(text):
            day, month, year = (int(part) for part in found.groups())
            return date(year, month, day)
        if found := _ISO_DAY.fullmatch(text):
            return date(*(int(part) for part in found.groups()))
    except ValueError as error:
        raise BadInput("Deze dag bestaat niet.", "Schrijf de datum als dd/mm/jjjj: eerst de dag.") from error
    raise BadInput("Deze datum is niet eenduidig.", "Schrijf de datum als dd/mm/jjjj, met vier cijfers voor het jaar.")
