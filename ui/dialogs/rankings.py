"""What will be told to the ranking lists of the CIR, and why, before it is put in the outbox."""

from functools import partial

from PySide6.QtWidgets import QWidget

from cir_desktop.domain import dossier_words as words
from cir_desktop.services import reporting
from cir_desktop.services.office import Office
from cir_desktop.services.reporting import ReportLine, ReportPreview
from ui.dialogs.work_dialog import WorkDialog, reading_label
from ui.models.columns import Column
from ui.models.list_table import ListTableModel
from ui.widgets.remembered import window_settings
from ui.widgets.table_view import TableView
from ui.workers.jobs import Jobs, Lane


class RankingsDialog(WorkDialog):
    """Everybody of whom something is to be told, with the count in the button; gives words of how many were put."""

    def __init__(self, office: Office, jobs: Jobs, parent: QWidget, home: str) -> None:
        super().__init__(jobs, parent)
        self._office = office
        self._home = home
        self.name(self.tr("Rangschikking melden"), self.tr("Klaarzetten"))
        self._said = reading_label("", self)
        columns: list[Column[ReportLine]] = [
            Column(key="place", title=self.tr("Plaats"), text=lambda line: str(line.position), right=True, width=7),
            Column(key="name", title=self.tr("Naam"), text=lambda line: line.name, width=20),
            Column(key="binding", title=self.tr("Woonbinding"), text=_binding, tooltip=_why, width=14),
            Column(key="told", title=self.tr("Melding"), text=_told, tooltip=_told, width=54),
            Column(key="why", title=self.tr("Waarom"), text=lambda line: line.why, tooltip=_why, width=44),
            Column(
                key="known",
                title=self.tr("Nu in het CIR"),
                text=lambda line: line.known or self.tr("niets"),
                tooltip=lambda line: line.known,
                width=18,
            ),
        ]
        self._model: ListTableModel[ReportLine] = ListTableModel(columns, key=lambda line: line.dossier, parent=self)
        table = TableView(
            self.tr("Meldingen voor de rangschikking"), "rankings", self._model, window_settings(office.workspace), self
        )
        self.body.addWidget(self._said)
        self.body.addWidget(table, 1)
        self.resize(1180, 480)
        self.set_ready(False)
        look = partial(reporting.preview, office, home)
        self.work(Lane.READ, lambda _task: look(), self._looked, self.tr("De lijst wordt vergeleken…"), may_leave=True)

    def do(self) -> None:
        """Put the messages of everybody in the table in the outbox."""
        only = frozenset(line.dossier for line in self._lines)
        put = partial(reporting.report, self._office, self._home, only)
        self.work(
            Lane.WRITE,
            lambda _task: put(),
            lambda found: self.finish(reporting.count_words(found.lines)),
            self.tr("De meldingen worden klaargezet…"),
        )

    def _looked(self, found: ReportPreview) -> None:
        self._lines = found.lines
        self._model.set_records(found.lines)
        nothing_yet = self.tr("Er vertrekt niets voor u op de pagina Uitwisseling verstuurt.")
        self._said.setText(f"{found.sentence} {nothing_yet}" if found.lines else found.sentence)
        if found.lines:
            count = reporting.count_words(found.lines)
            self.main_button.setText(self.tr("{count} klaarzetten").format(count=count))
        self.set_ready(bool(found.lines))


def _binding(line: ReportLine) -> str:
    return words.words(words.LOCAL_BINDINGS, line.report.local_binding)


def _told(line: ReportLine) -> str:
    return f"{line.told}. {line.note}" if line.note else line.told


def _why(line: ReportLine) -> str:
    return line.why
