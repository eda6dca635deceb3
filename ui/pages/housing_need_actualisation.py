"""Actualisatie: who has to confirm the registration, which letters went, who did not answer."""

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QLabel, QWidget

from cir_desktop.domain.identity import Role
from cir_desktop.domain.values import dutch_date
from cir_desktop.services import actualisation
from cir_desktop.services.actualisation import ActualisationLine
from cir_desktop.services.office import Office
from ui.dialogs.actualisation_step import ActualisationDialog, LettersDialog
from ui.models.columns import Column, Tone
from ui.pages.housing_need_tab import WorkTab
from ui.widgets.form import choice_field
from ui.widgets.labels import button
from ui.widgets.words import number
from ui.workers.jobs import Jobs, Lane, Task

_HORIZONS = (30, 60, 90)


class ActualisationTab(WorkTab[ActualisationLine]):
    """Enter opens the outcome of one; letters go for every selected row."""

    def __init__(self, office: Office, jobs: Jobs, parent: QWidget) -> None:
        super().__init__(
            office,
            jobs,
            parent,
            title=_Words().tr("Actualisaties"),
            key="actualisations",
            columns=_Words().columns(),
            record_key=lambda line: line.dossier,
            nothing=(
                _Words().tr("Niemand moet nu actualiseren"),
                _Words().tr("Wie op de verjaardag van zijn inschrijving moet actualiseren, komt hier vooraf te staan."),
            ),
        )
        self._days = choice_field(self, [(str(days), self.tr("{n} dagen").format(n=days)) for days in _HORIZONS])
        self._days.setMinimumContentsLength(8)
        self._days.currentIndexChanged.connect(lambda _place: self.refresh())
        caption = QLabel(self.tr("V&ooruit"), self)
        caption.setBuddy(self._days)
        self._days.setAccessibleName(self.tr("Vooruit"))
        self.above.addWidget(caption)
        self.above.addWidget(self._days)
        self._outcome = button(self.tr("&Uitkomst melden…"), self.open_chosen, self, main=True, needs=Role.CLERK)
        self._write = button(self.tr("Adressen voor &brieven…"), self._ask_file, self, needs=Role.CLERK)
        self._sent = button(self.tr("Brieven &vertrokken…"), self._ask_day, self, needs=Role.CLERK)
        self._undo = button(self.tr("Uitkomst terugne&men"), self._undo_outcome, self, needs=Role.CLERK)
        self._undo.setToolTip(self.tr("Zolang het bericht niet verstuurd is."))
        self._back = button(self.tr("Brief &terugnemen"), self._take_back, self, needs=Role.CLERK)
        self._write.setToolTip(self.tr("Van de gekozen rijen, als werkboek; zonder rijksregisternummers."))
        self._back.setToolTip(self.tr("Een brief die bij vergissing genoteerd werd."))
        for step in (self._outcome, self._undo, self._write, self._sent, self._back):
            self.steps.addWidget(step)
        self.show_steps()

    def read(self, task: Task) -> list[ActualisationLine]:
        """Who is due."""
        days = int(self._days.currentData())
        return actualisation.listed(self.office, horizon=days, report=task.report, cancel=task.cancel)

    def refresh(self) -> None:
        """Ask the list again, and how many are not ours to handle."""
        super().refresh()
        self.jobs.run(
            Lane.READ,
            lambda _task: actualisation.handled_elsewhere(self.office),
            owner=self,
            on_done=self._show_elsewhere,
            on_error=self.failed.emit,
            supersedes="elsewhere",
        )

    def _show_elsewhere(self, count: int) -> None:
        said = self.tr(
            "Enkel inschrijvingen die wij behandelen; van {n} andere doet een andere verhuurder de actualisatie."
            " Niemand wordt vanzelf geschrapt."
        )
        self.remark.setText(said.format(n=number(count)))
        self.remark.show()

    def open_chosen(self) -> None:
        """The outcome of the current row."""
        line = self.chosen
        if line is None or not self._outcome.isEnabled():
            return
        dialog = ActualisationDialog(self.office, self.jobs, self, line)
        dialog.done_with.connect(self.done)
        dialog.open()

    def show_steps(self) -> None:
        """What can be done with the rows that are selected."""
        line, some = self.chosen, bool(self.selected)
        self._outcome.setEnabled(line is not None and not line.waiting)
        self._undo.setEnabled(line is not None and line.can_take_back)
        self._write.setEnabled(some)
        self._sent.setEnabled(some)
        self._back.setEnabled(line is not None and line.letter is not None)

    def write(self, path: Path) -> None:
        """Write the addresses of the selected rows."""
        wanted = [line.dossier for line in self.selected]
        said = self.tr(
            "{n} adressen bewaard in {name}. Het bestand is leesbaar: verwijder het na het verzenden, en noteer dan"
            " dat de brieven vertrokken."
        )
        self.jobs.run(
            Lane.WRITE,
            lambda _task: actualisation.export_letters(self.office, wanted, path),
            owner=self,
            on_done=lambda count: self.wrote.emit(said.format(n=number(count), name=path.name)),
            on_error=self.failed.emit,
        )

    def _ask_file(self) -> None:
        asked = QFileDialog(self, self.tr("Waar komen de adressen?"))
        asked.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        asked.setNameFilter(self.tr("Werkboek (*.xlsx)"))
        asked.setDefaultSuffix("xlsx")
        asked.selectFile(self.tr("actualisatie.xlsx"))
        asked.fileSelected.connect(lambda name: self.write(Path(name)))
        asked.finished.connect(asked.deleteLater)
        asked.open()

    def _ask_day(self) -> None:
        lines = self.selected
        if not lines:
            return
        dialog = LettersDialog(self.office, self.jobs, self, lines)
        dialog.done_with.connect(self.done)
        dialog.open()

    def _undo_outcome(self) -> None:
        line = self.chosen
        if line is not None:
            said = self.tr("De uitkomst is teruggenomen; het CIR hoort er niets van.")
            self.take_step(lambda: actualisation.take_back(self.office, line.dossier), said)

    def _take_back(self) -> None:
        line = self.chosen
        if line is not None:
            said = self.tr("De genoteerde brief is teruggenomen.")
            self.take_step(lambda: actualisation.take_letter_back(self.office, line.dossier), said)


