"""From which day a home is to let."""

from functools import partial

from PySide6.QtWidgets import QWidget

from cir_desktop.domain.home import Home
from cir_desktop.services import homes
from cir_desktop.services.office import Office
from ui.dialogs.work_dialog import WorkDialog, reading_label
from ui.widgets.day_field import DayField
from ui.workers.jobs import Jobs, Lane


class VacancyDialog(WorkDialog):
    """Asks the day and opens the vacancy; gives the vacancy."""

    def __init__(self, office: Office, jobs: Jobs, parent: QWidget, home: Home) -> None:
        super().__init__(jobs, parent)
        self.name(self.tr("Woning komt vrij"), self.tr("Vrij zetten"))
        self._office = office
        self._home = home
        self.body.addWidget(reading_label(f"{home.code} · {home.address}", self))
        form = self.add_form()
        self._free_from = DayField(office.today, form)
        form.add(
            "free_from",
            self.tr("&Vrij vanaf"),
            self._free_from,
            self.tr("De woning verschijnt dan bij Toewijzingen; er gaat nog niets naar het CIR."),
        )
        self.body.addWidget(form)
        self.body.addStretch(1)
        self.setMinimumWidth(440)
        form.focus_first()

    def do(self) -> None:
        """Open the vacancy."""
        step = partial(homes.open_vacancy, self._office, self._home.code, self._free_from.day)
        self.work(Lane.WRITE, lambda _task: step(), self.finish, self.tr("Bewaren…"))
