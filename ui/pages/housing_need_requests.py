"""Woonnoodverzoeken: what candidates ask, the oldest that waits for us on top."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QCheckBox, QWidget

from cir_desktop.domain.identity import Role
from cir_desktop.domain.values import dutch_date
from cir_desktop.services import housing_need
from cir_desktop.services.housing_need import NeedLine
from cir_desktop.services.office import Office
from ui.dialogs.need_answer import NeedAnswerDialog
from ui.models.columns import Column, Tone
from ui.pages.housing_need_tab import WorkTab
from ui.widgets.labels import button
from ui.workers.jobs import Jobs, Task


class RequestsTab(WorkTab[NeedLine]):
    """Enter opens a request; what was ended is shown when asked."""

    def __init__(self, office: Office, jobs: Jobs, parent: QWidget) -> None:
        super().__init__(
            office,
            jobs,
            parent,
            title=_Words().tr("Woonnoodverzoeken"),
            key="need_requests",
            columns=_Words().columns(),
            record_key=lambda line: (line.dossier, line.requested_on),
            nothing=(
                _Words().tr("Geen open woonnoodverzoek"),
                _Words().tr("Vraagt een kandidaat voorrang wegens woonnood, dan komt dat hier na het ophalen."),
            ),
        )
        self._ended = QCheckBox(self.tr("Ook &afgesloten verzoeken"), self)
        self._ended.toggled.connect(lambda _on: self.show_again())
        self.above.addWidget(self._ended)
        self._open = button(self.tr("&Behandelen…"), self.open_chosen, self, main=True)
        self._back = button(self.tr("Antwoord &terugnemen"), self._take_back, self, needs=Role.CLERK)
        self.steps.addWidget(self._open)
        self.steps.addWidget(self._back)
        self.show_steps()

    def read(self, task: Task) -> list[NeedLine]:
        """All requests."""
        return housing_need.listed(self.office, report=task.report, cancel=task.cancel)

    def wanted(self, record: NeedLine) -> bool:
        """What waits for us, and the rest when asked."""
        return record.open or bool(record.waiting) or self._ended.isChecked()

    def open_chosen(self) -> None:
        """The request with its documents."""
        line = self.chosen
        if line is None:
            return
        dialog = NeedAnswerDialog(self.office, self.jobs, self, line)
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
            said = self.tr("Antwoord teruggenomen; het ontwerp staat er weer.")
            self.take_step(lambda: housing_need.take_back(self.office, line.dossier, line.requested_on), said)


class _Words(QObject):
    def columns(self) -> list[Column[NeedLine]]:
        return [
            Column(key="day", title=self.tr("Verzoek van"), text=lambda line: dutch_date(line.requested_on), width=12),
            Column(key="age", title=self.tr("Dagen"), text=lambda line: str(line.age_days), right=True, width=6),
            Column(key="dossier", title=self.tr("Dossier"), text=lambda line: line.dossier, width=16),
            Column(key="name", title=self.tr("Naam"), text=lambda line: line.name, width=20),
            Column(key="state", title=self.tr("Stand"), text=self._state, tone=_tone, width=12),
            Column(
                key="statement",
                title=self.tr("Verklaring"),
                text=lambda line: line.statement,
                tooltip=lambda line: line.statement,
                width=27,
            ),
            Column(
                key="documents", title=self.tr("Stukken"), text=lambda line: str(line.documents), right=True, width=8
            ),
            Column(
                key="others",
                title=self.tr("Andere verhuurders"),
                text=lambda line: line.others,
                tooltip=lambda line: line.others,
                width=18,
            ),
            Column(
                key="next",
                title=self.tr("Volgende stap"),
                text=lambda line: line.next_step,
                tooltip=lambda line: line.next_step,
                width=22,
            ),
        ]

    def _state(self, line: NeedLine) -> str:
        if line.waiting:
            return self.tr("beantwoord")
        if not line.open:
            return line.answer or self.tr("vervallen")
        return self.tr("ontwerp") if line.drafted else line.answer or self.tr("nieuw")


def _tone(line: NeedLine) -> Tone:
    if line.waiting:
        return Tone.INFO
    if not line.open:
        return Tone.NEUTRAL
    return Tone.WARN
