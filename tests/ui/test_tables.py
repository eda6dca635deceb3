import threading
from array import array
from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from cir_desktop.errors import StoreError
from ui.models.columns import Column, Tone
from ui.models.list_table import ListTableModel
from ui.models.paged_table import KEPT_PAGES, PAGE_ROWS, PagedTableModel
from ui.models.records_model import WAITING
from ui.widgets.style import colours
from ui.widgets.table_view import TableView

MANY = array("q", range(1, 200_001))


@dataclass
class Row:
    id: int
    name: str


COLUMNS = (
    Column[Row](key="name", title="Naam", text=lambda row: row.name, sort="name", tooltip=lambda row: f"tip {row.id}"),
    Column[Row](key="number", title="Nummer", text=lambda row: str(row.id), right=True, sort="dossier"),
    Column[Row](key="state", title="Status", text=lambda row: "Ingeschreven", tone=lambda row: Tone.GOOD),
)


class Source:
    """Rows as the store would give them; can be made to wait or to fail, and remembers what was asked."""

    def __init__(self):
        self.asked = []
        self.word = "Persoon"
        self.gate = threading.Event()
        self.gate.set()
        self.error = None

    def __call__(self, ids):
        self.gate.wait(10)
        self.asked.append(ids[0])
        if self.error:
            raise self.error
        return [Row(each, f"{self.word} {each}") for each in ids]


@pytest.fixture
def source():
    return Source()


@pytest.fixture
def errors():
    return []


@pytest.fixture
def model(jobs, source, errors):
    return PagedTableModel(COLUMNS, source, jobs, errors.append)


@pytest.fixture
def view(qtbot, model, settings):
    made = TableView("Kandidaten", "candidates", model, settings)
    qtbot.addWidget(made)
    made.resize(700, 500)
    with qtbot.waitExposed(made):
        made.show()
    return made


def text(model, row, column=0):
    return model.data(model.index(row, column))


def press(view, key, modifiers=Qt.KeyboardModifier.NoModifier):
    QApplication.sendEvent(view, QKeyEvent(QKeyEvent.Type.KeyPress, key, modifiers))


def test_a_row_shows_a_placeholder_until_its_page_is_there(qtbot, model, source):
    source.gate.clear()
    model.set_ids(MANY)
    assert text(model, 150_000) == WAITING
    with qtbot.waitSignal(model.dataChanged):
        source.gate.set()
    assert text(model, 150_000) == "Persoon 150001"
    assert text(model, 150_001, 1) == "150002"


def test_of_200000_candidates_only_the_pages_in_sight_are_fetched(qtbot, model, view, source):
    model.set_ids(MANY)
    view.viewport().repaint()
    view.scrollTo(model.index(180_000, 0))
    view.viewport().repaint()
    qtbot.waitUntil(lambda: text(model, 180_000) == "Persoon 180001")
    assert len(source.asked) <= 6


def test_pages_that_were_only_passed_by_scrolling_are_not_fetched(qtbot, model, source, jobs):
    source.gate.clear()
    model.set_ids(MANY)
    for row in range(0, 200_000, PAGE_ROWS):
        model.record_at(row)
    source.gate.set()
    qtbot.waitUntil(lambda: jobs.busy == 0 and text(model, 199_999) == "Persoon 200000")
    assert len(source.asked) <= 8


def test_memory_holds_a_limited_number_of_pages(qtbot, model, jobs):
    model.set_ids(MANY)
    for page in range(KEPT_PAGES + 10):
        model.record_at(page * PAGE_ROWS)
        qtbot.waitUntil(lambda: jobs.busy == 0)
    assert len(model._pages) == KEPT_PAGES


def test_a_page_that_can_not_be_read_is_told_once_and_read_again_on_refresh(qtbot, model, source, errors, jobs):
    source.error = StoreError("De gegevens kunnen niet gelezen worden.")
    model.set_ids(MANY)
    model.record_at(0)
    qtbot.waitUntil(lambda: len(errors) == 1)
    model.record_at(0)
    qtbot.waitUntil(lambda: jobs.busy == 0)
    assert len(errors) == 1
    source.error = None
    model.refresh()
    model.record_at(0)
    qtbot.waitUntil(lambda: text(model, 0) == "Persoon 1")


def test_after_a_new_search_an_answer_to_the_old_one_does_not_fill_the_rows(qtbot, model, source, jobs):
    source.gate.clear()
    model.set_ids(MANY)
    model.record_at(0)
    model.set_ids(array("q", [7, 8, 9]))
    model.record_at(0)
    source.gate.set()
    qtbot.waitUntil(lambda: jobs.busy == 0)
    assert [text(model, row) for row in range(3)] == ["Persoon 7", "Persoon 8", "Persoon 9"]


def test_a_refresh_shows_the_old_text_until_the_new_one_is_there(qtbot, model, source):
    model.set_ids(MANY)
    text(model, 0)
    qtbot.waitUntil(lambda: text(model, 0) == "Persoon 1")
    source.word = "Mens"
    source.gate.clear()
    model.refresh()
    assert text(model, 0) == "Persoon 1"
    source.gate.set()
    qtbot.waitUntil(lambda: text(model, 0) == "Mens 1")


