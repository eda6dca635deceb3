"""Our own facts about candidates: residence periods and evidence of informal care, as imported, with their history."""

import json
from collections.abc import Collection, Iterable
from datetime import date, datetime

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection

from cir_desktop.domain.facts import CarePeriod, ImportedCare, ImportedResidence, Residence
from cir_desktop.domain.values import NisCode
from cir_desktop.storage.rows import NO_NUMBER
from cir_desktop.storage.tables import own_evidence, own_evidence_history, own_import

_encode = msgspec.msgpack.Encoder().encode
_decode_residences = msgspec.msgpack.Decoder(list[tuple[NisCode, date | None, date | None, bool]]).decode
_decode_care = msgspec.msgpack.Decoder(list[tuple[NisCode | None, bool, date | None, date | None]] | None).decode

CARE_NOT_ASKED = _encode(None)
"""Stands for the care of a person of whom only residence was noted: no evidence of care was asked or delivered."""


class Import(msgspec.Struct, frozen=True):
    """A delivery of facts: when, by whom, from which file (its name), for how many dossiers."""

    id: int
    at: datetime
    actor: str
    source: str
    dossiers: int


class DossierFacts(msgspec.Struct, frozen=True):
    """Our own facts of one dossier, by national number (digits). `covered`: some import named the dossier."""

    covered: bool
    residences: dict[str, tuple[Residence, ...]]
    care: dict[str, tuple[CarePeriod, ...]]


def start_import(connection: Connection, *, at: datetime, actor: str, source: str) -> int:
    """Register a delivery; returns its id for `replace_facts`."""
    return _new_id(connection.execute(own_import.insert().values(at=at, actor=actor, source=source, dossiers=0)))


def _new_id(result: sa.CursorResult[object]) -> int:
    return int(result.inserted_primary_key[0])  # type: ignore[index]


def replace_facts(
    connection: Connection,
    import_id: int,
    residences: Iterable[ImportedResidence],
    care: Iterable[ImportedCare],
) -> int:
    """Put the facts of an import in the place of what earlier imports said of the same dossiers, which becomes history.

    Returns:
        How many dossiers the import names. To be called once for each import.
    """
    people: dict[tuple[str, str], tuple[list[object], list[object]]] = {}
    for lived in residences:
        period = lived.residence
        kept = people.setdefault((lived.dossier, lived.national_number), ([], []))
        kept[0].append((period.nis_code, period.start, period.end, period.ongoing))
    for cared in care:
        given = cared.care
        kept = people.setdefault((cared.dossier, cared.national_number), ([], []))
        kept[1].append((given.nis_code, given.gives, given.start, given.end))
    dossiers = sorted({dossier for dossier, _ in people})
    named = json.dumps(dossiers)
    connection.exec_driver_sql(
        "INSERT INTO own_evidence_history (dossier, person, residences, care, import_id, replaced_by)"
        " SELECT dossier, person, residences, care, import_id, ? FROM own_evidence"
        " WHERE dossier IN (SELECT value FROM json_each(?))",
        (import_id, named),
    )
    connection.exec_driver_sql("DELETE FROM own_evidence WHERE dossier IN (SELECT value FROM json_each(?))", (named,))
    rows = [
        (dossier, person, _encode(lived_in), _encode(cared_for), import_id)
        for (dossier, person), (lived_in, cared_for) in sorted(people.items())
    ]
    if rows:
        connection.exec_driver_sql(
            "INSERT INTO own_evidence (dossier, person, residences, care, import_id) VALUES (?, ?, ?, ?, ?)", rows
        )
    connection.execute(own_import.update().where(own_import.c.id == import_id).values(dossiers=len(dossiers)))
    return len(dossiers)


def replace_residences(
    connection: Connection, import_id: int, dossier: str, person: str, residences: Iterable[Residence]
) -> None:
    """Put periods in the place of those of one person; what stood there becomes history.

    The care of the person and everything of the others stay as they are.
    """
    kept = _encode([(period.nis_code, period.start, period.end, period.ongoing) for period in residences])
    _put_residences(connection, import_id, dossier, person, kept)
    connection.execute(own_import.update().where(own_import.c.id == import_id).values(dossiers=1))


def restore_residences(connection: Connection, import_id: int, dossier: str, person: str) -> bool:
    """Put back the periods that the last change of this person replaced; False when nothing was ever noted.

    That change becomes history, so that restoring once more brings it back.
    """
    now, before = own_evidence.c, own_evidence_history.c
    replaced_by = connection.execute(
        sa.select(now.import_id).where(now.dossier == dossier, now.person == person)
    ).scalar_one_or_none()
    if replaced_by is None:
        return False
    former = connection.execute(
        sa.select(before.residences).where(
            before.dossier == dossier, before.person == person, before.replaced_by == replaced_by
        )
    ).scalar_one_or_none()
    _put_residences(connection, import_id, dossier, person, _encode([]) if former is None else former)
    connection.execute(own_import.update().where(own_import.c.id == import_id).values(dossiers=1))
    return True


