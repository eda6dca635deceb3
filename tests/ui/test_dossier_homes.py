"""The sections Onze woningen and Wachtlijst of a dossier."""

import msgspec
import pytest
from PySide6.QtWidgets import QRadioButton
from support.office import HOME, TODAY, column, dialog_of, fill, new_office, press_button, settled, words

from cir_desktop.services import homes, lists, places, waiting_list
from ui.pages.candidates import CandidatesPage
from ui.pages.dossier_homes import DossierHomes
from ui.pages.dossier_waiting import DossierWaiting


@pytest.fixture
def office(tmp_path):
    opened = new_office(tmp_path / "werkmap")
    fill(opened, 60)
    yield opened
    opened.close()


@pytest.fixture
def section(qtbot, jobs, office):
    made = DossierHomes(office, jobs)
    qtbot.addWidget(made)
    made.resize(1000, 500)
    made.show()
    return made


def with_homes(office):
    homes.save(office, HOME, new=True)
    homes.save(office, msgspec.structs.replace(HOME, code="W002", number="14"), new=True)
    homes.open_vacancy(office, "W002", TODAY)
    return lists.list_of_home(office, "W001").ranking.placed[0].dossier


def test_the_places_are_worked_out_when_asked_and_the_vacant_home_leads_to_its_allocation(qtbot, jobs, office, section):
    dossier = with_homes(office)
    section.show_dossier(dossier)
    assert "Nog niet berekend" in words(section)
    section.ask()
    settled(qtbot, jobs)
    expected = places.homes_for(office, dossier)
    assert column(section.table, "Code") == ["W002", "W001"]
    assert column(section.table, "Plaats") == [f"{line.position} van {line.of}" for line in expected.lines]
    assert "Op de lijst van 2 van 2 woningen" in words(section)
    with qtbot.waitSignal(section.allocation_asked) as asked:
        press_button(section, "Naar toewijzing")
    assert asked.args == ["W002"]
    section.table.choose("W001")
    assert not section._go_button.isEnabled()


def test_another_dossier_does_not_show_the_places_of_the_former_one(qtbot, jobs, office, section):
    dossier = with_homes(office)
    section.show_dossier(dossier)
    section.ask()
    section.show_dossier("2020.01.01.0001")
    settled(qtbot, jobs)
    assert column(section.table, "Code") == []
    assert "Nog niet berekend" in words(section)


def test_without_a_vacant_home_it_says_what_to_do(qtbot, jobs, office, section):
    dossier = lists_first(office)
    section.show_dossier(dossier)
    section._vacant.setChecked(True)
    section.ask()
    settled(qtbot, jobs)
    assert "Geen enkele woning is nu vrij" in words(section)


def lists_first(office):
    homes.save(office, HOME, new=True)
    return lists.list_of_home(office, "W001").ranking.placed[0].dossier


def test_a_dossier_that_was_opened_from_the_list_can_be_asked(qtbot, jobs, office):
    dossier = with_homes(office)
    page = CandidatesPage(office, jobs)
    qtbot.addWidget(page)
    page.show()
    page.open_dossier(dossier)
    dialog = dialog_of(page)
    dialog.findChildren(QRadioButton)[0].setChecked(True)
    press_button(dialog, "Dossier openen")
    settled(qtbot, jobs)
    page.homes.ask()
    settled(qtbot, jobs)
    assert column(page.homes.table, "Code") == ["W002", "W001"]


def test_the_places_on_the_general_lists_are_worked_out_when_asked(qtbot, jobs, office):
    dossier = with_homes(office)
    section = DossierWaiting(office, jobs)
    qtbot.addWidget(section)
    section.show()
    section.show_dossier(dossier)
    assert "Nog niet berekend" in words(section)
    section.ask()
    settled(qtbot, jobs)
    (expected,) = waiting_list.places_of(office, dossier)
    assert column(section.table, "Lijst") == ["Kasterlee, appartement, 2 slaapkamers"]
    assert column(section.table, "Plaats") == [expected.sentence]
    assert column(section.table, "Waarom") == [expected.reason]
    assert "kijkt niet naar de wijk" in words(section)
    section.show_dossier("2020.01.01.0001")
    assert column(section.table, "Lijst") == []


def test_a_candidate_without_a_municipality_of_ours_stands_on_no_general_list_and_is_told_so(qtbot, jobs, office):
    section = DossierWaiting(office, jobs)
    qtbot.addWidget(section)
    section.show()
    dossier = lists_first(office)
    homes.remove(office, "W001")
    section.show_dossier(dossier)
    section.ask()
    settled(qtbot, jobs)
    assert "geen woningen in de gemeenten" in words(section)
