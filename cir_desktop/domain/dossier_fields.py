"""The fields of a dossier that a landlord may correct or ask to correct: one closed list, with who writes each.

That the primary landlord may write contact data, language and preferences, and nobody here the rest, is assumed
(docs/register-assumptions.md).
"""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum

import msgspec

from cir_desktop.domain.conflicts import Value, Values
from cir_desktop.domain.dossier import Address, Dossier, Income, Person
from cir_desktop.errors import BadInput

REFERENCE, PARTNER = "reference", "partner"
BELGIUM = "150"
BETWEEN = "|"
"""Stands in no name of a neighbourhood."""

WHO = "who"
"""Not a field to correct: tells whether the person in a role is still the same one."""


class FieldKind(StrEnum):
    """How a field is typed and read."""

    TEXT = "text"
    EMAIL = "email"
    PHONE = "phone"
    ADDRESS = "address"
    LANGUAGE = "language"
    AMOUNT = "amount"
    BEDROOMS = "bedrooms"
    TYPES = "types"
    REGIONS = "regions"
    YES_NO = "yes_no"
    DAY = "day"
    NATIONAL_NUMBER = "national_number"
    STATUS = "status"
    INCOME = "income"
    PROPERTY = "property"


class DossierField(msgspec.Struct, frozen=True):
    """A field. `ours`: the primary landlord may write it; `askable`: its correction can be asked; `ranks`: a list of
    a home depends on it."""

    key: str
    label: str
    kind: FieldKind
    ours: bool = False
    askable: bool = True
    ranks: bool = False
    required: bool = False


_ROLES = {REFERENCE: "Referentiepersoon", PARTNER: "Partner"}
_OF_PERSON = (
    ("email", "e-mail", FieldKind.EMAIL, True, False),
    ("phone1", "telefoon 1", FieldKind.PHONE, True, False),
    ("phone2", "telefoon 2", FieldKind.PHONE, True, False),
    ("postal", "postadres", FieldKind.ADDRESS, True, False),
    ("language", "taalkennis", FieldKind.LANGUAGE, True, False),
    ("first_name", "voornaam", FieldKind.TEXT, False, True),
    ("last_name", "naam", FieldKind.TEXT, False, True),
    ("national_number", "rijksregisternummer", FieldKind.NATIONAL_NUMBER, False, True),
    ("birth_date", "geboortedatum", FieldKind.DAY, False, True),
    ("domicile", "domicilie", FieldKind.ADDRESS, False, True),
)

FIELDS: Mapping[str, DossierField] = {
    field.key: field
    for field in (
        *(
            DossierField(f"{role}.{key}", f"{who}: {label}", kind, ours=ours, required=required)
            for role, who in _ROLES.items()
            for key, label, kind, ours, required in _OF_PERSON
        ),
        DossierField("preferences.max_rent", "Hoogste huurprijs", FieldKind.AMOUNT, ours=True, ranks=True),
        DossierField("preferences.bedrooms", "Aantal slaapkamers", FieldKind.BEDROOMS, ours=True, ranks=True),
        DossierField("preferences.types", "Soort woning", FieldKind.TYPES, ours=True, ranks=True),
        DossierField(
            "preferences.adapted", "Aangepaste woning", FieldKind.YES_NO, ours=True, ranks=True, required=True
        ),
        DossierField(
            "preferences.regions", "Gekozen gemeenten", FieldKind.REGIONS, ours=True, ranks=True, required=True
        ),
        DossierField("registered_on", "Inschrijvingsdatum", FieldKind.DAY, ranks=True, required=True),
        DossierField("status", "Status", FieldKind.STATUS, ranks=True, required=True),
        DossierField("income.taxable", "Belastbaar inkomen", FieldKind.AMOUNT),
        DossierField("income.total", "Inkomen en jaar", FieldKind.INCOME, askable=False, ranks=True),
        DossierField("property.found", "Eigendom gevonden", FieldKind.YES_NO),
        DossierField("property.check", "Controle van eigendom", FieldKind.PROPERTY, askable=False, ranks=True),
    )
}

FACT_FIELDS: Mapping[str, str] = {
    "income.amount": "income.total",
    "property.within": "property.check",
    "register.inscribed": "reference.domicile",
    "rent.within": "preferences.max_rent",
    "adapted.need": "preferences.adapted",
}
"""By fact that this office may note: the field of the register that it overrules or completes."""


