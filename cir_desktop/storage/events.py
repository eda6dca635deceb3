"""The event log, for reading; `Unit.event` writes it."""

from datetime import datetime

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection

from cir_desktop.storage.tables import event


class Event(msgspec.Struct, frozen=True):
    """What happened: when (UTC), by whom, to what; details without personal data."""

    id: int
    at: datetime
    actor: str
    kind: str
    subject: str
    details: dict[str, str | int | None]


def events(connection: Connection, subject: str | None = None, limit: int = 200) -> list[Event]:
    """The newest events first, of one subject or of all."""
    wanted = sa.select(event).order_by(event.c.id.desc()).limit(limit)
    if subject is not None:
        wanted = wanted.where(event.c.subject == subject)
    return [
        Event(row.id, row.at, row.actor, row.kind, row.subject, msgspec.json.decode(row.details))
        for row in connection.execute(wanted)
    ]
