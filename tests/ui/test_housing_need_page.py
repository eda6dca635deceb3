"""Woonnood: a clerk goes from the list to a message that waits, with what it does said first."""

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QPlainTextEdit, QTabWidget
from support.office import button, column, dialog_of, new_office, no_dialog, press_button, settled, words
from support.registered_office import registered_office

from cir_desktop.domain.process import CommandState
from cir_desktop.services import actualisation, exchange, housing_need, investigation
from cir_desktop.storage import inquiry
from ui.dialogs.actualisation_step import ActualisationDialog, LettersDialog
from ui.dialogs.investigation_step import InvestigationDialog
from ui.dialogs.need_answer import NeedAnswerDialog
from ui.pages.housing_need import HousingNeedPage
from ui.widgets.picture_view import PictureView


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    with registered_office(tmp_path_factory) as made:
        made.later(8, needs_per_day=2, registrations_per_day=3)
        yield made


@pytest.fixture
def page(qtbot, jobs, desk):
    made = HousingNeedPage(desk.office, jobs)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    made.refresh()
    settled(qtbot, jobs)
    return made


def _field(dialog, kind, name):
    return next(each for each in dialog.findChildren(kind) if each.accessibleName() == name)


def _choose(field, code):
    field.setCurrentIndex(field.findData(code))


def _open(qtbot, jobs, tab, fits):
    """Open the first row that fits."""
    place = next(row for row in range(tab.model.rowCount()) if fits(tab.model.record_at(row)))
    tab.table.selectRow(place)
    line = tab.model.record_at(place)
    QTest.keyClick(tab.table, Qt.Key.Key_Return)
    settled(qtbot, jobs)
    return line


def _tab(page, place):
    page.findChild(QTabWidget).setCurrentIndex(place)


def test_the_tabs_count_what_waits_and_the_oldest_request_is_on_top(desk, page):
    tabs = page.findChild(QTabWidget)
    waiting = [line for line in housing_need.listed(desk.office) if line.open or line.waiting]
    assert tabs.tabText(0) == f"Woonnoodverzoeken ({len(waiting)})"
    assert tabs.tabText(1) == f"Onderzoek ({len(investigation.listed(desk.office))})"
    assert tabs.tabText(2) == f"Actualisatie ({len(actualisation.listed(desk.office))})"
    assert column(page.requests.table, "Dossier") == [line.dossier for line in waiting]
    page.requests.findChild(QCheckBox).setChecked(True)
    assert page.requests.model.rowCount() == len(housing_need.listed(desk.office))


def test_searching_narrows_a_list_and_says_when_nothing_fits(qtbot, page):
    name = column(page.requests.table, "Naam")[0]
    page.requests.search.setText(name)
    qtbot.waitUntil(lambda: set(column(page.requests.table, "Naam")) == {name})
    page.requests.search.setText("bestaat niet")
    qtbot.waitUntil(lambda: page.requests.model.rowCount() == 0)
    assert "Niets gevonden" in words(page.requests)
    press_button(page.requests, "Zoekveld leegmaken")
    qtbot.waitUntil(lambda: page.requests.model.rowCount() > 0)


def test_a_workspace_without_candidates_says_what_will_come_here(qtbot, jobs, tmp_path):
    office = new_office(tmp_path / "werkmap")
    page = HousingNeedPage(office, jobs)
    qtbot.addWidget(page)
    page.show()
    page.refresh()
    settled(qtbot, jobs)
    assert "Geen open woonnoodverzoek" in words(page)
    _tab(page, 2)
    assert "Niemand moet nu actualiseren" in words(page)
    office.close()


def test_a_picture_is_shown_in_the_window_and_no_file_is_left(qtbot, jobs, desk, page):
    def has_picture(line):
        view = housing_need.view(desk.office, line.dossier, line.requested_on)
        return line.open and any(one.name.endswith(".png") for one in view.documents)

    before = {path for path in desk.office.workspace.rglob("*") if path.is_file()}
    _open(qtbot, jobs, page.requests, has_picture)
    dialog = dialog_of(page, NeedAnswerDialog)
    names = [one.name for one in dialog.documents._documents]
    dialog.documents._list.setCurrentRow(next(row for row, name in enumerate(names) if name.endswith(".png")))
    press_button(dialog, "Document bekijken")
    settled(qtbot, jobs)
    assert dialog.findChild(PictureView).has_picture
    assert "opgehaald, versleuteld bewaard" in dialog.documents._list.currentItem().text()
    assert {path for path in desk.office.workspace.rglob("*") if path.is_file()} == before
    press_button(dialog, "Opgehaalde verwijderen")
    settled(qtbot, jobs)
    assert not dialog.findChild(PictureView).has_picture
    assert "niet opgehaald" in dialog.documents._list.currentItem().text()
    assert not button(dialog, "Opgehaalde verwijderen").isEnabled()
    dialog.reject()
    settled(qtbot, jobs)
    assert no_dialog(page)


