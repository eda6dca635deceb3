"""Fetching: the job, what the list rests on, what waits for a decision, and what was fetched by itself."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from cir_desktop.domain.identity import Role
from cir_desktop.domain.job import Progress
from cir_desktop.errors import CirError
from cir_desktop.services import pulling
from cir_desktop.services.office import Office
from cir_desktop.services.pulling import GateView, PullOutcome, PullSettings, PullState
from ui.dialogs.pull_gate import ACCEPT, PullGateDialog
from ui.dialogs.pull_settings import PullSettingsDialog
from ui.models.columns import Tone
from ui.pages.pull_background import BackgroundPulling
from ui.widgets.labels import QuietLabel, button
from ui.widgets.remembered import window_settings
from ui.widgets.style import SPACE_M, SPACE_S, set_tone
from ui.widgets.words import moment
from ui.workers.jobs import Jobs, Lane, Task


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
    fetched = Signal()
    """Something was fetched by itself, or waits now."""

    def __init__(self, office: Office, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._office = office
        self._jobs = jobs
        self._busy = False
        self._gate: GateView | None = None
        self.background = BackgroundPulling(office, jobs, self)
        self.background.done.connect(self._fetched)
        self.background.failed.connect(self._not_fetched)
        self._rests_on = QLabel(self)
        self._rests_on.setWordWrap(True)
        self._settings = button(self.tr("Ophalen &instellen…"), self.ask_settings, self, needs=Role.ADMINISTRATOR)
        self._by_itself = QuietLabel("", self)
        self._by_itself.hide()
        self._waits = QFrame(self)
        self._waits_for = QLabel(self._waits)
        self._waits_for.setWordWrap(True)
        self._decide = button(self.tr("Bekijken en &beslissen…"), self.decide, self._waits, needs=Role.CLERK)
        row = QHBoxLayout(self._waits)
        row.setContentsMargins(SPACE_M, SPACE_S, SPACE_M, SPACE_S)
        row.addWidget(self._waits_for, 1)
        row.addWidget(self._decide)
        set_tone(self._waits, Tone.WARN)
        self._waits.hide()
        head = QHBoxLayout()
        head.setSpacing(SPACE_S)
        head.addWidget(self._rests_on, 1)
        head.addWidget(self._settings)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_S)
        layout.addLayout(head)
        layout.addWidget(self._by_itself)
        layout.addWidget(self._waits)

    def show_state(self, state: PullState, *, busy: bool = False, reachable: bool = True) -> None:
        """Show what the list rests on, and what waits."""
        self._rests_on.setText(state.sentence)
        self._gate = state.gate
        self._waits.setVisible(state.gate is not None)
        if state.gate is not None:
            lists = "; ".join(state.gate.lists)
            said = self.tr("{sentence} {lists}.").format(sentence=state.gate.sentence, lists=lists)
            self._waits_for.setText(said)
            self._waits.setAccessibleName(said)
        self._decide.setEnabled(reachable and not busy)
        self.background.show_state(busy=busy, reachable=reachable)

    def show_direct(self, direct: bool) -> None:
        """Whether this workspace fetches at all, and not in workbooks."""
        self._settings.setVisible(direct)

    def pull(self) -> None:
        """Fetch what is new or changed, unless that is being done."""
        self._run(lambda task: pulling.pull(self._office, report=task.report, cancel=task.cancel))

    def decide(self) -> None:
        """Ask what to do with the pull that waits."""
        if self._gate is None:
            return
        pull = self._gate.pull
        dialog = PullGateDialog(self._jobs, self._gate, window_settings(self._office.workspace), self)
        dialog.done_with.connect(lambda choice: self._accept(pull) if choice == ACCEPT else self._discard(pull))
        dialog.open()

    def ask_settings(self) -> None:
        """How often to fetch, and when to ask first."""
        self._jobs.run(
            Lane.READ,
            lambda _task: pulling.pull_settings(self._office),
            owner=self,
            on_done=self._show_settings,
            on_error=self.failed.emit,
        )

    def _accept(self, pull: int) -> None:
        self._run(lambda task: pulling.accept(self._office, pull, report=task.report, cancel=task.cancel))

    def _discard(self, pull: int) -> None:
        self._jobs.run(
            Lane.WRITE,
            lambda _task: pulling.discard(self._office, pull),
            owner=self,
            on_done=lambda _nothing: self._discarded(),
            on_error=self.failed.emit,
        )

    def _discarded(self) -> None:
        self.said.emit(self.tr("Weggegooid: er is niets toegepast en niets bevestigd."), Tone.GOOD)
        self.fetched.emit()

    def _run(self, work: Callable[[Task], PullOutcome]) -> None:
        if self._busy:
            return
        self._busy = True
        self.background.make_way()
        handle = self._jobs.run(
            Lane.NETWORK,
            work,
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
        self._by_itself.hide()
        self.ended.emit()
        good = outcome.complete and not outcome.undecoded
        sentence = " ".join(part for part in (pulling.pull_sentence(outcome), outcome.reason) if part)
        self.said.emit(sentence, Tone.GOOD if good else Tone.WARN)

    def _stopped(self, error: CirError) -> None:
        self._busy = False
        self.ended.emit()
        self.failed.emit(error)

    def _fetched(self, outcome: PullOutcome) -> None:
        at = moment(self._office.clock())
        if outcome.gate or not outcome.complete:
            said = self.tr("Vanzelf opgehaald op {at}: {reason}").format(at=at, reason=outcome.reason)
        elif outcome.new_versions:
            said = self.tr("Vanzelf opgehaald op {at}: {n} nieuw of gewijzigd.").format(at=at, n=outcome.new_versions)
        else:
            said = self.tr("Vanzelf opgehaald op {at}: niets nieuws.").format(at=at)
        self._tell(said)

    def _not_fetched(self, error: CirError) -> None:
        self._tell(
            self.tr("Vanzelf ophalen lukte niet op {at}: {what} ({code})").format(
                at=moment(self._office.clock()), what=error.what, code=error.code
            )
        )

    def _tell(self, said: str) -> None:
        self._by_itself.setText(said)
        self._by_itself.show()
        self.fetched.emit()

    def _show_settings(self, settings: PullSettings) -> None:
        dialog = PullSettingsDialog(self._office, self._jobs, settings, self)
        dialog.done_with.connect(self._set)
        dialog.open()

    def _set(self, settings: PullSettings) -> None:
        self.background.follow(settings)
        how = (
            self.tr("Vanzelf ophalen gebeurt nu om de {n} minuten.").format(n=settings.minutes)
            if settings.minutes
            else self.tr("Er wordt niet meer vanzelf opgehaald.")
        )
        self.said.emit(how, Tone.GOOD)
