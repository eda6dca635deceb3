"""Pillar, nominations, own facts and appeals, as the law and a clerk expect them."""

import copy
import json
from datetime import date, timedelta

import pytest
from support.office import HOME, PARTY, TODAY, fill, invented, new_office

from cir_desktop.domain.ranking import Answer, Letting
from cir_desktop.errors import BadInput, NotAllowed, NotFound
from cir_desktop.services import appeals, homes, lists, nominations, offers, own_facts, pillars
from cir_desktop.sync.fill import decode_and_store

SIZE = 120


@pytest.fixture
def office(tmp_path):
    opened = new_office(tmp_path / "werkmap")
    fill(opened, SIZE)
    homes.save(opened, HOME, new=True)
    homes.open_vacancy(opened, "W001", TODAY)
    yield opened
    opened.close()


@pytest.fixture
def placed(office):
    return [line.dossier for line in lists.list_of_home(office, "W001").ranking.placed]


def answer_to(office, dossier, rule):
    return next(one for one in lists.trace(office, "W001", dossier) if one.rule == rule).answer


def test_a_noted_fact_answers_the_question_that_was_open(office, placed):
    dossier = next(
        one
        for one in placed
        if any(q.kind.key == "means.amount" for q in own_facts.open_questions(office, "W001", one))
    )
    assert answer_to(office, dossier, "admission.means") is Answer.UNKNOWN
    own_facts.note(office, dossier, "means.amount", amount=120_00, source="rekeninguittreksel")
    keys = [question.kind.key for question in own_facts.open_questions(office, "W001", dossier)]
    assert "means.amount" not in keys
    assert own_facts.noted(office, dossier)["means.amount"].amount == 120_00


def test_a_fact_that_is_not_proven_stays_an_open_question(office, placed):
    own_facts.note(office, placed[0], "sitting_tenant", answer=Answer.MET, source="huurcontract")
    own_facts.note(office, placed[0], "property.within", answer=Answer.NOT_MET, source="notaris")
    own_facts.note(office, placed[0], "priority.appeal", answer=Answer.UNKNOWN, source="telefoon")
    assert own_facts.noted(office, placed[0])["priority.appeal"].answer is Answer.UNKNOWN


@pytest.mark.parametrize(
    ("key", "more", "field"),
    [
        ("verzonnen", {"answer": Answer.MET}, "key"),
        ("property.within", {}, "answer"),
        ("property.within", {"answer": Answer.MET, "amount": 1}, "amount"),
        ("income.amount", {"answer": Answer.MET}, "amount"),
        ("income.amount", {"amount": -1}, "amount"),
        ("income.amount", {"answer": Answer.NOT_MET, "amount": 5}, "amount"),
        ("property.within", {"answer": Answer.MET, "source": " "}, "source"),
        ("property.within", {"answer": Answer.MET, "until": TODAY}, "until"),
    ],
)
def test_a_fact_that_can_not_be_right_is_not_noted(office, placed, key, more, field):
    with pytest.raises(BadInput) as raised:
        own_facts.note(office, placed[0], key, **{"source": "attest", **more})
    assert raised.value.field == field
    assert own_facts.noted(office, placed[0]) == {}


def test_an_amount_is_typed_in_euro_and_kept_in_cents(office):
    income, dependants = office.fact_kinds["income.amount"], office.fact_kinds["income.dependants"]
    assert own_facts.amount_of(income, "21.500,50") == 21_500_50
    assert own_facts.amount_of(dependants, "2") == 2
    for kind, text in ((income, "veel"), (income, "-5"), (dependants, "2,5")):
        with pytest.raises(BadInput):
            own_facts.amount_of(kind, text)


def test_nothing_is_noted_of_a_dossier_that_is_not_here(office):
    with pytest.raises(NotFound):
        own_facts.note(office, "2019.01.01.9999", "property.within", answer=Answer.MET, source="attest")


