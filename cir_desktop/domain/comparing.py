"""What explains a list beside its lines: two candidates compared, and what another answer would change."""

import msgspec

from cir_desktop.domain.ranking import ParameterUsed, RuleAnswer


class ComparedRule(msgspec.Struct, frozen=True):
    """One rule asked of two candidates.

    `condition`: it decides who comes into consideration; else it orders. `decides`: it puts the first one first.
    """

    rule: str
    name: str
    article: str
    label: str
    condition: bool
    decides: bool
    first: RuleAnswer
    second: RuleAnswer


class Comparison(msgspec.Struct, frozen=True):
    """Why `first` stands before `second` (dossier numbers).

    `deciding` is the rule that decides, empty when neither comes into consideration; `placed` tells of each whether he
    or she stands in the order.
    """

    first: str
    second: str
    deciding: str
    sentence: str
    article: str
    placed: tuple[bool, bool]
    rules: tuple[ComparedRule, ...]


class Change(msgspec.Struct, frozen=True):
    """What another answer would do to one candidate.

    `rules` are the rules that would get the other answer (all about one fact), `to` that answer. `place_then` is the
    place in the order (None: not in consideration), `sentence` says it in Dutch.
    """

    fact: str
    rules: tuple[str, ...]
    to: str
    place_then: int | None
    sentence: str


class WhatIf(msgspec.Struct, frozen=True):
    """What would move a candidate, and what would not.

    `place` is the place now, of `of` placed candidates (None: not in consideration). `nothing` names the facts whose
    other answer would change no place.
    """

    dossier: str
    place: int | None
    of: int
    changes: tuple[Change, ...]
    nothing: tuple[str, ...]
    note: str


class Movable(msgspec.Struct, frozen=True):
    """A candidate who could still stand higher; `missing` are sentences about the facts that are not known."""

    dossier: str
    place: int
    best: int
    missing: tuple[str, ...]

    @property
    def stake(self) -> int:
        """How many places there are to win."""
        return self.place - self.best


class ValueApplied(msgspec.Struct, frozen=True):
    """A dated value as a rule applied it, with its name in Dutch."""

    name: str
    used: ParameterUsed
