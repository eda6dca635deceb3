"""Settings that must not stand in plain text: where the register is, the credentials, our code."""

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.dialects.sqlite import insert

from cir_desktop.storage.tables import own_setting


def get(connection: Connection, key: str) -> str | None:
    """The value, None when it is not set."""
    value: str | None = connection.execute(
        sa.select(own_setting.c.value).where(own_setting.c.key == key)
    ).scalar_one_or_none()
    return value


def put(connection: Connection, key: str, value: str) -> None:
    """Set a value."""
    connection.execute(
        insert(own_setting)
        .values(key=key, value=value)
        .on_conflict_do_update(index_elements=[own_setting.c.key], set_={"value": value})
    )
