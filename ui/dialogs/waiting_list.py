"""Wachtlijst: the general lists by municipality, type and bedrooms, and who waits in a group without a place."""

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QFileDialog, QStackedWidget, QWidget

from cir_desktop.domain.ranking import Placed
from cir_desktop.errors import CirError
from cir_desktop.services import waiting_list
from cir_desktop.services.office import Office
from cir_desktop.services.waiting_list import InGroup, WaitingList
from ui.dialogs.work_dialog import WorkDialog, reading_label
from ui.models.columns import Column
from ui.models.list_table import ListTableModel
from ui.widgets.empty_state import EmptyState
from ui.widgets.form import choice_field
from ui.widgets.job_progress import JobProgress
from ui.widgets.notice import Notice
from ui.widgets.remembered import window_settings
from ui.widgets.table_view import TableView
from ui.widgets.words import number
from ui.workers.jobs import Jobs, Lane, Task

_GROUPS = -1


class WaitingListDialog(WorkDialog):
    """Works the lists out when it opens; the main button writes all of them to a workbook, without names by default."""

    def __init__(self, office: Office, jobs: Jobs, parent: QWidget) -> None:
        super().__init__(jobs, parent)
        self.name(self.tr("Wachtlijst"), self.tr("Werkboek bewaren…"), self.tr("Sluiten"))
        self._office = office
        self._found: WaitingList | None = None
        self._names: dict[str, str] = {}
        settings = window_settings(office.workspace)
        self._lists = choice_field(self, [])
        self._lists.setAccessibleName(self.tr("Lijst"))
        self._lists.currentIndexChanged.connect(lambda _place: self._choose())
        self._progress = JobProgress(self.tr("Lijsten maken"), self)
        self._notice = Notice(self)
        self._placed: ListTableModel[Placed] = ListTableModel(
            self._placed_columns(), key=lambda line: line.dossier, parent=self
        )
        self._groups: ListTableModel[InGroup] = ListTableModel(
            self._group_columns(), key=lambda line: (line.block, line.nis_code, line.group, line.dossier), parent=self
        )
        self.table = TableView(self.tr("Plaatsen"), "waiting-list", self._placed, settings, self)
        self._group_table = TableView(self.tr("Zonder plaats"), "waiting-groups", self._groups, settings, self)
        self._empty = EmptyState(self)
        self._stack = QStackedWidget(self)
        for widget in (self._empty, self.table, self._group_table):
            self._stack.addWidget(widget)
        self._with_names = QCheckBox(self.tr("Met &namen in het werkboek"), self)
        self.body.addWidget(reading_label(waiting_list.NOT_LOOKED_AT, self))
        self.body.addWidget(self._notice)
        self.body.addWidget(self._progress)
        self.body.addWidget(self._lists)
        self.body.addWidget(self._stack, 1)
        self.body.addWidget(self._with_names)
        self._empty.say(self.tr("De lijsten worden gemaakt"), self.tr("Met veel kandidaten duurt dat enkele seconden."))
        self.set_ready(False)
        self.resize(860, 600)
        self._ask()

    def do(self) -> None:
        """Ask where the workbook comes."""
        asked = QFileDialog(self, self.tr("Waar komt de wachtlijst?"))
        asked.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        asked.setNameFilter(self.tr("Werkboek (*.xlsx)"))
        asked.setDefaultSuffix("xlsx")
        asked.selectFile(self.tr("wachtlijst.xlsx"))
        asked.fileSelected.connect(lambda name: self.write(Path(name)))
        asked.finished.connect(asked.deleteLater)
        asked.open()

    def write(self, path: Path) -> None:
        """Write all lists to a workbook."""
        if self._found is None:
            return
        with_names = self._with_names.isChecked()
        step = partial(waiting_list.write_waiting_list, self._office, self._found, path, with_names=with_names)
        said = self.tr("{n} regels bewaard in {name}.")
        self.work(
            Lane.WRITE,
            lambda _task: step(),
            lambda rows: self._notice.say(said.format(n=number(rows), name=path.name)),
            self.tr("Bewaren…"),
            may_leave=False,
        )

    def reject(self) -> None:
        """Leave; lists that are being made are not wanted any more."""
        self._progress.stop()
        super().reject()

    def _ask(self) -> None:
        def make(task: Task) -> tuple[WaitingList, dict[str, str]]:
            found = waiting_list.waiting_list(self._office, report=task.report, cancel=task.cancel)
            return found, waiting_list.names_of(self._office, found)

        handle = self._jobs.run(
            Lane.READ,
            make,
            owner=self,
            on_done=self._show,
            on_error=self._not_made,
            on_progress=self._progress.advance,
        )
        self._progress.follow(handle)

    def _show(self, made: tuple[WaitingList, dict[str, str]]) -> None:
        found, self._names = made
        self._progress.finish()
        if not found.lists:
            self._empty.say(
                self.tr("Nog geen woningen"), self.tr("De lijsten volgen uit onze woningen: voeg er eerst een toe.")
            )
            return
        self._found = found
        for place, general in enumerate(found.lists):
            words = self.tr("{question}: {n} in volgorde")
            self._lists.addItem(
                words.format(question=general.question.words, n=number(len(general.ranking.placed))), place
            )
        groups = self.tr("In een groep, zonder plaats: {n}").format(n=number(len(found.groups)))
        self._lists.addItem(groups, _GROUPS)
        self._groups.set_records(found.groups)
        self._choose()
        self.set_ready(True)
        self._lists.setFocus()

    def _not_made(self, error: CirError) -> None:
        self._progress.finish()
        self._empty.say(self.tr("De lijsten zijn niet gemaakt"), self.tr("Sluit dit venster en probeer opnieuw."))
        self.show_error(error)

    def _choose(self) -> None:
        place = self._lists.currentData()
        if self._found is None or place is None:
            return
        if place == _GROUPS and self._found.groups:
            self._stack.setCurrentWidget(self._group_table)
        elif place == _GROUPS:
            self._empty.say(
                self.tr("Niemand in een groep"),
                self.tr("Van niemand is bekend dat hij of zij voor een groep in aanmerking komt."),
            )
            self._stack.setCurrentWidget(self._empty)
        else:
            self._placed.set_records(self._found.lists[place].ranking.placed)
            self._stack.setCurrentWidget(self.table)

    def _name(self, line: Placed | InGroup) -> str:
        return self._names.get(line.dossier, "")

    def _placed_columns(self) -> list[Column[Placed]]:
        return [
            Column(key="place", title=self.tr("Plaats"), text=lambda line: number(line.position), right=True, width=7),
            Column(key="dossier", title=self.tr("Dossier"), text=lambda line: line.dossier, width=17),
            Column(key="name", title=self.tr("Naam"), text=self._name, tooltip=self._name, width=20),
            Column(key="rise", title=self.tr("Kan nog naar"), text=_rise, right=True, width=10),
            Column(
                key="reason",
                title=self.tr("Waarom hier"),
                text=lambda line: line.deciding.text,
                tooltip=lambda line: line.deciding.text,
                width=50,
            ),
        ]

    def _group_columns(self) -> list[Column[InGroup]]:
        return [
            Column(key="block", title=self.tr("Blok"), text=lambda line: line.block, width=20),
            Column(key="municipality", title=self.tr("Gemeente"), text=lambda line: line.municipality, width=16),
            Column(key="group", title=self.tr("Groep"), text=lambda line: line.group, width=34),
            Column(key="dossier", title=self.tr("Dossier"), text=lambda line: line.dossier, width=17),
            Column(key="name", title=self.tr("Naam"), text=self._name, tooltip=self._name, width=20),
        ]


def _rise(line: Placed) -> str:
    return number(line.best_position) if line.best_position < line.position else ""
