"""Noting where somebody lived touches that person's periods and nothing else, and can be undone."""

from datetime import date

import pytest
from support.office import HOME, fill, invented, new_office

from cir_desktop.domain.facts import CarePeriod, ImportedCare, ImportedResidence, Residence
from cir_desktop.domain.ranking import Answer
from cir_desktop.domain.values import NisCode
from cir_desktop.errors import BadInput, NotFound
from cir_desktop.services import binding, homes
from cir_desktop.storage import events, facts, ranking_facts

KASTERLEE = NisCode("13017")
LONG = Residence(KASTERLEE, date(2010, 1, 1), None, ongoing=True)
SHORT = Residence(KASTERLEE, date(2025, 1, 1), None, ongoing=True)
CARE = CarePeriod(KASTERLEE, True, date(2020, 1, 1), None)


@pytest.fixture
def office(tmp_path):
    opened = new_office(tmp_path / "werkmap")
    fill(opened, 60)
    yield opened
    opened.close()


@pytest.fixture
def couple(office):
    """A dossier with two applicants, and their numbers."""
    with office.store.read() as connection:
        for dossier in invented(60):
            keys = facts.applicants_of(connection, dossier["dossierNummer"])
            if keys and len(keys) == 2 and all(keys):
                return dossier["dossierNummer"], keys
    raise AssertionError("no couple")


def delivered(office, couple):
    number, keys = couple
    with office.store.unit(office.actor) as unit:
        made = facts.start_import(unit.connection, at=unit.at, actor="Els", source="werkboek")
        lived = [ImportedResidence(number, key, SHORT) for key in keys]
        facts.replace_facts(unit.connection, made, lived, [ImportedCare(number, keys[1], CARE)])
        unit.event("facts.imported", "facts")


def known(office, number):
    with office.store.read() as connection:
        return facts.facts_of(connection, number)


def test_noting_one_person_leaves_the_other_and_the_care(office, couple):
    number, (one, other) = couple
    delivered(office, couple)
    binding.save(office, number, 1, [LONG])
    found = known(office, number)
    assert found.residences == {one: (LONG,), other: (SHORT,)}
    assert found.care[other] == (CARE,)


def test_what_was_known_becomes_history_and_can_be_put_back_and_forth(office, couple):
    number, (one, _) = couple
    delivered(office, couple)
    binding.save(office, number, 1, [LONG])
    binding.restore(office, number, 1)
    assert known(office, number).residences[one] == (SHORT,)
    binding.restore(office, number, 1)
    assert known(office, number).residences[one] == (LONG,)
    with office.store.read() as connection:
        assert len(facts.former_facts_of(connection, number)) == 3


def test_putting_back_the_first_note_leaves_nothing_known(office, couple):
    number, (one, _) = couple
    binding.save(office, number, 1, [LONG])
    binding.restore(office, number, 1)
    assert known(office, number).residences[one] == ()
    level = binding.sheet_of(office, number, nis=KASTERLEE).sheet.levels[0]
    assert level.answer is Answer.UNKNOWN


def test_nothing_noted_can_not_be_put_back(office, couple):
    with pytest.raises(NotFound):
        binding.restore(office, couple[0], 1)


def test_noting_residence_does_not_deny_care_that_nobody_asked_about(office, couple):
    number = couple[0]
    binding.save(office, number, 1, [LONG])
    with office.store.read() as connection:
        nis = binding.chosen_municipality(office, number)
        candidate = ranking_facts.candidate_of(connection, nis, number)
    assert candidate.care is None
    assert candidate.residences == ((LONG,), ())


def test_the_sheet_of_a_home_counts_what_is_noted_and_a_draft_goes_first(office, couple):
    number = couple[0]
    homes.save(office, HOME, new=True)
    binding.save(office, number, 1, [SHORT])
    binding.save(office, number, 2, [SHORT])
    view = binding.sheet_of(office, number, home="W001")
    assert view.municipality == "Kasterlee"
    assert [level.answer for level in view.sheet.levels] == [Answer.NOT_MET] * len(view.sheet.levels)
    drafted = binding.sheet_of(office, number, home="W001", drafts={2: [LONG]})
    assert drafted.sheet.levels[0].answer is Answer.MET
    assert known(office, number).residences[couple[1][1]] == (SHORT,)


def test_the_event_tells_no_municipality_and_no_person(office, couple):
    number, keys = couple
    binding.save(office, number, 2, [LONG])
    with office.store.read() as connection:
        last = events.events(connection, limit=1)[0]
    assert (last.kind, last.subject) == ("residence.noted", number)
    assert keys[1] not in str(last.details)
    assert dict(last.details) == {"person": 2, "rows": 1}


def test_a_person_a_dossier_or_a_municipality_that_is_not_there(office, couple):
    with pytest.raises(BadInput):
        binding.save(office, couple[0], 3, [LONG])
    with pytest.raises(NotFound):
        binding.sheet_of(office, "1999.01.01.0001", nis=KASTERLEE)
    with pytest.raises(BadInput):
        binding.sheet_of(office, couple[0], nis="99999")
    with pytest.raises(BadInput):
        binding.sheet_of(office, couple[0])


def test_of_somebody_of_whom_nothing_is_known_no_number_of_days_is_said_to_lack(office, couple):
    number = couple[0]
    binding.save(office, number, 1, [SHORT])
    view = binding.sheet_of(office, number, nis=KASTERLEE)
    one, _reached, other = sorted(
        binding.level_lines(view, view.sheet.levels[-1]), key=lambda line: "niet gekend" in line
    )
    assert "te weinig" in one + _reached
    assert "te weinig" not in other
