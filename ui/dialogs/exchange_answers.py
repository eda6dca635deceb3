"""What reading the answers of a housing company back would do, before it is done."""

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QWidget

from cir_desktop.services import exchange_files
from cir_desktop.services.exchange_files import AnswersPreview
from cir_desktop.services.office import Office
from ui.dialogs.finding_table import FindingTable
from ui.dialogs.work_dialog import WorkDialog, reading_label
from ui.workers.jobs import Jobs, Lane


class AnswersDialog(WorkDialog):
    """Counts and findings; gives what was done, as an AnswersPreview."""

    def __init__(
        self, office: Office, jobs: Jobs, preview: AnswersPreview, settings: QSettings, parent: QWidget
    ) -> None:
        super().__init__(jobs, parent)
        self._office = office
        self._preview = preview
        self.name(self.tr("Antwoorden inlezen"), self.tr("&Overnemen"))
        self.body.addWidget(reading_label(f"{preview.sentence} " + self.tr("Er is nog niets overgenomen."), self))
        if preview.findings:
            self.body.addWidget(
                reading_label(self.tr("Rijen met een bevinding worden niet overgenomen; de andere wel."), self)
            )
            self.body.addWidget(FindingTable(preview.findings, settings, self), 1)
        else:
            self.body.addStretch(1)
        self.set_ready(bool(preview.verdicts))
        self.resize(1040, 460 if preview.findings else 180)

    def do(self) -> None:
        """Apply the answers."""
        self.work(
            Lane.WRITE,
            lambda _task: exchange_files.take(self._office, self._preview),
            self.finish,
            self.tr("De antwoorden worden overgenomen…"),
        )
