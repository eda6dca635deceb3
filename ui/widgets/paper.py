"""Texts, tables and drawings under each other on paper or in a PDF, with a footer that counts the pages."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, QMarginsF, QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPagedPaintDevice, QPageLayout, QPageSize, QPainter, QPdfWriter

_MARGIN_MM = 12.0
_DPI = 300
_PAD_MM = 1.0
_MM_IN_INCH = 25.4
_FOOTER_POINTS = 7.0
_WRAPPED = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop

Draw = Callable[[QPainter, QRectF], None]


class _Text(NamedTuple):
    """A text that is put on a page once the number of pages is known."""

    box: QRectF
    text: str
    points: float
    bold: bool


class _Line(NamedTuple):
    """A line over the whole width."""

    y: float


class _Drawing(NamedTuple):
    """Something that draws itself."""

    box: QRectF
    draw: Draw


class Paper:
    """Lays out first and paints at the `end`, as the footer names the number of pages.

    Works in any thread: a QTextDocument would need timers of a UI thread. `footer` stands left under every page.
    """

    def __init__(self, device: QPagedPaintDevice, footer: str) -> None:
        self._device = device
        self._footer = footer
        self._painter = QPainter(device)
        self._width = float(device.width())
        self._pad = device.logicalDpiY() * _PAD_MM / _MM_IN_INCH
        self._font(_FOOTER_POINTS, bold=False)
        self._footer_height = self._painter.fontMetrics().height() + self._pad
        self._height = float(device.height()) - self._footer_height - self._pad
        self._pages: list[list[_Text | _Line | _Drawing]] = [[]]
        self._y = 0.0

    def end(self) -> None:
        """Paint all pages: the file, or what the printer gets, is complete."""
        for number, page in enumerate(self._pages, start=1):
            if number > 1:
                self._device.newPage()
            for each in page:
                self._paint(each)
            self._paint_footer(number)
        self._painter.end()

    def text(self, text: str, points: float = 8, *, bold: bool = False, indent: float = 0.0) -> None:
        """A paragraph over the whole width; `indent` is a share of it."""
        shares = (indent, 1 - indent) if indent else (1.0,)
        self._row(("", text) if indent else (text,), shares, points, bold=bold)
        self._y += self._pad

    def space(self) -> None:
        """Some room before what follows."""
        self._y += 2 * self._pad

    def table(self, titles: Sequence[str], shares: Sequence[float], rows: Iterable[Sequence[str]]) -> None:
        """Rows under titles, which stand on every page again; `shares` are the widths of the columns."""
        self._row(titles, shares, 8, bold=True)
        for row in rows:
            self._row(row, shares, 8, again=titles, line=True)
        self._y += 3 * self._pad

    def drawing(self, width: int, height: int, draw: Draw) -> None:
        """A drawing over the whole width, given as it is on a screen: its size in pixels, and how it is drawn."""
        room = self._width * height / width
        self._make_room(room)
        box = QRectF(0, self._y, self._width, room)

        def scaled(painter: QPainter, where: QRectF) -> None:
            painter.save()
            painter.translate(where.topLeft())
            painter.scale(where.width() / width, where.width() / width)
            font = QFont(painter.font())
            font.setPixelSize(11)
            font.setBold(False)
            painter.setFont(font)
            draw(painter, QRectF(0, 0, width, height))
            painter.restore()

        self._pages[-1].append(_Drawing(box, scaled))
        self._y += room + self._pad

    def _make_room(self, height: float) -> bool:
        """Whether a new page was begun for it."""
        if not self._y or self._y + height <= self._height:
            return False
        self._pages.append([])
        self._y = 0.0
        return True

    def _row(
        self,
        cells: Sequence[str],
        shares: Sequence[float],
        points: float,
        *,
        bold: bool = False,
        again: Sequence[str] = (),
        line: bool = False,
    ) -> None:
        self._font(points, bold=bold)
        # An amount stays on one line with its euro sign.
        cells = [cell.replace("€ ", "€\u00a0") for cell in cells]
        unit = self._width / sum(shares)
        widths = [share * unit for share in shares]
        boxes = [QRectF(0, 0, width - self._pad, self._height) for width in widths]
        heights = (
            self._painter.boundingRect(box, _WRAPPED, cell).height() for box, cell in zip(boxes, cells, strict=True)
        )
        height = min(max(heights, default=0.0), self._height)
        if self._make_room(height + self._pad) and again:
            self._row(again, shares, points, bold=True)
        page = self._pages[-1]
        if line:
            page.append(_Line(self._y))
        left = 0.0
        for cell, width in zip(cells, widths, strict=True):
            if cell:
                box = QRectF(left, self._y + self._pad / 3, width - self._pad, height)
                page.append(_Text(box, cell, points, bold))
            left += width
        self._y += height + self._pad

    def _paint(self, what: _Text | _Line | _Drawing) -> None:
        if isinstance(what, _Text):
            self._font(what.points, bold=what.bold)
            self._painter.drawText(what.box, _WRAPPED, what.text)
        elif isinstance(what, _Line):
            self._painter.drawLine(QPointF(0, what.y), QPointF(self._width, what.y))
        else:
            what.draw(self._painter, what.box)

    def _paint_footer(self, number: int) -> None:
        top = self._height + self._pad
        box = QRectF(0, top + self._pad / 2, self._width, self._footer_height)
        self._painter.drawLine(QPointF(0, top), QPointF(self._width, top))
        self._font(_FOOTER_POINTS, bold=False)
        pages = QCoreApplication.translate("Paper", "Bladzijde {n} van {all}").format(n=number, all=len(self._pages))
        self._painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, self._footer)
        self._painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, pages)

    def _font(self, points: float, *, bold: bool) -> None:
        font = QFont(self._painter.font())
        font.setPointSizeF(points)
        font.setBold(bold)
        self._painter.setFont(font)


def pdf_device(file: str, orientation: QPageLayout.Orientation) -> QPdfWriter:
    """A PDF on A4."""
    writer = QPdfWriter(file)
    writer.setResolution(_DPI)
    set_page(writer, orientation)
    return writer


def set_page(device: QPagedPaintDevice, orientation: QPageLayout.Orientation) -> None:
    """A4 with our margins, lying or standing; of a printer its own dialog may make something else."""
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    layout = QPageLayout(QPageSize(QPageSize.PageSizeId.A4), orientation, margins, QPageLayout.Unit.Millimeter)
    device.setPageLayout(layout)
