"""Migratie: an old list on its way to the register: open it, see all that is wrong, put it right."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QCheckBox, QFileDialog, QStackedWidget, QTabWidget, QWidget

from cir_desktop.domain.finding import Finding, Severity
from cir_desktop.domain.identity import Role
from cir_desktop.domain.migration_mapping import Proposal
from cir_desktop.errors import CirError
from cir_desktop.services import migration_checking, migration_fixing, migration_reporting
from cir_desktop.services.migration_checking import Checked
from cir_desktop.services.migration_findings import FindingGroup
from cir_desktop.services.migration_reporting import Plan, Reported
from cir_desktop.services.migration_upload import Uploaded
from cir_desktop.services.migration_work import OldFile
from cir_desktop.services.office import Office
from ui.dialogs.migration_confirm import ConfirmDialog
from ui.dialogs.migration_import import ImportDialog
from ui.dialogs.migration_report import ReportDialog
from ui.dialogs.migration_upload import UploadDialog
from ui.models.columns import Tone
from ui.pages.migration_findings import FindingsTab
from ui.pages.migration_fixes import FixesTab
from ui.pages.migration_grid import GridTab
from ui.pages.migration_hand import Found, ListInHand
from ui.pages.migration_pairs import PairsTab
from ui.pages.migration_uploads import UploadsTab
from ui.pages.migration_worklist import WorklistTab
from ui.widgets.empty_state import EmptyState
from ui.widgets.flow import Flow
from ui.widgets.job_progress import JobProgress
from ui.widgets.labels import button
from ui.widgets.notice import Notice
from ui.widgets.page import Page
from ui.widgets.words import number
from ui.workers.jobs import Handle, Jobs, Lane


class MigrationPage(Page):
    """One list at a time. What concerns the file and its columns is shown as soon as it is read, the cells follow."""

    needs = (Role.CLERK,)

    def __init__(self, office: Office, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(QCoreApplication.translate("MigrationPage", "Migratie"), parent)
        self._office = office
        self._jobs = jobs
        self._path: Path | None = None
        self._checked: Checked | None = None
        self._complete = False
        self._resumed = False
        self._open = button(self.tr("Lijst &openen…"), self.ask_list, self, main=True, needs=Role.CLERK)
        self._again = button(self.tr("Op&nieuw lezen"), self.read_again, self, needs=Role.CLERK)
        self._again.setToolTip(self.tr("Lees het bestand opnieuw, nadat u er iets in verbeterd hebt."))
        self._compare = QCheckBox(self.tr("Ver&gelijken met het register"), self)
        self._compare.setToolTip(self.tr("Zoek ook op wie al in het CIR staat, volgens de laatste ophaling."))
        self._report = button(self.tr("&Kopie met bevindingen…"), self.ask_report, self, needs=Role.CLERK)
        self._upload = button(self.tr("Op&laden…"), self.ask_upload, self, needs=Role.CLERK)
        template = button(self.tr("Leeg &sjabloon bewaren…"), self.ask_template, self, needs=Role.CLERK)
        self._progress = JobProgress(self.tr("Lijst controleren"), self)
        self._notice = Notice(self)
        self.hand = ListInHand(office, jobs, self)
        self.hand.began.connect(self._follow)
        self.hand.advanced.connect(self._progress.advance)
        self.hand.read.connect(self._show)
        self.hand.checked.connect(self._ended)
        self.hand.failed.connect(self._failed)
        self.hand.nothing.connect(self._progress.finish)
        self.hand.mapping_asked.connect(self._ask_mapping)
        self.findings = FindingsTab(office, self)
        self.findings.cell_asked.connect(self._go_to_cell)
        self.findings.proposals_asked.connect(self._take_proposals)
        self.findings.confirm_asked.connect(self._ask_confirm)
        self.fixes = FixesTab(office, jobs, self.hand, self)
        self.fixes.failed.connect(self.show_error)
        self.fixes.counted.connect(self._fixes_counted)
        self.worklist = WorklistTab(office, jobs, self.hand, self)
        self.worklist.failed.connect(self.show_error)
        self.grid = GridTab(office, jobs, self.hand, self)
        self.grid.failed.connect(self.show_error)
        self.pairs = PairsTab(office, jobs, self)
        self.pairs.failed.connect(self.show_error)
        self.pairs.list_asked.connect(self.open_list)
        self.pairs.counted.connect(self._pairs_counted)
        self.uploads = UploadsTab(office, jobs, self)
        self.uploads.failed.connect(self.show_error)
        self.uploads.counted.connect(self._uploads_counted)
        nothing = EmptyState(self)
        nothing.say(
            self.tr("Nog geen lijst geopend"),
            self.tr(
                "Open uw oude lijst, van welke indeling ook: alles wat er mis is, komt in één keer op het scherm. "
                "Hebt u nog geen lijst, bewaar dan eerst een leeg sjabloon."
            ),
        )
        self._stack = QStackedWidget(self)
        self._stack.addWidget(nothing)
        self._stack.addWidget(self.findings)
        self._tabs = QTabWidget(self)
        self._tabs.setDocumentMode(True)
        self._tabs.addTab(self._stack, self.tr("Bevindingen"))
        self._tabs.addTab(self.grid, self.tr("Rooster"))
        self._tabs.addTab(self.fixes, self.tr("Recepten"))
        self._tabs.addTab(self.pairs, self.tr("Dubbels"))
        self._tabs.addTab(self.uploads, self.tr("Opladingen"))
        self._tabs.addTab(self.worklist, self.tr("Werklijst"))
        self._compare.setMinimumHeight(self._open.sizeHint().height())
        row = Flow()
        for each in (self._open, self._again, self._report, self._upload, template, self._compare):
            row.addWidget(each)
        self.body.addLayout(row)
        self.body.addWidget(self._progress)
        self.body.addWidget(self._notice)
        self.body.addWidget(self._tabs, 1)
        self._show_steps()
        self.header.say(self.tr("Een oude lijst controleren en verbeteren voor ze naar het CIR gaat."))

    def refresh(self) -> None:
        """What was handed over; the first time also the list that was in hand before."""
        self.uploads.refresh()
        if not self._resumed:
            self._resumed = True
            self.hand.resume()
        self._show_steps()

    def focus_first(self) -> None:
        """The button that opens a list, or its findings."""
        if self._checked is None:
            self._open.setFocus()
        else:
            self.findings.focus_first()

    def ask_list(self) -> None:
        """Choose the workbook."""
        asked = QFileDialog(self, self.tr("Lijst kiezen"))
        asked.setFileMode(QFileDialog.FileMode.ExistingFile)
        asked.setNameFilter(self.tr("Werkboeken (*.xlsx *.xlsm *.xls *.xlsb *.ods *.csv *.txt)"))
        asked.fileSelected.connect(lambda name: self.open_list(Path(name)))
        asked.finished.connect(asked.deleteLater)
        asked.open()

    def open_list(self, path: Path) -> None:
        """Read a workbook and check it."""
        self._path = path
        self._checked = None
        self._complete = False
        self.banner.clear()
        self._notice.hide()
        self._resumed = True
        self.hand.against_register = self._compare.isChecked()
        self.hand.open(path)

    def read_again(self) -> None:
        """Read the same workbook once more."""
        if self._path is not None:
            self.open_list(self._path)

    def ask_report(self) -> None:
        """Look what a copy with the findings would lose, and offer it."""
        path, found = self._path, self._checked
        if path is None or found is None:
            return
        self._jobs.run(
            Lane.READ,
            lambda _task: migration_reporting.plan(self._office, path),
            owner=self,
            on_done=lambda plan: self._offer_report(path, found, plan),
            on_error=self.show_error,
        )

    def ask_upload(self) -> None:
        """Choose the round and hand the list over."""
        if self._checked is not None:
            dialog = UploadDialog(self._office, self._jobs, self, self._checked, self.uploads.rounds.done)
            dialog.done_with.connect(self._uploaded)
            dialog.open()

    def ask_template(self) -> None:
        """Choose where the empty template comes."""
        asked = QFileDialog(self, self.tr("Waar komt het lege sjabloon?"))
        asked.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        asked.setNameFilter(self.tr("Werkboek (*.xlsx)"))
        asked.setDefaultSuffix("xlsx")
        asked.selectFile(self.tr("sjabloon migratie.xlsx"))
        asked.fileSelected.connect(lambda name: self.write_template(Path(name)))
        asked.finished.connect(asked.deleteLater)
        asked.open()

    def write_template(self, path: Path) -> None:
        """Write the empty template."""
        said = self.tr("Het lege sjabloon staat in {name}.").format(name=path.name)
        self._jobs.run(
            Lane.READ,
            lambda _task: migration_checking.write_empty_template(self._office, path),
            owner=self,
            on_done=lambda _nothing: self._notice.say(said),
            on_error=self.show_error,
        )

    @property
    def outcome_sentence(self) -> str:
        """What the last step did; empty while nothing is said."""
        return self._notice.sentence

    def _follow(self, handle: Handle) -> None:
        self._progress.follow(handle)
        self._show_steps()

    def _ended(self, found: Found) -> None:
        self._progress.finish()
        self._complete = True
        self._show(found)
        self.pairs.show_list(found.checked.batch, against_register=self._compare.isChecked())
        self.fixes.refresh()
        self.worklist.list_changed()
        counts, look = found.checked.counts, found.standing.look
        if found.checked.blocks:
            said = self.tr("{n} bevindingen moeten eerst opgelost worden; zo kan deze lijst niet opgeladen worden.")
            if counts[Severity.MUST] == 1:
                said = self.tr("{n} bevinding moet eerst opgelost worden; zo kan deze lijst niet opgeladen worden.")
            self._notice.say(said.format(n=number(counts[Severity.MUST])), tone=Tone.BAD)
        elif look:
            said = self.tr("Niets houdt de lijst tegen. Kijk nog na: {n}.")
            self._notice.say(said.format(n=number(look)), tone=Tone.WARN)
        else:
            self._notice.say(self.tr("Niets houdt de lijst tegen."), tone=Tone.GOOD)

    def _show(self, found: Found) -> None:
        self._checked = found.checked
        self.findings.show_groups(found.groups)
        self.grid.show_sheets(found.sheets)
        self._tabs.setTabText(0, self.tr("Bevindingen ({n})").format(n=number(len(found.checked.findings))))
        self._stack.setCurrentIndex(1)
        self.header.say(self._about(found.checked))
        self._show_steps()

    def _take_proposals(self, group: FindingGroup) -> None:
        if self.hand.work is not None:
            self.hand.correct(migration_fixing.proposed_recipes(self.hand.work.batch, group.findings))

    def _ask_confirm(self, group: FindingGroup) -> None:
        if self.hand.work is not None and self._checked is not None:
            dialog = ConfirmDialog(self._office, self._jobs, self, self.hand.work, self._checked, group)
            dialog.done_with.connect(lambda _fix: self.hand.check_again())
            dialog.open()

    def _fixes_counted(self, count: int) -> None:
        place = self._tabs.indexOf(self.fixes)
        self._tabs.setTabText(place, self.tr("Recepten ({n})").format(n=number(count)))

    def _go_to_cell(self, finding: Finding) -> None:
        if self.grid.go_to(finding):
            self._tabs.setCurrentWidget(self.grid)
            self.grid.table.setFocus()

    def _about(self, checked: Checked) -> str:
        name = checked.batch.source.name if checked.batch else self._path.name if self._path else ""
        if checked.batch is None:
            return self.tr("{name}: dit bestand kan niet gebruikt worden.").format(name=name)
        parts = [
            f"{checked.batch.names.get(key, key)} {number(len(records))}"
            for key, records in checked.batch.sheets.items()
        ]
        return self.tr("{name}: rijen per blad: {parts}.").format(name=name, parts=", ".join(parts))

    def _ask_mapping(self, file: OldFile, proposal: Proposal) -> None:
        self._progress.finish()
        dialog = ImportDialog(self._office, self._jobs, self, file, proposal)
        dialog.done_with.connect(lambda mapping: self.hand.take_over(file, mapping))
        dialog.open()

    def _failed(self, error: CirError) -> None:
        self._progress.finish()
        self.show_error(error)
        self._show_steps()

    def _uploads_counted(self, count: int) -> None:
        place = self._tabs.indexOf(self.uploads)
        self._tabs.setTabText(place, self.tr("Opladingen ({n})").format(n=number(count)))

    def _pairs_counted(self, count: int) -> None:
        place = self._tabs.indexOf(self.pairs)
        self._tabs.setTabText(place, self.tr("Dubbels ({n})").format(n=number(count)))

    def _offer_report(self, path: Path, found: Checked, plan: Plan) -> None:
        dialog = ReportDialog(self._office, self._jobs, self, path, found, plan)
        dialog.done_with.connect(self._reported)
        dialog.open()

    def _reported(self, made: Reported) -> None:
        said = self.tr("De kopie met de bevindingen is bewaard als {name}.")
        self._notice.say(said.format(name=made.copy.path.name))
        self.changed.emit()

    def _uploaded(self, found: Uploaded) -> None:
        self._tabs.setCurrentWidget(self.uploads)
        self.uploads.show_answer(found)
        info = found.info
        if info.refused:
            said = self.tr("Opgeladen. Het register weigert {n} rijen; kijk hieronder waarom.")
            self._notice.say(said.format(n=number(info.refused)), tone=Tone.WARN)
        else:
            said = self.tr("Opgeladen. Het register aanvaardt alle {n} rijen.")
            self._notice.say(said.format(n=number(info.accepted)))
        self.changed.emit()

    def _show_steps(self) -> None:
        self._again.setEnabled(self._path is not None)
        found = self._checked
        ready = self._complete and found is not None and found.batch is not None and not found.blocks
        own_rows = self.hand.work is not None and not self.hand.work.taken.origins
        self._report.setEnabled(self._complete and self._path is not None and own_rows)
        self._upload.setEnabled(ready)
        self._upload.setToolTip("" if ready else self.tr("Kan zodra een lijst geopend is waarin niets meer moet."))
