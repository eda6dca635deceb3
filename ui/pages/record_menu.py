"""The button “Noteren…”: what an office notes of a vacancy and of a candidate, each in its own dialog."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from cir_desktop.domain.identity import Role
from cir_desktop.services.office import Office
from ui.dialogs.appeals import AppealsDialog
from ui.dialogs.consequence import ConsequenceDialog
from ui.dialogs.edit_dossier import EditDossierDialog
from ui.dialogs.fact_note import FactNoteDialog
from ui.dialogs.nominations import NominationsDialog
from ui.dialogs.pillar import PillarDialog
from ui.dialogs.rankings import RankingsDialog
from ui.dialogs.work_dialog import WorkDialog
from ui.widgets.roles import StepButton
from ui.workers.jobs import Jobs


class RecordMenu(StepButton):
    """For the home and the candidate that are chosen now; each can be nobody."""

    wrote = Signal(str)
    """Something was noted; a sentence that says what."""

    def __init__(self, office: Office, jobs: Jobs, page: QWidget, parent: QWidget, *, with_home: bool) -> None:
        super().__init__("", parent, Role.CLERK)
        self.setText(self.tr("N&oteren…"))
        self._office = office
        self._jobs = jobs
        self._page = page
        self._home: str | None = None
        self._dossier: str | None = None
        self._name = ""
        menu = QMenu(self)
        self._pillar = self._add(menu, self.tr("&Pijler kiezen…"), self.choose_pillar)
        self._pillar.setVisible(with_home)
        self._facts = self._add(menu, self.tr("&Feiten noteren…"), self.note_fact)
        self._nominations = self._add(menu, self.tr("&Voordrachten…"), self.note_nomination)
        self._appeals = self._add(menu, self.tr("V&erhaal noteren…"), self.note_appeal)
        self._edit = self._add(menu, self.tr("Gegevens ver&beteren…"), self.edit_dossier)
        menu.addSeparator()
        self._rankings = self._add(menu, self.tr("&Rangschikking melden…"), self.report_rankings)
        self._rankings.setVisible(with_home)
        self._consequence = self._add(menu, self.tr("&Gevolg melden…"), self.report_consequence)
        self.setMenu(menu)
        self.choose(None, None, "")

    def choose(self, home: str | None, dossier: str | None, name: str) -> None:
        """Another vacant home, another candidate."""
        self._home, self._dossier, self._name = home, dossier, name
        self._pillar.setEnabled(home is not None)
        for action in (self._facts, self._nominations, self._appeals, self._edit, self._consequence):
            action.setEnabled(dossier is not None)
        self._rankings.setEnabled(home is not None)
        self.setEnabled(home is not None or dossier is not None)

    def choose_pillar(self) -> None:
        """Ask in which pillar the home is let."""
        if self._home is not None:
            said = self.tr("De woning wordt toegewezen in {what}; de lijst volgt die pijler.")
            self._open(PillarDialog(self._office, self._jobs, self._page, self._home), said)

    def note_fact(self) -> None:
        """Ask for a fact of the candidate."""
        if self._dossier is not None:
            dialog = FactNoteDialog(self._office, self._jobs, self._page, self._dossier, self._name, self._home)
            self._open(dialog, "{what}")

    def note_nomination(self) -> None:
        """Show the nominations of the candidate, and note one or what was decided on one."""
        if self._dossier is not None:
            dialog = NominationsDialog(self._office, self._jobs, self._page, self._dossier, self._name)
            self._open(dialog, self.tr("Voordracht {what}."))

    def note_appeal(self) -> None:
        """Show the appeals of the candidate, and note one or its outcome."""
        if self._dossier is not None:
            dialog = AppealsDialog(self._office, self._jobs, self._page, self._dossier, self._name, self._home)
            self._open(dialog, self.tr("Verhaal {what}."))

    def edit_dossier(self) -> None:
        """Correct what the register has of the candidate."""
        if self._dossier is not None:
            self._open(EditDossierDialog(self._office, self._jobs, self._page, self._dossier, self._name), "{what}")

    def report_rankings(self) -> None:
        """Show what is to be told to the ranking lists of the register for the home."""
        if self._home is not None:
            said = self.tr("Voor de rangschikking: {what} klaargezet; versturen gebeurt op de pagina Uitwisseling.")
            self._open(RankingsDialog(self._office, self._jobs, self._page, self._home), said)

    def report_consequence(self) -> None:
        """Ask for a consequence of the candidate that is not about an offer."""
        if self._dossier is not None:
            dialog = ConsequenceDialog(self._office, self._jobs, self._page, self._dossier, self._name)
            self._open(dialog, self.tr("Klaargezet voor het CIR: {what}. Versturen gebeurt op de pagina Uitwisseling."))

    def _add(self, menu: QMenu, words: str, do: Callable[[], None]) -> QAction:
        action = QAction(words, menu)
        action.triggered.connect(lambda _checked: do())
        menu.addAction(action)
        return action

    def _open(self, dialog: WorkDialog, said: str) -> None:
        dialog.done_with.connect(lambda what: self.wrote.emit(said.format(what=what)))
        dialog.open()
