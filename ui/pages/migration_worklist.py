"""A tab of Migratie: what is still to be corrected in the CIR by hand after the go-live."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cir_desktop.services import migration_worklist
from cir_desktop.services.migration_worklist import WorkLine, Worklist
from cir_desktop.services.office import Office
from ui.models.columns import Column, Tone
from ui.pages.exchange_tables import ListOrNothing
from ui.pages.migration_hand import ListInHand
from ui.widgets.labels import QuietLabel, button
from ui.widgets.remembered import window_settings
from ui.widgets.style import SPACE_S
from ui.widgets.words import number
from ui.workers.jobs import Jobs, Lane


class WorklistTab(QWidget):
    """Worked out when it is asked for: it reads every dossier that was pulled."""

    failed = Signal(object)
    """The CirError that came instead."""

    def __init__(self, office: Office, jobs: Jobs, hand: ListInHand, parent: QWidget) -> None:
        super().__init__(parent)
        self._office = office
        self._jobs = jobs
        self._hand = hand
        self._compare = button(self.tr("Vergelijken met de laatste op&haling"), self.compare, self)
        self._words = QuietLabel("", self)
        self.list: ListOrNothing[WorkLine] = ListOrNothing(
            self.tr("Werklijst"),
            "migration-worklist",
            self._columns(),
            lambda line: (line.dossier, line.key),
            (
                self.tr("Wat in het CIR nog te verbeteren is"),
                self.tr(
                    "Na de start van het CIR toont deze lijst wat daar anders staat dan in uw lijst. "
                    "Wat u in het CIR verbetert, verdwijnt hier na de volgende ophaling."
                ),
            ),
            window_settings(office.workspace),
            self,
        )
        head = QHBoxLayout()
        head.setSpacing(SPACE_S)
        head.addWidget(self._compare)
        head.addWidget(self._words, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, SPACE_S, 0, 0)
        layout.setSpacing(SPACE_S)
        layout.addLayout(head)
        layout.addWidget(self.list, 1)
        self.list_changed()

    def list_changed(self) -> None:
        """Another list is in hand, or other corrections: what was worked out no longer holds."""
        self._compare.setEnabled(self._hand.work is not None)
        self._words.setText("")
        self.list.show_records([])

    def compare(self) -> None:
        """Hold the list against the dossiers as last pulled."""
        work = self._hand.work
        if work is None:
            return
        self._words.setText(self.tr("Vergelijken…"))
        self._jobs.run(
            Lane.READ,
            lambda task: migration_worklist.worklist(self._office, work, cancel=task.cancel),
            owner=self,
            on_done=self._show,
            on_error=self.failed.emit,
            supersedes="worklist",
        )

    def _show(self, found: Worklist) -> None:
        said = self.tr("{right} van {all} dossiers zijn in het CIR zoals in uw lijst.")
        self._words.setText(said.format(right=number(found.right), all=number(found.dossiers)))
        self.list.show_records(found.lines)

    def _columns(self) -> list[Column[WorkLine]]:
        return [
            Column(key="dossier", title=self.tr("Dossier"), text=lambda line: line.dossier, width=18),
            Column(
                key="about",
                title=self.tr("Belang"),
                text=lambda line: self.tr("telt voor de plaats") if line.ranks else self.tr("gegevens"),
                tone=lambda line: Tone.WARN if line.ranks else Tone.NEUTRAL,
                width=22,
            ),
            Column(key="what", title=self.tr("Wat"), text=lambda line: line.title, width=24),
            Column(key="wanted", title=self.tr("In uw lijst"), text=lambda line: line.wanted, width=28),
            Column(key="now", title=self.tr("In het CIR"), text=lambda line: line.now, width=28),
        ]
