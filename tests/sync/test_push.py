"""The outbox meets a real register: every consequence arrives once, in order, or the clerk is asked."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from joserfc.jwk import RSAKey

from cir_desktop import errors
from cir_desktop.domain.process import Command, CommandState
from cir_desktop.practice import launcher
from cir_desktop.register.wire import decode_dossier
from cir_desktop.runtime.clock import local_day
from cir_desktop.storage import outbox
from cir_desktop.sync.attempt import back_off

ACTION = "verwerkDossierActie"


def _lines_of(desk: Any, command: Command) -> list[str]:
    """The actions that the register itself has under the command's id."""
    history = decode_dossier(desk.client.fetch(command.dossier)).history
    return [str(line.action) for line in history if line.correlation_id == command.id]


def _set(desk: Any, command: Command, state: CommandState) -> None:
    with desk.store.unit(desk.actor) as unit:
        outbox.set_state(unit.connection, command.id, state)
        unit.event("command.set", command.id)


def test_an_offer_is_sent_confirmed_and_seen_in_the_dossier(full_desk: Any) -> None:
    command = full_desk.order("OFFER", full_desk.registered())
    outcome = full_desk.push()
    assert (outcome.sent, outcome.accepted, outcome.waiting, outcome.stopped) == (1, 1, 0, "")
    done = full_desk.command(command)
    assert done.state is CommandState.ACCEPTED
    assert done.receipt is not None
    assert (done.receipt.status, done.receipt.version) == ("OFFER", command.base_version + 1)
    assert full_desk.row(command.dossier).status == "OFFER"
    assert full_desk.unacknowledged() == []
    assert _lines_of(full_desk, command) == ["OFFER"]


def test_commands_of_one_dossier_go_in_the_order_of_their_making_in_one_round(full_desk: Any) -> None:
    dossier = full_desk.registered()
    first = full_desk.order("OFFER", dossier)
    second = full_desk.order("CCL", dossier)
    outcome = full_desk.push()
    assert (outcome.sent, outcome.accepted) == (2, 2)
    receipts = [full_desk.command(command).receipt for command in (first, second)]
    assert [receipt.status for receipt in receipts] == ["OFFER", "REG"]


def test_a_sanction_that_waits_for_a_second_person_is_never_sent(full_desk: Any) -> None:
    dossier = full_desk.registered()
    full_desk.order("OFFER", dossier)
    full_desk.push()
    full_desk.client.calls.clear()
    held = full_desk.order("REF", dossier, state=CommandState.HELD)
    outcome = full_desk.push()
    assert (outcome.sent, outcome.held) == (0, 1)
    assert full_desk.client.calls["act"] == 0
    assert full_desk.command(held).state is CommandState.HELD


def test_a_silence_is_not_told_before_its_term_has_passed(full_desk: Any) -> None:
    dossier = full_desk.registered()
    full_desk.order("OFFER", dossier)
    silence = full_desk.order("CCLGW", dossier, not_before=local_day(full_desk.now) + timedelta(days=15))
    outcome = full_desk.push()
    assert (outcome.accepted, outcome.waiting) == (1, 1)
    full_desk.later(days=16)
    assert full_desk.push().accepted == 1
    assert full_desk.command(silence).state is CommandState.ACCEPTED


def test_an_action_that_was_done_although_no_answer_came_is_found_and_not_done_again(full_desk: Any) -> None:
    command = full_desk.order("OFFER", full_desk.registered())
    full_desk.practice.fault("status", code=503, path=ACTION, after=True)
    outcome = full_desk.push()
    assert (outcome.sent, outcome.unanswered, outcome.waiting) == (1, 1, 0)
    waiting = full_desk.command(command)
    assert waiting.state is CommandState.UNANSWERED
    assert waiting.next_attempt_at is not None
    assert "503" in waiting.last_answer

    still = full_desk.push()
    assert (still.sent, still.unanswered, still.waiting) == (0, 1, 0)
    assert still.next_attempt_at == waiting.next_attempt_at
    full_desk.later(minutes=2)
    full_desk.client.calls.clear()
    again = full_desk.push()
    assert (again.sent, again.accepted) == (0, 1)
    assert full_desk.client.calls["act"] == 0
    done = full_desk.command(command)
    assert done.receipt is not None
    assert (done.receipt.status, done.receipt.correlation_id) == ("OFFER", command.id)
    assert full_desk.row(command.dossier).status == "OFFER"
    assert _lines_of(full_desk, command) == ["OFFER"]


