"""Dossiers that a clerk wove together on a list: only added to, the last line over the same dossiers counts."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from cir_desktop.domain.weaving import WeavingGroup, WeavingLine
from cir_desktop.storage.tables_migration import migration_weaving_line
from cir_desktop.storage.unit import Unit


def note(unit: Unit, group: WeavingGroup, rule: str | None) -> WeavingLine:
    """Note that a group is woven by a rule, or no longer (None)."""
    kept = group.kept
    unit.connection.execute(
        migration_weaving_line.insert().values(
            dossiers=group.key,
            rule=rule,
            kept=kept.dossier,
            registered_on=kept.registered_on,
            at=unit.at,
            actor=unit.actor.name,
        )
    )
    return WeavingLine(group.key, rule, kept.dossier, kept.registered_on, unit.at, unit.actor.name)


def current(connection: Connection) -> dict[str, WeavingLine]:
    """What is woven now, by the key of the group."""
    newest = sa.select(sa.func.max(migration_weaving_line.c.id)).group_by(migration_weaving_line.c.dossiers)
    rows = connection.execute(
        sa.select(migration_weaving_line)
        .where(migration_weaving_line.c.id.in_(newest), migration_weaving_line.c.rule.is_not(None))
        .order_by(migration_weaving_line.c.id)
    )
    return {row.dossiers: _line(row) for row in rows}


def _line(row: sa.Row[Any]) -> WeavingLine:
    return WeavingLine(row.dossiers, row.rule, row.kept, row.registered_on, row.at, row.actor)
