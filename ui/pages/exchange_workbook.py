"""Via de woonmaatschappij: candidates in, messages out and answers back, each in a workbook."""

from collections.abc import Callable
from pathlib import Path

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from cir_desktop.domain.identity import Role
from cir_desktop.domain.ways import Way
from cir_desktop.errors import CirError
from cir_desktop.services import exchange_files, extracts, ways
from cir_desktop.services.exchange_files import AnswersPreview, FileLine, Given, Outgoing
from cir_desktop.services.extracts import ExtractPreview, ExtractTaken
from cir_desktop.services.office import Office
from cir_desktop.services.ways import WayNow
from ui.dialogs.exchange_answers import AnswersDialog
from ui.dialogs.extract_import import ExtractDialog
from ui.dialogs.way import WayDialog
from ui.models.columns import Column, Tone
from ui.pages.exchange_tables import ListOrNothing
from ui.widgets.job_progress import JobProgress
from ui.widgets.labels import QuietLabel, button
from ui.widgets.remembered import window_settings
from ui.widgets.style import SPACE_S
from ui.widgets.words import moment, number
from ui.workers.jobs import Jobs, Lane, Task


class CompanyState(msgspec.Struct, frozen=True):
    """What the panel shows, from one question."""

    way: WayNow
    outgoing: Outgoing
    files: list[FileLine]


