"""What went wrong, in the page where it went wrong, without stopping anything."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from cir_desktop.errors import Bug, CirError
from ui.models.columns import Tone
from ui.widgets.labels import Heading, QuietLabel, button
from ui.widgets.style import SPACE_M, SPACE_S, SPACE_XS, set_tone


class ErrorBanner(QFrame):
    """What happened, what to do, the code; can be copied and closed. Hidden while there is nothing."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._copy_text = ""
        self._what = Heading("", self, size=1.0)
        self._what.setWordWrap(True)
        self._todo = QLabel(self)
        self._todo.setTextFormat(Qt.TextFormat.PlainText)
        self._todo.setWordWrap(True)
        self._code = QuietLabel("", self)
        words = QVBoxLayout()
        words.setSpacing(SPACE_XS)
        for label in (self._what, self._todo, self._code):
            label.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            words.addWidget(label)
        copy = button(self.tr("Kopiëren"), self.copy, self)
        copy.setAccessibleName(self.tr("Foutmelding kopiëren"))
        close = button(self.tr("Sluiten"), self.clear, self)
        close.setAccessibleName(self.tr("Foutmelding sluiten"))
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_M, SPACE_S, SPACE_M, SPACE_S)
        row.setSpacing(SPACE_S)
        row.addLayout(words, 1)
        row.addWidget(copy, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        set_tone(self, Tone.BAD)
        self.hide()

    def show_error(self, error: CirError) -> None:
        """Show an error; a newer one takes the place of an older one. Read aloud by a screen reader."""
        self._what.setText(error.what)
        self._todo.setText(error.todo)
        self._todo.setVisible(bool(error.todo))
        self._code.setText(self.tr("Code {code}").format(code=error.reference))
        self._copy_text = str(error)
        if isinstance(error, Bug):
            self._copy_text += "\n" + error.report
        self.setAccessibleName(self.tr("Foutmelding: {what}").format(what=error.what))
        self.setAccessibleDescription(error.todo)
        self.show()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, f"{error.what} {error.todo}"))

    def clear(self) -> None:
        """Nothing is wrong any more."""
        if not self.isHidden():
            self.hide()
            self.closed.emit()

    def copy(self) -> None:
        """Put the whole message, code and report on the clipboard."""
        QApplication.clipboard().setText(self._copy_text)
