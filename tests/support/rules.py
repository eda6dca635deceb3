"""Rules and facts for tests that are not about the conditions at the allocation: everybody plainly meets them."""

from datetime import date

import msgspec

from cir_desktop.allocation.loader import load_regulation
from cir_desktop.allocation.parameters import OwnValue
from cir_desktop.allocation.regulation import Regulation
from cir_desktop.domain.facts import Finances, OwnFact
from cir_desktop.domain.ranking import Answer

BORN = date(1980, 1, 1)
FINE = Finances(10_000_00, 2024, "VOLDOET", False, "VOLDOET")
MEANS = {"means.amount": OwnFact(Answer.MET, "rekeninguittreksel", date(2026, 1, 1), amount=0)}


def rules_with_limits() -> Regulation:
    """The shipped rules, with the income limits of 2024 filled in for the years of which they are expected."""
    regulation = load_regulation()
    parameters = regulation.parameters
    filled = [
        OwnValue(
            key=parameter.key,
            since=value.since,
            value=parameters.whole(parameter.key, date(2024, 1, 1)),
            source="bedrag van 2024",
            noted_by="Els",
            noted_on=date(2026, 1, 1),
        )
        for parameter, value in parameters.expected()
    ]
    return msgspec.structs.replace(regulation, parameters=parameters.with_own(filled))
