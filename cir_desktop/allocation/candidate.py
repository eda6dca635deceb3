"""A candidate who comes into consideration: his or her key in the order, and what a clerk must see beside the line."""

from datetime import date

import msgspec

from cir_desktop.allocation.binding import NO_DATE, NO_PERIODS
from cir_desktop.allocation.case import STANDARD
from cir_desktop.allocation.order import Step
from cir_desktop.allocation.pillars import ACCELERATED
from cir_desktop.allocation.rules import Verdict, cannot_tell, met
from cir_desktop.domain.facts import CandidateFacts
from cir_desktop.domain.ranking import Answer, Flag, Letting
from cir_desktop.domain.values import dutch_date

OrderKey = tuple[tuple[bool, ...], date, int, str]
"""Behind or not on each step (not behind goes first), then date, sequence number, dossier number.

In pillar 2 the date is the same for everybody, and the number is the place in the clerk's order; who has none there is
tied with the others who have none.
"""

NOWHERE = 10**9
"""After everybody whom the clerk gave a place."""

_DATE_DISAGREES = Flag(
    "date_disagrees", "De inschrijvingsdatum is niet de datum in het dossiernummer; de inschrijvingsdatum telt."
)


def key_of(facts: CandidateFacts, answers: tuple[Answer, ...], letting: Letting = STANDARD) -> OrderKey:
    """Where a candidate stands now: what is unknown is not met, an unknown date comes last."""
    met_answer = Answer.MET
    behind = tuple([answer is not met_answer for answer in answers])
    if letting.pillar == ACCELERATED:
        order = letting.order
        place = order.index(facts.dossier) if facts.dossier in order else NOWHERE
        return behind, date.min, place, facts.dossier
    return behind, facts.registered_on or date.max, facts.sequence, facts.dossier


def tie_of(key: OrderKey) -> tuple[object, ...]:
    """What two candidates of pillar 2 have in common when no rule puts one before the other."""
    return key[:3]


class Candidate(msgspec.Struct, frozen=True):
    """A candidate with the answers to the steps of the order, in their order, and the flags of the conditions.

    `ordered_by_clerk`: in pillar 2, where no date counts.
    """

    facts: CandidateFacts
    answers: tuple[Answer, ...]
    key: OrderKey
    flags: tuple[Flag, ...]
    ordered_by_clerk: bool = False

    @property
    def best_key(self) -> OrderKey:
        """Where the candidate would stand if all that is unknown were in his or her favour."""
        behind = tuple([answer is Answer.NOT_MET for answer in self.answers])
        if self.ordered_by_clerk:
            return behind, date.min, self.key[2], ""
        return behind, self.facts.registered_on or date.min, self.facts.sequence, self.facts.dossier

    @property
    def can_rise(self) -> bool:
        """Whether a ranking fact is unknown."""
        return Answer.UNKNOWN in self.answers or (self.facts.registered_on is None and not self.ordered_by_clerk)

    @property
    def date_flags(self) -> tuple[Flag, ...]:
        """The warning of a registration date that disagrees with the dossier number; the oldest numbers have no day."""
        day = self.facts.registered_on
        if day is None or self.ordered_by_clerk:
            return ()
        number = self.facts.dossier
        told = 7 if number[8:10] == "00" else 10
        if number[:told] == day.isoformat()[:told].replace("-", "."):
            return ()
        return (_DATE_DISAGREES,)

    def unknown_flags(self, order: tuple[Step, ...], position: int, best: int) -> tuple[Flag, ...]:
        """One flag for each missing ranking fact, with the best place that all of them together could give."""
        lacking = [step.fact for step, answer in zip(order, self.answers, strict=True) if answer is Answer.UNKNOWN]
        if self.facts.registered_on is None and not self.ordered_by_clerk:
            lacking.append("date")
        reach = f"Kan nog naar plaats {best}." if best < position else "Dat kan de plaats niet verbeteren."
        return tuple(
            Flag(f"unknown.{fact}", f"Niet gekend: {self._missing(fact, order)}. {reach}")
            for fact in dict.fromkeys(lacking)
        )

    def _missing(self, fact: str, order: tuple[Step, ...]) -> str:
        if fact == "binding":
            applicants = self.facts.residences
            return NO_DATE if applicants and all(applicants) else NO_PERIODS
        if fact == "date":
            return date_verdict(self.facts).missing
        return next(step.explain(self.facts).missing for step in order if step.fact == fact)


def clerk_verdict(letting: Letting, facts: CandidateFacts) -> Verdict:
    """What the clerk's motivated order says of one candidate of pillar 2."""
    if facts.dossier in letting.order:
        place = letting.order.index(facts.dossier) + 1
        return met(f"Plaats {place} in de gemotiveerde volgorde van de verhuurder.")
    return cannot_tell(
        "Geen volgorde bepaald: geen reglement en geen gemotiveerde volgorde.", "de gemotiveerde volgorde"
    )


def date_verdict(facts: CandidateFacts) -> Verdict:
    """What the chronology says of one candidate."""
    if facts.registered_on is None:
        return cannot_tell("De datum van inschrijving is niet gekend.", "de datum van inschrijving")
    return met(f"Ingeschreven op {dutch_date(facts.registered_on)}.")
