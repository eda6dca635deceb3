"""Invented households: who is in a dossier, and how many bedrooms they need."""

from __future__ import annotations

import msgspec

from cir_desktop.practice.draws import Bands
from cir_desktop.practice.people import (
    birth_day_of_child,
    co_resident,
    domicile,
    first_name,
    sex,
    surname,
    tenant_applicant,
)
from cir_desktop.practice.setting import ADULT, YEAR, Setting, Wire, day

PARTNERS = {"couple", "couple_with_children"}
FAMILIES = {"single_parent", "couple_with_children"}


class Household(msgspec.Struct, frozen=True):
    """The people of one dossier; `bedrooms` is what they need at least."""

    kind: str
    persons: list[Wire]
    part_time: list[Wire]
    bedrooms: int

    @property
    def home(self) -> Wire | None:
        """The domicile of the reference person."""
        address: Wire | None = self.persons[0]["domicilieAdres"]
        return address


def _born(setting: Setting, ages: Bands, registered: int) -> int:
    """Return the birth day of an adult who was at least 18 on the registration day."""
    rng = setting.rng
    born = setting.today - 1 - int((ages.number(rng) + rng.random()) * YEAR)
    return born if born <= registered - ADULT else registered - ADULT - int(rng.random() * 3650)


def household(setting: Setting, kind: str, registered: int) -> Household:
    """Draw a household of one of the kinds of shares.toml that registered on the ordinal `registered`."""
    rng, shares = setting.rng, setting.shares
    origin = shares.persons.origins.draw(rng)
    last = surname(rng, origin)
    home = domicile(setting)
    women = shares.ages.women_alone_with_children if kind == "single_parent" else shares.ages.women
    gender = sex(setting, women)
    born = _born(setting, shares.ages.family if kind in FAMILIES else shares.ages.alone, registered)
    category = shares.households.couples.draw(rng) if kind in PARTNERS else "ALLEENSTAANDE"
    persons = [
        tenant_applicant(
            setting,
            relation="REFERENTIEPERSOON",
            category=category,
            sex=gender,
            born=born,
            origin=origin,
            last=last,
            home=home,
        )
    ]
    if kind in PARTNERS:
        persons.append(_partner(setting, category, gender, born, origin, home, registered))
    if kind in FAMILIES:
        number = shares.children.number.draw(rng)
        persons.extend(_child(setting, born, origin, last, home) for _ in range(number))
        if rng.random() < shares.children.unborn:
            persons.append(unborn(setting, last))
    elif kind == "adult_co_residents":
        number = shares.households.co_residents.draw(rng)
        persons.extend(_adult(setting, born, origin, last, home) for _ in range(number))
    part_time = _part_time(setting, kind, born, origin)
    return Household(kind, persons, part_time, _bedrooms(persons, part_time))


def _partner(
    setting: Setting, category: str, gender: str, born: int, origin: str, home: Wire | None, registered: int
) -> Wire:
    rng, shares = setting.rng, setting.shares
    same = rng.random() < shares.households.same_sex_couple
    days = int((shares.ages.partner.number(rng) + rng.random()) * YEAR)
    return tenant_applicant(
        setting,
        relation="PARTNER",
        category=category,
        sex=gender if same or gender == "X" else ("M" if gender == "V" else "V"),
        born=min(born + (days if rng.random() < 0.5 else -days), registered - ADULT),
        origin=origin,
        last=surname(rng, origin),
        home=home,
    )


def _child(setting: Setting, parent: int, origin: str, last: str, home: Wire | None) -> Wire:
    rng, children = setting.rng, setting.shares.children
    grandchild = rng.random() < children.grandchild and parent < setting.today - 40 * YEAR
    return co_resident(
        setting,
        relation="KLEINKIND" if grandchild else "KIND",
        sex="V" if rng.random() < children.girls else "M",
        born=birth_day_of_child(setting, parent, children.ages.number(rng)),
        origin=origin,
        last=last,
        home=home,
    )


def newborn(setting: Setting, born: int, origin: str, last: str, home: Wire | None) -> Wire:
    """Return a child born on the ordinal `born`."""
    gender = "V" if setting.rng.random() < setting.shares.children.girls else "M"
    return co_resident(setting, relation="KIND", sex=gender, born=born, origin=origin, last=last, home=home)


def unborn(setting: Setting, last: str) -> Wire:
    """Return a child that is expected: no number, no birth date, no sex known."""
    return co_resident(setting, relation="KIND", sex="X", born=None, origin="flemish", last=last, home=None)


def _adult(setting: Setting, born: int, origin: str, last: str, home: Wire | None) -> Wire:
    rng = setting.rng
    relation = setting.shares.households.co_resident_relation.draw(rng)
    years = {"OUDER": -20 - 15 * rng.random(), "KIND": 17 + 12 * rng.random()}.get(relation, 30 * rng.random() - 15)
    youngest, oldest = setting.today - ADULT - 1, setting.today - int(99 * YEAR)
    related = relation in {"OUDER", "BROER_ZUS", "KIND"} and rng.random() < 0.7
    # A reference person too young for a grown-up child has a brother or sister instead.
    if relation == "KIND" and born + 17 * YEAR > youngest:
        relation = "BROER_ZUS"
    return co_resident(
        setting,
        relation=relation,
        sex=sex(setting, setting.shares.ages.women),
        born=max(oldest, min(youngest, born + int(years * YEAR))),
        origin=origin,
        last=last if related else surname(rng, origin),
        home=home,
    )


def _part_time(setting: Setting, kind: str, parent: int, origin: str) -> list[Wire]:
    rng, children = setting.rng, setting.shares.children
    if kind not in {"single", "single_parent"} or rng.random() >= children.part_time:
        return []
    arrangement = children.arrangement.draw(rng)
    found = []
    for _ in range(children.part_time_number.draw(rng)):
        gender = "V" if rng.random() < children.girls else "M"
        born = birth_day_of_child(setting, parent, min(17, children.ages.number(rng)))
        name = first_name(rng, origin, gender)
        found.append({"voorNaam": name, "geslacht": gender, "geboorteDatum": day(born), "regeling": arrangement})
    return found


def _bedrooms(persons: list[Wire], part_time: list[Wire]) -> int:
    """Count one for the tenant applicants, one per two children of a sex, one per other co-resident."""
    sexes: list[str] = [person["geslacht"] for person in persons if person["relatie"] in {"KIND", "KLEINKIND"}]
    sexes += [child["geslacht"] for child in part_time]
    others: int = sum(person["rol"] == "MEDEBEWONER" for person in persons) - (len(sexes) - len(part_time))
    pairs: int = sum((sexes.count(one) + 1) // 2 for one in "MVX")
    return 1 + others + pairs
