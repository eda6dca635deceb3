"""The answer to an offer: what it means in law and the very message to the CIR, before it is noted."""

from datetime import timedelta
from functools import partial

from PySide6.QtWidgets import QButtonGroup, QRadioButton, QVBoxLayout, QWidget

from cir_desktop.domain.process import Offer, OfferAnswer
from cir_desktop.domain.values import dutch_date
from cir_desktop.services import answers
from cir_desktop.services.answers import AnswerPreview
from cir_desktop.services.office import Office
from ui.dialogs.work_dialog import Sentences, WorkDialog, reading_label
from ui.models.columns import Tone
from ui.widgets.day_field import DayField
from ui.widgets.form import choice_field
from ui.widgets.labels import Heading, QuietLabel
from ui.widgets.style import SPACE_XS, set_tone
from ui.workers.jobs import Jobs, Lane


class AnswerDialog(WorkDialog):
    """Accepted, refused with a reason from the closed list, silent, or withdrawn; gives the answered offer."""

    def __init__(self, office: Office, jobs: Jobs, parent: QWidget, offer: Offer, name: str) -> None:
        super().__init__(jobs, parent)
        self.name(self.tr("Antwoord noteren"), self.tr("Antwoord noteren"))
        self._office = office
        self._offer = offer
        heading = Heading(
            self.tr("Aanbod {offer} van {home} aan {name}").format(offer=offer.id, home=offer.home, name=name), self
        )
        heading.setWordWrap(True)
        self.body.addWidget(heading)
        term = self.tr("Brief vertrokken op {posted}; antwoord tot en met {until}.").format(
            posted=dutch_date(offer.posted_on), until=dutch_date(offer.term_until)
        )
        self.body.addWidget(QuietLabel(term, self))
        self.body.addLayout(self._answers())
        form = self.add_form()
        self._reason = choice_field(form, self._reasons())
        self._reason.setPlaceholderText(self.tr("Kies de reden"))
        self._reason.setCurrentIndex(-1)
        self._reason.setMinimumContentsLength(56)
        form.add(
            "reason", self.tr("&Reden"), self._reason, self.tr("De lijst is gesloten: een andere reden telt niet.")
        )
        self._day = DayField(office.today, form, first=offer.posted_on, last=office.today)
        form.add("day", self.tr("&Datum van het antwoord"), self._day)
        self.body.addWidget(form)
        self._meaning = Sentences(self.tr("Wat dit betekent"), self)
        self._message = Sentences(self.tr("Bericht aan het CIR"), self)
        self._held = reading_label(
            self.tr(
                "Dit is een sanctie: het bericht vertrekt pas als een tweede persoon het vrijgeeft, op de pagina"
                " Uitwisseling."
            ),
            self,
        )
        set_tone(self._held, Tone.WARN)
        self._held.hide()
        for widget in (self._meaning, self._message, self._held):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self._reason.currentIndexChanged.connect(lambda _place: self._changed())
        self._day.dateChanged.connect(lambda _day: self._changed())
        self._group.idToggled.connect(lambda _place, on: self._changed() if on else None)
        self.resize(700, 460)
        self._changed()
        self._buttons[OfferAnswer.ACCEPTED].setFocus()

    def do(self) -> None:
        """Note the answer."""
        what = self._what
        if what is None:
            return
        note = partial(
            answers.answer, self._office, self._offer.id, what, reason_code=self._reason_code, day=self._day.day
        )
        self.work(Lane.WRITE, lambda _task: note(), self.finish, self.tr("Het antwoord wordt genoteerd…"))

    def _answers(self) -> QVBoxLayout:
        words = {
            OfferAnswer.ACCEPTED: self.tr("&Aanvaard"),
            OfferAnswer.REFUSED: self.tr("&Geweigerd"),
            OfferAnswer.SILENT: self.tr("Geen antwoord &binnen de termijn"),
            OfferAnswer.WITHDRAWN: self.tr("Aanbod door ons &ingetrokken"),
        }
        self._group = QButtonGroup(self)
        self._buttons: dict[OfferAnswer, QRadioButton] = {}
        column = QVBoxLayout()
        column.setSpacing(SPACE_XS)
        for place, (answer, text) in enumerate(words.items()):
            made = QRadioButton(text, self)
            self._buttons[answer] = made
            self._group.addButton(made, place)
            column.addWidget(made)
        if self._office.today <= self._offer.term_until:
            silent = self._buttons[OfferAnswer.SILENT]
            silent.setEnabled(False)
            first = dutch_date(self._offer.term_until + timedelta(days=1))
            silent.setText(self.tr("Geen antwoord binnen de termijn (pas vanaf {day})").format(day=first))
        return column

    def _reasons(self) -> list[tuple[str, str]]:
        grounded, ungrounded = self.tr("Gegrond: {reason}"), self.tr("Ongegrond: {reason}")
        return [
            (reason.code, (grounded if reason.grounded else ungrounded).format(reason=reason.text))
            for reason in self._office.refusal_reasons
        ]

    @property
    def _what(self) -> OfferAnswer | None:
        return next((answer for answer, made in self._buttons.items() if made.isChecked()), None)

    @property
    def _reason_code(self) -> str | None:
        code: str | None = self._reason.currentData() if self._what is OfferAnswer.REFUSED else None
        return code

    def _changed(self) -> None:
        what, reason = self._what, self._reason_code
        self._reason.setEnabled(what is OfferAnswer.REFUSED)
        complete = what is not None and (what is not OfferAnswer.REFUSED or reason is not None)
        self.set_ready(False)
        if not complete or what is None:
            self._show(None)
            return
        preview = partial(answers.preview_answer, self._office, self._offer.id, what, reason, self._day.day)
        self._jobs.run(
            Lane.READ,
            lambda _task: preview(),
            owner=self,
            on_done=self._show,
            on_error=self.show_error,
            supersedes="preview",
        )

    def _show(self, preview: AnswerPreview | None) -> None:
        self._meaning.say(preview.meanings if preview else [])
        self._message.say(preview.fields if preview else [])
        self._held.setVisible(bool(preview and preview.held))
        self.set_ready(preview is not None)
        self.fit()
