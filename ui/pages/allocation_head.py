"""Above the list: whether it is complete, how the order was made, how the counts add up; or what was decided."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cir_desktop.domain.values import dutch_date
from ui.models.columns import Tone
from ui.pages.allocation_records import View
from ui.widgets.labels import Heading, Pill, QuietLabel, button
from ui.widgets.style import SPACE_S, SPACE_XS


class AllocationHead(QWidget):
    """The sentences that belong to one list; when it is not complete, the way to fetch it."""

    exchange_asked = Signal()
    """Fetch the list again: the page Uitwisseling does that."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._counts = Heading("", self, size=1.0)
        self._counts.setWordWrap(True)
        self._movable = Pill("", Tone.WARN, self)
        self._incomplete = Pill("", Tone.BAD, self)
        self._fetch = button(self.tr("&Ophalen…"), self.exchange_asked.emit, self)
        self._header = QuietLabel("", self)
        self._of_all = QuietLabel("", self)
        self._decision = Pill("", Tone.GOOD, self)
        first = QHBoxLayout()
        first.setSpacing(SPACE_S)
        first.addWidget(self._counts, 1)
        first.addWidget(self._movable)
        fetch = QHBoxLayout()
        fetch.setSpacing(SPACE_S)
        fetch.addWidget(self._incomplete)
        fetch.addWidget(self._fetch)
        fetch.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_XS)
        layout.addWidget(self._decision)
        layout.addLayout(fetch)
        layout.addLayout(first)
        layout.addWidget(self._header)
        layout.addWidget(self._of_all)

    def show_view(self, view: View) -> None:
        """Say it of another list."""
        found = view.named.list
        self._counts.setText(found.counts_sentence + ".")
        self._header.setText(found.ranking.header)
        self._say_of_all(view)
        self._incomplete.setText(found.pulled_sentence)
        self._incomplete.setVisible(not found.complete)
        self._fetch.setVisible(not found.complete and not view.of_then)
        movable = 0 if view.of_then else found.movable
        self._movable.setVisible(movable > 0)
        words = (
            self.tr("1 dossier kan nog van plaats veranderen")
            if movable == 1
            else self.tr("{n} dossiers kunnen nog van plaats veranderen").format(n=movable)
        )
        self._movable.setText(words)
        self._movable.setToolTip(self.tr("Van deze kandidaten ontbreekt een feit; bij “Let op” staat welk."))
        decision = view.decision
        self._decision.setVisible(decision is not None)
        if decision is not None:
            words = self.tr("{id}: toegewezen aan {name}, contract vanaf {contract} ({body}, {day}).").format(
                id=decision.id,
                name=view.name_of(decision.dossier),
                contract=dutch_date(decision.contract_from),
                body=decision.body,
                day=dutch_date(decision.decided_on),
            )
            if view.kept is None:
                none = self.tr("De lijst van toen werd niet bevroren; hieronder staat die van nu.")
                words = f"{words} {none}"
            self._decision.setText(words)

    def _say_of_all(self, view: View) -> None:
        """What holds for the whole list is said here, once; a warning says why, so its flags need no repeating."""
        warnings = view.named.list.ranking.warnings
        told = " ".join(warnings)
        flags = " ".join(flag.text for flag in view.shared if flag.text not in told)
        said = [
            *warnings,
            *([self.tr("Dit geldt voor iedereen in volgorde. {what}").format(what=flags)] if flags else []),
        ]
        self._of_all.setText("\n".join(said))
        self._of_all.setVisible(bool(said))
