"""Conflicts between the register and us, what was merged by itself, and the corrections that others are asked for."""

import json
from collections.abc import Collection

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection, Row

from cir_desktop.domain.codes import EDIT
from cir_desktop.domain.conflicts import (
    Conflict,
    ConflictKind,
    ConflictState,
    CorrectionRequest,
    Decision,
    FieldMerge,
    Value,
)
from cir_desktop.domain.process import CommandState
from cir_desktop.errors import NotFound
from cir_desktop.storage import own_facts
from cir_desktop.storage.short_ids import next_id
from cir_desktop.storage.tables import outbox_command
from cir_desktop.storage.tables_exchange import own_conflict, own_correction_request

_WATCHED = """
SELECT dossier FROM outbox_command WHERE state IN ('new', 'sent', 'unanswered', 'conflict') AND action = ?
AND dossier IN (SELECT value FROM json_each(?))
UNION SELECT dossier FROM own_fact WHERE base_version IS NOT NULL AND dossier IN (SELECT value FROM json_each(?))
UNION SELECT dossier FROM own_correction_request WHERE done_at IS NULL
"""


def watched(connection: Connection, numbers: Collection[str]) -> set[str]:
    """Which of these dossiers something of ours is compared with."""
    asked = json.dumps(list(numbers))
    found = connection.exec_driver_sql(_WATCHED, (EDIT, asked, asked)).scalars()
    return set(found).intersection(numbers)


def keep_conflict(connection: Connection, conflict: Conflict) -> Conflict:
    """Add a conflict (its id empty: the next one is given), or replace the one of this id."""
    if not conflict.id:
        conflict = msgspec.structs.replace(conflict, id=next_id(connection, own_conflict, "C"))
    values = msgspec.structs.asdict(conflict)
    for name in ("fields", "decisions"):
        values[name] = msgspec.json.encode(values[name]).decode()
    connection.execute(own_conflict.delete().where(own_conflict.c.id == conflict.id))
    connection.execute(own_conflict.insert().values(values))
    return conflict


def conflict(connection: Connection, conflict_id: str) -> Conflict:
    """One conflict. Raises NotFound."""
    row = connection.execute(sa.select(own_conflict).where(own_conflict.c.id == conflict_id.strip())).one_or_none()
    if row is None:
        raise NotFound("Er is geen conflict met dit nummer.", "Kijk het nummer na bij Uitwisseling, Conflicten.")
    return _conflict(row)


def conflicts(
    connection: Connection,
    *,
    states: Collection[ConflictState] | None = None,
    dossier: str | None = None,
    about: str | None = None,
) -> list[Conflict]:
    """Conflicts in the order of their making, narrowed to some states, a dossier, or a message or fact."""
    wanted = sa.select(own_conflict).order_by(sa.func.length(own_conflict.c.id), own_conflict.c.id)
    if states is not None:
        wanted = wanted.where(own_conflict.c.state.in_([state.value for state in states]))
    for column, value in ((own_conflict.c.dossier, dossier), (own_conflict.c.about, about)):
        if value is not None:
            wanted = wanted.where(column == value)
    return [_conflict(row) for row in connection.execute(wanted)]


def waiting(connection: Connection) -> list[Conflict]:
    """The conflicts that wait for a decision: what was withdrawn or noted anew since asks for none."""
    return [one for one in conflicts(connection, states={ConflictState.OPEN}) if is_current(connection, one)]


def is_current(connection: Connection, one: Conflict) -> bool:
    """Whether the message still waits because of it, or the fact is still the one that was noted."""
    if one.kind is ConflictKind.FACT:
        return own_facts.newest_line(connection, one.dossier, one.about) == one.line
    state = connection.execute(sa.select(outbox_command.c.state).where(outbox_command.c.id == one.about)).scalar()
    return state == CommandState.CONFLICT.value


def _conflict(row: Row[tuple[object, ...]]) -> Conflict:
    values = dict(row._mapping)
    values["kind"], values["state"] = ConflictKind(row.kind), ConflictState(row.state)
    values["fields"] = msgspec.json.decode(row.fields, type=tuple[FieldMerge, ...])
    values["decisions"] = msgspec.json.decode(row.decisions, type=dict[str, Decision])
    return Conflict(**values)


def keep_request(connection: Connection, request: CorrectionRequest) -> CorrectionRequest:
    """Add a request for correction (its id empty: the next one is given), or replace the one of this id."""
    if not request.id:
        request = msgspec.structs.replace(request, id=next_id(connection, own_correction_request, "V"))
    values = msgspec.structs.asdict(request)
    for name in ("register_value", "our_value"):
        values[name] = msgspec.json.encode(values[name]).decode()
    connection.execute(own_correction_request.delete().where(own_correction_request.c.id == request.id))
    connection.execute(own_correction_request.insert().values(values))
    return request


def request(connection: Connection, request_id: str) -> CorrectionRequest:
    """One request for correction. Raises NotFound."""
    table = own_correction_request
    row = connection.execute(sa.select(table).where(table.c.id == request_id.strip())).one_or_none()
    if row is None:
        raise NotFound("Er is geen vraag tot verbetering met dit nummer.", "Kijk het nummer na bij Uitwisseling.")
    return _request(row)


def requests(connection: Connection, *, dossier: str | None = None, open_only: bool = False) -> list[CorrectionRequest]:
    """Requests for correction in the order of their making, of one dossier or of all."""
    table = own_correction_request
    wanted = sa.select(table).order_by(sa.func.length(table.c.id), table.c.id)
    if dossier is not None:
        wanted = wanted.where(table.c.dossier == dossier)
    if open_only:
        wanted = wanted.where(table.c.done_at.is_(None))
    return [_request(row) for row in connection.execute(wanted)]


def _request(row: Row[tuple[object, ...]]) -> CorrectionRequest:
    values = dict(row._mapping)
    values["register_value"] = msgspec.json.decode(row.register_value, type=Value)
    values["our_value"] = msgspec.json.decode(row.our_value, type=Value)
    return CorrectionRequest(**values)