def test_a_pdf_is_saved_with_a_warning(qtbot, jobs, desk, page, tmp_path):
    def has_pdf(line):
        view = housing_need.view(desk.office, line.dossier, line.requested_on)
        return line.open and view.documents[0].name.endswith(".pdf")

    _open(qtbot, jobs, page.requests, has_pdf)
    dialog = dialog_of(page, NeedAnswerDialog)
    press_button(dialog, "Document bekijken")
    settled(qtbot, jobs)
    assert not dialog.findChild(PictureView).has_picture
    assert "Bewaar het als bestand" in words(dialog)
    dialog.documents.save(tmp_path / "stuk.pdf")
    settled(qtbot, jobs)
    assert "leesbaar op uw computer" in words(dialog)
    assert (tmp_path / "stuk.pdf").read_bytes().startswith(b"%PDF")
    dialog.reject()
    settled(qtbot, jobs)


def test_without_the_register_the_dialog_says_why_and_stays(qtbot, jobs, desk, page):
    def not_kept(line):
        view = housing_need.view(desk.office, line.dossier, line.requested_on)
        return line.open and not view.documents[0].kept

    _open(qtbot, jobs, page.requests, not_kept)
    dialog = dialog_of(page, NeedAnswerDialog)
    desk.fault("down", times=None)
    press_button(dialog, "Document bekijken")
    settled(qtbot, jobs)
    desk.control.delete("/faults")
    assert "niet beschikbaar" in words(dialog)
    dialog.reject()
    settled(qtbot, jobs)


def test_leaving_keeps_what_was_typed_and_an_answer_is_said_put_and_taken_back(qtbot, jobs, desk, page):
    def fresh(line):
        return line.open and not line.waiting and not line.drafted

    line = _open(qtbot, jobs, page.requests, fresh)
    dialog = dialog_of(page, NeedAnswerDialog)
    _field(dialog, QPlainTextEdit, "Conclusie").setPlainText("De woning is ongeschikt.")
    dialog.reject()
    settled(qtbot, jobs)
    assert no_dialog(page)
    assert "Ontwerp bewaard" in page.outcome_sentence
    assert desk.messages(line.dossier) == []

    def same(one):
        return (one.dossier, one.requested_on) == (line.dossier, line.requested_on)

    _open(qtbot, jobs, page.requests, same)
    dialog = dialog_of(page, NeedAnswerDialog)
    assert _field(dialog, QPlainTextEdit, "Conclusie").toPlainText() == "De woning is ongeschikt."
    press_button(dialog, "Nakijken")
    settled(qtbot, jobs)
    assert "nog niets besloten" in words(dialog)
    _choose(_field(dialog, QComboBox, "Besluit"), "GEACCEPTEERD")
    _choose(_field(dialog, QComboBox, "Voorrang"), "SUBSH")
    for row in range(dialog.documents._list.count()):
        dialog.documents._list.setCurrentRow(row)
        _field(dialog, QPlainTextEdit, "Wat dit document aantoont").setPlainText("Toont het aan.")
    press_button(dialog, "Nakijken")
    settled(qtbot, jobs)
    said = words(dialog)
    assert "Toegekende voorrang: slechte huisvesting" in said
    assert "PLR2" in said
    assert desk.messages(line.dossier) == []
    dialog.findChild(QCheckBox).setChecked(True)
    press_button(dialog, "Antwoord klaarzetten")
    settled(qtbot, jobs)
    assert [one.state for one in desk.messages(line.dossier)] == [CommandState.NEW] * 2
    assert "gaat mee bij de volgende verzending" in page.outcome_sentence
    page.requests.table.choose((line.dossier, line.requested_on))
    press_button(page.requests, "Antwoord terugnemen")
    settled(qtbot, jobs)
    assert {one.state for one in desk.messages(line.dossier)} == {CommandState.DROPPED}
    assert housing_need.view(desk.office, line.dossier, line.requested_on).draft.granted == "SUBSH"


def test_a_result_is_chosen_by_the_clerk_and_told_before_it_is_put(qtbot, jobs, desk, page):
    _tab(page, 1)
    line = _open(qtbot, jobs, page.investigation, lambda one: one.status == "CHKS" and not one.waiting)
    dialog = dialog_of(page, InvestigationDialog)
    _field(dialog, QPlainTextEdit, "Toelichting").setPlainText("Attest gezien.")
    press_button(dialog, "Nakijken")
    assert "Kies of dit onderdeel in orde is" in words(dialog)
    _choose(_field(dialog, QComboBox, "Resultaat"), "ok")
    press_button(dialog, "Nakijken")
    settled(qtbot, jobs)
    assert "Resultaat: in orde" in words(dialog)
    assert desk.messages(line.dossier) == []
    press_button(dialog, "Klaarzetten")
    settled(qtbot, jobs)
    assert len(desk.messages(line.dossier)) == 1
    assert no_dialog(page)


