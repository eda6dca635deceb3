"""What the practice register knows of Flanders: municipalities, postcodes and mergers, from resources/reference."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

import msgspec

RESOURCES = Path(__file__).resolve().parents[2] / "resources"


class Place(msgspec.Struct, frozen=True):
    """A municipality in force, with one of its postcodes to live under."""

    nis: str
    name: str
    province: str
    postcodes: tuple[str, ...]


class Predecessor(msgspec.Struct, frozen=True):
    """A municipality that no longer exists under this code, and the day on which it merged."""

    nis: str
    name: str
    successor: str
    merged: date


class Flanders(msgspec.Struct, frozen=True):
    """All municipalities by NIS code, and the predecessors with a dead code by successor."""

    places: Mapping[str, Place]
    predecessors: Mapping[str, tuple[Predecessor, ...]]

    def dead(self, nis: str) -> Predecessor | None:
        """Return the municipality that had this code and lost it in a merger."""
        return next((old for olds in self.predecessors.values() for old in olds if old.nis == nis), None)

    def in_force(self, nis: str) -> Place | None:
        """Return the municipality for a code that may be dead; None for a code outside Flanders."""
        old = self.dead(nis)
        return self.places.get(old.successor if old else nis)


def _rows(name: str) -> list[dict[str, str]]:
    with (RESOURCES / "reference" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def flanders() -> Flanders:
    """Read the reference files once. Raises OSError when the program was installed without them."""
    postcodes: dict[str, dict[str, None]] = {}
    # The municipality's own row goes first: its postcode is the one a landlord writes on an envelope.
    for row in sorted(_rows("postcodes.csv"), key=lambda row: (row["place_kind"] != "municipality", row["postcode"])):
        postcodes.setdefault(row["nis_code"], {})[row["postcode"]] = None
    places = {
        row["nis_code"]: Place(row["nis_code"], row["name_nl"], row["province"], tuple(postcodes[row["nis_code"]]))
        for row in _rows("municipalities.csv")
    }
    predecessors: dict[str, tuple[Predecessor, ...]] = {}
    for row in _rows("mergers.csv"):
        if row["old_nis"] in places:
            continue  # an absorbing municipality that kept its code has no dead one
        old = Predecessor(row["old_nis"], row["old_name"], row["new_nis"], date.fromisoformat(row["date"]))
        predecessors[old.successor] = (*predecessors.get(old.successor, ()), old)
    return Flanders(places, predecessors)
