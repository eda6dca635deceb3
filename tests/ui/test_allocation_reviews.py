"""Going through a list in the window, and taking it along."""

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit
from support.office import HOME, TODAY, column, dialog_of, fill, new_office, press_button, settled, words

from cir_desktop.services import explaining, homes, lists, reviews
from cir_desktop.storage import events
from ui.dialogs.movable import MovableDialog
from ui.dialogs.review import ReviewDialog
from ui.pages.allocation_menu import ListMenu
from ui.pages.allocation_print import LYING
from ui.pages.allocations import AllocationsPage
from ui.widgets.paper import set_page
from ui.widgets.table_view import TableView

SIZE = 120


@pytest.fixture
def office(tmp_path):
    opened = new_office(tmp_path / "werkmap")
    fill(opened, SIZE)
    homes.save(opened, HOME, new=True)
    homes.open_vacancy(opened, "W001", TODAY)
    yield opened
    opened.close()


@pytest.fixture
def page(qtbot, jobs, office):
    made = AllocationsPage(office, jobs)
    qtbot.addWidget(made)
    made.resize(1300, 800)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.refresh()
    settled(qtbot, jobs)
    return made


def table(page, name="In volgorde"):
    return next(each for each in page.findChildren(TableView) if each.accessibleName() == name)


def press(qtbot, jobs, page, key, modifier=Qt.KeyboardModifier.ControlModifier, where="In volgorde"):
    table(page, where).setFocus()
    QTest.keyClick(table(page, where), key, modifier)
    settled(qtbot, jobs)


def test_marks_are_put_and_taken_back_with_the_keyboard(qtbot, jobs, page, office):
    table(page).selectRow(1)
    press(qtbot, jobs, page, Qt.Key.Key_1)
    table(page).selectRow(3)
    press(qtbot, jobs, page, Qt.Key.Key_3)
    assert column(table(page), "Nazicht")[:5] == ["", "nagekeken", "", "bellen", ""]
    press(qtbot, jobs, page, Qt.Key.Key_Z)
    assert column(table(page), "Nazicht")[:5] == ["", "nagekeken", "", "", ""]
    press(qtbot, jobs, page, Qt.Key.Key_Z)
    assert set(column(table(page), "Nazicht")) == {""}
    press(qtbot, jobs, page, Qt.Key.Key_Y)
    press(qtbot, jobs, page, Qt.Key.Key_Y)
    assert column(table(page), "Nazicht")[:5] == ["", "nagekeken", "", "bellen", ""]
    assert table(page).chosen_id is not None
    table(page).selectRow(1)
    press(qtbot, jobs, page, Qt.Key.Key_0)
    assert column(table(page), "Nazicht")[:5] == ["", "", "", "bellen", ""]
    press(qtbot, jobs, page, Qt.Key.Key_Z)
    assert column(table(page), "Nazicht")[1] == "nagekeken"


def test_taking_back_when_there_is_nothing_says_so(qtbot, jobs, page):
    press(qtbot, jobs, page, Qt.Key.Key_Z)
    assert "niets om terug te nemen" in words(page.banner)


def test_f2_notes_a_mark_and_a_note_of_an_excluded_candidate_too(qtbot, jobs, page, office):
    table(page, "Komen niet in aanmerking").selectRow(0)
    settled(qtbot, jobs)
    press(qtbot, jobs, page, Qt.Key.Key_F2, Qt.KeyboardModifier.NoModifier, where="Komen niet in aanmerking")
    dialog = dialog_of(page, ReviewDialog)
    dialog.findChild(QLineEdit).setText("klopt deze wijk?")
    mark = dialog.findChild(QComboBox)
    mark.setCurrentIndex(mark.findText("navragen"))
    press_button(dialog, "Noteren")
    settled(qtbot, jobs)
    out = table(page, "Komen niet in aanmerking")
    assert (column(out, "Nazicht")[0], column(out, "Nota")[0]) == ("navragen", "klopt deze wijk?")
    assert reviews.reviews_of(office, "W001").counts == {"VRAAG": 1}


def test_a_note_that_is_refused_says_why_beside_its_field(qtbot, jobs, page, office):
    press(qtbot, jobs, page, Qt.Key.Key_F2, Qt.KeyboardModifier.NoModifier)
    dialog = dialog_of(page, ReviewDialog)
    dialog.findChild(QLineEdit).setText("85.07.30-033.28")
    press_button(dialog, "Noteren")
    settled(qtbot, jobs)
    assert "rijksregisternummer" in words(dialog)
    assert reviews.reviews_of(office, "W001").marks == {}
    dialog.reject()


def test_the_list_is_kept_as_a_workbook_without_names_unless_they_are_asked(qtbot, jobs, page, tmp_path):
    menu = page.findChild(ListMenu)
    table(page).selectRow(0)
    press(qtbot, jobs, page, Qt.Key.Key_1)
    menu.write_workbook(tmp_path / "zonder.xlsx")
    settled(qtbot, jobs)
    assert "Bewaard: zonder.xlsx" in words(page)
    next(each for each in menu.findChildren(QAction) if each.isCheckable()).setChecked(True)
    menu.write_workbook(tmp_path / "met.xlsx")
    settled(qtbot, jobs)
    without, named = (
        [[cell.value for cell in row] for row in openpyxl.load_workbook(tmp_path / name)["In volgorde"].iter_rows()]
        for name in ("zonder.xlsx", "met.xlsx")
    )
    assert "Naam" not in without[0] and "Naam" in named[0]
    assert without[1][without[0].index("Nazicht")] == "nagekeken"
    assert [row[named[0].index("Naam")] for row in named[1:]] == column(table(page), "Naam")