def test_a_refusal_of_registration_says_that_it_waits_for_a_second_person(qtbot, jobs, desk, page):
    _tab(page, 1)
    line = _open(qtbot, jobs, page.investigation, lambda one: one.status == "CHKS" and not one.waiting)
    dialog = dialog_of(page, InvestigationDialog)
    _choose(_field(dialog, QComboBox, "Stap"), "refuse")
    assert _field(dialog, QComboBox, "Grond").currentIndex() == -1
    _choose(_field(dialog, QComboBox, "Grond"), "PROPERTY")
    _field(dialog, QPlainTextEdit, "Toelichting").setPlainText("Uittreksel van het kadaster.")
    press_button(dialog, "Nakijken")
    settled(qtbot, jobs)
    assert "tweede persoon" in words(dialog)
    _field(dialog, QPlainTextEdit, "Toelichting").setPlainText("Uittreksel van 3 juni.")
    assert button(dialog, "Nakijken")
    press_button(dialog, "Nakijken")
    settled(qtbot, jobs)
    press_button(dialog, "Klaarzetten")
    settled(qtbot, jobs)
    assert [one.state for one in desk.messages(line.dossier)] == [CommandState.HELD]
    assert "tweede persoon" in page.outcome_sentence
    page.investigation.table.choose(line.dossier)
    press_button(page.investigation, "Bericht terugnemen")
    settled(qtbot, jobs)
    assert [one.state for one in desk.messages(line.dossier)] == [CommandState.DROPPED]


def test_letters_are_written_noted_and_taken_back(qtbot, jobs, desk, page, tmp_path):
    _tab(page, 2)
    tab = page.actualisation
    tab.table.selectAll()
    wanted = [line.dossier for line in tab.selected]
    assert len(wanted) > 1
    tab.write(tmp_path / "brieven.xlsx")
    settled(qtbot, jobs)
    rows = list(openpyxl.load_workbook(tmp_path / "brieven.xlsx").active.values)
    assert sorted(row[0] for row in rows[1:]) == sorted(wanted)
    assert "verwijder het na het verzenden" in page.outcome_sentence
    place = next(row for row in range(tab.model.rowCount()) if tab.model.record_at(row).state == "due")
    tab.table.selectRow(place)
    dossier = tab.chosen.dossier
    press_button(tab, "Brieven vertrokken…")
    press_button(dialog_of(page, LettersDialog), "Noteren")
    settled(qtbot, jobs)
    with desk.office.store.read() as connection:
        assert inquiry.letters(connection)[dossier].sent_on == desk.day
    assert tab.table.choose(dossier)
    assert tab.chosen.state == "letter"
    press_button(tab, "Brief terugnemen")
    settled(qtbot, jobs)
    with desk.office.store.read() as connection:
        assert dossier not in inquiry.letters(connection)


def test_striking_off_before_the_term_is_refused_beside_the_clerk(qtbot, jobs, desk, page):
    _tab(page, 2)
    line = _open(qtbot, jobs, page.actualisation, lambda one: one.state == "due" and not one.waiting)
    dialog = dialog_of(page, ActualisationDialog)
    _choose(_field(dialog, QComboBox, "Uitkomst"), "RJCT")
    _choose(_field(dialog, QComboBox, "Grond"), "NO_ANSWER")
    _field(dialog, QPlainTextEdit, "Motief").setPlainText("Geen antwoord.")
    press_button(dialog, "Nakijken")
    settled(qtbot, jobs)
    assert "geen brief van de actualisatie genoteerd" in words(dialog)
    dialog.reject()
    assert desk.messages(line.dossier) == []


def test_nothing_that_was_written_stands_in_the_log(desk, page):
    told = " ".join(str(event.details) for event in exchange.recent_events(desk.office, limit=2000))
    for text in ("Toont het aan", "ongeschikt", "kadaster", "Attest"):
        assert text not in told


def test_the_investigation_says_what_the_register_holds(qtbot, jobs, desk, page):
    _tab(page, 1)
    line = _open(qtbot, jobs, page.investigation, lambda one: one.status == "CHKS" and not one.waiting)
    dialog = dialog_of(page, InvestigationDialog)
    for item, says in investigation.view(desk.office, line.dossier).says:
        assert f"{item}: {says}" in words(dialog)
    dialog.reject()


def test_the_dossier_of_a_line_is_opened_from_every_tab(qtbot, page):
    for place, tab in enumerate((page.requests, page.investigation, page.actualisation)):
        _tab(page, place)
        tab.table.selectRow(0)
        with qtbot.waitSignal(page.dossier_asked) as asked:
            press_button(tab, "Dossier openen")
        assert asked.args == [tab.chosen.dossier]
