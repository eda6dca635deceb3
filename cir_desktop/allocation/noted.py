"""Facts that the office noted of a candidate, as the rules read them."""

from cir_desktop.allocation.case import Case
from cir_desktop.allocation.rules import Verdict, cannot_tell, met, not_met
from cir_desktop.domain.facts import CandidateFacts, OwnFact
from cir_desktop.domain.ranking import Answer
from cir_desktop.domain.values import dutch_date


def noted(case: Case, facts: CandidateFacts, key: str) -> OwnFact | None:
    """The fact of this key, if one was noted and still holds on the reference date."""
    if not facts.own:
        return None
    fact = facts.own.get(key)
    return None if fact is None or (fact.until is not None and fact.until <= case.day) else fact


def lapsed(case: Case, facts: CandidateFacts, key: str) -> OwnFact | None:
    """The fact of this key that was noted and whose end has come on the reference date."""
    fact = facts.own.get(key) if facts.own else None
    return fact if fact is not None and fact.until is not None and fact.until <= case.day else None


def amount_of(case: Case, facts: CandidateFacts, key: str) -> int | None:
    """The amount or number that was noted (amounts in cents); None when none was, or it is not proven."""
    fact = noted(case, facts, key)
    return fact.amount if fact is not None and fact.answer is Answer.MET else None


def source_words(fact: OwnFact) -> str:
    """Where a noted fact comes from, as a clerk reads it."""
    return f"Bron: {fact.source.removesuffix('.')}, genoteerd op {dutch_date(fact.noted_on)}."


def as_noted(case: Case, key: str, fact: OwnFact) -> Verdict:
    """A yes or no as it was noted; asked and not proven cannot tell."""
    kind = case.fact_kinds[key]
    if fact.answer is Answer.MET:
        return met(f"{kind.yes} {source_words(fact)}")
    if fact.answer is Answer.NOT_MET:
        return not_met(f"{kind.no} {source_words(fact)}")
    return cannot_tell(f"Nog niet bewezen: {kind.name}. {source_words(fact)}", f"het bewijs van: {kind.name}")
