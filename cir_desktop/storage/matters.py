"""What of the stored dossiers asks for work apart from an allocation: kept by version, made when it is asked for."""

from collections.abc import Collection, Iterable
from datetime import date

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection

from cir_desktop.storage.fast import driver_rows
from cir_desktop.storage.payloads import unpack
from cir_desktop.storage.tables import register_candidate
from cir_desktop.storage.tables_exchange import register_matter

_NOT_LOOKED_THROUGH = """
SELECT k.id, k.number, k.version, p.data FROM register_candidate k
JOIN register_version v ON v.candidate = k.id AND v.version = k.version
JOIN register_payload p ON p.id = v.payload
LEFT JOIN register_matter m ON m.number = k.number AND m.version = k.version
WHERE k.id > ? AND m.number IS NULL ORDER BY k.id LIMIT ?
"""
_COUNT = """
SELECT count(*) FROM register_candidate k
LEFT JOIN register_matter m ON m.number = k.number AND m.version = k.version WHERE m.number IS NULL
"""


class Matter(msgspec.Struct, frozen=True):
    """What a version tells: whether it holds housing-need requests, and the last actualisation that it knows of."""

    number: str
    version: int
    asks_priority: bool
    actualised_on: date | None


class Registered(msgspec.Struct, frozen=True):
    """A registered dossier of which we are the primary landlord."""

    dossier: str
    name: str
    status: str
    registered_on: date
    actualised_on: date | None
    changed_on: date


def not_looked_through(connection: Connection, after: int, limit: int) -> list[tuple[int, str, int, bytes]]:
    """The newest versions that nobody looked through yet: (row id, number, version, JSON), by row id after `after`."""
    found = driver_rows(connection, _NOT_LOOKED_THROUGH, after, limit)
    return [(candidate, number, version, unpack(data)) for candidate, number, version, data in found]


def count_not_looked_through(connection: Connection) -> int:
    """How many of them there are."""
    ((count,),) = driver_rows(connection, _COUNT)
    return int(count)


def keep(connection: Connection, found: Iterable[Matter]) -> None:
    """Keep what these versions tell, in the place of what earlier ones told."""
    rows = [msgspec.structs.asdict(one) for one in found]
    if rows:
        connection.execute(register_matter.insert().prefix_with("OR REPLACE"), rows)


def asking_priority(connection: Connection) -> list[str]:
    """The numbers of the dossiers in scope that hold housing-need requests."""
    wanted = (
        sa.select(register_candidate.c.number)
        .join(register_matter, register_matter.c.number == register_candidate.c.number)
        .where(register_matter.c.asks_priority, register_candidate.c.out_of_scope_at.is_(None))
        .order_by(register_candidate.c.number)
    )
    return list(connection.execute(wanted).scalars())


def ours_in(connection: Connection, statuses: Collection[str]) -> list[str]:
    """The numbers of the dossiers in scope, in one of these statuses, of which we are the primary landlord."""
    wanted = (
        sa.select(register_candidate.c.number)
        .where(
            register_candidate.c.status.in_(statuses),
            register_candidate.c.primary_ours,
            register_candidate.c.out_of_scope_at.is_(None),
        )
        .order_by(register_candidate.c.number)
    )
    return list(connection.execute(wanted).scalars())


def registered(
    connection: Connection, statuses: Collection[str], *, primary_ours: bool, only: str | None = None
) -> list[Registered]:
    """Dossiers in scope with a registration date, in one of these statuses, that are ours to handle or are not."""
    table = register_candidate.c
    wanted = (
        sa.select(
            table.number,
            table.name,
            table.status,
            table.registered_on,
            register_matter.c.actualised_on,
            table.updated_at,
        )
        .join(register_matter, register_matter.c.number == table.number, isouter=True)
        .where(
            table.status.in_(statuses),
            table.primary_ours == primary_ours,
            table.out_of_scope_at.is_(None),
            table.registered_on.is_not(None),
        )
        .order_by(table.number)
    )
    if only is not None:
        wanted = wanted.where(table.number == only)
    return [
        Registered(number, name, status, on, actualised, updated.date())
        for number, name, status, on, actualised, updated in connection.execute(wanted)
    ]
