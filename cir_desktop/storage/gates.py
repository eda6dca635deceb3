"""What came in and waits before the gate: encrypted like everything, applied to nothing, acknowledged to nobody."""

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection

from cir_desktop.domain.gate import EVERYBODY, ListLoss, Loss, Standing
from cir_desktop.storage.columns import moment_text
from cir_desktop.storage.fast import driver_rows
from cir_desktop.storage.payloads import packer, unpack
from cir_desktop.storage.received import Received
from cir_desktop.storage.rows import chosen
from cir_desktop.storage.tables_exchange import register_gate

WAITING, ACCEPTED, DISCARDED, REPLACED = "waiting", "accepted", "discarded", "replaced"

_decode_lists = msgspec.json.Decoder(tuple[ListLoss, ...]).decode
_decode_lost = msgspec.json.Decoder(dict[str, Loss]).decode


class Gate(msgspec.Struct, frozen=True):
    """A pull that was stopped before it was applied.

    `lists` are those that would lose too much; `lost` the dossiers that it is about, with the reason.
    """

    pull: int
    opened_at: datetime
    lists: tuple[ListLoss, ...]
    lost: Mapping[str, Loss]


def stage(connection: Connection, items: Iterable[Received], at: datetime) -> None:
    """Put versions aside; an older one of the same dossier makes place."""
    pack = packer()
    rows = [
        (
            item.number,
            item.version,
            item.dossier.status,
            " ".join(chosen(item.dossier)),
            moment_text(at),
            pack(item.raw),
        )
        for item in items
    ]
    if rows:
        connection.exec_driver_sql(
            "INSERT OR REPLACE INTO register_staged (number, version, status, choices, received_at, data)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            rows,
        )


def staged(connection: Connection) -> dict[str, int]:
    """The versions that were put aside."""
    return dict(driver_rows(connection, "SELECT number, version FROM register_staged"))


def staged_batch(connection: Connection, limit: int, after: str = "") -> list[tuple[str, int, bytes]]:
    """Some of them with their JSON, by number."""
    found = driver_rows(
        connection,
        "SELECT number, version, data FROM register_staged WHERE number > ? ORDER BY number LIMIT ?",
        after,
        limit,
    )
    return [(number, version, unpack(data)) for number, version, data in found]


def unstage(connection: Connection, numbers: Collection[str] | None = None) -> None:
    """Let go of versions that were put aside: of these dossiers, or of all."""
    if numbers is None:
        connection.exec_driver_sql("DELETE FROM register_staged")
    elif numbers:
        connection.exec_driver_sql("DELETE FROM register_staged WHERE number = ?", [(number,) for number in numbers])


def staged_standings(connection: Connection) -> dict[str, Standing]:
    """How the dossiers that were put aside would stand; those of which a newer version is stored would not change."""
    found = driver_rows(
        connection,
        "SELECT s.number, s.status, s.choices FROM register_staged s"
        " LEFT JOIN register_candidate k ON k.number = s.number WHERE s.version > coalesce(k.version, 0)",
    )
    return {number: Standing(status, frozenset(choices.split())) for number, status, choices in found}


def standings(connection: Connection, numbers: Collection[str]) -> dict[str, Standing]:
    """How stored dossiers in scope stand on our lists now."""
    found = driver_rows(
        connection,
        "SELECT number, status, choices FROM register_candidate"
        " WHERE number IN (SELECT value FROM json_each(?)) AND out_of_scope_at IS NULL",
        json.dumps(list(numbers)),
    )
    return {number: Standing(status, frozenset(choices.split())) for number, status, choices in found}


def lengths(connection: Connection, nis_codes: Iterable[str]) -> dict[str, int]:
    """How many dossiers in scope each list holds: of these municipalities, and of everybody."""
    outside = "SELECT id FROM register_candidate WHERE out_of_scope_at IS NOT NULL"
    found = {
        nis_code: driver_rows(
            connection,
            f"SELECT count(*) FROM register_choice WHERE nis_code = ? AND candidate NOT IN ({outside})",  # noqa: S608
            nis_code,
        )[0][0]
        for nis_code in nis_codes
    }
    total = driver_rows(connection, "SELECT count(*) FROM register_candidate")[0][0]
    return found | {EVERYBODY: total - driver_rows(connection, f"SELECT count(*) FROM ({outside})")[0][0]}  # noqa: S608


def open_gate(connection: Connection, gate: Gate) -> None:
    """A pull waits for a person; what waited before is asked no more."""
    close_gate(connection, REPLACED, gate.opened_at, "")
    connection.execute(
        register_gate.insert().values(
            pull=gate.pull,
            opened_at=gate.opened_at,
            state=WAITING,
            lists=msgspec.json.encode(gate.lists).decode(),
            lost=msgspec.json.encode(gate.lost).decode(),
            decided_by="",
        )
    )


def waiting(connection: Connection) -> Gate | None:
    """The pull that waits for a person; None when none does."""
    row = connection.execute(sa.select(register_gate).where(register_gate.c.state == WAITING)).one_or_none()
    if row is None:
        return None
    return Gate(row.pull, row.opened_at, _decode_lists(row.lists), _decode_lost(row.lost))


def close_gate(connection: Connection, state: str, at: datetime, by: str) -> None:
    """What waits is decided, or overtaken by a later pull."""
    connection.execute(
        register_gate.update().where(register_gate.c.state == WAITING).values(state=state, decided_at=at, decided_by=by)
    )
