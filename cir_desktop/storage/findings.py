"""What is odd in the copy of the register and still so, by dossier and kind."""

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.dialects.sqlite import insert

from cir_desktop.domain.findings import Finding, FindingKind
from cir_desktop.storage.tables_exchange import register_finding

_table = register_finding.c


def note(connection: Connection, dossiers: Iterable[str], kind: FindingKind, at: datetime) -> int:
    """Note a finding of these dossiers; one that is noted already keeps its moment. Returns how many are new."""
    rows = [{"dossier": dossier, "kind": kind.value, "noted_at": at} for dossier in dossiers]
    if not rows:
        return 0
    before = count(connection, kind)
    connection.execute(insert(register_finding).on_conflict_do_nothing(), rows)
    return count(connection, kind) - before


def end(connection: Connection, dossiers: Iterable[str], kind: FindingKind) -> int:
    """It is so no longer. Returns of how many dossiers it was."""
    ended = 0
    for dossier in dossiers:
        ended += connection.execute(
            register_finding.delete().where(_table.dossier == dossier, _table.kind == kind.value)
        ).rowcount
    return ended


def open_findings(connection: Connection, kind: FindingKind | None = None) -> list[Finding]:
    """What is still so, the newest first."""
    wanted = sa.select(register_finding).order_by(_table.noted_at.desc(), _table.dossier)
    if kind is not None:
        wanted = wanted.where(_table.kind == kind.value)
    return [Finding(row.dossier, FindingKind(row.kind), row.noted_at) for row in connection.execute(wanted)]


def count(connection: Connection, kind: FindingKind) -> int:
    """Of how many dossiers it is so."""
    return connection.execute(sa.select(sa.func.count()).where(_table.kind == kind.value)).scalar_one()
