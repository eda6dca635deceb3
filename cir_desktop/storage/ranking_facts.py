"""What the ranking needs of everybody who chose a municipality, read from narrow rows in a few queries."""

import json
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import Connection

from cir_desktop.domain.facts import CandidateFacts, CarePeriod, Household, Residence
from cir_desktop.domain.values import Money, NisCode
from cir_desktop.storage.facts import decode_care, decode_residences
from cir_desktop.storage.fast import driver_rows
from cir_desktop.storage.rows import BETWEEN, NO_NUMBER

_CANDIDATES = """
SELECT k.number, k.version, k.status, k.registered_on, k.sequence, k.household, k.max_rent, k.min_bedrooms,
    k.max_bedrooms, k.types, k.adapted, c.neighbourhoods, k.applicants, k.declared_care, k.offer_pause_until
FROM register_choice c JOIN register_candidate k ON k.id = c.candidate
WHERE c.nis_code = ? AND k.out_of_scope_at IS NULL
"""

_decode_household = msgspec.msgpack.Decoder(Household).decode
_Persons = dict[str, tuple[tuple[Residence, ...], tuple[CarePeriod, ...]]]
_Evidence = dict[str, _Persons]


def candidates_of(connection: Connection, nis_code: str, own_party: str) -> list[CandidateFacts]:
    """Every stored dossier in scope whose region choices name the municipality, whatever its status.

    Args:
        nis_code: the municipality of the home.
        own_party: our code in the register.
    """
    return _facts(connection, driver_rows(connection, _CANDIDATES, nis_code))


def candidate_of(connection: Connection, nis_code: str, own_party: str, dossier: str) -> CandidateFacts | None:
    """The same of one dossier; None when it did not choose the municipality or is out of scope."""
    found = _facts(connection, driver_rows(connection, f"{_CANDIDATES} AND k.number = ?", nis_code, dossier))
    return found[0] if found else None


def stored_count(connection: Connection) -> int:
    """How many dossiers are stored and in scope."""
    count: int = connection.exec_driver_sql(
        "SELECT (SELECT count(*) FROM register_candidate)"
        " - (SELECT count(*) FROM register_candidate WHERE out_of_scope_at IS NOT NULL)"
    ).scalar_one()
    return count


def _facts(connection: Connection, found: Sequence[tuple[Any, ...]]) -> list[CandidateFacts]:
    evidence = _evidence(connection, [row[0] for row in found])
    running: dict[str, str] = dict(driver_rows(connection, "SELECT dossier, home FROM own_offer WHERE answer = 'open'"))
    # Most of these texts occur many times: each is read once.
    places, declared, words, day, money = cache(_places), cache(_declared), cache(_words), cache(_day), cache(_money)
    return [
        CandidateFacts(
            dossier=number,
            version=version,
            status=status,
            registered_on=day(registered_on),
            sequence=sequence,
            household=_decode_household(household),
            max_rent=money(max_rent),
            min_bedrooms=min_bedrooms,
            max_bedrooms=max_bedrooms,
            types=words(types),
            wants_adapted=bool(adapted),
            neighbourhoods=places(neighbourhoods),
            residences=_residences(applicants, evidence.get(number)),
            care=_care(evidence.get(number)),
            declared_care=declared(declared_care),
            offer_pause_until=day(pause_until),
            own_offer_home=running.get(number),
        )
        for (
            number,
            version,
            status,
            registered_on,
            sequence,
            household,
            max_rent,
            min_bedrooms,
            max_bedrooms,
            types,
            adapted,
            neighbourhoods,
            applicants,
            declared_care,
            pause_until,
        ) in found
    ]


def _evidence(connection: Connection, dossiers: list[str]) -> _Evidence:
    """Own evidence by dossier and person; the dossiers that no import named are not in it."""
    found = driver_rows(
        connection,
        "SELECT dossier, person, residences, care FROM own_evidence WHERE dossier IN (SELECT value FROM json_each(?))",
        json.dumps(dossiers),
    )
    evidence: _Evidence = {}
    for dossier, person, residences, care in found:
        known = (decode_residences(residences), decode_care(care))
        if dossier in evidence:
            evidence[dossier][person] = known
        else:
            evidence[dossier] = {person: known}
    return evidence


def _residences(applicants: str, known: _Persons | None) -> tuple[tuple[Residence, ...], ...]:
    if known is None:
        return tuple([() for _ in applicants.split()])
    return tuple([known[person][0] if person in known else () for person in applicants.split()])


def _care(known: _Persons | None) -> tuple[CarePeriod, ...] | None:
    if known is None:
        return None
    return tuple([period for _, periods in known.values() for period in periods])


def _places(text: str) -> tuple[str, ...]:
    return tuple(text.split(BETWEEN)) if text else ()


def _declared(text: str) -> tuple[NisCode | None, ...]:
    return tuple(None if code == NO_NUMBER else NisCode(code) for code in text.split())


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _money(cents: int | None) -> Money | None:
    return None if cents is None else Money(cents)
