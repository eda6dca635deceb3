"""What the ranking needs of everybody who chose a municipality, read from narrow rows in a few queries."""

import json
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import Connection

from cir_desktop.domain.facts import NOTHING_NOTED, CandidateFacts, CarePeriod, Residence
from cir_desktop.domain.values import Money
from cir_desktop.storage import nominations, own_facts
from cir_desktop.storage.facts import CARE_NOT_ASKED, decode_care, decode_residences
from cir_desktop.storage.fast import driver_rows
from cir_desktop.storage.rows import BETWEEN, Facts

_OF_MUNICIPALITY = """
SELECT neighbourhoods, facts FROM register_choice
WHERE nis_code = ? AND candidate NOT IN (SELECT id FROM register_candidate WHERE out_of_scope_at IS NOT NULL)
"""
_OF_DOSSIER = """
SELECT c.neighbourhoods, c.facts FROM register_candidate k JOIN register_choice c ON c.candidate = k.id
WHERE c.nis_code = ? AND k.number = ? AND k.out_of_scope_at IS NULL
"""

# Who said yes to a home of ours gets no other one, also while the register does not know yet that it was let.
_RUNNING = "SELECT dossier, home FROM own_offer WHERE answer IN ('open', 'accepted')"

# A refusal of ours counts from the day of the answer, also while the register was not told.
_REFUSED = """
SELECT dossier, max(answered_on) FROM own_offer
WHERE answer = 'silent' OR (answer = 'refused' AND grounded = 0) GROUP BY dossier
"""

_decode = msgspec.msgpack.Decoder(Facts).decode
_Persons = dict[str, tuple[tuple[Residence, ...], tuple[CarePeriod, ...] | None]]
_Evidence = dict[str, _Persons]


def candidates_of(connection: Connection, nis_code: str) -> list[CandidateFacts]:
    """Every stored dossier in scope whose region choices name the municipality of a home, whatever its status."""
    return _facts(connection, driver_rows(connection, _OF_MUNICIPALITY, nis_code))


def candidate_of(connection: Connection, nis_code: str, dossier: str) -> CandidateFacts | None:
    """The same of one dossier; None when it did not choose the municipality or is out of scope."""
    found = _facts(connection, driver_rows(connection, _OF_DOSSIER, nis_code, dossier))
    return found[0] if found else None


def stored_count(connection: Connection) -> int:
    """How many dossiers are stored and in scope."""
    count: int = connection.exec_driver_sql(
        "SELECT (SELECT count(*) FROM register_candidate)"
        " - (SELECT count(*) FROM register_candidate WHERE out_of_scope_at IS NOT NULL)"
    ).scalar_one()
    return count


def _facts(connection: Connection, found: Sequence[tuple[Any, ...]]) -> list[CandidateFacts]:
    kept = [(neighbourhoods, _decode(facts)) for neighbourhoods, facts in found]
    evidence = _evidence(connection, [facts.dossier for _, facts in kept])
    running: dict[str, str] = dict(driver_rows(connection, _RUNNING))
    refused = {dossier: date.fromisoformat(day) for dossier, day in driver_rows(connection, _REFUSED)}
    noted = own_facts.current(connection)
    agreed, asked = nominations.groups(connection)
    # The same few choices of neighbourhoods and rents occur many times: each is made once.
    places, money = cache(_places), cache(Money)
    return [
        CandidateFacts(
            dossier=facts.dossier,
            version=facts.version,
            status=facts.status,
            registered_on=facts.registered_on,
            sequence=facts.sequence,
            household=facts.household,
            max_rent=None if facts.max_rent is None else money(facts.max_rent),
            min_bedrooms=facts.min_bedrooms,
            max_bedrooms=facts.max_bedrooms,
            types=facts.types,
            wants_adapted=facts.wants_adapted,
            neighbourhoods=places(neighbourhoods),
            residences=_residences(facts.applicants, evidence.get(facts.dossier)),
            care=_care(evidence.get(facts.dossier)),
            declared_care=facts.declared_care,
            refused_on=_later(facts.refused_on, refused.get(facts.dossier)),
            own_offer_home=running.get(facts.dossier),
            finances=facts.finances,
            in_register=facts.in_register,
            own=noted.get(facts.dossier, NOTHING_NOTED),
            nomination=agreed.get(facts.dossier),
            nominated=asked.get(facts.dossier),
        )
        for neighbourhoods, facts in kept
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
        known = (decode_residences(residences), None if care == CARE_NOT_ASKED else decode_care(care))
        if dossier in evidence:
            evidence[dossier][person] = known
        else:
            evidence[dossier] = {person: known}
    return evidence


def _residences(applicants: tuple[str, ...], known: _Persons | None) -> tuple[tuple[Residence, ...], ...]:
    if known is None:
        return ((),) * len(applicants)
    return tuple([known[person][0] if person in known else () for person in applicants])


def _care(known: _Persons | None) -> tuple[CarePeriod, ...] | None:
    if known is None or all(periods is None for _, periods in known.values()):
        return None
    return tuple([period for _, periods in known.values() for period in periods or ()])


def _later(one: date | None, other: date | None) -> date | None:
    return max(one, other) if one and other else one or other


def _places(text: str) -> tuple[str, ...]:
    return tuple(text.split(BETWEEN)) if text else ()
