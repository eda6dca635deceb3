"""Looks through the versions that came in since the last time, for what asks for work apart from an allocation."""

from cir_desktop.domain.inquiry import CLOSED_STATUSES, NEED_OPEN
from cir_desktop.domain.job import Cancel, Progress, Report, ignore_progress
from cir_desktop.domain.process import Actor
from cir_desktop.register.wire import UndecodableDossier, decode_dossier
from cir_desktop.register.wire_inquiry import asks_priority_and_actualised_at
from cir_desktop.runtime.clock import local_day
from cir_desktop.storage import dossiers, inquiry, matters
from cir_desktop.storage.engine import Store

LOOKING = "Nieuwe versies nakijken"
_BATCH = 1000


def look_through(
    store: Store, *, actor: Actor, own_party: str, report: Report = ignore_progress, cancel: Cancel | None = None
) -> int:
    """Keep what the newest versions tell, and let go of the documents of requests that we ended.

    Returns how many versions were new; 0 writes nothing. Raises Cancelled between two batches: what was looked through
    stays so.
    """
    with store.read() as connection:
        total = matters.count_not_looked_through(connection)
    done = last = 0
    while done < total:
        if cancel:
            cancel.check()
        with store.unit(actor) as unit:
            found = matters.not_looked_through(unit.connection, last, _BATCH)
            told = []
            for _, number, version, raw in found:
                asks, actualised_at = asks_priority_and_actualised_at(raw)
                told.append(matters.Matter(number, version, asks, local_day(actualised_at) if actualised_at else None))
            matters.keep(unit.connection, told)
            unit.event("register.looked_through", "register", {"count": len(found)})
        if not found:
            break  # a pull took them away meanwhile
        last = found[-1][0]
        done += len(found)
        report(Progress(LOOKING, done, total))
    if total:
        _let_go(store, actor, own_party)
    return done


def _let_go(store: Store, actor: Actor, own_party: str) -> None:
    """Remove the documents of requests that we ended, or of dossiers that nobody waits for any more."""
    with store.read() as connection:
        kept: dict[str, set[str]] = {}
        for document in inquiry.kept_documents(connection):
            kept.setdefault(document.dossier, set()).add(document.id)
        raws = {number: dossiers.raw_version(connection, number)[1] for number in kept}
    gone = {number: ids - _wanted(raws[number], own_party) for number, ids in kept.items()}
    for number, ids in gone.items():
        if ids:
            with store.unit(actor) as unit:
                removed = inquiry.forget_documents(unit.connection, number, ids)
                unit.event("document.removed", number, {"count": removed})


def _wanted(raw: bytes, own_party: str) -> set[str]:
    """The documents of the requests of a dossier that we did not end."""
    try:
        dossier = decode_dossier(raw)
    except UndecodableDossier:
        return set()
    if dossier.status in CLOSED_STATUSES:
        return set()
    return {
        attachment
        for need in dossier.housing_need
        if not any(one.party == own_party and one.status != NEED_OPEN for one in need.answers)
        for attachment in need.attachments
    }
