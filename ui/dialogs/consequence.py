"""A consequence that is not about an offer, with what the register does and what it carries, before it is reported."""

from functools import partial

from PySide6.QtWidgets import QWidget

from cir_desktop.domain.codes import ACTION_WORDS, CONSEQUENCES
from cir_desktop.services import consequences
from cir_desktop.services.consequences import Consequence, ConsequencePreview
from cir_desktop.services.office import Office
from ui.dialogs.work_dialog import Sentences, WorkDialog, motive_field
from ui.widgets.day_field import DayField
from ui.widgets.form import choice_field, text_field
from ui.widgets.labels import Heading
from ui.workers.jobs import Jobs, Lane


class ConsequenceDialog(WorkDialog):
    """First shows what a consequence does, then puts it in the outbox; gives its words."""

    def __init__(self, office: Office, jobs: Jobs, parent: QWidget, dossier: str, name: str) -> None:
        super().__init__(jobs, parent)
        self._office = office
        self._dossier = dossier
        self._shown: Consequence | None = None
        self.name(self.tr("Gevolg melden"), self.tr("Nakijken"))
        form = self.add_form()
        self._action = choice_field(form, [(code, ACTION_WORDS[code]) for code in CONSEQUENCES])
        self._motive = motive_field(form)
        self._condition = choice_field(form, consequences.conditions())
        # No condition is chosen beforehand: which one failed is for the clerk to say.
        self._condition.setPlaceholderText(self.tr("Kies de voorwaarde"))
        self._condition.setCurrentIndex(-1)
        self._fact = text_field(form)
        self._requested = DayField(office.today, form, last=office.today)
        form.add("action", self.tr("&Gevolg"), self._action)
        form.add("motive", self.tr("&Motief"), self._motive, self.tr("Waarom, en waaruit dat blijkt; gaat mee."))
        form.add("condition", self.tr("&Voorwaarde"), self._condition, self.tr("Waaraan niet voldaan is."))
        form.add("fact", self.tr("Vastgesteld &feit"), self._fact, self.tr("Gaat mee naar het CIR."))
        form.add("requested_on", self.tr("&Datum van het schriftelijke verzoek"), self._requested)
        self._effects = Sentences(self.tr("Wat er gebeurt"), self)
        self._message = Sentences(self.tr("Bericht aan het CIR"), self)
        heading = Heading(f"{name} ({dossier})", self)
        heading.setWordWrap(True)
        for widget in (heading, form, self._effects, self._message):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self._action.currentIndexChanged.connect(lambda _place: self._changed())
        self._condition.currentIndexChanged.connect(lambda _place: self._changed())
        self._motive.textChanged.connect(self._changed)
        self._fact.textChanged.connect(lambda _text: self._changed())
        self._requested.dateChanged.connect(lambda _day: self._changed())
        self.resize(640, 420)
        self._changed()
        form.focus_first()

    def do(self) -> None:
        """Show what it does; the second time, when nothing changed since, report it."""
        wanted = self._wanted
        if self._shown != wanted:
            look = partial(consequences.preview, self._office, self._dossier, wanted)
            self.work(Lane.READ, lambda _task: look(), partial(self._show, wanted), self.tr("Wordt nagekeken…"))
            return
        put = partial(consequences.report, self._office, self._dossier, wanted)
        self.work(
            Lane.WRITE,
            lambda _task: put(),
            lambda found: self.finish(found.action_words),
            self.tr("Wordt klaargezet…"),
        )

    @property
    def _wanted(self) -> Consequence:
        action: str = self._action.currentData()
        failed = action == "NCOMP"
        return Consequence(
            action=action,
            motive=self._motive.toPlainText(),
            condition=(self._condition.currentData() or "") if failed else "",
            fact=self._fact.text() if failed else "",
            requested_on=self._requested.day if action == "VOL" else None,
        )

    def _changed(self) -> None:
        action = self._action.currentData()
        self._condition.setEnabled(action == "NCOMP")
        self._fact.setEnabled(action == "NCOMP")
        self._requested.setEnabled(action == "VOL")
        self._shown = None
        self._effects.say([])
        self._message.say([])
        self.main_button.setText(self.tr("Nakijken"))

    def _show(self, wanted: Consequence, found: ConsequencePreview) -> None:
        if self._wanted != wanted:
            return
        self._shown = wanted
        self._effects.say(found.effects)
        self._message.say(found.fields)
        self.main_button.setText(self.tr("Gevolg klaarzetten"))
        self.fit()
