"""Who works here: everybody who signed in, and who releases sanctions with a passphrase."""

from collections.abc import Mapping
from datetime import datetime
from typing import TypeVar

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.dialects.sqlite import insert

from cir_desktop.domain.identity import Approver, Person
from cir_desktop.errors import BadInput, NotFound
from cir_desktop.storage.short_ids import next_id
from cir_desktop.storage.tables_exchange import own_approver, own_person

R = TypeVar("R", bound=msgspec.Struct)

_FIELDS = [own_approver.c[name] for name in Approver.__struct_fields__]


class SignedInBefore(msgspec.Struct, frozen=True):
    """Somebody who signed in here, and when last."""

    id: str
    name: str
    organisation_name: str
    last_signed_in: datetime


class Secret(msgspec.Struct, frozen=True):
    """What is kept of an approver's passphrase (empty until it was chosen), and how often in a row a wrong one came."""

    kept: bytes
    wrong_tries: int


def keep_person(connection: Connection, person: Person, at: datetime) -> None:
    """Somebody signed in: the name goes with the id from now on."""
    values = {
        "name": person.name,
        "organisation": person.organisation,
        "organisation_name": person.organisation_name,
        "last_signed_in": at,
    }
    connection.execute(
        insert(own_person)
        .values(id=person.id, **values)
        .on_conflict_do_update(index_elements=[own_person.c.id], set_=values)
    )


def lately(connection: Connection, limit: int = 50) -> list[SignedInBefore]:
    """Who signed in here, the latest first."""
    wanted = sa.select(own_person).order_by(own_person.c.last_signed_in.desc(), own_person.c.id).limit(limit)
    return [
        SignedInBefore(row.id, row.name, row.organisation_name, row.last_signed_in)
        for row in connection.execute(wanted)
    ]


def names(connection: Connection) -> dict[str, str]:
    """The names by the ids that stand in events and messages: of persons by vo_id, of approvers by their id."""
    found = {row.id: row.name for row in connection.execute(sa.select(own_approver.c.id, own_approver.c.name))}
    return found | {row.id: row.name for row in connection.execute(sa.select(own_person.c.id, own_person.c.name))}


def with_name(record: R, field: str, known: Mapping[str, str]) -> R:
    """A record that tells who did something, with the name in the place of the id where it is known."""
    who = getattr(record, field)
    return msgspec.structs.replace(record, **{field: known.get(who, who)})


def add_approver(connection: Connection, approver: Approver) -> None:
    """Add an approver, without a passphrase yet."""
    connection.execute(own_approver.insert().values(**msgspec.structs.asdict(approver), wrong_tries=0, kept=b""))


def next_approver_id(connection: Connection) -> str:
    """The id of the next approver, as G0001."""
    return next_id(connection, own_approver, "G")


def approvers(connection: Connection) -> list[Approver]:
    """Every approver in the order of their making, the ended ones too."""
    wanted = sa.select(*_FIELDS).order_by(sa.func.length(own_approver.c.id), own_approver.c.id)
    return [Approver(**row._mapping) for row in connection.execute(wanted)]


def approver(connection: Connection, typed: str) -> Approver:
    """The approver of this id or name who was not ended. Raises NotFound, BadInput when several have the name."""
    wanted = typed.strip().casefold()
    found = [
        one
        for one in approvers(connection)
        if one.ended_at is None and wanted in (one.id.casefold(), one.name.casefold())
    ]
    if not found:
        raise NotFound("Er is geen goedkeurder met deze naam.", "Kijk de lijst na bij Instellingen.")
    if len(found) > 1:
        raise BadInput("Meer dan één goedkeurder heeft deze naam.", "Geef het nummer, zoals G0001.", field="approver")
    return found[0]


def secret(connection: Connection, approver_id: str) -> Secret:
    """What is kept of the passphrase. Raises NotFound."""
    row = connection.execute(
        sa.select(own_approver.c.kept, own_approver.c.wrong_tries).where(own_approver.c.id == approver_id)
    ).one_or_none()
    if row is None:
        raise NotFound("Er is geen goedkeurder met dit nummer.", "Kijk de lijst na bij Instellingen.")
    return Secret(row.kept, row.wrong_tries)


def confirm_approver(connection: Connection, approver_id: str, kept: bytes, at: datetime) -> None:
    """The passphrase was chosen."""
    _set(connection, approver_id, kept=kept, confirmed_at=at)


def note_try(connection: Connection, approver_id: str, wrong_tries: int, locked_until: datetime | None) -> None:
    """How many wrong tries there are in a row now, and until when none is taken."""
    _set(connection, approver_id, wrong_tries=wrong_tries, locked_until=locked_until)


def end_approver(connection: Connection, approver_id: str, at: datetime) -> None:
    """The approver releases nothing any more; what was kept of the passphrase is forgotten."""
    _set(connection, approver_id, ended_at=at, kept=b"")


def _set(connection: Connection, approver_id: str, **values: object) -> None:
    connection.execute(own_approver.update().where(own_approver.c.id == approver_id).values(**values))
