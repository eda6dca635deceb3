"""A list that is longer than one search can give."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, cast

import pytest

from cir_desktop.domain.job import Cancel
from cir_desktop.errors import Cancelled
from cir_desktop.register.client import RegisterClient
from cir_desktop.register.search import LIMIT, Listed, SearchCriteria
from cir_desktop.sync.listing import Listing, list_dossiers

TODAY = date(2026, 6, 1)


class _Long:
    """The edge of the network: a register that lists (created, received) days, never more than the limit at once."""

    def __init__(self, days: Sequence[tuple[date, date]]) -> None:
        self.days = days
        self.asked: list[SearchCriteria] = []

    def search(self, criteria: SearchCriteria) -> tuple[Listed, ...]:
        self.asked.append(criteria)
        moment = datetime(2026, 1, 1, tzinfo=UTC)
        found = [
            Listed(f"2020.01.01.{place:04d}", 1, "REG", moment)
            for place, (created, received) in enumerate(self.days)
            if (criteria.created_from or date.min) <= created <= (criteria.created_to or date.max)
            and (criteria.received_from or date.min) <= received <= (criteria.received_to or date.max)
        ]
        return tuple(found[:LIMIT])


def _list(register: _Long, found: Any = lambda _: None) -> Listing:
    return list_dossiers(cast(RegisterClient, register), SearchCriteria(party="LB-GEEL"), TODAY, found)


def _spread(count: int, first: date, days: int) -> list[tuple[date, date]]:
    return [(day := first + timedelta(days=place % days), day) for place in range(count)]


def test_a_short_list_takes_one_search() -> None:
    register = _Long(_spread(999, date(2005, 1, 1), 300))
    listing = _list(register)
    assert (len(listing.versions), listing.cut, len(register.asked)) == (999, False, 1)


def test_a_list_of_exactly_the_limit_is_looked_at_again() -> None:
    register = _Long(_spread(LIMIT, date(2005, 1, 1), 300))
    assert len(_list(register).versions) == LIMIT
    assert len(register.asked) > 1


def test_a_long_list_is_complete() -> None:
    listing = _list(_Long(_spread(9_000, date(2005, 1, 1), 7_000)))
    assert (len(listing.versions), listing.cut) == (9_000, False)


@pytest.mark.parametrize("day", [date(1985, 3, 1), date(2031, 3, 1)])
def test_no_day_is_too_early_or_too_late_to_be_listed(day: date) -> None:
    listing = _list(_Long([*_spread(3_000, date(2005, 1, 1), 7_000), (day, day)]))
    assert len(listing.versions) == 3_001


def test_a_day_with_too_many_is_split_by_the_day_of_receipt() -> None:
    migrated = date(2024, 1, 15)
    received = [(migrated, day) for day, _ in _spread(4_000, date(2001, 1, 1), 8_000)]
    listing = _list(_Long([*received, *_spread(500, date(2025, 1, 1), 100)]))
    assert (len(listing.versions), listing.cut) == (4_500, False)


def test_a_day_that_stays_too_full_is_said_to_be_cut() -> None:
    day = date(2024, 1, 15)
    listing = _list(_Long([(day, day)] * 1_500))
    assert (len(listing.versions), listing.cut) == (LIMIT, True)


def test_a_clerk_can_stop_a_long_search() -> None:
    register = _Long(_spread(9_000, date(2005, 1, 1), 7_000))
    cancel = Cancel()
    cancel.request()
    with pytest.raises(Cancelled):
        _list(register, lambda _: cancel.check())
    assert len(register.asked) == 1
