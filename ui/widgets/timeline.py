"""A time line of where people lived: a bar for each municipality, the gaps between them, and the window of the law."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFocusEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.models.columns import Tone
from ui.widgets.style import SPACE_S, colours, mixed, quiet

_LABEL = 190
_ROW = 26
_AXIS = 24


@dataclass(frozen=True, slots=True)
class TimeBar:
    """A stay [start, end); `counts`: in the municipality that is asked. `vague`: a begin or end is not known."""

    start: date
    end: date
    counts: bool
    vague: bool = False


@dataclass(frozen=True, slots=True)
class TimeRow:
    """The bars of one person in one municipality, under one label."""

    label: str
    bars: tuple[TimeBar, ...]


@dataclass(frozen=True, slots=True)
class TimeLine:
    """Rows over [first, day), with the window [window_start, day)."""

    first: date
    window_start: date
    day: date
    rows: tuple[TimeRow, ...]

    @property
    def height(self) -> int:
        """The height that it needs, in device-independent pixels."""
        return _AXIS + _ROW * max(1, len(self.rows)) + SPACE_S


class TimelineView(QWidget):
    """Paints a time line; the words of the same stand beside it as text, and as the description for a screen reader."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._line: TimeLine | None = None

    def show_line(self, line: TimeLine, words: str) -> None:
        """Show another time line; `words` say the same."""
        self._line = line
        self.setAccessibleDescription(words)
        self.updateGeometry()
        self.update()

    @property
    def line(self) -> TimeLine | None:
        """What is shown."""
        return self._line

    def sizeHint(self) -> QSize:
        """As high as its rows."""
        return QSize(600, self._line.height if self._line else _AXIS + _ROW)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the rows, and a frame around them for who came with the Tab key."""
        painter = QPainter(self)
        if self._line is not None:
            paint_line(painter, QRectF(self.rect()), self._line, self.palette())
        if self.hasFocus():
            painter.setPen(QPen(self.palette().highlight().color(), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the frame."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the frame away."""
        super().focusOutEvent(event)
        self.update()


def paint_line(painter: QPainter, area: QRectF, line: TimeLine, palette: QPalette) -> None:
    """Draw a time line, on a screen or on paper."""
    left, width = area.left() + _LABEL, area.width() - _LABEL - SPACE_S
    days = max(1, (line.day - line.first).days)

    def at(day: date) -> float:
        inside = min(max(day, line.first), line.day)
        return left + width * (inside - line.first).days / days

    bottom = area.top() + line.height - SPACE_S
    window = QRectF(at(line.window_start), area.top(), at(line.day) - at(line.window_start), bottom - area.top())
    info = colours(Tone.INFO, palette)
    painter.fillRect(window, info.ground)
    painter.setPen(QPen(info.edge, 1, Qt.PenStyle.DashLine))
    painter.drawRect(window)
    _paint_years(painter, area, line, at, palette)
    metrics = painter.fontMetrics()
    for place, row in enumerate(line.rows):
        top = area.top() + _AXIS + place * _ROW
        painter.setPen(palette.windowText().color())
        label = metrics.elidedText(row.label, Qt.TextElideMode.ElideRight, _LABEL - SPACE_S)
        painter.drawText(QRectF(area.left(), top, _LABEL - SPACE_S, _ROW), Qt.AlignmentFlag.AlignVCenter, label)
        for bar in row.bars:
            tone = colours(Tone.GOOD if bar.counts else Tone.NEUTRAL, palette)
            box = QRectF(at(bar.start), top + 5, max(2.0, at(bar.end) - at(bar.start)), _ROW - 10)
            ground: QColor = mixed(tone.ground, tone.letters, 0.55 if bar.counts else 0.25)
            painter.setPen(QPen(tone.letters, 1, Qt.PenStyle.DotLine if bar.vague else Qt.PenStyle.SolidLine))
            painter.setBrush(Qt.BrushStyle.NoBrush if bar.vague else ground)
            painter.drawRect(box)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _paint_years(
    painter: QPainter, area: QRectF, line: TimeLine, at: Callable[[date], float], palette: QPalette
) -> None:
    painter.setPen(quiet(palette))
    room = painter.fontMetrics().horizontalAdvance("0000") + SPACE_S
    free = area.left()
    for year in range(line.first.year + 1, line.day.year + 1):
        x = at(date(year, 1, 1))
        if x - room / 2 >= free and x + room / 2 <= area.right():
            painter.drawText(QRectF(x - room / 2, area.top(), room, _AXIS), Qt.AlignmentFlag.AlignCenter, str(year))
            free = x + room / 2
