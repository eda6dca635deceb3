"""The central dwelling register as last fetched, and which of our homes is which dwelling there."""

from collections.abc import Collection, Iterable
from datetime import datetime

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection

from cir_desktop.domain.dwelling import Dwelling
from cir_desktop.storage.tables_exchange import own_dwelling_link, register_dwelling


def replace_all(connection: Connection, found: Iterable[Dwelling], at: datetime) -> None:
    """These are the dwellings of the register now."""
    connection.execute(register_dwelling.delete())
    values = [
        {"id": each.id, "data": msgspec.json.encode(each).decode(), "fetched_at": at}
        for each in {each.id: each for each in found}.values()
    ]
    if values:
        connection.execute(register_dwelling.insert(), values)


def dwellings(connection: Connection) -> list[Dwelling]:
    """The dwellings as last fetched, by id."""
    found = connection.execute(sa.select(register_dwelling.c.data).order_by(register_dwelling.c.id))
    return [msgspec.json.decode(row.data, type=Dwelling) for row in found]


def fetched_at(connection: Connection) -> datetime | None:
    """When they were fetched; None when there are none."""
    moment: datetime | None = connection.execute(sa.select(register_dwelling.c.fetched_at).limit(1)).scalar()
    return moment


def links(connection: Connection, homes: Collection[str]) -> dict[str, str]:
    """The id of the dwelling by the code of our home, of these homes: one that was removed holds nothing any more."""
    found = connection.execute(sa.select(own_dwelling_link.c.home, own_dwelling_link.c.dwelling))
    return {home: dwelling for home, dwelling in found if home in homes}


def link(connection: Connection, home: str, dwelling: str, *, at: datetime, actor: str) -> None:
    """This home is that dwelling; a former link of either is replaced."""
    unlink(connection, home)
    connection.execute(own_dwelling_link.delete().where(own_dwelling_link.c.dwelling == dwelling))
    connection.execute(own_dwelling_link.insert().values(home=home, dwelling=dwelling, at=at, actor=actor))


def unlink(connection: Connection, home: str) -> bool:
    """Take the link of a home away; whether there was one."""
    return bool(connection.execute(own_dwelling_link.delete().where(own_dwelling_link.c.home == home)).rowcount)
