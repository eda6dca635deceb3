"""The list of a home: properties that hold for every list, and the words that a clerk reads."""

import random
from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.rules import BORN, FINE, MEANS, rules_with_limits

from cir_desktop.allocation.case import open_case
from cir_desktop.allocation.order import leads_of, standings, steps_of
from cir_desktop.allocation.ranking import CONDITION_RULES, could_rank_above, rank, trace
from cir_desktop.allocation.regulation import Level, MunicipalRules, Regulation, SubArea
from cir_desktop.domain.facts import CandidateFacts, CarePeriod, Household, Member, Residence
from cir_desktop.domain.home import Home
from cir_desktop.domain.ranking import Answer, Ranking
from cir_desktop.domain.values import Money, NisCode
from cir_desktop.errors import BadRules

HERE, NEAR, FAR = NisCode("13017"), NisCode("13019"), NisCode("11002")
DAY = date(2026, 6, 1)
HOME = Home(
    code="W1",
    street="Kerkstraat",
    number="1",
    postcode="2460",
    place="Kasterlee",
    nis_code=HERE,
    type="H",
    bedrooms=2,
    lowest_rent=Money.of(300),
    fixed_charges=Money.of(25),
)
ADAPTED = msgspec.structs.replace(HOME, adapted=True)


def _level(identity: str, years: int, window: int, area: str = "municipality") -> Level:
    return Level(id=identity, years=years, window=window, area=area, article="BVCW art. 6.23 §1", label="GOV")


def _regulation() -> Regulation:
    rules = MunicipalRules(
        municipality=HERE,
        since=date(2024, 5, 3),
        decision="gemeenteraad van 12/03/2024",
        source="toewijzingsreglement",
        last_checked=DAY,
        levels=(_level("l1", 20, 25), _level("l2", 10, 15), _level("z", 5, 10, "Z")),
    )
    area = SubArea(name="Z", nis_codes=(HERE, NEAR), consensus=True, article="reglement")
    return msgspec.structs.replace(rules_with_limits(), municipal=(rules,), sub_areas=(area,))


REGULATION = _regulation()
PLAIN = rules_with_limits()


def somebody(number: int = 1, day: date = date(2020, 1, 1), **changes: object) -> CandidateFacts:
    plain = CandidateFacts(
        dossier=f"{day:%Y.%m.%d}.{number:04d}",
        version=3,
        status="REG",
        registered_on=day,
        sequence=number,
        household=Household((Member("reference", "V", BORN, 0),)),
        max_rent=None,
        min_bedrooms=None,
        max_bedrooms=None,
        types=(),
        wants_adapted=False,
        neighbourhoods=(),
        residences=((Residence(FAR, date(1990, 1, 1), None, ongoing=True),),),
        care=None,
        declared_care=(),
        finances=FINE,
        in_register=True,
        own=MEANS,
    )
    return msgspec.structs.replace(plain, **changes)


def since(start: date | None, place: NisCode = HERE) -> tuple[Residence, ...]:
    return (Residence(place, start, None, ongoing=True),)


one_person = st.one_of(
    st.just(()),
    st.builds(since, st.one_of(st.none(), st.dates(date(1995, 1, 1), DAY)), st.sampled_from([HERE, HERE, NEAR, FAR])),
)
households = st.sampled_from(
    [
        Household((Member("reference", "V", None, None),)),
        Household((Member("reference", "V", None, 80),)),
        Household((Member("reference", "V", None, 0), Member("child", "M", None, 0), Member("child", "X", None, 0))),
        Household((Member("reference", "V", None, 0), *[Member("child", "M", None, 0)] * 3)),
    ]
)


@st.composite
def lists(draw: st.DrawFn) -> list[CandidateFacts]:
    found = []
    for number in range(draw(st.integers(0, 8))):
        day = draw(st.dates(date(2018, 1, 1), date(2018, 1, 6)))
        found.append(
            somebody(
                number,
                day,
                registered_on=draw(st.sampled_from([day, day, day, None])),
                status=draw(st.sampled_from(["REG", "REG", "REG", "WAITS", "NIEUW9"])),
                sequence=draw(st.integers(1, 3)),
                household=draw(households),
                max_rent=draw(st.sampled_from([None, Money.of(100), Money.of(500)])),
                wants_adapted=draw(st.booleans()),
                residences=tuple(draw(st.lists(one_person, max_size=2))),
                care=draw(st.sampled_from([None, (), (CarePeriod(HERE, True, None, None),)])),
                declared_care=draw(st.sampled_from([(), (HERE,), (None,)])),
            )
        )
    return found


