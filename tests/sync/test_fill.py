"""A large store is filled in the same way as a pull fills it."""

from collections.abc import Callable
from typing import Any

import pytest

from cir_desktop.errors import NotAllowed
from cir_desktop.storage import dossiers
from cir_desktop.sync.fill import decode_and_store


@pytest.fixture
def raws(full_desk: Any) -> list[bytes]:
    with full_desk.store.read() as connection:
        return [dossiers.raw_version(connection, number)[1] for number in full_desk.stored()]


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
