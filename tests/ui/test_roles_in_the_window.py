"""What the role does not allow is grey in the whole window, and says why."""

import pytest
from PySide6.QtGui import QAction
from support.office import HOME, button, dialog_of, fill, new_office, settled, words
from support.roles import person

from cir_desktop.domain.identity import Role
from cir_desktop.services import homes
from ui.dialogs.work_dialog import WorkDialog
from ui.main import OfficeWindow
from ui.widgets.roles import StepButton
from ui.widgets.table_view import TableView

CHANGES = {
    "Woning toevoegen…",
    "Werkboek inlezen…",
    "Eerste woning toevoegen…",
    "Verblijf en mantelzorg overnemen…",
    "Lijst bewaren…",
}


@pytest.fixture
def window(qtbot, jobs, tmp_path):
    office = new_office(tmp_path / "werkmap", actor="Els")
    fill(office, 30)
    made = OfficeWindow(office, jobs)
    qtbot.addWidget(made)
    made.show()
    made.begin()
    settled(qtbot, jobs)
    yield made
    made.close()
    settled(qtbot, jobs)
    office.close()


def as_person(qtbot, jobs, window, *roles):
    window._office.person = person(*roles)
    window.refresh_badges()
    window.refresh()
    settled(qtbot, jobs)


def test_a_reader_finds_every_change_grey_with_the_reason(qtbot, jobs, window):
    as_person(qtbot, jobs, window, Role.READER)
    for name in CHANGES:
        assert not button(window, name).isEnabled(), name
        assert button(window, name).toolTip() == "Hiervoor is de rol medewerker nodig.", name
    assert button(window, "Register instellen…").toolTip() == "Hiervoor is de rol beheerder nodig."
    assert button(window, "Wachtlijst…").isEnabled()


def test_no_button_that_asks_for_a_role_can_be_pressed_by_somebody_without_any(qtbot, jobs, window):
    window._office.person = person()
    window.refresh_badges()
    settled(qtbot, jobs)
    asking = [each for each in window.findChildren(StepButton) if each.needs is not None]
    assert len(asking) > 20
    for each in asking:
        each.setEnabled(True)
        assert not each.isEnabled(), each.text()


def test_with_the_role_everything_comes_back_as_the_page_wants_it(qtbot, jobs, window):
    as_person(qtbot, jobs, window, Role.READER)
    as_person(qtbot, jobs, window, Role.CLERK)
    for name in CHANGES:
        assert button(window, name).isEnabled(), name
        assert "rol" not in button(window, name).toolTip()
    assert not button(window, "Kandidaten ophalen").isEnabled()  # there is no register yet
    assert not button(window, "Register instellen…").isEnabled()


def test_an_administrator_who_is_nothing_else_finds_the_pages_with_candidates_closed(qtbot, jobs, window):
    window.go_to(window.candidates)
    assert window.page is window.candidates
    as_person(qtbot, jobs, window, Role.ADMINISTRATOR)
    assert window.page is None
    assert "Hiervoor is een van deze rollen nodig: raadpleger, medewerker of goedkeurder." in words(window)
    assert not window.candidates.isVisible()
    window.go_to(window.exchange)
    settled(qtbot, jobs)
    assert button(window.exchange, "Register instellen…").isEnabled()
    assert not window.exchange.banner.isVisible()
    window.go_to(window.allocations)
    assert window.page is None
    as_person(qtbot, jobs, window, Role.READER)
    assert window.page is window.allocations and window.allocations.isVisible()


def test_a_window_that_opens_for_who_sees_no_candidate_begins_closed(qtbot, jobs, tmp_path):
    office = new_office(tmp_path / "beheer", actor="Els")
    fill(office, 5)
    office.person = person(Role.ADMINISTRATOR)
    made = OfficeWindow(office, jobs)
    qtbot.addWidget(made)
    made.show()
    made.begin()
    settled(qtbot, jobs)
    assert made.page is None
    assert not button(made, "Woning toevoegen…").isEnabled()
    made.close()
    office.close()


def test_a_dialog_that_opens_all_the_same_does_nothing_for_who_may_not(qtbot, jobs, window):
    homes.save(window._office, HOME, new=True)
    for roles, may in (((Role.READER,), False), ((Role.CLERK,), True)):
        as_person(qtbot, jobs, window, *roles)
        window.go_to(window.homes)
        settled(qtbot, jobs)
        table = window.homes.findChild(TableView)
        table.selectRow(0)
        table.opened.emit(HOME.code)
        dialog = dialog_of(window, WorkDialog)
        assert dialog.main_button.isEnabled() is may
        assert ("de rol medewerker" in dialog.main_button.toolTip()) is not may
        dialog.reject()


def test_marks_beside_candidates_are_for_a_clerk(qtbot, jobs, window):
    marks = [each for each in window.findChildren(QAction) if each.shortcut().toString().startswith("Ctrl+")]
    assert len(marks) > 3
    as_person(qtbot, jobs, window, Role.READER)
    assert not any(each.isEnabled() for each in marks)
    as_person(qtbot, jobs, window, Role.CLERK)
    assert all(each.isEnabled() for each in marks)
