"""The seven rounds of a migration as a row of steps, each with its day and how its last upload went."""

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from cir_desktop.domain.migration_upload import ROUND_WORDS, UploadRound
from cir_desktop.services.migration_upload import UploadInfo
from ui.models.columns import Tone
from ui.widgets.labels import Pill, button
from ui.widgets.style import SPACE_S, SPACE_XS
from ui.widgets.words import moment, number


class RoundsRow(QWidget):
    """A round that had an upload can be pressed: it shows that upload."""

    chosen = Signal(int)
    """The number of the upload that is wanted."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._newest: dict[UploadRound, UploadInfo] = {}
        self._steps: dict[UploadRound, tuple[QPushButton, Pill]] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_XS)
        for each, words in ROUND_WORDS.items():
            frame = QFrame(self)
            column = QVBoxLayout(frame)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(SPACE_XS)
            step = button(words, partial(self._pressed, each), frame)
            pill = Pill("", Tone.NEUTRAL, frame)
            column.addWidget(step)
            column.addWidget(pill, 0, Qt.AlignmentFlag.AlignHCenter)
            row.addWidget(frame, 1)
            self._steps[each] = (step, pill)
        row.setSpacing(SPACE_S)
        self.show_uploads(())

    def show_uploads(self, uploads: Iterable[UploadInfo]) -> None:
        """Show how each round stands; `uploads` the newest first."""
        self._newest = {}
        for upload in uploads:
            self._newest.setdefault(upload.round, upload)
        for each, (step, pill) in self._steps.items():
            info = self._newest.get(each)
            step.setEnabled(info is not None)
            if info is None:
                words, tone = self.tr("nog niet"), Tone.NEUTRAL
            elif info.refused:
                words, tone = self.tr("{n} geweigerd").format(n=number(info.refused)), Tone.WARN
            else:
                words, tone = self.tr("alles aanvaard"), Tone.GOOD
            pill.show_state(words, tone)
            step.setToolTip(f"{moment(info.at)} · {words}" if info else words)
            # dd/mm: the year stands in the tooltip and in the list.
            step.setText(f"{ROUND_WORDS[each]} · {moment(info.at)[:5]}" if info else ROUND_WORDS[each])

    @property
    def done(self) -> frozenset[UploadRound]:
        """The rounds that had an upload."""
        return frozenset(self._newest)

    def _pressed(self, each: UploadRound) -> None:
        self.chosen.emit(self._newest[each].number)
