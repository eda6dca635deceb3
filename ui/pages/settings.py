"""Instellingen: the rules that bind this landlord, as a draft until they are saved."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QStackedWidget, QTabWidget, QVBoxLayout, QWidget

from cir_desktop.domain.identity import Role
from cir_desktop.domain.values import dutch_date
from cir_desktop.services import rules_editing, rules_lines, settings
from cir_desktop.services.office import Office
from cir_desktop.services.settings import OwnRules, View
from ui.dialogs.rules_form import RulesDialog
from ui.dialogs.rules_internal import InternalDialog
from ui.dialogs.rules_municipal import MunicipalDialog
from ui.dialogs.rules_occupancy import OccupancyDialog
from ui.dialogs.rules_save import SaveRulesDialog
from ui.dialogs.rules_small import AreaDialog, ValueDialog
from ui.models.columns import Tone
from ui.models.list_table import ListTableModel
from ui.pages.settings_people import PeopleSection
from ui.pages.settings_tables import LinesTable, history_columns, priority_columns, values_columns
from ui.widgets.day_field import DayField
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import button
from ui.widgets.notice import Notice
from ui.widgets.page import Page
from ui.widgets.remembered import window_settings
from ui.widgets.style import SPACE_S
from ui.widgets.table_view import TableView
from ui.workers.jobs import Jobs, Lane

Editor = Callable[[OwnRules, int | None], RulesDialog]


class SettingsPage(Page):
    """Five sections over one draft; every change of it can be undone, and saving shows first what it does."""

    needs = tuple(Role)

    def __init__(self, office: Office, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(QCoreApplication.translate("SettingsPage", "Instellingen"), parent)
        self._office = office
        self._jobs = jobs
        self._remembered = window_settings(office.workspace)
        self._view: View | None = None
        self._drafts: list[OwnRules] = []
        self._notice = Notice(self)
        self._tabs = QTabWidget(self)
        self._stacks: list[tuple[QStackedWidget, Callable[[], int]]] = []
        self._save_button = button(self.tr("&Bewaren…"), self._save, self, main=True, needs=Role.ADMINISTRATOR)
        self._undo_button = button(self.tr("On&gedaan maken"), self._undo, self)
        self._drop_button = button(self.tr("Wijzigingen &weggooien"), self._drop, self)
        self.header.put_beside(self._undo_button, self._drop_button, self._save_button)
        self.body.addWidget(self._notice)
        self.body.addWidget(self._tabs, 1)
        self._add_regulations()
        self._add_internal()
        self._add_priorities()
        self._add_values()
        self._add_history()
        self._people = PeopleSection(office, jobs, self._remembered, self)
        self._people.changed.connect(self.changed)
        self._people.failed.connect(self.show_error)
        self._tabs.addTab(self._people, self.tr("Medewerkers en goedkeuring"))
        self._show_steps()

    @property
    def unsaved(self) -> bool:
        """Whether something was changed and not saved."""
        return bool(self._drafts)

    def refresh(self) -> None:
        """Ask again what is shown; a draft that is not saved stays."""
        self._people.refresh()
        draft = self._drafts[-1] if self._drafts else None
        day = self._day.day
        self._jobs.run(
            Lane.READ,
            lambda _task: settings.view(self._office, draft, day),
            owner=self,
            on_done=self._show,
            on_error=self.show_error,
            supersedes="settings",
        )

    def may_close(self) -> bool:
        """Not with changes that are not saved: the clerk says first that they may go."""
        if not self.unsaved:
            return True
        self._notice.say(
            self.tr("Er zijn wijzigingen die niet bewaard zijn."),
            self.tr("Sluiten zonder bewaren"),
            self._leave,
            tone=Tone.WARN,
        )
        return False

    def _leave(self) -> None:
        self._drafts = []
        self.window().close()

    def focus_first(self) -> None:
        """The names of the sections."""
        self._tabs.tabBar().setFocus()

    def _add_regulations(self) -> None:
        name = self.tr("Gemeente of deelgebied")
        self._municipal = LinesTable(name, "municipal", self.tr("Bindingen en doelgroepen"), self._remembered, self)
        self._areas = LinesTable(
            self.tr("Deelgebied"), "areas", self.tr("Gemeenten"), self._remembered, self, self.tr("Akkoord")
        )
        page = QWidget(self)
        layout = QVBoxLayout(page)
        regulation = partial(MunicipalDialog, self._office, self._jobs, self)
        area = partial(AreaDialog, self._office, self._jobs, self)
        layout.addWidget(
            self._with_empty(
                self._municipal,
                self.tr("Nog geen eigen reglement"),
                self.tr("Tot dan geldt enkel de langdurige woonbinding van de wet."),
                self.tr("Eerste reglement toevoegen…"),
                partial(self._edit, regulation, None),
            ),
            2,
        )
        version = self._version_button(self._municipal, partial(regulation, new=True))
        layout.addLayout(
            self._steps(self._municipal, "municipal", regulation, self.tr("Reglement &toevoegen…"), version)
        )
        layout.addWidget(self._areas.view, 1)
        layout.addLayout(self._steps(self._areas, "sub_areas", area, self.tr("&Deelgebied toevoegen…")))
        self._tabs.addTab(page, self.tr("Reglementen"))

    def _add_internal(self) -> None:
        self._internal = LinesTable(
            self.tr("Intern huurreglement"), "internal", self.tr("Termijn en bezetting"), self._remembered, self
        )
        edit = partial(InternalDialog, self._office, self._jobs, self)
        page = QWidget(self)
        layout = QVBoxLayout(page)
        layout.addWidget(
            self._with_empty(
                self._internal,
                self.tr("Nog geen intern huurreglement"),
                self.tr("Tot dan gelden de algemene antwoordtermijn, bezettingstabel en redenen van weigering."),
                self.tr("Intern huurreglement toevoegen…"),
                partial(self._edit, edit, None),
            ),
            1,
        )
        occupancy = button(self.tr("&Bezettingstabel…"), self._edit_occupancy, self, needs=Role.ADMINISTRATOR)
        version = self._version_button(self._internal, partial(edit, new=True))
        layout.addLayout(self._steps(self._internal, "internal", edit, self.tr("&Toevoegen…"), version, occupancy))
        self._tabs.addTab(page, self.tr("Intern huurreglement"))

    def _add_priorities(self) -> None:
        self._priority_model = ListTableModel(priority_columns(), key=lambda line: line.id, parent=self)
        self._priorities = TableView(self.tr("Voorrangen"), "priorities", self._priority_model, self._remembered, self)
        self._priorities.stretch("name", "source")
        self._priorities.opened.connect(lambda _id: self._switch())
        self._tabs.addTab(
            self._section(
                self._priorities, [button(self.tr("&Aan of uit zetten"), self._switch, self, needs=Role.ADMINISTRATOR)]
            ),
            self.tr("Voorrangen"),
        )

    def _add_values(self) -> None:
        self._value_model = ListTableModel(values_columns(), key=lambda line: line.key, parent=self)
        self._values = TableView(self.tr("Waarden"), "values", self._value_model, self._remembered, self)
        self._values.stretch("name", "source")
        self._values.chosen.connect(lambda _key: self._show_steps())
        self._values.opened.connect(lambda _key: self._fill_in())
        self._fill_button = button(self.tr("&Invullen…"), self._fill_in, self, needs=Role.ADMINISTRATOR)
        self._day = DayField(self._office.today, self)
        self._day.setAccessibleName(self.tr("Waarden op"))
        self._day.dateChanged.connect(lambda _date: self.refresh())
        caption = QLabel(self.tr("Waarden &op"), self)
        caption.setBuddy(self._day)
        self._tabs.addTab(self._section(self._values, [self._fill_button, caption, self._day]), self.tr("Waarden"))

    def _add_history(self) -> None:
        self._history_model = ListTableModel(history_columns(), key=lambda one: one.id, parent=self)
        self._history = TableView(self.tr("Geschiedenis"), "rules_history", self._history_model, self._remembered, self)
        self._history.stretch("note")
        self._history.chosen.connect(lambda _id: self._show_steps())
        self._back_button = button(
            self.tr("Vorige versie &terugzetten…"), self._restore, self, needs=Role.ADMINISTRATOR
        )
        self._back_button.setToolTip(self.tr("Wordt een nieuwe versie; bewaar eerst uw wijzigingen of gooi ze weg."))
        self._tabs.addTab(self._section(self._history, [self._back_button]), self.tr("Geschiedenis"))

    def _section(self, table: TableView, steps: Sequence[QWidget]) -> QWidget:
        page = QWidget(self)
        layout = QVBoxLayout(page)
        layout.addWidget(table, 1)
        row = QHBoxLayout()
        row.setSpacing(SPACE_S)
        for step in steps:
            row.addWidget(step)
        row.addStretch(1)
        layout.addLayout(row)
        return page

    def _with_empty(
        self, table: LinesTable, title: str, sentence: str, step: str, pressed: Callable[[], None]
    ) -> QStackedWidget:
        stack = QStackedWidget(self)
        empty = EmptyState(stack)
        empty.say(title, sentence, step, pressed, needs=Role.ADMINISTRATOR)
        stack.addWidget(empty)
        stack.addWidget(table.view)
        self._stacks.append((stack, table.model.rowCount))
        return stack

    def _version_button(self, table: LinesTable, editor: Editor) -> QPushButton:
        """A later version begins as the chosen one; that one holds until the day before."""

        def begin() -> None:
            if table.chosen is not None:
                self._edit(editor, table.chosen)

        made: QPushButton = button(self.tr("Nieuwe versie…"), begin, self, needs=Role.ADMINISTRATOR)
        made.setToolTip(self.tr("Begint als het gekozen reglement en volgt het op vanaf een latere dag."))
        return made

    def _steps(
        self, table: LinesTable, kind: str, editor: Editor, add_words: str, *about_chosen: QPushButton
    ) -> QHBoxLayout:
        def change() -> None:
            if table.chosen is not None:
                self._edit(editor, table.chosen)

        def remove() -> None:
            if table.chosen is not None and self._view is not None:
                self._take(rules_editing.without(self._view.draft, kind, table.chosen))

        change_button: QPushButton = button(self.tr("Wijzigen…"), change, self, needs=Role.ADMINISTRATOR)
        remove_button: QPushButton = button(self.tr("Verwijderen"), remove, self, needs=Role.ADMINISTRATOR)
        for each in (change_button, *about_chosen, remove_button):
            each.setEnabled(False)
            table.view.chosen.connect(lambda chosen, each=each: each.setEnabled(chosen is not None))
        table.view.opened.connect(lambda _at: change())
        row = QHBoxLayout()
        row.setSpacing(SPACE_S)
        for each in (
            button(add_words, partial(self._edit, editor, None), self, needs=Role.ADMINISTRATOR),
            change_button,
            *about_chosen,
            remove_button,
        ):
            row.addWidget(each)
        row.addStretch(1)
        return row

    def _show(self, view: View) -> None:
        self._view = view
        self._municipal.model.set_records(rules_lines.municipal_lines(view.draft))
        self._areas.model.set_records(rules_lines.area_lines(view.draft))
        self._internal.model.set_records(rules_lines.internal_lines(view.draft))
        self._priority_model.set_records(view.priorities)
        self._value_model.set_records(view.values)
        self._history_model.set_records(view.history)
        for stack, count in self._stacks:
            stack.setCurrentIndex(1 if count() else 0)
        self._show_steps()

    def _show_steps(self) -> None:
        changes = len(self._drafts)
        self._save_button.setEnabled(bool(changes))
        self._undo_button.setEnabled(bool(changes))
        self._drop_button.setEnabled(bool(changes))
        self._fill_button.setEnabled(self._chosen_value() is not None)
        self._back_button.setEnabled(not changes and self._history.chosen_id is not None)
        if changes:
            one, more = self.tr("1 wijziging is nog niet bewaard."), self.tr("{n} wijzigingen zijn nog niet bewaard.")
            self.header.say(one if changes == 1 else more.format(n=changes))
        elif self._view is not None and self._view.history:
            newest = self._view.history[0]
            self.header.say(
                self.tr("Versie {n}, bewaard door {by} op {day}.").format(
                    n=newest.id, by=newest.by, day=dutch_date(self._office.local_day(newest.at))
                )
            )
        else:
            self.header.say(self.tr("Hier werd nog niets ingevoerd; de meegeleverde regels gelden."))

    def _edit(self, editor: Editor, at: int | None) -> None:
        if self._view is not None:
            self._ask(editor(self._view.draft, at))

    def _edit_occupancy(self) -> None:
        if self._view is not None and self._internal.chosen is not None:
            self._ask(OccupancyDialog(self._office, self._jobs, self, self._view.draft, self._internal.chosen))

    def _ask(self, dialog: RulesDialog) -> None:
        self.banner.clear()
        dialog.done_with.connect(self._take)
        dialog.open()

    def _take(self, draft: OwnRules) -> None:
        """Go on with a changed draft."""
        self._drafts.append(draft)
        self._notice.hide()
        self.refresh()

    def _undo(self) -> None:
        self._drafts.pop()
        self.refresh()

    def _drop(self) -> None:
        dropped, self._drafts = self._drafts, []

        def back() -> None:
            self._drafts = dropped
            self.refresh()

        self._notice.say(self.tr("Uw wijzigingen zijn weggegooid."), self.tr("On&gedaan maken"), back)
        self.refresh()

    def _switch(self) -> None:
        view, chosen = self._view, self._priorities.chosen_id
        line = next((one for one in view.priorities if one.id == chosen), None) if view else None
        if view is not None and line is not None:
            self._take(settings.with_priority(view.draft, line.id, not line.on))

    def _chosen_value(self) -> settings.ValueLine | None:
        key = self._values.chosen_id
        lines = self._view.values if self._view else ()
        return next((line for line in lines if line.key == key and (line.expected or line.own)), None)

    def _fill_in(self) -> None:
        line = self._chosen_value()
        if line is not None and self._view is not None:
            self._ask(ValueDialog(self._office, self._jobs, self, self._view.draft, line))

    def _save(self) -> None:
        if self._view is not None:
            self._open_save(self._drafts[-1], "")

    def _restore(self) -> None:
        version = self._history.chosen_id
        if isinstance(version, int):
            note = self.tr("Versie {n} teruggezet").format(n=version)
            self._jobs.run(
                Lane.READ,
                lambda _task: settings.rules_of(self._office, version),
                owner=self,
                on_done=lambda own: self._open_save(own, note),
                on_error=self.show_error,
                supersedes="restore",
            )

    def _open_save(self, own: OwnRules, note: str) -> None:
        if self._view is None:
            return
        self.banner.clear()
        dialog = SaveRulesDialog(self._office, self._jobs, self, own, self._view.saved.version, note)
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.done_with.connect(self._saved)
        dialog.open()

    def _saved(self, version: settings.SavedVersion) -> None:
        self._drafts = []
        self._notice.say(self.tr("Bewaard als versie {n}.").format(n=version.id))
        self.refresh()
        self.changed.emit()
