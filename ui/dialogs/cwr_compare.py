"""Vergelijken met het CWR: our homes beside the central dwelling register, linked by a clerk and compared."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from cir_desktop.domain.identity import Role
from cir_desktop.services import dwellings
from cir_desktop.services.dwellings import MATCH_WORDS, Comparison, DwellingLine, Match
from cir_desktop.services.office import Office
from ui.dialogs.work_dialog import WorkDialog, reading_label
from ui.models.columns import Column, Tone
from ui.models.list_table import ListTableModel
from ui.widgets.labels import button
from ui.widgets.notice import Notice
from ui.widgets.remembered import window_settings
from ui.widgets.roles import show_roles
from ui.widgets.style import SPACE_S
from ui.widgets.table_view import TableView
from ui.widgets.words import moment, number
from ui.workers.jobs import Jobs, Lane


class CwrDialog(WorkDialog):
    """The main button fetches; what is chosen in the table is linked or let go, and every step can be undone."""

    def __init__(self, office: Office, jobs: Jobs, parent: QWidget) -> None:
        super().__init__(jobs, parent)
        self.name(self.tr("Vergelijken met het CWR"), self.tr("CWR &ophalen"), self.tr("Sluiten"))
        self._office = office
        self._about = reading_label("", self)
        self._notice = Notice(self)
        self._model: ListTableModel[DwellingLine] = ListTableModel(self._columns(), key=_key, parent=self)
        self.table = TableView(
            self.tr("Woningen bij ons en in het CWR"), "cwr", self._model, window_settings(office.workspace), self
        )
        self._link = button(self.tr("&Koppelen"), self._do_link, self, needs=Role.CLERK)
        self._unlink = button(self.tr("Koppeling ongedaan &maken"), self._do_unlink, self, needs=Role.CLERK)
        self._export = button(self.tr("Als &werkboek bewaren…"), self._ask_place, self)
        row = QHBoxLayout()
        row.setSpacing(SPACE_S)
        row.addWidget(self._link)
        row.addWidget(self._unlink)
        row.addStretch(1)
        row.addWidget(self._export)
        self.body.addWidget(
            reading_label(
                self.tr("Er wordt alleen gelezen en vergeleken: het programma wijzigt niets in het CWR."), self
            )
        )
        self.body.addWidget(self._about)
        self.body.addWidget(self._notice)
        self.body.addWidget(self.table, 1)
        self.body.addLayout(row)
        self.table.chosen.connect(lambda _id: self._show_steps())
        self.table.opened.connect(lambda _id: self._do_link())
        self.resize(980, 560)
        show_roles(self, office.roles)
        self._show_steps()
        self._ask()

    def do(self) -> None:
        """Fetch the dwellings."""
        said = self.tr("{n} woningen opgehaald uit het CWR.")
        self.work(
            Lane.NETWORK,
            lambda task: dwellings.fetch(self._office, report=task.report, cancel=task.cancel),
            lambda count: self._wrote(said.format(n=number(count))),
            self.tr("Het CWR wordt gelezen…"),
            may_leave=True,
        )

    def write(self, path: Path) -> None:
        """Write the comparison as a workbook."""
        said = self.tr("{n} verschillen bewaard in {name}.")
        self.work(
            Lane.READ,
            lambda _task: dwellings.export(self._office, path),
            lambda count: self._notice.say(said.format(n=number(count), name=path.name)),
            self.tr("Bewaren…"),
        )

    def _columns(self) -> list[Column[DwellingLine]]:
        return [
            Column(
                key="match",
                title=self.tr("Stand"),
                text=lambda line: MATCH_WORDS[line.match],
                tone=_tone,
                width=19,
            ),
            Column(key="home", title=self.tr("Woning"), text=lambda line: line.home.code if line.home else "", width=9),
            Column(
                key="dwelling",
                title=self.tr("CWR"),
                text=lambda line: line.dwelling.id if line.dwelling else line.linked_id,
                width=9,
            ),
            Column(key="address", title=self.tr("Adres"), text=_address, tooltip=_addresses, width=34),
            Column(
                key="what",
                title=self.tr("Wat er verschilt"),
                text=lambda line: line.words,
                tooltip=lambda line: line.words,
                width=46,
            ),
        ]

    def _ask(self) -> None:
        self._jobs.run(
            Lane.READ,
            lambda _task: dwellings.compare(self._office),
            owner=self,
            on_done=self._show,
            on_error=self.show_error,
            supersedes="cwr",
        )

    def _show(self, found: Comparison) -> None:
        since = (
            self.tr("Opgehaald op {at}.").format(at=moment(found.fetched_at))
            if found.fetched_at
            else self.tr("Het CWR werd nog niet opgehaald, of kent geen woningen van ons.")
        )
        self._about.setText(f"{since} {found.sentence}")
        self._model.set_records(list(found.lines))
        self._show_steps()

    def _show_steps(self) -> None:
        line = self._chosen
        self._link.setEnabled(line is not None and line.match is Match.PROPOSED)
        self._unlink.setEnabled(line is not None and line.match in (Match.LINKED, Match.GONE))
        self._export.setEnabled(self._model.rowCount() > 0)

    @property
    def _chosen(self) -> DwellingLine | None:
        row = self._model.row_of(self.table.chosen_id)
        return None if row is None else self._model.record_at(row)

    def _do_link(self) -> None:
        line = self._chosen
        if line is None or line.match is not Match.PROPOSED or line.home is None or line.dwelling is None:
            return
        code, dwelling = line.home.code, line.dwelling.id
        self._write(
            partial(dwellings.link, self._office, code, dwelling),
            self.tr("{code} is gekoppeld aan {dwelling}.").format(code=code, dwelling=dwelling),
            partial(dwellings.unlink, self._office, code),
        )

    def _do_unlink(self) -> None:
        line = self._chosen
        if line is None or line.home is None or line.match not in (Match.LINKED, Match.GONE):
            return
        code, dwelling = line.home.code, line.linked_id
        self._write(
            partial(dwellings.unlink, self._office, code),
            self.tr("{code} is niet meer gekoppeld.").format(code=code),
            partial(dwellings.link, self._office, code, dwelling) if line.match is Match.LINKED else None,
        )

    def _write(self, step: Callable[[], None], said: str, undo: Callable[[], None] | None) -> None:
        self.work(Lane.WRITE, lambda _task: step(), lambda _none: self._wrote(said, undo), self.tr("Bewaren…"))

    def _wrote(self, said: str, undo: Callable[[], None] | None = None) -> None:
        undone = self.tr("Ongedaan gemaakt.")
        pressed = None if undo is None else partial(self._write, undo, undone, None)
        self._notice.say(said, self.tr("On&gedaan maken") if undo else "", pressed)
        self._ask()

    def _ask_place(self) -> None:
        asked = QFileDialog(self, self.tr("Waar komt de vergelijking?"))
        asked.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        asked.setNameFilter(self.tr("Werkboek (*.xlsx)"))
        asked.setDefaultSuffix("xlsx")
        asked.selectFile(self.tr("vergelijking-cwr.xlsx"))
        asked.fileSelected.connect(lambda name: self.write(Path(name)))
        asked.finished.connect(asked.deleteLater)
        asked.open()


def _key(line: DwellingLine) -> str:
    return line.key


def _address(line: DwellingLine) -> str:
    return line.home.address if line.home else line.dwelling.address if line.dwelling else ""


def _addresses(line: DwellingLine) -> str:
    """Both, where there are two."""
    if line.home and line.dwelling:
        return f"{line.home.address}\nCWR: {line.dwelling.address}"
    return _address(line)


def _tone(line: DwellingLine) -> Tone:
    if line.match is Match.LINKED:
        return Tone.WARN if line.differences else Tone.GOOD
    return Tone.INFO if line.match is Match.PROPOSED else Tone.BAD if line.match is Match.GONE else Tone.NEUTRAL
