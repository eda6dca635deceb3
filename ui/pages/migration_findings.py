"""A tab of Migratie: what is wrong in a list, by check and column, with every place."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSplitter, QVBoxLayout, QWidget

from cir_desktop.domain.finding import SEVERITY_WORDS, Finding, Severity
from cir_desktop.domain.identity import Role
from cir_desktop.services.migration_findings import FindingGroup, cell_words
from cir_desktop.services.office import Office
from ui.dialogs.work_dialog import reading_label
from ui.models.columns import Column, Tone
from ui.models.list_table import ListTableModel
from ui.pages.exchange_tables import ListOrNothing
from ui.widgets.labels import Heading, Pill, QuietLabel, button
from ui.widgets.remembered import window_settings
from ui.widgets.search_field import SearchField
from ui.widgets.style import SPACE_M, SPACE_S
from ui.widgets.table_view import TableView
from ui.widgets.words import number

TONES = {Severity.MUST: Tone.BAD, Severity.LOOK: Tone.WARN, Severity.INFO: Tone.INFO}
Place = tuple[int, Finding]


class FindingsTab(QWidget):
    """Groups above, the places of the chosen group below; Enter or a double click goes to the cell."""

    cell_asked = Signal(object)
    """The Finding whose cell is wanted."""
    proposals_asked = Signal(object)
    """The FindingGroup whose sure proposals are to be taken."""
    confirm_asked = Signal(object)
    """The FindingGroup that is to be confirmed."""

    def __init__(self, office: Office, parent: QWidget) -> None:
        super().__init__(parent)
        settings = window_settings(office.workspace)
        self._groups: Sequence[FindingGroup] = ()
        self._pills = {severity: Pill("", TONES[severity], self) for severity in Severity}
        self._filter = QComboBox(self)
        self._filter.setAccessibleName(self.tr("Welke bevindingen"))
        self._filter.addItem(self.tr("Alle bevindingen"), None)
        for severity, said in SEVERITY_WORDS.items():
            self._filter.addItem(said, severity.value)
        self._filter.currentIndexChanged.connect(lambda _place: self._fill())
        caption = QLabel(self.tr("T&oon"), self)
        caption.setBuddy(self._filter)
        self._search = SearchField(self.tr("Bevindingen zoeken"), self.tr("Zoek op controle, blad of kolom"), self)
        self._search.searched.connect(lambda _text: self._fill())
        self.groups: ListOrNothing[FindingGroup] = ListOrNothing(
            self.tr("Bevindingen per controle"),
            "migration-groups",
            self._group_columns(),
            lambda group: group.key,
            (self.tr("Niets gevonden"), self.tr("Deze lijst heeft geen bevindingen die u nu wilt zien.")),
            settings,
            self,
        )
        self._title = Heading("", self, size=1.0)
        self._why = QuietLabel("", self)
        self._places: ListTableModel[Place] = ListTableModel(
            self._place_columns(), key=lambda place: place[0], parent=self
        )
        self.places = TableView(self.tr("Plaatsen"), "migration-places", self._places, settings, self)
        self._told = reading_label("", self)
        self._told.setAccessibleName(self.tr("De gekozen plaats"))
        self._take = button("", self._ask_proposals, self, needs=Role.CLERK)
        self._confirm = button(self.tr("&Bevestigen…"), self._ask_confirm, self, needs=Role.CLERK)
        self.groups.table.stretch("what")
        self.places.stretch("message", "expected")
        self._search.down_asked.connect(self.groups.table.setFocus)
        self._lay_out(caption)
        self.groups.table.chosen.connect(lambda _key: self._show_places())
        self.groups.table.opened.connect(lambda _key: self.places.setFocus())
        self.places.chosen.connect(self._tell)
        self.places.opened.connect(self._ask_cell)

    def show_groups(self, groups: Sequence[FindingGroup]) -> None:
        """Show these groups; the chosen one stays chosen when it is still there."""
        self._groups = groups
        counts = dict.fromkeys(Severity, 0)
        for group in groups:
            counts[group.severity] += len(group.findings)
        for severity, pill in self._pills.items():
            pill.show_state(
                f"{SEVERITY_WORDS[severity]}: {number(counts[severity])}",
                TONES[severity] if counts[severity] else Tone.NEUTRAL,
            )
        self._fill()

    def focus_first(self) -> None:
        """The groups."""
        self.groups.table.setFocus()

    def _lay_out(self, caption: QLabel) -> None:
        head = QHBoxLayout()
        head.setSpacing(SPACE_S)
        for pill in self._pills.values():
            head.addWidget(pill)
        head.addSpacing(SPACE_M)
        head.addWidget(caption)
        head.addWidget(self._filter)
        head.addWidget(self._search, 1)
        below = QWidget(self)
        lower = QVBoxLayout(below)
        lower.setContentsMargins(0, SPACE_S, 0, 0)
        lower.setSpacing(SPACE_S)
        lower.addWidget(self._title)
        lower.addWidget(self._why)
        lower.addWidget(self.places, 1)
        lower.addWidget(self._told)
        steps = QHBoxLayout()
        steps.setSpacing(SPACE_S)
        steps.addWidget(self._take)
        steps.addWidget(self._confirm)
        steps.addStretch(1)
        lower.addLayout(steps)
        self._below = below
        split = QSplitter(Qt.Orientation.Vertical, self)
        split.setChildrenCollapsible(False)
        split.addWidget(self.groups)
        split.addWidget(below)
        split.setStretchFactor(0, 1)
        split.setStretchFactor(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, SPACE_S, 0, 0)
        layout.setSpacing(SPACE_S)
        layout.addLayout(head)
        layout.addWidget(split, 1)

    def _fill(self) -> None:
        wanted, text = self._filter.currentData(), self._search.text().strip().casefold()
        shown = [
            group
            for group in self._groups
            if (wanted is None or group.severity.value == wanted)
            and text in f"{group.code} {group.title} {group.sheet} {group.column_title}".casefold()
        ]
        self.groups.show_records(shown)
        if shown and self.groups.chosen is None:
            self.groups.table.choose(shown[0].key)
        self._show_places()

    def _show_places(self) -> None:
        group = self.groups.chosen
        self._below.setVisible(group is not None)
        if group is None:
            self._places.set_records([])
            return
        self._title.setText(
            self.tr("{code} · {title} ({n})").format(code=group.code, title=group.title, n=number(len(group.findings)))
        )
        self._why.setText(group.why)
        self._why.setVisible(bool(group.why))
        self._show_steps(group)
        self._places.set_records(list(enumerate(group.findings)))
        self.places.choose(0)
        self._tell(0)

    def _show_steps(self, group: FindingGroup) -> None:
        sure = sum(finding.proposal is not None for finding in group.findings)
        self._take.setVisible(sure > 0)
        self._take.setText(self.tr("&Voorstellen overnemen ({n})").format(n=number(sure)))
        blocked = any(each.severity is Severity.MUST for each in self._groups)
        self._confirm.setVisible(group.severity is Severity.LOOK)
        self._confirm.setEnabled(not blocked and group.confirmed < len(group.findings))
        self._confirm.setToolTip(self.tr("Kan zodra er niets meer moet.") if blocked else "")

    def _ask_proposals(self) -> None:
        if self.groups.chosen is not None:
            self.proposals_asked.emit(self.groups.chosen)

    def _ask_confirm(self) -> None:
        if self.groups.chosen is not None:
            self.confirm_asked.emit(self.groups.chosen)

    def _tell(self, place: object) -> None:
        """The whole text of the chosen place, which a cell of the table may cut off."""
        found = self._finding(place)
        self._told.setText(f"{found.message} {found.expected}".rstrip() if found else "")
        self._told.setVisible(found is not None)

    def _ask_cell(self, place: object) -> None:
        if found := self._finding(place):
            self.cell_asked.emit(found)

    def _finding(self, place: object) -> Finding | None:
        row = self._places.row_of(place) if isinstance(place, int) else None
        found = None if row is None else self._places.record_at(row)
        return found[1] if found else None

    def _group_columns(self) -> list[Column[FindingGroup]]:
        return [
            Column(
                key="severity",
                title=self.tr("Ernst"),
                text=lambda group: SEVERITY_WORDS[group.severity],
                tone=lambda group: TONES[group.severity],
                width=11,
            ),
            Column(
                key="count",
                title=self.tr("Aantal"),
                text=lambda group: number(len(group.findings)),
                right=True,
                width=8,
            ),
            Column(
                key="what",
                title=self.tr("Wat er mis is"),
                text=lambda group: group.title,
                tooltip=lambda group: group.title,
                width=52,
            ),
            Column(key="sheet", title=self.tr("Blad"), text=self._sheet_words, width=16),
            Column(key="confirmed", title=self.tr("Bevestigd"), text=_confirmed_words, right=True, width=10),
            Column(key="column", title=self.tr("Kolom"), text=_column_words, tooltip=_column_words, width=28),
            Column(key="code", title=self.tr("Code"), text=lambda group: group.code, width=10),
        ]

    def _place_columns(self) -> list[Column[Place]]:
        return [
            Column(key="cell", title=self.tr("Cel"), text=lambda place: cell_words(place[1]), width=10),
            Column(
                key="value",
                title=self.tr("Wat er staat"),
                text=lambda place: place[1].value,
                tooltip=lambda place: place[1].value,
                width=22,
            ),
            Column(
                key="message",
                title=self.tr("Wat er mis is"),
                text=lambda place: place[1].message,
                tooltip=lambda place: place[1].message,
                width=54,
            ),
            Column(
                key="expected",
                title=self.tr("Wat er moet staan"),
                text=lambda place: place[1].expected,
                tooltip=lambda place: place[1].expected,
                width=44,
            ),
        ]

    def _sheet_words(self, group: FindingGroup) -> str:
        return group.sheet or self.tr("heel het bestand")


def _confirmed_words(group: FindingGroup) -> str:
    return number(group.confirmed) if group.confirmed else ""


def _column_words(group: FindingGroup) -> str:
    return " · ".join(part for part in (group.column, group.column_title) if part)
