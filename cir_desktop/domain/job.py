"""Long work that can be followed and stopped, without knowing who watches."""

import threading
from collections.abc import Callable

import msgspec

from cir_desktop.errors import Cancelled


class Progress(msgspec.Struct, frozen=True):
    """How far a job is. `phase` is a short Dutch word; `total` None when it is not known yet; rate per second."""

    phase: str
    done: int
    total: int | None
    rate: float = 0.0


Report = Callable[[Progress], None]


def ignore_progress(_: Progress) -> None:
    """For callers that do not watch."""


class Cancel:
    """A wish to stop, given by one thread and asked after by another."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def request(self) -> None:
        """Ask the job to stop at the next safe point."""
        self._event.set()

    @property
    def requested(self) -> bool:
        """Whether somebody asked to stop."""
        return self._event.is_set()

    def check(self) -> None:
        """Raise Cancelled when somebody asked to stop."""
        if self.requested:
            raise Cancelled("Gestopt op uw vraag.", "Wat klaar was, is bewaard; u kunt later verdergaan.")
