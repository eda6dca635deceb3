"""Who stands higher and gets no offer: for each a reason of the closed list and the fact behind it."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from cir_desktop.domain.process import PassedOver, PassOverReason
from cir_desktop.domain.ranking import Placed
from ui.widgets.form import choice_field, text_field
from ui.widgets.labels import Heading, QuietLabel, button
from ui.widgets.style import SPACE_S, SPACE_XS

_MOST_ROWS = 5
_FACT_LETTERS = 500


class PassedOverTable(QWidget):
    """A line for each person passed over; “zelfde voor iedereen” copies the first line to the others."""

    def __init__(
        self, above: Sequence[Placed], names: Mapping[str, str], reasons: Sequence[PassOverReason], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._above = above
        self._codes: list[QComboBox] = []
        self._facts: list[QLineEdit] = []
        title = self.tr("Hoger op de lijst en nog zonder aanbod ({n})").format(n=len(above))
        heading = Heading(title, self, size=1.0)
        hint = QuietLabel(self.tr("Kies voor elk een reden en schrijf het feit erachter; beide blijven bewaard."), self)
        self._table = QTableWidget(len(above), 3, self)
        self._table.setAccessibleName(title)
        self._table.setHorizontalHeaderLabels([self.tr("Kandidaat"), self.tr("Reden"), self.tr("Feit")])
        self._table.verticalHeader().hide()
        self._table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self._table.setTabKeyNavigation(False)
        head = self._table.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        choices = [("", self.tr("Kies een reden")), *((reason.code, reason.text) for reason in reasons)]
        for row, line in enumerate(above):
            name = names.get(line.dossier, line.dossier)
            who = self.tr("{place}. {name}").format(place=line.position, name=name)
            item = QTableWidgetItem(who)
            item.setToolTip(line.dossier)
            self._table.setItem(row, 0, item)
            code, fact = choice_field(self._table, choices), text_field(self._table, most=_FACT_LETTERS)
            code.setAccessibleName(self.tr("Reden voor {name}").format(name=name))
            fact.setAccessibleName(self.tr("Feit over {name}").format(name=name))
            for place, reason in enumerate(reasons, 1):
                code.setItemData(place, reason.means, Qt.ItemDataRole.ToolTipRole)
            self._table.setCellWidget(row, 1, code)
            self._table.setCellWidget(row, 2, fact)
            self._table.setRowHeight(row, max(code.sizeHint().height(), fact.sizeHint().height()) + 4)
            self._codes.append(code)
            self._facts.append(fact)
        shown = min(len(above), _MOST_ROWS)
        rows = sum(self._table.rowHeight(row) for row in range(shown))
        self._table.setFixedHeight(head.sizeHint().height() + rows + 2 * self._table.frameWidth() + 2)
        same = button(self.tr("&Zelfde voor iedereen"), self._same, self)
        same.setToolTip(self.tr("Neemt reden en feit van de eerste regel over op de andere."))
        same.setVisible(len(above) > 1)
        foot = QHBoxLayout()
        foot.setSpacing(SPACE_S)
        foot.addWidget(hint, 1)
        foot.addWidget(same)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_XS)
        layout.addWidget(heading)
        layout.addWidget(self._table)
        layout.addLayout(foot)

    @property
    def given(self) -> list[PassedOver]:
        """What was filled in; a line without a reason is left out."""
        filled = zip(self._above, self._codes, self._facts, strict=True)
        return [
            PassedOver(line.dossier, line.position, code.currentData(), fact.text())
            for line, code, fact in filled
            if code.currentData()
        ]

    def _same(self) -> None:
        for code, fact in zip(self._codes[1:], self._facts[1:], strict=True):
            code.setCurrentIndex(self._codes[0].currentIndex())
            fact.setText(self._facts[0].text())
