"""The binding calculator: what the residence periods of the applicants come to, level by level, on a day.

Every answer comes from the functions with which the ranking counts (`binding.count`, `order.area_answers`), so that the
calculator can not disagree with the list.
"""

from collections.abc import Sequence
from datetime import date

import msgspec

from cir_desktop.allocation.binding import BindingCount, Run, add_years, count, runs_in
from cir_desktop.allocation.case import Area, Case, LevelOnDay, open_case
from cir_desktop.allocation.order import area_answers
from cir_desktop.allocation.regulation import Regulation, successor
from cir_desktop.domain.facts import Residence
from cir_desktop.domain.home import Home
from cir_desktop.domain.ranking import Answer
from cir_desktop.domain.values import DateSpan, NisCode


class Gap(msgspec.Struct, frozen=True):
    """Days that no period covers; `certain` is False when a period without begin or end may cover them."""

    span: DateSpan
    certain: bool


class Overlap(msgspec.Struct, frozen=True):
    """Days on which somebody would live in two municipalities at once. A main residence is in one place (INF)."""

    first: NisCode
    second: NisCode
    span: DateSpan


class PersonLevel(msgspec.Struct, frozen=True):
    """One applicant against one level.

    `short_days` is how much the longest known stay in the window lacks, 0 when the level is met; `reached_on` the first
    day on which it will be met if the applicant stays (None: met already, or does not live here now for sure).
    `to_prove` are the periods on which a yes rests, or the ones whose missing date leaves it open.
    """

    count: BindingCount
    short_days: int
    reached_on: date | None
    to_prove: tuple[Residence, ...]


class LevelResult(msgspec.Struct, frozen=True, kw_only=True):
    """A level of the regulation, with the answer of all applicants together and of each of them in their order.

    `area` is how a sentence names it: “de gemeente” or “het deelgebied Z”.
    """

    id: str
    area: str
    years: int
    window: int
    window_start: date
    article: str
    label: str
    answer: Answer
    reached_on: date | None
    persons: tuple[PersonLevel, ...]


class PersonSheet(msgspec.Struct, frozen=True):
    """The periods of one applicant, oldest first, the joined known stays in the municipality, and what is odd."""

    periods: tuple[Residence, ...]
    stays: tuple[DateSpan, ...]
    gaps: tuple[Gap, ...]
    overlaps: tuple[Overlap, ...]
    undated: tuple[Residence, ...]


