"""A message is put right: with a reason, and with what the register does and what changes here before it is done."""

from functools import partial

from PySide6.QtWidgets import QWidget

from cir_desktop.domain.codes import ACTION_WORDS
from cir_desktop.domain.process import Command
from cir_desktop.services import retractions
from cir_desktop.services.office import Office
from cir_desktop.services.retractions import RetractPreview
from ui.dialogs.work_dialog import Sentences, WorkDialog
from ui.models.columns import Tone
from ui.widgets.form import choice_field
from ui.widgets.labels import Heading, QuietLabel
from ui.widgets.notice import Notice
from ui.workers.jobs import Jobs, Lane


class RetractDialog(WorkDialog):
    """Asks for a reason of the closed list, where one is asked; gives the message that came of it."""

    def __init__(self, office: Office, jobs: Jobs, command: Command, name: str, parent: QWidget) -> None:
        super().__init__(jobs, parent)
        self._office = office
        self._command = command.id
        self.name(self.tr("Rechtzetten"), self.tr("&Rechtzetten"))
        heading = Heading(f"{ACTION_WORDS.get(command.action, command.action)}: {name} ({command.dossier})", self)
        heading.setWordWrap(True)
        self._age = QuietLabel("", self)
        self._age.hide()
        self._register = Sentences(self.tr("Wat het CIR doet"), self)
        self._here = Sentences(self.tr("Wat er hier wijzigt"), self)
        self._message = Sentences(self.tr("Bericht aan het CIR"), self)
        self._held = Notice(self)
        self._form = self.add_form()
        self._reason = choice_field(self._form, [])
        self._form.add(
            "reason",
            self.tr("&Reden"),
            self._reason,
            self.tr("Uit een gesloten lijst; de reden gaat mee als commentaar van het bericht."),
        )
        self._form.hide()
        for widget in (heading, self._age, self._form, self._register, self._here, self._message, self._held):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.resize(640, 300)
        self.set_ready(False)
        self._reason.currentIndexChanged.connect(lambda _at: self._look_again())
        self.work(
            Lane.NETWORK,
            lambda _task: retractions.preview(office, self._command),
            self._looked,
            self.tr("Het dossier wordt nagekeken in het register…"),
            may_leave=True,
        )

    def do(self) -> None:
        """Put it right."""
        retract = partial(retractions.retract, self._office, self._command, self._code)
        self.work(Lane.WRITE, lambda _task: retract(), self.finish, self.tr("Wordt rechtgezet…"))

    @property
    def _code(self) -> str:
        return str(self._reason.currentData() or "")

    def _looked(self, found: RetractPreview) -> None:
        self._age.setText(found.age_sentence)
        self._age.setVisible(bool(found.age_sentence))
        if not found.reasons:
            self._show(found)
            return
        blocked = self._reason.blockSignals(True)
        self._reason.clear()
        self._reason.addItem(self.tr("Kies een reden"), "")
        for reason in found.reasons:
            self._reason.addItem(reason.text, reason.code)
        self._reason.blockSignals(blocked)
        self._form.show()
        self._show_effects(found)
        self._form.focus_first()

    def _look_again(self) -> None:
        code = self._code
        self.set_ready(False)
        preview = partial(retractions.preview, self._office, self._command, code, ask_register=False)
        self._jobs.run(
            Lane.READ,
            lambda _task: preview(),
            owner=self,
            on_done=self._show if code else self._show_effects,
            on_error=self.show_error,
            supersedes="preview",
        )

    def _show(self, found: RetractPreview) -> None:
        self._show_effects(found)
        self.set_ready(True)

    def _show_effects(self, found: RetractPreview) -> None:
        self._register.say(found.register)
        self._here.say(found.here)
        self._message.say(found.message)
        if found.held:
            self._held.say(self.tr("Een tweede persoon geeft dit vrij voor het vertrekt."), tone=Tone.WARN)
        else:
            self._held.hide()
        self.fit()
