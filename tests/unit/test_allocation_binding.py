"""The binding counter: what it says of periods, and properties that hold for every history."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cir_desktop.allocation.binding import add_years, count, judge, runs_in, span_words, together
from cir_desktop.domain.facts import Residence
from cir_desktop.domain.ranking import Answer
from cir_desktop.domain.values import DateSpan, NisCode

HERE, ELSEWHERE = NisCode("13017"), NisCode("13019")
ACCEPTED = frozenset({HERE})
REFERENCE = date(2026, 6, 1)
ORDER = [Answer.NOT_MET, Answer.UNKNOWN, Answer.MET]

days = st.dates(date(2001, 1, 1), date(2026, 12, 31))
levels = st.sampled_from([(5, 10), (10, 15), (20, 25), (5, 5), (1, 3)])


@st.composite
def histories(draw: st.DrawFn) -> list[Residence]:
    """A true history: periods that do not overlap, here and elsewhere, sometimes with days that no period covers."""
    marks = sorted(draw(st.sets(days, min_size=2, max_size=8)))
    places = draw(st.lists(st.sampled_from([HERE, HERE, ELSEWHERE, None]), min_size=len(marks), max_size=len(marks)))
    ends: list[date | None] = [*marks[1:], None]
    return [
        Residence(place, start, end, ongoing=end is None)
        for place, start, end in zip(places, marks, ends, strict=True)
        if place
    ]


def blanked(period: Residence, start: bool, end: bool) -> Residence:
    return Residence(
        period.nis_code,
        None if start else period.start,
        None if end else period.end,
        ongoing=period.ongoing and not end,
    )


def answer(periods: list[Residence], level: tuple[int, int], reference: date = REFERENCE) -> Answer:
    return count(periods, ACCEPTED, *level, reference).answer


@given(histories(), levels)
def test_the_order_of_the_periods_changes_nothing(periods: list[Residence], level: tuple[int, int]) -> None:
    assert count(periods, ACCEPTED, *level, REFERENCE) == count(periods[::-1], ACCEPTED, *level, REFERENCE)


@given(histories(), levels)
def test_moving_everything_by_a_whole_calendar_cycle_changes_nothing(
    periods: list[Residence], level: tuple[int, int]
) -> None:
    # In 28 years the calendar repeats itself, leap days included.
    moved = [
        Residence(
            period.nis_code,
            period.start and add_years(period.start, 28),
            period.end and add_years(period.end, 28),
            period.ongoing,
        )
        for period in periods
    ]
    assert answer(moved, level, add_years(REFERENCE, 28)) is answer(periods, level)


@given(histories(), levels, days)
def test_splitting_a_period_into_adjacent_parts_changes_nothing(
    periods: list[Residence], level: tuple[int, int], cut: date
) -> None:
    parts: list[Residence] = []
    for period in periods:
        if period.start and period.start < cut and (period.end is None or cut < period.end):
            parts += [
                Residence(period.nis_code, period.start, cut),
                Residence(period.nis_code, cut, period.end, period.ongoing),
            ]
        else:
            parts.append(period)
    assert count(parts, ACCEPTED, *level, REFERENCE) == count(periods, ACCEPTED, *level, REFERENCE)


@given(histories(), levels, days, st.integers(1, 4000))
def test_living_here_longer_never_takes_the_binding_away(
    periods: list[Residence], level: tuple[int, int], start: date, more: int
) -> None:
    longer = [*periods, Residence(HERE, start, start + timedelta(days=more))]
    assert ORDER.index(answer(longer, level)) >= ORDER.index(answer(periods, level)) or not periods


@given(histories(), levels, st.lists(st.tuples(st.booleans(), st.booleans()), min_size=8, max_size=8))
def test_what_is_not_known_never_contradicts_what_turns_out_to_be_true(
    periods: list[Residence], level: tuple[int, int], blanks: list[tuple[bool, bool]]
) -> None:
    heard = [blanked(period, *blank) for period, blank in zip(periods, blanks, strict=False)]
    told = answer(heard, level)
    assert told in (Answer.UNKNOWN, answer(periods, level))


@given(histories(), levels)
def test_a_wholly_known_history_always_has_an_answer(periods: list[Residence], level: tuple[int, int]) -> None:
    found = count(periods, ACCEPTED, *level, REFERENCE)
    assert (found.answer is Answer.UNKNOWN) is (not periods)
    assert found.longest == found.possible


@given(histories(), levels)
def test_the_window_only_ever_takes_days_away(periods: list[Residence], level: tuple[int, int]) -> None:
    years, window = level
    assert ORDER.index(answer(periods, (years, window + 5))) >= ORDER.index(answer(periods, (years, window)))


def test_days_of_february_are_counted_by_the_calendar() -> None:
    assert add_years(date(2020, 2, 29), 5) == date(2025, 2, 28)
    assert add_years(date(2020, 2, 29), 4) == date(2024, 2, 29)
    assert add_years(date(2026, 2, 28), -10) == date(2016, 2, 28)


def test_the_reference_day_itself_is_not_a_day_of_the_window() -> None:
    assert answer([Residence(HERE, date(2021, 6, 2), date(2026, 6, 2))], (5, 10)) is Answer.NOT_MET


def test_the_counter_tells_the_longest_stay_and_what_is_missing() -> None:
    found = count(
        [Residence(HERE, None, date(2020, 1, 1)), Residence(HERE, date(2022, 1, 1), None, ongoing=True)],
        ACCEPTED,
        5,
        10,
        REFERENCE,
    )
    assert found.answer is Answer.NOT_MET
    assert found.longest == DateSpan(date(2022, 1, 1), REFERENCE)
    found = count([Residence(HERE, None, date(2022, 1, 1))], ACCEPTED, 5, 10, REFERENCE)
    assert found.answer is Answer.UNKNOWN
    assert found.longest is None
    assert found.possible == DateSpan(date(2016, 6, 1), date(2022, 1, 1))
    assert "begin- of einddatum" in found.missing
    assert "woonplaatsen" in count([], ACCEPTED, 5, 10, REFERENCE).missing


def test_a_period_without_any_date_may_fill_every_day_not_known_to_be_elsewhere() -> None:
    vague = Residence(HERE, None, None)
    assert answer([vague], (5, 10)) is Answer.UNKNOWN
    elsewhere = [
        Residence(ELSEWHERE, date(2010, 1, 1), date(2019, 1, 1)),
        Residence(ELSEWHERE, date(2022, 1, 1), None, ongoing=True),
    ]
    assert answer([vague, *elsewhere], (5, 10)) is Answer.NOT_MET


def test_a_period_that_ends_before_it_begins_counts_for_nothing() -> None:
    assert answer([Residence(HERE, date(2024, 1, 1), date(2010, 1, 1))], (5, 10)) is Answer.NOT_MET


@pytest.mark.parametrize(
    ("answers", "one", "both"),
    [
        ([], Answer.UNKNOWN, Answer.UNKNOWN),
        ([Answer.MET, Answer.NOT_MET], Answer.MET, Answer.NOT_MET),
        ([Answer.MET, Answer.UNKNOWN], Answer.MET, Answer.UNKNOWN),
        ([Answer.NOT_MET, Answer.UNKNOWN], Answer.UNKNOWN, Answer.NOT_MET),
        ([Answer.NOT_MET, Answer.NOT_MET], Answer.NOT_MET, Answer.NOT_MET),
    ],
)
def test_partners_answer_together(answers: list[Answer], one: Answer, both: Answer) -> None:
    assert together(answers, one_is_enough=True) is one
    assert together(answers, one_is_enough=False) is both


def test_the_quick_answer_is_the_one_that_is_counted() -> None:
    periods = [Residence(HERE, date(2018, 1, 1), None, ongoing=True)]
    runs = runs_in(periods, ACCEPTED, REFERENCE)
    assert judge(runs, 5, add_years(REFERENCE, -10)) is count(periods, ACCEPTED, 5, 10, REFERENCE).answer


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (date(2020, 1, 1), date(2020, 1, 20), "minder dan een maand"),
        (date(2020, 1, 1), date(2020, 2, 1), "1 maand"),
        (date(2019, 3, 15), date(2026, 5, 14), "7 jaar en 1 maand"),
        (date(2019, 3, 15), date(2026, 5, 15), "7 jaar en 2 maanden"),
        (date(2020, 2, 29), date(2025, 2, 28), "5 jaar"),
        (date(2016, 6, 1), date(2026, 6, 1), "10 jaar"),
    ],
)
def test_a_stay_is_told_in_years_and_months(start: date, end: date, words: str) -> None:
    assert span_words(DateSpan(start, end)) == words
