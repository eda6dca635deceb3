"""The unit of work: one transaction, one actor, at least one event."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

import msgspec
from sqlalchemy import Connection as Connection

from cir_desktop.domain.process import Actor
from cir_desktop.storage.columns import moment_text

# To the driver as it is: a round of the outbox appends thousands.
_APPEND = "INSERT INTO event (at, actor, kind, subject, details) VALUES (?, ?, ?, ?, ?)"
_NO_DETAILS: Mapping[str, str | int | None] = MappingProxyType({})


class Unit:
    """What a unit of work is done with: the writing connection, who does it, and since when (UTC)."""

    def __init__(self, connection: Connection, actor: Actor, at: datetime) -> None:
        self.connection = connection
        self.actor = actor
        self.at = at
        self._events = 0

    def event(self, kind: str, subject: str, details: Mapping[str, str | int | None] = _NO_DETAILS) -> None:
        """Append to the event log, in the same transaction.

        Args:
            kind: what happened, like `home.added`.
            subject: code of a home, number of a dossier or id of a command; never of a person.
            details: short values without personal data.
        """
        written = msgspec.json.encode(dict(details)).decode()
        self.connection.exec_driver_sql(_APPEND, (moment_text(self.at), self.actor.name, kind, subject, written))
        self._events += 1

    def check(self) -> None:
        """Raise when nothing was logged: every unit of work leaves a trace."""
        if not self._events:
            raise RuntimeError("a unit of work ended without an event")
