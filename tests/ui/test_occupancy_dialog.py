"""Bezettingstabel: a clerk changes whom a home is for, sees who moves by it, and can go back."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit
from support.office import HOME, TODAY, button, column, dialog_of, fill, new_office, press_button, settled
from support.office import words as words_of

from cir_desktop.allocation.own import OwnRules
from cir_desktop.allocation.regulation import InternalRules
from cir_desktop.services import homes, lists, occupancy_editing, settings
from ui.dialogs.rules_occupancy import OccupancyDialog
from ui.dialogs.rules_save import SaveRulesDialog
from ui.pages.settings import SettingsPage
from ui.widgets.rows_field import RowsField
from ui.widgets.table_view import TableView

INTERNAL = InternalRules(since=date(2026, 1, 1), decision="bestuursorgaan", source="huurreglement", last_checked=TODAY)


@pytest.fixture
def office(tmp_path):
    opened = new_office(tmp_path / "werkmap")
    settings.save(opened, OwnRules(internal=(INTERNAL,)), "intern huurreglement", based_on=0)
    yield opened
    opened.close()


@pytest.fixture
def page(qtbot, jobs, office):
    made = SettingsPage(office, jobs)
    qtbot.addWidget(made)
    made.resize(1200, 760)
    made.show()
    made.refresh()
    settled(qtbot, jobs)
    return made


def lines(page):
    return next(each for each in page.findChildren(TableView) if each.accessibleName() == "Intern huurreglement")


@pytest.fixture
def dialog(page):
    lines(page).choose(0)
    button(page, "Bezettingstabel…").click()
    return dialog_of(page, OccupancyDialog)


def rows_of(dialog):
    return dialog.findChild(RowsField)


def test_the_table_begins_as_the_one_that_counts_now_and_unchanged_it_stays_the_shipped_one(
    qtbot, jobs, office, page, dialog
):
    rows = rows_of(dialog)
    assert rows.rows[0] == ["0", "1", "alleenstaande of koppel", "0", "0", "", "nee"]
    assert "5 slaapkamers of meer: een alleenstaande of een koppel met 4 of meer kinderen." in words_of(dialog)
    press_button(dialog, "Overnemen")
    settled(qtbot, jobs)
    assert column(lines(page), "Termijn en bezetting") == ["algemene antwoordtermijn, meegeleverde bezettingstabel"]


def test_who_moves_by_another_table_is_shown_before_it_is_saved_and_then_counts(qtbot, jobs, office, page, dialog):
    fill(office, 60)
    homes.save(office, HOME, new=True)
    homes.open_vacancy(office, HOME.code, TODAY)
    before = {line.dossier for line in lists.list_of_home(office, HOME.code).ranking.placed}
    rows = rows_of(dialog)
    at = next(place for place, row in enumerate(rows.rows) if row[0] == "2")
    rows.table.item(at, 4).setText("5")
    assert "2 slaapkamers: een alleenstaande of een koppel met hoogstens 5 kinderen; of" in words_of(dialog)
    press_button(dialog, "Overnemen")
    settled(qtbot, jobs)
    assert column(lines(page), "Termijn en bezetting") == ["algemene antwoordtermijn, eigen bezettingstabel"]
    press_button(page, "Bewaren…")
    settled(qtbot, jobs)
    saving = dialog_of(page, SaveRulesDialog)
    assert "komt erbij op plaats" in saving.findChild(QPlainTextEdit).toPlainText()
    next(each for each in saving.findChildren(QLineEdit)).setText("grotere gezinnen")
    press_button(saving, "Bewaren")
    settled(qtbot, jobs)
    after = {line.dossier for line in lists.list_of_home(office, HOME.code).ranking.placed}
    assert before < after
    table = office.regulation.occupancy_on(TODAY)
    assert (table.since, table.source, table.step_down) == (INTERNAL.since, "huurreglement", True)


@pytest.mark.parametrize(
    ("line", "place", "text", "what"),
    [
        (0, 0, "1", "Rij 1: voor 0 slaapkamers is er geen rij"),
        (0, 1, "0", "Rij 2: voor 1 slaapkamer is er geen rij"),
        (1, 0, "3", "Rij 2: 2 slaapkamers is minder dan 3"),
        (6, 0, "3", "Rij 7: voor 3 slaapkamers staat er al een andere groep van rijen"),
        (0, 4, "veel", "Rij 1: “veel” is geen getal"),
        (2, 3, "3", "Rij 3: hoogstens 2 kinderen is minder dan 3"),
        (2, 5, "2", "Rij 3: 2 paren zijn 4 kinderen, meer dan 2"),
        (0, 2, "iedereen", "Rij 1: “iedereen” is niet gekend"),
        (0, 6, "soms", "Rij 1: handicap is ja of nee"),
        (7, 1, "9", "Voor 10 slaapkamers of meer is er geen rij"),
    ],
)
def test_a_table_that_leaves_something_open_is_refused_at_its_row(dialog, line, place, text, what):
    rows = rows_of(dialog)
    rows.table.item(line, place).setText(text)
    press_button(dialog, "Overnemen")
    assert what in rows.accessibleDescription()
    if what.startswith("Rij"):
        assert rows.table.currentRow() == int(what[4]) - 1
    assert dialog.isVisible()
    dialog.reject()


def test_rows_are_added_removed_and_undone_and_the_shipped_table_comes_back(dialog):
    rows = rows_of(dialog)
    shipped = rows.rows
    rows.table.setCurrentCell(0, 0)
    press_button(rows, "Rij verwijderen")
    press_button(rows, "Rij toevoegen")
    assert rows.table.rowCount() == len(shipped)
    press_button(rows, "Ongedaan maken")
    press_button(rows, "Ongedaan maken")
    assert rows.rows == shipped
    assert not button(rows, "Ongedaan maken").isEnabled()
    rows.table.item(3, 4).setText("6")
    press_button(dialog, "Standaardtabel terugzetten")
    assert rows.rows == shipped
    press_button(rows, "Ongedaan maken")
    assert rows.rows[3][4] == "6"
    dialog.reject()


def test_who_a_row_is_about_is_chosen_from_a_list_with_the_keyboard(qtbot, dialog):
    rows = rows_of(dialog)
    rows.table.setCurrentCell(0, 2)
    rows.table.setFocus()
    QTest.keyClick(rows.table, Qt.Key.Key_F2)
    box = rows.table.findChild(QComboBox)
    QTest.keyClick(box, Qt.Key.Key_Down)
    QTest.keyClick(box, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: rows.rows[0][2] == "alleenstaande")
    dialog.reject()


def test_the_shipped_table_says_the_same_after_going_through_the_form(office):
    shipped = occupancy_editing.shipped_table(office)
    own = settings.current(office).rules
    form = occupancy_editing.typed(shipped)
    assert occupancy_editing.with_table(office, own, 0, form) == own
    other = occupancy_editing.TypedTable(step_down=not shipped.step_down, article="art. 5", rows=form.rows)
    (rules,) = occupancy_editing.with_table(office, own, 0, other).internal
    assert rules.table.rows == shipped.rows
    assert not rules.table.step_down
