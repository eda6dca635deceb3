"""Housing-need requests: what candidates ask, what we make of it, and the answer that goes to the register."""

from datetime import date

import msgspec

from cir_desktop.domain import dossier_words as words
from cir_desktop.domain.codes import HOUSING_NEED, RANKING, status_words
from cir_desktop.domain.dossier import Dossier, HousingNeedRequest
from cir_desktop.domain.identity import Role
from cir_desktop.domain.inquiry import (
    CLOSED_STATUSES,
    GRANTABLE,
    NEED_GRANTED,
    NEED_OPEN,
    NEED_REFUSED,
    NeedDraft,
)
from cir_desktop.domain.job import Cancel, Report, ignore_progress
from cir_desktop.domain.process import COMMAND_WORDS, Command, CommandState, HousingNeedReply
from cir_desktop.domain.values import DossierNumber, dutch_date
from cir_desktop.errors import BadInput, NotAllowed, NotFound
from cir_desktop.register.wire import decode_dossier
from cir_desktop.services.messages import put
from cir_desktop.services.need_words import (
    NeedLine as NeedLine,
)
from cir_desktop.services.need_words import (
    answer_words,
    draft_of,
    effects,
    line_of,
    message_of,
    order,
    ranking_of,
    ranking_words,
    reply_of,
)
from cir_desktop.services.office import Office
from cir_desktop.services.roles import LOOK, needs
from cir_desktop.storage import candidates, dossiers, inquiry, matters, outbox
from cir_desktop.storage.unit import Unit
from cir_desktop.sync.matters import look_through

_WAITS = frozenset({CommandState.NEW, CommandState.SENT, CommandState.UNANSWERED, CommandState.CONFLICT})
_UNSETTLED = _WAITS | {CommandState.REFUSED}
_MOST_CONCLUSION, _MOST_EVALUATION = 4000, 2000


class NeedDocument(msgspec.Struct, frozen=True):
    """A document of a request; `kept`: it was fetched and is kept here, encrypted. Size in bytes."""

    id: str
    name: str
    day: date | None
    size: int | None
    kept: bool
    evaluation: str


class NeedView(msgspec.Struct, frozen=True):
    """One request with its documents, our draft, and the answers of other landlords in words."""

    line: NeedLine
    status: str
    documents: tuple[NeedDocument, ...]
    draft: NeedDraft
    others: tuple[str, ...]
    may_answer: bool


class ReplyPreview(msgspec.Struct, frozen=True):
    """What sending would do: `effects` in words, `fields` just what the message carries, `ranking` what may go with it.

    `ranking` is empty where no priority was granted.
    """

    effects: tuple[str, ...]
    fields: tuple[str, ...]
    ranking: tuple[str, ...]


@needs(*LOOK)
def listed(office: Office, *, report: Report = ignore_progress, cancel: Cancel | None = None) -> list[NeedLine]:
    """All requests of the dossiers in scope: open ones first, the oldest first; then what was ended, newest first.

    Looks first through what came in since the last time. Raises Cancelled.
    """
    party, today = office.party, office.today  # asked once: the party is read from the store each time
    look_through(office.store, actor=office.actor, own_party=party, report=report, cancel=cancel)
    found: list[NeedLine] = []
    with office.store.read() as connection:
        numbers = matters.asking_priority(connection)
        names = candidates.names(connection, numbers)
        drafted = inquiry.drafts(connection)
        waiting: dict[str, list[Command]] = {}
        for command in outbox.commands(connection, states=_UNSETTLED):
            waiting.setdefault(command.dossier, []).append(command)
        for number in numbers:
            dossier = decode_dossier(dossiers.raw_version(connection, number)[1])
            for need in dossier.housing_need:
                message = message_of(waiting.get(number, ()), need.day)
                has_draft = (number, need.day) in drafted
                found.append(
                    line_of(
                        dossier,
                        need,
                        party=party,
                        today=today,
                        name=names.get(number, ""),
                        message=message,
                        drafted=has_draft,
                    )
                )
    return sorted(found, key=order)


