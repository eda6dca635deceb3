"""Registrations that are investigated by us: what has to be looked at, what is asked, and the decision."""

from collections.abc import Sequence
from datetime import date

import msgspec

from cir_desktop.domain import dossier_words as words
from cir_desktop.domain.codes import ACTION_WORDS, INVESTIGATION, status_words
from cir_desktop.domain.dossier import Dossier
from cir_desktop.domain.identity import Role
from cir_desktop.domain.inquiry import REFUSAL_GROUNDS, InformationRequest, StepPreview
from cir_desktop.domain.investigated import earlier_results, register_says
from cir_desktop.domain.job import Cancel, Progress, Report, ignore_progress
from cir_desktop.domain.message_words import message_words
from cir_desktop.domain.process import (
    COMMAND_WORDS,
    Command,
    CommandState,
    ConsequencePayload,
    InvestigationResult,
    Payload,
)
from cir_desktop.domain.values import DossierNumber, dutch_date
from cir_desktop.errors import BadInput, NotAllowed
from cir_desktop.register.wire import decode_dossier
from cir_desktop.services import messages
from cir_desktop.services.messages import put
from cir_desktop.services.office import Office
from cir_desktop.services.roles import LOOK, needs
from cir_desktop.storage import candidates, dossiers, inquiry, matters, outbox
from cir_desktop.storage.unit import Unit

IN_INVESTIGATION = ("CHKS", "INFOS")
_WAITS = frozenset(
    {CommandState.HELD, CommandState.NEW, CommandState.SENT, CommandState.UNANSWERED, CommandState.CONFLICT}
)
_MOST_COMMENT = 1800
PROPOSED_DAYS = 30
"""A proposal for the term of an answer: no source names one."""

READING = "Dossiers in onderzoek lezen"


class InvestigationLine(msgspec.Struct, frozen=True, kw_only=True):
    """A registration that we investigate. `since` is the day on which it came in this state, `items` the exceptions.

    `request` is what was asked last and is still waited for; `overdue` that its term has passed.
    """

    dossier: str
    name: str
    status: str
    status_words: str
    since: date | None
    age_days: int | None
    items: tuple[str, ...]
    request: InformationRequest | None
    overdue: bool
    can_take_back: bool
    waiting: tuple[str, ...]
    next_step: str

    @property
    def items_words(self) -> str:
        """The exceptions in words."""
        return ", ".join(words.words(words.INVESTIGATIONS, item) for item in self.items)


class InvestigationView(msgspec.Struct, frozen=True):
    """One of them with what the register holds: (exception, sentence), and the results that were told before."""

    line: InvestigationLine
    says: tuple[tuple[str, str], ...]
    results: tuple[str, ...]


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """What a clerk wants to do with an investigated registration.

    `kind`: `ask` (text, term), `answered` (text), `result` (item, in_order, text), `register` (text), `refuse` (ground,
    text).
    """

    kind: str
    text: str = ""
    item: str = ""
    in_order: bool = True
    ground: str = ""
    term_until: date | None = None


@needs(*LOOK)
def listed(
    office: Office, *, report: Report = ignore_progress, cancel: Cancel | None = None
) -> list[InvestigationLine]:
    """The dossiers in investigation of which we are the primary landlord: what is overdue first, then the oldest.

    Raises Cancelled.
    """
    found = []
    with office.store.read() as connection:
        numbers = matters.ours_in(connection, IN_INVESTIGATION)
        names = candidates.names(connection, numbers)
        commands = outbox.commands(connection, states=_WAITS)
        requests = inquiry.requests(connection)
        for done, number in enumerate(numbers):
            if cancel:
                cancel.check()
            if done % 200 == 0:
                report(Progress(READING, done, len(numbers)))
            dossier = decode_dossier(dossiers.raw_version(connection, number)[1])
            found.append(_line(office, dossier, names.get(number, ""), commands, requests))
    return sorted(found, key=lambda line: (not line.overdue, line.since or date.max, line.dossier))


