"""Confirming what a check wants looked at: that it is right as it stands, and why."""

from functools import partial

from PySide6.QtWidgets import QWidget

from cir_desktop.services import migration_fixing
from cir_desktop.services.migration_checking import Checked
from cir_desktop.services.migration_findings import FindingGroup
from cir_desktop.services.migration_work import Work
from cir_desktop.services.office import Office
from ui.dialogs.work_dialog import WorkDialog, motive_field, reading_label
from ui.workers.jobs import Jobs, Lane


class ConfirmDialog(WorkDialog):
    """Confirms all findings of the check of this group, and gives the number of the fix."""

    def __init__(
        self, office: Office, jobs: Jobs, parent: QWidget, work: Work, found: Checked, group: FindingGroup
    ) -> None:
        super().__init__(jobs, parent)
        self.name(self.tr("Nagekeken bevestigen"), self.tr("Bevestigen"))
        self._office = office
        self._work = work
        self._found = found
        self._code = group.code
        said = self.tr(
            "U bevestigt alle bevindingen “{title}” ({code}): wat er staat, klopt. Uw naam en de reden blijven."
        )
        self.body.addWidget(reading_label(said.format(title=group.title, code=group.code), self))
        form = self.add_form()
        self._reason = motive_field(form)
        form.add("reason", self.tr("&Reden"), self._reason)
        self.body.addWidget(form)
        self.body.addStretch(1)
        self.setMinimumWidth(520)
        form.focus_first()

    def do(self) -> None:
        """Keep the confirmation."""
        step = partial(
            migration_fixing.confirm,
            self._office,
            self._work,
            self._found.findings,
            self._reason.toPlainText(),
            {self._code},
        )
        self.work(Lane.WRITE, lambda _task: step(), self.finish, self.tr("Bewaren…"))
