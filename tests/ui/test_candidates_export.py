"""Saving the list of candidates from the window."""

import openpyxl
import pytest
from support.office import button, fill, new_office, press_button, settled, words

from cir_desktop.services import candidates
from ui.pages.candidates import CandidatesPage
from ui.widgets.job_progress import JobProgress


@pytest.fixture
def office(tmp_path):
    opened = new_office(tmp_path / "werkmap")
    yield opened
    opened.close()


@pytest.fixture
def page(qtbot, jobs, office):
    made = CandidatesPage(office, jobs)
    qtbot.addWidget(made)
    made.show()
    return made


def test_what_the_search_shows_is_saved_and_said(qtbot, jobs, office, page, tmp_path):
    fill(office, 60)
    page.list._set(status="REG")
    settled(qtbot, jobs)
    assert button(page, "Lijst bewaren…").isEnabled()
    path = tmp_path / "kandidaten.xlsx"
    page.export.write(page.list.wanted, path)
    settled(qtbot, jobs)
    count = len(candidates.ids(office, page.list.wanted))
    assert f"{count} kandidaten bewaard in kandidaten.xlsx" in words(page)
    assert openpyxl.load_workbook(path)["Kandidaten"].max_row == count + 1


def test_saving_can_be_stopped(qtbot, jobs, office, page, tmp_path):
    fill(office, 60)
    page.refresh()
    settled(qtbot, jobs)
    page.export.write(page.list.wanted, tmp_path / "kandidaten.xlsx")
    press_button(page, "Stoppen")
    settled(qtbot, jobs)
    assert not any(each.isVisible() for each in page.findChildren(JobProgress))
    assert "Code" not in words(page.banner)


def test_an_empty_list_can_not_be_saved(qtbot, jobs, page):
    page.refresh()
    settled(qtbot, jobs)
    assert not button(page, "Lijst bewaren…").isEnabled()
