"""The general waiting list in the window."""

import openpyxl
import pytest
from PySide6.QtWidgets import QComboBox, QPushButton
from support.office import HOME, button, column, dialog_of, fill, new_office, press_button, settled, words

from cir_desktop.services import homes, waiting_list
from ui.dialogs.waiting_list import WaitingListDialog
from ui.pages.candidates import CandidatesPage


@pytest.fixture
def office(tmp_path):
    opened = new_office(tmp_path / "werkmap")
    fill(opened, 60)
    yield opened
    opened.close()


@pytest.fixture
def page(qtbot, jobs, office):
    made = CandidatesPage(office, jobs)
    qtbot.addWidget(made)
    made.show()
    return made


def opened(qtbot, jobs, page):
    press_button(page, "Wachtlijst…")
    settled(qtbot, jobs)
    return dialog_of(page, WaitingListDialog)


def test_the_places_are_shown_per_kind_of_home_and_written_to_a_workbook(qtbot, jobs, office, page, tmp_path):
    homes.save(office, HOME, new=True)
    dialog = opened(qtbot, jobs, page)
    placed = waiting_list.waiting_list(office).lists[0].ranking.placed
    assert column(dialog.table, "Dossier") == [line.dossier for line in placed]
    names = waiting_list.names_of(office, waiting_list.waiting_list(office))
    assert column(dialog.table, "Naam") == [names[line.dossier] for line in placed]
    assert "kijkt niet naar de wijk" in words(dialog)
    dialog.write(tmp_path / "wachtlijst.xlsx")
    settled(qtbot, jobs)
    assert f"{len(placed)} regels bewaard in wachtlijst.xlsx." in words(dialog)
    rows = list(openpyxl.load_workbook(tmp_path / "wachtlijst.xlsx")["Wachtlijst"].values)
    assert "Naam" not in rows[0]
    assert len(rows) == len(placed) + 1
    lists = dialog.findChild(QComboBox)
    lists.setCurrentIndex(lists.count() - 1)
    assert "Niemand in een groep" in words(dialog)
    assert "Annuleren" not in [each.text() for each in dialog.findChildren(QPushButton)]
    dialog.reject()


def test_without_homes_it_says_what_to_do_and_nothing_can_be_written(qtbot, jobs, page):
    dialog = opened(qtbot, jobs, page)
    assert "voeg er eerst een toe" in words(dialog)
    assert not button(dialog, "Werkboek bewaren…").isEnabled()
    dialog.reject()


def test_it_can_be_left_while_the_lists_are_being_made(qtbot, jobs, office, page):
    homes.save(office, HOME, new=True)
    press_button(page, "Wachtlijst…")
    dialog_of(page, WaitingListDialog).reject()
    settled(qtbot, jobs)
    assert not [each for each in page.findChildren(WaitingListDialog) if each.isVisible()]
