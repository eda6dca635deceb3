"""Instellingen, Medewerkers en goedkeuring: who releases sanctions, and who signed in here."""

from PySide6.QtCore import QSettings, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from cir_desktop.domain.identity import Approver, Role
from cir_desktop.domain.values import dutch_date
from cir_desktop.services import people
from cir_desktop.services.office import Office
from cir_desktop.services.people import ApproverLine, PeopleView, SignedInBefore
from ui.dialogs.approver import ApproverDialog, ChoosePassphraseDialog, EndApproverDialog
from ui.dialogs.work_dialog import WorkDialog, reading_label
from ui.models.columns import Column, Tone
from ui.pages.exchange_tables import ListOrNothing
from ui.widgets.labels import Heading, QuietLabel, button
from ui.widgets.notice import Notice
from ui.widgets.style import SPACE_S, SPACE_XS, set_tone
from ui.widgets.words import moment
from ui.workers.jobs import Jobs, Lane


class PeopleSection(QWidget):
    """Says first whether a sanction can be released now; then the approvers, and who signed in lately."""

    changed = Signal()
    """Somebody can release now, or can no longer."""
    failed = Signal(object)
    """The error that came instead of what was asked."""

    def __init__(self, office: Office, jobs: Jobs, settings: QSettings, parent: QWidget) -> None:
        super().__init__(parent)
        self._office = office
        self._jobs = jobs
        self._state: QLabel = reading_label("", self)
        self._state.setContentsMargins(SPACE_S, SPACE_XS, SPACE_S, SPACE_XS)
        self._notice = Notice(self)
        self._without = QuietLabel("", self)
        self.approvers: ListOrNothing[ApproverLine] = ListOrNothing(
            self.tr("Goedkeurders"),
            "approvers",
            self._approver_columns(),
            lambda line: line.approver.id,
            (
                self.tr("Nog geen goedkeurder"),
                self.tr("Een sanctie wacht tot een ander dan wie ze invoerde ze vrijgeeft."),
            ),
            settings,
            self,
        )
        self.lately: ListOrNothing[SignedInBefore] = ListOrNothing(
            self.tr("Wie zich hier aanmeldde"),
            "signed_in_lately",
            self._lately_columns(),
            lambda one: one.id,
            (self.tr("Nog niemand"), self.tr("Wie zich aanmeldt, komt hier te staan.")),
            settings,
            self,
        )
        administrator = Role.ADMINISTRATOR
        self._add = button(self.tr("&Goedkeurder toevoegen…"), lambda: self._ask(False), self, needs=administrator)
        self._deputy = button(
            self.tr("&Plaatsvervanger aanduiden…"), lambda: self._ask(True), self, needs=administrator
        )
        self._choose = button(self.tr("Wachtwoordzin &kiezen…"), self._ask_passphrase, self, needs=administrator)
        self._end = button(self.tr("Be&ëindigen…"), self._ask_end, self, needs=administrator)
        steps = QHBoxLayout()
        steps.setSpacing(SPACE_S)
        for each in (self._add, self._deputy, self._choose, self._end):
            steps.addWidget(each)
        steps.addStretch(1)
        layout = QVBoxLayout(self)
        layout.addWidget(self._state)
        layout.addWidget(self._notice)
        layout.addWidget(self.approvers, 3)
        layout.addLayout(steps)
        layout.addWidget(Heading(self.tr("Wie zich hier aanmeldde"), self, size=1.0))
        layout.addWidget(self._without)
        layout.addWidget(self.lately, 2)
        self.approvers.table.chosen.connect(lambda _id: self._show_steps())
        self._show_steps()

    def refresh(self) -> None:
        """Ask again who works here."""
        self._jobs.run(
            Lane.READ,
            lambda _task: people.view(self._office),
            owner=self,
            on_done=self._show,
            on_error=self.failed.emit,
            supersedes="people",
        )

    def _show(self, found: PeopleView) -> None:
        self._state.setText(found.sentence)
        self._without.setText(found.without_sign_in)
        set_tone(self._state, Tone.GOOD if found.anybody else Tone.WARN)
        self.approvers.show_records(found.approvers)
        self.lately.show_records(found.lately)
        self._show_steps()

    def _show_steps(self) -> None:
        approver = self._chosen
        self._choose.setEnabled(approver is not None and approver.confirmed_at is None)
        self._end.setEnabled(approver is not None)

    @property
    def _chosen(self) -> Approver | None:
        line = self.approvers.chosen
        return line.approver if line is not None and line.approver.ended_at is None else None

    def _ask(self, deputy: bool) -> None:
        self._open(ApproverDialog(self._office, self._jobs, self, deputy=deputy), self._added)

    def _ask_passphrase(self) -> None:
        if self._chosen is not None:
            self._choose_passphrase(self._chosen)

    def _choose_passphrase(self, approver: Approver) -> None:
        said = self.tr("{name} kan nu sancties vrijgeven.")
        self._open(ChoosePassphraseDialog(self._office, self._jobs, self, approver), lambda one: self._say(said, one))

    def _ask_end(self) -> None:
        if self._chosen is not None:
            said = self.tr("{name} geeft geen sancties meer vrij.")
            dialog = EndApproverDialog(self._office, self._jobs, self, self._chosen)
            self._open(dialog, lambda one: self._say(said, one))

    def _open(self, dialog: WorkDialog, then: object) -> None:
        self._notice.hide()
        dialog.done_with.connect(then)
        dialog.open()

    def _added(self, approver: Approver) -> None:
        self._notice.say(
            self.tr("{name} is toegevoegd en kiest nu zelf een wachtwoordzin.").format(name=approver.name),
            self.tr("&Nu kiezen…"),
            lambda: self._choose_passphrase(approver),
            tone=Tone.INFO,
        )
        self._told()

    def _say(self, words: str, approver: Approver) -> None:
        self._notice.say(words.format(name=approver.name))
        self._told()

    def _told(self) -> None:
        self.refresh()
        self.changed.emit()

    def _approver_columns(self) -> list[Column[ApproverLine]]:
        return [
            Column(key="name", title=self.tr("Naam"), text=lambda line: line.approver.name, width=20),
            Column(key="function", title=self.tr("Functie"), text=lambda line: line.approver.function, width=20),
            Column(
                key="kind",
                title=self.tr("Soort"),
                text=lambda line: line.kind,
                tooltip=lambda line: line.kind,
                width=36,
            ),
            Column(
                key="state",
                title=self.tr("Stand"),
                text=lambda line: line.state,
                tooltip=lambda line: line.state,
                tone=_tone,
                width=33,
            ),
            Column(
                key="known",
                title=self.tr("Bekend als"),
                text=lambda line: line.known_as,
                tooltip=lambda line: line.known_as,
                width=22,
            ),
            Column(
                key="made",
                title=self.tr("Toegevoegd"),
                text=lambda line: f"{self._day(line.approver)}, {line.made_by}",
                tooltip=lambda line: f"{self._day(line.approver)}, {line.made_by}",
                width=22,
            ),
        ]

    def _day(self, approver: Approver) -> str:
        return dutch_date(self._office.local_day(approver.made_at))

    def _lately_columns(self) -> list[Column[SignedInBefore]]:
        return [
            Column(key="at", title=self.tr("Wanneer"), text=lambda one: moment(one.last_signed_in), width=18),
            Column(key="name", title=self.tr("Naam"), text=lambda one: one.name, width=26),
            Column(key="organisation", title=self.tr("Organisatie"), text=lambda one: one.organisation_name, width=30),
            Column(key="id", title=self.tr("Nummer bij aanmelding"), text=lambda one: one.id, width=30),
        ]


def _tone(line: ApproverLine) -> Tone:
    if line.approver.ended_at is not None:
        return Tone.NEUTRAL
    return Tone.GOOD if line.can else Tone.WARN
