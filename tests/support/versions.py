"""A newer version of a dossier that comes in from the register, without a register: stored as a pull stores it."""

import msgspec

from cir_desktop.domain.dossier_fields import values_of
from cir_desktop.register.wire import decode_dossier
from cir_desktop.register.wire_edit import corrected
from cir_desktop.storage import allocations, candidates, conflicts, dossiers, outbox, own_facts
from cir_desktop.storage.received import prepare
from cir_desktop.sync.rebase import after_stored
from cir_desktop.sync.receive import receive


def raw_of(office, number):
    with office.store.read() as connection:
        return dossiers.raw_version(connection, number)[1]


def values(office, number):
    return values_of(decode_dossier(raw_of(office, number)))


def arrives(office, number, party, body=None, **changes):
    """The register gives the dossier with these values (`reference__email`), or with these keys of its body."""
    named = {key.replace("__", "."): value for key, value in changes.items()}
    made = msgspec.json.decode(corrected(raw_of(office, number), named)) | (body or {})
    made["versieNummer"] += 1
    item = receive(number, made["versieNummer"], msgspec.json.encode(made))
    with office.store.unit(office.actor) as unit:
        dossiers.store_prepared(unit.connection, prepare([item], party), at=unit.at)
        after_stored(unit, {number}, party)
        unit.event("dossier.fetched", number, {"version": item.version})


def primary_of_ours(office):
    """A registered dossier of which we are the primary landlord, without anything of ours; another one when used."""
    with office.store.read() as connection:
        return next(number for number in sorted(dossiers.stored_versions(connection)) if _is_free(connection, number))


def _is_free(connection, number):
    row = candidates.by_dossier(connection, number)
    used = outbox.commands(connection, dossier=number) or allocations.offers(connection, dossier=number)
    asked = conflicts.requests(connection, dossier=number) or own_facts.history(connection, number)
    return row.primary and row.status == "REG" and not used and not asked
