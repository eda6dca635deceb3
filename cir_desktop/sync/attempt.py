"""One attempt to tell the register a command, or to find out what became of one: calls only, nothing is written.

Safe to run beside others; `push` writes down what came of it. A command that may have been carried out is looked up
before it is sent again. Repeats with the same correlation id, 409 with a type, and correlation ids in the history are
assumed; without them an outcome that stays unclear goes to the clerk.
"""

import msgspec

from cir_desktop.domain.codes import EDIT, HOUSING_NEED, INVESTIGATION, RANKING
from cir_desktop.domain.process import Command, CommandState, Receipt
from cir_desktop.domain.retractions import UNDO
from cir_desktop.domain.values import dutch_moment
from cir_desktop.errors import (
    CirError,
    RegisterDenied,
    RegisterError,
    RegisterNonsense,
    RegisterNotFound,
    RegisterRefused,
    RegisterUnreachable,
    RegisterWentBack,
)
from cir_desktop.register.answers import BusyRegister
from cir_desktop.register.client import RegisterClient
from cir_desktop.register.wire import UndecodableDossier
from cir_desktop.storage.engine import Store
from cir_desktop.storage.received import Received
from cir_desktop.sync.circuit import jittered
from cir_desktop.sync.edit import send_edit
from cir_desktop.sync.effect import Effect, effect_of, history_of
from cir_desktop.sync.receive import receive

_FIRST_WAIT, _LONGEST_WAIT, _ASIDE = 30.0, 3600.0, 900.0
_STILL_BUSY = "nog-bezig"
_OUTDATED = frozenset({"versie-verouderd", "overgang-niet-toegelaten"})
_TAKEN = "Het CIR nam dit aan; een ontvangstbewijs bestaat hier niet voor."
_LOOK = "Bekijk het dossier in het register en beslis of dit nog verstuurd moet worden."


class Attempt(msgspec.Struct, frozen=True, kw_only=True):
    """What came of an attempt with `command` (its `state` is the one before it, its `attempts` count this one).

    `state` is what the command becomes, None when it surely was not carried out and is to be sent. `wait` is in
    seconds. `error` is the reason why the register could not be had, or gave no access: it is about the register, or
    about us. `received` is the dossier as it came along the way.
    """

    command: Command
    state: CommandState | None
    words: str = ""
    receipt: Receipt | None = None
    wait: float | None = None
    error: RegisterError | None = None
    received: Received | None = None

    @property
    def retry_after(self) -> float:
        """Seconds that the register asked to wait; 0 when it did not."""
        return (self.error.retry_after or 0.0) if isinstance(self.error, BusyRegister) else 0.0


def tell(store: Store, client: RegisterClient, command: Command) -> Attempt:
    """Send a command that was written down as sent."""
    try:
        if command.action == UNDO:
            _check_last_step(store, client, command)
        receipt, words = _tell(client, command)
    except (RegisterUnreachable, RegisterNonsense) as error:
        return _unanswered(command, error)
    except RegisterRefused as error:
        return _refused(client, command, error)
    except RegisterNotFound as error:
        return Attempt(command=command, state=CommandState.REFUSED, words=str(error))
    except RegisterDenied as error:
        # It was not carried out: the command stays what it was before this attempt.
        return _denied(msgspec.structs.replace(command, attempts=command.attempts - 1), error)
    return Attempt(command=command, state=CommandState.ACCEPTED, words=words, receipt=receipt)


def _check_last_step(store: Store, client: RegisterClient, command: Command) -> None:
    """UNDO takes back whatever is the last step when it arrives: it may not be another one than the clerk saw.

    Raises RegisterRefused (kind `versie-verouderd`) when there is a later one, and what `fetch` raises.
    """
    base = history_of(store, command)
    history = fetch(client, command.dossier).dossier.history
    known = any((line.correlation_id or "").lower() == command.id.lower() for line in history)
    if base is not None and len(history) != len(base) and not known:
        raise RegisterRefused(
            "In het register gebeurde na dit bericht nog iets: er is niets ongedaan gemaakt.",
            status=409,
            kind="versie-verouderd",
        )


