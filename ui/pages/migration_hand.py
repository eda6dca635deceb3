"""The list in hand: opened, taken over, checked, corrected and checked again, beside the window."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, Signal

from cir_desktop.domain.job import Progress
from cir_desktop.domain.migration_fixing import Recipe, Standing
from cir_desktop.domain.migration_mapping import Proposal, SheetMapping
from cir_desktop.errors import BadWorkbook, CirError
from cir_desktop.services import migration_checking, migration_fixing, migration_import, migration_work
from cir_desktop.services.migration_checking import EARLY, LATER, Checked
from cir_desktop.services.migration_findings import FindingGroup, grouped
from cir_desktop.services.migration_grid import GridSheet, grids
from cir_desktop.services.migration_work import OldFile, Work
from cir_desktop.services.office import Office
from ui.workers.jobs import Jobs, Lane, Task


class Found(msgspec.Struct, frozen=True):
    """A list with its findings, arranged for the tabs; `work` is None for a file that can't be used."""

    checked: Checked
    work: Work | None
    groups: list[FindingGroup]
    sheets: tuple[GridSheet, ...]
    standing: Standing = Standing((), {}, 0, 0)


class ListInHand(QObject):
    """One list at a time; whatever is asked last counts. Corrections are undone and done again in their order."""

    began = Signal(object)
    """The Handle of what runs now."""
    advanced = Signal(object)
    read = Signal(object)
    """The Found so far: what concerns the file and its columns."""
    checked = Signal(object)
    """The Found, whole."""
    mapping_asked = Signal(object, object)
    """The OldFile, which does not follow our template and whose layout is not known, and the Proposal for it."""
    failed = Signal(object)
    """The CirError that came instead."""
    nothing = Signal()
    """There is no list in hand yet."""
    steps_changed = Signal()
    """Something can be undone or done again, or no more."""

    def __init__(self, office: Office, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._office = office
        self._jobs = jobs
        self.against_register = False
        self.work: Work | None = None
        self._done: list[tuple[int, tuple[Recipe, ...]]] = []
        self._undone: list[tuple[Recipe, ...]] = []

    @property
    def can_undo(self) -> bool:
        """Whether a correction of this page can be undone."""
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        """Whether an undone one can be done again."""
        return bool(self._undone)

    def open(self, path: Path) -> None:
        """Read a file; when it follows our template it is the list in hand."""
        self._forget()
        self._run(lambda task: self._opened(path, task), self._show_read)

    def take_over(self, file: OldFile, mapping: Sequence[SheetMapping]) -> None:
        """Take an old list over by what its columns say."""
        self._forget()
        self._run(lambda task: self._early(migration_work.take(self._office, file, mapping), task), self._show_read)

    def resume(self) -> None:
        """Go on with the list that was in hand the last time, if any."""

        def ask(task: Task) -> Found | None:
            has = migration_work.has_list(self._office)
            return self._early(migration_work.current(self._office), task) if has else None

        self._run(ask, self._show_read)

    def edit(self, sheet: str, row: int, key: str, value: str) -> None:
        """Correct one cell."""

        def recipe() -> Sequence[Recipe]:
            batch = migration_work.current(self._office).batch
            return [migration_fixing.cell_recipe(batch, sheet, row, key, value)]

        self._write(recipe)

    def correct(self, recipes: Sequence[Recipe]) -> None:
        """Make corrections in one go."""
        self._write(lambda: recipes)

    def undo(self) -> None:
        """Undo the last correction of this page."""
        if self._done:
            fix, recipes = self._done.pop()
            self._undone.append(recipes)
            self.undo_fix(fix)

    def redo(self) -> None:
        """Make the correction that was undone last again."""
        if self._undone:
            recipes = self._undone.pop()
            self._write(lambda: recipes, again=True)

    def undo_fix(self, fix: int) -> None:
        """Undo what was done in one go, here or earlier."""
        self._done = [each for each in self._done if each[0] != fix]
        self.steps_changed.emit()
        self._jobs.run(
            Lane.WRITE,
            lambda _task: migration_fixing.undo(self._office, fix),
            owner=self,
            on_done=lambda _nothing: self.check_again(),
            on_error=self.failed.emit,
        )

    def check_again(self) -> None:
        """Apply all corrections and check everything once more."""
        self._run(lambda task: self._whole(migration_work.current(self._office), task), self._show_checked)

    def _write(self, recipes: Callable[[], Sequence[Recipe]], *, again: bool = False) -> None:
        def add(_task: Task) -> tuple[int, tuple[Recipe, ...]]:
            wanted = tuple(recipes())
            return migration_fixing.add(self._office, wanted), wanted

        self._jobs.run(Lane.WRITE, add, owner=self, on_done=partial(self._written, again), on_error=self.failed.emit)

    def _written(self, again: bool, done: tuple[int, tuple[Recipe, ...]]) -> None:
        self._done.append(done)
        if not again:
            self._undone.clear()
        self.steps_changed.emit()
        self.check_again()

    def _opened(self, path: Path, task: Task) -> Found | tuple[OldFile, Proposal]:
        task.report(Progress("Bestand lezen", 0, None))
        try:
            file = migration_work.read_file(self._office, path)
        except BadWorkbook:
            checked = migration_checking.check_file(self._office, path)
            return Found(checked, None, grouped(checked.findings), ())
        if file.ours is None:
            proposal = migration_import.propose(self._office, file)
            if not proposal.profile:
                return file, proposal
            return self._early(migration_work.take(self._office, file, proposal.mapping), task)
        return self._early(migration_work.take(self._office, file), task)

    def _early(self, work: Work, task: Task) -> Found:
        findings = migration_checking.check(
            self._office, work.batch, groups=EARLY, report=task.report, cancel=task.cancel
        )
        return _found(self._office, work, Checked(work.batch, findings))

    def _whole(self, work: Work, task: Task) -> Found:
        findings = migration_checking.check(
            self._office,
            work.batch,
            against_register=self.against_register,
            report=task.report,
            cancel=task.cancel,
        )
        return _found(self._office, work, Checked(work.batch, findings))

    def _show_read(self, found: Found | tuple[OldFile, Proposal] | None) -> None:
        if isinstance(found, tuple):
            self.mapping_asked.emit(*found)
        elif found is not None and found.work is None:
            self._show_checked(found)
        elif found is not None:
            self.work = found.work
            self.read.emit(found)
            self._run(partial(self._later, found), self._show_checked)
        else:
            self.nothing.emit()

    def _later(self, early: Found, task: Task) -> Found:
        work = early.work
        assert work is not None  # noqa: S101 - only asked for a list that was read
        later = migration_checking.check(
            self._office,
            work.batch,
            against_register=self.against_register,
            groups=LATER,
            report=task.report,
            cancel=task.cancel,
        )
        return _found(self._office, work, Checked(work.batch, early.checked.findings + later))

    def _show_checked(self, found: Found) -> None:
        self.work = found.work
        self.checked.emit(found)

    def _forget(self) -> None:
        self.work = None
        self._done.clear()
        self._undone.clear()
        self.steps_changed.emit()

    def _run(self, work: Callable[[Task], object], then: Callable[..., None]) -> None:
        handle = self._jobs.run(
            Lane.READ,
            work,
            owner=self,
            on_done=then,
            on_error=self._failed,
            on_progress=self.advanced.emit,
            supersedes="list",
        )
        self.began.emit(handle)

    def _failed(self, error: CirError) -> None:
        self.failed.emit(error)


def _found(office: Office, work: Work, checked: Checked) -> Found:
    standing = migration_work.standing(office, work, checked.findings)
    groups = grouped(checked.findings, (key in standing.confirmed for key in standing.keys))
    return Found(checked, work, groups, grids(work.batch, checked.findings), standing)
