"""The binding calculator: type or paste where the applicants lived, and see at once what it comes to."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QCheckBox, QDialog, QFileDialog, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from cir_desktop.domain.facts import Residence
from cir_desktop.domain.identity import Role
from cir_desktop.errors import BadInput, CirError
from cir_desktop.services import binding
from cir_desktop.services.binding import BindingView
from cir_desktop.services.office import Office
from ui.dialogs.binding_line import STANDING, level_words, person_words, print_annex, time_line, write_pdf
from ui.dialogs.period_table import PeriodTable, Row, row_of
from ui.dialogs.work_dialog import Sentences, WorkDialog, reading_label
from ui.widgets.day_field import DayField
from ui.widgets.form import choice_field
from ui.widgets.labels import Heading, button
from ui.widgets.paper import set_page
from ui.widgets.style import SPACE_M, SPACE_S
from ui.widgets.timeline import TimelineView
from ui.workers.jobs import Jobs, Lane

_AFTER_TYPING_MS = 250


class BindingCalculator(WorkDialog):
    """Periods for each applicant, the time line and the verdict of every level; gives the dossier that was saved.

    Args:
        places: (NIS code, name) of the municipalities to choose from; the first one is shown.
        day: the reference date to begin with; today when None.
    """

    def __init__(
        self,
        office: Office,
        jobs: Jobs,
        parent: QWidget,
        dossier: str,
        places: Sequence[tuple[str, str]],
        day: date | None = None,
    ) -> None:
        super().__init__(jobs, parent)
        self.name(self.tr("Woonbinding van dossier {number}").format(number=dossier), self.tr("&Bewaren"))
        self._office = office
        self._dossier = dossier
        self._view: BindingView | None = None
        self._noted: dict[int, list[Row]] = {}
        self._typed: dict[int, list[Row]] = {}
        self._not_pasted: list[str] = []
        self._person = 1
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_AFTER_TYPING_MS)
        self._timer.timeout.connect(self._count)
        self._place = choice_field(self, places)
        self._place.setAccessibleName(self.tr("Gemeente"))
        self._day = DayField(day or office.today, self)
        self._day.setAccessibleName(self.tr("Peildatum"))
        self._persons = choice_field(self, [])
        self._persons.setAccessibleName(self.tr("Huurder"))
        self._table = PeriodTable(self)
        self._last_day = QCheckBox(self.tr("Bij plakken is het einde de laatste dag d&aar"), self)
        self._last_day.setChecked(True)
        self._last_day.setToolTip(self.tr("Zet dit uit als het einde op uw document de eerste dag elders is."))
        self._findings = Sentences(self.tr("Wat nog niet gelezen kan worden"), self)
        self._line = TimelineView(self.tr("Tijdlijn van de woonplaatsen"), self)
        self._people = reading_label("", self)
        self._levels = reading_label("", self)
        self._pdf = button(self.tr("&PDF bewaren…"), self._ask_pdf, self, needs=Role.CLERK)
        self._print = button(self.tr("Af&drukken…"), self._ask_printer, self, needs=Role.CLERK)
        self._lay_out()
        self._place.currentIndexChanged.connect(lambda _place: self._count())
        self._day.dateChanged.connect(lambda _day: self._timer.start())
        self._persons.currentIndexChanged.connect(lambda _place: self._show_person())
        self._table.edited.connect(self._edited)
        self.resize(980, 760)
        self.set_ready(False)
        self._count()

    def do(self) -> None:
        """Note the periods of every applicant whose lines were changed."""
        read = {place: self._read(rows) for place, rows in self._typed.items()}
        if any(findings for _, findings in read.values()):
            return

        def save() -> str:
            for place, (periods, _) in read.items():
                binding.save(self._office, self._dossier, place, periods)
            return self._dossier

        self.work(Lane.WRITE, lambda _task: save(), self.finish, self.tr("De periodes worden bewaard…"))

    @property
    def result_text(self) -> str:
        """The verdicts as shown."""
        return self._levels.text()

    @property
    def table(self) -> PeriodTable:
        """The lines of the chosen applicant."""
        return self._table

    def paste(self, text: str) -> None:
        """Add the periods of a text; lines that can not be read are told, with their number."""
        try:
            read = binding.read_lines(self._office, text, end_is_last_day=self._last_day.isChecked())
        except BadInput as error:
            self.show_error(error)
            return
        # They stay in sight until the next time: these lines are not in the table.
        self._not_pasted = [
            self.tr("Niet geplakt, {what}").format(what=finding.sentence[0].lower() + finding.sentence[1:])
            for finding in read.findings
        ]
        if read.periods:
            self._table.add([row_of(period) for period in read.periods])
        self._findings.say(self._not_pasted)

    def save_pdf(self, path: str) -> None:
        """Write the annex of what is shown."""
        view = self._view
        if view is not None:
            self._let_out(lambda: write_pdf(view, path))

    def print_on(self, printer: QPrinter) -> None:
        """Print the annex of what is shown."""
        view = self._view
        if view is not None:
            self._let_out(lambda: print_annex(view, printer))

    def _let_out(self, put: Callable[[], None]) -> None:
        """It leaves with the name of a candidate: for a clerk only, and logged first."""
        note = partial(binding.note_annex, self._office, self._dossier)
        self.work(Lane.WRITE, lambda _task: note(), lambda _none: put(), self.tr("De bijlage wordt gemaakt…"))

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(SPACE_S)
        for text, field in (
            (self.tr("&Gemeente"), self._place),
            (self.tr("P&eildatum"), self._day),
            (self.tr("&Huurder"), self._persons),
        ):
            label = QLabel(text, self)
            label.setBuddy(field)
            top.addWidget(label)
            top.addWidget(field)
        top.addStretch(1)
        tools = QHBoxLayout()
        tools.setSpacing(SPACE_S)
        tools.addWidget(button(self.tr("Periode &toevoegen"), lambda: self._table.add([("", "", "")]), self))
        tools.addWidget(button(self.tr("Periode &weghalen"), self._table.remove_chosen, self))
        tools.addWidget(button(self.tr("P&lakken"), self._paste_clipboard, self))
        tools.addWidget(button(self.tr("Laatste bewaring &ongedaan maken"), self._restore, self, needs=Role.CLERK))
        tools.addWidget(self._last_day)
        tools.addStretch(1)
        inner = QWidget(self)
        words = QVBoxLayout(inner)
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(SPACE_M)
        words.addWidget(Heading(self.tr("Niveaus van het reglement"), inner, size=1.0))
        words.addWidget(self._levels)
        words.addWidget(Heading(self.tr("Woonplaatsen"), inner, size=1.0))
        words.addWidget(self._people)
        words.addStretch(1)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidget(inner)
        paper = QHBoxLayout()
        paper.setSpacing(SPACE_S)
        paper.addStretch(1)
        paper.addWidget(self._pdf)
        paper.addWidget(self._print)
        self.body.addLayout(top)
        self.body.addWidget(self._table, 1)
        self.body.addLayout(tools)
        self.body.addWidget(self._findings)
        self.body.addWidget(self._line)
        self.body.addWidget(scroll, 2)
        self.body.addLayout(paper)

    def _read(self, rows: Sequence[Row]) -> tuple[list[Residence], list[str]]:
        periods: list[Residence] = []
        findings: list[str] = []
        for number, row in enumerate(rows, 1):
            if not any(text.strip() for text in row):
                continue
            try:
                periods.append(binding.read_row(self._office, *row))
            except BadInput as error:
                findings.append(self.tr("Regel {n}: {what} {todo}").format(n=number, what=error.what, todo=error.todo))
        return periods, findings

    def _edited(self) -> None:
        self._typed[self._person] = self._table.rows()
        self._timer.start()

    def _count(self) -> None:
        read = {place: self._read(rows) for place, rows in self._typed.items()}
        findings = [each for _, found in read.values() for each in found]
        self._findings.say([*findings, *self._not_pasted])
        self.set_ready(bool(read) and not findings)
        look = partial(
            binding.sheet_of,
            self._office,
            self._dossier,
            nis=self._place.currentData(),
            day=self._day.day,
            drafts={place: periods for place, (periods, _) in read.items()},
        )
        self._jobs.run(
            Lane.READ,
            lambda _task: look(),
            owner=self,
            on_done=self._show,
            on_error=self._not_counted,
            supersedes="sheet",
        )

    def _not_counted(self, error: CirError) -> None:
        self._view = None
        self._levels.setText("")
        self.show_error(error)

    def _show(self, view: BindingView) -> None:
        self.banner.clear()
        first = self._view is None and not self._noted
        self._view = view
        if first:
            self._fill(view)
        self._line.show_line(time_line(view), person_words(view))
        self._people.setText(person_words(view))
        self._levels.setText(level_words(view))
        for paper in (self._pdf, self._print):
            paper.setEnabled(True)

    def _fill(self, view: BindingView) -> None:
        """What is noted, for each applicant."""
        for applicant, person in zip(view.applicants, view.sheet.persons, strict=True):
            self._noted[applicant.place] = [row_of(period) for period in person.periods]
        blocked = self._persons.blockSignals(True)
        chosen = self._person
        self._persons.clear()
        for applicant in view.applicants:
            self._persons.addItem(f"{applicant.place}. {applicant.name}", applicant.place)
        self._persons.setCurrentIndex(self._persons.findData(chosen))
        self._persons.blockSignals(blocked)
        self._show_person()

    def _show_person(self) -> None:
        self._person = self._persons.currentData() or 1
        self._table.set_rows(self._typed.get(self._person, self._noted.get(self._person, [])))

    def _paste_clipboard(self) -> None:
        self.paste(QGuiApplication.clipboard().text())

    def _restore(self) -> None:
        undo = partial(binding.restore, self._office, self._dossier, self._person)
        self.work(Lane.WRITE, lambda _task: undo(), lambda _none: self._restored(), self.tr("Wordt teruggezet…"))

    def _restored(self) -> None:
        self._noted.clear()
        self._typed.pop(self._person, None)
        self._view = None
        self._count()

    def _ask_pdf(self) -> None:
        chooser = QFileDialog(self, self.tr("Bijlage bewaren als PDF"))
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.setDefaultSuffix("pdf")
        chooser.setNameFilter(self.tr("PDF (*.pdf)"))
        chooser.finished.connect(chooser.deleteLater)
        chooser.fileSelected.connect(self.save_pdf)
        chooser.open()

    def _ask_printer(self) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        set_page(printer, STANDING)
        dialog = QPrintDialog(printer, self)
        dialog.finished.connect(dialog.deleteLater)
        dialog.accepted.connect(lambda: self.print_on(printer))
        QDialog.open(dialog)
