"""What holds for every list in every pillar, whoever is on it; the questions are those of support/random_cases.py."""

import os
import random
from datetime import date

import msgspec
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from support.random_cases import Question, question

from cir_desktop.allocation.case import open_case
from cir_desktop.allocation.conditions import CONDITION_RULES
from cir_desktop.allocation.order import steps_of
from cir_desktop.allocation.ranking import rank, trace
from cir_desktop.domain.facts import CandidateFacts, CarePeriod, OwnFact, Residence
from cir_desktop.domain.ranking import Answer, Placed, Ranking

# scripts/prove asks more.
LISTS = settings(deadline=None, max_examples=int(os.environ.get("CIR_PROOF_CASES", "3000")) // 10)

questions = st.integers(0, 10**9).map(question)


def _rank(asked: Question, candidates: list[CandidateFacts] | None = None) -> Ranking:
    home, own, regulation, day, letting = asked
    found = own if candidates is None else candidates
    return rank(home, found, regulation, day, len(found), letting)


def _line(found: Ranking, dossier: str) -> Placed | None:
    return next((line for line in found.placed if line.dossier == dossier), None)


@LISTS
@given(questions, st.randoms(use_true_random=False))
def test_the_same_people_give_the_same_list_in_whatever_order_they_come(asked: Question, chance: random.Random) -> None:
    shuffled = asked[1][:]
    chance.shuffle(shuffled)
    assert _rank(asked, shuffled) == _rank(asked)


@LISTS
@given(questions)
def test_everybody_has_one_line_and_only_the_accelerated_pillar_knows_shared_places(asked: Question) -> None:
    found = _rank(asked)
    assert found.pulled == len(asked[1]) == len(found.placed) + len(found.excluded)
    lines = [line.dossier for line in (*found.placed, *found.excluded)]
    assert sorted(lines) == sorted(facts.dossier for facts in asked[1])
    positions = [line.position for line in found.placed]
    assert positions == sorted(positions)
    if found.letting.pillar != 2:
        assert positions == list(range(1, len(positions) + 1))
    for line in found.placed:
        assert line.tied == (positions.count(line.position) > 1)
        # Who shares a place takes it for each of those who share it: the next place is counted on.
        assert line.position == 1 + sum(other < line.position for other in positions)


@LISTS
@given(questions, st.data())
def test_a_newcomer_changes_nothing_between_the_others_while_the_home_is_opened_as_far(
    asked: Question, data: st.DataObject
) -> None:
    assume(asked[1])
    leaving = data.draw(st.sampled_from(asked[1]))
    without = _rank(asked, [facts for facts in asked[1] if facts is not leaving])
    everybody = _rank(asked)
    assume(without.stepped_down == everybody.stepped_down)
    assert [line.dossier for line in everybody.placed if line.dossier != leaving.dossier] == [
        line.dossier for line in without.placed
    ]
    assert [line.dossier for line in everybody.excluded if line.dossier != leaving.dossier] == [
        line.dossier for line in without.excluded
    ]


@LISTS
@given(questions)
def test_what_is_not_known_is_always_flagged(asked: Question) -> None:
    home, candidates, regulation, day, letting = asked
    found = _rank(asked)
    by_dossier = {facts.dossier: facts for facts in candidates}
    facts_of = {step.rule.id: step.fact for step in steps_of(open_case(home, regulation, day, letting=letting))}
    for line in found.placed:
        flags = {flag.code for flag in line.flags}
        for answer in trace(home, by_dossier[line.dossier], regulation, day, found.stepped_down, letting):
            if answer.answer is Answer.UNKNOWN and answer.rule in CONDITION_RULES | facts_of.keys():
                assert f"unknown.{facts_of.get(answer.rule, answer.rule)}" in flags
                assert answer.missing


def _with_note(facts: CandidateFacts, key: str, answer: Answer) -> CandidateFacts:
    return msgspec.structs.replace(facts, own={**facts.own, key: OwnFact(answer, "verzonnen", date(2024, 1, 1))})


def _lived(facts: CandidateFacts, place: str, answer: Answer) -> CandidateFacts:
    periods = {
        Answer.MET: (Residence(place, date(1980, 1, 1), None, ongoing=True),),
        Answer.UNKNOWN: (),
        Answer.NOT_MET: (Residence("99999", date(1980, 1, 1), None, ongoing=True),),
    }[answer]
    return msgspec.structs.replace(facts, residences=tuple(periods for _ in facts.residences))


def _caring(facts: CandidateFacts, place: str, answer: Answer) -> CandidateFacts:
    period = {
        Answer.MET: CarePeriod(place, True, date(1980, 1, 1), None),
        Answer.UNKNOWN: CarePeriod(None, True, date(1980, 1, 1), None),
        Answer.NOT_MET: CarePeriod("99999", True, date(1980, 1, 1), None),
    }[answer]
    return msgspec.structs.replace(facts, care=(period,))


RANKING_NOTES = ("vlabinvest", "priority.rehousing", "priority.appeal", "priority.working", "disability.physical")


@LISTS
@given(questions, st.data())
def test_a_better_answer_to_a_ranking_fact_never_worsens_a_place_and_an_open_one_stands_as_a_no(
    asked: Question, data: st.DataObject
) -> None:
    home, candidates, _, _, letting = asked
    assume(candidates)
    facts = data.draw(st.sampled_from(candidates))
    others = [other for other in candidates if other is not facts]
    which = data.draw(st.sampled_from(["binding", "care", *RANKING_NOTES]))
    lines = {}
    for answer in Answer:
        if which == "binding":
            changed = _lived(facts, home.nis_code, answer)
        elif which == "care":
            changed = _caring(facts, home.nis_code, answer)
        else:
            changed = _with_note(facts, which, answer)
        found = _rank(asked, [*others, changed])
        lines[answer] = _line(found, facts.dossier)
    met, open_one, no = lines[Answer.MET], lines[Answer.UNKNOWN], lines[Answer.NOT_MET]
    assume(met is not None and open_one is not None and no is not None)
    assert met and open_one and no
    assert met.position <= open_one.position == no.position
    assert open_one.best_position <= met.best_position <= met.position


@LISTS
@given(questions, st.data())
def test_an_earlier_registration_never_worsens_a_place(asked: Question, data: st.DataObject) -> None:
    assume(asked[1])
    facts = data.draw(st.sampled_from(asked[1]))
    others = [other for other in asked[1] if other is not facts]
    places = []
    for day in (date(2010, 1, 1), date(2019, 3, 2), date(2023, 1, 1), None):
        line = _line(_rank(asked, [*others, msgspec.structs.replace(facts, registered_on=day)]), facts.dossier)
        assume(line is not None)
        assert line
        places.append(line.position)
    assert places == sorted(places)
    if asked[4].pillar == 2:
        assert len(set(places)) == 1
