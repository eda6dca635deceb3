"""One dossier again, now: before an offer."""

from cir_desktop.domain.dossier import Dossier
from cir_desktop.domain.process import Actor
from cir_desktop.errors import RegisterError
from cir_desktop.register.client import RegisterClient
from cir_desktop.runtime.clock import Clock
from cir_desktop.storage.dossiers import mark_acknowledged
from cir_desktop.storage.engine import Store
from cir_desktop.storage.received import prepare
from cir_desktop.sync.attempt import fetch
from cir_desktop.sync.taking import take


def refetch(
    store: Store, client: RegisterClient, number: str, *, actor: Actor, own_party: str, clock: Clock
) -> Dossier:
    """Fetch, store and acknowledge one dossier, and give what it now says.

    Raises RegisterError: not to be had, not found, denied, or not readable (UndecodableDossier; the next pull keeps
    what came). An acknowledgement that fails is left to the next pull.
    """
    item = fetch(client, number)
    with store.unit(actor) as unit:
        new = take(unit, [item], prepare([item], own_party), own_party)
        unit.event("dossier.fetched", number, {"version": item.version, "new": new})
    if new:
        try:
            client.acknowledge(number, item.version)
        except RegisterError:
            return item.dossier
        with store.unit(actor) as unit:
            mark_acknowledged(unit.connection, [(number, item.version)], clock())
            unit.event("dossier.acknowledged", number, {"version": item.version})
    return item.dossier
