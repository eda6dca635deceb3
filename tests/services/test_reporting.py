"""What is reported for a ranking list follows the pillar, and a ground without a published code is never made up."""

import msgspec
import pytest
from support.office import HOME, TODAY, fill, new_office

from cir_desktop.allocation.case import open_case
from cir_desktop.domain.facts import OwnFact
from cir_desktop.domain.ranking import Answer, Letting
from cir_desktop.services import homes, reporting
from cir_desktop.storage import ranking_facts


@pytest.fixture
def office(tmp_path):
    opened = new_office(tmp_path)
    fill(opened, 40)
    homes.save(opened, HOME, new=True)
    yield opened
    opened.close()


def _report(office, letting, **facts):
    with office.store.read() as connection:
        one = ranking_facts.candidates_of(connection, HOME.nis_code)[0]
    case = open_case(HOME, office.regulation, TODAY, letting=letting)
    return reporting.report_of(case, msgspec.structs.replace(one, **facts))[0]


@pytest.mark.parametrize("home_type", ["H", "R", "A", "S"])
def test_pillar_one_reports_the_type_of_the_home_and_the_binding(office, home_type):
    with office.store.read() as connection:
        one = ranking_facts.candidates_of(connection, HOME.nis_code)[0]
    home = msgspec.structs.replace(HOME, type=home_type)
    found, why = reporting.report_of(open_case(home, office.regulation, TODAY), one)
    assert (found.kind, found.criterion, found.nis_code) == ("PLR1", home_type, "13017")
    assert found.local_binding == "UNK", "nothing is known of where this candidate lived"
    assert "niets gekend" in why


def test_pillar_two_reports_the_group_without_binding_or_municipality(office):
    found = _report(office, Letting(2, "MHP"), nomination="MHP")
    assert (found.kind, found.criterion) == ("PLR2", "MHP")
    assert (found.local_binding, found.nis_code) == (None, None)
    assert _report(office, Letting(2), nomination="EHOME").criterion == "EHOME"


def test_pillar_three_reports_d(office):
    assert _report(office, Letting(3, "Ouderen")).criterion == "D"


def test_pillar_four_reports_the_ground_that_holds_and_none_for_the_end_of_a_head_lease(office):
    proven = OwnFact(Answer.MET, "brief van de verhuurder", TODAY)
    assert _report(office, Letting(4, "DERES"), own={"move.deres": proven}).criterion == "DERES"
    assert _report(office, Letting(4), own={"move.deres": proven}).criterion == "DERES"
    assert _report(office, Letting(4, "HEAD_LEASE"), own={"move.head_lease": proven}).criterion is None