def _tell(client: RegisterClient, command: Command) -> tuple[Receipt | None, str]:
    """The call that goes with the kind of command: its receipt, or in words what is known without one."""
    if command.action == EDIT:
        return None, f"{_TAKEN} {send_edit(client, command)}".strip()
    without_receipt = {
        RANKING: client.report_ranking,
        HOUSING_NEED: client.answer_need,
        INVESTIGATION: client.report_result,
    }
    send = without_receipt.get(command.action)
    if send is None:
        return client.act(command), ""
    send(command)
    return None, _TAKEN


def look_up(store: Store, client: RegisterClient, command: Command, own_party: str) -> Attempt:
    """What became of a command whose outcome is unclear; its state is None when it may be sent again."""
    try:
        received = fetch(client, command.dossier)
    except RegisterDenied as error:
        return _denied(command, error)
    except (UndecodableDossier, RegisterNotFound, RegisterRefused) as error:
        return _unclear(command, f"Niet geweten of dit verwerkt is. {error} {_LOOK}")
    except RegisterError as error:
        return _unanswered(command, error)
    if received.version < command.base_version:
        back = RegisterWentBack(
            f"Het register gaf versie {received.version} van dit dossier, en wij hadden al versie"
            f" {command.base_version}.",
            _LOOK,
        )
        return _unclear(command, str(back), received)
    effect, line = effect_of(store, command, received.dossier, own_party)
    if effect is Effect.DONE:
        receipt = (
            Receipt(command.dossier, received.version, line.after, command.action, line.at, command.id)
            if line
            else None
        )
        return Attempt(
            command=command,
            state=CommandState.ACCEPTED,
            words="Nagekeken: het register had dit al verwerkt.",
            receipt=receipt,
            received=received,
        )
    if effect is Effect.UNCLEAR:
        return _unclear(command, f"Niet geweten of het register dit verwerkte. {_LOOK}", received)
    return Attempt(command=command, state=None, received=received)


def fetch(client: RegisterClient, number: str) -> Received:
    """One dossier as it is now. Raises RegisterError, also when it can't be read."""
    # The listing's version is not known here; it would only be used for a dossier that can't be read.
    item = receive(number, 0, client.fetch(number))
    if not isinstance(item, Received):
        raise UndecodableDossier(item.reason)
    return item


def back_off(attempts: int) -> float:
    """Seconds to wait after so many attempts: 30, doubling up to an hour, with jitter of a quarter either way."""
    return jittered(_FIRST_WAIT * 2.0 ** min(max(attempts - 1, 0), 12), _LONGEST_WAIT)


def _refused(client: RegisterClient, command: Command, error: RegisterRefused) -> Attempt:
    if error.kind == _STILL_BUSY:
        return _unanswered(command, error)
    words = " ".join(part for part in (error.what, error.detail, f"({error.reference})") if part)
    received = None
    # The published API has no kinds: there a newer version is the only sign that the register changed.
    if error.kind in _OUTDATED or not error.kind:
        try:
            received = fetch(client, command.dossier)
        except RegisterError:
            received = None  # nothing seen that would make it a conflict
    if received is None or received.version <= command.base_version:
        return Attempt(command=command, state=CommandState.REFUSED, words=words, received=received)
    changed = f"Het dossier wijzigde in het register op {dutch_moment(received.dossier.updated_at)}."
    return Attempt(command=command, state=CommandState.CONFLICT, words=f"{words} {changed} {_LOOK}", received=received)


def _unanswered(command: Command, error: CirError) -> Attempt:
    about_register = isinstance(error, RegisterUnreachable | RegisterNonsense)
    wait = back_off(command.attempts)
    if isinstance(error, BusyRegister):
        wait = max(wait, error.retry_after or 0.0)
    return Attempt(
        command=command,
        state=CommandState.UNANSWERED,
        words=str(error),
        wait=wait,
        error=error if about_register and isinstance(error, RegisterError) else None,
    )


def _denied(command: Command, error: RegisterDenied) -> Attempt:
    """It says something about us, or about this dossier, and nothing about what became of the command."""
    if command.state is CommandState.NEW:
        return Attempt(
            command=command,
            state=CommandState.NEW,
            words=str(error),
            wait=jittered(_ASIDE, _LONGEST_WAIT),
            error=error,
        )
    return Attempt(
        command=command,
        state=CommandState.UNANSWERED,
        words=str(error),
        wait=back_off(command.attempts),
        error=error,
    )


def _unclear(command: Command, words: str, received: Received | None = None) -> Attempt:
    return Attempt(command=command, state=CommandState.CONFLICT, words=words, received=received)
