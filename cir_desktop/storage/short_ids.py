"""Short ids that a clerk can read aloud and type: a letter and a number."""

import sqlalchemy as sa
from sqlalchemy import Connection


def next_id(connection: Connection, table: sa.Table, letter: str) -> str:
    """The id after the highest one of the table, as A0001; to be asked in the unit that uses it."""
    highest = connection.execute(
        sa.select(sa.func.max(sa.cast(sa.func.substr(table.c.id, 2), sa.Integer)))
    ).scalar_one()
    return f"{letter}{(highest or 0) + 1:04d}"
