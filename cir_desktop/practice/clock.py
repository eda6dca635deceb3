"""The practice clock: the day moves only when it is told to, the time of day is the real one.

Moments never go back and are never given out twice, also when the real day ends while the practice day stays.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

STEP = timedelta(milliseconds=1)


def utc_now() -> datetime:
    """The real moment, in UTC."""
    return datetime.now(UTC)


class PracticeClock:
    """Knows the practice day and gives out its moments (UTC, whole milliseconds)."""

    def __init__(self, today: date, last: datetime | None, real: Callable[[], datetime] = utc_now) -> None:
        self._today = today
        self._last = last
        self._real = real

    @property
    def today(self) -> date:
        """The practice day."""
        return self._today

    def now(self) -> datetime:
        """The next moment of the practice day."""
        real = self._real()
        moment = datetime.combine(self._today, real.timetz())
        moment = moment.replace(microsecond=moment.microsecond // 1000 * 1000)
        # A last moment of a later day is no reason to leave today: a list may have been written ahead of us.
        if self._last is not None and self._last.date() == self._today and moment <= self._last:
            moment = self._last + STEP
        self._last = moment
        return moment

    def go_to(self, day: date) -> None:
        """Make this the practice day."""
        self._today = day
