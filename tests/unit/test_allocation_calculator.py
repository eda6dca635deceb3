"""The binding calculator says what the ranking says, and tells what is missing."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from cir_desktop.allocation.calculator import binding_sheet
from cir_desktop.allocation.case import LONG_TERM, open_case
from cir_desktop.allocation.loader import load_regulation
from cir_desktop.allocation.order import area_answers
from cir_desktop.domain.facts import Residence
from cir_desktop.domain.home import Home
from cir_desktop.domain.ranking import Answer
from cir_desktop.domain.values import DateSpan, NisCode

KASTERLEE, LILLE = NisCode("13017"), NisCode("13019")
DAY = date(2026, 6, 1)
RULES = load_regulation()
HOME = Home(
    code="W001", street="Dorp", number="1", postcode="2460", place="Kasterlee", nis_code=KASTERLEE, type="A", bedrooms=2
)

maybe_day = st.none() | st.dates(date(2005, 1, 1), date(2027, 1, 1))


@st.composite
def periods(draw: st.DrawFn) -> Residence:
    start, end = draw(maybe_day), draw(maybe_day)
    if start and end and end < start:
        start, end = end, start
    return Residence(draw(st.sampled_from([KASTERLEE, LILLE])), start, end, ongoing=end is None and draw(st.booleans()))


households = st.lists(st.lists(periods(), max_size=4), max_size=2)


def sheet(*people: list[Residence], day: date = DAY):
    return binding_sheet(KASTERLEE, people, RULES, day)


def long_term(*people: list[Residence], day: date = DAY):
    return next(level for level in sheet(*people, day=day).levels if level.id == LONG_TERM)


def here(start: date | None, end: date | None = None, *, ongoing: bool = False) -> Residence:
    return Residence(KASTERLEE, start, end, ongoing)


@given(households)
def test_every_level_gets_the_answer_that_the_ranking_gives(people: list[list[Residence]]) -> None:
    case = open_case(HOME, RULES, DAY)
    ranked = [answer for area in case.areas for answer in area_answers(case, area, people)]
    assert [level.answer for level in sheet(*people).levels] == ranked


@given(households)
def test_what_each_applicant_gets_adds_up_to_the_answer_together(people: list[list[Residence]]) -> None:
    for level in sheet(*people).levels:
        answers = {person.count.answer for person in level.persons}
        assert (Answer.MET in answers) == (level.answer is Answer.MET)
        if level.answer is Answer.NOT_MET:
            assert answers == {Answer.NOT_MET}


@given(st.lists(periods(), max_size=4))
def test_on_the_day_that_was_foretold_the_ranking_says_yes_and_not_a_day_before(lived: list[Residence]) -> None:
    reached = long_term(lived).reached_on
    if reached is not None:
        stays = [period for period in lived if period.ongoing or (period.end and period.end <= DAY)]
        assert reached > DAY
        assert long_term(stays, day=reached).answer is Answer.MET
        assert long_term(stays, day=reached - timedelta(days=1)).answer is not Answer.MET


@given(st.lists(periods(), max_size=4))
def test_a_gap_holds_no_day_of_a_dated_period(lived: list[Residence]) -> None:
    for gap in sheet(lived).persons[0].gaps:
        for period in lived:
            end = period.end or (DAY if period.ongoing else None)
            if period.start and end:
                assert max(period.start, gap.span.start) >= min(end, gap.span.end)


def test_who_lives_here_four_years_reaches_the_level_a_year_later() -> None:
    found = long_term([here(date(2022, 6, 1), ongoing=True)])
    assert (found.answer, found.reached_on) == (Answer.NOT_MET, date(2027, 6, 1))
    assert found.persons[0].short_days == 365


def test_who_left_reaches_nothing_by_waiting() -> None:
    found = long_term([here(date(2022, 6, 1), date(2025, 6, 1))])
    assert (found.answer, found.reached_on) == (Answer.NOT_MET, None)


def test_a_yes_names_the_periods_that_carry_it() -> None:
    old, new = here(date(2014, 1, 1), date(2015, 1, 1)), here(date(2018, 1, 1), ongoing=True)
    assert long_term([old, new]).persons[0].to_prove == (new,)


def test_a_missing_date_is_what_has_to_be_proven() -> None:
    vague = here(None, date(2024, 1, 1))
    found = long_term([vague])
    assert found.answer is Answer.UNKNOWN
    assert found.persons[0].to_prove == (vague,)


def test_two_municipalities_at_once_is_told() -> None:
    elsewhere = Residence(LILLE, date(2020, 1, 1), None, ongoing=True)
    (person,) = sheet([here(date(2018, 1, 1), date(2020, 3, 1)), elsewhere]).persons
    assert [overlap.span for overlap in person.overlaps] == [DateSpan(date(2020, 1, 1), date(2020, 3, 1))]


def test_years_in_a_municipality_that_merged_count_for_the_new_one() -> None:
    merger = next(merger for merger in RULES.mergers if merger.old != merger.new and merger.since < DAY)
    lived = [
        Residence(NisCode(merger.old), date(2015, 1, 1), merger.since),
        Residence(NisCode(merger.new), merger.since, None, ongoing=True),
    ]
    found = binding_sheet(NisCode(merger.new), [lived], RULES, DAY)
    assert found.persons[0].stays == (DateSpan(date(2015, 1, 1), DAY),)
    assert found.persons[0].overlaps == ()
    assert found.levels[-1].answer is Answer.MET


def test_of_somebody_without_any_period_nothing_is_a_gap_and_nothing_is_certain() -> None:
    found = sheet([])
    assert found.persons[0].gaps == ()
    assert {level.answer for level in found.levels} == {Answer.UNKNOWN}
