"""What every page has: a title, a place for errors, and the same two questions that the window asks it."""

from collections.abc import Collection

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cir_desktop.domain.identity import Role
from cir_desktop.errors import Cancelled, CirError
from ui.widgets.error_banner import ErrorBanner
from ui.widgets.labels import PageHeader
from ui.widgets.style import SPACE_L, SPACE_M


class Page(QWidget):
    """One place in the navigation. Subclasses put their widgets in `body`.

    The window calls `refresh` when the page is first shown and whenever another page changed something since.
    """

    needs: Collection[Role] = ()
    """The page is for who has one of these roles; empty for everybody."""

    changed = Signal()
    """Something was written: other pages and the counts of the window are no longer up to date."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = title
        self.setAccessibleName(title)
        self.header = PageHeader(title, self)
        self.banner = ErrorBanner(self)
        self.body = QVBoxLayout()
        self.body.setSpacing(SPACE_M)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_L, SPACE_L, SPACE_L, SPACE_M)
        layout.setSpacing(SPACE_M)
        layout.addWidget(self.header)
        layout.addWidget(self.banner)
        layout.addLayout(self.body, 1)

    def show_error(self, error: CirError) -> None:
        """Show an error on this page; stopping a job at the clerk's own wish is none."""
        if not isinstance(error, Cancelled):
            self.banner.show_error(error)

    def may_close(self) -> bool:
        """Whether the window may close now; a page that says no tells why and gives the way out."""
        return True

    def refresh(self) -> None:
        """Ask everything shown again: F5, and after a change elsewhere."""
        raise NotImplementedError

    def focus_first(self) -> None:
        """Put the cursor where work on this page begins."""
        raise NotImplementedError
