"""Marks and notes beside the candidates of a vacancy, for a review away from the register."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from cir_desktop.domain.process import ReviewMark
from cir_desktop.storage.tables_law import own_review
from cir_desktop.storage.unit import Unit


def mark(unit: Unit, vacancy: str, dossier: str, what: str, note: str) -> None:
    """Put a mark and a note beside a candidate; empty ones clear the line. The former ones can be taken back to."""
    unit.connection.execute(
        own_review.insert().values(
            vacancy=vacancy, dossier=dossier, mark=what, note=note, at=unit.at, actor=unit.actor.name
        )
    )


def undo(unit: Unit, vacancy: str) -> ReviewMark | None:
    """Take back the newest mark of a vacancy and return it; None when there is nothing to take back."""
    table = own_review.c
    newest = unit.connection.execute(
        sa.select(own_review).where(table.vacancy == vacancy).order_by(table.id.desc()).limit(1)
    ).one_or_none()
    if newest is None:
        return None
    unit.connection.execute(own_review.delete().where(table.id == newest.id))
    return _mark(newest)


def marks(connection: Connection, vacancy: str) -> dict[str, ReviewMark]:
    """The mark that counts of each candidate of a vacancy who has one."""
    table = own_review.c
    newest = sa.select(sa.func.max(table.id)).where(table.vacancy == vacancy).group_by(table.dossier)
    rows = connection.execute(sa.select(own_review).where(table.id.in_(newest)))
    return {row.dossier: _mark(row) for row in rows if row.mark or row.note}


def _mark(row: sa.Row[Any]) -> ReviewMark:
    return ReviewMark(vacancy=row.vacancy, dossier=row.dossier, mark=row.mark, note=row.note, at=row.at, by=row.actor)