def _put_residences(connection: Connection, import_id: int, dossier: str, person: str, residences: bytes) -> None:
    table = own_evidence.c
    this = sa.and_(table.dossier == dossier, table.person == person)
    care = connection.execute(sa.select(table.care).where(this)).scalar_one_or_none()
    connection.exec_driver_sql(
        "INSERT INTO own_evidence_history (dossier, person, residences, care, import_id, replaced_by)"
        " SELECT dossier, person, residences, care, import_id, ? FROM own_evidence WHERE dossier = ? AND person = ?",
        (import_id, dossier, person),
    )
    connection.execute(own_evidence.delete().where(this))
    connection.execute(
        own_evidence.insert().values(
            dossier=dossier,
            person=person,
            residences=residences,
            care=CARE_NOT_ASKED if care is None else care,
            import_id=import_id,
        )
    )


def imports(connection: Connection) -> list[Import]:
    """All deliveries, newest first."""
    table = own_import.c
    found = connection.execute(
        sa.select(table.id, table.at, table.actor, table.source, table.dossiers).order_by(table.id.desc())
    )
    return [Import(*row) for row in found]


def facts_of(connection: Connection, dossier: str) -> DossierFacts:
    """What we know of the persons of a dossier; empty when no import named it."""
    found = connection.execute(
        sa.select(own_evidence.c.person, own_evidence.c.residences, own_evidence.c.care)
        .where(own_evidence.c.dossier == dossier)
        .order_by(own_evidence.c.person)
    ).all()
    return DossierFacts(
        covered=bool(found),
        residences={row.person: decode_residences(row.residences) for row in found},
        care={row.person: decode_care(row.care) for row in found if row.care != CARE_NOT_ASKED},
    )


def former_facts_of(connection: Connection, dossier: str) -> list[tuple[int, DossierFacts]]:
    """What earlier imports said of a dossier, as (id of the import, facts), newest first."""
    table = own_evidence_history.c
    found = connection.execute(sa.select(own_evidence_history).where(table.dossier == dossier).order_by(table.person))
    former: dict[int, DossierFacts] = {}
    for row in found:
        facts = former.setdefault(row.import_id, DossierFacts(True, {}, {}))
        facts.residences[row.person] = decode_residences(row.residences)
        if row.care != CARE_NOT_ASKED:
            facts.care[row.person] = decode_care(row.care)
    return sorted(former.items(), reverse=True)


def person_keys(connection: Connection, dossiers: Collection[str]) -> dict[str, set[str]]:
    """National numbers (digits) of the tenant applicants of these dossiers, for those that are stored."""
    found = connection.exec_driver_sql(
        "SELECT number, applicants FROM register_candidate WHERE number IN (SELECT value FROM json_each(?))",
        (json.dumps(list(dossiers)),),
    )
    return {number: {key for key in applicants.split() if key != NO_NUMBER} for number, applicants in found}


def applicants_of(connection: Connection, dossier: str) -> list[str] | None:
    """National numbers (digits) of the tenant applicants in their order, empty where one has none; None: not stored."""
    found = connection.exec_driver_sql(
        "SELECT applicants FROM register_candidate WHERE number = ?", (dossier,)
    ).scalar_one_or_none()
    return None if found is None else ["" if key == NO_NUMBER else key for key in str(found).split()]


def follow_number(connection: Connection, dossier: str, old: str, new: str) -> None:
    """What we know of a person, now and before, goes along from a national number (digits) to its replacement.

    Nothing happens for a person of whom something is known under the new number already.
    """
    for table in (own_evidence, own_evidence_history):
        taken = sa.select(sa.literal(1)).where(table.c.dossier == dossier, table.c.person == new).exists()
        connection.execute(
            table.update().where(table.c.dossier == dossier, table.c.person == old, ~taken).values(person=new)
        )


def decode_residences(data: bytes) -> tuple[Residence, ...]:
    """The periods as `replace_facts` kept them."""
    return tuple([Residence(*values) for values in _decode_residences(data)])


def decode_care(data: bytes) -> tuple[CarePeriod, ...]:
    """The periods as `replace_facts` kept them; none where care was not asked."""
    return tuple([CarePeriod(*values) for values in _decode_care(data) or ()])
