"""Numbers and moments as a clerk in Flanders reads them, whatever the computer is set to."""

from datetime import datetime

from PySide6.QtCore import QLocale

from cir_desktop.domain.values import dutch_moment

FLEMISH = QLocale(QLocale.Language.Dutch, QLocale.Country.Belgium)


def number(value: int) -> str:
    """1.234."""
    return FLEMISH.toString(value)


def moment(at: datetime | None) -> str:
    """dd/mm/jjjj uu:mm on the clock of Flanders; empty when there is none."""
    return dutch_moment(at) if at else ""
