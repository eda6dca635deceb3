"""A message that the register will not hear of: withdrawn with a motive."""

from PySide6.QtWidgets import QWidget

from cir_desktop.services import exchange
from cir_desktop.services.exchange import CommandLine
from cir_desktop.services.office import Office
from ui.dialogs.work_dialog import WorkDialog, motive_field
from ui.widgets.labels import Heading, QuietLabel
from ui.workers.jobs import Jobs, Lane


class DropMessageDialog(WorkDialog):
    """Asks why a message is withdrawn; gives the withdrawn command."""

    def __init__(self, office: Office, jobs: Jobs, line: CommandLine, parent: QWidget) -> None:
        super().__init__(jobs, parent)
        self._office = office
        self._command = line.command
        self.name(self.tr("Bericht intrekken"), self.tr("&Intrekken"))
        form = self.add_form()
        self._motive = motive_field(form)
        form.add(
            "motive",
            self.tr("&Motief"),
            self._motive,
            self.tr("Waarom het CIR dit bericht niet hoeft te krijgen; dat komt in het logboek."),
        )
        heading = Heading(f"{line.action_words}: {line.name} ({line.command.dossier})", self)
        heading.setWordWrap(True)
        self.body.addWidget(heading)
        self.body.addWidget(
            QuietLabel(
                self.tr(
                    "Dit bericht vertrekt dan niet meer, en latere berichten over dit dossier moeten er niet meer op "
                    "wachten. Wat u hier noteerde, blijft staan: kijk na of dat nog klopt met het CIR."
                ),
                self,
            )
        )
        self.body.addWidget(form)
        self.setMinimumWidth(520)
        form.focus_first()

    def do(self) -> None:
        """Withdraw it; without a motive it is refused."""
        motive = self._motive.toPlainText()
        self.work(
            Lane.WRITE,
            lambda _task: exchange.drop(self._office, self._command.id, motive),
            self.finish,
            self.tr("Wordt ingetrokken…"),
        )
