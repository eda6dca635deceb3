"""The menu “Lijst”: taking the list along, and who could still change places."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSettings, Signal
from PySide6.QtGui import QAction
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog, QMenu, QPushButton, QWidget

from cir_desktop.domain.identity import Role
from cir_desktop.services import explaining
from cir_desktop.services.office import Office
from ui.dialogs.movable import MovableDialog
from ui.pages.allocation_print import LYING, put_list, write_pdf
from ui.pages.allocation_records import View
from ui.widgets.paper import set_page
from ui.widgets.roles import mark_action
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
        printing = QAction(self.tr("Af&drukken…"), menu)
        printing.triggered.connect(lambda _on: self._ask_printer())
        for leaving in (workbook, pdf, printing):
            mark_action(leaving, Role.CLERK)
        self._names = QAction(self.tr("Met &namen"), menu, checkable=True)
        self._names.setToolTip(self.tr("Anders staan er enkel dossiernummers in."))
        self._movable = QAction(self.tr("Wie kan nog van plaats &veranderen…"), menu)
        self._movable.triggered.connect(lambda _on: self.show_movable())
        menu.addActions([workbook, pdf, printing, self._names])
        menu.addSeparator()
        menu.addAction(self._movable)
        self.setMenu(menu)

    def write_workbook(self, path: Path) -> None:
        """Write the list in sight as a workbook, as it is or as it was then."""
        view = self._view()
        if view is None:
            return
        ranking, with_names = view.named.list.ranking, self._names.isChecked()
        if view.of_then and view.kept is not None:
            write = partial(explaining.write_then, self._office, view.kept.id, path, with_names=with_names)
        else:
            day = ranking.reference_date
            write = partial(explaining.write_list, self._office, ranking.home, path, day, with_names=with_names)
        self._run(write, self.tr("Bewaard: {name}").format(name=path.name))

    def write_pdf(self, path: Path) -> None:
        """Write the list in sight as a PDF."""
        self._put(partial(write_pdf, path), self.tr("Bewaard: {name}").format(name=path.name))

    def print_on(self, printer: QPrinter) -> None:
        """Print the list in sight."""
        self._put(partial(put_list, printer), self.tr("De lijst ging naar de printer."))

    def show_movable(self) -> None:
        """Show who could still rise; choosing one goes there."""
        view = self._view()
        if view is not None:
            found = explaining.movable(view.named.list.ranking)
            dialog = MovableDialog(found, view.name_of, self._settings, self)
            dialog.chosen.connect(self.candidate_chosen)
            dialog.open()

    def show_view(self, view: View) -> None:
        """Another list: who can still rise is only known of that of now."""
        self._movable.setEnabled(not view.of_then)

    def _put(self, put: Callable[..., None], said: str) -> None:
        """Put the list in sight on paper, and log that it left."""
        view, with_names = self._view(), self._names.isChecked()
        if view is None:
            return
        home = view.named.list.ranking.home
        note = partial(explaining.note_printed, self._office, home, with_names=with_names)

        def both() -> None:
            put(view, with_names=with_names)
            note()

        self._run(both, said)

    def _ask_printer(self) -> None:
        """The system asks which printer, which pages, how many copies."""
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        set_page(printer, LYING)
        dialog = QPrintDialog(printer, self)
        dialog.finished.connect(dialog.deleteLater)
        dialog.accepted.connect(lambda: self.print_on(printer))
        QDialog.open(dialog)

    def _run(self, write: Callable[[], object], said: str) -> None:
        self._jobs.run(
            Lane.WRITE,
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
        then = "-toen" if view.of_then else ""
        asked.selectFile(f"lijst-{ranking.home}{then}-{ranking.reference_date.isoformat()}.{ending}")
        asked.fileSelected.connect(lambda name: write(Path(name)))
        asked.finished.connect(asked.deleteLater)
        asked.open()
