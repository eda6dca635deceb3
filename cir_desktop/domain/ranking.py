"""What a ranking says: everyone a line, every line its reason."""

from datetime import date
from enum import StrEnum

import msgspec


class Answer(StrEnum):
    """The answer of a rule: three-valued, because a missing fact is neither yes nor no."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"


class RuleAnswer(msgspec.Struct, frozen=True):
    """What one rule said of one candidate.

    `rule` is the rule's id, `text` a Dutch sentence, `article` the source as shown, `label` its certainty
    (LAW, GOV, WM, OLD, INF), `missing` what has to be known when the answer is UNKNOWN.
    """

    rule: str
    answer: Answer
    text: str
    article: str
    label: str
    missing: str = ""


class Deciding(msgspec.Struct, frozen=True):
    """The deciding difference with the row above; for the first row: what put it first."""

    rule: str
    text: str
    article: str


class Flag(msgspec.Struct, frozen=True):
    """Something a clerk must see beside a line: a code and a Dutch sentence."""

    code: str
    text: str


class Letting(msgspec.Struct, frozen=True):
    """In which pillar a home is let: 1 standard, 2 accelerated, 3 target group, 4 internal move.

    `group` narrows pillar 2 to one group (EHOME …), pillar 3 to the name of the target group; empty: all of the pillar.
    `order` is the clerk's motivated order of dossiers in pillar 2, where no regulation sets one.
    """

    pillar: int = 1
    group: str = ""
    order: tuple[str, ...] = ()


class Placed(msgspec.Struct, frozen=True):
    """A candidate with a position (from 1). `best_position` is the best place that the unknown facts could give.

    `tied`: no rule puts this candidate before or after others at the same position.
    """

    position: int
    dossier: str
    version: int
    deciding: Deciding
    flags: tuple[Flag, ...]
    best_position: int
    tied: bool = False


class Excluded(msgspec.Struct, frozen=True):
    """A candidate who does not come into consideration, with the first failing rule in the stated order."""

    dossier: str
    version: int
    rule: str
    answer: Answer
    text: str
    article: str


class ParameterUsed(msgspec.Struct, frozen=True):
    """A parameter as it was applied: key, value as text, since when, where it stands, how sure."""

    key: str
    value: str
    since: date | None
    source: str
    label: str
    checked_on: date | None


class Ranking(msgspec.Struct, frozen=True):
    """The list of one home on one day: pulled = placed + excluded; `elsewhere` is everybody else we store.

    `header` is a Dutch sentence made from the rules that were applied, in their order. `stepped_down` is how many
    persons below the occupancy table the home was opened to, because nobody fitted (0: the table itself). `warnings`
    are Dutch sentences about the list as a whole: what no candidate could be checked on, and why; ties.
    """

    home: str
    reference_date: date
    pulled: int
    elsewhere: int
    header: str
    placed: tuple[Placed, ...]
    excluded: tuple[Excluded, ...]
    parameters: tuple[ParameterUsed, ...]
    stepped_down: int = 0
    letting: Letting = Letting()
    warnings: tuple[str, ...] = ()


class Replay(msgspec.Struct, frozen=True):
    """What working a file out again gave: the same list, or where it differs, in Dutch sentences."""

    fingerprint: str
    home: str
    reference_date: date
    placed: int
    excluded: int
    differences: tuple[str, ...]

    @property
    def identical(self) -> bool:
        """Whether the list is the same in everything."""
        return not self.differences


def flags_of_all(ranking: Ranking, at_least: int = 3) -> tuple[Flag, ...]:
    """The flags that every placed candidate has: said once above a list, and not beside each of `at_least` lines."""
    if len(ranking.placed) < at_least:
        return ()
    everybody = set(ranking.placed[0].flags).intersection(*(line.flags for line in ranking.placed))
    return tuple(flag for flag in ranking.placed[0].flags if flag in everybody)
