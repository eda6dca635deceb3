"""The passphrase of a workspace, where the computer has no keyring."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from cir_desktop.errors import CirError
from ui.widgets.error_banner import ErrorBanner
from ui.widgets.form import Form, secret_field
from ui.widgets.labels import Heading, QuietLabel, button
from ui.widgets.style import SPACE_L, SPACE_M, SPACE_S

LEAST_LETTERS = 12


class Passphrase(QDialog):
    """Asks the passphrase, twice for a new workspace. Stays open until it fits: call `accept` or `refuse`."""

    given = Signal(str)

    def __init__(self, *, new: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._new = new
        self.setWindowTitle(self.tr("CIR Desktop: wachtwoordzin"))
        self._banner = ErrorBanner(self)
        self._first = secret_field(self)
        self._form = Form(self)
        self._form.add("first", self.tr("&Wachtwoordzin"), self._first)
        self._again: QLineEdit | None = None
        if new:
            self._again = secret_field(self)
            self._form.add("again", self.tr("&Nog eens"), self._again)
        self._ok = button(self.tr("Werkmap &maken") if new else self.tr("&Openen"), self._give, self, main=True)
        self._ok.setDefault(True)
        row = QHBoxLayout()
        row.setSpacing(SPACE_S)
        row.addStretch(1)
        row.addWidget(self._ok)
        row.addWidget(button(self.tr("Annuleren"), self.reject, self))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_L, SPACE_L, SPACE_L, SPACE_L)
        layout.setSpacing(SPACE_M)
        layout.addWidget(Heading(self.tr("Wachtwoordzin van deze werkmap"), self))
        layout.addWidget(QuietLabel(self._explanation(), self))
        layout.addWidget(self._banner)
        layout.addWidget(self._form)
        layout.addLayout(row)
        self.setMinimumWidth(460)
        self._form.focus_first()

    def refuse(self, error: CirError) -> None:
        """The passphrase did not fit; let the clerk try again."""
        self._ok.setEnabled(True)
        self._banner.show_error(error)
        self._first.selectAll()
        self._first.setFocus()

    def _explanation(self) -> str:
        if self._new:
            return self.tr(
                "Op deze computer is geen sleutelbos gevonden. Kies een zin van minstens enkele woorden: uw gegevens "
                "worden ermee versleuteld. Wie de zin kwijt is, kan de werkmap nooit meer openen."
            )
        return self.tr("Deze werkmap is versleuteld met een wachtwoordzin.")

    def _give(self) -> None:
        self._form.clear_problems()
        text = self._first.text()
        if self._new and len(text) < LEAST_LETTERS:
            problem = self.tr("Neem minstens {n} letters, liefst enkele woorden.").format(n=LEAST_LETTERS)
            self._form.show_problem("first", problem)
        elif not text:
            self._form.show_problem("first", self.tr("Geef de wachtwoordzin."))
        elif self._again is not None and text != self._again.text():
            self._form.show_problem("again", self.tr("De twee zinnen zijn niet gelijk."))
        else:
            self._ok.setEnabled(False)
            self._banner.clear()
            self.given.emit(text)
