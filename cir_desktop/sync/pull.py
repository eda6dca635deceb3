"""The pull: what the register has for us and we have not, until nothing is missing.

After a complete pull the next one asks two things: what is new for us, and, as a check, what was updated since. The
whole list is held against the store at the first pull of a day, and whenever something gave reason to.
"""

import time
from collections.abc import Collection
from datetime import date

import msgspec

from cir_desktop.domain.findings import FindingKind
from cir_desktop.domain.gate import SHARE
from cir_desktop.domain.job import Cancel, Report
from cir_desktop.domain.process import Actor
from cir_desktop.errors import BadInput, Cancelled, RegisterError
from cir_desktop.register.client import RegisterClient
from cir_desktop.runtime.clock import Clock, local_day
from cir_desktop.storage import dossiers, findings, gates, pulls
from cir_desktop.storage.engine import Store
from cir_desktop.storage.gates import Gate
from cir_desktop.storage.pulls import DELTA, WHOLE, WINDOW, PullRecord
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
        from there. Either way the pull is recorded. BadInput for a window that ends before it begins.
    """
    if window and window.first and window.last and window.last < window.first:
        raise BadInput("De laatste dag ligt voor de eerste.", "Kijk de twee dagen na.", field="updated_to")
    began = time.monotonic()
    today = local_day(clock())
    with store.unit(actor) as unit:
        last = pulls.last_pull(unit.connection)
        basis = None if full or window else _basis(pulls.newest_pull(unit.connection), client.source, today)
        pull_id = pulls.start_pull(unit.connection, unit.at)
        unit.event("pull.started", str(pull_id), {"full": int(full)})
    with Lane(client) as lane:
        intake = Intake(
            store, lane, actor=actor, own_party=own_party, subject=str(pull_id), report=report, cancel=cancel
        )
        checked = last is not None and last.checked_at is not None
        gate = Gatekeeper(store, municipalities or (), gate_share) if checked else None
        run = Steps(store, client, intake, own_party, today, report, cancel, municipalities or (), gate)
        kind = WINDOW if window else WHOLE
        stopped_by: RegisterError | Cancelled | None = None
        held: Held | None = None
        try:
            run.go_on_from_before()
            if window:
                run.take_window(window.first, window.last)
            else:
                run.take_what_is_new()
                kind = DELTA if basis and basis.mark and run.check_recent(basis.mark) else WHOLE
                if kind == WHOLE:
                    run.check(full=full)
        except Held as question:
            held = question
        except (RegisterError, Cancelled) as error:
            stopped_by = error
        lane.stop()
        intake.note()
    with store.unit(actor) as unit:
        complete = run.complete and stopped_by is None and held is None
        listed, reason = run.listed, stopped_by.what if stopped_by else run.reason
        if held:
            gates.open_gate(unit.connection, Gate(pull_id, unit.at, held.lists, held.lost))
            unit.event("pull.held", str(pull_id), {"count": len(held.lost)})
            reason = HELD
        elif stopped_by is None and not window:
            gates.close_gate(unit.connection, gates.REPLACED, unit.at, "")
        if kind == DELTA and basis:
            listed = basis.listed + run.arrived - run.out_of_scope - run.vanished
        if kind == WINDOW:
            complete = complete and bool(last and last.complete)
            listed = last.listed if last else listed
        waiting = dossiers.undecoded(unit.connection)
        left = dossiers.unacknowledged(unit.connection)
        outcome = PullOutcome(
            complete=complete,
            cancelled=isinstance(stopped_by, Cancelled),
            listed=listed,
            fetched=intake.fetched,
            new_versions=intake.new_versions,
            undecoded=len(waiting),
            warnings=intake.warnings,
            out_of_scope=run.out_of_scope,
            vanished=findings.count(unit.connection, FindingKind.VANISHED),
            kind=kind,
            recheck=bool(left) or intake.undecoded > 0 or (kind == WINDOW and bool(last and last.recheck)),
            mark=last.mark if kind == WINDOW and last else run.mark,
            source=client.source,
            unchanged=intake.unchanged,
            not_found=len(intake.not_found),
            acknowledged=intake.acknowledged,
            reason=reason,
            gate=pull_id if held else None,
            seconds=time.monotonic() - began,
        )
        pulls.finish_pull(unit.connection, pull_id, outcome, unit.at)
        details = {"listed": outcome.listed, "fetched": outcome.fetched, "new": outcome.new_versions}
        unit.event("pull.finished", str(pull_id), {**details, "complete": int(outcome.complete)})
    if stopped_by:
        raise stopped_by
    return outcome


def _basis(newest: PullRecord | None, source: str, today: date) -> PullRecord | None:
    """The pull on which a short one may rest; None when the whole list has to be held against the store."""
    if newest is None or newest.finished_at is None or newest.checked_at is None:
        return None
    sound = newest.complete and not newest.recheck and newest.source == source
    return newest if sound and local_day(newest.checked_at) == today else None
