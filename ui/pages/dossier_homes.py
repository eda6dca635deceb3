"""Onze woningen: where the candidate of a dossier stands on the list of each of our homes."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from cir_desktop.domain.values import dutch_date
from cir_desktop.errors import CirError
from cir_desktop.services import places
from cir_desktop.services.office import Office
from cir_desktop.services.places import HomePlace, PlacesOfCandidate
from ui.models.columns import Column, Tone
from ui.models.list_table import ListTableModel
from ui.widgets.empty_state import EmptyState
from ui.widgets.job_progress import JobProgress
from ui.widgets.labels import QuietLabel, button
from ui.widgets.remembered import window_settings
from ui.widgets.style import SPACE_M, SPACE_S
from ui.widgets.table_view import TableView
from ui.widgets.words import number
from ui.workers.jobs import Jobs, Lane


class DossierHomes(QWidget):
    """Worked out when asked: with many homes it takes some seconds, and can be stopped."""

    allocation_asked = Signal(str)
    """The clerk wants to see the allocation of the vacant home with this code."""
    failed = Signal(object)
    """A CirError."""

    def __init__(self, office: Office, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._office = office
        self._jobs = jobs
        self._dossier = ""
        self._vacant = QCheckBox(self.tr("Enkel &vrije woningen"), self)
        self._ask_button = button(self.tr("&Plaatsen berekenen"), self.ask, self)
        self._go_button = button(self.tr("Naar t&oewijzing"), self._go, self)
        self._go_button.setToolTip(self.tr("Kan alleen voor een woning die nu vrij is."))
        self._progress = JobProgress(self.tr("Plaatsen berekenen"), self)
        self._count = QuietLabel("", self)
        self._model: ListTableModel[HomePlace] = ListTableModel(
            self._columns(), key=lambda line: line.home.code, parent=self
        )
        self.table = TableView(
            self.tr("Onze woningen"), "dossier-homes", self._model, window_settings(office.workspace), self
        )
        self.table.chosen.connect(lambda _code: self._show_steps())
        self.table.opened.connect(lambda _code: self._go())
        self._lines: dict[str, HomePlace] = {}
        self._empty = EmptyState(self)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.table)
        row = QHBoxLayout()
        row.setSpacing(SPACE_S)
        for each in (self._ask_button, self._vacant, self._go_button):
            row.addWidget(each)
        row.addWidget(self._count, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_M, SPACE_M, SPACE_M, SPACE_M)
        layout.setSpacing(SPACE_S)
        layout.addLayout(row)
        layout.addWidget(self._progress)
        layout.addWidget(self._stack, 1)
        self.show_dossier("")

    def show_dossier(self, dossier: str) -> None:
        """Another dossier, or the same one anew: what was worked out before no longer counts."""
        self._dossier = dossier
        self._progress.stop()
        self._lines = {}
        self._model.set_records([])
        self._count.setText("")
        self._ask_button.setEnabled(True)
        self._empty.say(
            self.tr("Nog niet berekend"),
            self.tr(
                "Voor elke woning die deze kandidaat koos: op welke plaats hij of zij nu staat, of waarom niet. "
                "Met veel woningen duurt dat enkele seconden."
            ),
            self.tr("Plaatsen &berekenen"),
            self.ask,
        )
        self._stack.setCurrentWidget(self._empty)
        self._show_steps()

    def ask(self) -> None:
        """Work out the places."""
        dossier, vacant_only = self._dossier, self._vacant.isChecked()
        self._ask_button.setEnabled(False)
        handle = self._jobs.run(
            Lane.READ,
            lambda task: places.homes_for(
                self._office, dossier, vacant_only=vacant_only, report=task.report, cancel=task.cancel
            ),
            owner=self,
            on_done=self._show,
            on_error=self._failed,
            on_progress=self._progress.advance,
            supersedes="places",
        )
        self._progress.follow(handle)

    def _columns(self) -> list[Column[HomePlace]]:
        return [
            Column(key="code", title=self.tr("Code"), text=lambda line: line.home.code, width=8),
            Column(key="address", title=self.tr("Adres"), text=lambda line: line.home.address, width=31),
            Column(
                key="free",
                title=self.tr("Vrij vanaf"),
                text=lambda line: dutch_date(line.vacancy.free_from) if line.vacancy else self.tr("niet vrij"),
                width=10,
            ),
            Column(key="place", title=self.tr("Plaats"), text=self._place, tone=_tone, width=27),
            Column(key="rise", title=self.tr("Kan nog naar"), text=_rise, right=True, width=9),
            Column(
                key="reason",
                title=self.tr("Waarom"),
                text=lambda line: line.reason,
                tooltip=lambda line: "\n".join([line.reason, *line.open_points]),
                width=45,
            ),
        ]

    def _place(self, line: HomePlace) -> str:
        if line.position is None:
            return self.tr("komt niet in aanmerking")
        words = self.tr("{place} van {n}, gedeeld") if line.tied else self.tr("{place} van {n}")
        return words.format(place=number(line.position), n=number(line.of))

    def _show(self, found: PlacesOfCandidate) -> None:
        if found.dossier != self._dossier:  # it was just ready when another dossier came
            return
        self._rest()
        self._lines = {line.home.code: line for line in found.lines}
        self._model.set_records(found.lines)
        if not found.lines:
            self._empty.say(
                self.tr("Geen woningen"),
                self.tr("Geen enkele woning is nu vrij. Vink “Enkel vrije woningen” af om alle woningen te zien.")
                if self._vacant.isChecked()
                else self.tr("Voeg eerst woningen toe op de pagina Woningen."),
            )
            self._stack.setCurrentWidget(self._empty)
            return
        self._stack.setCurrentWidget(self.table)
        self._count.setText(
            self.tr("Op de lijst van {n} van {all} woningen, zoals die er op {day} uitzien.").format(
                n=len(found.fitting), all=len(found.lines), day=dutch_date(found.day)
            )
        )
        self.table.choose(found.lines[0].home.code)
        self.table.setFocus()
        self._show_steps()

    def _failed(self, error: CirError) -> None:
        self._rest()
        self.failed.emit(error)

    def _rest(self) -> None:
        self._progress.finish()
        self._ask_button.setEnabled(True)

    def _show_steps(self) -> None:
        line = self._chosen
        self._go_button.setEnabled(line is not None and line.vacancy is not None)

    @property
    def _chosen(self) -> HomePlace | None:
        code = self.table.chosen_id
        return self._lines.get(code) if isinstance(code, str) else None

    def _go(self) -> None:
        line = self._chosen
        if line is not None and line.vacancy is not None:
            self.allocation_asked.emit(line.home.code)


def _rise(line: HomePlace) -> str:
    return str(line.best_position) if line.can_rise else ""


def _tone(line: HomePlace) -> Tone:
    if line.position is None:
        return Tone.NEUTRAL
    return Tone.WARN if line.can_rise else Tone.GOOD
