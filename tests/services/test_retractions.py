"""What was told wrongly is put right in the register and here at once; what never went is only dropped."""

import msgspec
import pytest
from support.approvers import approver_of
from support.office import HOME, TODAY
from support.told_offers import (
    CONTRACT,
    decided,
    in_register,
    last_message,
    offer_now,
    offered,
    office_with_a_vacancy,
    refused,
)

from cir_desktop.domain.process import CommandState, OfferAnswer
from cir_desktop.errors import BadInput, NotAllowed
from cir_desktop.practice import launcher
from cir_desktop.runtime.ids import uuid7
from cir_desktop.services import answers, approvals, consequences, decisions, exchange, retractions
from cir_desktop.services.consequences import Consequence
from cir_desktop.services.counting import counting_answers
from cir_desktop.storage import allocations, homes, outbox


@pytest.fixture(scope="module")
def practice(tmp_path_factory):
    with launcher.start(tmp_path_factory.mktemp("register"), 150, 5, TODAY) as running:
        yield running


@pytest.fixture
def office(tmp_path, practice):
    with office_with_a_vacancy(tmp_path / "werkmap", practice) as opened:
        yield opened


def test_an_offer_that_runs_is_withdrawn_with_a_reason_and_the_candidate_keeps_the_place(office):
    made = offered(office)
    told = last_message(office, made.dossier)
    shown = retractions.preview(office, told.id[-8:], "WONING-NIET-VRIJ")
    assert (shown.action, shown.held) == ("CCL", False)
    assert "Commentaar: De woning kan toch niet verhuurd worden" in shown.message
    assert made.id in shown.here[0]
    command = retractions.retract(office, told.id, "WONING-NIET-VRIJ")
    assert (command.action, command.state) == ("CCL", CommandState.NEW)
    assert offer_now(office, made).answer is OfferAnswer.WITHDRAWN
    assert exchange.push(office).accepted == 1
    after = in_register(office, made.dossier)
    assert (after.status, after.offers[-1].answer) == ("REG", "INGETROKKEN")


def test_an_offer_to_the_wrong_dossier_is_undone_as_if_it_had_never_been(office):
    made = offered(office)
    before = len(in_register(office, made.dossier).offers)
    retractions.retract(office, last_message(office, made.dossier).id, "VERKEERD-DOSSIER")
    assert exchange.push(office).accepted == 1
    after = in_register(office, made.dossier)
    assert (after.status, len(after.offers)) == ("REG", before - 1)
    assert after.history[-1].action == "UNDO"
    assert offer_now(office, made).answer is OfferAnswer.WITHDRAWN


def test_a_refusal_that_is_undone_no_longer_counts_and_the_offer_runs_again(office):
    made = offered(office)
    message = refused(office, made)
    assert len(counting_answers(office, made.dossier)) == 1
    shown = retractions.preview(office, message.id, "ALSNOG-GEGROND")
    assert shown.held is False
    command = retractions.retract(office, message.id, "ALSNOG-GEGROND")
    assert command.state is CommandState.NEW
    assert exchange.push(office).accepted == 1
    assert counting_answers(office, made.dossier) == []
    assert in_register(office, made.dossier).status == "OFFER"
    assert offer_now(office, made).answer is OfferAnswer.OPEN
    answers.answer(office, made.id, OfferAnswer.REFUSED, reason_code="ZIEKENHUIS")
    assert exchange.push(office).accepted == 1
    assert in_register(office, made.dossier).offers[-1].grounded is True


def test_a_contract_is_only_undone_by_two_persons_and_the_home_is_to_let_again(office):
    made = offered(office)
    decision = decided(office, made)
    assert in_register(office, made.dossier).status == "RJCT"
    told = last_message(office, made.dossier)
    shown = retractions.preview(office, told.id, "CONTRACT-NIET-GETEKEND")
    assert shown.held is True
    assert any(decision.id in sentence for sentence in shown.here)
    command = retractions.retract(office, told.id, "CONTRACT-NIET-GETEKEND")
    assert command.state is CommandState.HELD
    with office.store.read() as connection:
        assert allocations.decisions(connection, home=HOME.code) == []
        assert homes.current_vacancy(connection, HOME.code).id == decision.vacancy
    assert exchange.push(office).sent == 0
    read_first = approvals.view(office, command.id).consequences
    assert read_first[0].startswith("Het CIR maakt de toewijzing en de schrapping ongedaan")
    assert read_first[1] == "De kandidaat verliest de woning die toegewezen was."
    approvals.release(office, command.id, approver_of(office, "Mieke Janssens"))
    assert exchange.push(office).accepted == 1
    after = in_register(office, made.dossier)
    assert (after.status, after.allocations) == ("OFFER", ())
    again = decisions.decide(
        office, HOME.code, made.dossier, contract_from=CONTRACT, body="vast bureau", motive="nagekeken"
    )
    assert again.id != decision.id