def test_undoing_brings_back_what_stood_there_before(office, placed):
    for amount in (100, 200):
        own_facts.note(office, placed[0], "means.amount", amount=amount, source="uittreksel")
    assert own_facts.undo_last(office, placed[0]) == "means.amount"
    assert own_facts.noted(office, placed[0])["means.amount"].amount == 100
    own_facts.take_back(office, placed[0], "means.amount")
    assert own_facts.noted(office, placed[0]) == {}
    with pytest.raises(NotAllowed):
        own_facts.take_back(office, placed[0], "means.amount")
    assert [line.fact.amount if line.fact else None for line in own_facts.history(office, placed[0])] == [
        None,
        100,
        200,
        100,
    ]


def test_the_events_never_hold_what_a_fact_says(office, placed):
    own_facts.note(office, placed[0], "income.amount", amount=98_765_43, source="geheime bron")
    with office.store.read() as connection:
        text = str(connection.exec_driver_sql("SELECT kind, subject, details FROM event").fetchall())
    assert "income.amount" in text
    assert "9876543" not in text and "98765" not in text and "geheime bron" not in text


def test_forced_rehousing_is_pending_until_its_fact_ends(office, placed):
    assert pillars.view(office, "W001").proposal.pillar == 1
    own_facts.note(office, placed[0], "move.deres", answer=Answer.MET, source="brief")
    assert pillars.view(office, "W001").proposal.pillar == 4
    own_facts.note(office, placed[0], "move.deres", answer=Answer.UNKNOWN, source="brief")
    assert pillars.view(office, "W001").proposal.pillar == 1


def test_an_area_that_is_behind_is_proposed_pillar_two(office):
    assert "niet gekend" in pillars.view(office, "W001").quota.sentence
    pillars.note_area_count(office, TODAY.year, "Kasterlee", allocations=10, accelerated=1, source="raad")
    seen = pillars.view(office, "W001")
    assert seen.proposal.pillar == 2 and seen.quota.area.accelerated == 1
    pillars.note_area_count(office, TODAY.year, "Kasterlee", allocations=10, accelerated=2, source="raad")
    assert pillars.view(office, "W001").proposal.pillar == 1


@pytest.mark.parametrize(
    ("count", "field"),
    [
        ((" ", 1, 0, "raad"), "area"),
        (("Z", 1, 2, "raad"), "accelerated"),
        (("Z", 1, 0, ""), "source"),
    ],
)
def test_numbers_of_an_area_that_can_not_be_right_are_not_kept(office, count, field):
    with pytest.raises(BadInput) as raised:
        area, every, fast, source = count
        pillars.note_area_count(office, 2026, area, allocations=every, accelerated=fast, source=source)
    assert raised.value.field == field


def test_another_pillar_than_proposed_needs_a_motive_and_then_orders_the_list(office):
    with pytest.raises(BadInput) as raised:
        pillars.choose(office, "W001", Letting(2), " ")
    assert raised.value.field == "motive"
    pillars.choose(office, "W001", Letting(1), "")
    pillars.choose(office, "W001", Letting(2, "EHOME"), "akkoord van de raad")
    assert lists.list_of_home(office, "W001").ranking.letting == Letting(2, "EHOME")
    choice = pillars.view(office, "W001").choice
    assert (choice.proposed, choice.motive, choice.chosen_by) == (1, "akkoord van de raad", "Els")


@pytest.mark.parametrize(
    ("letting", "field"),
    [
        (Letting(5), "pillar"),
        (Letting(1, "EHOME"), "group"),
        (Letting(2, "DERES"), "group"),
        (Letting(3, "onbestaande"), "group"),
        (Letting(3), "group"),
        (Letting(1, "", ("2019.01.01.0001",)), "order"),
    ],
)
def test_a_group_or_an_order_must_fit_the_pillar(office, letting, field):
    with pytest.raises(BadInput) as raised:
        pillars.choose(office, "W001", letting, "motief")
    assert raised.value.field == field


