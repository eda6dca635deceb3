"""What would move a candidate: each fact answered otherwise, and the place that the same order would then give.

The others stay as they are, at the step-down level of the list.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from cir_desktop.allocation.candidate import OrderKey, key_of
from cir_desktop.allocation.case import STANDARD, Case
from cir_desktop.allocation.conditions import conditions_of
from cir_desktop.allocation.order import Step, binds, leads_of, standings, steps_of
from cir_desktop.allocation.ranking import persons_short, work_out
from cir_desktop.allocation.regulation import Level, Regulation
from cir_desktop.allocation.rules import Rule
from cir_desktop.domain.comparing import Change, WhatIf
from cir_desktop.domain.facts import CandidateFacts
from cir_desktop.domain.home import Home
from cir_desktop.domain.ranking import Answer, Letting


def what_if(
    home: Home,
    candidates: Sequence[CandidateFacts],
    regulation: Regulation,
    reference_date: date,
    dossier: str,
    letting: Letting = STANDARD,
) -> WhatIf:
    """What other answers would do to the place of one candidate of a list.

    Args:
        home, candidates, regulation, reference_date, letting: those of the list.
        dossier: one of the candidates.

    Raises:
        BadRules: no rule, regulation or value is in force on the reference date.
        StopIteration: the dossier is not among the candidates.
    """
    facts = next(facts for facts in candidates if facts.dossier == dossier)
    case, coming, _ = work_out(home, candidates, regulation, reference_date, letting)
    keys = [candidate.key for candidate in coming if candidate.facts.dossier != dossier]
    me = _Me(case, facts, keys)
    failing = [rule for rule, answer in me.conditions if answer is Answer.NOT_MET]
    if failing:
        return me.from_outside(failing, len(coming))
    return me.from_inside(len(coming))


OCCUPANCY = "occupancy"


class _Me:
    """One candidate beside the sorted keys of the others."""

    def __init__(self, case: Case, facts: CandidateFacts, keys: list[OrderKey]) -> None:
        self.case = case
        self.facts = facts
        self.keys = keys
        self.conditions = [(condition.rule, condition.check(case, facts).answer) for condition in conditions_of(case)]
        self.answers = standings(case, facts, leads_of(case))

    def place(self, answers: tuple[Answer, ...], registered_on: date | None = None) -> int:
        """Where these answers would put the candidate; ties of pillar 2 share the first place among them."""
        behind, day, sequence, number = key_of(self.facts, answers, self.case.letting)
        wanted: OrderKey = (behind, registered_on or day, sequence, number if binds(self.case) else "")
        return bisect_left(self.keys, wanted) + 1

    def from_outside(self, failing: Sequence[Rule], placed: int) -> WhatIf:
        needed, note = self._stepping(failing, placed)
        # Whoever makes the home be stepped down less, or more, is the only one to fit then.
        then = 1 if note else self.place(self.answers)
        names = " en ".join(rule.name for rule in needed)
        alone = f"Als “{names}” wel voldaan is" if len(needed) == 1 else f"Enkel als dit samen voldaan is: {names}"
        change = Change(
            fact="conditions",
            rules=tuple(rule.id for rule in needed),
            to=Answer.MET.value,
            place_then=then,
            sentence=f"{alone}: plaats {then}.",
        )
        return WhatIf(self.facts.dossier, None, placed, (change,), (), note)

    def _stepping(self, failing: Sequence[Rule], placed: int) -> tuple[Sequence[Rule], str]:
        """The conditions that have to be met, and what is said when meeting them changes how far the home is opened."""
        others = [rule for rule in failing if rule.id != OCCUPANCY]
        short, down = persons_short(self.case, self.facts), self.case.stepped_down
        if down and (len(others) < len(failing) or short < down):
            return failing, (
                f"De bezettingstabel is nu met {_persons(down)} verlaagd omdat niemand past. Past deze kandidaat wel"
                " (of met minder verlaging), dan vervalt dat: de lijst wordt opnieuw gemaakt en de anderen vallen weg."
            )
        if others and len(others) < len(failing) and not placed and short and self.case.table.step_down:
            return others, f"Omdat niemand past, wordt de bezettingstabel dan met {_persons(short)} verlaagd."
        return failing, ""

    def from_inside(self, placed: int) -> WhatIf:
        now = self.place(self.answers)
        changes: list[Change] = []
        nothing: list[str] = []
        for name, found in self._by_fact():
            moving = [change for change in found if change.place_then != now]
            changes += moving
            if not moving:
                nothing.append(name)
        out = list(self._out())
        changes += out
        last = out and placed == 1 and self.case.table.step_down
        note = "Valt deze kandidaat weg, dan komt niemand in aanmerking en wordt de bezettingstabel zo nodig verlaagd."
        return WhatIf(self.facts.dossier, now, placed, tuple(changes), tuple(nothing), note if last else "")

    def _by_fact(self) -> Iterator[tuple[str, list[Change]]]:
        steps = steps_of(self.case)
        now = self.place(self.answers)
        for fact in dict.fromkeys(step.fact for step in steps):
            places = [place for place, step in enumerate(steps) if step.fact == fact]
            found = list(self._of_fact(steps, fact, places, now))
            yield _fact_words(steps, places), found
        if binds(self.case) and self.facts.registered_on is None:
            then = self.place(self.answers, date.min)
            text = f"Als de inschrijvingsdatum de oudste blijkt: van plaats {now} naar {then}."
            yield "datum van inschrijving", [Change("date", ("chronology.date",), Answer.MET.value, then, text)]

    def _of_fact(self, steps: Sequence[Step], fact: str, places: Sequence[int], now: int) -> Iterator[Change]:
        levels = _levels(self.case)
        for place in places:
            if self.answers[place] is Answer.MET:
                continue
            level = levels.get(steps[place].rule.id)
            along = {place}
            if level is not None:
                along |= {other for other in places if _implied(level, levels[steps[other].rule.id])}
            yield self._change(steps, fact, along, Answer.MET, now, f"Als dit bewezen wordt: {steps[place].rule.name}")
        if any(self.answers[place] is Answer.MET for place in places):
            words = f"Zonder {_fact_words(steps, places)}"
            yield self._change(steps, fact, places, Answer.NOT_MET, now, words)

    def _change(
        self, steps: Sequence[Step], fact: str, places: Iterable[int], to: Answer, now: int, words: str
    ) -> Change:
        answers = list(self.answers)
        for place in places:
            answers[place] = to
        then = self.place(tuple(answers))
        rules = tuple(steps[place].rule.id for place in sorted(places))
        return Change(fact, rules, to.value, then, f"{words}: van plaats {now} naar {then}.")

    def _out(self) -> Iterator[Change]:
        for rule, answer in self.conditions:
            if answer is Answer.UNKNOWN:
                text = f"Als “{rule.name}” niet voldaan blijkt: komt niet meer in aanmerking."
                yield Change(rule.id, (rule.id,), Answer.NOT_MET.value, None, text)


def _persons(count: int) -> str:
    return "1 persoon" if count == 1 else f"{count} personen"


def _fact_words(steps: Sequence[Step], places: Sequence[int]) -> str:
    step = steps[places[0]]
    return "woonbinding" if step.fact == "binding" else step.rule.name


def _levels(case: Case) -> dict[str, tuple[str, Level]]:
    """The binding levels by the id of their rule, with the area that they look at."""
    return {f"binding.{on_day.level.id}": (area.words, on_day.level) for area in case.areas for on_day in area.levels}


def _implied(stronger: tuple[str, Level], other: tuple[str, Level]) -> bool:
    """Whether reaching one level surely reaches another: in the municipality, what reaches it reaches its area too."""
    (words, level), (other_words, weaker) = stronger, other
    same = words == other_words or words == "de gemeente"
    return same and weaker.years <= level.years - max(0, level.window - weaker.window)
