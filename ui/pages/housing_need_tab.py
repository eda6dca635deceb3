"""What the three tabs of Woonnood share: a search, a table or what stands in its place, progress, and steps."""

from collections.abc import Callable, Hashable, Sequence
from typing import Generic, Protocol, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from cir_desktop.domain.job import Progress
from cir_desktop.errors import Cancelled, CirError
from cir_desktop.services.office import Office
from ui.models.columns import Column
from ui.models.list_table import ListTableModel
from ui.widgets.empty_state import EmptyState
from ui.widgets.flow import Flow
from ui.widgets.job_progress import JobProgress
from ui.widgets.labels import QuietLabel, button
from ui.widgets.remembered import window_settings
from ui.widgets.search_field import SearchField
from ui.widgets.style import SPACE_S
from ui.widgets.table_view import TableView
from ui.workers.jobs import Handle, Jobs, Lane, Task


class OfADossier(Protocol):
    """A record that can be searched."""

    @property
    def dossier(self) -> str:
        """The number of the dossier."""

    @property
    def name(self) -> str:
        """Of the reference person."""


R = TypeVar("R", bound=OfADossier)


class WorkTab(QWidget, Generic[R]):
    """A list of records; subclasses say how to `read` it, which are `wanted`, and what happens to the chosen one.

    Args:
        title: what a screen reader calls the table.
        key: under which columns are remembered, and the question that a newer one supersedes.
        record_key: the id of a record.
        nothing: title and sentence while there is nothing to do.
    """

    failed = Signal(object)
    wrote = Signal(str)
    """Something was done; with what to say."""
    dossier_asked = Signal(str)
    """The clerk wants to see the whole dossier with this number."""
    counted = Signal(int)
    """So many records are shown without a search."""

    def __init__(
        self,
        office: Office,
        jobs: Jobs,
        parent: QWidget,
        *,
        title: str,
        key: str,
        columns: Sequence[Column[R]],
        record_key: Callable[[R], Hashable],
        nothing: tuple[str, str],
    ) -> None:
        super().__init__(parent)
        self.office = office
        self.jobs = jobs
        self._key = key
        self._nothing = nothing
        self._records: list[R] = []
        self._handle: Handle | None = None
        self.search = SearchField(self.tr("Zoeken"), self.tr("Zoek op naam of dossiernummer"), self)
        self.above = QHBoxLayout()
        self.above.setSpacing(SPACE_S)
        self.above.addWidget(self.search, 1)
        self.progress = JobProgress(title, self)
        self.model: ListTableModel[R] = ListTableModel(columns, record_key, parent=self)
        self.table = TableView(title, key, self.model, window_settings(office.workspace), self)
        self._empty = EmptyState(self)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.table)
        self.remark = QuietLabel("", self)
        self.steps = Flow()
        self._dossier = button(self.tr("&Dossier openen"), self._ask_dossier, self)
        row = QHBoxLayout()
        row.setSpacing(SPACE_S)
        row.addLayout(self.steps, 1)
        row.addWidget(self._dossier)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, SPACE_S, 0, 0)
        layout.setSpacing(SPACE_S)
        layout.addLayout(self.above)
        layout.addWidget(self.progress)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self.remark)
        layout.addLayout(row)
        self.search.searched.connect(lambda _text: self.show_again())
        self.search.down_asked.connect(self.table.setFocus)
        self.table.chosen.connect(lambda _id: self._chosen_changed())
        self.table.opened.connect(lambda _id: self.open_chosen())
        self.remark.hide()
        self._dossier.setEnabled(False)
        self._empty.say(*nothing)

    def read(self, task: Task) -> list[R]:
        """The records, in their order; runs beside the window."""
        raise NotImplementedError

    def wanted(self, record: R) -> bool:
        """Whether a record is shown when nobody searches."""
        return True

    def open_chosen(self) -> None:
        """Enter or a double click on the current row."""
        raise NotImplementedError

    def show_steps(self) -> None:
        """Enable what can be done with the current row."""
        raise NotImplementedError

    def refresh(self) -> None:
        """Ask the list again."""
        self._handle = self.jobs.run(
            Lane.READ,
            self.read,
            owner=self,
            on_done=self._show,
            on_error=self._not_read,
            on_progress=self._advance,
            supersedes=self._key,
        )

    def show_again(self) -> None:
        """The same records, with the search and the choices as they are now."""
        text = self.search.text().strip().casefold()
        shown = [one for one in self._records if self.wanted(one)]
        found = [one for one in shown if all(word in f"{one.dossier} {one.name}".casefold() for word in text.split())]
        self.model.set_records(found)
        if text and shown:
            self._empty.say(
                self.tr("Niets gevonden"),
                self.tr("Geen naam of dossiernummer past bij “{text}”.").format(text=self.search.text().strip()),
                self.tr("Zoekveld leegmaken"),
                self.search.clear,
            )
        else:
            self._empty.say(*self._nothing)
        self._stack.setCurrentWidget(self.table if found else self._empty)
        self.counted.emit(len(shown))
        self._chosen_changed()

    @property
    def chosen(self) -> R | None:
        """The record of the current row."""
        row = self.model.row_of(self.table.chosen_id)
        return None if row is None else self.model.record_at(row)

    @property
    def selected(self) -> list[R]:
        """The records of the selected rows."""
        rows = [self.model.row_of(one) for one in self.table.selected_ids]
        found = [self.model.record_at(row) for row in rows if row is not None]
        return [one for one in found if one is not None]

    def focus_first(self) -> None:
        """The search field."""
        self.search.take_focus()

    def done(self, sentence: str) -> None:
        """Something was written: say so, and ask the list again."""
        self.wrote.emit(sentence)
        self.refresh()

    def take_step(self, call: Callable[[], object], said: str) -> None:
        """Write something beside the window, then say so and ask the list again."""
        self.jobs.run(
            Lane.WRITE,
            lambda _task: call(),
            owner=self,
            on_done=lambda _made: self.done(said),
            on_error=self.failed.emit,
        )

    def _chosen_changed(self) -> None:
        self._dossier.setEnabled(self.chosen is not None)
        self.show_steps()

    def _ask_dossier(self) -> None:
        line = self.chosen
        if line is not None:
            self.dossier_asked.emit(line.dossier)

    def _advance(self, progress: Progress) -> None:
        if self.progress.isHidden() and self._handle is not None:
            self.progress.follow(self._handle)
        self.progress.advance(progress)

    def _show(self, records: list[R]) -> None:
        self.progress.finish()
        self._records = records
        self.show_again()

    def _not_read(self, error: CirError) -> None:
        self.progress.finish()
        if not isinstance(error, Cancelled):
            self.failed.emit(error)
