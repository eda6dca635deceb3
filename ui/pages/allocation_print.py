"""A list on paper: the same lines, reasons, marks and notes as on the screen."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import NamedTemporaryFile

from PySide6.QtCore import QMarginsF, QObject, QRectF, Qt
from PySide6.QtGui import QFont, QPageLayout, QPageSize, QPainter, QPdfWriter

from cir_desktop.domain.values import dutch_date
from cir_desktop.errors import BadWorkbook
from ui.pages.allocation_records import ExcludedLine, PlacedLine, View

_MARGIN_MM = 12.0
_DPI = 300
_PAD = 12.0
_WRAPPED = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop


def write_pdf(path: Path, view: View, *, with_names: bool) -> None:
    """Write the list as a PDF on A4, lying; an older file is replaced only once the new one is complete.

    Runs in any thread. Raises BadWorkbook when the place can't be written.
    """
    try:
        with NamedTemporaryFile(dir=path.parent, prefix="~", suffix=".tmp", delete=False) as file:
            fresh = Path(file.name)
        try:
            _write(str(fresh), view, with_names=with_names)
            fresh.replace(path)
        finally:
            fresh.unlink(missing_ok=True)
    except OSError as error:
        raise BadWorkbook(
            "Het bestand kan niet geschreven worden: het is nog open, of u mag in deze map niet schrijven.",
            "Sluit het, of kies een andere map of naam.",
        ) from error


def _write(file: str, view: View, *, with_names: bool) -> None:
    writer = QPdfWriter(file)
    writer.setResolution(_DPI)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageOrientation(QPageLayout.Orientation.Landscape)
    writer.setPageMargins(QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM), QPageLayout.Unit.Millimeter)
    paper = _Paper(writer)
    try:
        _OnPaper().put(paper, view, with_names=with_names)
    finally:
        paper.end()


class _Paper:
    """Texts and rows under each other, on as many pages as they need. A document would need timers of a UI thread."""

    def __init__(self, writer: QPdfWriter) -> None:
        self._writer = writer
        self._painter = QPainter(writer)
        self._width, self._height = float(writer.width()), float(writer.height())
        self._y = 0.0

    def end(self) -> None:
        """The file is complete."""
        self._painter.end()

    def text(self, text: str, points: float = 8, *, bold: bool = False) -> None:
        """A paragraph over the whole width."""
        self._row((text,), (1.0,), points, bold=bold)
        self._y += _PAD

    def table(self, titles: Sequence[str], shares: Sequence[float], rows: Iterable[Sequence[str]]) -> None:
        """Rows under titles, which stand on every page again; `shares` are the widths of the columns."""
        self._row(titles, shares, 8, bold=True, again=())
        for row in rows:
            self._row(row, shares, 8, again=titles, line=True)
        self._y += 3 * _PAD

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
        unit = self._width / sum(shares)
        widths = [share * unit for share in shares]
        boxes = [QRectF(0, 0, width - _PAD, self._height) for width in widths]
        heights = (
            self._painter.boundingRect(box, _WRAPPED, cell).height() for box, cell in zip(boxes, cells, strict=True)
        )
        height = min(max(heights, default=0.0), self._height)
        if self._y and self._y + height > self._height:
            self._writer.newPage()
            self._y = 0.0
            if again:
                self._row(again, shares, points, bold=True)
                self._font(points, bold=bold)
        if line:
            self._painter.drawLine(0, round(self._y), round(self._width), round(self._y))
        left = 0.0
        for cell, width in zip(cells, widths, strict=True):
            self._painter.drawText(QRectF(left, self._y + _PAD / 3, width - _PAD, height), _WRAPPED, cell)
            left += width
        self._y += height + _PAD

    def _font(self, points: float, *, bold: bool) -> None:
        font = QFont(self._painter.font())
        font.setPointSizeF(points)
        font.setBold(bold)
        self._painter.setFont(font)


class _OnPaper(QObject):
    """The words of a list on paper."""

    def put(self, paper: _Paper, view: View, *, with_names: bool) -> None:
        """The sentences about the list, then its two blocks."""
        found = view.named.list
        ranking = found.ranking
        home = f"{found.home.code} · {found.home.address}"
        title = self.tr("Lijst van {home} op {day}").format(home=home, day=dutch_date(ranking.reference_date))
        paper.text(title, 13, bold=True)
        told = [f"{found.counts_sentence}.", found.pulled_sentence, ranking.header, *ranking.warnings]
        for sentence in (*told, *(flag.text for flag in view.shared)):
            paper.text(sentence)
        if any(line.placed.tied for line in view.placed):
            paper.text(self.tr("= is een gedeelde plaats: geen volgorde bepaald."))

        def who(line: PlacedLine | ExcludedLine) -> tuple[str, ...]:
            return (line.dossier, line.name, line.household) if with_names else (line.dossier, line.household)

        named = with_names
        who_titles = [self.tr("Dossier"), *([self.tr("Naam")] if named else []), self.tr("Gezin")]
        who_shares = [13.0, *([16.0] if named else []), 9.0]
        review = [self.tr("Nazicht"), self.tr("Nota")]
        paper.text(self.tr("In volgorde ({n})").format(n=len(view.placed)), 10, bold=True)
        paper.table(
            [self.tr("Plaats"), *who_titles, self.tr("Waarom hier"), self.tr("Let op"), *review],
            [6, *who_shares, 38, 26, 9, 16],
            (
                (
                    f"{line.placed.position}{' =' if line.placed.tied else ''}",
                    *who(line),
                    line.placed.deciding.text,
                    " ".join(flag.text for flag in line.flags),
                    line.mark,
                    line.note,
                )
                for line in view.placed
            ),
        )
        paper.text(self.tr("Komen niet in aanmerking ({n})").format(n=len(view.excluded)), 10, bold=True)
        paper.table(
            [*who_titles, self.tr("Waarom niet"), self.tr("Bron"), *review],
            [*who_shares, 42, 28, 9, 16],
            ((*who(line), line.excluded.text, line.excluded.article, line.mark, line.note) for line in view.excluded),
        )
