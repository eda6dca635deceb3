"""The web application: the contract's operations behind one gate, health, the token endpoint, practice control."""

import logging
import re
from http import HTTPStatus
from traceback import extract_tb
from typing import Final

from fastapi import FastAPI
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cir_desktop.practice import control, endpoints, identity_pages
from cir_desktop.practice.cwr import CWR_BASE, find_dwellings, read_dwelling
from cir_desktop.practice.errors import SOURCE_FAILED, Problem, problem_response
from cir_desktop.practice.faults import meet
from cir_desktop.practice.identity import OP
from cir_desktop.practice.migration_upload import MIGRATION_BASE, take_upload
from cir_desktop.practice.register import BASE, CONTROL, TOKEN_PATH, Caller, Register

_LOG = logging.getLogger(__name__)
_UUID: Final = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_CORRELATION: Final = "x-correlation-id"
_NO_ROUTE: Final = {
    HTTPStatus.NOT_FOUND: "Dit pad bestaat niet.",
    HTTPStatus.METHOD_NOT_ALLOWED: "Deze methode is hier niet toegelaten.",
}


def create_app(register: Register) -> FastAPI:
    """The application over one register. It makes no OpenAPI of its own: cir-v1.yaml is the contract."""
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False)
    app.state.register = register
    # Plain routes: nothing of a body is worked out before the strict decoding, which is where the speed comes from.
    for path, method, endpoint in (
        ("/dossiers/dossier/{dossierNummer}", "GET", endpoints.read_dossier),
        ("/dossiers/bevestigDossierVerwerking", "POST", endpoints.acknowledge),
        ("/dossiers/zoeken", "POST", endpoints.find_dossiers),
        ("/dossiers/verwerkDossierActie", "POST", endpoints.report_action),
        ("/dossiers/dossier/{dossierNummer}", "PUT", endpoints.write_dossier),
        ("/dossiers/wijzigDossierRangschikkingen", "POST", endpoints.report_rankings),
        ("/dossiers/partijInformatieWijzigingen", "POST", endpoints.changed_contacts),
        ("/dossiers/bijlage", "POST", endpoints.read_attachment),
        ("/dossiers/woonnoodAntwoord", "POST", endpoints.answer_need),
        ("/dossiers/onderzoekResultaat", "POST", endpoints.report_result),
        ("/dossiers/zwarteLijstMeldingen", "POST", endpoints.reports),
        ("/dossiers/zwarteLijstMeldingVoor", "POST", endpoints.reports_on_person),
        ("/gemeentes", "GET", endpoints.read_municipalities),
        ("/gemeentes/wijkenVoorGemeente/{nisCode}", "GET", endpoints.read_neighbourhoods),
        ("/gemeentes/wijkenVoorGemeente/{nisCode}", "PUT", endpoints.write_neighbourhoods),
        ("/health", "GET", endpoints.health),
    ):
        app.add_route(BASE + path, endpoint, methods=[method])
    app.add_route(CWR_BASE + "/woningen", find_dwellings, methods=["GET"])
    app.add_route(CWR_BASE + "/woningen/{vmswWoningId}", read_dwelling, methods=["GET"])
    app.add_route(MIGRATION_BASE + "/opladingen", take_upload, methods=["POST"])
    app.add_route("/health", endpoints.health, methods=["GET"])
    app.add_route(TOKEN_PATH, endpoints.token, methods=["POST"])
    if register.identity is not None:
        for path, method, endpoint in identity_pages.ROUTES:
            app.add_route(OP + path, endpoint, methods=[method])
    for path, method, endpoint in control.ROUTES:
        app.add_route(CONTROL + path, endpoint, methods=[method])
    app.add_exception_handler(Problem, _on_problem)
    app.add_exception_handler(HTTPException, _on_no_route)
    app.add_middleware(Gate, register=register)
    return app


class Gate:
    """In front of every call: correlation id, ordered faults, access token; no error leaves without its body."""

    def __init__(self, app: ASGIApp, register: Register) -> None:
        self._app = app
        self._register = register

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the call through, or answer it here."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        correlation_id = headers.get(_CORRELATION, "")
        if _UUID.fullmatch(correlation_id):
            send = _echoing(send, correlation_id)
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self._admit(scope, receive, watched, headers, correlation_id)
        except Problem as problem:
            await problem_response(problem, scope["path"])(scope, receive, send)
        except Exception as error:
            # The kind and the places only: the message may hold what a body held.
            places = " < ".join(f"{at.name}:{at.lineno}" for at in reversed(extract_tb(error.__traceback__)))
            _LOG.error("unexpected %s at %s", type(error).__name__, places)
            if started:
                raise
            failed = Problem(HTTPStatus.INTERNAL_SERVER_ERROR, SOURCE_FAILED)
            await problem_response(failed, scope["path"])(scope, receive, send)

    async def _admit(self, scope: Scope, receive: Receive, send: Send, headers: Headers, correlation_id: str) -> None:
        path: str = scope["path"]
        register = self._register
        if (path == TOKEN_PATH or path.startswith(OP + "/")) and register.faults.down:
            register.faults.take(path)
            raise Problem(HTTPStatus.SERVICE_UNAVAILABLE, "Het register is even niet beschikbaar.")
        if path.startswith((BASE + "/", CWR_BASE + "/", MIGRATION_BASE + "/")) and path != BASE + "/health":
            if not _UUID.fullmatch(correlation_id):
                raise Problem(HTTPStatus.BAD_REQUEST, "x-correlation-id ontbreekt of is geen uuid.")
            fault = register.faults.take(path)
            if fault is not None:
                await meet(fault, self._admitted, scope, receive, send)
                return
            await self._admitted(scope, receive, send)
            return
        if path.startswith(CONTROL + "/"):
            control.check_token(register, headers)
        await self._app(scope, receive, send)

    async def _admitted(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        party = self._register.tokens.party_of(headers.get("authorization"))
        scope["cir.caller"] = Caller(party, headers.get(_CORRELATION, ""))
        await self._app(scope, receive, send)


def _echoing(send: Send, correlation_id: str) -> Send:
    header = (_CORRELATION.encode("ascii"), correlation_id.encode("ascii"))

    async def echo(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message["headers"], header]}
        await send(message)

    return echo


async def _on_problem(request: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)  # noqa: S101 - registered for this class only
    return problem_response(error, request.url.path)


async def _on_no_route(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else HTTPStatus.NOT_FOUND
    problem = Problem(status, _NO_ROUTE.get(HTTPStatus(status), "De vraag kan niet worden behandeld."))
    response = problem_response(problem, request.url.path)
    if isinstance(error, HTTPException) and error.headers and "Allow" in error.headers:
        response.headers["allow"] = error.headers["Allow"]
    return response
