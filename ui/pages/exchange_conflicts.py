"""Two tabs of Uitwisseling: where the register and we differ, and what others are asked to correct."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cir_desktop.domain.conflicts import ConflictKind, ConflictState
from cir_desktop.domain.identity import Role
from cir_desktop.services import conflict_decisions, conflicts, correction_requests
from cir_desktop.services.conflicts import ConflictLine
from cir_desktop.services.correction_requests import RequestLine
from cir_desktop.services.office import Office
from ui.dialogs.conflict import ConflictDialog
from ui.dialogs.correction_text import CorrectionTextDialog
from ui.models.columns import Column, Tone
from ui.pages.exchange_tables import ListOrNothing
from ui.widgets.labels import button
from ui.widgets.remembered import window_settings
from ui.widgets.roles import if_allowed
from ui.widgets.style import SPACE_S
from ui.widgets.words import moment
from ui.workers.jobs import Jobs, Lane

_TONES = {ConflictState.OPEN: Tone.BAD, ConflictState.RESOLVED: Tone.GOOD, ConflictState.MERGED: Tone.INFO}


class ConflictsTab(QWidget):
    """The conflicts, those that wait first; Enter opens one."""

    counted = Signal(int)
    """So many wait for a decision."""
    wrote = Signal(str)
    """A decision was saved or taken back; a sentence that says what follows."""
    failed = Signal(object)

    def __init__(self, office: Office, jobs: Jobs, parent: QWidget) -> None:
        super().__init__(parent)
        self._office = office
        self._jobs = jobs
        self.list: ListOrNothing[ConflictLine] = ListOrNothing(
            self.tr("Conflicten met het register"),
            "conflicts",
            self._columns(),
            lambda line: line.conflict.id,
            (
                self.tr("Geen conflicten"),
                self.tr("Wijzigt het register iets dat u ook wijzigde of noteerde, dan beslist u hier per veld."),
            ),
            window_settings(office.workspace),
            self,
        )
        self._open = button(self.tr("Bekijken en &beslissen…"), self.open, self)
        self._reopen = button(self.tr("Beslissing &terugnemen"), self.reopen, self, needs=Role.CLERK)
        _under(self, self.list, self._open, self._reopen)
        self.list.table.chosen.connect(lambda _id: self._show_steps())
        self.list.table.opened.connect(lambda _id: self.open())
        self._show_steps()

    def refresh(self) -> None:
        """Ask the conflicts again."""
        self._jobs.run(
            Lane.READ,
            lambda _task: if_allowed(lambda: conflicts.lines(self._office)),
            owner=self,
            on_done=self._show,
            on_error=self.failed.emit,
            supersedes="conflicts",
        )

    def open(self) -> None:
        """Show the chosen one, and decide it."""
        line = self.list.chosen
        if line is None:
            return
        dialog = ConflictDialog(self._office, self._jobs, self, line.conflict.id)
        dialog.done_with.connect(self.wrote.emit)
        dialog.open()

    def reopen(self) -> None:
        """Take the decision of the chosen one back."""
        line = self.list.chosen
        if line is None or not line.reopens:
            return
        self._jobs.run(
            Lane.WRITE,
            lambda _task: conflict_decisions.reopen(self._office, line.conflict.id),
            owner=self,
            on_done=self.wrote.emit,
            on_error=self.failed.emit,
        )

    def _columns(self) -> list[Column[ConflictLine]]:
        return [
            Column(key="id", title=self.tr("Nummer"), text=_number, width=10),
            Column(key="kind", title=self.tr("Soort"), text=lambda line: line.kind_words, width=28),
            Column(key="dossier", title=self.tr("Dossier"), text=lambda line: line.conflict.dossier, width=18),
            Column(key="name", title=self.tr("Naam"), text=lambda line: line.name, width=20),
            Column(
                key="state",
                title=self.tr("Stand"),
                text=lambda line: line.state_words,
                tone=lambda line: _TONES[line.conflict.state],
                width=16,
            ),
            Column(key="at", title=self.tr("Gezien"), text=lambda line: moment(line.conflict.made_at), width=18),
            Column(key="what", title=self.tr("Wat"), text=_what, tooltip=_what, width=60),
        ]

    def _show(self, lines: list[ConflictLine]) -> None:
        self.list.show_records(lines)
        self.counted.emit(sum(line.waits for line in lines))
        self._show_steps()

    def _show_steps(self) -> None:
        chosen = self.list.chosen
        self._open.setEnabled(chosen is not None)
        self._open.setText(
            self.tr("Bekijken en &beslissen…")
            if chosen is None or (chosen.waits and chosen.conflict.kind is not ConflictKind.MESSAGE)
            else self.tr("&Bekijken…")
        )
        self._reopen.setEnabled(chosen is not None and chosen.reopens)


class RequestsTab(QWidget):
    """The requests for correction, open ones first; Enter shows the text."""

    counted = Signal(int)
    """So many are open."""
    wrote = Signal(str)
    failed = Signal(object)

    def __init__(self, office: Office, jobs: Jobs, parent: QWidget) -> None:
        super().__init__(parent)
        self._office = office
        self._jobs = jobs
        self.list: ListOrNothing[RequestLine] = ListOrNothing(
            self.tr("Vragen tot verbetering"),
            "correction_requests",
            self._columns(),
            lambda line: line.request.id,
            (
                self.tr("Geen vragen tot verbetering"),
                self.tr(
                    "Is een gegeven dat wij niet zelf mogen wijzigen niet juist, verbeter het dan in het dossier: het"
                    " wordt hier een vraag, met een tekst om te versturen."
                ),
            ),
            window_settings(office.workspace),
            self,
        )
        self._text = button(self.tr("Te&kst tonen…"), self.show_text, self, needs=Role.CLERK)
        self._done = button(self.tr("&Afvinken"), self.tick_off, self, needs=Role.CLERK)
        self._done.setToolTip(self.tr("Gebeurt vanzelf zodra het register toont wat u vroeg."))
        _under(self, self.list, self._text, self._done)
        self.list.table.chosen.connect(lambda _id: self._show_steps())
        self.list.table.opened.connect(lambda _id: self.show_text())
        self._show_steps()

    def refresh(self) -> None:
        """Ask the requests again."""
        self._jobs.run(
            Lane.READ,
            lambda _task: if_allowed(lambda: correction_requests.lines(self._office)),
            owner=self,
            on_done=self._show,
            on_error=self.failed.emit,
            supersedes="requests",
        )

    def show_text(self) -> None:
        """The text of the chosen one, to copy."""
        line = self.list.chosen
        if line is not None and self._text.isEnabled():
            CorrectionTextDialog(self._office, self._jobs, self, line).open()

    def tick_off(self) -> None:
        """The chosen one is done."""
        line = self.list.chosen
        if line is None or not line.is_open:
            return
        said = self.tr("Vraag {id} is afgevinkt.").format(id=line.request.id)
        self._jobs.run(
            Lane.WRITE,
            lambda _task: correction_requests.done(self._office, line.request.id),
            owner=self,
            on_done=lambda _line: self.wrote.emit(said),
            on_error=self.failed.emit,
        )

    def _columns(self) -> list[Column[RequestLine]]:
        return [
            Column(key="id", title=self.tr("Nummer"), text=lambda line: line.request.id, width=9),
            Column(key="field", title=self.tr("Gegeven"), text=lambda line: line.label, width=28),
            Column(key="before", title=self.tr("In het register"), text=lambda line: line.before, width=22),
            Column(key="after", title=self.tr("Volgens ons"), text=lambda line: line.after, width=22),
            Column(key="dossier", title=self.tr("Dossier"), text=lambda line: line.request.dossier, width=18),
            Column(key="name", title=self.tr("Naam"), text=lambda line: line.name, width=18),
            Column(
                key="state",
                title=self.tr("Stand"),
                text=lambda line: line.state,
                tone=lambda line: Tone.WARN if line.is_open else Tone.GOOD,
                width=44,
            ),
        ]

    def _show(self, lines: list[RequestLine]) -> None:
        self.list.show_records(lines)
        self.counted.emit(sum(line.is_open for line in lines))
        self._show_steps()

    def _show_steps(self) -> None:
        chosen = self.list.chosen
        self._text.setEnabled(chosen is not None)
        self._done.setEnabled(chosen is not None and chosen.is_open)


def _under(tab: QWidget, table: QWidget, *buttons: QWidget) -> None:
    row = QHBoxLayout()
    row.setSpacing(SPACE_S)
    for each in buttons:
        row.addWidget(each)
    row.addStretch(1)
    layout = QVBoxLayout(tab)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(SPACE_S)
    layout.addWidget(table, 1)
    layout.addLayout(row)


def _number(line: ConflictLine) -> str:
    return line.conflict.id


def _what(line: ConflictLine) -> str:
    return line.what
