"""The first fill of the register's file: written beside it and moved into place when complete."""

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import Any, Final

import msgspec
from sqlalchemy.schema import CreateTable

from cir_desktop.practice.landlords import Landlord
from cir_desktop.practice.reference import flanders
from cir_desktop.practice.store import Narrow, landlords_in_scope, make_engine, narrow
from cir_desktop.practice.tables import (
    DOSSIERS,
    FACTS,
    HOME_MUNICIPALITIES,
    LANDLORDS,
    LATE_INDEXES,
    METADATA,
    MUNICIPALITIES,
    NEIGHBOURHOODS,
    REPORTS,
    SCOPE,
    VERSIONS,
)

BATCH: Final = 2_000
REPORTED_SHARE: Final = 0.01
"""Share of reference persons with a report of a lease that ended badly (assumed)."""

Rows = list[tuple[Any, ...]]


def fill(
    path: Path, dossiers: Iterable[dict[str, Any]], landlords: Sequence[Landlord], facts: Mapping[str, str]
) -> int:
    """Make the file with these dossiers and say how many; a file that was cut off half-way is never used.

    `facts` holds at least `seed`, `first_day` and `today`.
    """
    part = path.with_name(path.name + ".part")
    for leftover in (part, part.with_name(part.name + "-journal"), part.with_name(part.name + "-wal")):
        leftover.unlink(missing_ok=True)
    engine = make_engine(part)
    with engine.connect() as connection:
        run = connection.exec_driver_sql
        run("PRAGMA journal_mode = OFF")
        run("PRAGMA synchronous = OFF")
        run("BEGIN EXCLUSIVE")
        for table in METADATA.sorted_tables:
            connection.execute(CreateTable(table))
        homes = {owner.code: frozenset(place.nis for place in owner.municipalities) for owner in landlords}
        for table, rows in _around(landlords, facts):
            if rows:
                run(_insert(table.name, len(rows[0])), rows)
        rng = random.Random(f"reports-{facts['seed']}")  # noqa: S311 - invented people, no secret
        first_day = date.fromisoformat(facts["first_day"])
        count = 0
        for batch in _batches(dossiers):
            count += len(batch)
            run(_insert(DOSSIERS.name, 2 + len(Narrow.__slots__)), [_narrow_row(one) for one in batch])
            run(_insert(VERSIONS.name, 6), [_version_row(one) for one in batch])
            scope: Rows = [
                (party, one["dossierNummer"], 0, 0, 1) for one in batch for party in landlords_in_scope(one, homes)
            ]
            if scope:
                run(_insert(SCOPE.name, 5), scope)
            reports = list(_reports(batch, rng, landlords, first_day))
            if reports:
                run(_insert(REPORTS.name, 4), reports)
        for index in LATE_INDEXES:
            index.create(connection, checkfirst=False)
        # Without figures about the columns SQLite walks a landlord's whole scope for a window of one month.
        run("ANALYZE")
        run("COMMIT")
        run("PRAGMA journal_mode = DELETE")
    engine.dispose()
    part.replace(path)
    return count


def _insert(table: str, columns: int) -> str:
    return f"INSERT INTO {table} VALUES ({', '.join('?' * columns)})"  # noqa: S608 - our own table names


def _batches(dossiers: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    source = iter(dossiers)
    while batch := list(islice(source, BATCH)):
        yield batch


def _around(landlords: Sequence[Landlord], facts: Mapping[str, str]) -> Iterator[tuple[Any, Rows]]:
    yield FACTS, list(facts.items())
    yield LANDLORDS, [(owner.code, owner.name) for owner in landlords]
    yield HOME_MUNICIPALITIES, [(owner.code, place.nis) for owner in landlords for place in owner.municipalities]
    yield MUNICIPALITIES, [(place.nis, place.name) for place in flanders().places.values()]
    neighbourhoods = {place.nis: place.neighbourhoods for owner in landlords for place in owner.municipalities}
    yield (
        NEIGHBOURHOODS,
        [(nis, position, name) for nis, names in neighbourhoods.items() for position, name in enumerate(names)],
    )


def _narrow_row(dossier: dict[str, Any]) -> tuple[Any, ...]:
    columns = narrow(dossier)
    return (
        dossier["dossierNummer"],
        dossier["versieNummer"],
        *(getattr(columns, name) for name in Narrow.__slots__),
    )


def _version_row(dossier: dict[str, Any]) -> tuple[Any, ...]:
    return (
        None,
        dossier["dossierNummer"],
        dossier["versieNummer"],
        None,
        None,
        msgspec.json.encode(dossier),
    )


def _reports(
    batch: list[dict[str, Any]], rng: random.Random, landlords: Sequence[Landlord], today: date
) -> Iterator[tuple[str, str, str, str]]:
    for dossier in batch:
        drawn = rng.random()
        number = narrow(dossier).applicant
        if drawn < REPORTED_SHARE and number is not None:
            day = today - timedelta(days=rng.randint(30, 3_000))
            ground = rng.choice(("OVERLAST", "VERWAARLOZING"))
            yield number, rng.choice(landlords).code, day.isoformat(), ground
