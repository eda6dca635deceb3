"""The outbox: nothing is told out of order, too early, or without the second person."""

from datetime import UTC, date, datetime, timedelta

import pytest

from cir_desktop.domain.process import Command, CommandState, ConsequencePayload, HomeAddress, Receipt
from cir_desktop.errors import BadInput, NotFound
from cir_desktop.storage import outbox

NOW = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
FIRST, SECOND = "2020.01.01.0001", "2020.01.01.0002"


@pytest.fixture
def connection(store, actor):
    with store.unit(actor) as unit:
        unit.event("test", "test")
        yield unit.connection


def made(name: str, dossier: str = FIRST, state: CommandState = CommandState.NEW, **changes: object) -> Command:
    values: dict = {
        "id": f"0197-{name}",
        "action": "OFFER",
        "dossier": dossier,
        "base_version": 2,
        "payload": ConsequencePayload(),
        "author": "Loket 1",
        "created_at": NOW,
        "state": state,
    }
    return Command(**(values | changes))


def add(connection, *commands):
    for command in commands:
        outbox.add_command(connection, command)


def due(connection, now=NOW, **wanted):
    return [command.id.removeprefix("0197-") for command in outbox.due(connection, now, **wanted)]


def test_a_command_comes_back_as_it_was_made(connection):
    address = HomeAddress("Kerkstraat", "1", None, "2340", "Beerse", "13017")
    command = made(
        "full",
        payload=ConsequencePayload("reden", date(2026, 7, 1), address),
        not_before=date(2026, 6, 17),
        next_attempt_at=NOW,
        receipt=Receipt(FIRST, 4, "OFFER", "OFFER", NOW, "0197-full"),
    )
    add(connection, command)
    assert outbox.command(connection, "0197-full") == command
    with pytest.raises(NotFound):
        outbox.command(connection, "0197")


def test_of_each_dossier_only_the_first_open_command_is_due(connection):
    add(connection, made("z"), made("a"), made("m", SECOND))
    assert due(connection) == ["z", "m"]
    outbox.set_state(connection, "0197-z", CommandState.ACCEPTED)
    assert due(connection) == ["a", "m"]


@pytest.mark.parametrize("state", [CommandState.HELD, CommandState.CONFLICT])
def test_what_waits_for_a_person_keeps_later_commands_of_its_dossier_back(connection, state):
    add(connection, made("sanction", state=state), made("later"), made("other", SECOND))
    assert due(connection) == ["other"]
    outbox.set_state(connection, "0197-sanction", CommandState.NEW, released_by="Coach")
    assert due(connection) == ["sanction", "other"]
    assert outbox.command(connection, "0197-sanction").released_by == "Coach"


@pytest.mark.parametrize("state", [CommandState.ACCEPTED, CommandState.REFUSED, CommandState.DROPPED])
def test_what_is_settled_keeps_nothing_back(connection, state):
    add(connection, made("done", state=state), made("later"))
    assert due(connection) == ["later"]


def test_a_command_that_waits_for_its_next_attempt_keeps_its_dossier_back_until_then(connection):
    later = NOW + timedelta(minutes=5)
    add(connection, made("tried"), made("after"))
    outbox.set_state(
        connection, "0197-tried", CommandState.UNANSWERED, last_answer="503", attempts=1, next_attempt_at=later
    )
    assert due(connection) == []
    assert due(connection, later) == ["tried"]
    assert due(connection, later, fresh_only=True) == []
    tried = outbox.command(connection, "0197-tried")
    assert (tried.attempts, tried.last_answer, tried.next_attempt_at) == (1, "503", later)


def test_a_silence_is_not_told_before_its_day_in_flanders(connection):
    add(connection, made("silence", not_before=date(2026, 6, 17)))
    assert due(connection, datetime(2026, 6, 16, 21, 59, tzinfo=UTC)) == []
    assert due(connection, datetime(2026, 6, 16, 22, 0, tzinfo=UTC)) == ["silence"]


def test_a_change_of_state_leaves_what_it_does_not_name(connection):
    receipt = Receipt(FIRST, 4, "OFFER", "OFFER", NOW, "0197-x")
    add(connection, made("x", attempts=2, last_answer="409", released_by="Coach", next_attempt_at=NOW))
    outbox.set_state(connection, "0197-x", CommandState.ACCEPTED, receipt=receipt)
    command = outbox.command(connection, "0197-x")
    assert (command.attempts, command.last_answer, command.released_by) == (2, "409", "Coach")
    assert (command.receipt, command.next_attempt_at) == (receipt, None)
    with pytest.raises(NotFound):
        outbox.set_state(connection, "unknown", CommandState.DROPPED)


def test_a_command_that_is_put_back_begins_anew_at_its_old_place(connection):
    add(connection, made("x", attempts=3, last_answer="404", released_by="Coach", next_attempt_at=NOW), made("after"))
    outbox.set_state(connection, "0197-x", CommandState.REFUSED, last_answer="404")
    assert due(connection) == ["after"]
    outbox.put_back(connection, "0197-x", CommandState.NEW)
    command = outbox.command(connection, "0197-x")
    assert (command.state, command.attempts, command.last_answer) == (CommandState.NEW, 0, "")
    assert (command.released_by, command.next_attempt_at) == (None, None)
    assert due(connection, fresh_only=True) == ["x"]
    with pytest.raises(NotFound):
        outbox.put_back(connection, "unknown", CommandState.NEW)


def test_commands_are_listed_in_the_order_of_their_making_whatever_their_ids(connection):
    add(connection, made("z"), made("b", SECOND), made("a", state=CommandState.HELD))
    assert [c.id for c in outbox.commands(connection)] == ["0197-z", "0197-b", "0197-a"]
    assert [c.id for c in outbox.commands(connection, dossier=FIRST)] == ["0197-z", "0197-a"]
    assert [c.id for c in outbox.commands(connection, states={CommandState.HELD})] == ["0197-a"]
    assert outbox.state_counts(connection) == {CommandState.NEW: 2, CommandState.HELD: 1}


def test_a_clerk_names_a_command_by_its_first_or_last_characters(connection):
    add(connection, made("aaaa-1111"), made("bbbb-2222"), made("b%_b-3333"))
    assert outbox.find_prefix(connection, " 2222 ").id == "0197-bbbb-2222"
    assert outbox.find_prefix(connection, "0197-AAAA").id == "0197-aaaa-1111"
    for typed, error in (("0197", BadInput), ("", BadInput), ("9999", NotFound), ("%", NotFound), ("_", NotFound)):
        with pytest.raises(error):
            outbox.find_prefix(connection, typed)
