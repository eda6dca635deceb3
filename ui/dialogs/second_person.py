"""A sanction is let go by somebody else than who made it, who first sees what it does and what it carries."""

from functools import partial

from PySide6.QtWidgets import QWidget

from cir_desktop.domain.values import dutch_moment
from cir_desktop.services import approvals
from cir_desktop.services.approvals import LocalApprover, ReleaseView, SignedIn, Way
from cir_desktop.services.exchange import CommandLine
from cir_desktop.services.office import Office
from ui.dialogs.work_dialog import Sentences, WorkDialog
from ui.widgets.form import choice_field, secret_field
from ui.widgets.labels import Heading, QuietLabel
from ui.workers.jobs import Jobs, Lane


class SecondPersonDialog(WorkDialog):
    """Shows a message that is held and asks who vouches for it; gives what was released."""

    needs = None

    def __init__(self, office: Office, jobs: Jobs, line: CommandLine, parent: QWidget) -> None:
        super().__init__(jobs, parent)
        self._office = office
        self._command = line.command.id
        self._ways: list[Way] = []
        self.name(self.tr("Vrijgeven door een tweede persoon"), self.tr("&Vrijgeven"))
        self._heading = Heading(f"{line.action_words}: {line.name} ({line.command.dossier})", self)
        self._heading.setWordWrap(True)
        self._entered = QuietLabel("", self)
        self._consequences = Sentences(self.tr("Gevolg voor de kandidaat"), self)
        self._message = Sentences(self.tr("Bericht aan het CIR"), self)
        self._nobody = Sentences(self.tr("Niemand kan dit nu vrijgeven"), self)
        self._closed = Sentences(self.tr("Wie het niet kan"), self)
        self._form = self.add_form()
        self._who = choice_field(self._form, [])
        self._who.currentIndexChanged.connect(lambda _at: self._show_way())
        self._passphrase = secret_field(self._form)
        self._form.add("approver", self.tr("&Tweede persoon"), self._who)
        self._form.add(
            "passphrase",
            self.tr("&Wachtwoordzin"),
            self._passphrase,
            self.tr("De goedkeurder typt die zelf; na vijf foute pogingen is er een kwartier geen poging mogelijk."),
        )
        self._form.hide()
        for widget in (self._heading, self._entered, self._consequences, self._message, self._nobody, self._form):
            self.body.addWidget(widget)
        self.body.addWidget(self._closed)
        self.body.addStretch(1)
        self.resize(620, 320)
        self.set_ready(False)
        self.work(
            Lane.READ,
            lambda _task: approvals.view(office, line.command.id),
            self._looked,
            self.tr("Het bericht wordt nagekeken…"),
            may_leave=True,
        )

    def do(self) -> None:
        """Let it go, when the chosen person vouches for it."""
        self._form.clear_problems()
        way = self._ways[self._who.currentIndex()]
        if way.approver is None:
            by: SignedIn | LocalApprover = SignedIn()
        elif not self._passphrase.text():
            self._form.show_problem("passphrase", self.tr("De goedkeurder geeft hier zijn wachtwoordzin."))
            return
        else:
            by = LocalApprover(way.approver, self._passphrase.text())
        self._passphrase.clear()
        release = partial(approvals.release, self._office, self._command, by)
        self.work(Lane.WRITE, lambda _task: release(), self.finish, self.tr("Wordt vrijgegeven…"))

    def _looked(self, found: ReleaseView) -> None:
        entered = self.tr("Ingevoerd door {author} op {at}.").format(
            author=found.author, at=dutch_moment(found.entered_at)
        )
        reason = self.tr("Reden: {reason}.").format(reason=found.reason.rstrip(".")) if found.reason else ""
        self._entered.setText(f"{entered} {reason}".strip())
        self._consequences.say(found.consequences)
        self._message.say(found.message)
        self._ways = [way for way in found.ways if not way.problem]
        self._closed.say([f"{way.words}: {way.problem}" for way in found.ways if way.problem])
        self._who.clear()
        for way in self._ways:
            self._who.addItem(way.words)
        self._form.setVisible(bool(self._ways))
        self._nobody.say([found.nobody] if found.nobody else [])
        self.set_ready(bool(self._ways))
        self._show_way()
        self.fit()
        if self._ways:
            self._form.focus_first()

    def _show_way(self) -> None:
        at = self._who.currentIndex()
        local = 0 <= at < len(self._ways) and self._ways[at].approver is not None
        self._form.show_field("passphrase", local)
