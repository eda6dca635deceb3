"""A tab of Migratie: the sheets of the list in hand, coloured where something was found, corrected in place."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from cir_desktop.domain.finding import SEVERITY_WORDS, Finding
from cir_desktop.domain.identity import Role
from cir_desktop.domain.migration import Step
from cir_desktop.domain.migration_fixing import Recipe
from cir_desktop.services import migration_grid, migration_work
from cir_desktop.services.migration_grid import GridSheet
from cir_desktop.services.office import Office
from ui.dialogs.migration_replace import ReplaceDialog
from ui.dialogs.work_dialog import reading_label
from ui.models.sheet_grid import SheetGridModel
from ui.pages.migration_hand import ListInHand
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import button
from ui.widgets.style import SPACE_S, SPACE_XL, sized
from ui.widgets.tone_delegate import ToneDelegate
from ui.workers.jobs import Jobs, Lane

_WIDE = 40


class GridTab(QWidget):
    """F2 or typing corrects a cell, Ctrl+Z undoes, Ctrl+Y does again, Ctrl+H replaces in the column."""

    failed = Signal(object)
    """The CirError of a question."""

    def __init__(self, office: Office, jobs: Jobs, hand: ListInHand, parent: QWidget) -> None:
        super().__init__(parent)
        self._office = office
        self._jobs = jobs
        self._hand = hand
        self._sheets: Sequence[GridSheet] = ()
        self._choice = QComboBox(self)
        self._choice.setAccessibleName(self.tr("Blad"))
        self._choice.currentIndexChanged.connect(self._show_sheet)
        caption = QLabel(self.tr("&Blad"), self)
        caption.setBuddy(self._choice)
        self._undo = button(self.tr("On&gedaan maken"), hand.undo, self, needs=Role.CLERK)
        self._redo = button(self.tr("Opnieuw &doen"), hand.redo, self, needs=Role.CLERK)
        self._replace = button(self.tr("&Vervangen in de kolom…"), self.ask_replace, self, needs=Role.CLERK)
        self._steps = button(self.tr("Verloo&p van de waarde"), self.show_steps, self)
        self.model = SheetGridModel(self)
        self.model.typed.connect(hand.edit)
        hand.failed.connect(lambda _error: self.model.forget_typed())
        self.table = QTableView(self)
        self.table.setAccessibleName(self.tr("Rooster van de lijst"))
        self.table.setModel(self.model)
        self.table.setItemDelegate(ToneDelegate(self.table))
        self.table.setWordWrap(False)
        self.table.setCornerButtonEnabled(False)
        self.table.setTabKeyNavigation(False)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 10)
        self.table.selectionModel().currentChanged.connect(lambda now, _former: self._tell(now))
        self.model.dataChanged.connect(lambda *_where: self._tell(self.table.currentIndex()))
        self.model.modelReset.connect(self._forget_cell)
        self._told = reading_label("", self)
        self._told.setAccessibleName(self.tr("De gekozen cel"))
        for keys, pressed in (("Ctrl+Z", hand.undo), ("Ctrl+Y", hand.redo), ("Ctrl+H", self.ask_replace)):
            QShortcut(QKeySequence(keys), self, pressed, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._lay_out(caption)
        hand.steps_changed.connect(self._show_steps)
        self._show_steps()

    def show_sheets(self, sheets: Sequence[GridSheet]) -> None:
        """Show these sheets; the shown one and its cell stay."""
        self._sheets = sheets
        names = [sheet.name for sheet in sheets]
        if names != [self._choice.itemText(at) for at in range(self._choice.count())]:
            blocked = self._choice.blockSignals(True)
            self._choice.clear()
            self._choice.addItems(names)
            self._choice.blockSignals(blocked)
        self._stack.setCurrentIndex(1 if sheets else 0)
        self._show_sheet(self._choice.currentIndex())

    def go_to(self, finding: Finding) -> bool:
        """Show the cell of a finding; whether it has one here."""
        for number, sheet in enumerate(self._sheets):
            place = sheet.place(finding.row, finding.column) if sheet.name == finding.sheet else None
            if place is not None:
                self._choice.setCurrentIndex(number)
                index = self.model.index(*place)
                self.table.setCurrentIndex(index)
                self.table.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)
                self.table.setFocus()
                return True
        return False

    def ask_replace(self) -> None:
        """Replace the value of the chosen cell in its whole column."""
        sheet, index = self.model.sheet, self.table.currentIndex()
        if sheet is None or not index.isValid() or self._hand.work is None:
            return
        column = sheet.columns[index.column()]
        before = sheet.text(index.row(), index.column())
        dialog = ReplaceDialog(
            self._office, self._jobs, self, self._hand.work, sheet.key, column.key, column.title, before
        )
        dialog.done_with.connect(self._replace_with)
        dialog.open()

    def show_steps(self) -> None:
        """Tell what happened to the chosen value, from the old list to the upload."""
        sheet, index, work = self.model.sheet, self.table.currentIndex(), self._hand.work
        if sheet is None or not index.isValid() or work is None:
            return
        row, key = sheet.rows[index.row()], sheet.columns[index.column()].key
        self._jobs.run(
            Lane.READ,
            lambda _task: migration_work.history(self._office, work, sheet.key, row, key),
            owner=self,
            on_done=self._tell_steps,
            on_error=self.failed.emit,
            supersedes="steps",
        )

    def _replace_with(self, recipe: Recipe) -> None:
        self._hand.correct([recipe])

    def _show_sheet(self, number: int) -> None:
        sheet = self._sheets[number] if 0 <= number < len(self._sheets) else None
        former = self.model.sheet
        self.model.show_sheet(sheet)
        if sheet is not None and (former is None or former.columns != sheet.columns):
            # The header of the chosen column is bold.
            letters = QFontMetrics(sized(self.table, 1.0, bold=True))
            for place, column in enumerate(sheet.columns):
                title = letters.horizontalAdvance(f"{column.letters} · {column.title}")
                self.table.setColumnWidth(place, min(title, _WIDE * letters.averageCharWidth()) + SPACE_XL)
        self._show_steps()

    def _forget_cell(self) -> None:
        self._told.setText("")
        self._show_steps()

    def _tell(self, index: QModelIndex) -> None:
        sheet = self.model.sheet
        if sheet is None or not index.isValid():
            self._forget_cell()
            return
        column = sheet.columns[index.column()]
        found = self.model.findings_at(index)
        told = [f"{SEVERITY_WORDS[each.severity]}: {each.message} {each.expected}".rstrip() for each in found] or [
            self.tr("Niets gevonden in deze cel.")
        ]
        place = f"{column.letters}{sheet.rows[index.row()]} · {column.title}"
        self._told.setText("\n".join([place, *told]))
        self._show_steps()

    def _tell_steps(self, steps: Sequence[Step]) -> None:
        told = [
            f"{step.what}: {migration_grid.shown(step.before) or '–'} → {migration_grid.shown(step.after) or '–'}"
            for step in steps
        ]
        first = self._told.text().split("\n", 1)[0]
        self._told.setText("\n".join([first, *(told or [self.tr("Deze waarde staat zo in uw lijst.")])]))

    def _show_steps(self) -> None:
        chosen = self.table.currentIndex().isValid()
        self._undo.setEnabled(self._hand.can_undo)
        self._redo.setEnabled(self._hand.can_redo)
        self._replace.setEnabled(chosen)
        self._steps.setEnabled(chosen)

    def _lay_out(self, caption: QLabel) -> None:
        head = QHBoxLayout()
        head.setSpacing(SPACE_S)
        head.addWidget(caption)
        head.addWidget(self._choice)
        for each in (self._undo, self._redo, self._replace, self._steps):
            head.addWidget(each)
        head.addStretch(1)
        shown = QWidget(self)
        inner = QVBoxLayout(shown)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(SPACE_S)
        inner.addLayout(head)
        inner.addWidget(self.table, 1)
        inner.addWidget(self._told)
        nothing = EmptyState(self)
        nothing.say(
            self.tr("Nog geen lijst geopend"), self.tr("Open een lijst: haar cellen staan hier, om te verbeteren.")
        )
        self._stack = QStackedWidget(self)
        self._stack.addWidget(nothing)
        self._stack.addWidget(shown)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, SPACE_S, 0, 0)
        layout.addWidget(self._stack)
