"""The persons of a dossier, each with a masked national number."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from cir_desktop.domain import dossier_words as words
from cir_desktop.domain.dossier import Dossier, Person
from cir_desktop.domain.values import dutch_date
from cir_desktop.services.candidates import age_on
from ui.models.columns import Tone
from ui.widgets.labels import Heading, Pill, QuietLabel
from ui.widgets.national_number_field import NationalNumberField
from ui.widgets.style import SPACE_L, SPACE_M, SPACE_S, SPACE_XS


class PersonsView(QScrollArea):
    """A block per person, under each other."""

    number_shown = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(self.tr("Personen"))

    def show_persons(self, dossier: Dossier, today: date) -> None:
        """Show the persons of a dossier with their age today."""
        inside = QWidget(self)
        column = QVBoxLayout(inside)
        column.setContentsMargins(SPACE_XS, SPACE_M, SPACE_XS, SPACE_M)
        column.setSpacing(SPACE_L)
        for person in dossier.persons:
            column.addWidget(self._person(person, today, inside))
        if dossier.part_time_children:
            column.addWidget(self._part_time(dossier, today, inside))
        column.addStretch(1)
        self.setWidget(inside)

    def _person(self, person: Person, today: date, parent: QWidget) -> QWidget:
        block = QWidget(parent)
        layout = QVBoxLayout(block)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_XS)
        head = QHBoxLayout()
        head.setSpacing(SPACE_S)
        head.addWidget(Heading(f"{person.first_name} {person.last_name}", block, size=1.1))
        head.addWidget(Pill(self._role(person), Tone.INFO if person.tenant else Tone.NEUTRAL, block))
        if not person.moves_along:
            head.addWidget(Pill(self.tr("verhuist niet mee"), Tone.WARN, block))
        head.addStretch(1)
        layout.addLayout(head)
        form = QFormLayout()
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(SPACE_L)
        form.setVerticalSpacing(SPACE_XS)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        number = NationalNumberField(block)
        number.set_number(person.national_number)
        number.asked.connect(self.number_shown)
        form.addRow(QuietLabel(self.tr("Rijksregisternummer"), block), number)
        for label, text in self._facts(person, today):
            if text:
                form.addRow(QuietLabel(label, block), _reading(text, block))
        layout.addLayout(form)
        return block

    def _role(self, person: Person) -> str:
        relation = words.words(words.RELATIONS, person.relation)
        return self.tr("huurder, {who}").format(who=relation) if person.tenant else relation

    def _facts(self, person: Person, today: date) -> list[tuple[str, str]]:
        return [
            (self.tr("Geboren"), self._born(person.birth_date, today)),
            (self.tr("Geslacht"), words.words(words.SEXES, person.sex)),
            (self.tr("Burgerlijke toestand"), words.words(words.TENANT_CATEGORIES, person.tenant_category)),
            (self.tr("Domicilie"), person.domicile.line if person.domicile else ""),
            (self.tr("Verblijft op"), person.residence.line if person.residence else ""),
            (self.tr("Post naar"), person.postal.line if person.postal else ""),
            (self.tr("Telefoon"), ", ".join(phone for phone in (person.phone1, person.phone2) if phone)),
            (self.tr("E-mail"), person.email or ""),
            (self.tr("Handicap"), f"{person.disability_percent} %" if person.disability_percent else ""),
            (self.tr("Arbeidsongeschikt"), self.tr("ja") if person.unfit_for_work else ""),
            (self.tr("Bewindvoerder"), person.administrator or ""),
            (self.tr("Nederlands"), words.words(words.LANGUAGE_LEVELS, person.language_level)),
            (self.tr("Bevestiging"), words.words(words.CONFIRMATIONS, person.confirmation)),
        ]

    def _born(self, birth: date | None, today: date) -> str:
        if birth is None:
            return self.tr("nog niet geboren of onbekend")
        return self.tr("{day}, {age} jaar").format(day=dutch_date(birth), age=age_on(birth, today))

    def _part_time(self, dossier: Dossier, today: date, parent: QWidget) -> QWidget:
        block = QWidget(parent)
        layout = QVBoxLayout(block)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_XS)
        layout.addWidget(Heading(self.tr("Kinderen die niet voltijds inwonen"), block, size=1.1))
        for child in dossier.part_time_children:
            told = (child.first_name, words.words(words.ARRANGEMENTS, child.arrangement))
            layout.addWidget(_reading(" · ".join([*told, self._born(child.birth_date, today)]), block))
        return block


def _reading(text: str, parent: QWidget) -> QLabel:
    label = QLabel(text, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