homes = st.sampled_from([HOME, ADAPTED, msgspec.structs.replace(HOME, bedrooms=4)])


@given(lists(), homes)
def test_everybody_gets_exactly_one_line(candidates: list[CandidateFacts], home: Home) -> None:
    found = rank(home, candidates, REGULATION, DAY, 100)
    assert found.pulled == len(candidates) == len(found.placed) + len(found.excluded)
    assert found.elsewhere == 100 - len(candidates)
    lines = [line.dossier for line in (*found.placed, *found.excluded)]
    assert sorted(lines) == sorted(facts.dossier for facts in candidates)
    assert [line.position for line in found.placed] == list(range(1, len(found.placed) + 1))
    assert all(line.answer is Answer.NOT_MET and line.text and line.article for line in found.excluded)


@given(lists(), homes, st.randoms())
def test_the_order_of_the_input_changes_nothing(
    candidates: list[CandidateFacts], home: Home, chance: random.Random
) -> None:
    shuffled = candidates[:]
    chance.shuffle(shuffled)
    assert rank(home, shuffled, REGULATION, DAY, 100) == rank(home, candidates, REGULATION, DAY, 100)


@given(lists(), homes)
def test_the_best_place_is_never_worse_than_the_place_and_differs_only_with_a_flag(
    candidates: list[CandidateFacts], home: Home
) -> None:
    for line in rank(home, candidates, REGULATION, DAY, 100).placed:
        assert line.best_position <= line.position
        if line.best_position < line.position:
            reach = f"Kan nog naar plaats {line.best_position}."
            assert any(flag.code.startswith("unknown.") and reach in flag.text for flag in line.flags)


@given(lists(), homes)
def test_a_condition_that_cannot_be_answered_is_flagged_and_excludes_nobody(
    candidates: list[CandidateFacts], home: Home
) -> None:
    by_dossier = {facts.dossier: facts for facts in candidates}
    found = rank(home, candidates, REGULATION, DAY, 100)
    for line in found.placed:
        answers = trace(home, by_dossier[line.dossier], REGULATION, DAY, found.stepped_down)
        conditions = [answer for answer in answers if answer.rule in CONDITION_RULES]
        assert Answer.NOT_MET not in {answer.answer for answer in conditions}
        open_ones = {f"unknown.{answer.rule}" for answer in conditions if answer.answer is Answer.UNKNOWN}
        assert open_ones <= {flag.code for flag in line.flags}
    for out in found.excluded:
        answers = trace(home, by_dossier[out.dossier], REGULATION, DAY, found.stepped_down)
        first = next(answer for answer in answers if answer.answer is Answer.NOT_MET)
        assert (out.rule, out.text, out.article) == (first.rule, first.text, first.article)


@given(lists(), homes)
def test_the_quick_answers_are_those_of_the_trace(candidates: list[CandidateFacts], home: Home) -> None:
    case = open_case(home, REGULATION, DAY)
    for facts in candidates:
        assert standings(case, facts, leads_of(case)) == tuple(step.explain(facts).answer for step in steps_of(case))


def _place(found: Ranking, dossier: str) -> int:
    return next(line.position for line in found.placed if line.dossier == dossier)


@given(lists(), st.data())
def test_a_fact_that_turns_out_in_favour_moves_the_candidate_exactly_to_the_best_place(
    candidates: list[CandidateFacts], data: st.DataObject
) -> None:
    facts = somebody(99, date(2018, 1, 3))
    lacking, in_favour = data.draw(
        st.sampled_from(
            [
                ({"residences": ((),)}, {"residences": (since(date(1990, 1, 1)),)}),
                ({"residences": (since(None),)}, {"residences": (since(date(1990, 1, 1)),)}),
                ({"declared_care": (HERE,)}, {"care": (CarePeriod(HERE, True, None, None),)}),
                ({"registered_on": None}, {"registered_on": date.min}),
            ]
        )
    )
    before = msgspec.structs.replace(facts, **lacking)
    after = msgspec.structs.replace(before, **in_favour)
    first = rank(HOME, [*candidates, before], REGULATION, DAY, 100)
    then = rank(HOME, [*candidates, after], REGULATION, DAY, 100)
    line = next(line for line in first.placed if line.dossier == facts.dossier)
    assert _place(then, facts.dossier) == line.best_position


