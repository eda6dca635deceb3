"""What taking over an extract of a housing company would do, before it is done."""

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QWidget

from cir_desktop.services import extracts
from cir_desktop.services.extracts import ExtractPreview
from cir_desktop.services.office import Office
from ui.dialogs.finding_table import FindingTable
from ui.dialogs.work_dialog import Sentences, WorkDialog, reading_label
from ui.widgets.labels import Heading
from ui.workers.jobs import Jobs, Lane


class ExtractDialog(WorkDialog):
    """Counts, what to know, and the findings; gives the ExtractTaken."""

    def __init__(
        self, office: Office, jobs: Jobs, preview: ExtractPreview, settings: QSettings, parent: QWidget
    ) -> None:
        super().__init__(jobs, parent)
        self._office = office
        self._preview = preview
        self.name(self.tr("Uittreksel overnemen"), self.tr("&Overnemen"))
        heading = Heading(self.tr("Kandidaten {origin}").format(origin=preview.origin.words), self)
        heading.setWordWrap(True)
        self.body.addWidget(heading)
        self.body.addWidget(
            reading_label(f"{preview.counts_sentence} " + self.tr("Er is nog niets overgenomen."), self)
        )
        notes = Sentences(self.tr("Goed om te weten"), self)
        notes.say(preview.notes)
        self.body.addWidget(notes)
        if preview.findings:
            self.body.addWidget(FindingTable(preview.findings, settings, self), 1)
        else:
            self.body.addStretch(1)
        self.set_ready(bool(preview.new or preview.changed or preview.same))
        self.resize(1040, 520 if preview.findings else 240)

    def do(self) -> None:
        """Take it over."""
        self.work(
            Lane.WRITE,
            lambda task: extracts.take(self._office, self._preview, report=task.report),
            self.finish,
            self.tr("De kandidaten worden overgenomen…"),
        )
