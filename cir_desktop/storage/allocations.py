"""Offers and decisions."""

from datetime import date

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection, Row
from sqlalchemy.exc import IntegrityError

from cir_desktop.domain.process import Decision, Offer, OfferAnswer, PassedOver
from cir_desktop.errors import NotAllowed, NotFound
from cir_desktop.storage.short_ids import next_id
from cir_desktop.storage.tables import own_decision, own_offer

_DECISION = [own_decision.c[name] for name in Decision.__struct_fields__]
_IN_THE_ORDER_OF_THEIR_MAKING = (sa.func.length(own_decision.c.id), own_decision.c.id)


def add_offer(connection: Connection, offer: Offer) -> None:
    """Keep an offer. Raises NotAllowed when one to the same candidate is still running."""
    if offer.answer is OfferAnswer.OPEN:
        running = sa.select(own_offer.c.id).where(
            own_offer.c.dossier == offer.dossier, own_offer.c.answer == OfferAnswer.OPEN.value
        )
        if connection.execute(running).first():
            raise NotAllowed("Aan deze kandidaat loopt al een aanbod van ons.", "Noteer eerst het antwoord daarop.")
    kept = {"answer": offer.answer.value, "passed_over": msgspec.json.encode(offer.passed_over).decode()}
    connection.execute(own_offer.insert().values(msgspec.structs.asdict(offer) | kept))


def offer(connection: Connection, offer_id: str) -> Offer:
    """One offer; capitals make no other id. Raises NotFound."""
    row = connection.execute(sa.select(own_offer).where(own_offer.c.id == offer_id.strip())).one_or_none()
    if row is None:
        raise NotFound("Er is geen aanbod met dit nummer.", "Kijk het nummer na in de lijst van de aanbiedingen.")
    return _offer(row)


def offers(
    connection: Connection, *, home: str | None = None, dossier: str | None = None, vacancy: str | None = None
) -> list[Offer]:
    """Offers in the order of their making, narrowed to a home, a candidate or a vacancy."""
    wanted = sa.select(own_offer).order_by(sa.func.length(own_offer.c.id), own_offer.c.id)
    for column, value in ((own_offer.c.home, home), (own_offer.c.dossier, dossier), (own_offer.c.vacancy, vacancy)):
        if value is not None:
            wanted = wanted.where(column == value)
    return [_offer(row) for row in connection.execute(wanted)]


def answer_offer(
    connection: Connection, offer_id: str, answer: OfferAnswer, day: date, reason: str | None, grounded: bool | None
) -> None:
    """Note the answer to a running offer. Raises NotFound; NotAllowed when it was answered before."""
    if offer(connection, offer_id).answer is not OfferAnswer.OPEN:
        raise NotAllowed("Op dit aanbod is al een antwoord genoteerd.", "Kijk de lijst van de aanbiedingen na.")
    connection.execute(
        own_offer.update()
        .where(own_offer.c.id == offer_id)
        .values(answer=answer.value, answered_on=day, reason=reason, grounded=grounded)
    )


def replace_answer(
    connection: Connection,
    offer_id: str,
    answer: OfferAnswer,
    day: date | None,
    reason: str | None = None,
    grounded: bool | None = None,
) -> None:
    """Another answer in the place of one that was noted: withdrawn after a yes, or open again (day None).

    Raises NotFound; NotAllowed when meanwhile another offer to the same candidate is running.
    """
    offer(connection, offer_id)
    try:
        connection.execute(
            own_offer.update()
            .where(own_offer.c.id == offer_id)
            .values(answer=answer.value, answered_on=day, reason=reason, grounded=grounded)
        )
    except IntegrityError as error:
        raise NotAllowed(
            "Aan deze kandidaat loopt intussen een ander aanbod van ons.", "Noteer eerst het antwoord daarop."
        ) from error


def add_decision(connection: Connection, decision: Decision) -> None:
    """Keep a decision to let."""
    connection.execute(own_decision.insert().values(msgspec.structs.asdict(decision)))


def decisions(
    connection: Connection, *, home: str | None = None, dossier: str | None = None, vacancy: str | None = None
) -> list[Decision]:
    """Decisions in the order of their making, narrowed to a home, a candidate or a vacancy; not those taken back."""
    wanted = (
        sa.select(*_DECISION).where(own_decision.c.taken_back_on.is_(None)).order_by(*_IN_THE_ORDER_OF_THEIR_MAKING)
    )
    for column, value in (
        (own_decision.c.home, home),
        (own_decision.c.dossier, dossier),
        (own_decision.c.vacancy, vacancy),
    ):
        if value is not None:
            wanted = wanted.where(column == value)
    return [Decision(**row._mapping) for row in connection.execute(wanted)]


def decision(connection: Connection, decision_id: str) -> Decision:
    """One decision, taken back or not. Raises NotFound."""
    row = connection.execute(sa.select(*_DECISION).where(own_decision.c.id == decision_id)).one_or_none()
    if row is None:
        raise NotFound("Er is geen beslissing met dit nummer.", "Kijk het nummer na bij Toewijzingen.")
    return Decision(**row._mapping)


def take_back_decision(connection: Connection, decision_id: str, day: date | None) -> None:
    """The decision holds no longer from this day on; None: it holds again."""
    connection.execute(own_decision.update().where(own_decision.c.id == decision_id).values(taken_back_on=day))


def next_offer_id(connection: Connection) -> str:
    """The id of the next offer, as A0001."""
    return next_id(connection, own_offer, "A")


def next_decision_id(connection: Connection) -> str:
    """The id of the next decision, as B0001."""
    return next_id(connection, own_decision, "B")


def _offer(row: Row[tuple[object, ...]]) -> Offer:
    passed_over = msgspec.json.decode(row.passed_over, type=tuple[PassedOver, ...])
    return Offer(**{**row._mapping, "answer": OfferAnswer(row.answer), "passed_over": passed_over})