class CompanyPanel(QWidget):
    """The steps of the way through a housing company; hidden in a workspace that goes another way.

    `files` is the table of the files that were given, for the page to put where it wants.
    """

    said = Signal(str, object)
    """What a step did, and its Tone."""
    failed = Signal(object)
    """The CirError that came instead."""
    wrote = Signal()
    """Something of the office changed."""

    def __init__(self, office: Office, jobs: Jobs, parent: QWidget) -> None:
        super().__init__(parent)
        self._office = office
        self._jobs = jobs
        self._settings = window_settings(office.workspace)
        self._progress = JobProgress(self.tr("Werkboek lezen"), self)
        self._take = button(self.tr("&Uittreksel inlezen…"), self.ask_extract, self, main=True, needs=Role.CLERK)
        self._give = button("", self.ask_messages, self, needs=Role.CLERK)
        self._answers = button(self.tr("&Antwoorden inlezen…"), self.ask_answers, self, needs=Role.CLERK)
        template = button(self.tr("S&jabloon bewaren…"), self.ask_template, self)
        template.setToolTip(self.tr("Het lege werkboek, voor de woonmaatschappij die het invult."))
        self._left = QuietLabel("", self)
        row = QHBoxLayout()
        row.setSpacing(SPACE_S)
        for each in (self._take, self._give, self._answers):
            row.addWidget(each)
        row.addStretch(1)
        row.addWidget(template)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_S)
        layout.addLayout(row)
        layout.addWidget(self._left)
        layout.addWidget(self._progress)
        self.files = _Files(self)
        self.files.again_asked.connect(self.ask_again)
        self.setFocusProxy(self._take)
        self.hide()

    @staticmethod
    def read(office: Office) -> CompanyState:
        """What there is to show; for a reading lane."""
        return CompanyState(ways.now(office), exchange_files.outgoing(office), exchange_files.files(office))

    def show_state(self, state: CompanyState) -> None:
        """Show how it stands."""
        self.setVisible(state.way.way is Way.WORKBOOK)
        out = state.outgoing
        self._give.setText(
            self.tr("&Berichten meegeven ({n})…").format(n=number(out.ready))
            if out.ready
            else self.tr("&Berichten meegeven…")
        )
        self._give.setEnabled(out.ready > 0)
        self._answers.setEnabled(out.given > 0 or any(line.unanswered for line in state.files))
        self._left.setText(" ".join(self._sentences(out)))
        self._left.setVisible(bool(self._left.text()))
        self.files.show_files(state.files)

    def ask_way(self) -> None:
        """Choose the way of this workspace."""
        dialog = WayDialog(self._office, self._jobs, ways.now(self._office), self.window())
        dialog.done_with.connect(self._way_chosen)
        dialog.open()

    def ask_extract(self) -> None:
        """Choose the workbook with candidates."""
        self._ask_file(self.tr("Werkboek met kandidaten kiezen"), self.read_extract)

    def read_extract(self, path: Path) -> None:
        """Look at a workbook with candidates, and show what it would do."""
        self._look(
            lambda task: extracts.look(self._office, path, report=task.report, cancel=task.cancel), self._preview
        )

    def ask_messages(self) -> None:
        """Choose where the workbook with messages comes."""
        self._ask_place(self.tr("Waar komt het werkboek met berichten?"), self.tr("berichten.xlsx"), self.give)

    def give(self, path: Path) -> None:
        """Give the messages that are due."""
        self._write(lambda: exchange_files.give(self._office, path))

    def ask_again(self, file: str) -> None:
        """Choose where the copy of a file that was given comes."""
        self._ask_place(
            self.tr("Waar komt de kopie?"),
            self.tr("berichten-kopie.xlsx"),
            lambda path: self.give_again(file, path),
        )

    def give_again(self, file: str, path: Path) -> None:
        """Give the messages of a file that wait for an answer once more, as copies."""
        self._write(lambda: exchange_files.give_again(self._office, file, path))

    def ask_answers(self) -> None:
        """Choose the workbook that came back."""
        self._ask_file(self.tr("Werkboek met antwoorden kiezen"), self.read_answers)

    def read_answers(self, path: Path) -> None:
        """Look at answers, and show what they would do."""
        self._look(lambda _task: exchange_files.look(self._office, path), self._preview_answers)

    def ask_template(self) -> None:
        """Choose where the empty workbook comes."""
        self._ask_place(
            self.tr("Waar komt het sjabloon?"), self.tr("sjabloon-kandidaten.xlsx"), self.write_template, over=True
        )

    def write_template(self, path: Path) -> None:
        """Write the empty workbook."""
        self._jobs.run(
            Lane.READ,
            lambda _task: extracts.write_template(self._office, path),
            owner=self,
            on_done=lambda _none: self.said.emit(
                self.tr("Sjabloon bewaard in {name}.").format(name=path.name), Tone.GOOD
            ),
            on_error=self.failed.emit,
        )

    def _sentences(self, out: Outgoing) -> list[str]:
        told = [
            (out.given, self.tr("{n} meegegeven en nog zonder antwoord.")),
            (out.held, self.tr("{n} wacht op een tweede persoon en gaat niet mee.")),
            (out.waiting, self.tr("{n} wacht op het antwoord op een vorig bericht over hetzelfde dossier.")),
            (out.unfit, self.tr("{n} past niet in het werkboek: bezorg dat op een andere manier.")),
        ]
        return [words.format(n=number(count)) for count, words in told if count]

    def _look(self, call: Callable[[Task], object], then: Callable[..., None]) -> None:
        def done(found: object) -> None:
            self._progress.finish()
            then(found)

        def failed(error: CirError) -> None:
            self._progress.finish()
            self.failed.emit(error)

        handle = self._jobs.run(
            Lane.READ,
            call,
            owner=self,
            on_done=done,
            on_error=failed,
            on_progress=self._progress.advance,
            supersedes="exchange-workbook",
        )
        self._progress.follow(handle)

    def _write(self, step: Callable[[], Given]) -> None:
        def done(given: Given) -> None:
            self.said.emit(given.sentence, Tone.GOOD)
            self.wrote.emit()

        self._jobs.run(Lane.WRITE, lambda _task: step(), owner=self, on_done=done, on_error=self.failed.emit)

    def _preview(self, preview: ExtractPreview) -> None:
        dialog = ExtractDialog(self._office, self._jobs, preview, self._settings, self.window())
        dialog.done_with.connect(self._taken)
        dialog.open()

    def _taken(self, taken: ExtractTaken) -> None:
        self.said.emit(taken.sentence, Tone.GOOD if taken.complete else Tone.WARN)
        self.wrote.emit()

    def _preview_answers(self, preview: AnswersPreview) -> None:
        dialog = AnswersDialog(self._office, self._jobs, preview, self._settings, self.window())
        dialog.done_with.connect(self._answers_taken)
        dialog.open()

    def _answers_taken(self, done: AnswersPreview) -> None:
        odd = done.refused or done.conflict or done.left_out
        words = self.tr("{said} Lees een nieuw uittreksel in: de dossiers wijzigden in het CIR.")
        self.said.emit(words.format(said=done.sentence), Tone.WARN if odd else Tone.GOOD)
        self.wrote.emit()

    def _way_chosen(self, now: WayNow) -> None:
        self.said.emit(self.tr("Deze werkmap werkt {way}.").format(way=now.words), Tone.GOOD)
        self.wrote.emit()

    def _ask_file(self, title: str, chosen: Callable[[Path], None]) -> None:
        asked = QFileDialog(self.window(), title)
        asked.setNameFilter(self.tr("Werkboeken (*.xlsx *.xlsm *.ods *.xls)"))
        asked.setFileMode(QFileDialog.FileMode.ExistingFile)
        asked.fileSelected.connect(lambda name: chosen(Path(name)))
        asked.finished.connect(asked.deleteLater)
        asked.open()

    def _ask_place(self, title: str, name: str, chosen: Callable[[Path], None], *, over: bool = False) -> None:
        asked = QFileDialog(self.window(), title)
        asked.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        asked.setNameFilter(self.tr("Werkboek (*.xlsx)"))
        asked.setDefaultSuffix("xlsx")
        # A file with messages is never written over another one: the service says so, after the choice.
        asked.setOption(QFileDialog.Option.DontConfirmOverwrite, not over)
        asked.selectFile(name)
        asked.fileSelected.connect(lambda place: chosen(Path(place)))
        asked.finished.connect(asked.deleteLater)
        asked.open()


