"""Rounds that nobody asks for: what is due goes by itself, while a clerk wants so and the window is open."""

from PySide6.QtCore import QObject, QTimer, Signal

from cir_desktop.domain.identity import Role
from cir_desktop.errors import CirError
from cir_desktop.services import exchange
from cir_desktop.services.exchange import PushOutcome
from cir_desktop.services.office import Office
from ui.workers.jobs import Jobs, Lane

EVERY_SECONDS = 30
AFTER_ERROR_SECONDS = 900
"""Without access nothing changes by itself: the clerk has read it, and is not told twice a minute."""


class BackgroundSending(QObject):
    """Looks twice a minute whether something is due, and right after a clerk's step whether that left something new.

    Whether anything goes at all is the clerk's choice (`exchange.choose_automatic`). It has a lane of its own, so that
    neither a pull nor a clerk's own question waits for it.
    """

    done = Signal(object)
    """The PushOutcome of a round that had something to do."""
    failed = Signal(object)
    """The CirError that stopped one."""
    working = Signal(bool)

    def __init__(self, office: Office, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._office = office
        self._jobs = jobs
        self.is_working = False
        self._timer = QTimer(self, interval=EVERY_SECONDS * 1_000)
        self._timer.timeout.connect(self.send_due)

    def begin(self) -> None:
        """From now on."""
        self._timer.start()

    def stop(self) -> None:
        """No more rounds; one that runs is stopped by the closing of the lanes."""
        self._timer.stop()

    def send_due(self) -> None:
        """What is due by its time."""
        self._send(fresh_only=False)

    def send_fresh(self) -> None:
        """What a clerk just did and was never tried; what waits for its time goes on waiting."""
        self._send(fresh_only=True)

    def _send(self, *, fresh_only: bool) -> None:
        if self.is_working or Role.CLERK not in self._office.roles:
            return
        self._tell(True)
        self._jobs.run(
            Lane.BACKGROUND,
            lambda task: exchange.automatic_round(self._office, cancel=task.cancel, fresh_only=fresh_only),
            owner=self,
            on_done=self._ended,
            on_error=self._failed,
        )

    def _ended(self, outcome: PushOutcome | None) -> None:
        self._tell(False)
        self._timer.setInterval(EVERY_SECONDS * 1_000)
        if outcome is not None:
            self.done.emit(outcome)

    def _failed(self, error: CirError) -> None:
        self._tell(False)
        self._timer.setInterval(AFTER_ERROR_SECONDS * 1_000)
        self.failed.emit(error)

    def _tell(self, working: bool) -> None:
        self.is_working = working
        self.working.emit(working)
