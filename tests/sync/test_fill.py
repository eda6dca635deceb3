"""A large store is filled in the same way as a pull fills it."""

import sys
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import pytest

from cir_desktop.errors import NotAllowed
from cir_desktop.storage import candidates, dossiers
from cir_desktop.storage.candidates import Filter
from cir_desktop.sync import fill, fill_helper
from cir_desktop.sync.fill import decode_and_store
from cir_desktop.sync.fill_helper import FillHelper
from cir_desktop.sync.receive import prepare_unlisted


@pytest.fixture
def raws(full_desk: Any) -> list[bytes]:
    with full_desk.store.read() as connection:
        return [dossiers.raw_version(connection, number)[1] for number in full_desk.stored()]


@pytest.fixture
def helpers(monkeypatch: pytest.MonkeyPatch) -> list[FillHelper]:
    """Lets a short list count as a large one; the helper processes that were started."""
    started: list[FillHelper] = []

    class Watched(FillHelper):
        def __init__(self, own_party: str) -> None:
            super().__init__(own_party)
            started.append(self)

    monkeypatch.setattr(fill, "LARGE", 5)
    monkeypatch.setattr(fill, "FillHelper", Watched)
    return started


def shown(desk: Any) -> list[Any]:
    """Everything a clerk can list, with the bytes that came in; the ids are nobody's business."""
    with desk.store.read() as connection:
        rows = candidates.rows(connection, candidates.ids(connection, Filter()))
        kept = [dossiers.raw_version(connection, row.dossier) for row in rows]
        hits = [len(candidates.ids(connection, Filter(text=text))) for text in ("a", "20", "1")]
    return [sorted((msgspec.structs.astuple(row)[1:], *raw) for row, raw in zip(rows, kept, strict=True)), hits]


def test_a_filled_store_shows_what_a_pulled_one_shows(
    open_desk: Callable[..., Any], full_desk: Any, raws: list[bytes]
) -> None:
    filled = open_desk(full_desk.practice)
    outcome = decode_and_store(raws, filled.store, actor=full_desk.actor, own_party=full_desk.practice.party, batch=7)
    assert (outcome.stored, outcome.undecoded) == (len(raws), 0)
    assert filled.stored() == full_desk.stored()
    number = next(iter(filled.stored()))
    assert filled.row(number).name == full_desk.row(number).name


def test_what_can_not_be_read_is_counted_and_stops_nothing(
    open_desk: Callable[..., Any], full_desk: Any, raws: list[bytes]
) -> None:
    filled = open_desk(full_desk.practice)
    outcome = decode_and_store([b"{}", *raws], filled.store, actor=full_desk.actor, own_party=full_desk.practice.party)
    assert (outcome.stored, outcome.undecoded) == (len(raws), 1)


def test_a_store_with_dossiers_is_not_filled_over(full_desk: Any, raws: list[bytes]) -> None:
    with pytest.raises(NotAllowed):
        decode_and_store(raws, full_desk.store, actor=full_desk.actor, own_party=full_desk.practice.party)


def test_a_store_filled_by_two_processes_shows_what_a_pulled_one_shows(
    open_desk: Callable[..., Any], full_desk: Any, raws: list[bytes], helpers: list[FillHelper]
) -> None:
    filled = open_desk(full_desk.practice)
    outcome = decode_and_store(
        [*raws, b"{}"], filled.store, actor=full_desk.actor, own_party=full_desk.practice.party, batch=3
    )
    assert (outcome.stored, outcome.undecoded) == (len(raws), 1)
    assert shown(filled) == shown(full_desk)
    assert [helper.process.returncode is None for helper in helpers] == [False]


def test_the_helper_process_gives_the_same_as_this_one(raws: list[bytes]) -> None:
    with FillHelper("LB-OEFENDORP") as helper:
        answers = [helper.prepare(raws[:4]), helper.prepare([b"{}", raws[4]])]
        assert answers[0].result() == prepare_unlisted(raws[:4], "LB-OEFENDORP")
        assert answers[1].result() == prepare_unlisted([b"{}", raws[4]], "LB-OEFENDORP")


@pytest.mark.parametrize("command", [[sys.executable, "-c", ""], ["no-such-program"]], ids=["ends", "never starts"])
def test_without_its_helper_process_a_store_is_filled_all_the_same(
    open_desk: Callable[..., Any],
    full_desk: Any,
    raws: list[bytes],
    helpers: list[FillHelper],
    monkeypatch: pytest.MonkeyPatch,
    command: list[str],
) -> None:
    monkeypatch.setattr(fill_helper, "child_command", lambda: command)
    filled = open_desk(full_desk.practice)
    outcome = decode_and_store(raws, filled.store, actor=full_desk.actor, own_party=full_desk.practice.party, batch=3)
    assert outcome.stored == len(raws)
    assert filled.stored() == full_desk.stored()


def test_a_filling_that_breaks_stores_nothing_and_leaves_no_process(
    open_desk: Callable[..., Any], full_desk: Any, raws: list[bytes], helpers: list[FillHelper]
) -> None:
    def breaking() -> Iterator[bytes]:
        yield from raws
        raise OSError("the source broke")

    filled = open_desk(full_desk.practice)
    with pytest.raises(OSError, match="broke"):
        decode_and_store(breaking(), filled.store, actor=full_desk.actor, own_party=full_desk.practice.party, batch=3)
    assert filled.stored() == {}
    assert [helper.process.returncode is None for helper in helpers] == [False]