@needs(*LOOK)
def line_of(office: Office, dossier: str) -> InvestigationLine:
    """One of them. Raises NotFound, BadInput, NotAllowed when it is not ours to investigate."""
    number = DossierNumber.parse(dossier).text
    with office.store.read() as connection:
        found = decode_dossier(dossiers.raw_version(connection, number)[1])
        _must_be_ours(office, found)
        name = candidates.by_dossier(connection, number).name
        commands = outbox.commands(connection, states=_WAITS, dossier=number)
        return _line(office, found, name, commands, inquiry.requests(connection, number))


@needs(*LOOK)
def view(office: Office, dossier: str) -> InvestigationView:
    """One of them with what has to be looked at. Raises what `line_of` raises."""
    line = line_of(office, dossier)
    with office.store.read() as connection:
        found = decode_dossier(dossiers.raw_version(connection, line.dossier)[1])
    return InvestigationView(line, register_says(found), earlier_results(found))


@needs(*LOOK)
def preview(office: Office, dossier: str, step: Step) -> StepPreview:
    """What a step does and what would be sent, before it is done. Raises NotFound, BadInput, NotAllowed."""
    line = line_of(office, dossier)
    action, payload = _message(office, line, step)
    if isinstance(payload, InvestigationResult):
        fields: tuple[str, ...] = (
            f"Onderdeel: {words.words(words.INVESTIGATIONS, payload.item)}",
            f"Resultaat: {'in orde' if payload.in_order else 'niet in orde'}",
            f"Toelichting: {payload.explanation}",
        )
    else:
        comment = payload.comment if isinstance(payload, ConsequencePayload) else ""
        fields = (
            f"Actie: {action}: {'Weigering van de inschrijving' if action == 'REF' else ACTION_WORDS[action]}",
            f"Commentaar: {comment}",
        )
    return StepPreview(line.dossier, line.name, _effects(line, step), fields, step.kind == "refuse")


@needs(Role.CLERK)
def do(office: Office, dossier: str, step: Step) -> StepPreview:
    """Do the step: its message goes to the outbox, and what has a term is noted. Raises what `preview` raises."""
    shown = preview(office, dossier, step)
    with office.store.unit(office.actor) as unit:
        # Once more, now that nobody else can write: two clerks may have looked at the same time.
        line = line_of(office, dossier)
        action, payload = _message(office, line, step)
        put(office, unit, action, line.dossier, payload)
        _note(office, unit, line, step)
        unit.event(f"investigation.{_EVENTS[step.kind]}", line.dossier, {"action": action})
    return shown


@needs(Role.CLERK)
def take_back(office: Office, dossier: str) -> InvestigationLine:
    """Drop the last message of an investigation that was not sent yet. Raises what `line_of` raises, and NotFound."""
    line = line_of(office, dossier)
    with office.store.unit(office.actor) as unit:
        dropped = messages.take_back(office, unit, line.dossier, _ACTIONS)
        if dropped.action == "RSPND" and line.request is not None:
            inquiry.answer_request(unit.connection, line.request.id, None, "")
        unit.event("investigation.taken_back", line.dossier, {"action": dropped.action})
    return line_of(office, dossier)


_ACTIONS = frozenset({"REQI", "RSPND", "REG", "REF", INVESTIGATION})
_EVENTS = {
    "ask": "asked",
    "answered": "answered",
    "result": "found",
    "register": "decided",
    "refuse": "decided",
}


def _note(office: Office, unit: Unit, line: InvestigationLine, step: Step) -> None:
    if step.kind == "ask" and step.term_until is not None:
        inquiry.add_request(unit, line.dossier, step.text.strip(), office.today, step.term_until)
    if step.kind == "answered" and line.request is not None:
        inquiry.answer_request(unit.connection, line.request.id, office.today, step.text.strip())


