"""Toewijzingen: from a vacancy to a contract, with the reason of every place."""

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from cir_desktop.domain.process import Decision, Offer, OfferAnswer
from cir_desktop.domain.values import dutch_date
from cir_desktop.errors import CirError
from cir_desktop.services import answers, binding
from cir_desktop.services.office import Office
from cir_desktop.services.reviews import Reviews
from ui.dialogs.answer import AnswerDialog
from ui.dialogs.binding_calculator import BindingCalculator
from ui.dialogs.decision import DecisionDialog
from ui.dialogs.offer import OfferDialog
from ui.dialogs.work_dialog import WorkDialog
from ui.models.columns import Tone
from ui.pages.allocation_facts import FactsImport
from ui.pages.allocation_filter import ReviewFilter
from ui.pages.allocation_head import AllocationHead
from ui.pages.allocation_menu import ListMenu
from ui.pages.allocation_panel import CandidatePanel
from ui.pages.allocation_records import Choice, View, choices, read_then, read_view, with_reviews
from ui.pages.allocation_reviews import AllocationReviews
from ui.pages.allocation_steps import Steps
from ui.pages.allocation_tables import AllocationTables
from ui.pages.allocation_then import ThenBar
from ui.pages.record_menu import RecordMenu
from ui.widgets.day_field import DayField
from ui.widgets.empty_state import EmptyState
from ui.widgets.form import choice_field
from ui.widgets.labels import QuietLabel, button
from ui.widgets.notice import Notice
from ui.widgets.page import Page
from ui.widgets.remembered import window_settings
from ui.widgets.style import SPACE_M, SPACE_S
from ui.workers.jobs import Jobs, Lane


