"""A frozen decision for somebody else: sealed with a password, given twice."""

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from cir_desktop.domain.process import FrozenRef
from cir_desktop.services import freezing
from cir_desktop.services.office import Office
from ui.dialogs.work_dialog import WorkDialog, reading_label
from ui.workers.jobs import Jobs, Lane


class FrozenExportDialog(WorkDialog):
    """Asks the password and where the file comes; gives the name of the file that was written."""

    def __init__(self, office: Office, jobs: Jobs, parent: QWidget, kept: FrozenRef) -> None:
        super().__init__(jobs, parent)
        self.name(self.tr("Bevroren dossier uitvoeren"), self.tr("Bestand kiezen en bewaren…"))
        self._office = office
        self._kept = kept
        told = self.tr(
            "Het bestand bevat de lijst, de feiten en de regels van toen, met dossiernummers en zonder namen. "
            "Het is verzegeld: zonder het wachtwoord kan niemand het openen, ook u niet."
        )
        self.body.addWidget(reading_label(told, self))
        self._form = self.add_form()
        self._first, self._again = _secret(self._form), _secret(self._form)
        hint = self.tr("Minstens 12 tekens, bijvoorbeeld enkele gewone woorden.")
        self._form.add("password", self.tr("&Wachtwoord"), self._first, hint)
        self._form.add("again", self.tr("&Nog eens"), self._again)
        self.body.addWidget(self._form)
        self.body.addStretch(1)
        self.resize(520, 220)
        self.fit()
        self._form.focus_first()

    def do(self) -> None:
        """Ask where the file comes, when the password was given twice alike."""
        self._form.clear_problems()
        if not self._first.text():
            self._form.show_problem("password", self.tr("Geef een wachtwoord."))
        elif self._first.text() != self._again.text():
            self._form.show_problem("again", self.tr("De twee wachtwoorden zijn niet gelijk."))
        else:
            self._ask_file()

    def write(self, path: Path) -> None:
        """Write the sealed file there."""
        export = partial(freezing.export, self._office, self._kept.id, path, self._first.text())
        words = self.tr("Het dossier wordt verzegeld…")
        self.work(Lane.WRITE, lambda _task: export(), lambda _ref: self.finish(path.name), words)

    def _ask_file(self) -> None:
        asked = QFileDialog(self, self.tr("Waar komt het verzegelde dossier?"))
        asked.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        asked.setNameFilter(self.tr("Verzegelde dossiers (*.cirdossier)"))
        asked.setDefaultSuffix(freezing.SUFFIX.removeprefix("."))
        asked.selectFile(f"{self._kept.home}-{self._kept.about}{freezing.SUFFIX}")
        asked.fileSelected.connect(lambda name: self.write(Path(name)))
        asked.finished.connect(asked.deleteLater)
        asked.open()


def _secret(parent: QWidget) -> QLineEdit:
    field = QLineEdit(parent)
    field.setEchoMode(QLineEdit.EchoMode.Password)
    field.setMaxLength(500)
    return field
