"""A practice register in this process, and a line to it on which everything can go wrong: the outer network edge."""

import asyncio
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import select

from cir_desktop.practice.app import create_app
from cir_desktop.practice.auth import Client, Tokens, new_key
from cir_desktop.practice.clock import PracticeClock
from cir_desktop.practice.filling import fill
from cir_desktop.practice.generator import generate, landlord
from cir_desktop.practice.register import CONTROL, TOKEN_PATH, Register
from cir_desktop.practice.store import GONE, Store
from cir_desktop.practice.tables import DOSSIERS, SCOPE
from cir_desktop.register.client import Credentials

ADDRESS = "http://127.0.0.1:1"
"""Nothing listens there: every call goes over the line."""

FIRST_DAY = date(2026, 6, 1)


class Crash(BaseException):
    """The program is gone in the middle of what it did."""


@dataclass(frozen=True)
class Fault:
    """What happens to one call: `kind` is one of KINDS, `after` so many calls that go well."""

    kind: str
    after: int = 0
    code: int = 503


KINDS = (
    "drop before",
    "drop after",
    "duplicate",
    "late",
    "slow",
    "busy",
    "status before",
    "status after",
    "cut",
    "nonsense",
    "clock jump",
    "crash before",
    "crash after",
)
CAPTIVE = b"<html><head><title>Welkom op het gastennetwerk</title></head><body>Aanvaard de voorwaarden</body></html>"


@cache
def _our_key() -> Any:
    return new_key()


def credentials(party: str) -> Credentials:
    """The access of the one client."""
    return Credentials(
        token_url=ADDRESS + TOKEN_PATH,
        client_id="proef",
        party_code=party,
        private_key_pem=_our_key().as_pem(private=True).decode("ascii"),
    )


def make_list(path: Path, size: int, seed: int) -> None:
    """A list to copy."""
    first = FIRST_DAY.isoformat()
    facts = {"size": str(size), "seed": str(seed), "first_day": first, "today": first}
    fill(path, generate(size, seed, FIRST_DAY), [landlord(size)], facts)


class Server:
    """One practice register on a copy of a list; one thread does its work, as in the real one."""

    def __init__(self, path: Path, size: int, seed: int, *, published_only: bool, now: Callable[[], datetime]) -> None:
        self.party = landlord(size).code
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="register")
        self._loop = asyncio.new_event_loop()
        self._thread.submit(self._open, path, seed, size, published_only, now).result()

    def _open(self, path: Path, seed: int, size: int, published_only: bool, now: Callable[[], datetime]) -> None:
        self.store = Store(path)
        key = _our_key()
        public = type(key).import_key(key.as_pem(private=False))
        self.register = Register(
            store=self.store,
            clock=PracticeClock(FIRST_DAY, self.store.last_moment(), real=now),
            tokens=Tokens(
                [Client("proef", self.party, public)],
                ADDRESS + TOKEN_PATH,
                self.store.use_once,
                lambda: datetime.now().timestamp(),  # noqa: DTZ005 - seconds since the epoch have no zone
            ),
            control_token="stuur",
            landlord=landlord(size),
            seed=seed,
            published_only=published_only,
        )
        self._app = httpx.ASGITransport(create_app(self.register))

    def answer(self, request: httpx.Request) -> httpx.Response:
        """What the register says; the body is read."""
        return self._thread.submit(self._loop.run_until_complete, self._answer(request)).result()

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        again = httpx.Request(request.method, request.url, headers=request.headers, content=request.content)
        response = await self._app.handle_async_request(again)
        body = await response.aread()
        return httpx.Response(response.status_code, headers=response.headers, content=body)

    def control(self, path: str, **body: Any) -> dict[str, Any]:
        """Practice control, which no fault touches. Gives {} where the register says no."""
        request = httpx.Request("POST", f"{ADDRESS}{CONTROL}{path}", headers={"x-practice-token": "stuur"}, json=body)
        response = self.answer(request)
        return response.json() if response.status_code == 200 else {}

    def forget_tokens(self) -> None:
        """As after a restart."""
        self.register.tokens._issued.clear()

    def look(self, work: Callable[[Store], Any]) -> Any:
        """Look into the register's own books."""
        return self._thread.submit(work, self.store).result()

    def close(self) -> None:
        """End it."""
        self._thread.submit(self.store.close).result()
        self._thread.shutdown()
        self._loop.close()


