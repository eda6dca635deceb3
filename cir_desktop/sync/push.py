"""The push: tells the register what happened here, in order per dossier, and never twice.

The calls run side by side, of each dossier one at a time; everything is written by the one that began the round. It
begins with a single call, and takes on more while the register answers: nobody knocks with eight hands at a closed
door. After some calls in a row without an answer sending pauses (`circuit`), for whoever sends next too.
"""

from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import datetime, timedelta
from functools import partial

import msgspec

from cir_desktop.domain.job import Cancel, Progress, Report
from cir_desktop.domain.process import Actor, Command, CommandState
from cir_desktop.errors import NotAllowed, RegisterDenied, RegisterError
from cir_desktop.register.answers import DeniedAnswer
from cir_desktop.register.client import RegisterClient
from cir_desktop.register.search import SearchCriteria
from cir_desktop.runtime.clock import Clock
from cir_desktop.runtime.only_one import only_one
from cir_desktop.storage import outbox
from cir_desktop.storage.circuit import Circuit, circuit, keep_circuit
from cir_desktop.storage.dossiers import mark_acknowledged, stored_versions
from cir_desktop.storage.engine import Store
from cir_desktop.storage.received import Received, prepare
from cir_desktop.storage.unit import Unit
from cir_desktop.sync.attempt import Attempt, fetch, look_up, tell
from cir_desktop.sync.circuit import CLOSED, failed
from cir_desktop.sync.taking import take

SENDING = "Versturen"

_ACCESS_PROBLEM = 2
"""So many dossiers in a row that we have no access to say something about us, and not about them."""

_AHEAD = 3
"""So many commands for each connection: one is on its way while what came of another is written down."""

_GATHER_SECONDS = 0.02
"""What comes within this time is written down together: each writing waits for the disk."""

_Version = tuple[str, int]
_Result = Attempt | Received | _Version | None


class PushOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """What a round did: `sent` calls, and how they ended; and what stands in the outbox after it.

    `accepted` includes commands of which the register turned out to have carried them out before. `denied` were put
    aside for a while, because the register gave no access for their dossier. `unanswered` counts everything whose
    outcome is not known, also of earlier rounds; the first of them is looked up again from `next_attempt_at` on (None:
    in the next round). `held` wait for a second person, `waiting` were not sent yet. `stopped` says in Dutch why the
    round ended early, because the register could not be had; nothing is sent before `resumes_at` then.
    """

    sent: int = 0
    accepted: int = 0
    refused: int = 0
    conflict: int = 0
    denied: int = 0
    unanswered: int = 0
    held: int = 0
    waiting: int = 0
    next_attempt_at: datetime | None = None
    stopped: str = ""
    resumes_at: datetime | None = None


def push(
    store: Store,
    client: RegisterClient,
    *,
    actor: Actor,
    own_party: str,
    clock: Clock,
    report: Report,
    cancel: Cancel,
    fresh_only: bool = False,
    at_once: bool = False,
) -> PushOutcome:
    """Send what is due; with `fresh_only`, only what was never tried; `at_once` even while sending is paused.

    Raises Cancelled between two commands; NotAllowed while another round runs, also of another program; RegisterDenied
    when the register does not know who we are (401), or gave no access (403) for one dossier after the other: that has
    to be put right first, nothing is lost, and the commands stay due.
    """
    with only_one(store.path.with_suffix(".sending")) as alone:
        if not alone:
            raise NotAllowed("Er wordt al verstuurd, hier of in een ander venster.", "Wacht tot dat klaar is.")
        with ThreadPoolExecutor(client.connections, thread_name_prefix="push") as pool:
            return _Round(store, client, pool, actor, own_party, clock).run(report, cancel, fresh_only, at_once)


