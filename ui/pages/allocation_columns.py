"""What the tables of a list show of a candidate and of an offer."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject

from cir_desktop.domain.process import OfferAnswer
from cir_desktop.domain.ranking import Flag
from cir_desktop.domain.values import dutch_date
from ui.models.columns import Column, Tone
from ui.pages.allocation_records import ExcludedLine, OfferLine, PlacedLine

_ANSWER_TONES = {
    OfferAnswer.OPEN: Tone.INFO,
    OfferAnswer.ACCEPTED: Tone.GOOD,
    OfferAnswer.REFUSED: Tone.WARN,
    OfferAnswer.SILENT: Tone.WARN,
    OfferAnswer.WITHDRAWN: Tone.NEUTRAL,
}


class AllocationColumns(QObject):
    """The columns of the two blocks and of the offers, in the words of the clerk."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._marks = self._mark_words()
        self._answers = {
            OfferAnswer.OPEN: self.tr("loopt"),
            OfferAnswer.ACCEPTED: self.tr("aanvaard"),
            OfferAnswer.REFUSED: self.tr("geweigerd"),
            OfferAnswer.SILENT: self.tr("geen antwoord"),
            OfferAnswer.WITHDRAWN: self.tr("ingetrokken"),
        }

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
            "unknown.admission.age": self.tr("leeftijd?"),
            "unknown.admission.assistance_age": self.tr("leeftijd?"),
            "unknown.admission.income": self.tr("inkomen?"),
            "unknown.admission.means": self.tr("middelen?"),
            "unknown.admission.property": self.tr("eigendom?"),
            "unknown.admission.register": self.tr("bevolkingsregister?"),
        }

    def _mark(self, flag: Flag) -> str:
        return self._marks.get(flag.code, flag.text)

    def _attention(self, line: PlacedLine) -> str:
        placed = line.placed
        marks = [self._mark(flag) for flag in sorted(line.flags, key=lambda flag: flag.code == "unknown.choice.rent")]
        if placed.best_position < placed.position:
            marks.insert(0, self.tr("kan naar {n}").format(n=placed.best_position))
        if placed.tied:
            marks.insert(0, self.tr("gedeelde plaats, geen volgorde bepaald"))
        return " · ".join(dict.fromkeys(marks))

    def _place(self, line: PlacedLine) -> str:
        placed = line.placed
        return self.tr("{n} gedeeld").format(n=placed.position) if placed.tied else str(placed.position)

    def _review(self) -> tuple[Column[Any], Column[Any]]:
        return (
            Column(key="mark", title=self.tr("Nazicht"), text=lambda line: line.mark, tone=_mark_tone, width=6),
            Column(
                key="note", title=self.tr("Nota"), text=lambda line: line.note, tooltip=lambda line: line.note, width=4
            ),
        )

    def placed(self) -> Sequence[Column[PlacedLine]]:
        """Who is in the order."""
        return (
            Column(
                key="position",
                title=self.tr("Plaats"),
                text=self._place,
                right=True,
                width=3,
            ),
            Column(key="name", title=self.tr("Naam"), text=lambda line: line.name, tooltip=_name, width=16),
            Column(key="dossier", title=self.tr("Dossier"), text=lambda line: line.placed.dossier, width=17),
            Column(key="household", title=self.tr("Gezin"), text=lambda line: line.household, width=12),
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
                tooltip=lambda line: "\n".join(flag.text for flag in line.flags),
                tone=_attention_tone,
                width=15,
            ),
            *self._review(),
        )

    def excluded(self) -> Sequence[Column[ExcludedLine]]:
        """Who does not come into consideration."""
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
            *self._review(),
        )

    def offers(self) -> Sequence[Column[OfferLine]]:
        """The offers of the vacancy."""
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


def _name(line: PlacedLine | ExcludedLine) -> str:
    return line.name


def _attention_tone(line: PlacedLine) -> Tone:
    placed = line.placed
    if placed.best_position < placed.position or any(flag.code == "unknown.status" for flag in line.flags):
        return Tone.WARN
    return Tone.INFO if any(flag.code == "own_offer" for flag in line.flags) else Tone.NEUTRAL


def _mark_tone(_line: PlacedLine | ExcludedLine) -> Tone:
    return Tone.NEUTRAL
