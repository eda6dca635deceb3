"""The outcome of an actualisation: confirmed on paper, or struck off; and the day on which letters went."""

from collections.abc import Sequence

import msgspec
from PySide6.QtWidgets import QWidget

from cir_desktop.domain.inquiry import STRIKING_GROUNDS, StepPreview
from cir_desktop.services import actualisation
from cir_desktop.services.actualisation import ActualisationLine
from cir_desktop.services.office import Office
from ui.dialogs.two_step import TwoStepDialog
from ui.dialogs.work_dialog import WorkDialog, motive_field, reading_label
from ui.widgets.day_field import DayField
from ui.widgets.form import choice_field
from ui.workers.jobs import Jobs, Lane


class Outcome(msgspec.Struct, frozen=True):
    """What a clerk wants to report."""

    action: str
    ground: str
    motive: str


class ActualisationDialog(TwoStepDialog[Outcome]):
    """First shows what an outcome does, then puts it in the outbox; gives a sentence about that."""

    def __init__(self, office: Office, jobs: Jobs, parent: QWidget, line: ActualisationLine) -> None:
        super().__init__(jobs, parent, self.tr("Uitkomst van de actualisatie"), f"{line.name} ({line.dossier})")
        self._office = office
        self._dossier = line.dossier
        self._action = choice_field(
            self.form,
            [
                (actualisation.DONE, self.tr("Kandidaat actualiseerde op papier")),
                (actualisation.STRUCK, self.tr("Schrappen")),
            ],
        )
        self._action.setMinimumContentsLength(40)
        self._ground = choice_field(self.form, STRIKING_GROUNDS.items())
        self._ground.setMinimumContentsLength(44)
        # No ground is chosen beforehand: which one holds is for the clerk to say.
        self._ground.setPlaceholderText(self.tr("Kies de grond"))
        self._ground.setCurrentIndex(-1)
        self._motive = motive_field(self.form)
        self.form.add("action", self.tr("&Uitkomst"), self._action)
        self.form.add("ground", self.tr("&Grond"), self._ground)
        self.form.add(
            "motive",
            self.tr("&Motief"),
            self._motive,
            self.tr("Waaruit dit blijkt, en wanneer; gaat mee naar het CIR."),
        )
        for field in (self._action, self._ground):
            field.currentIndexChanged.connect(lambda _place: self._fields_changed())
        self._motive.textChanged.connect(self.changed)
        self._fields_changed()
        self.form.focus_first()

    @property
    def wanted(self) -> Outcome:
        """What the fields say now."""
        action: str = self._action.currentData()
        ground = (self._ground.currentData() or "") if action == actualisation.STRUCK else ""
        return Outcome(action, ground, self._motive.toPlainText())

    def look(self, wanted: Outcome) -> StepPreview:
        """What it would do."""
        return actualisation.preview(
            self._office, self._dossier, wanted.action, ground=wanted.ground, motive=wanted.motive
        )

    def put(self, wanted: Outcome) -> StepPreview:
        """Put it in the outbox."""
        return actualisation.report(
            self._office, self._dossier, wanted.action, ground=wanted.ground, motive=wanted.motive
        )

    def _fields_changed(self) -> None:
        self.form.show_field("ground", self._action.currentData() == actualisation.STRUCK)
        self.changed()


class LettersDialog(WorkDialog):
    """On which day the letters of these candidates went; gives a sentence about what was noted."""

    def __init__(self, office: Office, jobs: Jobs, parent: QWidget, lines: Sequence[ActualisationLine]) -> None:
        super().__init__(jobs, parent)
        self._office = office
        self._dossiers = [line.dossier for line in lines]
        self.name(self.tr("Brieven vertrokken"), self.tr("Noteren"))
        one = self.tr("Brief aan {name} ({dossier}).").format(name=lines[0].name, dossier=lines[0].dossier)
        more = self.tr("Brieven aan {n} kandidaten.").format(n=len(lines))
        self.body.addWidget(reading_label(one if len(lines) == 1 else more, self))
        form = self.add_form()
        self._day = DayField(office.today, form, last=office.today)
        form.add(
            "sent_on",
            self.tr("&Postdatum"),
            self._day,
            self.tr("Vanaf die dag loopt de termijn om te antwoorden."),
        )
        self.body.addWidget(form)
        self.body.addStretch(1)
        self.resize(480, 200)
        form.focus_first()

    def do(self) -> None:
        """Note them."""
        day = self._day.day
        self.work(
            Lane.WRITE,
            lambda _task: actualisation.note_letters(self._office, self._dossiers, day),
            lambda lines: self.finish(self._said(lines)),
            self.tr("Wordt genoteerd…"),
        )

    def _said(self, lines: Sequence[ActualisationLine]) -> str:
        if len(lines) == 1:
            return self.tr("Brief genoteerd. {step}.").format(step=lines[0].next_step)
        return self.tr("{n} brieven genoteerd.").format(n=len(lines))
