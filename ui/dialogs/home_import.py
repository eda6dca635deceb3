"""What taking over a workbook of homes would do, before it is done."""

from collections.abc import Mapping
from datetime import date
from functools import partial

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QWidget

from cir_desktop.domain.codes import HOME_TYPES
from cir_desktop.domain.home import Home
from cir_desktop.domain.values import Money, dutch_date
from cir_desktop.services import homes
from cir_desktop.services.office import Office
from ui.dialogs.problem_table import ProblemTable, rows_of
from ui.dialogs.work_dialog import WorkDialog, reading_label
from ui.models.columns import Column
from ui.models.list_table import ListTableModel
from ui.widgets.table_view import TableView
from ui.workers.jobs import Jobs, Lane

Line = tuple[str, Home, str]
"""What happens, the home, what changes."""


class HomeImportDialog(WorkDialog):
    """New, changed and same homes, and the rows with a problem; gives how many were taken over.

    Args:
        known: the homes that we have, by code, to say what changes.
    """

    def __init__(
        self,
        office: Office,
        jobs: Jobs,
        parent: QWidget,
        preview: homes.ImportPreview,
        known: Mapping[str, Home],
        settings: QSettings,
    ) -> None:
        super().__init__(jobs, parent)
        count = len(preview.new) + len(preview.changed)
        words = self.tr("{n} woningen overnemen") if count != 1 else self.tr("{n} woning overnemen")
        self.name(self.tr("Woningen uit een werkboek"), words.format(n=count))
        self._office = office
        self._preview = preview
        self._names = {
            "street": self.tr("straat"),
            "number": self.tr("huisnummer"),
            "box": self.tr("bus"),
            "postcode": self.tr("postcode"),
            "place": self.tr("plaats"),
            "nis_code": self.tr("gemeente"),
            "neighbourhood": self.tr("wijk"),
            "type": self.tr("type"),
            "bedrooms": self.tr("slaapkamers"),
            "floor": self.tr("verdieping"),
            "lift": self.tr("lift"),
            "adapted": self.tr("aangepast"),
            "assistance": self.tr("assistentiewoning"),
            "vlabinvest": self.tr("Vlabinvest"),
            "target_group": self.tr("doelgroep"),
            "lowest_rent": self.tr("laagste huur"),
            "highest_rent": self.tr("hoogste huur"),
            "fixed_charges": self.tr("vaste kosten"),
            "note": self.tr("nota"),
        }
        sentence = self.tr("{new} nieuw, {changed} gewijzigd, {same} ongewijzigd, {problems} met een probleem.")
        self.body.addWidget(
            reading_label(
                sentence.format(
                    new=len(preview.new),
                    changed=len(preview.changed),
                    same=preview.same,
                    problems=rows_of(preview.problems),
                )
                + " "
                + self.tr("Er is nog niets overgenomen."),
                self,
            )
        )
        if count:
            self.body.addWidget(self._lines(preview, known, settings), 2)
        if preview.problems:
            self.body.addWidget(ProblemTable(preview.problems, settings, self), 1)
        self.set_ready(count > 0)
        self.resize(820, 520 if count and preview.problems else 380)

    def do(self) -> None:
        """Take over what the preview shows."""
        count = len(self._preview.new) + len(self._preview.changed)
        take_over = partial(homes.take_over, self._office, self._preview)
        self.work(Lane.WRITE, lambda _task: take_over(), lambda _none: self.finish(count), self.tr("Overnemen…"))

    def _lines(self, preview: homes.ImportPreview, known: Mapping[str, Home], settings: QSettings) -> TableView:
        columns: list[Column[Line]] = [
            Column(key="what", title=self.tr("Wat"), text=lambda line: line[0], width=10),
            Column(key="code", title=self.tr("Code"), text=lambda line: line[1].code, width=10),
            Column(key="address", title=self.tr("Adres"), text=lambda line: line[1].address, width=34),
            Column(
                key="change",
                title=self.tr("Wat er komt te staan"),
                text=lambda line: line[2],
                tooltip=lambda line: line[2],
                width=44,
            ),
        ]
        model: ListTableModel[Line] = ListTableModel(columns, key=lambda line: line[1].code, parent=self)
        lines = [(self.tr("nieuw"), home, self._new_words(home, free)) for home, free in preview.new]
        lines += [
            (self.tr("gewijzigd"), home, self._changed_words(known.get(home.code), home, free))
            for home, free in preview.changed
        ]
        model.set_records(lines)
        return TableView(self.tr("Wat overgenomen wordt"), "home-import", model, settings, self)

    def _new_words(self, home: Home, free: date | None) -> str:
        rooms = self.tr("{type}, {n} slaapkamers").format(type=HOME_TYPES[home.type], n=home.bedrooms)
        return f"{rooms}{self._free_words(free)}"

    def _changed_words(self, before: Home | None, after: Home, free: date | None) -> str:
        differing = [
            f"{words}: {_shown(getattr(before, key))} → {_shown(getattr(after, key))}"
            for key, words in self._names.items()
            if before is not None and getattr(before, key) != getattr(after, key)
        ]
        return "; ".join(differing) + self._free_words(free)

    def _free_words(self, free: date | None) -> str:
        return self.tr(", vrij vanaf {day}").format(day=dutch_date(free)) if free else ""


def _shown(value: str | int | bool | Money | None) -> str:
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return "ja" if value else "nee"
    return str(value)
