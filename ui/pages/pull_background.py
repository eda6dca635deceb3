"""Pulls that nobody asks for: every so many minutes, while the window is open."""

from PySide6.QtCore import QObject, QTimer, Signal

from cir_desktop.domain.identity import Role
from cir_desktop.errors import Cancelled, CirError
from cir_desktop.services import pulling
from cir_desktop.services.office import Office
from cir_desktop.services.pulling import PullOutcome, PullSettings
from ui.workers.jobs import Handle, Jobs, Lane


class BackgroundPulling(QObject):
    """Fetches by itself on the lane of the clerk's own calls, so never beside one of those; a clerk's pull stops it.

    It asks nothing: what it brought, what waits and what went wrong is told in a line. `may` says whether there is
    somebody to ask now: a register that is set, and no work of the clerk.
    """

    done = Signal(object)
    """The PullOutcome of a pull."""
    failed = Signal(object)
    """The CirError that stopped one."""

    def __init__(self, office: Office, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._office = office
        self._jobs = jobs
        self._running: Handle | None = None
        self._busy = False
        self._reachable = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.pull)

    def begin(self) -> None:
        """From now on, as often as is set."""
        self._jobs.run(
            Lane.READ,
            lambda _task: pulling.pull_settings(self._office),
            owner=self,
            on_done=self.follow,
            on_error=self.failed.emit,
        )

    def follow(self, settings: PullSettings) -> None:
        """As often as this; 0 minutes is never."""
        self._timer.stop()
        if settings.minutes:
            self._timer.start(settings.minutes * 60_000)

    def stop(self) -> None:
        """No more; one that runs is asked to stop."""
        self._timer.stop()
        self.make_way()

    def make_way(self) -> None:
        """The clerk does it now."""
        if self._running is not None:
            self._running.cancel()

    def show_state(self, *, busy: bool, reachable: bool) -> None:
        """Whether the clerk's own work runs, and whether there is a register to ask."""
        self._busy, self._reachable = busy, reachable

    @property
    def is_working(self) -> bool:
        """Whether one runs now."""
        return self._running is not None

    def pull(self) -> None:
        """Fetch, unless something else is being done."""
        if self._running or self._busy or not self._reachable or Role.CLERK not in self._office.roles:
            return
        self._running = self._jobs.run(
            Lane.NETWORK,
            lambda task: pulling.pull(self._office, cancel=task.cancel),
            owner=self,
            on_done=self._ended,
            on_error=self._stopped,
        )

    def _ended(self, outcome: PullOutcome) -> None:
        self._running = None
        self.done.emit(outcome)

    def _stopped(self, error: CirError) -> None:
        self._running = None
        if not isinstance(error, Cancelled):
            self.failed.emit(error)
