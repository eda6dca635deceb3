"""Makes the facts for the ranking again from the kept versions, after a program that reads more of them came in."""

from cir_desktop.domain.process import Actor
from cir_desktop.register.wire import decode_dossier
from cir_desktop.storage import dossiers
from cir_desktop.storage.engine import Store
from cir_desktop.storage.received import Received, prepare

BATCH = 1000
"""Dossiers decoded at once: some megabytes."""


def rederive_if_old(store: Store, *, actor: Actor, own_party: str) -> int:
    """Make the facts of every stored dossier again when they have an older form; one unit of work.

    Returns how many dossiers were made again: 0 when nothing was old. An interrupted one begins anew the next time.
    """
    with store.read() as connection:
        if not dossiers.facts_are_old(connection):
            return 0
    done = last = 0
    with store.unit(actor) as unit:
        while found := dossiers.newest_payloads(unit.connection, last, BATCH):
            received = []
            for _, raw in found:
                dossier = decode_dossier(raw)
                received.append(Received(dossier.number.text, dossier.version, raw, dossier))
            made = prepare(received, own_party)
            dossiers.replace_facts(unit.connection, zip((candidate for candidate, _ in found), made, strict=True))
            done += len(found)
            last = found[-1][0]
        dossiers.facts_are_new(unit.connection)
        unit.event("register.rederived", "register", {"count": done})
    return done
