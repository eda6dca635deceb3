"""Who could still stand higher in a list because a fact is not known, and how many places there are to win."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSettings, Qt, Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from cir_desktop.domain.comparing import Movable
from ui.dialogs.work_dialog import reading_label
from ui.models.columns import Column
from ui.models.list_table import ListTableModel
from ui.widgets.labels import button
from ui.widgets.style import SPACE_L, SPACE_M
from ui.widgets.table_view import TableView


class MovableDialog(QDialog):
    """A table that can be sorted by place, by best place and by what is at stake."""

    chosen = Signal(str)
    """Enter or a double click: the dossier number."""

    def __init__(
        self, found: Sequence[Movable], name_of: Callable[[str], str], settings: QSettings, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Wie kan nog van plaats veranderen"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(980, 460)
        columns: list[Column[Movable]] = [
            Column(key="name", title=self.tr("Naam"), text=lambda each: name_of(each.dossier), width=20),
            Column(key="dossier", title=self.tr("Dossier"), text=lambda each: each.dossier, width=17),
            Column(
                key="place",
                title=self.tr("Plaats"),
                text=lambda each: str(each.place),
                right=True,
                sort="place",
                width=4,
            ),
            Column(
                key="best",
                title=self.tr("Kan naar"),
                text=lambda each: str(each.best),
                right=True,
                sort="best",
                width=6,
            ),
            Column(
                key="stake",
                title=self.tr("Inzet"),
                text=lambda each: str(each.stake),
                right=True,
                sort="stake",
                width=4,
            ),
            Column(
                key="missing",
                title=self.tr("Wat ontbreekt"),
                text=lambda each: " ".join(each.missing),
                tooltip=lambda each: "\n".join(each.missing),
                width=50,
            ),
        ]
        model: ListTableModel[Movable] = ListTableModel(
            columns, key=lambda each: each.dossier, sort_value=lambda each, key: getattr(each, key), parent=self
        )
        model.set_records(found)
        self.table = TableView(self.tr("Kandidaten die nog kunnen stijgen"), "movable", model, settings, self)
        self.table.opened.connect(self._opened)
        close = button(self.tr("Sluiten"), self.accept, self, main=True)
        told = self.tr(
            "Van deze kandidaten ontbreekt een feit dat hen hoger kan brengen. De inzet is het aantal plaatsen dat"
            " zij kunnen winnen; klik op een titel om te sorteren. Enter kiest de kandidaat in de lijst."
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_L, SPACE_L, SPACE_L, SPACE_L)
        layout.setSpacing(SPACE_M)
        layout.addWidget(reading_label(told, self))
        layout.addWidget(self.table, 1)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        self.table.setFocus()

    def _opened(self, dossier: object) -> None:
        if isinstance(dossier, str):
            self.chosen.emit(dossier)
            self.accept()
