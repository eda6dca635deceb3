"""A day, as dd/mm/jjjj."""

from datetime import date

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QDateEdit, QWidget


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


def _qdate(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)
