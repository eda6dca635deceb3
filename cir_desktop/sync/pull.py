"""The pull: what the register has for us and we have not, until nothing is missing.

After a complete pull the next one asks two things: what is new for us, and, as a check, what was updated since. The
whole list is held against the store at the first pull of a day, and whenever something gave reason to.
"""

import time
from collections.abc import Collection
from datetime import date

import msgspec

from cir_desktop.domain.gate import SHARE
from cir_desktop.domain.job import Cancel, Report
from cir_desktop.domain.oddity import OddityKind
from cir_desktop.domain.process import Actor
from cir_desktop.errors import BadInput, Cancelled, NotAllowed, RegisterError
from cir_desktop.register.client import RegisterClient
from cir_desktop.runtime.clock import Clock, local_day
from cir_desktop.runtime.only_one import only_one
from cir_desktop.storage import dossiers, gates, oddities, pulls
from cir_desktop.storage.engine import Store
from cir_desktop.storage.gates import Gate
from cir_desktop.storage.pulls import DELTA, WHOLE, WINDOW, PullRecord
from cir_desktop.storage.unit import Unit
from cir_desktop.sync.gate import Gatekeeper, Held
from cir_desktop.sync.intake import Intake
from cir_desktop.sync.lane import Lane
from cir_desktop.sync.steps import Steps

HELD = "Deze ophaling wacht: ze zou te veel van een lijst wijzigen om ze zonder u toe te passen."


class Window(msgspec.Struct, frozen=True):
    """Days of update on the register's calendar, both included; None leaves a side open."""

    first: date | None = None
    last: date | None = None


class PullOutcome(pulls.PullOutcome, frozen=True, kw_only=True):
    """What a pull did, beyond what its record keeps.

    `unchanged`: versions that came in and were stored already; `not_found`: listed but not given; `acknowledged`:
    versions that the register now knows we have; `reason`: in Dutch, why the list is not complete; `gate`: the id of
    this pull when it waits before the gate for a person.
    """

    unchanged: int = 0
    not_found: int = 0
    acknowledged: int = 0
    reason: str = ""
    gate: int | None = None
    seconds: float = 0.0


def pull(
    store: Store,
    client: RegisterClient,
    *,
    actor: Actor,
    own_party: str,
    municipalities: Collection[str] | None,
    clock: Clock,
    report: Report,
    cancel: Cancel,
    full: bool = False,
    window: Window | None = None,
    gate_share: int = SHARE,
) -> PullOutcome:
    """Bring the store up to date with the register.

    Args:
        own_party: our party code.
        municipalities: NIS codes where we have homes; without any, no dossier is judged to be out of scope.
        full: fetch everything that is listed again, also what is stored in that version.
        window: only what was updated in these days; says nothing about the rest.
        gate_share: percent of a list that may go or change status without a question. The first pull asks nothing.

    Raises:
        Cancelled, or the RegisterError that stopped it; what had come is stored by then, and the next pull goes on
        from there. Either way the pull is recorded. BadInput for a window that ends before it begins, NotAllowed while
        another program pulls into this store.
    """
    if window and window.first and window.last and window.last < window.first:
        raise BadInput("De laatste dag ligt voor de eerste.", "Kijk de twee dagen na.", field="updated_to")
    with only_one(store.path.with_suffix(".pulling")) as alone:
        if not alone:
            raise already_pulling()
        return _Pull(store, client, actor, own_party, frozenset(municipalities or ()), gate_share).run(
            local_day(clock()), report, cancel, full=full, window=window
        )


def already_pulling() -> NotAllowed:
    """Another program, or another thread, pulls into this store."""
    return NotAllowed("Er wordt al opgehaald, hier of in een ander venster.", "Wacht tot dat klaar is.")


