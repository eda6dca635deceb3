"""Wachtlijst: where the candidate of a dossier stands on the general lists, by municipality, type and bedrooms."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from cir_desktop.services import waiting_list
from cir_desktop.services.office import Office
from cir_desktop.services.waiting_list import NOT_LOOKED_AT, PlaceOnList
from ui.models.columns import Column, Tone
from ui.models.list_table import ListTableModel
from ui.pages.dossier_worked_out import WorkedOut
from ui.workers.jobs import Jobs, Task


class DossierWaiting(WorkedOut):
    """A line for every kind of home that we have in the municipalities that the candidate chose."""

    def __init__(self, office: Office, jobs: Jobs, parent: QWidget | None = None) -> None:
        self._model: ListTableModel[PlaceOnList] = ListTableModel(_columns(), key=lambda line: line.question)
        name = QCoreApplication.translate("DossierWaiting", "Algemene wachtlijst")
        super().__init__(office, jobs, name, "dossier-waiting", self._model, parent)
        self.put_beside()
        self.show_dossier("")

    def not_yet(self) -> str:
        """What will stand here."""
        return self.tr(
            "Voor elk soort woning dat wij hebben in de gekozen gemeenten: op welke plaats van de algemene wachtlijst "
            "deze kandidaat staat, of waarom niet. Met veel kandidaten duurt dat enkele seconden."
        )

    def work_out(self, dossier: str, task: Task) -> Sequence[PlaceOnList]:
        """The places of the dossier."""
        return waiting_list.places_of(self._office, dossier, report=task.report, cancel=task.cancel)

    def show_found(self, found: Sequence[PlaceOnList]) -> None:
        """Show the places."""
        self._model.set_records(found)
        if found:
            self.show_table(NOT_LOOKED_AT)
            self.table.choose(found[0].question)
        else:
            self.show_nothing(
                self.tr("Op geen enkele lijst"),
                self.tr("Wij hebben geen woningen in de gemeenten die deze kandidaat koos."),
            )


def _columns() -> list[Column[PlaceOnList]]:
    translate, context = QCoreApplication.translate, "DossierWaiting"
    return [
        Column(key="list", title=translate(context, "Lijst"), text=lambda line: line.question.words, width=40),
        Column(
            key="place",
            title=translate(context, "Plaats"),
            text=lambda line: line.sentence,
            tone=lambda line: Tone.GOOD if line.line else Tone.NEUTRAL,
            width=42,
        ),
        Column(
            key="reason",
            title=translate(context, "Waarom"),
            text=lambda line: line.reason,
            tooltip=lambda line: line.reason,
            width=50,
        ),
    ]
