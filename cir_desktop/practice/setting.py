"""What every invented thing is drawn from: the dice, the day, the shares, the landlord, the numbers not yet given."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any, Protocol

import msgspec

from cir_desktop.practice.landlords import Surroundings
from cir_desktop.practice.shares import Shares

Wire = dict[str, Any]
"""A JSON object as the API of resources/openapi/cir-v1.yaml sends it."""

YEAR = 365.2425
ADULT = 6575
"""Eighteen years in days, rounded up."""


class Numbers(Protocol):
    """Gives national numbers."""

    def issue(self, born: date, sex: str) -> str | None:
        """Return an eleven-digit number, or None when that birth date has none left."""


class Setting(msgspec.Struct, frozen=True):
    """Days are ordinals (date.toordinal), as they are counted with more often than shown."""

    rng: Random
    today: int
    shares: Shares
    around: Surroundings
    numbers: Numbers


def day(ordinal: int) -> str:
    """Return the day as the wire writes it."""
    return date.fromordinal(ordinal).isoformat()


def moment(rng: Random, ordinal: int) -> str:
    """Return a moment on that day between 08:00 and 18:00 UTC as the wire writes it (RFC 3339)."""
    seconds = 28_800 + int(rng.random() * 36_000)
    return f"{day(ordinal)}T{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}Z"


def uuid(rng: Random) -> str:
    """Return a version 4 UUID made of the dice, so that the same seed gives the same one."""
    digits = f"{rng.getrandbits(128):032x}"
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-a{digits[17:20]}-{digits[20:]}"


def between(rng: Random, first: int, last: int) -> int:
    """Draw a whole number, both ends included; `first` when the ends are crossed."""
    return first + int(rng.random() * (last - first + 1)) if last > first else first
