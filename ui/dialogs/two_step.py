"""A step that is first told in words and then done: what both halves have in common."""

from collections.abc import Sequence
from typing import Generic, Protocol, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from ui.dialogs.work_dialog import Sentences, WorkDialog, reading_label
from ui.models.columns import Tone
from ui.widgets.labels import Heading
from ui.widgets.style import SPACE_M, set_tone
from ui.workers.jobs import Jobs, Lane

W = TypeVar("W")


class Told(Protocol):
    """What a preview of any service says."""

    @property
    def effects(self) -> tuple[str, ...]:
        """What happens."""

    @property
    def fields(self) -> tuple[str, ...]:
        """What the message carries."""

    @property
    def held(self) -> bool:
        """Whether a second person has to release it."""


class TwoStepDialog(WorkDialog, Generic[W]):
    """The main button first shows what happens, then does it; a change in between begins anew.

    Subclasses put their fields in `form`, call `changed` when one of them changes, and say what is `wanted`, how to
    `look` and how to `put` it.
    """

    def __init__(self, jobs: Jobs, parent: QWidget, title: str, heading: str) -> None:
        super().__init__(jobs, parent)
        self._shown: W | None = None
        self._put_words = self.tr("Klaarzetten")
        self.name(title, self.tr("Nakijken"))
        head = Heading(heading, self)
        head.setWordWrap(True)
        self.form = self.add_form()
        self._effects = Sentences(self.tr("Wat er gebeurt"), self)
        self._message = Sentences(self.tr("Bericht aan het CIR"), self)
        self._held = reading_label(
            self.tr("Het bericht vertrekt pas als een tweede persoon het vrijgeeft, op de pagina Uitwisseling."), self
        )
        set_tone(self._held, Tone.WARN)
        self._held.hide()
        self.body.addWidget(head)
        self.body.addWidget(self.form)
        for widget in (self._effects, self._message, self._held):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.resize(640, 380)

    def put_above(self, widget: QWidget) -> None:
        """Put something between the heading and the fields."""
        self.body.insertWidget(1, widget)

    @property
    def wanted(self) -> W:
        """What the fields say now."""
        raise NotImplementedError

    def look(self, wanted: W) -> Told:
        """What it would do; runs on a reader's lane."""
        raise NotImplementedError

    def put(self, wanted: W) -> Told:
        """Do it; runs on the writer's lane."""
        raise NotImplementedError

    def done_words(self, told: Told) -> str:
        """What is said when it was done."""
        if told.held:
            return self.tr("Klaargezet; wacht op een tweede persoon.")
        return self.tr("Klaargezet; gaat mee bij de volgende verzending.")

    def do(self) -> None:
        """Show what it does; the second time, when nothing changed since, do it."""
        wanted = self.wanted
        if self._shown != wanted:
            self.work(
                Lane.READ,
                lambda _task: self.look(wanted),
                lambda told: self._show(wanted, told),
                self.tr("Wordt nagekeken…"),
                may_leave=True,
            )
            return
        self.work(
            Lane.WRITE,
            lambda _task: self.put(wanted),
            lambda told: self.finish(self.done_words(told)),
            self.tr("Wordt klaargezet…"),
        )

    def changed(self) -> None:
        """A field changed: what was shown no longer holds."""
        self._shown = None
        self._effects.say([])
        self._message.say([])
        self._held.hide()
        self.main_button.setText(self.tr("Nakijken"))

    def _show(self, wanted: W, told: Told) -> None:
        if self.wanted != wanted:
            return
        self._shown = wanted
        self._effects.say(told.effects)
        self._message.say(told.fields)
        self._held.setVisible(told.held)
        self.main_button.setText(self._put_words)
        self.fit()


def scrolling(widgets: Sequence[QWidget], parent: QWidget, name: str) -> QScrollArea:
    """Widgets under each other in an area that scrolls when there is no room for all of them."""
    inner = QWidget(parent)
    layout = QVBoxLayout(inner)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(SPACE_M)
    for widget in widgets:
        layout.addWidget(widget)
    layout.addStretch(1)
    area = QScrollArea(parent)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setAccessibleName(name)
    area.setWidget(inner)
    return area
