"""What changed between two lists of a migration, or from one to the list in hand."""

import msgspec
from PySide6.QtWidgets import QWidget

from cir_desktop.domain.migration_rounds import Comparison, RoundList
from cir_desktop.domain.migration_upload import ROUND_WORDS
from cir_desktop.errors import CirError
from cir_desktop.services import migration_rounds, migration_work
from cir_desktop.services.migration_rounds import column_title, sheet_name
from cir_desktop.services.office import Office
from ui.dialogs.work_dialog import Sentences, WorkDialog
from ui.models.columns import Column
from ui.models.list_table import ListTableModel
from ui.widgets.form import choice_field
from ui.widgets.remembered import window_settings
from ui.widgets.table_view import TableView
from ui.widgets.words import moment, number
from ui.workers.jobs import Jobs, Lane

_NOW = "nu"


class _Line(msgspec.Struct, frozen=True):
    """A line of the table, numbered in its order."""

    number: int
    dossier: str
    what: str
    where: str
    before: str = ""
    after: str = ""
    ranks: bool = False


class CompareDialog(WorkDialog):
    """Compares the last two lists to begin with; changes nothing. `lists` are the kept ones, the newest first."""

    def __init__(self, office: Office, jobs: Jobs, parent: QWidget, lists: list[RoundList]) -> None:
        super().__init__(jobs, parent)
        self._office = office
        self.name(self.tr("Lijsten vergelijken"), self.tr("Vergelijken"), self.tr("Sluiten"))
        kept = [(str(each.number), self._list_words(each)) for each in lists]
        form = self.add_form()
        self._one = choice_field(form, kept)
        self._other = choice_field(form, [(_NOW, self.tr("De lijst die nu open is")), *kept])
        form.add("one", self.tr("&Van"), self._one)
        form.add("other", self.tr("&Naar"), self._other)
        self.body.addWidget(form)
        self._said = Sentences(self.tr("Wat wijzigde"), self)
        self.body.addWidget(self._said)
        self._model: ListTableModel[_Line] = ListTableModel(self._columns(), lambda line: line.number, parent=self)
        self._table = TableView(
            self.tr("Wijzigingen"), "migration-compare", self._model, window_settings(office.workspace), self
        )
        self._table.stretch("where")
        self._table.hide()
        self.body.addWidget(self._table, 1)
        self.body.addStretch()
        self.setMinimumWidth(760)
        if len(kept) > 1:
            self._one.setCurrentIndex(1)
            self._other.setCurrentIndex(1)
        self.set_ready(bool(kept))
        form.focus_first()

    def do(self) -> None:
        """Compare the chosen two."""
        one, other = int(self._one.currentData()), self._other.currentData()

        def compared(_task: object) -> Comparison:
            if other != _NOW:
                return migration_rounds.compare(self._office, one, int(other))
            work = migration_work.current(self._office)
            findings = migration_work.check(self._office, work)
            return migration_rounds.compare_with_hand(self._office, one, work, findings)

        self.work(Lane.READ, compared, self._show, self.tr("Vergelijken…"), may_leave=True)

    def show_error(self, error: CirError) -> None:
        """Nothing of an earlier comparison stays beside it."""
        self._said.say([])
        self._table.hide()
        super().show_error(error)

    def _show(self, found: Comparison) -> None:
        self._said.say(
            [
                self.tr("Dossiers: {new} nieuw, {gone} verdwenen, {back} weer terug.").format(
                    new=number(len(found.new)), gone=number(len(found.gone)), back=number(len(found.back))
                ),
                self.tr("Gewijzigde waarden: {n}, waarvan {ranks} met gevolg voor de plaats op de lijst.").format(
                    n=number(len(found.changed)), ranks=number(sum(each.ranks for each in found.changed))
                ),
                self.tr("Bevindingen: {solved} opgelost, {new} nieuw, {back} weer terug, {left} gebleven.").format(
                    solved=number(len(found.findings_solved)),
                    new=number(len(found.findings_new)),
                    back=number(len(found.findings_back)),
                    left=number(found.findings_left),
                ),
            ]
        )
        lines = self._lines(found)
        self._model.set_records(lines)
        self._table.setVisible(bool(lines))
        self.fit()

    def _lines(self, found: Comparison) -> list[_Line]:
        lines: list[_Line] = []

        def add(
            dossier: str, what: str, where: str = "", before: str = "", after: str = "", rank: bool = False
        ) -> None:
            lines.append(_Line(len(lines), dossier, what, where, before, after, rank))

        for each in found.moved:
            where = self.tr("in volgorde van dag en nummer")
            add(each.dossier, self.tr("Andere plaats"), where, number(each.before), number(each.after))
        for words, dossiers in (
            (self.tr("Verdwenen"), found.gone),
            (self.tr("Nieuw"), found.new),
            (self.tr("Weer terug"), found.back),
        ):
            for dossier in dossiers:
                add(dossier, words)
        for change in found.changed:
            where = " · ".join(part for part in (sheet_name(change.sheet), change.who) if part)
            title = column_title(change.sheet, change.key)
            add(change.dossier, title, where, change.before, change.after, change.ranks)
        for words, rows in (
            (self.tr("Rij verdwenen"), found.rows_gone),
            (self.tr("Rij bijgekomen"), found.rows_new),
        ):
            for row in rows:
                add(row.dossier, words, f"{sheet_name(row.sheet)} · {row.who}")
        return lines

    def _columns(self) -> list[Column[_Line]]:
        yes = self.tr("ja")
        return [
            Column(key="dossier", title=self.tr("Dossier"), text=lambda line: line.dossier, width=17),
            Column(key="what", title=self.tr("Wat"), text=lambda line: line.what, width=22),
            Column(key="before", title=self.tr("Was"), text=lambda line: line.before, width=18),
            Column(key="after", title=self.tr("Is"), text=lambda line: line.after, width=18),
            Column(key="ranks", title=self.tr("Rang"), text=lambda line: yes if line.ranks else "", width=7),
            Column(key="where", title=self.tr("Waar"), text=lambda line: line.where, width=20),
        ]

    def _list_words(self, each: RoundList) -> str:
        return self.tr("{round} · {file} · {at}").format(
            round=ROUND_WORDS[each.round], file=each.file, at=moment(each.at)
        )