@needs(*LOOK)
def view(office: Office, dossier: str, requested_on: date) -> NeedView:
    """One request. Raises NotFound, BadInput for a number that is none."""
    number = DossierNumber.parse(dossier).text
    with office.store.read() as connection:
        found, need = _request(dossiers.raw_version(connection, number)[1], requested_on)
        name = candidates.by_dossier(connection, number).name
        draft = inquiry.drafts(connection, number).get((number, requested_on))
        kept = {one.id for one in inquiry.kept_documents(connection, number)}
        message = message_of(outbox.commands(connection, states=_UNSETTLED, dossier=number), requested_on)
    line = line_of(
        found,
        need,
        party=office.party,
        today=office.today,
        name=name,
        message=message,
        drafted=draft is not None,
    )
    shown = draft or draft_of(reply_of(need, office.party))
    known = {one.id: one for one in found.attachments}
    return NeedView(
        line=line,
        status=status_words(found.status),
        documents=tuple(
            NeedDocument(
                one,
                known[one].name if one in known else one,
                known[one].day if one in known else None,
                known[one].size if one in known else None,
                one in kept,
                shown.evaluations.get(one, ""),
            )
            for one in need.attachments
        ),
        draft=shown,
        others=tuple(
            f"{one.party}: {answer_words(one.status, one.granted_priority)}"
            + (f". {one.conclusion}" if one.conclusion else "")
            for one in need.answers
            if one.party != office.party
        ),
        may_answer=line.open and message is None,
    )


@needs(Role.CLERK)
def save_draft(office: Office, dossier: str, requested_on: date, draft: NeedDraft) -> None:
    """Keep what was typed so far; nothing goes out. Raises NotFound, BadInput."""
    number = DossierNumber.parse(dossier).text
    with office.store.unit(office.actor) as unit:
        _, need = _request(dossiers.raw_version(unit.connection, number)[1], requested_on)
        _check_evaluations(need, draft)
        inquiry.save_draft(unit, number, requested_on, draft)
        unit.event("need.drafted", number, {"requested": dutch_date(requested_on)})


@needs(*LOOK)
def preview(office: Office, dossier: str, requested_on: date, draft: NeedDraft) -> ReplyPreview:
    """What sending this answer would do, before it is put in the outbox. Raises NotFound, BadInput, NotAllowed."""
    number = DossierNumber.parse(dossier).text
    with office.store.read() as connection:
        found, need = _request(dossiers.raw_version(connection, number)[1], requested_on)
        message = message_of(outbox.commands(connection, states=_UNSETTLED, dossier=number), requested_on)
    reply = _checked(office, found, need, message, draft)
    names = {one.id: one.name for one in found.attachments}
    return ReplyPreview(
        effects=effects(reply),
        fields=(
            f"Verzoek van {dutch_date(reply.requested_on)}",
            f"Antwoord: {words.words(words.NEED_STATUSES, reply.status)}",
            *(f"{names.get(one, one)}: {text}" for one, text in reply.evaluations),
            f"Conclusie: {reply.conclusion or 'geen'}",
            f"Toegekende voorrang: {GRANTABLE[reply.granted] if reply.granted else 'geen'}",
        ),
        ranking=ranking_words(reply),
    )


@needs(Role.CLERK)
def send(
    office: Office, dossier: str, requested_on: date, draft: NeedDraft, *, with_ranking: bool = False
) -> ReplyPreview:
    """Put the answer in the outbox, and with it, when asked and granted, what we report for the ranking.

    Gives what was put there. Raises what `preview` raises.
    """
    shown = preview(office, dossier, requested_on, draft)
    number = DossierNumber.parse(dossier).text
    with office.store.unit(office.actor) as unit:
        found, need = _request(dossiers.raw_version(unit.connection, number)[1], requested_on)
        message = message_of(outbox.commands(unit.connection, states=_UNSETTLED, dossier=number), requested_on)
        reply = _checked(office, found, need, message, draft)
        put(office, unit, HOUSING_NEED, number, reply)
        ranked = ranking_of(reply) if with_ranking else None
        if ranked is not None:
            put(office, unit, RANKING, number, ranked)
        inquiry.save_draft(unit, number, requested_on, None)
        unit.event("need.answered", number, {"requested": dutch_date(requested_on)})
    return shown if ranked is not None else msgspec.structs.replace(shown, ranking=())


@needs(Role.CLERK)
def take_back(office: Office, dossier: str, requested_on: date) -> NeedDraft:
    """Undo `send` while the register was not told: the message is dropped and the draft is back.

    A report for the ranking that went with it is dropped too. Raises NotFound, NotAllowed.
    """
    number = DossierNumber.parse(dossier).text
    with office.store.unit(office.actor) as unit:
        commands = outbox.commands(unit.connection, states=_WAITS, dossier=number)
        message = message_of(commands, requested_on)
        if message is None or not isinstance(message.payload, HousingNeedReply):
            raise NotFound("Er staat geen antwoord op dit verzoek klaar.", "Kijk bij Uitwisseling.")
        if message.state is not CommandState.NEW or message.attempts:
            raise NotAllowed("Dit antwoord is al verstuurd.", "Vraag de helpdesk van het CIR om het recht te zetten.")
        draft = draft_of(message.payload)
        ranked = ranking_of(message.payload)
        _drop(unit, message)
        for other in commands:
            if other.payload == ranked and other.state is CommandState.NEW and not other.attempts:
                _drop(unit, other)
        inquiry.save_draft(unit, number, requested_on, draft)
        unit.event("need.taken_back", number, {"requested": dutch_date(requested_on)})
    return draft


