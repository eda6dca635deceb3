"""A pull that would change much at once: what would happen to whom, and what to do with it."""

from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QLabel, QWidget

from cir_desktop.domain.gate import Loss
from cir_desktop.services.pulling import GateLine, GateView
from ui.dialogs.work_dialog import Sentences, WorkDialog
from ui.models.columns import Column, Tone
from ui.models.list_table import ListTableModel
from ui.widgets.labels import button
from ui.widgets.table_view import TableView
from ui.widgets.words import moment
from ui.workers.jobs import Jobs

ACCEPT, DISCARD = "accept", "discard"

_TONES = {Loss.STATUS: Tone.WARN, Loss.LEFT: Tone.WARN, Loss.VANISHED: Tone.BAD}


class PullGateDialog(WorkDialog):
    """Gives ACCEPT or DISCARD in `done_with`; leaving it decides nothing."""

    def __init__(self, jobs: Jobs, gate: GateView, settings: QSettings, parent: QWidget) -> None:
        super().__init__(jobs, parent)
        self.name(self.tr("Een ophaling wacht op u"), self.tr("Toe&passen"), self.tr("Later"))
        # Enter in the table must not decide.
        self.main_button.setDefault(False)
        self.main_button.setAutoDefault(False)
        said = QLabel(
            self.tr("{sentence} Opgehaald op {at}.").format(sentence=gate.sentence, at=moment(gate.opened_at)), self
        )
        said.setWordWrap(True)
        lists = Sentences(self.tr("Wat er met de lijsten zou gebeuren"), self)
        lists.say(gate.lists)
        model: ListTableModel[GateLine] = ListTableModel(self._columns(), key=lambda line: line.dossier, parent=self)
        model.set_records(gate.lines)
        self.table = TableView(self.tr("Dossiers die zouden wijzigen"), "pull-gate", model, settings, self)
        follows = Sentences(self.tr("Wat u kunt doen"), self)
        follows.say(
            (
                self.tr("Toepassen: de dossiers worden bijgewerkt zoals hierboven, en het CIR krijgt bevestiging."),
                self.tr(
                    "Weggooien: er wijzigt niets; zegt het CIR nog hetzelfde, dan vraagt de volgende ophaling het weer."
                ),
                self.tr("Later: de lijsten blijven die van daarvoor, en tellen tot dan als niet volledig."),
            )
        )
        for widget in (said, lists):
            self.body.addWidget(widget)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(follows)
        away = button(self.tr("&Weggooien"), lambda: self.finish(DISCARD), self)
        away.setAutoDefault(False)
        self.body.addWidget(away, 0, Qt.AlignmentFlag.AlignLeft)
        self.resize(900, 640)
        self.table.setFocus()

    def do(self) -> None:
        """The clerk wants it applied."""
        self.finish(ACCEPT)

    def _columns(self) -> list[Column[GateLine]]:
        return [
            Column(key="dossier", title=self.tr("Dossier"), text=lambda line: line.dossier, width=18),
            Column(key="name", title=self.tr("Naam"), text=lambda line: line.name, width=22),
            Column(
                key="reason",
                title=self.tr("Waarom"),
                text=lambda line: line.words,
                tone=lambda line: _TONES[line.reason],
                width=30,
            ),
            Column(key="before", title=self.tr("Status nu"), text=lambda line: line.before, width=20),
            Column(key="after", title=self.tr("Status dan"), text=lambda line: line.after, width=20),
        ]
