"""Why A stands before B: the same steps asked of both, and the first that tells them apart."""

from collections.abc import Callable
from datetime import date

import msgspec

from cir_desktop.allocation.candidate import Candidate, clerk_verdict, date_verdict, key_of, tie_of
from cir_desktop.allocation.case import STANDARD, Case, open_case
from cir_desktop.allocation.conditions import conditions_of
from cir_desktop.allocation.explanation import NO_ORDER
from cir_desktop.allocation.order import CLERK, DATE, NUMBER, SEQUENCE, binds, leads_of, standings, steps_of
from cir_desktop.allocation.regulation import Regulation
from cir_desktop.allocation.rules import Rule, Verdict, met
from cir_desktop.domain.comparing import ComparedRule, Comparison
from cir_desktop.domain.facts import CandidateFacts
from cir_desktop.domain.home import Home
from cir_desktop.domain.ranking import Answer, Letting, RuleAnswer

_Explain = Callable[[CandidateFacts], Verdict]


class _Side(msgspec.Struct, frozen=True):
    """One of the two, with the condition that keeps him or her out, if any."""

    candidate: Candidate
    failing: RuleAnswer | None


def compare(
    home: Home,
    one: CandidateFacts,
    other: CandidateFacts,
    regulation: Regulation,
    reference_date: date,
    stepped_down: int = 0,
    letting: Letting = STANDARD,
) -> Comparison:
    """Compare two candidates of one list; whoever stands first comes first in the answer.

    Args:
        home, regulation, reference_date, letting: those of the list.
        one, other: the facts of two different dossiers.
        stepped_down: that of the list (Ranking.stepped_down).

    Raises:
        BadRules: no rule, regulation or value is in force on the reference date.
    """
    case = open_case(home, regulation, reference_date, stepped_down, letting)
    sides = [_side(case, facts) for facts in (one, other)]
    sides.sort(key=lambda side: (side.failing is not None, side.candidate.key))
    first, second = sides
    rules = _rules(case, first, second)
    if first.failing is not None:
        return _nobody(first, second, rules)
    if second.failing is not None:
        return Comparison(
            first=first.candidate.facts.dossier,
            second=second.candidate.facts.dossier,
            deciding=second.failing.rule,
            sentence=f"De tweede komt niet in aanmerking: {second.failing.text}",
            article=second.failing.article,
            placed=(True, False),
            rules=rules,
        )
    return _both(case, first.candidate, second.candidate, rules)


def _side(case: Case, facts: CandidateFacts) -> _Side:
    failing = None
    for condition in conditions_of(case):
        verdict = condition.check(case, facts)
        if verdict.answer is Answer.NOT_MET:
            failing = verdict.by(condition.rule)
            break
    answers = standings(case, facts, leads_of(case))
    key = key_of(facts, answers, case.letting)
    return _Side(Candidate(facts, answers, key, (), not binds(case)), failing)


def _nobody(first: _Side, second: _Side, rules: tuple[ComparedRule, ...]) -> Comparison:
    return Comparison(
        first=first.candidate.facts.dossier,
        second=second.candidate.facts.dossier,
        deciding="",
        sentence="Geen van beiden komt in aanmerking; er is dus geen volgorde tussen hen.",
        article="",
        placed=(False, False),
        rules=rules,
    )


def _both(case: Case, first: Candidate, second: Candidate, rules: tuple[ComparedRule, ...]) -> Comparison:
    names = (first.facts.dossier, second.facts.dossier)
    if not binds(case) and tie_of(first.key) == tie_of(second.key):
        sentence = "Geen reglement ordent deze twee: zij delen een plaats, tot de verhuurder een volgorde motiveert."
        return Comparison(*names, deciding=NO_ORDER, sentence=sentence, article="", placed=(True, True), rules=rules)
    deciding = next(rule for rule in rules if rule.decides)
    why = f"{deciding.first.text} De tweede: {deciding.second.text[:1].lower()}{deciding.second.text[1:]}"
    return Comparison(
        *names, deciding=deciding.rule, sentence=why, article=deciding.article, placed=(True, True), rules=rules
    )


def _rules(case: Case, first: _Side, second: _Side) -> tuple[ComparedRule, ...]:
    """Conditions, steps and what closes the order; the first step on which the two differ decides."""
    one, other = first.candidate, second.candidate
    both_in = first.failing is None and second.failing is None
    found = [
        _compared(condition.rule, _of(condition.check, case), one, other, condition=True)
        for condition in conditions_of(case)
    ]
    decided = False
    for step, mine, theirs in zip(steps_of(case), one.answers, other.answers, strict=True):
        decides = both_in and not decided and (mine is Answer.MET) != (theirs is Answer.MET)
        decided = decided or decides
        found.append(_compared(step.rule, step.explain, one, other, decides=decides))
    for rule, explain, place in _closing(case):
        decides = both_in and not decided and one.key[place] != other.key[place]
        decided = decided or decides
        found.append(_compared(rule, explain, one, other, decides=decides))
    return tuple(found)


def _closing(case: Case) -> list[tuple[Rule, _Explain, int]]:
    """What closes the order, with its place in the key."""
    if not binds(case):
        return [(CLERK, lambda facts: clerk_verdict(case.letting, facts), 2)]
    return [
        (DATE, date_verdict, 1),
        (SEQUENCE, lambda facts: met(f"Volgnummer {facts.sequence}."), 2),
        (NUMBER, lambda facts: met(f"Dossier {facts.dossier}."), 3),
    ]


def _of(check: Callable[[Case, CandidateFacts], Verdict], case: Case) -> _Explain:
    return lambda facts: check(case, facts)


def _compared(
    rule: Rule, explain: _Explain, one: Candidate, other: Candidate, *, condition: bool = False, decides: bool = False
) -> ComparedRule:
    return ComparedRule(
        rule=rule.id,
        name=rule.name,
        article=rule.source,
        label=rule.label,
        condition=condition,
        decides=decides,
        first=explain(one.facts).by(rule),
        second=explain(other.facts).by(rule),
    )
