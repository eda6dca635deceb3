"""The order of the law a second time, as plainly and slowly as it can be written; only tests use it.

Written from the sentences of the law and of docs/allocation.md, quoted where they decide, without looking at the
engine: residence is counted day by day, the list is made by comparing candidates two at a time. Where it differs from
the engine, one of the two is wrong.
"""

from datetime import date
from functools import cmp_to_key
from typing import NamedTuple

from support import naive_rules as rules
from support.naive_residence import binding, care, physical_disability
from support.naive_rules import NO, OPEN, YES, Case, noted_answer, switch, whole

from cir_desktop.allocation.regulation import Level, Regulation
from cir_desktop.domain.facts import CandidateFacts
from cir_desktop.domain.home import Home
from cir_desktop.domain.ranking import Answer, Letting

STANDARD = Letting()


class Line(NamedTuple):
    """A placed candidate: dossier, position, best position, whether somebody shares the position."""

    dossier: str
    position: int
    best: int
    tied: bool


class Found(NamedTuple):
    """The naive list: who is placed, the first failing rule of who is not, and the step-down."""

    placed: tuple[Line, ...]
    excluded: dict[str, str]
    stepped_down: int


def conditions(case: Case) -> list:
    found = [
        ("choice.neighbourhood", rules.neighbourhood),
        ("choice.type", rules.home_type),
        ("choice.bedrooms", rules.bedrooms),
        ("choice.rent", rules.rent),
        ("choice.adapted", rules.adapted),
        ("occupancy", rules.occupancy),
        ("status", rules.status),
        ("refusal.pause", rules.pause),
        ("admission.age", rules.age),
        ("admission.assistance_age", rules.assistance_age),
        ("admission.income", rules.income),
        ("admission.means", rules.means),
        ("admission.property", rules.property_owned),
        ("admission.register", rules.inscribed),
    ]
    # The document is open on where belonging to the pillar is told: first.
    of_pillar = {
        2: ("pillar.nominated", rules.nominated),
        3: ("pillar.target_group", rules.let_in_target_group),
        4: ("pillar.internal_move", rules.internal_move),
    }
    return ([of_pillar[case.letting.pillar]] if case.letting.pillar in of_pillar else []) + found


def steps(case: Case) -> list:
    """What orders before chronology, each a question with three answers."""
    on = {priority.id for priority in case.regulation.priorities if priority.on}
    municipal = case.regulation.rules_of(case.home.nis_code, case.day)
    pillar = case.letting.pillar
    found: list = []
    if case.home.vlabinvest and "vlabinvest" in on:  # "before everything"; in pillar 2 "Vlabinvest binding still does"
        found.append(("priority.vlabinvest", lambda c, f: noted_answer(c, f, "vlabinvest")))
    internal = case.regulation.internal_on(case.day)
    if pillar == 2:
        # "the order is that of the internal regulation"; a home that is let to one group needs none of the groups.
        for code in internal.accelerated_order if internal and not case.letting.group else ():
            found.append((f"order.{code}", lambda c, f, code=code: rules.nominated_for(f, {code})))
        return found
    if pillar == 1:
        for priority in case.regulation.priorities:
            if priority.id not in on or priority.id == "vlabinvest":
                continue
            if priority.id == "adapted_home":
                if case.home.adapted:
                    found.append(("priority.adapted_home", physical_disability))
            elif priority.id != "assistance_home" or case.home.assistance:
                key = f"priority.{priority.id}"
                found.append((key, lambda c, f, key=key: rules.claimed(c, f, key)))
    if pillar == 3 and rules.target_of(case) is not None:
        # "by priority"; in a reserved home it puts who belongs before those of whom that is open.
        found.append(("order.target_group", rules.in_target_group))
    if pillar == 4:
        for code in internal.internal_order if internal and not case.letting.group else ():
            found.append((f"order.{code}", lambda c, f, code=code: rules.ground(c, f, code)))
    years, window = whole(case, "binding.years"), whole(case, "binding.window")
    long_term = Level(id="long_term", years=years, window=window, article="", label="GOV")
    in_municipality = [level for level in municipal.levels if level.area == "municipality"]
    in_area = [level for level in municipal.levels if level.area != "municipality"]
    for level in [*in_municipality, long_term, *in_area]:
        found.append((f"binding.{level.id}", lambda c, f, level=level: binding(c, f, level)))
    if municipal.care and (pillar == 1 or switch(case, "care.outside_standard")):
        found.append(("care", care))
    return found


