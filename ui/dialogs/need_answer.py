"""A housing-need request: its documents, what each shows, and the answer to the register, shown before it is put."""

from functools import partial

from PySide6.QtWidgets import QCheckBox, QTabWidget, QWidget

from cir_desktop.domain.dossier_words import NEED_STATUSES
from cir_desktop.domain.identity import Role
from cir_desktop.domain.inquiry import GRANTABLE, NEED_GRANTED, NEED_OPEN, NEED_REFUSED, NeedDraft
from cir_desktop.domain.values import dutch_date
from cir_desktop.services import housing_need
from cir_desktop.services.housing_need import NeedLine, NeedView, ReplyPreview
from cir_desktop.services.office import Office
from ui.dialogs.need_documents import NeedDocuments
from ui.dialogs.two_step import scrolling
from ui.dialogs.work_dialog import Sentences, WorkDialog, motive_field, reading_label
from ui.widgets.form import choice_field
from ui.widgets.labels import Heading
from ui.workers.jobs import Jobs, Lane


class NeedAnswerDialog(WorkDialog):
    """Two leaves: the documents, and the decision. Leaving keeps what was typed as a draft; gives a sentence."""

    def __init__(self, office: Office, jobs: Jobs, parent: QWidget, line: NeedLine) -> None:
        super().__init__(jobs, parent)
        self._office = office
        self._line = line
        self._may_answer = False
        self._kept = NeedDraft()
        self._shown: NeedDraft | None = None
        self.name(self.tr("Woonnoodverzoek"), self.tr("Nakijken"))
        heading = Heading(f"{line.name} ({line.dossier})", self)
        heading.setWordWrap(True)
        self._about = reading_label("", self)
        self._leaves = QTabWidget(self)
        self._leaves.setDocumentMode(True)
        self.documents = NeedDocuments(office, jobs, self, line.dossier, line.requested_on)
        self.documents.failed.connect(self.show_error)
        self.documents.changed.connect(self._changed)
        self._leaves.addTab(self.documents, self.tr("Documenten"))
        self._leaves.addTab(self._decision(), self.tr("Besluit"))
        for widget in (heading, self._about):
            self.body.addWidget(widget)
        self.body.addWidget(self._leaves, 1)
        self._cancel.setText(self.tr("S&luiten"))
        self._cancel.setToolTip(self.tr("Wat u typte, blijft als ontwerp bewaard."))
        self.resize(860, 560)
        self.set_ready(False)
        look = partial(housing_need.view, office, line.dossier, line.requested_on)
        self.work(Lane.READ, lambda _task: look(), self._looked, self.tr("Het verzoek wordt gelezen…"), may_leave=True)

    def do(self) -> None:
        """Show what the answer does; the second time, when nothing changed since, put it in the outbox."""
        draft = self._draft
        about = (self._office, self._line.dossier, self._line.requested_on, draft)
        if self._shown != draft:
            self._leaves.setCurrentIndex(1)
            self.work(
                Lane.READ,
                lambda _task: housing_need.preview(*about),
                lambda found: self._show(draft, found),
                self.tr("Wordt nagekeken…"),
                may_leave=True,
            )
            return
        ranked = self._with_ranking.isChecked() and not self._with_ranking.isHidden()
        self.work(
            Lane.WRITE,
            lambda _task: housing_need.send(*about, with_ranking=ranked),
            lambda _found: self.finish(self.tr("Antwoord klaargezet; gaat mee bij de volgende verzending.")),
            self.tr("Wordt klaargezet…"),
        )

    def reject(self) -> None:
        """Leave; what was typed stays as a draft."""
        draft = self._draft
        changed = self._may_answer and draft != self._kept
        if not changed or self._running is not None:
            super().reject()
            return
        self._kept = draft
        self.work(
            Lane.WRITE,
            lambda _task: housing_need.save_draft(self._office, self._line.dossier, self._line.requested_on, draft),
            lambda _none: self.finish(self.tr("Ontwerp bewaard; er is niets klaargezet voor het CIR.")),
            self.tr("Ontwerp wordt bewaard…"),
        )

    def _decision(self) -> QWidget:
        self._form = self.add_form()
        outcomes = [(code, NEED_STATUSES[code]) for code in (NEED_OPEN, NEED_GRANTED, NEED_REFUSED)]
        self._outcome = choice_field(self._form, outcomes)
        # Nothing is decided beforehand.
        self._outcome.setPlaceholderText(self.tr("Kies het besluit"))
        self._outcome.setCurrentIndex(-1)
        self._granted = choice_field(self._form, GRANTABLE.items())
        self._granted.setPlaceholderText(self.tr("Kies de voorrang"))
        self._granted.setCurrentIndex(-1)
        self._granted.setMinimumContentsLength(40)
        self._conclusion = motive_field(self._form)
        self._form.add("outcome", self.tr("&Besluit"), self._outcome)
        self._form.add("granted", self.tr("&Voorrang"), self._granted)
        self._form.add("conclusion", self.tr("&Conclusie"), self._conclusion, self.tr("Waarom; gaat mee naar het CIR."))
        self._others = Sentences(self.tr("Andere verhuurders antwoordden"), self)
        self._effects = Sentences(self.tr("Wat er gebeurt"), self)
        self._message = Sentences(self.tr("Bericht aan het CIR"), self)
        self._ranking = Sentences(self.tr("Melding voor de rangschikking"), self)
        self._with_ranking = QCheckBox(self.tr("Deze melding &ook klaarzetten"), self)
        self._with_ranking.hide()
        self._outcome.currentIndexChanged.connect(lambda _place: self._outcome_changed())
        self._granted.currentIndexChanged.connect(lambda _place: self._changed())
        self._conclusion.textChanged.connect(self._changed)
        self._form.show_field("granted", False)
        return scrolling(
            (self._form, self._others, self._effects, self._message, self._ranking, self._with_ranking),
            self,
            self.tr("Besluit"),
        )

    @property
    def _draft(self) -> NeedDraft:
        return NeedDraft(
            outcome=self._outcome.currentData() or "",
            evaluations=self.documents.evaluations,
            conclusion=self._conclusion.toPlainText(),
            granted=(self._granted.currentData() or "") if self._outcome.currentData() == NEED_GRANTED else "",
        )

    def _looked(self, view: NeedView) -> None:
        line = view.line
        # Who only looks sees the request as one that can't be answered now.
        self._may_answer = view.may_answer and Role.CLERK in self._office.roles
        asked = self.tr("Verzoek van {day}, {n} dagen oud; status van het dossier: {status}.").format(
            day=dutch_date(line.requested_on), n=line.age_days, status=view.status
        )
        said = self.tr("Verklaring: {text}").format(text=line.statement)
        self._about.setText(f"{asked}\n{said}")
        self._leaves.setTabText(0, self.tr("Documenten ({n})").format(n=len(view.documents)))
        self.documents.show_documents(view.documents, may_change=self._may_answer, may_fetch=line.open)
        self._outcome.setCurrentIndex(self._outcome.findData(view.draft.outcome))
        self._granted.setCurrentIndex(self._granted.findData(view.draft.granted))
        self._conclusion.setPlainText(view.draft.conclusion)
        self._others.say(view.others)
        for field in (self._outcome, self._granted, self._conclusion):
            field.setEnabled(self._may_answer)
        self.set_ready(self._may_answer)
        self._kept = self._draft
        self._outcome_changed()
        if not view.may_answer:
            self._effects.say([f"{line.next_step}."])
        self.documents.take_focus()

    def _outcome_changed(self) -> None:
        self._form.show_field("granted", self._outcome.currentData() == NEED_GRANTED)
        self._changed()

    def _changed(self) -> None:
        self._shown = None
        for sentences in (self._effects, self._message, self._ranking):
            sentences.say([])
        self._with_ranking.hide()
        self.main_button.setText(self.tr("Nakijken"))

    def _show(self, draft: NeedDraft, found: ReplyPreview) -> None:
        if self._draft != draft:
            return
        self._shown = draft
        self._effects.say(found.effects)
        self._message.say(found.fields)
        self._ranking.say(found.ranking)
        self._with_ranking.setVisible(bool(found.ranking))
        self.main_button.setText(self.tr("Antwoord klaarzetten"))
