"""From a binding sheet to its time line, its words and its annex on paper."""

from datetime import date, timedelta

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QPagedPaintDevice, QPageLayout, QPalette

from cir_desktop.domain.facts import Residence
from cir_desktop.domain.ranking import Answer
from cir_desktop.domain.values import dutch_date
from cir_desktop.services import binding
from cir_desktop.services.binding import BindingView
from ui.widgets.paper import Paper, pdf_device
from ui.widgets.timeline import TimeBar, TimeLine, TimeRow, paint_line

STANDING = QPageLayout.Orientation.Portrait
_WIDTH = 760
_INDENT = 0.03


def time_line(view: BindingView) -> TimeLine:
    """A row for each applicant and municipality, from a year before the window or the oldest day that is known."""
    sheet = view.sheet
    year = timedelta(days=365)
    periods = [period for person in sheet.persons for period in person.periods]
    # Of a period without a begin at least the year before its end is drawn.
    starts = [period.start or (period.end - year if period.end else sheet.day) for period in periods]
    first = min([sheet.window_start - year, *starts])
    first = max(first, date(sheet.window_start.year - 20, 1, 1))
    rows: list[TimeRow] = []
    for applicant, person in zip(view.applicants, sheet.persons, strict=True):
        for nis in dict.fromkeys(period.nis_code for period in person.periods):
            bars = [
                _bar(period, first, sheet.day, nis in sheet.accepted)
                for period in person.periods
                if period.nis_code == nis
            ]
            rows.append(TimeRow(f"{applicant.place}. {binding.name_of(nis)}", tuple(bar for bar in bars if bar)))
    return TimeLine(first, sheet.window_start, sheet.day, tuple(rows))


def _bar(period: Residence, first: date, day: date, counts: bool) -> TimeBar | None:
    """A missing begin is drawn from the end back to the edge, a missing end up to the day; dotted, as not known."""
    start, end = period.start or first, period.end or day
    vague = period.start is None or (period.end is None and not period.ongoing)
    return TimeBar(start, min(end, day), counts, vague) if start < min(end, day) else None


def person_words(view: BindingView) -> str:
    """The time line in words: each applicant with periods, gaps and what is odd."""
    lines: list[str] = []
    for applicant, person in zip(view.applicants, view.sheet.persons, strict=True):
        lines.append(f"{applicant.place}. {applicant.name}")
        lines += [f"    {line}" for line in binding.person_lines(person)]
    return "\n".join(lines)


def answer_words(answer: Answer) -> str:
    """What a clerk reads for an answer."""
    return {
        Answer.MET: QCoreApplication.translate("BindingLine", "gehaald"),
        Answer.NOT_MET: QCoreApplication.translate("BindingLine", "niet gehaald"),
        Answer.UNKNOWN: QCoreApplication.translate("BindingLine", "niet te zeggen"),
    }[answer]


def level_words(view: BindingView) -> str:
    """The verdict of every level, with what is missing."""
    lines: list[str] = []
    for level in view.sheet.levels:
        lines.append(f"{binding.level_name(level)}: {answer_words(level.answer)}")
        lines += [f"    {line}" for line in binding.level_lines(view, level)]
    return "\n".join(lines)


def write_pdf(view: BindingView, path: str) -> None:
    """Write the annex as a PDF file."""
    writer = pdf_device(path, STANDING)
    writer.setTitle(QCoreApplication.translate("BindingLine", "Woonbinding"))
    print_annex(view, writer)


def print_annex(view: BindingView, device: QPagedPaintDevice) -> None:
    """Put the annex on paper: the time line, the periods, and every level with its article."""
    title = QCoreApplication.translate("BindingLine", "Woonbinding van dossier {number} met {place} op {day}")
    heading = title.format(number=view.dossier, place=view.municipality, day=dutch_date(view.sheet.day))
    paper = Paper(device, heading)
    line = time_line(view)
    paper.text(heading, 12, bold=True)
    paper.space()
    white = QPalette(Qt.GlobalColor.white)
    paper.drawing(_WIDTH, line.height, lambda painter, area: paint_line(painter, area, line, white))
    for applicant, person in zip(view.applicants, view.sheet.persons, strict=True):
        paper.space()
        paper.text(f"{applicant.place}. {applicant.name}", 10, bold=True)
        for sentence in binding.person_lines(person):
            paper.text(sentence, 9, indent=_INDENT)
    for level in view.sheet.levels:
        paper.space()
        paper.text(f"{binding.level_name(level)}: {answer_words(level.answer)}", 10, bold=True)
        for sentence in (*binding.level_lines(view, level), level.article):
            paper.text(sentence, 9, indent=_INDENT)
    paper.end()