@pytest.mark.parametrize("fault", [{"kind": "status", "code": 502}, {"kind": "cut"}, {"kind": "nonsense"}])
def test_an_action_that_was_not_done_is_repeated_under_the_same_id(full_desk: Any, fault: dict[str, Any]) -> None:
    command = full_desk.order("OFFER", full_desk.registered())
    full_desk.practice.fault(path=ACTION, **fault)
    assert full_desk.push().unanswered == 1
    full_desk.later(minutes=2)
    outcome = full_desk.push()
    assert (outcome.sent, outcome.accepted) == (1, 1)
    assert full_desk.command(command).attempts == 2
    assert _lines_of(full_desk, command) == ["OFFER"]


@pytest.mark.parametrize("arrived", [True, False])
def test_a_crash_while_sending_is_looked_up_before_anything_is_repeated(full_desk: Any, arrived: bool) -> None:
    command = full_desk.order("OFFER", full_desk.registered())
    if arrived:
        full_desk.client.act(command)
        full_desk.client.calls.clear()
    _set(full_desk, command, CommandState.SENT)
    assert full_desk.push().accepted == 1
    assert full_desk.client.calls["act"] == (0 if arrived else 1)
    assert _lines_of(full_desk, command) == ["OFFER"]


def test_a_change_by_somebody_else_does_not_hide_that_our_action_never_arrived(full_desk: Any) -> None:
    command = full_desk.order("WAIT", full_desk.registered())
    _set(full_desk, command, CommandState.SENT)
    full_desk.practice.change(command.dossier, "offer-elsewhere")
    outcome = full_desk.push()
    assert (outcome.sent, outcome.refused, outcome.conflict) == (1, 1, 0)
    assert "status 409" in full_desk.command(command).last_answer
    assert full_desk.row(command.dossier).status == "OFFER"


def test_what_the_register_refuses_because_the_dossier_changed_is_for_the_clerk_to_look_at(full_desk: Any) -> None:
    dossier = full_desk.registered()
    full_desk.practice.change(dossier, "unknown-status")
    command = full_desk.order("OFFER", dossier)
    outcome = full_desk.push()
    assert (outcome.sent, outcome.conflict, outcome.refused) == (1, 1, 0)
    assert full_desk.row(dossier).status == "ZZZZZ"
    told = full_desk.command(command)
    assert told.state is CommandState.CONFLICT
    assert "Het dossier wijzigde in het register" in told.last_answer


def test_what_the_register_refuses_of_an_unchanged_dossier_is_refused(full_desk: Any) -> None:
    command = full_desk.order("WAKE", full_desk.registered())
    outcome = full_desk.push()
    assert (outcome.refused, outcome.conflict) == (1, 0)
    told = full_desk.command(command)
    assert told.state is CommandState.REFUSED
    assert "WAKE" in told.last_answer


def test_a_dossier_that_the_register_does_not_know_is_refused_and_the_round_goes_on(full_desk: Any) -> None:
    full_desk.practice.fault("status", code=404, path=ACTION)
    first = full_desk.order("OFFER", full_desk.registered())
    second = full_desk.order("OFFER", full_desk.registered())
    outcome = full_desk.push()
    assert (outcome.sent, outcome.refused, outcome.accepted) == (2, 1, 1)
    assert "404" in full_desk.command(first).last_answer
    assert full_desk.command(second).state is CommandState.ACCEPTED


@pytest.mark.parametrize("code", [401, 403])
def test_without_access_the_round_stops_and_every_command_stays_due(full_desk: Any, code: int) -> None:
    full_desk.practice.fault("status", code=code, path=ACTION, times=None)
    commands = [full_desk.order("OFFER", full_desk.registered()) for _ in range(2)]
    with pytest.raises(errors.RegisterDenied, match=str(code)):
        full_desk.push()
    first, second = (full_desk.command(command) for command in commands)
    assert (first.state, first.attempts) == (CommandState.NEW, 0)
    assert str(code) in first.last_answer
    assert (second.state, second.attempts) == (CommandState.NEW, 0)
    assert (first.next_attempt_at, second.next_attempt_at) == (None, None)
    full_desk.practice.heal()
    assert full_desk.push().accepted == 2


def test_a_dossier_without_access_is_put_aside_and_the_others_go_on(full_desk: Any) -> None:
    full_desk.practice.fault("status", code=403, path=ACTION)
    commands = [full_desk.order("OFFER", full_desk.registered()) for _ in range(3)]
    outcome = full_desk.push()
    assert (outcome.denied, outcome.accepted, outcome.waiting) == (1, 2, 1)
    aside = full_desk.command(commands[0])
    assert (aside.state, aside.attempts) == (CommandState.NEW, 0)
    assert "CIR-302, vraag " + commands[0].id[-8:] in aside.last_answer
    assert aside.next_attempt_at is not None
    assert full_desk.push().sent == 0
    assert full_desk.push(fresh_only=True).sent == 0
    full_desk.later(minutes=20)
    assert full_desk.push().accepted == 1


