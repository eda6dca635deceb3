"""How this workspace reaches the register: one way at a time."""

from PySide6.QtWidgets import QButtonGroup, QRadioButton, QVBoxLayout, QWidget

from cir_desktop.domain.identity import Role
from cir_desktop.domain.ways import Way
from cir_desktop.services import ways
from cir_desktop.services.office import Office
from cir_desktop.services.ways import WayNow
from ui.dialogs.work_dialog import WorkDialog
from ui.widgets.form import text_field
from ui.widgets.labels import QuietLabel
from ui.widgets.style import SPACE_S
from ui.workers.jobs import Jobs, Lane


class WayDialog(WorkDialog):
    """Asks the way, and our code in the register for the one through a housing company; gives the WayNow."""

    needs = Role.ADMINISTRATOR

    def __init__(self, office: Office, jobs: Jobs, now: WayNow, parent: QWidget) -> None:
        super().__init__(jobs, parent)
        self._office = office
        self.name(self.tr("Weg naar het CIR"), self.tr("&Bewaren"))
        self._ways = QButtonGroup(self)
        choices = QVBoxLayout()
        choices.setSpacing(SPACE_S)
        for place, (way, words, meaning) in enumerate(
            (
                (
                    Way.API,
                    self.tr("&Rechtstreeks"),
                    self.tr("Met een eigen machtiging: kandidaten ophalen en gevolgen versturen langs het netwerk."),
                ),
                (
                    Way.WORKBOOK,
                    self.tr("Via de &woonmaatschappij"),
                    self.tr(
                        "Zonder eigen machtiging, met een verwerkersovereenkomst: kandidaten komen in een werkboek, "
                        "gevolgen gaan terug in een werkboek."
                    ),
                ),
                (
                    Way.NONE,
                    self.tr("&Nog niet"),
                    self.tr("Alleen eigen woningen, reglementen en voorbereiding."),
                ),
            )
        ):
            choice = QRadioButton(words, self)
            choice.setAccessibleDescription(meaning)
            choice.setChecked(way is now.way)
            self._ways.addButton(choice, place)
            choices.addWidget(choice)
            choices.addWidget(QuietLabel(meaning, self))
        self._order = (Way.API, Way.WORKBOOK, Way.NONE)
        self.body.addWidget(QuietLabel(self.tr("Een werkmap heeft één weg tegelijk."), self))
        self.body.addLayout(choices)
        self._form = self.add_form()
        self._party = text_field(self._form, most=20)
        self._party.setText(now.party)
        self._form.add(
            "party",
            self.tr("Uw &code in het CIR"),
            self._party,
            self.tr("De partijCode van uw bestuur; een werkboek voor een andere verhuurder wordt geweigerd."),
        )
        self.body.addWidget(self._form)
        self.body.addStretch(1)
        self._ways.idToggled.connect(lambda _id, _on: self._show_code())
        self._show_code()
        self.setMinimumWidth(560)
        self.resize(600, 340)

    def do(self) -> None:
        """Take this way."""
        way, party = self._way, self._party.text()
        self.work(
            Lane.WRITE, lambda _task: ways.choose(self._office, way, party), self.finish, self.tr("Wordt bewaard…")
        )

    @property
    def _way(self) -> Way:
        return self._order[self._ways.checkedId()]

    def _show_code(self) -> None:
        self._form.setVisible(self._way is Way.WORKBOOK)
