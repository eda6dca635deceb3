"""Offers, answers, decisions, and the commands that report them: the steps from a list to a contract."""

from datetime import date, datetime
from enum import StrEnum

import msgspec


class Actor(msgspec.Struct, frozen=True):
    """Who does a unit of work: the signed-in person, else the account of the operating system."""

    name: str

    def same_as(self, other: str) -> bool:
        """Whether this is the same person; capitals and outer spaces make nobody another."""
        return self.name.strip().casefold() == other.strip().casefold()


class OfferAnswer(StrEnum):
    """What became of an offer."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    SILENT = "silent"
    WITHDRAWN = "withdrawn"


OFFER_WORDS = {
    OfferAnswer.OPEN: "loopt",
    OfferAnswer.ACCEPTED: "aanvaard",
    OfferAnswer.REFUSED: "geweigerd",
    OfferAnswer.SILENT: "geen antwoord",
    OfferAnswer.WITHDRAWN: "ingetrokken",
}


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """A home offered to a candidate. `term_until` is the last day on which an answer is in time."""

    id: str
    vacancy: str
    home: str
    dossier: str
    dossier_version: int
    position: int
    reference_date: date
    posted_on: date
    term_until: date
    motive: str
    answer: OfferAnswer = OfferAnswer.OPEN
    answered_on: date | None = None
    reason: str | None = None
    grounded: bool | None = None


class RefusalReason(msgspec.Struct, frozen=True):
    """A reason from the closed list: what it means in law (`means`), and the action code that will be sent."""

    code: str
    text: str
    grounded: bool
    action: str
    means: str
    source: str
    label: str


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """The decision to let a home to a candidate."""

    id: str
    vacancy: str
    home: str
    dossier: str
    offer: str
    decided_on: date
    contract_from: date
    body: str
    motive: str


class CommandState(StrEnum):
    """Where a command stands; `COMMAND_WORDS` is the one place that says it to a clerk."""

    HELD = "held"
    NEW = "new"
    SENT = "sent"
    UNANSWERED = "unanswered"
    ACCEPTED = "accepted"
    CONFLICT = "conflict"
    REFUSED = "refused"
    DROPPED = "dropped"


COMMAND_WORDS = {
    CommandState.HELD: "Wacht op tweede persoon",
    CommandState.NEW: "Te versturen",
    CommandState.SENT: "Verstuurd",
    CommandState.UNANSWERED: "Geen antwoord: wordt nagekeken",
    CommandState.ACCEPTED: "Bevestigd",
    CommandState.CONFLICT: "Te bekijken: register wijzigde",
    CommandState.REFUSED: "Geweigerd door het CIR",
    CommandState.DROPPED: "Ingetrokken",
}


class HomeAddress(msgspec.Struct, frozen=True):
    """The home that a consequence is about."""

    street: str
    number: str
    box: str | None
    postcode: str
    place: str
    nis_code: str


class ConsequencePayload(msgspec.Struct, frozen=True):
    """What goes with an action: a Dutch comment, the first day of the contract (ACC), the home."""

    comment: str = ""
    contract_from: date | None = None
    home: HomeAddress | None = None


class Receipt(msgspec.Struct, frozen=True):
    """The register's answer to a command that it carried out."""

    dossier: str
    version: int
    status: str
    action: str
    processed_at: datetime
    correlation_id: str


class Command(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be told to the register. The id (UUIDv7) is also the correlation id of every attempt.

    `action` is an action code of the register; `payload` is kept as the domain knows it and put on the wire by the
    register's mapping. `not_before` holds a silence back until its term has passed.
    """

    id: str
    action: str
    dossier: str
    base_version: int
    payload: ConsequencePayload
    author: str
    created_at: datetime
    state: CommandState
    attempts: int = 0
    next_attempt_at: datetime | None = None
    last_answer: str = ""
    released_by: str | None = None
    not_before: date | None = None
    receipt: Receipt | None = None