class _Pull:
    """One pull, from its record to its outcome."""

    def __init__(
        self, store: Store, client: RegisterClient, actor: Actor, own_party: str, ours: frozenset[str], gate_share: int
    ) -> None:
        self._began = time.monotonic()
        self._store = store
        self._client = client
        self._actor = actor
        self._own_party = own_party
        self._ours = ours
        self._gate_share = gate_share
        self._stopped_by: RegisterError | Cancelled | None = None
        self._held: Held | None = None

    def run(self, today: date, report: Report, cancel: Cancel, *, full: bool, window: Window | None) -> PullOutcome:
        """Do it and record it; raises what stopped it."""
        with self._store.unit(self._actor) as unit:
            last = pulls.last_pull(unit.connection)
            basis = None
            if not (full or window):
                basis = _basis(pulls.newest_pull(unit.connection), self._client.source, today)
            pull_id = pulls.start_pull(unit.connection, unit.at)
            unit.event("pull.started", str(pull_id), {"full": int(full)})
        checked = last is not None and last.checked_at is not None
        gate = Gatekeeper(self._store, self._ours, self._gate_share) if checked else None
        with Lane(self._client) as lane:
            intake = Intake(
                self._store,
                lane,
                actor=self._actor,
                own_party=self._own_party,
                subject=str(pull_id),
                report=report,
                cancel=cancel,
            )
            steps = Steps(self._store, self._client, intake, self._own_party, today, report, cancel, self._ours, gate)
            kind = self._take(steps, basis, full=full, window=window)
            lane.stop()
            intake.note()
        outcome = self._record(pull_id, kind, steps, intake, basis if kind == DELTA else last)
        if self._stopped_by:
            raise self._stopped_by
        return outcome

    def _take(self, steps: Steps, basis: PullRecord | None, *, full: bool, window: Window | None) -> str:
        """The steps in their order; gives what the pull turned out to look at."""
        kind = WINDOW if window else WHOLE
        try:
            steps.go_on_from_before()
            if window:
                steps.take_window(window.first, window.last)
                return kind
            steps.take_what_is_new()
            if basis and basis.mark and steps.check_recent(basis.mark):
                return DELTA
            steps.check(full=full)
        except Held as question:
            self._held = question
        except (RegisterError, Cancelled) as error:
            self._stopped_by = error
        return kind

    def _record(self, pull_id: int, kind: str, steps: Steps, intake: Intake, before: PullRecord | None) -> PullOutcome:
        """Write down what came of it; `before` is the pull on which a short one or one of some days rests."""
        complete = steps.complete and self._stopped_by is None and self._held is None
        listed, mark, recheck = steps.listed, steps.mark, intake.undecoded > 0
        if kind == DELTA and before:
            listed = before.listed + steps.arrived - steps.out_of_scope - steps.vanished
        if kind == WINDOW:
            complete = complete and before is not None and before.complete
            listed, mark = (before.listed, before.mark) if before else (listed, None)
            recheck = recheck or (before is not None and before.recheck)
        with self._store.unit(self._actor) as unit:
            self._keep_question(unit, pull_id, over=self._stopped_by is None and kind != WINDOW)
            outcome = PullOutcome(
                complete=complete,
                cancelled=isinstance(self._stopped_by, Cancelled),
                listed=listed,
                fetched=intake.fetched,
                new_versions=intake.new_versions,
                undecoded=len(dossiers.undecoded(unit.connection)),
                warnings=intake.warnings,
                out_of_scope=steps.out_of_scope,
                vanished=oddities.count(unit.connection, OddityKind.VANISHED),
                kind=kind,
                recheck=recheck or bool(dossiers.unacknowledged(unit.connection)),
                mark=mark,
                source=self._client.source,
                unchanged=intake.unchanged,
                not_found=len(intake.not_found),
                acknowledged=intake.acknowledged,
                reason=self._stopped_by.what if self._stopped_by else HELD if self._held else steps.reason,
                gate=pull_id if self._held else None,
                seconds=time.monotonic() - self._began,
            )
            pulls.finish_pull(unit.connection, pull_id, outcome, unit.at)
            details = {"listed": outcome.listed, "fetched": outcome.fetched, "new": outcome.new_versions}
            unit.event("pull.finished", str(pull_id), {**details, "complete": int(outcome.complete)})
        return outcome

    def _keep_question(self, unit: Unit, pull_id: int, *, over: bool) -> None:
        """A pull that is held waits for a person; one that went through overtakes what waited before."""
        if self._held:
            gates.open_gate(unit.connection, Gate(pull_id, unit.at, self._held.lists, self._held.lost))
            unit.event("pull.held", str(pull_id), {"count": len(self._held.lost)})
        elif over:
            gates.close_gate(unit.connection, gates.REPLACED, unit.at, "")


def _basis(newest: PullRecord | None, source: str, today: date) -> PullRecord | None:
    """The pull on which a short one may rest; None when the whole list has to be held against the store."""
    if newest is None or newest.finished_at is None or newest.checked_at is None:
        return None
    sound = newest.complete and not newest.recheck and newest.source == source
    return newest if sound and local_day(newest.checked_at) == today else None