@given(lists())
def test_who_could_still_rank_above_a_place_stands_below_it_with_a_better_best_place(
    candidates: list[CandidateFacts],
) -> None:
    found = rank(HOME, candidates, REGULATION, DAY, 100)
    for position in range(1, len(found.placed) + 1):
        expected = [line for line in found.placed if line.position > position and line.best_position <= position]
        assert list(could_rank_above(found, position)) == expected


def test_the_header_names_the_rules_in_their_order() -> None:
    header = rank(ADAPTED, [], REGULATION, DAY, 0).header
    phrases = [
        "Volgorde op 01/06/2026",
        "wijk, type woning, aantal slaapkamers, huurprijs",
        "rationele bezetting, status in het register",
        "eerst wie door een handicap een aangepaste woning nodig heeft",
        "minstens 20 van de laatste 25 jaar onafgebroken in de gemeente",
        "minstens 10 van de laatste 15 jaar onafgebroken in de gemeente",
        "minstens 5 van de laatste 10 jaar onafgebroken in de gemeente",
        "minstens 5 van de laatste 10 jaar onafgebroken in het deelgebied Z",
        "mantelzorg",
        "ten slotte wie het eerst ingeschreven is",
    ]
    places = [header.index(phrase) for phrase in phrases]
    assert places == sorted(places)
    plain = rank(HOME, [], PLAIN, DAY, 0).header
    assert "handicap" not in plain
    assert "25 jaar" not in plain
    assert "deelgebied" not in plain


def test_the_header_says_that_the_home_was_stepped_down() -> None:
    large = msgspec.structs.replace(HOME, bedrooms=3)
    found = rank(large, [somebody()], PLAIN, DAY, 1)
    assert found.stepped_down == 1
    assert "met 1 persoon verlaagd" in found.header


def test_the_reason_beside_a_line_says_the_values_on_both_sides() -> None:
    found = rank(
        HOME,
        [
            somebody(1, date(2010, 1, 1), residences=(since(date(2019, 3, 1)),)),
            somebody(2, date(2024, 1, 1), residences=(since(date(2000, 1, 1)),)),
            somebody(3, date(2012, 1, 1), residences=(since(date(2019, 3, 1)),)),
            somebody(4, date(2012, 1, 1), residences=(since(date(2019, 3, 1)),)),
        ],
        REGULATION,
        DAY,
        10,
    )
    assert [line.deciding.text for line in found.placed] == [
        "Woonde minstens 20 van de laatste 25 jaar onafgebroken in de gemeente, de kandidaat hierna niet.",
        "Woonde 7 jaar en 3 maanden onafgebroken in de gemeente (01/03/2019 tot 01/06/2026); nodig: 20 van de laatste"
        " 25 jaar. De kandidaat hierboven voldoet wel.",
        "Ingeschreven 01/01/2012; hierboven 01/01/2010.",
        "Ingeschreven op dezelfde dag (01/01/2012), volgnummer 4; hierboven: 3.",
    ]
    assert found.placed[0].deciding.article == "BVCW art. 6.23 §1"
    assert found.placed[3].deciding.article.endswith("(niet bevestigd)")


def test_the_first_line_does_not_claim_more_of_the_next_than_is_known() -> None:
    found = rank(
        HOME, [somebody(1, residences=((),)), somebody(2, residences=(since(date(2000, 1, 1)),))], PLAIN, DAY, 2
    )
    assert found.placed[0].deciding.text.endswith("van de kandidaat hierna is dat niet gekend.")
    assert found.placed[1].flags[0].text == "Niet gekend: de woonplaatsen van de voorbije jaren. Kan nog naar plaats 1."


def test_a_missing_fact_that_changes_nothing_says_so() -> None:
    (line,) = rank(HOME, [somebody(residences=((),))], PLAIN, DAY, 1).placed
    assert line.flags[0].text.endswith("Dat kan de plaats niet verbeteren.")


def test_the_oldest_dossier_numbers_have_no_day_to_disagree_with() -> None:
    facts = [
        somebody(1, dossier="2018.05.00.0101", registered_on=date(2018, 5, 17)),
        somebody(2, dossier="2018.05.00.0102", registered_on=date(2018, 6, 17)),
    ]
    found = rank(HOME, facts, PLAIN, DAY, 2)
    assert [[flag.code for flag in line.flags] for line in found.placed] == [[], ["date_disagrees"]]


