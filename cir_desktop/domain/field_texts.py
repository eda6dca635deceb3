"""What a clerk types and reads for the fields of a dossier."""

import re
from collections.abc import Mapping
from datetime import date

from cir_desktop.domain.codes import HOME_TYPES, STATUS_WORDS, status_words
from cir_desktop.domain.conflicts import Value
from cir_desktop.domain.dossier_fields import (
    BELGIUM,
    BETWEEN,
    FIELDS,
    DossierField,
    FieldKind,
    count_text,
    field_of,
    region_of,
    region_text,
)
from cir_desktop.domain.dossier_words import CHECKS, LANGUAGE_LEVELS
from cir_desktop.domain.values import Money, NationalNumber, dutch_date
from cir_desktop.errors import BadInput
from cir_desktop.runtime.reference import is_municipality, municipality_names, name_of

_EMPTY = "(leeg)"
_LONGEST = 200


def parse(key: str, text: str) -> Value:
    """What was typed for a field; empty takes the value away.

    Regions are typed as `Geel: Centrum, Noord; Kasterlee` (names or codes; no neighbourhoods is all of them).
    An address is typed as `straat; nummer; bus; postcode; plaats` (Belgian), bedrooms as `2-3`, types as `A, H`, a
    day as dd/mm/jjjj. Raises BadInput whose `field` is the key.
    """
    field = field_of(key)
    typed = " ".join(text.split())
    if not typed:
        if field.required:
            raise BadInput(f"“{field.label}” kan niet leeg zijn.", "Geef de juiste waarde.", field=key)
        return (None, None) if field.kind is FieldKind.BEDROOMS else () if field.kind is FieldKind.TYPES else None
    try:
        return _typed(field, typed)
    except (ValueError, BadInput) as error:
        todo = error.todo if isinstance(error, BadInput) else ""
        raise BadInput(f"De waarde voor “{field.label}” klopt niet.", todo or _HOW[field.kind], field=key) from error


def value_words(key: str, value: Value, *, masked: bool = True) -> str:
    """What a clerk reads for the value of a field; a national number is masked unless asked otherwise."""
    if value in (None, "", (), (None, None)):
        return _EMPTY
    kind = FIELDS[key].kind
    match kind, value:
        case FieldKind.ADDRESS, (str(street), str(number), box, str(postcode), str(place), *_):
            return f"{street} {number}{f' bus {box}' if box else ''}, {postcode} {place}"
        case FieldKind.AMOUNT, int(cents):
            return str(Money(cents))
        case FieldKind.BEDROOMS, (least, most):
            return least if least == most and least else f"van {least or '0'} tot {most or 'onbeperkt'}"
        case FieldKind.TYPES, tuple(codes):
            return ", ".join(HOME_TYPES.get(code or "", code or "") for code in codes)
        case FieldKind.REGIONS, tuple(parts):
            return "; ".join(_region_words(part or "") for part in parts)
        case FieldKind.YES_NO, bool(yes):
            return "ja" if yes else "nee"
        case FieldKind.DAY, str(day):
            return dutch_date(date.fromisoformat(day))
        case FieldKind.NATIONAL_NUMBER, str(digits):
            return NationalNumber(digits).masked if masked else NationalNumber(digits).formatted
        case FieldKind.LANGUAGE, str(code):
            return LANGUAGE_LEVELS.get(code, code)
        case FieldKind.STATUS, str(code):
            return status_words(code)
        case FieldKind.INCOME, (cents, year, check):
            amount = str(Money(int(cents))) if cents else "geen bedrag"
            return f"{amount} ({year or 'jaar onbekend'}, {CHECKS.get(check or '', check)})"
        case FieldKind.PROPERTY, (found, check):
            return f"gevonden: {found or 'onbekend'}, {CHECKS.get(check or '', check)}"
    return str(value)


def typed_text(key: str, value: Value) -> str:
    """A value as `parse` reads it, for a field of a form."""
    kind = FIELDS[key].kind
    match kind, value:
        case _, None:
            return ""
        case FieldKind.ADDRESS, tuple(parts):
            return "; ".join(part or "" for part in parts[:5])
        case FieldKind.AMOUNT, int(cents):
            return str(Money(cents)).removeprefix("€ ")
        case FieldKind.BEDROOMS, (least, most):
            return "" if least is None and most is None else f"{least or ''}-{most or ''}"
        case FieldKind.TYPES, tuple(codes):
            return ", ".join(code or "" for code in codes)
        case FieldKind.REGIONS, tuple(parts):
            return "; ".join(_region_typed(part or "") for part in parts)
        case FieldKind.YES_NO, bool(yes):
            return "ja" if yes else "nee"
        case FieldKind.DAY, str(day):
            return dutch_date(date.fromisoformat(day))
    return str(value)


