"""A tab of Migratie: every correction and confirmation, what it did to this list, and the way back."""

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cir_desktop.domain.identity import Role
from cir_desktop.domain.migration_fixing import Fit, Fix, FixKind, Outcome
from cir_desktop.services import migration_fixing
from cir_desktop.services.office import Office
from ui.models.columns import Column, Tone
from ui.pages.exchange_tables import ListOrNothing
from ui.pages.migration_hand import ListInHand
from ui.widgets.labels import QuietLabel, button
from ui.widgets.remembered import window_settings
from ui.widgets.style import SPACE_S
from ui.widgets.words import moment, number
from ui.workers.jobs import Jobs, Lane, Task

_TONES = {Fit.APPLIED: Tone.GOOD, Fit.NOT_NEEDED: Tone.NEUTRAL, Fit.NO_FIT: Tone.WARN}


class _Row(msgspec.Struct, frozen=True):
    """What was done in one go: `fit` is that of its recipe that did least for this list, None without any."""

    fix: Fix
    words: str
    fit: Fit | None
    count: int


class FixesTab(QWidget):
    """The newest first; what is undone stays in the list and says so."""

    counted = Signal(int)
    """So many hold."""
    failed = Signal(object)

    def __init__(self, office: Office, jobs: Jobs, hand: ListInHand, parent: QWidget) -> None:
        super().__init__(parent)
        self._office = office
        self._jobs = jobs
        self._hand = hand
        self.list: ListOrNothing[_Row] = ListOrNothing(
            self.tr("Verbeteringen en bevestigingen"),
            "migration-fixes",
            self._columns(),
            lambda row: row.fix.id,
            (
                self.tr("Nog niets verbeterd"),
                self.tr("Wat u in het rooster of bij de bevindingen verbetert, staat hier en geldt ook later."),
            ),
            window_settings(office.workspace),
            self,
        )
        self.list.table.stretch("what")
        self._undo = button(self.tr("On&gedaan maken"), self._ask_undo, self, needs=Role.CLERK)
        row = QHBoxLayout()
        row.setSpacing(SPACE_S)
        row.addWidget(self._undo)
        row.addWidget(QuietLabel(self.tr("Verbeteringen gaan telkens opnieuw over de lijst die u opent."), self), 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, SPACE_S, 0, 0)
        layout.setSpacing(SPACE_S)
        layout.addWidget(self.list, 1)
        layout.addLayout(row)
        self.list.table.chosen.connect(lambda _id: self._show_steps())
        self._show_steps()

    def refresh(self) -> None:
        """Ask again what was done."""
        outcomes = self._hand.work.outcomes if self._hand.work else ()
        self._jobs.run(
            Lane.READ,
            lambda task: self._read(outcomes, task),
            owner=self,
            on_done=self._show,
            on_error=self.failed.emit,
            supersedes="fixes",
        )

    def _read(self, outcomes: Sequence[Outcome], task: Task) -> list[_Row]:
        rows: list[_Row] = []
        for fix in migration_fixing.fixes(self._office):
            task.cancel.check()
            words = fix.reason if fix.kind is FixKind.CONFIRMED else ""
            if fix.kind is FixKind.RECIPES:
                words = "; ".join(migration_fixing.fix_words(self._office, fix.id))
            mine = [each for each in outcomes if each.recipe.fix == fix.id]
            fit = next(
                (each for each in (Fit.NO_FIT, Fit.NOT_NEEDED) if mine and all(m.fit is each for m in mine)), None
            )
            if mine and fit is None:
                fit = Fit.APPLIED
            rows.append(_Row(fix, words, fit, sum(each.count for each in mine)))
        return rows

    def _show(self, rows: list[_Row]) -> None:
        self.list.show_records(rows)
        self.counted.emit(sum(row.fix.undone_at is None for row in rows))
        self._show_steps()

    def _show_steps(self) -> None:
        chosen = self.list.chosen
        self._undo.setEnabled(chosen is not None and chosen.fix.undone_at is None)

    def _ask_undo(self) -> None:
        if self.list.chosen is not None:
            self._hand.undo_fix(self.list.chosen.fix.id)

    def _columns(self) -> list[Column[_Row]]:
        return [
            Column(key="number", title=self.tr("Nr"), text=lambda row: str(row.fix.id), right=True, width=5),
            Column(key="kind", title=self.tr("Soort"), text=lambda row: row.fix.kind.value, width=13),
            Column(
                key="what",
                title=self.tr("Wat, of waarom bevestigd"),
                text=lambda row: row.words,
                tooltip=lambda row: row.words,
                width=60,
            ),
            Column(
                key="fit",
                title=self.tr("Op deze lijst"),
                text=self._fit_words,
                tone=lambda row: _TONES[row.fit] if row.fit and not row.fix.undone_at else Tone.NEUTRAL,
                width=22,
            ),
            Column(key="at", title=self.tr("Wanneer"), text=lambda row: moment(row.fix.at), width=18),
            Column(key="by", title=self.tr("Wie"), text=lambda row: row.fix.by, width=14),
        ]

    def _fit_words(self, row: _Row) -> str:
        if row.fix.undone_at is not None:
            return self.tr("ongedaan gemaakt")
        if row.fix.kind is FixKind.CONFIRMED:
            return self.tr("{n} bevestigd").format(n=number(row.fix.count))
        if row.fit is Fit.APPLIED:
            words = self.tr("toegepast: {n} cel") if row.count == 1 else self.tr("toegepast: {n} cellen")
            return words.format(n=number(row.count))
        return row.fit.value if row.fit else ""
