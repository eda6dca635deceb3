"""Where the invented candidates lived and for whom they care, as a population service knows it."""

from __future__ import annotations

from datetime import date
from random import Random

import msgspec

from cir_desktop.practice.landlords import Surroundings
from cir_desktop.practice.reference import Place, Predecessor, flanders
from cir_desktop.practice.setting import YEAR, Wire
from cir_desktop.practice.shares import ResidenceShares


class Stay(msgspec.Struct, frozen=True):
    """A half-open period [start, end) of ordinals in a municipality; no start: not known, no end: still there."""

    municipality: str
    nis: str
    start: int | None
    end: int | None


class Care(msgspec.Struct, frozen=True):
    """Informal care given or received; no municipality: not known."""

    gives: bool
    municipality: str | None
    nis: str | None
    start: int | None
    end: int | None


class Past(msgspec.Struct, frozen=True):
    """Dice and tables for the past of people up to the ordinal `today`."""

    rng: Random
    today: int
    around: Surroundings
    shares: ResidenceShares


def _days(rng: Random, years: int) -> int:
    return int((years + rng.random()) * YEAR)


def _home(person: Wire) -> tuple[Place | None, str | None]:
    """Return the municipality in force of the domicile, and the code as the dossier has it."""
    address = person["domicilieAdres"]
    nis: str | None = address["gemeenteNisCode"] if address else None
    return (flanders().in_force(nis) if nis else None), nis


def _earlier_place(past: Past, after: Place | None) -> Place:
    """Draw a municipality other than the one that came after it."""
    rng, around, places = past.rng, past.around, flanders().places
    while True:
        where = past.shares.earlier_place.draw(rng)
        if where == "landlord":
            place = places[around.own.draw(rng).nis]
        elif where == "merged":
            place = places[around.dead[int(rng.random() * len(around.dead))].successor]
        else:
            pool = around.nearby if where == "nearby" else around.elsewhere
            place = pool[int(rng.random() * len(pool))]
        if place is not after:
            return place


def stays(past: Past, person: Wire, together: int | None = None) -> list[Stay]:
    """Return the stays of a tenant applicant, oldest first, ending in the present domicile if that is in Flanders.

    `together` is the ordinal from which on the partner lives there too.
    """
    rng, shares = past.rng, past.shares
    born = date.fromisoformat(person["geboorteDatum"]).toordinal()
    home, code = _home(person)
    found: list[Stay] = []
    number = shares.earlier.draw(rng)
    if home:
        start = max(born, together or past.today - 1 - _days(rng, shares.years_here.number(rng)))
        found = _split(past, home, start, None, code)
    else:
        number = max(1, number)
        start = past.today - 30 - int(rng.random() * 700)
    places: list[Place | None] = [home]
    for order in range(number):
        end = start - _gap(past) if places[-1] else start
        start = max(born, end - _days(rng, shares.years_earlier.number(rng)))
        if end <= start:
            break
        place = _earlier_place(past, places[-1])
        if order == 0 and home and _left(past, home):
            place = flanders().places[past.around.own.draw(rng).nis]
            start = max(born, min(start, end - _days(rng, shares.years_here.number(rng))))
        elif order and home and places[-1] is not home and rng.random() < shares.returned:
            place = home
        places.append(place)
        found = _split(past, place, start, end, None) + found
    if found and rng.random() < shares.unknown_start:
        found[0] = msgspec.structs.replace(found[0], start=None)
    return found


def since(periods: list[Stay]) -> int | None:
    """Return the ordinal of the move into the present municipality; None for who left it or when it is not known."""
    if not periods or periods[-1].end is not None:
        return None
    start = periods[-1].start
    here = flanders().in_force(periods[-1].nis)
    for stay in reversed(periods[:-1]):
        if stay.end != start or flanders().in_force(stay.nis) is not here:
            break
        start = stay.start
    return start


def _left(past: Past, home: Place) -> bool:
    ours = any(own.nis == home.nis for own in past.around.own.values)
    return not ours and past.rng.random() < past.shares.left_landlord


def _gap(past: Past) -> int:
    """Return the days between a stay and the one before it: mostly none, sometimes one, sometimes about a year."""
    draw = past.rng.random()
    if draw < past.shares.gap_day:
        return 1
    return 250 + int(past.rng.random() * 300) if draw < past.shares.gap_day + past.shares.gap_year else 0


def _split(past: Past, place: Place, start: int, end: int | None, code: str | None) -> list[Stay]:
    """Return the stay; in a municipality that merged meanwhile, the days before stand under the old code and name."""
    old = _predecessor(past.rng, place, code)
    merged = old.merged.toordinal() if old else 0
    if old is None or start >= merged or past.rng.random() < past.shares.recoded:
        return [Stay(place.name, place.nis, start, end)]
    before = Stay(old.name, old.nis, start, min(end or merged, merged))
    return [before] if end and end <= merged else [before, Stay(place.name, place.nis, merged, end)]


def _predecessor(rng: Random, place: Place, code: str | None) -> Predecessor | None:
    olds = flanders().predecessors.get(place.nis, ())
    named = next((old for old in olds if old.nis == code), None)
    # A single predecessor with a dead code merged into a municipality that kept its own, where most people lived.
    if named or not olds or (len(olds) == 1 and rng.random() < 0.8):
        return named
    return olds[int(rng.random() * len(olds))]


def care(past: Past, person: Wire) -> Care | None:
    """Return the care that the dossier declares, with the days, and sometimes with a municipality it did not know."""
    declared = person["mantelzorg"]
    if declared is None:
        return None
    rng, shares = past.rng, past.shares
    nis: str | None = declared["gemeenteNisCode"]
    if nis is None and rng.random() < shares.care_place_found:
        nis = past.around.own.draw(rng).nis
    start = past.today - 1 - _days(rng, shares.care_years.number(rng))
    end = start + 1 + int(rng.random() * (past.today - 1 - start)) if rng.random() < shares.care_ended else None
    unknown = rng.random() < shares.care_start_unknown
    return Care(declared["soort"] == "GEEFT", _name(nis), nis, None if unknown else start, end)


def _name(nis: str | None) -> str | None:
    if nis is None:
        return None
    found = flanders().dead(nis) or flanders().places.get(nis)
    return found.name if found else None
