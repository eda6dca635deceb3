"""The register as a client sees it: the published calls over HTTP, each answer mapped once to a result or an error.

Only dossier numbers and NIS codes ever stand in a URL; nothing of a dossier is logged.
"""

import time
from collections.abc import Callable
from itertools import count
from types import TracebackType
from typing import Any, TypeVar
from urllib.parse import urlsplit

import httpx
import msgspec
import stamina

from cir_desktop.domain.process import Command, Receipt
from cir_desktop.domain.values import DossierNumber, NisCode, nis_code
from cir_desktop.errors import CirError, RegisterNonsense, RegisterNotSet, RegisterUnreachable
from cir_desktop.register import wire, wire_inquiry, wire_types
from cir_desktop.register.answers import BusyRegister, error_of, no_answer, nonsense, refuse_page
from cir_desktop.register.auth import Credentials, Tokens
from cir_desktop.register.http import check_address, way_to
from cir_desktop.register.search import Listed, SearchCriteria
from cir_desktop.runtime.call_log import CallLog
from cir_desktop.runtime.ids import uuid7

BASE_PATH = "/v1/socZek/socialeHuisvesting"
"""The base path of the published API [fact]."""

_CORRELATION = "x-correlation-id"
_LONGEST_WAIT = 10.0
_PATIENCE = 300.0
"""Seconds for the answer to a file of a hundred thousand rows."""
_ATTEMPT = "cir-attempt"

T = TypeVar("T")


class Municipality(msgspec.Struct, frozen=True):
    """A municipality as the register names it."""

    nis_code: NisCode
    name: str


class _LoggedClient(httpx.Client):
    """Writes every call down, whoever makes it, also the one for a token and the one that failed."""

    def __init__(self, log: CallLog | None, base_path: str, **more: Any) -> None:
        super().__init__(**more)
        self._log = log
        self._base_path = base_path

    def send(self, request: httpx.Request, **more: Any) -> httpx.Response:
        """Send it, and tell the log how it went."""
        if self._log is None:
            return super().send(request, **more)
        began = time.perf_counter()
        status = "fout"
        try:
            answer = super().send(request, **more)
            status = str(answer.status_code)
        except httpx.TimeoutException:
            status = "te-traag"
            raise
        except httpx.TransportError:
            status = "geen-verbinding"
            raise
        finally:
            self._log.add(
                method=request.method,
                path=request.url.path.removeprefix(self._base_path),
                status=status,
                seconds=time.perf_counter() - began,
                correlation=request.headers.get(_CORRELATION, "-"),
                attempt=request.extensions.get(_ATTEMPT, 1),
            )
        return answer


