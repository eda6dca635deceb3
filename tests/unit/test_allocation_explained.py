"""Why A stands before B, and what would move somebody: never at odds with the list itself."""

from datetime import date

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from support.rules import BORN, FINE, MEANS, rules_with_limits

from cir_desktop.allocation.comparing import compare
from cir_desktop.allocation.ranking import rank
from cir_desktop.allocation.what_if import what_if
from cir_desktop.domain.facts import CandidateFacts, CarePeriod, Household, Member, OwnFact, Residence
from cir_desktop.domain.home import Home
from cir_desktop.domain.ranking import Answer, Letting
from cir_desktop.domain.values import NisCode

HERE, FAR = NisCode("13017"), NisCode("11002")
DAY = date(2026, 6, 1)
RULES = rules_with_limits()
HOME = Home(
    code="W1", street="Kerkstraat", number="1", postcode="2460", place="Kasterlee", nis_code=HERE, type="H", bedrooms=2
)
LONG = (Residence(HERE, date(1990, 1, 1), None, ongoing=True),)
NEVER = (Residence(FAR, date(1990, 1, 1), None, ongoing=True),)


def somebody(number: int, **changes: object) -> CandidateFacts:
    day = date(2010 + number % 10, 1, 1)
    plain = CandidateFacts(
        dossier=f"{day:%Y.%m.%d}.{number:04d}",
        version=1,
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
        residences=(NEVER,),
        care=(),
        declared_care=(),
        finances=FINE,
        in_register=True,
        own=MEANS,
    )
    return msgspec.structs.replace(plain, **changes)


anybody = st.builds(
    lambda residences, care, status, nomination: {
        "residences": (residences,),
        "care": care,
        "status": status,
        "nomination": nomination,
    },
    st.sampled_from([LONG, NEVER, (), (Residence(HERE, date(2022, 1, 1), None, ongoing=True),)]),
    st.sampled_from([None, (), (CarePeriod(HERE, True, None, None),)]),
    st.sampled_from(["REG", "REG", "REG", "WAITS"]),
    st.sampled_from([None, "EHOME", "MHP"]),
)
lists = st.lists(anybody, min_size=2, max_size=9).map(
    lambda changes: [somebody(number, **change) for number, change in enumerate(changes)]
)
lettings = st.sampled_from([Letting(), Letting(2), Letting(2, "", ("2010.01.01.0000", "2011.01.01.0001")), Letting(3)])


@given(lists, lettings, st.data())
def test_who_stands_first_in_a_comparison_stands_first_on_the_list(candidates, letting, data):
    one, other = data.draw(st.permutations(candidates))[:2]
    ranking = rank(HOME, candidates, RULES, DAY, 99, letting)
    rows = {line.dossier: line for line in ranking.placed}
    found = compare(HOME, one, other, RULES, DAY, ranking.stepped_down, letting)
    assert found.placed == (found.first in rows, found.second in rows)
    if all(found.placed):
        order = [line.dossier for line in ranking.placed]
        assert order.index(found.first) < order.index(found.second)
        tied = rows[found.first].position == rows[found.second].position
        assert (found.deciding == "order.none") is tied
        assert sum(rule.decides for rule in found.rules) == (0 if tied else 1)
    if order_is_neighbours(ranking, found):
        assert rows[found.second].deciding.rule == found.deciding


def order_is_neighbours(ranking, found):
    order = [line.dossier for line in ranking.placed]
    return all(found.placed) and order.index(found.second) == order.index(found.first) + 1


REAL = {
    "binding": {"residences": (LONG,)},
    "care": {"care": (CarePeriod(HERE, True, None, None),)},
}


@given(lists, st.sampled_from(sorted(REAL)), st.data())
def test_a_fact_that_really_changes_gives_the_place_that_was_foretold(candidates, fact, data):
    me = data.draw(st.sampled_from(candidates))
    told = what_if(HOME, candidates, RULES, DAY, me.dossier)
    now = {line.dossier: line.position for line in rank(HOME, candidates, RULES, DAY, 99).placed}
    assert told.place == now.get(me.dossier)
    then = msgspec.structs.replace(me, **REAL[fact])
    ranking = rank(HOME, [then if one is me else one for one in candidates], RULES, DAY, 99)
    places = {line.dossier: line.position for line in ranking.placed}
    if told.place is None:
        (change,) = told.changes
        assert change.place_then is not None
        assert me.dossier not in places
        return
    foretold = [c.place_then for c in told.changes if c.fact == fact and c.to == "met"] or [told.place]
    assert places[me.dossier] in foretold


@given(lists, st.data())
def test_an_excluded_candidate_is_told_what_would_bring_him_or_her_in(candidates, data):
    me = msgspec.structs.replace(data.draw(st.sampled_from(candidates)), status="WAITS")
    everybody = [me if one.dossier == me.dossier else one for one in candidates]
    told = what_if(HOME, everybody, RULES, DAY, me.dossier)
    (change,) = told.changes
    assert change.rules == ("status",)
    registered = msgspec.structs.replace(me, status="REG")
    ranking = rank(HOME, [registered if one is me else one for one in everybody], RULES, DAY, 99)
    assert {line.dossier: line.position for line in ranking.placed}[me.dossier] == change.place_then


def test_facts_that_move_nobody_are_named():
    told = what_if(HOME, [somebody(1)], RULES, DAY, "2011.01.01.0001")
    assert told.changes == ()
    assert told.nothing == ("woonbinding", "mantelzorg")


def test_an_open_condition_is_told_as_what_would_put_somebody_out():
    me = somebody(1, own={"means.amount": OwnFact(Answer.UNKNOWN, "gevraagd", DAY)})
    told = what_if(HOME, [me, somebody(2)], RULES, DAY, me.dossier)
    (change,) = told.changes
    assert (change.rules, change.place_then) == (("admission.means",), None)
    assert change.sentence == "Als “middelen” niet voldaan blijkt: komt niet meer in aanmerking."


def test_losing_what_puts_somebody_first_is_told_with_the_place():
    me = somebody(5, residences=(LONG,))
    told = what_if(HOME, [me, somebody(1), somebody(2)], RULES, DAY, me.dossier)
    assert [change.sentence for change in told.changes] == ["Zonder woonbinding: van plaats 1 naar 3."]
