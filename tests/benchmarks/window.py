"""The window on a large store: how long until the list is there, until any row is, until a search is answered.

Measured in a process of its own, so that its memory is that of the window alone.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter

import psutil
from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QApplication

from cir_desktop.allocation.loader import load_refusal_reasons, load_regulation
from cir_desktop.domain.process import Actor
from cir_desktop.runtime import clock
from cir_desktop.runtime.paths import resource
from cir_desktop.services.bootstrap import STORE_FILE
from cir_desktop.services.office import Office
from cir_desktop.storage.engine import open_store
from ui.main import OfficeWindow
from ui.pages.candidates_list import CandidatesList
from ui.widgets.language import speak_dutch
from ui.widgets.style import Style
from ui.workers.collector import Collector
from ui.workers.jobs import Jobs

JUMPS = 20
TYPED = ("p", "pe", "pee", "peet", "an", "de", "2019", "2019.03", "janssens", "janssens m", "x", "")
LONGEST_MS = 20_000


def measure_window(folder: Path, key: bytes) -> dict[str, float]:
    """Figures of one run of the window on the store in `folder`.

    `row_ready_ms`, `row_painted_ms` and `search_ms` are the worst of their kind; the search counts from the text in the
    field to the new ids in the model, the pause of the field included.
    """
    root = Path(__file__).resolve().parents[2]
    paths = os.pathsep.join([str(root), str(root / "tests")])
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.window", str(folder)],
        input=key.hex(),
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": paths, "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")},
        timeout=300,
    )
    return json.loads(done.stdout.splitlines()[-1])


class Painted(QObject):
    """Knows when the viewport of a table was painted while a row was there."""

    def __init__(self, candidates: CandidatesList) -> None:
        super().__init__(candidates)
        self._model = candidates.model
        self._row = 0
        self.ready: float | None = None
        self.painted: float | None = None
        self._model.dataChanged.connect(lambda *_range: self._note_ready())
        candidates.table.viewport().installEventFilter(self)

    def expect(self, row: int) -> None:
        """Forget what was; wait for this row."""
        self._row, self.ready, self.painted = row, None, None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A paint that shows the row counts once it is done."""
        if event.type() == QEvent.Type.Paint and self.painted is None:
            self._note_ready()
            if self.ready is not None:
                QTimer.singleShot(0, self, self._note_painted)
        return False

    def _note_ready(self) -> None:
        there = self._row < self._model.rowCount() and self._model.record_at(self._row) is not None
        if self.ready is None and there:
            self.ready = perf_counter()

    def _note_painted(self) -> None:
        if self.painted is None:
            self.painted = perf_counter()


def _until(holds: Callable[[], bool]) -> None:
    loop = QEventLoop()
    look = QTimer(interval=1)
    look.timeout.connect(lambda: loop.quit() if holds() else None)
    look.start()
    QTimer.singleShot(LONGEST_MS, loop, lambda: loop.exit(1))
    if loop.exec():
        raise AssertionError("the window did not answer")


def _measure(window: OfficeWindow, jobs: Jobs) -> dict[str, float]:
    listed = window.candidates.list
    painted = Painted(listed)
    painted.expect(0)
    asked = perf_counter()
    window.begin()
    _until(lambda: painted.painted is not None)
    opened = painted.painted - asked
    _until(lambda: jobs.busy == 0)
    ready, drawn = _jumps(listed, painted, jobs)
    return {
        "list_open_seconds": opened,
        "row_ready_ms": max(ready) * 1_000,
        "row_painted_ms": max(drawn) * 1_000,
        "search_ms": max(_searches(listed, jobs)) * 1_000,
        "window_peak_mb": peak_megabytes(),
    }


def _jumps(listed: CandidatesList, painted: Painted, jobs: Jobs) -> tuple[list[float], list[float]]:
    rows = listed.model.rowCount()
    ready, drawn = [], []
    for part in range(JUMPS):
        # To and fro, so that no jump finds its page there.
        row = (rows - 1) * (part * 7 % JUMPS) // JUMPS + 137
        painted.expect(row)
        asked = perf_counter()
        listed.table.scrollTo(listed.model.index(row, 0))
        _until(lambda: painted.painted is not None)
        ready.append(painted.ready - asked)
        drawn.append(painted.painted - asked)
        _until(lambda: jobs.busy == 0)
    return ready, drawn


def _searches(listed: CandidatesList, jobs: Jobs) -> Sequence[float]:
    answered: list[float] = []
    listed.model.modelReset.connect(lambda: answered.append(perf_counter()))
    taken = []
    for text in TYPED:
        before = len(answered)
        asked = perf_counter()
        listed.search.setText(text)
        _until(lambda before=before: len(answered) > before)
        taken.append(answered[before] - asked)
        _until(lambda: jobs.busy == 0)
    return taken


def peak_megabytes() -> float:
    """The most memory that this process ever held; not what its parent held, which getrusage would tell."""
    if sys.platform == "win32":
        return psutil.Process().memory_info().peak_wset / 2**20
    if sys.platform == "linux":
        status = Path("/proc/self/status").read_text(encoding="utf-8")
        return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) / 1024
    import resource as limits  # Windows has no such module

    return limits.getrusage(limits.RUSAGE_SELF).ru_maxrss / 2**20


def main() -> None:
    """The child: measure and print one line of JSON."""
    folder, key = Path(sys.argv[1]), bytes.fromhex(sys.stdin.read())
    application = QApplication([])
    speak_dutch(application)
    Style(application)
    collector = Collector(application)
    rules = resource("rules")
    office = Office(
        workspace=folder,
        store=open_store(folder / STORE_FILE, key),
        account=Actor("meting"),
        shipped=load_regulation(rules),
        shipped_reasons=load_refusal_reasons(rules),
        clock=clock.now,
    )
    jobs = Jobs(lambda error: sys.stderr.write(f"{error.code}\n"), application)
    window = OfficeWindow(office, jobs)
    window.resize(1280, 800)
    window.show()
    _until(window.isVisible)
    figures = _measure(window, jobs)
    window.close()
    jobs.shutdown(30)
    office.close()
    collector.close()
    sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    main()