def test_the_list_is_kept_as_a_pdf_and_a_place_that_can_not_be_written_is_told(qtbot, jobs, page, tmp_path):
    menu = page.findChild(ListMenu)
    menu.write_pdf(tmp_path / "lijst.pdf")
    settled(qtbot, jobs)
    assert (tmp_path / "lijst.pdf").read_bytes().startswith(b"%PDF")
    assert [path.name for path in tmp_path.glob("~*")] == []
    menu.write_pdf(tmp_path / "geen map" / "lijst.pdf")
    settled(qtbot, jobs)
    assert "CIR-140" in words(page.banner)


def test_the_columns_of_the_review_take_room_only_once_something_is_noted(qtbot, jobs, page, office):
    placed = table(page)
    titles = [placed.model().headerData(at, Qt.Orientation.Horizontal) for at in range(placed.model().columnCount())]
    note = titles.index("Nota")
    assert placed.isColumnHidden(note)
    reviews.mark(office, "W001", placed.chosen_id, "BELLEN", None)
    page.refresh()
    settled(qtbot, jobs)
    assert not placed.isColumnHidden(note)


def pages_of(path):
    return path.read_bytes().count(b"/Type /Page\n")


def test_the_list_is_printed_and_that_it_left_is_in_the_log(qtbot, jobs, page, office, tmp_path):
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "afdruk.pdf"))
    set_page(printer, LYING)
    menu = page.findChild(ListMenu)
    menu.print_on(printer)
    settled(qtbot, jobs)
    assert "De lijst ging naar de printer." in words(page)
    menu.write_pdf(tmp_path / "lijst.pdf")
    settled(qtbot, jobs)
    assert pages_of(tmp_path / "afdruk.pdf") == pages_of(tmp_path / "lijst.pdf") > 1
    with office.store.read() as connection:
        logged = [(one.kind, one.details) for one in events.events(connection, limit=2)]
    assert logged == [("list.printed", {"named": 0})] * 2


def test_printing_asks_the_system_for_a_printer_first(qtbot, jobs, page):
    menu = page.findChild(ListMenu)
    next(one for one in menu.menu().actions() if one.text() == "Af&drukken…").trigger()
    dialog = page.findChild(QPrintDialog)
    assert dialog.isVisible()
    assert dialog.printer().pageLayout().orientation() == LYING
    dialog.reject()


def test_who_could_still_rise_can_be_sorted_and_gone_to(qtbot, jobs, page, office):
    page.findChild(ListMenu).show_movable()
    dialog = dialog_of(page, MovableDialog)
    expected = explaining.movable(lists.list_of_home(office, "W001").ranking)
    assert [int(stake) for stake in column(dialog.table, "Inzet")] == [each.stake for each in expected]
    dialog.table.model().sort(2)
    places = [int(place) for place in column(dialog.table, "Plaats")]
    assert places == sorted(places) and len(places) > 1
    dialog.table.selectRow(0)
    QTest.keyClick(dialog.table, Qt.Key.Key_Return)
    settled(qtbot, jobs)
    lowest = min(expected, key=lambda each: each.place)
    assert table(page).chosen_id == lowest.dossier


def test_only_the_candidates_with_one_mark_can_be_shown_with_their_counts(qtbot, jobs, page, office):
    ranking = lists.list_of_home(office, "W001").ranking
    reviews.mark(office, "W001", ranking.placed[4].dossier, "BELLEN", None)
    reviews.mark(office, "W001", ranking.excluded[2].dossier, "BELLEN", None)
    reviews.mark(office, "W001", ranking.placed[0].dossier, "OK", None)
    page.refresh()
    settled(qtbot, jobs)
    chosen = next(each for each in page.findChildren(QComboBox) if each.accessibleName() == "Tonen volgens nazicht")
    offered = [chosen.itemText(place) for place in range(chosen.count())]
    assert "bellen (2)" in offered and "nagekeken (1)" in offered
    chosen.setCurrentIndex(offered.index("bellen (2)"))
    settled(qtbot, jobs)
    out = table(page, "Komen niet in aanmerking")
    assert column(table(page), "Dossier") == [ranking.placed[4].dossier]
    assert column(table(page), "Plaats") == ["5"]
    assert column(out, "Dossier") == [ranking.excluded[2].dossier]
    assert f"In volgorde (1 van {len(ranking.placed)})" in words(page)
    assert f"Komen niet in aanmerking (1 van {len(ranking.excluded)})" in words(page)
    page.refresh()
    settled(qtbot, jobs)
    assert column(table(page), "Dossier") == [ranking.placed[4].dossier]
    chosen.setCurrentIndex(0)
    settled(qtbot, jobs)
    assert len(column(table(page), "Dossier")) == len(ranking.placed)
