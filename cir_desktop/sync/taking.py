"""Taking versions into the copy of the register: the one way for a pull, a push and a dossier fetched on its own."""

from collections.abc import Sequence

from cir_desktop.storage.dossiers import store_prepared
from cir_desktop.storage.received import Prepared, Received
from cir_desktop.storage.unit import Unit
from cir_desktop.sync.oddities import note_odd
from cir_desktop.sync.rebase import after_stored


def take(unit: Unit, received: Sequence[Received], prepared: Sequence[Prepared], own_party: str) -> int:
    """Store versions, note what is odd in them, and compare with them what is ours. Returns how many were new.

    `prepared` are the same versions made ready, which is best done before the unit of work begins.
    """
    note_odd(unit, received)
    new = store_prepared(unit.connection, prepared, at=unit.at)
    after_stored(unit, {item.number for item in received}, own_party)
    return new
