"""When sending pauses: after some calls in a row without an answer, for longer each time, then one look first.

Pure; `storage.circuit` keeps the state.
"""

import random
from datetime import datetime, timedelta

from cir_desktop.storage.circuit import Circuit

CLOSED = Circuit()
THRESHOLD = 3
"""So many calls in a row without an answer pause the sending."""

_FIRST_PAUSE, _LONGEST_PAUSE = 60.0, 3600.0


def failed(found: Circuit, now: datetime, reason: str, at_least: float = 0.0) -> Circuit:
    """One more call without an answer.

    Args:
        now: the moment with its zone.
        reason: in Dutch, for the clerk.
        at_least: seconds that the register itself asked to wait.
    """
    failures = found.failures + 1
    paused = found.next_attempt_at is not None and now < found.next_attempt_at
    if failures < THRESHOLD or paused:  # calls that were under way when the pause began do not make it longer
        return Circuit(failures=failures, openings=found.openings, next_attempt_at=found.next_attempt_at, reason=reason)
    wait = max(pause(found.openings + 1), at_least)
    return Circuit(
        failures=failures,
        openings=found.openings + 1,
        next_attempt_at=now + timedelta(seconds=wait),
        reason=reason,
    )


def pause(openings: int) -> float:
    """Seconds of the pause after so many in a row: 60, doubling up to an hour, with jitter of a quarter either way."""
    return jittered(_FIRST_PAUSE * 2.0 ** min(openings - 1, 10), _LONGEST_PAUSE)


def jittered(seconds: float, longest: float) -> float:
    """A time to wait that is not the same for everybody who was cut off at the same moment."""
    wait = min(seconds, longest)
    return min(wait * random.uniform(0.75, 1.25), longest)  # noqa: S311 - no secret
