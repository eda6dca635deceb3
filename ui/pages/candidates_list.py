"""The list of candidates: search as you type, filters, order, count."""

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from cir_desktop.domain.dossier_words import household_words
from cir_desktop.domain.identity import Role
from cir_desktop.domain.values import dutch_date
from cir_desktop.domain.ways import Way
from cir_desktop.services import candidates, pulling
from cir_desktop.services.candidates import CandidateLine, Filter, FilterChoices
from cir_desktop.services.office import Office
from ui.models.columns import Column, Tone
from ui.models.paged_table import PagedTableModel
from ui.widgets.empty_state import EmptyState
from ui.widgets.form import choice_field
from ui.widgets.labels import QuietLabel
from ui.widgets.remembered import window_settings
from ui.widgets.search_field import SearchField
from ui.widgets.style import SPACE_M, SPACE_S
from ui.widgets.table_view import TableView
from ui.widgets.words import number
from ui.workers.jobs import Jobs, Lane, Task

_TONES = {
    "REG": Tone.GOOD,
    "OFFER": Tone.INFO,
    "CHKS": Tone.WARN,
    "CHKO": Tone.WARN,
    "INFOS": Tone.WARN,
    "RFSD": Tone.NEUTRAL,
    "RJCT": Tone.NEUTRAL,
    "WAITS": Tone.NEUTRAL,
    "SAVED": Tone.NEUTRAL,
    "TEMP": Tone.NEUTRAL,
}


def status_tone(code: str) -> Tone:
    """How a status looks; an unknown one asks for attention."""
    return _TONES.get(code, Tone.BAD)