class _Files(QWidget):
    """The files that were given, with the way to give one again."""

    again_asked = Signal(str)
    """The number of the file."""

    def __init__(self, panel: CompanyPanel) -> None:
        super().__init__(panel.window())
        self.list: ListOrNothing[FileLine] = ListOrNothing(
            self.tr("Meegegeven bestanden"),
            "exchange-files",
            [
                Column(key="id", title=self.tr("Bestand"), text=lambda line: line.file.id, width=12),
                Column(
                    key="kind",
                    title=self.tr("Soort"),
                    text=lambda line: self.tr("kopie") if line.file.copies else self.tr("berichten"),
                    width=14,
                ),
                Column(key="at", title=self.tr("Meegegeven op"), text=lambda line: moment(line.file.made_at), width=20),
                Column(key="by", title=self.tr("Door"), text=lambda line: line.file.actor, width=24),
                Column(
                    key="count",
                    title=self.tr("Berichten"),
                    text=lambda line: number(len(line.file.commands)),
                    right=True,
                    width=12,
                ),
                Column(
                    key="open",
                    title=self.tr("Zonder antwoord"),
                    text=lambda line: number(line.unanswered),
                    right=True,
                    width=18,
                ),
            ],
            lambda line: line.file.id,
            (
                self.tr("Nog geen bestand meegegeven"),
                self.tr("Wat u aan de woonmaatschappij meegeeft, komt hier te staan tot ze antwoordt."),
            ),
            window_settings(panel._office.workspace),
            self,
        )
        self._again = button(self.tr("&Opnieuw meegeven als kopie…"), self._ask, self, needs=Role.CLERK)
        row = QHBoxLayout()
        row.addWidget(self._again)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_S)
        layout.addWidget(self.list, 1)
        layout.addLayout(row)
        self.list.table.chosen.connect(lambda _id: self._show_step())
        self._show_step()

    def show_files(self, files: list[FileLine]) -> None:
        """Show these files."""
        self.list.show_records(files)
        self._show_step()

    def _show_step(self) -> None:
        chosen = self.list.chosen
        self._again.setEnabled(chosen is not None and chosen.unanswered > 0)

    def _ask(self) -> None:
        chosen = self.list.chosen
        if chosen is not None:
            self.again_asked.emit(chosen.file.id)
