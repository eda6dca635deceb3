"""A conflict with the register in three columns: what it touches first, then a choice for every field."""

from functools import partial

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QLineEdit,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from cir_desktop.domain.conflicts import Choice, Decision
from cir_desktop.services import conflict_decisions, conflicts
from cir_desktop.services.conflicts import ConflictField, ConflictView
from cir_desktop.services.office import Office
from ui.dialogs.touched import Touched
from ui.dialogs.work_dialog import WorkDialog, reading_label
from ui.models.columns import Tone
from ui.widgets.labels import Heading, Pill, QuietLabel
from ui.widgets.style import SPACE_L, SPACE_M, SPACE_S, SPACE_XS
from ui.workers.jobs import Jobs, Lane

_HIGHEST = 340
"""Pixels for the fields: with more than some five of them they scroll, and the buttons stay in sight."""


class ConflictDialog(WorkDialog):
    """Shows one conflict and saves the decisions, all at once; gives in a sentence what follows."""

    def __init__(self, office: Office, jobs: Jobs, parent: QWidget, conflict_id: str) -> None:
        super().__init__(jobs, parent)
        self.name(self.tr("Conflict met het register"), self.tr("Beslissing bewaren"), self.tr("Sluiten"))
        self._office = office
        self._id = conflict_id
        self._seen = 0
        self._rows: list[_Row] = []
        self._heading = Heading("", self)
        self._heading.setWordWrap(True)
        self._touches = Touched(self)
        self._merged = reading_label("", self)
        self._next = QuietLabel("", self)
        self._inside = QWidget(self)
        self._grid = QGridLayout(self._inside)
        self._grid.setContentsMargins(0, SPACE_S, SPACE_S, SPACE_S)
        self._grid.setHorizontalSpacing(SPACE_L)
        self._grid.setVerticalSpacing(SPACE_M)
        self._scroll = QScrollArea(self)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self._inside)
        for widget in (self._heading, self._touches, self._next):
            self.body.addWidget(widget)
        self.body.addWidget(self._scroll, 1)
        self.body.addWidget(self._merged)
        self._merged.hide()
        self.resize(900, 260)
        self.set_ready(False)
        look = partial(conflicts.view, office, conflict_id)
        self.work(Lane.READ, lambda _task: look(), self._fill, self.tr("Wordt vergeleken…"), may_leave=True)

    def do(self) -> None:
        """Save a decision for every field."""
        decisions = {row.key: decision for row in self._rows if (decision := row.decision) is not None}
        save = partial(conflict_decisions.decide, self._office, self._id, decisions, self._seen)
        self.work(Lane.WRITE, lambda _task: save(), self.finish, self.tr("Wordt bewaard…"))

    def _fill(self, view: ConflictView) -> None:
        one = view.line
        self._seen = view.seen
        self._heading.setText(
            self.tr("{kind}: {name}, dossier {number}").format(
                kind=one.kind_words, name=one.name, number=one.conflict.dossier
            )
        )
        self._touches.say(view.touches)
        self._next.setText(view.next_step)
        self._merged.setText(view.merged)
        self._merged.setVisible(bool(view.merged))
        decides = view.by_field and one.waits
        mine = self.tr("Wat u invulde") if view.by_field else self.tr("Uw bericht")
        titles = [self.tr("Gegeven"), self.tr("Toen u begon"), self.tr("In het register nu"), mine]
        if decides:
            titles.append(self.tr("Nog niet"))
        for place, title in enumerate(titles if view.fields else ()):
            self._grid.addWidget(Heading(title, self._inside, size=1.0), 0, place)
        for place, stretch in enumerate((2, 3, 3, 3, 3)[: len(titles)]):
            self._grid.setColumnStretch(place, stretch)
        for number, field in enumerate(view.fields, 1):
            row = _Row(field, self._grid, number, self._inside, decides=decides)
            row.group.idToggled.connect(lambda _place, _on: self._show_ready())
            self._rows.append(row)
        self._grid.setRowStretch(len(view.fields) + 1, 1)
        self.main_button.setVisible(decides)
        self._show_ready()
        line = self.fontMetrics().height()
        high = 3 * line + SPACE_L if decides else 2 * line + SPACE_S
        self._scroll.setMinimumHeight(min(2 * line + len(view.fields) * high, _HIGHEST))
        self.fit()
        # Qt shows what is added to an open dialog a turn later, and what is not shown can't have the focus.
        for widget in self._inside.findChildren(QWidget):
            widget.show()
        if self._rows and decides:
            self._rows[0].focus()

    def _show_ready(self) -> None:
        self.set_ready(bool(self._rows) and all(row.decision is not None for row in self._rows))


class _Row(QObject):
    """One field: three values, and the choice under the two that can be chosen. Nothing is chosen beforehand."""

    def __init__(self, field: ConflictField, grid: QGridLayout, number: int, parent: QWidget, *, decides: bool) -> None:
        super().__init__(parent)
        self.key = field.key
        self.group = QButtonGroup(self)
        self._parent = parent
        self._field = field
        self._choices: dict[Choice, QRadioButton] = {}
        self._note: QLineEdit | None = None
        name = reading_label(field.label, parent)
        font = name.font()
        font.setBold(True)
        name.setFont(font)
        cells = [_cell(name)] + [_cell(reading_label(text, parent)) for text in (field.then, field.now, field.mine)]
        if decides:
            self._add(Choice.REGISTER, self.tr("Het register is juist"), field.now, cells[2])
            self._add(Choice.MINE, self.tr("Dit is juist"), field.mine, cells[3])
            self._choices[Choice.MINE].setEnabled(field.keepable)
            cells.append(_cell())
            self._add(Choice.LATER, self.tr("Beslis ik later"), "", cells[4])
            # Made last, so that the Tab key comes to it after the choices.
            note = self._note = QLineEdit(parent)
            note.setPlaceholderText(self.tr("Waarom?"))
            note.setAccessibleName(self.tr("{field}: waarom nog niet").format(field=field.label))
            note.setMaxLength(200)
            note.textEdited.connect(lambda _text: self._choices[Choice.LATER].setChecked(True))
            cells[4].addWidget(note)
            if field.decided is not None:
                self._choices[field.decided.choice].setChecked(True)
                note.setText(field.decided.note)
        elif field.decided is not None and field.decided.choice is not Choice.LATER:
            chosen = cells[2] if field.decided.choice is Choice.REGISTER else cells[3]
            chosen.addWidget(Pill(self.tr("gekozen"), Tone.GOOD, parent))
        for place, cell in enumerate(cells):
            cell.addStretch(1)
            grid.addLayout(cell, number, place)

    @property
    def decision(self) -> Decision | None:
        """What was chosen; None while nothing is."""
        for choice, button in self._choices.items():
            if button.isChecked():
                note = self._note.text().strip() if self._note is not None else ""
                return Decision(choice, note if choice is Choice.LATER else "")
        return None

    def focus(self) -> None:
        """The first choice; nothing is chosen by going there."""
        self._choices[Choice.REGISTER].setFocus(Qt.FocusReason.OtherFocusReason)

    def _add(self, choice: Choice, words: str, value: str, cell: QVBoxLayout) -> None:
        button = QRadioButton(words, self._parent)
        button.setAccessibleName(f"{self._field.label}: {words}. {value}".strip())
        self._choices[choice] = button
        self.group.addButton(button, len(self._choices))
        cell.addWidget(button)


def _cell(*widgets: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(SPACE_XS)
    for each in widgets:
        column.addWidget(each)
    return column
