"""Noting a fact of a candidate, taking one back, undoing the last note; what a list is waiting for comes first."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial

import msgspec
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from cir_desktop.domain.facts import FactKind, OwnFact
from cir_desktop.domain.identity import Role
from cir_desktop.domain.ranking import Answer
from cir_desktop.domain.values import dutch_date
from cir_desktop.services import own_facts
from cir_desktop.services.office import Office
from cir_desktop.services.own_facts import NotedLine, OpenQuestion
from ui.dialogs.work_dialog import Sentences, WorkDialog, reading_label
from ui.widgets.day_field import DayField
from ui.widgets.form import choice_field, text_field
from ui.widgets.labels import Heading, button
from ui.widgets.style import SPACE_S
from ui.workers.jobs import Jobs, Lane


class Asked(msgspec.Struct, frozen=True):
    """What is open for the home, what counts now, and every note, the newest first."""

    questions: Sequence[OpenQuestion]
    noted: Mapping[str, OwnFact]
    history: Sequence[NotedLine]


class FactNoteDialog(WorkDialog):
    """One fact: the question, the answer or amount, the source, until when; gives what was done in a sentence.

    `home` None: any home.
    """

    def __init__(self, office: Office, jobs: Jobs, parent: QWidget, dossier: str, name: str, home: str | None) -> None:
        super().__init__(jobs, parent)
        self.name(self.tr("Feiten noteren"), self.tr("Feit noteren"))
        self._office = office
        self._dossier = dossier
        self._asked = Asked((), {}, ())
        heading = Heading(self.tr("{name}, dossier {number}").format(name=name, number=dossier), self)
        heading.setWordWrap(True)
        self.body.addWidget(heading)
        self._noted = Sentences(self.tr("Al genoteerd"), self)
        self._last = reading_label("", self)
        self._take_back_button = button(self.tr("Gekozen feit terug&nemen"), self._take_back, self, needs=Role.CLERK)
        self._undo_button = button(self.tr("Laatste nota &ongedaan maken"), self._undo, self, needs=Role.CLERK)
        back = QHBoxLayout()
        back.setSpacing(SPACE_S)
        for each in (self._take_back_button, self._undo_button):
            each.setEnabled(False)
            back.addWidget(each)
        back.addStretch(1)
        self._question = reading_label("", self)
        form = self.add_form()
        self._key = choice_field(form, [])
        self._key.setMinimumContentsLength(44)
        form.add("key", self.tr("&Feit"), self._key)
        self.body.addWidget(self._noted)
        self.body.addWidget(self._last)
        self.body.addLayout(back)
        self.body.addWidget(form)
        self.body.addWidget(self._question)
        form = self.add_form()
        self._answer = choice_field(form, [])
        form.add("answer", self.tr("&Antwoord"), self._answer)
        self._amount = text_field(form, most=16)
        form.add("amount", self.tr("&Bedrag of aantal"), self._amount)
        self._source = text_field(form)
        form.add(
            "source", self.tr("B&ron"), self._source, self.tr("Waaruit u het las: een attest, een brief, een datum.")
        )
        self._ends = QCheckBox(self.tr("Geldt maar &tot een dag"), form)
        form.add("ends", self.tr("Einde"), self._ends)
        self._until = DayField(office.today.replace(year=office.today.year + 1, day=1), form, first=office.today)
        form.add("until", self.tr("&Geldt niet meer vanaf"), self._until)
        self._until.setEnabled(False)
        self._ends.toggled.connect(self._until.setEnabled)
        self.body.addWidget(form)
        self.body.addStretch(1)
        self._key.currentIndexChanged.connect(lambda _place: self._show_kind())
        self._answer.currentIndexChanged.connect(lambda _place: self._show_amount())
        self.resize(640, 340)
        self.set_ready(False)
        look = partial(_asked, office, home, dossier)
        self.work(
            Lane.READ, lambda _task: look(), self._looked, self.tr("De open vragen worden gezocht…"), may_leave=True
        )

    def do(self) -> None:
        """Note the fact."""
        kind = self._kind
        if kind is None:
            return
        answer = Answer(self._answer.currentData())
        until = self._until.day if self._ends.isChecked() else None
        with_amount = kind.kind != "yes_no" and answer is not Answer.UNKNOWN
        note = partial(_note, self._office, self._dossier, kind, answer, self._amount.text() if with_amount else None)
        source = self._source.text()
        said = self.tr("Genoteerd: {fact}.").format(fact=kind.name)
        self._do(lambda: note(source, until), said, self.tr("Het feit wordt genoteerd…"))

    def _take_back(self) -> None:
        """The chosen fact counts no more."""
        kind = self._kind
        if kind is not None:
            take_back = partial(own_facts.take_back, self._office, self._dossier, kind.key)
            said = self.tr("Teruggenomen: {fact}.").format(fact=kind.name)
            self._do(take_back, said, self.tr("Het feit wordt teruggenomen…"))

    def _undo(self) -> None:
        """What stood there before the last note counts again."""
        kinds, last = self._office.fact_kinds, self._asked.history[0]
        said = self.tr("Ongedaan gemaakt: {fact}.").format(fact=kinds[last.key].name)
        undo = partial(own_facts.undo_last, self._office, self._dossier)
        self._do(undo, said, self.tr("De laatste nota wordt ongedaan gemaakt…"))

    def _do(self, step: Callable[[], object], said: str, words: str) -> None:
        self.work(Lane.WRITE, lambda _task: step(), lambda _done: self.finish(said), words)

    def _last_words(self) -> str:
        """The last note, and what undoing it would bring back."""
        kinds, history = self._office.fact_kinds, self._asked.history
        if not history or history[0].key not in kinds:
            return ""
        last, *earlier = history
        kind = kinds[last.key]
        before = next((line.fact for line in earlier if line.key == last.key), None)
        words = self.tr("Laatste nota: {fact}, {value}, op {day} door {who}. Ongedaan gemaakt geldt weer: {before}.")
        return words.format(
            fact=kind.name,
            value=own_facts.value_words(kind, last.fact),
            day=dutch_date(self._office.local_day(last.at)),
            who=last.by,
            before=own_facts.value_words(kind, before) if before else self.tr("niets genoteerd"),
        )

    def _looked(self, asked: Asked) -> None:
        self._asked = asked
        kinds = self._office.fact_kinds
        self._last.setText(self._last_words())
        self._last.setVisible(bool(self._last.text()))
        self._undo_button.setEnabled(bool(self._last.text()))
        says = self.tr("{fact}: {value} (bron: {source})")
        self._noted.say(
            [
                says.format(fact=kinds[key].name, value=own_facts.value_words(kinds[key], fact), source=fact.source)
                for key, fact in asked.noted.items()
                if key in kinds
            ]
        )
        first = [question.kind.key for question in asked.questions]
        missing = self.tr("Ontbreekt: {fact}")
        for key in first:
            self._key.addItem(missing.format(fact=kinds[key].name), key)
        for key, kind in kinds.items():
            if key not in first:
                self._key.addItem(kind.name, key)
        self.set_ready(True)
        self._show_kind()
        self.fit()
        self._key.setFocus()

    @property
    def _kind(self) -> FactKind | None:
        return self._office.fact_kinds.get(self._key.currentData() or "")

    def _show_kind(self) -> None:
        kind = self._kind
        if kind is None:
            return
        self._take_back_button.setEnabled(kind.key in self._asked.noted)
        source = self.tr("{question} (Waar het staat: {source})")
        self._question.setText(source.format(question=kind.question, source=kind.source))
        self._answer.clear()
        if kind.kind == "yes_no":
            self._answer.addItem(self.tr("Ja"), Answer.MET.value)
            self._answer.addItem(self.tr("Nee"), Answer.NOT_MET.value)
        else:
            amount = self.tr("Bedrag in euro") if kind.kind == "amount" else self.tr("Aantal")
            self._answer.addItem(amount, Answer.MET.value)
        self._answer.addItem(self.tr("Niet bewezen"), Answer.UNKNOWN.value)
        self._answer.setCurrentIndex(0)
        self._amount.clear()
        self._show_amount()

    def _show_amount(self) -> None:
        kind = self._kind
        is_amount = kind is not None and kind.kind != "yes_no"
        self._amount.setEnabled(is_amount and self._answer.currentData() != Answer.UNKNOWN.value)


def _asked(office: Office, home: str | None, dossier: str) -> Asked:
    questions = own_facts.open_questions(office, home, dossier) if home else ()
    return Asked(questions, own_facts.noted(office, dossier), own_facts.history(office, dossier))


def _note(
    office: Office, dossier: str, kind: FactKind, answer: Answer, typed: str | None, source: str, until: date | None
) -> None:
    amount = None if typed is None else own_facts.amount_of(kind, typed)
    own_facts.note(office, dossier, kind.key, answer=answer, amount=amount, source=source, until=until)
