"""Vergelijken met het CWR in the window: fetched, linked by the clerk, compared, undone, written."""

import pytest
from support.office import button, column, dialog_of, new_office, press_button, settled, words
from support.roles import person

from cir_desktop.domain.identity import Role
from cir_desktop.practice import launcher
from cir_desktop.services import dwellings, homes
from cir_desktop.services.dwellings import Match
from cir_desktop.services.rehearsal import example_homes
from ui.dialogs.cwr_compare import CwrDialog
from ui.pages.homes import HomesPage


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    with launcher.start(tmp_path_factory.mktemp("register"), 1, 1) as child:
        yield child


@pytest.fixture
def office(tmp_path, running):
    opened = new_office(tmp_path / "werkmap")
    opened.connect(running.base_url, running.credentials)
    for home, _ in example_homes():
        homes.save(opened, home, new=True)
    yield opened
    opened.close()


@pytest.fixture
def dialog(qtbot, jobs, office):
    page = HomesPage(office, jobs)
    qtbot.addWidget(page)
    page.show()
    page.refresh()
    settled(qtbot, jobs)
    press_button(page, "Vergelijken met het CWR…")
    settled(qtbot, jobs)
    return dialog_of(page, CwrDialog)


def matches(office):
    return {line.key: line.match for line in dwellings.compare(office).lines}


def test_a_clerk_fetches_links_what_is_proposed_and_takes_it_back(qtbot, jobs, office, dialog):
    assert "werd nog niet opgehaald" in words(dialog)
    assert "wijzigt niets in het CWR" in words(dialog)
    press_button(dialog, "CWR ophalen")
    settled(qtbot, jobs)
    assert "4 woningen opgehaald uit het CWR." in words(dialog)
    assert column(dialog.table, "Stand") == ["voorstel", "voorstel", "voorstel", "alleen in het CWR"]
    dialog.table.choose("CWR HJTRE")
    assert not button(dialog, "Koppelen").isEnabled()
    dialog.table.choose("W001")
    press_button(dialog, "Koppelen")
    settled(qtbot, jobs)
    assert column(dialog.table, "Wat er verschilt")[0] == "slaapkamers: wij 2, CWR 3"
    assert matches(office)["W001"] is Match.LINKED
    press_button(dialog, "Ongedaan maken")
    settled(qtbot, jobs)
    assert matches(office)["W001"] is Match.PROPOSED
    dialog.reject()


def test_a_link_is_let_go_and_can_be_put_back(qtbot, jobs, office, dialog):
    dwellings.fetch(office)
    dwellings.link(office, "W002", "QWBFD")
    dialog._ask()
    settled(qtbot, jobs)
    dialog.table.choose("W002")
    press_button(dialog, "Koppeling ongedaan maken")
    settled(qtbot, jobs)
    assert matches(office)["W002"] is Match.PROPOSED
    press_button(dialog, "Ongedaan maken")
    settled(qtbot, jobs)
    assert matches(office)["W002"] is Match.LINKED
    dialog.reject()


def test_the_comparison_is_written_and_an_error_is_shown(qtbot, jobs, office, dialog, tmp_path):
    dwellings.fetch(office)
    dialog.write(tmp_path / "cwr.xlsx")
    settled(qtbot, jobs)
    assert "0 verschillen bewaard in cwr.xlsx." in words(dialog)
    office.use_url("http://127.0.0.1:9")
    press_button(dialog, "CWR ophalen")
    settled(qtbot, jobs)
    assert "CIR-301" in words(dialog)
    dialog.reject()


def test_a_reader_looks_and_links_nothing(qtbot, jobs, office):
    dwellings.fetch(office)
    office.person = person(Role.READER)
    page = HomesPage(office, jobs)
    qtbot.addWidget(page)
    made = CwrDialog(office, jobs, page)
    made.open()
    settled(qtbot, jobs)
    made.table.choose("W001")
    assert not button(made, "Koppelen").isEnabled()
    assert "medewerker" in button(made, "Koppelen").toolTip()
    assert not button(made, "CWR ophalen").isEnabled()
    made.reject()
