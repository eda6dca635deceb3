"""Putting right what was told, or was about to be told: what the register does, and what becomes of our own records.

A message that never went is dropped; one that the register carried out is undone (UNDO), or an offer withdrawn (CCL).
Our own records change in the unit of work that writes the message. A message that puts another one right and did not
go can be put right as well: then everything here is again as it was before it.
"""

import msgspec

from cir_desktop.domain.codes import ACTION_WORDS, OFFER_ACTIONS, status_words
from cir_desktop.domain.dossier import StatusChange
from cir_desktop.domain.identity import Role
from cir_desktop.domain.message_words import message_words, refuses_registration
from cir_desktop.domain.process import (
    COMMAND_WORDS,
    Command,
    CommandState,
    ConsequencePayload,
    HomeAddress,
)
from cir_desktop.domain.retractions import (
    FOUR_EYES,
    UNDO,
    UNDOES,
    UNDOES_REFUSED_REGISTRATION,
    WITHDRAW,
    WITHDRAWS,
    RetractReason,
)
from cir_desktop.domain.values import dutch_moment
from cir_desktop.domain.ways import Way
from cir_desktop.errors import BadInput, NotAllowed, RegisterNotSet, RegisterUnreachable
from cir_desktop.register.wire import decode_dossier
from cir_desktop.services.messages import fields_in_words, put
from cir_desktop.services.office import Office
from cir_desktop.services.retract_records import (
    Records,
    before,
    in_words,
    must_stand_as_left,
    payload_of,
    put_back,
    records_before,
    records_of,
    take_back,
)
from cir_desktop.services.roles import needs
from cir_desktop.storage import allocations, candidates, dossiers, outbox, retractions
from cir_desktop.storage.unit import Connection
from cir_desktop.sync.refetch import refetch

_UNSENT = frozenset({CommandState.HELD, CommandState.NEW, CommandState.REFUSED})
_GONE = frozenset({CommandState.DROPPED, CommandState.REFUSED})
_NOT_DONE = _UNSENT | {CommandState.CONFLICT}
"""What puts another message right and stands so, can be put right itself; what came of a conflict is looked at."""

_NOTHING_TOLD = "Het CIR hoort hier niets van: het heeft dit bericht niet uitgevoerd."


class RetractPreview(msgspec.Struct, frozen=True, kw_only=True):
    """What putting a message right would do.

    `reasons` are those of the closed list that can be given for it; none: no reason is asked. `action` is what goes out
    (UNDO or CCL, empty: nothing). `register` and `here` are sentences of what the register does and what happens to
    our own records, `message` the very fields that go, `held` whether a second person has to let it go. `age_sentence`
    is not empty when the register could not be asked for the dossier just now.
    """

    command: Command
    action_words: str
    name: str
    reasons: tuple[RetractReason, ...]
    action: str = ""
    register: tuple[str, ...] = ()
    here: tuple[str, ...] = ()
    message: tuple[str, ...] = ()
    held: bool = False
    age_sentence: str = ""


class _Plan(msgspec.Struct, frozen=True):
    """A message to put right, as it stands in the store, with what there is to change beside it."""

    records: Records
    reasons: tuple[RetractReason, ...]
    tells: bool

    @property
    def command(self) -> Command:
        """The message to put right."""
        return self.records.command

    @property
    def held(self) -> bool:
        """Whether a second person lets it go."""
        return self.tells and self.command.action in FOUR_EYES


@needs(Role.CLERK)
def preview(office: Office, command_text: str, reason_code: str = "", *, ask_register: bool = True) -> RetractPreview:
    """What putting a message right means; changes nothing here.

    Args:
        reason_code: of the closed list; empty: only what is the same for every reason.
        ask_register: fetch the dossier again first, so that what came after the message is known.

    Raises:
        NotFound, BadInput, NotAllowed (it can't be put right: it is not known what became of it, something came after
        it, or it is of a kind that has no way back), RegisterError other than unreachable.
    """
    age = _fetch_again(office, command_text) if ask_register else ""
    with office.store.read() as connection:
        plan = _plan(office, connection, command_text)
        name = candidates.names(connection, {plan.command.dossier}).get(plan.command.dossier, "")
    reason = _reason(plan, reason_code) if reason_code else None
    found = RetractPreview(
        command=plan.command,
        action_words=message_words(plan.command),
        name=name,
        reasons=plan.reasons,
        age_sentence=age,
    )
    if not plan.tells:
        return msgspec.structs.replace(found, register=(_NOTHING_TOLD,), here=in_words(plan.records))
    if reason is None:
        return found
    home = payload_of(plan.command).home
    return msgspec.structs.replace(
        found,
        action=reason.action,
        register=(_undoes(plan.command) if reason.action == UNDO else WITHDRAWS,),
        here=in_words(plan.records),
        message=fields_in_words(reason.action, reason.text, None, home.line if home else ""),
        held=plan.held,
    )


