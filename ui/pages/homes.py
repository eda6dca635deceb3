"""Woningen: our homes, and which of them are to let."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QWidget

from cir_desktop.domain.home import Home
from cir_desktop.domain.identity import Role
from cir_desktop.domain.values import Money, dutch_date
from cir_desktop.errors import CirError
from cir_desktop.services import homes
from cir_desktop.services.homes import HomeLine, ImportPreview
from cir_desktop.services.office import Office
from cir_desktop.services.workbook_homes import write_homes_template
from ui.dialogs.cwr_compare import CwrDialog
from ui.dialogs.home_form import HomeDialog
from ui.dialogs.home_import import HomeImportDialog
from ui.dialogs.home_vacancy import VacancyDialog
from ui.dialogs.work_dialog import WorkDialog
from ui.models.columns import Column, Tone
from ui.models.list_table import ListTableModel
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import button
from ui.widgets.notice import Notice
from ui.widgets.page import Page
from ui.widgets.remembered import window_settings
from ui.widgets.style import SPACE_S
from ui.widgets.table_view import TableView
from ui.workers.jobs import Jobs, Lane


class HomesPage(Page):
    """A table of homes; Enter changes one. Removing and taking back can be undone."""

    needs = tuple(Role)

    allocation_asked = Signal(str)
    """The clerk wants to allocate the vacant home with this code."""

    def __init__(self, office: Office, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(QCoreApplication.translate("HomesPage", "Woningen"), parent)
        self._office = office
        self._jobs = jobs
        self._settings = window_settings(office.workspace)
        self._lines: dict[str, HomeLine] = {}
        self._model: ListTableModel[HomeLine] = ListTableModel(
            self._columns(), key=lambda line: line.home.code, sort_value=_sort_value, parent=self
        )
        self._table = TableView(self.title, "homes", self._model, self._settings, self)
        self._table.chosen.connect(lambda _code: self._show_steps())
        self._table.opened.connect(lambda _code: self._change())
        self._notice = Notice(self)
        self._empty = EmptyState(self)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._table)
        self._stack.addWidget(self._empty)
        self.body.addWidget(self._notice)
        self.body.addLayout(self._buttons())
        self.body.addWidget(self._stack, 1)
        self._empty.say(
            self.tr("Nog geen woningen"),
            self.tr(
                "Voeg een woning toe, of lees een werkboek in. Met “Leeg werkboek” krijgt u er een om in te vullen."
            ),
            self.tr("Eerste woning toevoegen…"),
            self._add,
            needs=Role.CLERK,
        )
        self._show_steps()

    def refresh(self) -> None:
        """Read the homes again."""
        self._jobs.run(
            Lane.READ,
            lambda _task: homes.all_homes(self._office),
            owner=self,
            on_done=self._show,
            on_error=self.show_error,
            supersedes="homes",
        )

    def focus_first(self) -> None:
        """The table, or the button of the first home."""
        (self._table if self._lines else self._add_button).setFocus()

    def read_workbook(self, path: Path) -> None:
        """Look what a workbook of homes would change, and show it before taking it over."""
        self.banner.clear()
        self._notice.say(self.tr("{name} wordt gelezen…").format(name=path.name), tone=Tone.INFO)
        self._jobs.run(
            Lane.READ,
            lambda _task: homes.look(self._office, path),
            owner=self,
            on_done=self._preview,
            on_error=self._failed,
            supersedes="workbook",
        )

    def write_template(self, path: Path) -> None:
        """Write an empty workbook to fill in."""
        said = self.tr("Leeg werkboek bewaard: {name}. Het tweede blad legt elke kolom uit.").format(name=path.name)
        self._jobs.run(
            Lane.READ,
            lambda _task: write_homes_template(path),
            owner=self,
            on_done=lambda _none: self._notice.say(said),
            on_error=self.show_error,
        )

    def _columns(self) -> list[Column[HomeLine]]:
        return [
            Column(key="code", title=self.tr("Code"), text=lambda line: line.home.code, sort="code", width=8),
            Column(
                key="address",
                title=self.tr("Adres"),
                text=lambda line: line.home.address,
                tooltip=lambda line: line.home.note,
                sort="address",
                width=30,
            ),
            Column(
                key="municipality",
                title=self.tr("Gemeente"),
                text=lambda line: line.municipality,
                sort="municipality",
                width=14,
            ),
            Column(key="type", title=self.tr("Type"), text=lambda line: line.type_words, sort="type", width=13),
            Column(
                key="bedrooms",
                title=self.tr("Slaapkamers"),
                text=lambda line: str(line.home.bedrooms),
                right=True,
                sort="bedrooms",
                width=8,
            ),
            Column(
                key="rent",
                title=self.tr("Laagste huur"),
                text=lambda line: self._amount(line.home.lowest_rent),
                right=True,
                sort="rent",
                width=12,
            ),
            Column(
                key="charges",
                title=self.tr("Vaste kosten"),
                text=lambda line: self._amount(line.home.fixed_charges),
                right=True,
                sort="charges",
                width=12,
            ),
            Column(
                key="state", title=self.tr("Stand"), text=self._state_words, tone=_state_tone, sort="state", width=22
            ),
            Column(key="kind", title=self.tr("Bijzonder"), text=self._kind, tooltip=self._kind, sort="kind", width=16),
        ]

    def _kind(self, line: HomeLine) -> str:
        home = line.home
        said = (
            self.tr("aangepast") if home.adapted else "",
            self.tr("assistentie") if home.assistance else "",
            self.tr("Vlabinvest") if home.vlabinvest else "",
            home.target_group or "",
        )
        return ", ".join(each for each in said if each)

    def _amount(self, amount: Money | None) -> str:
        return str(amount) if amount is not None else self.tr("onbekend")

    def _state_words(self, line: HomeLine) -> str:
        if line.vacancy is None:
            return self.tr("niet vrij")
        if line.running_offers:
            return self.tr("aanbod loopt")
        return self.tr("vrij vanaf {day}").format(day=dutch_date(line.vacancy.free_from))

    def _buttons(self) -> QHBoxLayout:
        self._add_button = button(self.tr("Woning &toevoegen…"), self._add, self, needs=Role.CLERK)
        self._change_button = button(self.tr("&Wijzigen…"), self._change, self, needs=Role.CLERK)
        self._free_button = button(self.tr("&Vrij zetten…"), self._free, self, needs=Role.CLERK)
        self._back_button = button(self.tr("Terug&nemen"), self._take_back, self, needs=Role.CLERK)
        self._allocate_button = button(self.tr("Naar t&oewijzing"), self._allocate, self)
        self._remove_button = button(self.tr("Verwij&deren"), self._remove, self, needs=Role.CLERK)
        import_button = button(self.tr("Werkboek &inlezen…"), self._ask_workbook, self, needs=Role.CLERK)
        template_button = button(self.tr("&Leeg werkboek…"), self._ask_template, self)
        self._back_button.setToolTip(self.tr("De woning staat dan niet meer open; er is niets toegewezen."))
        self._remove_button.setToolTip(self.tr("Kan alleen voor een woning die nog nooit openstond."))
        row = QHBoxLayout()
        row.setSpacing(SPACE_S)
        for each in (self._add_button, self._change_button, self._free_button, self._back_button):
            row.addWidget(each)
        row.addWidget(self._allocate_button)
        row.addWidget(self._remove_button)
        row.addStretch(1)
        compare_button = button(self.tr("Vergelijken met het &CWR…"), self._compare, self)
        self.header.put_beside(compare_button, import_button, template_button)
        return row

    @property
    def _chosen(self) -> HomeLine | None:
        code = self._table.chosen_id
        return self._lines.get(code) if isinstance(code, str) else None

    def _show(self, lines: list[HomeLine]) -> None:
        first_time = not self._lines
        self._lines = {line.home.code: line for line in lines}
        self._model.set_records(lines)
        self._stack.setCurrentWidget(self._table if lines else self._empty)
        vacant = sum(line.vacancy is not None for line in lines)
        counts = self.tr("1 woning") if len(lines) == 1 else self.tr("{n} woningen").format(n=len(lines))
        counts += self.tr(", waarvan {n} vrij.").format(n=vacant)
        self.header.say(counts if lines else "")
        if first_time and lines:
            self._table.choose(lines[0].home.code)
        self._show_steps()

    def _show_steps(self) -> None:
        line = self._chosen
        vacancy = line.vacancy if line else None
        self._change_button.setEnabled(line is not None)
        self._free_button.setEnabled(line is not None and vacancy is None)
        self._back_button.setEnabled(vacancy is not None)
        self._allocate_button.setEnabled(vacancy is not None)
        self._remove_button.setEnabled(line is not None and vacancy is None)

    def _add(self) -> None:
        self._jobs.run(
            Lane.READ,
            lambda _task: homes.free_code(self._office),
            owner=self,
            on_done=lambda code: self._ask(
                HomeDialog(self._office, self._jobs, self, None, code), self.tr("Woning {code} is toegevoegd.")
            ),
            on_error=self.show_error,
        )

    def _change(self) -> None:
        line = self._chosen
        if line is not None:
            self._ask(
                HomeDialog(self._office, self._jobs, self, line.home), self.tr("De wijziging van {code} is bewaard.")
            )

    def _ask(self, dialog: HomeDialog, said: str) -> None:
        def done(home: Home) -> None:
            self._wrote(said.format(code=home.code))

        dialog.done_with.connect(done)
        self._open(dialog)

    def _open(self, dialog: WorkDialog) -> None:
        self.banner.clear()
        dialog.open()

    def _free(self) -> None:
        line = self._chosen
        if line is None:
            return
        code = line.home.code
        dialog = VacancyDialog(self._office, self._jobs, self, line.home)
        said = self.tr("{code} staat open. Bij Toewijzingen ziet u wie in aanmerking komt.").format(code=code)
        dialog.done_with.connect(
            lambda _vacancy: self._wrote(said, self.tr("Naar de toewijzing"), partial(self.allocation_asked.emit, code))
        )
        self._open(dialog)

    def _take_back(self) -> None:
        line = self._chosen
        if line is None or line.vacancy is None:
            return
        code, free_from = line.home.code, line.vacancy.free_from
        undo = partial(homes.open_vacancy, self._office, code, free_from)
        self._write(
            partial(homes.close_vacancy, self._office, code),
            self.tr("{code} staat niet meer open.").format(code=code),
            partial(self._write, undo, self.tr("{code} staat weer open.").format(code=code)),
        )

    def _remove(self) -> None:
        line = self._chosen
        if line is None:
            return
        home = line.home
        undo = partial(homes.save, self._office, home, new=True)
        self._write(
            partial(homes.remove, self._office, home.code),
            self.tr("{code} is verwijderd.").format(code=home.code),
            partial(self._write, undo, self.tr("{code} is teruggezet.").format(code=home.code)),
        )

    def _write(self, step: partial, said: str, undo: partial | None = None) -> None:
        """Do a step that needs no more input; it can be undone with `undo`."""
        self.banner.clear()
        self._jobs.run(
            Lane.WRITE,
            lambda _task: step(),
            owner=self,
            on_done=lambda _result: self._wrote(said, self.tr("On&gedaan maken") if undo else "", undo),
            on_error=self.show_error,
        )

    def _wrote(self, said: str, step: str = "", pressed: partial | None = None) -> None:
        self._notice.say(said, step, pressed)
        self.refresh()
        self.changed.emit()

    def _compare(self) -> None:
        self.banner.clear()
        CwrDialog(self._office, self._jobs, self).open()

    def _allocate(self) -> None:
        line = self._chosen
        if line is not None:
            self.allocation_asked.emit(line.home.code)

    def _failed(self, error: CirError) -> None:
        self._notice.hide()
        self.show_error(error)

    def _preview(self, preview: ImportPreview) -> None:
        self._notice.hide()
        known = {code: line.home for code, line in self._lines.items()}
        dialog = HomeImportDialog(self._office, self._jobs, self, preview, known, self._settings)
        one, more = self.tr("1 woning overgenomen."), self.tr("{n} woningen overgenomen.")
        dialog.done_with.connect(lambda count: self._wrote(one if count == 1 else more.format(n=count)))
        self._open(dialog)

    def _ask_workbook(self) -> None:
        asked = QFileDialog(self, self.tr("Werkboek met woningen kiezen"))
        asked.setNameFilter(self.tr("Werkboeken (*.xlsx *.xlsm *.ods *.xls)"))
        asked.setFileMode(QFileDialog.FileMode.ExistingFile)
        asked.fileSelected.connect(lambda name: self.read_workbook(Path(name)))
        asked.finished.connect(asked.deleteLater)
        asked.open()

    def _ask_template(self) -> None:
        asked = QFileDialog(self, self.tr("Waar komt het lege werkboek?"))
        asked.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        asked.setNameFilter(self.tr("Werkboek (*.xlsx)"))
        asked.setDefaultSuffix("xlsx")
        asked.selectFile(self.tr("woningen.xlsx"))
        asked.fileSelected.connect(lambda name: self.write_template(Path(name)))
        asked.finished.connect(asked.deleteLater)
        asked.open()


def _state_tone(line: HomeLine) -> Tone:
    if line.vacancy is None:
        return Tone.NEUTRAL
    return Tone.INFO if line.running_offers else Tone.GOOD


def _sort_value(line: HomeLine, key: str) -> tuple[object, str]:
    home = line.home
    unknown = Money(-1)
    value: object = {
        "code": home.code.casefold(),
        "address": home.address.casefold(),
        "municipality": line.municipality.casefold(),
        "type": line.type_words,
        "bedrooms": home.bedrooms,
        "kind": (home.target_group or "", home.adapted, home.assistance, home.vlabinvest),
        "rent": home.lowest_rent or unknown,
        "charges": home.fixed_charges or unknown,
        "state": line.vacancy.free_from.isoformat() if line.vacancy else "",
    }[key]
    return value, home.code.casefold()
