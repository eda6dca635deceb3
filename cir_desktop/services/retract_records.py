"""What putting a message right does to our own records: offers, answers, decisions, and vacancies."""

from collections.abc import Sequence
from datetime import date

import msgspec

from cir_desktop.domain.message_words import refuses_registration
from cir_desktop.domain.process import Command, ConsequencePayload, Decision, Offer, OfferAnswer
from cir_desktop.domain.retractions import Retraction, RetractReason
from cir_desktop.domain.values import dutch_date
from cir_desktop.errors import NotAllowed
from cir_desktop.runtime.clock import local_day
from cir_desktop.storage import allocations, homes, outbox
from cir_desktop.storage.unit import Connection, Unit

ANSWERS = {
    "OFFER": (OfferAnswer.OPEN, OfferAnswer.ACCEPTED),
    "ACC": (OfferAnswer.ACCEPTED,),
    "CCL": (OfferAnswer.WITHDRAWN,),
    "CCLGW": (OfferAnswer.REFUSED,),
    "REF": (OfferAnswer.REFUSED,),
    "NORES": (OfferAnswer.SILENT,),
}
"""How an offer of ours stands when the message of this action was the last one about it."""

_LEFT = {"OFFER": OfferAnswer.WITHDRAWN, "ACC": OfferAnswer.ACCEPTED}
"""How an offer stands after a message of this action was put right; after any other one it runs again."""


class Records(msgspec.Struct, frozen=True):
    """What there is of ours beside a message; `former` is what it puts right itself, if that is what it does.

    `let` is the decision by which the home of the offer was let meanwhile.
    """

    command: Command
    former: Retraction | None = None
    offer: Offer | None = None
    decision: Decision | None = None
    let: Decision | None = None


def records_of(connection: Connection, command: Command) -> Records:
    """The offer that a message is about, and the decision that it told."""
    if command.action not in ANSWERS or refuses_registration(command):
        return Records(command)
    made = [
        one for one in allocations.offers(connection, dossier=command.dossier) if one.answer in ANSWERS[command.action]
    ]
    offer = next((one for one in reversed(made) if _is_about(connection, command, one)), made[-1] if made else None)
    if offer is None:
        return Records(command)
    let = next(iter(allocations.decisions(connection, vacancy=offer.vacancy)), None)
    if command.action == "ACC":
        return Records(command, None, offer, let if let is not None and let.offer == offer.id else None)
    return Records(command, None, offer, None, let)


def records_before(connection: Connection, command: Command, former: Retraction) -> Records:
    """The offer and the decision that a message which puts another one right has changed."""
    offer = allocations.offer(connection, former.offer) if former.offer else None
    decision = allocations.decision(connection, former.decision) if former.decision else None
    return Records(command, former, offer, decision)


def payload_of(command: Command) -> ConsequencePayload:
    """What goes along with it."""
    return command.payload if isinstance(command.payload, ConsequencePayload) else ConsequencePayload()


def _is_about(connection: Connection, command: Command, offer: Offer) -> bool:
    told, home = payload_of(command).home, homes.home(connection, offer.home)
    return told is not None and (told.street, told.number, told.box) == (home.street, home.number, home.box)


def in_words(records: Records) -> tuple[str, ...]:
    """What happens to our own records, in sentences."""
    offer, decision = records.offer, records.decision
    if records.former is not None:
        return (_before_words(records.former, offer, decision),)
    if offer is None:
        return ("Hier verandert er verder niets.",)
    about = f"{offer.id} ({offer.home})"
    if records.command.action == "OFFER":
        return (f"Ons aanbod {about} wordt ingetrokken; de woning blijft vrij, en de volgende kandidaat kan.",)
    if records.command.action == "ACC":
        if decision is None:
            return (f"Aanbod {about} blijft aanvaard.",)
        return (
            f"Beslissing {decision.id} van {dutch_date(decision.decided_on)} wordt teruggenomen; wat toen bevroren"
            " werd, blijft bewaard.",
            f"Woning {decision.home} staat weer vrij; aanbod {offer.id} blijft aanvaard.",
        )
    runs = f"Aanbod {about} loopt weer, zonder antwoord: noteer daarna het juiste antwoord."
    if records.let is None:
        return (runs,)
    let = f"Let op: woning {offer.home} is al toegewezen (beslissing {records.let.id}); trek dit aanbod daarna in."
    return (runs, let)