def _typed(field: DossierField, typed: str) -> Value:
    match field.kind:
        case FieldKind.EMAIL if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", typed):
            raise ValueError
        case FieldKind.PHONE if not re.fullmatch(r"\+?[\d ./()-]{6,25}", typed):
            raise ValueError
        case FieldKind.ADDRESS:
            lines = [part.strip() or None for part in typed.split(";")]
            street, number, _box, postcode, place = lines
            if not (street and number and postcode and place):
                raise ValueError
            return (*lines, BELGIUM)
        case FieldKind.LANGUAGE:
            return _one_of(typed.upper(), LANGUAGE_LEVELS)
        case FieldKind.STATUS:
            return _one_of(typed.upper(), STATUS_WORDS)
        case FieldKind.AMOUNT:
            cents = Money.of(typed).cents
            if cents < 0:
                raise ValueError
            return cents
        case FieldKind.BEDROOMS:
            least, most = _bedrooms(typed)
            return (count_text(least), count_text(most))
        case FieldKind.TYPES:
            return tuple(sorted({_one_of(code.strip().upper(), HOME_TYPES) for code in typed.split(",")}))
        case FieldKind.REGIONS:
            parts = [_region(part) for part in typed.split(";") if part.strip()]
            if not parts:
                raise ValueError
            return tuple(sorted(parts))
        case FieldKind.YES_NO:
            return {"ja": True, "nee": False}[_one_of(typed.casefold(), {"ja": "", "nee": ""})]
        case FieldKind.DAY:
            return date.fromisoformat("-".join(reversed(typed.split("/"))) if "/" in typed else typed).isoformat()
        case FieldKind.NATIONAL_NUMBER:
            return NationalNumber.parse(typed).digits
        case _ if len(typed) > _LONGEST:
            raise ValueError
    return typed


_HOW: Mapping[FieldKind, str] = {
    FieldKind.EMAIL: "Geef een e-mailadres, zoals naam@voorbeeld.be.",
    FieldKind.PHONE: "Geef een telefoonnummer, zoals 014 12 34 56.",
    FieldKind.ADDRESS: "Geef het adres als straat; nummer; bus; postcode; plaats (de bus mag leeg zijn).",
    FieldKind.LANGUAGE: f"Kies een van: {', '.join(LANGUAGE_LEVELS)}.",
    FieldKind.STATUS: f"Kies een van: {', '.join(STATUS_WORDS)}.",
    FieldKind.AMOUNT: "Geef een bedrag in euro, bijvoorbeeld 412,50.",
    FieldKind.BEDROOMS: "Geef het kleinste en grootste aantal, zoals 2-3 (0 tot 9).",
    FieldKind.TYPES: f"Geef een of meer van: {', '.join(HOME_TYPES)}, met een komma ertussen.",
    FieldKind.REGIONS: "Geef gemeenten zoals Geel: Centrum, Noord; Kasterlee (zonder wijken is het de hele gemeente).",
    FieldKind.YES_NO: "Kies ja of nee.",
    FieldKind.DAY: "Geef een datum als dd/mm/jjjj.",
    FieldKind.NATIONAL_NUMBER: "Kijk de elf cijfers na op het document.",
    FieldKind.TEXT: "Geef een tekst.",
}


def _region(typed: str) -> str:
    name, _, places = typed.partition(":")
    names = {each.casefold(): nis for nis, each in municipality_names().items()}
    wanted = name.strip()
    nis_code = wanted if is_municipality(wanted) else names[_one_of(wanted.casefold(), names)]
    neighbourhoods = [place.strip() for place in places.split(",") if place.strip()]
    if any(BETWEEN in place for place in neighbourhoods):
        raise ValueError
    return region_text(nis_code, neighbourhoods)


def _region_typed(part: str) -> str:
    """By name, or by code where the name does not lead back to it: a municipality that merged away."""
    nis_code, neighbourhoods = region_of(part)
    name = municipality_names().get(nis_code, nis_code)
    return f"{name}: {', '.join(neighbourhoods)}" if neighbourhoods else name


def _region_words(part: str) -> str:
    nis_code, neighbourhoods = region_of(part)
    return f"{name_of(nis_code)} ({', '.join(neighbourhoods) or 'alle wijken'})"


def _one_of(code: str, known: Mapping[str, str]) -> str:
    if code not in known:
        raise ValueError
    return code


def _bedrooms(typed: str) -> tuple[int | None, int | None]:
    low, dash, high = (part.strip() for part in typed.partition("-"))
    least = int(low) if low else None
    most = (int(high) if high else None) if dash else least
    if any(count is not None and not 0 <= count <= 9 for count in (least, most)):
        raise ValueError
    if least is not None and most is not None and least > most:
        raise ValueError
    return least, most
