"""What the cells of an exchange workbook mean, by the kind of their column, as values of the contract's JSON."""

import re
from collections.abc import Callable, Mapping

from cir_desktop.domain.values import DossierNumber, checksum_holds
from cir_desktop.errors import BadInput
from cir_desktop.register.exchange_layout import EXAMPLE, Field
from cir_desktop.runtime.reference import is_municipality
from cir_desktop.workbooks.cells import as_day, as_moment, as_money, as_text, as_whole, as_yes_no, folded
from cir_desktop.workbooks.frames import Cell
from cir_desktop.workbooks.table import RowReader

Value = str | int | float | bool | list[str] | None

_PARTY = re.compile(r"[A-Z0-9-]{1,20}")
_HIGHEST_CENTS = 100_000_000_000


def value_of(row: RowReader, field: Field) -> Value:
    """What stands in the column of this row, as the contract spells it; None when it is empty or wrong.

    A problem of the row when it is wrong or empty though needed; a warning for a national number whose check digits do
    not hold, which the dossier keeps as it came.
    """
    parse = _PARSERS.get(field.kind)
    if parse is None:
        parse = _whole(field) if field.kind == "whole" else _codes(field) if field.kind == "codes" else _code(field)
    value = row.take(field.key, parse, needed=field.needed)
    if field.kind == "national" and isinstance(value, str) and not checksum_holds(value):
        row.warning(field.key, "Het controlegetal van dit nummer klopt niet.", "Kijk de elf cijfers na.")
    if value is None and row.good and field.default is not None and not field.group:
        return field.default
    return value


def is_example(value: Cell) -> bool:
    """Whether this is the dossier number of an example row."""
    return isinstance(value, str) and folded(value) == EXAMPLE


def _dossier(value: Cell) -> str:
    return DossierNumber.parse(as_text(value)).text


def _day(value: Cell) -> str:
    return as_day(value).isoformat()


def _moment(value: Cell) -> str:
    return as_moment(value).strftime("%Y-%m-%dT%H:%M:%SZ")


def _money(value: Cell) -> float:
    amount = as_money(value)
    if not 0 <= amount.cents <= _HIGHEST_CENTS:
        raise BadInput("Dit bedrag kan niet.", "Geef een bedrag in euro vanaf 0.")
    return float(amount.euros)


def _digits(value: Cell) -> str:
    text = as_text(value)
    if not re.fullmatch(r"[A-Za-z0-9 -]{1,12}", text):
        raise BadInput("Dit is geen nummer.", "Geef de cijfers.")
    return text


def _nis(value: Cell) -> str:
    text = as_text(value)
    if not is_municipality(text):
        raise BadInput("Deze NIS-code is niet gekend.", "Geef de vijf cijfers van een Belgische gemeente.")
    return text


def _national(value: Cell) -> str:
    # A number cell has lost its leading zeros.
    text = f"{value:011d}" if isinstance(value, int) else re.sub(r"[ .-]", "", as_text(value))
    if not re.fullmatch(r"[0-9]{11}", text):
        raise BadInput("Dit is geen rijksregisternummer.", "Geef elf cijfers, met de celopmaak op tekst.")
    return text


def _party(value: Cell) -> str:
    text = as_text(value)
    if not _PARTY.fullmatch(text):
        raise BadInput("Dit is geen partijCode.", "Geef de code van de verhuurder in het CIR.")
    return text


def _names(value: Cell) -> list[str]:
    return [name for part in as_text(value).split(";") if (name := part.strip())]


def _whole(field: Field) -> Callable[[Cell], int]:
    def parse(value: Cell) -> int:
        number = as_whole(value)
        if (field.low is not None and number < field.low) or (field.high is not None and number > field.high):
            raise BadInput("Dit getal kan hier niet.", f"Geef {field.expected}.")
        return number

    return parse


def _code(field: Field) -> Callable[[Cell], str]:
    by_fold = {folded(code): code for code in field.codes}

    def parse(value: Cell) -> str:
        text = as_text(value)
        code = by_fold.get(folded(text))
        if code is None and not field.open:
            raise BadInput("Deze code staat niet in de lijst.", f"Kies {field.expected}.")
        return code or text

    return parse


def _codes(field: Field) -> Callable[[Cell], list[str]]:
    one = _code(field)
    return lambda value: [one(name) for name in _names(value)]


_PARSERS: Mapping[str, Callable[[Cell], Value]] = {
    "dossier": _dossier,
    "text": as_text,
    "day": _day,
    "moment": _moment,
    "yes_no": as_yes_no,
    "money": _money,
    "number": _digits,
    "nis": _nis,
    "national": _national,
    "party": _party,
    "names": _names,
}
