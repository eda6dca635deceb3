"""A day, as dd/mm/jjjj; and a last day that may be none."""

from datetime import date

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QCheckBox, QDateEdit, QHBoxLayout, QWidget

from ui.widgets.style import SPACE_S


class DayField(QDateEdit):
    """Typed, with the arrow keys, or from a calendar; nothing but a real day can stand in it."""

    def __init__(self, day: date, parent: QWidget, *, first: date | None = None, last: date | None = None) -> None:
        super().__init__(parent)
        self.setDisplayFormat("dd/MM/yyyy")
        self.setCalendarPopup(True)
        self.setDateRange(_qdate(first or date(1990, 1, 1)), _qdate(last or date(2199, 12, 31)))
        self.set_day(day)

    @property
    def day(self) -> date:
        """The day that stands in the field."""
        shown = self.date()
        return date(shown.year(), shown.month(), shown.day())

    def set_day(self, day: date) -> None:
        """Show another day."""
        self.setDate(_qdate(day))


class LastDayField(QWidget):
    """The last day that something holds, or none; ticking the box opens the day."""

    def __init__(self, words: str, last_day: date | None, other: date, parent: QWidget) -> None:
        super().__init__(parent)
        self._ends = QCheckBox(words, self)
        self._day = DayField(last_day or other, self)
        self._ends.toggled.connect(self._day.setEnabled)
        self._ends.setChecked(last_day is not None)
        self._day.setEnabled(last_day is not None)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_S)
        row.addWidget(self._ends)
        row.addWidget(self._day)
        row.addStretch(1)
        self.setFocusProxy(self._ends)

    @property
    def last_day(self) -> date | None:
        """The day in the field; None while the box is not ticked."""
        return self._day.day if self._ends.isChecked() else None

    def set_last_day(self, day: date | None) -> None:
        """Show another last day, or none."""
        self._ends.setChecked(day is not None)
        if day is not None:
            self._day.set_day(day)


def _qdate(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)
