"""Practice control: moves the clock and the events, orders faults, spoils dossiers. Outside the contract.

Its own token, in the header `x-practice-token`.
"""

import asyncio
import hmac
import random
import tempfile
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final
from zipfile import BadZipFile

import msgspec
from sqlalchemy import func, select
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response

from cir_desktop.practice import messages
from cir_desktop.practice.advance import advance, offer_elsewhere
from cir_desktop.practice.errors import NO_DOSSIER, Problem
from cir_desktop.practice.landlords import never_ours
from cir_desktop.practice.messages import decode
from cir_desktop.practice.register import Register, json_response, register_of
from cir_desktop.practice.store import GONE, LEAVING, Store
from cir_desktop.practice.tables import DOSSIERS, SCOPE, VERSIONS

TOKEN_HEADER: Final = "x-practice-token"  # noqa: S105 - a header's name
UNKNOWN_STATUS: Final = "ZZZZZ"
WORKBOOK_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def check_token(register: Register, headers: Headers) -> None:
    """Raise Problem 401 without the control token."""
    given = headers.get(TOKEN_HEADER, "").encode("utf-8", "surrogateescape")
    if not hmac.compare_digest(given, register.control_token.encode("ascii")):
        raise Problem(HTTPStatus.UNAUTHORIZED, f"{TOKEN_HEADER} ontbreekt of is fout.")


async def state(request: Request) -> Response:
    """The clock, the counts, the ordered faults."""
    return json_response(_state(register_of(request)))


async def go_on(request: Request) -> Response:
    """Advance the clock."""
    register = register_of(request)
    happened = advance(register, decode(await request.body(), messages.Advance))
    return json_response({**happened, "state": _state(register)})


async def order_fault(request: Request) -> Response:
    """Order a fault."""
    register = register_of(request)
    register.faults.order(decode(await request.body(), messages.Fault))
    return json_response({"faults": register.faults.described()})


async def clear_faults(request: Request) -> Response:
    """Forget all ordered faults."""
    register_of(request).faults.clear()
    return json_response({"faults": []})


async def corrupt(request: Request) -> Response:
    """Give a dossier a version that no reader of the contract can decode."""
    register = register_of(request)
    asked = decode(await request.body(), messages.Corruption)
    dossier = _dossier(register.store, asked.dossier_number)
    dossier["voorkeuren"]["maxHuur"] = "zeshonderd"
    return _stored(register, dossier)


async def change(request: Request) -> Response:
    """Change one dossier in a chosen way."""
    register = register_of(request)
    asked = decode(await request.body(), messages.Change)
    dossier = _dossier(register.store, asked.dossier_number)
    if asked.what == "offer-elsewhere":
        rng = random.Random(asked.dossier_number)  # noqa: S311 - an invented event, no secret
        with register.store.transaction():
            if not offer_elsewhere(register, asked.dossier_number, rng):
                raise Problem(HTTPStatus.CONFLICT, "De status van dit dossier laat geen aanbod toe.")
        dossier = _dossier(register.store, asked.dossier_number)
        return json_response({"dossierNummer": asked.dossier_number, "versieNummer": dossier["versieNummer"]})
    moment = register.clock.now().strftime("%Y-%m-%dT%H:%M:%SZ")
    if asked.what == "unknown-status":
        entry = {"statusCodeVan": dossier["status"], "statusCodeNaar": UNKNOWN_STATUS, "datum": moment}
        dossier["dossierStatusHistoriek"].append(entry)
        dossier["status"] = UNKNOWN_STATUS
    elif asked.what == "out-of-scope":
        dossier["regioKeuzes"] = [{"gemeenteNisCode": never_ours()[0].nis, "wijken": []}]
    elif not isinstance(dossier["voorkeuren"]["maxHuur"], int | float):
        dossier["voorkeuren"]["maxHuur"] = None
    return _stored(register, dossier)


async def employee(request: Request) -> Response:
    """Give an employee other roles, as an administrator elsewhere does."""
    provider = register_of(request).identity
    asked = decode(await request.body(), messages.OtherRoles)
    if provider is None or not provider.change_roles(asked.vo_id, asked.roles):
        raise Problem(HTTPStatus.NOT_FOUND, "Deze medewerker bestaat niet.")
    return json_response({"vo_id": asked.vo_id, "roles": asked.roles})


async def residences(request: Request) -> Response:
    """The workbook of the population service about the current list."""
    register = register_of(request)
    return Response(await asyncio.to_thread(_workbook, register), media_type=WORKBOOK_TYPE)


