"""The push: tells the register what happened here, in order per dossier, and never twice.

A command that may have been carried out is looked up before it is sent again. Repeats with the same correlation id,
409 with a type, and correlation ids in the history are assumed; without them an outcome that stays unclear goes to the
clerk.
"""

import random
from datetime import datetime, timedelta

import msgspec

from cir_desktop.domain.codes import EDIT, HOUSING_NEED, INVESTIGATION, RANKING
from cir_desktop.domain.dossier import Dossier
from cir_desktop.domain.job import Cancel, Progress, Report
from cir_desktop.domain.process import Actor, Command, CommandState, Receipt
from cir_desktop.errors import (
    CirError,
    RegisterDenied,
    RegisterError,
    RegisterNonsense,
    RegisterNotFound,
    RegisterRefused,
    RegisterUnreachable,
)
from cir_desktop.register.answers import BusyRegister
from cir_desktop.register.client import RegisterClient
from cir_desktop.runtime.clock import Clock
from cir_desktop.storage import outbox
from cir_desktop.storage.engine import Store
from cir_desktop.sync.edit import send_edit
from cir_desktop.sync.effect import Effect, effect_of
from cir_desktop.sync.refetch import refetch

SENDING = "Versturen"

_FIRST_WAIT, _LONGEST_WAIT = 30.0, 3600.0
_UNREACHABLE_IN_A_ROW = 3
_STILL_BUSY = "nog-bezig"
_OUTDATED = frozenset({"versie-verouderd", "overgang-niet-toegelaten"})
_TAKEN = "Het CIR nam dit aan; een ontvangstbewijs bestaat hier niet voor."
_LOOK = "Bekijk het dossier in het register en beslis of dit nog verstuurd moet worden."


class PushOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """What a round did: `sent` calls, and how they ended; and what stands in the outbox after it.

    `accepted` includes commands of which the register turned out to have carried them out before. `unanswered` counts
    everything whose outcome is not known, also of earlier rounds; the first of them is looked up again from
    `next_attempt_at` on (None: in the next round). `held` wait for a second person, `waiting` were not sent yet.
    `stopped` says in Dutch why the round ended early, because the register could not be had.
    """

    sent: int = 0
    accepted: int = 0
    refused: int = 0
    conflict: int = 0
    unanswered: int = 0
    held: int = 0
    waiting: int = 0
    next_attempt_at: datetime | None = None
    stopped: str = ""


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
) -> PushOutcome:
    """Send what is due; with `fresh_only`, only what was never tried.

    Raises Cancelled between two commands, or RegisterDenied when the register does not know who we are (401) or gives
    us no access (403): that has to be put right first, nothing is lost, and the commands stay due.
    """
    return _Round(store, client, actor, own_party, clock).run(report, cancel, fresh_only)


