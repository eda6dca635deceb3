"""What the dialogs of the settings share: they change a draft, which is checked before the dialog closes."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from cir_desktop.domain.identity import Role
from cir_desktop.errors import BadInput, BadRules, CirError
from cir_desktop.services import settings
from cir_desktop.services.office import Office
from cir_desktop.services.settings import OwnRules
from ui.dialogs.work_dialog import WorkDialog
from ui.widgets.style import SPACE_M, SPACE_S
from ui.workers.jobs import Jobs, Lane


class RulesDialog(WorkDialog):
    """Gives the changed draft; a refusal of the rules goes to the field that its key names."""

    needs = Role.ADMINISTRATOR

    FIELDS: tuple[tuple[str, str], ...] = (("level", "levels"), ("target_group", "groups"))
    """Parts of a key that have one field together."""

    def __init__(self, office: Office, jobs: Jobs, parent: QWidget, draft: OwnRules) -> None:
        super().__init__(jobs, parent)
        self._office = office
        self._draft = draft
        self.form = self.add_form()
        page = QWidget(self)
        self.content = QVBoxLayout(page)
        self.content.setContentsMargins(0, 0, SPACE_S, 0)
        self.content.setSpacing(SPACE_M)
        self.content.addWidget(self.form, 1)
        # These forms are long: on a small screen they scroll, and the buttons stay in sight.
        self._scroll = QScrollArea(self)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(page)
        self.body.addWidget(self._scroll, 1)

    def change(self) -> OwnRules:
        """The draft with what stands in the form. Raises BadInput, BadRules."""
        raise NotImplementedError

    def do(self) -> None:
        """Check what stands in the form, and give it."""
        self.form.clear_problems()
        try:
            changed = self.change()
        except (BadInput, BadRules) as error:
            self.show_error(error)
            return

        def checked() -> OwnRules:
            settings.check(self._office, changed)
            return changed

        look: Callable[[], OwnRules] = checked
        self.work(Lane.READ, lambda _task: look(), self.finish, self.tr("Wordt nagekeken…"), may_leave=True)

    def show_error(self, error: CirError) -> None:
        """Beside the field that the key of a refusal names, else in the banner; scrolled into sight."""
        if isinstance(error, BadRules) and self.form.show_problem(self._field(error.key), f"{error.what} {error.todo}"):
            self.fit()
        else:
            super().show_error(error)
        here = self.focusWidget()
        if here is not None and self._scroll.isAncestorOf(here):
            self.content.activate()
            self._scroll.ensureWidgetVisible(here, SPACE_S, self.fontMetrics().height() * 6)

    def _field(self, key: str) -> str:
        for part, field in self.FIELDS:
            _, found, after = f".{key}".partition(f".{part}[")
            if found:
                return f"{field}[{after.split(']', 1)[0]}]"
        last = key.rsplit(".", 1)[-1].split("[", 1)[0]
        return "since" if last == "from" else last
