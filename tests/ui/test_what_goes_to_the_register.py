"""The dialogs that report: everything in words first, nothing in the outbox before the clerk says so."""

import pytest
from PySide6.QtWidgets import QComboBox, QPlainTextEdit, QWidget
from support.office import HOME, TODAY, column, fill, new_office, press_button, settled, words

from cir_desktop.services import exchange, homes, lists
from ui.dialogs.consequence import ConsequenceDialog
from ui.dialogs.rankings import RankingsDialog
from ui.widgets.table_view import TableView


@pytest.fixture
def office(tmp_path):
    opened = new_office(tmp_path / "werkmap")
    fill(opened, 60)
    homes.save(opened, HOME, new=True)
    homes.open_vacancy(opened, "W001", TODAY)
    yield opened
    opened.close()


@pytest.fixture
def page(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


def _field(dialog, kind, name):
    return next(each for each in dialog.findChildren(kind) if each.accessibleName() == name)


def test_rankings_are_listed_with_the_count_in_the_button_and_put_when_pressed(qtbot, jobs, office, page):
    placed = lists.list_of_home(office, "W001").ranking.placed
    dialog = RankingsDialog(office, jobs, page, "W001")
    dialog.open()
    settled(qtbot, jobs)
    table = dialog.findChild(TableView)
    assert column(table, "Plaats") == [str(line.position) for line in placed]
    assert all("standaardtoewijzing" in told and "woonbinding" in told for told in column(table, "Melding"))
    assert set(column(table, "Woonbinding")) <= {"ja", "neen", "niet te zeggen"}
    assert set(column(table, "Nu in het CIR")) == {"niets"}
    assert exchange.outbox_lines(office) == []
    press_button(dialog, f"{len(placed)} meldingen klaarzetten")
    settled(qtbot, jobs)
    assert {line.action_words for line in exchange.outbox_lines(office)} == {"Melding voor de rangschikking"}
    again = RankingsDialog(office, jobs, page, "W001")
    again.open()
    settled(qtbot, jobs)
    assert "niets te melden" in words(again)
    assert not again.main_button.isEnabled()
    again.reject()


def test_a_consequence_is_shown_in_words_before_it_is_put_and_shown_again_after_a_change(qtbot, jobs, office, page):
    dossier = lists.list_of_home(office, "W001").ranking.placed[0].dossier
    dialog = ConsequenceDialog(office, jobs, page, dossier, "Proef")
    dialog.open()
    press_button(dialog, "Nakijken")
    settled(qtbot, jobs)
    assert "geen motief" in words(dialog)
    _field(dialog, QPlainTextEdit, "Motief").setPlainText("brief van vandaag")
    press_button(dialog, "Nakijken")
    settled(qtbot, jobs)
    assert "niemand doet een aanbod" in words(dialog)
    action = _field(dialog, QComboBox, "Gevolg")
    action.setCurrentIndex(action.findData("VOL"))
    press_button(dialog, "Nakijken")
    settled(qtbot, jobs)
    assert "schrapt" in words(dialog) and "Schriftelijk verzoek van 01/06/2026" in words(dialog)
    action.setCurrentIndex(action.findData("NCOMP"))
    press_button(dialog, "Nakijken")
    settled(qtbot, jobs)
    assert "voorwaarde waaraan niet voldaan is, ontbreekt" in words(dialog), "no condition is chosen for the clerk"
    action.setCurrentIndex(action.findData("VOL"))
    press_button(dialog, "Nakijken")
    settled(qtbot, jobs)
    assert exchange.outbox_lines(office) == []
    press_button(dialog, "Gevolg klaarzetten")
    settled(qtbot, jobs)
    assert [line.command.action for line in exchange.outbox_lines(office)] == ["VOL"]
