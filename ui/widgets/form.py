"""Forms: a label that belongs to its field, a hint under it, and the problem of that very field."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from ui.models.columns import Tone
from ui.widgets.labels import QuietLabel
from ui.widgets.rows_field import RowsField
from ui.widgets.style import SPACE_S, SPACE_XS, set_tone


class Form(QWidget):
    """Fields under each other. A field is named by a key, the same as in the record that is made of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # A QFormLayout gives a field with a wrapping hint less height than it needs, and draws the hint over the field.
        self._layout = QGridLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setVerticalSpacing(SPACE_S)
        self._layout.setHorizontalSpacing(SPACE_S * 2)
        self._layout.setColumnStretch(1, 1)
        self.captions: list[QLabel] = []
        self._fields: dict[str, QWidget] = {}
        self._boxes: dict[str, QWidget] = {}
        self._problems: dict[str, QLabel] = {}
        self._hints: dict[str, str] = {}

    def add(self, key: str, label: str, field: QWidget, hint: str = "") -> None:
        """Add a field; `&` in the label marks the key that goes to it."""
        box = QWidget(self)
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_XS)
        column.addWidget(field)
        if hint:
            column.addWidget(QuietLabel(hint, box))
            field.setAccessibleDescription(hint)
        problem = QLabel(box)
        problem.setTextFormat(Qt.TextFormat.PlainText)
        problem.setWordWrap(True)
        set_tone(problem, Tone.BAD)
        problem.hide()
        column.addWidget(problem)
        caption = QLabel(label, self)
        caption.setBuddy(field)
        field.setAccessibleName(label.replace("&", ""))
        # In the middle of a line of text, at the top of anything higher.
        caption.setMinimumHeight(min(field.sizeHint().height(), 2 * caption.sizeHint().height()))
        self._layout.addWidget(caption, len(self.captions), 0, Qt.AlignmentFlag.AlignTop)
        self._layout.addWidget(box, len(self.captions), 1)
        self.captions.append(caption)
        self._fields[key] = field
        self._boxes[key] = box
        self._hints[key] = hint
        self._problems[key] = problem

    def show_problem(self, key: str, text: str) -> bool:
        """Show a problem under its field and go there; False when the form has no such field.

        Of a field with rows, `key` may name one: `levels[2]`.
        """
        key, _, row = key.partition("[")
        if key not in self._fields:
            return False
        self._problems[key].setText(text)
        self._problems[key].show()
        self._fields[key].setAccessibleDescription(text)
        field = self._fields[key]
        if row and isinstance(field, RowsField):
            field.go_to(int(row.rstrip("]")))
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def show_field(self, key: str, shown: bool) -> None:
        """Show a field with its label, or take both out of sight."""
        self._boxes[key].setVisible(shown)
        self.captions[list(self._fields).index(key)].setVisible(shown)

    def clear_problems(self) -> None:
        """No problem any more."""
        for key, problem in self._problems.items():
            problem.hide()
            self._fields[key].setAccessibleDescription(self._hints[key])

    def focus_first(self) -> None:
        """Go to the first field."""
        for field in self._fields.values():
            field.setFocus(Qt.FocusReason.OtherFocusReason)
            return


def align(forms: Iterable[Form]) -> None:
    """Let the fields of several forms under each other begin at the same place."""
    captions = [caption for form in forms for caption in form.captions]
    widest = max((caption.sizeHint().width() for caption in captions), default=0)
    for caption in captions:
        caption.setMinimumWidth(widest)


def text_field(parent: QWidget, *, hint: str = "", most: int = 200) -> QLineEdit:
    """A line of text with at most so many letters."""
    field = QLineEdit(parent)
    field.setPlaceholderText(hint)
    field.setMaxLength(most)
    return field


def secret_field(parent: QWidget) -> QLineEdit:
    """A line whose letters are not shown."""
    field = QLineEdit(parent)
    field.setEchoMode(QLineEdit.EchoMode.Password)
    field.setMaxLength(500)
    return field


def choice_field(parent: QWidget, choices: Iterable[tuple[str, str]]) -> QComboBox:
    """A closed list of (code, words); `currentData()` is the code. Typing the first letters goes to a choice."""
    field = QComboBox(parent)
    for code, words in choices:
        field.addItem(words, code)
    field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    field.setMinimumContentsLength(16)
    return field
