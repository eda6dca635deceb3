"""Binding and care for naive_ranking.py: residence is counted day by day."""

from datetime import date, timedelta
from functools import cache

from support.naive_rules import NO, OPEN, YES, Case, both, either, noted, switch, yes_or_no

from cir_desktop.allocation.regulation import Level
from cir_desktop.domain.facts import CandidateFacts, Residence
from cir_desktop.domain.ranking import Answer
from cir_desktop.domain.values import months_later

# -- binding, day by day


def _living(case: Case, code: str) -> str:
    """The municipality to which a code belongs on the day of the list."""
    for merger in case.regulation.mergers:  # oldest first
        if merger.old == code and merger.since <= case.day:
            code = merger.new
    return code


def _counts(case: Case, code: str, wanted: set[str]) -> bool:
    """ "residence in a predecessor counts for the successor"."""
    if switch(case, "binding.predecessor_counts"):
        return _living(case, code) in {_living(case, one) for one in wanted}
    return code in wanted


def binding(case: Case, facts: CandidateFacts, level: Level) -> Answer:
    wanted = {str(case.home.nis_code)}
    if level.area != "municipality":
        wanted = next(set(area.nis_codes) for area in case.regulation.sub_areas if area.name == level.area)
    persons = []
    for periods in facts.residences:
        here = tuple(period for period in periods if _counts(case, period.nis_code, wanted))
        elsewhere = tuple(period for period in periods if period not in here)
        persons.append(_person(here, elsewhere, case.day, level.years, level.window))
    if not persons:
        return OPEN
    one_is_enough = switch(case, "binding.one_partner_enough")
    answer = persons[0]
    for other in persons[1:]:
        answer = either(answer, other) if one_is_enough else both(answer, other)
    return answer


@cache  # asked twice of everybody: for the place and for the answer
def _person(
    here: tuple[Residence, ...], away: tuple[Residence, ...], reference: date, years: int, last_years: int
) -> Answer:
    if not here and not away:
        return OPEN  # "no period at all is UNKNOWN"
    window = _days(months_later(reference, -12 * last_years), reference)
    # A reach that starts before the window is walked from its start: a day elsewhere ends it there too.
    first = min([window[0], *(period.start for period in (*here, *away) if period.start is not None)])
    whole = _days(first, reference)
    elsewhere = _known(away, whole, reference)
    known = _known(here, window, reference)
    possible = set(known)
    for period in here:
        end = reference if period.ongoing else period.end
        if period.start is not None and end is not None:
            continue
        # "It reaches back, or forward, until a day on which the person is known to have lived elsewhere"
        days = [day for day in whole if (period.start is None or day >= period.start) and (end is None or day < end)]
        for day in days if end is None else reversed(days):
            if day in elsewhere:
                break
            possible.add(day)
        if period.start is None and end is None:
            possible.update(day for day in window if day not in elsewhere)
    if _uninterrupted(known, window, years):
        return YES
    return OPEN if _uninterrupted(possible, window, years) else NO


def _days(start: date, end: date) -> list[date]:
    return [start + timedelta(days=count) for count in range((end - start).days)]


def _known(periods: tuple[Residence, ...], window: list[date], until: date) -> set[date]:
    """Every day of the window in [start, end) of the periods of which both are known."""
    days: set[date] = set()
    for period in periods:
        end = until if period.ongoing else period.end
        if period.start is not None and end is not None:
            days.update(_days(max(period.start, window[0]), min(end, until)))
    return days


def _uninterrupted(lived: set[date], window: list[date], years: int) -> bool:
    """ "at least N uninterrupted years within the last M", "anniversaries by the calendar"."""
    run_start = None
    for day in window:
        if day not in lived:
            run_start = None
            continue
        run_start = run_start or day
        if day + timedelta(days=1) >= months_later(run_start, 12 * years):
            return True
    return False


# -- care


def care(case: Case, facts: CandidateFacts) -> Answer:
    wanted = {str(case.home.nis_code)}
    if facts.care is None:
        # "No evidence was ever asked, and the register declares care here or without a place": it cannot tell.
        here = [code for code in facts.declared_care if code is None or _counts(case, code, wanted)]
        return OPEN if here else NO
    answer = NO
    for period in facts.care:
        if period.nis_code is not None and not _counts(case, period.nis_code, wanted):
            continue
        if period.start is not None and period.start > case.day or period.end is not None and period.end <= case.day:
            continue
        sure = period.nis_code is not None and (period.start is not None or period.end is None)
        answer = either(answer, YES if sure else OPEN)  # "without a place, or with an end but no start: cannot tell"
    return answer


# -- absolute priorities


def physical_disability(case: Case, facts: CandidateFacts) -> Answer:
    """ "asks one and has a registered disability; without a registered degree it cannot tell"."""
    fact = noted(case, facts, "disability.physical")
    if fact is not None:
        return both(yes_or_no(facts.wants_adapted), fact.answer)
    registered = NO if facts.household.members else OPEN
    for member in facts.household.members:
        known = member.disability_percent
        registered = either(registered, OPEN if known is None else yes_or_no(known > 0))
    return both(yes_or_no(facts.wants_adapted), registered)
