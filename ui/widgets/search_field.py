"""Search as you type."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QWidget

PAUSE_MS = 10
"""Long enough to take the letters of a paste as one, short enough not to be part of the wait for an answer."""


class SearchField(QLineEdit):
    """Says what to search after a short pause, or at once on Enter; Escape clears, Ctrl+F comes here."""

    searched = Signal(str)
    down_asked = Signal()
    """Arrow down: on to what was found."""

    def __init__(self, name: str, hint: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setClearButtonEnabled(True)
        self._said = ""
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._say)
        self.textChanged.connect(lambda _text: self._pause.start())
        self.returnPressed.connect(self._say)
        # The shortcut is of the field: a field on a hidden page does not answer.
        QShortcut(QKeySequence.StandardKey.Find, self, self.take_focus)

    def take_focus(self) -> None:
        """Come here, with what stands here selected."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def forget(self) -> None:
        """Be empty without saying so."""
        blocked = self.blockSignals(True)
        self.clear()
        self.blockSignals(blocked)
        self._pause.stop()
        self._said = ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape clears; an empty field leaves Escape to others."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            self._say()
        elif event.key() == Qt.Key.Key_Down:
            self.down_asked.emit()
        else:
            super().keyPressEvent(event)

    def _say(self) -> None:
        self._pause.stop()
        text = self.text().strip()
        if text != self._said:
            self._said = text
            self.searched.emit(text)
