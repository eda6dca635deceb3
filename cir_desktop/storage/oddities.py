"""What is odd in the copy of the register and still so, by dossier and kind."""

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.dialects.sqlite import insert

from cir_desktop.domain.oddity import Oddity, OddityKind
from cir_desktop.storage.tables_exchange import register_oddity

_table = register_oddity.c


def note(connection: Connection, dossiers: Iterable[str], kind: OddityKind, at: datetime) -> int:
    """Note an oddity of these dossiers; one that is noted already keeps its moment. Returns how many are new."""
    rows = [{"dossier": dossier, "kind": kind.value, "noted_at": at} for dossier in dossiers]
    if not rows:
        return 0
    before = count(connection, kind)
    connection.execute(insert(register_oddity).on_conflict_do_nothing(), rows)
    return count(connection, kind) - before


def end(connection: Connection, dossiers: Iterable[str], kind: OddityKind) -> int:
    """It is so no longer. Returns of how many dossiers it was."""
    ended = 0
    for dossier in dossiers:
        ended += connection.execute(
            register_oddity.delete().where(_table.dossier == dossier, _table.kind == kind.value)
        ).rowcount
    return ended


def still_open(connection: Connection, kind: OddityKind | None = None) -> list[Oddity]:
    """What is still so, the newest first."""
    wanted = sa.select(register_oddity).order_by(_table.noted_at.desc(), _table.dossier)
    if kind is not None:
        wanted = wanted.where(_table.kind == kind.value)
    return [Oddity(row.dossier, OddityKind(row.kind), row.noted_at) for row in connection.execute(wanted)]


def count(connection: Connection, kind: OddityKind) -> int:
    """Of how many dossiers it is so."""
    return connection.execute(sa.select(sa.func.count()).where(_table.kind == kind.value)).scalar_one()
