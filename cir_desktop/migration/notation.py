"""One way to write each kind of value: what a cell says, as the checks and the upload have it, and what was repaired.

Only what can be meant in one way is rewritten; everything else stays as it stands and the checks tell what is wrong.
"""

import re
from collections.abc import Callable
from datetime import date, datetime
from functools import partial

from stdnum.be import vat

from cir_desktop.domain.migration import Cell
from cir_desktop.domain.values import DossierNumber, checksum_holds
from cir_desktop.errors import BadInput
from cir_desktop.migration.template import CodeList, Column, Kind, Template
from cir_desktop.workbooks.cells import as_money, as_yes_no, folded

Written = tuple[Cell, tuple[str, ...]]
"""A value and the kinds of repair that it took (domain.migration.REPAIR_WORDS)."""
Writer = Callable[[Cell], Written]

OLDEST_PERSON = 110
"""Years: nobody on a list is older, so that of a birth year with two digits mostly one reading is possible."""
EARLIEST_YEAR = 1970
"""No list is older: an earlier day of registration is a mistake."""

_ODD_SPACES = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff"), None) | {0xA0: " ", 0x202F: " ", 0x2007: " "}
_DECIMAL = re.compile(r"(\d+)[.,]0+")
_MIDNIGHT = r"(?:[ T]0?0:00(?::00)?)?"
_DAY_TEXT = re.compile(rf"(\d{{1,2}})[/.\- ](\d{{1,2}})[/.\- ](\d{{4}}|\d{{2}}){_MIDNIGHT}")
_NAMED_DAY = re.compile(r"(\d{1,2})[ .\-/]{1,2}([a-z]{3,9})[ .\-/]{1,2}(\d{4}|\d{2})", re.IGNORECASE)
_ISO_TEXT = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})" + _MIDNIGHT)
_MONTH_NAMES = (
    *("januari", "februari", "maart", "april", "mei", "juni"),
    *("juli", "augustus", "september", "oktober", "november", "december"),
)
_MONTHS = {name[:3]: number for number, name in enumerate(_MONTH_NAMES, start=1)} | {"mrt": 3}
_WHOLE = frozenset({Kind.WHOLE, Kind.NATIONAL, Kind.POSTCODE, Kind.NIS, Kind.ENTERPRISE, Kind.DOSSIER, Kind.PHONE})
_BIRTH = "birth_date"


def writer(template: Template, column: Column, today: date) -> Writer:
    """How a cell of this column is written in one way; `today` bounds the years with two digits."""
    if column.kind is Kind.DAY:
        return partial(_spaced, partial(_day, today, column.key == _BIRTH))
    if column.kind in (Kind.CODE, Kind.CODES):
        return partial(_spaced, partial(_CODED[column.kind], template.code_lists[column.codes]))
    inner = _WRITERS.get(column.kind, _text)
    return partial(_spaced, partial(_whole_first, inner) if column.kind in _WHOLE else inner)


def clean_text(text: str) -> str:
    """Without outer spaces, with plain spaces only."""
    return text.translate(_ODD_SPACES).strip()


def day_of_text(text: str, today: date, *, birth: bool) -> tuple[date, bool] | None:
    """The day that a text means, day before month, and whether its year had two digits; None when it means none."""
    if (found := _DAY_TEXT.fullmatch(text)) or (found := _NAMED_DAY.fullmatch(text)):
        day, month, year = int(found[1]), _month(found[2]), int(found[3])
        short = len(found[3]) == 2
        if short:
            known = _full_year(year, today, birth=birth)
            if known is None:
                return None
            year = known
    elif found := _ISO_TEXT.fullmatch(text):
        year, month, day = (int(part) for part in found.groups())
        short = False
    else:
        return None
    try:
        return date(year, month, day), short
    except ValueError:
        return None


def _month(text: str) -> int:
    """The month of a number or a Dutch name (whole, or its first letters); 0, which is none, for another word."""
    if text.isdigit():
        return int(text)
    number = _MONTHS.get(text[:3].lower(), 0)
    fits = number and (_MONTH_NAMES[number - 1].startswith(text.lower()) or text.lower() == "mrt")
    return number if fits else 0


def _full_year(short: int, today: date, *, birth: bool) -> int | None:
    earliest = today.year - OLDEST_PERSON if birth else EARLIEST_YEAR
    possible = [year for year in (1900 + short, 2000 + short) if earliest <= year <= today.year]
    return possible[0] if len(possible) == 1 else None


def _spaced(inner: Writer, cell: Cell) -> Written:
    if not isinstance(cell, str):
        # A whole number is an int, however it was typed: equal values are then the same value.
        return inner(int(cell) if isinstance(cell, float) and cell.is_integer() else cell)
    text = clean_text(cell)
    if text == cell:
        return inner(cell) if text else (None, ())
    if not text:
        return None, ("spaces",)
    value, repairs = inner(text)
    return value, ("spaces", *repairs)


def _whole_first(inner: Writer, cell: Cell) -> Written:
    if isinstance(cell, str) and (found := _DECIMAL.fullmatch(cell)):
        value, repairs = inner(found[1])
        return value, ("decimal", *repairs)
    return inner(cell)


