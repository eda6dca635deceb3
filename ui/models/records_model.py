"""What the table models share: columns over records, rows known by an id."""

from collections.abc import Callable, Hashable, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ui.models.columns import Column

R = TypeVar("R")
Index = QModelIndex | QPersistentModelIndex

TONE_ROLE = Qt.ItemDataRole.UserRole + 1
WAITING = "…"
"""Stands in the first cell of a row until its record is there."""

_ANSWERED = frozenset(
    int(role)
    for role in (
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.TextAlignmentRole,
        Qt.ItemDataRole.ToolTipRole,
        TONE_ROLE,
    )
)

_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


class RecordsModel(QAbstractTableModel, Generic[R]):
    """Cells of records; subclasses say which record stands on which row."""

    def __init__(self, columns: Sequence[Column[R]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)

    def record_at(self, row: int) -> R | None:
        """The record of a row, or None when it is not there yet."""
        raise NotImplementedError

    def id_at(self, row: int) -> Hashable:
        """The id of a row; stays the same over a refresh."""
        raise NotImplementedError

    def row_of(self, record_id: Hashable) -> int | None:
        """The row on which an id stands now."""
        raise NotImplementedError

    def texts_of(self, rows: Sequence[int], columns: Sequence[int], deliver: Callable[[list[list[str]]], None]) -> None:
        """Deliver the texts of any rows, for the clipboard."""
        raise NotImplementedError

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many columns."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text, tooltip, alignment and tone of a cell."""
        # A view asks seven roles of every cell that it paints; four of them are none of ours.
        if role not in _ANSWERED:
            return None
        place = index.column()
        column = self.columns[place]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column.right else _LEFT
        if role == Qt.ItemDataRole.DisplayRole:
            record = self.record_at(index.row())
            if record is None:
                return "" if place else WAITING
            return column.text(record)
        if role == Qt.ItemDataRole.ToolTipRole and column.tooltip:
            record = self.record_at(index.row())
            return None if record is None else column.tooltip(record)
        if role == TONE_ROLE and column.tone:
            record = self.record_at(index.row())
            return None if record is None else column.tone(record)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Titles of columns."""
        if orientation == Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole:
                return self.columns[section].title
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return _RIGHT if self.columns[section].right else _LEFT
        return None
