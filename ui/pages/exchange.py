"""Uitwisseling: what came in from the register, what waits to go out, receipts, and the log."""

from collections.abc import Callable
from typing import TypeVar

import msgspec
from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from cir_desktop.domain.identity import Role
from cir_desktop.domain.job import Progress
from cir_desktop.domain.process import Command, CommandState
from cir_desktop.domain.ways import Way
from cir_desktop.errors import CirError, MissingRole
from cir_desktop.services import exchange, pulling
from cir_desktop.services.approvals import Released
from cir_desktop.services.exchange import CommandLine, Event, PushOutcome, UndecodedLine
from cir_desktop.services.office import Office
from cir_desktop.services.pulling import PullState
from ui.dialogs.drop_message import DropMessageDialog
from ui.dialogs.register_access import RegisterAccessDialog
from ui.dialogs.second_person import SecondPersonDialog
from ui.models.columns import Tone
from ui.pages.exchange_conflicts import ConflictsTab, RequestsTab
from ui.pages.exchange_pull import PullPanel
from ui.pages.exchange_tables import ExchangeColumns, ListOrNothing
from ui.pages.exchange_workbook import CompanyPanel, CompanyState
from ui.widgets.job_progress import JobProgress
from ui.widgets.labels import button
from ui.widgets.notice import Notice
from ui.widgets.page import Page
from ui.widgets.remembered import window_settings
from ui.widgets.style import SPACE_S
from ui.widgets.words import number
from ui.workers.jobs import Handle, Jobs, Lane

T = TypeVar("T")


class _Shown(msgspec.Struct, frozen=True):
    """Everything that the page shows, from one question."""

    address: str
    company: CompanyState
    paused: str
    pulled: PullState
    commands: list[CommandLine]
    undecoded: list[UndecodedLine]
    events: list[Event]


