"""The menu “Lijst”: taking the list along, and who could still change places."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSettings, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QMenu, QPushButton, QWidget

from cir_desktop.services import explaining
from cir_desktop.services.office import Office
from ui.dialogs.movable import MovableDialog
from ui.pages.allocation_print import write_pdf
from ui.pages.allocation_records import View
from ui.workers.jobs import Jobs, Lane


class ListMenu(QPushButton):
    """Writes the list that is in sight; names go along only when “Met namen” is ticked."""

    written = Signal(str)
    """A file was written; in words."""
    candidate_chosen = Signal(str)
    """A dossier number of who could still rise."""
    failed = Signal(object)
    """The error that came instead."""

    def __init__(
        self, office: Office, jobs: Jobs, settings: QSettings, view: Callable[[], View | None], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setText(self.tr("&Lijst"))
        self.setAutoDefault(False)
        self._office = office
        self._jobs = jobs
        self._settings = settings
        self._view = view
        menu = QMenu(self)
        workbook = QAction(self.tr("Bewaren als &werkboek…"), menu)
        workbook.triggered.connect(lambda _on: self._ask(self.tr("Werkboek (*.xlsx)"), "xlsx", self.write_workbook))
        pdf = QAction(self.tr("Bewaren als &PDF om af te drukken…"), menu)
        pdf.triggered.connect(lambda _on: self._ask(self.tr("PDF (*.pdf)"), "pdf", self.write_pdf))
        self._names = QAction(self.tr("Met &namen"), menu, checkable=True)
        self._names.setToolTip(self.tr("Anders staan er enkel dossiernummers in."))
        movable = QAction(self.tr("Wie kan nog van plaats &veranderen…"), menu)
        movable.triggered.connect(lambda _on: self.show_movable())
        menu.addActions([workbook, pdf, self._names])
        menu.addSeparator()
        menu.addAction(movable)
        self.setMenu(menu)

    def write_workbook(self, path: Path) -> None:
        """Write the list of the day in sight as a workbook."""
        view = self._view()
        if view is None:
            return
        ranking = view.named.list.ranking
        write = partial(
            explaining.write_list,
            self._office,
            ranking.home,
            path,
            ranking.reference_date,
            with_names=self._names.isChecked(),
        )
        self._run(Lane.WRITE, write, path)

    def write_pdf(self, path: Path) -> None:
        """Write the list in sight as a PDF."""
        view = self._view()
        if view is not None:
            self._run(Lane.READ, partial(write_pdf, path, view, with_names=self._names.isChecked()), path)

    def show_movable(self) -> None:
        """Show who could still rise; choosing one goes there."""
        view = self._view()
        if view is not None:
            found = explaining.movable(view.named.list.ranking)
            dialog = MovableDialog(found, view.name_of, self._settings, self)
            dialog.chosen.connect(self.candidate_chosen)
            dialog.open()

    def _run(self, lane: Lane, write: Callable[[], object], path: Path) -> None:
        said = self.tr("Bewaard: {name}").format(name=path.name)
        self._jobs.run(
            lane,
            lambda _task: write(),
            owner=self,
            on_done=lambda _found: self.written.emit(said),
            on_error=self.failed.emit,
        )

    def _ask(self, kinds: str, ending: str, write: Callable[[Path], None]) -> None:
        view = self._view()
        if view is None:
            return
        ranking = view.named.list.ranking
        asked = QFileDialog(self, self.tr("Waar komt de lijst?"))
        asked.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        asked.setNameFilter(kinds)
        asked.setDefaultSuffix(ending)
        asked.selectFile(f"lijst-{ranking.home}-{ranking.reference_date.isoformat()}.{ending}")
        asked.fileSelected.connect(lambda name: write(Path(name)))
        asked.finished.connect(asked.deleteLater)
        asked.open()
