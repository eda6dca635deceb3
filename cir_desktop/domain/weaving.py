"""Dossiers of one candidate that may be woven together: what would be kept, and what that does to the places."""

from collections.abc import Mapping
from datetime import date, datetime

import msgspec

from cir_desktop.domain.pairs import Side

Node = tuple[Side, str]
"""A dossier: where it stands and its number."""


class WeavingRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """By which date is kept; `source` says where that is written."""

    key: str
    label: str
    source: str


class WovenDossier(msgspec.Struct, frozen=True):
    """A dossier of a group; `name` is that of its reference person.

    `place` is in the order of all dossiers by date, None without a date; `members` and `preferences` are its rows.
    """

    side: Side
    dossier: str
    name: str
    row: int
    registered_on: date | None
    place: int | None
    members: int
    preferences: int

    @property
    def node(self) -> Node:
        """What it is known by."""
        return self.side, self.dossier


class WeavingLine(msgspec.Struct, frozen=True):
    """What was woven, by which rule, by whom and when (UTC); `rule` None: it was taken back."""

    dossiers: str
    rule: str | None
    kept: str
    registered_on: date | None
    at: datetime
    by: str


class WeavingGroup(msgspec.Struct, frozen=True):
    """Dossiers that belong to one candidate by what the clerk answered.

    `key` is the same for the same dossiers. `kept` is the dossier that stays by the rule, with its own number and date;
    `place` is its place in the order that then follows. `obstacle` says why they can not be woven, empty when they can.
    """

    key: str
    rule: WeavingRule
    dossiers: tuple[WovenDossier, ...]
    kept: WovenDossier
    place: int | None
    obstacle: str = ""

    @property
    def dropped(self) -> tuple[WovenDossier, ...]:
        """The dossiers of the list that do not stand in the woven one."""
        return tuple(one for one in self.dossiers if one.side is Side.LIST and one.dossier != self.kept.dossier)


class WeavingPlan(msgspec.Struct, frozen=True):
    """All groups, and what weaving them all does to the others: `up` dossiers of `dossiers` go up in the order.

    `apart` are pairs of one person who is applicant in one dossier and lives along in the other: those stay two.
    """

    groups: tuple[WeavingGroup, ...]
    dossiers: int
    up: int
    apart: int


class WovenStep(msgspec.Struct, frozen=True):
    """What weaving left out of a list: whole dossiers, as so many rows by sheet."""

    kept: str
    dropped: tuple[str, ...]
    rows: Mapping[str, int]
