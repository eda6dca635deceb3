"""The answer to an offer: what it means in law, and the very message that will go to the register."""

from collections.abc import Sequence
from datetime import date

import msgspec

from cir_desktop.domain.codes import ACTION_WORDS, OFFER_ACTIONS, SANCTIONS
from cir_desktop.domain.identity import Role
from cir_desktop.domain.process import Command, CommandState, Offer, OfferAnswer, RefusalReason
from cir_desktop.domain.retractions import UNDO
from cir_desktop.domain.values import dutch_date
from cir_desktop.errors import BadInput, NotAllowed
from cir_desktop.services.counting import COUNTING_ACTIONS, cost_of, counting_answers
from cir_desktop.services.messages import enqueue, fields_in_words
from cir_desktop.services.office import Office
from cir_desktop.services.roles import LOOK, needs
from cir_desktop.storage import allocations, homes, outbox, retractions
from cir_desktop.storage.unit import Unit


class AnswerPreview(msgspec.Struct, frozen=True):
    """What recording an answer would do: the action code, its words, the message to the register, whether held.

    `meanings` are sentences worked out for this candidate and this day; `fields` say in words just what the message
    carries. `counts_as` is which one that counts this would be (1, 2 …; None: it does not count).
    """

    action: str
    action_words: str
    message: str
    held: bool
    meanings: tuple[str, ...]
    fields: tuple[str, ...] = ()
    counts_as: int | None = None

    @property
    def meaning(self) -> str:
        """What it means, as one text."""
        return " ".join(self.meanings)


def reason_of(office: Office, code: str) -> RefusalReason:
    """A refusal reason of the closed list; raises BadInput that names the list."""
    for reason in office.refusal_reasons:
        if reason.code.casefold() == code.strip().casefold():
            return reason
    known = ", ".join(reason.code for reason in office.refusal_reasons)
    raise BadInput("Deze reden staat niet in de lijst.", f"Kies een van: {known}.", field="reason")


def _answer_action(office: Office, answer: OfferAnswer, reason: RefusalReason | None) -> str:
    match answer:
        case OfferAnswer.REFUSED:
            return reason.action if reason else "REF"
        case OfferAnswer.SILENT:
            return "NORES"
        case OfferAnswer.WITHDRAWN:
            return "CCL"
        case _:
            return ""


@needs(*LOOK)
def preview_answer(
    office: Office, offer_id: str, answer: OfferAnswer, reason_code: str | None, day: date | None = None
) -> AnswerPreview:
    """What an answer of `day` (today when None) means in law and what would be sent, before it is recorded.

    Raises NotFound, BadInput.
    """
    answered_on = day or office.today
    reason = reason_of(office, reason_code) if reason_code and answer is OfferAnswer.REFUSED else None
    action = _answer_action(office, answer, reason)
    with office.store.read() as connection:
        made = allocations.offer(connection, offer_id)
        home = homes.home(connection, made.home)
    earlier = counting_answers(office, made.dossier) if action in COUNTING_ACTIONS else []
    counts_as = len(earlier) + 1 if action in COUNTING_ACTIONS else None
    words = ACTION_WORDS.get(action, "")
    message = f"{action}: {words}" + (f" ({reason.text})" if reason else "") if action else ""
    fields = fields_in_words(action, reason.text if reason else "", None, home.address) if action else ()
    meanings = _meanings(office, answer, reason, answered_on, earlier)
    return AnswerPreview(action, words, message, action in SANCTIONS, meanings, fields, counts_as)


def _meanings(
    office: Office, answer: OfferAnswer, reason: RefusalReason | None, day: date, earlier: Sequence[date]
) -> tuple[str, ...]:
    match answer:
        case OfferAnswer.ACCEPTED:
            return (
                "Er gaat nog niets naar het CIR: dat gebeurt bij de beslissing, met de datum van het huurcontract.",
            )
        case OfferAnswer.WITHDRAWN:
            return ("Wij trekken het aanbod in: de kandidaat houdt zijn plaats en zijn rechten.",)
        case OfferAnswer.SILENT:
            return ("Geen antwoord binnen de termijn telt als een weigering.", *cost_of(office, day, earlier))
        case OfferAnswer.REFUSED if reason and reason.grounded:
            return (reason.means,)
        case OfferAnswer.REFUSED:
            return (reason.means if reason else "Weigering zonder gegronde reden.", *cost_of(office, day, earlier))
        case _:
            return ()