def _line(
    office: Office,
    dossier: Dossier,
    name: str,
    commands: Sequence[Command],
    requests: Sequence[InformationRequest],
) -> InvestigationLine:
    number = dossier.number.text
    since = next((office.local_day(h.at) for h in reversed(dossier.history) if h.after == dossier.status), None)
    mine = [command for command in commands if command.dossier == number]
    # The register says whether an answer is waited for: a question may have been withdrawn before it was sent.
    asked = dossier.status == "INFOS" or any(command.action == "REQI" for command in mine)
    request = next((one for one in reversed(requests) if one.dossier == number), None) if asked else None
    return InvestigationLine(
        dossier=number,
        name=name,
        status=dossier.status,
        status_words=status_words(dossier.status),
        since=since,
        age_days=(office.today - since).days if since else None,
        items=dossier.investigation,
        request=request,
        overdue=request is not None and request.term_until < office.today,
        can_take_back=bool(mine) and mine[-1].action in _ACTIONS and messages.never_sent(mine[-1]),
        waiting=tuple(f"{_message_words(one)}: {COMMAND_WORDS[one.state].lower()}" for one in mine),
        next_step=_next_step(office, dossier, request, mine),
    )


def _message_words(command: Command) -> str:
    if isinstance(command.payload, InvestigationResult):
        return f"Resultaat {words.words(words.INVESTIGATIONS, command.payload.item)}"
    return message_words(command)


def _next_step(office: Office, dossier: Dossier, request: InformationRequest | None, waiting: Sequence[Command]) -> str:
    if waiting:
        return f"{_message_words(waiting[-1])}: {COMMAND_WORDS[waiting[-1].state].lower()}"
    if request is not None:
        until = dutch_date(request.term_until)
        return (
            f"Termijn voorbij sinds {until}" if request.term_until < office.today else f"Wacht op antwoord tot {until}"
        )
    if dossier.status == "INFOS":
        return "Wacht op antwoord; geen termijn genoteerd"
    return "Onderzoeken"


def _must_be_ours(office: Office, dossier: Dossier) -> None:
    if dossier.primary_party != office.party:
        raise NotAllowed(
            f"Dit dossier wordt behandeld door {dossier.primary_party}: alleen die verhuurder voert het onderzoek.",
            "U kunt het dossier wel lezen.",
        )
    if dossier.status not in IN_INVESTIGATION:
        raise NotAllowed(
            f"Dit dossier is niet in onderzoek: de status is “{status_words(dossier.status)}”.",
            "Haal de kandidaten opnieuw op als dat niet klopt.",
        )


def _message(office: Office, line: InvestigationLine, step: Step) -> tuple[str, Payload]:
    """The message of a step. Raises BadInput, NotAllowed."""
    text = step.text.strip()
    if len(text) > _MOST_COMMENT:
        raise BadInput("De tekst is te lang.", f"Hou hem onder {_MOST_COMMENT} tekens.", field="text")
    if line.waiting and not (step.kind == "result" and line.status == "CHKS"):
        raise NotAllowed(
            f"Er wacht al een bericht over dit dossier: {line.waiting[-1]}.", "Verstuur het eerst, of trek het in."
        )
    expected = "INFOS" if step.kind == "answered" else "CHKS"
    if line.status != expected:
        raise NotAllowed(
            f"Dat kan nu niet: de status is “{line.status_words}”.",
            "Noteer eerst het antwoord op de gevraagde informatie."
            if expected == "CHKS"
            else "Er is geen informatie gevraagd.",
        )
    match step.kind:
        case "ask":
            _must_say(text, "Er is niet gezegd wat gevraagd wordt.", "Zeg welke informatie of welk bewijs nodig is.")
            until = step.term_until
            if until is None or until <= office.today:
                raise BadInput("De termijn ligt niet in de toekomst.", "Kies een latere dag.", field="term_until")
            return "REQI", ConsequencePayload(comment=f"{text} Antwoord ten laatste op {dutch_date(until)}.")
        case "answered":
            _must_say(text, "Er is niet gezegd wat binnenkwam.", "Noteer wat de kandidaat bezorgde, en wanneer.")
            return "RSPND", ConsequencePayload(comment=text)
        case "result":
            return INVESTIGATION, _result(line, step, text)
        case "register":
            _must_say(text, "Er is geen motief gegeven.", "Zeg waarom de kandidaat ingeschreven kan worden.")
            return "REG", ConsequencePayload(comment=text)
        case "refuse":
            if step.ground not in REFUSAL_GROUNDS:
                raise BadInput(
                    "De grond van de weigering ontbreekt.",
                    f"Kies een van: {', '.join(REFUSAL_GROUNDS)}.",
                    field="ground",
                )
            _must_say(text, "Er is geen motief gegeven.", "Zeg uit welk feit de grond blijkt.")
            return "REF", ConsequencePayload(comment=f"Inschrijving geweigerd: {REFUSAL_GROUNDS[step.ground]}. {text}")
        case _:
            raise BadInput("Deze stap bestaat niet.", "Kies ask, answered, result, register of refuse.", field="kind")


