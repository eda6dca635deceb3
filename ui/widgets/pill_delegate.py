"""A state in a table cell, drawn as a pill; the words stay text for a screen reader."""

from typing import Any

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate

from ui.models.columns import Tone
from ui.models.records_model import TONE_ROLE, Index
from ui.widgets.style import SPACE_S, SPACE_XS, colours


class PillDelegate(QStyledItemDelegate):
    """Draws cells whose column declares a tone."""

    def paint(self, painter: QPainter, option: Any, index: Index) -> None:
        """The cell's ground as usual, then the pill. `option`: QStyleOptionViewItem (its stub lacks its fields)."""
        tone = index.data(TONE_ROLE)
        text = index.data(Qt.ItemDataRole.DisplayRole)
        if tone is None or not text:
            super().paint(painter, option, index)
            return
        drawn = colours(Tone(tone), option.palette)
        self.initStyleOption(option, index)
        option.text = ""
        QApplication.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        metrics = option.fontMetrics
        room = option.rect.width() - 2 * SPACE_XS
        width = min(room, metrics.horizontalAdvance(text) + 2 * SPACE_S)
        height = min(option.rect.height() - 4, metrics.height() + 4)
        pill = QRectF(option.rect.left() + SPACE_XS, option.rect.center().y() - height / 2 + 1, width, height)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(drawn.edge, 1))
        painter.setBrush(drawn.ground)
        painter.drawRoundedRect(pill, height / 2, height / 2)
        painter.setPen(drawn.letters)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(width) - 2 * SPACE_XS)
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, shown)
        painter.restore()
