"""What is wrong or odd in an exchange workbook, cell by cell, for a message to whoever made it."""

from collections.abc import Sequence

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cir_desktop.services.extracts import ERROR, Problem
from ui.models.columns import Column, Tone
from ui.models.list_table import ListTableModel
from ui.widgets.labels import Heading, QuietLabel
from ui.widgets.style import SPACE_S
from ui.widgets.table_view import TableView

Line = tuple[int, Problem]


class FindingTable(QWidget):
    """Each finding with its place, how bad it is, and what is expected there."""

    def __init__(self, findings: Sequence[Problem], settings: QSettings, parent: QWidget) -> None:
        super().__init__(parent)
        columns: list[Column[Line]] = [
            Column(
                key="severity",
                title=self.tr("Ernst"),
                text=lambda line: line[1].severity,
                tone=lambda line: Tone.BAD if line[1].severity == ERROR else Tone.WARN,
                width=8,
            ),
            Column(key="sheet", title=self.tr("Blad"), text=lambda line: line[1].sheet, width=11),
            Column(key="row", title=self.tr("Rij"), text=lambda line: str(line[1].row), right=True, width=5),
            Column(key="column", title=self.tr("Kolom"), text=lambda line: line[1].column, width=22),
            Column(
                key="message",
                title=self.tr("Wat er mis is"),
                text=lambda line: line[1].message,
                tooltip=lambda line: line[1].message,
                width=62,
            ),
            Column(
                key="expected",
                title=self.tr("Verwacht"),
                text=lambda line: line[1].expected,
                tooltip=lambda line: line[1].expected,
                width=24,
            ),
        ]
        model: ListTableModel[Line] = ListTableModel(columns, key=lambda line: line[0], parent=self)
        model.set_records(list(enumerate(findings)))
        self.table = TableView(self.tr("Bevindingen in het werkboek"), "findings", model, settings, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_S)
        layout.addWidget(Heading(self.tr("Bevindingen ({n})").format(n=len(findings)), self, size=1.0))
        layout.addWidget(self.table, 1)
        layout.addWidget(QuietLabel(self.tr("Ctrl+C kopieert de gekozen rijen, met hun plaats in het werkboek."), self))
