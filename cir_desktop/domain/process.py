"""Offers, answers, decisions, and the commands that report them: the steps from a list to a contract."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum

import msgspec

from cir_desktop.domain import codes
from cir_desktop.domain.conflicts import Value
from cir_desktop.domain.ranking import Letting


class Actor(msgspec.Struct, frozen=True):
    """Who does a unit of work: the signed-in person, else the account of the operating system."""

    name: str


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


class PassedOver(msgspec.Struct, frozen=True):
    """A candidate who stood higher and got no offer: a code of the closed list, and the fact behind it."""

    dossier: str
    position: int
    code: str
    fact: str


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """A home offered to a candidate. `term_until` is the last day on which an answer is in time.

    `pillar` and `group` are those of the list that the offer goes by; `passed_over` who stood higher on it without an
    offer, and why.
    """

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
    pillar: int = 1
    group: str = ""
    passed_over: tuple[PassedOver, ...] = ()


class PassOverReason(msgspec.Struct, frozen=True):
    """A reason of the closed list for passing somebody over: what it means, and where it stands."""

    code: str
    text: str
    means: str
    source: str
    label: str


class RefusalReason(msgspec.Struct, frozen=True):
    """A reason from the closed list: what it means in law (`means`), and the action code that will be sent."""

    code: str
    text: str
    grounded: bool
    action: str
    means: str
    source: str
    label: str


class Nomination(msgspec.Struct, frozen=True, kw_only=True):
    """A welfare actor asks an accelerated allocation (pillar 2) for a candidate.

    `group` is one of EHOME, UASIL, MHP, SUBSH, SPSC. `agreed` is what the allocation council decided (None: not yet) on
    `decided_on`; `ended_on` the first day on which the nomination no longer holds.
    """

    id: str
    dossier: str
    group: str
    nominated_by: str
    nominated_on: date
    documents: str
    agreed: bool | None = None
    decided_on: date | None = None
    decision: str = ""
    ended_on: date | None = None


class AppealRecord(msgspec.Struct, frozen=True, kw_only=True):
    """An appeal (verhaal) of a candidate that we know of, with the last day on which it was in time.

    `home` is the code of the home whose allocation it is about, if it is about one. `upheld` None: no outcome yet.
    """

    id: str
    dossier: str
    home: str | None
    ground: str
    lodged_on: date
    term_until: date | None
    upheld: bool | None = None
    outcome_on: date | None = None
    note: str = ""


class PillarChoice(msgspec.Struct, frozen=True, kw_only=True):
    """In which pillar a vacancy is let, what the program proposed, and why the clerk chose so."""

    vacancy: str
    letting: Letting
    proposed: int
    motive: str
    chosen_at: datetime
    chosen_by: str


class ReviewKind(msgspec.Struct, frozen=True):
    """A mark of the closed list for going through a list of candidates."""

    code: str
    text: str


class ReviewMark(msgspec.Struct, frozen=True, kw_only=True):
    """What a clerk put beside a candidate while going through a list: a mark of the closed list, and a note."""

    vacancy: str
    dossier: str
    mark: str
    note: str
    at: datetime
    by: str


class FrozenRef(msgspec.Struct, frozen=True, kw_only=True):
    """A frozen file in the store: `kind` is `list` (as an offer went by it) or `decision`; `about` that id."""

    id: str
    kind: str
    about: str
    home: str
    made_at: datetime
    sha256: str


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """The decision to let a home to a candidate, in a pillar and for a group of it."""

    id: str
    vacancy: str
    home: str
    dossier: str
    offer: str
    decided_on: date
    contract_from: date
    body: str
    motive: str
    pillar: int = 1
    group: str = ""


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

COMMAND_GIVEN = "Meegegeven"
"""For SENT in a workspace that goes through a housing company: it is in a workbook, and nobody knows more."""


class HomeAddress(msgspec.Struct, frozen=True):
    """The home that a consequence is about."""

    street: str
    number: str
    box: str | None
    postcode: str
    place: str
    nis_code: str

    @property
    def line(self) -> str:
        """On one line."""
        box = f" bus {self.box}" if self.box else ""
        return f"{self.street} {self.number}{box}, {self.postcode} {self.place}"


class ConsequencePayload(msgspec.Struct, frozen=True):
    """What goes with an action: a Dutch comment, the first day of the contract (ACC), the home."""

    comment: str = ""
    contract_from: date | None = None
    home: HomeAddress | None = None


class RankingReport(msgspec.Struct, frozen=True):
    """What we determined for a ranking list of the register, of one dossier.

    `kind` is PLR1 to PLR4 by pillar; `limited_region` whether the candidate chose only some neighbourhoods of the
    municipality; `local_binding` YES, NO or UNK; `criterion` the published criterium1, None where there is none.
    """

    kind: str
    limited_region: bool | None = None
    local_binding: str | None = None
    nis_code: str | None = None
    neighbourhood: str | None = None
    criterion: str | None = None


class DossierEdit(msgspec.Struct, frozen=True):
    """Corrections of fields that we may write as the primary landlord, by key of `dossier_fields.FIELDS`.

    `base` is what stood in those fields when the clerk began, so that it can be compared with what stands there later;
    `changes` what is to stand there; `evidence` what the clerk goes by, kept here and told to nobody.
    """

    base: Mapping[str, Value]
    changes: Mapping[str, Value]
    evidence: str = ""


class HousingNeedReply(msgspec.Struct, frozen=True):
    """Our answer to the housing-need request of a day.

    `status` is IN_ONDERZOEK, GEACCEPTEERD or GEWEIGERD; `evaluations` are (attachment id, text); `granted` is the
    criterium1 of the priority, with GEACCEPTEERD only.
    """

    requested_on: date
    status: str
    evaluations: tuple[tuple[str, str], ...] = ()
    conclusion: str | None = None
    granted: str | None = None


class InvestigationResult(msgspec.Struct, frozen=True):
    """What we found of one exception (a code of `dossier_words.INVESTIGATIONS`): in order or not, and why."""

    item: str
    in_order: bool
    explanation: str


Payload = ConsequencePayload | RankingReport | DossierEdit | HousingNeedReply | InvestigationResult

_PAYLOADS: Mapping[str, type[Payload]] = {
    codes.RANKING: RankingReport,
    codes.EDIT: DossierEdit,
    codes.HOUSING_NEED: HousingNeedReply,
    codes.INVESTIGATION: InvestigationResult,
}


def payload_type(action: str) -> type[Payload]:
    """What goes with a message: a record of its own for our own kinds, else that of an action of the register."""
    return _PAYLOADS.get(action, ConsequencePayload)


class Receipt(msgspec.Struct, frozen=True):
    """The register's answer to a command that it carried out; `status` is empty when a housing company told it."""

    dossier: str
    version: int
    status: str
    action: str
    processed_at: datetime
    correlation_id: str


class Command(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be told to the register. The id (UUIDv7) is also the correlation id of every attempt.

    `action` is an action code of the register with a ConsequencePayload, or a word of our own (`codes.RANKING`,
    EDIT, HOUSING_NEED, INVESTIGATION) with a record of its own; the register's mapping puts the payload on the wire.
    `not_before` holds a silence back until its term has passed. Without a receipt, `last_answer` says what is known.
    `author` is a vo_id, or a name that was given; `author_account` the account of the operating system at that moment
    (empty: not known).
    """

    id: str
    action: str
    dossier: str
    base_version: int
    payload: Payload
    author: str
    created_at: datetime
    state: CommandState
    author_account: str = ""
    attempts: int = 0
    next_attempt_at: datetime | None = None
    last_answer: str = ""
    released_by: str | None = None
    not_before: date | None = None
    receipt: Receipt | None = None
