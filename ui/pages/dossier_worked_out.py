"""A section of a dossier that is worked out when the clerk asks: with many homes it takes some seconds."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from cir_desktop.errors import CirError
from cir_desktop.services.office import Office
from ui.models.list_table import ListTableModel
from ui.widgets.empty_state import EmptyState
from ui.widgets.job_progress import JobProgress
from ui.widgets.labels import QuietLabel, button
from ui.widgets.remembered import window_settings
from ui.widgets.style import SPACE_M, SPACE_S
from ui.widgets.table_view import TableView
from ui.workers.jobs import Jobs, Lane, Task


class WorkedOut(QWidget):
    """A button that asks, a bar that can stop it, and a table. Subclasses say what is asked and what comes of it."""

    failed = Signal(object)
    """A CirError."""

    def __init__(
        self, office: Office, jobs: Jobs, name: str, key: str, model: ListTableModel[Any], parent: QWidget | None
    ) -> None:
        super().__init__(parent)
        self._office = office
        self._jobs = jobs
        self._key = key
        self._dossier = ""
        self._asked_model = model
        model.setParent(self)
        self._ask_button = button(self.tr("&Plaatsen berekenen"), self.ask, self)
        self._progress = JobProgress(self.tr("Plaatsen berekenen"), self)
        self._count = QuietLabel("", self)
        self.table = TableView(name, key, model, window_settings(office.workspace), self)
        self._empty = EmptyState(self)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.table)
        self._row = QHBoxLayout()
        self._row.setSpacing(SPACE_S)
        self._row.addWidget(self._ask_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_M, SPACE_M, SPACE_M, SPACE_M)
        layout.setSpacing(SPACE_S)
        layout.addLayout(self._row)
        layout.addWidget(self._progress)
        layout.addWidget(self._stack, 1)

    def not_yet(self) -> str:
        """What will stand here, said before it is asked."""
        raise NotImplementedError

    def work_out(self, dossier: str, task: Task) -> object:
        """What is asked, on a lane; called in the worker."""
        raise NotImplementedError

    def show_found(self, found: Any) -> None:
        """Show what came of it."""
        raise NotImplementedError

    def put_beside(self, *widgets: QWidget) -> None:
        """Put these beside the button, and the sentence of the result behind them."""
        for each in widgets:
            self._row.addWidget(each)
        self._row.addWidget(self._count, 1)

    def show_dossier(self, dossier: str) -> None:
        """Another dossier, or the same one anew: what was worked out before no longer counts."""
        self._dossier = dossier
        self._progress.stop()
        self._asked_model.set_records([])
        self._count.setText("")
        self._ask_button.setEnabled(True)
        self._empty.say(self.tr("Nog niet berekend"), self.not_yet(), self.tr("Plaatsen &berekenen"), self.ask)
        self._stack.setCurrentWidget(self._empty)

    def ask(self) -> None:
        """Work it out."""
        dossier = self._dossier
        self._ask_button.setEnabled(False)
        handle = self._jobs.run(
            Lane.READ,
            lambda task: (dossier, self.work_out(dossier, task)),
            owner=self,
            on_done=self._show,
            on_error=self._failed,
            on_progress=self._progress.advance,
            supersedes=self._key,
        )
        self._progress.follow(handle)

    def show_nothing(self, title: str, sentence: str) -> None:
        """There is nothing to show, and why."""
        self._empty.say(title, sentence)
        self._stack.setCurrentWidget(self._empty)

    def show_table(self, sentence: str) -> None:
        """The table is filled; this sentence goes with it."""
        self._stack.setCurrentWidget(self.table)
        self._count.setText(sentence)
        self.table.setFocus()

    def _show(self, found: tuple[str, object]) -> None:
        dossier, what = found
        if dossier == self._dossier:  # else it was just ready when another dossier came
            self._rest()
            self.show_found(what)

    def _failed(self, error: CirError) -> None:
        self._rest()
        self.failed.emit(error)

    def _rest(self) -> None:
        self._progress.finish()
        self._ask_button.setEnabled(True)
