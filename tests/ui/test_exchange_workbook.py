"""In the window, through the housing company: what the clerk sees before anything is taken over, and after."""

import pytest
from PySide6.QtWidgets import QFileDialog, QLineEdit, QRadioButton
from support.extracts import SIZE, Changed, extract, through_company
from support.office import (
    MORNING,
    button,
    column,
    dialog_of,
    invented,
    new_office,
    no_dialog,
    press_button,
    settled,
    words,
)

from cir_desktop.domain.process import Command, CommandState, ConsequencePayload
from cir_desktop.domain.ways import Way
from cir_desktop.runtime.ids import uuid7
from cir_desktop.services import exchange_files, extracts
from cir_desktop.storage import outbox
from ui.dialogs.exchange_answers import AnswersDialog
from ui.dialogs.extract_import import ExtractDialog
from ui.dialogs.finding_table import FindingTable
from ui.dialogs.way import WayDialog
from ui.main import OfficeWindow
from ui.pages.exchange import ExchangePage

NUMBERS = [dossier["dossierNummer"] for dossier in invented(SIZE)]


@pytest.fixture
def office(tmp_path):
    opened = through_company(tmp_path / "werkmap")
    yield opened
    opened.close()


def shown(qtbot, jobs, office):
    page = ExchangePage(office, jobs)
    qtbot.addWidget(page)
    page.resize(1100, 650)
    page.show()
    page.refresh()
    settled(qtbot, jobs)
    return page


@pytest.fixture
def page(qtbot, jobs, office):
    return shown(qtbot, jobs, office)


@pytest.fixture
def file(tmp_path):
    return extract(tmp_path / "kandidaten.xlsx")


def order(office, action, dossier, state=CommandState.NEW):
    command = Command(
        id=str(uuid7()),
        action=action,
        dossier=dossier,
        base_version=2,
        payload=ConsequencePayload("proef"),
        author="Els",
        created_at=MORNING,
        state=state,
    )
    with office.store.unit(office.actor) as unit:
        outbox.add_command(unit.connection, command)
        unit.event("consequence.reported", dossier)


def test_the_way_is_chosen_with_our_code_and_the_page_follows(qtbot, jobs, tmp_path):
    office = new_office(tmp_path / "werkmap")
    page = shown(qtbot, jobs, office)
    assert not page.company.isVisible()
    press_button(page, "Weg naar het CIR…")
    dialog = dialog_of(page, WayDialog)
    next(each for each in dialog.findChildren(QRadioButton) if "woonmaatschappij" in each.text()).click()
    press_button(dialog, "Bewaren")
    settled(qtbot, jobs)
    assert "code van de verhuurder ontbreekt" in words(dialog)
    dialog.findChild(QLineEdit).setText("LB-OEFENDORP")
    press_button(dialog, "Bewaren")
    qtbot.waitUntil(lambda: no_dialog(page))
    settled(qtbot, jobs)
    assert office.way is Way.WORKBOOK
    assert "Uw code in het CIR: LB-OEFENDORP." in words(page)
    assert button(page, "Uittreksel inlezen…").isVisible()
    assert not button(page, "Kandidaten ophalen").isVisible()
    office.close()


def test_an_extract_is_shown_with_its_findings_before_it_is_taken_over(qtbot, jobs, office, page, file):
    with Changed(file) as book:
        book.put("Dossiers", 3, "Aangepaste woning", "misschien")
    page.company.read_extract(file)
    settled(qtbot, jobs)
    dialog = dialog_of(page, ExtractDialog)
    assert f"{len(NUMBERS) - 1} nieuw" in words(dialog)
    assert "Er is nog niets overgenomen." in words(dialog)
    table = dialog.findChild(FindingTable).table
    assert (column(table, "Blad"), column(table, "Rij"), column(table, "Verwacht")) == (
        ["Dossiers"],
        ["3"],
        ["ja of nee"],
    )
    assert exchange_files.outgoing(office).ready == 0
    press_button(dialog, "Overnemen")
    qtbot.waitUntil(lambda: no_dialog(page))
    settled(qtbot, jobs)
    assert "Lijst niet volledig, via Woonmaatschappij Dennenbos" in page.outcome_sentence
    assert "niet volledig overgenomen" in words(page)


