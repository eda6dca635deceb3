"""Handing over the list: for which round, and what goes along."""

from collections.abc import Collection
from functools import partial

from PySide6.QtWidgets import QWidget

from cir_desktop.domain.finding import Severity
from cir_desktop.domain.migration_upload import ROUND_WORDS, UploadRound
from cir_desktop.services import migration_upload
from cir_desktop.services.migration_checking import Checked
from cir_desktop.services.office import Office
from ui.dialogs.work_dialog import WorkDialog, reading_label
from ui.widgets.form import choice_field
from ui.widgets.words import number
from ui.workers.jobs import Jobs, Lane


class UploadDialog(WorkDialog):
    """Proposes the first round that had no upload yet; gives the Uploaded.

    Args:
        found: the list with all its findings.
        done: the rounds that had an upload.
    """

    def __init__(
        self, office: Office, jobs: Jobs, parent: QWidget, found: Checked, done: Collection[UploadRound]
    ) -> None:
        super().__init__(jobs, parent)
        self.name(self.tr("Lijst opladen"), self.tr("Opladen"))
        self._office = office
        self._found = found
        self.body.addWidget(reading_label(self._what_goes(), self))
        form = self.add_form()
        self._round = choice_field(form, [(each.value, words) for each, words in ROUND_WORDS.items()])
        first = next((each for each in UploadRound if each not in done), UploadRound.FREEZE)
        self._round.setCurrentIndex(self._round.findData(first.value))
        form.add(
            "round",
            self.tr("&Ronde"),
            self._round,
            self.tr("Een nieuwe oplading vervangt de vorige van dezelfde ronde."),
        )
        self.body.addWidget(form)
        self.body.addStretch(1)
        self.setMinimumWidth(520)
        form.focus_first()

    def do(self) -> None:
        """Hand it over."""
        step = partial(
            migration_upload.upload_checked, self._office, self._found, UploadRound(self._round.currentData())
        )
        self.work(
            Lane.NETWORK,
            lambda task: step(report=task.report, cancel=task.cancel),
            self.finish,
            self.tr("Opladen… Het register kijkt elke rij na."),
        )

    def _what_goes(self) -> str:
        batch = self._found.batch
        rows = (
            ", ".join(f"{batch.names.get(key, key)} {number(len(sheet))}" for key, sheet in batch.sheets.items())
            if batch
            else ""
        )
        said = [self.tr("Deze rijen gaan naar het register: {rows}.").format(rows=rows)]
        if look := self._found.counts[Severity.LOOK]:
            said.append(self.tr("U kijkt best eerst nog na wat “Nakijken” is: {n}.").format(n=number(look)))
        said.append(self.tr("Uw eigen bestand blijft zoals het is."))
        return " ".join(said)
