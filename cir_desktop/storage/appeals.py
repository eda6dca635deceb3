"""Appeals (verhalen) that we know of."""

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection

from cir_desktop.domain.process import AppealRecord
from cir_desktop.errors import NotFound
from cir_desktop.storage.short_ids import next_id
from cir_desktop.storage.tables_law import own_appeal


def save_appeal(connection: Connection, appeal: AppealRecord) -> None:
    """Add an appeal, or replace the one of this id."""
    connection.execute(own_appeal.delete().where(own_appeal.c.id == appeal.id))
    connection.execute(own_appeal.insert().values(msgspec.structs.asdict(appeal)))


def appeal(connection: Connection, appeal_id: str) -> AppealRecord:
    """One appeal. Raises NotFound."""
    row = connection.execute(sa.select(own_appeal).where(own_appeal.c.id == appeal_id.strip())).one_or_none()
    if row is None:
        raise NotFound("Er is geen verhaal met dit nummer.", "Kijk het nummer na in de lijst van de verhalen.")
    return AppealRecord(**row._mapping)


def appeals(connection: Connection, *, dossier: str | None = None, home: str | None = None) -> list[AppealRecord]:
    """Appeals in the order of their making, narrowed to a dossier or a home."""
    wanted = sa.select(own_appeal).order_by(sa.func.length(own_appeal.c.id), own_appeal.c.id)
    for column, value in ((own_appeal.c.dossier, dossier), (own_appeal.c.home, home)):
        if value is not None:
            wanted = wanted.where(column == value)
    return [AppealRecord(**row._mapping) for row in connection.execute(wanted)]


def next_appeal_id(connection: Connection) -> str:
    """The id of the next appeal, as H0001."""
    return next_id(connection, own_appeal, "H")
