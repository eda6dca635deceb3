"""The nominations of a candidate: those that there are, a new one, the decision of the allocation council, the end."""

from collections.abc import Sequence
from functools import partial

import msgspec
from PySide6.QtWidgets import QWidget

from cir_desktop.domain.codes import ACCELERATED_GROUPS
from cir_desktop.domain.process import Nomination
from cir_desktop.domain.values import dutch_date
from cir_desktop.services import nominations
from cir_desktop.services.nominations import Suggestion
from cir_desktop.services.office import Office
from ui.dialogs.work_dialog import Sentences, WorkDialog
from ui.widgets.day_field import DayField
from ui.widgets.form import choice_field, text_field
from ui.widgets.labels import Heading
from ui.workers.jobs import Jobs, Lane

_NEW, _AGREED, _REFUSED, _END = "new", "agreed", "refused", "end"


class Found(msgspec.Struct, frozen=True):
    """The nominations of a candidate, newest first, and what the register granted."""

    made: Sequence[Nomination]
    suggestions: Sequence[Suggestion]


class NominationsDialog(WorkDialog):
    """One step about a nomination at a time; gives its number and where it stands."""

    def __init__(self, office: Office, jobs: Jobs, parent: QWidget, dossier: str, name: str) -> None:
        super().__init__(jobs, parent)
        self.name(self.tr("Voordrachten"), self.tr("Noteren"))
        self._office = office
        self._dossier = dossier
        heading = Heading(self.tr("Voordrachten van {name}, dossier {n}").format(name=name, n=dossier), self)
        heading.setWordWrap(True)
        self._made = Sentences(self.tr("Al genoteerd"), self)
        self._granted = Sentences(self.tr("Toegekende voorrang in het register"), self)
        steps = self.add_form()
        self._step = choice_field(steps, [])
        self._step.setMinimumContentsLength(44)
        steps.add("step", self.tr("&Wat noteert u?"), self._step)
        self._new = self.add_form()
        self._group = choice_field(self._new, ACCELERATED_GROUPS.items())
        self._new.add("group", self.tr("&Groep"), self._group)
        self._by = text_field(self._new)
        self._new.add("nominated_by", self.tr("&Door wie"), self._by, self.tr("OCMW, CAW of een andere dienst."))
        self._documents = text_field(self._new)
        self._new.add("documents", self.tr("&Stukken"), self._documents)
        self._decided = self.add_form()
        self._reference = text_field(self._decided)
        self._decided.add("decision", self.tr("&Verslag van de raad"), self._reference)
        when = self.add_form()
        self._day = DayField(office.today, when, last=office.today)
        when.add("day", self.tr("D&atum"), self._day)
        for widget in (heading, self._made, self._granted, steps, self._new, self._decided, when):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self._step.currentIndexChanged.connect(lambda _place: self._show_step())
        self.resize(640, 360)
        self.set_ready(False)
        look = partial(_found, office, dossier)
        self.work(
            Lane.READ, lambda _task: look(), self._looked, self.tr("De voordrachten worden gezocht…"), may_leave=True
        )

    def do(self) -> None:
        """Note the step."""
        step, _, number = self._step.currentData().partition(" ")
        day = self._day.day
        if step == _NEW:
            make = partial(
                nominations.add,
                self._office,
                self._dossier,
                group=self._group.currentData(),
                nominated_by=self._by.text(),
                nominated_on=day,
                documents=self._documents.text(),
            )
        elif step == _END:
            make = partial(nominations.end, self._office, number, day)
        else:
            make = partial(
                nominations.decide,
                self._office,
                number,
                agreed=step == _AGREED,
                decided_on=day,
                reference=self._reference.text(),
            )
        self.work(Lane.WRITE, lambda _task: _words(make()), self.finish, self.tr("De voordracht wordt genoteerd…"))

    def _looked(self, found: Found) -> None:
        line = self.tr("{id}: {group}, door {who} op {day}; {state}")
        self._made.say(
            [
                line.format(
                    id=one.id,
                    group=ACCELERATED_GROUPS[one.group],
                    who=one.nominated_by,
                    day=dutch_date(one.nominated_on),
                    state=nominations.state_words(one),
                )
                for one in found.made
            ]
        )
        granted = self.tr("{group}, door {who}")
        self._granted.say(
            [granted.format(group=ACCELERATED_GROUPS[one.group], who=one.granted_by) for one in found.suggestions]
        )
        if found.suggestions:
            self._group.setCurrentIndex(self._group.findData(found.suggestions[0].group))
        for one in found.made:
            if one.ended_on is not None:
                continue
            if one.agreed is None:
                self._step.addItem(self.tr("{id}: de raad aanvaardde").format(id=one.id), f"{_AGREED} {one.id}")
                self._step.addItem(self.tr("{id}: de raad weigerde").format(id=one.id), f"{_REFUSED} {one.id}")
            self._step.addItem(self.tr("{id} geldt niet meer").format(id=one.id), f"{_END} {one.id}")
        self._step.addItem(self.tr("Een nieuwe voordracht"), _NEW)
        self.set_ready(True)
        self._show_step()
        self._step.setFocus()

    def _show_step(self) -> None:
        step = (self._step.currentData() or _NEW).partition(" ")[0]
        self._new.setVisible(step == _NEW)
        self._decided.setVisible(step in (_AGREED, _REFUSED))
        self.fit()


def _found(office: Office, dossier: str) -> Found:
    made = [one for one, _ in nominations.listed(office, dossier)]
    return Found(made, nominations.suggestions(office, dossier))


def _words(nomination: Nomination) -> str:
    return f"{nomination.id}: {nominations.state_words(nomination)}"