def test_a_workbook_for_another_landlord_is_refused_in_the_page(qtbot, jobs, page, file):
    with Changed(file) as book:
        book.info("Voor", "LB-ELDERS")
    page.company.read_extract(file)
    settled(qtbot, jobs)
    assert no_dialog(page)
    assert "CIR-146" in words(page)


def test_messages_are_given_and_their_file_can_be_given_again(qtbot, jobs, office, page, file, tmp_path):
    extracts.take(office, extracts.look(office, file))
    order(office, "WAIT", NUMBERS[0])
    order(office, "REF", NUMBERS[1], CommandState.HELD)
    page.refresh()
    settled(qtbot, jobs)
    assert button(page, "Berichten meegeven (1)…").isEnabled()
    assert "Gaat mee in het volgende werkboek." in column(page.outbox.table, "Daarna, of ontvangstbewijs")
    assert not button(page, "Ophalen instellen…").isVisible()
    assert "1 wacht op een tweede persoon en gaat niet mee." in words(page)
    page.company.give(tmp_path / "uit.xlsx")
    settled(qtbot, jobs)
    assert "1 bericht meegegeven in bestand U0001" in page.outcome_sentence
    assert "Meegegeven" in column(page.outbox.table, "Stand")
    assert not button(page, "Berichten meegeven…").isEnabled()
    table = page.company.files.list.table
    assert (column(table, "Bestand"), column(table, "Zonder antwoord")) == (["U0001"], ["1"])
    page.company.give_again("U0001", tmp_path / "kopie.xlsx")
    settled(qtbot, jobs)
    assert column(table, "Soort") == ["kopie", "berichten"]


def test_answers_are_shown_before_they_count(qtbot, jobs, office, page, file, tmp_path):
    extracts.take(office, extracts.look(office, file))
    order(office, "WAIT", NUMBERS[0])
    order(office, "WAIT", NUMBERS[1])
    out = tmp_path / "uit.xlsx"
    exchange_files.give(office, out)
    with Changed(out) as book:
        book.put("Berichten", 2, "Verwerkt", "ja")
        book.put("Berichten", 2, "Verwerkt op", "01/06/2026 11:00")
        book.put("Berichten", 2, "Versie in het CIR", 3)
        book.put("Berichten", 3, "Verwerkt", "nee")
    page.refresh()
    settled(qtbot, jobs)
    page.company.read_answers(out)
    settled(qtbot, jobs)
    dialog = dialog_of(page, AnswersDialog)
    assert "1 verwerkt, 0 niet verwerkt" in words(dialog)
    assert column(dialog.findChild(FindingTable).table, "Kolom") == ["Reden"]
    assert column(page.outbox.table, "Stand") == ["Meegegeven", "Meegegeven"]
    press_button(dialog, "Overnemen")
    qtbot.waitUntil(lambda: no_dialog(page))
    settled(qtbot, jobs)
    assert sorted(column(page.outbox.table, "Stand")) == ["Bevestigd", "Meegegeven"]
    assert "Lees een nieuw uittreksel in" in page.outcome_sentence


def test_the_source_stands_above_the_candidates_and_in_the_status_bar(qtbot, jobs, office, file):
    office.practice = False
    window = OfficeWindow(office, jobs)
    qtbot.addWidget(window)
    window.show()
    window.begin()
    settled(qtbot, jobs)
    assert "werkboek van de woonmaatschappij" in words(window)
    press_button(window.candidates, "Uittreksel inlezen…")
    assert window.page is window.exchange
    asked = next(each for each in window.findChildren(QFileDialog) if each.isVisible())
    asked.reject()
    extracts.take(office, extracts.look(office, file))
    window.go_to(window.candidates)
    window.candidates.refresh()
    window.refresh_badges()
    settled(qtbot, jobs)
    assert "Lijst uit uittreksel van 01/06/2026 10:00 (via Woonmaatschappij Dennenbos)" in words(window.candidates)
    assert "Uittreksel 01/06/2026 10:00" in words(window)
    assert "Via de woonmaatschappij" in words(window)
    window.close()
