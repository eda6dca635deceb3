"""Old lists in the encrypted store, as bytes that `migration.packing` makes, and how their layout is read."""

from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.dialects.sqlite import insert

from cir_desktop.domain.migration_mapping import KeptProfile, ListInfo, Profile
from cir_desktop.storage.tables_migration import migration_list, migration_profile
from cir_desktop.storage.unit import Unit


def put(unit: Unit, name: str, sha256: str, rows: int, data: bytes) -> int:
    """Keep a list; it is the one in hand from now on, and the former one is removed: rounds keep their own."""
    made = unit.connection.execute(
        migration_list.insert().values(
            name=name, sha256=sha256, rows=rows, at=unit.at, actor=unit.actor.name, data=data
        )
    )
    number = int(made.inserted_primary_key[0]) if made.inserted_primary_key else 0
    unit.connection.execute(migration_list.delete().where(migration_list.c.id != number))
    return number


def newest(connection: Connection) -> ListInfo | None:
    """The list in hand."""
    row = connection.execute(_infos().order_by(migration_list.c.id.desc()).limit(1)).one_or_none()
    return _info(row) if row else None


def data(connection: Connection, number: int) -> bytes | None:
    """The bytes of a list; None when it is not kept."""
    found: bytes | None = connection.execute(
        sa.select(migration_list.c.data).where(migration_list.c.id == number)
    ).scalar_one_or_none()
    return found


def profiles(connection: Connection) -> list[KeptProfile]:
    """The kept mappings, the newest first."""
    rows = connection.execute(sa.select(migration_profile).order_by(migration_profile.c.at.desc()))
    return [KeptProfile(msgspec.json.decode(row.data, type=Profile), row.at, row.actor) for row in rows]


def put_profile(unit: Unit, profile: Profile) -> None:
    """Keep a mapping; one of the same name makes place."""
    values = {"data": msgspec.json.encode(profile).decode(), "at": unit.at, "actor": unit.actor.name}
    unit.connection.execute(
        insert(migration_profile)
        .values(name=profile.name, **values)
        .on_conflict_do_update(index_elements=[migration_profile.c.name], set_=values)
    )


def drop_profile(unit: Unit, name: str) -> bool:
    """Forget a mapping; whether there was one."""
    return bool(unit.connection.execute(migration_profile.delete().where(migration_profile.c.name == name)).rowcount)


def _infos() -> sa.Select[Any]:
    table = migration_list.c
    return sa.select(table.id, table.name, table.sha256, table.rows, table.at, table.actor)


def _info(row: sa.Row[Any]) -> ListInfo:
    return ListInfo(row.id, row.name, row.sha256, row.rows, row.at, row.actor)
