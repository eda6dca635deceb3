"""Homes that we let, and their vacancies."""

from datetime import date

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection, Row
from sqlalchemy.exc import IntegrityError

from cir_desktop.domain.home import Home, Vacancy
from cir_desktop.domain.process import OfferAnswer
from cir_desktop.domain.values import Money
from cir_desktop.errors import NotAllowed, NotFound
from cir_desktop.storage.short_ids import next_id
from cir_desktop.storage.tables import own_home, own_offer, own_vacancy

_AMOUNTS = ("lowest_rent", "highest_rent", "fixed_charges")


class HomeRow(msgspec.Struct, frozen=True):
    """A home with its open vacancy, if it has one."""

    home: Home
    vacancy: Vacancy | None


def save_home(connection: Connection, home: Home, *, new: bool) -> None:
    """Add a home, or change one. Raises NotAllowed when a new one's code is taken, NotFound when an old one is not."""
    values = msgspec.structs.asdict(home)
    for name in _AMOUNTS:
        values[name] = values[name].cents if values[name] is not None else None
    exists = connection.execute(sa.select(own_home.c.code).where(own_home.c.code == home.code)).one_or_none()
    if new:
        if exists:
            raise NotAllowed("Er is al een woning met deze code.", "Kies een andere code.")
        connection.execute(own_home.insert().values(values))
        return
    if not exists:
        raise _no_home()
    del values["code"]
    connection.execute(own_home.update().where(own_home.c.code == home.code).values(values))


def homes(connection: Connection) -> list[HomeRow]:
    """All homes by code, each with its open vacancy."""
    vacant = {
        row.home.casefold(): _vacancy(row)
        for row in connection.execute(sa.select(own_vacancy).where(own_vacancy.c.closed_on.is_(None)))
    }
    found = connection.execute(sa.select(own_home).order_by(own_home.c.code))
    return [HomeRow(_home(row), vacant.get(row.code.casefold())) for row in found]


def home(connection: Connection, code: str) -> Home:
    """One home; capitals make no other code. Raises NotFound."""
    row = connection.execute(sa.select(own_home).where(own_home.c.code == code.strip())).one_or_none()
    if row is None:
        raise _no_home()
    return _home(row)


def remove_home(connection: Connection, code: str) -> None:
    """Remove a home that was never vacant. Raises NotFound, NotAllowed."""
    found = home(connection, code)
    if connection.execute(sa.select(own_vacancy.c.id).where(own_vacancy.c.home == found.code).limit(1)).first():
        raise NotAllowed(
            "Deze woning heeft al opengestaan: haar geschiedenis blijft bewaard.", "Laat de woning in de lijst staan."
        )
    connection.execute(own_home.delete().where(own_home.c.code == found.code))


def open_vacancy(connection: Connection, vacancy: Vacancy) -> None:
    """The home is to let. Raises NotFound; NotAllowed when it is vacant already."""
    home(connection, vacancy.home)
    if current_vacancy(connection, vacancy.home):
        raise NotAllowed("Deze woning staat al open.", "Bekijk de lopende toewijzing van deze woning.")
    connection.execute(own_vacancy.insert().values(msgspec.structs.asdict(vacancy)))


def close_vacancy(connection: Connection, vacancy_id: str, day: date) -> None:
    """The home is let, or the vacancy taken back. Raises NotFound; NotAllowed when it was closed before."""
    row = connection.execute(sa.select(own_vacancy).where(own_vacancy.c.id == vacancy_id)).one_or_none()
    if row is None:
        raise NotFound("Deze vrijgekomen woning is hier niet gekend.", "Kijk de lijst van de woningen na.")
    if row.closed_on is not None:
        raise NotAllowed("Deze vrijgekomen woning is al afgesloten.", "Kijk de lijst van de woningen na.")
    connection.execute(own_vacancy.update().where(own_vacancy.c.id == vacancy_id).values(closed_on=day))


def reopen_vacancy(connection: Connection, vacancy_id: str) -> None:
    """The home is to let again in the vacancy that it was let in. Raises NotAllowed when it became vacant anew."""
    try:
        connection.execute(own_vacancy.update().where(own_vacancy.c.id == vacancy_id).values(closed_on=None))
    except IntegrityError as error:
        raise NotAllowed(
            "Deze woning staat intussen opnieuw open.", "Sluit eerst die vrijgekomen woning af bij Woningen."
        ) from error


def current_vacancy(connection: Connection, home_code: str) -> Vacancy | None:
    """The open vacancy of a home."""
    row = connection.execute(
        sa.select(own_vacancy).where(own_vacancy.c.home == home_code, own_vacancy.c.closed_on.is_(None))
    ).one_or_none()
    return None if row is None else _vacancy(row)


def has_standing_offer(connection: Connection, home_code: str) -> bool:
    """Whether an offer of a home is running, or was accepted, in its open vacancy."""
    standing = (
        sa.select(own_offer.c.id)
        .join(own_vacancy, own_vacancy.c.id == own_offer.c.vacancy)
        .where(
            own_vacancy.c.home == home_code,
            own_vacancy.c.closed_on.is_(None),
            own_offer.c.answer.in_([OfferAnswer.OPEN.value, OfferAnswer.ACCEPTED.value]),
        )
    )
    return connection.execute(standing.limit(1)).first() is not None


def vacancies(connection: Connection) -> list[Vacancy]:
    """All vacancies, open and closed, in the order of their making."""
    found = connection.execute(sa.select(own_vacancy).order_by(sa.func.length(own_vacancy.c.id), own_vacancy.c.id))
    return [_vacancy(row) for row in found]


def next_vacancy_id(connection: Connection) -> str:
    """The id of the next vacancy, as V0001."""
    return next_id(connection, own_vacancy, "V")


def _home(row: Row[tuple[object, ...]]) -> Home:
    values = dict(row._mapping)
    for name in _AMOUNTS:
        values[name] = Money(values[name]) if values[name] is not None else None
    return Home(**values)


def _vacancy(row: Row[tuple[object, ...]]) -> Vacancy:
    return Vacancy(**row._mapping)


def _no_home() -> NotFound:
    return NotFound("Er is geen woning met deze code.", "Kijk de code na in de lijst van de woningen.")
