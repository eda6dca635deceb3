"""Adding or changing a home."""

from functools import partial

from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QWidget

from cir_desktop.domain.codes import HOME_TYPES
from cir_desktop.domain.home import Home
from cir_desktop.errors import BadInput
from cir_desktop.services import homes
from cir_desktop.services.office import Office
from ui.dialogs.home_fields import LIFT, home_from, money_text
from ui.dialogs.work_dialog import WorkDialog
from ui.widgets.form import Form, choice_field, text_field
from ui.widgets.style import SPACE_XL
from ui.workers.jobs import Jobs, Lane


class HomeDialog(WorkDialog):
    """The fields of a home in two columns; gives the saved home.

    Args:
        known: the home to change; None makes a new one.
        code: proposal for the code of a new home.
    """

    def __init__(self, office: Office, jobs: Jobs, parent: QWidget, known: Home | None, code: str = "") -> None:
        super().__init__(jobs, parent)
        title = self.tr("Woning {code} wijzigen").format(code=known.code) if known else self.tr("Woning toevoegen")
        self.name(title, self.tr("Bewaren"))
        self._office = office
        self._known = known
        columns = QHBoxLayout()
        columns.setSpacing(SPACE_XL)
        left, right = self.add_form(), self.add_form()
        columns.addWidget(left, 1)
        columns.addWidget(right, 1)
        self.body.addLayout(columns)
        self.body.addStretch(1)
        self._texts: dict[str, QLineEdit] = {}
        self._flags: dict[str, QCheckBox] = {}
        self._add_place(left)
        self._add_home(right)
        self._fill(known, code)
        self.resize(860, self.sizeHint().height())
        left.focus_first()
        if known is not None:
            self._texts["code"].setReadOnly(True)
            self._texts["street"].setFocus()

    def do(self) -> None:
        """Save what stands in the form."""
        for form in self.forms:
            form.clear_problems()
        try:
            home = home_from(self._typed(), self._known)
        except BadInput as error:
            self.show_error(error)
            return
        save = partial(homes.save, self._office, home, new=self._known is None)
        self.work(Lane.WRITE, lambda _task: save(), self.finish, self.tr("Bewaren…"))

    def _add_place(self, form: Form) -> None:
        self._text(form, "code", self.tr("&Code"), self.tr("Uw eigen korte code."), most=20)
        self._text(form, "street", self.tr("&Straat"))
        self._text(form, "number", self.tr("&Huisnummer"), most=12)
        self._text(form, "box", self.tr("B&us"), most=12)
        self._text(form, "postcode", self.tr("&Postcode"), most=4)
        self._texts["postcode"].textChanged.connect(self._complete_place)
        self._municipality = choice_field(form, [])
        self._municipality.setPlaceholderText(self.tr("Volgt uit de postcode"))
        form.add("nis_code", self.tr("&Gemeente"), self._municipality)
        self._text(
            form,
            "neighbourhood",
            self.tr("&Wijk"),
            self.tr("Geschreven zoals in het register; telt voor wie maar één wijk koos."),
        )
        self._text(form, "note", self.tr("&Nota"), most=500)

    def _add_home(self, form: Form) -> None:
        self._type = choice_field(form, HOME_TYPES.items())
        form.add("type", self.tr("&Type"), self._type)
        self._text(form, "bedrooms", self.tr("Slaapka&mers"), self.tr("0 voor een studio of kamer."), most=1)
        self._text(form, "floor", self.tr("Ve&rdieping"), self.tr("0 is het gelijkvloers."), most=3)
        self._lift = choice_field(form, [("", self.tr("Niet bekend")), ("yes", self.tr("Ja")), ("no", self.tr("Nee"))])
        form.add("lift", self.tr("L&ift"), self._lift)
        for key, words in (
            ("adapted", self.tr("&Aangepast voor een handicap")),
            ("assistance", self.tr("Assistentie&woning")),
            ("vlabinvest", self.tr("Mee betaald door &Vlabinvest")),
        ):
            self._flags[key] = QCheckBox(words, form)
            form.add(key, "", self._flags[key])
        self._text(
            form,
            "target_group",
            self.tr("&Doelgroep"),
            self.tr("Naam in het toewijzingsreglement; leeg als ze voor niemand voorbehouden is."),
        )
        self._text(
            form,
            "lowest_rent",
            self.tr("&Laagste huur"),
            self.tr("De laagste huur die de woning kan hebben, euro per maand."),
            most=12,
        )
        self._text(form, "highest_rent", self.tr("H&oogste huur"), self.tr("Euro per maand."), most=12)
        self._text(form, "fixed_charges", self.tr("Vaste &kosten"), self.tr("Euro per maand."), most=12)

    def _text(self, form: Form, key: str, label: str, hint: str = "", *, most: int = 200) -> None:
        field = text_field(form, most=most)
        form.add(key, label, field, hint)
        self._texts[key] = field

    def _fill(self, known: Home | None, code: str) -> None:
        if known is None:
            self._texts["code"].setText(code)
            return
        amounts = {key: money_text(getattr(known, key)) for key in ("lowest_rent", "highest_rent", "fixed_charges")}
        texts = {
            "code": known.code,
            "street": known.street,
            "number": known.number,
            "box": known.box or "",
            "postcode": known.postcode,
            "neighbourhood": known.neighbourhood or "",
            "note": known.note,
            "target_group": known.target_group or "",
            "bedrooms": str(known.bedrooms),
            "floor": "" if known.floor is None else str(known.floor),
            **amounts,
        }
        for key, text in texts.items():
            self._texts[key].setText(text)
        _choose(self._municipality, known.nis_code, known.place)
        _choose(self._type, known.type, known.type)
        _choose(self._lift, next(word for word, lift in LIFT.items() if lift is known.lift), "")
        for key, flag in self._flags.items():
            flag.setChecked(getattr(known, key))

    def _complete_place(self, postcode: str) -> None:
        places = homes.places_of(postcode)
        self._municipality.clear()
        for nis, name in places:
            self._municipality.addItem(name, nis)
        # With several, choosing is up to the clerk.
        self._municipality.setCurrentIndex(0 if len(places) == 1 else -1)

    def _typed(self) -> dict[str, str]:
        texts = {key: field.text() for key, field in self._texts.items()}
        return {
            **texts,
            "nis_code": self._municipality.currentData() or "",
            "place": self._municipality.currentText(),
            "type": self._type.currentData(),
            "lift": self._lift.currentData(),
            **{key: "yes" if flag.isChecked() else "" for key, flag in self._flags.items()},
        }


def _choose(field: QComboBox, code: str, words: str) -> None:
    """Choose a code; a stored one that is not offered any more stays choosable."""
    if field.findData(code) < 0:
        field.addItem(words, code)
    field.setCurrentIndex(field.findData(code))
