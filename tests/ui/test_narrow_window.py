"""A window is as narrow as a small screen at a large scale: 1366 pixels at 150 %."""

from support.office import HOME, TODAY, fill, new_office, note_complete_pull, settled

from cir_desktop.services import homes
from ui.main import OfficeWindow
from ui.widgets.flow import Flow
from ui.widgets.labels import button
from ui.widgets.page import Page

ROOM = 1366 // 1.5


def test_every_page_fits_on_a_small_screen_at_150_percent(qtbot, jobs, tmp_path):
    office = new_office(tmp_path / "werkmap")
    fill(office, 60)
    note_complete_pull(office, 60)
    homes.save(office, HOME, new=True)
    homes.open_vacancy(office, HOME.code, TODAY)
    window = OfficeWindow(office, jobs)
    qtbot.addWidget(window)
    window.show()
    window.begin()
    settled(qtbot, jobs)
    widths = {type(page).__name__: page.minimumSizeHint().width() for page in window.findChildren(Page)}
    assert window.minimumSizeHint().width() <= ROOM, widths
    office.close()


def test_buttons_without_room_go_on_the_next_line(qtbot):
    from PySide6.QtWidgets import QWidget

    box = QWidget()
    qtbot.addWidget(box)
    row = Flow(box)
    made = [button(words, lambda: None, box) for words in ("Aanbod doen…", "Antwoord noteren…", "Beslissen…")]
    for each in made:
        row.addWidget(each)
    made[1].hide()
    box.resize(row.sizeHint().width(), 40)
    box.show()
    assert made[0].y() == made[2].y()
    box.resize(made[0].sizeHint().width() + 4, 200)
    qtbot.waitUntil(lambda: made[2].y() > made[0].y())
    assert row.heightForWidth(box.width()) > row.sizeHint().height()


def test_widgets_of_one_line_stand_in_its_middle(qtbot):
    from PySide6.QtWidgets import QWidget

    box = QWidget()
    qtbot.addWidget(box)
    row = Flow(box)
    low, high = (button(words, lambda: None, box) for words in ("laag", "hoog"))
    low.setFixedHeight(20)
    high.setFixedHeight(40)
    row.addWidget(low)
    row.addWidget(high)
    box.resize(row.sizeHint().width(), 40)
    box.show()
    assert low.geometry().center().y() == high.geometry().center().y()
