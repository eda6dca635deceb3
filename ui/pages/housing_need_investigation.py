"""Onderzoek: registrations that wait until we looked into their exceptions."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from cir_desktop.domain.identity import Role
from cir_desktop.domain.values import dutch_date
from cir_desktop.services import investigation
from cir_desktop.services.investigation import InvestigationLine
from cir_desktop.services.office import Office
from ui.dialogs.investigation_step import InvestigationDialog
from ui.models.columns import Column, Tone
from ui.pages.housing_need_tab import WorkTab
from ui.widgets.labels import button
from ui.workers.jobs import Jobs, Task


class InvestigationTab(WorkTab[InvestigationLine]):
    """Enter opens the steps of a dossier."""

    def __init__(self, office: Office, jobs: Jobs, parent: QWidget) -> None:
        super().__init__(
            office,
            jobs,
            parent,
            title=_Words().tr("Inschrijvingen in onderzoek"),
            key="investigations",
            columns=_Words().columns(),
            record_key=lambda line: line.dossier,
            nothing=(
                _Words().tr("Niets te onderzoeken"),
                _Words().tr(
                    "Een inschrijving met een uitzondering die ons bestuur behandelt, komt hier na het ophalen."
                ),
            ),
        )
        self._open = button(self.tr("&Behandelen…"), self.open_chosen, self, main=True, needs=Role.CLERK)
        self._back = button(self.tr("Bericht &terugnemen"), self._take_back, self, needs=Role.CLERK)
        self._back.setToolTip(self.tr("Zolang het niet verstuurd is."))
        self.steps.addWidget(self._open)
        self.steps.addWidget(self._back)
        self.remark.setText(self.tr("Enkel dossiers die wij behandelen; een andere verhuurder onderzoekt de zijne."))
        self.remark.show()
        self.show_steps()

    def read(self, task: Task) -> list[InvestigationLine]:
        """All that we investigate."""
        return investigation.listed(self.office, report=task.report, cancel=task.cancel)

    def open_chosen(self) -> None:
        """The steps that can be taken."""
        line = self.chosen
        if line is None or not self._open.isEnabled():
            return
        dialog = InvestigationDialog(self.office, self.jobs, self, line)
        dialog.done_with.connect(self.done)
        dialog.open()

    def show_steps(self) -> None:
        """What can be done with the current row."""
        line = self.chosen
        self._open.setEnabled(line is not None)
        self._back.setEnabled(line is not None and line.can_take_back)

    def _take_back(self) -> None:
        line = self.chosen
        if line is not None:
            said = self.tr("Het bericht is teruggenomen; het CIR hoort er niets van.")
            self.take_step(lambda: investigation.take_back(self.office, line.dossier), said)


class _Words(QObject):
    def columns(self) -> list[Column[InvestigationLine]]:
        return [
            Column(key="since", title=self.tr("Sinds"), text=lambda line: dutch_date(line.since), width=12),
            Column(
                key="age",
                title=self.tr("Dagen"),
                text=lambda line: "" if line.age_days is None else str(line.age_days),
                right=True,
                width=6,
            ),
            Column(key="dossier", title=self.tr("Dossier"), text=lambda line: line.dossier, width=16),
            Column(key="name", title=self.tr("Naam"), text=lambda line: line.name, width=20),
            Column(key="status", title=self.tr("Status"), text=lambda line: line.status_words, tone=_tone, width=21),
            Column(
                key="items",
                title=self.tr("Te onderzoeken"),
                text=lambda line: line.items_words,
                tooltip=lambda line: line.items_words,
                width=32,
            ),
            Column(
                key="asked",
                title=self.tr("Gevraagd"),
                text=lambda line: line.request.asked if line.request else "",
                tooltip=lambda line: line.request.asked if line.request else "",
                width=18,
            ),
            Column(
                key="next",
                title=self.tr("Volgende stap"),
                text=lambda line: line.next_step,
                tooltip=lambda line: "\n".join(line.waiting) or line.next_step,
                width=24,
            ),
        ]


def _tone(line: InvestigationLine) -> Tone:
    if line.overdue:
        return Tone.BAD
    return Tone.INFO if line.status == "INFOS" else Tone.WARN
