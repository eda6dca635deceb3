"""What follows a message that puts another one right, and in which order steps can be gone back."""

import msgspec
import pytest
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
from cir_desktop.errors import NotAllowed
from cir_desktop.practice import launcher
from cir_desktop.runtime.ids import uuid7
from cir_desktop.services import answers, conflicts, decisions, exchange, retractions
from cir_desktop.services.counting import counting_answers
from cir_desktop.storage import outbox


@pytest.fixture(scope="module")
def practice(tmp_path_factory):
    with launcher.start(tmp_path_factory.mktemp("register"), 150, 5, TODAY) as running:
        yield running


@pytest.fixture
def office(tmp_path, practice):
    with office_with_a_vacancy(tmp_path / "werkmap", practice) as opened:
        yield opened


def elsewhere(office, told, action):
    """The same landlord does something in another program, or on the pages of the register."""
    office.client().act(msgspec.structs.replace(told, id=str(uuid7()), action=action))


@pytest.mark.parametrize("told", [False, True])
def test_an_offer_that_was_undone_does_not_run_again_by_taking_an_answer_back(office, told):
    made = offered(office)
    retractions.retract(office, last_message(office, made.dossier).id, "VERKEERD-DOSSIER")
    if told:
        assert exchange.push(office).accepted == 1
    with pytest.raises(NotAllowed, match="eindigde door een rechtzetting"):
        answers.take_back(office, made.id)
    assert offer_now(office, made).answer is OfferAnswer.WITHDRAWN


def test_a_yes_after_a_refusal_that_was_undone_can_be_taken_back(office):
    made = offered(office)
    retractions.retract(office, refused(office, made).id, "VERKEERD-GENOTEERD")
    answers.answer(office, made.id, OfferAnswer.ACCEPTED)
    assert answers.take_back(office, made.id).answer is OfferAnswer.OPEN
    assert last_message(office, made.dossier).state is CommandState.NEW


def test_a_yes_after_an_answer_that_was_taken_back_can_be_taken_back(office):
    made = offered(office)
    answers.answer(office, made.id, OfferAnswer.REFUSED, reason_code="LIGGING")
    answers.take_back(office, made.id)
    answers.answer(office, made.id, OfferAnswer.ACCEPTED)
    assert answers.take_back(office, made.id).answer is OfferAnswer.OPEN


def test_what_is_about_to_be_undone_does_not_count_in_what_the_next_answer_costs(office):
    made = offered(office)
    retractions.retract(office, refused(office, made).id, "VERKEERD-GENOTEERD")
    shown = answers.preview_answer(office, made.id, OfferAnswer.REFUSED, "LIGGING")
    assert shown.counts_as == 1
    assert "schrapt het dossier dan" not in shown.meaning


def test_a_retraction_is_not_taken_back_behind_an_answer_that_was_built_on_it(office):
    made = offered(office)
    undo = retractions.retract(office, refused(office, made).id, "VERKEERD-GENOTEERD")
    answers.answer(office, made.id, OfferAnswer.ACCEPTED)
    with pytest.raises(NotAllowed, match="ander antwoord genoteerd"):
        retractions.preview(office, undo.id)
    decisions.decide(office, HOME.code, made.dossier, contract_from=CONTRACT, body="vast bureau", motive="nagekeken")
    with pytest.raises(NotAllowed, match="kwam er nog een"):
        retractions.retract(office, undo.id)
    assert offer_now(office, made).answer is OfferAnswer.ACCEPTED
    assert exchange.push(office).accepted == 2
    assert in_register(office, made.dossier).status == "RJCT"