class BindingSheet(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of the residence of the applicants of one dossier for a municipality on a day (outside it)."""

    nis_code: NisCode
    day: date
    window_start: date
    accepted: tuple[str, ...]
    one_is_enough: bool
    persons: tuple[PersonSheet, ...]
    levels: tuple[LevelResult, ...]


def binding_sheet(
    nis_code: NisCode, applicants: Sequence[Sequence[Residence]], regulation: Regulation, day: date
) -> BindingSheet:
    """Work out every level of the regulation of a municipality on a day.

    Args:
        nis_code: the municipality of the home.
        applicants: the periods of each tenant applicant; nothing at all of one means that nothing is known.
        regulation: the rules that bind the landlord.
        day: the reference date.

    Raises:
        BadRules: no regulation or value is in force on the day.
    """
    case = open_case(_home_in(nis_code), regulation, day)
    levels = tuple(
        _level(case, area, level, answer, applicants)
        for area in case.areas
        for level, answer in zip(area.levels, area_answers(case, area, applicants), strict=True)
    )
    # The window that is drawn is that of the long-term binding, or of the level that looks further back.
    window_start = min(level.window_start for level in levels)
    return BindingSheet(
        nis_code=nis_code,
        day=day,
        window_start=window_start,
        accepted=tuple(sorted(case.municipality)),
        one_is_enough=case.one_partner_enough,
        persons=tuple(_person(case, regulation, periods, window_start) for periods in applicants),
        levels=levels,
    )


def _home_in(nis_code: NisCode) -> Home:
    """A case is opened for a home; of binding only its municipality counts."""
    return Home(code="", street="", number="", postcode="", place="", nis_code=nis_code, type="A", bedrooms=1)


def _level(
    case: Case, area: Area, level: LevelOnDay, answer: Answer, applicants: Sequence[Sequence[Residence]]
) -> LevelResult:
    persons = tuple(_person_level(case.day, area, level, periods) for periods in applicants)
    reached = [person.reached_on for person in persons]
    known = [found for found in reached if found is not None]
    reached_on: date | None = None
    if answer is not Answer.MET and known:
        if case.one_partner_enough:
            reached_on = min(known)
        elif all(person.reached_on or person.count.answer is Answer.MET for person in persons):
            reached_on = max(known)
    return LevelResult(
        id=level.level.id,
        area=area.words,
        years=level.level.years,
        window=level.level.window,
        window_start=level.window_start,
        article=level.level.article,
        label=level.level.label,
        answer=answer,
        reached_on=reached_on,
        persons=persons,
    )


def _person_level(day: date, area: Area, level: LevelOnDay, periods: Sequence[Residence]) -> PersonLevel:
    years, window = level.level.years, level.level.window
    found = count(periods, area.accepted, years, window, day)
    if found.answer is Answer.MET:
        return PersonLevel(found, 0, None, _behind(found.longest, periods, area, day))
    longest = found.longest or DateSpan(day, day)
    short = max(0, (add_years(longest.start, years) - longest.end).days)
    undated = tuple(period for period in periods if period.nis_code in area.accepted and _is_undated(period))
    to_prove = undated if found.answer is Answer.UNKNOWN else ()
    return PersonLevel(found, short, _reached_on(day, area, years, window, periods), to_prove)


def _behind(span: DateSpan | None, periods: Sequence[Residence], area: Area, day: date) -> tuple[Residence, ...]:
    """The periods that carry a stay."""
    if span is None:
        return ()
    return tuple(
        period
        for period in _ordered(periods)
        if period.nis_code in area.accepted
        and (run := _known(period, day)) is not None
        and run[0] < span.end
        and run[1] > span.start
    )


def _reached_on(day: date, area: Area, years: int, window: int, periods: Sequence[Residence]) -> date | None:
    """The anniversary of the stay that still goes on; it is the first day on which the counter says yes."""
    here_now = any(
        period.ongoing and period.start and period.start <= day and period.nis_code in area.accepted
        for period in periods
    )
    stays = runs_in(periods, area.accepted, day).known
    if not (here_now and stays and stays[-1][1] == day and years <= window):
        return None
    return add_years(stays[-1][0], years)


def _person(case: Case, regulation: Regulation, periods: Sequence[Residence], since: date) -> PersonSheet:
    ordered = _ordered(periods)
    undated = tuple(period for period in ordered if _is_undated(period))
    return PersonSheet(
        periods=ordered,
        stays=tuple(DateSpan(*run) for run in runs_in(periods, case.municipality, case.day).known),
        gaps=_gaps(ordered, since, case.day, certain=not undated),
        overlaps=_overlaps(ordered, regulation, case.day),
        undated=undated,
    )


def _ordered(periods: Sequence[Residence]) -> tuple[Residence, ...]:
    """Oldest first; one without a begin stands where it ended, one without any date in front."""
    return tuple(sorted(periods, key=lambda period: (period.start or period.end or date.min, period.nis_code)))


def _is_undated(period: Residence) -> bool:
    return period.start is None or (period.end is None and not period.ongoing)


def _known(period: Residence, day: date) -> Run | None:
    end = period.end or (day if period.ongoing else None)
    if period.start is None or end is None or min(end, day) <= period.start:
        return None
    return period.start, min(end, day)


def _gaps(periods: Sequence[Residence], since: date, day: date, *, certain: bool) -> tuple[Gap, ...]:
    """What no dated period covers in [since, day); of somebody of whom nothing is known, nothing is a gap."""
    if not periods:
        return ()
    found: list[Gap] = []
    reached = since
    for start, end in sorted(run for period in periods if (run := _known(period, day))):
        if start > reached:
            found.append(Gap(DateSpan(reached, start), certain))
        reached = max(reached, end)
    if reached < day:
        found.append(Gap(DateSpan(reached, day), certain))
    return tuple(found)


def _overlaps(periods: Sequence[Residence], regulation: Regulation, day: date) -> tuple[Overlap, ...]:
    """Every two stays that share days; two codes of one merged municipality are one place."""
    dated = sorted(((run, period.nis_code) for period in periods if (run := _known(period, day))), key=lambda p: p[0])
    found: list[Overlap] = []
    for place, (run, code) in enumerate(dated):
        for other, other_code in dated[place + 1 :]:
            if other[0] >= run[1]:
                break
            if successor(code, regulation.mergers, day) != successor(other_code, regulation.mergers, day):
                found.append(Overlap(code, other_code, DateSpan(other[0], min(run[1], other[1]))))
    return tuple(found)
