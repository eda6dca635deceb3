"""What a fact that an office noted says, in words."""

from cir_desktop.domain.facts import FactKind, OwnFact
from cir_desktop.domain.ranking import Answer
from cir_desktop.domain.values import Money


def value_words(kind: FactKind, fact: OwnFact | None) -> str:
    """What a fact says, as a clerk reads it."""
    if fact is None:
        return "teruggenomen"
    if fact.answer is Answer.UNKNOWN:
        return "niet bewezen"
    if kind.kind == "yes_no":
        return "ja" if fact.answer is Answer.MET else "nee"
    if kind.kind == "amount":
        return str(Money(fact.amount or 0))
    return str(fact.amount)
