"""Search as you type."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QWidget

PAUSE_MS = 60


class SearchField(QLineEdit):
    """Says what to search after a short pause in typing, or at once on Enter; Escape clears, Ctrl+F comes here."""

    searched = Signal(str)

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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape clears; an empty field leaves Escape to others."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            self._say()
        else:
            super().keyPressEvent(event)

    def _say(self) -> None:
        self._pause.stop()
        text = self.text().strip()
        if text != self._said:
            self._said = text
            self.searched.emit(text)