def test_nothing_is_undone_when_somebody_did_another_step_since_the_clerk_looked(office):
    made = offered(office)
    told = last_message(office, made.dossier)
    undo = retractions.retract(office, told.id, "VERKEERD-DOSSIER")
    elsewhere(office, told, "CCL")
    assert exchange.push(office).conflict == 1
    after = in_register(office, made.dossier)
    assert (after.status, after.offers[-1].answer) == ("REG", "INGETROKKEN")
    stopped = last_message(office, made.dossier)
    assert "er is niets ongedaan gemaakt" in stopped.last_answer
    assert retractions.can_retract(stopped)
    (line,) = exchange.outbox_lines(office, states={CommandState.CONFLICT})
    assert line.next_step.endswith("of kies Rechtzetten.")
    assert "kies Rechtzetten" in conflicts.view(office, undo.id).next_step
    assert retractions.retract(office, undo.id).state is CommandState.DROPPED
    assert offer_now(office, made).answer is OfferAnswer.OPEN


def test_what_stopped_in_conflict_and_was_carried_out_all_the_same_is_not_taken_back(office):
    made = offered(office)
    undo = retractions.retract(office, last_message(office, made.dossier).id, "VERKEERD-DOSSIER")
    assert exchange.push(office).accepted == 1
    with office.store.unit(office.actor) as unit:
        outbox.set_state(unit.connection, undo.id, CommandState.CONFLICT)
        unit.event("command.conflict", undo.id)
    with pytest.raises(NotAllowed, match="voerde dit bericht uit"):
        retractions.retract(office, undo.id)
    exchange.resend(office, undo.id)
    assert exchange.push(office).accepted == 1


def test_withdrawing_an_offer_to_put_it_right_is_not_dropped_but_put_right(office):
    made = offered(office)
    withdrawal = retractions.retract(office, last_message(office, made.dossier).id, "WONING-NIET-VRIJ")
    with pytest.raises(NotAllowed, match="zet een ander bericht recht"):
        exchange.drop(office, withdrawal.id, "toch niet")
    retractions.retract(office, withdrawal.id)
    assert offer_now(office, made).answer is OfferAnswer.OPEN


def test_undoing_a_refusal_says_that_the_home_was_let_meanwhile(office):
    first = offered(office)
    message = refused(office, first)
    decision = decided(office, offered(office))
    shown = retractions.preview(office, message.id, "VERKEERD-GENOTEERD")
    assert f"woning {HOME.code} is al toegewezen (beslissing {decision.id})" in shown.here[-1]


def test_a_refusal_that_the_register_carried_out_without_an_answer_counts_once(office):
    made = offered(office)
    message = refused(office, made)
    with office.store.unit(office.actor) as unit:
        outbox.set_state(unit.connection, message.id, CommandState.UNANSWERED)
        unit.event("command.unanswered", message.id)
    assert len(counting_answers(office, made.dossier)) == 1


def test_an_undoing_that_was_carried_out_without_an_answer_takes_no_other_refusal_away(office):
    made = offered(office)
    retractions.retract(office, refused(office, made).id, "ALSNOG-GEGROND")
    assert exchange.push(office).accepted == 1
    undo = last_message(office, made.dossier)
    again = refused(office, made)
    assert again.action == "REF"
    with office.store.unit(office.actor) as unit:
        outbox.set_state(unit.connection, undo.id, CommandState.UNANSWERED)
        unit.event("command.unanswered", undo.id)
    assert len(counting_answers(office, made.dossier)) == 1


def test_what_was_undone_already_is_not_said_to_be_put_right_first(office):
    made = offered(office)
    told = last_message(office, made.dossier)
    withdrawal = retractions.retract(office, told.id, "WONING-NIET-VRIJ")
    exchange.push(office)
    undo = retractions.retract(office, withdrawal.id, "VERKEERD-GENOTEERD")
    with pytest.raises(NotAllowed) as waits:
        retractions.preview(office, told.id)
    assert waits.value.todo.startswith("Zet eerst dat laatste recht")
    exchange.push(office)
    for message in (told, undo):
        with pytest.raises(NotAllowed) as refusal:
            retractions.preview(office, message.id)
        assert "Meld" in refusal.value.todo
    assert answers.answer(office, made.id, OfferAnswer.WITHDRAWN).answer is OfferAnswer.WITHDRAWN
    assert exchange.push(office).accepted == 1
