"""The pull against a real register: what a clerk has afterwards, and what the register knows of it."""

from collections.abc import Callable
from typing import Any

import pytest
from joserfc.jwk import RSAKey

from cir_desktop import errors
from cir_desktop.register.wire import UndecodableDossier, decode_dossier
from cir_desktop.storage import dossiers, events, pulls
from cir_desktop.storage.pulls import PullRecord


def _record(desk: Any) -> PullRecord:
    with desk.store.read() as connection:
        record = pulls.last_pull(connection)
    assert record is not None
    return record


def test_the_first_pull_brings_everything_and_the_register_knows_it(desk: Any) -> None:
    outcome = desk.pull()
    state = desk.practice.state()
    assert outcome.complete
    assert outcome.reason == ""
    assert len(desk.stored()) == outcome.listed == outcome.fetched == outcome.new_versions == state["in_scope"]
    assert state["not_acknowledged"] == 0
    assert desk.unacknowledged() == []
    assert {progress.phase for progress in desk.progress} >= {"Zoeken", "Nakijken"}
    assert max(progress.done for progress in desk.progress) == outcome.listed
    record = _record(desk)
    assert (record.complete, record.listed, record.stored) == (True, outcome.listed, outcome.new_versions)


def test_a_second_workspace_gets_what_the_register_thinks_is_known(open_desk: Callable[..., Any], desk: Any) -> None:
    desk.pull()
    other = open_desk(desk.practice)
    outcome = other.pull()
    assert outcome.complete
    assert other.stored() == desk.stored()


def test_a_second_pull_fetches_nothing_when_nothing_changed(full_desk: Any) -> None:
    outcome = full_desk.pull()
    assert outcome.complete
    assert (outcome.fetched, outcome.acknowledged) == (0, 0)
    assert full_desk.client.calls == {"search": 2}


def test_a_second_pull_fetches_only_what_changed(full_desk: Any) -> None:
    number = full_desk.registered()
    before = full_desk.stored()[number]
    full_desk.practice.change(number, "unknown-status")
    outcome = full_desk.pull()
    assert full_desk.client.fetched == [number]
    assert (outcome.new_versions, outcome.warnings, outcome.acknowledged) == (1, 1, 1)
    assert full_desk.stored()[number] == before + 1
    assert full_desk.row(number).status == "ZZZZZ"


def test_a_full_pull_fetches_everything_again_and_changes_nothing(full_desk: Any) -> None:
    outcome = full_desk.pull(full=True)
    assert outcome.complete
    assert outcome.fetched == outcome.unchanged == outcome.listed
    assert (outcome.new_versions, full_desk.client.calls["acknowledge"]) == (0, 0)


def test_an_unreadable_dossier_is_kept_and_listed_and_stops_nothing(full_desk: Any) -> None:
    number = full_desk.registered()
    full_desk.practice.corrupt(number)
    outcome = full_desk.pull()
    assert (outcome.undecoded, outcome.complete) == (1, True)
    with full_desk.store.read() as connection:
        (kept,) = dossiers.undecoded(connection)
    assert kept.number == number
    assert "$.voorkeuren.maxHuur" in kept.reason
    assert full_desk.practice.state()["not_acknowledged"] == 1

    full_desk.client.calls.clear()
    again = full_desk.pull()
    assert (again.undecoded, again.complete) == (1, True)
    assert full_desk.client.calls["fetch"] == 0

    full_desk.practice.change(number, "repaired")
    repaired = full_desk.pull()
    assert (repaired.undecoded, repaired.new_versions) == (0, 1)
    assert full_desk.practice.state()["not_acknowledged"] == 0