@needs(Role.CLERK)
def answer(
    office: Office, offer_id: str, what: OfferAnswer, *, reason_code: str | None = None, day: date | None = None
) -> Offer:
    """Record the answer to an offer; a sanction waits until a second person releases it.

    An offer that was accepted can still be withdrawn, until the decision. Withdrawing an offer that the register never
    got tells the register nothing.

    Raises NotFound, BadInput (reason not in the list, or a reason that is asked for a refusal only), NotAllowed
    (answered already, silence before the term has passed, or an offer that the register refused).
    """
    if reason_code and what is not OfferAnswer.REFUSED:
        raise BadInput("Een reden hoort alleen bij een weigering.", "Laat de reden weg.", field="reason")
    answered_on = day or office.today
    reason = reason_of(office, reason_code) if reason_code else None
    action = _answer_action(office, what, reason)
    with office.store.unit(office.actor) as unit:
        made = allocations.offer(unit.connection, offer_id)
        withdrawn_yes = made.answer is OfferAnswer.ACCEPTED and what is OfferAnswer.WITHDRAWN
        if made.answer is not OfferAnswer.OPEN and not withdrawn_yes:
            raise NotAllowed(
                "Op dit aanbod is al een antwoord genoteerd.",
                "Is het fout, neem het dan eerst terug (cir answer AANBOD undo).",
            )
        if withdrawn_yes:
            _must_be_undecided(unit, made)
        if answered_on < made.posted_on or answered_on > office.today:
            raise BadInput(
                f"Het antwoord kan niet van {dutch_date(answered_on)} zijn.",
                f"Geef een dag tussen {dutch_date(made.posted_on)} en vandaag.",
                field="day",
            )
        if what is OfferAnswer.SILENT and answered_on <= made.term_until:
            raise NotAllowed(
                f"De kandidaat mag nog antwoorden tot en met {dutch_date(made.term_until)}.",
                "Noteer “geen antwoord” pas als die termijn voorbij is.",
            )
        grounded = None if what is not OfferAnswer.REFUSED else bool(reason and reason.grounded)
        if withdrawn_yes:
            allocations.replace_answer(unit.connection, made.id, what, answered_on)
        else:
            allocations.answer_offer(
                unit.connection, made.id, what, answered_on, reason.code if reason else None, grounded
            )
        if action and _register_knows(unit, made, what):
            home = homes.home(unit.connection, made.home)
            enqueue(office, unit, action, made, home, comment=reason.text if reason else "")
        unit.event("offer.answered", made.dossier, {"offer": made.id, "answer": what.value})
        return allocations.offer(unit.connection, offer_id)


@needs(Role.CLERK)
def take_back(office: Office, offer_id: str) -> Offer:
    """Undo an answer that was noted by mistake, as long as the register was not told; the offer runs again.

    Raises NotFound, NotAllowed (nothing to undo, told already, or the home is let).
    """
    with office.store.unit(office.actor) as unit:
        made = allocations.offer(unit.connection, offer_id)
        if made.answer is OfferAnswer.OPEN:
            raise NotAllowed("Op dit aanbod is nog geen antwoord genoteerd.", "Er is niets terug te nemen.")
        _must_be_undecided(unit, made)
        # The last message of the dossier is looked at below: it must be about this offer and no later one.
        if allocations.offers(unit.connection, dossier=made.dossier)[-1].id != made.id:
            raise NotAllowed("Aan deze kandidaat deden we later nog een aanbod.", "Er is niets meer terug te nemen.")
        last = _last_told(unit, made)
        puts_right = retractions.retraction(unit.connection, last.id) if last is not None else None
        if puts_right is not None and made.answer is OfferAnswer.WITHDRAWN:
            raise NotAllowed("Dit aanbod eindigde door een rechtzetting.", "Zet die zelf recht bij Uitwisseling.")
        if last is not None and last.action not in ("OFFER", UNDO):
            if last.state not in (CommandState.HELD, CommandState.NEW) or last.attempts:
                raise NotAllowed("Het CIR kreeg dit antwoord al.", "Zet dat bericht recht bij Uitwisseling.")
            outbox.set_state(unit.connection, last.id, CommandState.DROPPED, last_answer="Antwoord teruggenomen.")
        elif last is not None and last.state is CommandState.DROPPED:
            raise NotAllowed("Dit aanbod is ingetrokken voor het CIR het kreeg.", "Doe een nieuw aanbod.")
        allocations.replace_answer(unit.connection, made.id, OfferAnswer.OPEN, None)
        unit.event("offer.answer_taken_back", made.dossier, {"offer": made.id, "answer": made.answer.value})
        return allocations.offer(unit.connection, offer_id)


def _last_told(unit: Unit, made: Offer) -> Command | None:
    """The last message about an offer: what told it or an answer, or undid that; answers taken back do not count."""
    told = [
        command
        for command in outbox.commands(unit.connection, dossier=made.dossier)
        if command.action == "OFFER"
        or (command.action in OFFER_ACTIONS and command.state is not CommandState.DROPPED)
        or (command.state is not CommandState.DROPPED and _undoes(unit, command, made))
    ]
    return told[-1] if told else None


def _undoes(unit: Unit, command: Command, made: Offer) -> bool:
    former = retractions.retraction(unit.connection, command.id) if command.action == UNDO else None
    return former is not None and former.offer == made.id


def _must_be_undecided(unit: Unit, made: Offer) -> None:
    if any(decision.offer == made.id for decision in allocations.decisions(unit.connection, home=made.home)):
        raise NotAllowed("Op dit aanbod volgde al een beslissing.", "De woning is toegewezen.")


def _register_knows(unit: Unit, made: Offer, what: OfferAnswer) -> bool:
    """Whether an answer has to be told; drops an offer that was not sent yet and is withdrawn."""
    told = [c for c in outbox.commands(unit.connection, dossier=made.dossier) if c.action == "OFFER"]
    if not told or told[-1].state not in (CommandState.NEW, CommandState.REFUSED, CommandState.DROPPED):
        return True
    offered = told[-1]
    if offered.state is CommandState.NEW and (what is not OfferAnswer.WITHDRAWN or offered.attempts):
        return True
    if what is not OfferAnswer.WITHDRAWN:
        raise NotAllowed(
            "Het CIR heeft dit aanbod niet aanvaard: er kan geen antwoord op gemeld worden.", "Trek het aanbod in."
        )
    if offered.state is CommandState.NEW:
        outbox.set_state(unit.connection, offered.id, CommandState.DROPPED, last_answer="Aanbod ingetrokken.")
    return False
