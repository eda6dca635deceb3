"""What the running practice register consists of, and who is calling it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from cir_desktop.practice.auth import Tokens
from cir_desktop.practice.clock import PracticeClock
from cir_desktop.practice.errors import NO_DOSSIER, Problem
from cir_desktop.practice.faults import Faults
from cir_desktop.practice.identity import IdentityProvider
from cir_desktop.practice.landlords import Landlord
from cir_desktop.practice.store import Current, Store

BASE = "/v1/socZek/socialeHuisvesting"
TOKEN_PATH = "/oauth2/v1/token"  # noqa: S105 - a path
CONTROL = "/practice/v1"

_HISTORY_EXTRAS = ("actie", "partijCode", "correlationId")


@dataclass(frozen=True, slots=True)
class Register:
    """The parts of one running register.

    `published_only` leaves out what the published API does not promise; without `identity` no person can sign in.
    """

    store: Store
    clock: PracticeClock
    tokens: Tokens
    control_token: str
    landlord: Landlord
    seed: int
    published_only: bool = False
    identity: IdentityProvider | None = None
    faults: Faults = field(default_factory=Faults)


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls: the landlord of the access token, and the call's correlation id as it was sent."""

    party: str
    correlation_id: str


def register_of(request: Request) -> Register:
    """The register that serves this request."""
    register: Register = request.app.state.register
    return register


def caller_of(request: Request) -> Caller:
    """Who makes this request, as the gate found."""
    caller: Caller = request.scope["cir.caller"]
    return caller


def check_party(caller: Caller, party: str) -> None:
    """Raise Problem 403 when a body names another landlord than the token."""
    if party != caller.party:
        raise Problem(HTTPStatus.FORBIDDEN, "partijCode is niet die van het toegangstoken.")


def visible(register: Register, party: str, number: str) -> Current:
    """The dossier, when the landlord may see it. Raises Problem 404 or 403."""
    current = register.store.current(party, number)
    if current is None:
        raise Problem(HTTPStatus.NOT_FOUND, NO_DOSSIER)
    if not current.visible:
        raise Problem(HTTPStatus.FORBIDDEN, "Dit dossier hoort niet bij deze verhuurder.")
    return current


def json_response(content: Any, status: int = HTTPStatus.OK) -> Response:
    """An answer with a JSON body."""
    return Response(msgspec.json.encode(content), status, media_type="application/json")


def without_history_extras(body: bytes) -> bytes:
    """A dossier as the published API would send it: its history without action, landlord and correlation id."""
    dossier: dict[str, Any] = msgspec.json.decode(body)
    dossier["dossierStatusHistoriek"] = [_plain(entry) for entry in dossier["dossierStatusHistoriek"]]
    return msgspec.json.encode(dossier)


def _plain(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in entry.items() if key not in _HISTORY_EXTRAS}
