"""The appeals of a candidate: those that there are, a new one, the outcome and the fact that follows from it."""

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtWidgets import QCheckBox, QWidget

from cir_desktop.domain.process import AppealRecord
from cir_desktop.domain.ranking import Answer
from cir_desktop.services import appeals, own_facts
from cir_desktop.services.office import Office
from ui.dialogs.work_dialog import Sentences, WorkDialog
from ui.widgets.day_field import DayField
from ui.widgets.form import choice_field, text_field
from ui.widgets.labels import Heading
from ui.workers.jobs import Jobs, Lane

_NEW, _UPHELD, _DISMISSED = "new", "upheld", "dismissed"


class AppealsDialog(WorkDialog):
    """One step about an appeal at a time; gives its number and where it stands. `home`: that it may be about."""

    def __init__(self, office: Office, jobs: Jobs, parent: QWidget, dossier: str, name: str, home: str | None) -> None:
        super().__init__(jobs, parent)
        self.name(self.tr("Verhaal noteren"), self.tr("Noteren"))
        self._office = office
        self._dossier = dossier
        heading = Heading(self.tr("Verhalen van {name}, dossier {n}").format(name=name, n=dossier), self)
        heading.setWordWrap(True)
        self._made = Sentences(self.tr("Al genoteerd"), self)
        steps = self.add_form()
        self._step = choice_field(steps, [])
        self._step.setMinimumContentsLength(44)
        steps.add("step", self.tr("&Wat noteert u?"), self._step)
        self._new = self.add_form()
        self._kind = choice_field(self._new, appeals.KINDS.items())
        self._new.add("kind", self.tr("Waarteg&en"), self._kind, self.tr("Bepaalt de termijn."))
        self._ground = text_field(self._new)
        self._new.add("ground", self.tr("&Grond"), self._ground, self.tr("In uw eigen woorden."))
        self._home = text_field(self._new, most=40)
        self._home.setText(home or "")
        self._new.add("home", self.tr("W&oning"), self._home, self.tr("De code, als het over een woning gaat."))
        self._known = QCheckBox(self.tr("De dag van de beslissing is &gekend"), self._new)
        self._new.add("known", self.tr("Beslissing"), self._known)
        self._about = DayField(office.today, self._new, last=office.today)
        self._about.setEnabled(False)
        self._known.toggled.connect(self._about.setEnabled)
        self._new.add("about", self.tr("&Van"), self._about, self.tr("Bij stilzitten: de dag van de vraag."))
        self._won = QCheckBox(self.tr("Noteer ook het &feit dat de kandidaat gelijk kreeg"), self)
        self._won.setChecked(True)
        when = self.add_form()
        self._day = DayField(office.today, when, last=office.today)
        when.add("lodged_on", self.tr("&Datum"), self._day)
        for widget in (heading, self._made, steps, self._new, when, self._won):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self._step.currentIndexChanged.connect(lambda _place: self._show_step())
        self.resize(640, 360)
        self.set_ready(False)
        look = partial(appeals.listed, office, dossier)
        self.work(
            Lane.READ,
            lambda _task: [one for one, _ in look()],
            self._looked,
            self.tr("De verhalen worden gezocht…"),
            may_leave=True,
        )

    def do(self) -> None:
        """Note the step."""
        step, _, number = self._step.currentData().partition(" ")
        if step == _NEW:
            make = partial(
                appeals.record,
                self._office,
                self._dossier,
                kind=self._kind.currentData(),
                ground=self._ground.text(),
                lodged_on=self._day.day,
                about=self._about.day if self._known.isChecked() else None,
                home=self._home.text(),
            )
        else:
            note = step == _UPHELD and self._won.isChecked()
            make = partial(_conclude, self._office, number, step == _UPHELD, self._day.day, note)
        self.work(Lane.WRITE, lambda _task: _words(make()), self.finish, self.tr("Het verhaal wordt genoteerd…"))

    def _looked(self, found: Sequence[AppealRecord]) -> None:
        line = self.tr("{id}: {ground}; {state}")
        self._made.say([line.format(id=o.id, ground=o.ground, state=appeals.state_words(o)) for o in found])
        for one in found:
            if one.upheld is None:
                self._step.addItem(self.tr("{id}: de kandidaat kreeg gelijk").format(id=one.id), f"{_UPHELD} {one.id}")
                self._step.addItem(self.tr("{id}: niet gegrond").format(id=one.id), f"{_DISMISSED} {one.id}")
        self._step.addItem(self.tr("Een nieuw verhaal"), _NEW)
        self.set_ready(True)
        self._show_step()
        self._step.setFocus()

    def _show_step(self) -> None:
        step = (self._step.currentData() or _NEW).partition(" ")[0]
        self._new.setVisible(step == _NEW)
        self._won.setVisible(step == _UPHELD)
        self.fit()


def _conclude(office: Office, number: str, upheld: bool, day: date, note: bool) -> AppealRecord:
    made = appeals.conclude(office, number, upheld=upheld, outcome_on=day)
    if note:
        own_facts.note(office, made.dossier, appeals.WON_FACT, answer=Answer.MET, source=f"verhaal {made.id}")
    return made


def _words(appeal: AppealRecord) -> str:
    return f"{appeal.id}: {appeals.state_words(appeal)}"
