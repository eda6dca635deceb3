"""A sanction is let go by somebody else than who made it."""

from PySide6.QtWidgets import QWidget

from cir_desktop.services import exchange
from cir_desktop.services.exchange import CommandLine
from cir_desktop.services.office import Office
from ui.dialogs.work_dialog import WorkDialog
from ui.widgets.form import text_field
from ui.widgets.labels import Heading, QuietLabel
from ui.workers.jobs import Jobs, Lane


class SecondPersonDialog(WorkDialog):
    """Asks who releases a message that is held; gives the released command."""

    def __init__(self, office: Office, jobs: Jobs, line: CommandLine, parent: QWidget) -> None:
        super().__init__(jobs, parent)
        self._office = office
        self._command = line.command
        self.name(self.tr("Vrijgeven door een tweede persoon"), self.tr("&Vrijgeven"))
        self._person = text_field(self, most=80)
        form = self.add_form()
        form.add(
            "person",
            self.tr("&Tweede persoon"),
            self._person,
            self.tr("De naam van wie het dossier nakeek en dit bericht vrijgeeft; die komt in het logboek."),
        )
        self.body.addWidget(Heading(f"{line.action_words}: {line.name} ({line.command.dossier})", self))
        self.body.addWidget(
            QuietLabel(
                self.tr(
                    "Ingevoerd door {author}. Dit bericht kan een gezin zijn plaats of zijn huurpremie kosten; daarom "
                    "geeft een andere persoon het vrij. Daarna gaat het mee bij de volgende verzending."
                ).format(author=line.command.author),
                self,
            )
        )
        self.body.addWidget(form)
        self.setMinimumWidth(520)
        form.focus_first()

    def do(self) -> None:
        """Release it; the author is refused."""
        person = self._person.text()
        self.work(
            Lane.WRITE,
            lambda _task: exchange.release(self._office, self._command.id, person),
            self.finish,
            self.tr("Wordt vrijgegeven…"),
        )