class AllocationsPage(Page):
    """One home at a time: its list in two blocks, why everyone stands there, the offers and the decision."""

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
        self._tables.placed_opened.connect(lambda _dossier: self._offer())
        self._tables.offer_opened.connect(lambda _offer: self._answer())
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
        self._home.setMinimumContentsLength(48)
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
        middle.setSizes([820, 360])
        self._offer_button = button(self.tr("&Aanbod doen…"), self._offer, self._work, main=True)
        self._answer_button = button(self.tr("A&ntwoord noteren…"), self._answer, self._work)
        self._decide_button = button(self.tr("&Beslissen…"), self._decide, self._work)
        self._next = QuietLabel("", self._work)
        exchange = button(self.tr("Naar &Uitwisseling"), self.go_to_exchange.emit, self._work)
        exchange.setToolTip(self.tr("Ophalen uit en versturen naar het CIR gebeurt daar."))
        steps = QHBoxLayout()
        steps.setSpacing(SPACE_S)
        for step in (self._offer_button, self._answer_button, self._decide_button):
            steps.addWidget(step)
        self._record = RecordMenu(self._office, self._jobs, self, self._work, with_home=True)
        self._record.wrote.connect(lambda said: self._wrote(said, ""))
        steps.addWidget(self._record)
        steps.addWidget(self._next, 1)
        self._taking = taking = ListMenu(self._office, self._jobs, self._settings, lambda: self._view, self._work)
        taking.written.connect(lambda sentence: self._notice.say(sentence))
        taking.candidate_chosen.connect(self._tables.choose)
        taking.failed.connect(self._failed)
        steps.addWidget(taking)
        self._binding_button = button(self.tr("W&oonbinding…"), self._binding, self._work)
        steps.addWidget(self._binding_button)
        steps.addWidget(button(self.tr("&Verblijf en mantelzorg overnemen…"), self._facts.ask, self._work))
        steps.addWidget(exchange)
        layout = QVBoxLayout(self._work)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_M)
        layout.addLayout(top)
        layout.addWidget(self._head)
        layout.addWidget(self._then)
        layout.addWidget(middle, 1)
        layout.addLayout(steps)

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
        # The menu works with the facts of now.
        self._taking.setEnabled(not view.of_then)
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
        self._offer_button.setEnabled(steps is not None and steps.to_offer is not None)
        self._answer_button.setEnabled(steps is not None and steps.to_answer is not None)
        self._decide_button.setEnabled(steps is not None and steps.to_decide is not None)
        self._next.setText(self._next_words(steps) if steps else "")
        found = steps.view.named.list if steps else None
        dossier = steps.dossier if steps else None
        name = steps.view.name_of(dossier) if steps and dossier else ""
        self._record.choose(found.home.code if found and found.vacancy else None, dossier, name)

    def _next_words(self, steps: Steps) -> str:
        view = steps.view
        accepted, running = view.offers_with(OfferAnswer.ACCEPTED), view.offers_with(OfferAnswer.OPEN)
        if view.decision:
            return self.tr("De beslissing is gevallen; versturen gebeurt op de pagina Uitwisseling.")
        if accepted and not running:
            return self.tr("Volgende stap: {name} aanvaardde aanbod {offer}; leg de beslissing vast.").format(
                name=view.name_of(accepted[0].dossier), offer=accepted[0].id
            )
        if running:
            first = min(running, key=lambda offer: offer.term_until)
            return self.tr("Volgende stap: noteer het antwoord van {name}, verwacht ten laatste op {day}.").format(
                name=view.name_of(first.dossier), day=dutch_date(first.term_until)
            )
        if not steps.of_today:
            return self.tr("U bekijkt een andere dag; een aanbod gebeurt op de lijst van vandaag.")
        if not view.placed:
            return self.tr("Niemand komt in aanmerking voor deze woning.")
        if not steps.is_placed:
            return self.tr("Deze kandidaat komt niet in aanmerking; rechts staat waarom.")
        return self.tr("Volgende stap: doe een aanbod, te beginnen bij plaats 1.")

    def _offer(self) -> None:
        steps = self._steps
        if steps is None or steps.to_offer is None:
            return
        view, dossier = steps.view, steps.to_offer
        code, name = view.named.list.home.code, view.name_of(dossier)
        dialog = OfferDialog(self._office, self._jobs, self, code, dossier, name)
        dialog.done_with.connect(self._offered)
        # The dossier was fetched again: the list may have changed even when no offer was made.
        dialog.rejected.connect(self._read)
        self._open(dialog)

    def _offered(self, offer: Offer) -> None:
        self._wrote(
            self.tr(
                "Aanbod {offer} is gemaakt, antwoord tot en met {day}. Het bericht aan het CIR staat klaar."
            ).format(offer=offer.id, day=dutch_date(offer.term_until))
        )

    def _answer(self) -> None:
        steps = self._steps
        if steps is None or steps.to_answer is None:
            return
        offer = steps.to_answer
        dialog = AnswerDialog(self._office, self._jobs, self, offer, steps.view.name_of(offer.dossier))
        dialog.done_with.connect(self._answered)
        self._open(dialog)

    def _answered(self, offer: Offer) -> None:
        words = {
            OfferAnswer.ACCEPTED: self.tr("Aanbod {offer} is aanvaard. Leg nu de beslissing vast."),
            OfferAnswer.WITHDRAWN: self.tr("Aanbod {offer} is ingetrokken. Het bericht aan het CIR staat klaar."),
        }
        sanction = self.tr("Het antwoord op {offer} is genoteerd. Het bericht wacht op een tweede persoon.")
        grounded = self.tr("Het antwoord op {offer} is genoteerd. Het bericht aan het CIR staat klaar.")
        other = grounded if offer.grounded else sanction
        said = words.get(offer.answer, other).format(offer=offer.id)
        self._wrote(said, self.tr("Antwoord terugnemen"), lambda: self._take_back(offer))

    def _take_back(self, offer: Offer) -> None:
        self._jobs.run(
            Lane.WRITE,
            lambda _task: answers.take_back(self._office, offer.id),
            owner=self,
            on_done=lambda made: self._wrote(
                self.tr("Het antwoord op {offer} is teruggenomen; het aanbod loopt opnieuw.").format(offer=made.id), ""
            ),
            on_error=self._failed,
        )

    def _failed(self, error: CirError) -> None:
        self._notice.hide()
        self.show_error(error)

    def _decide(self) -> None:
        steps = self._steps
        if steps is None or steps.to_decide is None:
            return
        offer = steps.to_decide
        dialog = DecisionDialog(self._office, self._jobs, self, offer, steps.view.name_of(offer.dossier))
        dialog.done_with.connect(self._decided)
        self._open(dialog)

    def _decided(self, decision: Decision) -> None:
        self._wanted = decision.home
        self._wrote(
            self.tr("Beslissing {decision}: huurcontract vanaf {day}. Het bericht aan het CIR staat klaar.").format(
                decision=decision.id, day=dutch_date(decision.contract_from)
            )
        )

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
        self._open(dialog)

    def _facts_imported(self, sentence: str, all_taken: bool) -> None:
        self._notice.say(sentence, tone=Tone.GOOD if all_taken else Tone.WARN)
        self.refresh()
        self.changed.emit()

    def _open(self, dialog: WorkDialog) -> None:
        self.banner.clear()
        self._notice.hide()
        dialog.open()

    def _wrote(self, said: str, step: str | None = None, do: Callable[[], None] | None = None) -> None:
        """Say what was written, with the next step: sending it, unless `step` names another or none."""
        named = self.tr("Naar Uitwisseling om te versturen") if step is None else step
        self._notice.say(said, named, do or self.go_to_exchange.emit)
        self.refresh()
        self.changed.emit()


def _view_of(read: Callable[[Office, str, date], View], office: Office, code: str, day: date, _task: object) -> View:
    return read(office, code, day)
