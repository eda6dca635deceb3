"""How sending to the register goes: kept, so that a program that starts again does not knock at a closed door."""

from datetime import datetime

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.dialects.sqlite import insert

from cir_desktop.storage.tables_exchange import outbox_circuit


class Circuit(msgspec.Struct, frozen=True, kw_only=True):
    """`failures` calls in a row without an answer; `openings` times in a row that sending was paused for it.

    Nothing is sent before `next_attempt_at` (None: sending is not paused). `reason` says in Dutch what was last seen.
    """

    failures: int = 0
    openings: int = 0
    next_attempt_at: datetime | None = None
    reason: str = ""

    @property
    def is_open(self) -> bool:
        """Whether sending is paused, or goes on only after a look whether the register answers."""
        return self.next_attempt_at is not None


def circuit(connection: Connection) -> Circuit:
    """How it goes now."""
    row = connection.execute(sa.select(outbox_circuit)).one_or_none()
    if row is None:
        return Circuit()
    return Circuit(failures=row.failures, openings=row.openings, next_attempt_at=row.next_attempt_at, reason=row.reason)


def keep_circuit(connection: Connection, found: Circuit) -> None:
    """Keep how it goes."""
    values = msgspec.structs.asdict(found)
    connection.execute(
        insert(outbox_circuit).values(id=1, **values).on_conflict_do_update(index_elements=["id"], set_=values)
    )