def test_dossiers_that_are_no_longer_ours_do_not_keep_the_others_back(full_desk: Any) -> None:
    gone = [full_desk.registered() for _ in range(3)]
    for number in gone:
        full_desk.practice.change(number, "out-of-scope")
    full_desk.pull()
    for number in gone:
        full_desk.order("WAIT", number)
    last = full_desk.order("OFFER", full_desk.registered())
    outcome = full_desk.push()
    assert (outcome.denied, outcome.accepted) == (3, 1)
    assert full_desk.command(last).state is CommandState.ACCEPTED


def test_access_that_is_taken_away_halfway_stops_the_round_and_loses_nothing(full_desk: Any) -> None:
    commands = [full_desk.order("OFFER", full_desk.registered()) for _ in range(4)]
    full_desk.client.before_act = lambda: full_desk.practice.fault("status", code=403, path=ACTION, times=None)
    with pytest.raises(errors.RegisterDenied, match="403"):
        full_desk.push()
    states = [full_desk.command(command) for command in commands]
    assert {told.state for told in states} <= {CommandState.NEW, CommandState.ACCEPTED}
    assert all(told.next_attempt_at is None for told in states)
    full_desk.client.before_act = lambda: None
    full_desk.practice.heal()
    full_desk.push()
    assert all(_lines_of(full_desk, command) == ["OFFER"] for command in commands)


def test_an_action_that_the_register_does_not_know_is_refused_in_its_own_words(full_desk: Any) -> None:
    command = full_desk.order("ZZZZ", full_desk.registered())
    assert full_desk.push().refused == 1
    assert "actie" in full_desk.command(command).last_answer
    assert "CIR-304" in full_desk.command(command).last_answer


def test_a_dossier_that_went_back_to_an_older_version_is_for_the_clerk_to_look_at(full_desk: Any) -> None:
    command = full_desk.order("OFFER", full_desk.registered(), base_version=90)
    _set(full_desk, command, CommandState.SENT)
    outcome = full_desk.push()
    assert (outcome.sent, outcome.conflict) == (0, 1)
    told = full_desk.command(command).last_answer
    assert told.startswith("Het register gaf versie ")
    assert "CIR-308" in told


def test_without_access_a_command_without_an_answer_is_still_looked_up_afterwards(full_desk: Any) -> None:
    command = full_desk.order("OFFER", full_desk.registered())
    full_desk.practice.fault("status", code=503, path=ACTION, after=True)
    assert full_desk.push().unanswered == 1
    full_desk.later(minutes=2)
    full_desk.practice.fault("status", code=403, times=None)
    assert full_desk.push().denied == 1
    told = full_desk.command(command)
    assert told.state is CommandState.UNANSWERED
    assert "403" in told.last_answer
    full_desk.practice.heal()
    other = full_desk.order("OFFER", full_desk.registered())
    outcome = full_desk.push()
    assert (outcome.accepted, outcome.unanswered) == (1, 1)
    assert full_desk.command(other).state is CommandState.ACCEPTED
    full_desk.later(minutes=2)
    full_desk.client.calls.clear()
    assert full_desk.push().accepted == 1
    assert full_desk.client.calls["act"] == 0


def test_who_is_not_known_to_the_register_loses_no_command(open_desk: Callable[..., Any], practice: Any) -> None:
    desk = open_desk(practice)
    desk.pull()
    command = desk.order("OFFER", desk.registered())
    desk.client.close()
    pem = RSAKey.generate_key(2048).as_pem(private=True).decode()
    desk.client = practice.client(private_key_pem=pem)
    with pytest.raises(errors.RegisterDenied):
        desk.push()
    assert desk.command(command).state is CommandState.NEW
    desk.client.close()
    desk.client = practice.client()
    assert desk.push().accepted == 1


def test_a_register_that_is_down_is_given_up_on_after_three_and_everything_stays(full_desk: Any) -> None:
    commands = [full_desk.order("OFFER", full_desk.registered()) for _ in range(5)]
    full_desk.practice.fault("down", times=None)
    outcome = full_desk.push()
    assert (outcome.sent, outcome.unanswered, outcome.waiting) == (3, 3, 2)
    assert outcome.stopped == "Het register is even niet beschikbaar (status 503)."
    full_desk.practice.heal()
    full_desk.later(hours=1)
    assert full_desk.push().accepted == 5
    assert all(_lines_of(full_desk, command) == ["OFFER"] for command in commands)


def test_only_fresh_commands_go_out_right_after_a_clerks_step(full_desk: Any) -> None:
    full_desk.practice.fault("status", code=500, path=ACTION)
    old = full_desk.order("OFFER", full_desk.registered())
    full_desk.push()
    full_desk.later(hours=1)
    full_desk.order("OFFER", full_desk.registered())
    outcome = full_desk.push(fresh_only=True)
    assert (outcome.sent, outcome.accepted, outcome.unanswered, outcome.waiting) == (1, 1, 1, 0)
    assert full_desk.command(old).state is CommandState.UNANSWERED


