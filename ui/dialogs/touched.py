"""What a step does to lists and running offers, framed so that it is read before anything else."""

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ui.dialogs.work_dialog import Sentences
from ui.models.columns import Tone
from ui.widgets.style import SPACE_M, SPACE_S, set_tone


class Touched(QFrame):
    """Hidden while nothing is touched."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._sentences = Sentences(self.tr("Dit raakt een lijst of een aanbod"), self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_M, SPACE_S, SPACE_M, SPACE_S)
        layout.addWidget(self._sentences)
        set_tone(self, Tone.WARN)
        self.hide()

    def say(self, sentences: Sequence[str]) -> None:
        """Show these sentences."""
        self._sentences.say(sentences)
        self.setVisible(bool(sentences))
