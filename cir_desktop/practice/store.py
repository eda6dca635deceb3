"""The practice register's store: one SQLite file, one connection, every version kept.

All work is done by the thread that serves; reading for a workbook goes over a connection of its own.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, Engine, Row, create_engine, event, func, select
from sqlalchemy.dialects.sqlite import insert

from cir_desktop.practice.tables import (
    ANSWERS,
    DOSSIERS,
    FACTS,
    HOME_MUNICIPALITIES,
    SCOPE,
    USED_ASSERTIONS,
    VERSIONS,
)
from cir_desktop.practice.transitions import Before, moment_text, running_offer

IN_SCOPE: Final = 0
LEAVING: Final = 1
"""Left the scope; comes once more as a version, until that one is acknowledged."""
GONE: Final = 2

CACHE_KIB: Final = 65_536

_READ = (
    "SELECT v.body, s.state, d.version FROM dossiers d"
    " JOIN versions v ON v.number = d.number AND v.version = d.version"
    " LEFT JOIN scope s ON s.party = ? AND s.number = d.number WHERE d.number = ?"
)
_SYNCHRONISATION = (
    "SELECT d.version, s.state, s.acknowledged, s.pending FROM dossiers d"
    " LEFT JOIN scope s ON s.party = ? AND s.number = d.number WHERE d.number = ?"
)
_ACKNOWLEDGE = "UPDATE scope SET acknowledged = ?, pending = ?, state = ? WHERE party = ? AND number = ?"


@dataclass(frozen=True, slots=True)
class Current:
    """The current version of a dossier, and whether the asking landlord may see it."""

    body: bytes
    version: int
    visible: bool
    leaving: bool


@dataclass(frozen=True, slots=True)
class Narrow:
    """The columns by which a dossier is searched."""

    status: str
    updated: str
    updated_on: str
    created_on: str
    received_on: str
    postcode: str | None
    applicant: str | None


def make_engine(path: Path) -> Engine:
    """An engine on the file, in autocommit: transactions are begun by hand, where they are meant."""
    engine = create_engine(f"sqlite:///{path}", isolation_level="AUTOCOMMIT")

    @event.listens_for(engine, "connect")
    def configure(connection: Any, _record: object) -> None:
        for pragma in ("journal_mode = WAL", "synchronous = NORMAL", f"cache_size = -{CACHE_KIB}"):
            connection.execute(f"PRAGMA {pragma}").close()

    return engine


def narrow(dossier: Mapping[str, Any]) -> Narrow:
    """What the search needs of a dossier on the wire."""
    reference = next((person for person in dossier["personen"] if person["referentiepersoon"]), None)
    domicile = reference["domicilieAdres"] if reference else None
    return Narrow(
        status=dossier["status"],
        updated=dossier["updateDatum"],
        updated_on=dossier["updateDatum"][:10],
        created_on=dossier["creatieDatum"][:10],
        received_on=dossier["ontvangstDatum"][:10],
        postcode=domicile["postCode"] if domicile else None,
        applicant=reference["rijksregisternummer"] if reference else None,
    )


def landlords_in_scope(dossier: Mapping[str, Any], homes: Mapping[str, frozenset[str]]) -> set[str]:
    """Who may see the dossier: it chose one of their municipalities, or their own offer on it still runs."""
    chosen = {choice["gemeenteNisCode"] for choice in dossier["regioKeuzes"]}
    parties = {party for party, municipalities in homes.items() if municipalities & chosen}
    running = running_offer(dossier["aanbiedingen"])
    if running is not None and running["partijCode"] in homes:
        parties.add(running["partijCode"])
    return parties


class Store:
    """The open file. Close it; it is a context manager too."""

    def __init__(self, path: Path) -> None:
        self.engine = make_engine(path)
        self.connection: Connection = self.engine.connect()
        self.homes: Mapping[str, frozenset[str]] = _homes(self.connection)

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give the file back."""
        self.connection.close()
        self.engine.dispose()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; not nested."""
        self.connection.exec_driver_sql("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.connection.exec_driver_sql("ROLLBACK")
            raise
        self.connection.exec_driver_sql("COMMIT")

    def fact(self, name: str) -> str | None:
        """What was written down about the list itself."""
        return self.connection.execute(select(FACTS.c.value).where(FACTS.c.name == name)).scalar()

    def set_fact(self, name: str, value: str) -> None:
        """Write it down, in the running transaction."""
        statement = insert(FACTS).values(name=name, value=value)
        self.connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_={"value": value}))

    def last_moment(self) -> datetime | None:
        """The latest update of any dossier."""
        text = self.connection.execute(select(func.max(DOSSIERS.c.updated))).scalar()
        return None if text is None else datetime.fromisoformat(text)

    def current(self, party: str, number: str) -> Current | None:
        """The current version and what the party may do with it; None when there is no such dossier."""
        row = self.connection.exec_driver_sql(_READ, (party, number)).one_or_none()
        if row is None:
            return None
        body, state, version = row
        return Current(body, version, state in (IN_SCOPE, LEAVING), state == LEAVING)

    def dossier(self, number: str) -> dict[str, Any] | None:
        """The current version, decoded, whoever may see it."""
        current = self.current("", number)
        if current is None:
            return None
        dossier: dict[str, Any] = msgspec.json.decode(current.body)
        return dossier

    def version(self, number: str, version: int) -> dict[str, Any] | None:
        """One kept version, decoded."""
        body = self.connection.execute(
            select(VERSIONS.c.body).where(VERSIONS.c.number == number, VERSIONS.c.version == version)
        ).scalar()
        if body is None:
            return None
        dossier: dict[str, Any] = msgspec.json.decode(body)
        return dossier

    def before_last_action(self, number: str) -> Before | None:
        """The last action on a dossier and the version before it."""
        row = self.connection.execute(
            select(VERSIONS.c.version, VERSIONS.c.action, VERSIONS.c.party)
            .where(VERSIONS.c.number == number, VERSIONS.c.action.is_not(None))
            .order_by(VERSIONS.c.version.desc())
            .limit(1)
        ).one_or_none()
        former = None if row is None else self.version(number, row.version - 1)
        return None if row is None or former is None else Before(row.action, row.party, former)

    def add_version(
        self, dossier: dict[str, Any], moment: datetime, *, action: str | None = None, party: str | None = None
    ) -> dict[str, Any]:
        """Store the dossier as its next version, in the running transaction, and give it with its number.

        It waits for acknowledgement by every landlord that may see it, and once more by one that no longer may.
        """
        number: str = dossier["dossierNummer"]
        known = self.connection.execute(select(DOSSIERS.c.version).where(DOSSIERS.c.number == number)).scalar()
        dossier["versieNummer"] = 1 if known is None else known + 1
        dossier["updateDatum"] = moment_text(moment)
        columns = narrow(dossier)
        values = {name: getattr(columns, name) for name in Narrow.__slots__}
        values["version"] = dossier["versieNummer"]
        self.connection.execute(
            insert(VERSIONS).values(
                number=number,
                version=dossier["versieNummer"],
                action=action,
                party=party,
                body=msgspec.json.encode(dossier),
            )
        )
        self.connection.execute(
            insert(DOSSIERS)
            .values(number=number, **values)
            .on_conflict_do_update(index_elements=["number"], set_=values)
        )
        self._spread(number, landlords_in_scope(dossier, self.homes))
        return dossier

    def _spread(self, number: str, parties: set[str]) -> None:
        for party in parties:
            self.connection.execute(
                insert(SCOPE)
                .values(party=party, number=number, state=IN_SCOPE, acknowledged=0, pending=1)
                .on_conflict_do_update(index_elements=["party", "number"], set_={"state": IN_SCOPE, "pending": 1})
            )
        self.connection.execute(
            SCOPE.update()
            .where(SCOPE.c.number == number, SCOPE.c.party.not_in(parties), SCOPE.c.state != GONE)
            .values(state=LEAVING, pending=1)
        )

    def acknowledge(self, party: str, number: str, version: int) -> str:
        """Note that the party has this version: "done", or why not ("unknown", "foreign", "too-new")."""
        row = self.connection.exec_driver_sql(_SYNCHRONISATION, (party, number)).one_or_none()
        if row is None:
            return "unknown"
        current, state, acknowledged, pending = row
        if state is None:
            return "foreign"
        if version > current:
            return "too-new"
        if state != GONE and pending and version > acknowledged:
            still = version < current
            after = GONE if state == LEAVING and not still else state
            self.connection.exec_driver_sql(_ACKNOWLEDGE, (version, int(still), after, party, number))
        return "done"

    def first_answer(self, party: str, correlation_id: str) -> "Row[Any, Any, Any] | None":
        """The first answer under this correlation id (question, status, body)."""
        return self.connection.execute(
            select(ANSWERS.c.question, ANSWERS.c.status, ANSWERS.c.body).where(
                ANSWERS.c.party == party, ANSWERS.c.correlation_id == correlation_id
            )
        ).one_or_none()

    def keep_answer(self, party: str, correlation_id: str, question: bytes, status: int, body: bytes) -> None:
        """Keep the answer, in the running transaction."""
        self.connection.execute(
            insert(ANSWERS).values(
                party=party, correlation_id=correlation_id, question=question, status=status, body=body
            )
        )

    def use_once(self, client: str, jti: str, expires: int, now: int) -> bool:
        """Whether this assertion is seen for the first time; forgets those that expired before `now`."""
        with self.transaction():
            self.connection.execute(USED_ASSERTIONS.delete().where(USED_ASSERTIONS.c.expires < now))
            done = self.connection.execute(
                insert(USED_ASSERTIONS)
                .values(client=client, jti=jti, expires=expires)
                .on_conflict_do_nothing()
                .returning(USED_ASSERTIONS.c.jti)
            ).one_or_none()
        return done is not None

    @property
    def first_day(self) -> date:
        """The day for which the list was first made."""
        return date.fromisoformat(self.fact("first_day") or "")


def _homes(connection: Connection) -> Mapping[str, frozenset[str]]:
    homes: dict[str, frozenset[str]] = {}
    for party, nis in connection.execute(select(HOME_MUNICIPALITIES.c.party, HOME_MUNICIPALITIES.c.nis)):
        homes[party] = homes.get(party, frozenset()) | {nis}
    return homes
