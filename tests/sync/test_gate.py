"""A pull that would take too much of a list away waits for a person; nothing is applied or acknowledged before."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cir_desktop import errors
from cir_desktop.domain.gate import EVERYBODY, Loss
from cir_desktop.domain.job import Cancel, ignore_progress
from cir_desktop.domain.oddity import OddityKind
from cir_desktop.practice import launcher
from cir_desktop.practice.landlords import never_ours
from cir_desktop.register.wire import decode_dossier
from cir_desktop.runtime.only_one import only_one
from cir_desktop.storage import dossiers, events, gates, oddities, pulls
from cir_desktop.storage.engine import open_store
from cir_desktop.storage.gates import Gate
from cir_desktop.sync import decide

SHARE = 3
"""Percent, of some 200 dossiers: seven are more, six are not."""

MANY = 7


@pytest.fixture(scope="module")
def changing(practice_kind: Any, tmp_path_factory: Any) -> Iterator[Any]:
    """A register of its own: much is changed here."""
    with launcher.start(tmp_path_factory.mktemp("gate"), 200, 7, today=date(2026, 6, 1)) as child:
        practice = practice_kind(child)
        yield practice
        practice.close()


@pytest.fixture(scope="module")
def template(changing: Any, desk_kind: Any, tmp_path_factory: Any, key: bytes) -> Path:
    path: Path = tmp_path_factory.mktemp("stores") / "pulled.db"
    desk = desk_kind(open_store(path, key), changing.client(), changing)
    assert desk.pull().complete
    desk.client.close()
    desk.store.close()
    return path


@pytest.fixture
def desk(open_desk: Callable[..., Any], changing: Any, template: Path) -> Iterator[Any]:
    """A workspace that holds everything."""
    desk = open_desk(changing, template)
    desk.later(days=1)  # the first pull of a day sees what others took in before it left
    assert desk.pull(gate_share=100).complete
    desk.later(days=-1)
    desk.client.calls.clear()
    yield desk
    changing.heal()


def _waiting(desk: Any) -> Gate | None:
    with desk.store.read() as connection:
        return gates.waiting(connection)


def _staged(desk: Any) -> dict[str, int]:
    with desk.store.read() as connection:
        return gates.staged(connection)


def _registered(desk: Any, count: int) -> list[str]:
    with desk.store.read() as connection:
        gone = {one.dossier for one in oddities.still_open(connection, OddityKind.VANISHED)}
    found = [number for number in sorted(desk.stored()) if desk.row(number).status == "REG" and number not in gone]
    assert len(found) >= count
    return found[:count]


def _change_status(desk: Any, count: int) -> list[str]:
    numbers = _registered(desk, count)
    for number in numbers:
        desk.practice.change(number, "unknown-status")
    return numbers


def _accept(desk: Any, pull: int) -> None:
    decide.accept(
        desk.store,
        desk.client,
        pull,
        actor=desk.actor,
        own_party=desk.practice.party,
        report=ignore_progress,
        cancel=Cancel(),
    )


def test_the_first_pull_asks_nothing(open_desk: Callable[..., Any], changing: Any) -> None:
    fresh = open_desk(changing)
    assert fresh.pull(gate_share=1).complete
    assert _waiting(fresh) is None


def test_fewer_than_five_never_raise_a_question(desk: Any) -> None:
    _change_status(desk, 4)
    assert desk.pull(gate_share=1).complete


def test_five_that_are_not_more_than_the_share_raise_none(desk: Any) -> None:
    _change_status(desk, 5)
    assert desk.pull(gate_share=SHARE).complete
    assert _waiting(desk) is None


def test_more_than_the_share_stops_before_anything_is_applied_or_acknowledged(desk: Any) -> None:
    before = desk.stored()
    numbers = _change_status(desk, MANY)
    outcome = desk.pull(gate_share=SHARE)
    assert not outcome.complete
    assert (outcome.gate, outcome.fetched, outcome.new_versions, outcome.acknowledged) == (_record_id(desk), MANY, 0, 0)
    assert outcome.reason.startswith("Deze ophaling wacht")
    assert desk.stored() == before
    assert all(desk.row(number).status == "REG" for number in numbers)
    assert desk.practice.state()["not_acknowledged"] == MANY
    gate = _waiting(desk)
    assert gate is not None
    assert gate.lost == dict.fromkeys(numbers, Loss.STATUS)
    (everybody,) = gate.lists
    assert (everybody.nis_code, everybody.touched) == (EVERYBODY, MANY)
    assert set(_staged(desk)) == set(numbers)


def _record_id(desk: Any) -> int:
    with desk.store.read() as connection:
        last = pulls.last_pull(connection)
    assert last is not None
    return last.id


def test_what_waits_is_kept_encrypted_and_no_event_tells_whom_it_is_about(desk: Any) -> None:
    numbers = _change_status(desk, MANY)
    desk.pull(gate_share=SHARE)
    name = desk.row(numbers[0]).name
    files = b"".join(path.read_bytes() for path in desk.store.path.parent.glob(f"{desk.store.path.name}*"))
    assert numbers[0].encode() not in files and name.split()[0].encode() not in files
    with desk.store.read() as connection:
        kept = events.events(connection)
    assert {"pull.staged", "pull.held"} <= {event.kind for event in kept}
    assert not [number for number in numbers if number in repr(kept)]


def test_what_was_accepted_is_applied_acknowledged_and_the_list_is_complete_again(desk: Any) -> None:
    numbers = _change_status(desk, MANY)
    held = desk.pull(gate_share=SHARE)
    desk.client.calls.clear()
    _accept(desk, held.gate)
    assert desk.client.calls == {"acknowledge": MANY}
    assert all(desk.row(number).status == "ZZZZZ" for number in numbers)
    assert desk.practice.state()["not_acknowledged"] == 0
    assert (_waiting(desk), _staged(desk)) == (None, {})
    assert desk.pull(gate_share=SHARE).complete


def test_what_was_accepted_without_a_register_is_applied_and_acknowledged_later(desk: Any) -> None:
    numbers = _change_status(desk, MANY)
    held = desk.pull(gate_share=SHARE)
    desk.practice.fault("down", times=None)
    _accept(desk, held.gate)
    assert all(desk.row(number).status == "ZZZZZ" for number in numbers)
    desk.practice.heal()
    assert desk.pull(gate_share=SHARE).complete
    assert desk.practice.state()["not_acknowledged"] == 0


def test_what_was_thrown_away_is_asked_again_as_long_as_the_register_says_so(desk: Any) -> None:
    _change_status(desk, MANY)
    held = desk.pull(gate_share=SHARE)
    decide.discard(desk.store, held.gate, actor=desk.actor)
    assert (_waiting(desk), _staged(desk)) == (None, {})
    assert desk.practice.state()["not_acknowledged"] == MANY
    again = desk.pull(gate_share=SHARE)
    assert again.gate not in (None, held.gate)


def test_what_waits_is_not_fetched_again_and_a_later_pull_takes_its_place(desk: Any) -> None:
    _change_status(desk, MANY)
    held = desk.pull(gate_share=SHARE)
    desk.client.calls.clear()
    later = desk.pull(gate_share=SHARE)
    assert desk.client.calls["fetch"] == 0
    assert later.gate != held.gate
    with pytest.raises(errors.NotFound, match="wacht niet"):
        _accept(desk, held.gate)
    _accept(desk, later.gate)
    assert desk.pull(gate_share=SHARE).complete


def test_a_question_that_a_later_pull_finds_answered_is_asked_no_more(desk: Any) -> None:
    _change_status(desk, MANY)
    assert desk.pull(gate_share=SHARE).gate
    outcome = desk.pull(gate_share=50)
    assert outcome.complete
    assert (_waiting(desk), _staged(desk)) == (None, {})


def test_the_gate_looks_at_the_list_of_each_municipality_of_ours(desk: Any) -> None:
    with desk.store.read() as connection:
        chose: dict[str, list[str]] = {}
        for number in desk.stored():
            dossier = decode_dossier(dossiers.raw_version(connection, number)[1])
            for region in dossier.regions:
                if dossier.status == "REG":
                    chose.setdefault(region.nis_code, []).append(number)
    municipality = min((nis for nis, those in chose.items() if len(those) >= 5), key=lambda nis: len(chose[nis]))
    desk.municipalities = frozenset({municipality})
    for number in chose[municipality][:5]:
        desk.practice.change(number, "unknown-status")
    outcome = desk.pull(gate_share=SHARE)  # of everybody, five are fewer
    gate = _waiting(desk)
    assert outcome.gate and gate is not None
    assert [one.nis_code for one in gate.lists] == [municipality]


def test_candidates_who_choose_none_of_our_municipalities_any_more_count_as_lost(desk: Any) -> None:
    numbers = _registered(desk, MANY)
    with desk.store.read() as connection:
        desk.municipalities = frozenset(
            region.nis_code
            for number in desk.stored()
            for region in decode_dossier(dossiers.raw_version(connection, number)[1]).regions
        ) - {never_ours()[0].nis}
    for number in numbers:
        desk.practice.change(number, "out-of-scope")
    assert desk.pull(gate_share=SHARE).gate
    gate = _waiting(desk)
    assert gate is not None
    assert gate.lost == dict.fromkeys(numbers, Loss.LEFT)
    _accept(desk, gate.pull)
    assert desk.pull(gate_share=SHARE).out_of_scope == MANY


def test_dossiers_that_vanish_from_the_register_wait_too_and_are_never_removed(desk: Any) -> None:
    numbers = _registered(desk, MANY)
    for number in numbers:
        desk.practice.change(number, "out-of-scope")  # without homes nobody can say that they left
    assert desk.pull(gate_share=SHARE).gate
    gate = _waiting(desk)
    assert gate is not None
    assert gate.lost == dict.fromkeys(numbers, Loss.VANISHED)
    with desk.store.read() as connection:
        before = oddities.count(connection, OddityKind.VANISHED)
    _accept(desk, gate.pull)
    outcome = desk.pull(gate_share=SHARE)
    assert (outcome.complete, outcome.vanished) == (True, before + MANY)
    assert set(numbers) <= set(desk.stored())
    assert desk.pull(gate_share=SHARE).complete  # and they are not asked about again


def test_a_cut_in_the_middle_keeps_what_came_aside_and_fetches_only_the_rest(
    desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cir_desktop.sync.intake.BATCH", 2)
    monkeypatch.setattr("cir_desktop.sync.lane.SLICE", 1)
    before = desk.stored()
    numbers = _change_status(desk, 12)
    desk.client.before_fetch = lambda: (
        desk.practice.fault("nonsense", times=None) if desk.client.calls["fetch"] >= 6 else None
    )
    with pytest.raises(errors.RegisterNonsense):
        desk.pull(gate_share=SHARE)
    aside = _staged(desk)
    assert 0 < len(aside) < 12
    assert desk.stored() == before
    desk.practice.heal()
    desk.client.before_fetch = lambda: None
    desk.client.calls.clear()
    assert desk.pull(gate_share=SHARE).gate
    assert desk.client.calls["fetch"] == 12 - len(aside)
    assert set(_staged(desk)) == set(numbers)


def test_a_question_outlives_a_pull_without_a_register_but_not_one_that_fetched_more(
    desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cir_desktop.sync.intake.BATCH", 1)
    monkeypatch.setattr("cir_desktop.sync.lane.SLICE", 1)
    _change_status(desk, MANY)
    held = desk.pull(gate_share=SHARE)
    desk.practice.fault("down", times=None)
    with pytest.raises(errors.RegisterUnreachable):
        desk.pull(gate_share=SHARE)
    gate = _waiting(desk)
    assert gate is not None and gate.pull == held.gate
    desk.practice.heal()
    for number in gate.lost:
        desk.practice.change(number, "unknown-status")
    desk.client.calls.clear()
    desk.client.before_fetch = lambda: (
        desk.practice.fault("down", times=None) if desk.client.calls["fetch"] >= MANY else None
    )
    with pytest.raises(errors.RegisterUnreachable):
        desk.pull(gate_share=SHARE)
    assert _waiting(desk) is None  # what was shown is no longer what would be applied
    desk.practice.heal()
    desk.client.before_fetch = lambda: None
    assert desk.pull(gate_share=SHARE).gate


def test_two_programs_do_not_pull_into_one_store_at_a_time(desk: Any) -> None:
    with only_one(desk.store.path.with_suffix(".pulling")) as alone:
        assert alone
        with pytest.raises(errors.NotAllowed, match="Er wordt al opgehaald"):
            desk.pull()
        with pytest.raises(errors.NotAllowed, match="Er wordt al opgehaald"):
            _accept(desk, 1)
        with pytest.raises(errors.NotAllowed, match="Er wordt al opgehaald"):
            decide.discard(desk.store, 1, actor=desk.actor)
    assert desk.pull(gate_share=100).complete


def test_several_parts_of_one_pull_count_together(desk: Any, open_desk: Callable[..., Any]) -> None:
    """Four that are new for us, and four that a colleague acknowledged: together more than the share."""
    colleague = open_desk(desk.practice)
    assert colleague.pull().complete
    first = _change_status(desk, 4)
    assert colleague.pull().new_versions == 4
    for number in [number for number in _registered(desk, 8) if number not in first]:
        desk.practice.change(number, "unknown-status")
    outcome = desk.pull(gate_share=SHARE)
    gate = _waiting(desk)
    assert outcome.gate and gate is not None
    assert (outcome.new_versions, gate.lists[0].touched, len(gate.lost)) == (4, 8, 4)
