"""A request for correction as a text: to read, copy, and send or print with one's own program."""

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from cir_desktop.services import correction_requests
from cir_desktop.services.correction_requests import RequestLine
from cir_desktop.services.office import Office
from ui.dialogs.work_dialog import WorkDialog
from ui.widgets.labels import QuietLabel
from ui.workers.jobs import Jobs, Lane


class CorrectionTextDialog(WorkDialog):
    """The main button copies the text; that it was shown is logged."""

    def __init__(self, office: Office, jobs: Jobs, parent: QWidget, line: RequestLine) -> None:
        super().__init__(jobs, parent)
        self.name(self.tr("Vraag tot verbetering"), self.tr("&Kopiëren"), self.tr("Sluiten"))
        self._text = QPlainTextEdit(self)
        self._text.setReadOnly(True)
        self._text.setTabChangesFocus(True)
        self._text.setAccessibleName(self.tr("Tekst van de vraag"))
        self._said = QuietLabel(
            self.tr("Plak deze tekst in uw mail of brief; het programma verstuurt hem niet zelf."), self
        )
        self.body.addWidget(self._text, 1)
        self.body.addWidget(self._said)
        self.resize(640, 380)
        self.set_ready(False)
        self.work(
            Lane.WRITE,
            lambda _task: correction_requests.text(office, line.request.id),
            self._show,
            self.tr("De tekst wordt gemaakt…"),
            may_leave=True,
        )

    def do(self) -> None:
        """Put the text on the clipboard."""
        QGuiApplication.clipboard().setText(self._text.toPlainText())
        self._said.setText(self.tr("Gekopieerd. Plak de tekst in uw mail of brief."))

    def _show(self, text: str) -> None:
        self._text.setPlainText(text)
        self.set_ready(True)