class _Round:
    """One round through the outbox. Only its own thread writes; the calls are made by the pool."""

    def __init__(
        self,
        store: Store,
        client: RegisterClient,
        pool: ThreadPoolExecutor,
        actor: Actor,
        own_party: str,
        clock: Clock,
    ) -> None:
        self._store = store
        self._client = client
        self._pool = pool
        self._actor = actor
        self._own_party = own_party
        self._clock = clock
        with store.read() as connection:
            self._circuit = circuit(connection)
        self._jobs: set[Future[_Result]] = set()
        self._queue: deque[Command] = deque()
        self._to_tell: deque[Command] = deque()
        self._open = 0
        self._width = 1
        self._halted = False
        self._no_access: RegisterDenied | None = None
        self._denied: dict[str, Attempt] = {}
        self._ended = dict.fromkeys(CommandState, 0)
        self._put_aside = 0
        self._sent = 0

    def run(self, report: Report, cancel: Cancel, fresh_only: bool, at_once: bool) -> PushOutcome:
        """Go on while settling one command makes the next of its dossier due."""
        seen: set[str] = set()
        while not self._halted:
            with self._store.read() as connection:
                self._queue.extend(c for c in outbox.due(connection, self._clock(), fresh_only) if c.id not in seen)
            if not self._queue or not (seen or self._register_answers(at_once)):
                break
            seen.update(command.id for command in self._queue)
            self._pass(lambda: report(Progress(SENDING, len(seen) - len(self._queue), None)), cancel)
            self._queue.clear()
        cancel.check()
        if self._no_access is not None:
            raise self._no_access
        return self._outcome()

    def _register_answers(self, at_once: bool) -> bool:
        """Whether sending is not paused, or its time has come and the register says that it is there."""
        until = self._circuit.next_attempt_at
        if until is None:
            return True
        if self._clock() < until and not at_once:
            return False
        try:
            if self._client.health() != "DOWN":
                return True
            words = "Het register meldt zelf dat het niet werkt."
        except RegisterError as error:
            words = error.what
        with self._store.unit(self._actor) as unit:
            self._failed(words)
            keep_circuit(unit.connection, self._circuit)
            unit.event("circuit.opened", "register", {"count": self._circuit.openings})
        return False

    def _pass(self, report: Callable[[], None], cancel: Cancel) -> None:
        """Settle the commands of the queue, each of another dossier."""
        results: list[_Result] = []
        while True:
            self._turn(results)
            if not self._jobs:
                return
            done, self._jobs = wait(self._jobs, timeout=_GATHER_SECONDS)
            if not done:
                done, self._jobs = wait(self._jobs, return_when=FIRST_COMPLETED)
            results = [job.result() for job in done]
            report()
            if cancel.requested:
                self._halted = True

    def _turn(self, results: Sequence[_Result]) -> None:
        """Write down what came, and what is sent next, in one unit of work; then make the calls."""
        before = self._circuit
        attempts = [result for result in results if isinstance(result, Attempt)]
        for attempt in attempts:
            self._judge(attempt)
        self._open -= len(attempts)
        received = [result for result in results if isinstance(result, Received)]
        received += [attempt.received for attempt in attempts if attempt.received is not None]
        acknowledged = [result for result in results if isinstance(result, tuple)]
        settled = [attempt for attempt in attempts if attempt.state is not None]
        looks, tells = self._next()
        calls: list[Callable[[], _Result]] = [
            partial(look_up, self._store, self._client, command, self._own_party) for command in looks
        ]
        if settled or received or acknowledged or tells:
            with self._store.unit(self._actor) as unit:
                # First what came: comparing it with a correction asks whether that is still on its way.
                new = self._keep(unit, received)
                for attempt in settled:
                    self._write(unit, attempt)
                if self._circuit != before:
                    keep_circuit(unit.connection, self._circuit)
                    if self._circuit.is_open != before.is_open:
                        unit.event("circuit.opened" if self._circuit.is_open else "circuit.closed", "register")
                mark_acknowledged(unit.connection, acknowledged, self._clock())
                for number, version in acknowledged:
                    unit.event("dossier.acknowledged", number, {"version": version})
                claimed = [command for command in tells if self._claim(unit, command)]
            self._sent += len(claimed)
            self._open -= len(tells) - len(claimed)
            calls += [partial(tell, self._store, self._client, command) for command in claimed]
            calls += [partial(self._acknowledge, item.number, item.version) for item in new]
        if not self._halted:
            accepted = [a.command.dossier for a in settled if a.state is CommandState.ACCEPTED and not a.received]
            calls += [partial(self._fetch, dossier) for dossier in accepted]
        self._jobs |= {self._pool.submit(call) for call in calls}

    def _next(self) -> tuple[list[Command], list[Command]]:
        """What to look up, and what to send, as far as there is room for it."""
        looks: list[Command] = []
        tells: list[Command] = []
        while not self._halted and self._open < self._width and (self._to_tell or self._queue):
            self._open += 1
            if self._to_tell:
                tells.append(self._to_tell.popleft())
            elif (command := self._queue.popleft()).state is CommandState.NEW:
                tells.append(command)
            else:
                looks.append(command)
        return looks, [msgspec.structs.replace(command, attempts=command.attempts + 1) for command in tells]

    def _judge(self, attempt: Attempt) -> None:
        """What an attempt says of the register and of us, and so of how to go on."""
        error = attempt.error
        if isinstance(error, RegisterDenied):
            self._width = 1
            one_dossier = isinstance(error, DeniedAnswer) and error.status == 403
            if one_dossier and self._left_us(attempt.command.dossier):
                return  # a matter of this dossier alone: it is set aside, the others go on
            self._denied[attempt.command.dossier] = attempt
            if not one_dossier or len(self._denied) >= _ACCESS_PROBLEM:
                self._no_access, self._halted = error, True
            return
        if error is not None:
            self._width = 1
            self._failed(error.what, attempt.retry_after)
            return
        if attempt.state is None:
            self._to_tell.append(attempt.command)
        self._denied.clear()
        self._circuit = CLOSED
        self._width = min(self._width * 2, self._client.connections * _AHEAD)

    def _left_us(self, dossier: str) -> bool:
        """Whether the register no longer lists a dossier for us.

        Without asking, some dossiers that are no longer ours would keep back everything that comes after them.
        """
        try:
            return not self._client.search(SearchCriteria(party=self._own_party, number=dossier))
        except RegisterError:
            return False

    def _failed(self, words: str, at_least: float = 0.0) -> None:
        self._circuit = failed(self._circuit, self._clock(), words, at_least)
        self._halted = self._halted or self._circuit.is_open

    def _claim(self, unit: Unit, command: Command) -> bool:
        """Write down that it is being sent, before it is; False when somebody dropped or sent it meanwhile."""
        claimed = outbox.claim(unit.connection, command)
        unit.event(
            "command.sent" if claimed else "command.passed_over",
            command.id,
            {"dossier": command.dossier, "attempt": command.attempts},
        )
        return claimed

    def _write(self, unit: Unit, attempt: Attempt) -> None:
        state, command = attempt.state, attempt.command
        if state is None:
            return
        self._ended[state] += 1
        unit.event(f"command.{state.value}", command.id, {"dossier": command.dossier, "attempt": command.attempts})
        if isinstance(attempt.error, RegisterDenied):
            self._put_aside += 1
            if self._no_access is not None:
                # It is about us: what was put aside just before is due as well, as soon as that is put right.
                for one in self._denied.values():
                    self._set(unit, one, wait=one.wait if one.state is CommandState.UNANSWERED else None)
                return
        self._set(unit, attempt, attempt.wait)

    def _set(self, unit: Unit, attempt: Attempt, wait: float | None) -> None:
        outbox.set_state(
            unit.connection,
            attempt.command.id,
            attempt.state or attempt.command.state,
            last_answer=attempt.words,
            attempts=attempt.command.attempts,
            next_attempt_at=None if wait is None else self._clock() + timedelta(seconds=wait),
            receipt=attempt.receipt,
        )

    def _keep(self, unit: Unit, received: Sequence[Received]) -> list[Received]:
        """Store dossiers as they came; gives those whose version is new here."""
        if not received:
            return []
        known = stored_versions(unit.connection, {item.number for item in received})
        new = [item for item in received if known.get(item.number, 0) < item.version]
        take(unit, received, prepare(received, self._own_party), self._own_party)
        for item in received:
            unit.event("dossier.fetched", item.number, {"version": item.version})
        return new

    def _fetch(self, dossier: str) -> Received | None:
        """The register's own account of what an action did; when it can't be had now, the next pull brings it."""
        try:
            return fetch(self._client, dossier)
        except RegisterError:
            return None

    def _acknowledge(self, number: str, version: int) -> _Version | None:
        try:
            self._client.acknowledge(number, version)
        except RegisterError:
            return None  # left to the next pull
        return number, version

    def _outcome(self) -> PushOutcome:
        with self._store.read() as connection:
            counts = outbox.state_counts(connection)
            unanswered = outbox.commands(connection, states={CommandState.SENT, CommandState.UNANSWERED})
        paused = self._circuit if self._circuit.is_open else Circuit()
        moments = [command.next_attempt_at for command in unanswered if command.next_attempt_at]
        return PushOutcome(
            sent=self._sent,
            accepted=self._ended[CommandState.ACCEPTED],
            refused=self._ended[CommandState.REFUSED],
            conflict=self._ended[CommandState.CONFLICT],
            denied=self._put_aside,
            unanswered=len(unanswered),
            held=counts.get(CommandState.HELD, 0),
            waiting=counts.get(CommandState.NEW, 0),
            next_attempt_at=min(moments) if len(moments) == len(unanswered) and moments else None,
            stopped=paused.reason,
            resumes_at=paused.next_attempt_at,
        )
