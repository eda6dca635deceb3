"""dossiers/zoeken: all criteria, within what the landlord may see."""

from http import HTTPStatus
from typing import Any, Final

from sqlalchemy import ColumnElement, literal_column, select

from cir_desktop.practice.errors import Problem
from cir_desktop.practice.messages import SearchOrder, check_national_number
from cir_desktop.practice.store import GONE, Store
from cir_desktop.practice.tables import DOSSIERS, SCOPE

MAX_RESULTS: Final = 1_000

Results = list[dict[str, Any]]


def search(store: Store, party: str, order: SearchOrder) -> Results:
    """What answers to all criteria, ordered by dossier number, at most 1,000.

    `nietGesynchroniseerd` false is no criterion (assumed), as null. Raises Problem 403 when the order names another
    landlord, 400 for a national number whose checksum does not hold.
    """
    if order.partij_code is not None and order.partij_code != party:
        raise Problem(HTTPStatus.FORBIDDEN, "partijCode is niet die van het toegangstoken.")
    if order.aanvrager_rijksregisternummer is not None:
        check_national_number(order.aanvrager_rijksregisternummer)
    statement = (
        select(DOSSIERS.c.number, DOSSIERS.c.version, DOSSIERS.c.status, DOSSIERS.c.updated)
        .join(SCOPE, SCOPE.c.number == DOSSIERS.c.number)
        .where(SCOPE.c.party == party, SCOPE.c.state != GONE, *_criteria(order))
        .order_by(SCOPE.c.number)
        .limit(MAX_RESULTS)
    )
    return [
        {"dossierNummer": number, "versieNummer": version, "status": status, "updateDatum": updated}
        for number, version, status, updated in store.connection.execute(statement)
    ]


def _criteria(order: SearchOrder) -> list[ColumnElement[bool]]:
    column = DOSSIERS.c
    equal = (
        (column.status, order.dossier_status),
        (column.number, order.dossier_nummer),
        (column.postcode, order.post_code),
        (column.applicant, order.aanvrager_rijksregisternummer),
    )
    spans = (
        (column.created_on, order.creatie_datum_vanaf, order.creatie_datum_tot),
        (column.updated_on, order.update_datum_vanaf, order.update_datum_tot),
        (column.received_on, order.ontvangst_datum_vanaf, order.ontvangst_datum_tot),
    )
    criteria: list[ColumnElement[bool]] = [name == value for name, value in equal if value is not None]
    for name, start, end in spans:
        if start is not None:
            criteria.append(name >= start.isoformat())
        if end is not None:
            criteria.append(name <= end.isoformat())
    if order.niet_gesynchroniseerd:
        # Spelled as in the partial index, or SQLite does not use it.
        criteria.append(SCOPE.c.pending == literal_column("1"))
    return criteria
