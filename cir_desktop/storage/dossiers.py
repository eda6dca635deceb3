"""The copy of the register: every received version kept, the newest one spread over narrow rows."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection

from cir_desktop.domain.process import Actor
from cir_desktop.errors import NotAllowed, NotFound
from cir_desktop.storage import rows
from cir_desktop.storage.columns import moment_text
from cir_desktop.storage.engine import Store
from cir_desktop.storage.fast import driver_rows
from cir_desktop.storage.payloads import packer, unpack
from cir_desktop.storage.received import Prepared, Undecoded
from cir_desktop.storage.tables import (
    register_candidate,
    register_undecoded,
    register_version,
)

_COLUMNS = ", ".join(rows.CANDIDATE_COLUMNS)
_MARKS = ", ".join("?" * len(rows.CANDIDATE_COLUMNS))
_REPLACE_CANDIDATE = f"INSERT OR REPLACE INTO register_candidate (id, {_COLUMNS}) VALUES (?, {_MARKS})"  # noqa: S608
_INSERT_VERSION = (
    "INSERT INTO register_version (candidate, version, received_at, acknowledged_at, payload) VALUES (?, ?, ?, NULL, ?)"
)
_INSERT_PAYLOAD = "INSERT INTO register_payload (id, data) VALUES (?, ?)"
_INSERT_CHOICE = "INSERT INTO register_choice (nis_code, candidate, neighbourhoods, facts) VALUES (?, ?, ?, ?)"
_DELETE_CHOICE = "DELETE FROM register_choice WHERE nis_code = ? AND candidate = ?"
_INSERT_TEXT = "INSERT INTO register_text (rowid, words) VALUES (?, ?)"
_DELETE_TEXT = "DELETE FROM register_text WHERE rowid = ?"
_MANY = 5000
"""So many are found in one walk over all of them rather than one by one."""

_NEXT_GENERATION = "UPDATE register_state SET generation = generation + 1"


class UndecodedVersion(msgspec.Struct, frozen=True):
    """A version that waits until it can be read."""

    number: str
    version: int
    reason: str
    received_at: datetime


class _Known(msgspec.Struct):
    """What the store holds of some dossiers: id, version and choices by number, kept versions by id, free ids."""

    entries: dict[str, tuple[int, int, str]]
    kept: set[tuple[int, int]]
    next_candidate: int
    next_payload: int


def store_prepared(connection: Connection, prepared: Sequence[Prepared], *, at: datetime) -> int:
    """Keep what came in, and spread the newest version of each dossier over the narrow rows.

    The same version again changes nothing; an older one is kept and shown nowhere. A new version brings a dossier back
    into scope and ends its being undecoded. Best called with some hundreds at once, in a unit of work.

    Returns:
        How many versions were new.
    """
    known = _known(connection, {item.number for item in prepared})
    stored = _store(connection, prepared, known, moment_text(at))
    if stored:
        connection.exec_driver_sql(_NEXT_GENERATION)
    return stored


def bulk_fill(store: Store, batches: Iterable[Sequence[Prepared]], actor: Actor) -> int:
    """Fill an empty store in one unit of work, with the indexes built afterwards.

    Returns:
        How many versions were stored. Raises NotAllowed when dossiers are stored already.
    """
    with store.unit(actor) as unit:
        connection = unit.connection
        known = _known(connection, ())
        if known.next_candidate > 1:
            raise NotAllowed("In deze werkmap staan al dossiers.", "Vul een nieuwe, lege werkmap.")
        at_text = moment_text(unit.at)
        indexes = [*register_candidate.indexes, *register_version.indexes]
        for index in indexes:
            index.drop(connection)
        connection.exec_driver_sql("INSERT INTO register_text (register_text, rank) VALUES ('automerge', 0)")
        stored = sum(_store(connection, batch, known, at_text) for batch in batches)
        connection.exec_driver_sql("INSERT INTO register_text (register_text, rank) VALUES ('automerge', 4)")
        connection.exec_driver_sql(_NEXT_GENERATION)
        for index in indexes:
            index.create(connection)
        unit.event("register.filled", "register", {"stored": stored})
    return stored


def _known(connection: Connection, numbers: Collection[str]) -> _Known:
    entries: dict[str, tuple[int, int, str]] = {}
    kept: set[tuple[int, int]] = set()
    if numbers:
        found = connection.exec_driver_sql(
            "SELECT number, id, version, choices FROM register_candidate"
            " WHERE number IN (SELECT value FROM json_each(?))",
            (json.dumps(list(numbers)),),
        )
        entries = {number: (candidate, version, choices) for number, candidate, version, choices in found}
    if entries:
        candidates = [entry[0] for entry in entries.values()]
        found = connection.exec_driver_sql(
            "SELECT candidate, version FROM register_version WHERE candidate IN (SELECT value FROM json_each(?))",
            (json.dumps(candidates),),
        )
        kept = {(candidate, version) for candidate, version in found}
    highest = connection.exec_driver_sql(
        "SELECT (SELECT max(id) FROM register_candidate), (SELECT max(id) FROM register_payload)"
    ).one()
    return _Known(entries, kept, (highest[0] or 0) + 1, (highest[1] or 0) + 1)


def _store(connection: Connection, prepared: Sequence[Prepared], known: _Known, at_text: str) -> int:
    first_new = known.next_candidate
    versions: list[rows.Row] = []
    payloads: list[rows.Row] = []
    newest: dict[str, Prepared] = {}
    for item in prepared:
        entry = known.entries.get(item.number)
        if entry is None:
            entry = known.entries[item.number] = (known.next_candidate, 0, "")
            known.next_candidate += 1
        candidate, shown, choices = entry
        if (candidate, item.version) in known.kept:
            continue
        known.kept.add((candidate, item.version))
        versions.append((candidate, item.version, at_text, known.next_payload))
        payloads.append((known.next_payload, item.payload))
        known.next_payload += 1
        if item.version > shown:
            known.entries[item.number] = (candidate, item.version, choices)
            newest[item.number] = item
    if versions:
        connection.exec_driver_sql(_INSERT_PAYLOAD, payloads)
        connection.exec_driver_sql(_INSERT_VERSION, versions)
    if newest:
        _spread(connection, newest, known, first_new)
        _clear_undecoded(connection, newest, at_text)
    return len(versions)


def _spread(connection: Connection, newest: Mapping[str, Prepared], known: _Known, first_new: int) -> None:
    """Write the narrow rows of the newest versions; ids below `first_new` had rows before."""
    candidates: list[rows.Row] = []
    words: list[rows.Row] = []
    choices: list[rows.Row] = []
    former_choices: list[rows.Row] = []
    former_words: list[rows.Row] = []
    for number, item in newest.items():
        candidate, version, former = known.entries[number]
        if candidate < first_new:
            former_words.append((candidate,))
            former_choices.extend([(nis_code, candidate) for nis_code in former.split()])
        candidates.append((candidate, *item.row))
        words.append((candidate, item.words))
        choices.extend([(nis_code, candidate, places, item.facts) for nis_code, places in item.choices.items()])
        known.entries[number] = (candidate, version, " ".join(item.choices))
    if former_words:
        connection.exec_driver_sql(_DELETE_TEXT, former_words)
    if former_choices:
        connection.exec_driver_sql(_DELETE_CHOICE, former_choices)
    connection.exec_driver_sql(_REPLACE_CANDIDATE, candidates)
    connection.exec_driver_sql(_INSERT_TEXT, words)
    if choices:
        connection.exec_driver_sql(_INSERT_CHOICE, sorted(choices))


def facts_are_old(connection: Connection) -> bool:
    """Whether the narrow rows hold facts of an older form than this program reads (rows.FACTS_FORM)."""
    form: int = connection.exec_driver_sql("SELECT form FROM register_state").scalar_one()
    return form < rows.FACTS_FORM


def newest_payloads(connection: Connection, after: int, limit: int) -> list[tuple[int, bytes]]:
    """The newest version of up to `limit` candidates with a higher id than `after`: id and JSON as it came in."""
    found = driver_rows(
        connection,
        "SELECT k.id, p.data FROM register_candidate k"
        " JOIN register_version v ON v.candidate = k.id AND v.version = k.version"
        " JOIN register_payload p ON p.id = v.payload WHERE k.id > ? ORDER BY k.id LIMIT ?",
        after,
        limit,
    )
    return [(candidate, unpack(data)) for candidate, data in found]


def replace_facts(connection: Connection, made: Iterable[tuple[int, Prepared]]) -> None:
    """Put newly made facts in the choices of candidates (by id); nothing else of them changes."""
    connection.exec_driver_sql(
        "UPDATE register_choice SET facts = ? WHERE candidate = ? AND nis_code = ?",
        [(item.facts, candidate, nis_code) for candidate, item in made for nis_code in item.choices],
    )


def facts_are_new(connection: Connection) -> None:
    """All narrow rows hold facts of the form that this program reads."""
    connection.exec_driver_sql("UPDATE register_state SET form = ?", (rows.FACTS_FORM,))


def _clear_undecoded(connection: Connection, newest: Mapping[str, Prepared], at_text: str) -> None:
    waiting = connection.exec_driver_sql("SELECT number, version FROM register_undecoded WHERE cleared_at IS NULL")
    cleared = [
        (at_text, number, version)
        for number, version in waiting
        if number in newest and version <= newest[number].version
    ]
    if cleared:
        connection.exec_driver_sql(
            "UPDATE register_undecoded SET cleared_at = ? WHERE number = ? AND version = ?", cleared
        )


def keep_undecoded(connection: Connection, items: Iterable[Undecoded], *, at: datetime) -> int:
    """Keep versions that could not be read; one that is kept already changes nothing. Returns how many were new."""
    pack = packer()
    added = 0
    for item in items:
        added += connection.exec_driver_sql(
            "INSERT INTO register_undecoded (number, version, reason, received_at, data) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT DO NOTHING",
            (item.number, item.version, item.reason, moment_text(at), pack(item.raw)),
        ).rowcount
    return added


def undecoded(connection: Connection) -> list[UndecodedVersion]:
    """The versions that still can't be read, by number."""
    table = register_undecoded.c
    found = connection.execute(
        sa.select(table.number, table.version, table.reason, table.received_at)
        .where(table.cleared_at.is_(None))
        .order_by(table.number, table.version)
    )
    return [UndecodedVersion(*row) for row in found]


