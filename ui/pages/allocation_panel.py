"""Beside the list: every rule of a candidate, why one stands before another, what would move somebody."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSpinBox, QTabWidget, QVBoxLayout, QWidget

from cir_desktop.domain.comparing import Comparison, ValueApplied, WhatIf
from cir_desktop.domain.ranking import RuleAnswer
from cir_desktop.services import explaining, freezing, lists
from cir_desktop.services.office import Office
from ui.pages.allocation_records import View
from ui.widgets.comparison import ComparisonPanel, WhatIfPanel
from ui.widgets.explanation import ExplanationPanel
from ui.widgets.style import SPACE_S
from ui.workers.jobs import Jobs, Lane

_Explained = tuple[tuple[RuleAnswer, ...], dict[str, tuple[ValueApplied, ...]]]


class CandidatePanel(QWidget):
    """Three tabs about what is chosen in the list; only the one in sight is worked out."""

    failed = Signal(object)
    """The error that came instead."""

    def __init__(self, office: Office, jobs: Jobs, parent: QWidget) -> None:
        super().__init__(parent)
        self._office = office
        self._jobs = jobs
        self._view: View | None = None
        self._dossier: str | None = None
        self._pair: tuple[str, str] | None = None
        self.every_rule = ExplanationPanel(self)
        self.comparison = ComparisonPanel(self)
        self.what_if = WhatIfPanel(self)
        self._with = QSpinBox(self.comparison)
        self._with.setKeyboardTracking(False)
        self._with.setAccessibleName(self.tr("Vergelijken met plaats"))
        self._with.valueChanged.connect(lambda _place: self._other_place())
        label = QLabel(self.tr("Vergelijken &met plaats"), self.comparison)
        label.setBuddy(self._with)
        row = QHBoxLayout()
        row.setSpacing(SPACE_S)
        row.addWidget(label)
        row.addWidget(self._with)
        row.addStretch(1)
        self.comparison.top.addLayout(row)
        self._tabs = QTabWidget(self)
        self._tabs.setDocumentMode(True)
        self._tabs.addTab(self.every_rule, self.tr("Elke regel"))
        self._tabs.addTab(self.comparison, self.tr("Waarom A voor B"))
        self._tabs.addTab(self.what_if, self.tr("Wat als…"))
        self._tabs.currentChanged.connect(lambda _place: self._work_out())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._tabs)
        self.show_nobody()

    def show_nobody(self) -> None:
        """Nobody is chosen; say how to get an explanation."""
        self._view = self._dossier = self._pair = None
        self.every_rule.clear(self.tr("Kies een kandidaat om elke regel met antwoord en bron te zien."))
        self.comparison.write("", self.tr("Kies twee kandidaten (Ctrl+klik of Shift+pijl) om hen te vergelijken."))
        self.what_if.write("", self.tr("Kies een kandidaat om te zien welk feit de plaats zou veranderen."))

    def show_chosen(self, view: View, dossier: str, selected: Sequence[str]) -> None:
        """Tell of the chosen candidate; of a pair when just two are selected, else of him or her and the row above."""
        self._view, self._dossier = view, dossier
        self._pair = (selected[0], selected[1]) if len(selected) == 2 else None
        place = view.position_of(dossier)
        blocked = self._with.blockSignals(True)
        self._with.setRange(1, max(len(view.placed), 1))
        self._with.setValue(2 if place == 1 else place - 1 if place else 1)
        self._with.setEnabled(self._pair is None and bool(view.placed))
        self._with.blockSignals(blocked)
        self._work_out()

    def compare(self) -> None:
        """Bring the comparison into sight."""
        self._tabs.setCurrentWidget(self.comparison)

    def ask_what_if(self) -> None:
        """Bring what would move the candidate into sight."""
        self._tabs.setCurrentWidget(self.what_if)

    def _other_place(self) -> None:
        if self._view is not None and self._dossier is not None:
            self._work_out()

    def _work_out(self) -> None:
        view, dossier = self._view, self._dossier
        if view is None or dossier is None:
            return
        shown = self._tabs.currentWidget()
        if shown is self.every_rule:
            self._run(partial(_explain, self._office, view, dossier), partial(self._explained, view, dossier))
        elif shown is self.what_if and view.of_then:
            told = self.tr("De lijst van toen ligt vast. Toon de lijst van nu om te zien wat de plaats zou veranderen.")
            self.what_if.write("", told)
        elif shown is self.what_if:
            ranking = view.named.list.ranking
            ask = partial(explaining.would_change, self._office, ranking.home, dossier, ranking.reference_date)
            self.what_if.write("", self.tr("Wordt nagerekend…"))
            self._run(ask, partial(self._told_what_if, view))
        else:
            self._compare(view, dossier)

    def _compare(self, view: View, dossier: str) -> None:
        one, other = self._pair or (dossier, self._beside(view))
        if other in ("", one):
            self.comparison.write("", self.tr("Kies twee kandidaten (Ctrl+klik of Shift+pijl) om hen te vergelijken."))
            return
        if view.of_then and view.kept is not None:
            then = partial(freezing.then_compared, self._office, view.kept.id, one, other)
            self._run(then, partial(self._compared, view))
            return
        ranking = view.named.list.ranking
        ask = partial(
            explaining.compare, self._office, ranking.home, one, other, ranking.reference_date, ranking.stepped_down
        )
        self._run(ask, partial(self._compared, view))

    def _beside(self, view: View) -> str:
        row = self._with.value() - 1
        return view.placed[row].dossier if row < len(view.placed) else ""

    def _run(self, ask: Callable[[], Any], on_done: Callable[[Any], None]) -> None:
        self._jobs.run(
            Lane.READ,
            lambda _task: ask(),
            owner=self,
            on_done=on_done,
            on_error=self.failed.emit,
            supersedes="panel",
        )

    def _explained(self, view: View, dossier: str, found: _Explained) -> None:
        answers, values = found
        name = view.name_of(dossier)
        for line in view.placed:
            if line.dossier == dossier:
                title = self.tr("Plaats {n}: {name}").format(n=line.placed.position, name=name)
                self.every_rule.explain(title, line.placed.deciding.text, answers, values)
                return
        reason = next((line.excluded.text for line in view.excluded if line.dossier == dossier), "")
        title = self.tr("{name}: komt niet in aanmerking").format(name=name)
        self.every_rule.explain(title, reason, answers, values)

    def _compared(self, view: View, found: Comparison) -> None:
        self.comparison.show_comparison(found, view.name_of(found.first), view.name_of(found.second))

    def _told_what_if(self, view: View, found: WhatIf) -> None:
        self.what_if.show_what_if(found, view.name_of(found.dossier))


def _explain(office: Office, view: View, dossier: str) -> _Explained:
    if view.of_then and view.kept is not None:
        answers, values = freezing.then_explained(office, view.kept.id, dossier)
        return answers, dict(values)
    ranking = view.named.list.ranking
    answers = lists.trace(office, ranking.home, dossier, ranking.reference_date, ranking.stepped_down)
    return answers, dict(explaining.values_applied(office, ranking))
