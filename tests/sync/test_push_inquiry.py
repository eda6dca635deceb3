"""Answers to housing-need requests and results of an investigation arrive, and are looked up when no answer came."""

from datetime import date
from typing import Any

import pytest

from cir_desktop.domain.codes import HOUSING_NEED, INVESTIGATION
from cir_desktop.domain.dossier import Dossier
from cir_desktop.domain.process import CommandState, HousingNeedReply, InvestigationResult
from cir_desktop.register.wire import decode_dossier
from cir_desktop.storage import dossiers
from cir_desktop.sync.effect import replies_in

CALLS = {HOUSING_NEED: "woonnoodAntwoord", INVESTIGATION: "onderzoekResultaat"}
_USED: set[str] = set()


def _stored(desk: Any) -> list[Dossier]:
    with desk.store.read() as connection:
        numbers = sorted(set(dossiers.stored_versions(connection)) - _USED)
        return [decode_dossier(dossiers.raw_version(connection, number)[1]) for number in numbers]


def _request(desk: Any) -> tuple[str, HousingNeedReply]:
    """A request that we did not answer, with an answer to it."""
    desk.practice.advance(3, needs_per_day=2)
    assert desk.pull().complete
    for dossier in _stored(desk):
        for need in dossier.housing_need:
            answered = any(one.party == desk.practice.party for one in need.answers)
            if need.attachments and not answered and desk.is_listed(dossier.number.text):
                _USED.add(dossier.number.text)
                said = tuple((each, "Toont de situatie aan.") for each in need.attachments)
                return dossier.number.text, HousingNeedReply(need.day, "GEACCEPTEERD", said, "Ongeschikt.", "SUBSH")
    raise LookupError("nobody asks for priority")


def _investigated(desk: Any) -> Dossier:
    """A dossier of which we are the primary landlord and that waits for one exception at least."""
    desk.practice.advance(2, registrations_per_day=6)
    assert desk.pull().complete
    for dossier in _stored(desk):
        ours = dossier.primary_party == desk.practice.party and desk.is_listed(dossier.number.text)
        if dossier.status == "CHKS" and dossier.investigation and ours:
            _USED.add(dossier.number.text)
            return dossier
    raise LookupError("nobody is investigated by us")


@pytest.fixture
def desk(full_desk: Any) -> Any:
    return full_desk


def test_an_answer_with_its_evaluations_stands_in_the_dossier_and_in_our_copy(desk: Any) -> None:
    number, reply = _request(desk)
    command = desk.order(HOUSING_NEED, number, payload=reply)
    assert desk.command(command).payload == reply
    assert desk.push().accepted == 1
    assert desk.command(command).receipt is None
    assert reply in replies_in(decode_dossier(desk.client.fetch(number)), desk.practice.party)
    assert desk.stored()[number] == command.base_version + 1


def test_the_documents_of_a_request_can_be_fetched(desk: Any) -> None:
    number, reply = _request(desk)
    sizes = {one.id: one.size for one in decode_dossier(desk.client.fetch(number)).attachments}
    for attachment, _ in reply.evaluations:
        assert len(desk.client.attachment(number, attachment)) == sizes[attachment]


def test_an_answer_that_arrived_although_no_answer_came_is_found_and_not_sent_again(desk: Any) -> None:
    number, reply = _request(desk)
    command = desk.order(HOUSING_NEED, number, payload=reply)
    desk.practice.fault("status", code=503, path=CALLS[HOUSING_NEED], after=True)
    assert desk.push().unanswered == 1
    desk.later(minutes=2)
    again = desk.push()
    assert (again.sent, again.accepted) == (0, 1)
    assert "al verwerkt" in desk.command(command).last_answer


def test_an_answer_to_a_request_that_was_ended_goes_to_the_clerk(desk: Any) -> None:
    number, reply = _request(desk)
    desk.order(HOUSING_NEED, number, payload=reply)
    assert desk.push().accepted == 1
    second = desk.order(
        HOUSING_NEED, number, payload=HousingNeedReply(reply.requested_on, "GEWEIGERD", (), "Toch niet.")
    )
    assert desk.push().refused == 1
    assert "afgesloten" in desk.command(second).last_answer


def test_an_answer_to_a_request_that_the_register_does_not_know_is_refused(desk: Any) -> None:
    number, reply = _request(desk)
    unknown = HousingNeedReply(date(2001, 1, 1), "GEWEIGERD", (), reply.conclusion)
    command = desk.order(HOUSING_NEED, number, payload=unknown)
    assert desk.push().refused == 1
    assert desk.command(command).state is CommandState.REFUSED


@pytest.mark.parametrize("in_order", [True, False])
def test_a_result_that_got_no_answer_is_found_in_the_dossier(desk: Any, in_order: bool) -> None:
    dossier = _investigated(desk)
    result = InvestigationResult(dossier.investigation[0], in_order, "Attest van 2 mei gezien.")
    command = desk.order(INVESTIGATION, dossier.number.text, payload=result)
    desk.practice.fault("cut", path=CALLS[INVESTIGATION], after=True)
    assert desk.push().unanswered == 1
    desk.later(minutes=2)
    assert (desk.push().sent, desk.command(command).state) == (0, CommandState.ACCEPTED)
    now = decode_dossier(desk.client.fetch(dossier.number.text))
    assert (result.item in now.investigation) is not in_order


def test_a_result_that_did_not_arrive_is_sent_again_under_the_same_id(desk: Any) -> None:
    dossier = _investigated(desk)
    for item in dossier.investigation:
        desk.order(INVESTIGATION, dossier.number.text, payload=InvestigationResult(item, True, ""))
    desk.practice.fault("status", code=502, path=CALLS[INVESTIGATION])
    assert desk.push().unanswered == 1
    desk.later(minutes=2)
    assert desk.push().accepted == len(dossier.investigation)
    assert desk.row(dossier.number.text).status == "REG"
