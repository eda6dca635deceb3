"""What goes to the register and what came back: push, what waits, receipts, the counts of the office."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

import msgspec

from cir_desktop.domain.codes import SANCTIONS
from cir_desktop.domain.conflicts import ConflictKind
from cir_desktop.domain.identity import Role, hindrance
from cir_desktop.domain.job import Cancel, Report, ignore_progress
from cir_desktop.domain.message_words import message_words
from cir_desktop.domain.process import COMMAND_GIVEN, COMMAND_WORDS, Command, CommandState, Receipt
from cir_desktop.domain.retractions import UNDO
from cir_desktop.domain.values import dutch_date, dutch_moment
from cir_desktop.domain.ways import Way
from cir_desktop.errors import BadInput, NotAllowed, RegisterNotSet
from cir_desktop.register.exchange_messages import fits
from cir_desktop.runtime.clock import local_moment
from cir_desktop.services.office import Office
from cir_desktop.services.roles import LOOK, needs
from cir_desktop.storage import candidates, conflicts, dossiers, events, gates, homes, outbox, people, pulls, settings
from cir_desktop.storage.circuit import Circuit as Circuit
from cir_desktop.storage.circuit import circuit
from cir_desktop.storage.events import Event as Event
from cir_desktop.storage.pulls import PullRecord as PullRecord
from cir_desktop.storage.retractions import retraction
from cir_desktop.sync.push import PushOutcome as PushOutcome
from cir_desktop.sync.push import push as sync_push

_AUTOMATIC = "push.automatic"
_RESENDABLE = frozenset({CommandState.REFUSED, CommandState.CONFLICT})
_DROPPABLE = _RESENDABLE | {CommandState.HELD}


class CommandLine(msgspec.Struct, frozen=True):
    """A command as a clerk sees it; `next_step` says what has to happen, `receipt` what the register answered.

    `author` and `released_by` are names, where the command itself may hold an id.
    """

    command: Command
    action_words: str
    state_words: str
    name: str
    next_step: str
    receipt: str
    author: str
    released_by: str


class UndecodedLine(msgspec.Struct, frozen=True):
    """A version that could not be read: kept, listed, not acknowledged."""

    dossier: str
    version: int
    reason: str
    received_at: datetime


class OfficeStatus(msgspec.Struct, frozen=True):
    """The counts of the status bar and of `cir status`; `circuit` tells whether sending is paused.

    Corrections and messages in conflict are counted in `conflict`; `facts_in_conflict` are facts that we noted.
    `pull_waits`: a pull was stopped before it changed much at once, and somebody has to decide.
    """

    candidates: int
    out_of_scope: int
    homes: int
    vacancies: int
    to_send: int
    held: int
    unanswered: int
    refused: int
    conflict: int
    undecoded: int
    warnings: int
    last_pull: PullRecord | None
    register: str
    way: Way
    circuit: Circuit
    facts_in_conflict: int = 0
    pull_waits: bool = False
    access_warnings: tuple[str, ...] = ()


@needs(Role.CLERK)
def push(
    office: Office,
    *,
    report: Report = ignore_progress,
    cancel: Cancel | None = None,
    at_once: bool = False,
    fresh_only: bool = False,
) -> PushOutcome:
    """Send what is due; commands that wait for a second person stay.

    Args:
        at_once: even while sending is paused because the register did not answer.
        fresh_only: only what was never tried; what waits for its time goes on waiting.

    Raises RegisterNotSet, Cancelled, NotAllowed (another round runs), RegisterDenied (what was to be sent stays due).
    """
    return sync_push(
        office.store,
        office.client(),
        actor=office.actor,
        own_party=office.party,
        clock=office.clock,
        report=report,
        cancel=cancel or Cancel(),
        at_once=at_once,
        fresh_only=fresh_only,
    )


@needs(Role.CLERK)
def automatic_round(office: Office, *, cancel: Cancel | None = None, fresh_only: bool = False) -> PushOutcome | None:
    """A round that nobody asked for: only when a clerk switched that on, and only when something is due.

    None when nothing was done: it is switched off, the register can't be reached from here or is left alone for a
    while, nothing is due, or another round runs. Raises Cancelled, RegisterDenied as `push`.
    """
    if not (is_automatic(office) and office.way is Way.API and office.register_url):
        return None
    now = office.clock()
    with office.store.read() as connection:
        paused = circuit(connection).next_attempt_at
        due = outbox.due(connection, now, fresh_only)
    if not due or (paused is not None and now < paused):
        return None
    try:
        return push(office, cancel=cancel, fresh_only=fresh_only)
    except (NotAllowed, RegisterNotSet):
        return None


def is_automatic(office: Office) -> bool:
    """Whether what is due goes to the register by itself while the window is open; off until a clerk says so."""
    with office.store.read() as connection:
        return settings.get(connection, _AUTOMATIC) == "1"


@needs(Role.CLERK)
def choose_automatic(office: Office, on: bool) -> None:
    """Let what is due go by itself, or not any more."""
    with office.store.unit(office.actor) as unit:
        settings.put(unit.connection, _AUTOMATIC, "1" if on else "0")
        unit.event("sending.automatic" if on else "sending.by_hand", "outbox")


def push_sentence(outcome: PushOutcome, now_with: str = "cir outbox retry") -> str:
    """The outcome of a push in words; `now_with` is how this clerk looks up at once what got no answer."""
    parts = [f"{outcome.accepted} bevestigd"]
    for count, words in (
        (outcome.refused, "geweigerd door het CIR"),
        (outcome.conflict, "te bekijken"),
        (outcome.denied, "zonder toegang, voor een kwartier opzijgezet"),
        (outcome.unanswered, _unanswered_words(outcome, now_with)),
        (outcome.held, f"wacht{'' if outcome.held == 1 else 'en'} op een tweede persoon"),
        (outcome.waiting, "wacht op zijn beurt" if outcome.waiting == 1 else "wachten op hun beurt"),
    ):
        if count:
            parts.append(f"{count} {words}")
    return f"{outcome.sent} verstuurd: {', '.join(parts)}."


def _unanswered_words(outcome: PushOutcome, now_with: str) -> str:
    verb = "wordt" if outcome.unanswered == 1 else "worden"
    if outcome.next_attempt_at is None:
        when = "bij de volgende verzending"
    else:
        when = f"na {_surely_by(outcome.next_attempt_at)}"
    return f"zonder antwoord: {verb} {when} opnieuw nagekeken (of nu met: {now_with})"


def paused_sentence(reason: str, until: datetime | None, now: datetime, now_with: str = "cir push --now") -> str:
    """Why nothing is sent for a while, and when it goes on; empty when sending is not paused.

    `now_with` is how this clerk goes on at once; empty where a button beside it says so.
    """
    if until is None:
        return ""
    when = "bij de volgende verzending" if until <= now else f"om {_surely_by(until)}"
    at_once = f" (of nu met: {now_with})" if now_with else ""
    return f"Verzenden is gepauzeerd. {reason} Volgende poging {when}{at_once}."


def _surely_by(moment: datetime) -> str:
    """The clock up to the next whole minute: at the time that is told, it is surely due."""
    return f"{local_moment(moment + timedelta(seconds=59)):%H:%M}"


@needs(*LOOK)
def outbox_lines(office: Office, states: Collection[CommandState] | None = None) -> list[CommandLine]:
    """The commands in the order of their making, with the name of the candidate."""
    with office.store.read() as connection:
        commands = outbox.commands(connection, states=states)
        first = outbox.first_open(outbox.commands(connection) if states else commands)
        names = candidates.names(connection, {command.dossier for command in commands})
        people_here = people.names(connection)
        approvers = people.approvers(connection)
    by_company = office.way is Way.WORKBOOK
    lines = [
        _line(command, first.get(command.dossier, command), names.get(command.dossier, ""), people_here, by_company)
        for command in commands
    ]
    if Role.APPROVER in office.roles or any(not hindrance(one, office.clock()) for one in approvers):
        return lines
    return [_with_nobody(line) if line.command.state is CommandState.HELD else line for line in lines]


def _with_nobody(line: CommandLine) -> CommandLine:
    said = f"{line.next_step} Nu kan niemand dat: kijk bij Instellingen, Medewerkers en goedkeuring."
    return msgspec.structs.replace(line, next_step=said)


def _line(command: Command, first: Command, name: str, people_here: Mapping[str, str], by_company: bool) -> CommandLine:
    given = by_company and command.state is CommandState.SENT
    next_step = _next_step(command, people_here.get(command.author, command.author))
    if by_company and command.state in (CommandState.SENT, CommandState.NEW):
        next_step = _by_company(command)
    if command.state is CommandState.NEW and first != command and (by_company or first.state is not CommandState.NEW):
        # Until what comes before it is settled, it does not go.
        next_step = f"Wacht op “{message_words(first)}” van hetzelfde dossier ({COMMAND_WORDS[first.state].lower()})."
    return CommandLine(
        command=command,
        action_words=message_words(command),
        state_words=COMMAND_GIVEN if given else COMMAND_WORDS[command.state],
        name=name,
        author=people_here.get(command.author, command.author),
        released_by=people_here.get(command.released_by or "", command.released_by or ""),
        next_step=next_step,
        receipt=_receipt_words(command.receipt) if command.receipt else "",
    )


def _by_company(command: Command) -> str:
    """What happens to a message that was given to a housing company, or will be."""
    if command.state is CommandState.NEW and not fits(command):
        return "Past niet in het werkboek: bezorg dit op een andere manier aan de woonmaatschappij."
    if command.state is CommandState.NEW:
        return f"{command.last_answer} Gaat mee in het volgende werkboek.".strip()
    return f"{command.last_answer} Wacht op het antwoord van de woonmaatschappij."


def _receipt_words(receipt: Receipt) -> str:
    """A housing company tells no status."""
    told = f"verwerkt op {dutch_moment(receipt.processed_at)}, versie {receipt.version}"
    return f"Door het CIR {told}, status {receipt.status}" if receipt.status else f"Volgens de woonmaatschappij {told}"


def _next_step(command: Command, author: str) -> str:
    match command.state:
        case CommandState.HELD:
            term = f", niet voor {dutch_date(command.not_before)}" if command.not_before else ""
            return f"Een andere persoon dan {author} geeft dit vrij{term}."
        case CommandState.NEW:
            then = "Gaat mee bij de volgende verzending."
            if command.next_attempt_at:
                then = f"Gaat mee bij een verzending na {_surely_by(command.next_attempt_at)}."
            return f"{command.last_answer} {then}".strip()
        case CommandState.SENT | CommandState.UNANSWERED:
            when = f" na {_surely_by(command.next_attempt_at)}" if command.next_attempt_at else ""
            looked_up = f"Bij de volgende verzending{when} wordt eerst nagekeken of het register dit al verwerkte."
            return f"{looked_up} {command.last_answer}".strip()
        case CommandState.CONFLICT | CommandState.REFUSED:
            answer = command.last_answer or "Bekijk het dossier in het register."
            or_else = "kies Rechtzetten" if command.action == UNDO else "trek het in"
            return f"{answer} Verstuur dit bericht daarna opnieuw, of {or_else}."
        case CommandState.DROPPED:
            return command.last_answer
        case CommandState.ACCEPTED if command.receipt is None:
            return command.last_answer
        case _:
            return ""


@needs(Role.CLERK)
def resend(office: Office, command_text: str) -> Command:
    """Let a refused command, or one that a clerk looked at, go out again; a sanction is released again first.

    Raises NotFound, BadInput, NotAllowed when it waits for no decision of a clerk.
    """
    with office.store.unit(office.actor) as unit:
        command = outbox.find_prefix(unit.connection, command_text)
        if not can_resend(command):
            raise NotAllowed(
                f"Dit bericht kan niet opnieuw verstuurd worden: de stand is “{COMMAND_WORDS[command.state]}”.",
                "Alleen een geweigerd bericht, of een dat te bekijken is, wordt opnieuw verstuurd.",
            )
        # What a second person let go once, is let go again.
        state = CommandState.HELD if command.action in SANCTIONS or command.released_by else CommandState.NEW
        outbox.put_back(unit.connection, command.id, state)
        # What a housing company typed as its reason may name somebody; the log may not.
        answer = "" if office.way is Way.WORKBOOK else command.last_answer
        unit.event("command.resent", command.id, {"dossier": command.dossier, "answer": answer})
        return outbox.command(unit.connection, command.id)


@needs(Role.CLERK)
def drop(office: Office, command_text: str, motive: str) -> Command:
    """Withdraw a command that the register will never hear of; it keeps nothing back any more.

    Raises NotFound, BadInput without a motive, NotAllowed when it was carried out or may have been.
    """
    if not motive.strip():
        raise BadInput(
            "Er is geen motief gegeven.", "Zeg waarom het CIR dit bericht niet hoeft te krijgen.", field="motive"
        )
    with office.store.unit(office.actor) as unit:
        command = outbox.find_prefix(unit.connection, command_text)
        if not can_drop(command):
            raise NotAllowed(
                f"Dit bericht kan niet ingetrokken worden: de stand is “{COMMAND_WORDS[command.state]}”.",
                "Alleen wat nooit verstuurd werd, geweigerd werd of te bekijken is, kan ingetrokken worden.",
            )
        if retraction(unit.connection, command.id) is not None:
            raise NotAllowed(
                "Dit bericht zet een ander bericht recht; ook onze eigen gegevens wijzigden daarbij.",
                "Kies Rechtzetten: dan staat alles weer zoals ervoor (cir outbox correct).",
            )
        outbox.set_state(unit.connection, command.id, CommandState.DROPPED, last_answer=motive.strip())
        unit.event("command.dropped", command.id, {"dossier": command.dossier, "reason": motive.strip()})
        return outbox.command(unit.connection, command.id)


def resent_sentence(command: Command) -> str:
    """What happens to a command that was put back, in words."""
    if command.state is CommandState.HELD:
        return "Dit is een sanctie: een tweede persoon geeft ze opnieuw vrij voor ze vertrekt."
    return "Staat opnieuw klaar; gaat mee bij de volgende verzending."


def can_resend(command: Command) -> bool:
    """Whether a clerk may let it go out again."""
    return command.state in _RESENDABLE


def can_drop(command: Command) -> bool:
    """Whether the register surely does not carry it out unless a clerk wants so.

    Not what puts another message right: our own records changed with it, so that it is put right itself.
    """
    if command.action == UNDO:
        return False
    return command.state in _DROPPABLE or (command.state is CommandState.NEW and command.attempts == 0)


@needs(Role.CLERK)
def retry(office: Office) -> int:
    """Make everything that waits for its time due now: without an answer, or put aside without access.

    Returns how many. Refused commands are not repeated blindly.
    """
    with office.store.unit(office.actor) as unit:
        tried = outbox.commands(unit.connection, states={CommandState.UNANSWERED, CommandState.NEW})
        waiting = [command for command in tried if command.next_attempt_at is not None]
        for command in waiting:
            outbox.set_state(unit.connection, command.id, command.state, next_attempt_at=office.clock())
        unit.event("outbox.retry", "outbox", {"count": len(waiting)})
    return len(waiting)


@needs(*LOOK)
def undecoded(office: Office) -> list[UndecodedLine]:
    """Versions that could not be read."""
    with office.store.read() as connection:
        return [
            UndecodedLine(item.number, item.version, item.reason, item.received_at)
            for item in dossiers.undecoded(connection)
        ]


@needs(*Role)
def recent_events(office: Office, subject: str | None = None, limit: int = 200) -> list[Event]:
    """The newest events, of one subject or of all; the name stands beside the id of who did it, where it is known."""
    with office.store.read() as connection:
        found = events.events(connection, subject=subject, limit=limit)
        known = people.names(connection)
    return [_named(event, known) for event in found]


def _named(event: Event, known: Mapping[str, str]) -> Event:
    by = event.details.get("by")
    details = {**event.details, "by": _who(by, known)} if isinstance(by, str) else event.details
    return msgspec.structs.replace(event, actor=_who(event.actor, known), details=details)


def _who(name: str, known: Mapping[str, str]) -> str:
    return f"{known[name]} ({name})" if name in known else name


def status(office: Office) -> OfficeStatus:
    """Counts for the status bar; cheap."""
    with office.store.read() as connection:
        states = outbox.state_counts(connection)
        rows = homes.homes(connection)
        scope = candidates.scope_counts(connection)
        return OfficeStatus(
            candidates=scope.in_scope,
            out_of_scope=scope.out_of_scope,
            homes=len(rows),
            vacancies=sum(row.vacancy is not None for row in rows),
            to_send=states.get(CommandState.NEW, 0),
            held=states.get(CommandState.HELD, 0),
            unanswered=states.get(CommandState.UNANSWERED, 0) + states.get(CommandState.SENT, 0),
            refused=states.get(CommandState.REFUSED, 0),
            conflict=states.get(CommandState.CONFLICT, 0),
            undecoded=len(dossiers.undecoded(connection)),
            warnings=scope.with_warnings,
            last_pull=pulls.last_pull(connection),
            register=office.register_url or "",
            way=office.way,
            access_warnings=() if office.way is Way.WORKBOOK else office.access.warnings,
            circuit=circuit(connection),
            facts_in_conflict=sum(one.kind is ConflictKind.FACT for one in conflicts.waiting(connection)),
            pull_waits=gates.waiting(connection) is not None,
        )
