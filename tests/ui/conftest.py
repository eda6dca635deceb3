"""The window without a screen; a test may leave no thread, timer or window behind, and no warning of Qt."""

import gc
import os
import threading

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QSettings, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cir_desktop.errors import CirError
from ui.widgets.language import speak_dutch
from ui.widgets.style import Style
from ui.workers.jobs import Jobs

_HERE = Path(__file__).parent

# A wait ends as soon as what it waits for is there; a busy machine may need more than the five seconds of pytest-qt.
for _wait in (QtBot.waitUntil, QtBot.waitSignal, QtBot.waitSignals):
    _wait.__kwdefaults__["timeout"] = 30_000


def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.is_relative_to(_HERE):
            item.add_marker(pytest.mark.qt_log_level_fail("WARNING"))
            # The offscreen platform says this of every window that is shown; it is no fault of ours.
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints"))


@pytest.fixture(scope="session")
def dressed(qapp):
    speak_dutch(qapp)
    return Style(qapp)


@pytest.fixture(autouse=True)
def leaves_nothing_behind(request):
    if "qapp" not in request.fixturenames:
        yield
        return
    request.getfixturevalue("dressed")
    threads = set(threading.enumerate())
    windows = set(QApplication.topLevelWidgets())
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    left = [thread.name for thread in threading.enumerate() if thread not in threads]
    assert not left, f"threads left behind: {left}"
    timers = [each for each in gc.get_objects() if isinstance(each, QTimer)]
    left = [timer for timer in timers if shiboken6.isValid(timer) and timer.isActive()]
    assert not left, f"timers left running: {left}"
    left = [window for window in QApplication.topLevelWidgets() if window not in windows]
    assert not left, f"windows left behind: {left}"


@pytest.fixture
def orphans() -> list[CirError]:
    return []


@pytest.fixture
def jobs(qapp, orphans):
    made = Jobs(orphans.append)
    yield made
    assert made.shutdown(10), "a job did not end"


@pytest.fixture
def settings(tmp_path) -> QSettings:
    return QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
