"""What the dialogs of the settings share: they change a draft, which is checked before the dialog closes."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from cir_desktop.errors import BadInput, BadRules, CirError
from cir_desktop.services import settings
from cir_desktop.services.office import Office
from cir_desktop.services.settings import OwnRules
from ui.dialogs.work_dialog import WorkDialog
from ui.workers.jobs import Jobs, Lane


class RulesDialog(WorkDialog):
    """Gives the changed draft; a refusal of the rules goes to the field that its key names."""

    FIELDS: tuple[tuple[str, str], ...] = (("level", "levels"), ("target_group", "groups"))
    """Parts of a key that have one field together."""

    def __init__(self, office: Office, jobs: Jobs, parent: QWidget, draft: OwnRules) -> None:
        super().__init__(jobs, parent)
        self._office = office
        self._draft = draft
        self.form = self.add_form()
        self.body.addWidget(self.form, 1)

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
        """Beside the field that the key of a refusal names, else in the banner."""
        if isinstance(error, BadRules) and self.form.show_problem(self._field(error.key), f"{error.what} {error.todo}"):
            self.fit()
            return
        super().show_error(error)

    def _field(self, key: str) -> str:
        for part, field in self.FIELDS:
            _, found, after = f".{key}".partition(f".{part}[")
            if found:
                return f"{field}[{after.split(']', 1)[0]}]"
        last = key.rsplit(".", 1)[-1].split("[", 1)[0]
        return "since" if last == "from" else last