def stored_versions(connection: Connection, numbers: Collection[str] | None = None) -> dict[str, int]:
    """The newest readable version of every stored dossier, or of at least these, in scope or not."""
    if numbers is None or len(numbers) > _MANY:
        return dict(driver_rows(connection, "SELECT number, version FROM register_candidate"))
    return dict(
        driver_rows(
            connection,
            "SELECT number, version FROM register_candidate WHERE number IN (SELECT value FROM json_each(?))",
            json.dumps(list(numbers)),
        )
    )


def in_scope(connection: Connection, since: date | None = None) -> list[str]:
    """The stored dossiers in scope; with a day those whose newest version the register made on it (UTC) or later."""
    found = driver_rows(
        connection,
        "SELECT number FROM register_candidate WHERE updated_at >= ? AND out_of_scope_at IS NULL",
        since.isoformat() if since else "",
    )
    return [number for (number,) in found]


def versions(connection: Connection, number: str) -> list[tuple[int, datetime]]:
    """The readable versions of a dossier with the moment of their coming in, newest first. Raises NotFound."""
    found = connection.execute(
        sa.select(register_version.c.version, register_version.c.received_at)
        .join(register_candidate, register_candidate.c.id == register_version.c.candidate)
        .where(register_candidate.c.number == number)
        .order_by(register_version.c.version.desc())
    )
    kept = [(version, received_at) for version, received_at in found]
    if not kept:
        raise not_found()
    return kept


