"""An offer, with all that it means, before it is made."""

from datetime import date
from functools import partial

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from cir_desktop.domain.values import dutch_date
from cir_desktop.errors import CirError, RegisterUnreachable
from cir_desktop.services import offers
from cir_desktop.services.offers import OfferDraft
from cir_desktop.services.office import Office
from ui.dialogs.work_dialog import Sentences, WorkDialog, motive_field, reading_label
from ui.models.columns import Tone
from ui.widgets.day_field import DayField
from ui.widgets.labels import Heading
from ui.widgets.passed_over import PassedOverTable
from ui.widgets.style import set_tone
from ui.workers.jobs import Jobs, Lane


class OfferDialog(WorkDialog):
    """Fetches the dossier again, tells what has to be motivated and what follows; gives the offer that was made."""

    def __init__(self, office: Office, jobs: Jobs, parent: QWidget, home_code: str, dossier: str, name: str) -> None:
        super().__init__(jobs, parent)
        self.name(self.tr("Aanbod doen"), self.tr("Aanbod doen"))
        self._office = office
        self._home_code = home_code
        self._dossier = dossier
        self._draft: OfferDraft | None = None
        self._motive: QPlainTextEdit | None = None
        self._stale: QPlainTextEdit | None = None
        self._passed: PassedOverTable | None = None
        self._title = Heading(self.tr("{home} aan {name}").format(home=home_code, name=name), self)
        self._title.setWordWrap(True)
        self._fetched = reading_label("", self)
        set_tone(self._fetched, Tone.GOOD)
        self._fetched.hide()
        self._why = Sentences(self.tr("Waarom een motief nodig is"), self)
        self._effects = Sentences(self.tr("Wat er gebeurt"), self)
        self._form = self.add_form()
        for widget in (self._title, self._fetched, self._why, self._form, self._effects):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self._form.hide()
        self.resize(620, 240)
        self.set_ready(False)
        prepare = partial(offers.prepare_offer, office, home_code, dossier)
        self.work(
            Lane.NETWORK,
            lambda _task: prepare(),
            self._prepared,
            self.tr("Het dossier wordt opnieuw opgehaald uit het CIR…"),
            may_leave=True,
        )

    def do(self) -> None:
        """Make the offer; the dossier is fetched once more just before."""
        make = partial(
            offers.offer,
            self._office,
            self._home_code,
            self._dossier,
            motive=self._motive.toPlainText() if self._motive else "",
            stale_motive=self._stale.toPlainText() if self._stale else "",
            posted_on=self._posted.day,
            passed_over=self._passed.given if self._passed else (),
        )
        self.work(Lane.NETWORK, lambda _task: make(), self.finish, self.tr("Het aanbod wordt gemaakt…"))

    def show_error(self, error: CirError) -> None:
        """Where the register went away after the dossier was fetched, there has to be a place to sign."""
        if isinstance(error, RegisterUnreachable) and self._draft is not None and self._stale is None:
            self._fetched.hide()
            self._ask_signature()
        super().show_error(error)

    def _prepared(self, draft: OfferDraft) -> None:
        self._draft = draft
        self._title.setText(
            self.tr("{home}, {address}, aan {name} (plaats {place})").format(
                home=draft.home.code, address=draft.home.address, name=draft.name, place=draft.placed.position
            )
        )
        self._fetched.setText(
            self.tr("Het dossier is zonet opnieuw opgehaald uit het CIR.")
            if draft.fetched_again
            else draft.age_sentence
        )
        set_tone(self._fetched, Tone.GOOD if draft.fetched_again else Tone.WARN)
        self._fetched.show()
        if draft.above:
            self._passed = PassedOverTable(draft.above, draft.names, self._office.pass_over_reasons, self)
            self.body.insertWidget(self.body.indexOf(self._why), self._passed)
            # Shown at once: a widget that still waits to be shown is left out when the dialog grows.
            self._passed.show()
            self.resize(max(self.width(), 820), self.height())
        self._why.say(draft.why_motive)
        self._add_fields(draft)
        self._effects.say(draft.effects)
        self._form.show()
        self.set_ready(True)
        self.fit()
        self._form.focus_first()

    def _add_fields(self, draft: OfferDraft) -> None:
        if not draft.fetched_again:
            self._ask_signature()
        if draft.why_motive:
            self._motive = motive_field(self._form)
            self._form.add(
                "motive",
                self.tr("&Motief"),
                self._motive,
                self.tr("Dit blijft bij het aanbod en in het verslag staan."),
            )
        self._posted = DayField(self._office.today, self._form, last=self._office.today)
        self._form.add("posted_on", self.tr("&Postdatum"), self._posted, self.tr("De dag waarop de brief vertrekt."))
        self._term = reading_label("", self._form)
        self._form.add("term", self.tr("Antwoord tot"), self._term)
        self._posted.dateChanged.connect(lambda _day: self._show_term())
        self._show_term()

    def _ask_signature(self) -> None:
        self._stale = motive_field(self._form)
        self._form.add(
            "stale_motive",
            self.tr("&Handtekening"),
            self._stale,
            self.tr("Waarom u met deze oudere kopie verdergaat. Dit blijft bij het aanbod bewaard."),
        )

    def _show_term(self) -> None:
        posted: date = self._posted.day
        until = offers.term_until(self._office, posted)
        self._term.setText(self.tr("en met {day} ({n} dagen)").format(day=dutch_date(until), n=(until - posted).days))