@needs(Role.CLERK)
def retract(office: Office, command_text: str, reason_code: str = "") -> Command:
    """Put a message right; gives the message that goes to the register, or the one that was dropped.

    Raises NotFound, BadInput (field `reason`), NotAllowed.
    """
    with office.store.unit(office.actor) as unit:
        plan = _plan(office, unit.connection, command_text)
        reason = _reason(plan, reason_code) if plan.reasons else None
        command = plan.command
        words = reason.text if reason else "Rechtzetting teruggenomen"
        if plan.records.former is not None:
            put_back(unit, plan.records)
        else:
            take_back(unit, plan.records)
        details = {"dossier": command.dossier, "reason": reason.code if reason else ""}
        if not plan.tells or reason is None:
            outbox.set_state(unit.connection, command.id, CommandState.DROPPED, last_answer=f"Rechtgezet: {words}.")
            unit.event("command.dropped", command.id, details)
            return outbox.command(unit.connection, command.id)
        home: HomeAddress | None = payload_of(command).home
        payload = ConsequencePayload(comment=reason.text, home=home)
        made = put(office, unit, reason.action, command.dossier, payload, held=plan.held)
        retractions.keep_retraction(unit.connection, before(plan.records, made.id, reason))
        unit.event("command.retracted", command.id, details | {"by": made.id[-8:]})
        return made


@needs(Role.CLERK)
def message_of(office: Office, offer_id: str) -> Command:
    """The last message about an offer of ours, which is the one to put right. Raises NotFound, NotAllowed."""
    with office.store.read() as connection:
        made = allocations.offer(connection, offer_id)
        told = [
            one
            for one in outbox.commands(connection, dossier=made.dossier)
            if one.action in OFFER_ACTIONS and one.state is not CommandState.DROPPED
        ]
        mine = [one for one in told if records_of(connection, one).offer == made]
    if not mine:
        raise NotAllowed(
            "Over dit aanbod kreeg het CIR niets dat rechtgezet kan worden.", "Bekijk de berichten bij Uitwisseling."
        )
    return mine[-1]


def retracted_sentence(command: Command) -> str:
    """What happens now, in words."""
    if command.state is CommandState.DROPPED:
        return "Rechtgezet; het CIR hoort er niets van."
    if command.state is CommandState.HELD:
        return f"Rechtgezet: “{ACTION_WORDS[command.action]}” wacht op een tweede persoon."
    return f"Rechtgezet: “{ACTION_WORDS[command.action]}” gaat mee bij de volgende verzending."


def can_retract(command: Command) -> bool:
    """Whether it is of a kind and in a state that can be put right; `preview` says it for sure."""
    if command.action == UNDO or (command.action == WITHDRAW and command.state is CommandState.CONFLICT):
        return command.state in _NOT_DONE
    return command.action in UNDOES and (command.state in _UNSENT or command.state is CommandState.ACCEPTED)


def _undoes(command: Command) -> str:
    if refuses_registration(command):
        return UNDOES_REFUSED_REGISTRATION
    return UNDOES[command.action]


def _fetch_again(office: Office, command_text: str) -> str:
    """Bring the dossier up to date; gives a sentence when that could not be."""
    with office.store.read() as connection:
        number = outbox.find_prefix(connection, command_text).dossier
    try:
        refetch(office.store, office.client(), number, actor=office.actor, own_party=office.party, clock=office.clock)
    except (RegisterUnreachable, RegisterNotSet) as error:
        with office.store.read() as connection:
            version, received_at = dossiers.versions(connection, number)[0]
        return f"{error.what} Onze kopie is versie {version} van {dutch_moment(received_at)}."
    return ""


def _plan(office: Office, connection: Connection, command_text: str) -> _Plan:
    command = outbox.find_prefix(connection, command_text)
    former = retractions.retraction(connection, command.id)
    if former is not None and command.state in _NOT_DONE:
        _must_be_the_last(connection, command)
        _register_must_not_have(connection, command)
        records = records_before(connection, command, former)
        must_stand_as_left(connection, records)
        return _Plan(records, (), False)
    _must_be_correctable(command)
    _must_be_the_last(connection, command)
    tells = command.state is CommandState.ACCEPTED
    if tells:
        _register_must_stand_there(office, connection, command)
    known = tuple(reason for reason in office.retract_reasons if command.action in reason.of)
    return _Plan(records_of(connection, command), known, tells)


