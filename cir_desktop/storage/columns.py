"""What the tables are made of: one set of tables, moments in UTC, codes in either case."""

from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

metadata = sa.MetaData()


class Moment(TypeDecorator[datetime]):
    """A moment with its zone, kept in UTC."""

    impl = sa.DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To UTC; a moment without a zone is a bug."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Back in UTC."""
        return None if value is None else value.replace(tzinfo=UTC)


def moment_text(at: datetime) -> str:
    """A moment as `Moment` writes it, for statements that go to the driver as tuples."""
    if at.tzinfo is not UTC:
        at = at.astimezone(UTC)
    return at.isoformat(" ", "microseconds")[:26]


def moment_of(text: str) -> datetime:
    """The moment that `moment_text` wrote."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


CODE = sa.String(collation="NOCASE")
"""A code or an id, the same in either case."""