class _Round:
    """One round through the outbox."""

    def __init__(self, store: Store, client: RegisterClient, actor: Actor, own_party: str, clock: Clock) -> None:
        self._store = store
        self._client = client
        self._actor = actor
        self._own_party = own_party
        self._clock = clock
        self._ended = dict.fromkeys(CommandState, 0)
        self._sent = 0
        self._unreachable_in_a_row = 0
        self._last_failure = ""

    def run(self, report: Report, cancel: Cancel, fresh_only: bool) -> PushOutcome:
        """Go on while settling one command makes the next of its dossier due."""
        seen: set[str] = set()
        while self._unreachable_in_a_row < _UNREACHABLE_IN_A_ROW:
            with self._store.read() as connection:
                due = [c for c in outbox.due(connection, self._clock(), fresh_only) if c.id not in seen]
            if not due:
                break
            for command in due:
                cancel.check()
                seen.add(command.id)
                self._settle(command)
                report(Progress(SENDING, len(seen), None))
                if self._unreachable_in_a_row >= _UNREACHABLE_IN_A_ROW:
                    break
        with self._store.read() as connection:
            counts = outbox.state_counts(connection)
            unanswered = outbox.commands(connection, states={CommandState.SENT, CommandState.UNANSWERED})
        stopped = self._unreachable_in_a_row >= _UNREACHABLE_IN_A_ROW
        moments = [command.next_attempt_at for command in unanswered if command.next_attempt_at]
        return PushOutcome(
            sent=self._sent,
            accepted=self._ended[CommandState.ACCEPTED],
            refused=self._ended[CommandState.REFUSED],
            conflict=self._ended[CommandState.CONFLICT],
            unanswered=len(unanswered),
            held=counts.get(CommandState.HELD, 0),
            waiting=counts.get(CommandState.NEW, 0),
            next_attempt_at=min(moments) if len(moments) == len(unanswered) and moments else None,
            stopped=self._last_failure if stopped else "",
        )

    def _settle(self, command: Command) -> None:
        if command.state is CommandState.NEW or self._may_repeat(command):
            self._send(command)

    def _may_repeat(self, command: Command) -> bool:
        """Look up a command whose outcome is unclear; settles it unless it surely was not carried out."""
        try:
            now = self._refetch(command.dossier)
        except RegisterUnreachable as error:
            self._postpone(command, error)
            return False
        except RegisterDenied as error:
            self._no_access(command, error)
            raise
        except RegisterError as error:
            self._end(command, CommandState.CONFLICT, f"Niet geweten of dit verwerkt is. {error.what} {_LOOK}")
            return False
        self._unreachable_in_a_row = 0
        effect, line = effect_of(self._store, command, now, self._own_party)
        if effect is Effect.DONE:
            receipt = (
                Receipt(command.dossier, now.version, line.after, command.action, line.at, command.id) if line else None
            )
            self._end(command, CommandState.ACCEPTED, "Nagekeken: het register had dit al verwerkt.", receipt)
            return False
        if effect is Effect.UNCLEAR:
            self._end(command, CommandState.CONFLICT, f"Niet geweten of het register dit verwerkte. {_LOOK}")
            return False
        return True

    def _send(self, command: Command) -> None:
        former = command
        command = msgspec.structs.replace(command, attempts=command.attempts + 1)
        if not self._claim(command):
            return
        self._sent += 1
        try:
            receipt, words = self._tell(command)
        except (RegisterUnreachable, RegisterNonsense) as error:
            self._postpone(command, error)
        except RegisterRefused as error:
            self._refused(command, error)
        except RegisterNotFound as error:
            self._end(command, CommandState.REFUSED, f"{error.what} {error.todo}")
        except RegisterDenied as error:
            self._no_access(former, error)
            raise
        else:
            self._end(command, CommandState.ACCEPTED, words, receipt)
            self._unreachable_in_a_row = 0
            self._bring_up_to_date(command.dossier)

    def _tell(self, command: Command) -> tuple[Receipt | None, str]:
        """The call that goes with the kind of command: its receipt, or in words what is known without one."""
        if command.action == EDIT:
            return None, f"{_TAKEN} {send_edit(self._client, command)}".strip()
        without_receipt = {
            RANKING: self._client.report_ranking,
            HOUSING_NEED: self._client.answer_need,
            INVESTIGATION: self._client.report_result,
        }
        tell = without_receipt.get(command.action)
        if tell is None:
            return self._client.act(command), ""
        tell(command)
        return None, _TAKEN

    def _no_access(self, command: Command, error: RegisterDenied) -> None:
        """It says something about us and nothing about the command, which stays what it was before this attempt.

        What has to be looked up first waits its time again, so that a dossier that we may no longer read does not end
        every round before the others had their turn.
        """
        words = f"{error.what} {error.todo}"
        if command.state is CommandState.NEW:
            self._write(command, CommandState.NEW, words)
        else:
            self._write(command, CommandState.UNANSWERED, words, wait=back_off(command.attempts))

    def _claim(self, command: Command) -> bool:
        """Write down that it is being sent, before it is; False when somebody dropped or sent it meanwhile."""
        with self._store.unit(self._actor) as unit:
            claimed = outbox.command(unit.connection, command.id).state is command.state
            if claimed:
                outbox.set_state(unit.connection, command.id, CommandState.SENT, attempts=command.attempts)
            unit.event(
                "command.sent" if claimed else "command.passed_over",
                command.id,
                {"dossier": command.dossier, "attempt": command.attempts},
            )
        return claimed

    def _refused(self, command: Command, error: RegisterRefused) -> None:
        self._unreachable_in_a_row = 0
        if error.kind == _STILL_BUSY:
            self._postpone(command, error)
            return
        words = f"{error.what} {error.detail}"
        # The published API has no kinds: there a newer version is the only sign that the register changed.
        changed = (error.kind in _OUTDATED or not error.kind) and self._is_newer(command)
        if changed:
            self._end(command, CommandState.CONFLICT, f"{words} Het dossier wijzigde in het register. {_LOOK}")
        else:
            self._end(command, CommandState.REFUSED, words)

    def _postpone(self, command: Command, error: CirError) -> None:
        self._last_failure = error.what
        if isinstance(error, RegisterUnreachable):
            self._unreachable_in_a_row += 1
        wait = back_off(command.attempts)
        if isinstance(error, BusyRegister):
            wait = max(wait, error.retry_after or 0)
        self._write(command, CommandState.UNANSWERED, f"{error.what} {error.todo}", wait=wait)

    def _end(self, command: Command, state: CommandState, words: str, receipt: Receipt | None = None) -> None:
        self._write(command, state, words, receipt=receipt)
        self._ended[state] += 1

    def _write(
        self,
        command: Command,
        state: CommandState,
        words: str,
        *,
        wait: float | None = None,
        receipt: Receipt | None = None,
    ) -> None:
        with self._store.unit(self._actor) as unit:
            outbox.set_state(
                unit.connection,
                command.id,
                state,
                last_answer=words,
                attempts=command.attempts,
                next_attempt_at=None if wait is None else self._clock() + timedelta(seconds=wait),
                receipt=receipt,
            )
            unit.event(f"command.{state.value}", command.id, {"dossier": command.dossier, "attempt": command.attempts})

    def _is_newer(self, command: Command) -> bool:
        try:
            return self._refetch(command.dossier).version > command.base_version
        except RegisterError:
            return False  # nothing seen that would make it a conflict

    def _bring_up_to_date(self, dossier: str) -> None:
        """The register's own account of what an action did; when it can't be had now, the next pull brings it."""
        try:
            self._refetch(dossier)
        except RegisterError:
            return

    def _refetch(self, dossier: str) -> Dossier:
        return refetch(
            self._store, self._client, dossier, actor=self._actor, own_party=self._own_party, clock=self._clock
        )


def back_off(attempts: int) -> float:
    """Seconds to wait after so many attempts: 30, doubling up to an hour, with jitter of a quarter either way."""
    wait = min(_FIRST_WAIT * 2.0 ** max(attempts - 1, 0), _LONGEST_WAIT)
    return min(wait * random.uniform(0.75, 1.25), _LONGEST_WAIT)  # noqa: S311 - no secret
