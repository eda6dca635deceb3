"""Jobs: plain callables on threads; their outcomes come back through one relay on the UI thread.

All methods of `Jobs` and `Handle` are for the UI thread; only the callable itself runs elsewhere.
"""

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from enum import Enum
from functools import partial
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject

from cir_desktop.domain.job import Cancel, Progress, Report, ignore_progress
from cir_desktop.errors import Bug, Cancelled, CirError
from ui.workers.relay import Relay

T = TypeVar("T")

_log = logging.getLogger(__name__)


class Lane(Enum):
    """Where a job runs."""

    WRITE = "write"
    READ = "read"
    NETWORK = "network"
    BACKGROUND = "background"
    SIGN_IN = "sign-in"
    """Apart from the network: it may wait for minutes for somebody in front of a browser."""


_THREADS = {Lane.WRITE: 1, Lane.READ: 2, Lane.NETWORK: 1, Lane.SIGN_IN: 1, Lane.BACKGROUND: 1}


@dataclass(frozen=True, slots=True)
class Task:
    """What a job gets: a wish to stop that it asks after, and a place to tell its progress."""

    cancel: Cancel
    report: Report


class Handle:
    """One job that was asked for."""

    def __init__(self, relay: Relay, lane: Lane, owner: QObject, work: Callable[[Task], Any], key: str | None) -> None:
        self.finished = False
        self._relay = relay
        self._lane = lane
        self._owner: QObject | None = owner
        self._work: Callable[[Task], Any] | None = work
        self._key = (id(owner), key) if key else None
        self._on_done: Callable[[Any], None] | None = None
        self._on_error: Callable[[CirError], None] | None = None
        self._on_progress: Callable[[Progress], None] | None = None
        self._ended: Callable[[Handle, Any, CirError | None], None] | None = None
        self._wish = Cancel()
        self._future: Future[None] | None = None
        self._superseded = False
        self._newest: Progress | None = None
        self._progress_posted = False

    def cancel(self) -> None:
        """Ask the job to stop. It ends with Cancelled in `on_error`, or with its result when it was just ready."""
        if not self.finished:
            self._wish.request()
            if self._future is not None and self._future.cancel() and self._ended is not None:
                self._relay.post(partial(self._ended, self, None, _cancelled()))

    def _supersede(self) -> None:
        self._superseded = True
        self.cancel()

    def _forget(self) -> None:
        # The worker still holds this handle for a moment: what is dropped here is not dropped in its thread, where
        # the last reference to a widget would be deadly.
        self.finished = True
        self._work = self._owner = self._ended = self._on_done = self._on_error = self._on_progress = None


class Jobs(QObject):
    """One writer, two readers, one network lane, one for who signs in, and one for rounds that nobody asked for.

    Args:
        on_orphan: gets the errors whose owner is gone, or that come while the program closes: no error is silent.
    """

    def __init__(self, on_orphan: Callable[[CirError], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._on_orphan = on_orphan
        self._relay = Relay(self)
        self._lanes = {
            lane: ThreadPoolExecutor(threads, thread_name_prefix=f"cir-{lane.value}")
            for lane, threads in _THREADS.items()
        }
        self._open: set[Handle] = set()
        self._newest_of: dict[tuple[int, str], Handle] = {}
        self._closing = False

    def run(
        self,
        lane: Lane,
        work: Callable[[Task], T],
        *,
        owner: QObject,
        on_done: Callable[[T], None],
        on_error: Callable[[CirError], None],
        on_progress: Callable[[Progress], None] | None = None,
        supersedes: str | None = None,
    ) -> Handle:
        """Run `work` on a lane; exactly one of `on_done` and `on_error` follows, on the UI thread.

        `supersedes` names a question: a former job of the same owner with that name is asked to stop and neither of
        its callbacks is called. Once the owner is destroyed nothing is called; errors then go to `on_orphan`. A
        mistake in `work` comes as a `Bug`. While the program closes nothing is started any more.
        """
        handle = Handle(self._relay, lane, owner, work, supersedes)
        if self._closing:
            handle._forget()
            return handle
        handle._on_done, handle._on_error, handle._on_progress = on_done, on_error, on_progress
        handle._ended = self._ended
        if handle._key:
            former = self._newest_of.get(handle._key)
            if former is not None:
                former._supersede()
            self._newest_of[handle._key] = handle
        self._open.add(handle)
        handle._future = self._lanes[lane].submit(self._work, handle)
        return handle

    @property
    def busy(self) -> int:
        """How many jobs have not ended yet."""
        return len(self._open)

    def shutdown(self, limit_seconds: float) -> bool:
        """Start nothing more, ask readers and network to stop, let writers finish; whether all ended in time."""
        self._closing = True
        for handle in self._open:
            if handle._lane is not Lane.WRITE:
                handle._wish.request()
        for lane, executor in self._lanes.items():
            executor.shutdown(wait=False, cancel_futures=lane is not Lane.WRITE)
        futures = [handle._future for handle in self._open if handle._future is not None]
        _, late = wait([future for future in futures if not future.cancelled()], timeout=limit_seconds)
        if not late:
            for executor in self._lanes.values():
                executor.shutdown(wait=True)
        self._relay.close()
        self._open.clear()
        self._newest_of.clear()
        return not late

    def _work(self, handle: Handle) -> None:
        """Runs on the lane's thread."""
        result: Any = None
        error: CirError | None = None
        work = handle._work
        try:
            if work is not None:
                handle._wish.check()
                result = work(Task(handle._wish, self._reporter(handle)))
        except CirError as expected:
            error = expected
        except BaseException as mistake:  # SystemExit too: a page that waits must hear of it
            error = Bug(mistake)
            error.__cause__ = mistake
            _log.error("bug in a job: %s", error.report)
        del work
        self._relay.post(partial(self._ended, handle, result, error))

    def _reporter(self, handle: Handle) -> Report:
        if handle._on_progress is None:
            return ignore_progress

        def report(progress: Progress) -> None:
            # Only the newest one is delivered: a job may tell its progress as often as it likes.
            handle._newest = progress
            if not handle._progress_posted:
                handle._progress_posted = True
                self._relay.post(partial(self._progressed, handle))

        return report

    def _progressed(self, handle: Handle) -> None:
        handle._progress_posted = False
        newest = handle._newest
        wanted = handle._on_progress is not None and not handle._superseded and not self._closing
        if wanted and newest is not None and _alive(handle._owner) and handle._on_progress is not None:
            handle._on_progress(newest)

    def _ended(self, handle: Handle, result: Any, error: CirError | None) -> None:
        if handle.finished:
            return
        owner, on_done, on_error = handle._owner, handle._on_done, handle._on_error
        handle._forget()
        self._open.discard(handle)
        if handle._key and self._newest_of.get(handle._key) is handle:
            del self._newest_of[handle._key]
        if handle._superseded:
            return
        if self._closing or not _alive(owner):
            if error is not None and not isinstance(error, Cancelled):
                self._on_orphan(error)
        elif error is not None and on_error is not None:
            on_error(error)
        elif error is None and on_done is not None:
            on_done(result)


def _alive(owner: QObject | None) -> bool:
    return owner is not None and shiboken6.isValid(owner)


def _cancelled() -> Cancelled:
    return Cancelled("Gestopt op uw vraag, nog voor het werk begon.", "U kunt later opnieuw beginnen.")