def unacknowledged(connection: Connection) -> list[tuple[str, int]]:
    """Stored versions of which the register does not know that we have them."""
    found = connection.exec_driver_sql(
        "SELECT k.number, v.version FROM register_version v JOIN register_candidate k ON k.id = v.candidate"
        " WHERE v.acknowledged_at IS NULL ORDER BY v.candidate, v.version"
    )
    return [(number, version) for number, version in found]


def mark_acknowledged(connection: Connection, pairs: Iterable[tuple[str, int]], at: datetime) -> None:
    """The register knows that we have these versions (number, version)."""
    at_text = moment_text(at)
    values = [(at_text, version, number) for number, version in pairs]
    if values:
        connection.exec_driver_sql(
            "UPDATE register_version SET acknowledged_at = ? WHERE version = ?"
            " AND candidate = (SELECT id FROM register_candidate WHERE number = ?)",
            values,
        )


def raw_version(connection: Connection, number: str, version: int | None = None) -> tuple[int, bytes]:
    """The JSON of a version as it came in; the newest readable one when none is told.

    A version that could not be read is given too when it is asked for, or when there is no other. Raises NotFound.
    """
    found = connection.exec_driver_sql(
        "SELECT v.version, p.data FROM register_candidate k"
        " JOIN register_version v ON v.candidate = k.id JOIN register_payload p ON p.id = v.payload"
        " WHERE k.number = :number AND v.version = coalesce(:version, v.version) ORDER BY v.version DESC LIMIT 1",
        {"number": number, "version": version},
    ).one_or_none()
    if found is None:
        found = connection.exec_driver_sql(
            "SELECT version, data FROM register_undecoded"
            " WHERE number = :number AND version = coalesce(:version, version) ORDER BY version DESC LIMIT 1",
            {"number": number, "version": version},
        ).one_or_none()
    if found is None:
        raise not_found()
    return found[0], unpack(found[1])


def let_newest_go(connection: Connection, number: str) -> None:
    """Forget the newest version of a dossier, so that the register's own one of that number can take its place."""
    newest = (
        "FROM register_version WHERE version = (SELECT version FROM register_candidate WHERE number = ?1)"
        " AND candidate = (SELECT id FROM register_candidate WHERE number = ?1)"
    )
    driver_rows(connection, f"DELETE FROM register_payload WHERE id = (SELECT payload {newest})", number)  # noqa: S608
    driver_rows(connection, f"DELETE {newest}", number)
    driver_rows(connection, "UPDATE register_candidate SET version = version - 1 WHERE number = ?", number)


def mark_out_of_scope(connection: Connection, numbers: Iterable[str], at: datetime) -> None:
    """These dossiers are no longer ours to see; they stay stored. A new version takes it back."""
    values = [(moment_text(at), number) for number in numbers]
    if values:
        connection.exec_driver_sql(
            "UPDATE register_candidate SET out_of_scope_at = ? WHERE number = ? AND out_of_scope_at IS NULL", values
        )
        connection.exec_driver_sql(_NEXT_GENERATION)


def not_found() -> NotFound:
    """There is no such dossier here."""
    return NotFound(
        "Dit dossier staat niet in deze werkmap.", "Kijk het dossiernummer na, of haal de kandidaten opnieuw op."
    )
