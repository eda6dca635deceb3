"""Signing in as a person, in the browser; the dialog waits and closes when that is done."""

from collections.abc import Callable

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cir_desktop.domain.job import Progress
from cir_desktop.services import signing_in
from cir_desktop.services.office import Office
from cir_desktop.services.signing_in import Who
from ui.dialogs.work_dialog import WorkDialog, reading_label
from ui.widgets.form import text_field
from ui.widgets.labels import button
from ui.widgets.style import SPACE_S
from ui.workers.jobs import Jobs, Lane, Task

Browse = Callable[[str], bool]


class SignInDialog(WorkDialog):
    """Gives who signed in. Can be left at any moment; whoever was signed in before then stays so."""

    needs = None

    def __init__(
        self, office: Office, jobs: Jobs, parent: QWidget, *, browse: Browse = signing_in.open_browser
    ) -> None:
        super().__init__(jobs, parent)
        self.name(self.tr("Aanmelden"), self.tr("&Aanmelden in de browser"))
        self._office = office
        self._browse = browse
        self._addresses: list[str] = []
        self.body.addWidget(
            reading_label(
                self.tr(
                    "U meldt zich aan in uw browser, zoals bij andere toepassingen van de overheid. Daarna gaat u hier"
                    " verder: wat u doet, staat dan op uw naam, met de rollen die uw bestuur u gaf."
                ),
                self,
            )
        )
        self._by_hand = QWidget(self)
        column = QVBoxLayout(self._by_hand)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        column.addWidget(
            reading_label(
                self.tr("Opent de browser niet? Kopieer dit adres en open het in een browser op deze computer."), self
            )
        )
        self._address = text_field(self, most=4_000)
        self._address.setReadOnly(True)
        self._address.setAccessibleName(self.tr("Adres voor de browser"))
        row = QHBoxLayout()
        row.setSpacing(SPACE_S)
        row.addWidget(self._address, 1)
        row.addWidget(button(self.tr("&Kopiëren"), self._copy, self))
        column.addLayout(row)
        self.body.addWidget(self._by_hand)
        self._by_hand.hide()
        self.setMinimumWidth(560)
        self.main_button.setFocus()

    def do(self) -> None:
        """Open the browser and wait for its answer."""
        self._addresses.clear()
        self._by_hand.hide()
        self.work(
            Lane.SIGN_IN,
            self._sign_in,
            self.finish,
            self.tr("Wacht tot u zich in de browser hebt aangemeld…"),
            may_leave=True,
            on_progress=self._began,
        )

    def _sign_in(self, task: Task) -> Who:
        """Runs on the lane's thread."""
        with signing_in.begin(self._office) as started:
            self._addresses.append(started.url)
            task.report(Progress("browser", 0, None))
            task.cancel.check()
            self._browse(started.url)
            return signing_in.finish(self._office, started, cancel=task.cancel)

    def _began(self, _progress: Progress) -> None:
        self._address.setText(self._addresses[-1])
        self._address.setCursorPosition(0)
        self._by_hand.show()
        self.fit()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._address.text())
