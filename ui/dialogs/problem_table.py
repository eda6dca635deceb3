"""The rows of a workbook that were not taken over, and the outcome of taking one over."""

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from ui.dialogs.work_dialog import reading_label
from ui.models.columns import Column
from ui.models.list_table import ListTableModel
from ui.widgets.labels import Heading, QuietLabel, button
from ui.widgets.style import SPACE_L, SPACE_M, SPACE_S
from ui.widgets.table_view import TableView


class Problem(Protocol):
    """What is wrong with a cell of a workbook."""

    @property
    def row(self) -> int:
        """The row as Excel shows it."""

    @property
    def column(self) -> str:
        """The title of the column."""

    @property
    def message(self) -> str:
        """What is wrong, in words."""

    @property
    def sheet(self) -> str:
        """The name of the sheet."""


def rows_of(problems: Sequence[Problem]) -> int:
    """How many rows have a problem; one row may have several."""
    return len({(problem.sheet, problem.row) for problem in problems})


class ProblemTable(QWidget):
    """Row, column and what is wrong; can be copied into a message to whoever made the workbook."""

    def __init__(self, problems: Sequence[Problem], settings: QSettings, parent: QWidget) -> None:
        super().__init__(parent)
        columns: list[Column[tuple[int, Problem]]] = [
            Column(key="sheet", title=self.tr("Blad"), text=lambda line: line[1].sheet, width=12),
            Column(key="row", title=self.tr("Rij"), text=lambda line: str(line[1].row), right=True, width=5),
            Column(key="column", title=self.tr("Kolom"), text=lambda line: line[1].column, width=18),
            Column(
                key="message",
                title=self.tr("Wat er mis is"),
                text=lambda line: line[1].message,
                tooltip=lambda line: line[1].message,
                width=60,
            ),
        ]
        model: ListTableModel[tuple[int, Problem]] = ListTableModel(columns, key=lambda line: line[0], parent=self)
        model.set_records(list(enumerate(problems)))
        self.table = TableView(self.tr("Rijen die niet overgenomen worden"), "problems", model, settings, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_S)
        title = self.tr("Rijen die niet overgenomen worden ({n})").format(n=rows_of(problems))
        layout.addWidget(Heading(title, self, size=1.0))
        layout.addWidget(self.table, 1)
        layout.addWidget(QuietLabel(self.tr("Ctrl+C kopieert de gekozen rijen, met hun plaats in het werkboek."), self))


class OutcomeDialog(QDialog):
    """What taking over a workbook did, and every row that was left out."""

    def __init__(
        self, title: str, sentence: str, problems: Sequence[Problem], settings: QSettings, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(760, 460)
        close = button(self.tr("Sluiten"), self.accept, self, main=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_L, SPACE_L, SPACE_L, SPACE_L)
        layout.setSpacing(SPACE_M)
        layout.addWidget(reading_label(sentence, self))
        layout.addWidget(ProblemTable(problems, settings, self), 1)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        close.setFocus()
