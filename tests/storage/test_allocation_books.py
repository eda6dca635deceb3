"""What an office notes for its allocations stays, with who said it and when; the newest counts."""

from datetime import date

import pytest
from support.office import HOME

from cir_desktop.domain.facts import OwnFact
from cir_desktop.domain.home import Vacancy
from cir_desktop.domain.process import AppealRecord, Nomination
from cir_desktop.domain.ranking import Answer, Letting
from cir_desktop.errors import NotFound
from cir_desktop.storage import appeals, frozen, homes, nominations, own_facts, own_rules, pillars, reviews
from cir_desktop.storage.pillars import AreaCount

DOSSIER, OTHER = "2020.01.01.0001", "2020.01.01.0002"
DAY = date(2026, 6, 1)


def fact(answer=Answer.MET, **more):
    return OwnFact(answer, "attest", DAY, **more)


@pytest.fixture
def unit(store, actor):
    with store.unit(actor) as opened:
        opened.event("test.unit", "test")
        yield opened


@pytest.fixture
def vacancy(unit):
    homes.save_home(unit.connection, HOME, new=True)
    homes.open_vacancy(unit.connection, Vacancy("V0001", HOME.code, DAY, DAY))
    return "V0001"


def test_the_newest_note_of_a_fact_counts_and_a_fact_that_is_taken_back_is_gone_but_not_forgotten(unit):
    own_facts.note(unit, DOSSIER, "property.within", fact(Answer.NOT_MET))
    own_facts.note(unit, DOSSIER, "property.within", fact(until=date(2027, 1, 1)))
    own_facts.note(unit, OTHER, "income.amount", fact(amount=2_000_000))
    assert own_facts.current(unit.connection) == {
        DOSSIER: {"property.within": fact(until=date(2027, 1, 1))},
        OTHER: {"income.amount": fact(amount=2_000_000)},
    }
    own_facts.note(unit, DOSSIER, "property.within", None)
    assert DOSSIER not in own_facts.current(unit.connection)
    lines = own_facts.history(unit.connection, DOSSIER)
    assert [line.fact for line in lines] == [None, fact(until=date(2027, 1, 1)), fact(Answer.NOT_MET)]
    assert {line.by for line in lines} == {unit.actor.name}


def test_only_a_nomination_that_was_agreed_on_and_not_ended_gives_a_group(unit):
    plain = {"nominated_by": "OCMW", "nominated_on": DAY, "documents": "verslag"}
    for number, (dossier, more) in enumerate(
        [
            ("D1", {"agreed": True}),
            ("D2", {}),
            ("D3", {"agreed": False}),
            ("D4", {"agreed": True, "ended_on": DAY}),
        ],
        1,
    ):
        identity = nominations.next_nomination_id(unit.connection)
        assert identity == f"N{number:04d}"
        nominations.save_nomination(
            unit.connection, Nomination(id=identity, dossier=dossier, group="EHOME", **plain, **more)
        )
    assert nominations.groups(unit.connection) == ({"D1": "EHOME"}, {"D2": "EHOME"})
    with pytest.raises(NotFound, match="voordracht"):
        nominations.nomination(unit.connection, "N9999")


def test_an_appeal_gets_its_outcome_and_is_found_by_dossier_and_home(unit):
    made = AppealRecord(
        id="H0001", dossier=DOSSIER, home="W001", ground="toewijzing aan iemand anders", lodged_on=DAY, term_until=None
    )
    appeals.save_appeal(unit.connection, made)
    appeals.save_appeal(unit.connection, AppealRecord(**{**_dict(made), "upheld": True, "outcome_on": DAY}))
    (found,) = appeals.appeals(unit.connection, dossier=DOSSIER)
    assert found.upheld is True
    assert appeals.appeals(unit.connection, home="W001") == [found]
    assert appeals.appeals(unit.connection, home="W002") == []


def _dict(record):
    return {name: getattr(record, name) for name in record.__struct_fields__}


def test_the_pillar_that_was_chosen_last_counts_for_the_home(unit, vacancy):
    assert pillars.letting_of_home(unit.connection, HOME.code) == Letting()
    pillars.choose(unit, vacancy, Letting(2, "EHOME"), 1, "afspraak")
    pillars.choose(unit, vacancy, Letting(2, "", (OTHER, DOSSIER)), 1, "volgorde gemotiveerd")
    assert pillars.letting_of_home(unit.connection, HOME.code) == Letting(2, "", (OTHER, DOSSIER))
    assert [choice.motive for choice in pillars.choices(unit.connection, vacancy)] == [
        "volgorde gemotiveerd",
        "afspraak",
    ]
    homes.close_vacancy(unit.connection, vacancy, DAY)
    assert pillars.letting_of_home(unit.connection, HOME.code).pillar == 2
    homes.open_vacancy(unit.connection, Vacancy("V0002", HOME.code, DAY, DAY))
    assert pillars.letting_of_home(unit.connection, HOME.code) == Letting()


def test_the_newest_count_of_an_area_in_a_year_counts(unit):
    for accelerated in (3, 4):
        pillars.note_area_count(unit, AreaCount(2026, "Z", 20, accelerated, "toewijzingsraad"))
    pillars.note_area_count(unit, AreaCount(2025, "Z", 9, 9, "toewijzingsraad"))
    assert pillars.area_counts(unit.connection, 2026) == [AreaCount(2026, "Z", 20, 4, "toewijzingsraad")]


def test_a_mark_is_taken_back_to_what_stood_there_before(unit, vacancy):
    reviews.mark(unit, vacancy, DOSSIER, "OK", "")
    reviews.mark(unit, vacancy, DOSSIER, "VRAAG", "huurcontract?")
    assert reviews.marks(unit.connection, vacancy)[DOSSIER].note == "huurcontract?"
    assert reviews.undo(unit, vacancy).dossier == DOSSIER
    assert reviews.marks(unit.connection, vacancy)[DOSSIER].mark == "OK"
    assert reviews.undo(unit, vacancy).dossier == DOSSIER
    assert reviews.marks(unit.connection, vacancy) == {}
    assert reviews.undo(unit, vacancy) is None


def test_every_version_of_the_own_rules_is_kept(unit):
    assert own_rules.newest(unit.connection) is None
    own_rules.save(unit, "{}", "begin")
    own_rules.save(unit, '{"values":[]}', "grens")
    assert own_rules.newest(unit.connection).note == "grens"
    assert [version.note for version in own_rules.versions(unit.connection)] == ["grens", "begin"]


def test_a_frozen_file_comes_back_byte_for_byte(unit):
    data = b'{"a":1}' * 1000
    ref = frozen.keep(unit, kind="list", about="A0001", home="W001", sha256="ab", data=data)
    assert frozen.read(unit.connection, ref.id) == (ref, data)
    assert frozen.refs(unit.connection, about="A0001") == frozen.refs(unit.connection, home="W001") == [ref]
    with pytest.raises(NotFound, match="bevroren"):
        frozen.read(unit.connection, "F9999")
