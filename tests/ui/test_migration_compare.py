"""Two lists of a migration compared in the window."""

import pytest
from PySide6.QtWidgets import QTableView
from support.migration_lists import batch
from support.office import column, dialog_of, new_office, press_button, settled, words

from cir_desktop.domain.migration_upload import UploadRound
from cir_desktop.migration.template import template
from cir_desktop.migration.template_workbook import write_template
from cir_desktop.services import migration_rounds, migration_work
from ui.dialogs.migration_compare import CompareDialog
from ui.pages.migration_uploads import UploadsTab


@pytest.fixture
def office(tmp_path):
    opened = new_office(tmp_path / "werkmap")
    yield opened
    opened.close()


def take(office, folder, **values):
    file = folder / "lijst.xlsx"
    candidate = {"presented_on": None, **values}
    write_template(file, template(), batch({"candidates": [candidate], "members": [{}], "preferences": [{}]}))
    return migration_work.take(office, migration_work.read_file(office, file))


def keep(office, work, wanted):
    migration_rounds.keep(office, work, migration_work.check(office, work), wanted)


def test_the_last_two_lists_are_compared_and_then_one_with_the_list_in_hand(qtbot, jobs, office, tmp_path):
    keep(office, take(office, tmp_path, place="Kasterlee"), UploadRound.TEST_1)
    keep(office, take(office, tmp_path, place="Geel"), UploadRound.TEST_2)
    take(office, tmp_path, place="Geel", refusals="3")
    tab = UploadsTab(office, jobs, None)
    qtbot.addWidget(tab)
    tab.show()
    tab.ask_compare()
    settled(qtbot, jobs)
    dialog = dialog_of(tab, CompareDialog)
    press_button(dialog, "Vergelijken")
    settled(qtbot, jobs)
    table = dialog.findChild(QTableView)
    assert (column(table, "Wat"), column(table, "Was"), column(table, "Is")) == (["Gemeente"], ["Kasterlee"], ["Geel"])
    assert "Dossiers: 0 nieuw, 0 verdwenen, 0 weer terug." in words(dialog)
    dialog._other.setCurrentIndex(0)
    press_button(dialog, "Vergelijken")
    settled(qtbot, jobs)
    assert column(table, "Wat") == ["Aantal weigeringen", "Gemeente"]
    dialog.reject()
