"""An error that belongs to no page: the program could not start, or it made a mistake of its own."""

import platform

from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from cir_desktop import __version__
from cir_desktop.errors import Bug, CirError
from ui.widgets.labels import Heading, QuietLabel, button
from ui.widgets.style import SPACE_L, SPACE_M, SPACE_S


class ErrorReport(QDialog):
    """What happened, what to do and the code. For a mistake of ours also the report, to be read before it is sent."""

    def __init__(self, error: CirError, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("CIR Desktop: er ging iets mis"))
        self._text = self._report(error)
        what = Heading(error.what, self)
        what.setWordWrap(True)
        todo = QLabel(error.todo, self)
        todo.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_L, SPACE_L, SPACE_L, SPACE_L)
        layout.setSpacing(SPACE_M)
        layout.addWidget(what)
        layout.addWidget(todo)
        layout.addWidget(QuietLabel(self.tr("Code {code}").format(code=error.reference), self))
        if isinstance(error, Bug):
            layout.addWidget(
                QuietLabel(
                    self.tr(
                        "Dit is de hele melding. Ze bevat plaatsen in het programma en geen gegevens van kandidaten. "
                        "Er wordt niets verstuurd: u kopieert ze zelf."
                    ),
                    self,
                )
            )
            report = QPlainTextEdit(self._text, self)
            report.setReadOnly(True)
            report.setTabChangesFocus(True)
            report.setAccessibleName(self.tr("Melding voor de helpdesk"))
            layout.addWidget(report, 1)
            self.resize(640, 420)
        else:
            self.setMinimumWidth(480)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE_S)
        buttons.addStretch(1)
        buttons.addWidget(button(self.tr("&Kopiëren"), self.copy, self))
        close = button(self.tr("&Sluiten"), self.accept, self, main=True)
        buttons.addWidget(close)
        layout.addLayout(buttons)
        close.setFocus()

    def copy(self) -> None:
        """Put the report on the clipboard."""
        QApplication.clipboard().setText(self._text)

    def _report(self, error: CirError) -> str:
        lines = [
            str(error),
            f"CIR Desktop {__version__}, Python {platform.python_version()}, Qt {qVersion()}, {platform.platform()}",
        ]
        if isinstance(error, Bug):
            lines.append(error.report)
        return "\n".join(lines)
