"""Toewijzingen: from a vacancy to a contract, with the reason of every place."""

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from cir_desktop.domain.identity import Role
from cir_desktop.domain.values import dutch_date
from cir_desktop.errors import CirError
from cir_desktop.services import binding
from cir_desktop.services.office import Office
from cir_desktop.services.reviews import Reviews
from cir_desktop.services.roles import LOOK
from ui.dialogs.binding_calculator import BindingCalculator
from ui.models.columns import Tone
from ui.pages.allocation_facts import FactsImport
from ui.pages.allocation_filter import ReviewFilter
from ui.pages.allocation_head import AllocationHead
from ui.pages.allocation_menu import ListMenu
from ui.pages.allocation_panel import CandidatePanel
from ui.pages.allocation_records import Choice, View, choices, read_then, read_view, with_reviews
from ui.pages.allocation_reviews import AllocationReviews
from ui.pages.allocation_step_bar import StepBar
from ui.pages.allocation_steps import Steps
from ui.pages.allocation_tables import AllocationTables
from ui.pages.allocation_then import ThenBar
from ui.pages.record_menu import RecordMenu
from ui.widgets.day_field import DayField
from ui.widgets.empty_state import EmptyState
from ui.widgets.form import choice_field
from ui.widgets.labels import button
from ui.widgets.notice import Notice
from ui.widgets.page import Page
from ui.widgets.remembered import window_settings
from ui.widgets.style import SPACE_M, SPACE_S
from ui.workers.jobs import Jobs, Lane


