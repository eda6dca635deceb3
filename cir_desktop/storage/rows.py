"""From a dossier to the narrow rows that lists, searches and rankings read; pure, and the hot path of every pull."""

from collections.abc import Mapping
from datetime import date

import msgspec

from cir_desktop.domain.dossier import Dossier, Income, Person, RealEstate, RegisterOffer
from cir_desktop.domain.facts import Finances, Household, Member, PartTimeMember
from cir_desktop.domain.values import NisCode
from cir_desktop.storage.columns import moment_text
from cir_desktop.storage.tables import register_candidate
from cir_desktop.storage.text import fold

CANDIDATE_COLUMNS = tuple(
    column.name for column in register_candidate.columns if column.name not in {"id", "out_of_scope_at"}
)
"""The order of `narrow_rows`: the store gives the id, and a new version is in scope."""

FACTS_FORM = 2
"""Counts the changes of `Facts`: rows of an older form are made again from the payloads when a workspace opens."""

BETWEEN = "\x1f"
"""Stands between neighbourhoods, whose names may hold any punctuation."""

NO_NUMBER = "-"
"""Stands for an applicant without a national number."""

_KINDS = {"REFERENTIEPERSOON": "reference", "PARTNER": "partner", "KIND": "child"}
_encode = msgspec.msgpack.Encoder().encode

Row = tuple[object, ...]


class Facts(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What a ranking asks of a dossier, kept in each of its choices; rent in cents, applicants by national number."""

    dossier: str
    version: int
    status: str
    registered_on: date | None
    sequence: int
    household: Household
    max_rent: int | None
    min_bedrooms: int | None
    max_bedrooms: int | None
    types: tuple[str, ...]
    wants_adapted: bool
    applicants: tuple[str, ...]
    declared_care: tuple[NisCode | None, ...]
    refused_on: date | None
    finances: Finances
    in_register: bool | None


def narrow_rows(
    number: str, version: int, dossier: Dossier, choices: Mapping[str, str], own_party: str
) -> tuple[Row, bytearray]:
    """The row of `register_candidate`, in the order of CANDIDATE_COLUMNS, and the packed Facts for `register_choice`.

    `choices` are those of `chosen`. Only exact int, str and bytearray, as far as can be: the driver needs several times
    longer to bind any other type.
    """
    # One walk over the persons: this runs for every dossier of every pull.
    reference = dossier.persons[0]
    members: list[Member] = []
    children = 0
    applicants: list[str] = []
    care: list[NisCode | None] = []
    for person in dossier.persons:
        if person.reference and not reference.reference:
            reference = person
        if person.tenant:
            applicants.append(person.national_number.digits if person.national_number else NO_NUMBER)
        if person.care is not None:
            care.append(person.care.nis_code)
        if person.moves_along:
            kind = "reference" if person.reference else _KINDS.get(person.relation, "other")
            children += kind == "child"
            members.append(Member(kind, person.sex, person.birth_date, person.disability_percent))
    part_time = tuple([PartTimeMember(c.sex, c.birth_date, c.arrangement) for c in dossier.part_time_children])
    preferences = dossier.preferences
    registered_on = dossier.registered_on
    sequence = dossier.number.sequence
    row = (
        number,
        version,
        dossier.status,
        registered_on.isoformat() if registered_on else None,
        sequence,
        moment_text(dossier.updated_at),
        int(dossier.primary_party == own_party),
        f"{reference.last_name} {reference.first_name}",
        f"{fold(reference.last_name)} {fold(reference.first_name)}",
        reference.domicile.place if reference.domicile else "",
        len(members),
        children,
        " ".join(choices),
        " ".join(applicants),
        len(dossier.warnings),
        "\n".join(dossier.warnings),
    )
    facts = Facts(
        number,
        version,
        dossier.status,
        registered_on,
        sequence,
        Household(tuple(members), part_time),
        preferences.max_rent.cents if preferences.max_rent is not None else None,
        preferences.min_bedrooms,
        preferences.max_bedrooms,
        preferences.types,
        preferences.adapted,
        tuple(applicants),
        tuple(care),
        refused_on(dossier.offers) if dossier.offers else None,
        _finances(dossier.income, dossier.real_estate),
        _in_register(reference),
    )
    return row, bytearray(_encode(facts))


def chosen(dossier: Dossier) -> dict[str, str]:
    """The chosen municipalities with the chosen neighbourhoods as one text; an empty text means all of it.

    A municipality that was chosen twice: the widest choice counts.
    """
    choices: dict[str, str] = {}
    for region in dossier.regions:
        former = choices.get(region.nis_code)
        if former is None:
            choices[region.nis_code] = BETWEEN.join(region.neighbourhoods)
        elif former and region.neighbourhoods:
            both = dict.fromkeys([*former.split(BETWEEN), *region.neighbourhoods])
            choices[region.nis_code] = BETWEEN.join(both)
        else:
            choices[region.nis_code] = ""
    return choices


def refused_on(offers: tuple[RegisterOffer, ...]) -> date | None:
    """The last answer that counts against a candidate, from the offers that the register knows."""
    days = [
        offer.answered_on or offer.day
        for offer in offers
        if offer.answer == "GEEN_ANTWOORD" or (offer.answer == "GEWEIGERD" and offer.grounded is False)
    ]
    return max(days, default=None)


def _finances(income: Income | None, estate: RealEstate | None) -> Finances:
    total, year, check = None, None, ""
    if income is not None:
        parts = (
            income.taxable,
            income.living_wage,
            income.income_replacement,
            income.exempt_foreign,
            income.exempt_eu,
        )
        amounts = [part.cents for part in parts if part is not None]
        total, year, check = sum(amounts) if amounts else None, income.year, income.check
    if estate is None:
        return Finances(total, year, check)
    return Finances(total, year, check, estate.found, estate.check)


def _in_register(reference: Person) -> bool | None:
    """An address in Belgium is one of the population register; without one nobody can tell."""
    domicile = reference.domicile
    return True if domicile is not None and domicile.nis_code is not None else None
