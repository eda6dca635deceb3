"""The last calls to the register, to be copied or saved for a help desk."""

from functools import partial
from pathlib import Path

from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication, QFileDialog, QHBoxLayout, QPlainTextEdit, QWidget

from cir_desktop.services import help_desk
from cir_desktop.services.office import Office
from ui.dialogs.work_dialog import WorkDialog
from ui.widgets.labels import QuietLabel, button
from ui.widgets.style import SPACE_S
from ui.workers.jobs import Jobs, Lane


class HelpDeskDialog(WorkDialog):
    """Shows the log before anything leaves: what is copied or saved is what stands there."""

    needs = None

    def __init__(self, office: Office, jobs: Jobs, parent: QWidget) -> None:
        super().__init__(jobs, parent)
        self._office = office
        self.name(self.tr("Logboek voor de helpdesk"), self.tr("&Kopiëren"), self.tr("Sluiten"))
        self._text = QPlainTextEdit(self)
        self._text.setReadOnly(True)
        self._text.setTabChangesFocus(True)
        self._text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._text.setAccessibleName(self.tr("Laatste vragen aan het register"))
        self._said = QuietLabel("", self)
        self.body.addWidget(
            QuietLabel(
                self.tr(
                    "De laatste vragen aan het register: wanneer, welke, het antwoord, hoelang het duurde, en het "
                    "vraagnummer waarmee de helpdesk ze terugvindt. Er staan geen namen, nummers of inkomens in. Er "
                    "wordt niets verstuurd: u kopieert of bewaart het zelf."
                ),
                self,
            )
        )
        self.body.addWidget(self._text, 1)
        row = QHBoxLayout()
        row.setSpacing(SPACE_S)
        row.addWidget(self._said, 1)
        row.addWidget(button(self.tr("&Bewaren…"), self.ask_where, self))
        self.body.addLayout(row)
        self.resize(1120, 560)
        self.set_ready(False)
        self.work(
            Lane.READ,
            lambda _task: help_desk.report(office),
            self._show,
            self.tr("Het logboek wordt gelezen…"),
            may_leave=True,
        )

    def do(self) -> None:
        """Put what is shown on the clipboard."""
        QApplication.clipboard().setText(self._text.toPlainText())
        self._said.setText(self.tr("Gekopieerd."))

    def ask_where(self) -> None:
        """Ask for a file and write the log to it."""
        chooser = QFileDialog(self, self.tr("Waar komt het logboek?"))
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.setNameFilter(self.tr("Tekst (*.txt)"))
        chooser.setDefaultSuffix("txt")
        chooser.selectFile("cir-desktop-logboek.txt")
        chooser.fileSelected.connect(lambda name: self.save(Path(name)))
        chooser.finished.connect(chooser.deleteLater)
        chooser.open()

    def save(self, path: Path) -> None:
        """Write the log to a file."""
        self.work(
            Lane.WRITE,
            partial(_save, self._office, path),
            lambda _nothing: self._said.setText(self.tr("Bewaard: {name}").format(name=path.name)),
            self.tr("Wordt bewaard…"),
        )

    def _show(self, text: str) -> None:
        self._text.setPlainText(text)
        bar = self._text.verticalScrollBar()
        bar.setValue(bar.maximum())
        self.set_ready(True)
        self._text.setFocus()


def _save(office: Office, path: Path, _task: object) -> None:
    help_desk.save(office, path)
