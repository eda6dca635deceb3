"""A national number that is masked until somebody asks, and again when the page is left."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from cir_desktop.domain.values import NationalNumber
from ui.widgets.style import SPACE_S


class NationalNumberField(QWidget):
    """Shows only the check digits; a button shows the rest. A screen reader hears no more than is seen."""

    asked = Signal()
    """Somebody asked to see the number: to be put in the event log."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._number: NationalNumber | None = None
        self._text = QLabel(self)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._button = QPushButton(self.tr("Tonen"), self)
        self._button.setCheckable(True)
        self._button.setAutoDefault(False)
        self._button.setAccessibleName(self.tr("Rijksregisternummer tonen"))
        self._button.toggled.connect(self._toggled)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_S)
        row.addWidget(self._text)
        row.addWidget(self._button)
        row.addStretch(1)
        self.set_number(None)

    def set_number(self, number: NationalNumber | None) -> None:
        """Show another number, masked."""
        self._number = number
        self.hide_digits()
        self._button.setVisible(number is not None)
        self._show()

    def hide_digits(self) -> None:
        """Hide the digits again."""
        self._button.setChecked(False)

    @property
    def shown_text(self) -> str:
        """What can be read now."""
        return self._text.text()

    def hideEvent(self, event: QHideEvent) -> None:
        """Whoever comes back to the page asks again."""
        self.hide_digits()
        super().hideEvent(event)

    def _toggled(self, open_: bool) -> None:
        self._show()
        if open_:
            self.asked.emit()

    def _show(self) -> None:
        is_open = self._button.isChecked()
        self._button.setText(self.tr("Verbergen") if is_open else self.tr("Tonen"))
        flags = Qt.TextInteractionFlag
        self._text.setTextInteractionFlags(
            flags.TextSelectableByMouse | flags.TextSelectableByKeyboard if is_open else flags.NoTextInteraction
        )
        if self._number is None:
            self._text.setText(self.tr("niet gekend"))
        else:
            self._text.setText(self._number.formatted if is_open else self._number.masked)
