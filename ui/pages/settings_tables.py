"""The tables of the settings."""

from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QSettings
from PySide6.QtWidgets import QWidget

from cir_desktop.domain.codes import certainty_words
from cir_desktop.domain.values import dutch_date, dutch_moment
from cir_desktop.services.rules_lines import EnteredLine
from cir_desktop.services.settings import PriorityLine, SavedVersion, ValueLine
from ui.models.columns import Column, Tone
from ui.models.list_table import ListTableModel
from ui.widgets.table_view import TableView

R = TypeVar("R")
_CONTEXT = "SettingsTables"


class LinesTable:
    """A table with its model, over what was entered."""

    def __init__(
        self, name: str, key: str, about: str, remembered: QSettings, parent: QWidget, version: str = ""
    ) -> None:
        translate = QCoreApplication.translate
        self.model: ListTableModel[EnteredLine] = ListTableModel(
            [
                Column(key="name", title=name, text=lambda line: line.name, width=24),
                Column(
                    key="version",
                    title=version or translate(_CONTEXT, "Versie"),
                    text=lambda line: line.version,
                    width=16,
                ),
                Column(
                    key="since",
                    title=translate(_CONTEXT, "Vanaf"),
                    text=lambda line: dutch_date(line.since) if line.since else "",
                    width=11,
                ),
                Column(
                    key="last_day",
                    title=translate(_CONTEXT, "Tot en met"),
                    text=lambda line: dutch_date(line.last_day) if line.last_day else "",
                    width=11,
                ),
                Column(
                    key="decision",
                    title=translate(_CONTEXT, "Beslissing"),
                    text=lambda line: line.decision,
                    tooltip=lambda line: line.decision,
                    width=32,
                ),
                Column(
                    key="words", title=about, text=lambda line: line.words, tooltip=lambda line: line.words, width=40
                ),
            ],
            key=lambda line: line.at,
            parent=parent,
        )
        self.view = TableView(name, key, self.model, remembered, parent)
        self.view.stretch("words")

    @property
    def chosen(self) -> int | None:
        """The place of the chosen line."""
        at = self.view.chosen_id
        return at if isinstance(at, int) else None


def values_columns() -> list[Column[ValueLine]]:
    """The values on a day."""
    translate = QCoreApplication.translate
    return [
        Column(
            key="name",
            title=translate(_CONTEXT, "Wat"),
            text=lambda line: line.name,
            tooltip=lambda line: line.name,
            width=44,
        ),
        Column(
            key="value",
            title=translate(_CONTEXT, "Waarde"),
            text=lambda line: line.value,
            tooltip=lambda line: line.value,
            tone=lambda line: Tone.WARN if line.expected else Tone.GOOD if line.own else Tone.NEUTRAL,
            width=18,
        ),
        Column(key="since", title=translate(_CONTEXT, "Vanaf"), text=lambda line: dutch_date(line.since), width=11),
        Column(
            key="source",
            title=translate(_CONTEXT, "Bron"),
            text=lambda line: line.source,
            tooltip=lambda line: f"{line.source} {line.link}".strip(),
            width=44,
        ),
        Column(
            key="label",
            title=translate(_CONTEXT, "Zekerheid"),
            text=_certainty,
            tooltip=_certainty,
            width=27,
        ),
        Column(
            key="checked",
            title=translate(_CONTEXT, "Nagekeken"),
            text=lambda line: dutch_date(line.last_checked),
            width=11,
        ),
    ]


def priority_columns() -> list[Column[PriorityLine]]:
    """The absolute priorities, in their order."""
    translate = QCoreApplication.translate
    on, off = translate(_CONTEXT, "aan"), translate(_CONTEXT, "uit")
    return [
        Column(
            key="name",
            title=translate(_CONTEXT, "Voorrang"),
            text=lambda line: line.name,
            tooltip=lambda line: line.name,
            width=60,
        ),
        Column(
            key="on",
            title=translate(_CONTEXT, "Stand"),
            text=lambda line: on if line.on else off,
            tone=lambda line: Tone.GOOD if line.on else Tone.NEUTRAL,
            width=6,
        ),
        Column(
            key="source",
            title=translate(_CONTEXT, "Bron"),
            text=lambda line: line.source,
            tooltip=lambda line: line.source,
            width=44,
        ),
        Column(
            key="label",
            title=translate(_CONTEXT, "Zekerheid"),
            text=_certainty,
            tooltip=_certainty,
            width=27,
        ),
    ]


def _certainty(line: ValueLine | PriorityLine) -> str:
    """How sure the source is; that it is not confirmed stands beside the source already."""
    words = certainty_words(line.label)
    return words.removesuffix(", niet bevestigd") if "niet bevestigd" in line.source else words


def history_columns() -> list[Column[SavedVersion]]:
    """The saved versions, newest first."""
    translate = QCoreApplication.translate
    return [
        Column(key="id", title=translate(_CONTEXT, "Versie"), text=lambda one: str(one.id), right=True, width=6),
        Column(key="at", title=translate(_CONTEXT, "Wanneer"), text=lambda one: dutch_moment(one.at), width=17),
        Column(key="by", title=translate(_CONTEXT, "Door"), text=lambda one: one.by, width=16),
        Column(key="note", title=translate(_CONTEXT, "Wat wijzigde er"), text=lambda one: one.note, width=50),
    ]