async def extract(request: Request) -> Response:
    """The exchange workbook that a housing company would give of the current list."""
    register = register_of(request)
    return Response(await asyncio.to_thread(_extract, register), media_type=WORKBOOK_TYPE)


async def answers(request: Request) -> Response:
    """Carry out the messages of an exchange workbook, as a housing company would, and give it back with answers."""
    register = register_of(request)
    return Response(_answered(register, await request.body()), media_type=WORKBOOK_TYPE)


ROUTES: Final = (
    ("/state", "GET", state),
    ("/advance", "POST", go_on),
    ("/faults", "POST", order_fault),
    ("/faults", "DELETE", clear_faults),
    ("/corrupt", "POST", corrupt),
    ("/change", "POST", change),
    ("/employee", "POST", employee),
    ("/residences", "GET", residences),
    ("/exchange", "GET", extract),
    ("/exchange", "POST", answers),
)


def _state(register: Register) -> dict[str, Any]:
    run = register.store.connection.execute
    ours = SCOPE.c.party == register.landlord.code
    by_status = (
        select(DOSSIERS.c.status, func.count())
        .join(SCOPE, SCOPE.c.number == DOSSIERS.c.number)
        .where(ours, SCOPE.c.state != GONE)
        .group_by(DOSSIERS.c.status)
        .order_by(DOSSIERS.c.status)
    )
    pending = select(func.count()).select_from(SCOPE).where(ours, SCOPE.c.pending == 1)
    leaving = select(func.count()).select_from(SCOPE).where(ours, SCOPE.c.state == LEAVING)
    statuses: dict[str, int] = dict(run(by_status).all())
    return {
        "today": register.clock.today.isoformat(),
        "party_code": register.landlord.code,
        "in_register": run(select(func.count()).select_from(DOSSIERS)).scalar_one(),
        "in_scope": sum(statuses.values()),
        "leaving": run(leaving).scalar_one(),
        "not_acknowledged": run(pending).scalar_one(),
        "by_status": statuses,
        # Goes up with every version of any dossier: the list is the same as long as this is.
        "list_version": run(select(func.max(VERSIONS.c.id))).scalar_one() or 0,
        "size": int(register.store.fact("size") or 0),
        "seed": register.seed,
        "published_only": register.published_only,
        "faults": register.faults.described(),
    }


def _dossier(store: Store, number: str) -> dict[str, Any]:
    dossier = store.dossier(number)
    if dossier is None:
        raise Problem(HTTPStatus.NOT_FOUND, NO_DOSSIER)
    return dossier


def _stored(register: Register, dossier: dict[str, Any]) -> Response:
    with register.store.transaction():
        after = register.store.add_version(dossier, register.clock.now())
    return json_response({key: after[key] for key in ("dossierNummer", "versieNummer", "status")})


def _workbook(register: Register) -> bytes:
    # openpyxl costs a quarter of a second, and most runs never ask for the workbook.
    from cir_desktop.practice.residence_workbook import write_residences  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "residences.xlsx"
        write_residences(_current_dossiers(register), path, register.seed, register.clock.today, register.landlord)
        return path.read_bytes()


def _extract(register: Register) -> bytes:
    from cir_desktop.practice.exchange_workbook import write_extract  # noqa: PLC0415 - openpyxl, as above

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "extract.xlsx"
        write_extract(_current_dossiers(register), path, register.landlord.code, register.clock.now())
        return path.read_bytes()


def _answered(register: Register, sent: bytes) -> bytes:
    # On the serving thread: the store has one connection. openpyxl, as above.
    from cir_desktop.practice.exchange_answers import carry_out  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "messages.xlsx", Path(folder) / "answers.xlsx"
        source.write_bytes(sent)
        try:
            carry_out(register, source, target)
        except (KeyError, OSError, ValueError, BadZipFile) as error:
            raise Problem(HTTPStatus.BAD_REQUEST, "Dit is geen werkboek met berichten.") from error
        return target.read_bytes()


def _current_dossiers(register: Register) -> Iterator[dict[str, Any]]:
    statement = (
        select(VERSIONS.c.body)
        .join(DOSSIERS, (DOSSIERS.c.number == VERSIONS.c.number) & (DOSSIERS.c.version == VERSIONS.c.version))
        .join(SCOPE, SCOPE.c.number == DOSSIERS.c.number)
        .where(SCOPE.c.party == register.landlord.code, SCOPE.c.state != GONE)
        .order_by(SCOPE.c.number)
    )
    with register.store.engine.connect() as connection:
        for body in connection.execution_options(yield_per=500).execute(statement).scalars():
            yield msgspec.json.decode(body)
