"""Nominations by welfare actors for an accelerated allocation."""

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection

from cir_desktop.domain.process import Nomination
from cir_desktop.errors import NotFound
from cir_desktop.storage.short_ids import next_id
from cir_desktop.storage.tables_law import own_nomination


def save_nomination(connection: Connection, nomination: Nomination) -> None:
    """Add a nomination, or replace the one of this id."""
    connection.execute(own_nomination.delete().where(own_nomination.c.id == nomination.id))
    connection.execute(own_nomination.insert().values(msgspec.structs.asdict(nomination)))


def nomination(connection: Connection, nomination_id: str) -> Nomination:
    """One nomination. Raises NotFound."""
    row = connection.execute(
        sa.select(own_nomination).where(own_nomination.c.id == nomination_id.strip())
    ).one_or_none()
    if row is None:
        raise NotFound("Er is geen voordracht met dit nummer.", "Kijk het nummer na in de lijst van de voordrachten.")
    return Nomination(**row._mapping)


def nominations(connection: Connection, *, dossier: str | None = None) -> list[Nomination]:
    """Nominations in the order of their making, of one dossier or of all."""
    wanted = sa.select(own_nomination).order_by(sa.func.length(own_nomination.c.id), own_nomination.c.id)
    if dossier is not None:
        wanted = wanted.where(own_nomination.c.dossier == dossier)
    return [Nomination(**row._mapping) for row in connection.execute(wanted)]


def groups(connection: Connection) -> tuple[dict[str, str], dict[str, str]]:
    """The groups of the nominations that were not ended, by dossier: agreed on, and not decided yet."""
    agreed: dict[str, str] = {}
    asked: dict[str, str] = {}
    for found in nominations(connection):
        if found.ended_on is None and found.agreed is not False:
            (agreed if found.agreed else asked)[found.dossier] = found.group
    return agreed, asked


def next_nomination_id(connection: Connection) -> str:
    """The id of the next nomination, as N0001."""
    return next_id(connection, own_nomination, "N")
