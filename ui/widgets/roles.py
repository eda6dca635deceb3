"""What the role of who works here does not allow is grey and says why; the one place where the window decides that."""

from collections.abc import Callable, Collection
from typing import TypeVar

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton, QWidget

from cir_desktop.domain.identity import Role, role_needed
from cir_desktop.errors import MissingRole

T = TypeVar("T")

_NEEDS = "needs"


class StepButton(QPushButton):
    """A button that knows which role its step asks for, if any; without that role nothing enables it."""

    def __init__(self, text: str, parent: QWidget, needs: Role | None = None) -> None:
        super().__init__(text, parent)
        self.setAutoDefault(False)
        self.needs = needs
        self._wanted = True
        self._roles: Collection[Role] = frozenset(Role)
        self._tooltip = ""

    def setEnabled(self, enabled: bool) -> None:
        """Enable it, as far as the role allows."""
        self._wanted = enabled
        super().setEnabled(enabled and self._allowed)

    def setToolTip(self, text: str) -> None:
        """What it does; the role that lacks is said in its place."""
        self._tooltip = text
        self._explain()

    def ask_for(self, needs: Role | None) -> None:
        """Its step is another one now, which asks for this role."""
        self.needs = needs
        self.show_roles(self._roles)

    def show_roles(self, roles: Collection[Role]) -> None:
        """Somebody with these roles works here now."""
        self._roles = roles
        self._explain()
        super().setEnabled(self._wanted and self._allowed)

    @property
    def _allowed(self) -> bool:
        return self.needs is None or self.needs in self._roles

    def _explain(self) -> None:
        why_not = role_needed({self.needs}) if self.needs is not None and not self._allowed else ""
        super().setToolTip(why_not or self._tooltip)
        # Nothing is said of a button without a tooltip, so that a description of its own stays.
        if why_not or self._tooltip:
            self.setAccessibleDescription(self.toolTip())


def mark_action(action: QAction, needs: Role) -> QAction:
    """An entry of a menu that asks for a role."""
    action.setProperty(_NEEDS, needs.value)
    return action


def show_roles(root: QWidget, roles: Collection[Role]) -> None:
    """Grey out below this widget what these roles do not allow, and bring back what they do."""
    for button in root.findChildren(StepButton):
        button.show_roles(roles)
    for action in root.findChildren(QAction):
        needs = action.property(_NEEDS)
        if needs is not None:
            action.setEnabled(needs in roles)


def if_allowed(ask: Callable[[], list[T]]) -> list[T]:
    """What the role lets somebody see, else nothing: for a page that is also there for others."""
    try:
        return ask()
    except MissingRole:
        return []
