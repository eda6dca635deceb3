"""Uitwisseling: what came in from the register, what waits to go out, receipts, and the log."""

import msgspec
from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from cir_desktop.domain.identity import Role
from cir_desktop.domain.job import Progress
from cir_desktop.domain.ways import Way
from cir_desktop.services import exchange, pulling, register_access
from cir_desktop.services.exchange import Circuit, CommandLine, Event, UndecodedLine
from cir_desktop.services.office import Office
from cir_desktop.services.pulling import PullState
from cir_desktop.services.register_access import AccessView
from ui.dialogs.help_desk import HelpDeskDialog
from ui.dialogs.register_access import RegisterAccessDialog
from ui.models.columns import Tone
from ui.pages.exchange_changes import ChangesTab
from ui.pages.exchange_conflicts import ConflictsTab, RequestsTab
from ui.pages.exchange_outbox import OutboxPanel
from ui.pages.exchange_pull import PullPanel
from ui.pages.exchange_tables import ExchangeColumns, ListOrNothing
from ui.pages.exchange_workbook import CompanyPanel, CompanyState
from ui.widgets.job_progress import JobProgress
from ui.widgets.labels import button
from ui.widgets.notice import Notice
from ui.widgets.page import Page
from ui.widgets.remembered import window_settings
from ui.widgets.roles import if_allowed
from ui.widgets.style import SPACE_S
from ui.widgets.words import number
from ui.workers.jobs import Handle, Jobs, Lane


class _Shown(msgspec.Struct, frozen=True):
    """Everything that the page shows, from one question."""

    address: str
    company: CompanyState
    circuit: Circuit
    automatic: bool
    pulled: PullState
    commands: list[CommandLine]
    undecoded: list[UndecodedLine]
    events: list[Event]


