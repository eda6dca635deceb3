"""What the practice register says of one cell of a migration workbook, by the kind of its column."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Final

_DOSSIER: Final = re.compile(r"(\d{4})\.(\d{2})\.(\d{2})\.\d{4,}")
_SHAPES: Final = {
    "postcode": (re.compile(r"[1-9]\d{3}"), "Een postcode heeft vier cijfers."),
    "nis": (re.compile(r"[1-9]\d{4}"), "Een NIS-code heeft vijf cijfers."),
    "email": (re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+"), "Dit is geen e-mailadres."),
    "phone": (re.compile(r"\+?[0-9 ./()\-]{8,20}"), "Dit is geen telefoonnummer."),
    "dossier": (_DOSSIER, "Een dossiernummer is jjjj.mm.dd.volgnummer."),
}
_HIGHEST: Final = 10_000_000


def wrong(column: dict[str, Any], cell: Any, codes: frozenset[str], today: date) -> str:
    """What is wrong with a cell that holds something; empty when it is right. Never quotes the cell."""
    kind = column["kind"]
    if kind in _SHAPES:
        shape, told = _SHAPES[kind]
        return "" if shape.fullmatch(_text(cell)) else told
    judge = _KINDS.get(kind)
    if judge is not None:
        return judge(cell)
    if kind == "day":
        return _day(cell, today)
    if kind == "code":
        return "" if cell in codes else "Deze code bestaat niet."
    if kind == "codes":
        parts = [part for part in re.split(r"[;,\s]+", _text(cell)) if part]
        return "" if parts and codes.issuperset(parts) else "Een van deze codes bestaat niet."
    return "" if len(_text(cell)) <= column.get("most", 100) else "Deze tekst is te lang."


def _text(cell: Any) -> str:
    return str(cell).strip()


def _national(cell: Any) -> str:
    digits = re.sub(r"[.\- ]", "", _text(cell))
    if not re.fullmatch(r"\d{11}", digits):
        return "Een rijksregisternummer heeft elf cijfers."
    first, check = int(digits[:9]), int(digits[9:])
    if check not in (97 - first % 97, 97 - (2_000_000_000 + first) % 97):
        return "De controlecijfers van het rijksregisternummer kloppen niet."
    return ""


def _enterprise(cell: Any) -> str:
    digits = re.sub(r"[. ]", "", _text(cell))
    if not re.fullmatch(r"[01]\d{9}", digits) or int(digits[8:]) != 97 - int(digits[:8]) % 97:
        return "Dit is geen ondernemingsnummer."
    return ""


def _iban(cell: Any) -> str:
    packed = _text(cell).replace(" ", "").upper()
    if not re.fullmatch(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}", packed):
        return "Dit is geen rekeningnummer."
    turned = packed[4:] + packed[:4]
    return "" if int("".join(str(int(sign, 36)) for sign in turned)) % 97 == 1 else "Dit is geen rekeningnummer."


def _yes_no(cell: Any) -> str:
    return "" if cell in ("ja", "nee") else "Hier staat ja of nee."


def _whole(cell: Any) -> str:
    right = isinstance(cell, int) and not isinstance(cell, bool) and 0 <= cell < _HIGHEST
    return "" if right else "Hier staat een geheel getal."


def _money(cell: Any) -> str:
    right = isinstance(cell, int | float) and not isinstance(cell, bool) and 0 <= cell < _HIGHEST
    return "" if right else "Hier staat een bedrag."


def _day(cell: Any, today: date) -> str:
    if not isinstance(cell, date):
        return "Hier staat een datum."
    day = cell.date() if isinstance(cell, datetime) else cell
    return "" if date(1900, 1, 1) <= day <= today else "Deze datum ligt in de toekomst of voor 1900."


_KINDS: Final[dict[str, Callable[[Any], str]]] = {
    "national": _national,
    "enterprise": _enterprise,
    "iban": _iban,
    "yes_no": _yes_no,
    "whole": _whole,
    "money": _money,
}
