"""Facts that this office noted of candidates: only added to, so that who said what and when stays."""

from datetime import date, datetime

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection

from cir_desktop.domain.facts import OwnFact
from cir_desktop.domain.ranking import Answer
from cir_desktop.storage.fast import driver_rows
from cir_desktop.storage.tables_law import own_fact
from cir_desktop.storage.unit import Unit

_CURRENT = """
SELECT dossier, key, answer, source, noted_on, amount, until FROM own_fact
WHERE id IN (SELECT max(id) FROM own_fact GROUP BY dossier, key) AND answer IS NOT NULL
"""


class NotedLine(msgspec.Struct, frozen=True):
    """One line of the history of a fact; `fact` None: it was taken back."""

    key: str
    fact: OwnFact | None
    at: datetime
    by: str
    base_version: int | None = None


class BasedFact(msgspec.Struct, frozen=True):
    """A fact that counts now, with its line in the history and the version of the dossier that the clerk saw."""

    line: int
    dossier: str
    key: str
    fact: OwnFact
    base_version: int


def note(unit: Unit, dossier: str, key: str, fact: OwnFact | None, base_version: int | None = None) -> int:
    """Note a fact, or take it back (None), and give its line. What was noted before is kept.

    `base_version` is the version of the dossier that the clerk saw; without it a later one is not compared.
    """
    made = unit.connection.execute(
        own_fact.insert().values(
            dossier=dossier,
            key=key,
            answer=fact.answer.value if fact else None,
            amount=fact.amount if fact else None,
            source=fact.source if fact else "",
            until=fact.until if fact else None,
            noted_on=fact.noted_on if fact else unit.at.date(),
            at=unit.at,
            actor=unit.actor.name,
            base_version=base_version,
        )
    )
    line: int = made.inserted_primary_key[0] if made.inserted_primary_key else 0
    return line


def current(connection: Connection) -> dict[str, dict[str, OwnFact]]:
    """What counts now, by dossier and key; an end that has passed is the rule's to see."""
    found: dict[str, dict[str, OwnFact]] = {}
    for dossier, key, answer, source, noted_on, amount, until in driver_rows(connection, _CURRENT):
        fact = OwnFact(Answer(answer), source, date.fromisoformat(noted_on), amount, _day(until))
        found.setdefault(dossier, {})[key] = fact
    return found


def history(connection: Connection, dossier: str) -> list[NotedLine]:
    """Everything that was ever noted of a dossier, newest first."""
    rows = connection.execute(sa.select(own_fact).where(own_fact.c.dossier == dossier).order_by(own_fact.c.id.desc()))
    return [
        NotedLine(
            row.key,
            OwnFact(Answer(row.answer), row.source, row.noted_on, row.amount, row.until) if row.answer else None,
            row.at,
            row.actor,
            row.base_version,
        )
        for row in rows
    ]


def based(connection: Connection, dossier: str) -> list[BasedFact]:
    """The facts of a dossier that count now and whose base is known."""
    newest = sa.select(sa.func.max(own_fact.c.id)).where(own_fact.c.dossier == dossier).group_by(own_fact.c.key)
    rows = connection.execute(
        sa.select(own_fact).where(
            own_fact.c.id.in_(newest), own_fact.c.answer.is_not(None), own_fact.c.base_version.is_not(None)
        )
    )
    return [
        BasedFact(
            row.id,
            dossier,
            row.key,
            OwnFact(Answer(row.answer), row.source, row.noted_on, row.amount, row.until),
            row.base_version,
        )
        for row in rows
    ]


def newest_line(connection: Connection, dossier: str, key: str) -> int:
    """The last line of a fact, whether it was noted or taken back; 0 when there is none."""
    found: int | None = connection.execute(
        sa.select(sa.func.max(own_fact.c.id)).where(own_fact.c.dossier == dossier, own_fact.c.key == key)
    ).scalar_one()
    return found or 0


def fact_at(connection: Connection, line: int) -> OwnFact | None:
    """What a line noted; None when it took the fact back, or when there is no such line."""
    row = connection.execute(sa.select(own_fact).where(own_fact.c.id == line)).one_or_none()
    if row is None or row.answer is None:
        return None
    return OwnFact(Answer(row.answer), row.source, row.noted_on, row.amount, row.until)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
