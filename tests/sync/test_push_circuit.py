"""A register that does not answer is left alone for a while, by every program on this store, and nothing is lost."""

import shutil
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cir_desktop.domain.process import CommandState
from cir_desktop.errors import NotAllowed
from cir_desktop.register.wire import decode_dossier
from cir_desktop.storage.circuit import Circuit, circuit
from cir_desktop.sync.circuit import CLOSED, THRESHOLD, failed, pause
from cir_desktop.sync.push import PushOutcome

NOW = datetime(2026, 6, 1, 8, tzinfo=UTC)
ACTION = "verwerkDossierActie"


def _paused(desk: Any) -> Circuit:
    with desk.store.read() as connection:
        return circuit(connection)


def _down(desk: Any, orders: int = 3) -> tuple[list[Any], PushOutcome]:
    commands = [desk.order("OFFER", desk.registered()) for _ in range(orders)]
    desk.practice.fault("down", times=None)
    return commands, desk.push()


def test_three_calls_in_a_row_without_an_answer_pause_the_sending(full_desk: Any) -> None:
    _, outcome = _down(full_desk, 4)
    assert (outcome.sent, outcome.waiting) == (3, 1)
    assert outcome.resumes_at == _paused(full_desk).next_attempt_at
    full_desk.client.calls.clear()
    again = full_desk.push()
    assert (again.sent, again.stopped, again.resumes_at) == (0, outcome.stopped, outcome.resumes_at)
    assert not full_desk.client.calls


def test_a_program_that_starts_again_keeps_to_the_pause(
    full_desk: Any, open_desk: Callable[..., Any], practice: Any, tmp_path: Path
) -> None:
    _, outcome = _down(full_desk)
    full_desk.store.close()
    copied = tmp_path / "as-it-was.db"
    shutil.copy(full_desk.store.path, copied)
    later = open_desk(practice, copied)
    later.now = full_desk.now
    assert later.push().resumes_at == outcome.resumes_at
    assert not later.client.calls


def test_after_the_pause_one_look_decides_before_anything_is_sent(full_desk: Any) -> None:
    _down(full_desk)
    first = _paused(full_desk)
    full_desk.later(minutes=2)
    full_desk.client.calls.clear()
    assert full_desk.push().sent == 0
    assert not full_desk.client.calls
    second = _paused(full_desk)
    assert second.openings == first.openings + 1
    full_desk.practice.heal()
    full_desk.later(minutes=5)
    assert full_desk.push().accepted == 3
    assert _paused(full_desk) == CLOSED


def test_a_clerk_who_asks_for_it_does_not_wait_for_the_pause_to_end(full_desk: Any) -> None:
    commands, _ = _down(full_desk, 4)
    full_desk.practice.heal()
    assert full_desk.push().sent == 0
    assert full_desk.push(at_once=True).accepted == 1
    assert full_desk.command(commands[3]).state is CommandState.ACCEPTED
    assert not _paused(full_desk).is_open


def test_one_answer_in_between_starts_the_count_anew(full_desk: Any) -> None:
    for _ in range(2):
        full_desk.practice.fault("status", code=502, path=ACTION, times=2)
        for _ in range(3):
            full_desk.order("OFFER", full_desk.registered())
        outcome = full_desk.push()
        assert (outcome.accepted, outcome.stopped) == (1, "")


def test_a_portal_that_answers_instead_of_the_register_pauses_the_sending_too(full_desk: Any) -> None:
    full_desk.practice.fault("nonsense", path=ACTION, times=None)
    for _ in range(4):
        full_desk.order("OFFER", full_desk.registered())
    outcome = full_desk.push()
    assert (outcome.sent, outcome.waiting) == (3, 1)
    assert outcome.resumes_at is not None


def test_two_rounds_on_one_store_never_run_at_the_same_time(full_desk: Any) -> None:
    commands = [full_desk.order("OFFER", full_desk.registered()) for _ in range(2)]
    refused: list[Exception] = []

    def second_round() -> None:
        try:
            full_desk.push()
        except NotAllowed as error:
            refused.append(error)

    def meanwhile() -> None:
        other = threading.Thread(target=second_round)
        other.start()
        other.join()

    full_desk.client.before_act = meanwhile
    assert full_desk.push().accepted == 2
    assert len(refused) == 2
    for command in commands:
        history = decode_dossier(full_desk.client.fetch(command.dossier)).history
        assert [line.action for line in history if line.correlation_id == command.id] == ["OFFER"]


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 4000)), max_size=40))
@settings(max_examples=60, deadline=None)
def test_the_pause_grows_to_an_hour_and_an_answer_ends_it(steps: list[tuple[bool, int]]) -> None:
    found, now, in_a_row = CLOSED, NOW, 0
    for answered, seconds in steps:
        now += timedelta(seconds=seconds)
        if answered:
            found, in_a_row = CLOSED, 0
            continue
        before = found
        found, in_a_row = failed(found, now, "stil"), in_a_row + 1
        assert found.failures == in_a_row
        assert found.is_open is (in_a_row >= THRESHOLD)
        if found.openings > before.openings:
            assert found.next_attempt_at is not None
            assert timedelta(seconds=45) <= found.next_attempt_at - now <= timedelta(hours=1)


def test_the_pause_is_not_shorter_than_what_the_register_asks() -> None:
    found = failed(Circuit(failures=2), NOW, "te veel vragen", at_least=500)
    assert found.next_attempt_at == NOW + timedelta(seconds=500)


@pytest.mark.parametrize("openings", [1, 3, 7, 12, 60])
def test_nobody_waits_longer_than_an_hour(openings: int) -> None:
    assert 45 <= pause(openings) <= 3600
