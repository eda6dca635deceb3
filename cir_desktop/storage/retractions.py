"""Which message puts which other one right, and what was here before it."""

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection

from cir_desktop.domain.retractions import Retraction
from cir_desktop.storage.tables_exchange import own_retraction


def keep_retraction(connection: Connection, made: Retraction) -> None:
    """Keep one; a message puts one other right at most."""
    connection.execute(
        own_retraction.insert().values(
            command=made.command, corrects=made.corrects, data=msgspec.json.encode(made).decode()
        )
    )


def retraction(connection: Connection, command_id: str) -> Retraction | None:
    """What the message of this id puts right; None when it is no such message."""
    row = connection.execute(sa.select(own_retraction).where(own_retraction.c.command == command_id)).one_or_none()
    return None if row is None else msgspec.json.decode(row.data, type=Retraction)


def correcting(connection: Connection, command_id: str) -> list[str]:
    """The ids of the messages that put the message of this id right, in the order of their making."""
    wanted = sa.select(own_retraction.c.command).where(own_retraction.c.corrects == command_id)
    return [row.command for row in connection.execute(wanted.order_by(own_retraction.c.command))]