def _drop(unit: Unit, command: Command) -> None:
    outbox.set_state(unit.connection, command.id, CommandState.DROPPED, last_answer="Antwoord teruggenomen.")


def _request(raw: bytes, requested_on: date) -> tuple[Dossier, HousingNeedRequest]:
    dossier = decode_dossier(raw)
    for need in dossier.housing_need:
        if need.day == requested_on:
            return dossier, need
    raise NotFound(
        f"In dit dossier staat geen woonnoodverzoek van {dutch_date(requested_on)}.",
        "Kijk de dag na in de lijst van de verzoeken.",
    )


def _check_evaluations(need: HousingNeedRequest, draft: NeedDraft) -> None:
    unknown = set(draft.evaluations) - set(need.attachments)
    if unknown:
        raise BadInput(
            f"Dit document hoort niet bij het verzoek: {', '.join(sorted(unknown))}.",
            "Kies een document uit de lijst van het verzoek.",
            field="evaluations",
        )
    if any(len(text) > _MOST_EVALUATION for text in draft.evaluations.values()):
        raise BadInput(
            "De beoordeling van een document is te lang.",
            f"Hou ze onder {_MOST_EVALUATION} tekens.",
            field="evaluations",
        )


def _checked(
    office: Office, dossier: Dossier, need: HousingNeedRequest, message: Command | None, draft: NeedDraft
) -> HousingNeedReply:
    """The reply that a draft makes. Raises NotAllowed when none can go now, BadInput when something lacks."""
    if dossier.status in CLOSED_STATUSES:
        raise NotAllowed(
            f"Dit dossier is {status_words(dossier.status).lower()}: op het verzoek hoeft geen antwoord meer.",
            "Haal de kandidaten opnieuw op als dat niet klopt.",
        )
    ours = reply_of(need, office.party)
    if ours is not None and ours.status != NEED_OPEN:
        raise NotAllowed(
            "Dit verzoek is al afgesloten: een antwoord dat het CIR kreeg, blijft staan.",
            "Vraag de helpdesk van het CIR om het recht te zetten.",
        )
    if message is not None:
        raise NotAllowed(
            f"Er staat al een antwoord in de uitgaande berichten: {COMMAND_WORDS[message.state].lower()}.",
            "Neem het terug, of kijk bij Uitwisseling.",
        )
    _check_evaluations(need, draft)
    if draft.outcome not in (NEED_OPEN, NEED_GRANTED, NEED_REFUSED):
        raise BadInput("Er is nog niets besloten.", "Kies: in onderzoek, aanvaard of geweigerd.", field="outcome")
    conclusion = draft.conclusion.strip()
    if draft.outcome != NEED_OPEN and not conclusion:
        raise BadInput("De conclusie ontbreekt.", "Zeg waarom het verzoek zo beoordeeld is.", field="conclusion")
    if len(conclusion) > _MOST_CONCLUSION:
        raise BadInput("De conclusie is te lang.", f"Hou ze onder {_MOST_CONCLUSION} tekens.", field="conclusion")
    granted = draft.granted if draft.outcome == NEED_GRANTED else ""
    if draft.outcome == NEED_GRANTED and granted not in GRANTABLE:
        raise BadInput(
            "De voorrang die toegekend wordt, ontbreekt.", f"Kies een van: {', '.join(GRANTABLE)}.", field="granted"
        )
    said = tuple(
        (one, draft.evaluations[one].strip()) for one in need.attachments if draft.evaluations.get(one, "").strip()
    )
    if draft.outcome != NEED_OPEN and len(said) < len(need.attachments):
        lacking = len(need.attachments) - len(said)
        raise BadInput(
            f"Van {lacking} {'document' if lacking == 1 else 'documenten'} is niet gezegd wat het aantoont.",
            "Beoordeel elk document, ook als het niets aantoont.",
            field="evaluations",
        )
    return HousingNeedReply(need.day, draft.outcome, said, conclusion or None, granted or None)