def values_of(dossier: Dossier) -> dict[str, Value]:
    """Every field of the closed list that a dossier has, and who stands in each role."""
    found: dict[str, Value] = {}
    partner = partner_of(dossier)
    for role, person in ((REFERENCE, dossier.reference_person), (PARTNER, partner)):
        if person is not None:
            found |= _of_person(role, person)
    wishes, income, estate = dossier.preferences, dossier.income, dossier.real_estate
    return found | {
        "preferences.max_rent": wishes.max_rent.cents if wishes.max_rent else None,
        "preferences.bedrooms": (count_text(wishes.min_bedrooms), count_text(wishes.max_bedrooms)),
        "preferences.types": tuple(sorted(wishes.types)),
        "preferences.adapted": wishes.adapted,
        "preferences.regions": tuple(
            sorted(region_text(region.nis_code, region.neighbourhoods) for region in dossier.regions)
        ),
        "registered_on": _day(dossier.registered_on),
        "status": dossier.status,
        "income.taxable": income.taxable.cents if income and income.taxable else None,
        "income.total": _income(income),
        "property.found": estate.found if estate else None,
        "property.check": (_yes_no(estate.found), estate.check) if estate else None,
    }


def partner_of(dossier: Dossier) -> Person | None:
    """The partner of the reference person, if one stands in the dossier."""
    return next((person for person in dossier.persons if person.relation == "PARTNER" and not person.reference), None)


def comparable(values: Values) -> dict[str, Value]:
    """What a correction is compared by: the fields that we may write, and who stands in each role. Nothing else of the
    dossier goes along with a message."""
    return {key: value for key, value in values.items() if key.endswith(f".{WHO}") or FIELDS[key].ours}


def without_replaced(base: Values, register: Values) -> Values:
    """What the register has now, without the fields of a person who took the place of the one in `base`."""
    left = dict(register)
    for role in _ROLES:
        if not _same_person(base.get(f"{role}.{WHO}"), register.get(f"{role}.{WHO}")):
            left = {key: value for key, value in left.items() if not key.startswith(f"{role}.")}
    return left


def field_of(key: str) -> DossierField:
    """A field of the closed list. Raises BadInput that names the list."""
    found = FIELDS.get(key.strip())
    if found is None or not found.askable:
        known = ", ".join(one.key for one in FIELDS.values() if one.askable)
        raise BadInput("Dit veld kan niet verbeterd worden.", f"Kies een van: {known}.", field=key)
    return found


def _of_person(role: str, person: Person) -> dict[str, Value]:
    number = person.national_number.digits if person.national_number else None
    born = _day(person.birth_date)
    return {
        f"{role}.{WHO}": (number, person.first_name, born),
        f"{role}.email": person.email,
        f"{role}.phone1": person.phone1,
        f"{role}.phone2": person.phone2,
        f"{role}.postal": _address(person.postal),
        f"{role}.language": person.language_level,
        f"{role}.first_name": person.first_name,
        f"{role}.last_name": person.last_name,
        f"{role}.national_number": number,
        f"{role}.birth_date": born,
        f"{role}.domicile": _address(person.domicile),
    }


def _same_person(then: Value, now: Value) -> bool:
    """Whether one of the two marks of a person, national number or first name with birth date, stayed the same."""
    if not (isinstance(then, tuple) and isinstance(now, tuple)):
        return then == now
    return (then[0] is not None and then[0] == now[0]) or then[1:] == now[1:]


def _address(address: Address | None) -> Value:
    """What people write of an address; the code of its municipality follows from that, and changes with a merger."""
    if address is None:
        return None
    return (
        address.street,
        address.number,
        address.box,
        address.postcode,
        address.place,
        address.country,
    )


def _income(income: Income | None) -> Value:
    """What counts for the limits: the sum of what the register has, its year, and what the register says of it."""
    if income is None:
        return None
    parts = (income.taxable, income.living_wage, income.income_replacement, income.exempt_foreign, income.exempt_eu)
    known = [part.cents for part in parts if part is not None]
    return (str(sum(known)) if known else None, count_text(income.year), income.check)


def region_text(nis_code: str, neighbourhoods: Iterable[str]) -> str:
    """A chosen municipality as a part of a value: its code, and the neighbourhoods in whatever order they came."""
    return BETWEEN.join((nis_code, *sorted(neighbourhoods)))


def region_of(part: str) -> tuple[str, tuple[str, ...]]:
    """The code and the neighbourhoods of what `region_text` made."""
    nis_code, *neighbourhoods = part.split(BETWEEN)
    return nis_code, tuple(neighbourhoods)


def count_text(number: int | None) -> str | None:
    """A count as a part of a value."""
    return None if number is None else str(number)


def _yes_no(told: bool | None) -> str | None:
    return None if told is None else "ja" if told else "nee"


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
