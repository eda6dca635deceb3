"""Correcting the data of a dossier: what goes to the CIR, what becomes a request, and what it touches, before it is."""

from functools import partial
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QTabWidget, QVBoxLayout, QWidget

from cir_desktop.domain.dossier_fields import FieldKind
from cir_desktop.errors import BadInput, Cancelled, CirError
from cir_desktop.services import edits
from cir_desktop.services.edits import EditForm, EditLine, EditPreview, Entered, FieldNow
from cir_desktop.services.office import Office
from ui.dialogs.touched import Touched
from ui.dialogs.work_dialog import Sentences, WorkDialog, reading_label
from ui.models.columns import Tone
from ui.widgets.day_field import DayField
from ui.widgets.dossier_input import DossierInput, input_of
from ui.widgets.form import Form, text_field
from ui.widgets.labels import Heading
from ui.widgets.style import SPACE_M, SPACE_S, set_tone
from ui.workers.jobs import Jobs, Lane


class EditDossierDialog(WorkDialog):
    """First shows what a correction does, then keeps it; gives in a sentence what was done."""

    def __init__(self, office: Office, jobs: Jobs, parent: QWidget, dossier: str, name: str) -> None:
        super().__init__(jobs, parent)
        self.name(self.tr("Gegevens verbeteren"), self.tr("Nakijken"))
        self._office = office
        self._dossier = dossier
        self._version = 0
        self._before: dict[str, str] = {}
        self._inputs: dict[str, DossierInput] = {}
        self._pages: list[Form] = []
        self._shown: Entered | None = None
        heading = Heading(self.tr("{name}, dossier {number}").format(name=name, number=dossier), self)
        heading.setWordWrap(True)
        self._who = reading_label("", self)
        self._who.hide()
        self._touches = Touched(self)
        self._tabs = QTabWidget(self)
        self._tabs.setDocumentMode(True)
        # The fields scroll, so that the evidence, what happens and the buttons are always in sight.
        self._tabs.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self._tabs.setMinimumHeight(self.fontMetrics().height() * 9)
        about = self.add_form()
        self._evidence = text_field(about)
        about.add(
            "evidence", self.tr("&Waaruit dit blijkt"), self._evidence, self.tr("Een brief, mail of document; een"
            " voorkeur verandert enkel op schriftelijke vraag van de kandidaat.")
        )  # fmt: skip
        self._received = DayField(office.today, about, last=office.today)
        about.add("received_on", self.tr("&Gekregen op"), self._received)
        self._told = Sentences(self.tr("Dit gaat naar het CIR"), self)
        self._asked = Sentences(self.tr("Dit wordt een vraag tot verbetering"), self)
        above: tuple[QWidget, ...] = (heading, self._who, self._touches)
        under: tuple[QWidget, ...] = (about, self._told, self._asked)
        for widget in above:
            self.body.addWidget(widget)
        self.body.addWidget(self._tabs, 1)
        for widget in under:
            self.body.addWidget(widget)
        self._evidence.textChanged.connect(lambda _text: self._changed())
        self._received.dateChanged.connect(lambda _day: self._changed())
        self.resize(760, 620)
        self.set_ready(False)
        look = partial(edits.form, office, dossier)
        self.work(Lane.READ, lambda _task: look(), self._fill, self.tr("Het dossier wordt gelezen…"), may_leave=True)

    def do(self) -> None:
        """Show what it does; the second time, when nothing changed since, keep it."""
        entered = self._entered
        if self._shown != entered:
            look = partial(edits.preview, self._office, self._dossier, entered)
            self.work(Lane.READ, lambda _task: look(), partial(self._show, entered), self.tr("Wordt nagekeken…"))
            return
        keep = partial(edits.enter, self._office, self._dossier, entered)
        self.work(Lane.WRITE, lambda _task: keep(), self._kept, self.tr("Wordt bewaard…"))

    def show_error(self, error: CirError) -> None:
        """Beside the field that the error names, on its tab."""
        field = error.field if isinstance(error, BadInput) else ""
        for place, form in enumerate(self._pages):
            if not isinstance(error, Cancelled) and form.show_problem(field, f"{error.what} {error.todo}"):
                self._tabs.setCurrentIndex(place)
                self._inputs[field].setFocus(Qt.FocusReason.OtherFocusReason)
                return
        super().show_error(error)

    def _fill(self, found: EditForm) -> None:
        self._version = found.version
        if not found.primary or found.by_company:
            other = self.tr(
                "Wij zijn niet de behandelende verhuurder van dit dossier ({party}): alles wordt een vraag tot"
                " verbetering."
            ).format(party=found.primary_party)
            company = self.tr("Onze berichten gaan langs de woonmaatschappij: alles wordt een vraag tot verbetering.")
            self._who.setText(company if found.primary else other)
            set_tone(self._who, Tone.INFO)
            self._who.show()
        groups = (
            (self.tr("Referentiepersoon"), [f for f in found.fields if _is_contact(f, "reference")]),
            (self.tr("Partner"), [f for f in found.fields if _is_contact(f, "partner")]),
            (self.tr("Voorkeuren"), [f for f in found.fields if f.field.key.startswith("preferences.")]),
            (self.tr("Gegevens van het CIR"), [f for f in found.fields if not f.field.ours]),
        )
        for title, fields in groups:
            if fields:
                self._tabs.addTab(self._page(fields), title)
        self.set_ready(True)
        self.fit()
        # The fields were made last; the Tab key goes from them to what is under them.
        last = list(self._inputs.values())[-1]
        stops = [last.focusProxy() or last, self._evidence, self._received, self.main_button]
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)
        next(iter(self._inputs.values())).setFocus(Qt.FocusReason.OtherFocusReason)

    def _page(self, fields: list[FieldNow]) -> QWidget:
        form = self.add_form()
        self._pages.append(form)
        for one in fields:
            made = input_of(one.field, one.text, form)
            made.changed.connect(self._changed)
            label = one.field.label.rpartition(": ")[2] if one.field.ours else one.field.label
            form.add(one.field.key, label[:1].upper() + label[1:], made, self._hint(one))
            self._inputs[one.field.key] = made
            self._before[one.field.key] = made.text
        inside = QWidget(self)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, SPACE_M, SPACE_S, 0)
        column.addWidget(form)
        column.addStretch(1)
        scroll = QScrollArea(self)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        return scroll

    def _hint(self, one: FieldNow) -> str:
        if one.waits:
            return self.tr("Wacht op verzending: wat hier staat, heeft het CIR nog niet.")
        if one.field.kind is FieldKind.NATIONAL_NUMBER:
            return self.tr("Nu {number}; laat leeg als dit juist is.").format(number=one.words)
        if one.field.kind is FieldKind.TYPES:
            return self.tr("Zonder vinkje is elke soort goed.")
        if one.field.kind is FieldKind.BEDROOMS:
            return self.tr("Het kleinste en het grootste aantal, zoals 2-3.")
        return ""

    @property
    def _entered(self) -> Entered:
        texts = {key: made.text for key, made in self._inputs.items() if made.text != self._before[key]}
        return Entered(self._version, texts, self._evidence.text(), self._received.day)

    def _changed(self) -> None:
        self._shown = None
        self._touches.say([])
        self._told.say([])
        self._asked.say([])
        self.main_button.setText(self.tr("Nakijken"))

    def _show(self, entered: Entered, found: EditPreview) -> None:
        if self._entered != entered:
            return
        self._shown = entered
        self._touches.say(found.touches)
        self._told.say([self._words(line) for line in found.told])
        self._asked.say([self._words(line) for line in found.asked])
        self.main_button.setText(self.tr("Klaarzetten") if found.told else self.tr("Vraag bewaren"))
        self.fit()

    def _words(self, line: EditLine) -> str:
        words = self.tr("{field}: {before} wordt {after}").format(
            field=line.label, before=line.before, after=line.after
        )
        return self.tr("{what} (aan {whom})").format(what=words, whom=line.addressee) if line.addressee else words

    def _kept(self, found: EditPreview) -> None:
        if found.conflict:
            self.finish(self.tr("Het register wijzigde dit gegeven intussen ook: beslis bij Uitwisseling, Conflicten."))
            return
        said = []
        if found.told:
            said.append(self.tr("Verbetering klaargezet; versturen gebeurt op de pagina Uitwisseling."))
        if found.asked:
            said.append(self.tr("De vraag tot verbetering staat bij Uitwisseling, met een tekst om te versturen."))
        self.finish(" ".join(said))


def _is_contact(one: FieldNow, role: str) -> bool:
    return one.field.ours and one.field.key.startswith(f"{role}.")
