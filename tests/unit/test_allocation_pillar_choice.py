"""Which pillar is proposed for a vacancy, and when a sitting tenant's home is too large."""

from datetime import date
from decimal import Decimal

import msgspec
import pytest
from support.candidates import HOME

from cir_desktop.allocation.loader import load_regulation
from cir_desktop.allocation.pillar_choice import NO_ORDER, Quota, propose
from cir_desktop.allocation.regulation import MunicipalRules, TargetGroup
from cir_desktop.allocation.under_occupancy import under_occupied, valid_offer
from cir_desktop.domain.ranking import Answer

DAY = date(2026, 6, 1)
RULES = MunicipalRules(
    municipality="*",
    since=date(2024, 1, 1),
    decision="gemeenteraad",
    source="reglement",
    last_checked=DAY,
    target_groups=(TargetGroup(name="65-plussers", age_from=65, addresses=("W1",), article="art. 3"),),
)
PLAIN = msgspec.structs.replace(RULES, target_groups=())
BEHIND, REACHED, UNTOLD = Quota(20, 20, 3), Quota(20, 20, 4), Quota(20)


@pytest.mark.parametrize(
    ("rules", "to_rehouse", "quota", "pillar"),
    [
        (RULES, 2, BEHIND, 3),
        (PLAIN, 2, BEHIND, 4),
        (PLAIN, 0, BEHIND, 2),
        (PLAIN, 0, REACHED, 1),
        (PLAIN, 0, UNTOLD, 1),
        (PLAIN, 0, Quota(20, 0, 0), 1),
    ],
)
def test_the_address_list_goes_first_then_rehousing_then_the_share_of_the_area(rules, to_rehouse, quota, pillar):
    proposal = propose(HOME, rules, to_rehouse=to_rehouse, quota=quota)
    assert proposal.pillar == pillar
    assert proposal.reasons[-1].text == NO_ORDER and proposal.reasons[-1].label == "INF"


def test_a_home_that_is_reserved_for_a_group_is_proposed_for_that_group():
    reserved = msgspec.structs.replace(HOME, target_group="jongeren")
    assert propose(reserved, PLAIN, to_rehouse=0, quota=UNTOLD).group == "jongeren"
    assert propose(HOME, RULES, to_rehouse=0, quota=UNTOLD).group == "65-plussers"


def test_a_share_that_nobody_told_is_said_to_be_unknown():
    assert "niet gekend" in propose(HOME, PLAIN, to_rehouse=0, quota=UNTOLD).reasons[1].text


@pytest.mark.parametrize(
    ("bedrooms", "occupants", "couple", "too_large"),
    [(3, 1, False, True), (5, 2, True, True), (3, 3, True, False), (2, 1, False, False), (3, 2, True, True)],
)
def test_two_bedrooms_more_than_occupants_is_under_occupied_and_a_couple_counts_as_one(
    bedrooms, occupants, couple, too_large
):
    parameters = load_regulation().parameters
    assert under_occupied(bedrooms, occupants, couple, parameters, DAY) is too_large


@pytest.mark.parametrize(
    ("same", "km", "answer"),
    [
        (True, None, Answer.MET),
        (False, Decimal("15"), Answer.MET),
        (False, Decimal("15.1"), Answer.NOT_MET),
        (False, None, Answer.UNKNOWN),
    ],
)
def test_a_valid_offer_is_in_the_municipality_or_within_fifteen_kilometres(same, km, answer):
    assert valid_offer(same, km, load_regulation().parameters, DAY) is answer