# -- the list


def answers(case: Case, facts: CandidateFacts) -> dict[str, Answer]:
    """What every condition and every step says of one candidate."""
    return {name: ask(case, facts) for name, ask in [*conditions(case), *steps(case)]}


def first_failing(case: Case, facts: CandidateFacts, but: str = "") -> str | None:
    for name, ask in conditions(case):
        if name != but and ask(case, facts) is NO:
            return name
    return None


def step_down(case: Case, candidates: list[CandidateFacts]) -> int:
    """ "If nobody fits, step down one person at a time", for who "comes into consideration otherwise"."""
    others = [facts for facts in candidates if first_failing(case, facts, but="occupancy") is None]
    if not case.regulation.occupancy_on(case.day).step_down:
        return 0
    for down in range(20):
        if any(rules.occupancy(case._replace(stepped_down=down), facts) is not NO for facts in others):
            return down
    return 0


class Standing(NamedTuple):
    """How a candidate compares: who it is, the answer of each step as it counts, and the date as it counts."""

    facts: CandidateFacts
    stands: tuple[bool, ...]
    registered_on: date | None


def standings(case: Case, facts: CandidateFacts) -> tuple[Standing, Standing]:
    """ "an unknown ranking fact stands provisionally as if not met"; and as if all that is unknown were in favour."""
    found = [ask(case, facts) for _, ask in steps(case)]
    now = tuple(answer is YES for answer in found)
    hoped = tuple(answer in (YES, OPEN) for answer in found)
    return Standing(facts, now, facts.registered_on), Standing(facts, hoped, facts.registered_on or date.min)


def compare(case: Case, one: Standing, other: Standing) -> int:
    """Below zero: one stands before the other. Zero: nothing puts one before the other."""
    for first, second in zip(one.stands, other.stands, strict=True):
        if first != second:
            return -1 if first else 1
    if case.letting.pillar == 2:
        return _accelerated(case, one.facts) - _accelerated(case, other.facts)
    if one.registered_on != other.registered_on:
        if one.registered_on is None or other.registered_on is None:
            return 1 if one.registered_on is None else -1
        return -1 if one.registered_on < other.registered_on else 1
    if one.facts.sequence != other.facts.sequence:
        return -1 if one.facts.sequence < other.facts.sequence else 1
    if one.facts.dossier == other.facts.dossier:
        return 0
    return -1 if one.facts.dossier < other.facts.dossier else 1


def _accelerated(case: Case, facts: CandidateFacts) -> int:
    """ "else the clerk's motivated order"; who has no place in it comes after who has."""
    order = case.letting.order
    return order.index(facts.dossier) if facts.dossier in order else len(order)


def rank(
    home: Home, candidates: list[CandidateFacts], regulation: Regulation, day: date, letting: Letting = STANDARD
) -> Found:
    """The list, slowly."""
    case = Case(home, regulation, day, letting)
    case = case._replace(stepped_down=step_down(case, candidates))
    excluded, placed = {}, []
    for facts in candidates:
        failing = first_failing(case, facts)
        if failing is None:
            placed.append(standings(case, facts))
        else:
            excluded[facts.dossier] = failing
    placed.sort(key=lambda pair: pair[0].facts.dossier)
    placed.sort(key=cmp_to_key(lambda one, other: compare(case, one[0], other[0])))
    lines = []
    for now, hoped in placed:
        others = [other for other, _ in placed if other is not now]
        before = len([other for other in others if compare(case, other, now) < 0])
        still_before = len([other for other in others if compare(case, other, hoped) < 0])
        tied = any(compare(case, other, now) == 0 for other in others)
        lines.append(Line(now.facts.dossier, before + 1, still_before + 1, tied))
    return Found(tuple(lines), excluded, case.stepped_down)
