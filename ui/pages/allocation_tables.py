"""The two blocks of a list, whose counts add up, and the offers of a vacancy."""

from PySide6.QtCore import QModelIndex, QSettings, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from ui.models.list_table import ListTableModel
from ui.pages.allocation_columns import AllocationColumns
from ui.pages.allocation_records import ExcludedLine, OfferLine, PlacedLine, View
from ui.widgets.labels import Heading
from ui.widgets.style import SPACE_M, SPACE_XS
from ui.widgets.table_view import TableView


class AllocationTables(QSplitter):
    """In order above, not into consideration below, offers under them. One candidate is chosen over both blocks."""

    chosen = Signal(object)
    """The dossier number of the chosen candidate, or None."""
    offer_chosen = Signal(object)
    """The id of the chosen offer, or None."""
    selected_changed = Signal()
    """Other rows are selected: two of them can be compared."""
    placed_opened = Signal(str)
    """Enter or a double click on a candidate in the order."""
    offer_opened = Signal(str)
    """Enter or a double click on an offer."""

    def __init__(self, settings: QSettings, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        columns = AllocationColumns(self)
        self._placed: ListTableModel[PlacedLine] = ListTableModel(
            columns.placed(), key=lambda line: line.dossier, parent=self
        )
        self._excluded: ListTableModel[ExcludedLine] = ListTableModel(
            columns.excluded(), key=lambda line: line.dossier, parent=self
        )
        self._offers: ListTableModel[OfferLine] = ListTableModel(
            columns.offers(), key=lambda line: line.offer.id, parent=self
        )
        self.placed_table = TableView(self.tr("In volgorde"), "allocation-placed", self._placed, settings, self)
        self.excluded_table = TableView(
            self.tr("Komen niet in aanmerking"), "allocation-excluded", self._excluded, settings, self
        )
        self.offer_table = TableView(self.tr("Aanbiedingen"), "allocation-offers", self._offers, settings, self)
        self._heads: dict[TableView, QHBoxLayout] = {}
        self._placed_title, placed_block = self._block(self.placed_table)
        self._excluded_title, excluded_block = self._block(self.excluded_table)
        self._offer_title, self._offer_block = self._block(self.offer_table)
        for place, (block, share) in enumerate(((placed_block, 5), (excluded_block, 2), (self._offer_block, 1))):
            self.addWidget(block)
            self.setStretchFactor(place, share)
            self.setCollapsible(place, False)
        self.setSizes([500, 200, 110])
        self.placed_table.chosen.connect(lambda dossier: self._choose(dossier, self.placed_table, self.excluded_table))
        self.excluded_table.chosen.connect(
            lambda dossier: self._choose(dossier, self.excluded_table, self.placed_table)
        )
        self.placed_table.opened.connect(lambda dossier: self.placed_opened.emit(dossier))
        for table in (self.placed_table, self.excluded_table):
            table.selectionModel().selectionChanged.connect(lambda _now, _before: self.selected_changed.emit())
        self.offer_table.chosen.connect(lambda offer: self.offer_chosen.emit(offer))
        self.offer_table.opened.connect(lambda offer: self.offer_opened.emit(offer))
        if not settings.contains("tables/allocation-placed/header"):
            # A place needs no room for a sort arrow: the order is the law's.
            title = self.placed_table.fontMetrics().horizontalAdvance(self._placed.columns[0].title)
            self.placed_table.setColumnWidth(0, title + 2 * SPACE_M)
        self.placed_table.stretch("why")
        self.excluded_table.stretch("why")
        self.offer_table.stretch("message")
        self._chosen: str | None = None
        self._view: View | None = None
        self._only: frozenset[str] | None = None

    @property
    def chosen_dossier(self) -> str | None:
        """The dossier number of the chosen candidate."""
        return self._chosen

    @property
    def selected(self) -> list[str]:
        """The dossier numbers of the selected rows of the block in which somebody is chosen, in their order."""
        for table in (self.placed_table, self.excluded_table):
            if table.chosen_id is not None:
                return [str(found) for found in table.selected_ids]
        return []

    @property
    def chosen_offer(self) -> str | None:
        """The id of the chosen offer."""
        offer = self.offer_table.chosen_id
        return offer if isinstance(offer, str) else None

    def choose(self, dossier: str) -> None:
        """Choose a candidate in whichever block he or she stands."""
        if not self.placed_table.choose(dossier):
            self.excluded_table.choose(dossier)

    def show_view(self, view: View) -> None:
        """Show another list; the chosen candidate stays chosen, else the first one is."""
        if self._view is None or _reviewed(view) != _reviewed(self._view):
            # Without a single mark or note the reason of a place has better use for the room.
            for table in (self.placed_table, self.excluded_table):
                table.show_columns(_reviewed(view), "mark", "note")
        self._view = view
        placed = [line for line in view.placed if self._shows(line)]
        excluded = [line for line in view.excluded if self._shows(line)]
        self._placed.set_records(placed)
        self._excluded.set_records(excluded)
        self._offers.set_records(view.offers)
        counts = (len(placed), len(view.placed)), (len(excluded), len(view.excluded))
        above, below = (
            str(all_) if shown == all_ else self.tr("{n} van {all}").format(n=shown, all=all_) for shown, all_ in counts
        )
        self._placed_title.setText(self.tr("In volgorde ({n})").format(n=above))
        self._excluded_title.setText(self.tr("Komen niet in aanmerking ({n})").format(n=below))
        self._offer_title.setText(self.tr("Aanbiedingen ({n})").format(n=len(view.offers)))
        self._offer_block.setVisible(bool(view.offers))
        if self._chosen is None and placed:
            self.placed_table.choose(placed[0].dossier)

    def show_only(self, marks: frozenset[str] | None) -> None:
        """Show only the candidates with one of these texts of marks, in both blocks; None shows everybody."""
        self._only = marks
        if self._view is not None:
            self.show_view(self._view)

    def _shows(self, line: PlacedLine | ExcludedLine) -> bool:
        return self._only is None or line.mark in self._only

    def _choose(self, dossier: object, here: TableView, other: TableView) -> None:
        if isinstance(dossier, str):
            self._chosen = dossier
            # No current row in the other block: going back to it chooses again.
            other.clearSelection()
            other.setCurrentIndex(QModelIndex())
            self.chosen.emit(dossier)
        elif other.chosen_id is None and self._chosen is not None:
            self._chosen = None
            self.chosen.emit(None)

    def put_beside_offers(self, step: QWidget) -> None:
        """Put the button of a step for the chosen offer at the end of the line above the offers."""
        self._heads[self.offer_table].addWidget(step)

    def _block(self, table: TableView) -> tuple[Heading, QWidget]:
        block = QWidget(self)
        title = Heading("", block, size=1.0)
        title.setBuddy(table)
        layout = QVBoxLayout(block)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_XS)
        head = QHBoxLayout()
        head.addWidget(title)
        head.addStretch(1)
        self._heads[table] = head
        layout.addLayout(head)
        layout.addWidget(table, 1)
        table.setMinimumHeight(table.fontMetrics().height() * 4)
        return title, block


def _reviewed(view: View) -> bool:
    """Whether anybody has a mark or a note."""
    lines: list[PlacedLine | ExcludedLine] = [*view.placed, *view.excluded]
    return any(line.mark or line.note for line in lines)