def test_a_command_that_was_dropped_meanwhile_is_not_sent(full_desk: Any) -> None:
    command = full_desk.order("OFFER", full_desk.registered())
    other = full_desk.order("OFFER", full_desk.registered())
    full_desk.client.before_act = lambda: _set(full_desk, other, CommandState.DROPPED)
    outcome = full_desk.push()
    assert (outcome.sent, outcome.accepted) == (1, 1)
    assert full_desk.command(command).state is CommandState.ACCEPTED
    assert full_desk.command(other).state is CommandState.DROPPED


def test_a_clerk_can_stop_between_two_commands(full_desk: Any) -> None:
    full_desk.order("OFFER", full_desk.registered())
    second = full_desk.order("OFFER", full_desk.registered())
    full_desk.client.before_act = full_desk.cancel.request
    with pytest.raises(errors.Cancelled):
        full_desk.push()
    assert full_desk.command(second).state is CommandState.NEW


def test_waiting_grows_to_an_hour_and_never_beyond() -> None:
    waits = [back_off(attempts) for attempts in range(1, 12)]
    assert 22.5 <= waits[0] <= 37.5
    assert 2700 <= waits[-1] <= 3600
    assert max(waits) <= 3600


@pytest.fixture(scope="module")
def published_only(tmp_path_factory: pytest.TempPathFactory, practice_kind: type) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("published")
    with launcher.start(folder, 60, 8, published_only=True) as child:
        practice = practice_kind(child)
        yield practice
        practice.close()


def test_without_correlation_ids_an_action_that_may_have_been_done_goes_to_the_clerk(
    open_desk: Callable[..., Any], published_only: Any
) -> None:
    desk = open_desk(published_only)
    desk.pull()
    command = desk.order("OFFER", desk.registered())
    published_only.fault("status", code=503, path=ACTION, after=True)
    assert desk.push().unanswered == 1
    desk.later(minutes=2)
    outcome = desk.push()
    assert (outcome.sent, outcome.conflict) == (0, 1)
    assert desk.command(command).last_answer.startswith("Niet geweten of het register dit verwerkte.")
    assert desk.row(command.dossier).status == "OFFER"


def test_without_correlation_ids_an_action_that_surely_was_not_done_is_repeated(
    open_desk: Callable[..., Any], published_only: Any
) -> None:
    desk = open_desk(published_only)
    desk.pull()
    command = desk.order("OFFER", desk.registered())
    published_only.fault("status", code=503, path=ACTION)
    assert desk.push().unanswered == 1
    desk.later(minutes=2)
    assert desk.push().accepted == 1
    assert desk.command(command).attempts == 2


def test_without_kinds_of_refusal_a_newer_version_is_what_makes_it_a_conflict(
    open_desk: Callable[..., Any], published_only: Any
) -> None:
    desk = open_desk(published_only)
    desk.pull()
    changed, unchanged = desk.registered(), desk.registered()
    published_only.change(changed, "offer-elsewhere")
    first, second = desk.order("OFFER", changed), desk.order("WAKE", unchanged)
    outcome = desk.push()
    assert (outcome.conflict, outcome.refused) == (1, 1)
    assert desk.command(first).state is CommandState.CONFLICT
    assert desk.command(second).state is CommandState.REFUSED


@pytest.mark.parametrize("action", ["CCL", "UNDO"])
def test_without_correlation_ids_putting_right_is_never_done_twice_and_what_is_unclear_goes_to_the_clerk(
    open_desk: Callable[..., Any], published_only: Any, action: str
) -> None:
    desk = open_desk(published_only)
    desk.pull()
    dossier = desk.registered()
    desk.order("OFFER", dossier)
    assert desk.push().accepted == 1
    unclear = desk.order(action, dossier)
    published_only.fault("status", code=503, path=ACTION, after=True)
    assert desk.push().unanswered == 1
    desk.later(minutes=2)
    desk.client.calls.clear()
    assert (desk.push().conflict, desk.client.calls["act"]) == (1, 0)
    assert desk.command(unclear).state is CommandState.CONFLICT
    assert desk.row(dossier).status == "REG"

    surely_not = desk.order("OFFER", dossier)
    assert desk.command(surely_not).state is CommandState.NEW
    assert desk.push().sent == 0  # it waits until the clerk has looked at what is unclear
    _set(desk, unclear, CommandState.DROPPED)
    published_only.fault("cut", path=ACTION)
    desk.push()
    desk.later(minutes=2)
    assert desk.push().accepted == 1
    assert desk.command(surely_not).attempts == 2
