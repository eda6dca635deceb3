"""What the dialogs of a step share: texts, fields, a place for errors, and a button that does it off the UI thread."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPlainTextEdit, QProgressBar, QVBoxLayout, QWidget

from cir_desktop.domain.identity import Role
from cir_desktop.domain.job import Progress
from cir_desktop.errors import BadInput, Cancelled, CirError
from ui.widgets.error_banner import ErrorBanner
from ui.widgets.form import Form, align
from ui.widgets.labels import Heading, QuietLabel, button
from ui.widgets.main_window import MainWindow
from ui.widgets.roles import show_roles
from ui.widgets.style import SPACE_L, SPACE_M, SPACE_S, SPACE_XS
from ui.workers.jobs import Handle, Jobs, Lane, Task

T = TypeVar("T")

_FRAME = 48
"""Pixels: more than the title bar of any desktop."""


class WorkDialog(QDialog):
    """One step. Subclasses fill `body`, put their forms in `forms`, and say in `do` what the main button does."""

    needs: Role | None = Role.CLERK
    """The role that the main button asks for."""

    done_with = Signal(object)
    """The step was done; with what it gave."""

    def __init__(self, jobs: Jobs, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.forms: list[Form] = []
        self._jobs = jobs
        self._running: Handle | None = None
        self._may_leave = True
        self._ready = True
        self.banner = ErrorBanner(self)
        self.body = QVBoxLayout()
        self.body.setSpacing(SPACE_M)
        self._waiting = QuietLabel("", self)
        self._bar = QProgressBar(self, textVisible=False)
        self._bar.setRange(0, 0)
        self._bar.setMaximumHeight(8)
        self.main_button = button("", self.do, self, main=True, needs=self.needs)
        self.main_button.setDefault(True)
        self._cancel = button(self.tr("Annuleren"), self.reject, self)
        row = QHBoxLayout()
        row.setSpacing(SPACE_S)
        row.addWidget(self._waiting, 1)
        row.addWidget(self.main_button)
        row.addWidget(self._cancel)
        self._all = QVBoxLayout(self)
        self._all.setContentsMargins(SPACE_L, SPACE_L, SPACE_L, SPACE_L)
        self._all.setSpacing(SPACE_M)
        self._all.addWidget(self.banner)
        self._all.addLayout(self.body, 1)
        self._all.addWidget(self._bar)
        self._all.addLayout(row)
        self._show_state()

    def name(self, title: str, do_words: str, leave_words: str = "") -> None:
        """What the dialog is about, and what stands on its main button and on the one that leaves it."""
        self.setWindowTitle(title)
        self.main_button.setText(do_words)
        if leave_words:
            self._cancel.setText(leave_words)

    def do(self) -> None:
        """What the main button does."""
        raise NotImplementedError

    def add_form(self) -> Form:
        """A form whose fields get their own problems."""
        form = Form(self)
        self.forms.append(form)
        return form

    def showEvent(self, event: QShowEvent) -> None:
        """The fields of all forms begin at the same place; what is larger than the screen begins as large as that."""
        frame = parent.window() if (parent := self.parentWidget()) else None
        if isinstance(frame, MainWindow):
            show_roles(self, frame.roles)
        align(self.forms)
        super().showEvent(event)
        self.resize(self.size().boundedTo(self._room()))

    def set_ready(self, ready: bool) -> None:
        """Whether the main button can be pressed."""
        self._ready = ready
        self._show_state()

    def work(
        self,
        lane: Lane,
        call: Callable[[Task], T],
        then: Callable[[T], None],
        words: str,
        *,
        may_leave: bool = False,
        on_progress: Callable[[Progress], None] | None = None,
    ) -> None:
        """Run a job; the dialog can't be left before it ended, unless it changes nothing (`may_leave`)."""
        self.banner.clear()
        for form in self.forms:
            form.clear_problems()
        self._may_leave = may_leave
        self._waiting.setText(words)

        def ended(result: T) -> None:
            self._rest()
            then(result)

        self._running = self._jobs.run(
            lane, call, owner=self, on_done=ended, on_error=self._failed, on_progress=on_progress
        )
        self._show_state()

    def fit(self) -> None:
        """Grow until every text is in sight; never shrink under the hands of who works in it."""
        self._all.activate()
        width = max(self.width(), self.minimumSizeHint().width())
        height = max(self.height(), self._all.totalHeightForWidth(width), self.sizeHint().height())
        self.resize(QSize(width, height).boundedTo(self._room()))

    def finish(self, result: object) -> None:
        """The step is done: tell and close."""
        self.done_with.emit(result)
        self.accept()

    def show_error(self, error: CirError) -> None:
        """Beside the field when the error names one that is here, else in the banner."""
        if isinstance(error, Cancelled):
            return
        field = error.field if isinstance(error, BadInput) else ""
        if not any(form.show_problem(field, f"{error.what} {error.todo}") for form in self.forms):
            self.banner.show_error(error)
        self.fit()

    def reject(self) -> None:
        """Leave without doing anything; not in the middle of doing it."""
        if self._running is not None:
            if not self._may_leave:
                return
            self._running.cancel()
        super().reject()

    def _room(self) -> QSize:
        """What the screen has for a dialog, with its frame."""
        room = self.screen().availableSize()
        return QSize(room.width(), room.height() - _FRAME)

    def _failed(self, error: CirError) -> None:
        self._rest()
        self.show_error(error)

    def _rest(self) -> None:
        self._running = None
        self._waiting.setText("")
        self._show_state()

    def _show_state(self) -> None:
        busy = self._running is not None
        self.main_button.setEnabled(self._ready and not busy)
        self._cancel.setEnabled(not busy or self._may_leave)
        self._bar.setVisible(busy)


class Sentences(QWidget):
    """A heading and sentences under it, each with a bullet; can be read with the keyboard. Hidden while empty."""

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        heading = Heading(title, self, size=1.0)
        self._text = reading_label("", self)
        self._text.setAccessibleName(title)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_XS)
        layout.addWidget(heading)
        layout.addWidget(self._text)
        self.hide()

    def say(self, sentences: Sequence[str]) -> None:
        """Show these sentences."""
        self._text.setText("\n".join(f"•  {sentence}" for sentence in sentences))
        self.setVisible(bool(sentences))

    @property
    def text(self) -> str:
        """What is shown."""
        return self._text.text()


def reading_label(text: str, parent: QWidget) -> QLabel:
    """A text that wraps, can be selected, and that the Tab key and a screen reader come to."""
    label = QLabel(text, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    return label


def motive_field(parent: QWidget) -> QPlainTextEdit:
    """Room for some lines; Tab goes on to the next field."""
    field = QPlainTextEdit(parent)
    field.setTabChangesFocus(True)
    # Lower than its least height, it would be drawn without its lower edge.
    field.setFixedHeight(max(field.fontMetrics().lineSpacing() * 3 + 14, field.minimumSizeHint().height()))
    return field