def _text(cell: Cell) -> Written:
    if isinstance(cell, bool):
        return ("WAAR" if cell else "ONWAAR"), ()
    return (str(cell), ()) if isinstance(cell, int) else (cell, ())


def _national(cell: Cell) -> Written:
    raw = _text(cell)[0]
    if not isinstance(raw, str):
        return raw, ()
    digits = re.sub(r"[.\-/ ]", "", raw)
    if re.fullmatch(r"\d{11}", digits):
        return digits, ()
    if re.fullmatch(r"\d{9,10}", raw) and checksum_holds(raw.zfill(11)):
        return raw.zfill(11), ("zeros",)
    return raw, ()


def _dossier(cell: Cell) -> Written:
    raw = _text(cell)[0]
    if not isinstance(raw, str):
        return raw, ()
    try:
        number = DossierNumber.parse(raw).text
    except BadInput:
        return raw, ()
    return number, (("zeros",) if number != raw and number.startswith(raw[:11]) else ())


def _enterprise(cell: Cell) -> Written:
    raw = _text(cell)[0]
    if not isinstance(raw, str):
        return raw, ()
    digits = re.sub(r"^BE|[. ]", "", raw.upper())
    if re.fullmatch(r"\d{10}", digits):
        return digits, ()
    if re.fullmatch(r"\d{9}", digits) and vat.is_valid("0" + digits):
        return "0" + digits, ("zeros",)
    return raw, ()


def _iban(cell: Cell) -> Written:
    raw = _text(cell)[0]
    if not isinstance(raw, str):
        return raw, ()
    packed = raw.replace(" ", "").upper()
    return (packed, () if packed == raw.replace(" ", "") else ("code",)) if packed.isalnum() else (raw, ())


def _yes_no(cell: Cell) -> Written:
    if cell is None or isinstance(cell, float | date):
        return cell, ()
    try:
        return ("ja" if as_yes_no(cell) else "nee"), ()
    except BadInput:
        return cell, ()


def _whole(cell: Cell) -> Written:
    if isinstance(cell, bool):
        return _text(cell)
    return (int(cell), ()) if isinstance(cell, str) and re.fullmatch(r"-?\d{1,9}", cell) else (cell, ())


def _money(cell: Cell) -> Written:
    if isinstance(cell, bool):
        return _text(cell)
    # 1.11E+08 was cut off by Excel; read as a number it would only seem whole.
    if not isinstance(cell, str) or "e" in cell.casefold():
        return cell, ()
    try:
        cents = as_money(cell).cents
    except BadInput:
        return cell, ()
    return (cents / 100 if cents % 100 else cents // 100), ()


def _day(today: date, birth: bool, cell: Cell) -> Written:
    if isinstance(cell, datetime):
        return cell.date(), ()
    if isinstance(cell, bool):
        return _text(cell)
    if not isinstance(cell, str):
        return cell, ()
    found = day_of_text(cell, today, birth=birth)
    if found is None:
        return cell, ()
    return found[0], (("year",) if found[1] else ("text_day",))


def code_of(codes: CodeList, text: str) -> str | None:
    """The code that a text is, whatever its case; None when it is none."""
    upper = text.strip().upper()
    return upper if upper in codes.codes else None


def code_of_words(codes: CodeList, text: str) -> str | None:
    """The code that is meant by a word for it or by another spelling; None when it is none or more than one."""
    wanted = folded(text)
    found = {
        code
        for code, word in codes.codes.items()
        if wanted in {folded(each) for each in (code, word, *codes.also.get(code, ()))}
    }
    return found.pop() if len(found) == 1 else None


def parts_of(text: str) -> list[str]:
    """The parts of a cell that holds several, with a semicolon, comma or slash in between."""
    return [part.strip() for part in re.split(r"[;,/]", text) if part.strip()]


def _code(codes: CodeList, cell: Cell) -> Written:
    raw = _text(cell)[0]
    if not isinstance(raw, str):
        return raw, ()
    code = code_of(codes, raw)
    return (raw, ()) if code is None else (code, () if code == raw else ("code",))


def _codes(codes: CodeList, cell: Cell) -> Written:
    raw = _text(cell)[0]
    if not isinstance(raw, str):
        return raw, ()
    parts = parts_of(raw)
    found = [code_of(codes, part) for part in parts]
    known = [code for code in found if code is not None]
    if not known or len(known) != len(found):
        return raw, ()
    return "; ".join(dict.fromkeys(known)), (() if known == parts else ("code",))


_WRITERS: dict[Kind, Writer] = {
    Kind.NATIONAL: _national,
    Kind.DOSSIER: _dossier,
    Kind.ENTERPRISE: _enterprise,
    Kind.IBAN: _iban,
    Kind.YES_NO: _yes_no,
    Kind.WHOLE: _whole,
    Kind.MONEY: _money,
}
_CODED: dict[Kind, Callable[[CodeList, Cell], Written]] = {Kind.CODE: _code, Kind.CODES: _codes}
