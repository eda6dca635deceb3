"""The window: opens the office, wires the pages, and lets go of everything at the end."""

import logging
import sys
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QDialog

from cir_desktop import __version__
from cir_desktop.errors import CirError, WrongKey
from cir_desktop.services import bootstrap, exchange, rehearsal
from cir_desktop.services.exchange import OfficeStatus
from cir_desktop.services.office import Office
from ui.dialogs.error_report import ErrorReport
from ui.dialogs.passphrase import Passphrase
from ui.pages.allocations import AllocationsPage
from ui.pages.candidates import CandidatesPage
from ui.pages.exchange import ExchangePage
from ui.pages.homes import HomesPage
from ui.pages.housing_need import HousingNeedPage
from ui.pages.migration import MigrationPage
from ui.pages.settings import SettingsPage
from ui.pages.signed_in import SignedIn
from ui.pages.status_badges import StatusBadges
from ui.widgets.language import speak_dutch
from ui.widgets.main_window import MainWindow
from ui.widgets.page import Page
from ui.widgets.remembered import window_settings
from ui.widgets.style import Style
from ui.workers.collector import Collector
from ui.workers.crash import CrashHook
from ui.workers.jobs import Jobs, Lane

SMOKE_SECONDS = 60
_CLOSING_SECONDS = 30.0

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Start:
    """How the program was started.

    `smoke` closes the window once its list is there: the proof of a build. `credentials` is the file with the access to
    the register at `register_url`; `practice` keeps the key of the workspace in memory only, and furnishes the office
    with example homes and the facts of the workbook `residences`.
    """

    workspace: Path
    smoke: bool = False
    practice: bool = False
    register_url: str | None = None
    credentials: Path | None = None
    residences: Path | None = None


def run_window(start: Start) -> int:
    """Show the window until it is closed; returns the exit code."""
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        application = QApplication(sys.argv[:1])
    application.setApplicationName("cir-desktop")
    application.setApplicationDisplayName("CIR Desktop")
    application.setApplicationVersion(__version__)
    application.setQuitOnLastWindowClosed(False)
    speak_dutch(application)
    Style(application)
    program = Program(start)
    program.ended.connect(application.exit)
    QTimer.singleShot(0, program, program.open)
    code = application.exec()
    program.close()
    return code


