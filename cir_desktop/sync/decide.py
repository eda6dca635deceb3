"""What a person decided about a pull that waits before the gate."""

from contextlib import suppress

from cir_desktop.domain.gate import Loss
from cir_desktop.domain.job import Cancel, Report
from cir_desktop.domain.oddity import OddityKind
from cir_desktop.domain.process import Actor
from cir_desktop.errors import NotFound, RegisterError
from cir_desktop.register.client import RegisterClient
from cir_desktop.runtime.only_one import only_one
from cir_desktop.storage import gates, oddities
from cir_desktop.storage.engine import Store
from cir_desktop.storage.gates import Gate
from cir_desktop.storage.unit import Unit
from cir_desktop.sync.intake import Intake
from cir_desktop.sync.lane import Lane
from cir_desktop.sync.pull import already_pulling


def accept(
    store: Store,
    client: RegisterClient,
    pull_id: int,
    *,
    actor: Actor,
    own_party: str,
    report: Report,
    cancel: Cancel,
) -> None:
    """Apply what waits, exactly as it was shown, and have it acknowledged.

    Without an answer of the register it is applied all the same; the next pull acknowledges. Raises NotFound when this
    pull does not wait any more, NotAllowed while another program pulls, Cancelled after a part of it (the rest waits).
    """
    with only_one(store.path.with_suffix(".pulling")) as alone:
        if not alone:
            raise already_pulling()
        with store.read() as connection:
            gate = _waiting(gates.waiting(connection), pull_id)
        with Lane(client) as lane:
            intake = Intake(
                store, lane, actor=actor, own_party=own_party, subject=str(pull_id), report=report, cancel=cancel
            )
            intake.apply()
            with store.unit(actor) as unit:
                vanished = sorted(number for number, loss in gate.lost.items() if loss is Loss.VANISHED)
                oddities.note(unit.connection, vanished, OddityKind.VANISHED, unit.at)
                _close(unit, gate, gates.ACCEPTED)
            with suppress(RegisterError):
                intake.settle()
            lane.stop()
            intake.note()


def discard(store: Store, pull_id: int, *, actor: Actor) -> None:
    """Let go of what waits; the register still has it and the next pull asks anew. Raises as `accept` does."""
    with only_one(store.path.with_suffix(".pulling")) as alone:
        if not alone:
            raise already_pulling()
        with store.unit(actor) as unit:
            gate = _waiting(gates.waiting(unit.connection), pull_id)
            gates.unstage(unit.connection)
            _close(unit, gate, gates.DISCARDED)


def _waiting(gate: Gate | None, pull_id: int) -> Gate:
    if gate is None or gate.pull != pull_id:
        raise NotFound(f"Ophaling {pull_id} wacht niet op een beslissing.", "Haal opnieuw op om de stand te kennen.")
    return gate


def _close(unit: Unit, gate: Gate, state: str) -> None:
    gates.close_gate(unit.connection, state, unit.at, unit.actor.name)
    unit.event(f"pull.{state}", str(gate.pull), {"count": len(gate.lost)})