def _before_words(former: Retraction, offer: Offer | None, decision: Decision | None) -> str:
    if decision is not None:
        return f"Beslissing {decision.id} geldt weer, en woning {decision.home} staat niet langer vrij."
    if offer is not None:
        return f"Aanbod {offer.id} staat weer zoals voor de rechtzetting."
    return "Hier verandert er verder niets."


def take_back(unit: Unit, records: Records) -> None:
    """Change our own records as if the message had never been; raises NotAllowed where they moved on."""
    offer, decision = records.offer, records.decision
    if offer is None:
        return
    if records.command.action == "OFFER":
        if offer.answer in (OfferAnswer.OPEN, OfferAnswer.ACCEPTED):
            allocations.replace_answer(unit.connection, offer.id, OfferAnswer.WITHDRAWN, _day(unit))
            unit.event("offer.answered", offer.dossier, {"offer": offer.id, "answer": OfferAnswer.WITHDRAWN.value})
    elif records.command.action != "ACC":
        allocations.replace_answer(unit.connection, offer.id, OfferAnswer.OPEN, None)
        unit.event("offer.answer_taken_back", offer.dossier, {"offer": offer.id, "answer": offer.answer.value})
    elif decision is not None:
        allocations.take_back_decision(unit.connection, decision.id, _day(unit))
        homes.reopen_vacancy(unit.connection, decision.vacancy)
        unit.event("decision.taken_back", decision.dossier, {"decision": decision.id, "home": decision.home})
        unit.event("vacancy.opened", decision.home, {"vacancy": decision.vacancy})


def must_stand_as_left(connection: Connection, records: Records) -> None:
    """Raise NotAllowed when the offer of a message that puts another one right was answered anew since."""
    former, offer = records.former, records.offer
    if former is None or offer is None:
        return
    corrected = outbox.command(connection, former.corrects).action
    if offer.answer is not _LEFT.get(corrected, OfferAnswer.OPEN):
        raise NotAllowed(
            f"Op aanbod {offer.id} is sinds de rechtzetting een ander antwoord genoteerd.",
            "Neem eerst dat antwoord terug, of laat de rechtzetting vertrekken.",
        )


def put_back(unit: Unit, records: Records) -> None:
    """Everything as it was before a message that put another one right, and did not go."""
    former, offer, decision = records.former, records.offer, records.decision
    if former is None:
        return
    if decision is not None:
        if len(_unsettled(unit.connection, decision)) > 1:
            raise NotAllowed(
                "Voor deze woning zijn er intussen andere aanbiedingen.", "Trek die eerst in, of laat dit vertrekken."
            )
        homes.close_vacancy(unit.connection, decision.vacancy, _day(unit))
        allocations.take_back_decision(unit.connection, decision.id, None)
        unit.event("decision.put_back", decision.dossier, {"decision": decision.id, "home": decision.home})
    elif offer is not None and former.answer is not None:
        allocations.replace_answer(
            unit.connection, offer.id, former.answer, former.answered_on, former.refusal_reason, former.grounded
        )
        unit.event("offer.answered", offer.dossier, {"offer": offer.id, "answer": former.answer.value})


def before(records: Records, command_id: str, reason: RetractReason) -> Retraction:
    """What is kept of how things stood, so that it can be put back."""
    offer, decision = records.offer, records.decision
    return Retraction(
        command=command_id,
        corrects=records.command.id,
        reason=reason.code,
        offer=offer.id if offer else None,
        answer=offer.answer if offer else None,
        answered_on=offer.answered_on if offer else None,
        grounded=offer.grounded if offer else None,
        refusal_reason=offer.reason if offer else None,
        decision=decision.id if decision else None,
    )


def _unsettled(connection: Connection, decision: Decision) -> Sequence[Offer]:
    made = allocations.offers(connection, vacancy=decision.vacancy)
    return [one for one in made if one.answer in (OfferAnswer.OPEN, OfferAnswer.ACCEPTED)]


def _day(unit: Unit) -> date:
    return local_day(unit.at)
