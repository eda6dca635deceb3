"""The periods of one person as lines that can be typed in."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from cir_desktop.domain.facts import Residence
from cir_desktop.domain.residence_words import end_text, start_text
from cir_desktop.services.binding import name_of

Row = tuple[str, str, str]
"""Municipality, first day, last day, as typed."""


def row_of(period: Residence) -> Row:
    """A period as it is typed; the code stands before the name, so that it is read back as the same one."""
    name = name_of(period.nis_code)
    place = name if name == period.nis_code else f"{period.nis_code} {name}"
    return place, start_text(period), end_text(period)


class PeriodTable(QTableWidget):
    """Three columns; the Tab key leaves it, arrows go from cell to cell, F2 or typing changes one."""

    edited = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(0, 3, parent)
        self.setHorizontalHeaderLabels([self.tr("Gemeente of NIS-code"), self.tr("Van"), self.tr("Tot en met")])
        self.setAccessibleName(self.tr("Verblijfsperiodes"))
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in (1, 2):
            self.setColumnWidth(column, self.fontMetrics().horizontalAdvance("00/00/0000") + 40)
        self.setMinimumHeight(self.fontMetrics().lineSpacing() * 9)
        self.cellChanged.connect(lambda _row, _column: self.edited.emit())

    def rows(self) -> list[Row]:
        """What stands in the table; lines that are wholly empty too, so that numbers stay those on the screen."""
        return [self._row(place) for place in range(self.rowCount())]

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show other lines, without telling that they were edited."""
        blocked = self.blockSignals(True)
        self.setRowCount(0)
        for row in rows:
            self._append(row)
        self.blockSignals(blocked)

    def add(self, rows: Sequence[Row]) -> None:
        """Put lines at the end and go to the first of them."""
        first = self.rowCount()
        blocked = self.blockSignals(True)
        for row in rows:
            self._append(row)
        self.blockSignals(blocked)
        self.setCurrentCell(first, 0)
        self.setFocus()
        self.edited.emit()

    def remove_chosen(self) -> None:
        """Take the chosen lines away."""
        for place in sorted({index.row() for index in self.selectedIndexes()}, reverse=True):
            self.removeRow(place)
        self.edited.emit()

    def _append(self, row: Row) -> None:
        place = self.rowCount()
        self.insertRow(place)
        for column, text in enumerate(row):
            self.setItem(place, column, QTableWidgetItem(text))

    def _row(self, place: int) -> Row:
        found = [item.text() if (item := self.item(place, column)) else "" for column in range(3)]
        return found[0], found[1], found[2]
