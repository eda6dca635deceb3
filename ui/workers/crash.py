"""What to do with a mistake of ours that nobody caught: log it, and show a report that holds no data."""

import logging
import sys
import threading
from collections.abc import Callable
from functools import partial
from types import TracebackType

from PySide6.QtCore import QObject

from cir_desktop.errors import Bug
from ui.workers.relay import Relay

_log = logging.getLogger(__name__)


class CrashHook(QObject):
    """Takes the place of Python's own hooks, for every thread, until `close`.

    Args:
        show: shows a Bug; called on the UI thread.
    """

    def __init__(self, show: Callable[[Bug], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._show = show
        self._relay = Relay(self)
        self._former = (sys.excepthook, threading.excepthook)
        sys.excepthook = self._caught
        threading.excepthook = self._caught_in_thread

    def close(self) -> None:
        """Give the hooks back."""
        sys.excepthook, threading.excepthook = self._former
        self._relay.close()

    def _caught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        bug = Bug(error.with_traceback(trace))
        _log.critical("bug in the window: %s", bug.report)
        self._relay.post(partial(self._show, bug))

    def _caught_in_thread(self, told: threading.ExceptHookArgs) -> None:
        if told.exc_value is not None:
            self._caught(told.exc_type, told.exc_value, told.exc_traceback)
