"""Headers, quiet texts, pills and the two kinds of button."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from cir_desktop.domain.identity import Role
from ui.models.columns import Tone
from ui.widgets.roles import StepButton
from ui.widgets.style import SMALL, SPACE_S, SPACE_XS, SUBTITLE, TITLE, set_tone, sized


class Heading(QLabel):
    """A title within a page."""

    def __init__(self, text: str, parent: QWidget | None = None, *, size: float = SUBTITLE) -> None:
        super().__init__(text, parent)
        self.setFont(sized(self, size, bold=True))
        self.setTextFormat(Qt.TextFormat.PlainText)


class QuietLabel(QLabel):
    """A text of lesser weight: a hint, a count, a moment."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setProperty("quiet", "true")
        self.setFont(sized(self, SMALL))
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)


class PageHeader(QWidget):
    """The title of a page and one sentence under it."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = Heading(title, self, size=TITLE)
        self._sentence = QuietLabel("", self)
        self._sentence.hide()
        self._beside = QHBoxLayout()
        self._beside.setSpacing(SPACE_S)
        self._beside.addWidget(self._title)
        self._beside.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_XS)
        layout.addLayout(self._beside)
        layout.addWidget(self._sentence)

    def put_beside(self, *widgets: QWidget) -> None:
        """Put what is seldom needed at the end of the title's line."""
        for widget in widgets:
            self._beside.addWidget(widget)

    def say(self, sentence: str) -> None:
        """Put a sentence under the title; an empty one takes no room."""
        self._sentence.setText(sentence)
        self._sentence.setVisible(bool(sentence))


class Pill(QLabel):
    """A state in a word or two."""

    def __init__(self, text: str = "", tone: Tone = Tone.NEUTRAL, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pill")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.show_state(text, tone)

    def show_state(self, text: str, tone: Tone) -> None:
        """Show another state."""
        self.setText(text)
        set_tone(self, tone)


def button(
    text: str, pressed: Callable[[], None], parent: QWidget, *, main: bool = False, needs: Role | None = None
) -> StepButton:
    """A button; `main` for the one step that a page is about, `needs` the role it asks for.

    `&` in the text marks its key.
    """
    made = StepButton(text, parent, needs)
    if main:
        made.setProperty("main", "true")
    made.clicked.connect(lambda _checked: pressed())
    return made
