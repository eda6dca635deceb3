"""What clerks answered of two persons that may be one: only added to, so that who said what and when stays."""

from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection

from cir_desktop.domain.pairs import PairAnswer, PairDecision
from cir_desktop.storage import settings
from cir_desktop.storage.tables_migration import migration_pair_line
from cir_desktop.storage.unit import Unit

_SETTING = "migration.pair_key"


def secret(connection: Connection) -> bytes | None:
    """The key of this workspace with which the deciding fields are hashed; None before the first look."""
    found = settings.get(connection, _SETTING)
    return bytes.fromhex(found) if found else None


def put_secret(connection: Connection, value: bytes) -> None:
    """Keep the key: for ever, because every decision hangs on it."""
    settings.put(connection, _SETTING, value.hex())


def note(
    unit: Unit, key: str, answer: PairAnswer | None, dossiers: tuple[str, str], fields: tuple[str, ...]
) -> PairDecision:
    """Note an answer, or take the last one back (None)."""
    unit.connection.execute(
        migration_pair_line.insert().values(
            key=key,
            answer=answer.value if answer else None,
            left_dossier=dossiers[0],
            right_dossier=dossiers[1],
            fields=msgspec.json.encode(fields).decode(),
            at=unit.at,
            actor=unit.actor.name,
        )
    )
    return PairDecision(key, answer, dossiers, fields, unit.at, unit.actor.name)


def current(connection: Connection) -> dict[str, PairDecision]:
    """What counts now, by key, in the order in which it was said."""
    newest = sa.select(sa.func.max(migration_pair_line.c.id)).group_by(migration_pair_line.c.key)
    rows = connection.execute(
        sa.select(migration_pair_line)
        .where(migration_pair_line.c.id.in_(newest), migration_pair_line.c.answer.is_not(None))
        .order_by(migration_pair_line.c.id)
    )
    return {row.key: _decision(row) for row in rows}


def history(connection: Connection, key: str) -> list[PairDecision]:
    """Everything that was ever said of a pair, the newest first."""
    rows = connection.execute(
        sa.select(migration_pair_line).where(migration_pair_line.c.key == key).order_by(migration_pair_line.c.id.desc())
    )
    return [_decision(row) for row in rows]


def _decision(row: sa.Row[Any]) -> PairDecision:
    return PairDecision(
        key=row.key,
        answer=PairAnswer(row.answer) if row.answer else None,
        dossiers=(row.left_dossier, row.right_dossier),
        fields=tuple(msgspec.json.decode(row.fields)),
        at=row.at,
        by=row.actor,
    )
