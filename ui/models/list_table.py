"""A table over a list of records that is in memory anyway: homes, offers, commands, one ranking."""

from collections.abc import Callable, Hashable, Sequence
from typing import Any, TypeVar

from PySide6.QtCore import QModelIndex, QObject, Qt

from ui.models.columns import Column
from ui.models.records_model import Index, RecordsModel

R = TypeVar("R")


class ListTableModel(RecordsModel[R]):
    """Rows in the order given, or sorted by a column.

    Args:
        key: the id of a record.
        sort_value: value of a record for a column's sort key; without it the order given is the only one (a ranking).
    """

    def __init__(
        self,
        columns: Sequence[Column[R]],
        key: Callable[[R], Hashable],
        sort_value: Callable[[R, str], Any] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(columns, parent)
        self._key = key
        self._sort_value = sort_value
        self._order: tuple[str, bool] | None = None
        self._records: list[R] = []
        self._rows: dict[Hashable, int] = {}

    def set_records(self, records: Sequence[R]) -> None:
        """Show these records."""
        self.beginResetModel()
        self._records = list(records)
        self._arrange()
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many records."""
        return 0 if parent.isValid() else len(self._records)

    def record_at(self, row: int) -> R | None:
        """The record of a row."""
        return self._records[row]

    def id_at(self, row: int) -> Hashable:
        """The id of a row."""
        return self._key(self._records[row])

    def row_of(self, record_id: Hashable) -> int | None:
        """The row of an id."""
        return self._rows.get(record_id)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column that can be sorted."""
        if self._sort_value and 0 <= column < len(self.columns) and self.columns[column].sort:
            self.beginResetModel()
            self._order = (self.columns[column].sort, order == Qt.SortOrder.DescendingOrder)
            self._arrange()
            self.endResetModel()

    def texts_of(self, rows: Sequence[int], columns: Sequence[int], deliver: Callable[[list[list[str]]], None]) -> None:
        """The texts of any rows; delivered at once."""
        chosen = [self.columns[column] for column in columns]
        deliver([[column.text(self._records[row]) for column in chosen] for row in rows])

    def _arrange(self) -> None:
        if self._order and self._sort_value:
            sort_key, descending = self._order
            value = self._sort_value
            self._records.sort(key=lambda record: value(record, sort_key), reverse=descending)
        self._rows = {self._key(record): row for row, record in enumerate(self._records)}
