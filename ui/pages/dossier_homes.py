"""Onze woningen: where the candidate of a dossier stands on the list of each of our homes."""

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from cir_desktop.domain.values import dutch_date
from cir_desktop.services import places
from cir_desktop.services.office import Office
from cir_desktop.services.places import HomePlace, PlacesOfCandidate
from ui.models.columns import Column, Tone
from ui.models.list_table import ListTableModel
from ui.pages.dossier_worked_out import WorkedOut
from ui.widgets.labels import button
from ui.widgets.words import number
from ui.workers.jobs import Jobs, Task


class DossierHomes(WorkedOut):
    """Every home, or the vacant ones, with the place or why not."""

    allocation_asked = Signal(str)
    """The clerk wants to see the allocation of the vacant home with this code."""

    def __init__(self, office: Office, jobs: Jobs, parent: QWidget | None = None) -> None:
        self._model: ListTableModel[HomePlace] = ListTableModel(_columns(), key=lambda line: line.home.code)
        name = QCoreApplication.translate("DossierHomes", "Onze woningen")
        super().__init__(office, jobs, name, "dossier-homes", self._model, parent)
        self._lines: dict[str, HomePlace] = {}
        self._vacant_only = False
        self._vacant = QCheckBox(self.tr("Enkel &vrije woningen"), self)
        self._go_button = button(self.tr("Naar t&oewijzing"), self._go, self)
        self._go_button.setToolTip(self.tr("Kan alleen voor een woning die nu vrij is."))
        self.put_beside(self._vacant, self._go_button)
        self.table.chosen.connect(lambda _code: self._show_steps())
        self.table.opened.connect(lambda _code: self._go())
        self.show_dossier("")

    def not_yet(self) -> str:
        """What will stand here."""
        return self.tr(
            "Voor elke woning die deze kandidaat koos: op welke plaats hij of zij nu staat, of waarom niet. "
            "Met veel woningen duurt dat enkele seconden."
        )

    def show_dossier(self, dossier: str) -> None:
        """Another dossier, or the same one anew."""
        self._lines = {}
        super().show_dossier(dossier)
        self._show_steps()

    def ask(self) -> None:
        """Work the places out, for the homes that are wanted now."""
        self._vacant_only = self._vacant.isChecked()
        super().ask()

    def work_out(self, dossier: str, task: Task) -> PlacesOfCandidate:
        """The places of the dossier."""
        return places.homes_for(
            self._office, dossier, vacant_only=self._vacant_only, report=task.report, cancel=task.cancel
        )

    def show_found(self, found: PlacesOfCandidate) -> None:
        """Show the places."""
        self._lines = {line.home.code: line for line in found.lines}
        self._model.set_records(found.lines)
        if not found.lines:
            self.show_nothing(
                self.tr("Geen woningen"),
                self.tr("Geen enkele woning is nu vrij. Vink “Enkel vrije woningen” af om alle woningen te zien.")
                if self._vacant.isChecked()
                else self.tr("Voeg eerst woningen toe op de pagina Woningen."),
            )
            return
        self.show_table(
            self.tr("Op de lijst van {n} van {all} woningen, zoals die er op {day} uitzien.").format(
                n=len(found.fitting), all=len(found.lines), day=dutch_date(found.day)
            )
        )
        self.table.choose(found.lines[0].home.code)
        self._show_steps()

    def _show_steps(self) -> None:
        line = self._chosen
        self._go_button.setEnabled(line is not None and line.vacancy is not None)

    @property
    def _chosen(self) -> HomePlace | None:
        code = self.table.chosen_id
        return self._lines.get(code) if isinstance(code, str) else None

    def _go(self) -> None:
        line = self._chosen
        if line is not None and line.vacancy is not None:
            self.allocation_asked.emit(line.home.code)


def _columns() -> list[Column[HomePlace]]:
    translate, context = QCoreApplication.translate, "DossierHomes"
    not_vacant = translate(context, "niet vrij")
    out = translate(context, "komt niet in aanmerking")
    shared, alone = translate(context, "{place} van {n}, gedeeld"), translate(context, "{place} van {n}")

    def place(line: HomePlace) -> str:
        if line.position is None:
            return out
        return (shared if line.tied else alone).format(place=number(line.position), n=number(line.of))

    return [
        Column(key="code", title=translate(context, "Code"), text=lambda line: line.home.code, width=8),
        Column(key="address", title=translate(context, "Adres"), text=lambda line: line.home.address, width=31),
        Column(
            key="free",
            title=translate(context, "Vrij vanaf"),
            text=lambda line: dutch_date(line.vacancy.free_from) if line.vacancy else not_vacant,
            width=10,
        ),
        Column(key="place", title=translate(context, "Plaats"), text=place, tone=_tone, width=27),
        Column(key="rise", title=translate(context, "Kan nog naar"), text=_rise, right=True, width=9),
        Column(
            key="reason",
            title=translate(context, "Waarom"),
            text=lambda line: line.reason,
            tooltip=lambda line: "\n".join([line.reason, *line.open_points]),
            width=45,
        ),
    ]


def _rise(line: HomePlace) -> str:
    return str(line.best_position) if line.can_rise else ""


def _tone(line: HomePlace) -> Tone:
    if line.position is None:
        return Tone.NEUTRAL
    return Tone.WARN if line.can_rise else Tone.GOOD