class Program(QObject):
    """From a closed workspace to a closed window."""

    ended = Signal(int)
    """Nothing is left to show; with the exit code."""

    def __init__(self, start: Start, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.office: Office | None = None
        self.window: OfficeWindow | None = None
        self.dialog: QDialog | None = None
        self._start = start
        self._crash = CrashHook(self._show_report, self)
        self._collector = Collector(self)
        self.jobs = Jobs(self._orphan, self)
        self._smoke_limit = QTimer(self, singleShot=True, interval=SMOKE_SECONDS * 1_000)
        self._smoke_limit.timeout.connect(lambda: self.ended.emit(1))

    def open(self) -> None:
        """Open the workspace beside the event loop: a keyring may ask somebody something first."""
        if self._start.smoke:
            self._smoke_limit.start()
        self._run(None)

    def close(self) -> None:
        """Let writers finish, stop the rest, close the store. Call it when the event loop has ended."""
        self._smoke_limit.stop()
        if not self.jobs.shutdown(_CLOSING_SECONDS):
            _log.error("jobs did not end within %s s", _CLOSING_SECONDS)
        if self.window is not None:
            self.window.deleteLater()
            self.window = None
        if self.office is not None:
            self.office.close()
            self.office = None
        self._collector.close()
        self._crash.close()

    def _run(self, passphrase: str | None) -> None:
        self.jobs.run(
            Lane.WRITE,
            lambda _task: self._open_office(passphrase),
            owner=self,
            on_done=self._opened,
            on_error=self._not_opened,
        )

    def _open_office(self, passphrase: str | None) -> Office | None:
        """None when a passphrase is needed first. Runs on the writer's thread."""
        start = self._start
        if passphrase is None and not start.practice and bootstrap.needs_passphrase(start.workspace):
            return None
        office = bootstrap.open_office(
            start.workspace,
            passphrase=None if passphrase is None else lambda: passphrase,
            throw_away=start.practice,
            practice=start.practice,
        )
        try:
            if start.register_url and start.credentials:
                office.connect(start.register_url, start.credentials)
        except CirError:
            office.close()
            raise
        return office

    def _opened(self, office: Office | None) -> None:
        if office is None:
            self._ask_passphrase()
            return
        self.office = office
        if self.dialog is not None:
            self.dialog.accept()
        self.window = OfficeWindow(office, self.jobs, residences=self._start.residences)
        self.window.closing.connect(lambda: self.ended.emit(0))
        if self._start.smoke:
            self.window.candidates.loaded.connect(self._smoked)
        self.window.show()
        self.window.begin()

    def _smoked(self, count: int) -> None:
        # Practice begins with an empty store: the proof is the list after the pull.
        if self.window is not None and (count or not self._start.practice):
            self.window.close()

    def _ask_passphrase(self) -> None:
        dialog = Passphrase(new=bootstrap.is_new(self._start.workspace))
        dialog.given.connect(self._run)
        dialog.rejected.connect(lambda: self.ended.emit(1))
        self._open_dialog(dialog)

    def _not_opened(self, error: CirError) -> None:
        if isinstance(self.dialog, Passphrase) and isinstance(error, WrongKey):
            self.dialog.refuse(error)
            return
        _log.error("not opened: %s", error.code)
        if self.dialog is not None:
            self.dialog.accept()
        report = ErrorReport(error)
        report.finished.connect(lambda _result: self.ended.emit(error.exit_code))
        self._open_dialog(report)

    def _open_dialog(self, dialog: QDialog) -> None:
        self.dialog = dialog
        dialog.finished.connect(self._dialog_finished)
        dialog.open()

    def _dialog_finished(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None

    def _show_report(self, error: CirError) -> None:
        if self.dialog is None:
            report = ErrorReport(error, self.window)
            self._open_dialog(report)

    def _orphan(self, error: CirError) -> None:
        _log.warning("an error of a job that nobody waits for: %s", error.code)
        if self.window is not None:
            self.window.show_error(error)


class OfficeWindow(MainWindow):
    """The pages of an open office, and who tells whom."""

    def __init__(self, office: Office, jobs: Jobs, *, residences: Path | None = None) -> None:
        name = "CIR Desktop — oefenregister" if office.practice else "CIR Desktop"
        super().__init__(name, window_settings(office.workspace))
        self._office = office
        self._jobs = jobs
        self._badges_of = StatusBadges(self)
        self._residences = residences
        self._practice_pulled = False
        self.candidates = CandidatesPage(office, jobs, self)
        self.homes = HomesPage(office, jobs, self)
        self.allocations = AllocationsPage(office, jobs, self)
        self.housing_need = HousingNeedPage(office, jobs, self)
        self.migration = MigrationPage(office, jobs, self)
        self.exchange = ExchangePage(office, jobs, self)
        self.settings = SettingsPage(office, jobs, self)
        candidates_and_homes = (self.candidates, self.homes, self.allocations, self.housing_need)
        for page in (*candidates_and_homes, self.migration, self.exchange, self.settings):
            self.add_page(page)
            page.changed.connect(lambda page=page: self._changed(page))
        self.signed_in = SignedIn(office, jobs, self)
        self.statusBar().insertPermanentWidget(0, self.signed_in)
        self._wire()

    def begin(self) -> None:
        """The window is shown: ask what the first page shows, and in practice fetch the invented people at once."""
        self.show_roles(self._office.roles)
        self.page_shown.connect(self._shown)
        self.candidates.loaded.connect(lambda _count: self.refresh_badges())
        if self.page is None:
            self.refresh_badges()
        else:
            self._shown(self.page)
            self.page.focus_first()
        self.signed_in.begin()
        self.exchange.sending.background.begin()
        self.exchange.pulls.background.begin()

    def refresh_badges(self) -> None:
        """Count again."""
        self._jobs.run(
            Lane.READ,
            lambda _task: exchange.status(self._office),
            owner=self,
            on_done=self._show_status,
            on_error=self.show_error,
            supersedes="status",
        )

    def _wire(self) -> None:
        self.candidates.pull_asked.connect(self.exchange.pull)
        self.candidates.access_asked.connect(self._ask_access)
        self.candidates.extract_asked.connect(self._ask_extract)
        self.candidates.allocation_asked.connect(self._allocate)
        self.exchange.pull_began.connect(self.candidates.pull_began)
        self.exchange.pull_advanced.connect(self.candidates.pull_advanced)
        self.exchange.pull_ended.connect(self.candidates.pull_ended)
        self.exchange.pulls.fetched.connect(self.refresh_badges)
        self.exchange.changes.dossier_asked.connect(self._open_dossier)
        self.homes.allocation_asked.connect(self._allocate)
        self.housing_need.dossier_asked.connect(self._open_dossier)
        self.allocations.go_to_exchange.connect(lambda: self.go_to(self.exchange))
        self.allocations.go_to_homes.connect(lambda: self.go_to(self.homes))
        self.exchange.access_set.connect(self.signed_in.look)
        self.signed_in.changed.connect(self._person_changed)
        self.signed_in.failed.connect(self.show_error)
        self.closing.connect(self.signed_in.stop)
        self.closing.connect(self.exchange.sending.background.stop)
        self.closing.connect(self.exchange.pulls.background.stop)

    def _person_changed(self) -> None:
        self.show_roles(self._office.roles)
        self.refresh()

    def _furnish(self) -> None:
        self.exchange.pull_ended.disconnect(self._furnish)
        self._jobs.run(
            Lane.WRITE,
            lambda _task: rehearsal.furnish(self._office, self._residences),
            owner=self,
            on_done=lambda _nothing: self._changed(self.exchange),
            on_error=self.show_error,
        )

    def _shown(self, page: Page) -> None:
        page.refresh()

    def _changed(self, page: Page) -> None:
        shown = self.page
        if shown is not None and shown is not page:
            shown.refresh()
        if page is not self.exchange:
            self.exchange.sending.background.send_fresh()
        self.refresh_badges()

    def _show_status(self, status: OfficeStatus) -> None:
        self.show_roles(self._office.roles)
        self.set_badges(self._badges_of.of(status, practice=self._office.practice))
        empty = status.last_pull is None and not status.candidates
        if self._office.practice and status.register and empty and not self._practice_pulled:
            self._practice_pulled = True
            self.exchange.pull_ended.connect(self._furnish)
            self.exchange.pull()

    def _open_dossier(self, number: str) -> None:
        self.go_to(self.candidates)
        self.candidates.open_dossier(number)

    def _ask_access(self) -> None:
        self.go_to(self.exchange)
        self.exchange.ask_access()

    def _ask_extract(self) -> None:
        self.go_to(self.exchange)
        self.exchange.company.ask_extract()

    def _allocate(self, home_code: str) -> None:
        self.go_to(self.allocations)
        self.allocations.show_home(home_code)
