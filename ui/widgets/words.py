"""Numbers and moments as a clerk in Flanders reads them, whatever the computer is set to."""

from datetime import datetime

from PySide6.QtCore import QLocale

FLEMISH = QLocale(QLocale.Language.Dutch, QLocale.Country.Belgium)


def number(value: int) -> str:
    """1.234."""
    return FLEMISH.toString(value)


def moment(at: datetime | None) -> str:
    """dd/mm/jjjj uu:mm in the time of this computer; empty when there is none."""
    return f"{at.astimezone():%d/%m/%Y %H:%M}" if at else ""
