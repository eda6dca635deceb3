"""What was just done, with the step that follows or takes it back."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from ui.models.columns import Tone
from ui.widgets.labels import button
from ui.widgets.style import SPACE_M, SPACE_S, set_tone


class Notice(QFrame):
    """A sentence in the page, with at most one button; read aloud. Hidden until something is said."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._step: Callable[[], None] | None = None
        self._words = QLabel(self)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setWordWrap(True)
        self._button: QPushButton = button("", self._pressed, self)
        close = button(self.tr("Sluiten"), self.hide, self)
        close.setAccessibleName(self.tr("Melding sluiten"))
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_M, SPACE_S, SPACE_M, SPACE_S)
        row.setSpacing(SPACE_S)
        row.addWidget(self._words, 1)
        row.addWidget(self._button)
        row.addWidget(close)
        self.hide()

    def say(
        self, sentence: str, step: str = "", pressed: Callable[[], None] | None = None, *, tone: Tone = Tone.GOOD
    ) -> None:
        """Show a sentence in the place of the former one, and the button of its step."""
        self._words.setText(sentence)
        self._step = pressed
        self._button.setText(step)
        self._button.setVisible(bool(step))
        self.setAccessibleName(sentence)
        set_tone(self, tone)
        self.show()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, sentence))

    @property
    def sentence(self) -> str:
        """What is said now; empty while it is hidden."""
        return "" if self.isHidden() else self._words.text()

    def _pressed(self) -> None:
        step, self._step = self._step, None
        self.hide()
        if step is not None:
            step()
