"""Kandidaten: the list, and the dossier that is opened from it."""

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from cir_desktop.domain.identity import Role
from cir_desktop.domain.job import Progress
from cir_desktop.services import candidates
from cir_desktop.services.candidates import DossierView
from cir_desktop.services.office import Office
from cir_desktop.services.roles import LOOK
from ui.dialogs.binding_calculator import BindingCalculator
from ui.dialogs.opening_reason import OpeningReason
from ui.dialogs.waiting_list import WaitingListDialog
from ui.pages.candidates_export import CandidatesExport
from ui.pages.candidates_list import CandidatesList
from ui.pages.dossier import DossierPanel
from ui.pages.dossier_changes import DossierChanges
from ui.pages.dossier_homes import DossierHomes
from ui.pages.dossier_waiting import DossierWaiting
from ui.pages.record_menu import RecordMenu
from ui.widgets.job_progress import JobProgress
from ui.widgets.labels import button
from ui.widgets.notice import Notice
from ui.widgets.page import Page
from ui.workers.jobs import Handle, Jobs, Lane


class CandidatesPage(Page):
    """Enter or a double click opens a dossier, Escape goes back to the list."""

    needs = LOOK

    pull_asked = Signal()
    access_asked = Signal()
    extract_asked = Signal()
    allocation_asked = Signal(str)
    """The clerk wants to see the allocation of the vacant home with this code."""
    loaded = Signal(int)
    """The list was asked and is there: so many candidates."""

    def __init__(self, office: Office, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(QCoreApplication.translate("CandidatesPage", "Kandidaten"), parent)
        self._office = office
        self._jobs = jobs
        self._reason = ""
        self._open_number = ""
        self._shown: DossierView | None = None
        self.list = CandidatesList(office, jobs, self)
        self.dossier = DossierPanel(office.today, self)
        self.homes = DossierHomes(office, jobs, self)
        self.homes.allocation_asked.connect(self.allocation_asked)
        self.homes.failed.connect(self.show_error)
        self.waiting = DossierWaiting(office, jobs, self)
        self.waiting.failed.connect(self.show_error)
        self.changes = DossierChanges(office, jobs, self)
        self.changes.failed.connect(self.show_error)
        self.dossier.tabs.insertTab(1, self.changes, self.tr("Gewijzigd"))
        self.dossier.tabs.addTab(self.homes, self.tr("Onze woningen"))
        self.dossier.tabs.addTab(self.waiting, self.tr("Wachtlijst"))
        self._notice = Notice(self)
        self._record = RecordMenu(office, jobs, self, self.dossier, with_home=False)
        self._record.wrote.connect(self._wrote)
        self.dossier.put_beside_title(self._record)
        self.export = CandidatesExport(office, jobs, self)
        self.export.written.connect(self._notice.say)
        self.export.failed.connect(self.show_error)
        self._export_button = button(self.tr("Lijst &bewaren…"), self._ask_export, self, needs=Role.CLERK)
        self._export_button.setToolTip(self.tr("Wat u nu ziet, als werkboek en zonder rijksregisternummers."))
        self._export_button.setEnabled(False)
        self.header.put_beside(button(self.tr("&Wachtlijst…"), self._ask_waiting, self), self._export_button)
        self._progress = JobProgress(self.tr("Ophalen uit het CIR"), self)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.list)
        self._stack.addWidget(self.dossier)
        self.body.addWidget(self._notice)
        self.body.addWidget(self._progress)
        self.body.addWidget(self.export.progress)
        self.body.addWidget(self._stack, 1)
        self.list.opened.connect(self.open_dossier)
        self.list.failed.connect(self.show_error)
        self.list.pull_asked.connect(self.pull_asked)
        self.list.access_asked.connect(self.access_asked)
        self.list.extract_asked.connect(self.extract_asked)
        self.list.source_told.connect(self.header.say)
        self.list.loaded.connect(self._loaded)
        self.dossier.back_asked.connect(self.show_list)
        self.dossier.binding_asked.connect(self._binding)
        self.dossier.number_shown.connect(self._log_number_shown)

    def refresh(self) -> None:
        """The list again, and the dossier that is open."""
        self.list.reload()
        if self._stack.currentWidget() is self.dossier:
            self._view(self._open_number)

    def focus_first(self) -> None:
        """The search field, or the dossier that is open."""
        if self._stack.currentWidget() is self.dossier:
            self.dossier.focus_first()
        else:
            self.list.focus_first()

    def open_dossier(self, number: str) -> None:
        """Show a dossier; the first one of a session asks why."""
        self._open_number = number
        if self._reason:
            self._view(number)
            return
        dialog = OpeningReason(candidates.OPENING_REASONS, self)
        dialog.given.connect(self._reason_given)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def show_list(self) -> None:
        """Close the dossier."""
        self._notice.hide()
        self._stack.setCurrentWidget(self.list)
        self.header.show()
        self.list.table.setFocus()

    def pull_began(self, handle: Handle) -> None:
        """A pull runs, wherever it was asked for; it can be followed and stopped here too."""
        self._progress.follow(handle)

    def pull_advanced(self, progress: Progress) -> None:
        """How far the pull is."""
        self._progress.advance(progress)

    def pull_ended(self) -> None:
        """The pull is over, in whatever way."""
        self._progress.finish()

    def _ask_export(self) -> None:
        self.banner.clear()
        self.export.ask(self.list.wanted)

    def _ask_waiting(self) -> None:
        self.banner.clear()
        WaitingListDialog(self._office, self._jobs, self).open()

    def _reason_given(self, code: str) -> None:
        self._reason = code
        self._view(self._open_number)

    def _view(self, number: str) -> None:
        self.banner.clear()
        reason = self._reason
        self._jobs.run(
            Lane.WRITE,
            lambda _task: candidates.dossier_view(self._office, number, reason=reason),
            owner=self,
            on_done=self._show_dossier,
            on_error=self.show_error,
            supersedes="dossier",
        )

    def _show_dossier(self, view: DossierView) -> None:
        self._shown = view
        self.dossier.show_view(view)
        self.changes.show_dossier(view.row.dossier)
        self.homes.show_dossier(view.row.dossier)
        self.waiting.show_dossier(view.row.dossier)
        self._record.choose(None, view.row.dossier, view.row.name)
        self.header.hide()
        self._stack.setCurrentWidget(self.dossier)
        self.dossier.focus_first()

    def _wrote(self, said: str) -> None:
        self._notice.say(said)
        self.changed.emit()

    def _binding(self) -> None:
        """The binding calculator, for the municipalities that the candidate chose."""
        if self._shown is None:
            return
        dossier = self._shown.dossier
        chosen = dict.fromkeys(region.nis_code for region in dossier.regions)
        places = [(str(nis), candidates.place_name(nis)) for nis in chosen]
        dialog = BindingCalculator(self._office, self._jobs, self, str(dossier.number), places)
        dialog.done_with.connect(lambda _number: self._binding_saved())
        dialog.open()

    def _binding_saved(self) -> None:
        self._view(self._open_number)
        self.changed.emit()

    def _loaded(self, count: int) -> None:
        self._export_button.setEnabled(count > 0)
        self.list.reload_choices()
        self.loaded.emit(count)

    def _log_number_shown(self) -> None:
        number = self._open_number
        self._jobs.run(
            Lane.WRITE,
            lambda _task: candidates.log_number_shown(self._office, number),
            owner=self,
            on_done=lambda _none: None,
            on_error=self.show_error,
        )