def test_every_value_that_was_applied_is_listed_with_source_and_label() -> None:
    found = rank(HOME, [somebody()], REGULATION, DAY, 1)
    used = {parameter.key: parameter for parameter in found.parameters}
    assert list(used) == [
        "occupancy.disability_percent",
        "occupancy.part_time_children_count",
        "refusal.pause_months",
        "age.minimum",
        "age.assistance_home",
        "income.limit.single",
        "income.limit.single_disabled",
        "income.limit.other",
        "income.limit.per_dependant",
        "income.assessment_years",
        "income.disability_percent",
        "income.disabled_child_counts_twice",
        "reference_date",
        "binding.one_partner_enough",
        "binding.predecessor_counts",
        "binding.l1",
        "binding.l2",
        "binding.years",
        "binding.window",
        "binding.z",
        "occupancy.table",
    ]
    assert all(parameter.value and parameter.source and parameter.label for parameter in used.values())
    assert used["binding.l1"].value == "20 van de laatste 25 jaar in de gemeente"
    assert used["binding.l1"].since == date(2024, 5, 3)
    assert "gemeenteraad van 12/03/2024" in used["binding.l1"].source
    assert used["binding.years"].value == "5 jaar"
    assert used["binding.one_partner_enough"].source.endswith("(niet bevestigd)")
    assert used["binding.one_partner_enough"].checked_on == date(2026, 11, 23)


def test_a_trace_tells_every_rule_with_its_source_and_marks_what_is_not_confirmed() -> None:
    facts = somebody(residences=(since(date(2019, 3, 1)),), max_rent=Money.of(500))
    found = {answer.rule: answer for answer in trace(HOME, facts, REGULATION, DAY)}
    assert list(found) == [
        "choice.neighbourhood",
        "choice.type",
        "choice.bedrooms",
        "choice.rent",
        "choice.adapted",
        "occupancy",
        "status",
        "refusal.pause",
        "admission.age",
        "admission.assistance_age",
        "admission.income",
        "admission.means",
        "admission.property",
        "admission.register",
        "binding.l1",
        "binding.l2",
        "binding.long_term",
        "binding.z",
        "care",
        "chronology.date",
        "chronology.sequence",
        "registration.lease_end",
    ]
    assert all(answer.text and answer.article for answer in found.values())
    assert found["refusal.pause"].article.endswith("(niet bevestigd)")
    assert found["choice.rent"].answer is Answer.UNKNOWN
    assert found["choice.rent"].missing == "de huurprijs van deze woning voor deze kandidaat"
    assert found["binding.l2"].text == (
        "Woonde 7 jaar en 3 maanden onafgebroken in de gemeente (01/03/2019 tot 01/06/2026); nodig: 10 van de laatste"
        " 15 jaar."
    )


def test_the_same_dossier_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="once"):
        rank(HOME, [somebody(), somebody()], PLAIN, DAY, 2)


def test_more_candidates_than_dossiers_is_refused() -> None:
    with pytest.raises(ValueError, match="once"):
        rank(HOME, [somebody()], PLAIN, DAY, 0)


def test_the_day_before_the_new_model_has_no_rules() -> None:
    assert rank(HOME, [somebody()], PLAIN, date(2024, 1, 1), 1).placed
    with pytest.raises(BadRules, match="31/12/2023"):
        rank(HOME, [somebody()], PLAIN, date(2023, 12, 31), 1)


def test_a_regulation_holds_from_its_first_day() -> None:
    candidates = [
        somebody(1, date(2010, 1, 1)),
        somebody(2, date(2020, 1, 1), residences=(since(date(1990, 1, 1)),)),
    ]
    assert rank(HOME, candidates, REGULATION, date(2024, 5, 3), 2).placed
    with pytest.raises(BadRules, match="toewijzingsreglement"):
        rank(HOME, candidates, REGULATION, date(2024, 5, 2), 2)


def test_a_list_of_ten_thousand_places_everybody_and_counts_the_others() -> None:
    chance = random.Random(7)
    candidates = [
        somebody(
            number,
            date(2010, 1, 1) + timedelta(days=chance.randrange(5000)),
            residences=(chance.choice([(), since(date(2000, 1, 1) + timedelta(days=chance.randrange(9000)))]),),
        )
        for number in range(9999)
    ]
    found = rank(HOME, candidates, REGULATION, DAY, 200_000)
    assert len(found.placed) == 9999
    assert found.elsewhere == 190_001
