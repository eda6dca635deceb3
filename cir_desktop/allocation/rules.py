"""What a rule is: a declaration, and the verdict that it gives of one candidate."""

from collections.abc import Callable, Iterable
from datetime import date

import msgspec

from cir_desktop.allocation.case import Case
from cir_desktop.allocation.parameters import shown_source
from cir_desktop.domain.facts import CandidateFacts
from cir_desktop.domain.ranking import Answer, Flag, RuleAnswer

NEW_MODEL = date(2024, 1, 1)
"""The allocation model of the decree of 9 July 2021 came into force."""


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """A declaration. New law is a new rule with the same id beside the old one, in force in [since, until).

    `facts` are the fields of the candidate that it reads, `parameters` the keys of the dated values that it applies.
    """

    id: str
    name: str
    article: str
    label: str
    facts: tuple[str, ...]
    parameters: tuple[str, ...] = ()
    since: date = NEW_MODEL
    until: date | None = None

    @property
    def source(self) -> str:
        """The article as a clerk reads it."""
        return shown_source(self.article, self.label)


class Verdict(msgspec.Struct, frozen=True, gc=False):
    """What a rule says of one candidate, with a Dutch sentence; `missing` is what has to be known when it can't tell.

    `note` is something that a clerk must see beside the line although the rule is met.
    """

    answer: Answer
    text: str
    missing: str = ""
    note: Flag | None = None

    def by(self, rule: Rule) -> RuleAnswer:
        """The full answer, with its source."""
        return RuleAnswer(rule.id, self.answer, self.text, rule.source, rule.label, self.missing)


class Condition(msgspec.Struct, frozen=True):
    """A rule that a candidate has to meet to come into consideration."""

    rule: Rule
    check: Callable[[Case, CandidateFacts], Verdict]


def met(text: str) -> Verdict:
    """The rule is met."""
    return Verdict(Answer.MET, text)


def not_met(text: str) -> Verdict:
    """The rule is not met."""
    return Verdict(Answer.NOT_MET, text)


def cannot_tell(text: str, missing: str) -> Verdict:
    """A fact is missing; `missing` names it."""
    return Verdict(Answer.UNKNOWN, text, missing)


def in_force(conditions: Iterable[Condition], day: date) -> tuple[Condition, ...]:
    """The versions of the conditions that hold on a day, in their order."""
    return tuple(
        condition
        for condition in conditions
        if condition.rule.since <= day and (condition.rule.until is None or day < condition.rule.until)
    )
