"""What binds this landlord, as it was entered here: every saved version is kept, the newest one counts."""

from datetime import datetime

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection

from cir_desktop.storage.tables_law import own_rules
from cir_desktop.storage.unit import Unit


class RulesVersion(msgspec.Struct, frozen=True):
    """A saved version: its number, when, by whom, what changed in words, and the document (JSON)."""

    id: int
    at: datetime
    by: str
    note: str
    document: str


def save(unit: Unit, document: str, note: str) -> None:
    """Keep another version."""
    unit.connection.execute(own_rules.insert().values(at=unit.at, actor=unit.actor.name, note=note, document=document))


def newest(connection: Connection) -> RulesVersion | None:
    """The version that counts; None when nothing was entered yet."""
    found = versions(connection, limit=1)
    return found[0] if found else None


def versions(connection: Connection, *, limit: int = 1000) -> list[RulesVersion]:
    """The saved versions, newest first."""
    rows = connection.execute(sa.select(own_rules).order_by(own_rules.c.id.desc()).limit(limit))
    return [RulesVersion(row.id, row.at, row.actor, row.note, row.document) for row in rows]