class AllocationsPage(Page):
    """One home at a time: its list in two blocks, why everyone stands there, the offers and the decision."""

    needs = LOOK

    go_to_exchange = Signal()
    """The clerk wants to fetch or send: the page Uitwisseling does that."""
    go_to_homes = Signal()
    """No home is to let: the page Woningen does that."""

    def __init__(self, office: Office, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(QCoreApplication.translate("AllocationsPage", "Toewijzingen"), parent)
        self._office = office
        self._jobs = jobs
        self._settings = window_settings(office.workspace)
        self._today = office.today
        self._wanted: str | None = None
        self._view: View | None = None
        self._two_selected = False
        self._notice = Notice(self)
        self._head = AllocationHead(self)
        self._head.exchange_asked.connect(self.go_to_exchange)
        self._then = ThenBar(office, jobs, self)
        self._then.switched.connect(self._read)
        self._then.told.connect(lambda sentence, tone: self._notice.say(sentence, tone=tone))
        self._then.failed.connect(self.show_error)
        self._tables = AllocationTables(self._settings, self)
        self._panel = CandidatePanel(office, jobs, self)
        self._panel.failed.connect(self.show_error)
        self._reviews = AllocationReviews(office, jobs, self._tables, self._panel, lambda: self._view, self)
        self._reviews.changed.connect(self._reviewed)
        self._reviews.failed.connect(self._failed)
        self._empty = EmptyState(self)
        self._facts = FactsImport(office, jobs, self._settings, self)
        self._facts.chosen.connect(self.read_facts)
        self._facts.started.connect(lambda sentence: self._notice.say(sentence, tone=Tone.INFO))
        self._facts.imported.connect(self._facts_imported)
        self._facts.failed.connect(self._failed)
        self.body.addWidget(self._notice)
        self.body.addWidget(self._facts.progress)
        self._work = QWidget(self)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._work)
        self._stack.addWidget(self._empty)
        self.body.addWidget(self._stack, 1)
        self._lay_out()
        self._tables.chosen.connect(lambda _dossier: self._candidate_chosen())
        self._tables.selected_changed.connect(self._selection_changed)
        self._tables.offer_chosen.connect(lambda _offer: self._show_steps())
        self._tables.placed_opened.connect(lambda _dossier: self._bar.offer())
        self._tables.offer_opened.connect(lambda _offer: self._bar.answer())
        self._say_nobody()
        self._show_steps()

    def refresh(self) -> None:
        """Read the vacancies and the list again; after midnight today's list is another one."""
        if self._day.day == self._today != self._office.today:
            self._day.set_day(self._office.today)
        self._today = self._office.today
        self._jobs.run(
            Lane.READ,
            lambda _task: choices(self._office),
            owner=self,
            on_done=self._show_choices,
            on_error=self.show_error,
            supersedes="choices",
        )

    def focus_first(self) -> None:
        """The order, or the choice of a home."""
        (self._tables.placed_table if self._view and self._view.placed else self._home).setFocus()

    def show_home(self, code: str) -> None:
        """Show the allocation of this home as soon as the vacancies are read."""
        self._wanted = code
        self.refresh()

    def read_facts(self, path: Path) -> None:
        """Take over a workbook of residence periods and informal care, and rank again."""
        self.banner.clear()
        self._facts.read(path)

    def _lay_out(self) -> None:
        self._home = choice_field(self._work, [])
        self._home.setMinimumContentsLength(24)
        self._home.setAccessibleName(self.tr("Vrijgekomen woning"))
        self._home.currentIndexChanged.connect(lambda _place: self._home_chosen())
        self._day = DayField(self._today, self._work)
        self._day.setAccessibleName(self.tr("Peildatum"))
        self._day.dateChanged.connect(lambda _day: self._read())
        home_label = QLabel(self.tr("&Woning"), self._work)
        home_label.setBuddy(self._home)
        day_label = QLabel(self.tr("&Peildatum"), self._work)
        day_label.setBuddy(self._day)
        top = QHBoxLayout()
        top.setSpacing(SPACE_S)
        for widget, share in ((home_label, 0), (self._home, 1), (day_label, 0), (self._day, 0)):
            top.addWidget(widget, share)
        self._filter = ReviewFilter(self._work)
        self._filter.wanted.connect(self._tables.show_only)
        top.addWidget(self._filter)
        middle = QSplitter(Qt.Orientation.Horizontal, self._work)
        middle.addWidget(self._tables)
        middle.addWidget(self._panel)
        middle.setStretchFactor(0, 5)
        middle.setStretchFactor(1, 3)
        middle.setCollapsible(0, False)
        middle.setSizes([850, 330])
        exchange = button(self.tr("Naar &Uitwisseling"), self.go_to_exchange.emit, self._work)
        exchange.setToolTip(self.tr("Ophalen uit en versturen naar het CIR gebeurt daar."))
        self._record = RecordMenu(self._office, self._jobs, self, self._work, with_home=True)
        self._record.wrote.connect(lambda said: self._wrote(said, ""))
        self._bar = self._step_bar()
        self._tables.put_beside_offers(self._bar.retract_button)
        self._taking = taking = ListMenu(self._office, self._jobs, self._settings, lambda: self._view, self._work)
        taking.written.connect(lambda sentence: self._notice.say(sentence))
        taking.candidate_chosen.connect(self._tables.choose)
        taking.failed.connect(self._failed)
        self._binding_button = button(self.tr("W&oonbinding…"), self._binding, self._work)
        facts = button(self.tr("&Verblijf en mantelzorg overnemen…"), self._facts.ask, self._work, needs=Role.CLERK)
        self._bar.put_beside((self._record,), (taking, self._binding_button, facts, exchange))
        layout = QVBoxLayout(self._work)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_M)
        layout.addLayout(top)
        layout.addWidget(self._head)
        layout.addWidget(self._then)
        layout.addWidget(middle, 1)
        layout.addWidget(self._bar)

    def _step_bar(self) -> StepBar:
        bar = StepBar(self._office, self._jobs, self._work)
        bar.opening.connect(self._clear)
        bar.fetched.connect(self._read)
        bar.written.connect(self._wrote)
        bar.answered.connect(
            lambda said, offer: self._wrote(said, self.tr("Antwoord terugnemen"), partial(bar.take_back, offer))
        )
        bar.taken_back.connect(lambda said: self._wrote(said, ""))
        bar.decided.connect(self._decided)
        bar.failed.connect(self._failed)
        return bar

    def _show_choices(self, found: list[Choice]) -> None:
        before = self._wanted or self._home.currentData()
        self._wanted = None
        blocked = self._home.blockSignals(True)
        self._home.clear()
        for choice in found:
            self._home.addItem(self._choice_words(choice), choice.home.code)
        place = self._home.findData(before)
        self._home.setCurrentIndex(max(place, 0) if found else -1)
        self._home.blockSignals(blocked)
        self._stack.setCurrentWidget(self._work if found else self._empty)
        if found:
            self._read()
        else:
            self._view = None
            self._empty.say(
                self.tr("Er staat geen woning open"),
                self.tr("Zet bij Woningen een woning vrij; hier ziet u dan wie in aanmerking komt, en waarom."),
                self.tr("Naar &Woningen"),
                self.go_to_homes.emit,
            )

    def _choice_words(self, choice: Choice) -> str:
        home = f"{choice.home.code} · {choice.home.address}"
        if choice.vacancy is not None:
            return self.tr("{home} · vrij vanaf {day}").format(home=home, day=dutch_date(choice.vacancy.free_from))
        decided = choice.decision.decided_on if choice.decision else None
        return self.tr("{home} · toegewezen op {day}").format(home=home, day=dutch_date(decided))

    def _home_chosen(self) -> None:
        self._notice.hide()
        self._then.reset()
        self._read()

    def _read(self) -> None:
        code, day = self._home.currentData(), self._day.day
        if code is None:
            return
        self._jobs.run(
            Lane.READ,
            partial(_view_of, read_view if self._then.wants_now else read_then, self._office, code, day),
            owner=self,
            on_done=self._show_view,
            on_error=self.show_error,
            supersedes="view",
        )

    def _show_view(self, view: View) -> None:
        self.banner.clear()
        self._view = view
        found = view.named.list
        self.header.say(found.pulled_sentence if found.complete else "")
        self._head.show_view(view)
        self._then.show_view(view)
        self._taking.show_view(view)
        self._day.setEnabled(not view.of_then)
        self._filter.show_view(view)
        self._tables.show_view(view)
        self._candidate_chosen()

    def _candidate_chosen(self) -> None:
        self._show_steps()
        dossier, view = self._tables.chosen_dossier, self._view
        if dossier is None or view is None or not (view.of_then or dossier in view.named.lines):
            self._say_nobody()
            return
        self._panel.show_chosen(view, dossier, self._tables.selected)

    def _reviewed(self, found: Reviews) -> None:
        if self._view is not None and self._view.reviews.vacancy == found.vacancy:
            self._view = with_reviews(self._view, found)
            self._filter.show_view(self._view)
            self._tables.show_view(self._view)

    def _selection_changed(self) -> None:
        """Two rows, or one again after two; choosing one row is told by `chosen`."""
        selected, dossier, view = self._tables.selected, self._tables.chosen_dossier, self._view
        if view is not None and dossier is not None and (len(selected) == 2 or self._two_selected):
            self._panel.show_chosen(view, dossier, selected)
        self._two_selected = len(selected) == 2

    def _say_nobody(self) -> None:
        self._panel.show_nobody()

    @property
    def _steps(self) -> Steps | None:
        if self._view is None:
            return None
        return Steps(self._view, self._tables.chosen_dossier, self._tables.chosen_offer)

    def _show_steps(self) -> None:
        steps = self._steps
        self._binding_button.setEnabled(steps is not None and steps.dossier is not None)
        self._bar.show_steps(steps)
        found = steps.view.named.list if steps else None
        dossier = steps.dossier if steps else None
        name = steps.view.name_of(dossier) if steps and dossier else ""
        self._record.choose(found.home.code if found and found.vacancy else None, dossier, name)

    def _failed(self, error: CirError) -> None:
        self._notice.hide()
        self.show_error(error)

    def _decided(self, home: str) -> None:
        """The home stays the one that is shown."""
        self._wanted = home

    def _binding(self) -> None:
        view, dossier = self._view, self._tables.chosen_dossier
        if view is None or dossier is None:
            return
        home = view.named.list.home
        place = (str(home.nis_code), binding.name_of(home.nis_code))
        dialog = BindingCalculator(
            self._office, self._jobs, self, dossier, [place], view.named.list.ranking.reference_date
        )
        dialog.done_with.connect(
            lambda number: self._wrote(
                self.tr("Het verblijf van dossier {number} is bewaard; de lijst is opnieuw berekend.").format(
                    number=number
                ),
                "",
            )
        )
        self._clear()
        dialog.open()

    def _facts_imported(self, sentence: str, all_taken: bool) -> None:
        self._notice.say(sentence, tone=Tone.GOOD if all_taken else Tone.WARN)
        self.refresh()
        self.changed.emit()

    def _clear(self) -> None:
        self.banner.clear()
        self._notice.hide()

    def _wrote(self, said: str, step: str | None = None, do: Callable[[], None] | None = None) -> None:
        """Say what was written, with the next step: sending it, unless `step` names another or none."""
        named = self.tr("Naar Uitwisseling om te versturen") if step is None else step
        self._notice.say(said, named, do or self.go_to_exchange.emit)
        self.refresh()
        self.changed.emit()


def _view_of(read: Callable[[Office, str, date], View], office: Office, code: str, day: date, _task: object) -> View:
    return read(office, code, day)
