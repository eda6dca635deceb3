"""Which register this workspace works with, and the file with the access to it."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from cir_desktop.services.office import Office
from ui.dialogs.work_dialog import WorkDialog
from ui.widgets.form import text_field
from ui.widgets.labels import QuietLabel, button
from ui.widgets.style import SPACE_S
from ui.workers.jobs import Jobs, Lane


class RegisterAccessDialog(WorkDialog):
    """Asks address and file, and keeps them in the store; gives the address."""

    def __init__(self, office: Office, jobs: Jobs, address: str, parent: QWidget) -> None:
        super().__init__(jobs, parent)
        self._office = office
        self.name(self.tr("Toegang tot het register"), self.tr("&Bewaren"))
        self._address = text_field(self, hint="https://", most=300)
        self._address.setText(address)
        self._file = text_field(self, most=1_000)
        self._file.setAccessibleName(self.tr("Bestand met de toegang"))
        chosen = QWidget(self)
        row = QHBoxLayout(chosen)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_S)
        row.addWidget(self._file, 1)
        row.addWidget(button(self.tr("B&laderen…"), self._browse, self))
        chosen.setFocusProxy(self._file)
        self._form = self.add_form()
        self._form.add("address", self.tr("&Adres van het register"), self._address)
        self._form.add(
            "file",
            self.tr("Bestand met de &toegang"),
            chosen,
            self.tr("Het bestand client.json dat u bij de machtiging kreeg."),
        )
        self.body.addWidget(QuietLabel(self.tr("De toegang wordt versleuteld bewaard in deze werkmap."), self))
        self.body.addWidget(self._form)
        self.setMinimumWidth(580)
        self._form.focus_first()

    def do(self) -> None:
        """Keep the access."""
        address, file = self._address.text().strip(), self._file.text().strip()
        self._form.clear_problems()
        if not address.startswith(("https://", "http://")):
            self._form.show_problem("address", self.tr("Een adres begint met https://"))
        elif not file:
            self._form.show_problem("file", self.tr("Kies het bestand met de toegang."))
        else:
            self.work(
                Lane.WRITE,
                lambda _task: self._office.connect(address, Path(file)),
                lambda _none: self.finish(address),
                self.tr("Wordt bewaard…"),
            )

    def _browse(self) -> None:
        chooser = QFileDialog(self, self.tr("Bestand met de toegang"))
        chooser.setFileMode(QFileDialog.FileMode.ExistingFile)
        chooser.setNameFilter(self.tr("Toegang (*.json)"))
        chooser.fileSelected.connect(self._file.setText)
        chooser.finished.connect(chooser.deleteLater)
        chooser.open()
