"""Shipped reference data: municipalities, postcodes, mergers (resources/reference/SOURCES.md)."""

import csv
import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import NamedTuple

from cir_desktop.runtime.paths import resource

# Arrondissements of Brussels and Wallonia (Statbel REFNIS): people come from there, and our reference data
# has only the Flemish municipalities.
_ELSEWHERE = re.compile(r"(21|25|5[1-8]|6[1-4]|8[1-5]|9[1-3])\d{3}")


class Merger(NamedTuple):
    """From `since` on, the code of `old` is dead and its territory belongs to `new`."""

    old: str
    old_name: str
    new: str
    since: date


def _table(name: str) -> list[dict[str, str]]:
    with resource("reference", name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def municipality_names() -> Mapping[str, str]:
    """Names of the municipalities in force, by NIS code."""
    return {row["nis_code"]: row["name_nl"] for row in _table("municipalities.csv")}


@cache
def former_names() -> Mapping[str, str]:
    """Names of the municipalities that merged away, by their dead NIS code."""
    return {merger.old: merger.old_name for merger in mergers()}


@cache
def mergers() -> tuple[Merger, ...]:
    """The mergers of 2019 and 2025, oldest first."""
    rows = _table("mergers.csv")
    found = (Merger(r["old_nis"], r["old_name"], r["new_nis"], date.fromisoformat(r["date"])) for r in rows)
    return tuple(sorted(found, key=lambda merger: merger.since))


@cache
def municipalities_of_postcode() -> Mapping[str, frozenset[str]]:
    """NIS codes that a postcode lies in: one, but for 1804."""
    found: dict[str, set[str]] = {}
    for row in _table("postcodes.csv"):
        found.setdefault(row["postcode"], set()).add(row["nis_code"])
    return {postcode: frozenset(codes) for postcode, codes in found.items()}


@cache
def places_of_postcode() -> Mapping[str, frozenset[str]]:
    """Names that an address with a postcode may have: those of its places and of its municipality."""
    found: dict[str, set[str]] = {}
    for row in _table("postcodes.csv"):
        found.setdefault(row["postcode"], set()).update((row["place"], row["municipality"]))
    return {postcode: frozenset(names) for postcode, names in found.items()}


def municipality_of_postcode(postcode: str) -> tuple[str, str] | None:
    """NIS code and name when the postcode lies in one municipality, else None."""
    codes = municipalities_of_postcode().get(postcode.strip(), frozenset())
    if len(codes) != 1:
        return None
    (nis,) = codes
    return nis, municipality_names()[nis]


def name_of(nis: str) -> str:
    """The name of a municipality, living or merged away; the code itself when it is unknown."""
    return municipality_names().get(nis) or former_names().get(nis) or nis


def is_municipality(nis: str) -> bool:
    """Whether a code is that of a Belgian municipality, living or merged away."""
    return nis in municipality_names() or nis in former_names() or bool(_ELSEWHERE.fullmatch(nis))


def in_force(nis: str) -> str:
    """The code of the municipality to which the territory of a code belongs now."""
    moved = {merger.old: merger.new for merger in mergers() if merger.old != merger.new}
    while nis in moved:
        nis = moved[nis]
    return nis
