"""Who works here: always in sight in the status bar, with the ways to sign in and out."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QMenu, QToolButton, QWidget, QWidgetAction

from cir_desktop.errors import CirError
from cir_desktop.services import signing_in
from cir_desktop.services.office import Office
from cir_desktop.services.signing_in import Who
from ui.dialogs.sign_in import Browse, SignInDialog
from ui.models.columns import Tone
from ui.widgets.style import SPACE_M, SPACE_XS, set_tone
from ui.workers.jobs import Jobs, Lane

_MINUTES = 5


class SignedIn(QToolButton):
    """Name and roles on the button, the rest in its menu. Looks again now and then whether the sign-in still holds."""

    changed = Signal()
    """Another person works here, or the same one with other roles."""
    failed = Signal(object)

    def __init__(
        self, office: Office, jobs: Jobs, parent: QWidget, *, browse: Browse = signing_in.open_browser
    ) -> None:
        super().__init__(parent)
        self._office = office
        self._jobs = jobs
        self._browse = browse
        self._who: Who | None = None
        self.setObjectName("who")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._menu = QMenu(self)
        self.setMenu(self._menu)
        self._sign_in = QAction("", self)
        self._sign_in.triggered.connect(self.sign_in)
        self._again = QAction(self.tr("Aanmelding nu &nakijken"), self)
        self._again.triggered.connect(lambda: self._look(always=True))
        self._sign_out = QAction(self.tr("A&fmelden"), self)
        self._sign_out.triggered.connect(self.sign_out)
        self._timer = QTimer(self, interval=_MINUTES * 60_000)
        self._timer.timeout.connect(self.look)
        self.setText(self.tr("Zonder aanmelding"))

    def begin(self) -> None:
        """The window is shown: say who is known here, look now, and from now on."""
        self._timer.start()
        # The look may wait for a network that is not there; who signed in this morning is known at once.
        self._jobs.run(
            Lane.READ,
            lambda _task: signing_in.who(self._office),
            owner=self,
            on_done=self._known,
            on_error=self._not_known,
        )

    def stop(self) -> None:
        """The window closes."""
        self._timer.stop()

    def look(self) -> None:
        """Ask the provider again when that is due; offline, everything stays."""
        self._look(always=False)

    def sign_in(self) -> None:
        """Open the dialog."""
        dialog = SignInDialog(self._office, self._jobs, self.window(), browse=self._browse)
        dialog.done_with.connect(self._show)
        dialog.open()

    def sign_out(self) -> None:
        """Forget who signed in, and let the browser end the session at the provider."""
        self._jobs.run(
            Lane.SIGN_IN,
            lambda _task: signing_in.sign_out(self._office),
            owner=self,
            on_done=self._left,
            on_error=self.failed.emit,
        )

    def _look(self, *, always: bool) -> None:
        self._jobs.run(
            Lane.SIGN_IN,
            lambda _task: signing_in.check(self._office, always=always),
            owner=self,
            on_done=self._show,
            on_error=self._not_known,
            supersedes="who",
        )

    def _left(self, url: str) -> None:
        if url:
            self._browse(url)
        self.look()

    def _known(self, who: Who) -> None:
        self._show(who)
        self.look()

    def _not_known(self, error: CirError) -> None:
        self.failed.emit(error)

    def _show(self, who: Who) -> None:
        before, self._who = self._who, who
        if who.person is None:
            text = self.tr("Aanmelding beëindigd") if who.ended else self.tr("Zonder aanmelding")
        else:
            text = self.tr("{name}: {roles}").format(name=who.person.name, roles=", ".join(who.roles))
        self.setText(text)
        self.setAccessibleName(self.tr("Wie hier werkt: {who}").format(who=text))
        self.setToolTip(who.sentence)
        set_tone(self, Tone.WARN if who.stale or who.ended else Tone.GOOD if who.person else Tone.NEUTRAL)
        self._fill_menu(who)
        if before is not None and before.person != who.person:
            self.changed.emit()

    def _fill_menu(self, who: Who) -> None:
        self._menu.clear()
        self._tell(who.sentence)
        if who.person is not None:
            self._tell(
                self.tr("Voor {organisation} ({number})").format(
                    organisation=who.person.organisation_name, number=who.person.organisation
                )
            )
            if who.strange_roles:
                roles = ", ".join(_shown(role) for role in who.strange_roles)
                self._tell(self.tr("Rollen zonder gevolg in dit programma: {roles}").format(roles=roles))
        else:
            self._tell(self.tr("Account van deze computer: {account}").format(account=who.account))
        self._menu.addSeparator()
        if who.person is not None:
            self._sign_in.setText(self.tr("&Als iemand anders aanmelden…"))
        else:
            self._sign_in.setText(self.tr("&Aanmelden…"))
        self._sign_in.setEnabled(who.can_sign_in)
        self._menu.addAction(self._sign_in)
        if not who.can_sign_in:
            self._tell(self.tr("De aanmelddienst wordt ingesteld bij Uitwisseling, Register instellen."))
        if who.person is not None:
            self._menu.addAction(self._again)
            self._menu.addAction(self._sign_out)

    def _tell(self, sentence: str) -> None:
        """A line to read, in letters as good as those of the lines to choose."""
        label = QLabel(sentence, self._menu)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setContentsMargins(SPACE_M, SPACE_XS, SPACE_M, SPACE_XS)
        line = QWidgetAction(self._menu)
        line.setText(sentence)
        line.setDefaultWidget(label)
        line.setEnabled(False)
        label.setEnabled(True)
        self._menu.addAction(line)


def _shown(role: str) -> str:
    """A pair "role:organisation" to read."""
    name, _, organisation = role.rpartition(":")
    return f"{name} ({organisation})" if name else organisation
