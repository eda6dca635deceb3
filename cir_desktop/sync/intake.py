"""Into the store first, acknowledged after the commit: a crash in between means the same version again."""

import time
from collections import deque
from collections.abc import Mapping, Sequence
from concurrent.futures import Future

from cir_desktop.domain.job import Cancel, Progress, Report
from cir_desktop.domain.oddity import OddityKind
from cir_desktop.domain.process import Actor
from cir_desktop.errors import RegisterError
from cir_desktop.storage import gates, oddities
from cir_desktop.storage.dossiers import keep_undecoded, mark_acknowledged, mark_out_of_scope
from cir_desktop.storage.engine import Store
from cir_desktop.storage.received import Received, Undecoded, prepare
from cir_desktop.sync.lane import Acknowledged, Fetched, Lane, Version, slices
from cir_desktop.sync.receive import receive
from cir_desktop.sync.taking import take

BATCH = 300
"""Dossiers in one transaction: a few hundred keep the cost of a commit small and the clerk's own writing quick."""

_NOTHING: Mapping[str, int] = {}


class Intake:
    """Takes dossiers from the lane into the store, batch after batch, and counts what it did.

    Fetching of the next batches goes on while one is stored. The counts are of the whole pull; `undecoded` counts what
    could not be read and was not kept already.
    """

    def __init__(
        self, store: Store, lane: Lane, *, actor: Actor, own_party: str, subject: str, report: Report, cancel: Cancel
    ) -> None:
        self._store = store
        self._lane = lane
        self._actor = actor
        self._own_party = own_party
        self._subject = subject
        self._report = report
        self._cancel = cancel
        self._under_way: deque[Future[Acknowledged]] = deque()
        self._unmarked: list[Version] = []
        self._late: list[Version] = []
        self._error: RegisterError | None = None
        self.fetched = 0
        self.new_versions = 0
        self.unchanged = 0
        self.warnings = 0
        self.undecoded = 0
        self.acknowledged = 0
        self.not_found: set[str] = set()

    def take_in(
        self, wanted: Sequence[Version], phase: str, *, known: Mapping[str, int] = _NOTHING, aside: bool = False
    ) -> None:
        """Fetch, store and acknowledge; versions that are `known` to be stored already are not acknowledged again.

        With `aside` nothing is applied or acknowledged: what came waits for `apply`.

        Raises Cancelled, or the error of the register that stopped it, after storing what had come.
        """
        keep = self._set_aside if aside else self.keep
        pieces = slices(wanted)
        fetching: deque[Future[Fetched]] = deque()
        received: list[Received] = []
        undecoded: list[Undecoded] = []
        done, started = 0, time.monotonic()
        while True:
            while len(fetching) < self._lane.ahead and not self._lane.stopped and (piece := next(pieces, None)):
                fetching.append(self._lane.fetch(piece))
            if not fetching:
                break
            result = fetching.popleft().result()
            received += result.received
            undecoded += result.undecoded
            self.not_found.update(result.not_found)
            self._error = self._error or result.error
            done += result.count
            self.fetched += len(result.received) + len(result.undecoded)
            if len(received) + len(undecoded) >= BATCH:
                keep(received, undecoded, known)
                received, undecoded = [], []
            self._report(Progress(phase, done, len(wanted), done / max(time.monotonic() - started, 0.001)))
            if self._cancel.requested:
                self._lane.stop()
        if received or undecoded:
            keep(received, undecoded, known)
        self._check()

    def keep(
        self,
        received: Sequence[Received],
        undecoded: Sequence[Undecoded],
        known: Mapping[str, int] = _NOTHING,
        *,
        staged: bool = False,
    ) -> None:
        """Store what came in one unit of work, then have it acknowledged."""
        self._gather(wait=False)
        prepared = prepare(received, self._own_party)
        with self._store.unit(self._actor) as unit:
            new = take(unit, received, prepared, self._own_party)
            self.undecoded += keep_undecoded(unit.connection, undecoded, at=unit.at)
            if staged:
                gates.unstage(unit.connection, [*_numbers(received), *_numbers(undecoded)])
            mark_acknowledged(unit.connection, self._unmarked, unit.at)
            counts = {"received": len(received), "new": new, "undecoded": len(undecoded)}
            unit.event("pull.stored", self._subject, counts)
        self._unmarked = []
        self.new_versions += new
        self.unchanged += len(received) - new
        self.warnings += sum(1 for item in received if item.dossier.warnings)
        self.acknowledge([(item.number, item.version) for item in received if known.get(item.number) != item.version])

    def apply(self) -> None:
        """Store what was put aside, batch after batch, and have it acknowledged."""
        while True:
            with self._store.read() as connection:
                batch = gates.staged_batch(connection, BATCH)
            if not batch:
                return
            items = [receive(number, version, raw) for number, version, raw in batch]
            self.keep(
                [item for item in items if isinstance(item, Received)],
                [item for item in items if not isinstance(item, Received)],
                staged=True,
            )

    def _set_aside(
        self, received: Sequence[Received], undecoded: Sequence[Undecoded], known: Mapping[str, int]
    ) -> None:
        fresh = [item for item in received if known.get(item.number) != item.version]
        with self._store.unit(self._actor) as unit:
            if fresh:
                # What was shown to somebody is no longer all that waits.
                gates.close_gate(unit.connection, gates.REPLACED, unit.at, "")
            gates.stage(unit.connection, fresh, unit.at)
            self.undecoded += keep_undecoded(unit.connection, undecoded, at=unit.at)
            unit.event("pull.staged", self._subject, {"received": len(received), "undecoded": len(undecoded)})
        if same := [item for item in received if known.get(item.number) == item.version]:
            self.keep(same, (), known)  # changes no list; what is ours may be compared with it

    def let_go(self, numbers: Sequence[str]) -> None:
        """What was put aside of these dossiers is not to be applied any more."""
        with self._store.unit(self._actor) as unit:
            gates.close_gate(unit.connection, gates.REPLACED, unit.at, "")
            gates.unstage(unit.connection, numbers)
            unit.event("pull.let_go", self._subject, {"count": len(numbers)})

    def mark_gone(self, leaving: Sequence[str], vanished: Sequence[str], back: Sequence[str]) -> None:
        """These dossiers are no longer ours, not listed any more without a reason, or listed again."""
        with self._store.unit(self._actor) as unit:
            mark_out_of_scope(unit.connection, leaving, unit.at)
            oddities.note(unit.connection, vanished, OddityKind.VANISHED, unit.at)
            oddities.end(unit.connection, [*leaving, *back], OddityKind.VANISHED)
            if leaving:
                unit.event("pull.out_of_scope", self._subject, {"count": len(leaving)})
            if vanished or back:
                unit.event("pull.vanished", self._subject, {"count": len(vanished), "back": len(back)})

    def acknowledge(self, versions: Sequence[Version]) -> None:
        """Have stored versions acknowledged; `settle` waits for it."""
        if not self._lane.stopped:
            self._under_way.extend(self._lane.acknowledge(piece) for piece in slices(versions))

    def settle(self) -> None:
        """Wait for the acknowledgements and note them; those that failed are tried once more.

        Raises Cancelled or the error of the register.
        """
        self._gather(wait=True)
        self._check()
        if self._late:
            again, self._late, self._error = self._late, [], None
            self.acknowledge(again)
            self._gather(wait=True)
        self.note()
        if self._late and self._error:
            raise self._error

    def note(self) -> None:
        """Write down which versions the register knows that we have; also after the lane has ended."""
        self._gather(wait=True)
        if self._unmarked:
            with self._store.unit(self._actor) as unit:
                mark_acknowledged(unit.connection, self._unmarked, unit.at)
                unit.event("pull.acknowledged", self._subject, {"acknowledged": len(self._unmarked)})
            self._unmarked = []

    def _gather(self, *, wait: bool) -> None:
        while self._under_way and (wait or self._under_way[0].done()):
            future = self._under_way.popleft()
            if wait and self._cancel.requested:
                self._lane.stop()
            if future.cancelled():
                continue
            result = future.result()
            self._unmarked += result.done + result.closed
            self.acknowledged += len(result.done)
            if result.error:
                self._error = result.error
                self._late += result.left

    def _check(self) -> None:
        self._cancel.check()
        if self._error and self._lane.stopped:
            raise self._error


def _numbers(items: Sequence[Received] | Sequence[Undecoded]) -> list[str]:
    return [item.number for item in items]
