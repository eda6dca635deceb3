"""What a clerk reads of an appeal."""

from cir_desktop.domain.process import AppealRecord
from cir_desktop.domain.values import dutch_date


def state_words(appeal: AppealRecord) -> str:
    """Whether an appeal was in time, and what came of it."""
    if appeal.term_until is None:
        term = "termijn niet te zeggen"
    elif appeal.lodged_on <= appeal.term_until:
        term = f"op tijd (tot en met {dutch_date(appeal.term_until)})"
    else:
        term = f"te laat (kon tot en met {dutch_date(appeal.term_until)})"
    if appeal.upheld is None:
        return f"{term}, nog geen uitkomst"
    said = "gegrond" if appeal.upheld else "niet gegrond"
    return f"{term}, {said} op {dutch_date(appeal.outcome_on)}"
