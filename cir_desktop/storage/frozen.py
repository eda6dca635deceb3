"""Frozen files: the canonical bytes of a list or a decision, kept as they were made and never changed."""

import sqlalchemy as sa
from sqlalchemy import Connection

from cir_desktop.domain.process import FrozenRef
from cir_desktop.errors import NotFound
from cir_desktop.storage.payloads import packer, unpack
from cir_desktop.storage.short_ids import next_id
from cir_desktop.storage.tables_law import own_frozen
from cir_desktop.storage.unit import Unit

_REF = (
    own_frozen.c.id,
    own_frozen.c.kind,
    own_frozen.c.about,
    own_frozen.c.home,
    own_frozen.c.made_at,
    own_frozen.c.sha256,
)


def keep(unit: Unit, *, kind: str, about: str, home: str, sha256: str, data: bytes) -> FrozenRef:
    """Keep canonical bytes with their fingerprint (hexadecimal SHA-256), for an offer (`list`) or a `decision`."""
    ref = FrozenRef(
        id=next_id(unit.connection, own_frozen, "F"), kind=kind, about=about, home=home, made_at=unit.at, sha256=sha256
    )
    unit.connection.execute(
        own_frozen.insert().values(
            id=ref.id, kind=kind, about=about, home=home, made_at=unit.at, sha256=sha256, data=bytes(packer()(data))
        )
    )
    return ref


def refs(connection: Connection, *, about: str | None = None, home: str | None = None) -> list[FrozenRef]:
    """What is kept, in the order of its making, narrowed to an offer, a decision or a home."""
    wanted = sa.select(*_REF).order_by(sa.func.length(own_frozen.c.id), own_frozen.c.id)
    for column, value in ((own_frozen.c.about, about), (own_frozen.c.home, home)):
        if value is not None:
            wanted = wanted.where(column == value)
    return [FrozenRef(**row._mapping) for row in connection.execute(wanted)]


def read(connection: Connection, frozen_id: str) -> tuple[FrozenRef, bytes]:
    """One file with its bytes. Raises NotFound."""
    row = connection.execute(
        sa.select(*_REF, own_frozen.c.data).where(own_frozen.c.id == frozen_id.strip())
    ).one_or_none()
    if row is None:
        raise NotFound("Er is geen bevroren dossier met dit nummer.", "Kijk het nummer na bij de toewijzing.")
    values = dict(row._mapping)
    data: bytes = values.pop("data")
    return FrozenRef(**values), unpack(data)
