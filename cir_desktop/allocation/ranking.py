"""The list of one home on one day: everyone a line, every line its reason.

The order is a tuple of named steps and closes with date, sequence number and dossier number; as a dossier number is
unique there are no ties. An unknown ranking fact stands provisionally as not met, with the best place it could give.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from operator import attrgetter

from cir_desktop.allocation.candidate import Candidate, date_verdict, key_of
from cir_desktop.allocation.case import Case, open_case
from cir_desktop.allocation.conditions import CONDITION_RULES, CONDITIONS
from cir_desktop.allocation.explanation import deciding_differences, header, parameters_used
from cir_desktop.allocation.occupancy import compose, steps
from cir_desktop.allocation.order import DATE, SEQUENCE, Step, standings, steps_of
from cir_desktop.allocation.regulation import Regulation
from cir_desktop.allocation.rules import Condition, in_force, met
from cir_desktop.domain.facts import CandidateFacts
from cir_desktop.domain.home import Home
from cir_desktop.domain.ranking import Answer, Excluded, Flag, Letting, Placed, Ranking, RuleAnswer

STANDARD = Letting()

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
    case = open_case(home, regulation, reference_date)
    conditions = in_force(CONDITIONS, reference_date)
    coming, excluded = _sift(case, conditions, candidates)
    if not coming and case.table.step_down and (down := _step_down(case, conditions, candidates)):
        case = open_case(home, regulation, reference_date, down)
        coming, excluded = _sift(case, conditions, candidates)
    order = steps_of(case)
    coming.sort(key=attrgetter("key"))
    excluded.sort(key=attrgetter("dossier"))
    return Ranking(
        home=home.code,
        reference_date=reference_date,
        pulled=len(candidates),
        elsewhere=stored - len(candidates),
        header=header(case, conditions, order),
        placed=tuple(_placed(coming, order)),
        excluded=tuple(excluded),
        parameters=parameters_used(case, conditions, order, regulation.parameters),
        stepped_down=case.stepped_down,
        letting=letting,
    )


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
    case = open_case(home, regulation, reference_date, stepped_down)
    conditions = in_force(CONDITIONS, reference_date)
    return (
        *(condition.check(case, facts).by(condition.rule) for condition in conditions),
        *(step.explain(facts).by(step.rule) for step in steps_of(case)),
        date_verdict(facts).by(DATE),
        met(f"Volgnummer {facts.sequence}.").by(SEQUENCE),
    )


def could_rank_above(ranking: Ranking, position: int) -> tuple[Placed, ...]:
    """The candidates below a position who could still reach it or a better one, because a fact of theirs is unknown."""
    return tuple(line for line in ranking.placed[position:] if line.best_position <= position)


def _sift(
    case: Case, conditions: Sequence[Condition], candidates: Iterable[CandidateFacts]
) -> tuple[list[Candidate], list[Excluded]]:
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
            answers = standings(case, facts)
            coming.append(Candidate(facts, answers, key_of(facts, answers), tuple(flags)))
    return coming, excluded


def _step_down(case: Case, conditions: Sequence[Condition], candidates: Iterable[CandidateFacts]) -> int:
    """How many persons the home has to be stepped down for somebody to fit; 0 when stepping down helps nobody."""
    others = [condition for condition in conditions if condition.rule.id != "occupancy"]
    needed = [
        short
        for facts in candidates
        if (short := _short(case, facts))
        and all(condition.check(case, facts).answer is not Answer.NOT_MET for condition in others)
    ]
    return min(needed, default=0)


def _short(case: Case, facts: CandidateFacts) -> int:
    household = compose(
        facts.household, case.disability_percent, part_time_children_count=case.part_time_children_count
    )
    return steps(household, case.row).possible or 0


def _placed(coming: Sequence[Candidate], order: tuple[Step, ...]) -> Iterator[Placed]:
    keys = [candidate.key for candidate in coming]
    decided = deciding_differences(coming, order)
    for position, (candidate, deciding) in enumerate(zip(coming, decided, strict=True), start=1):
        flags, best = candidate.flags + candidate.date_flags, position
        if candidate.can_rise:
            best = bisect_left(keys, candidate.best_key) + 1
            flags += candidate.unknown_flags(order, position, best)
        facts = candidate.facts
        yield Placed(position, facts.dossier, facts.version, deciding, flags, best)
