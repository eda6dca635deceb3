"""Corrections of a list and confirmations of findings: only added to; what is undone stays, marked."""

from collections.abc import Sequence

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection

from cir_desktop.domain.migration_fixing import Confirmation, Fix, FixKind, KeptRecipe, Recipe
from cir_desktop.storage.tables_migration import migration_confirmation, migration_fix, migration_recipe
from cir_desktop.storage.unit import Unit


def add_recipes(unit: Unit, recipes: Sequence[Recipe], reason: str) -> int:
    """Keep corrections that were made in one go, in their order, and give the number of the fix."""
    fix = _begin(unit, FixKind.RECIPES, reason, len(recipes))
    unit.connection.execute(
        migration_recipe.insert(),
        [{"fix": fix, "data": msgspec.json.encode(recipe).decode()} for recipe in recipes],
    )
    return fix


def confirm(unit: Unit, findings: Sequence[str], reason: str) -> int:
    """Keep confirmations of findings, by their keys, and give the number of the fix."""
    fix = _begin(unit, FixKind.CONFIRMED, reason, len(findings))
    unit.connection.execute(migration_confirmation.insert(), [{"fix": fix, "finding": key} for key in findings])
    return fix


def undo(unit: Unit, fix: int) -> bool:
    """Undo what was done in one go; False when there is no such fix or it is undone already."""
    table = migration_fix
    done = unit.connection.execute(
        table.update()
        .where(table.c.id == fix, table.c.undone_at.is_(None))
        .values(undone_at=unit.at, undone_by=unit.actor.name)
    )
    return bool(done.rowcount)


def fixes(connection: Connection) -> list[Fix]:
    """Everything that was done, the newest first; what is undone too."""
    rows = connection.execute(sa.select(migration_fix).order_by(migration_fix.c.id.desc()))
    return [Fix(row.id, FixKind(row.kind), row.reason, row.lines, row.at, row.actor, row.undone_at) for row in rows]


def recipes(connection: Connection) -> list[KeptRecipe]:
    """The corrections that count, in their order."""
    table = migration_recipe.c
    rows = connection.execute(
        sa.select(table.id, table.fix, table.data)
        .join(migration_fix, migration_fix.c.id == table.fix)
        .where(migration_fix.c.undone_at.is_(None))
        .order_by(table.id)
    )
    return [KeptRecipe(row.id, row.fix, msgspec.json.decode(row.data, type=Recipe)) for row in rows]


def recipes_of(connection: Connection, fix: int) -> list[KeptRecipe]:
    """The corrections of one fix, whether it counts or not."""
    table = migration_recipe
    rows = connection.execute(sa.select(table).where(table.c.fix == fix).order_by(table.c.id))
    return [KeptRecipe(row.id, row.fix, msgspec.json.decode(row.data, type=Recipe)) for row in rows]


def confirmations(connection: Connection) -> dict[str, Confirmation]:
    """The confirmations that count, by the key of the finding; the newest of each."""
    rows = connection.execute(
        sa.select(migration_confirmation.c.finding, migration_fix)
        .join(migration_fix, migration_fix.c.id == migration_confirmation.c.fix)
        .where(migration_fix.c.undone_at.is_(None))
        .order_by(migration_fix.c.id)
    )
    return {row.finding: Confirmation(row.finding, row.id, row.reason, row.at, row.actor) for row in rows}


def _begin(unit: Unit, kind: FixKind, reason: str, count: int) -> int:
    made = unit.connection.execute(
        migration_fix.insert().values(
            kind=kind.value, reason=reason, lines=count, at=unit.at, actor=unit.actor.name, undone_by=""
        )
    )
    return int(made.inserted_primary_key[0]) if made.inserted_primary_key else 0
