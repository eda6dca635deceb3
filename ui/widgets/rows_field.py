"""A small table to type in, row by row."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ui.widgets.labels import button
from ui.widgets.style import SPACE_L, SPACE_S, SPACE_XS


class RowsField(QWidget):
    """Rows of texts with buttons to add and remove one and to undo; an all empty row is not given back.

    `closed` gives the words that a column may hold; a new row begins with the first of them. `hidden`: so many
    columns after the titled ones go along with their row unseen. `wide` columns share the room that is left.
    `rows_shown` rows are in sight at once. Where the order counts (`ordered`) a row can be moved.
    """

    changed = Signal()
    """A cell or a row changed, by hand, by a button or by undoing."""

    def __init__(
        self,
        name: str,
        titles: Sequence[str],
        parent: QWidget,
        *,
        add_words: str,
        remove_words: str,
        closed: Mapping[int, Sequence[str]] | None = None,
        hidden: int = 0,
        wide: Sequence[int] = (),
        rows_shown: int = 3,
        ordered: bool = False,
    ) -> None:
        super().__init__(parent)
        self._closed = closed or {}
        self._shown = len(titles)
        self._before: list[list[list[str]]] = []
        self._texts: list[list[str]] = []
        self.table = QTableWidget(0, len(titles) + hidden, self)
        self.table.setHorizontalHeaderLabels(list(titles))
        self.table.setAccessibleName(name)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setStretchLastSection(not wide)
        self.table.horizontalHeader().setHighlightSections(False)
        header = self.table.horizontalHeader().sizeHint().height() + 2 * self.table.frameWidth()
        self.table.setFixedHeight(header + rows_shown * self.table.verticalHeader().defaultSectionSize())
        letter = self.fontMetrics().averageCharWidth()
        self.table.horizontalHeader().setMinimumSectionSize(9 * letter)
        for place, title in enumerate(titles):
            self.table.setColumnWidth(place, (max(len(title), 8) + 5) * letter)
        for place in wide:
            self.table.horizontalHeader().setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)
        for place in range(self._shown, self._shown + hidden):
            self.table.setColumnHidden(place, True)
        for place, words in self._closed.items():
            self.table.setItemDelegateForColumn(place, ClosedWords(words, self.table))
        self.table.cellChanged.connect(lambda _row, _place: self._changed())
        self._undo_button = button(self.tr("Ongedaan maken"), self.undo, self)
        self._undo_button.setAccessibleName(self.tr("Ongedaan maken in {name}").format(name=name))
        self._undo_button.setEnabled(False)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE_S)
        buttons.addWidget(button(add_words, self.add, self))
        buttons.addWidget(button(remove_words, self._remove, self))
        if ordered:
            for words, by in ((self.tr("Hoger"), -1), (self.tr("Lager"), 1)):
                mover = button(words, partial(self._move, by), self)
                mover.setAccessibleName(self.tr("{step} in {name}").format(step=words, name=name))
                buttons.addWidget(mover)
        buttons.addWidget(self._undo_button)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_XS)
        layout.addWidget(self.table)
        layout.addLayout(buttons)
        self.setFocusProxy(self.table)

    def add(self, texts: Sequence[str] = ()) -> None:
        """Another row, with these texts or empty; the cursor goes there."""
        self._show([*self._all, self._filled(texts)])
        self._changed()
        self.table.setCurrentCell(self.table.rowCount() - 1, 0)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_rows(self, rows: Sequence[Sequence[str]]) -> None:
        """Show these rows, with nothing to undo."""
        self._show([self._filled(row) for row in rows])
        self._texts, self._before = self._all, []
        self._undo_button.setEnabled(False)

    def replace(self, rows: Sequence[Sequence[str]]) -> None:
        """Put these rows in the place of what stands there; that can be undone."""
        self._show([self._filled(row) for row in rows])
        self._changed()

    def undo(self) -> None:
        """Show what stood there before the last change."""
        if self._before:
            self._texts = self._before.pop()
            self._show(self._texts)
            self._undo_button.setEnabled(bool(self._before))
            self.changed.emit()

    def go_to(self, number: int) -> None:
        """Put the cursor in a row, counted from 0 among those that `rows` gives."""
        filled = [place for place, texts in enumerate(self._all) if self._is_filled(texts)]
        if number < len(filled):
            self.table.setCurrentCell(filled[number], 0)

    @property
    def rows(self) -> list[list[str]]:
        """The texts of every row that is not empty, the hidden columns with them."""
        return [texts for texts in self._all if self._is_filled(texts)]

    @property
    def _all(self) -> list[list[str]]:
        places = range(self.table.columnCount())
        return [[self._text(row, place) for place in places] for row in range(self.table.rowCount())]

    def _is_filled(self, texts: Sequence[str]) -> bool:
        return any(text for place, text in enumerate(texts[: self._shown]) if place not in self._closed)

    def _filled(self, texts: Sequence[str]) -> list[str]:
        """A whole row: what is not given is empty, or the first of the closed words."""
        first = {place: words[0] for place, words in self._closed.items()}
        return [
            texts[place] if place < len(texts) else first.get(place, "") for place in range(self.table.columnCount())
        ]

    def _show(self, rows: Sequence[Sequence[str]]) -> None:
        blocked = self.table.blockSignals(True)
        self.table.setRowCount(len(rows))
        for row, texts in enumerate(rows):
            for place, text in enumerate(texts):
                self.table.setItem(row, place, Cell(text))
        self.table.blockSignals(blocked)

    def _changed(self) -> None:
        now = self._all
        if now != self._texts:
            self._before.append(self._texts)
            self._texts = now
            self._undo_button.setEnabled(True)
            self.changed.emit()

    def _text(self, row: int, place: int) -> str:
        item = self.table.item(row, place)
        return item.text().strip() if item else ""

    def _move(self, by: int) -> None:
        row, texts = self.table.currentRow(), self._all
        if row >= 0 and 0 <= row + by < len(texts):
            texts.insert(row + by, texts.pop(row))
            self._show(texts)
            self._changed()
            self.table.setCurrentCell(row + by, self.table.currentColumn())

    def _remove(self) -> None:
        row = self.table.currentRow()
        if row >= 0:
            self.table.removeRow(row)
            self._changed()


class Cell(QTableWidgetItem):
    """A text that can be read whole when the pointer rests on it."""

    def data(self, role: int) -> object:
        """The text, also as the tooltip."""
        return super().data(Qt.ItemDataRole.DisplayRole if role == Qt.ItemDataRole.ToolTipRole else role)


class ClosedWords(QStyledItemDelegate):
    """A cell that holds one of a few words, chosen from a list that opens with F2 or a double click."""

    def __init__(self, words: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        self._words = words

    def createEditor(
        self, parent: QWidget, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QWidget:
        """The list of words."""
        box = QComboBox(parent)
        box.addItems(list(self._words))
        box.view().setMinimumWidth(box.view().sizeHintForColumn(0) + SPACE_L)
        return box

    def setEditorData(self, editor: QWidget, index: QModelIndex | QPersistentModelIndex) -> None:
        """Begin with the word that stands in the cell."""
        if isinstance(editor, QComboBox):
            editor.setCurrentText(str(index.data() or ""))

    def setModelData(
        self, editor: QWidget, model: QAbstractItemModel, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Put the chosen word in the cell."""
        if isinstance(editor, QComboBox):
            model.setData(index, editor.currentText())
