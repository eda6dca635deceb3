"""A table over any number of rows: ids from one ordered query, records fetched in pages when they are painted."""

from array import array
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QModelIndex, QObject, Qt, Signal

from cir_desktop.errors import CirError
from ui.models.columns import Column
from ui.models.records_model import Index, RecordsModel
from ui.workers.jobs import Jobs, Lane, Task

R = TypeVar("R")

PAGE_ROWS = 100
KEPT_PAGES = 50
_IN_FLIGHT = 2
_WAITING_PAGES = 4


class PagedTableModel(RecordsModel[R]):
    """Rows are known by an int id. Shows what it has, asks for the rest, never blocks.

    Args:
        fetch: records of these ids, in their order; runs on a reader's thread and raises CirError only.
        on_error: gets what `fetch` raised, on the UI thread.
    """

    sort_asked = Signal(str, bool)
    """A header was clicked: the column's sort key, and whether descending. The page makes the new query."""

    def __init__(
        self,
        columns: Sequence[Column[R]],
        fetch: Callable[[Sequence[int]], Sequence[R]],
        jobs: Jobs,
        on_error: Callable[[CirError], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(columns, parent)
        self._fetch = fetch
        self._jobs = jobs
        self._on_error = on_error
        self._ids: Sequence[int] = array("q")
        self._pages: OrderedDict[int, Sequence[R]] = OrderedDict()
        self._stale: dict[int, R] = {}
        self._wanted: list[int] = []
        self._asked: set[int] = set()
        self._generation = 0

    def set_ids(self, ids: Sequence[int]) -> None:
        """Show these ids. Records that were on the screen stay, possibly old, until the new ones are there."""
        self.beginResetModel()
        self._stale = {
            record_id: record
            for page, records in self._pages.items()
            for record_id, record in zip(self._ids_of(page), records, strict=False)
        }
        self._ids = ids
        self._pages.clear()
        self._wanted.clear()
        self._asked.clear()
        self._generation += 1
        self.endResetModel()

    def refresh(self) -> None:
        """Fetch again what is shown: the records changed, their order did not."""
        self.set_ids(self._ids)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many ids."""
        return 0 if parent.isValid() else len(self._ids)

    def record_at(self, row: int) -> R | None:
        """The record of a row; asks for its page when it is not there."""
        page, place = divmod(row, PAGE_ROWS)
        records = self._pages.get(page)
        if records is not None:
            self._pages.move_to_end(page)
            return records[place] if place < len(records) else None
        self._want(page)
        return self._stale.get(self._ids[row])

    def id_at(self, row: int) -> int:
        """The id on a row."""
        return self._ids[row]

    def row_of(self, record_id: Hashable) -> int | None:
        """The row of an id: a walk through the array, some 2 ms for 200,000."""
        if not isinstance(record_id, int):
            return None
        try:
            return self._ids.index(record_id)
        except ValueError:
            return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Ask for another order; SQL sorts, not this model."""
        if 0 <= column < len(self.columns) and self.columns[column].sort:
            self.sort_asked.emit(self.columns[column].sort, order == Qt.SortOrder.DescendingOrder)

    def texts_of(self, rows: Sequence[int], columns: Sequence[int], deliver: Callable[[list[list[str]]], None]) -> None:
        """The texts of any rows, fetched when needed and delivered on the UI thread."""
        ids = [self._ids[row] for row in rows]
        chosen = [self.columns[column] for column in columns]

        def work(task: Task) -> list[list[str]]:
            lines: list[list[str]] = []
            for start in range(0, len(ids), PAGE_ROWS):
                task.cancel.check()
                records = self._fetch(ids[start : start + PAGE_ROWS])
                lines += [[column.text(record) for column in chosen] for record in records]
            return lines

        self._jobs.run(Lane.READ, work, owner=self, on_done=deliver, on_error=self._on_error, supersedes="texts")

    def _ids_of(self, page: int) -> Sequence[int]:
        return self._ids[page * PAGE_ROWS : (page + 1) * PAGE_ROWS]

    def _want(self, page: int) -> None:
        if page in self._asked or page in self._wanted:
            return
        self._wanted.append(page)
        # Dragging the scroll bar passes hundreds of pages: only the last ones are still looked at.
        del self._wanted[:-_WAITING_PAGES]
        self._ask_next()

    def _ask_next(self) -> None:
        while self._wanted and len(self._asked) < _IN_FLIGHT:
            page = self._wanted.pop()
            ids = self._ids_of(page)
            self._asked.add(page)
            self._jobs.run(
                Lane.READ,
                partial(_fetch_page, self._fetch, ids),
                owner=self,
                on_done=partial(self._fetched, self._generation, page),
                on_error=partial(self._failed, self._generation, page),
            )

    def _fetched(self, generation: int, page: int, records: Sequence[R]) -> None:
        if generation != self._generation:
            return
        self._asked.discard(page)
        self._pages[page] = records
        while len(self._pages) > KEPT_PAGES:
            self._pages.popitem(last=False)
        first = page * PAGE_ROWS
        last = min(first + PAGE_ROWS, len(self._ids)) - 1
        self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))
        self._ask_next()

    def _failed(self, generation: int, page: int, error: CirError) -> None:
        # The page stays among the asked ones: painting would ask, and fail, without end. A refresh tries again.
        if generation == self._generation:
            self._wanted.clear()
            self._on_error(error)


def _fetch_page(fetch: Callable[[Sequence[int]], Sequence[R]], ids: Sequence[int], task: Task) -> Sequence[R]:
    task.cancel.check()
    return fetch(ids)
