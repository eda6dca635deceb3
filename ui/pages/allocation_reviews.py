"""Going through a list with the keyboard: marks, notes, taking back, and the context menu of a candidate."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from cir_desktop.domain.identity import Role
from cir_desktop.domain.process import ReviewMark
from cir_desktop.services import reviews
from cir_desktop.services.office import Office
from cir_desktop.services.reviews import Reviews
from ui.dialogs.review import ReviewDialog, mark_and_read
from ui.pages.allocation_panel import CandidatePanel
from ui.pages.allocation_records import View
from ui.pages.allocation_tables import AllocationTables
from ui.widgets.roles import mark_action
from ui.workers.jobs import Jobs, Lane


class AllocationReviews(QObject):
    """Actions on the chosen candidate of the tables; F2 notes, Ctrl+1 and so on marks, Ctrl+Z takes back."""

    changed = Signal(object)
    """The reviews of the home as they are now."""
    failed = Signal(object)
    """The error that came instead."""

    def __init__(
        self,
        office: Office,
        jobs: Jobs,
        tables: AllocationTables,
        panel: CandidatePanel,
        view: Callable[[], View | None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._office = office
        self._jobs = jobs
        self._tables = tables
        self._panel = panel
        self._view = view
        self._window = parent
        self._taken_back: list[tuple[str, ReviewMark]] = []
        self._actions = [
            self._action(self.tr("Nazicht en nota…"), "F2", self.edit),
            *(
                self._action(kind.text, f"Ctrl+{place}", partial(self.put, kind.code))
                for place, kind in enumerate(office.review_marks[:9], start=1)
            ),
            self._action(self.tr("Nazicht wissen"), "Ctrl+0", partial(self.put, "")),
        ]
        self._undo = self._action(self.tr("Laatste nazicht terugnemen"), "Ctrl+Z", self.undo)
        self._redo = self._action(self.tr("Teruggenomen nazicht opnieuw zetten"), "Ctrl+Y", self.redo)
        self._compare = QAction(self.tr("Waarom A voor B"), self)
        self._compare.triggered.connect(lambda _on: panel.compare())
        self._what_if = QAction(self.tr("Wat zou dit veranderen"), self)
        self._what_if.triggered.connect(lambda _on: panel.ask_what_if())
        for table in (tables.placed_table, tables.excluded_table):
            table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            ask = table.viewport().mapToGlobal
            table.customContextMenuRequested.connect(lambda at, ask=ask: self._menu(ask(at)))

    def edit(self) -> None:
        """Ask for a mark and a note beside the chosen candidate."""
        view, dossier = self._view(), self._tables.chosen_dossier
        if view is None or dossier is None:
            return
        home = view.named.list.home.code
        dialog = ReviewDialog(
            self._office, self._jobs, self._window, home, dossier, view.name_of(dossier), view.reviews
        )
        dialog.done_with.connect(self._put)
        dialog.open()

    def put(self, code: str) -> None:
        """Put a mark beside the chosen candidate and keep the note; the empty one takes the mark away."""
        view, dossier = self._view(), self._tables.chosen_dossier
        if view is not None and dossier is not None:
            home = view.named.list.home.code
            self._write(partial(mark_and_read, self._office, home, dossier, code, None), self._put)

    def undo(self) -> None:
        """Take back the last mark or note of this home."""
        view = self._view()
        if view is not None:
            self._write(partial(_undo, self._office, view.named.list.home.code), self._undone)

    def redo(self) -> None:
        """Put again what was taken back last."""
        view = self._view()
        if view is None or not self._taken_back:
            return
        home, mark = self._taken_back[-1]
        if home == view.named.list.home.code:
            self._taken_back.pop()
            self._write(
                partial(mark_and_read, self._office, home, mark.dossier, mark.mark, mark.note), self.changed.emit
            )

    def _put(self, found: Reviews) -> None:
        self._taken_back.clear()
        self.changed.emit(found)

    def _undone(self, outcome: tuple[str, ReviewMark, Reviews]) -> None:
        home, mark, found = outcome
        self._taken_back.append((home, mark))
        self._tables.choose(mark.dossier)
        self.changed.emit(found)

    def _write(self, call: Callable[[], Any], then: Callable[[Any], None]) -> None:
        self._jobs.run(Lane.WRITE, lambda _task: call(), owner=self, on_done=then, on_error=self.failed.emit)

    def _action(self, words: str, key: str, do: Callable[[], None]) -> QAction:
        made = mark_action(QAction(words, self._tables), Role.CLERK)
        made.setShortcut(QKeySequence(key))
        made.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        made.triggered.connect(lambda _on: do())
        self._tables.addAction(made)
        return made

    def _menu(self, at: QPoint) -> None:
        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions(self._actions)
        menu.addSeparator()
        menu.addActions([self._undo, self._redo])
        menu.addSeparator()
        menu.addActions([self._compare, self._what_if])
        menu.popup(at)


def _undo(office: Office, home: str) -> tuple[str, ReviewMark, Reviews]:
    taken = reviews.undo(office, home)
    return home, taken, reviews.reviews_of(office, home)
