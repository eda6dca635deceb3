"""The invented landlord of the practice register and the municipalities around it."""

from __future__ import annotations

from functools import cache

import msgspec

from cir_desktop.practice.draws import Weighted
from cir_desktop.practice.reference import Place, Predecessor, flanders
from cir_desktop.practice.shares import OwnMunicipality, shares


class Municipality(msgspec.Struct, frozen=True):
    """A real municipality in which the landlord has homes, with its neighbourhoods."""

    nis: str
    name: str
    postcode: str
    neighbourhoods: tuple[str, ...]


class Landlord(msgspec.Struct, frozen=True):
    """A landlord (partij) with the municipalities that make up its scope."""

    code: str
    name: str
    municipalities: tuple[Municipality, ...]


class Surroundings(msgspec.Struct, frozen=True):
    """Where candidates of this landlord live, lived and want to live."""

    landlord: Landlord
    own: Weighted[Municipality]
    nearby: tuple[Place, ...]
    elsewhere: tuple[Place, ...]
    dead: tuple[Predecessor, ...]


def _municipality(own: OwnMunicipality) -> Municipality:
    place = flanders().places[own.nis]
    return Municipality(own.nis, place.name, place.postcodes[0], own.neighbourhoods)


@cache
def landlord(size: int) -> Landlord:
    """Return the landlord for a list of `size` dossiers: few municipalities for a small list, many for a large one."""
    declared = shares().landlord
    small = size <= declared.small_up_to
    chosen = (own for own in declared.municipalities if (own.weight if small else own.weight_large) > 0)
    return Landlord(declared.code, declared.name, tuple(_municipality(own) for own in chosen))


@cache
def surroundings(landlord: Landlord) -> Surroundings:
    """Return what lies around a landlord; its municipalities must be declared in shares.toml."""
    declared = {own.nis: own for own in shares().landlord.municipalities}
    codes = {municipality.nis for municipality in landlord.municipalities}
    small = sum(declared[nis].weight for nis in codes) > 1 - 1e-6 and all(declared[nis].weight > 0 for nis in codes)
    weights = [
        (municipality, declared[municipality.nis].weight if small else declared[municipality.nis].weight_large)
        for municipality in landlord.municipalities
    ]
    total = sum(weight for _, weight in weights)
    places = flanders().places
    provinces = {places[nis].province for nis in codes}
    others = [place for place in places.values() if place.nis not in codes]
    return Surroundings(
        landlord,
        Weighted((municipality, weight / total) for municipality, weight in weights),
        tuple(place for place in others if place.province in provinces),
        tuple(others),
        tuple(old for olds in flanders().predecessors.values() for old in olds),
    )


@cache
def never_ours() -> tuple[Place, ...]:
    """Return municipalities of the same province that belong to the scope of no list, however large."""
    declared = {own.nis for own in shares().landlord.municipalities}
    province = flanders().places[shares().landlord.municipalities[0].nis].province
    return tuple(
        place for place in flanders().places.values() if place.province == province and place.nis not in declared
    )
