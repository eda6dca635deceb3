"""A tab of Uitwisseling: which dossiers changed since everything was seen, and what is odd in what came in."""

from datetime import datetime

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from cir_desktop.domain.identity import Role
from cir_desktop.errors import MissingRole
from cir_desktop.services import changes
from cir_desktop.services.changes import About, AttentionLine, ChangeLine, ChangeList
from cir_desktop.services.office import Office
from ui.models.columns import Column, Tone
from ui.pages.exchange_tables import ListOrNothing
from ui.widgets.labels import QuietLabel, button
from ui.widgets.remembered import window_settings
from ui.widgets.style import SPACE_S
from ui.widgets.words import moment
from ui.workers.jobs import Jobs, Lane, Task

_ODD = "odd"


class _Found(msgspec.Struct, frozen=True):
    changed: ChangeList
    odd: tuple[AttentionLine, ...]


class _Row(msgspec.Struct, frozen=True):
    """A line of the table: a dossier that changed, or something odd of one."""

    dossier: str
    name: str
    about: str
    tone: Tone
    what: str
    at: datetime
    code: str = ""


class ChangesTab(QWidget):
    """Names the fields that changed; their values are in the dossier. Enter opens it."""

    counted = Signal(int)
    """So many dossiers changed."""
    dossier_asked = Signal(str)
    wrote = Signal(str)
    """Everything was marked as seen; a sentence that says what follows."""
    failed = Signal(object)

    def __init__(self, office: Office, jobs: Jobs, parent: QWidget) -> None:
        super().__init__(parent)
        self._office = office
        self._jobs = jobs
        self._found = _Found(ChangeList(None, 0, ()), ())
        self._sentence = QuietLabel("", self)
        self._filter = QComboBox(self)
        self._filter.setAccessibleName(self.tr("Welke wijzigingen"))
        for words, about in (
            (self.tr("Alle wijzigingen"), About.ALL.value),
            (self.tr("Wat een lijst kan wijzigen"), About.RANKING.value),
            (self.tr("Contactgegevens"), About.CONTACT.value),
            (self.tr("Te bekijken"), _ODD),
        ):
            self._filter.addItem(words, about)
        self._filter.currentIndexChanged.connect(lambda _place: self._fill())
        caption = QLabel(self.tr("T&oon"), self)
        caption.setBuddy(self._filter)
        self.list: ListOrNothing[_Row] = ListOrNothing(
            self.tr("Gewijzigde dossiers"),
            "changes",
            self._columns(),
            lambda row: (row.dossier, row.code),
            (
                self.tr("Niets gewijzigd"),
                self.tr("Wat een ophaling nieuw brengt of wijzigt, staat hier tot u aanduidt dat u het gezien hebt."),
            ),
            window_settings(office.workspace),
            self,
        )
        self._open = button(self.tr("&Dossier openen"), self._ask_dossier, self)
        self._seen = button(self.tr("Alles ge&zien"), self.mark_seen, self, needs=Role.CLERK)
        self._seen.setToolTip(self.tr("Vanaf nu staat hier enkel wat later wijzigt; niets gaat verloren."))
        head, steps = QHBoxLayout(), QHBoxLayout()
        for row in (head, steps):
            row.setSpacing(SPACE_S)
        head.addWidget(caption)
        head.addWidget(self._filter)
        head.addWidget(self._sentence, 1)
        steps.addWidget(self._open)
        steps.addWidget(self._seen)
        steps.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, SPACE_S, 0, 0)
        layout.setSpacing(SPACE_S)
        layout.addLayout(head)
        layout.addWidget(self.list, 1)
        layout.addLayout(steps)
        self.list.table.chosen.connect(lambda _id: self._show_steps())
        self.list.table.opened.connect(lambda _id: self._ask_dossier())
        self._show_steps()

    def refresh(self) -> None:
        """Compare again."""
        self._jobs.run(
            Lane.READ, self._read, owner=self, on_done=self._show, on_error=self.failed.emit, supersedes="changes"
        )

    def mark_seen(self) -> None:
        """From now on only what changes later."""
        self._jobs.run(
            Lane.WRITE,
            lambda _task: changes.mark_seen(self._office),
            owner=self,
            on_done=self._marked,
            on_error=self.failed.emit,
        )

    def _read(self, task: Task) -> _Found:
        try:
            return _Found(changes.since_seen(self._office, cancel=task.cancel), changes.attention(self._office))
        except MissingRole:
            return _Found(ChangeList(None, 0, ()), ())

    def _show(self, found: _Found) -> None:
        self._found = found
        self._sentence.setText(found.changed.sentence)
        self.counted.emit(found.changed.total + len(found.odd))
        self._fill()

    def _fill(self) -> None:
        wanted = self._filter.currentData()
        rows = (
            []
            if wanted in (About.RANKING.value, About.CONTACT.value)
            else [self._odd(line) for line in self._found.odd]
        )
        if wanted != _ODD:
            rows += [self._changed(line) for line in changes.filtered(self._found.changed.lines, About(wanted))]
        self.list.show_records(rows)
        self._show_steps()

    def _changed(self, line: ChangeLine) -> _Row:
        if line.before is None:
            about, tone = self.tr("nieuw"), Tone.INFO
        elif line.touches_ranking:
            about, tone = self.tr("kan een lijst wijzigen"), Tone.WARN
        elif line.contact:
            about, tone = self.tr("contactgegevens"), Tone.NEUTRAL
        else:
            about, tone = self.tr("andere gegevens"), Tone.NEUTRAL
        return _Row(line.dossier, line.name, about, tone, line.words, line.received_at)

    def _odd(self, line: AttentionLine) -> _Row:
        what = f"{line.what} {line.todo} ({line.code})"
        return _Row(line.dossier, line.name, self.tr("te bekijken"), Tone.BAD, what, line.noted_at, line.code)

    def _columns(self) -> list[Column[_Row]]:
        return [
            Column(key="dossier", title=self.tr("Dossier"), text=lambda row: row.dossier, width=18),
            Column(key="name", title=self.tr("Naam"), text=lambda row: row.name, width=22),
            Column(
                key="about", title=self.tr("Waarover"), text=lambda row: row.about, tone=lambda row: row.tone, width=24
            ),
            Column(
                key="what",
                title=self.tr("Wat wijzigde"),
                text=lambda row: row.what,
                tooltip=lambda row: row.what,
                width=60,
            ),
            Column(key="at", title=self.tr("Opgehaald"), text=lambda row: moment(row.at), width=18),
        ]

    def _show_steps(self) -> None:
        self._open.setEnabled(self.list.chosen is not None)
        self._seen.setEnabled(bool(self._found.changed.total or self._found.odd))

    def _ask_dossier(self) -> None:
        if self.list.chosen is not None:
            self.dossier_asked.emit(self.list.chosen.dossier)

    def _marked(self, at: datetime) -> None:
        self.wrote.emit(self.tr("Gezien tot {at}: hier staat nu enkel wat later wijzigt.").format(at=moment(at)))