def test_when_the_second_person_does_not_agree_the_decision_holds_again(office):
    made = offered(office)
    decision = decided(office, made)
    told = last_message(office, made.dossier)
    undo = retractions.retract(office, told.id, "BESLISSING-HERZIEN")
    assert exchange.can_drop(undo) is False
    shown = retractions.preview(office, undo.id)
    assert (shown.reasons, shown.action) == ((), "")
    assert f"Beslissing {decision.id} geldt weer" in shown.here[0]
    dropped = retractions.retract(office, undo.id)
    assert dropped.state is CommandState.DROPPED
    with office.store.read() as connection:
        assert allocations.decisions(connection, home=HOME.code) == [decision]
        assert homes.current_vacancy(connection, HOME.code) is None
    assert exchange.push(office).sent == 0


def test_what_never_went_is_dropped_and_the_register_hears_nothing(office):
    made = offered(office)
    answers.answer(office, made.id, OfferAnswer.REFUSED, reason_code="LIGGING")
    held = last_message(office, made.dossier)
    shown = retractions.preview(office, held.id)
    assert (shown.action, shown.held) == ("", False)
    assert "hoort hier niets van" in shown.register[0]
    dropped = retractions.retract(office, held.id, "VERKEERD-GENOTEERD")
    assert (dropped.id, dropped.state) == (held.id, CommandState.DROPPED)
    assert offer_now(office, made).answer is OfferAnswer.OPEN
    assert exchange.push(office).sent == 0


def test_a_consequence_apart_from_an_offer_is_undone_too(office):
    made = offered(office)
    retractions.retract(office, last_message(office, made.dossier).id, "VERKEERD-DOSSIER")
    exchange.push(office)
    consequences.report(office, made.dossier, Consequence(action="WAIT", motive="op eigen vraag"))
    assert exchange.push(office).accepted == 1
    retractions.retract(office, last_message(office, made.dossier).id, "VERKEERD-GENOTEERD")
    assert exchange.push(office).accepted == 1
    assert in_register(office, made.dossier).status == "REG"


def test_only_the_last_step_can_be_put_right(office):
    made = offered(office)
    first = last_message(office, made.dossier)
    refused(office, made)
    with pytest.raises(NotAllowed, match="Na dit bericht kwam er nog een"):
        retractions.preview(office, first.id)
    second = last_message(office, made.dossier)
    retractions.retract(office, second.id, "VERKEERD-DOSSIER")
    with pytest.raises(NotAllowed, match="al rechtgezet"):
        retractions.retract(office, second.id, "VERKEERD-DOSSIER")


def test_what_another_program_did_since_is_seen_before_anything_is_undone(office):
    made = offered(office)
    told = last_message(office, made.dossier)
    office.client().act(msgspec.structs.replace(told, id=str(uuid7()), action="CCL"))
    with pytest.raises(NotAllowed, match="Na dit bericht gebeurde er in het register nog iets"):
        retractions.preview(office, told.id)


@pytest.mark.parametrize("state", [CommandState.SENT, CommandState.UNANSWERED, CommandState.CONFLICT])
def test_what_may_or_may_not_have_been_carried_out_is_looked_up_first(office, state):
    made = offered(office)
    told = last_message(office, made.dossier)
    with office.store.unit(office.actor) as unit:
        outbox.set_state(unit.connection, told.id, state)
        unit.event("command.unanswered", told.id)
    with pytest.raises(NotAllowed):
        retractions.retract(office, told.id, "VERKEERD-DOSSIER")
    assert offer_now(office, made).answer is OfferAnswer.OPEN


def test_a_reason_of_the_closed_list_is_asked_for_what_the_register_knows(office):
    made = offered(office)
    told = last_message(office, made.dossier)
    codes = {reason.code for reason in retractions.preview(office, told.id).reasons}
    assert codes == {"WONING-NIET-VRIJ", "AANBOD-FOUT", "VOLGORDE-GEWIJZIGD", "VERKEERD-DOSSIER"}
    with pytest.raises(BadInput):
        retractions.retract(office, told.id)
    assert offer_now(office, made).answer is OfferAnswer.OPEN
