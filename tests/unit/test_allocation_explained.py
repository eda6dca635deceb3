"""Why A stands before B, and what would move somebody: never at odds with the list itself."""

from datetime import date

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from support.candidates import DAY, HERE, HOME, LONG, lettings, lists, somebody
from support.rules import BORN, rules_with_limits

from cir_desktop.allocation.comparing import compare
from cir_desktop.allocation.ranking import rank
from cir_desktop.allocation.what_if import what_if
from cir_desktop.domain.facts import CarePeriod, Household, Member, OwnFact
from cir_desktop.domain.ranking import Answer

RULES = rules_with_limits()


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


LARGE = msgspec.structs.replace(HOME, bedrooms=3)


def household(children):
    return Household(
        (Member("reference", "V", BORN, 0), *(Member("child", "M", date(2015, 1, 1), 0) for _ in range(children)))
    )


@given(st.lists(st.tuples(st.sampled_from(["REG", "WAITS"]), st.integers(0, 4)), min_size=1, max_size=6), st.data())
def test_who_comes_in_and_so_changes_how_far_the_home_is_opened_gets_the_place_of_that_list(drawn, data):
    candidates = [
        somebody(number, status=status, household=household(children))
        for number, (status, children) in enumerate(drawn)
    ]
    me = msgspec.structs.replace(data.draw(st.sampled_from(candidates)), status="WAITS")
    everybody = [me if one.dossier == me.dossier else one for one in candidates]
    told = what_if(LARGE, everybody, RULES, DAY, me.dossier)
    (change,) = told.changes
    registered = msgspec.structs.replace(me, status="REG")
    after = rank(LARGE, [registered if one is me else one for one in everybody], RULES, DAY, 99)
    places = {line.dossier: line.position for line in after.placed}
    assert places.get(me.dossier) == (change.place_then if change.rules == ("status",) else None)
    if change.rules == ("status",):
        before = rank(LARGE, everybody, RULES, DAY, 99)
        assert bool(told.note) is (before.stepped_down != after.stepped_down)


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
