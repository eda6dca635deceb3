"""The clock, in one place so that a test can hold it still."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]

_BRUSSELS = ZoneInfo("Europe/Brussels")


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def local_day(moment: datetime) -> date:
    """The calendar day in Flanders of a moment: terms and reference dates count by it."""
    return moment.astimezone(_BRUSSELS).date()


def local_moment(moment: datetime) -> datetime:
    """The same moment on the clock of Flanders."""
    return moment.astimezone(_BRUSSELS)


def moment_of_clock(shown: datetime) -> datetime:
    """The moment (UTC) at which the clock of Flanders shows this; a moment with an offset is that moment."""
    return (shown if shown.tzinfo else shown.replace(tzinfo=_BRUSSELS)).astimezone(UTC)
