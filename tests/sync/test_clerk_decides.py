"""What a clerk does with a command that did not get through, and what is said of a push."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from support.approvers import approver_of

from cir_desktop.domain.process import Command, CommandState, ConsequencePayload
from cir_desktop.errors import BadInput, NotAllowed, NotFound
from cir_desktop.runtime.ids import uuid7
from cir_desktop.services import approvals, exchange
from cir_desktop.services.bootstrap import open_office
from cir_desktop.services.exchange import PushOutcome
from cir_desktop.services.office import Office
from cir_desktop.storage import outbox

NOW = datetime(2026, 6, 1, 8, tzinfo=UTC)
DOSSIER = "2020.01.01.0001"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    opened = open_office(tmp_path / "werkmap", throw_away=True, actor="Els", clock=lambda: NOW)
    yield opened
    opened.close()


def _order(office: Office, state: CommandState, action: str = "OFFER", **changes: Any) -> Command:
    given: dict[str, Any] = {
        "id": str(uuid7()),
        "action": action,
        "dossier": DOSSIER,
        "base_version": 1,
        "payload": ConsequencePayload(),
        "author": "Els",
        "created_at": NOW,
        "state": state,
    }
    command = Command(**given | changes)
    with office.store.unit(office.actor) as unit:
        outbox.add_command(unit.connection, command)
        unit.event("offer.made", DOSSIER)
    return command


def _due(office: Office) -> list[str]:
    with office.store.read() as connection:
        return [command.id for command in outbox.due(connection, NOW)]


@pytest.mark.parametrize("state", [CommandState.REFUSED, CommandState.CONFLICT])
def test_a_command_that_did_not_get_through_can_go_out_again(office: Office, state: CommandState) -> None:
    command = _order(office, state, attempts=2, last_answer="Het register kent dit dossier niet (404).")
    assert _due(office) == []
    again = exchange.resend(office, command.id[-8:])
    assert (again.state, again.attempts, again.last_answer) == (CommandState.NEW, 0, "")
    assert _due(office) == [command.id]
    event = exchange.recent_events(office, command.id)[0]
    assert (event.kind, event.details["answer"]) == ("command.resent", command.last_answer)


def test_a_sanction_that_goes_out_again_is_released_again_and_not_by_its_author(office: Office) -> None:
    command = _order(office, CommandState.REFUSED, action="REF", released_by="Mieke")
    again = exchange.resend(office, command.id)
    assert (again.state, again.released_by) == (CommandState.HELD, None)
    assert _due(office) == []
    author, other = (approver_of(office, name) for name in ("els", "Mieke"))
    with pytest.raises(NotAllowed):
        approvals.release(office, command.id, author)
    assert approvals.release(office, command.id, other).command.state is CommandState.NEW


@pytest.mark.parametrize("state", sorted(set(CommandState) - {CommandState.REFUSED, CommandState.CONFLICT}))
def test_what_waits_for_no_decision_is_not_sent_again(office: Office, state: CommandState) -> None:
    command = _order(office, state)
    with pytest.raises(NotAllowed):
        exchange.resend(office, command.id)
    assert exchange.outbox_lines(office)[0].command == command


@pytest.mark.parametrize("state", [CommandState.REFUSED, CommandState.CONFLICT, CommandState.HELD, CommandState.NEW])
def test_a_withdrawn_command_keeps_nothing_back_and_says_why(office: Office, state: CommandState) -> None:
    command = _order(office, state)
    later = _order(office, CommandState.NEW)
    gone = exchange.drop(office, command.id, " Telefonisch geregeld. ")
    assert (gone.state, gone.last_answer) == (CommandState.DROPPED, "Telefonisch geregeld.")
    assert _due(office) == [later.id]
    event = exchange.recent_events(office, command.id)[0]
    assert (event.kind, event.details["reason"]) == ("command.dropped", "Telefonisch geregeld.")


def test_a_command_is_not_withdrawn_without_a_motive(office: Office) -> None:
    command = _order(office, CommandState.REFUSED)
    with pytest.raises(BadInput) as told:
        exchange.drop(office, command.id, "  ")
    assert told.value.field == "motive"
    with pytest.raises(NotFound):
        exchange.drop(office, "ffffffff-ffff", "Reden.")
    assert exchange.outbox_lines(office)[0].command == command


@pytest.mark.parametrize(
    ("state", "attempts"),
    [
        (CommandState.NEW, 1),
        (CommandState.SENT, 1),
        (CommandState.UNANSWERED, 1),
        (CommandState.ACCEPTED, 1),
        (CommandState.DROPPED, 0),
    ],
)
def test_what_the_register_may_have_carried_out_is_not_withdrawn(
    office: Office, state: CommandState, attempts: int
) -> None:
    command = _order(office, state, attempts=attempts)
    with pytest.raises(NotAllowed):
        exchange.drop(office, command.id, "Reden.")
    assert exchange.outbox_lines(office)[0].command == command


def test_a_command_that_met_no_access_says_so_while_it_waits(office: Office) -> None:
    _order(office, CommandState.NEW, last_answer="Het register geeft ons hiervoor geen toegang (403).")
    (line,) = exchange.outbox_lines(office)
    assert line.next_step.startswith("Het register geeft ons hiervoor geen toegang (403).")
    assert line.next_step.endswith("Gaat mee bij de volgende verzending.")


def test_what_got_no_answer_is_told_with_the_moment_of_its_next_look() -> None:
    at = datetime(2026, 6, 1, 8, 14, 5, tzinfo=UTC)
    assert exchange.push_sentence(PushOutcome(unanswered=1, next_attempt_at=at)) == (
        "0 verstuurd: 0 bevestigd, 1 zonder antwoord: wordt na 10:15 opnieuw nagekeken (of nu met: cir outbox retry)."
    )
    several = exchange.push_sentence(PushOutcome(sent=2, unanswered=2, waiting=1))
    assert "2 zonder antwoord: worden bij de volgende verzending opnieuw nagekeken" in several
    assert several.endswith(", 1 wacht op zijn beurt.")
