"""What a pull and a push are measured against: the same calls in a bare httpx loop that stores nothing."""

import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import httpx

from cir_desktop.domain.process import Command
from cir_desktop.register import wire
from cir_desktop.register.auth import Credentials, Tokens
from cir_desktop.register.client import BASE_PATH, RegisterClient


@dataclass
class Calls:
    """The calls that one pull or push made."""

    searches: list[bytes] = field(default_factory=list)
    actions: list[Command] = field(default_factory=list)
    fetches: list[str] = field(default_factory=list)
    acknowledgements: list[tuple[str, int]] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.searches) + len(self.actions) + len(self.fetches) + len(self.acknowledgements)


class RecordingClient(RegisterClient):
    """The client itself, with a list of what was asked of it."""

    def __init__(self, *args, **more):
        super().__init__(*args, **more)
        self.calls = Calls()

    def search(self, criteria):
        self.calls.searches.append(wire.encode_search(criteria))
        return super().search(criteria)

    def fetch(self, number):
        self.calls.fetches.append(number)
        return super().fetch(number)

    def act(self, command):
        self.calls.actions.append(command)
        return super().act(command)

    def acknowledge(self, number, version):
        self.calls.acknowledgements.append((number, version))
        super().acknowledge(number, version)


def run_bare(base_url: str, credentials: Credentials, calls: Calls, concurrency: int = 8) -> float:
    """Make the same calls with the same concurrency; returns seconds."""
    base = base_url + BASE_PATH
    started = time.perf_counter()
    limits = httpx.Limits(max_connections=concurrency, max_keepalive_connections=concurrency)
    with httpx.Client(limits=limits, timeout=30, trust_env=False) as client, ThreadPoolExecutor(concurrency) as pool:
        authorization = Tokens(credentials, client).authorization()

        def call(method: str, path: str, content: bytes | None = None) -> None:
            headers = {"authorization": authorization, "x-correlation-id": str(uuid.uuid4())}
            if content is not None:
                headers["content-type"] = "application/json"
            client.request(method, base + path, content=content, headers=headers).raise_for_status()

        def all_of(one: Callable[..., None], arguments: list) -> None:
            for _ in pool.map(one, arguments):
                pass

        for body in calls.searches:
            call("POST", "/dossiers/zoeken", body)
        all_of(
            lambda command: call(
                "POST", "/dossiers/verwerkDossierActie", wire.encode_action(command, credentials.party_code)
            ),
            calls.actions,
        )
        all_of(lambda number: call("GET", f"/dossiers/dossier/{number}"), calls.fetches)
        all_of(
            lambda pair: call(
                "POST",
                "/dossiers/bevestigDossierVerwerking",
                wire.encode_acknowledgement(*pair, credentials.party_code),
            ),
            calls.acknowledgements,
        )
    return time.perf_counter() - started