def test_a_version_that_a_newer_program_can_read_needs_no_fetching(
    full_desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = full_desk.registered()
    full_desk.practice.change(number, "offer-elsewhere")
    with monkeypatch.context() as older:
        older.setattr("cir_desktop.sync.receive.decode_dossier", _too_old)
        assert full_desk.pull().undecoded == 1
    full_desk.client.calls.clear()
    outcome = full_desk.pull()
    assert (outcome.undecoded, outcome.new_versions, outcome.acknowledged) == (0, 1, 1)
    assert full_desk.client.calls["fetch"] == 0
    assert full_desk.row(number).status == "OFFER"


def _too_old(_: bytes) -> Any:
    raise UndecodableDossier("te nieuw ($).")


def test_a_dossier_that_leaves_our_municipalities_stays_stored_and_is_no_longer_ours(desk: Any) -> None:
    desk.pull()
    number = desk.registered()
    with desk.store.read() as connection:
        raw = dossiers.raw_version(connection, number)[1]
    desk.municipalities = frozenset(choice.nis_code for choice in decode_dossier(raw).regions)
    desk.practice.change(number, "out-of-scope")
    outcome = desk.pull()
    assert (outcome.out_of_scope, outcome.vanished, outcome.complete) == (1, 0, True)
    assert desk.row(number).out_of_scope
    assert desk.pull().out_of_scope == 0


def test_without_homes_a_dossier_that_is_no_longer_listed_is_only_counted(desk: Any) -> None:
    desk.pull()
    number = desk.registered()
    desk.practice.change(number, "out-of-scope")
    outcome = desk.pull()
    assert (outcome.out_of_scope, outcome.vanished) == (0, 1)
    assert not desk.row(number).out_of_scope
    assert number in desk.stored()


def test_a_pull_that_is_cut_off_keeps_what_came_and_the_next_one_goes_on(
    desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cir_desktop.sync.intake.BATCH", 10)
    monkeypatch.setattr("cir_desktop.sync.lane.SLICE", 2)
    desk.client.before_fetch = lambda: (
        desk.practice.fault("down", times=None) if desk.client.calls["fetch"] == 25 else None
    )
    with pytest.raises(errors.RegisterUnreachable):
        desk.pull()
    came = len(desk.stored())
    assert 0 < came < desk.practice.state()["in_scope"]
    assert not _record(desk).complete
    assert _record(desk).stored == came

    desk.practice.heal()
    desk.client.before_fetch = lambda: None
    desk.client.calls.clear()
    outcome = desk.pull()
    assert outcome.complete
    assert desk.client.calls["fetch"] == desk.practice.state()["in_scope"] - came
    assert desk.unacknowledged() == []
    assert desk.practice.state()["not_acknowledged"] == 0


def test_what_was_stored_but_not_acknowledged_is_acknowledged_first_and_not_fetched(full_desk: Any) -> None:
    number = full_desk.registered()
    full_desk.practice.change(number, "offer-elsewhere")
    full_desk.practice.fault("status", code=500, times=None, path="bevestigDossierVerwerking")
    with pytest.raises(errors.RegisterUnreachable):
        full_desk.pull()
    assert full_desk.unacknowledged() == [(number, full_desk.stored()[number])]
    full_desk.practice.heal()
    full_desk.client.calls.clear()
    outcome = full_desk.pull()
    assert (outcome.complete, outcome.acknowledged, outcome.fetched) == (True, 1, 0)
    assert full_desk.client.calls["acknowledge"] == 1
    assert full_desk.practice.state()["not_acknowledged"] == 0


def test_one_acknowledgement_that_fails_is_tried_again_in_the_same_pull(full_desk: Any) -> None:
    full_desk.practice.change(full_desk.registered(), "offer-elsewhere")
    full_desk.practice.fault("status", code=503, times=1, path="bevestigDossierVerwerking")
    assert full_desk.pull().acknowledged == 1
    assert full_desk.unacknowledged() == []


def test_a_clerk_who_stops_a_pull_keeps_what_came(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cir_desktop.sync.intake.BATCH", 10)
    monkeypatch.setattr("cir_desktop.sync.lane.SLICE", 2)
    desk.client.before_fetch = lambda: desk.cancel.request() if desk.client.calls["fetch"] == 25 else None
    with pytest.raises(errors.Cancelled):
        desk.pull()
    assert 0 < len(desk.stored()) < 60
    assert _record(desk).cancelled
    assert not _record(desk).complete


def test_a_listed_dossier_that_the_register_does_not_give_is_counted(full_desk: Any) -> None:
    number = full_desk.registered()
    full_desk.practice.change(number, "offer-elsewhere")
    full_desk.practice.fault("status", code=404, times=None, path="/dossier/")
    outcome = full_desk.pull()
    assert (outcome.not_found, outcome.complete) == (1, False)
    assert outcome.reason == "Niet alles wat het register oplijst, kon opgehaald worden."
    full_desk.practice.heal()
    assert full_desk.pull().complete


@pytest.mark.parametrize(
    ("fault", "error", "code"),
    [
        ({"kind": "down"}, errors.RegisterUnreachable, 3),
        ({"kind": "status", "code": 500}, errors.RegisterUnreachable, 3),
        ({"kind": "status", "code": 502}, errors.RegisterUnreachable, 3),
        ({"kind": "cut"}, errors.RegisterUnreachable, 3),
        ({"kind": "status", "code": 401}, errors.RegisterDenied, 1),
        ({"kind": "status", "code": 403}, errors.RegisterDenied, 1),
        ({"kind": "nonsense"}, errors.RegisterNonsense, 1),
    ],
)
def test_a_register_that_does_not_answer_as_agreed_stops_the_pull_with_a_sentence_and_loses_nothing(
    full_desk: Any, fault: dict[str, Any], error: type[errors.CirError], code: int
) -> None:
    before = full_desk.stored()
    full_desk.practice.fault(times=None, **fault)
    with pytest.raises(error) as caught:
        full_desk.pull()
    assert caught.value.exit_code == code
    assert caught.value.what.endswith((".", ")."))
    assert full_desk.stored() == before
    assert not _record(full_desk).complete
    full_desk.practice.heal()
    assert full_desk.pull().complete


def test_a_hiccup_of_the_register_is_not_noticed(full_desk: Any) -> None:
    number = full_desk.registered()
    full_desk.practice.change(number, "offer-elsewhere")
    full_desk.practice.fault("status", code=502, times=2, path="/dossier/")
    assert full_desk.pull().complete


def test_a_wrong_private_key_is_told_as_such(open_desk: Callable[..., Any], practice: Any) -> None:
    stranger = open_desk(practice, private_key_pem=RSAKey.generate_key(2048).as_pem(private=True).decode())
    with pytest.raises(errors.RegisterDenied, match="aanvaardt onze sleutel niet"):
        stranger.pull()


def test_every_step_of_a_pull_leaves_its_event_and_no_name(full_desk: Any) -> None:
    names = {full_desk.row(number).name for number in full_desk.stored()}
    with full_desk.store.read() as connection:
        kept = events.events(connection)
    assert {"pull.started", "pull.stored", "pull.finished"} <= {event.kind for event in kept}
    assert not [name for name in names if name in repr(kept)]
