"""A small table to type in, row by row."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from ui.widgets.labels import button
from ui.widgets.style import SPACE_S, SPACE_XS


class RowsField(QWidget):
    """Rows of texts with buttons to add and remove one; an all empty row is not given back."""

    def __init__(self, name: str, titles: Sequence[str], parent: QWidget, *, add_words: str, remove_words: str) -> None:
        super().__init__(parent)
        self.table = QTableWidget(0, len(titles), self)
        self.table.setHorizontalHeaderLabels(list(titles))
        self.table.setAccessibleName(name)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.setMinimumHeight(self.fontMetrics().height() * 6)
        letter = self.fontMetrics().averageCharWidth()
        for place, title in enumerate(titles):
            self.table.setColumnWidth(place, (max(len(title), 8) + 4) * letter)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE_S)
        buttons.addWidget(button(add_words, self.add, self))
        buttons.addWidget(button(remove_words, self._remove, self))
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_XS)
        layout.addWidget(self.table)
        layout.addLayout(buttons)
        self.setFocusProxy(self.table)

    def add(self, texts: Sequence[str] = ()) -> None:
        """Another row, with these texts or empty; the cursor goes there."""
        row = self.table.rowCount()
        self.table.insertRow(row)
        for place in range(self.table.columnCount()):
            self.table.setItem(row, place, QTableWidgetItem(texts[place] if place < len(texts) else ""))
        self.table.setCurrentCell(row, 0)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def rows(self) -> list[list[str]]:
        """The texts of every row that is not empty."""
        found = [[self._text(row, place) for place in range(self.table.columnCount())] for row in self._numbers]
        return [texts for texts in found if any(texts)]

    @property
    def _numbers(self) -> range:
        return range(self.table.rowCount())

    def _text(self, row: int, place: int) -> str:
        item = self.table.item(row, place)
        return item.text().strip() if item else ""

    def _remove(self) -> None:
        if self.table.currentRow() >= 0:
            self.table.removeRow(self.table.currentRow())
