"""The two blocks of a list, whose counts add up, and the offers of a vacancy."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QSettings, Qt, Signal
from PySide6.QtWidgets import QHeaderView, QSplitter, QVBoxLayout, QWidget

from cir_desktop.domain.process import OfferAnswer
from cir_desktop.domain.ranking import Flag
from cir_desktop.domain.values import dutch_date
from ui.models.columns import Column, Tone
from ui.models.list_table import ListTableModel
from ui.models.records_model import RecordsModel
from ui.pages.allocation_records import ExcludedLine, OfferLine, PlacedLine, View
from ui.widgets.labels import Heading
from ui.widgets.style import SPACE_M, SPACE_XS
from ui.widgets.table_view import TableView

_ANSWER_TONES = {
    OfferAnswer.OPEN: Tone.INFO,
    OfferAnswer.ACCEPTED: Tone.GOOD,
    OfferAnswer.REFUSED: Tone.WARN,
    OfferAnswer.SILENT: Tone.WARN,
    OfferAnswer.WITHDRAWN: Tone.NEUTRAL,
}


class AllocationTables(QSplitter):
    """In order above, not into consideration below, offers under them. One candidate is chosen over both blocks."""

    chosen = Signal(object)
    """The dossier number of the chosen candidate, or None."""
    offer_chosen = Signal(object)
    """The id of the chosen offer, or None."""
    placed_opened = Signal(str)
    """Enter or a double click on a candidate in the order."""
    offer_opened = Signal(str)
    """Enter or a double click on an offer."""

    def __init__(self, settings: QSettings, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._marks = self._mark_words()
        self._answers = {
            OfferAnswer.OPEN: self.tr("loopt"),
            OfferAnswer.ACCEPTED: self.tr("aanvaard"),
            OfferAnswer.REFUSED: self.tr("geweigerd"),
            OfferAnswer.SILENT: self.tr("geen antwoord"),
            OfferAnswer.WITHDRAWN: self.tr("ingetrokken"),
        }
        self._placed: ListTableModel[PlacedLine] = ListTableModel(
            self._placed_columns(), key=lambda line: line.placed.dossier, parent=self
        )
        self._excluded: ListTableModel[ExcludedLine] = ListTableModel(
            self._excluded_columns(), key=lambda line: line.excluded.dossier, parent=self
        )
        self._offers: ListTableModel[OfferLine] = ListTableModel(
            self._offer_columns(), key=lambda line: line.offer.id, parent=self
        )
        self.placed_table = TableView(self.tr("In volgorde"), "allocation-placed", self._placed, settings, self)
        self.excluded_table = TableView(
            self.tr("Komen niet in aanmerking"), "allocation-excluded", self._excluded, settings, self
        )
        self.offer_table = TableView(self.tr("Aanbiedingen"), "allocation-offers", self._offers, settings, self)
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
        self.offer_table.chosen.connect(lambda offer: self.offer_chosen.emit(offer))
        self.offer_table.opened.connect(lambda offer: self.offer_opened.emit(offer))
        if not settings.contains("tables/allocation-placed/header"):
            # A place needs no room for a sort arrow: the order is the law's.
            title = self.placed_table.fontMetrics().horizontalAdvance(self._placed.columns[0].title)
            self.placed_table.setColumnWidth(0, title + 2 * SPACE_M)
        _stretch(self.placed_table, self._placed, "why")
        _stretch(self.offer_table, self._offers, "message")
        self._chosen: str | None = None

    @property
    def chosen_dossier(self) -> str | None:
        """The dossier number of the chosen candidate."""
        return self._chosen

    @property
    def chosen_offer(self) -> str | None:
        """The id of the chosen offer."""
        offer = self.offer_table.chosen_id
        return offer if isinstance(offer, str) else None

    def show_view(self, view: View) -> None:
        """Show another list; the chosen candidate stays chosen, else the first one is."""
        self._placed.set_records(view.placed)
        self._excluded.set_records(view.excluded)
        self._offers.set_records(view.offers)
        self._placed_title.setText(self.tr("In volgorde ({n})").format(n=len(view.placed)))
        self._excluded_title.setText(self.tr("Komen niet in aanmerking ({n})").format(n=len(view.excluded)))
        self._offer_title.setText(self.tr("Aanbiedingen ({n})").format(n=len(view.offers)))
        self._offer_block.setVisible(bool(view.offers))
        if self._chosen is None and view.placed:
            self.placed_table.choose(view.placed[0].placed.dossier)

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

    def _block(self, table: TableView) -> tuple[Heading, QWidget]:
        block = QWidget(self)
        title = Heading("", block, size=1.0)
        title.setBuddy(table)
        layout = QVBoxLayout(block)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_XS)
        layout.addWidget(title)
        layout.addWidget(table, 1)
        table.setMinimumHeight(table.fontMetrics().height() * 4)
        return title, block

    def _mark_words(self) -> dict[str, str]:
        return {
            "own_offer": self.tr("ons aanbod loopt"),
            "date_disagrees": self.tr("datum wijkt af"),
            "unknown.binding": self.tr("woonplaats?"),
            "unknown.care": self.tr("mantelzorg?"),
            "unknown.adapted": self.tr("handicap?"),
            "unknown.date": self.tr("inschrijving?"),
            "unknown.status": self.tr("status?"),
            "unknown.occupancy": self.tr("gezin?"),
            "unknown.choice.neighbourhood": self.tr("wijk?"),
            "unknown.choice.adapted": self.tr("aangepast?"),
            "unknown.choice.rent": self.tr("huurprijs?"),
        }

    def _mark(self, flag: Flag) -> str:
        return self._marks.get(flag.code, flag.text)

    def _attention(self, line: PlacedLine) -> str:
        placed = line.placed
        marks = [self._mark(flag) for flag in sorted(placed.flags, key=lambda flag: flag.code == "unknown.choice.rent")]
        if placed.best_position < placed.position:
            marks.insert(0, self.tr("kan nog naar plaats {n}").format(n=placed.best_position))
        return " · ".join(marks)

    def _placed_columns(self) -> Sequence[Column[PlacedLine]]:
        return (
            Column(
                key="position",
                title=self.tr("Plaats"),
                text=lambda line: str(line.placed.position),
                right=True,
                width=3,
            ),
            Column(key="name", title=self.tr("Naam"), text=lambda line: line.name, tooltip=_name, width=18),
            Column(key="dossier", title=self.tr("Dossier"), text=lambda line: line.placed.dossier, width=17),
            Column(key="household", title=self.tr("Gezin"), text=lambda line: line.household, width=13),
            Column(
                key="why",
                title=self.tr("Waarom hier"),
                text=lambda line: line.placed.deciding.text,
                tooltip=lambda line: line.placed.deciding.text,
                width=29,
            ),
            Column(
                key="flags",
                title=self.tr("Let op"),
                text=self._attention,
                tooltip=lambda line: "\n".join(flag.text for flag in line.placed.flags),
                tone=_attention_tone,
                width=17,
            ),
        )

    def _excluded_columns(self) -> Sequence[Column[ExcludedLine]]:
        return (
            Column(key="name", title=self.tr("Naam"), text=lambda line: line.name, tooltip=_name, width=18),
            Column(key="dossier", title=self.tr("Dossier"), text=lambda line: line.excluded.dossier, width=17),
            Column(key="household", title=self.tr("Gezin"), text=lambda line: line.household, width=13),
            Column(
                key="why",
                title=self.tr("Waarom niet"),
                text=lambda line: line.excluded.text,
                tooltip=lambda line: f"{line.excluded.text}\n{line.excluded.article}",
                width=60,
            ),
        )

    def _offer_columns(self) -> Sequence[Column[OfferLine]]:
        return (
            Column(key="id", title=self.tr("Aanbod"), text=lambda line: line.offer.id, width=6),
            Column(key="name", title=self.tr("Naam"), text=lambda line: line.name, width=19),
            Column(
                key="position",
                title=self.tr("Plaats"),
                text=lambda line: str(line.offer.position),
                right=True,
                width=3,
            ),
            Column(
                key="answer",
                title=self.tr("Stand"),
                text=self._answer_words,
                tone=lambda line: _ANSWER_TONES[line.offer.answer],
                width=29,
            ),
            Column(key="message", title=self.tr("Bericht aan het CIR"), text=lambda line: line.message, width=20),
            Column(
                key="posted", title=self.tr("Postdatum"), text=lambda line: dutch_date(line.offer.posted_on), width=10
            ),
        )

    def _answer_words(self, line: OfferLine) -> str:
        offer = line.offer
        if offer.answer is OfferAnswer.OPEN:
            return self.tr("loopt tot en met {day}").format(day=dutch_date(offer.term_until))
        words = self._answers[offer.answer]
        if offer.grounded is not None:
            words += self.tr(", gegrond") if offer.grounded else self.tr(", ongegrond")
        return words


def _stretch(table: TableView, model: RecordsModel[Any], key: str) -> None:
    """The column that says most takes the room that the others leave."""
    header = table.horizontalHeader()
    header.setMinimumSectionSize(table.fontMetrics().averageCharWidth() * 8)
    header.setStretchLastSection(False)
    place = next(place for place, column in enumerate(model.columns) if column.key == key)
    header.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)


def _name(line: PlacedLine | ExcludedLine) -> str:
    return line.name


def _attention_tone(line: PlacedLine) -> Tone:
    placed = line.placed
    if placed.best_position < placed.position or any(flag.code == "unknown.status" for flag in placed.flags):
        return Tone.WARN
    return Tone.INFO if any(flag.code == "own_offer" for flag in placed.flags) else Tone.NEUTRAL
