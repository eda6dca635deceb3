"""A copy of the clerk's workbook with the findings in it: first what does not come along, then where it comes."""

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from cir_desktop.services import migration_reporting
from cir_desktop.services.migration_checking import Checked
from cir_desktop.services.migration_reporting import Plan
from cir_desktop.services.office import Office
from ui.dialogs.work_dialog import Sentences, WorkDialog, reading_label
from ui.workers.jobs import Jobs, Lane


class ReportDialog(WorkDialog):
    """Gives the Reported.

    Args:
        path: the clerk's own file, which is only read.
        plan: what its copy will be.
    """

    def __init__(self, office: Office, jobs: Jobs, parent: QWidget, path: Path, found: Checked, plan: Plan) -> None:
        super().__init__(jobs, parent)
        self.name(self.tr("Kopie met bevindingen"), self.tr("Kopie bewaren…"))
        self._office = office
        self._path = path
        self._found = found
        self._suffix = plan.suffix
        self.body.addWidget(
            reading_label(
                self.tr(
                    "Een kopie van uw werkboek, met elke bevinding als kleur en opmerking in haar cel en vooraan een "
                    "blad “Te doen” met een koppeling naar elke cel. Uw eigen bestand blijft zoals het is."
                ),
                self,
            )
        )
        lost = Sentences(self.tr("Dit kan niet mee naar de kopie"), self)
        lost.say(plan.lost)
        self.body.addWidget(lost)
        self.body.addStretch(1)
        self.setMinimumWidth(560)

    def do(self) -> None:
        """Ask where the copy comes."""
        asked = QFileDialog(self, self.tr("Waar komt de kopie?"))
        asked.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        asked.setNameFilter(self.tr("Werkboek (*{suffix})").format(suffix=self._suffix))
        asked.setDefaultSuffix(self._suffix.lstrip("."))
        asked.selectFile(self.tr("{name} nagekeken{suffix}").format(name=self._path.stem, suffix=self._suffix))
        asked.fileSelected.connect(lambda name: self.write(Path(name)))
        asked.finished.connect(asked.deleteLater)
        asked.open()

    def write(self, target: Path) -> None:
        """Write it."""
        step = partial(migration_reporting.report, self._office, self._path, self._found, target)
        self.work(
            Lane.READ,
            lambda task: step(progress=task.report, cancel=task.cancel),
            self.finish,
            self.tr("Kopie schrijven…"),
            may_leave=True,
        )
