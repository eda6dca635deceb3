"""A clerk and an approver who both sign in at the practice register: the sanction leaves, and the register knows it."""

import pytest
from support.approvers import approver_of
from support.browser import BY_NAME, Browser

from cir_desktop.domain.process import CommandState, ConsequencePayload, HomeAddress, OfferAnswer
from cir_desktop.errors import MissingRole, NotAllowed
from cir_desktop.practice import launcher
from cir_desktop.register.wire import decode_dossier
from cir_desktop.services import (
    answers,
    approvals,
    candidates,
    exchange,
    homes,
    lists,
    offers,
    pulling,
    rehearsal,
    signing_in,
)
from cir_desktop.services.approvals import SignedIn
from cir_desktop.services.bootstrap import open_office
from cir_desktop.services.candidates import Filter
from cir_desktop.services.messages import put


@pytest.fixture(scope="module")
def practice(tmp_path_factory):
    with launcher.start(tmp_path_factory.mktemp("oefenregister"), 60, 1) as running:
        yield running


@pytest.fixture
def office(tmp_path, practice):
    opened = open_office(tmp_path / "werkmap", throw_away=True, actor="balie", practice=True)
    opened.connect(practice.base_url, practice.credentials)
    yield opened
    opened.close()


def sign_in(office, name):
    with Browser(name) as browser:
        started = signing_in.begin(office)
        browser.open(started.url)
        signing_in.finish(office, started, seconds=20)
    assert office.actor.name == BY_NAME[name].vo_id


def refused_offer(office):
    """An offer that was told to the register and that the candidate refused without a grounded reason."""
    pulling.pull(office)
    home = homes.save(office, rehearsal.example_homes()[0][0], new=True)
    homes.open_vacancy(office, home.code, office.today)
    placed = lists.list_of_home(office, home.code).ranking.placed
    line = next(each for each in placed if not any(flag.code == "unknown.status" for flag in each.flags))
    draft = offers.prepare_offer(office, home.code, line.dossier)
    passed = offers.answer_for_all(draft, "STATUS-GEWIJZIGD", "Nagekeken in het register.")
    made = offers.offer(office, home.code, line.dossier, motive="Bewijzen opgevraagd.", passed_over=passed)
    assert exchange.push(office).accepted == 1
    answers.answer(office, made.id, OfferAnswer.REFUSED)
    (held,) = exchange.outbox_lines(office, {CommandState.HELD})
    return held


def test_a_sanction_of_a_clerk_is_released_by_an_approver_who_signs_in_and_reaches_the_register(office):
    sign_in(office, "Els")
    held = refused_offer(office)
    assert held.author == "Els Verzonnen"
    with pytest.raises(MissingRole, match="de rol goedkeurder"):
        approvals.release(office, held.command.id, SignedIn())
    sign_in(office, "Jan")
    with pytest.raises(MissingRole, match="de rol medewerker"):
        exchange.push(office)
    assert approvals.release(office, held.command.id, SignedIn()).by == "Jan Voorbeeld"
    event = exchange.recent_events(office, held.command.id)[0]
    assert event.actor == f"Jan Voorbeeld ({BY_NAME['Jan'].vo_id})"
    sign_in(office, "Els")
    assert exchange.push(office).accepted == 1
    known = decode_dossier(office.client().fetch(held.command.dossier)).offers[-1]
    assert (known.answer, known.grounded) == ("GEWEIGERD", False)


def test_an_employee_with_both_roles_is_no_second_person_for_himself_nor_by_an_approver_of_that_name(office):
    approver_of(office, "Lotte Uitgevonden")
    sign_in(office, "Lotte")
    (held,) = _own_sanction(office)
    with pytest.raises(NotAllowed, match="niet zelf"):
        approvals.release(office, held.command.id, SignedIn())
    found = approvals.view(office, held.command.id)
    assert found.nobody and all(way.problem for way in found.ways)


def _own_sanction(office):
    pulling.pull(office)
    home = HomeAddress("Dorpsplein", "12", None, "2460", "Kasterlee", "13017")
    dossier = candidates.rows(office, candidates.ids(office, Filter()))[0].dossier
    with office.store.unit(office.actor) as unit:
        put(office, unit, "REF", dossier, ConsequencePayload(home=home))
        unit.event("offer.answered", dossier)
    return exchange.outbox_lines(office, {CommandState.HELD})
