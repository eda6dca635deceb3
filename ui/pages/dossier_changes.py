"""Wat is gewijzigd: what each kept version of a dossier changed, the newest first."""

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QWidget

from cir_desktop.domain.changes import FieldChange
from cir_desktop.services import changes
from cir_desktop.services.changes import VersionChange
from cir_desktop.services.office import Office
from ui.widgets.facts_view import FactsView, Section
from ui.widgets.words import moment
from ui.workers.jobs import Jobs, Lane


class DossierChanges(FactsView):
    """One section for each version with its fields before and after."""

    failed = Signal(object)

    def __init__(self, office: Office, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(QCoreApplication.translate("DossierChanges", "Wat is gewijzigd"), parent)
        self._office = office
        self._jobs = jobs

    def show_dossier(self, number: str) -> None:
        """Another dossier, or the same one anew."""
        self.show_sections([])
        self._jobs.run(
            Lane.READ,
            lambda _task: changes.of_dossier(self._office, number),
            owner=self,
            on_done=self._show_steps,
            on_error=self.failed.emit,
            supersedes="dossier-changes",
        )

    def _show_steps(self, steps: tuple[VersionChange, ...]) -> None:
        if not steps:
            empty = self.tr("Van dit dossier is maar één versie opgehaald: er is nog niets om mee te vergelijken.")
            self.show_sections([Section(self.tr("Nog geen wijzigingen"), (), empty=empty)])
            return
        self.show_sections([self._step(step) for step in steps])

    def _step(self, step: VersionChange) -> Section:
        return Section(
            self.tr("Versie {now}, opgehaald {at}; tegenover versie {before}").format(
                now=step.now, at=moment(step.received_at), before=step.before
            ),
            [self._field(field) for field in step.fields],
            (self.tr("Gegeven"), self.tr("Was"), self.tr("Is nu"), self.tr("Raakt een lijst")),
            empty=self.tr("Enkel het nummer van de versie is anders."),
        )

    def _field(self, field: FieldChange) -> tuple[str, str, str, str]:
        return (field.label, field.before or "–", field.after or "–", self.tr("ja") if field.touches_ranking else "")
