"""Questions about a household that several rules ask."""

from datetime import date

from cir_desktop.allocation.binding import add_years
from cir_desktop.domain.facts import Household
from cir_desktop.domain.ranking import Answer

APPLICANTS = frozenset({"reference", "partner"})
"""The members who become tenants: conditions bear on them and not on other members."""


def an_applicant_is(household: Household, age: int, day: date) -> Answer:
    """Whether one of the applicants is at least so old on a day; a birth date that is not known can still be it."""
    births = [member.birth_date for member in household.members if member.kind in APPLICANTS]
    if any(birth is not None and add_years(birth, age) <= day for birth in births):
        return Answer.MET
    return Answer.UNKNOWN if None in births or not births else Answer.NOT_MET


def has_disability(household: Household) -> Answer:
    """Whether a disability of somebody in the household is registered; without a registered degree nobody can tell."""
    percents = [member.disability_percent for member in household.members]
    if any(percents):
        return Answer.MET
    return Answer.UNKNOWN if None in percents or not percents else Answer.NOT_MET
