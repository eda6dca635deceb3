"""Taking over residence periods and informal care from the workbook of a population service."""

from pathlib import Path

from PySide6.QtCore import QObject, QSettings, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from cir_desktop.errors import CirError
from cir_desktop.services import facts
from cir_desktop.services.facts import FactsImported
from cir_desktop.services.office import Office
from ui.dialogs.problem_table import OutcomeDialog
from ui.widgets.job_progress import JobProgress
from ui.workers.jobs import Jobs, Lane


class FactsImport(QObject):
    """Asks the file, takes it over on the writer's lane, and lists every row that was left out."""

    chosen = Signal(object)
    """The path of the workbook that was asked for."""
    started = Signal(str)
    """The file is being read; in words."""
    imported = Signal(str, bool)
    """The outcome in words, and whether every row was taken over."""
    failed = Signal(object)
    """The error that came instead."""

    def __init__(self, office: Office, jobs: Jobs, settings: QSettings, parent: QWidget) -> None:
        super().__init__(parent)
        self._office = office
        self._jobs = jobs
        self._settings = settings
        self._window = parent
        self.progress = JobProgress(self.tr("Verblijf en mantelzorg overnemen"), parent)

    def ask(self) -> None:
        """Ask for the workbook."""
        asked = QFileDialog(self._window, self.tr("Werkboek met verblijf en mantelzorg kiezen"))
        asked.setNameFilter(self.tr("Werkboeken (*.xlsx *.xlsm *.ods *.xls)"))
        asked.setFileMode(QFileDialog.FileMode.ExistingFile)
        asked.fileSelected.connect(lambda name: self.chosen.emit(Path(name)))
        asked.finished.connect(asked.deleteLater)
        asked.open()

    def read(self, path: Path) -> None:
        """Take over a workbook; what an earlier one said of the same dossiers is replaced, and kept."""
        self.started.emit(self.tr("{name} wordt gelezen…").format(name=path.name))
        handle = self._jobs.run(
            Lane.WRITE,
            lambda task: facts.import_facts(self._office, path, report=task.report, cancel=task.cancel),
            owner=self,
            on_done=self._done,
            on_error=self._failed,
            on_progress=self.progress.advance,
        )
        self.progress.follow(handle)

    def _failed(self, error: CirError) -> None:
        self.progress.finish()
        self.failed.emit(error)

    def _done(self, outcome: FactsImported) -> None:
        self.progress.finish()
        left_out = len(outcome.problems) + outcome.unknown_dossiers + outcome.unknown_persons
        sentence = outcome.sentence
        if outcome.unknown_dossiers:
            sentence += self.tr(" {n} rijen gaan over dossiers die wij niet hebben.").format(n=outcome.unknown_dossiers)
        if outcome.unknown_persons:
            sentence += self.tr(" {n} rijen gaan over iemand die geen aanvrager is in dat dossier.").format(
                n=outcome.unknown_persons
            )
        self.imported.emit(sentence, left_out == 0)
        if outcome.problems:
            title = self.tr("Verblijf en mantelzorg overgenomen")
            OutcomeDialog(title, sentence, outcome.problems, self._settings, self._window).open()
