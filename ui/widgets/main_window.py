"""The frame: navigation, pages, status bar. Knows no page by name."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QByteArray, QSettings, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QMainWindow, QStackedWidget, QWidget

from cir_desktop.domain.identity import Role, role_needed
from cir_desktop.errors import CirError
from ui.models.columns import Tone
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import Pill
from ui.widgets.page import Page
from ui.widgets.roles import show_roles
from ui.widgets.style import SPACE_S, SPACE_XL


@dataclass(frozen=True, slots=True)
class Badge:
    """A text in the status bar."""

    text: str
    tone: Tone = Tone.NEUTRAL
    tooltip: str = ""


class MainWindow(QMainWindow):
    """Alt+1 to Alt+9 go to a page, F5 refreshes it."""

    page_shown = Signal(object)
    closing = Signal()

    def __init__(self, title: str, settings: QSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._pages: list[Page] = []
        self._badges: list[Pill] = []
        self.setWindowTitle(title)
        self._navigation = QListWidget(self)
        self._navigation.setObjectName("navigation")
        self._navigation.setAccessibleName(self.tr("Onderdelen"))
        self._navigation.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._navigation.currentRowChanged.connect(self._show)
        self._stack = QStackedWidget(self)
        self._roles: Collection[Role] = frozenset(Role)
        self._closed = EmptyState(self)
        self._closed.say("", "")
        self._stack.addWidget(self._closed)
        middle = QWidget(self)
        row = QHBoxLayout(middle)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._navigation)
        row.addWidget(self._stack, 1)
        self.setCentralWidget(middle)
        self.statusBar().setSizeGripEnabled(False)
        self.statusBar().setContentsMargins(SPACE_S, 0, SPACE_S, 0)
        QShortcut(QKeySequence.StandardKey.Refresh, self, self.refresh)
        geometry = settings.value("window/geometry")
        if not (isinstance(geometry, QByteArray) and self.restoreGeometry(geometry)):
            self.resize(QSize(1280, 800).boundedTo(self.screen().availableSize()))

    @property
    def page(self) -> Page | None:
        """The page that is shown."""
        shown = self._stack.currentWidget()
        return shown if isinstance(shown, Page) else None

    def add_page(self, page: Page) -> None:
        """Add a page at the end of the navigation; the first one is shown."""
        self._pages.append(page)
        self._stack.addWidget(page)
        item = QListWidgetItem(page.title, self._navigation)
        key = len(self._pages)
        if key <= 9:
            item.setToolTip(self.tr("Alt+{n}").format(n=key))
            QShortcut(QKeySequence(f"Alt+{key}"), self, lambda: self.go_to(page))
        widest = max(self.fontMetrics().horizontalAdvance(each.title) for each in self._pages)
        self._navigation.setFixedWidth(widest + 4 * SPACE_XL)
        if key == 1:
            self._navigation.setCurrentRow(0)

    @property
    def roles(self) -> Collection[Role]:
        """Those of who works here now; what opens over a page asks for them."""
        return self._roles

    def show_roles(self, roles: Collection[Role]) -> None:
        """Somebody with these roles works here now: other pages are closed, other steps grey."""
        others = set(roles) != set(self._roles)
        shown, self._roles = self.page, roles
        show_roles(self, roles)
        self._show(self._navigation.currentRow())
        if others and shown is self.page:
            self.refresh()

    def go_to(self, page: Page) -> None:
        """Show a page and put the cursor where its work begins."""
        self._navigation.setCurrentRow(self._pages.index(page))
        if page is self.page:
            page.focus_first()

    def refresh(self) -> None:
        """Ask again what the shown page shows."""
        if self.page is not None:
            self.page.refresh()

    def show_error(self, error: CirError) -> None:
        """Show an error that belongs to no page any more."""
        if self.page is not None:
            self.page.show_error(error)
        else:
            self.say(str(error))

    def say(self, sentence: str) -> None:
        """A passing sentence in the status bar."""
        self.statusBar().showMessage(sentence, 8_000)

    def set_badges(self, badges: Sequence[Badge]) -> None:
        """What always stands at the right of the status bar."""
        while len(self._badges) < len(badges):
            pill = Pill(parent=self.statusBar())
            self.statusBar().addPermanentWidget(pill)
            self._badges.append(pill)
        for place, pill in enumerate(self._badges):
            shown = place < len(badges)
            pill.setVisible(shown)
            if shown:
                pill.show_state(badges[place].text, badges[place].tone)
                pill.setToolTip(badges[place].tooltip)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember where the window stood; a page with work that would be lost keeps it open."""
        for page in self._pages:
            if not page.may_close():
                event.ignore()
                self.go_to(page)
                return
        self._settings.setValue("window/geometry", self.saveGeometry())
        self.closing.emit()
        super().closeEvent(event)

    def _show(self, place: int) -> None:
        if place < 0:
            return
        page = self._pages[place]
        if page.needs and not set(page.needs) & set(self._roles):
            # Not the page with an error over it: it may still hold what somebody else looked at.
            self._closed.say(
                role_needed(page.needs),
                self.tr("Wie hier nu werkt, heeft die rol niet. Aanmelden kan onderaan dit venster."),
            )
            self._stack.setCurrentWidget(self._closed)
        elif page is not self.page:
            self._stack.setCurrentWidget(page)
            self.page_shown.emit(page)
