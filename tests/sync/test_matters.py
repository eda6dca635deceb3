"""What asks for work is worked out once for each version, also of many, and can be stopped."""

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from cir_desktop.domain.job import Cancel, Progress
from cir_desktop.errors import Cancelled
from cir_desktop.register.wire import decode_dossier
from cir_desktop.register.wire_inquiry import asks_priority_and_actualised_at
from cir_desktop.storage import dossiers, matters
from cir_desktop.sync import matters as looking
from cir_desktop.sync.matters import look_through


def _look(desk: Any, **more: Any) -> int:
    return look_through(desk.store, actor=desk.actor, own_party=desk.practice.party, **more)


def _known(desk: Any) -> dict[str, int]:
    with desk.store.read() as connection:
        found = connection.exec_driver_sql("SELECT number, version FROM register_matter")
        return {row.number: row.version for row in found}


def test_every_stored_version_is_looked_through_once(full_desk: Any) -> None:
    assert _look(full_desk) == len(full_desk.stored())
    assert _known(full_desk) == full_desk.stored()
    assert _look(full_desk) == 0
    full_desk.practice.advance(2, needs_per_day=2)
    assert full_desk.pull().complete
    assert 0 < _look(full_desk) < len(full_desk.stored())
    assert _known(full_desk) == full_desk.stored()


def test_it_tells_how_far_it_is_and_goes_on_after_a_stop(full_desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "_BATCH", 10)
    cancel, told = Cancel(), []

    def report(progress: Progress) -> None:
        told.append(progress)
        if len(told) == 2:
            cancel.request()

    with pytest.raises(Cancelled):
        _look(full_desk, report=report, cancel=cancel)
    assert [progress.done for progress in told] == [10, 20]
    assert len(_known(full_desk)) == 20
    assert _look(full_desk) == len(full_desk.stored()) - 20
    assert _known(full_desk) == full_desk.stored()


def test_a_dossier_that_is_no_longer_ours_to_see_asks_for_nothing(full_desk: Any) -> None:
    full_desk.practice.advance(3, needs_per_day=3)
    assert full_desk.pull().complete
    _look(full_desk)
    with full_desk.store.read() as connection:
        (number, *_) = matters.asking_priority(connection)
        raw = dossiers.raw_version(connection, number)[1]
    full_desk.municipalities = frozenset(choice.nis_code for choice in decode_dossier(raw).regions)
    full_desk.practice.change(number, "out-of-scope")
    full_desk.pull()
    assert full_desk.row(number).out_of_scope
    _look(full_desk)
    with full_desk.store.read() as connection:
        assert number not in matters.asking_priority(connection)


def _raw(*actions: str, needs: int = 0) -> bytes:
    moments = [datetime(2026, 1, day + 1, tzinfo=UTC) for day in range(len(actions))]
    history = [{"datum": at, "actie": action, "more": 1} for at, action in zip(moments, actions, strict=True)]
    return msgspec.json.encode({"woonnoodVerzoeken": [{}] * needs, "dossierStatusHistoriek": history, "personen": []})


@pytest.mark.parametrize(
    ("actions", "day"),
    [
        ((), None),
        (("REG", "OFFER"), None),
        (("REG", "ACTUA", "OFFER"), 2),
        (("ACTUA", "MIGRA"), 2),
        (("REG", "ACTUA", "UNDO"), None),
        (("ACTUA", "REG", "ACTUA", "UNDO"), 1),
        (("ACTUA", "OFFER", "UNDO"), 1),
    ],
)
def test_the_last_actualisation_that_was_not_undone_counts(actions: tuple[str, ...], day: int | None) -> None:
    asks, at = asks_priority_and_actualised_at(_raw(*actions))
    assert not asks
    assert (at.day if at else None) == day


@pytest.mark.parametrize("raw", [b"", b"{}", b"\xff", b"[]", _raw()[:-5]])
def test_what_cannot_be_read_asks_for_nothing(raw: bytes) -> None:
    assert asks_priority_and_actualised_at(raw) == (False, None)


def test_a_request_is_seen_without_reading_it() -> None:
    assert asks_priority_and_actualised_at(_raw(needs=2)) == (True, None)
