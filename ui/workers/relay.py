"""The one way from other threads to the UI thread."""

import sys
import threading
from collections import deque
from collections.abc import Callable
from time import perf_counter

from PySide6.QtCore import QObject, Qt, QTimer, Signal

SLICE_SECONDS = 0.008
"""How long deliveries may hold the event loop before input and painting get their turn."""


class Relay(QObject):
    """Long-lived: brings calls to the thread that made it, in the order of posting, in slices of 8 ms.

    One object for all jobs, because an object per job dies with its last reference and takes its queued signal along.
    """

    _wake = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock = threading.Lock()
        self._calls: deque[Callable[[], None]] = deque()
        self._scheduled = False
        self._closed = False
        self._wake.connect(self._deliver_slice, Qt.ConnectionType.QueuedConnection)
        # A pause of 1 ms and not a new queued call: Qt handles calls queued meanwhile before any input or painting.
        self._next_slice = QTimer(self, singleShot=True, interval=1, timerType=Qt.TimerType.PreciseTimer)
        self._next_slice.timeout.connect(self._deliver_slice)

    def post(self, call: Callable[[], None]) -> None:
        """Have `call` done on the UI thread; may be called from any thread. After `close` nothing is taken."""
        with self._lock:
            if self._closed:
                return
            self._calls.append(call)
            if self._scheduled:
                return
            self._scheduled = True
            # Within the lock: `close` may not pass between the check and the signal of a deleted object.
            self._wake.emit()

    def close(self) -> None:
        """Deliver what waits and take no more; called on the UI thread."""
        with self._lock:
            self._closed = True
        self._next_slice.stop()
        while self._calls:
            _deliver(self._calls.popleft())

    def _deliver_slice(self) -> None:
        end = perf_counter() + SLICE_SECONDS
        while True:
            with self._lock:
                if not self._calls:
                    self._scheduled = False
                    return
                call = self._calls.popleft()
            _deliver(call)
            if perf_counter() >= end:
                self._next_slice.start()
                return


def _deliver(call: Callable[[], None]) -> None:
    try:
        call()
    except Exception as bug:  # one faulty callback may not keep the others' outcomes from arriving
        sys.excepthook(type(bug), bug, bug.__traceback__)
