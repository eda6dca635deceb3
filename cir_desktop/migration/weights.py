"""What it counts that two persons are alike in a field: `resources/migration/matching.toml`."""

from collections.abc import Mapping
from functools import cache, cached_property

import msgspec

from cir_desktop.errors import BadRules
from cir_desktop.runtime.paths import resource


class Level(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How alike a field is: what it counts and how a clerk reads it."""

    points: int
    words: str


class Field(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A compared field."""

    label: str
    levels: Mapping[str, Level]


class Weights(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """All of them. From `ask` points on a pair is put before a clerk, from `likely` on it is probably one person."""

    source: str
    ask: int
    likely: int
    fields: Mapping[str, Field]
    call_names: Mapping[str, tuple[str, ...]]

    @cached_property
    def points(self) -> Mapping[str, Mapping[str, int]]:
        """By field and level."""
        return {key: {level: each.points for level, each in field.levels.items()} for key, field in self.fields.items()}

    @cached_property
    def same_names(self) -> Mapping[str, frozenset[str]]:
        """By first name: what else it may be called."""
        found: dict[str, set[str]] = {}
        for full, short in self.call_names.items():
            for name in (full, *short):
                found.setdefault(name, set()).update((full, *short) if name == full else (full,))
        return {name: frozenset(others) for name, others in found.items()}


@cache
def weights() -> Weights:
    """The shipped weights. Raises BadRules."""
    path = resource("migration", "matching.toml")
    try:
        return msgspec.toml.decode(path.read_bytes(), type=Weights)
    except (OSError, msgspec.DecodeError) as error:
        raise BadRules(
            f"{path.name} kan niet gelezen worden: {error}", "Zet het meegeleverde bestand terug."
        ) from error
