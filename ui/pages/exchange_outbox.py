"""What waits to go out: the messages, what a clerk does with one, sending them, and the pause of the sending."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSettings, Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from cir_desktop.domain.identity import Role
from cir_desktop.domain.process import Command, CommandState
from cir_desktop.errors import CirError
from cir_desktop.services import exchange, retractions
from cir_desktop.services.approvals import Released
from cir_desktop.services.exchange import Circuit, CommandLine, PushOutcome
from cir_desktop.services.office import Office
from ui.dialogs.drop_message import DropMessageDialog
from ui.dialogs.retract import RetractDialog
from ui.dialogs.second_person import SecondPersonDialog
from ui.dialogs.work_dialog import WorkDialog
from ui.models.columns import Tone
from ui.pages.exchange_background import BackgroundSending
from ui.pages.exchange_tables import ExchangeColumns, ListOrNothing
from ui.widgets.flow import Flow
from ui.widgets.labels import button
from ui.widgets.notice import Notice
from ui.widgets.style import SPACE_S
from ui.widgets.words import number
from ui.workers.jobs import Jobs, Lane


class OutboxPanel(QWidget):
    """Sends for the page that it is on: when it is asked to, and by itself when a clerk chose so."""

    began = Signal(object)
    """The Handle of a round that somebody asked for."""
    advanced = Signal(object)
    ended = Signal()
    """A round is over, in whatever way; then `said` or `failed` tells which."""
    said = Signal(str, object)
    """A sentence about what was done, and its Tone; what is shown is no longer what there is."""
    failed = Signal(object)
    """The CirError that came instead."""

    def __init__(self, office: Office, jobs: Jobs, settings: QSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._office = office
        self._jobs = jobs
        self._has_register = False
        self._busy = False
        self.push_button = button("", lambda: self.push(), self, needs=Role.CLERK)
        self.paused = Notice(self)
        self._try_now = self.tr("Nu proberen")
        self._release = button(self.tr("&Vrijgeven…"), self.release, self)
        self._retry = button(self.tr("&Opnieuw proberen"), self.retry, self, needs=Role.CLERK)
        self._resend = button(self.tr("Opnieuw v&ersturen"), self.resend, self, needs=Role.CLERK)
        self._retract = button(self.tr("Rechtze&tten…"), self.retract, self, needs=Role.CLERK)
        self._drop = button(self.tr("&Intrekken…"), self.drop, self, needs=Role.CLERK)
        self._automatic = QCheckBox(self.tr("Auto&matisch versturen"), self)
        self._automatic.setToolTip(self.tr("Wat klaarstaat, vertrekt dan vanzelf zolang het venster open is."))
        self._automatic.clicked.connect(self._choose_automatic)
        self.list: ListOrNothing[CommandLine] = ListOrNothing(
            self.tr("Berichten aan het CIR"),
            "outbox",
            ExchangeColumns(self).outbox(),
            lambda line: line.command.id,
            (
                self.tr("Nog geen berichten"),
                self.tr("Een aanbod, een antwoord of een beslissing komt hier te staan tot het CIR ze bevestigt."),
            ),
            settings,
            self,
        )
        self.background = BackgroundSending(office, jobs, self)
        self.background.done.connect(self._sent_by_itself)
        self.background.failed.connect(self.failed)
        self.background.working.connect(lambda _on: self.show_steps())
        row = Flow()
        for step in (self._release, self._retry, self._resend, self._retract, self._drop):
            row.addWidget(step)
        row.addWidget(self._automatic)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_S)
        layout.addWidget(self.list, 1)
        layout.addLayout(row)
        self.list.table.chosen.connect(lambda _id: self.show_steps())
        self.list.table.opened.connect(lambda _id: self.release())
        self.show_steps()

    def show_state(
        self, commands: Sequence[CommandLine], circuit: Circuit, *, automatic: bool, has_register: bool
    ) -> None:
        """Show the messages, newest first, whether sending is paused, and what can be done."""
        self._has_register = has_register
        self._automatic.setChecked(automatic)
        self._automatic.setEnabled(Role.CLERK in self._office.roles)
        words = exchange.paused_sentence(circuit.reason, circuit.next_attempt_at, self._office.clock(), "")
        if words:
            self.paused.say(words, self._try_now, self.retry, tone=Tone.WARN)
        else:
            self.paused.hide()
        self.list.show_records(commands)
        self.show_steps()

    def show_direct(self, direct: bool) -> None:
        """Whether messages are sent from here, and not given in a workbook."""
        self._automatic.setVisible(direct)
        self._retry.setVisible(direct)

    def set_busy(self, busy: bool) -> None:
        """Whether the page fetches or sends for somebody: one at a time."""
        self._busy = busy
        self.show_steps()

    def push(self, *, at_once: bool = False) -> None:
        """Send what is due; `at_once` even while sending is paused."""
        if self._busy or self.background.is_working:
            return
        handle = self._jobs.run(
            Lane.NETWORK,
            lambda task: exchange.push(self._office, report=task.report, cancel=task.cancel, at_once=at_once),
            owner=self,
            on_done=self._sent,
            on_error=self._not_sent,
            on_progress=self.advanced.emit,
        )
        self.began.emit(handle)

    def retry(self) -> None:
        """Make everything that waits for its time due now, and send."""
        self._jobs.run(
            Lane.WRITE,
            lambda _task: exchange.retry(self._office),
            owner=self,
            on_done=lambda _count: self.push(at_once=True),
            on_error=self.failed.emit,
        )

    def release(self) -> None:
        """A second person lets the chosen message go."""
        line = self.list.chosen
        if line is not None and line.command.state is CommandState.HELD:
            self._ask(SecondPersonDialog(self._office, self._jobs, line, self), self._released)

    def resend(self) -> None:
        """Put the chosen message, refused or looked at, back among what is to be sent."""
        line = self.list.chosen
        if line is None or not exchange.can_resend(line.command):
            return
        self._jobs.run(
            Lane.WRITE,
            lambda _task: exchange.resend(self._office, line.command.id),
            owner=self,
            on_done=lambda command: self._tell(exchange.resent_sentence(command)),
            on_error=self.failed.emit,
        )

    def retract(self) -> None:
        """Put the chosen message right, with what that does said before it is done."""
        line = self.list.chosen
        if line is not None and retractions.can_retract(line.command):
            self._ask(RetractDialog(self._office, self._jobs, line.command, line.name, self), self._retracted)

    def drop(self) -> None:
        """Withdraw the chosen message, with a motive."""
        line = self.list.chosen
        if line is not None and exchange.can_drop(line.command):
            self._ask(DropMessageDialog(self._office, self._jobs, line, self), self._dropped)

    def show_steps(self) -> None:
        """What can be done with the chosen message, and with all."""
        lines = [self.list.model.record_at(row) for row in range(self.list.model.rowCount())]
        commands = [line.command for line in lines if line is not None]
        to_send = sum(command.state is CommandState.NEW for command in commands)
        self.push_button.setText(
            self.tr("Berichten ver&sturen ({n})").format(n=number(to_send))
            if to_send
            else self.tr("Berichten ver&sturen")
        )
        free = self._has_register and not self._busy and not self.background.is_working
        self.push_button.setEnabled(free)
        chosen = self.list.chosen.command if self.list.chosen else None
        self._release.setEnabled(chosen is not None and chosen.state is CommandState.HELD)
        self._resend.setEnabled(chosen is not None and exchange.can_resend(chosen))
        self._retract.setEnabled(chosen is not None and retractions.can_retract(chosen))
        self._drop.setEnabled(chosen is not None and exchange.can_drop(chosen))
        waits = any(
            command.state in (CommandState.UNANSWERED, CommandState.SENT) or command.next_attempt_at
            for command in commands
        )
        self._retry.setEnabled(free and waits)

    def _ask(self, dialog: WorkDialog, then: Callable[..., None]) -> None:
        dialog.done_with.connect(then)
        dialog.open()

    def _choose_automatic(self, on: bool) -> None:
        if on:
            words = self.tr("Wat klaarstaat, vertrekt nu vanzelf zolang het venster open is.")
        else:
            words = self.tr("Berichten vertrekken enkel nog als u ze verstuurt.")
        self._jobs.run(
            Lane.WRITE,
            lambda _task: exchange.choose_automatic(self._office, on),
            owner=self,
            on_done=lambda _nothing: self._tell(words),
            on_error=self.failed.emit,
        )

    def _sent(self, outcome: PushOutcome) -> None:
        self.ended.emit()
        odd = outcome.refused or outcome.conflict or outcome.denied or outcome.unanswered or outcome.stopped
        words = exchange.push_sentence(outcome, now_with=self.tr("Opnieuw proberen"))
        self.said.emit(words, Tone.WARN if odd else Tone.GOOD)

    def _not_sent(self, error: CirError) -> None:
        self.ended.emit()
        self.failed.emit(error)

    def _sent_by_itself(self, outcome: PushOutcome) -> None:
        odd = outcome.refused or outcome.conflict or outcome.denied or outcome.unanswered or outcome.stopped
        words = exchange.push_sentence(outcome, now_with=self.tr("Opnieuw proberen"))
        self.said.emit(self.tr("Vanzelf: {words}").format(words=words), Tone.WARN if odd else Tone.GOOD)

    def _released(self, released: Released) -> None:
        self._tell(self.tr("Vrijgegeven door {name}; gaat mee bij de volgende verzending.").format(name=released.by))

    def _retracted(self, command: Command) -> None:
        self._tell(retractions.retracted_sentence(command))

    def _dropped(self, _command: Command) -> None:
        self._tell(self.tr("Ingetrokken; dit bericht gaat niet naar het CIR."))

    def _tell(self, words: str) -> None:
        self.said.emit(words, Tone.GOOD)
        self.background.send_fresh()
