"""The list of one home on one day: everyone a line, every line its reason.

The order is a tuple of named steps and closes with date, sequence number and dossier number; as a dossier number is
unique there are no ties, but in pillar 2: what no rule orders there shares a position. An unknown ranking fact stands
provisionally as not met, with the best place it could give.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from operator import attrgetter

from cir_desktop.allocation.admission import REGISTRATION
from cir_desktop.allocation.candidate import Candidate, clerk_verdict, date_verdict, key_of, tie_of
from cir_desktop.allocation.case import STANDARD, Case, open_case
from cir_desktop.allocation.conditions import CONDITION_RULES, conditions_of
from cir_desktop.allocation.explanation import deciding_differences, header, list_warnings, parameters_used
from cir_desktop.allocation.occupancy import compose, steps
from cir_desktop.allocation.order import CLERK, DATE, SEQUENCE, Step, binds, leads_of, standings, steps_of
from cir_desktop.allocation.regulation import Regulation
from cir_desktop.allocation.rules import Condition, in_force, met
from cir_desktop.domain.facts import CandidateFacts
from cir_desktop.domain.home import Home
from cir_desktop.domain.ranking import Answer, Excluded, Flag, Letting, Placed, Ranking, RuleAnswer

__all__ = ["CONDITION_RULES", "could_rank_above", "rank", "trace"]


def rank(
    home: Home,
    candidates: Sequence[CandidateFacts],
    regulation: Regulation,
    reference_date: date,
    stored: int,
    letting: Letting = STANDARD,
) -> Ranking:
    """Rank everybody who chose the municipality of a home.

    Args:
        home: the home to let.
        candidates: every stored dossier whose region choices name its municipality, each once, in any order.
        regulation: what binds this landlord.
        reference_date: the day of the allocation.
        stored: how many dossiers are stored in all.
        letting: the pillar in which the home is let.

    Raises:
        BadRules: no rule, regulation or value is in force on the reference date.
        ValueError: a dossier is there twice, or more are given than stored.
    """
    if len({facts.dossier for facts in candidates}) < len(candidates) or stored < len(candidates):
        raise ValueError("each stored dossier can be ranked once")
    case, coming, excluded = work_out(home, candidates, regulation, reference_date, letting)
    conditions, order = conditions_of(case), steps_of(case)
    placed = tuple(_placed(coming, order))
    return Ranking(
        home=home.code,
        reference_date=reference_date,
        pulled=len(candidates),
        elsewhere=stored - len(candidates),
        header=header(case, conditions, order),
        placed=placed,
        excluded=tuple(excluded),
        parameters=parameters_used(case, conditions, order, regulation.parameters),
        stepped_down=case.stepped_down,
        letting=letting,
        warnings=list_warnings(case, placed),
    )


def work_out(
    home: Home,
    candidates: Sequence[CandidateFacts],
    regulation: Regulation,
    reference_date: date,
    letting: Letting = STANDARD,
) -> tuple[Case, list[Candidate], list[Excluded]]:
    """The case at the step-down level that the list needs, who comes into consideration in order, and who does not.

    Raises BadRules.
    """
    case = open_case(home, regulation, reference_date, letting=letting)
    conditions = conditions_of(case)
    coming, excluded = _sift(case, conditions, candidates)
    if not coming and case.table.step_down and (down := _step_down(case, conditions, candidates)):
        case = open_case(home, regulation, reference_date, down, letting)
        coming, excluded = _sift(case, conditions, candidates)
    coming.sort(key=attrgetter("key"))
    excluded.sort(key=attrgetter("dossier"))
    return case, coming, excluded


def trace(
    home: Home,
    facts: CandidateFacts,
    regulation: Regulation,
    reference_date: date,
    stepped_down: int = 0,
    letting: Letting = STANDARD,
) -> tuple[RuleAnswer, ...]:
    """What every rule says of one candidate: the conditions and then the steps, each in its order.

    `stepped_down` is that of the list (Ranking.stepped_down). Raises BadRules.
    """
    case = open_case(home, regulation, reference_date, stepped_down, letting)
    closing = (
        (date_verdict(facts).by(DATE), met(f"Volgnummer {facts.sequence}.").by(SEQUENCE))
        if binds(case)
        else (clerk_verdict(letting, facts).by(CLERK),)
    )
    return (
        *(condition.check(case, facts).by(condition.rule) for condition in conditions_of(case)),
        *(step.explain(facts).by(step.rule) for step in steps_of(case)),
        *closing,
        *(condition.check(case, facts).by(condition.rule) for condition in in_force(REGISTRATION, reference_date)),
    )


def could_rank_above(ranking: Ranking, position: int) -> tuple[Placed, ...]:
    """The candidates below a position who could still reach it or a better one, because a fact of theirs is unknown."""
    return tuple(line for line in ranking.placed if line.position > position and line.best_position <= position)


def _sift(
    case: Case, conditions: Sequence[Condition], candidates: Iterable[CandidateFacts]
) -> tuple[list[Candidate], list[Excluded]]:
    by_clerk, leads = not binds(case), leads_of(case)
    coming: list[Candidate] = []
    excluded: list[Excluded] = []
    for facts in candidates:
        flags: list[Flag] = []
        for condition in conditions:
            verdict = condition.check(case, facts)
            if verdict.answer is Answer.NOT_MET:
                rule = condition.rule
                excluded.append(
                    Excluded(facts.dossier, facts.version, rule.id, verdict.answer, verdict.text, rule.source)
                )
                break
            if verdict.note:
                flags.append(verdict.note)
            elif verdict.answer is Answer.UNKNOWN:
                flags.append(Flag(f"unknown.{condition.rule.id}", verdict.text))
        else:
            answers = standings(case, facts, leads)
            key = key_of(facts, answers, case.letting)
            coming.append(Candidate(facts, answers, key, tuple(flags), by_clerk))
    return coming, excluded


def _step_down(case: Case, conditions: Sequence[Condition], candidates: Iterable[CandidateFacts]) -> int:
    """How many persons the home has to be stepped down for somebody to fit; 0 when stepping down helps nobody."""
    others = [condition for condition in conditions if condition.rule.id != "occupancy"]
    needed = [
        short
        for facts in candidates
        if (short := persons_short(case, facts))
        and all(condition.check(case, facts).answer is not Answer.NOT_MET for condition in others)
    ]
    return min(needed, default=0)


def persons_short(case: Case, facts: CandidateFacts) -> int:
    """How many persons the home has to be stepped down for this household to fit; 0 when it fits, or never will."""
    household = compose(
        facts.household, case.disability_percent, part_time_children_count=case.part_time_children_count
    )
    return steps(household, case.row).possible or 0


def _placed(coming: Sequence[Candidate], order: tuple[Step, ...]) -> Iterator[Placed]:
    keys = [candidate.key for candidate in coming]
    decided = deciding_differences(coming, order)
    ties = Counter(tie_of(key) for key in keys) if coming and coming[0].ordered_by_clerk else Counter()
    position = 0
    for row, (candidate, deciding) in enumerate(zip(coming, decided, strict=True), start=1):
        tied = ties[tie_of(candidate.key)] > 1
        if not (tied and row > 1 and tie_of(keys[row - 2]) == tie_of(candidate.key)):
            position = row
        flags, best = candidate.flags + candidate.date_flags, position
        if candidate.can_rise:
            best = bisect_left(keys, candidate.best_key) + 1
            flags += candidate.unknown_flags(order, position, best)
        facts = candidate.facts
        yield Placed(position, facts.dossier, facts.version, deciding, flags, best, tied)
