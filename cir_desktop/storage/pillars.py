"""In which pillar each vacancy is let, and the allocations of an area in a year."""

import json

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection

from cir_desktop.domain.process import PillarChoice
from cir_desktop.domain.ranking import Letting
from cir_desktop.storage.tables import own_vacancy
from cir_desktop.storage.tables_law import own_area_count, own_pillar_choice
from cir_desktop.storage.unit import Unit


class AreaCount(msgspec.Struct, frozen=True):
    """What the allocation council told of an area in a year: all allocations, and the accelerated ones among them."""

    year: int
    area: str
    allocations: int
    accelerated: int
    source: str


def choose(unit: Unit, vacancy: str, letting: Letting, proposed: int, motive: str) -> None:
    """Keep the choice of a vacancy; earlier ones stay in the store."""
    unit.connection.execute(
        own_pillar_choice.insert().values(
            vacancy=vacancy,
            pillar=letting.pillar,
            group=letting.group,
            order=json.dumps(letting.order),
            proposed=proposed,
            motive=motive,
            at=unit.at,
            actor=unit.actor.name,
        )
    )


def choices(connection: Connection, vacancy: str) -> list[PillarChoice]:
    """The choices of a vacancy, newest first."""
    table = own_pillar_choice.c
    rows = connection.execute(sa.select(own_pillar_choice).where(table.vacancy == vacancy).order_by(table.id.desc()))
    return [
        PillarChoice(
            vacancy=row.vacancy,
            letting=Letting(row.pillar, row.group, tuple(json.loads(row.order))),
            proposed=row.proposed,
            motive=row.motive,
            chosen_at=row.at,
            chosen_by=row.actor,
        )
        for row in rows
    ]


def letting_of(connection: Connection, vacancy: str | None) -> Letting | None:
    """The letting that was chosen last for a vacancy; None when nobody chose."""
    found = choices(connection, vacancy) if vacancy else []
    return found[0].letting if found else None


def letting_of_home(connection: Connection, home_code: str) -> Letting:
    """The letting of the open vacancy of a home, else of its last one; the standard one when nobody chose."""
    table = own_vacancy.c
    newest = connection.execute(
        sa.select(table.id)
        .where(table.home == home_code)
        .order_by(table.closed_on.is_not(None), sa.func.length(table.id).desc(), table.id.desc())
        .limit(1)
    ).scalar_one_or_none()
    return letting_of(connection, newest) or Letting()


def note_area_count(unit: Unit, count: AreaCount) -> None:
    """Keep what an area counted in a year."""
    unit.connection.execute(
        own_area_count.insert().values(**msgspec.structs.asdict(count), at=unit.at, actor=unit.actor.name)
    )


def area_counts(connection: Connection, year: int) -> list[AreaCount]:
    """What counts of each area in a year: the newest line."""
    table = own_area_count.c
    newest = sa.select(sa.func.max(table.id)).where(table.year == year).group_by(table.area)
    rows = connection.execute(sa.select(own_area_count).where(table.id.in_(newest)).order_by(table.area))
    return [AreaCount(row.year, row.area, row.allocations, row.accelerated, row.source) for row in rows]
