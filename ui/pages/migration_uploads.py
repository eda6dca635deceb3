"""A tab of Migratie: what was handed over in which round, and the register's answer beside our findings."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from cir_desktop.domain.identity import Role
from cir_desktop.domain.migration_upload import AGREEMENT_WORDS, ROUND_WORDS, Agreement
from cir_desktop.errors import CirError
from cir_desktop.services import migration_rounds, migration_upload
from cir_desktop.services.migration_upload import RowBeside, Uploaded, UploadInfo, reason_words
from cir_desktop.services.office import Office
from ui.dialogs.migration_compare import CompareDialog
from ui.models.columns import Column, Tone
from ui.pages.exchange_tables import ListOrNothing
from ui.pages.migration_rounds import RoundsRow
from ui.widgets.labels import Heading, button
from ui.widgets.remembered import window_settings
from ui.widgets.roles import if_allowed
from ui.widgets.style import SPACE_S
from ui.widgets.words import moment, number
from ui.workers.jobs import Jobs, Lane

_TONES = {Agreement.BOTH: Tone.WARN, Agreement.REGISTER: Tone.BAD, Agreement.OURS: Tone.INFO}


class UploadsTab(QWidget):
    """Rounds above, uploads under them, and the rows of the chosen one of which the register or we say something."""

    counted = Signal(int)
    failed = Signal(object)
    """The CirError of a question."""

    def __init__(self, office: Office, jobs: Jobs, parent: QWidget) -> None:
        super().__init__(parent)
        self._office = office
        self._jobs = jobs
        self._wanted: int | None = None
        settings = window_settings(office.workspace)
        self.rounds = RoundsRow(self)
        self.list: ListOrNothing[UploadInfo] = ListOrNothing(
            self.tr("Opladingen"),
            "migration-uploads",
            self._upload_columns(),
            lambda info: info.number,
            (
                self.tr("Nog niets opgeladen"),
                self.tr("Houdt niets uw lijst nog tegen, kies dan Opladen. Het antwoord per rij komt hier te staan."),
            ),
            settings,
            self,
        )
        self._title = Heading("", self, size=1.0)
        self.rows: ListOrNothing[RowBeside] = ListOrNothing(
            self.tr("Rijen van het antwoord"),
            "migration-answer",
            self._row_columns(),
            lambda row: (row.sheet, row.row),
            (
                self.tr("Alles aanvaard"),
                self.tr("Het register weigert geen enkele rij, en wij hebben niets op te merken."),
            ),
            settings,
            self,
        )
        self.rows.table.stretch("reasons")
        self._below = QWidget(self)
        lower = QVBoxLayout(self._below)
        lower.setContentsMargins(0, SPACE_S, 0, 0)
        lower.setSpacing(SPACE_S)
        lower.addWidget(self._title)
        lower.addWidget(self.rows, 1)
        split = QSplitter(Qt.Orientation.Vertical, self)
        split.setChildrenCollapsible(False)
        split.addWidget(self.list)
        split.addWidget(self._below)
        split.setStretchFactor(1, 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, SPACE_S, 0, 0)
        layout.setSpacing(SPACE_S)
        self._compare = button(self.tr("Lijsten &vergelijken…"), self.ask_compare, self, needs=Role.CLERK)
        self._compare.setToolTip(self.tr("Wat wijzigde tussen twee rondes, of sinds een ronde."))
        self._compare.setEnabled(False)
        steps = QHBoxLayout()
        steps.addWidget(self._compare)
        steps.addStretch(1)
        layout.addWidget(self.rounds)
        layout.addLayout(steps)
        layout.addWidget(split, 1)
        self._below.hide()
        self.rounds.chosen.connect(self.show_upload)
        self.list.table.chosen.connect(self._ask)

    def refresh(self) -> None:
        """Ask again what was handed over."""
        self._jobs.run(
            Lane.READ,
            lambda _task: if_allowed(lambda: migration_upload.uploads(self._office)),
            owner=self,
            on_done=self._show,
            on_error=self.failed.emit,
            supersedes="uploads",
        )

    def ask_compare(self) -> None:
        """Choose two lists and compare them."""
        self._jobs.run(
            Lane.READ,
            lambda _task: migration_rounds.lists(self._office),
            owner=self,
            on_done=lambda lists: CompareDialog(self._office, self._jobs, self, lists).open(),
            on_error=self.failed.emit,
        )

    def show_upload(self, wanted: int) -> None:
        """Choose an upload."""
        self.list.table.choose(wanted)

    def show_answer(self, found: Uploaded) -> None:
        """A new upload has its answer: choose it as soon as it is in the list."""
        self._show_rows(found)
        self._wanted = found.info.number
        self.refresh()

    def _show(self, found: list[UploadInfo]) -> None:
        self.list.show_records(found)
        self.rounds.show_uploads(found)
        self._compare.setEnabled(bool(found))
        self.counted.emit(len(found))
        wanted, self._wanted = self._wanted, None
        if wanted is None and found and self.list.chosen is None:
            wanted = found[0].number
        if wanted is not None:
            self.show_upload(wanted)

    def _ask(self, wanted: object) -> None:
        self._below.setVisible(isinstance(wanted, int))
        if isinstance(wanted, int):
            self._jobs.run(
                Lane.READ,
                lambda _task: migration_upload.uploaded(self._office, wanted),
                owner=self,
                on_done=self._show_rows,
                on_error=self._not_found,
                supersedes="answer",
            )

    def _not_found(self, error: CirError) -> None:
        self._below.hide()
        self.failed.emit(error)

    def _show_rows(self, found: Uploaded) -> None:
        info = found.info
        self._title.setText(
            self.tr("{round}: {accepted} rijen aanvaard, {refused} geweigerd. Ontvangstbewijs {receipt}").format(
                round=ROUND_WORDS[info.round],
                accepted=number(info.accepted),
                refused=number(info.refused),
                receipt=info.receipt,
            )
        )
        self.rows.show_records(found.rows)
        self._below.show()

    def _upload_columns(self) -> list[Column[UploadInfo]]:
        return [
            Column(key="round", title=self.tr("Ronde"), text=lambda info: ROUND_WORDS[info.round], width=14),
            Column(key="at", title=self.tr("Opgeladen"), text=lambda info: moment(info.at), width=18),
            Column(
                key="file",
                title=self.tr("Bestand"),
                text=lambda info: info.file,
                tooltip=lambda info: info.file,
                width=34,
            ),
            Column(
                key="accepted",
                title=self.tr("Aanvaard"),
                text=lambda info: number(info.accepted),
                right=True,
                width=10,
            ),
            Column(
                key="refused",
                title=self.tr("Geweigerd"),
                text=lambda info: number(info.refused),
                right=True,
                width=10,
            ),
            Column(key="receipt", title=self.tr("Ontvangstbewijs"), text=lambda info: info.receipt, width=20),
            Column(key="actor", title=self.tr("Wie"), text=lambda info: info.actor, width=16),
        ]

    def _row_columns(self) -> list[Column[RowBeside]]:
        return [
            Column(key="sheet", title=self.tr("Blad"), text=lambda row: row.sheet, width=14),
            Column(key="row", title=self.tr("Rij"), text=lambda row: str(row.row), right=True, width=7),
            Column(
                key="who",
                title=self.tr("Wie"),
                text=lambda row: AGREEMENT_WORDS[row.agreement],
                tone=lambda row: _TONES[row.agreement],
                width=22,
            ),
            Column(
                key="reasons",
                title=self.tr("Wat het register zegt"),
                text=lambda row: reason_words(row.reasons),
                tooltip=lambda row: reason_words(row.reasons),
                width=60,
            ),
            Column(key="ours", title=self.tr("Wat wij vonden"), text=_ours, tooltip=_ours, width=40),
        ]


def _ours(row: RowBeside) -> str:
    return "; ".join(f"{finding.code} {finding.title}".strip() for finding in row.findings)
