"""Candidates for tests of the ranking: plainly fit, and strategies of lists that differ in what orders them."""

from datetime import date

import msgspec
from hypothesis import strategies as st
from support.rules import BORN, FINE, MEANS

from cir_desktop.domain.facts import CandidateFacts, CarePeriod, Household, Member, Residence
from cir_desktop.domain.home import Home
from cir_desktop.domain.ranking import Letting
from cir_desktop.domain.values import NisCode

HERE, FAR = NisCode("13017"), NisCode("11002")
DAY = date(2026, 6, 1)
HOME = Home(
    code="W1", street="Kerkstraat", number="1", postcode="2460", place="Kasterlee", nis_code=HERE, type="H", bedrooms=2
)
LONG = (Residence(HERE, date(1990, 1, 1), None, ongoing=True),)
NEVER = (Residence(FAR, date(1990, 1, 1), None, ongoing=True),)


def somebody(number: int, **changes: object) -> CandidateFacts:
    day = date(2010 + number % 10, 1, 1)
    plain = CandidateFacts(
        dossier=f"{day:%Y.%m.%d}.{number:04d}",
        version=1,
        status="REG",
        registered_on=day,
        sequence=number,
        household=Household((Member("reference", "V", BORN, 0),)),
        max_rent=None,
        min_bedrooms=None,
        max_bedrooms=None,
        types=(),
        wants_adapted=False,
        neighbourhoods=(),
        residences=(NEVER,),
        care=(),
        declared_care=(),
        finances=FINE,
        in_register=True,
        own=MEANS,
    )
    return msgspec.structs.replace(plain, **changes)


anybody = st.builds(
    lambda residences, care, status, nomination: {
        "residences": (residences,),
        "care": care,
        "status": status,
        "nomination": nomination,
    },
    st.sampled_from([LONG, NEVER, (), (Residence(HERE, date(2022, 1, 1), None, ongoing=True),)]),
    st.sampled_from([None, (), (CarePeriod(HERE, True, None, None),)]),
    st.sampled_from(["REG", "REG", "REG", "WAITS"]),
    st.sampled_from([None, "EHOME", "MHP"]),
)
lists = st.lists(anybody, min_size=2, max_size=9).map(
    lambda changes: [somebody(number, **change) for number, change in enumerate(changes)]
)
lettings = st.sampled_from([Letting(), Letting(2), Letting(2, "", ("2010.01.01.0000", "2011.01.01.0001")), Letting(3)])