def _result(line: InvestigationLine, step: Step, text: str) -> InvestigationResult:
    if step.item not in line.items:
        known = ", ".join(line.items) or "geen enkel onderdeel"
        raise BadInput("Dit onderdeel is niet in onderzoek.", f"In onderzoek: {known}.", field="item")
    told = f"Resultaat {words.words(words.INVESTIGATIONS, step.item)}:"
    if any(one.startswith(told) for one in line.waiting):
        raise NotAllowed("Van dit onderdeel staat al een resultaat klaar.", "Trek het in bij Uitwisseling.")
    if any(not one.startswith("Resultaat ") for one in line.waiting):
        raise NotAllowed(
            f"Er wacht al een bericht over dit dossier: {line.waiting[-1]}.", "Verstuur het eerst, of trek het in."
        )
    _must_say(text, "De toelichting ontbreekt.", "Zeg welk bewijs u zag, of wat niet klopt.")
    return InvestigationResult(step.item, step.in_order, text)


def _must_say(text: str, what: str, todo: str) -> None:
    if not text:
        raise BadInput(what, todo, field="text")


def _effects(line: InvestigationLine, step: Step) -> tuple[str, ...]:
    left = [item for item in line.items if item != step.item]
    match step.kind:
        case "ask":
            return (
                f"Het CIR zet het dossier op “{status_words('INFOS')}”; de brief aan de kandidaat maakt u zelf.",
                "De termijn staat hier genoteerd; het register kent hem enkel uit het commentaar.",
            )
        case "answered":
            return (f"Het CIR zet het dossier terug op “{status_words('CHKS')}”; daarna kunt u beslissen.",)
        case "result" if not step.in_order:
            return (
                "Het onderdeel blijft in onderzoek; het CIR bewaart het resultaat bij de meldingen van het dossier.",
            )
        case "result" if left:
            still = ", ".join(words.words(words.INVESTIGATIONS, item) for item in left)
            return (f"Het onderdeel is afgehandeld. Nog te onderzoeken: {still}.",)
        case "result":
            return (
                "Dit is het laatste onderdeel: het CIR schrijft de kandidaat in, met de dag van het dossiernummer.",
                "Vanaf dan kan elke verhuurder een aanbod doen.",
            )
        case "register":
            return (
                "Het CIR schrijft de kandidaat in, met de dag van het dossiernummer; elk onderdeel geldt als in orde.",
                "Vanaf dan kan elke verhuurder een aanbod doen.",
            )
        case _:
            return (
                "Het CIR weigert de inschrijving: de kandidaat komt bij geen enkele verhuurder op de lijst.",
                "Dit wacht op een tweede persoon: tot die het vrijgeeft, vertrekt er niets.",
                "De brief met de beslissing moet het recht op verhaal, de weg en de termijn vermelden.",
            )
