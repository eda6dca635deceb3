"""Cyclic garbage is collected on the UI thread only."""

import gc

from PySide6.QtCore import QObject, QTimer

_TICK_MS = 1_000


class Collector(QObject):
    """Takes over Python's automatic collection while the window lives.

    Left alone, Python collects in whatever thread happens to allocate; a widget that is part of a cycle would then be
    destroyed outside the UI thread, which crashes the program at a moment that nobody can repeat.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thresholds = gc.get_threshold()
        gc.disable()
        self._timer = QTimer(self, interval=_TICK_MS)
        self._timer.timeout.connect(self.collect_due)
        self._timer.start()

    def collect_due(self) -> None:
        """Collect the oldest generation whose threshold is passed."""
        counts = gc.get_count()
        for generation in (2, 1, 0):
            if counts[generation] > self._thresholds[generation]:
                gc.collect(generation)
                return

    def close(self) -> None:
        """Give the collection back to Python."""
        self._timer.stop()
        gc.enable()
