"""A request for correction as a text: to read, copy, and send or print with one's own program."""

from PySide6.QtGui import QGuiApplication
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QWidget

from cir_desktop.services import correction_requests
from cir_desktop.services.correction_requests import RequestLine
from cir_desktop.services.office import Office
from ui.dialogs.work_dialog import WorkDialog
from ui.widgets.labels import QuietLabel, button
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
        self._print = button(self.tr("&Afdrukken…"), self._ask_printer, self)
        row = QHBoxLayout()
        row.addWidget(self._said, 1)
        row.addWidget(self._print)
        self.body.addWidget(self._text, 1)
        self.body.addLayout(row)
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

    def print_on(self, printer: QPrinter) -> None:
        """The text on paper."""
        self._text.document().print_(printer)

    def _ask_printer(self) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self)
        dialog.finished.connect(dialog.deleteLater)
        dialog.accepted.connect(lambda: self.print_on(printer))
        QDialog.open(dialog)

    def _show(self, text: str) -> None:
        self._text.setPlainText(text)
        self.set_ready(True)
