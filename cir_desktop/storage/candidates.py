"""The list of candidates as a clerk reads it: ids in order for the whole list, rows for what is in sight."""

import json
from array import array
from collections.abc import Collection, Sequence
from datetime import date, datetime

import msgspec
from sqlalchemy import Connection

from cir_desktop.errors import BadInput
from cir_desktop.storage import text
from cir_desktop.storage.columns import moment_of
from cir_desktop.storage.dossiers import not_found
from cir_desktop.storage.fast import driver_rows
from cir_desktop.storage.orders import ORDERS, Ids, OrderCache
from cir_desktop.storage.rows import BETWEEN

# Each is answered by an index alone (tables.py). SQLite keeps the order of the inner query for such an aggregate; with
# an ORDER BY of the aggregate itself it would sort again.
_ORDERS = {
    sort: f"SELECT json_group_array(id) FROM (SELECT id FROM register_candidate ORDER BY {columns}, id)"  # noqa: S608
    for sort, columns in {
        "name": "name_key",
        "dossier": "number",
        "registered": "registered_on, sequence",
        "status": "status",
        "municipality": "municipality",
        "updated": "updated_at",
    }.items()
}
_OUT_OF_SCOPE = "SELECT json_group_array(id) FROM register_candidate WHERE out_of_scope_at IS NOT NULL"
_BY_TEXT = "SELECT json_group_array(rowid) FROM register_text WHERE register_text MATCH ?"
_BY_STATUS = "SELECT json_group_array(id) FROM register_candidate WHERE status = ?"
_BY_CHOICE = "SELECT json_group_array(candidate) FROM register_choice WHERE nis_code = ?"
_CHOSEN_NEIGHBOURHOODS = """
SELECT DISTINCT neighbourhoods FROM register_choice
WHERE nis_code = ? AND neighbourhoods != ''
AND candidate NOT IN (SELECT id FROM register_candidate WHERE out_of_scope_at IS NOT NULL)
"""
_decode_ids = msgspec.json.Decoder(list[int]).decode

_ROW = (
    "SELECT id, number, name, status, registered_on, municipality, household_size, children, choices, version,"
    " warnings, warning_text, primary_ours, updated_at, out_of_scope_at FROM register_candidate"
)
_BY_ID = f"{_ROW} WHERE id IN (SELECT value FROM json_each(?))"  # noqa: S608
_BY_NUMBER = f"{_ROW} WHERE number IN (SELECT value FROM json_each(?))"  # noqa: S608


class Filter(msgspec.Struct, frozen=True):
    """What of the list is wanted, and in which order.

    `text` is what a clerk typed: beginnings of names, of a dossier number or of a national number, all of which must be
    found. `scope`: `in` what is ours to see, `out` what no longer is, `all`. `sort` is one of SORTS.
    """

    text: str = ""
    status: str | None = None
    nis_code: str | None = None
    scope: str = "in"
    sort: str = "name"
    descending: bool = False


SORTS = tuple(_ORDERS)
SCOPES = ("in", "out", "all")


class CandidateRow(msgspec.Struct, frozen=True):
    """A line of the list. `municipality` is that of domicile, `choices` are NIS codes between spaces.

    `household_size` counts who moves along, `children` the children among them. `primary` tells whether we are the
    primary landlord; `warnings` is how many lines `warning_text` has.
    """

    rowid: int
    dossier: str
    name: str
    status: str
    registered_on: date | None
    municipality: str
    household_size: int
    children: int
    choices: str
    version: int
    warnings: int
    warning_text: str
    primary: bool
    updated_at: datetime
    out_of_scope: bool


class ScopeCounts(msgspec.Struct, frozen=True):
    """How many dossiers are stored, by scope, and how many in scope have something odd."""

    in_scope: int
    out_of_scope: int
    with_warnings: int


def ids(connection: Connection, wanted: Filter) -> Ids:
    """The row ids of what is wanted, in order. Raises BadInput for an unknown sort or scope."""
    if wanted.sort not in _ORDERS or wanted.scope not in SCOPES:
        raise BadInput("Deze volgorde of keuze van de lijst bestaat niet.", "Kies een kolom van de lijst.")
    ordered = _ordered(connection, wanted.sort)
    allowed = _allowed(connection, wanted)
    left_out = _ids(connection, _OUT_OF_SCOPE) if wanted.scope == "in" else []
    if left_out:
        allowed = set(ordered) if allowed is None else allowed
        allowed.difference_update(left_out)
    if allowed is not None and len(allowed) < len(ordered):
        ordered = array("q", filter(allowed.__contains__, ordered))
    return ordered[::-1] if wanted.descending else ordered