class _Words(QObject):
    def columns(self) -> list[Column[ActualisationLine]]:
        return [
            Column(
                key="due",
                title=self.tr("Actualisatie op"),
                text=lambda line: dutch_date(line.due_on),
                width=14,
            ),
            Column(key="dossier", title=self.tr("Dossier"), text=lambda line: line.dossier, width=16),
            Column(key="name", title=self.tr("Naam"), text=lambda line: line.name, width=24),
            Column(key="state", title=self.tr("Stand"), text=self._state, tone=_tone, width=20),
            Column(key="days", title=self.tr("Nog dagen"), text=self._days, right=True, width=13),
            Column(
                key="last",
                title=self.tr("Vorige actualisatie"),
                text=lambda line: dutch_date(line.actualised_on),
                width=18,
            ),
            Column(
                key="letter",
                title=self.tr("Brief van"),
                text=lambda line: dutch_date(line.letter.sent_on) if line.letter else "",
                width=12,
            ),
            Column(
                key="next",
                title=self.tr("Volgende stap"),
                text=lambda line: line.next_step,
                tooltip=lambda line: line.next_step,
                width=30,
            ),
        ]

    def _days(self, line: ActualisationLine) -> str:
        if line.days >= 0:
            return number(line.days)
        return self.tr("{n} voorbij").format(n=number(-line.days))

    def _state(self, line: ActualisationLine) -> str:
        words = {
            "soon": self.tr("komt eraan"),
            "due": self.tr("brief te sturen"),
            "letter": self.tr("wacht op antwoord"),
            "late": self.tr("termijn voorbij"),
        }
        return words[line.state]


_TONES = {"soon": Tone.NEUTRAL, "due": Tone.WARN, "letter": Tone.INFO, "late": Tone.BAD}


def _tone(line: ActualisationLine) -> Tone:
    return _TONES[line.state]