def test_the_pillar_is_fixed_while_an_offer_stands(office, placed):
    offers.offer(office, "W001", placed[0], motive="nagekeken", stale_motive="nagekeken")
    assert pillars.view(office, "W001").locked
    with pytest.raises(NotAllowed):
        pillars.choose(office, "W001", Letting(2), "motief")


def test_a_nomination_counts_once_the_council_agreed_and_until_it_ends(office, placed):
    made = nominations.add(office, placed[0], group="EHOME", nominated_by="OCMW", documents="verslag")
    with pytest.raises(NotAllowed):
        nominations.add(office, placed[0], group="MHP", nominated_by="CAW", documents="")
    pillars.choose(office, "W001", Letting(2), "raad")
    assert answer_to(office, placed[0], "pillar.nominated") is Answer.UNKNOWN
    nominations.decide(office, made.id, agreed=True, reference="verslag 3")
    assert answer_to(office, placed[0], "pillar.nominated") is Answer.MET
    with pytest.raises(NotAllowed):
        nominations.decide(office, made.id, agreed=False, reference="verslag 4")
    nominations.end(office, made.id)
    assert answer_to(office, placed[0], "pillar.nominated") is Answer.NOT_MET
    assert nominations.listed(office, placed[0])[0][0].ended_on == TODAY


def test_a_nomination_needs_who_a_group_and_a_stored_dossier(office, placed):
    for changes, field in (({"group": "X"}, "group"), ({"nominated_by": " "}, "nominated_by")):
        with pytest.raises(BadInput) as raised:
            nominations.add(office, placed[0], **{"group": "MHP", "nominated_by": "CAW", "documents": "", **changes})
        assert raised.value.field == field
    with pytest.raises(NotFound):
        nominations.add(office, "2019.01.01.9999", group="MHP", nominated_by="CAW", documents="")


def test_priorities_that_the_register_granted_are_offered_as_a_start(tmp_path):
    raw = copy.deepcopy(next(one for one in invented(400) if one["woonnoodVerzoeken"]))
    answer = raw["woonnoodVerzoeken"][0]["antwoorden"][0]
    answer.update(status="GEACCEPTEERD", toegekendeVoorrang="MHP", datumAntwoord="2026-02-03")
    office = new_office(tmp_path / "andere")
    decode_and_store([json.dumps(raw).encode()], office.store, actor=office.actor, own_party=PARTY)
    found = nominations.suggestions(office, raw["dossierNummer"])
    office.close()
    assert ("MHP", answer["partijCode"], date(2026, 2, 3)) in {
        (one.group, one.granted_by, one.granted_on) for one in found
    }


@pytest.mark.parametrize(
    ("kind", "until"),
    [("allocation", date(2026, 3, 15)), ("other", date(2025, 4, 14)), ("silence", date(2025, 11, 15))],
)
def test_the_kind_of_an_appeal_decides_its_term(office, placed, kind, until):
    late = until + timedelta(days=1)
    common = {"kind": kind, "ground": "reden", "about": date(2025, 3, 15)}
    assert appeals.record(office, placed[0], **common, lodged_on=until).term_until == until
    assert "op tijd" in appeals.state_words(appeals.record(office, placed[0], **common, lodged_on=until))
    assert "te laat" in appeals.state_words(appeals.record(office, placed[0], **common, lodged_on=late))


def test_without_a_decision_day_the_term_can_not_be_told(office, placed):
    made = appeals.record(office, placed[0], kind="other", ground="reden")
    assert made.term_until is None and "niet te zeggen" in appeals.state_words(made)


def test_an_appeal_gets_one_outcome(office, placed):
    made = appeals.record(office, placed[1], kind="other", ground="reden")
    done = appeals.conclude(office, made.id, upheld=True)
    assert done.upheld and done.outcome_on == TODAY
    with pytest.raises(NotAllowed):
        appeals.conclude(office, made.id, upheld=False)
