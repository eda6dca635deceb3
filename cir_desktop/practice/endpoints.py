"""The operations of cir-v1.yaml, one handler each; the gate has already found out who calls."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any, Final

import msgspec
from sqlalchemy import select
from starlette.requests import Request
from starlette.responses import Response

from cir_desktop.practice import actions, attachments, inquiry, messages
from cir_desktop.practice.auth import TokenRefused
from cir_desktop.practice.dossier_shape import DossierShape
from cir_desktop.practice.errors import NO_DOSSIER, Problem
from cir_desktop.practice.messages import decode
from cir_desktop.practice.register import (
    Register,
    caller_of,
    check_party,
    json_response,
    register_of,
    visible,
    without_history_extras,
)
from cir_desktop.practice.search import search
from cir_desktop.practice.store import IN_SCOPE
from cir_desktop.practice.tables import MUNICIPALITIES, NEIGHBOURHOODS, REPORTS, SCOPE

MAX_CHANGED_DOSSIERS: Final = 1_000
_CONTACT: Final = ("voorNaam", "naam", "email", "telefoon1", "telefoon2")
_NOT_ACKNOWLEDGED: Final = {
    "unknown": (HTTPStatus.NOT_FOUND, NO_DOSSIER),
    "foreign": (HTTPStatus.FORBIDDEN, "Dit dossier hoort niet bij deze verhuurder."),
    "too-new": (HTTPStatus.BAD_REQUEST, "Deze versie van het dossier bestaat niet."),
}


async def find_dossiers(request: Request) -> Response:
    """dossiers/zoeken."""
    order = decode(await request.body(), messages.SearchOrder)
    found = search(register_of(request).store, caller_of(request).party, order)
    return json_response({"dossiers": found}) if found else _nothing()


async def read_dossier(request: Request) -> Response:
    """dossiers/dossier/{dossierNummer}: the bytes as they are stored."""
    register = register_of(request)
    number = _dossier_number(request)
    body = visible(register, caller_of(request).party, number).body
    if register.published_only:
        body = without_history_extras(body)
    return Response(body, media_type="application/json")


async def write_dossier(request: Request) -> Response:
    """PUT dossiers/dossier/{dossierNummer}."""
    number = _dossier_number(request)
    body = await request.body()
    shape = decode(body, DossierShape)
    return _answered(actions.write_dossier(register_of(request), caller_of(request), number, body, shape))


async def acknowledge(request: Request) -> Response:
    """dossiers/bevestigDossierVerwerking."""
    asked = decode(await request.body(), messages.Acknowledgement)
    caller = caller_of(request)
    check_party(caller, asked.partij_code)
    store = register_of(request).store
    outcome = store.acknowledge(caller.party, asked.dossier_nummer, asked.versie_nummer)
    if outcome in _NOT_ACKNOWLEDGED:
        raise Problem(*_NOT_ACKNOWLEDGED[outcome])
    return _nothing()


async def report_action(request: Request) -> Response:
    """dossiers/verwerkDossierActie."""
    asked = decode(await request.body(), messages.DossierAction)
    return _answered(actions.report(register_of(request), caller_of(request), asked))


async def report_rankings(request: Request) -> Response:
    """dossiers/wijzigDossierRangschikkingen."""
    asked = decode(await request.body(), messages.RankingChanges)
    return _answered(actions.report_rankings(register_of(request), caller_of(request), asked))


async def changed_contacts(request: Request) -> Response:
    """dossiers/partijInformatieWijzigingen: what differs from the version that the landlord acknowledged last.

    A field that did not change is null (assumed); at most 1,000 dossiers.
    """
    asked = decode(await request.body(), messages.Party)
    check_party(caller_of(request), asked.partij_code)
    changed = list(_changed_contacts(register_of(request), asked.partij_code))
    return json_response({"dossiers": changed}) if changed else _nothing()


async def read_attachment(request: Request) -> Response:
    """dossiers/bijlage."""
    asked = decode(await request.body(), messages.AttachmentQuestion)
    caller = caller_of(request)
    check_party(caller, asked.partij_code)
    dossier = msgspec.json.decode(visible(register_of(request), caller.party, asked.dossier_nummer).body)
    for attachment in dossier["bijlagen"]:
        if attachment["bijlageIdentificatie"] == asked.bijlage_identificatie:
            return Response(attachments.content(attachment), media_type="application/octet-stream")
    raise Problem(HTTPStatus.NOT_FOUND, "Source: Geen bijlage gevonden")


async def answer_need(request: Request) -> Response:
    """dossiers/woonnoodAntwoord."""
    asked = decode(await request.body(), messages.NeedAnswer)
    return _answered(inquiry.answer_need(register_of(request), caller_of(request), asked))


async def report_result(request: Request) -> Response:
    """dossiers/onderzoekResultaat."""
    asked = decode(await request.body(), messages.InvestigationResult)
    return _answered(inquiry.report_result(register_of(request), caller_of(request), asked))


async def reports(request: Request) -> Response:
    """dossiers/zwarteLijstMeldingen: those of this landlord."""
    asked = decode(await request.body(), messages.Party)
    check_party(caller_of(request), asked.partij_code)
    return _reports(register_of(request), party=asked.partij_code)


async def reports_on_person(request: Request) -> Response:
    """dossiers/zwarteLijstMeldingVoor: those of every landlord about one person."""
    asked = decode(await request.body(), messages.PersonQuestion)
    messages.check_national_number(asked.rijksregisternummer)
    return _reports(register_of(request), national_number=asked.rijksregisternummer)


async def read_municipalities(request: Request) -> Response:
    """gemeentes."""
    statement = select(MUNICIPALITIES).order_by(MUNICIPALITIES.c.nis)
    rows = register_of(request).store.connection.execute(statement)
    return json_response({"gemeentes": [{"nisCode": nis, "naam": name} for nis, name in rows]})


async def read_neighbourhoods(request: Request) -> Response:
    """gemeentes/wijkenVoorGemeente/{nisCode}."""
    nis = _nis(request)
    run = register_of(request).store.connection.execute
    if run(select(MUNICIPALITIES.c.nis).where(MUNICIPALITIES.c.nis == nis)).one_or_none() is None:
        raise Problem(HTTPStatus.NOT_FOUND, "Source: Geen gemeente gevonden")
    statement = select(NEIGHBOURHOODS.c.name).where(NEIGHBOURHOODS.c.nis == nis)
    names = run(statement.order_by(NEIGHBOURHOODS.c.position)).scalars().all()
    return json_response({"nisCode": nis, "wijken": list(names)})


async def write_neighbourhoods(request: Request) -> Response:
    """PUT gemeentes/wijkenVoorGemeente/{nisCode}."""
    nis = _nis(request)
    asked = decode(await request.body(), messages.Neighbourhoods)
    return _answered(actions.write_neighbourhoods(register_of(request), caller_of(request), nis, asked))


async def health(request: Request) -> Response:
    """UP, or DOWN while that fault is ordered."""
    if register_of(request).faults.down:
        return json_response({"status": "DOWN"}, HTTPStatus.SERVICE_UNAVAILABLE)
    return json_response({"status": "UP"})


async def token(request: Request) -> Response:
    """oauth2/v1/token."""
    content_type = request.headers.get("content-type", "")
    try:
        issued = register_of(request).tokens.exchange(content_type, await request.body())
    except TokenRefused as refused:
        body = {"error": refused.error, "error_description": refused.description}
        return json_response(body, refused.status)
    response = json_response(issued)
    response.headers["cache-control"] = "no-store"
    return response


def _dossier_number(request: Request) -> str:
    return messages.checked(request.path_params["dossierNummer"], messages.DossierNumber, "dossierNummer")


def _nis(request: Request) -> str:
    return messages.checked(request.path_params["nisCode"], messages.NisCode, "nisCode")


def _nothing() -> Response:
    return Response(status_code=HTTPStatus.NO_CONTENT)


def _answered(answer: actions.Answer) -> Response:
    if answer.refusal is not None:
        raise answer.refusal
    if not answer.body:
        return Response(status_code=answer.status)
    return Response(answer.body, answer.status, media_type="application/json")


def _reports(register: Register, *, party: str | None = None, national_number: str | None = None) -> Response:
    statement = select(REPORTS).order_by(REPORTS.c.date)
    if party is not None:
        statement = statement.where(REPORTS.c.party == party)
    if national_number is not None:
        statement = statement.where(REPORTS.c.national_number == national_number)
    found = [
        {
            "rijksregisternummer": row.national_number,
            "partijCode": row.party,
            "datum": row.date,
            "grond": row.ground,
        }
        for row in register.store.connection.execute(statement)
    ]
    return json_response({"meldingen": found}) if found else _nothing()


def _changed_contacts(register: Register, party: str) -> Iterator[dict[str, Any]]:
    store = register.store
    waiting = store.connection.execute(
        select(SCOPE.c.number, SCOPE.c.acknowledged)
        .where(
            SCOPE.c.party == party,
            SCOPE.c.state == IN_SCOPE,
            SCOPE.c.pending == 1,
            SCOPE.c.acknowledged > 0,
        )
        .order_by(SCOPE.c.number)
        .limit(MAX_CHANGED_DOSSIERS)
    ).all()
    for number, acknowledged in waiting:
        then, now = store.version(number, acknowledged), store.dossier(number)
        if then is None or now is None:
            continue
        changes = [change for person in now["personen"] if (change := _contact_change(person, then["personen"]))]
        if changes:
            yield {"dossierNummer": number, "wijzigingen": changes}


def _contact_change(person: dict[str, Any], earlier: list[dict[str, Any]]) -> dict[str, Any] | None:
    number = person["rijksregisternummer"]
    before = next((one for one in earlier if number and one["rijksregisternummer"] == number), None)
    if before is None:
        return None
    change = {name: person[name] if person[name] != before[name] else None for name in _CONTACT}
    moved = person["domicilieAdres"] != before["domicilieAdres"]
    change["adres"] = person["domicilieAdres"] if moved else None
    if not moved and all(person[name] == before[name] for name in _CONTACT):
        return None
    return {"rijksregisternummer": number, **change}