def _allowed(connection: Connection, wanted: Filter) -> set[int] | None:
    """The ids that every given condition lets through; None when none is given."""
    found: list[Sequence[int]] = []
    if wanted.text.strip():
        query = text.query(wanted.text)
        if not query:
            return set()
        found.append(_ids(connection, _BY_TEXT, query))
    if wanted.status is not None:
        found.append(_ids(connection, _BY_STATUS, wanted.status))
    if wanted.nis_code is not None:
        found.append(_ids(connection, _BY_CHOICE, wanted.nis_code))
    if wanted.scope == "out":
        found.append(_ids(connection, _OUT_OF_SCOPE))
    if not found:
        return None
    found.sort(key=len)
    allowed = set(found[0])
    for others in found[1:]:
        allowed.intersection_update(others)
    return allowed


def _ordered(connection: Connection, sort: str) -> Ids:
    def read() -> Ids:
        return array("q", _ids(connection, _ORDERS[sort]))

    cache = connection.get_execution_options().get(ORDERS)
    if not isinstance(cache, OrderCache):
        return read()
    generation = connection.exec_driver_sql("SELECT generation FROM register_state").scalar_one()
    return cache.get(generation, sort, read)


def _ids(connection: Connection, statement: str, *values: str) -> list[int]:
    """The ids of a `SELECT json_group_array(…)`: one value is read three times faster than as many rows."""
    ((found,),) = driver_rows(connection, statement, *values)
    return _decode_ids(found)


def rows(connection: Connection, wanted: Sequence[int]) -> list[CandidateRow]:
    """The lines of these ids, in this order; ids that are gone are left out."""
    found = {row.rowid: row for row in _rows(connection, _BY_ID, wanted)}
    return [found[candidate] for candidate in wanted if candidate in found]


def by_dossiers(connection: Connection, numbers: Collection[str]) -> list[CandidateRow]:
    """The lines of these dossiers, by number; unknown ones are left out."""
    return sorted(_rows(connection, _BY_NUMBER, list(numbers)), key=lambda row: row.dossier)


def by_dossier(connection: Connection, number: str) -> CandidateRow:
    """The line of one dossier. Raises NotFound."""
    found = _rows(connection, _BY_NUMBER, [number])
    if not found:
        raise not_found()
    return found[0]


def names(connection: Connection, numbers: Collection[str]) -> dict[str, str]:
    """Names by dossier number, as far as known."""
    return {row.dossier: row.name for row in by_dossiers(connection, numbers)}


def _rows(connection: Connection, statement: str, values: Sequence[int] | Sequence[str]) -> list[CandidateRow]:
    found = connection.exec_driver_sql(statement, (json.dumps(list(values)),))
    return [
        CandidateRow(
            rowid=row.id,
            dossier=row.number,
            name=row.name,
            status=row.status,
            registered_on=date.fromisoformat(row.registered_on) if row.registered_on else None,
            municipality=row.municipality,
            household_size=row.household_size,
            children=row.children,
            choices=row.choices,
            version=row.version,
            warnings=row.warnings,
            warning_text=row.warning_text,
            primary=bool(row.primary_ours),
            updated_at=moment_of(row.updated_at),
            out_of_scope=row.out_of_scope_at is not None,
        )
        for row in found
    ]


def scope_counts(connection: Connection) -> ScopeCounts:
    """The counts of the status bar."""
    total, outside, odd = connection.exec_driver_sql(
        "SELECT (SELECT count(*) FROM register_candidate),"
        " (SELECT count(*) FROM register_candidate WHERE out_of_scope_at IS NOT NULL),"
        " (SELECT count(*) FROM register_candidate WHERE warnings > 0 AND out_of_scope_at IS NULL)"
    ).one()
    return ScopeCounts(total - outside, outside, odd)


def status_counts(connection: Connection) -> list[tuple[str, int]]:
    """Statuses that occur with their counts, the most frequent first."""
    found = connection.exec_driver_sql(
        "SELECT status, count(*) FROM register_candidate GROUP BY status ORDER BY count(*) DESC, status"
    )
    return [(status, count) for status, count in found]


def municipality_counts(connection: Connection) -> list[tuple[str, int]]:
    """NIS codes of chosen municipalities with the number of dossiers that chose them, the most chosen first."""
    found = connection.exec_driver_sql(
        "SELECT nis_code, count(*) FROM register_choice GROUP BY nis_code ORDER BY count(*) DESC, nis_code"
    )
    return [(nis_code, count) for nis_code, count in found]


def chosen_neighbourhoods(connection: Connection, nis_code: str) -> tuple[str, ...]:
    """The neighbourhoods of a municipality that stored dossiers in scope chose, by name; empty when none did."""
    found = driver_rows(connection, _CHOSEN_NEIGHBOURHOODS, nis_code)
    return tuple(sorted({name for (chosen,) in found for name in chosen.split(BETWEEN)}, key=str.casefold))
