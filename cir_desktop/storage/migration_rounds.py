"""The rounds of a migration in the encrypted store: when each is planned, and the list that it had."""

import zlib
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.dialects.sqlite import insert

from cir_desktop.domain.finding import Severity
from cir_desktop.domain.migration import SourceInfo
from cir_desktop.domain.migration_rounds import KeptFinding, RoundList
from cir_desktop.domain.migration_upload import UploadRound
from cir_desktop.storage.tables_migration import migration_round, migration_round_list
from cir_desktop.storage.unit import Unit


def put(
    unit: Unit, wanted: UploadRound, source: SourceInfo, rows: int, findings: Sequence[KeptFinding], data: bytes
) -> int:
    """Keep a list as that of a round; the newest of a round counts. `data` is what migration.packing made."""
    count = Counter(each.severity for each in findings)
    made = unit.connection.execute(
        migration_round_list.insert().values(
            round=wanted.value,
            file=source.name,
            sha256=source.sha256,
            version=source.version,
            rows=rows,
            must=count[Severity.MUST],
            look=count[Severity.LOOK],
            info=count[Severity.INFO],
            at=unit.at,
            actor=unit.actor.name,
            findings=zlib.compress(msgspec.json.encode(findings)),
            data=data,
        )
    )
    return int(made.inserted_primary_key[0]) if made.inserted_primary_key else 0


def lists(connection: Connection) -> list[RoundList]:
    """All kept lists, the newest first."""
    return [_list(row) for row in connection.execute(_infos().order_by(migration_round_list.c.id.desc()))]


def newest_data(connection: Connection, wanted: UploadRound) -> bytes | None:
    """The newest list of a round, packed; None when it had none."""
    table = migration_round_list.c
    found: bytes | None = connection.execute(
        sa.select(table.data).where(table.round == wanted.value).order_by(table.id.desc()).limit(1)
    ).scalar_one_or_none()
    return found


def kept(connection: Connection, number: int) -> tuple[bytes, tuple[KeptFinding, ...]] | None:
    """A kept list, packed, and its findings; None when there is none by that number."""
    table = migration_round_list.c
    row = connection.execute(sa.select(table.data, table.findings).where(table.id == number)).one_or_none()
    if row is None:
        return None
    return row.data, msgspec.json.decode(zlib.decompress(row.findings), type=tuple[KeptFinding, ...])


def drop(unit: Unit, number: int) -> bool:
    """Forget a kept list; whether there was one."""
    table = migration_round_list
    return bool(unit.connection.execute(table.delete().where(table.c.id == number)).rowcount)


def plan(unit: Unit, wanted: UploadRound, planned_on: date | None, until: date | None) -> None:
    """Note when a round is."""
    values = {"planned_on": planned_on, "until": until}
    unit.connection.execute(
        insert(migration_round)
        .values(round=wanted.value, **values)
        .on_conflict_do_update(index_elements=[migration_round.c.round], set_=values)
    )


def plans(connection: Connection) -> dict[UploadRound, tuple[date | None, date | None]]:
    """When each round is planned: the day, and for the freeze its last day."""
    rows = connection.execute(sa.select(migration_round))
    return {UploadRound(row.round): (row.planned_on, row.until) for row in rows}


def _infos() -> sa.Select[Any]:
    table = migration_round_list.c
    return sa.select(*(each for each in table if each.name not in ("findings", "data")))


def _list(row: sa.Row[Any]) -> RoundList:
    counts = {Severity.MUST: row.must, Severity.LOOK: row.look, Severity.INFO: row.info}
    return RoundList(
        row.id, UploadRound(row.round), row.file, row.sha256, row.version, row.rows, counts, row.at, row.actor
    )
