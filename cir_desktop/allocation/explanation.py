"""The words of a list: its header, what decides between two rows, the parameters that were applied."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from cir_desktop.allocation.candidate import Candidate, tie_of
from cir_desktop.allocation.case import STANDARD, Case
from cir_desktop.allocation.order import CLERK, DATE, NUMBER, SEQUENCE, Step, binds
from cir_desktop.allocation.parameters import Parameters, shown_source
from cir_desktop.allocation.pillars import TARGET_GROUP
from cir_desktop.allocation.rules import Condition
from cir_desktop.domain.codes import ACCELERATED_GROUPS, INTERNAL_GROUNDS, PILLARS
from cir_desktop.domain.ranking import Answer, Deciding, ParameterUsed, Placed
from cir_desktop.domain.values import dutch_date

NO_ORDER = "order.none"
_ONLY = Deciding("order.only", "Is de enige kandidaat die in aanmerking komt.", "")


def header(case: Case, conditions: Iterable[Condition], order: Iterable[Step]) -> str:
    """One sentence made from the rules that were applied, in their order; a second one when the home was opened."""
    checked = _list_words([condition.rule.name for condition in conditions])
    phrases = [*(step.phrase for step in order), _closing_words(case)]
    sequence = ", dan ".join(phrases[:-1])
    order_words = f"eerst {sequence}, en ten slotte {phrases[-1]}" if sequence else phrases[-1]
    order_of = f"{_pillar_words(case)} op {dutch_date(case.day)}"
    sentence = f"{order_of} onder wie in aanmerking komt ({checked}): {order_words}."
    if case.stepped_down:
        persons = "1 persoon" if case.stepped_down == 1 else f"{case.stepped_down} personen"
        sentence += f" Omdat niemand in de woning paste, is de bezettingstabel met {persons} verlaagd."
    return sentence


def _pillar_words(case: Case) -> str:
    letting = case.letting
    if letting.pillar == STANDARD.pillar:
        return "Volgorde"
    group = ACCELERATED_GROUPS.get(letting.group) or INTERNAL_GROUNDS.get(letting.group) or letting.group
    if case.target_group is not None:
        group = case.target_group.name
    return f"Pijler {letting.pillar}, {PILLARS[letting.pillar]}{f' ({group})' if group else ''}: volgorde"


def _closing_words(case: Case) -> str:
    if binds(case):
        return "wie het eerst ingeschreven is (datum, dan volgnummer)"
    return "de gemotiveerde volgorde van de verhuurder" if case.letting.order else "geen volgorde bepaald"


def list_warnings(case: Case, placed: Sequence[Placed]) -> tuple[str, ...]:
    """What has to be said of the list as a whole: a limit that is not known, ties, a pillar without its group."""
    found = []
    if case.limit_rules.limits is None:
        found.append(
            f"De inkomensgrens van {case.day.year} is nog niet gekend. Van niemand is nagegaan of het inkomen en de"
            " middelen eronder liggen. Vul ze in bij Instellingen."
        )
    if case.letting.pillar == TARGET_GROUP and case.target_group is None:
        found.append("Voor deze woning is geen doelgroep van het toewijzingsreglement gekozen.")
    tied = sum(line.tied for line in placed)
    if tied:
        found.append(
            f"Voor {tied} kandidaten is geen volgorde bepaald: geen reglement ordent hen. Motiveer zelf een volgorde."
        )
    return tuple(found)


def _list_words(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} en {names[-1]}" if len(names) > 1 else "".join(names)


def deciding_differences(sorted_candidates: Sequence[Candidate], order: Sequence[Step]) -> Iterator[Deciding]:
    """For each row what decides: of the first against the row below, of the others against the row above."""
    if len(sorted_candidates) == 1:
        yield _ONLY
    elif sorted_candidates:
        yield _ahead(sorted_candidates[0], sorted_candidates[1], order)
    for above, here in pairwise(sorted_candidates):
        yield _behind(above, here, order)


def _ahead(first: Candidate, below: Candidate, order: Sequence[Step]) -> Deciding:
    for step, mine, other in zip(order, first.answers, below.answers, strict=True):
        if (mine is Answer.MET) != (other is Answer.MET):
            rest = (
                "van de kandidaat hierna is dat niet gekend" if other is Answer.UNKNOWN else "de kandidaat hierna niet"
            )
            return Deciding(step.rule.id, f"{step.met.removesuffix('.')}, {rest}.", step.rule.source)
    return _chronology(first, below, "hierna")


def _behind(above: Candidate, here: Candidate, order: Sequence[Step]) -> Deciding:
    # Most rows differ from the one above by their date only.
    if above.answers == here.answers:
        return _chronology(here, above, "hierboven")
    for step, theirs, mine in zip(order, above.answers, here.answers, strict=True):
        if (theirs is Answer.MET) != (mine is Answer.MET):
            text = f"{step.explain(here.facts).text} De kandidaat hierboven voldoet wel."
            return Deciding(step.rule.id, text, step.rule.source)
    return _chronology(here, above, "hierboven")


def _chronology(one: Candidate, other: Candidate, where: str) -> Deciding:
    if one.ordered_by_clerk:
        return _by_clerk(one, other, where)
    mine, theirs = one.facts, other.facts
    if mine.registered_on != theirs.registered_on:
        days = f"Ingeschreven {dutch_date(mine.registered_on)}; {where} {dutch_date(theirs.registered_on)}."
        return Deciding(DATE.id, days, DATE.source)
    same = f"Ingeschreven op dezelfde dag ({dutch_date(mine.registered_on)})"
    if mine.sequence != theirs.sequence:
        text = f"{same}, volgnummer {mine.sequence}; {where}: {theirs.sequence}."
        return Deciding(SEQUENCE.id, text, SEQUENCE.source)
    text = f"{same} met hetzelfde volgnummer; dossier {mine.dossier}; {where}: {theirs.dossier}."
    return Deciding(NUMBER.id, text, NUMBER.source)


def _by_clerk(one: Candidate, other: Candidate, where: str) -> Deciding:
    if tie_of(one.key) == tie_of(other.key):
        return Deciding(NO_ORDER, f"Geen volgorde bepaald ten opzichte van de kandidaat {where}.", "")
    return Deciding(CLERK.id, f"Zo gemotiveerd door de verhuurder, ten opzichte van {where}.", CLERK.source)


def parameters_used(
    case: Case, conditions: Iterable[Condition], order: Iterable[Step], parameters: Parameters
) -> tuple[ParameterUsed, ...]:
    """The dated values, the levels of the regulation and the occupancy table that were applied."""
    rules = [*(condition.rule for condition in conditions), *(step.rule for step in order)]
    used = parameters.used((key for rule in rules for key in rule.parameters), case.day)
    levels = _levels_used(case, parameters) if binds(case) else ()
    return (*used, *levels, _table_used(case))


def _levels_used(case: Case, parameters: Parameters) -> Iterator[ParameterUsed]:
    for area in case.areas:
        for on_day in area.levels:
            level = on_day.level
            if level in case.rules.levels:
                yield ParameterUsed(
                    key=f"binding.{level.id}",
                    value=f"{level.years} van de laatste {level.window} jaar in {area.words}",
                    since=case.rules.since,
                    source=shown_source(f"{level.article}; {case.rules.source}, {case.rules.decision}", level.label),
                    label=level.label,
                    checked_on=case.rules.last_checked,
                )
            else:
                yield from parameters.used(("binding.years", "binding.window"), case.day)


def _table_used(case: Case) -> ParameterUsed:
    table = case.table
    return ParameterUsed(
        key="occupancy.table",
        value=f"{case.home.bedrooms} slaapkamers: {case.row.words}",
        since=table.since,
        source=shown_source(f"{table.source}, {table.article}" if table.article else table.source, table.label),
        label=table.label,
        checked_on=table.last_checked,
    )
