"""Writing the list of candidates to a workbook: what the filter shows, in its order."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from cir_desktop.errors import CirError
from cir_desktop.services import candidates
from cir_desktop.services.candidates import Filter
from cir_desktop.services.office import Office
from ui.widgets.job_progress import JobProgress
from ui.widgets.words import number
from ui.workers.jobs import Jobs, Lane


class CandidatesExport(QObject):
    """Asks the file and writes it on a reader's lane; `progress` shows how far it is and can stop it."""

    written = Signal(str)
    """What was written, in words."""
    failed = Signal(object)
    """The CirError that came instead."""

    def __init__(self, office: Office, jobs: Jobs, parent: QWidget) -> None:
        super().__init__(parent)
        self._office = office
        self._jobs = jobs
        self._window = parent
        self.progress = JobProgress(self.tr("Lijst bewaren"), parent)

    def ask(self, wanted: Filter) -> None:
        """Ask where the workbook comes."""
        asked = QFileDialog(self._window, self.tr("Waar komt de lijst van kandidaten?"))
        asked.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        asked.setNameFilter(self.tr("Werkboek (*.xlsx)"))
        asked.setDefaultSuffix("xlsx")
        asked.selectFile(self.tr("kandidaten.xlsx"))
        asked.fileSelected.connect(lambda name: self.write(wanted, Path(name)))
        asked.finished.connect(asked.deleteLater)
        asked.open()

    def write(self, wanted: Filter, path: Path) -> None:
        """Write what the filter shows; a former export that still runs is stopped."""

        def done(rows: int) -> None:
            self.progress.finish()
            said = self.tr("{n} kandidaten bewaard in {name}, zonder rijksregisternummers.")
            self.written.emit(said.format(n=number(rows), name=path.name))

        handle = self._jobs.run(
            Lane.READ,
            lambda task: candidates.export(self._office, wanted, path, report=task.report, cancel=task.cancel),
            owner=self,
            on_done=done,
            on_error=self._failed,
            on_progress=self.progress.advance,
            supersedes="export",
        )
        self.progress.follow(handle)

    def _failed(self, error: CirError) -> None:
        self.progress.finish()
        self.failed.emit(error)
