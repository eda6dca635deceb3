"""A step of an investigation: ask, note an answer, tell a result, register or refuse."""

from datetime import timedelta
from functools import partial

from PySide6.QtWidgets import QWidget

from cir_desktop.domain.dossier_words import INVESTIGATIONS, words
from cir_desktop.domain.inquiry import REFUSAL_GROUNDS, StepPreview
from cir_desktop.services import investigation
from cir_desktop.services.investigation import InvestigationLine, InvestigationView, Step
from cir_desktop.services.office import Office
from ui.dialogs.two_step import TwoStepDialog
from ui.dialogs.work_dialog import Sentences, motive_field
from ui.widgets.day_field import DayField
from ui.widgets.form import choice_field
from ui.workers.jobs import Jobs, Lane


class InvestigationDialog(TwoStepDialog[Step]):
    """Offers the steps that the state of the dossier allows; gives a sentence about what was put in the outbox."""

    def __init__(self, office: Office, jobs: Jobs, parent: QWidget, line: InvestigationLine) -> None:
        super().__init__(jobs, parent, self.tr("Inschrijving onderzoeken"), f"{line.name} ({line.dossier})")
        self._office = office
        self._line = line
        asked = [("answered", self.tr("Antwoord op de gevraagde informatie noteren"))]
        open_steps = [
            ("result", self.tr("Resultaat van één onderdeel melden")),
            ("ask", self.tr("Extra informatie vragen")),
            ("register", self.tr("Inschrijven")),
            ("refuse", self.tr("Inschrijving weigeren")),
        ]
        self._says = Sentences(self.tr("Wat het register zegt"), self)
        self.put_above(self._says)
        self._step = choice_field(self.form, asked if line.status == "INFOS" else open_steps)
        self._step.setMinimumContentsLength(44)
        self._item = choice_field(self.form, [(item, words(INVESTIGATIONS, item)) for item in line.items])
        self._outcome = choice_field(
            self.form, [("", self.tr("Kies")), ("ok", self.tr("in orde")), ("not", self.tr("niet in orde"))]
        )
        self._ground = choice_field(self.form, REFUSAL_GROUNDS.items())
        self._ground.setMinimumContentsLength(44)
        # No ground is chosen beforehand: which one holds is for the clerk to say.
        self._ground.setPlaceholderText(self.tr("Kies de grond"))
        self._ground.setCurrentIndex(-1)
        self._text = motive_field(self.form)
        tomorrow = office.today + timedelta(days=1)
        self._until = DayField(office.today + timedelta(days=investigation.PROPOSED_DAYS), self.form, first=tomorrow)
        self.form.add("kind", self.tr("&Stap"), self._step)
        self.form.add("item", self.tr("&Onderdeel"), self._item)
        self.form.add("in_order", self.tr("&Resultaat"), self._outcome)
        self.form.add("ground", self.tr("&Grond"), self._ground)
        self.form.add("text", self.tr("&Toelichting"), self._text, self.tr("Gaat mee naar het CIR."))
        self.form.add(
            "term_until",
            self.tr("&Antwoord ten laatste op"),
            self._until,
            self.tr("Een voorstel: voor deze termijn is geen regel gevonden."),
        )
        for field in (self._step, self._item, self._outcome, self._ground):
            field.currentIndexChanged.connect(lambda _place: self._fields_changed())
        self._text.textChanged.connect(self.changed)
        self._until.dateChanged.connect(lambda _day: self.changed())
        self._fields_changed()
        self.form.focus_first()
        look = partial(investigation.view, office, line.dossier)
        self.work(Lane.READ, lambda _task: look(), self._looked, self.tr("Het dossier wordt gelezen…"), may_leave=True)

    @property
    def wanted(self) -> Step:
        """What the fields say now."""
        kind: str = self._step.currentData()
        return Step(
            kind=kind,
            text=self._text.toPlainText(),
            item=(self._item.currentData() or "") if kind == "result" else "",
            in_order=self._outcome.currentData() != "not",
            ground=(self._ground.currentData() or "") if kind == "refuse" else "",
            term_until=self._until.day if kind == "ask" else None,
        )

    def do(self) -> None:
        """A result has to be chosen: neither of the two stands there beforehand."""
        if self.wanted.kind == "result" and not self._outcome.currentData():
            self.form.clear_problems()
            self.form.show_problem("in_order", self.tr("Kies of dit onderdeel in orde is."))
            return
        super().do()

    def look(self, wanted: Step) -> StepPreview:
        """What the step would do."""
        return investigation.preview(self._office, self._line.dossier, wanted)

    def put(self, wanted: Step) -> StepPreview:
        """Do it."""
        return investigation.do(self._office, self._line.dossier, wanted)

    def _looked(self, view: InvestigationView) -> None:
        self._says.say([*(f"{item}: {says}" for item, says in view.says), *view.results, *view.line.waiting])
        self.fit()

    def _fields_changed(self) -> None:
        kind = self._step.currentData()
        self.form.show_field("item", kind == "result")
        self.form.show_field("in_order", kind == "result")
        self.form.show_field("ground", kind == "refuse")
        self.form.show_field("term_until", kind == "ask")
        self.changed()