class CandidatesList(QWidget):
    """Any number of candidates; the page hears which dossier is wanted and how many there are."""

    opened = Signal(str)
    """The number of the dossier that the clerk wants to see."""
    loaded = Signal(int)
    """A list was asked and is there: so many candidates."""
    failed = Signal(object)
    """A CirError."""
    pull_asked = Signal()
    access_asked = Signal()
    extract_asked = Signal()
    source_told = Signal(str)
    """What the list rests on, when it came through a housing company; else empty."""

    def __init__(self, office: Office, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._office = office
        self._jobs = jobs
        self._filter = Filter()
        self.search = SearchField(
            self.tr("Kandidaat zoeken"), self.tr("Naam, dossiernummer of rijksregisternummer"), self
        )
        self._status = self._choice(self.tr("Status"), self.tr("Elke status"))
        self._municipality = self._choice(self.tr("Gekozen gemeente"), self.tr("Elke gemeente"))
        self._scope = choice_field(
            self,
            [
                ("in", self.tr("Kandidaten voor ons")),
                ("out", self.tr("Niet langer voor ons")),
                ("all", self.tr("Alle dossiers")),
            ],
        )
        self._scope.setAccessibleName(self.tr("Welke dossiers"))
        for combo in (self._status, self._municipality, self._scope):
            combo.setMinimumContentsLength(9)
        self._count = QuietLabel("", self)
        self._count.setWordWrap(False)
        self.model: PagedTableModel[CandidateLine] = PagedTableModel(
            self._columns(), self._fetch, jobs, self.failed.emit, self
        )
        self.table = TableView(self.tr("Kandidaten"), "candidates", self.model, window_settings(office.workspace), self)
        self._empty = EmptyState(self)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_M)
        layout.addLayout(self._filters())
        layout.addWidget(self._stack, 1)
        self._take_order()
        self._connect()

    def reload(self) -> None:
        """Ask the list again, as it is filtered and ordered now."""
        wanted = self._filter
        self._jobs.run(
            Lane.READ,
            lambda task: self._ask(wanted, task),
            owner=self,
            on_done=self._show,
            on_error=self.failed.emit,
            supersedes="ids",
        )

    def reload_choices(self) -> None:
        """Ask again what can be chosen in the filters."""
        self._jobs.run(
            Lane.READ,
            lambda _task: candidates.choices(self._office),
            owner=self,
            on_done=self._show_choices,
            on_error=self.failed.emit,
            supersedes="choices",
        )

    def clear_filters(self) -> None:
        """Show everybody who is ours to see."""
        self.search.forget()
        for combo in (self._status, self._municipality, self._scope):
            blocker = QSignalBlocker(combo)
            combo.setCurrentIndex(0)
            blocker.unblock()
        self._set(text="", status=None, nis_code=None, scope="in")
        self.search.setFocus()

    def focus_first(self) -> None:
        """The search field."""
        self.search.take_focus()

    @property
    def wanted(self) -> Filter:
        """What is shown, and in which order."""
        return self._filter

    @property
    def count_text(self) -> str:
        """The count as shown."""
        return self._count.text()

    def _filters(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACE_S)
        self.search.setMinimumWidth(180)
        row.addWidget(self.search, 3)
        row.addWidget(self._status, 1)
        row.addWidget(self._municipality, 1)
        row.addWidget(self._scope, 1)
        self._count.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        row.addWidget(self._count)
        return row

    def _choice(self, name: str, everything: str) -> QComboBox:
        combo = choice_field(self, [])
        combo.addItem(everything, None)
        combo.setAccessibleName(name)
        combo.setToolTip(name)
        return combo

    def _columns(self) -> list[Column[CandidateLine]]:
        return [
            Column(key="name", title=self.tr("Naam"), text=lambda line: line.row.name, sort="name", width=20),
            Column(
                key="dossier", title=self.tr("Dossier"), text=lambda line: line.row.dossier, sort="dossier", width=17
            ),
            Column(
                key="status",
                title=self.tr("Status"),
                text=lambda line: line.status,
                tone=lambda line: status_tone(line.row.status),
                sort="status",
                width=28,
            ),
            Column(
                key="registered",
                title=self.tr("Ingeschreven"),
                text=lambda line: dutch_date(line.row.registered_on) if line.row.registered_on else "",
                sort="registered",
                width=12,
            ),
            Column(
                key="municipality",
                title=self.tr("Gemeente"),
                text=lambda line: line.row.municipality,
                sort="municipality",
                width=16,
            ),
            Column(key="household", title=self.tr("Gezin"), text=_household, width=14),
            Column(
                key="choices",
                title=self.tr("Keuzes"),
                text=lambda line: line.choices,
                tooltip=lambda line: line.choices,
                width=25,
            ),
            Column(
                key="warnings",
                title=self.tr("Waarschuwing"),
                text=self._attention,
                tooltip=self._attention_in_full,
                tone=lambda line: Tone.INFO if line.waits and not line.row.warnings else Tone.WARN,
                width=16,
            ),
        ]

    def _attentions(self, line: CandidateLine) -> list[str]:
        found = []
        if line.waits:
            found.append(self.tr("Wacht op verzending"))
        if line.row.out_of_scope:
            found.append(self.tr("Niet langer voor ons"))
        if line.row.warnings == 1:
            found.append(self.tr("1 waarschuwing"))
        elif line.row.warnings:
            found.append(self.tr("{n} waarschuwingen").format(n=line.row.warnings))
        return found

    def _attention(self, line: CandidateLine) -> str:
        return ", ".join(self._attentions(line))

    def _attention_in_full(self, line: CandidateLine) -> str:
        return "\n".join([*self._attentions(line), *line.row.warning_text.splitlines()])

    def _take_order(self) -> None:
        sort, descending = self.table.sorting
        if not sort:
            sort, descending = "name", False
            self.table.horizontalHeader().setSortIndicator(0, Qt.SortOrder.AscendingOrder)
        self._filter = msgspec.structs.replace(self._filter, sort=sort, descending=descending)

    def _connect(self) -> None:
        self.model.sort_asked.connect(lambda sort, descending: self._set(sort=sort, descending=descending))
        self.search.searched.connect(lambda text: self._set(text=text))
        self.search.down_asked.connect(self._to_table)
        self._status.currentIndexChanged.connect(lambda _: self._set(status=self._status.currentData()))
        self._municipality.currentIndexChanged.connect(lambda _: self._set(nis_code=self._municipality.currentData()))
        self._scope.currentIndexChanged.connect(lambda _: self._set(scope=self._scope.currentData()))
        self.table.opened.connect(self._open)

    def _set(self, **changes: object) -> None:
        changed = msgspec.structs.replace(self._filter, **changes)
        if changed != self._filter:
            self._filter = changed
            self.reload()

    def _ask(self, wanted: Filter, task: Task) -> tuple[Sequence[int], Way, str]:
        ids = candidates.ids(self._office, wanted, cancel=task.cancel)
        way = self._office.way
        return ids, way, pulling.state(self._office).sentence if way is Way.WORKBOOK and ids else ""

    def _fetch(self, ids: Sequence[int]) -> Sequence[CandidateLine]:
        return candidates.lines(self._office, ids)

    def _show(self, answer: tuple[Sequence[int], Way, str]) -> None:
        ids, way, source = answer
        self.source_told.emit(source)
        self.model.set_ids(ids)
        self._count.setText(
            self.tr("1 kandidaat") if len(ids) == 1 else self.tr("{n} kandidaten").format(n=number(len(ids)))
        )
        if not ids:
            self._explain_nothing(way)
        self._stack.setCurrentIndex(0 if ids else 1)
        self.loaded.emit(len(ids))

    def _explain_nothing(self, way: Way) -> None:
        if self._is_narrowed():
            self._empty.say(
                self.tr("Niemand gevonden"),
                self.tr("Niemand past bij wat u zoekt en de gekozen filters."),
                self.tr("&Filters wissen"),
                self.clear_filters,
            )
        elif way is Way.WORKBOOK:
            self._empty.say(
                self.tr("Nog geen kandidaten"),
                self.tr("De kandidaten komen in een werkboek van de woonmaatschappij. Lees dat in."),
                self.tr("&Uittreksel inlezen…"),
                self.extract_asked.emit,
            )
        elif way is Way.API:
            self._empty.say(
                self.tr("Nog geen kandidaten"),
                self.tr("Haal de kandidaten op uit het CIR. Daarna kunt u ze hier zoeken, ook zonder netwerk."),
                self.tr("Kandidaten op&halen"),
                self.pull_asked.emit,
                needs=Role.CLERK,
            )
        else:
            self._empty.say(
                self.tr("Nog geen register ingesteld"),
                self.tr(
                    "De kandidaten komen uit het CIR. Stel het adres in, met het bestand dat u bij de machtiging "
                    "kreeg. Eerst oefenen met verzonnen mensen kan ook: start het programma met --practice."
                ),
                self.tr("&Register instellen…"),
                self.access_asked.emit,
                needs=Role.ADMINISTRATOR,
            )

    def _is_narrowed(self) -> bool:
        now = self._filter
        return bool(now.text) or now.status is not None or now.nis_code is not None or now.scope != "in"

    def _show_choices(self, found: FilterChoices) -> None:
        _fill(self._status, found.statuses)
        _fill(self._municipality, found.municipalities)
        self._set(status=self._status.currentData(), nis_code=self._municipality.currentData())

    def _open(self, rowid: int) -> None:
        row = self.model.row_of(rowid)
        line = None if row is None else self.model.record_at(row)
        if line is not None:
            self.opened.emit(line.row.dossier)

    def _to_table(self) -> None:
        if self.model.rowCount():
            if not self.table.currentIndex().isValid():
                self.table.selectRow(0)
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)


def _fill(combo: QComboBox, choices: Sequence[tuple[str, str, int]]) -> None:
    """Other choices under the first one; what was chosen stays chosen."""
    blocker = QSignalBlocker(combo)
    chosen = combo.currentData()
    while combo.count() > 1:
        combo.removeItem(combo.count() - 1)
    for code, words, count in choices:
        combo.addItem(f"{words} ({number(count)})", code)
    place = combo.findData(chosen)
    combo.setCurrentIndex(max(0, place))
    blocker.unblock()


def _household(line: CandidateLine) -> str:
    return household_words(line.row.household_size, line.row.children)