class RegisterClient:
    """One landlord's access to one register; shared by threads, to be closed (or used as a context manager).

    Args:
        base_url: scheme, host and port; the published base path is added when it is not there.
        credentials: who we are.
        timeout: seconds to wait for a connection and between two parts of an answer.
        connections: how many calls may run at once.
        log: where every call is written down; nowhere when None.
        transport: what carries the calls; None is the network.

    Every method raises subclasses of RegisterError only (and BadInput for a number that is none). Reads are tried
    three times when the register can't be had; writes once, because only the outbox may repeat them.
    """

    def __init__(
        self,
        base_url: str,
        credentials: Credentials,
        *,
        timeout: float = 30.0,
        connections: int = 8,
        log: CallLog | None = None,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        check_address(base_url)
        check_address(credentials.token_url)
        self.connections = connections
        self.party = credentials.party_code
        self._base = base_url.rstrip("/").removesuffix(BASE_PATH) + BASE_PATH
        self._http = _LoggedClient(
            log,
            urlsplit(self._base).path,
            **way_to(base_url),
            timeout=timeout,
            # Two more than the pull uses, so that a clerk's own question never waits for it. Idle ones are let go
            # before a server does (often after 5 s): a write on a line that is being closed would stay unanswered.
            limits=httpx.Limits(
                max_connections=connections + 2, max_keepalive_connections=connections + 2, keepalive_expiry=4.0
            ),
            transport=transport,
        )
        try:
            self._tokens = Tokens(credentials, self._http)
        except RegisterNotSet:
            self._http.close()
            raise

    def __enter__(self) -> "RegisterClient":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def source(self) -> str:
        """Whose list this is: the register and the landlord that asks."""
        return f"{self.party} @ {self._base}"

    def close(self) -> None:
        """Let go of the connections."""
        self._http.close()

    def search(self, criteria: SearchCriteria) -> tuple[Listed, ...]:
        """What the register lists, at most 1,000; nothing found is an empty tuple."""

        def ask(attempt: int) -> tuple[Listed, ...]:
            raw = self._call("POST", "/dossiers/zoeken", wire.encode_search(criteria), attempt=attempt, empty=True)
            return wire.decode_search(raw) if raw else ()

        return _patiently(ask)

    def fetch(self, number: str) -> bytes:
        """One dossier, as received; RegisterNotFound when the register has none by that number."""
        path = f"/dossiers/dossier/{DossierNumber.parse(number)}"
        return _patiently(lambda attempt: self._call("GET", path, attempt=attempt))

    def acknowledge(self, number: str, version: int) -> None:
        """Tell that this version is safely stored here. To be called after the commit; a repeat changes nothing."""
        body = wire.encode_acknowledgement(number, version, self.party)
        self._call("POST", "/dossiers/bevestigDossierVerwerking", body, empty=True)

    def act(self, command: Command) -> Receipt:
        """Tell the register a consequence; the command's id is the correlation id of every attempt.

        RegisterUnreachable and RegisterNonsense mean: no clear answer, it may have been carried out.
        RegisterRefused, RegisterDenied and RegisterNotFound mean: it was not.
        """
        body = wire.encode_action(command, self.party)
        answer = self._call(
            "POST", "/dossiers/verwerkDossierActie", body, correlation=command.id, attempt=command.attempts
        )
        receipt = wire.decode_receipt(answer)
        if (receipt.dossier, receipt.correlation_id.lower()) != (command.dossier, command.id.lower()):
            raise nonsense("ontvangstbewijs van iets anders")
        return receipt

    def report_ranking(self, command: Command) -> None:
        """Tell what we determined for a ranking list; the register answers nothing but that it took it.

        The command's id is the correlation id of every attempt; the errors mean what they mean for `act`.
        """
        body = wire.encode_ranking(command, self.party)
        path = "/dossiers/wijzigDossierRangschikkingen"
        self._call("POST", path, body, correlation=command.id, attempt=command.attempts, empty=True)

    def answer_need(self, command: Command) -> None:
        """Tell what we found of a housing-need request; nothing comes back but that it was taken, as above."""
        body = wire_inquiry.encode_need_answer(command, self.party)
        path = "/dossiers/woonnoodAntwoord"
        self._call("POST", path, body, correlation=command.id, attempt=command.attempts, empty=True)

    def report_result(self, command: Command) -> None:
        """Tell what we found of one exception of a registration; nothing comes back but that it was taken."""
        body = wire_inquiry.encode_result(command, self.party)
        path = "/dossiers/onderzoekResultaat"
        self._call("POST", path, body, correlation=command.id, attempt=command.attempts, empty=True)

    def attachment(self, number: str, attachment_id: str) -> bytes:
        """One document of a dossier; RegisterNotFound when the register does not have it (any more)."""
        body = wire_inquiry.encode_attachment_question(number, self.party, attachment_id)
        return _patiently(lambda attempt: self._call("POST", "/dossiers/bijlage", body, attempt=attempt))

    def write_dossier(self, number: str, body: bytes, *, correlation: str) -> None:
        """Write a whole dossier on top of its newest version (`wire_edit.corrected`), as its primary landlord.

        The errors mean what they mean for `act`; RegisterRefused of kind `versie-verouderd`: there is a newer version.
        """
        path = f"/dossiers/dossier/{DossierNumber.parse(number)}"
        self._call("PUT", path, body, correlation=correlation, empty=True)

    def health(self) -> str:
        """UP, DEGRADED or DOWN."""
        try:
            answer = self._http.get(f"{self._base}/health", headers={_CORRELATION: str(uuid7())})
        except httpx.TransportError as error:
            raise no_answer(error) from error
        if answer.status_code not in (200, 503):
            raise error_of(answer)
        try:
            return wire.decode(answer.content, wire_types.Gezondheid).status
        except RegisterNonsense:
            if answer.status_code == 503:
                raise error_of(answer) from None
            raise

    def municipalities(self) -> tuple[Municipality, ...]:
        """The municipalities in force."""
        found = wire.decode(
            _patiently(lambda attempt: self._call("GET", "/gemeentes", attempt=attempt)), wire_types.Gemeentes
        )
        return tuple(Municipality(NisCode(g.nis_code), g.naam) for g in found.gemeentes)

    def neighbourhoods(self, nis: str) -> tuple[str, ...]:
        """The neighbourhoods of a municipality."""
        path = f"/gemeentes/wijkenVoorGemeente/{nis_code(nis)}"
        raw = _patiently(lambda attempt: self._call("GET", path, attempt=attempt))
        return wire.decode(raw, wire_types.Wijken).wijken

    def read(self, base_path: str, path: str, *, empty: bool = False) -> bytes:
        """Read under another base path of the same host: a companion register. With `empty`, 204 is no bytes."""
        base = self._base.removesuffix(BASE_PATH) + base_path
        return _patiently(lambda attempt: self._call("GET", path, attempt=attempt, empty=empty, base=base))

    def hand_in(self, base_path: str, path: str, body: bytes, media: str) -> bytes:
        """Hand in a file under another base path of the same host, once; judging it may take minutes."""
        base = self._base.removesuffix(BASE_PATH) + base_path
        return self._call("POST", path, body, base=base, media=media, timeout=_PATIENCE)

    def _call(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        *,
        base: str = "",
        media: str = "application/json",
        timeout: float | None = None,
        correlation: str = "",
        attempt: int = 1,
        empty: bool = False,
    ) -> bytes:
        """One call; a token that was refused is renewed once. With `empty`, 204 is an answer too (no bytes)."""
        correlation = correlation or str(uuid7())
        url = (base or self._base) + path
        try:
            authorization = self._tokens.authorization()
            answer = self._send(method, url, body, media, correlation, authorization, attempt, timeout)
            if answer.status_code == 401:
                # 401 comes before any work is done: repeating is safe for a write as well.
                authorization = self._tokens.authorization(stale=authorization)
                answer = self._send(method, url, body, media, correlation, authorization, attempt, timeout)
            if answer.status_code != 200 and not (empty and answer.status_code == 204):
                raise error_of(answer)
            refuse_page(answer)
            if answer.headers.get(_CORRELATION, "").lower() != correlation.lower():
                raise nonsense("x-correlation-id van een andere vraag")
        except CirError as error:
            error.correlation = correlation
            raise
        return answer.content

    def _send(
        self,
        method: str,
        url: str,
        body: bytes | None,
        media: str,
        correlation: str,
        authorization: str,
        attempt: int,
        timeout: float | None,
    ) -> httpx.Response:
        headers = {_CORRELATION: correlation, "authorization": authorization}
        if body is not None:
            headers["content-type"] = media
        try:
            return self._http.request(
                method,
                url,
                content=body,
                headers=headers,
                timeout=httpx.USE_CLIENT_DEFAULT if timeout is None else timeout,
                extensions={_ATTEMPT: max(attempt, 1)},
            )
        except httpx.TransportError as error:
            raise no_answer(error) from error
        except httpx.DecodingError as error:
            raise nonsense("beschadigd antwoord") from error


def _again(error: Exception) -> bool | float:
    if isinstance(error, BusyRegister) and error.retry_after is not None:
        return error.retry_after <= _LONGEST_WAIT and max(error.retry_after, 0.1)
    return isinstance(error, RegisterUnreachable)


# Its own hook writes every retry to the log or, without one, to a terminal that asked for JSON.
stamina.instrumentation.set_on_retry_hooks([])

_caller = stamina.RetryingCaller(attempts=3, wait_initial=0.2, wait_max=2.0, wait_jitter=0.3).on(_again)


def _patiently(ask: Callable[[int], T]) -> T:
    """Up to three times, each told which one it is; without arguments, so that stamina's own log lines hold none."""
    attempts = count(1)
    return _caller(lambda: ask(next(attempts)))
