"""Fetching: the job, what the list rests on, and what came in."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from cir_desktop.domain.job import Progress
from cir_desktop.errors import CirError
from cir_desktop.services import pulling
from cir_desktop.services.office import Office
from cir_desktop.services.pulling import PullOutcome, PullState
from ui.models.columns import Tone
from ui.workers.jobs import Jobs, Lane


class PullPanel(QWidget):
    """What the list rests on, in a sentence; runs one pull at a time for the page that it is on."""

    began = Signal(object)
    """The Handle of a pull that starts."""
    advanced = Signal(object)
    ended = Signal()
    """A pull is over, in whatever way; then `said` or `failed` tells which."""
    said = Signal(str, object)
    """A sentence about what a pull did, and its Tone."""
    failed = Signal(object)
    """The CirError that stopped a pull."""

    def __init__(self, office: Office, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._office = office
        self._jobs = jobs
        self._busy = False
        self._rests_on = QLabel(self)
        self._rests_on.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._rests_on)

    def show_state(self, state: PullState) -> None:
        """Show what the list rests on."""
        self._rests_on.setText(state.sentence)

    def pull(self) -> None:
        """Fetch what is new or changed, unless that is being done."""
        if self._busy:
            return
        self._busy = True
        handle = self._jobs.run(
            Lane.NETWORK,
            lambda task: pulling.pull(self._office, report=task.report, cancel=task.cancel),
            owner=self,
            on_done=self._done,
            on_error=self._stopped,
            on_progress=self._advanced,
        )
        self.began.emit(handle)

    def _advanced(self, progress: Progress) -> None:
        self.advanced.emit(progress)

    def _done(self, outcome: PullOutcome) -> None:
        self._busy = False
        self.ended.emit()
        good = outcome.complete and not outcome.undecoded
        sentence = " ".join(part for part in (pulling.pull_sentence(outcome), outcome.reason) if part)
        self.said.emit(sentence, Tone.GOOD if good else Tone.WARN)

    def _stopped(self, error: CirError) -> None:
        self._busy = False
        self.ended.emit()
        self.failed.emit(error)