class ExchangePage(Page):
    """Fetching and sending run beside the window, one at a time; both can be stopped and go on later."""

    pull_began = Signal(object)
    """The Handle of a pull that starts."""
    pull_advanced = Signal(object)
    pull_ended = Signal()

    def __init__(self, office: Office, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(QCoreApplication.translate("ExchangePage", "Uitwisseling"), parent)
        self._office = office
        self._jobs = jobs
        self._address = ""
        self._way = Way.NONE
        self._busy = False
        self.pulls = PullPanel(office, jobs, self)
        self.company = CompanyPanel(office, jobs, self)
        self.header.put_beside(
            button(self.tr("&Weg naar het CIR…"), self.company.ask_way, self, needs=Role.ADMINISTRATOR)
        )
        self._progress = JobProgress(self.tr("Uitwisseling met het CIR"), self)
        self._notice = Notice(self)
        self._paused = Notice(self)
        self._pull = button(self.tr("Kandidaten op&halen"), self.pull, self, main=True, needs=Role.CLERK)
        self._push = button("", lambda: self.push(), self, needs=Role.CLERK)
        self._try_now = self.tr("Nu proberen")
        self._access = button(self.tr("&Register instellen…"), self.ask_access, self, needs=Role.ADMINISTRATOR)
        self._release = button(self.tr("&Vrijgeven…"), self.release, self)
        self._retry = button(self.tr("&Opnieuw proberen"), self.retry, self, needs=Role.CLERK)
        self._resend = button(self.tr("Opnieuw v&ersturen"), self.resend, self, needs=Role.CLERK)
        self._drop = button(self.tr("&Intrekken…"), self.drop, self, needs=Role.CLERK)
        columns = ExchangeColumns(self)
        settings = window_settings(office.workspace)
        self.outbox: ListOrNothing[CommandLine] = ListOrNothing(
            self.tr("Berichten aan het CIR"),
            "outbox",
            columns.outbox(),
            lambda line: line.command.id,
            (
                self.tr("Nog geen berichten"),
                self.tr("Een aanbod, een antwoord of een beslissing komt hier te staan tot het CIR ze bevestigt."),
            ),
            settings,
            self,
        )
        self.undecoded: ListOrNothing[UndecodedLine] = ListOrNothing(
            self.tr("Onleesbare dossiers"),
            "undecoded",
            columns.undecoded(),
            lambda line: (line.dossier, line.version),
            (self.tr("Alles is leesbaar"), self.tr("Elk dossier dat het CIR gaf, kon gelezen worden.")),
            settings,
            self,
        )
        self.log: ListOrNothing[Event] = ListOrNothing(
            self.tr("Logboek"),
            "events",
            columns.log(),
            lambda event: event.id,
            (self.tr("Nog niets gebeurd"), self.tr("Alles wat u doet of bekijkt, komt hier te staan.")),
            settings,
            self,
        )
        self._tabs = QTabWidget(self)
        self._tabs.setDocumentMode(True)
        self._tabs.addTab(self._outbox_tab(), "")
        self._tabs.addTab(self.undecoded, "")
        self.conflicts = ConflictsTab(office, jobs, self)
        self.requests = RequestsTab(office, jobs, self)
        for tab, words in (
            (self.conflicts, self.tr("Conflicten ({n})")),
            (self.requests, self.tr("Vragen tot verbetering ({n})")),
        ):
            place = self._tabs.addTab(tab, words.format(n=0))
            tab.counted.connect(
                lambda count, place=place, words=words: self._tabs.setTabText(place, words.format(n=number(count)))
            )
            tab.wrote.connect(self._said)
            tab.failed.connect(self.show_error)
        self._tabs.addTab(self.log, self.tr("Logboek"))
        self._tabs.addTab(self.company.files, self.tr("Bestanden"))
        self._direct = self._buttons()
        self.body.addWidget(self._direct)
        self.body.addWidget(self.company)
        self.body.addWidget(self.pulls)
        self.body.addWidget(self._progress)
        self.body.addWidget(self._paused)
        self.body.addWidget(self._notice)
        self.body.addWidget(self._tabs, 1)
        self.pulls.began.connect(self._pull_began)
        self.pulls.advanced.connect(self._pull_advanced)
        self.pulls.ended.connect(self._pull_ended)
        self.pulls.said.connect(lambda sentence, tone: self._notice.say(sentence, tone=tone))
        self.pulls.failed.connect(self.show_error)
        self.company.said.connect(self._company_said)
        self.company.failed.connect(self.show_error)
        self.company.wrote.connect(self._wrote)
        self.outbox.table.chosen.connect(lambda _id: self._show_steps())
        self.outbox.table.opened.connect(lambda _id: self.release())
        self._show_steps()

    def refresh(self) -> None:
        """Ask everything again."""
        self._jobs.run(
            Lane.READ,
            lambda _task: self._read(),
            owner=self,
            on_done=self._show,
            on_error=self.show_error,
            supersedes="exchange",
        )
        self.conflicts.refresh()
        self.requests.refresh()

    def focus_first(self) -> None:
        """The button that fetches."""
        (self.company if self._way is Way.WORKBOOK else self._pull).setFocus()

    def pull(self) -> None:
        """Fetch what is new or changed."""
        if not self._busy:
            self.pulls.pull()

    def push(self, *, at_once: bool = False) -> None:
        """Send what is due; `at_once` even while sending is paused."""
        if self._busy:
            return
        handle = self._jobs.run(
            Lane.NETWORK,
            lambda task: exchange.push(self._office, report=task.report, cancel=task.cancel, at_once=at_once),
            owner=self,
            on_done=self._push_done,
            on_error=self._failed,
            on_progress=self._progress.advance,
        )
        self._begin(handle)

    def retry(self) -> None:
        """Make everything that waits for its time due now, and send."""
        self._jobs.run(
            Lane.WRITE,
            lambda _task: exchange.retry(self._office),
            owner=self,
            on_done=lambda _count: self.push(at_once=True),
            on_error=self.show_error,
        )

    def release(self) -> None:
        """A second person lets the chosen message go."""
        line = self.outbox.chosen
        if line is None or line.command.state is not CommandState.HELD:
            return
        dialog = SecondPersonDialog(self._office, self._jobs, line, self)
        dialog.done_with.connect(self._released)
        dialog.open()

    def resend(self) -> None:
        """Put the chosen message, refused or looked at, back among what is to be sent."""
        line = self.outbox.chosen
        if line is None or not exchange.can_resend(line.command):
            return
        self._jobs.run(
            Lane.WRITE,
            lambda _task: exchange.resend(self._office, line.command.id),
            owner=self,
            on_done=lambda command: self._said(exchange.resent_sentence(command)),
            on_error=self.show_error,
        )

    def drop(self) -> None:
        """Withdraw the chosen message, with a motive."""
        line = self.outbox.chosen
        if line is None or not exchange.can_drop(line.command):
            return
        dialog = DropMessageDialog(self._office, self._jobs, line, self)
        dialog.done_with.connect(self._dropped)
        dialog.open()

    def ask_access(self) -> None:
        """Set or change the register of this workspace."""
        dialog = RegisterAccessDialog(self._office, self._jobs, self)
        dialog.done_with.connect(self._access_set)
        dialog.open()

    @property
    def outcome_sentence(self) -> str:
        """What the last step did; empty while nothing is said."""
        return self._notice.sentence

    def _buttons(self) -> QWidget:
        direct = QWidget(self)
        row = QHBoxLayout(direct)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_S)
        row.addWidget(self._pull)
        row.addWidget(self._push)
        row.addStretch(1)
        row.addWidget(self._access)
        return direct

    def _outbox_tab(self) -> QWidget:
        tab = QWidget(self)
        layout = QVBoxLayout(tab)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_S)
        row = QHBoxLayout()
        row.setSpacing(SPACE_S)
        row.addWidget(self._release)
        row.addWidget(self._retry)
        row.addWidget(self._resend)
        row.addWidget(self._drop)
        row.addStretch(1)
        layout.addWidget(self.outbox, 1)
        layout.addLayout(row)
        return tab

    def _read(self) -> _Shown:
        status = exchange.status(self._office)
        return _Shown(
            address=status.register,
            company=self.company.read(self._office),
            paused=exchange.paused_sentence(
                status.circuit.reason, status.circuit.next_attempt_at, self._office.clock(), self._try_now
            ),
            pulled=pulling.state(self._office),
            commands=_if_allowed(lambda: exchange.outbox_lines(self._office))[::-1],
            undecoded=_if_allowed(lambda: exchange.undecoded(self._office)),
            events=exchange.recent_events(self._office),
        )

    def _show(self, shown: _Shown) -> None:
        self._address = shown.address
        self._way = shown.company.way.way
        by_company = self._way is Way.WORKBOOK
        self._direct.setVisible(not by_company)
        self.company.show_state(shown.company)
        self._tabs.setTabVisible(3, by_company)
        if by_company:
            said = self.tr("Via de woonmaatschappij, met werkboeken. Uw code in het CIR: {party}.")
            self.header.say(said.format(party=shown.company.way.party))
        elif shown.address:
            name = self.tr("Oefenregister") if self._office.practice else self.tr("Register")
            self.header.say(f"{name}: {shown.address}")
        else:
            self.header.say(self.tr("Er is nog geen register ingesteld voor deze werkmap."))
        self.pulls.show_state(shown.pulled)
        if shown.paused:
            self._paused.say(shown.paused, self._try_now, self.retry, tone=Tone.WARN)
        else:
            self._paused.hide()
        self.outbox.show_records(shown.commands)
        self.undecoded.show_records(shown.undecoded)
        self.log.show_records(shown.events)
        self._tabs.setTabText(0, self.tr("Berichten ({n})").format(n=number(len(shown.commands))))
        self._tabs.setTabText(1, self.tr("Onleesbaar ({n})").format(n=number(len(shown.undecoded))))
        self._show_steps()

    def _show_steps(self) -> None:
        lines = [self.outbox.model.record_at(row) for row in range(self.outbox.model.rowCount())]
        states = [line.command.state for line in lines if line is not None]
        to_send = states.count(CommandState.NEW)
        self._push.setText(
            self.tr("Berichten ver&sturen ({n})").format(n=number(to_send))
            if to_send
            else self.tr("Berichten ver&sturen")
        )
        chosen = self.outbox.chosen
        has_register = bool(self._address) and self._way is Way.API
        self._pull.setEnabled(has_register and not self._busy)
        self._push.setEnabled(has_register and not self._busy)
        self._release.setEnabled(chosen is not None and chosen.command.state is CommandState.HELD)
        self._resend.setEnabled(chosen is not None and exchange.can_resend(chosen.command))
        self._drop.setEnabled(chosen is not None and exchange.can_drop(chosen.command))
        waits = any(
            line.command.state in (CommandState.UNANSWERED, CommandState.SENT) or line.command.next_attempt_at
            for line in lines
            if line is not None
        )
        self._retry.setEnabled(has_register and waits and not self._busy)

    def _begin(self, handle: Handle) -> None:
        self.banner.clear()
        self._notice.hide()
        self._busy = True
        self._progress.follow(handle)
        self._show_steps()

    def _end(self) -> None:
        self._busy = False
        self._progress.finish()
        self.refresh()
        self.changed.emit()

    def _pull_began(self, handle: Handle) -> None:
        self._begin(handle)
        self.pull_began.emit(handle)

    def _pull_advanced(self, progress: Progress) -> None:
        self._progress.advance(progress)
        self.pull_advanced.emit(progress)

    def _pull_ended(self) -> None:
        self.pull_ended.emit()
        self._end()

    def _push_done(self, outcome: PushOutcome) -> None:
        odd = outcome.refused or outcome.conflict or outcome.denied or outcome.unanswered or outcome.stopped
        said = exchange.push_sentence(outcome, now_with=self.tr("Opnieuw proberen"))
        self._notice.say(said, tone=Tone.WARN if odd else Tone.GOOD)
        self._end()

    def _failed(self, error: CirError) -> None:
        self.show_error(error)
        self._end()

    def _released(self, released: Released) -> None:
        self._said(self.tr("Vrijgegeven door {name}; gaat mee bij de volgende verzending.").format(name=released.by))

    def _dropped(self, _command: Command) -> None:
        self._said(self.tr("Ingetrokken; dit bericht gaat niet naar het CIR."))

    def _access_set(self, address: str) -> None:
        self._said(self.tr("De toegang tot {address} is bewaard.").format(address=address))

    def _company_said(self, sentence: str, tone: Tone) -> None:
        self.banner.clear()
        self._notice.say(sentence, tone=tone)

    def _said(self, sentence: str) -> None:
        self.banner.clear()
        self._notice.say(sentence)
        self._wrote()

    def _wrote(self) -> None:
        self.refresh()
        self.changed.emit()


def _if_allowed(ask: Callable[[], list[T]]) -> list[T]:
    """What may be seen: an administrator sets the register here and sees no candidate."""
    try:
        return ask()
    except MissingRole:
        return []