def test_the_chosen_candidate_stays_chosen_when_the_order_changes(qtbot, model, view):
    model.set_ids(array("q", [1, 2, 3, 4]))
    assert view.choose(3)
    heard = []
    view.chosen.connect(heard.append)
    model.set_ids(array("q", [4, 3, 2, 1, 9]))
    assert view.chosen_id == 3
    assert view.currentIndex().row() == 1
    assert [index.row() for index in view.selectionModel().selectedRows()] == [1]
    assert heard == []
    model.set_ids(array("q", [4, 9]))
    assert heard == [None]


def test_moving_with_the_arrow_keys_tells_the_page_who_is_chosen_and_enter_opens(qtbot, model, view):
    model.set_ids(array("q", [11, 12, 13]))
    view.choose(11)
    with qtbot.waitSignal(view.chosen) as moved:
        press(view, Qt.Key.Key_Down)
    with qtbot.waitSignal(view.opened) as opened:
        press(view, Qt.Key.Key_Return)
    assert moved.args == [12]
    assert opened.args == [12]


def test_a_click_on_a_header_asks_for_another_order_and_nothing_is_sorted_here(qtbot, model, view):
    model.set_ids(array("q", [3, 1, 2]))
    header = view.horizontalHeader()

    def click(column):
        middle = header.sectionViewportPosition(column) + 20
        QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=header.rect().center().__class__(middle, 8))

    with qtbot.waitSignal(model.sort_asked) as asked:
        click(0)
    assert asked.args == ["name", False]
    with qtbot.waitSignal(model.sort_asked) as asked:
        click(0)
    assert asked.args == ["name", True]
    with qtbot.assertNotEmitted(model.sort_asked):
        click(2)
    assert view.sorting == ("name", True)
    assert [model.id_at(row) for row in range(3)] == [3, 1, 2]


def test_ctrl_c_copies_the_selected_rows_also_those_never_painted(qtbot, model, view):
    model.set_ids(MANY)
    view.selectAll()
    view.selectRow(0)
    with qtbot.waitSignal(view.copied) as one:
        press(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert one.args == [1]
    assert QApplication.clipboard().text() == "Persoon 1\t1\tIngeschreven"
    model.set_ids(array("q", range(5, 1_005)))
    view.selectAll()
    with qtbot.waitSignal(view.copied) as many:
        press(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QApplication.clipboard().text().splitlines()
    assert many.args == [1_000]
    assert (lines[0], lines[1], lines[-1]) == (
        "Naam\tNummer\tStatus",
        "Persoon 5\t5\tIngeschreven",
        "Persoon 1004\t1004\tIngeschreven",
    )


def test_widths_and_order_of_columns_are_remembered(qtbot, model, view, settings):
    view.horizontalHeader().moveSection(1, 0)
    view.setColumnWidth(0, 321)
    view.hide()
    again = TableView("Kandidaten", "candidates", model, settings)
    qtbot.addWidget(again)
    assert again.columnWidth(0) == 321
    assert again.horizontalHeader().visualIndex(1) == 0


def test_rows_grow_with_the_letters(model, view):
    before = view.verticalHeader().defaultSectionSize()
    font = view.font()
    font.setPointSizeF(font.pointSizeF() * 2)
    view.setFont(font)
    assert view.verticalHeader().defaultSectionSize() > before * 1.4


def test_a_short_list_sorts_here_and_keeps_its_choice(qtbot, settings):
    model = ListTableModel(COLUMNS, key=lambda row: row.id, sort_value=lambda row, key: row.name)
    view = TableView("Woningen", "homes", model, settings)
    qtbot.addWidget(view)
    model.set_records([Row(1, "C"), Row(2, "A"), Row(3, "B")])
    view.choose(3)
    model.sort(0, Qt.SortOrder.DescendingOrder)
    assert [model.record_at(row).name for row in range(3)] == ["C", "B", "A"]
    assert view.chosen_id == 3 and view.currentIndex().row() == 1
    assert model.data(model.index(0, 0), Qt.ItemDataRole.ToolTipRole) == "tip 1"


def test_a_ranking_keeps_its_own_order(settings):
    model = ListTableModel(COLUMNS, key=lambda row: row.id)
    model.set_records([Row(1, "C"), Row(2, "A")])
    model.sort(0)
    assert [model.record_at(row).name for row in range(2)] == ["C", "A"]


def test_a_state_is_drawn_as_a_pill_in_its_colours(qtbot, settings):
    model = ListTableModel(COLUMNS, key=lambda row: row.id)
    view = TableView("Woningen", "homes", model, settings)
    qtbot.addWidget(view)
    model.set_records([Row(1, "A")])
    view.resize(600, 200)
    view.show()
    edge = colours(Tone.GOOD, view.palette()).ground.rgb()
    image = view.viewport().grab().toImage()
    cell = view.visualRect(model.index(0, 2))
    seen = {image.pixel(x, cell.center().y()) for x in range(cell.left(), cell.left() + 30)}
    assert edge in seen
