"""The steps of an allocation under its list: which one comes next, and the dialogs that take them."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cir_desktop.domain.identity import Role
from cir_desktop.domain.process import Command, Decision, Offer, OfferAnswer
from cir_desktop.domain.values import dutch_date
from cir_desktop.services import answers, retractions
from cir_desktop.services.office import Office
from ui.dialogs.answer import AnswerDialog
from ui.dialogs.decision import DecisionDialog
from ui.dialogs.offer import OfferDialog
from ui.dialogs.retract import RetractDialog
from ui.dialogs.work_dialog import WorkDialog
from ui.pages.allocation_steps import Steps
from ui.widgets.flow import Flow
from ui.widgets.labels import QuietLabel, button
from ui.widgets.style import SPACE_XS
from ui.workers.jobs import Jobs, Lane


class StepBar(QWidget):
    """Offer, answer and decision for what is chosen on the page; the next step stands in words above the buttons."""

    opening = Signal()
    """A dialog opens: what was said before is over."""
    fetched = Signal()
    """A dossier was fetched again, so that the list may have changed, even when no offer was made."""
    written = Signal(str)
    """A step was taken, in words; a message to the register waits for it."""
    answered = Signal(str, object)
    """The same for the answer to an offer, with the offer: it can be taken back."""
    taken_back = Signal(str)
    """An answer was taken back, in words."""
    decided = Signal(str)
    """The code of the home on which was decided."""
    failed = Signal(object)
    """The error that came instead."""

    def __init__(self, office: Office, jobs: Jobs, parent: QWidget) -> None:
        super().__init__(parent)
        self._office = office
        self._jobs = jobs
        self._steps: Steps | None = None
        self._next = QuietLabel("", self)
        self._offer_button = button(self.tr("&Aanbod doen…"), self.offer, self, main=True, needs=Role.CLERK)
        self._answer_button = button(self.tr("A&ntwoord noteren…"), self.answer, self, needs=Role.CLERK)
        self._decide_button = button(self.tr("&Beslissen…"), self._decide, self, needs=Role.CLERK)
        self.retract_button = button(self.tr("Rechtze&tten…"), self.retract, self, needs=Role.CLERK)
        self._row = Flow()
        for each in (self._offer_button, self._answer_button, self._decide_button):
            self._row.addWidget(each)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_XS)
        layout.addWidget(self._next)
        layout.addLayout(self._row)

    def put_beside(self, near: Sequence[QWidget], far: Sequence[QWidget]) -> None:
        """Put other buttons in the row: next to the steps, and after them."""
        for each in (*near, *far):
            self._row.addWidget(each)

    def show_steps(self, steps: Steps | None) -> None:
        """Something else is chosen, or another list is shown."""
        self._steps = steps
        self._offer_button.setEnabled(steps is not None and steps.to_offer is not None)
        self._answer_button.setEnabled(steps is not None and steps.to_answer is not None)
        self._decide_button.setEnabled(steps is not None and steps.to_decide is not None)
        self.retract_button.setEnabled(steps is not None and steps.offer_id is not None and not steps.view.of_then)
        self._next.setText(self._next_words(steps) if steps else "")

    def offer(self) -> None:
        """Make an offer to the chosen candidate, if that can be done now."""
        steps = self._steps
        if steps is None or steps.to_offer is None:
            return
        view, dossier = steps.view, steps.to_offer
        code, name = view.named.list.home.code, view.name_of(dossier)
        dialog = OfferDialog(self._office, self._jobs, self, code, dossier, name)
        dialog.done_with.connect(self._offered)
        dialog.rejected.connect(self.fetched)
        self._open(dialog)

    def answer(self) -> None:
        """Note the answer to the running offer, if there is one."""
        steps = self._steps
        if steps is None or steps.to_answer is None:
            return
        offer = steps.to_answer
        dialog = AnswerDialog(self._office, self._jobs, self, offer, steps.view.name_of(offer.dossier))
        dialog.done_with.connect(self._answered)
        self._open(dialog)

    def retract(self) -> None:
        """Put right the last message about the chosen offer."""
        steps = self._steps
        if steps is None or steps.offer_id is None:
            return
        find = partial(retractions.message_of, self._office, steps.offer_id)
        self._jobs.run(
            Lane.READ,
            lambda _task: find(),
            owner=self,
            on_done=partial(self._ask_reason, steps),
            on_error=self.failed.emit,
        )

    def take_back(self, offer: Offer) -> None:
        """Take the answer to this offer back."""
        said = self.tr("Het antwoord op {offer} is teruggenomen; het aanbod loopt opnieuw.")
        take_back = partial(answers.take_back, self._office, offer.id)
        self._jobs.run(
            Lane.WRITE,
            lambda _task: take_back(),
            owner=self,
            on_done=lambda made: self.taken_back.emit(said.format(offer=made.id)),
            on_error=self.failed.emit,
        )

    def _ask_reason(self, steps: Steps, command: Command) -> None:
        name = steps.view.name_of(command.dossier)
        dialog = RetractDialog(self._office, self._jobs, command, name, self)
        dialog.done_with.connect(lambda made: self.written.emit(retractions.retracted_sentence(made)))
        self._open(dialog)

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

    def _offered(self, offer: Offer) -> None:
        self.written.emit(
            self.tr(
                "Aanbod {offer} is gemaakt, antwoord tot en met {day}. Het bericht aan het CIR staat klaar."
            ).format(offer=offer.id, day=dutch_date(offer.term_until))
        )

    def _answered(self, offer: Offer) -> None:
        words = {
            OfferAnswer.ACCEPTED: self.tr("Aanbod {offer} is aanvaard. Leg nu de beslissing vast."),
            OfferAnswer.WITHDRAWN: self.tr("Aanbod {offer} is ingetrokken. Het bericht aan het CIR staat klaar."),
        }
        sanction = self.tr("Het antwoord op {offer} is genoteerd. Het bericht wacht op een tweede persoon.")
        grounded = self.tr("Het antwoord op {offer} is genoteerd. Het bericht aan het CIR staat klaar.")
        other = grounded if offer.grounded else sanction
        self.answered.emit(words.get(offer.answer, other).format(offer=offer.id), offer)

    def _decide(self) -> None:
        steps = self._steps
        if steps is None or steps.to_decide is None:
            return
        offer = steps.to_decide
        dialog = DecisionDialog(self._office, self._jobs, self, offer, steps.view.name_of(offer.dossier))
        dialog.done_with.connect(self._decision_made)
        self._open(dialog)

    def _decision_made(self, decision: Decision) -> None:
        self.decided.emit(decision.home)
        self.written.emit(
            self.tr("Beslissing {decision}: huurcontract vanaf {day}. Het bericht aan het CIR staat klaar.").format(
                decision=decision.id, day=dutch_date(decision.contract_from)
            )
        )

    def _open(self, dialog: WorkDialog) -> None:
        self.opening.emit()
        dialog.open()
