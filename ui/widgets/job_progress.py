"""How far a job is, and the way to stop it."""

from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QWidget

from cir_desktop.domain.job import Progress
from ui.widgets.labels import button
from ui.widgets.style import SPACE_S
from ui.widgets.words import number
from ui.workers.jobs import Handle


class JobProgress(QWidget):
    """A bar with phase, count, rate and time to go, and a button to stop. Hidden while nothing runs."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._handle: Handle | None = None
        self._bar = QProgressBar(self, textVisible=False)
        self._bar.setAccessibleName(name)
        self._bar.setMaximumHeight(10)
        self._words = QLabel(self)
        self._stop = button(self.tr("Stoppen"), self._cancel, self)
        self._stop.setAccessibleName(self.tr("{job} stoppen").format(job=name))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_S)
        row.addWidget(self._bar, 1)
        row.addWidget(self._words)
        row.addWidget(self._stop)
        self.hide()

    def follow(self, handle: Handle) -> None:
        """A job begins; give its progress to `advance` and call `finish` when it ended, in whatever way."""
        self._handle = handle
        self._bar.setRange(0, 0)
        self._words.setText(self.tr("Begint…"))
        self._stop.setEnabled(True)
        self.show()

    def advance(self, progress: Progress) -> None:
        """Show how far it is."""
        if progress.total:
            self._bar.setRange(0, progress.total)
            self._bar.setValue(progress.done)
        else:
            self._bar.setRange(0, 0)
        self._words.setText(self._sentence(progress))
        self._bar.setAccessibleDescription(self._words.text())

    def finish(self) -> None:
        """The job ended."""
        self._handle = None
        self.hide()

    def stop(self) -> None:
        """What runs is not wanted any more: ask it to stop and follow it no longer."""
        if self._handle is not None:
            self._handle.cancel()
        self.finish()

    @property
    def sentence(self) -> str:
        """What stands beside the bar."""
        return self._words.text()

    def _cancel(self) -> None:
        if self._handle is not None:
            self._stop.setEnabled(False)
            self._words.setText(self.tr("Stopt…"))
            self._handle.cancel()

    def _sentence(self, progress: Progress) -> str:
        if progress.total is None:
            count = self.tr("{done} klaar").format(done=number(progress.done))
        else:
            count = self.tr("{done} van {total}").format(done=number(progress.done), total=number(progress.total))
        parts = [progress.phase, count]
        if progress.rate >= 1:
            parts.append(self.tr("{rate} per seconde").format(rate=number(round(progress.rate))))
        if progress.total is not None and progress.rate > 0 and progress.done < progress.total:
            parts.append(self._time_to_go((progress.total - progress.done) / progress.rate))
        return " · ".join(part for part in parts if part)

    def _time_to_go(self, seconds: float) -> str:
        if seconds < 90:
            return self.tr("nog ongeveer {n} s").format(n=number(max(1, round(seconds))))
        return self.tr("nog ongeveer {n} min").format(n=number(round(seconds / 60)))
