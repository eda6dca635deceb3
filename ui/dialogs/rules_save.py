"""Saving rules: first who moves in the lists, with names; then the button."""

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from cir_desktop.domain.identity import Role
from cir_desktop.errors import CirError
from cir_desktop.services import settings
from cir_desktop.services.office import Office
from cir_desktop.services.rules_effect import Preview
from cir_desktop.services.settings import OwnRules
from ui.dialogs.work_dialog import WorkDialog, reading_label
from ui.widgets.form import text_field
from ui.widgets.job_progress import JobProgress
from ui.workers.jobs import Jobs, Lane, Task


class SaveRulesDialog(WorkDialog):
    """Compares the lists at once; saving waits for that. Gives the saved version."""

    needs = Role.ADMINISTRATOR

    def __init__(
        self, office: Office, jobs: Jobs, parent: QWidget, draft: OwnRules, based_on: int, note: str = ""
    ) -> None:
        super().__init__(jobs, parent)
        self.name(self.tr("Reglementen bewaren"), self.tr("Bewaren"))
        self._office = office
        self._draft = draft
        self._based_on = based_on
        self._sentence = reading_label("", self)
        self._names = QPlainTextEdit(self)
        self._names.setReadOnly(True)
        self._names.setTabChangesFocus(True)
        self._names.setAccessibleName(self.tr("Wie van plaats wijzigt"))
        self._progress = JobProgress(self.tr("Lijsten vergelijken"), self)
        form = self.add_form()
        self._note = text_field(form)
        form.add("note", self.tr("&Wat wijzigde er?"), self._note, self.tr("Komt in de geschiedenis."))
        self._note.setText(note)
        self.body.addWidget(self._progress)
        self.body.addWidget(self._sentence)
        self.body.addWidget(self._names, 1)
        self.body.addWidget(form)
        self.resize(720, 520)
        self.set_ready(False)
        self._compare()

    def do(self) -> None:
        """Save the draft as a new version."""
        note = self._note.text()
        self.work(
            Lane.WRITE,
            lambda _task: settings.save(self._office, self._draft, note, based_on=self._based_on),
            self.finish,
            self.tr("Bewaren…"),
        )

    def _compare(self) -> None:
        def look(task: Task) -> Preview:
            return settings.preview(self._office, self._draft, report=task.report, cancel=task.cancel)

        handle = self._jobs.run(
            Lane.READ,
            look,
            owner=self,
            on_done=self._compared,
            on_error=self._not_compared,
            on_progress=self._progress.advance,
            supersedes="preview",
        )
        self._progress.follow(handle)
        self._comparing = handle

    def reject(self) -> None:
        """Leave; a comparison that runs is stopped."""
        self._comparing.cancel()
        super().reject()

    def _compared(self, found: Preview) -> None:
        self._progress.finish()
        self._sentence.setText(found.sentence)
        lines = [self.tr("Let op: {warning}").format(warning=warning) for warning in found.warnings]
        for home in found.homes:
            lines.append(home.sentence)
            lines += [f"    {move.sentence}" for move in home.moves]
        self._names.setPlainText("\n".join(lines))
        self._names.setVisible(bool(lines))
        self.set_ready(True)
        self._note.setFocus()

    def _not_compared(self, error: CirError) -> None:
        self._progress.finish()
        self._sentence.setText(self.tr("De lijsten zijn niet vergeleken; er wordt niets bewaard."))
        self.show_error(error)
