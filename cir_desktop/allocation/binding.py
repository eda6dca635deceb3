"""The binding counter: did somebody live N uninterrupted years here within the last M?

Periods are half-open, so adjacent ones join and one missing day interrupts. Anniversaries follow the calendar (29
February becomes 28 February). Unknown days are those of a period here whose start or end is not known; a day that is
known to be spent elsewhere is not unknown, and a day that no period covers was not spent here.
"""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from datetime import date

import msgspec

from cir_desktop.domain.facts import Residence
from cir_desktop.domain.ranking import Answer
from cir_desktop.domain.values import DateSpan

Run = tuple[date, date]

NO_PERIODS = "de woonplaatsen van de voorbije jaren"
NO_DATE = "de begin- of einddatum van een periode waarin de aanvrager hier woonde"


class Runs(msgspec.Struct, frozen=True):
    """Uninterrupted stays of one person: `known` for sure, `possible` with every unknown day in favour.

    `heard` tells whether any period of this person is known at all.
    """

    known: tuple[Run, ...]
    possible: tuple[Run, ...]
    heard: bool


class BindingCount(msgspec.Struct, frozen=True):
    """What the counter found in the window: the longest known stay, the longest possible one, and what is missing."""

    answer: Answer
    longest: DateSpan | None
    possible: DateSpan | None
    missing: str


NOT_HEARD = Runs((), (), False)
NEVER_HERE = Runs((), (), True)


def add_years(day: date, years: int) -> date:
    """The anniversary by the calendar; of 29 February it is 28 February where the year has no 29th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def runs_in(periods: Sequence[Residence], accepted: AbstractSet[str], reference: date) -> Runs:
    """The stays of one person in a set of municipalities, up to but not including the reference date."""
    if not periods:
        return NOT_HEARD
    known: list[Run] = []
    vague: list[Residence] = []
    for period in periods:
        if period.nis_code in accepted:
            start, end = period.start, period.end or (reference if period.ongoing else None)
            if start is None or end is None:
                vague.append(period)
                continue
            if end > reference:
                end = reference
            if start < end:
                known.append((start, end))
    if vague:
        elsewhere = [found for period in periods if (found := _known_elsewhere(period, accepted, reference))]
        possible = [*known, *(run for period in vague for run in _could_be(period, elsewhere, reference))]
        return Runs(_joined(known), _joined(possible), True)
    if not known:
        return NEVER_HERE
    joined = _joined(known) if len(known) > 1 else (known[0],)
    return Runs(joined, joined, True)


def _known_elsewhere(period: Residence, accepted: AbstractSet[str], reference: date) -> Run | None:
    end = period.end or (reference if period.ongoing else None)
    if period.nis_code in accepted or period.start is None or end is None or period.start >= end:
        return None
    return period.start, end


def _could_be(period: Residence, elsewhere: list[Run], reference: date) -> list[Run]:
    """The longest that a period can have lasted; one without any date, every day not known to be elsewhere."""
    start, end = period.start, period.end or (reference if period.ongoing else None)
    if start is not None:
        latest = min((max(gone, start) for gone, back in elsewhere if back > start), default=reference)
        return _real([(start, min(latest, reference))])
    if end is not None:
        end = min(end, reference)
        return _real([(max((min(back, end) for gone, back in elsewhere if gone < end), default=date.min), end)])
    free: list[Run] = []
    since = date.min
    for gone, back in sorted(elsewhere):
        free.append((since, min(gone, reference)))
        since = max(since, back)
    return _real([*free, (since, reference)])


def _real(runs: list[Run]) -> list[Run]:
    return [run for run in runs if run[0] < run[1]]


def _joined(runs: list[Run]) -> tuple[Run, ...]:
    joined: list[Run] = []
    for start, end in sorted(runs):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return tuple(joined)


def _suffices(runs: tuple[Run, ...], years: int, window_start: date) -> bool:
    for start, end in runs:
        inside = max(start, window_start)
        apart = end.year - inside.year
        # The years alone decide, but for the year of the anniversary itself.
        if apart > years or (apart == years and add_years(inside, years) <= end):
            return True
    return False


def judge(runs: Runs, years: int, window_start: date) -> Answer:
    """Whether the stays of one person reach `years` within the window that starts on `window_start`."""
    if _suffices(runs.known, years, window_start):
        return Answer.MET
    if not runs.heard:
        return Answer.UNKNOWN
    if runs.possible is not runs.known and _suffices(runs.possible, years, window_start):
        return Answer.UNKNOWN
    return Answer.NOT_MET


def together(answers: Iterable[Answer], *, one_is_enough: bool) -> Answer:
    """The answer of the applicants of one dossier together; of nobody at all: cannot tell."""
    found = set(answers)
    decisive = Answer.MET if one_is_enough else Answer.NOT_MET
    if decisive in found:
        return decisive
    if Answer.UNKNOWN in found or not found:
        return Answer.UNKNOWN
    return Answer.NOT_MET if one_is_enough else Answer.MET


def count(
    periods: Sequence[Residence], accepted_nis: AbstractSet[str], years: int, window: int, reference: date
) -> BindingCount:
    """Count the binding of one person.

    Args:
        periods: everything known of where this person lived, here or elsewhere, in any order.
        accepted_nis: NIS codes that count, merged predecessors included.
        years: uninterrupted years asked.
        window: within the last so many years before `reference`; the reference day itself is outside.
        reference: the day of the allocation.
    """
    runs = runs_in(periods, accepted_nis, reference)
    window_start = add_years(reference, -window)
    answer = judge(runs, years, window_start)
    missing = "" if answer is not Answer.UNKNOWN else NO_DATE if runs.heard else NO_PERIODS
    return BindingCount(answer, _longest(runs.known, window_start), _longest(runs.possible, window_start), missing)


def _longest(runs: tuple[Run, ...], window_start: date) -> DateSpan | None:
    spans = [DateSpan(max(start, window_start), end) for start, end in runs if end > window_start]
    return max(spans, key=lambda span: span.days, default=None)


def span_words(span: DateSpan) -> str:
    """The length of a stay in whole years and months by the calendar: “7 jaar en 2 maanden”, “minder dan een maand”."""
    months = (span.end.year - span.start.year) * 12 + span.end.month - span.start.month
    if span.end.day < span.start.day and not (span.start.day == 29 and span.end.month == 2 and span.end.day == 28):
        months -= 1
    years, rest = divmod(max(months, 0), 12)
    words = [f"{years} jaar"] if years else []
    if rest:
        words.append("1 maand" if rest == 1 else f"{rest} maanden")
    return " en ".join(words) or "minder dan een maand"
