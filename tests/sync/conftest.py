"""A practice register of some households in a process of its own, a real store, and a client that counts its calls."""

import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest
import stamina

from cir_desktop.domain.job import Cancel, Progress
from cir_desktop.domain.process import Actor, Command, CommandState, ConsequencePayload, Receipt
from cir_desktop.practice import launcher
from cir_desktop.register.client import Credentials, RegisterClient
from cir_desktop.register.search import Listed, SearchCriteria
from cir_desktop.runtime.ids import uuid7
from cir_desktop.storage import candidates, dossiers, outbox
from cir_desktop.storage.engine import Store, open_store
from cir_desktop.sync.pull import PullOutcome, pull
from cir_desktop.sync.push import PushOutcome, push

ACTOR = Actor("tester")
DAY = date(2026, 6, 1)


class CountingClient(RegisterClient):
    """The real client; knows how often it was asked what."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.calls: Counter[str] = Counter()
        self.fetched: list[str] = []
        self.asked: list[SearchCriteria] = []
        self.before_fetch: Callable[[], None] = lambda: None
        self.before_act: Callable[[], None] = lambda: None
        self.before_write: Callable[[], None] = lambda: None
        self._writing = False

    def search(self, criteria: SearchCriteria) -> tuple[Listed, ...]:
        self.calls["search"] += 1
        self.asked.append(criteria)
        return super().search(criteria)

    def fetch(self, number: str) -> bytes:
        self.calls["fetch"] += 1
        self.fetched.append(number)
        self.before_fetch()
        return super().fetch(number)

    def acknowledge(self, number: str, version: int) -> None:
        self.calls["acknowledge"] += 1
        super().acknowledge(number, version)

    def act(self, command: Command) -> Receipt:
        self.calls["act"] += 1
        self.before_act()
        return super().act(command)

    def write_dossier(self, number: str, body: bytes, *, correlation: str) -> None:
        self.calls["write"] += 1
        if not self._writing:  # what is done before a write may write too
            self._writing = True
            try:
                self.before_write()
            finally:
                self._writing = False
        super().write_dossier(number, body, correlation=correlation)


class Practice:
    """The running practice register and its control."""

    def __init__(self, running: launcher.Running) -> None:
        self.access: dict[str, Any] = msgspec.json.decode(running.credentials.read_bytes())
        self.party: str = self.access["party_code"]
        self.used: set[str] = set()
        """Dossiers that a test of this file took for itself."""
        self._http = httpx.Client(
            headers={"x-practice-token": self.access["control_token"]}, base_url=self.access["control_url"]
        )

    def close(self) -> None:
        self._http.close()

    def state(self) -> dict[str, Any]:
        return self._http.get("/state").raise_for_status().json()

    def fault(self, kind: str, **more: Any) -> None:
        self._http.post("/faults", json={"kind": kind, **more}).raise_for_status()

    def heal(self) -> None:
        self._http.delete("/faults").raise_for_status()

    def corrupt(self, number: str) -> None:
        self._http.post("/corrupt", json={"dossierNummer": number}).raise_for_status()

    def advance(self, days: int, **happening: int) -> None:
        """Let days pass on which nothing happens but what is told."""
        quiet = {"registrations_per_day": 0, "changes_per_day": 0, "offers_elsewhere_per_day": 0, "needs_per_day": 0}
        asked = {"days": days, "routine": False, **quiet, **happening}
        self._http.post("/advance", json=asked).raise_for_status()

    def change(self, number: str, what: str) -> None:
        self._http.post("/change", json={"dossierNummer": number, "what": what}).raise_for_status()

    def client(self, base_url: str = "", **changes: Any) -> CountingClient:
        names = ("token_url", "client_id", "party_code", "private_key_pem")
        return CountingClient(
            base_url or self.access["base_url"], Credentials(**{name: self.access[name] for name in names} | changes)
        )


class Desk:
    """A workspace at work: store, client, and the two exchanges with everything filled in."""

    def __init__(self, store: Store, client: CountingClient, practice: Practice) -> None:
        self.store = store
        self.client = client
        self.practice = practice
        self.actor = ACTOR
        self.now = datetime.now(UTC)
        self.progress: list[Progress] = []
        self.cancel = Cancel()
        self.municipalities: frozenset[str] = frozenset()

    def pull(self, **more: Any) -> PullOutcome:
        return pull(
            self.store,
            self.client,
            actor=ACTOR,
            own_party=self.practice.party,
            municipalities=self.municipalities,
            clock=lambda: self.now,
            report=self.progress.append,
            cancel=self.cancel,
            **more,
        )

    def push(self, *, fresh_only: bool = False, at_once: bool = False) -> PushOutcome:
        return push(
            self.store,
            self.client,
            actor=ACTOR,
            own_party=self.practice.party,
            clock=lambda: self.now,
            report=self.progress.append,
            cancel=self.cancel,
            fresh_only=fresh_only,
            at_once=at_once,
        )

    def later(self, **time: float) -> None:
        self.now += timedelta(**time)

    def stored(self) -> dict[str, int]:
        with self.store.read() as connection:
            return dossiers.stored_versions(connection)

    def unacknowledged(self) -> list[tuple[str, int]]:
        with self.store.read() as connection:
            return dossiers.unacknowledged(connection)

    def row(self, number: str) -> candidates.CandidateRow:
        with self.store.read() as connection:
            return candidates.by_dossier(connection, number)

    def registered(self) -> str:
        """The number of a dossier to which an offer may be made; another one each time within a test module."""
        with self.store.read() as connection:
            for number in sorted(dossiers.stored_versions(connection)):
                row = candidates.by_dossier(connection, number)
                if (
                    row.status == "REG"
                    and not row.out_of_scope
                    and number not in self.practice.used
                    and self.is_listed(number)
                ):
                    self.practice.used.add(number)
                    return number
        raise LookupError("the practice list has no more registered households")

    def is_listed(self, number: str) -> bool:
        """Whether the register still lists a dossier for us; other tests may have taken it away. Not counted."""
        return bool(RegisterClient.search(self.client, SearchCriteria(party=self.practice.party, number=number)))

    def order(self, action: str, dossier: str, **changes: Any) -> Command:
        """Put a command in the outbox."""
        given: dict[str, Any] = {
            "id": str(uuid7()),
            "action": action,
            "dossier": dossier,
            "base_version": self.stored()[dossier],
            "payload": ConsequencePayload("Proef."),
            "author": ACTOR.name,
            "created_at": self.now,
            "state": CommandState.NEW,
        }
        command = Command(**given | changes)
        with self.store.unit(ACTOR) as unit:
            outbox.add_command(unit.connection, command)
            unit.event("command.made", command.id)
        return command

    def command(self, command: Command) -> Command:
        with self.store.read() as connection:
            return outbox.command(connection, command.id)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Practice]:
    with launcher.start(tmp_path_factory.mktemp("practice"), 180, 7, today=DAY) as child:
        practice = Practice(child)
        yield practice
        practice.close()


@pytest.fixture(scope="package")
def practice_kind() -> type[Practice]:
    """For a second register of another kind."""
    return Practice


@pytest.fixture(scope="package")
def desk_kind() -> type[Desk]:
    """For a workspace that outlives a test."""
    return Desk


@pytest.fixture
def practice(running: Practice) -> Iterator[Practice]:
    yield running
    running.heal()


@pytest.fixture(autouse=True)
def quick_retries() -> Iterator[None]:
    with stamina.set_testing(True, attempts=3, cap=True):
        yield


@pytest.fixture(scope="package")
def key() -> bytes:
    return os.urandom(32)


@pytest.fixture(scope="package")
def empty_store(tmp_path_factory: pytest.TempPathFactory, key: bytes) -> Path:
    """A store to copy: making its tables takes longer than most tests."""
    path = tmp_path_factory.mktemp("stores") / "empty.db"
    open_store(path, key).close()
    return path


@pytest.fixture(scope="module")
def pulled_store(running: Practice, empty_store: Path, key: bytes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store to copy that held everything when the first test of a file began."""
    path = tmp_path_factory.mktemp("pulled") / "pulled.db"
    shutil.copy(empty_store, path)
    store = open_store(path, key)
    desk = Desk(store, running.client(), running)
    assert desk.pull().complete
    desk.client.close()
    store.close()
    return path


@pytest.fixture
def open_desk(tmp_path: Path, empty_store: Path, key: bytes) -> Iterator[Callable[..., Desk]]:
    opened: list[Desk] = []

    def open_one(practice: Practice, template: Path = empty_store, **credentials: Any) -> Desk:
        path = tmp_path / f"store-{len(opened)}.db"
        shutil.copy(template, path)
        opened.append(Desk(open_store(path, key), practice.client(**credentials), practice))
        return opened[-1]

    yield open_one
    for desk in opened:
        desk.client.close()
        desk.store.close()


@pytest.fixture
def desk(open_desk: Callable[..., Desk], practice: Practice) -> Desk:
    """A workspace that holds nothing yet."""
    return open_desk(practice)


@pytest.fixture
def full_desk(open_desk: Callable[..., Desk], practice: Practice, pulled_store: Path) -> Desk:
    """A workspace that holds everything."""
    desk = open_desk(practice, pulled_store)
    assert desk.pull(gate_share=100).complete  # other tests changed much
    desk.client.calls.clear()
    desk.client.fetched.clear()
    desk.client.asked.clear()
    desk.progress.clear()
    return desk
