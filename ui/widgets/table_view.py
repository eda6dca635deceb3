"""The table of every page: fixed row height, remembered columns, copying, selection that stays."""

from collections.abc import Hashable
from typing import Any

from PySide6.QtCore import (
    QByteArray,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    QSettings,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QAction, QHideEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QMenu, QTableView, QWidget

from ui.models.records_model import RecordsModel
from ui.widgets.pill_delegate import PillDelegate

_REMEMBERED_SELECTION = 200
_PATIENCE_MS = 40


class TableView(QTableView):
    """Shows a RecordsModel.

    Args:
        name: what a screen reader calls the table.
        key: under which `settings` remembers widths, order and visibility of columns and the order of rows.
    """

    chosen = Signal(object)
    """The id of the current row changed; None when there is none any more."""
    opened = Signal(object)
    """Enter or a double click on the row with this id."""
    copied = Signal(int)
    """So many rows were put on the clipboard."""

    def __init__(
        self, name: str, key: str, model: RecordsModel[Any], settings: QSettings, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._records = model
        self._settings = settings
        self._key = f"tables/{key}"
        self._chosen_id: Hashable = None
        self._kept: tuple[Hashable, list[Hashable], int] = (None, [], 0)
        self.setAccessibleName(name)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._fix_row_height()
        # Before setModel: ours must look before the view's own reset forgets.
        model.modelAboutToBeReset.connect(self._keep_selection)
        self.setModel(model)
        model.modelReset.connect(self._restore_selection)
        self.selectionModel().currentRowChanged.connect(self._current_changed)
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._patience.timeout.connect(self._paint_again)
        self.verticalScrollBar().valueChanged.connect(self._look_ahead)
        model.dataChanged.connect(self._paint_again)
        model.modelReset.connect(self._paint_again)
        self.activated.connect(lambda index: self.opened.emit(self._records.id_at(index.row())))
        self._prepare_header()
        pills = PillDelegate(self)
        for place, column in enumerate(model.columns):
            if column.tone:
                self.setItemDelegateForColumn(place, pills)

    @property
    def chosen_id(self) -> Hashable:
        """The id of the current row, or None."""
        return self._chosen_id

    @property
    def selected_ids(self) -> list[Hashable]:
        """The ids of the selected rows in their order; at most so many as are remembered over a refresh."""
        rows = sorted({row for part in self._selected_ranges() for row in part[:_REMEMBERED_SELECTION]})
        return [self._records.id_at(row) for row in rows[:_REMEMBERED_SELECTION]]

    @property
    def sorting(self) -> tuple[str, bool]:
        """The sort key that the header shows (empty: none) and whether descending."""
        header = self.horizontalHeader()
        place = header.sortIndicatorSection()
        if not 0 <= place < len(self._records.columns):
            return "", False
        return self._records.columns[place].sort, header.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder

    def choose(self, record_id: Hashable) -> bool:
        """Make the row of an id the current one and bring it into sight; whether it is there."""
        row = self._records.row_of(record_id)
        if row is None:
            return False
        self.selectRow(row)
        self.scrollTo(self._records.index(row, 0))
        return True

    def stretch(self, *keys: str) -> None:
        """Let these columns, which say most, share the room that the others leave."""
        header = self.horizontalHeader()
        header.setMinimumSectionSize(self.fontMetrics().averageCharWidth() * 8)
        header.setStretchLastSection(False)
        for place, column in enumerate(self._records.columns):
            if column.key in keys:
                header.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)

    def show_columns(self, shown: bool, *keys: str) -> None:
        """Show or hide columns."""
        for place, column in enumerate(self._records.columns):
            if column.key in keys:
                self.setColumnHidden(place, not shown)

    def remember(self) -> None:
        """Keep widths, order and visibility of the columns for the next time."""
        self._settings.setValue(f"{self._key}/columns", self._signature())
        self._settings.setValue(f"{self._key}/header", self.horizontalHeader().saveState())

    def copy(self) -> None:
        """Put the selected rows on the clipboard, as a spreadsheet takes them: visible columns, titles on top."""
        header = self.horizontalHeader()
        places = [header.logicalIndex(visual) for visual in range(header.count())]
        places = [place for place in places if not header.isSectionHidden(place)]
        rows = sorted({row for part in self._selected_ranges() for row in part})
        if not rows:
            return
        titles = [self._records.columns[place].title for place in places]

        def deliver(lines: list[list[str]]) -> None:
            table = [titles, *lines] if len(lines) > 1 else lines
            QApplication.clipboard().setText("\n".join("\t".join(_one_cell(text) for text in line) for line in table))
            self.copied.emit(len(lines))

        self._records.texts_of(rows, places, deliver)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+C copies whole rows, also those that were never painted."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Leaving the page or the program is the moment to remember."""
        self.remember()
        super().hideEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Rows grow with the letters."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fix_row_height()

    def _look_ahead(self) -> None:
        """Ask for the records that came into sight, and wait a moment for them before painting."""
        rows = [self.rowAt(y) for y in (0, self.viewport().height() - 1)]
        missing = [row for row in rows if row >= 0 and self._records.record_at(row) is None]
        if missing and not self._patience.isActive():
            self._patience.start()
            self.viewport().setUpdatesEnabled(False)

    def _paint_again(self) -> None:
        self._patience.stop()
        self.viewport().setUpdatesEnabled(True)

    def _fix_row_height(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 10)

    def _prepare_header(self) -> None:
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsMovable(True)
        header.setSectionsClickable(True)
        header.setStretchLastSection(True)
        header.setSortIndicatorShown(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._ask_columns)
        letter = self.fontMetrics().averageCharWidth()
        for place, column in enumerate(self._records.columns):
            # A column that can be sorted has room for the arrow.
            title = len(column.title) + (4 if column.sort else 1)
            header.resizeSection(place, max(column.width, title) * letter + 16)
        state = self._settings.value(f"{self._key}/header")
        if isinstance(state, QByteArray) and self._settings.value(f"{self._key}/columns") == self._signature():
            header.restoreState(state)
        self._indicator = (header.sortIndicatorSection(), header.sortIndicatorOrder())
        header.sortIndicatorChanged.connect(self._sort_clicked)

    def _signature(self) -> str:
        return " ".join(column.key for column in self._records.columns)

    def _sort_clicked(self, place: int, order: Qt.SortOrder) -> None:
        if 0 <= place < len(self._records.columns) and self._records.columns[place].sort:
            self._indicator = (place, order)
            self._records.sort(place, order)
        else:
            header = self.horizontalHeader()
            blocked = header.blockSignals(True)
            header.setSortIndicator(*self._indicator)
            header.blockSignals(blocked)

    def _ask_columns(self, position: QPoint) -> None:
        header = self.horizontalHeader()
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for place, column in enumerate(self._records.columns):
            action = QAction(column.title, menu, checkable=True, checked=not header.isSectionHidden(place))
            # The first column names the row: without it a line means nothing.
            action.setEnabled(place > 0)
            action.toggled.connect(lambda shown, place=place: header.setSectionHidden(place, not shown))
            menu.addAction(action)
        menu.popup(header.mapToGlobal(position))

    def _current_changed(self, current: QModelIndex, _former: QModelIndex) -> None:
        self._choose_id(self._records.id_at(current.row()) if current.isValid() else None)

    def _choose_id(self, record_id: Hashable) -> None:
        if record_id != self._chosen_id:
            self._chosen_id = record_id
            self.chosen.emit(record_id)

    def _keep_selection(self) -> None:
        ranges = self._selected_ranges()
        ids: list[Hashable] = []
        # Thousands of selected rows were selected for one copy; only the current row is worth a search.
        if sum(len(part) for part in ranges) <= _REMEMBERED_SELECTION:
            ids = [self._records.id_at(row) for part in ranges for row in part]
        self._kept = (self._chosen_id, ids, self.verticalScrollBar().value())

    def _selected_ranges(self) -> list[range]:
        selection = self.selectionModel().selection()
        parts = [selection.at(place) for place in range(selection.count())]
        return [range(part.top(), part.bottom() + 1) for part in parts]

    def _restore_selection(self) -> None:
        current_id, ids, scrolled = self._kept
        last_column = len(self._records.columns) - 1
        selection = QItemSelection()
        for record_id in ids:
            row = self._records.row_of(record_id)
            if row is not None:
                selection.select(self._records.index(row, 0), self._records.index(row, last_column))
        row = None if current_id is None else self._records.row_of(current_id)
        if row is not None:
            blocked = self.selectionModel().blockSignals(True)
            self.selectionModel().setCurrentIndex(
                self._records.index(row, 0), QItemSelectionModel.SelectionFlag.NoUpdate
            )
            self.selectionModel().blockSignals(blocked)
        if not selection.isEmpty():
            self.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.verticalScrollBar().setValue(scrolled)
        if row is None:
            self._choose_id(None)


def _one_cell(text: str) -> str:
    return " ".join(text.split())
