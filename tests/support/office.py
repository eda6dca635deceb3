"""A real office on a real encrypted store, filled with invented people; and the hands of a clerk in its window."""

import json
from datetime import UTC, date, datetime
from functools import cache

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel, QPushButton

from cir_desktop.domain.home import Home
from cir_desktop.domain.values import Money, NisCode
from cir_desktop.practice.generator import generate
from cir_desktop.services.bootstrap import open_office
from cir_desktop.storage import pulls
from cir_desktop.storage.pulls import PullOutcome
from cir_desktop.sync.fill import decode_and_store

TODAY = date(2026, 6, 1)
MORNING = datetime(2026, 6, 1, 8, tzinfo=UTC)
PARTY = "LB-OEFENDORP"
HOME = Home(
    code="W001",
    street="Dorpsplein",
    number="12",
    postcode="2460",
    place="Kasterlee",
    nis_code=NisCode("13017"),
    neighbourhood="Kasterlee",
    type="A",
    bedrooms=2,
    lowest_rent=Money.of("1180,50"),
    highest_rent=Money.of(1560),
    fixed_charges=Money.of(45),
)


@cache
def invented(size):
    return tuple(generate(size, 1, TODAY))


def new_office(folder, actor="Els"):
    return open_office(folder, throw_away=True, actor=actor, practice=True, clock=lambda: MORNING)


def fill(office, size):
    raws = (json.dumps(dossier).encode() for dossier in invented(size))
    return decode_and_store(raws, office.store, actor=office.actor, own_party=PARTY).stored


def note_complete_pull(office, listed):
    with office.store.unit(office.actor) as unit:
        begun = pulls.start_pull(unit.connection, unit.at)
        pulls.finish_pull(unit.connection, begun, PullOutcome(complete=True, listed=listed), MORNING)
        unit.event("pull.finished", "register")


def settled(qtbot, jobs):
    """Everything that was asked has been answered."""
    qtbot.waitUntil(lambda: jobs.busy == 0, timeout=20_000)


def press_button(widget, name):
    found = [each for each in widget.findChildren(QPushButton) if name == each.text().replace("&", "")]
    shown = [each for each in found if each.isVisibleTo(widget)]
    assert len(shown) == 1, f"{len(shown)} buttons {name}"
    assert shown[0].isEnabled(), f"{name} can't be pressed"
    shown[0].click()


def button(widget, name):
    return next(each for each in widget.findChildren(QPushButton) if name == each.text().replace("&", ""))


def words(widget):
    return " ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


def dialog_of(page, kind=QDialog):
    found = [each for each in page.findChildren(kind) if each.isVisible()]
    assert len(found) == 1, f"{len(found)} dialogs"
    return found[0]


def no_dialog(page):
    return not any(each.isVisible() for each in page.findChildren(QDialog))


def column(table, title):
    model = table.model()
    titles = [model.headerData(place, Qt.Orientation.Horizontal) for place in range(model.columnCount())]
    place = titles.index(title)
    return [model.index(row, place).data() for row in range(model.rowCount())]


def tab_round(qtbot, window, steps):
    """The widgets that the Tab key comes to."""
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    reached = []
    for _ in range(steps):
        here = window.focusWidget()
        reached.append(here)
        QTest.keyClick(here or window, Qt.Key.Key_Tab)
    return reached
