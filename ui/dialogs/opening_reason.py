"""Why somebody opens dossiers: asked once a session and logged."""

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QDialog, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from ui.widgets.labels import Heading, QuietLabel, button
from ui.widgets.style import SPACE_L, SPACE_S


class OpeningReason(QDialog):
    """A closed list of reasons; none is chosen beforehand.

    Args:
        reasons: (code, words) of the list.
    """

    given = Signal(str)
    """The code of the reason."""

    def __init__(self, reasons: Iterable[tuple[str, str]], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Waarom opent u dossiers?"))
        self._codes = [code for code, _ in reasons]
        self._choices = QButtonGroup(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_L, SPACE_L, SPACE_L, SPACE_L)
        layout.setSpacing(SPACE_S)
        layout.addWidget(Heading(self.tr("Waarom opent u dossiers?"), self))
        layout.addWidget(
            QuietLabel(
                self.tr(
                    "Een dossier bevat persoonsgegevens. Uw reden geldt tot u het programma sluit en komt bij elk "
                    "dossier dat u opent in het logboek."
                ),
                self,
            )
        )
        for place, (_, words) in enumerate(reasons):
            choice = QRadioButton(words, self)
            self._choices.addButton(choice, place)
            layout.addWidget(choice)
        self._ok = button(self.tr("&Dossier openen"), self._accept, self, main=True)
        self._ok.setDefault(True)
        self._ok.setEnabled(False)
        self._choices.idToggled.connect(lambda _place, _on: self._ok.setEnabled(True))
        row = QHBoxLayout()
        row.setSpacing(SPACE_S)
        row.addStretch(1)
        row.addWidget(self._ok)
        row.addWidget(button(self.tr("Annuleren"), self.reject, self))
        layout.addSpacing(SPACE_S)
        layout.addLayout(row)
        self.setMinimumWidth(420)
        self._choices.button(0).setFocus()

    def _accept(self) -> None:
        place = self._choices.checkedId()
        if place >= 0:
            self.accept()
            self.given.emit(self._codes[place])
