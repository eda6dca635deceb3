"""A tab of Migratie: two persons beside each other that may be one, and what the clerk says of them."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QProgressBar, QSplitter, QVBoxLayout, QWidget

from cir_desktop.domain.identity import Role
from cir_desktop.domain.migration import Batch
from cir_desktop.domain.pairs import ANSWER_WORDS, PairAnswer, PairKind
from cir_desktop.errors import CirError
from cir_desktop.services import migration_pairs
from cir_desktop.services.migration_pairs import Alike, PairList, PairRow, PairView
from cir_desktop.services.office import Office
from ui.dialogs.weaving import WeavingDialog
from ui.dialogs.work_dialog import reading_label
from ui.models.columns import Column, Tone
from ui.models.list_table import ListTableModel
from ui.pages.exchange_tables import ListOrNothing
from ui.widgets.job_progress import JobProgress
from ui.widgets.labels import Heading, QuietLabel, button
from ui.widgets.remembered import window_settings
from ui.widgets.style import SPACE_M, SPACE_S
from ui.widgets.table_view import TableView
from ui.widgets.words import number
from ui.workers.jobs import Jobs, Lane

_KINDS = {
    PairKind.LIKELY: Tone.BAD,
    PairKind.POSSIBLE: Tone.WARN,
    PairKind.NUMBER: Tone.WARN,
    PairKind.SPLIT: Tone.INFO,
}
_ALIKE = {Alike.SAME: Tone.GOOD, Alike.NEAR: Tone.INFO}
_ANSWERS = {PairAnswer.SAME: Tone.GOOD, PairAnswer.OTHER: Tone.INFO, PairAnswer.LATER: Tone.WARN}


class PairsTab(QWidget):
    """The pairs at the left, the chosen one field by field beside it; 1, 2 and 3 answer, Ctrl+Z takes back."""

    counted = Signal(int)
    """So many pairs wait for an answer."""
    wrote = Signal()
    """An answer was saved or taken back."""
    failed = Signal(object)
    list_asked = Signal(object)
    """The clerk wants to go on with the woven list that was written: its path."""

    def __init__(self, office: Office, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._office = office
        self._jobs = jobs
        self._views: list[PairView] = []
        self._answered_here: list[str] = []
        self._batch: Batch | None = None
        self._against = False
        settings = window_settings(office.workspace)
        self._progress = JobProgress(self.tr("Dubbels zoeken"), self)
        self._bar = QProgressBar(self, textVisible=False)
        self._bar.setAccessibleName(self.tr("Beantwoorde paren"))
        self._bar.setMaximumHeight(10)
        self._told = QuietLabel("", self)
        self._only_open = QCheckBox(self.tr("Alleen wat &wacht"), self)
        self._only_open.toggled.connect(lambda _on: self._fill())
        self.list: ListOrNothing[PairView] = ListOrNothing(
            self.tr("Paren"),
            "migration-pairs",
            self._pair_columns(),
            lambda view: view.id,
            (
                self.tr("Geen paren"),
                self.tr(
                    "Wie twee keer op de geopende lijst lijkt te staan, komt hier naast elkaar. Nu wacht er niemand."
                ),
            ),
            settings,
            self,
        )
        self._title = Heading("", self, size=1.0)
        self._title.setWordWrap(True)
        self._again = reading_label("", self)
        self._rows: ListTableModel[PairRow] = ListTableModel(
            self._row_columns(), key=lambda row: row.label, parent=self
        )
        self.rows = TableView(self.tr("Waarom ze gelijken"), "migration-pair", self._rows, settings, self)
        self.rows.stretch("words")
        self.list.table.stretch("left", "right")
        self._buttons = {
            PairAnswer.SAME: self._answer_button(self.tr("&1  Zelfde persoon"), PairAnswer.SAME),
            PairAnswer.OTHER: self._answer_button(self.tr("&2  Iemand anders"), PairAnswer.OTHER),
            PairAnswer.LATER: self._answer_button(self.tr("&3  Later"), PairAnswer.LATER),
        }
        self._back = button(self.tr("Antwoord &terugnemen"), self.take_back, self, needs=Role.CLERK)
        self._weave = button(self.tr("In&vlechten…"), self.ask_weaving, self, needs=Role.CLERK)
        self._weave.setToolTip(self.tr("Dossiers van één kandidaat samennemen; u ziet eerst wat dat doet."))
        self._lay_out()
        for key, answer in zip("123", self._buttons, strict=True):
            self._short_cut(QKeySequence(key), partial(self.answer, answer))
        self._short_cut(QKeySequence(QKeySequence.StandardKey.Undo), self.undo)
        self.list.table.chosen.connect(lambda _id: self._show_pair())
        self._show(None)

    def show_list(self, batch: Batch | None, *, against_register: bool) -> None:
        """Look for the pairs of this list; None: no list is open."""
        self._answered_here.clear()
        self._batch, self._against = batch, against_register
        if batch is None:
            self._progress.stop()
            self._show(None)
            return
        handle = self._jobs.run(
            Lane.READ,
            lambda task: migration_pairs.find(
                self._office, batch, against_register=against_register, report=task.report, cancel=task.cancel
            ),
            owner=self,
            on_done=self._found,
            on_error=self._failed,
            on_progress=self._progress.advance,
            supersedes="pairs",
        )
        self._progress.follow(handle)

    def focus_first(self) -> None:
        """The list of pairs."""
        self.list.table.setFocus()

    def answer(self, answer: PairAnswer) -> None:
        """Say what the two of the chosen pair are, and go on to the next one that waits."""
        view = self.list.chosen
        if view is None or not self._buttons[answer].isEnabled():
            return
        self._write(lambda: migration_pairs.decide(self._office, view, answer), self._decided)

    def take_back(self) -> None:
        """Take the answer of the chosen pair back."""
        view = self.list.chosen
        if view is not None and view.decision is not None and self._back.isEnabled():
            self._write(lambda: migration_pairs.take_back(self._office, view), self._taken_back)

    def undo(self) -> None:
        """Take back the answer that was given last since this list was opened."""
        while self._answered_here:
            last = self._answered_here[-1]
            view = next((each for each in self._views if each.id == last), None)
            if view is not None and view.decision is not None:
                if self.list.model.row_of(last) is None:
                    self._only_open.setChecked(False)
                self.list.table.choose(last)
                self.take_back()
                return
            self._answered_here.pop()

    def ask_weaving(self) -> None:
        """Show which dossiers may be woven together by the answers that were given."""
        if self._batch is not None:
            dialog = WeavingDialog(self._office, self._jobs, self, self._batch, against_register=self._against)
            dialog.wrote.connect(self.wrote)
            dialog.list_asked.connect(self.list_asked)
            dialog.open()

    def _found(self, listed: PairList) -> None:
        self._progress.finish()
        self._show(listed)

    def _failed(self, error: CirError) -> None:
        self._progress.finish()
        self.failed.emit(error)

    def _write(self, work: Callable[[], PairView], then: Callable[[PairView], None]) -> None:
        for each in (*self._buttons.values(), self._back):
            each.setEnabled(False)
        self._jobs.run(Lane.WRITE, lambda _task: work(), owner=self, on_done=then, on_error=self._not_written)

    def _not_written(self, error: CirError) -> None:
        self._show_pair()
        self.failed.emit(error)

    def _decided(self, view: PairView) -> None:
        self._answered_here.append(view.id)
        place = self._replace(view)
        waiting = [*self._views[place + 1 :], *self._views[:place]]
        following = next((each for each in waiting if each.decision is None), view)
        self._fill()
        self.list.table.choose(following.id)
        self._show_pair()
        self.wrote.emit()

    def _taken_back(self, view: PairView) -> None:
        if view.id in self._answered_here:
            self._answered_here.remove(view.id)
        self._replace(view)
        self._fill()
        self.list.table.choose(view.id)
        self._show_pair()
        self.wrote.emit()

    def _replace(self, view: PairView) -> int:
        place = next(at for at, each in enumerate(self._views) if each.id == view.id)
        self._views[place] = view
        return place

    def _show(self, listed: PairList | None) -> None:
        self._views = list(listed.views) if listed else []
        self._people = self._about(listed) if listed else ""
        self._fill()
        if self._views and self.list.chosen is None:
            self.list.table.choose(self._views[0].id)
        self._show_pair()

    def _about(self, listed: PairList) -> str:
        said = self.tr("{n} personen vergeleken").format(n=number(listed.people))
        if listed.with_register:
            said = self.tr("{n} personen vergeleken, die van het CIR inbegrepen").format(n=number(listed.people))
        if listed.compared_with_first_only:
            said += self.tr("; {n} met zeer veel gelijken zijn elk met één ander vergeleken").format(
                n=number(listed.compared_with_first_only)
            )
        return f"{said}."

    def _fill(self) -> None:
        only_open = self._only_open.isChecked()
        self.list.show_records([view for view in self._views if view.is_open or not only_open])
        answered = sum(not view.is_open for view in self._views)
        total = len(self._views)
        self._bar.setRange(0, max(1, total))
        self._bar.setValue(answered)
        done = self.tr("{n} van {all} beantwoord").format(n=number(answered), all=number(total))
        self._told.setText(f"{done} · {self._people}" if total else self._people)
        self._weave.setEnabled(answered > 0)
        self.counted.emit(total - answered)

    def _show_pair(self) -> None:
        view = self.list.chosen
        self._right.setVisible(view is not None)
        for answer, each in self._buttons.items():
            given = view.decision.answer if view and view.decision else None
            each.setEnabled(view is not None and given is not answer)
        self._back.setEnabled(view is not None and view.decision is not None)
        if view is None:
            self._rows.set_records([])
            return
        points = self.tr(" · {n} punten").format(n=_points(view)) if _points(view) else ""
        self._title.setText(view.words + points)
        said = " ".join(filter(None, (view.again or view.state, migration_pairs.also_words(view))))
        self._again.setText(said)
        self._again.setVisible(bool(said))
        self._rows.set_records(migration_pairs.rows(view))

    def _answer_button(self, text: str, answer: PairAnswer) -> QWidget:
        return button(text, lambda: self.answer(answer), self, needs=Role.CLERK)

    def _short_cut(self, keys: QKeySequence, pressed: Callable[[], None]) -> None:
        made = QShortcut(keys, self, pressed)
        made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(SPACE_M)
        head.addWidget(self._bar, 1)
        head.addWidget(self._told, 3)
        head.addWidget(self._only_open)
        head.addWidget(self._weave)
        steps = QHBoxLayout()
        steps.setSpacing(SPACE_S)
        for each in self._buttons.values():
            steps.addWidget(each)
        steps.addStretch(1)
        steps.addWidget(self._back)
        self._right = QWidget(self)
        beside = QVBoxLayout(self._right)
        beside.setContentsMargins(0, SPACE_S, 0, 0)
        beside.setSpacing(SPACE_S)
        beside.addWidget(self._title)
        beside.addWidget(self._again)
        beside.addWidget(self.rows, 1)
        beside.addLayout(steps)
        split = QSplitter(Qt.Orientation.Vertical, self)
        split.setChildrenCollapsible(False)
        split.addWidget(self.list)
        split.addWidget(self._right)
        split.setStretchFactor(0, 1)
        split.setStretchFactor(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, SPACE_S, 0, 0)
        layout.setSpacing(SPACE_S)
        layout.addWidget(self._progress)
        layout.addLayout(head)
        layout.addWidget(split, 1)

    def _pair_columns(self) -> list[Column[PairView]]:
        kinds = {
            PairKind.LIKELY: self.tr("vermoedelijk dezelfde"),
            PairKind.POSSIBLE: self.tr("mogelijk dezelfde"),
            PairKind.NUMBER: self.tr("zelfde nummer"),
            PairKind.SPLIT: self.tr("gesplitst gezin?"),
        }
        return [
            Column(
                key="kind",
                title=self.tr("Wat"),
                text=lambda view: kinds[view.pair.kind],
                tone=lambda view: _KINDS[view.pair.kind],
                tooltip=lambda view: view.words,
                width=27,
            ),
            Column(key="points", title=self.tr("Punten"), text=_points, right=True, width=8),
            Column(key="left", title=self.tr("Eén"), text=_left, tooltip=_left, width=46),
            Column(key="right", title=self.tr("Ander"), text=_right, tooltip=_right, width=46),
            Column(key="answer", title=self.tr("Antwoord"), text=self._answer_words, tone=_answer_tone, width=18),
        ]

    def _row_columns(self) -> list[Column[PairRow]]:
        return [
            Column(key="label", title=self.tr("Veld"), text=lambda row: row.label, width=20),
            Column(key="left", title=self.tr("Eén"), text=lambda row: row.left, tooltip=lambda row: row.left, width=35),
            Column(
                key="right", title=self.tr("Ander"), text=lambda row: row.right, tooltip=lambda row: row.right, width=35
            ),
            Column(
                key="alike",
                title=self.tr("Gelijk?"),
                text=lambda row: row.alike.value,
                tone=lambda row: Tone.BAD if row.points.startswith("-") else _ALIKE.get(row.alike, Tone.NEUTRAL),
                width=11,
            ),
            Column(key="points", title=self.tr("Punten"), text=lambda row: row.points, right=True, width=8),
            Column(
                key="words",
                title=self.tr("Waarom"),
                text=lambda row: row.words,
                tooltip=lambda row: row.words,
                width=44,
            ),
        ]

    def _answer_words(self, view: PairView) -> str:
        if view.decision is None or view.decision.answer is None:
            return self.tr("opnieuw gevraagd") if view.again else self.tr("wacht")
        return ANSWER_WORDS[view.decision.answer]


def _answer_tone(view: PairView) -> Tone:
    answer = view.decision.answer if view.decision else None
    return _ANSWERS[answer] if answer else Tone.NEUTRAL


def _points(view: PairView) -> str:
    """None for a household that may have split: the question there is not how alike the two are."""
    return "" if view.pair.kind is PairKind.SPLIT else str(view.pair.points)


def _left(view: PairView) -> str:
    who = view.pair.left
    return f"{who.first_name} {who.last_name} · {migration_pairs.where(who)}"


def _right(view: PairView) -> str:
    who = view.pair.right
    return f"{who.first_name} {who.last_name} · {migration_pairs.where(who)}"