class ExchangePage(Page):
    """Fetching and sending run beside the window, one at a time; both can be stopped and go on later."""

    needs = tuple(Role)

    pull_began = Signal(object)
    """The Handle of a pull that starts."""
    pull_advanced = Signal(object)
    pull_ended = Signal()
    access_set = Signal()
    """With what the register is reached is another now, or how persons sign in."""

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
        self._pull = button(self.tr("Kandidaten op&halen"), self.pull, self, main=True, needs=Role.CLERK)
        self._access = button(self.tr("&Register instellen…"), self.ask_access, self, needs=Role.ADMINISTRATOR)
        columns = ExchangeColumns(self)
        settings = window_settings(office.workspace)
        self.sending = OutboxPanel(office, jobs, settings, self)
        self.outbox = self.sending.list
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
        self._tabs.addTab(self.sending, "")
        self._tabs.addTab(self.undecoded, "")
        self.conflicts = ConflictsTab(office, jobs, self)
        self.requests = RequestsTab(office, jobs, self)
        self.changes = ChangesTab(office, jobs, self)
        for tab, words in (
            (self.changes, self.tr("Gewijzigd ({n})")),
            (self.conflicts, self.tr("Conflicten ({n})")),
            (self.requests, self.tr("Vragen tot verbetering ({n})")),
        ):
            place = self._tabs.addTab(tab, words.format(n=0))
            tab.counted.connect(
                lambda count, place=place, words=words: self._tabs.setTabText(place, words.format(n=number(count)))
            )
            tab.wrote.connect(self._said)
            tab.failed.connect(self.show_error)
        self._tabs.addTab(self._log_tab(), self.tr("Logboek"))
        self._tabs.addTab(self.company.files, self.tr("Bestanden"))
        self._direct = self._buttons()
        self.body.addWidget(self._direct)
        self.body.addWidget(self.company)
        self.body.addWidget(self.pulls)
        self.body.addWidget(self._progress)
        self.body.addWidget(self.sending.paused)
        self.body.addWidget(self._notice)
        self.body.addWidget(self._tabs, 1)
        self.pulls.began.connect(self._pull_began)
        self.pulls.advanced.connect(self._pull_advanced)
        self.pulls.ended.connect(self._pull_ended)
        self.pulls.said.connect(lambda sentence, tone: self._notice.say(sentence, tone=tone))
        self.pulls.failed.connect(self.show_error)
        self.pulls.fetched.connect(self.refresh)
        self.company.said.connect(self._company_said)
        self.company.failed.connect(self.show_error)
        self.company.wrote.connect(self._wrote)
        self.sending.began.connect(self._begin)
        self.sending.advanced.connect(self._progress.advance)
        self.sending.ended.connect(self._end)
        self.sending.said.connect(self._said)
        self.sending.failed.connect(self.show_error)
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
        for tab in (self.conflicts, self.requests, self.changes):
            tab.refresh()

    def focus_first(self) -> None:
        """The button that fetches."""
        (self.company if self._way is Way.WORKBOOK else self._pull).setFocus()

    def pull(self) -> None:
        """Fetch what is new or changed."""
        if not self._busy:
            self.pulls.pull()

    def ask_access(self) -> None:
        """Set or change the register of this workspace."""
        dialog = RegisterAccessDialog(self._office, self._jobs, self)
        dialog.done_with.connect(self._access_set)
        dialog.open()

    def show_calls(self) -> None:
        """Show the last calls to the register, for a help desk."""
        HelpDeskDialog(self._office, self._jobs, self).open()

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
        row.addWidget(self.sending.push_button)
        row.addStretch(1)
        row.addWidget(self._access)
        return direct

    def _log_tab(self) -> QWidget:
        tab = QWidget(self)
        layout = QVBoxLayout(tab)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_S)
        row = QHBoxLayout()
        row.addWidget(button(self.tr("Logboek voor de &helpdesk…"), self.show_calls, self))
        row.addStretch(1)
        layout.addWidget(self.log, 1)
        layout.addLayout(row)
        return tab

    def _read(self) -> _Shown:
        status = exchange.status(self._office)
        return _Shown(
            address=status.register,
            company=self.company.read(self._office),
            circuit=status.circuit,
            automatic=exchange.is_automatic(self._office),
            pulled=pulling.state(self._office),
            commands=if_allowed(lambda: exchange.outbox_lines(self._office))[::-1],
            undecoded=if_allowed(lambda: exchange.undecoded(self._office)),
            events=exchange.recent_events(self._office),
        )

    def _show(self, shown: _Shown) -> None:
        self._address = shown.address
        self._way = shown.company.way.way
        by_company = self._way is Way.WORKBOOK
        self._direct.setVisible(not by_company)
        self.pulls.show_direct(not by_company)
        self.sending.show_direct(not by_company)
        self.company.show_state(shown.company)
        self._tabs.setTabVisible(self._tabs.indexOf(self.company.files), by_company)
        if by_company:
            said = self.tr("Via de woonmaatschappij, met werkboeken. Uw code in het CIR: {party}.")
            self.header.say(said.format(party=shown.company.way.party))
        elif shown.address:
            name = self.tr("Oefenregister") if self._office.practice else self.tr("Register")
            self.header.say(f"{name}: {shown.address}")
        else:
            self.header.say(self.tr("Er is nog geen register ingesteld voor deze werkmap."))
        self.pulls.show_state(shown.pulled, busy=self._busy, reachable=self._can_call)
        self.sending.show_state(shown.commands, shown.circuit, automatic=shown.automatic, has_register=self._can_call)
        self.undecoded.show_records(shown.undecoded)
        self.log.show_records(shown.events)
        self._tabs.setTabText(0, self.tr("Berichten ({n})").format(n=number(len(shown.commands))))
        self._tabs.setTabText(1, self.tr("Onleesbaar ({n})").format(n=number(len(shown.undecoded))))
        self._show_steps()

    @property
    def _can_call(self) -> bool:
        return bool(self._address) and self._way is Way.API

    def _show_steps(self) -> None:
        self._pull.setEnabled(self._can_call and not self._busy)
        self.sending.set_busy(self._busy)

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

    def _access_set(self, found: AccessView) -> None:
        address, lacking = found.values.base_url, register_access.sentences(found)
        kept = self.tr("De toegang tot {address} is bewaard.").format(address=address)
        sentence = " ".join([kept if address else self.tr("De toegang is bewaard."), *lacking])
        self._said(sentence, Tone.WARN if lacking else Tone.GOOD)
        self.access_set.emit()

    def _company_said(self, sentence: str, tone: Tone) -> None:
        self.banner.clear()
        self._notice.say(sentence, tone=tone)

    def _said(self, sentence: str, tone: Tone = Tone.GOOD) -> None:
        self.banner.clear()
        self._notice.say(sentence, tone=tone)
        self._wrote()

    def _wrote(self) -> None:
        self.refresh()
        self.changed.emit()
