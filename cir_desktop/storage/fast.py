"""Reading many narrow rows with the driver's own cursor: SQLAlchemy's rows cost more than such a query itself."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection


def driver_rows(connection: Connection, statement: str, *values: str | int) -> Sequence[tuple[Any, ...]]:
    """All rows of a statement as plain tuples, in the transaction of the connection."""
    cursor = connection.connection.cursor()
    try:
        cursor.execute(statement, values)
        return cursor.fetchall()
    finally:
        cursor.close()
