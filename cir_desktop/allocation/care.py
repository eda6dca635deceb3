"""Informal care (mantelzorg) given to or received from somebody who lives in the municipality of the home."""

from cir_desktop.allocation.case import Case
from cir_desktop.allocation.rules import Rule, Verdict, cannot_tell, met, not_met
from cir_desktop.domain.facts import CandidateFacts, CarePeriod

RULE = Rule(
    id="care",
    name="mantelzorg",
    article="Uitleg op vlaanderen.be over de toewijzing, mantelzorg",
    label="GOV",
    facts=("care", "declared_care"),
    parameters=("binding.predecessor_counts",),
)

GIVEN = met("Geeft mantelzorg aan iemand die in de gemeente woont (bewezen).")
RECEIVED = met("Krijgt mantelzorg van iemand die in de gemeente woont (bewezen).")
PLACE_NOT_KNOWN = cannot_tell(
    "Er is een bewijs van mantelzorg, maar niet van waar de andere persoon woont.", "waar de andere persoon woont"
)
START_NOT_KNOWN = cannot_tell(
    "Er is een bewijs van mantelzorg, maar niet van wanneer ze begon.", "wanneer de mantelzorg begon"
)
ONLY_DECLARED = cannot_tell(
    "Mantelzorg in de gemeente is aangegeven in het register, maar niet bewezen.", "het bewijs van de mantelzorg"
)
DECLARED_SOMEWHERE = cannot_tell(
    "Mantelzorg is aangegeven in het register, zonder gemeente en zonder bewijs.",
    "het bewijs van de mantelzorg en waar de andere persoon woont",
)
NO_EVIDENCE_NOW = not_met("Geen bewijs van mantelzorg in de gemeente op de dag van de toewijzing.")
NONE = not_met("Geen mantelzorg in de gemeente gekend.")


def care_verdict(case: Case, facts: CandidateFacts) -> Verdict:
    """Evidence goes before what the register only declares; without evidence a declaration can't tell."""
    if facts.care is None:
        if not facts.declared_care:
            return NONE
        if not case.municipality.isdisjoint(place for place in facts.declared_care if place is not None):
            return ONLY_DECLARED
        return DECLARED_SOMEWHERE if None in facts.declared_care else NONE
    best = NO_EVIDENCE_NOW
    for period in facts.care:
        if period.nis_code is not None and period.nis_code not in case.municipality:
            continue
        covers = _covers(case, period)
        if covers is False:
            continue
        if period.nis_code is None:
            best = PLACE_NOT_KNOWN
        elif covers is None:
            best = START_NOT_KNOWN
        else:
            return GIVEN if period.gives else RECEIVED
    return best


def _covers(case: Case, period: CarePeriod) -> bool | None:
    """Whether the period holds on the reference date; None when only its start leaves that open."""
    if period.end is not None and period.end <= case.day:
        return False
    if period.start is not None:
        return period.start <= case.day
    return True if period.end is None else None
