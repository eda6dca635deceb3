"""The tables of Uitwisseling: what goes out, what could not be read, what happened."""

from collections.abc import Callable, Hashable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, QSettings
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from cir_desktop.domain import dossier_words as words
from cir_desktop.domain.process import CommandState
from cir_desktop.services.exchange import CommandLine, Event, UndecodedLine
from ui.models.columns import Column, Tone
from ui.models.list_table import ListTableModel
from ui.widgets.empty_state import EmptyState
from ui.widgets.table_view import TableView
from ui.widgets.words import moment

R = TypeVar("R")

_TONES = {
    CommandState.HELD: Tone.WARN,
    CommandState.NEW: Tone.INFO,
    CommandState.SENT: Tone.INFO,
    CommandState.UNANSWERED: Tone.WARN,
    CommandState.ACCEPTED: Tone.GOOD,
    CommandState.CONFLICT: Tone.BAD,
    CommandState.REFUSED: Tone.BAD,
    CommandState.DROPPED: Tone.NEUTRAL,
}


class ListOrNothing(QWidget, Generic[R]):
    """A table of records in memory, or what stands there while there are none.

    Args:
        key: the id of a record.
        nothing: title and sentence of the empty state.
    """

    def __init__(
        self,
        name: str,
        settings_key: str,
        columns: Sequence[Column[R]],
        key: Callable[[R], Hashable],
        nothing: tuple[str, str],
        settings: QSettings,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.model: ListTableModel[R] = ListTableModel(columns, key, parent=self)
        self.table = TableView(name, settings_key, self.model, settings, self)
        self._empty = EmptyState(self)
        self._empty.say(*nothing)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)
        self._stack.setCurrentIndex(1)

    def show_records(self, records: Sequence[R]) -> None:
        """Show these records."""
        self.model.set_records(records)
        self._stack.setCurrentIndex(0 if records else 1)

    @property
    def chosen(self) -> R | None:
        """The record of the current row."""
        row = self.model.row_of(self.table.chosen_id)
        return None if row is None else self.model.record_at(row)


class ExchangeColumns(QObject):
    """The columns of the three tables."""

    def outbox(self) -> list[Column[CommandLine]]:
        """Messages to the register."""
        return [
            Column(
                key="action",
                title=self.tr("Bericht"),
                text=lambda line: line.action_words,
                tooltip=lambda line: line.action_words,
                width=27,
            ),
            Column(key="dossier", title=self.tr("Dossier"), text=lambda line: line.command.dossier, width=18),
            Column(key="name", title=self.tr("Naam"), text=lambda line: line.name, width=20),
            Column(
                key="state",
                title=self.tr("Stand"),
                text=lambda line: line.state_words,
                tone=lambda line: _TONES[line.command.state],
                width=34,
            ),
            Column(
                key="number",
                title=self.tr("Nummer"),
                text=lambda line: line.command.id[-8:],
                tooltip=lambda line: line.command.id,
                width=11,
            ),
            Column(
                key="next",
                title=self.tr("Daarna, of ontvangstbewijs"),
                text=lambda line: line.receipt or line.next_step,
                tooltip=lambda line: line.receipt or line.next_step,
                width=40,
            ),
        ]

    def undecoded(self) -> list[Column[UndecodedLine]]:
        """Versions that could not be read."""
        return [
            Column(key="dossier", title=self.tr("Dossier"), text=lambda line: line.dossier, width=16),
            Column(key="version", title=self.tr("Versie"), text=lambda line: str(line.version), right=True, width=8),
            Column(key="received", title=self.tr("Opgehaald"), text=lambda line: moment(line.received_at), width=18),
            Column(
                key="reason",
                title=self.tr("Waarom onleesbaar"),
                text=lambda line: line.reason,
                tooltip=lambda line: line.reason,
                width=60,
            ),
        ]

    def log(self) -> list[Column[Event]]:
        """What happened."""
        return [
            Column(key="at", title=self.tr("Wanneer"), text=lambda event: moment(event.at), width=17),
            Column(
                key="actor",
                title=self.tr("Wie"),
                text=lambda event: event.actor,
                tooltip=lambda event: event.actor,
                width=16,
            ),
            Column(
                key="what", title=self.tr("Wat"), text=lambda event: words.words(words.EVENTS, event.kind), width=46
            ),
            Column(key="subject", title=self.tr("Waarover"), text=_subject, width=18),
            Column(key="details", title=self.tr("Bijzonderheden"), text=_details, tooltip=_details, width=40),
        ]


def _details(event: Event) -> str:
    return words.details_words(event.details)


def _subject(event: Event) -> str:
    # A command is known by the end of its id, as in the terminal; the number of a pull says nothing.
    if event.kind.startswith("command."):
        return event.subject[-8:]
    return "" if event.kind.startswith("pull.") else event.subject
