"""Invlechten: the dossiers of one candidate, which one would stay by which rule, and what that does to the places."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from cir_desktop.domain.identity import Role
from cir_desktop.domain.migration import Batch
from cir_desktop.domain.weaving import WovenStep
from cir_desktop.services import migration_weaving
from cir_desktop.services.migration_weaving import GroupView, WeavingView
from cir_desktop.services.office import Office
from ui.dialogs.work_dialog import Sentences, WorkDialog, reading_label
from ui.models.columns import Column, Tone
from ui.models.list_table import ListTableModel
from ui.widgets.form import choice_field
from ui.widgets.labels import QuietLabel, button
from ui.widgets.notice import Notice
from ui.widgets.remembered import window_settings
from ui.widgets.style import SMALL, SPACE_S, sized
from ui.widgets.table_view import TableView
from ui.widgets.words import number
from ui.workers.jobs import Jobs, Lane


class WeavingDialog(WorkDialog):
    """Stays open for one group after another; nothing is woven before the clerk presses the button."""

    wrote = Signal()
    """A group was woven, or taken back."""
    list_asked = Signal(object)
    """The clerk wants to go on with the woven list: its path."""

    def __init__(self, office: Office, jobs: Jobs, parent: QWidget, batch: Batch, *, against_register: bool) -> None:
        super().__init__(jobs, parent)
        self.name(self.tr("Dossiers invlechten"), self.tr("Groep &invlechten"), self.tr("Sluiten"))
        self._office = office
        self._batch = batch
        self._against = against_register
        self._view: WeavingView | None = None
        form = self.add_form()
        self._rule = choice_field(form, [(rule.key, rule.label) for rule in migration_weaving.rules()])
        self._source = {rule.key: rule.source for rule in migration_weaving.rules()}
        form.add("rule", self.tr("&Welke datum blijft"), self._rule)
        self._proof = QuietLabel("", self)
        self._groups: ListTableModel[GroupView] = ListTableModel(
            self._columns(), key=lambda view: view.number, parent=self
        )
        self.groups = TableView(
            self.tr("Groepen"), "migration-weaving", self._groups, window_settings(office.workspace), self
        )
        self.groups.stretch("name")
        self.groups.setMinimumHeight(self.groups.fontMetrics().height() * 7)
        self._means = Sentences(self.tr("Wat dit doet"), self)
        self._effect = reading_label("", self)
        self._effect.setFont(sized(self, SMALL))
        self._notice = Notice(self)
        self._back = button(self.tr("Groep &terugnemen"), self.take_back, self, needs=Role.CLERK)
        self._save = button(self.tr("Ingevlochten lijst &bewaren…"), self.ask_save, self, needs=Role.CLERK)
        steps = QHBoxLayout()
        steps.setSpacing(SPACE_S)
        steps.addWidget(self._back)
        steps.addStretch(1)
        steps.addWidget(self._save)
        self.body.addWidget(form)
        self.body.addWidget(self._proof)
        self.body.addWidget(self._notice)
        self.body.addWidget(self.groups, 1)
        self.body.addWidget(self._means)
        self.body.addWidget(self._effect)
        self.body.addLayout(steps)
        self._rule.currentIndexChanged.connect(lambda _place: self._look())
        self.groups.chosen.connect(lambda _number: self._show_group())
        self.resize(860, 600)
        self._look()

    def do(self) -> None:
        """Weave the chosen group."""
        if view := self._chosen:
            self.work(
                Lane.WRITE,
                lambda _task: migration_weaving.weave(self._office, view),
                self._changed,
                self.tr("De groep wordt ingevlochten…"),
            )

    def take_back(self) -> None:
        """Take the chosen group back."""
        if (view := self._chosen) and view.woven is not None:
            self.work(
                Lane.WRITE,
                lambda _task: migration_weaving.unweave(self._office, view),
                self._changed,
                self.tr("De groep wordt teruggenomen…"),
            )

    def ask_save(self) -> None:
        """Choose where the woven list comes."""
        asked = QFileDialog(self, self.tr("Waar komt de ingevlochten lijst?"))
        asked.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        asked.setNameFilter(self.tr("Werkboek (*.xlsx)"))
        asked.setDefaultSuffix("xlsx")
        asked.selectFile(self.tr("ingevlochten lijst.xlsx"))
        asked.fileSelected.connect(lambda name: self.save(Path(name)))
        asked.finished.connect(asked.deleteLater)
        asked.open()

    def save(self, path: Path) -> None:
        """Write the woven list as a new workbook."""
        found = self._view
        if found is None:
            return
        self.work(
            Lane.READ,
            lambda _task: migration_weaving.save_woven(self._office, found, path),
            lambda steps: self._saved(path, steps),
            self.tr("De lijst wordt geschreven…"),
        )

    @property
    def outcome_sentence(self) -> str:
        """What the last step did; empty while nothing is said."""
        return self._notice.sentence

    @property
    def _chosen(self) -> GroupView | None:
        row = self._groups.row_of(self.groups.chosen_id)
        return None if row is None else self._groups.record_at(row)

    def _look(self) -> None:
        rule = str(self._rule.currentData())
        self._proof.setText(
            self.tr("{source} Wat al ingevlochten is, houdt zijn eigen regel.").format(source=self._source[rule])
        )
        self.set_ready(False)
        self._rule.setEnabled(False)
        self.work(
            Lane.READ,
            lambda task: migration_weaving.preview(
                self._office,
                self._batch,
                rule=rule,
                against_register=self._against,
                report=task.report,
                cancel=task.cancel,
            ),
            self._show,
            self.tr("Dubbels en plaatsen worden bekeken…"),
            may_leave=True,
        )

    def _show(self, found: WeavingView) -> None:
        self._view = found
        self._rule.setEnabled(True)
        self._groups.set_records(found.groups)
        if found.groups and self._chosen is None:
            self.groups.choose(found.groups[0].number)
        said = [found.effect_words, found.order_words] if found.groups else [self._nothing]
        said += [found.apart_words] if found.apart_words else []
        said += [
            self.tr("Past niet meer: een groep met dossier {dossier}, ingevlochten door {who}.").format(
                dossier=line.kept, who=line.by
            )
            for line in found.lost
        ]
        self._effect.setText("\n".join(said))
        self._show_group()
        self.fit()

    def _changed(self, view: GroupView) -> None:
        if self._view is not None:
            self._view = self._view.with_group(view)
            self._groups.set_records(self._view.groups)
        self._notice.say(self.tr("Groep {n}: {state}.").format(n=view.number, state=view.state))
        self._show_group()
        self.wrote.emit()

    def _saved(self, path: Path, steps: list[WovenStep]) -> None:
        dropped = sum(len(step.dropped) for step in steps)
        said = self.tr(
            "De lijst zonder {n} dossiers staat in {name}, in de kolommen van ons sjabloon. Laad die lijst op."
        )
        if dropped == 1:
            said = self.tr(
                "De lijst zonder {n} dossier staat in {name}, in de kolommen van ons sjabloon. Laad die lijst op."
            )
        self._notice.say(
            said.format(name=path.name, n=number(dropped)), self.tr("Die lijst &openen"), lambda: self._go(path)
        )

    def _go(self, path: Path) -> None:
        self.list_asked.emit(path)
        self.accept()

    def _show_group(self) -> None:
        view = self._chosen
        self.set_ready(view is not None and not view.group.obstacle and not view.fits)
        self._back.setEnabled(view is not None and view.woven is not None)
        self._save.setEnabled(self._view is not None and self._view.woven > 0)
        self._means.say(migration_weaving.sentences(view) if view else [])
        self.fit()

    @property
    def _nothing(self) -> str:
        return self.tr("Er is niets in te vlechten: zeg eerst bij Dubbels welke personen dezelfde zijn.")

    def _columns(self) -> list[Column[GroupView]]:
        return [
            Column(key="number", title=self.tr("Groep"), text=lambda view: str(view.number), right=True, width=7),
            Column(key="name", title=self.tr("Kandidaat"), text=_name, tooltip=_dossiers, width=24),
            Column(key="kept", title=self.tr("Blijft"), text=lambda view: view.group.kept.dossier, width=17),
            Column(key="date", title=self.tr("Datum"), text=migration_weaving.date_words, width=24),
            Column(key="places", title=self.tr("Plaatsen"), text=migration_weaving.places_words, width=12),
            Column(
                key="state",
                title=self.tr("Stand"),
                text=self._state,
                tooltip=lambda view: view.state,
                tone=_tone,
                width=20,
            ),
        ]

    def _state(self, view: GroupView) -> str:
        if view.group.obstacle:
            return self.tr("kan niet")
        if view.woven is None:
            return self.tr("niet ingevlochten")
        return self.tr("ingevlochten") if view.fits else self.tr("opnieuw bekijken")


def _name(view: GroupView) -> str:
    return view.group.kept.name


def _dossiers(view: GroupView) -> str:
    return ", ".join(one.dossier for one in view.group.dossiers)


def _tone(view: GroupView) -> Tone:
    if view.group.obstacle:
        return Tone.BAD
    if view.woven is None:
        return Tone.NEUTRAL
    return Tone.GOOD if view.fits else Tone.WARN
