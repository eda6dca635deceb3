"""Corrections of a list as recipes, kept and applied again to the next file; and findings that somebody confirmed."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

import msgspec

from cir_desktop.domain.migration import Cell


class Condition(msgspec.Struct, frozen=True):
    """Only where this column of the same row shows this value; empty: where nothing stands."""

    key: str
    value: str


class Recipe(msgspec.Struct, frozen=True):
    """In a column, what shows as `before` becomes `after`, where all conditions hold. Texts are as a clerk sees them.

    An empty `before` is an empty cell, an empty `after` empties the cell.
    """

    sheet: str
    key: str
    before: str
    after: str
    where: tuple[Condition, ...] = ()


class Fit(StrEnum):
    """What became of a recipe on the list in hand."""

    APPLIED = "toegepast"
    NOT_NEEDED = "niet meer nodig"
    NO_FIT = "past niet meer"


class FixKind(StrEnum):
    """What a clerk did in one go."""

    RECIPES = "verbetering"
    CONFIRMED = "bevestiging"


class KeptRecipe(msgspec.Struct, frozen=True):
    """A recipe in the store, and the fix (done in one go) that it belongs to."""

    id: int
    fix: int
    recipe: Recipe


class Fix(msgspec.Struct, frozen=True):
    """What was done in one go, by whom and when; undone as a whole. `count` is how many recipes or confirmations."""

    id: int
    kind: FixKind
    reason: str
    count: int
    at: datetime
    by: str
    undone_at: datetime | None = None


class Confirmation(msgspec.Struct, frozen=True):
    """A finding that somebody looked at and found right: the key of the finding, who, when and why."""

    key: str
    fix: int
    reason: str
    at: datetime
    by: str


class Change(msgspec.Struct, frozen=True):
    """A cell that a recipe changed: its place (row as Excel shows it), and the place of the recipe in the order."""

    sheet: str
    row: int
    key: str
    before: Cell
    after: Cell
    recipe: int


class Outcome(msgspec.Struct, frozen=True):
    """What became of a recipe on a list, and how many cells it changed."""

    recipe: KeptRecipe
    fit: Fit
    count: int


class RecipePreview(msgspec.Struct, frozen=True):
    """What a recipe would change: how many cells, and on which rows (as Excel shows them)."""

    words: str
    count: int
    rows: tuple[int, ...]


class Standing(msgspec.Struct, frozen=True):
    """Where a list stands: `keys` are those of its findings in their order, `confirmed` what of them is confirmed.

    `must` and `look` are how many findings still block: of Moet, and of Nakijken without a confirmation.
    """

    keys: tuple[str, ...]
    confirmed: Mapping[str, Confirmation]
    must: int
    look: int

    @property
    def is_ready(self) -> bool:
        """Whether nothing blocks the upload."""
        return not self.must and not self.look
