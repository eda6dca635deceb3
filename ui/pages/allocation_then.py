"""At a home that was let: the list as it was then or as it is now, its fingerprint, working it out again, exporting."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cir_desktop.domain.identity import Role
from cir_desktop.domain.process import FrozenRef
from cir_desktop.domain.ranking import Replay
from cir_desktop.domain.values import dutch_moment
from cir_desktop.services import freezing
from cir_desktop.services.office import Office
from ui.dialogs.frozen_export import FrozenExportDialog
from ui.models.columns import Tone
from ui.pages.allocation_records import View
from ui.widgets.labels import Pill, QuietLabel, button
from ui.widgets.style import SPACE_S
from ui.workers.jobs import Jobs, Lane

_FINGERPRINT_SHOWN = 16


class ThenBar(QWidget):
    """Hidden while nothing is frozen. The two lists are never shown together: one button goes from one to the other."""

    switched = Signal()
    """The other list is asked: read it again."""
    told = Signal(str, object)
    """What came of it, in words, with its tone."""
    failed = Signal(object)
    """The error that came instead."""

    def __init__(self, office: Office, jobs: Jobs, parent: QWidget) -> None:
        super().__init__(parent)
        self._office = office
        self._jobs = jobs
        self._kept: FrozenRef | None = None
        self.wants_now = False
        self._which = Pill("", Tone.INFO, self)
        self._fingerprint = QuietLabel("", self)
        self._again = button(self.tr("&Herbereken"), self._check, self)
        self._again.setToolTip(self.tr("Maakt de lijst van toen opnieuw, uit de feiten en de regels van toen."))
        self._export = button(self.tr("Dossier ui&tvoeren…"), self._ask_export, self, needs=Role.CLERK)
        self._switch = button("", self._other, self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_S)
        row.addWidget(self._which)
        row.addWidget(self._fingerprint, 1)
        for each in (self._switch, self._again, self._export):
            row.addWidget(each)
        self.hide()

    def reset(self) -> None:
        """Another home: its list of then comes first."""
        self.wants_now = False

    def show_view(self, view: View) -> None:
        """Say which of the two lists is shown."""
        self._kept = view.kept
        self.setVisible(view.kept is not None)
        if view.kept is None:
            return
        moment = dutch_moment(view.kept.made_at)
        if view.of_then:
            self._which.show_state(self.tr("Lijst van toen, bevroren op {moment}").format(moment=moment), Tone.INFO)
            self._switch.setText(self.tr("Toon de lijst van &nu"))
        else:
            self._which.show_state(self.tr("Lijst van nu, niet die van de beslissing"), Tone.WARN)
            self._switch.setText(self.tr("Toon de lijst van &toen"))
        short = view.kept.sha256[:_FINGERPRINT_SHOWN]
        self._fingerprint.setText(self.tr("Vingerafdruk {print}…").format(print=short) if view.of_then else "")
        self._fingerprint.setToolTip(view.kept.sha256)

    def _other(self) -> None:
        self.wants_now = not self.wants_now
        self.switched.emit()

    def _check(self) -> None:
        if self._kept is None:
            return
        check = partial(freezing.check, self._office, self._kept.id)
        self._jobs.run(Lane.READ, lambda _task: check(), owner=self, on_done=self._checked, on_error=self.failed.emit)

    def _checked(self, found: Replay) -> None:
        if found.identical:
            said = self.tr("Herberekend: de lijst van toen is identiek. Vingerafdruk {print}.")
            self.told.emit(said.format(print=found.fingerprint), Tone.GOOD)
        else:
            said = self.tr("Herberekend: er zijn {n} verschillen. {what}")
            told = " ".join(found.differences[:3])
            self.told.emit(said.format(n=len(found.differences), what=told), Tone.BAD)

    def _ask_export(self) -> None:
        if self._kept is None:
            return
        dialog = FrozenExportDialog(self._office, self._jobs, self, self._kept)
        dialog.done_with.connect(
            lambda name: self.told.emit(
                self.tr("Bewaard als {name}. Bezorg het wachtwoord langs een andere weg.").format(name=name), Tone.GOOD
            )
        )
        dialog.open()
