"""What is looked into of a candidate: housing need, the exceptions of a registration, the yearly actualisation."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

import msgspec

from cir_desktop.domain.codes import ACCELERATED_GROUPS

CLOSED_STATUSES = frozenset({"RJCT", "RFSD", "SAVED", "TEMP"})
"""Of a dossier in one of these, nobody waits for an answer: struck off, refused, or not handed in yet."""

NEED_OPEN = "IN_ONDERZOEK"
NEED_GRANTED = "GEACCEPTEERD"
NEED_REFUSED = "GEWEIGERD"

TARGET_GROUP = "D"
"""criterium1 of a target group (pillar 3)."""

GRANTABLE: Mapping[str, str] = {**ACCELERATED_GROUPS, TARGET_GROUP: "doelgroep van het toewijzingsreglement"}
"""The priorities that a housing-need request can be granted, by their criterium1."""

REFUSAL_GROUNDS: Mapping[str, str] = {
    "AGE": "is geen 18 jaar en valt onder geen uitzondering (VCW 6.8)",
    "PROPERTY": "heeft eigendom en valt onder geen uitzondering (VCW 6.8)",
    "INCOME": "heeft een te hoog inkomen of te veel middelen (VCW 6.8)",
    "REGISTER": "staat niet in het bevolkingsregister en heeft geen referentieadres (VCW 6.8)",
    "ENDED_LEASE": "een sociale huurovereenkomst eindigde minder dan 3 jaar geleden wegens overlast of verwaarlozing"
    " (VCW 6.8)",
    "NO_INFORMATION": "bezorgde de gevraagde informatie niet (niet bevestigd: geen bron gevonden)",
}
"""The grounds of a refused registration: the conditions of VCW 6.8, and missing information, for which there is no
source."""

STRIKING_GROUNDS: Mapping[str, str] = {
    "NO_ANSWER": "antwoordde niet op de brief van de actualisatie",
    "UNDELIVERABLE": "de brief van de actualisatie kwam terug als onbestelbaar",
    "INACTIVE": "het dossier is twee jaar niet gewijzigd",
}
"""The grounds of striking off at an actualisation [practice of housing companies and the regime before 2024]."""


class NeedDraft(msgspec.Struct, frozen=True, kw_only=True):
    """What a clerk makes of a housing-need request, until it is sent.

    `outcome` is one of the three statuses, or empty while nothing is decided; `evaluations` texts by attachment id;
    `granted` a code of GRANTABLE, with GEACCEPTEERD only.
    """

    outcome: str = ""
    evaluations: Mapping[str, str] = {}
    conclusion: str = ""
    granted: str = ""


class KeptDocument(msgspec.Struct, frozen=True, kw_only=True):
    """A document that was fetched and is kept, encrypted, while its request is open; size in bytes."""

    dossier: str
    id: str
    name: str
    kind: str
    size: int
    fetched_at: datetime
    fetched_by: str


class InformationRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked of a candidate during an investigation, and until when an answer is in time."""

    id: str
    dossier: str
    asked: str
    asked_on: date
    term_until: date
    answered_on: date | None = None
    answer: str = ""


class ActualisationLetter(msgspec.Struct, frozen=True, kw_only=True):
    """The letter of the yearly actualisation that was due on a day: when it went, and the last day for an answer."""

    dossier: str
    due_on: date
    sent_on: date
    term_until: date


EARLY_DAYS = 30
"""Who actualises so many days before the anniversary, or later, did so for that round [inferred]."""


def anniversary(day: date, year: int) -> date:
    """That day in a year; 28 February for the 29th."""
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)


def next_actualisation(registered_on: date, actualised_on: date | None, today: date) -> date:
    """The anniversary of the registration on which the actualisation is (or was) due.

    The first one after the last actualisation; one of at most EARLY_DAYS before an anniversary is of that round. When
    none is known: the last anniversary up to `today`, for nobody can say how earlier years went; the first one for a
    registration of less than a year. Half of this is ours: that it is yearly on the anniversary is practice, how the
    rounds follow each other is inferred.
    """
    if actualised_on is not None and actualised_on >= registered_on:
        year = actualised_on.year
        rounds = (anniversary(registered_on, each) for each in (year, year + 1, year + 2))
        return next(due for due in rounds if due > max(registered_on, actualised_on + timedelta(days=EARLY_DAYS)))
    last = anniversary(registered_on, today.year)
    if last > today:
        last = anniversary(registered_on, today.year - 1)
    return last if last > registered_on else anniversary(registered_on, registered_on.year + 1)


class StepPreview(msgspec.Struct, frozen=True):
    """What a step does: in words, just what the message carries, and whether a second person has to release it."""

    dossier: str
    name: str
    effects: tuple[str, ...]
    fields: tuple[str, ...]
    held: bool