def _must_be_correctable(command: Command) -> None:
    if command.action not in UNDOES:
        raise NotAllowed(
            f"“{ACTION_WORDS.get(command.action, command.action)}” kan niet rechtgezet worden.",
            "Meld opnieuw wat er nu geldt.",
        )
    if command.state in (CommandState.SENT, CommandState.UNANSWERED):
        raise NotAllowed(
            "Het is niet geweten of het CIR dit bericht uitvoerde.",
            "Laat het eerst nakijken (Opnieuw proberen); zet het daarna recht.",
        )
    if command.state is CommandState.CONFLICT:
        raise NotAllowed(
            "Dit bericht is te bekijken: het is niet zeker of het CIR het uitvoerde.",
            "Bekijk het dossier in het register; verstuur het bericht dan opnieuw, of trek het in.",
        )
    if command.state is CommandState.DROPPED:
        raise NotAllowed(f"Dit bericht is al {COMMAND_WORDS[command.state].lower()}.", "Er is niets recht te zetten.")


def _must_be_the_last(connection: Connection, command: Command) -> None:
    ours = [
        one
        for one in outbox.commands(connection, dossier=command.dossier)
        if isinstance(one.payload, ConsequencePayload) and (one.state not in _GONE or one.id == command.id)
    ]
    if ours[-1].id != command.id:
        later = ours[-1]
        if later.id in retractions.correcting(connection, command.id):
            raise NotAllowed(
                f"Dit bericht is al rechtgezet: “{ACTION_WORDS[later.action]}”, {COMMAND_WORDS[later.state].lower()}.",
                "Er is niets meer recht te zetten.",
            )
        undone = later.action == UNDO and later.state is CommandState.ACCEPTED
        raise NotAllowed(
            f"Na dit bericht kwam er nog een over dit dossier: “{ACTION_WORDS.get(later.action, later.action)}”.",
            "Dat laatste kan zelf niet meer rechtgezet worden. Meld wat er nu geldt: trek bijvoorbeeld het aanbod in."
            if undone
            else "Zet eerst dat laatste recht: alleen de laatste stap kan ongedaan gemaakt worden.",
        )


def _register_must_stand_there(office: Office, connection: Connection, command: Command) -> None:
    """The register undoes the last step of a dossier only: the last line of its history has to be ours."""
    version, raw = dossiers.raw_version(connection, command.dossier)
    if office.way is Way.WORKBOOK:
        return  # an extract tells no history, and what was fetched before is older than the message
    if command.receipt is not None and version < command.receipt.version:
        raise NotAllowed(
            "Onze kopie van dit dossier is van voor dit bericht.", "Haal de kandidaten opnieuw op; zet het dan recht."
        )
    history = decode_dossier(raw).history
    last = history[-1] if history else None
    if last is not None and not _is_of(last, command):
        raise NotAllowed(
            f"Na dit bericht gebeurde er in het register nog iets: op {dutch_moment(last.at)} werd de status"
            f" “{status_words(last.after)}”.",
            "Alleen de laatste stap kan ongedaan gemaakt worden. Meld wat er nu geldt, of bel de helpdesk van het CIR.",
        )


def _register_must_not_have(connection: Connection, command: Command) -> None:
    """What stopped in conflict may have been carried out: then there is no going back to before it."""
    history = decode_dossier(dossiers.raw_version(connection, command.dossier)[1]).history
    if any((line.correlation_id or "").lower() == command.id.lower() for line in history):
        raise NotAllowed(
            "Het CIR voerde dit bericht uit.", "Verstuur het opnieuw: het CIR geeft dan zijn eerste antwoord."
        )


def _is_of(line: StatusChange, command: Command) -> bool:
    """A register that does only what is published names nobody: there the moment of the receipt tells [assumed]."""
    if line.correlation_id is not None:
        return line.correlation_id.lower() == command.id.lower()
    receipt = command.receipt
    return line.action is None and receipt is not None and line.at == receipt.processed_at


def _reason(plan: _Plan, code: str) -> RetractReason:
    for reason in plan.reasons:
        if reason.code.casefold() == code.strip().casefold():
            return reason
    known = ", ".join(reason.code for reason in plan.reasons)
    raise BadInput(
        "Deze reden staat niet in de lijst, of hoort niet bij dit bericht.", f"Kies een van: {known}.", field="reason"
    )
