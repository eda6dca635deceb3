"""A cell of a sheet on the ground of its tone, with an edge: what the tone says stands in words elsewhere."""

from typing import Any

from PySide6.QtGui import QBrush, QPainter, QPalette, QPen
from PySide6.QtWidgets import QStyledItemDelegate

from ui.models.columns import Tone
from ui.models.records_model import TONE_ROLE, Index
from ui.widgets.style import colours


class ToneDelegate(QStyledItemDelegate):
    """Draws cells that have a tone."""

    def initStyleOption(self, option: Any, index: Index) -> None:
        """Ground and letters of the tone. `option`: QStyleOptionViewItem (its stub lacks its fields)."""
        super().initStyleOption(option, index)
        tone = index.data(TONE_ROLE)
        if tone is not None:
            drawn = colours(Tone(tone), option.palette)
            option.backgroundBrush = QBrush(drawn.ground)
            option.palette.setColor(QPalette.ColorRole.Text, drawn.letters)

    def paint(self, painter: QPainter, option: Any, index: Index) -> None:
        """As usual, and an edge, so that it is seen without its colour too."""
        super().paint(painter, option, index)
        tone = index.data(TONE_ROLE)
        if tone is not None:
            painter.save()
            painter.setPen(QPen(colours(Tone(tone), option.palette).letters, 1))
            painter.drawRect(option.rect.adjusted(1, 1, -2, -2))
            painter.restore()
