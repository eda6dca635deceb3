"""The steps of the order inside a pillar: what it puts first, bindings, care; chronology closes it.

Pillar 2 knows no binding and no date: what no regulation orders there is the clerk's motivated order, or a tie. The
order is lexicographic. Where a candidate stands is one answer for each step, in the order of the law.
"""

from collections.abc import Callable, Sequence
from functools import partial

import msgspec

from cir_desktop.allocation import pillars
from cir_desktop.allocation.binding import (
    NEVER_HERE,
    NO_DATE,
    NO_PERIODS,
    BindingCount,
    count,
    judge,
    runs_in,
    span_words,
    together,
)
from cir_desktop.allocation.care import RULE as CARE
from cir_desktop.allocation.care import care_verdict
from cir_desktop.allocation.case import Area, Case, LevelOnDay
from cir_desktop.allocation.priorities import Lead, priorities_of, vlabinvest_of
from cir_desktop.allocation.rules import Rule, Verdict, cannot_tell
from cir_desktop.domain.facts import CandidateFacts, Residence
from cir_desktop.domain.ranking import Answer
from cir_desktop.domain.values import DateSpan, dutch_date

DATE = Rule(
    id="chronology.date",
    name="datum van inschrijving",
    article="Uitleg op vlaanderen.be over de toewijzing, chronologie",
    label="GOV",
    facts=("registered_on",),
)
SEQUENCE = Rule(
    id="chronology.sequence",
    name="volgnummer van het dossier",
    article="Eigen lezing: op dezelfde dag het laagste volgnummer eerst",
    label="INF",
    facts=("sequence",),
)
NUMBER = Rule(
    id="chronology.number",
    name="dossiernummer",
    article="Eigen lezing: een dossiernummer bestaat maar één keer, dus blijft er geen gelijke stand",
    label="INF",
    facts=("dossier",),
)

CLERK = Rule(
    id="order.clerk",
    name="gemotiveerde volgorde van de verhuurder",
    article="Eigen lezing: waar geen reglement een volgorde bepaalt, motiveert de verhuurder ze",
    label="INF",
    facts=("dossier",),
)
"""Closes pillar 2, where neither binding nor date orders anybody."""


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """A step of the order. `phrase` goes into the header (“wie …”), `met` is a sentence about who meets it.

    `fact` groups the steps that lack the same thing: adapted, binding, care and so on.
    """

    rule: Rule
    fact: str
    phrase: str
    met: str
    explain: Callable[[CandidateFacts], Verdict]


def leads_of(case: Case) -> list[Lead]:
    """The steps before the bindings, in their order: what the pillar puts first."""
    match case.letting.pillar:
        case pillars.ACCELERATED:
            return [*vlabinvest_of(case), *pillars.group_leads(case)]
        case pillars.TARGET_GROUP:
            return [*vlabinvest_of(case), *pillars.target_leads(case)]
        case pillars.INTERNAL_MOVE:
            return [*vlabinvest_of(case), *pillars.ground_leads(case)]
        case _:
            return priorities_of(case)


def binds(case: Case) -> bool:
    """Whether residence and date order the list: in every pillar but the accelerated one."""
    return case.letting.pillar != pillars.ACCELERATED


def steps_of(case: Case) -> tuple[Step, ...]:
    """The steps that apply to a home on its day, in their order, without the chronology that closes it."""
    found = [
        Step(rule=lead.rule, fact=lead.fact, phrase=lead.phrase, met=lead.met, explain=partial(lead.check, case))
        for lead in leads_of(case)
    ]
    if not binds(case):
        return tuple(found)
    found += [_binding_step(case, area, level) for area in case.areas for level in area.levels]
    if case.with_care:
        found.append(
            Step(
                rule=CARE,
                fact="care",
                phrase="wie mantelzorg geeft aan of krijgt van iemand in de gemeente",
                met="Geeft of krijgt mantelzorg in de gemeente.",
                explain=partial(care_verdict, case),
            )
        )
    return tuple(found)


def standings(case: Case, facts: CandidateFacts, leads: Sequence[Lead]) -> tuple[Answer, ...]:
    """The answers of a candidate to `steps_of`, in the same order; the quick way for a long list.

    `leads` are those of the case (`leads_of`): worked out once for all its candidates.
    """
    found = [lead.check(case, facts).answer for lead in leads]
    if not binds(case):
        return tuple(found)
    for area in case.areas:
        found += area_answers(case, area, facts.residences)
    if case.with_care:
        found.append(care_verdict(case, facts).answer)
    return tuple(found)


def area_answers(case: Case, area: Area, applicants: Sequence[Sequence[Residence]]) -> list[Answer]:
    """The answers of the applicants of one dossier together to every level that looks at an area."""
    stays = [runs_in(periods, area.accepted, case.day) for periods in applicants]
    levels = area.levels
    if stays and all(runs is NEVER_HERE for runs in stays):
        return [Answer.NOT_MET] * len(levels)
    if len(stays) == 1:
        (runs,) = stays
        return [judge(runs, level.level.years, level.window_start) for level in levels]
    return [
        together(
            [judge(runs, level.level.years, level.window_start) for runs in stays],
            one_is_enough=case.one_partner_enough,
        )
        for level in levels
    ]


def _binding_step(case: Case, area: Area, level: LevelOnDay) -> Step:
    asked = f"minstens {level.level.years} van de laatste {level.level.window} jaar onafgebroken in {area.words}"
    rule = Rule(
        id=f"binding.{level.level.id}",
        name=f"woonbinding {level.level.years} van {level.level.window} jaar met {area.words}",
        article=level.level.article,
        label=level.level.label,
        facts=("residences",),
        parameters=("reference_date", "binding.one_partner_enough", "binding.predecessor_counts"),
    )
    return Step(
        rule=rule,
        fact="binding",
        phrase=f"wie {asked} woonde",
        met=f"Woonde {asked}.",
        explain=lambda facts: _binding_verdict(case, area, level, facts),
    )


def _binding_verdict(case: Case, area: Area, level: LevelOnDay, facts: CandidateFacts) -> Verdict:
    years, window = level.level.years, level.level.window
    counts = [count(periods, area.accepted, years, window, case.day) for periods in facts.residences]
    answer = together((found.answer for found in counts), one_is_enough=case.one_partner_enough)
    best: BindingCount | None = max(counts, key=lambda found: (found.answer is Answer.MET, _days(found)), default=None)
    known = best.longest if best else None
    lived = (
        f"Woonde {span_words(known)} onafgebroken in {area.words} ({dutch_date(known.start)} tot"
        f" {dutch_date(known.end)})"
        if known
        else f"Van wonen in {area.words} in de laatste {window} jaar is niets gekend"
        if answer is Answer.UNKNOWN
        else f"Woonde de laatste {window} jaar niet in {area.words}"
    )
    text = f"{lived}; nodig: {years} van de laatste {window} jaar."
    if answer is not Answer.UNKNOWN:
        return Verdict(answer, text)
    missing = NO_PERIODS if any(not periods for periods in facts.residences) or not counts else NO_DATE
    return cannot_tell(f"{text} Niet gekend: {missing}.", missing)


def _days(found: BindingCount) -> int:
    span: DateSpan | None = found.longest
    return span.days if span else 0
