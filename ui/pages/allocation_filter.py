"""Which candidates of a list are shown, by the mark of the review, with how many there are of each."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from ui.pages.allocation_records import View


class ReviewFilter(QComboBox):
    """Everybody, one mark, or who was not marked yet."""

    wanted = Signal(object)
    """The texts of the marks to show, or None for everybody."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Tonen volgens nazicht"))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.addItem(self.tr("Nazicht: iedereen"), None)
        self.currentIndexChanged.connect(lambda _place: self.wanted.emit(self._marks()))

    def show_view(self, view: View) -> None:
        """Count again; what was chosen stays chosen."""
        counts = view.reviews.counts
        marked = sum(count for code, count in counts.items() if code)
        everybody = len(view.placed) + len(view.excluded)
        choices: list[tuple[str, str | None]] = [
            (self.tr("Nazicht: iedereen"), None),
            *(
                (self.tr("{mark} ({n})").format(mark=text, n=counts.get(code, 0)), text)
                for code, text in view.reviews.words.items()
            ),
            (self.tr("zonder nazicht ({n})").format(n=max(everybody - marked, 0)), ""),
        ]
        chosen = self.currentData()
        blocked = self.blockSignals(True)
        self.clear()
        for words, data in choices:
            self.addItem(words, data)
        places = [place for place, (_, data) in enumerate(choices) if data == chosen]
        self.setCurrentIndex(places[0] if places else 0)
        self.blockSignals(blocked)

    def _marks(self) -> frozenset[str] | None:
        chosen = self.currentData()
        return None if chosen is None else frozenset({chosen})
