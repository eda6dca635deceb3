"""Uploads of a list in the encrypted store, each with the register's answer and our findings of that moment."""

import zlib
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection

from cir_desktop.domain.migration_upload import KeptUpload, UploadAnswer, UploadInfo, UploadRound
from cir_desktop.storage.tables_migration import migration_upload
from cir_desktop.storage.unit import Unit


def put(unit: Unit, file: str, kept: KeptUpload) -> int:
    """Keep an upload; gives its number."""
    answer: UploadAnswer = kept.answer
    made = unit.connection.execute(
        migration_upload.insert().values(
            round=answer.round.value,
            file=file,
            receipt=answer.receipt,
            at=unit.at,
            actor=unit.actor.name,
            accepted=answer.accepted,
            refused=answer.refused,
            data=zlib.compress(msgspec.json.encode(kept)),
        )
    )
    return int(made.inserted_primary_key[0]) if made.inserted_primary_key else 0


def infos(connection: Connection) -> list[UploadInfo]:
    """Every upload, the newest first."""
    return [_info(row) for row in connection.execute(_infos().order_by(migration_upload.c.id.desc()))]


def kept(connection: Connection, number: int) -> tuple[UploadInfo, KeptUpload] | None:
    """An upload with its answer; None when there is none by that number."""
    row = connection.execute(_infos(migration_upload.c.data).where(migration_upload.c.id == number)).one_or_none()
    return None if row is None else (_info(row), msgspec.json.decode(zlib.decompress(row.data), type=KeptUpload))


def _infos(*more: sa.ColumnElement[Any]) -> sa.Select[Any]:
    table = migration_upload.c
    return sa.select(
        table.id, table.round, table.file, table.receipt, table.at, table.actor, table.accepted, table.refused, *more
    )


def _info(row: sa.Row[Any]) -> UploadInfo:
    return UploadInfo(
        number=row.id,
        round=UploadRound(row.round),
        file=row.file,
        receipt=row.receipt,
        at=row.at,
        actor=row.actor,
        accepted=row.accepted,
        refused=row.refused,
    )
