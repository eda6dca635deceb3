"""An office that works over a faulty line, dies in the middle of things, and is opened again."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any

from support.faulty_line import ADDRESS, Crash, Line, Server, credentials

from cir_desktop.allocation.loader import load_refusal_reasons, load_regulation
from cir_desktop.domain.access import AccessSettings, Environment
from cir_desktop.domain.home import Home
from cir_desktop.domain.identity import Person, Role
from cir_desktop.domain.process import Actor, Command, CommandState
from cir_desktop.domain.values import Money, NisCode
from cir_desktop.errors import CirError
from cir_desktop.register.client import RegisterClient
from cir_desktop.runtime.paths import resource
from cir_desktop.services import approvals, exchange, homes, pulling
from cir_desktop.services.office import Office
from cir_desktop.storage import dossiers, outbox
from cir_desktop.storage.engine import Store, open_store

KEY = bytes(range(32))
MORNING = datetime(2026, 6, 1, 8, tzinfo=UTC)
APPROVER = Person(
    id="vo-1",
    name="Jan Tweede",
    organisation="0200000000",
    organisation_name="Gemeente Oefendorp",
    roles=frozenset({Role.APPROVER}),
)
HOMES = tuple(
    Home(
        code=f"W{place}",
        street="Verzonnenstraat",
        number=str(place),
        postcode="2460",
        place="Kasterlee",
        nis_code=NisCode("13017"),
        neighbourhood="Kasterlee",
        type=kind,
        bedrooms=bedrooms,
        lowest_rent=Money.of(100),
        highest_rent=Money.of(200),
        fixed_charges=Money.of(0),
    )
    for place, (kind, bedrooms) in enumerate((("A", 1), ("A", 2), ("H", 3)), start=1)
)


@cache
def _rules() -> tuple[Any, Any]:
    folder = resource("rules")
    return load_regulation(folder), load_refusal_reasons(folder)


UNSETTLED = frozenset({CommandState.NEW, CommandState.SENT, CommandState.UNANSWERED, CommandState.HELD})


class Moment:
    """The one virtual clock of the office and the register."""

    def __init__(self) -> None:
        self.now = MORNING

    def __call__(self) -> datetime:
        return self.now

    def sleep(self, time: timedelta) -> None:
        self.now += time


class Desk:
    """The office; every step may end in an error that a clerk sees, or in a crash after which it is opened again."""

    def __init__(self, server: Server, clock: Moment, template: Path, folder: Path) -> None:
        self.server = server
        self.clock = clock
        self.path = folder / "store.db"
        self.line = Line(server, clock.sleep)
        self.crashes = 0
        self.told: list[str] = []
        shutil.copy(template, self.path)
        self._stop_at: tuple[int, bool] | None = None
        self._open()

    def _open(self) -> None:
        regulation, reasons = _rules()
        self.line.dead = False
        store = open_store(self.path, KEY, clock=self.clock)
        self._dying = _may_die(store, self)
        self.office = Office(
            workspace=self.path.parent,
            store=store,
            account=Actor("Els"),
            shipped=regulation,
            shipped_reasons=reasons,
            clock=self.clock,
            practice=True,
        )
        self.connect()

    def connect(self) -> None:
        """Let the office reach the register over the line."""
        # One connection: what the calls of a slice meet does not hang on the order of threads.
        access = credentials(self.server.party)
        self.office.access._client = RegisterClient(ADDRESS, access, connections=1, transport=self.line)

    def die_at(self, unit: int, committed: bool) -> None:
        """Crash at the commit of so many units of work from now: just before it, or just after."""
        self._stop_at = (unit, committed)

    def do(self, step: Callable[[], Any]) -> Any:
        """One step of a clerk; what the program says no to, or could not do, is told and kept."""
        try:
            return step()
        except CirError as error:
            self.told.append(f"{error.code} {error.what[:60]}")
            return None
        except Crash:
            self.crashes += 1
            self._stop_at = None
            self.close()
            self._open()
            return None

    def close(self) -> None:
        """Let go of everything, as the end of a process does."""
        self.line.dead = True
        self.office.access.drop()
        self.office.store.close()

    def heal(self) -> None:
        """The bad times are over."""
        self._stop_at = None
        self.line.heal()

    def pull(self, *, full: bool = False, verdict: str = "accept") -> None:
        """Fetch; where the pull waits before the gate, the clerk says accept, discard or later."""
        self.do(lambda: pulling.pull(self.office, full=full))
        waits = pulling.gate(self.office)
        if waits is not None and verdict != "later":
            decide = pulling.accept if verdict == "accept" else pulling.discard
            self.do(lambda: decide(self.office, waits.pull))

    def push(self) -> None:
        """Send what is due."""
        self.do(lambda: exchange.push(self.office))

    def commands(self) -> list[Command]:
        """The outbox."""
        with self.office.store.read() as connection:
            return outbox.commands(connection)

    def versions(self) -> dict[str, set[int]]:
        """Every stored version."""
        with self.office.store.read() as connection:
            return {
                number: {version for version, _ in dossiers.versions(connection, number)}
                for number in dossiers.stored_versions(connection)
            }

    def release_all(self) -> None:
        """Somebody else signs in and lets every sanction go."""
        self.office.person = APPROVER
        for command in self.commands():
            if command.state is CommandState.HELD:
                self.do(partial(approvals.release, self.office, command.id, approvals.SignedIn()))
        self.office.person = None

    def settle(self) -> None:
        """Nothing goes wrong any more: go on until everything that can be told was told."""
        self.heal()
        for _ in range(60):
            self.release_all()
            self.pull()
            self.push()
            if not any(command.state in UNSETTLED for command in self.not_kept_back()):
                break
            self.clock.sleep(timedelta(hours=8))
        self.pull()

    def not_kept_back(self) -> Iterator[Command]:
        """Those that no conflict keeps back: a clerk has to look at that first."""
        kept: set[str] = set()
        for command in self.commands():
            if command.state is CommandState.CONFLICT:
                kept.add(command.dossier)
            if command.dossier not in kept:
                yield command


@contextmanager
def _unit_that_may_die(desk: Desk, unit: Callable[..., Any], actor: Actor) -> Iterator[Any]:
    if desk.line.dead:
        raise Crash
    stop, committed = None, False
    if desk._stop_at is not None:
        left, committed = desk._stop_at
        stop = left <= 0
        desk._stop_at = None if stop else (left - 1, committed)
    with unit(actor) as opened:
        yield opened
        if stop and not committed:
            desk.line.dead = True
            raise Crash
    if stop:
        desk.line.dead = True
        raise Crash


def _may_die(store: Store, desk: Desk) -> None:
    unit = store.unit
    store.unit = lambda actor: _unit_that_may_die(desk, unit, actor)  # type: ignore[method-assign]


def make_template(path: Path, server: Server, clock: Moment) -> None:
    """A workspace that pulled everything once and has its homes, to copy."""
    open_store(path, KEY).close()
    folder = path.parent / "first"
    folder.mkdir()
    desk = Desk(server, clock, path, folder)
    access = credentials(server.party)
    known = AccessSettings(
        base_url=ADDRESS, token_url=access.token_url, client_id=access.client_id, party_code=access.party_code
    )
    desk.office.access.keep(Actor("Els"), Environment.PRACTICE, known, access.private_key_pem)
    desk.connect()
    for home in HOMES:
        homes.save(desk.office, home, new=True)
        homes.open_vacancy(desk.office, home.code, desk.office.today)
    desk.pull()
    desk.close()
    shutil.copy(desk.path, path)
