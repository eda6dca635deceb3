"""A list on paper: the same lines, reasons, marks and notes as on the screen."""

from pathlib import Path
from tempfile import NamedTemporaryFile

from PySide6.QtCore import QObject
from PySide6.QtGui import QPagedPaintDevice, QPageLayout

from cir_desktop.domain.values import dutch_date, dutch_moment
from cir_desktop.errors import BadWorkbook
from ui.pages.allocation_records import ExcludedLine, PlacedLine, View
from ui.widgets.paper import Paper, pdf_device

Line = PlacedLine | ExcludedLine
LYING = QPageLayout.Orientation.Landscape
_FINGERPRINT_SHOWN = 16


def write_pdf(path: Path, view: View, *, with_names: bool) -> None:
    """Write the list as a PDF on A4, lying; an older file is replaced only once the new one is complete.

    Runs in any thread. Raises BadWorkbook when the place can't be written.
    """
    try:
        with NamedTemporaryFile(dir=path.parent, prefix="~", suffix=".tmp", delete=False) as file:
            fresh = Path(file.name)
        try:
            put_list(pdf_device(str(fresh), LYING), view, with_names=with_names)
            fresh.replace(path)
        finally:
            fresh.unlink(missing_ok=True)
    except OSError as error:
        raise BadWorkbook(
            "Het bestand kan niet geschreven worden: het is nog open, of u mag in deze map niet schrijven.",
            "Sluit het, of kies een andere map of naam.",
        ) from error


def put_list(device: QPagedPaintDevice, view: View, *, with_names: bool) -> None:
    """Put the list on paper. Runs in any thread."""
    words = _OnPaper()
    paper = Paper(device, words.title(view))
    try:
        words.put(paper, view, with_names=with_names)
    finally:
        paper.end()


class _OnPaper(QObject):
    """The words of a list on paper."""

    def title(self, view: View) -> str:
        """Which list it is, of which day."""
        home, day = view.named.list.home, dutch_date(view.named.list.ranking.reference_date)
        words = self.tr("Lijst van {home} op {day}").format(home=f"{home.code} · {home.address}", day=day)
        if not view.of_then or view.kept is None:
            return words
        then = self.tr("{title}, bevroren op {moment}, vingerafdruk {print}…")
        short = view.kept.sha256[:_FINGERPRINT_SHOWN]
        return then.format(title=words, moment=dutch_moment(view.kept.made_at), print=short)

    def put(self, paper: Paper, view: View, *, with_names: bool) -> None:
        """The sentences about the list, then its two blocks."""
        found = view.named.list
        ranking = found.ranking
        paper.text(self.title(view), 13, bold=True)
        told = [f"{found.counts_sentence}.", found.pulled_sentence, ranking.header, *ranking.warnings]
        # A warning says why; its flag need not repeat it.
        warned = " ".join(ranking.warnings)
        for sentence in (*told, *(flag.text for flag in view.shared if flag.text not in warned)):
            paper.text(sentence)
        if any(line.placed.tied for line in view.placed):
            paper.text(self.tr("= is een gedeelde plaats: geen volgorde bepaald."))
        lines: list[Line] = [*view.placed, *view.excluded]
        reviewed = any(line.mark or line.note for line in lines)
        who_titles = [self.tr("Dossier"), *([self.tr("Naam")] if with_names else []), self.tr("Gezin")]
        who_shares = [13.0, *([16.0] if with_names else []), 13.0]
        review_titles = [self.tr("Nazicht"), self.tr("Nota")] if reviewed else []
        review_shares = [9.0, 16.0] if reviewed else []

        def who(line: Line) -> tuple[str, ...]:
            return (line.dossier, line.name, line.household) if with_names else (line.dossier, line.household)

        def review(line: Line) -> tuple[str, ...]:
            return (line.mark, line.note) if reviewed else ()

        paper.text(self.tr("In volgorde ({n})").format(n=len(view.placed)), 10, bold=True)
        paper.table(
            [self.tr("Plaats"), *who_titles, self.tr("Waarom hier"), self.tr("Let op"), *review_titles],
            [6, *who_shares, 34, 40, *review_shares],
            (
                (
                    f"{line.placed.position}{' =' if line.placed.tied else ''}",
                    *who(line),
                    line.placed.deciding.text,
                    " ".join(flag.text for flag in line.flags),
                    *review(line),
                )
                for line in view.placed
            ),
        )
        paper.text(self.tr("Komen niet in aanmerking ({n})").format(n=len(view.excluded)), 10, bold=True)
        paper.table(
            [*who_titles, self.tr("Waarom niet"), self.tr("Bron"), *review_titles],
            [*who_shares, 60, 24, *review_shares],
            ((*who(line), line.excluded.text, line.excluded.article, *review(line)) for line in view.excluded),
        )
