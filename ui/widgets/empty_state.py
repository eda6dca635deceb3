"""What stands where there is nothing yet: why, and what to do next."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cir_desktop.domain.identity import Role
from ui.widgets.labels import Heading, QuietLabel, button
from ui.widgets.style import SPACE_S, SPACE_XL


class EmptyState(QWidget):
    """A title, a sentence and the button of the next step."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = Heading("", self)
        self._sentence = QuietLabel("", self)
        self._sentence.setMaximumWidth(520)
        self._next: Callable[[], None] | None = None
        self._button = button("", self._go, self, main=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_XL, SPACE_XL, SPACE_XL, SPACE_XL)
        layout.setSpacing(SPACE_S)
        layout.addStretch(1)
        layout.addWidget(self._title, 0, Qt.AlignmentFlag.AlignHCenter)
        # A wrapping label that is aligned by the layout gets the height of one line: stretches leave it its own.
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self._sentence, 100)
        middle.addStretch(1)
        layout.addLayout(middle)
        layout.addWidget(self._button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(2)
        self._title.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignHCenter)

    def say(
        self,
        title: str,
        sentence: str,
        step: str = "",
        pressed: Callable[[], None] | None = None,
        *,
        needs: Role | None = None,
    ) -> None:
        """Say what is empty, what to do, and give the button for it with the role that it asks for."""
        self._button.ask_for(needs)
        self._title.setText(title)
        self._sentence.setText(sentence)
        self._next = pressed
        self._button.setText(step)
        self._button.setVisible(bool(step))
        self._button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if step else Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(title)
        self.setAccessibleDescription(sentence)

    def _go(self) -> None:
        if self._next is not None:
            self._next()
