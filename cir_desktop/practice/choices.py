"""What an invented household chooses: municipalities, neighbourhoods, kinds of home, bedrooms, rent."""

from __future__ import annotations

from cir_desktop.practice.households import Household
from cir_desktop.practice.landlords import Municipality
from cir_desktop.practice.setting import Setting, Wire


def preferences(setting: Setting, people: Household) -> Wire:
    """Return `voorkeuren`; bedrooms follow what the household needs."""
    rng, shares = setting.rng, setting.shares.choices
    small = len(people.persons) + len(people.part_time) <= 2
    fewer, more = shares.min_bedrooms.draw(rng), shares.max_bedrooms.draw(rng)
    least = None if fewer is None else max(0, people.bedrooms + fewer)
    most = None if more is None else max(people.bedrooms + more, least or 0)
    types = (shares.types_small if small else shares.types_family).draw(rng)
    disabled = any((person["handicap"] or 0) >= 66 for person in people.persons)
    rent = shares.max_rent.draw(rng)
    return {
        "maxHuur": None if rent is None else float(rent),
        "minSlaapkamers": least,
        "maxSlaapkamers": most,
        "types": types.split() if types else [],
        "aangepasteWoning": rng.random() < (0.3 if disabled else shares.adapted / 2),
    }


def neighbourhoods(setting: Setting, municipality: Municipality) -> list[str]:
    """Draw the neighbourhoods; an empty list is all of the municipality."""
    rng, names = setting.rng, municipality.neighbourhoods
    if len(names) < 2 or rng.random() >= setting.shares.choices.neighbourhoods:
        return []
    chosen = set(rng.sample(range(len(names)), 1 + int(rng.random() * (len(names) - 1))))
    return [name for index, name in enumerate(names) if index in chosen]


def regions(setting: Setting, people: Household, in_scope: bool) -> list[Wire]:
    """Return `regioKeuzes`: at least one municipality of the landlord when in scope, none of them otherwise."""
    rng, shares, around = setting.rng, setting.shares.choices, setting.around
    number = shares.municipalities.draw(rng)
    found: dict[str, list[str]] = {}
    if in_scope:
        first = around.own.draw(rng)
        at_home = people.home["gemeenteNisCode"] if people.home else None
        if rng.random() < shares.domicile_first:
            first = next((own for own in around.own.values if own.nis == at_home), first)
        found[first.nis] = neighbourhoods(setting, first)
    # A draw that names a chosen municipality again is lost: who chooses many, chooses few of one landlord.
    for _ in range(number - len(found)):
        if in_scope and rng.random() < shares.own:
            own = around.own.draw(rng)
            if own.nis not in found:
                found[own.nis] = neighbourhoods(setting, own)
        else:
            found.setdefault(around.nearby[int(rng.random() * len(around.nearby))].nis, [])
    return [{"gemeenteNisCode": nis, "wijken": names} for nis, names in found.items()]


def optional_preferences(setting: Setting) -> list[Wire]:
    """Return the wishes stated to one landlord or housing company, or none."""
    rng, shares = setting.rng, setting.shares
    if rng.random() >= shares.choices.optional:
        return []
    others = shares.landlord.others
    party = shares.landlord.code if rng.random() < 0.5 else others[int(rng.random() * len(others))]
    floor = shares.choices.highest_floor.draw(rng)
    return [
        {
            "partijCode": party,
            "hoogsteVerdieping": floor,
            "traptreden": None if floor is None else int(rng.random() * 16),
            "kamerOpOverschot": _wish(setting),
            "lift": _wish(setting),
            "terras": _wish(setting),
            "douche": _wish(setting),
            "wasmachineAansluiting": _wish(setting),
        }
    ]


def _wish(setting: Setting) -> bool | None:
    draw = setting.rng.random()
    return None if draw < 0.5 else draw < 0.8
