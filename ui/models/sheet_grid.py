"""The cells of one sheet of a list, to look at and to correct in place."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, Signal

from cir_desktop.domain.finding import Finding, Severity
from cir_desktop.services.migration_grid import GridSheet
from ui.models.columns import Tone
from ui.models.records_model import TONE_ROLE, Index

SEVERITY_TONES = {Severity.MUST: Tone.BAD, Severity.LOOK: Tone.WARN, Severity.INFO: Tone.INFO}
_URGENCY = tuple(SEVERITY_TONES)


class SheetGridModel(QAbstractTableModel):
    """Says what was typed, and shows it until the list comes back with it or without it."""

    typed = Signal(str, int, str, str)
    """Key of the sheet, row as Excel shows it, key of the column, and the text."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.sheet: GridSheet | None = None
        self._waiting: dict[tuple[int, int], str] = {}

    def show_sheet(self, sheet: GridSheet | None) -> None:
        """Show another sheet, or the same one after a correction: then everything stays where it is."""
        former = self.sheet
        self._waiting.clear()
        if former and sheet and (former.key, former.rows, former.columns) == (sheet.key, sheet.rows, sheet.columns):
            self.sheet = sheet
            if sheet.rows:
                last = self.index(len(sheet.rows) - 1, len(sheet.columns) - 1)
                self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self.sheet = sheet
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many rows."""
        return 0 if parent.isValid() or self.sheet is None else len(self.sheet.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many columns."""
        return 0 if parent.isValid() or self.sheet is None else len(self.sheet.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Every cell can be corrected."""
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable

    def findings_at(self, index: Index) -> tuple[Finding, ...]:
        """What was found in a cell."""
        return self.sheet.findings(index.row(), index.column()) if self.sheet and index.isValid() else ()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text, what was found, and its tone."""
        if self.sheet is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            place = (index.row(), index.column())
            return self._waiting[place] if place in self._waiting else self.sheet.text(*place)
        if role in (TONE_ROLE, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            found = self.findings_at(index)
            if not found:
                return None
            if role == TONE_ROLE:
                return SEVERITY_TONES[min((each.severity for each in found), key=_URGENCY.index)]
            return "\n".join(f"{each.message} {each.expected}".rstrip() for each in found)
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tell what was typed."""
        sheet = self.sheet
        if sheet is None or role != Qt.ItemDataRole.EditRole:
            return False
        text = str(value).strip()
        if text == self.data(index):
            return False
        self._waiting[index.row(), index.column()] = text
        self.dataChanged.emit(index, index)
        self.typed.emit(sheet.key, sheet.rows[index.row()], sheet.columns[index.column()].key, text)
        return True

    def forget_typed(self) -> None:
        """What was typed is not taken."""
        places = list(self._waiting)
        self._waiting.clear()
        for place in places:
            self.dataChanged.emit(self.index(*place), self.index(*place))

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Letters with the title above, Excel's numbers beside."""
        if self.sheet is None or role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Vertical:
            return str(self.sheet.rows[section])
        column = self.sheet.columns[section]
        return f"{column.letters} · {column.title}"
