"""Under-occupancy: a sitting tenant with more bedrooms than the household needs, and the offer that ends it."""

from datetime import date
from decimal import Decimal

from cir_desktop.allocation.parameters import Parameters
from cir_desktop.domain.ranking import Answer


def persons_of(occupants: int, couple: bool, *, couple_counts_as_one: bool) -> int:
    """For how many persons the occupants of a home count."""
    return occupants - (1 if couple and couple_counts_as_one else 0)


def under_occupied(bedrooms: int, occupants: int, couple: bool, parameters: Parameters, day: date) -> bool:
    """Whether a home is under-occupied on a day: bedrooms minus occupants reach the surplus.

    `occupants` are all persons who live there; a couple among them counts as one where the parameter says so.
    Raises BadRules when a parameter has no value on that day.
    """
    as_one = parameters.yes_no("under_occupancy.couple_counts_as_one", day)
    persons = persons_of(occupants, couple, couple_counts_as_one=as_one)
    return bedrooms - persons >= parameters.whole("under_occupancy.surplus", day)


def valid_offer(same_municipality: bool, km: Decimal | None, parameters: Parameters, day: date) -> Answer:
    """Whether another home is a valid offer: in the same municipality, or near enough (`km`; None: not known).

    Raises BadRules when the distance has no value on that day.
    """
    if same_municipality:
        return Answer.MET
    if km is None:
        return Answer.UNKNOWN
    return Answer.MET if km <= parameters.whole("under_occupancy.offer_km", day) else Answer.NOT_MET
