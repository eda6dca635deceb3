"""A corrected dossier as it travels: what the register gave, with only the corrected leaves changed.

Nothing is rebuilt from the domain: keys that we do not know, and the spelling of every other value, go back as they
came. That a whole dossier is written with PUT, on top of its current version, is [assumed] in part
(docs/register-assumptions.md).
"""

from collections.abc import Mapping
from typing import Any

import msgspec

from cir_desktop.domain.conflicts import Value, Values
from cir_desktop.domain.dossier_fields import BELGIUM, FIELDS, PARTNER, REFERENCE, region_of, region_text
from cir_desktop.register.wire import decode_dossier
from cir_desktop.runtime.reference import municipality_of_postcode

PATHS: Mapping[str, tuple[str, ...]] = {
    **{
        f"{role}.{key}": ("personen", role, name)
        for role in (REFERENCE, PARTNER)
        for key, name in (
            ("email", "email"),
            ("phone1", "telefoon1"),
            ("phone2", "telefoon2"),
            ("postal", "postAdres"),
            ("language", "taalkennis"),
        )
    },
    "preferences.max_rent": ("voorkeuren", "maxHuur"),
    "preferences.bedrooms": ("voorkeuren", "minSlaapkamers", "maxSlaapkamers"),
    "preferences.types": ("voorkeuren", "types"),
    "preferences.adapted": ("voorkeuren", "aangepasteWoning"),
    "preferences.regions": ("regioKeuzes",),
}
"""By field that we may write: where it stands in the body. After `personen` comes the role of the person; a field of
two leaves names both at the end; one that is a whole list, only the list."""

ADDRESS = ("straat", "huisNummer", "huisNummerBus", "postCode", "gemeente", "landNisCode")
"""The leaves of an address, in the order of the parts of its value; `gemeenteNisCode` follows from the postcode."""


def corrected(raw: bytes, changes: Values) -> bytes:
    """The body of `PUT dossiers/dossier/{dossierNummer}`: the dossier as received, with these values.

    Args:
        raw: the newest version, as the register gave it.
        changes: by key of a field that the landlord may write.

    Raises UndecodableDossier when the dossier can't be read; KeyError for a field that is not ours or a person who is
    not there (bugs: the comparison finds these first).
    """
    decode_dossier(raw)
    body: dict[str, Any] = msgspec.json.decode(raw)
    for key, value in changes.items():
        _write(body, key, value)
    return msgspec.json.encode(body)


def _write(body: dict[str, Any], key: str, value: Value) -> None:
    if not FIELDS[key].ours:
        raise KeyError(key)
    place, *leaves = PATHS[key]
    if not leaves:
        body[place] = _regions(body[place], value if isinstance(value, tuple) else ())
        return
    holder: dict[str, Any] = body[place]
    if place == "personen":
        role, *leaves = leaves
        holder = _person(body["personen"], role)
    if len(leaves) == 1:
        holder[leaves[0]] = _on_the_wire(key, value)
        return
    for leaf, part in zip(leaves, value if isinstance(value, tuple) else (), strict=True):
        holder[leaf] = None if part is None else int(part)


def _regions(former: list[dict[str, Any]], value: tuple[str | None, ...]) -> list[dict[str, Any]]:
    """The chosen municipalities: those that stay as they came and where they stood, new and changed ones after them."""
    wanted = [part for part in value if part is not None]
    kept = []
    for region in former:
        part = region_text(region["gemeenteNisCode"], region["wijken"])
        if part in wanted:
            wanted.remove(part)
            kept.append(region)
    made = [{"gemeenteNisCode": nis_code, "wijken": list(places)} for nis_code, places in map(region_of, wanted)]
    return [*kept, *made]


def _on_the_wire(key: str, value: Value) -> object:
    if key.endswith(".postal") and isinstance(value, tuple):
        address = dict(zip(ADDRESS, value, strict=True))
        known = municipality_of_postcode(address["postCode"] or "") if address["landNisCode"] == BELGIUM else None
        return {**address, "gemeenteNisCode": known[0] if known else None}
    if key == "preferences.max_rent" and isinstance(value, int):
        euros, cents = divmod(value, 100)
        return value / 100 if cents else euros
    return list(value) if isinstance(value, tuple) else value


def _person(persons: list[dict[str, Any]], role: str) -> dict[str, Any]:
    """The person in a role, found as the domain finds it."""
    if role == REFERENCE:
        return next((one for one in persons if one["referentiepersoon"]), persons[0])
    for one in persons:
        if one["relatie"] == "PARTNER" and not one["referentiepersoon"]:
            return one
    raise KeyError(role)
