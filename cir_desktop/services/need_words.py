"""A housing-need request in words: its line in the list, what an answer does, what it means for the ranking lists."""

from collections.abc import Sequence
from datetime import date

import msgspec

from cir_desktop.domain import dossier_words as words
from cir_desktop.domain.codes import status_words
from cir_desktop.domain.dossier import Dossier, HousingNeedRequest
from cir_desktop.domain.inquiry import CLOSED_STATUSES, GRANTABLE, NEED_OPEN, TARGET_GROUP, NeedDraft
from cir_desktop.domain.process import COMMAND_WORDS, Command, CommandState, HousingNeedReply, RankingReport


class NeedLine(msgspec.Struct, frozen=True, kw_only=True):
    """A request in the list. `age_days` counts from the day of the request; `answer` is what the register has of us.

    `open`: we did not end it, and the dossier is still on the list. `next_step` says in words what has to happen.
    """

    dossier: str
    name: str
    requested_on: date
    age_days: int
    statement: str
    documents: int
    open: bool
    primary: bool
    answer: str
    others: str
    waiting: str
    drafted: bool
    can_take_back: bool
    next_step: str


def line_of(
    dossier: Dossier,
    need: HousingNeedRequest,
    *,
    party: str,
    today: date,
    name: str,
    message: Command | None,
    drafted: bool,
) -> NeedLine:
    """The line of a request, for the landlord `party`; `message` is what waits to be told of it."""
    ours = reply_of(need, party)
    ended = ours is not None and ours.status != NEED_OPEN
    is_open = not ended and dossier.status not in CLOSED_STATUSES
    others = [one for one in need.answers if one.party != party]
    return NeedLine(
        dossier=dossier.number.text,
        name=name,
        requested_on=need.day,
        age_days=(today - need.day).days,
        statement=need.statement,
        documents=len(need.attachments),
        open=is_open,
        primary=dossier.primary_party == party,
        answer=answer_words(ours.status, ours.granted) if ours else "",
        others="; ".join(f"{one.party}: {answer_words(one.status, one.granted_priority)}" for one in others),
        waiting=COMMAND_WORDS[message.state] if message else "",
        drafted=drafted,
        can_take_back=message is not None and message.state is CommandState.NEW and not message.attempts,
        next_step=_next_step(is_open, message, drafted, dossier.status),
    )


def order(line: NeedLine) -> tuple[bool, int, str]:
    """What was not ended first, the oldest first; then the rest, the newest first."""
    day = line.requested_on.toordinal()
    return (not line.open, day if line.open else -day, line.dossier)


def reply_of(need: HousingNeedRequest, party: str) -> HousingNeedReply | None:
    """What the register has of this landlord on a request."""
    for one in need.answers:
        if one.party == party:
            return HousingNeedReply(need.day, one.status, one.evaluations, one.conclusion, one.granted_priority)
    return None


def draft_of(reply: HousingNeedReply | None) -> NeedDraft:
    """The draft that would make this reply; an empty one without a reply."""
    if reply is None:
        return NeedDraft()
    return NeedDraft(
        outcome=reply.status,
        evaluations=dict(reply.evaluations),
        conclusion=reply.conclusion or "",
        granted=reply.granted or "",
    )


def message_of(commands: Sequence[Command], requested_on: date) -> Command | None:
    """The answer to a request that is not settled yet; a refused one only when nothing came after it."""
    found = [
        command
        for command in commands
        if isinstance(command.payload, HousingNeedReply) and command.payload.requested_on == requested_on
    ]
    return found[-1] if found else None


def ranking_of(reply: HousingNeedReply) -> RankingReport | None:
    """What a granted priority means for the ranking lists; None without one.

    Municipality and binding are not part of it: those of pillar 3 are reported from the list of a home.
    """
    if not reply.granted:
        return None
    return RankingReport("PLR3" if reply.granted == TARGET_GROUP else "PLR2", criterion=reply.granted)


def answer_words(status: str, granted: str | None) -> str:
    """An answer of any landlord: its status and the priority that it granted."""
    said = words.words(words.NEED_STATUSES, status)
    return f"{said} ({words.words(words.PRIORITIES, granted)})" if granted else said


def effects(reply: HousingNeedReply) -> tuple[str, ...]:
    """What the register does with an answer."""
    match reply.status:
        case "IN_ONDERZOEK":
            return ("Het CIR toont dat wij het verzoek onderzoeken; het blijft open en u kunt later beslissen.",)
        case "GEWEIGERD":
            return (
                "Het verzoek is voor ons afgesloten, zonder voorrang; de plaats op de gewone lijst blijft.",
                "Nadat het CIR dit antwoord kreeg, kan het niet meer gewijzigd worden.",
            )
        case _:
            pillar = "doelgroep (pijler 3)" if reply.granted == TARGET_GROUP else "versnelde toewijzing (pijler 2)"
            return (
                f"Het verzoek is voor ons afgesloten met voorrang: {GRANTABLE[reply.granted or '']}.",
                f"De kandidaat kan daarmee in aanmerking komen voor: {pillar}.",
                "Over een versnelde toewijzing zelf beslist de toewijzingsraad.",
                "Nadat het CIR dit antwoord kreeg, kan het niet meer gewijzigd worden.",
            )


def ranking_words(reply: HousingNeedReply) -> tuple[str, ...]:
    """What goes to the ranking lists with a granted priority; empty without one."""
    ranked = ranking_of(reply)
    if ranked is None:
        return ()
    return (
        f"Rangschikking: {ranked.kind}, {words.words(words.LIST_KINDS, ranked.kind)}",
        f"Grond (criterium1): {ranked.criterion}, {GRANTABLE[ranked.criterion or '']}",
        "Gemeente en woonbinding: geen; die meldt u vanuit de lijst van een woning",
    )


def _next_step(is_open: bool, message: Command | None, drafted: bool, status: str) -> str:
    if message is not None:
        if message.state is CommandState.NEW:
            return "Antwoord staat klaar; gaat mee bij de volgende verzending"
        return f"Antwoord: {COMMAND_WORDS[message.state].lower()}; kijk bij Uitwisseling"
    if is_open:
        return "Ontwerp afwerken en versturen" if drafted else "Beoordelen"
    return f"Niets te doen: {status_words(status).lower()}" if status in CLOSED_STATUSES else "Afgesloten"