@dataclass
class Line(httpx.BaseTransport):
    """Carries the calls of a client to a server, and does to them what was ordered."""

    server: Server
    sleep: Callable[[timedelta], None]
    faults: deque[Fault] = field(default_factory=deque)
    dead: bool = False
    calls: list[str] = field(default_factory=list)
    _late: list[httpx.Request] = field(default_factory=list)
    _wait: int | None = None

    def order(self, *faults: Fault) -> None:
        """These happen to the next calls, each after so many that go well."""
        self.faults.extend(faults)

    def heal(self) -> None:
        """Nothing goes wrong any more; what was under way arrives now."""
        self.faults.clear()
        self._wait = None
        self._deliver()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """One call."""
        if self.dead:
            raise Crash
        request.read()
        self.calls.append(f"{request.method} {request.url.path.rsplit('/', 1)[-1]}")
        fault = self._next()
        if fault is None:
            return self._carry(request)
        match fault.kind:
            case "drop before":
                raise httpx.ConnectError("geen verbinding", request=request)
            case "drop after":
                self._carry(request)
                raise httpx.ReadTimeout("geen antwoord", request=request)
            case "duplicate":
                self._carry(request)
                return self._carry(request)
            case "late":
                self._late.append(request)
                raise httpx.ReadTimeout("geen antwoord", request=request)
            case "slow":
                self.sleep(timedelta(seconds=40))
                return self._carry(request)
            case "busy":
                self.sleep(timedelta(seconds=1))
                return httpx.Response(429, headers={"retry-after": "3"}, json=_problem(429))
            case "status before":
                return httpx.Response(fault.code, json=_problem(fault.code))
            case "status after":
                self._carry(request)
                return httpx.Response(fault.code, json=_problem(fault.code))
            case "cut":
                self._carry(request)
                raise httpx.RemoteProtocolError("te weinig bytes", request=request)
            case "nonsense":
                return httpx.Response(200, headers={"content-type": "text/html"}, content=CAPTIVE)
            case "clock jump":
                self.sleep(timedelta(hours=-1) if fault.code % 2 else timedelta(days=1))
                return self._carry(request)
            case "crash before":
                self.dead = True
                raise Crash
            case "crash after":
                self._carry(request)
                self.dead = True
                raise Crash
            case _:
                raise ValueError(fault.kind)

    def _next(self) -> Fault | None:
        if not self.faults:
            return None
        if self._wait is None:
            self._wait = self.faults[0].after
        if self._wait:
            self._wait -= 1
            return None
        self._wait = None
        return self.faults.popleft()

    def _carry(self, request: httpx.Request) -> httpx.Response:
        """Arrives, and overtakes what is late; that arrives right after it."""
        answer = self.server.answer(request)
        if request.method == "POST" and not request.url.path.endswith(("zoeken", "token")):
            self._deliver()
        return answer

    def _deliver(self) -> None:
        late, self._late = self._late, []
        for request in late:
            self.server.answer(request)


def _problem(status: int) -> dict[str, Any]:
    return {"title": "Fout", "status": status, "detail": "Source: Internal server error", "instance": "/"}


def history_of(server: Server) -> dict[str, list[dict[str, Any]]]:
    """The status history of every dossier as the register itself has it."""

    def work(store: Store) -> dict[str, list[dict[str, Any]]]:
        numbers = store.connection.execute(select(DOSSIERS.c.number)).scalars().all()
        return {number: (store.dossier(number) or {})["dossierStatusHistoriek"] for number in numbers}

    return server.look(work)


def scope_of(server: Server) -> dict[str, tuple[int, int, str]]:
    """By number what we may see: the current version, the one that we acknowledged, the status."""

    def work(store: Store) -> dict[str, tuple[int, int, str]]:
        statement = (
            select(DOSSIERS.c.number, DOSSIERS.c.version, SCOPE.c.acknowledged, DOSSIERS.c.status)
            .join(SCOPE, SCOPE.c.number == DOSSIERS.c.number)
            .where(SCOPE.c.party == server.party, SCOPE.c.state != GONE)
        )
        return {
            number: (version, acked, status) for number, version, acked, status in store.connection.execute(statement)
        }

    return server.look(work)


def rankings_of(server: Server, number: str) -> list[dict[str, Any]]:
    """What we reported of a dossier, as the register has it."""
    dossier = server.look(lambda store: store.dossier(number))
    return [one for one in dossier["rangschikkingen"] if one["partijCode"] == server.party]
