"""One dossier: who, what asks for attention, and everything that we know, by subject."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QTabWidget, QVBoxLayout, QWidget

from cir_desktop.domain.values import dutch_date
from cir_desktop.services.candidates import DossierView
from ui.models.columns import Tone
from ui.pages.candidates_list import status_tone
from ui.pages.dossier_persons import PersonsView
from ui.pages.dossier_sections import DossierSections
from ui.widgets.facts_view import FactsView
from ui.widgets.labels import Heading, Pill, QuietLabel, button
from ui.widgets.style import SPACE_M, SPACE_S, TITLE, set_tone
from ui.widgets.words import moment


class DossierPanel(QWidget):
    """Shows a DossierView; Escape or Alt+Left goes back."""

    back_asked = Signal()
    binding_asked = Signal()
    """The clerk wants to see or note where the applicants lived."""
    number_shown = Signal()
    """A national number was shown in full."""

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._sections = DossierSections(self)
        self._back = button(self.tr("← &Terug naar de lijst"), self.back_asked.emit, self)
        self._binding = button(self.tr("&Woonbinding…"), self.binding_asked.emit, self)
        self._name = Heading("", self, size=TITLE)
        self._status = Pill(parent=self)
        self._about = QuietLabel("", self)
        self._about.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._warnings = _Lines(Tone.WARN, self)
        self._pending = _Lines(Tone.INFO, self)
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        self.tabs.setUsesScrollButtons(True)
        self._persons = PersonsView(self)
        self._persons.number_shown.connect(self.number_shown)
        self.tabs.addTab(self._persons, self.tr("Personen"))
        self._views: dict[str, FactsView] = {}
        for key, title in self._sections.titles():
            self._views[key] = FactsView(title, self)
            self.tabs.addTab(self._views[key], title)
        self._title_row = title_row = QHBoxLayout()
        title_row.setSpacing(SPACE_M)
        title_row.addWidget(self._name)
        title_row.addWidget(self._status)
        title_row.addStretch(1)
        title_row.addWidget(self._binding)
        title_row.addWidget(self._back)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_S)
        layout.addLayout(title_row)
        layout.addWidget(self._about)
        layout.addWidget(self._warnings)
        layout.addWidget(self._pending)
        layout.addWidget(self.tabs, 1)
        for keys in ("Esc", "Alt+Left"):
            QShortcut(QKeySequence(keys), self, self.back_asked.emit)

    def show_view(self, view: DossierView) -> None:
        """Show another dossier, or the same one anew."""
        dossier = view.dossier
        self._name.setText(view.row.name)
        self._status.show_state(view.status, status_tone(dossier.status))
        self._about.setText(self._sentence(view))
        warnings = list(dossier.warnings)
        if view.row.out_of_scope:
            warnings.insert(
                0, self.tr("Niet langer voor ons: deze kandidaat kiest geen gemeente meer waar wij verhuren.")
            )
        self._warnings.say(warnings)
        self._binding.setEnabled(bool(dossier.regions))
        waits = [self.tr("Wacht op verzending: {what}").format(what=what) for what in view.pending]
        self._pending.say([*view.differs, *waits])
        self._persons.show_persons(dossier, self._today)
        for key, sections in self._sections.of(view).items():
            self._views[key].show_sections(sections)

    def put_beside_title(self, widget: QWidget) -> None:
        """Put what can be done with the dossier before the way back."""
        self._title_row.insertWidget(self._title_row.count() - 1, widget)

    def focus_first(self) -> None:
        """The tabs: arrows go from one to the next."""
        self.tabs.tabBar().setFocus()

    @property
    def warning_text(self) -> str:
        """What asks for attention, as shown."""
        return self._warnings.text

    @property
    def pending_text(self) -> str:
        """What is still to be told to the register, as shown."""
        return self._pending.text

    def _sentence(self, view: DossierView) -> str:
        dossier = view.dossier
        version, received_at = view.versions[0]
        parts = [
            self.tr("Dossier {number}").format(number=dossier.number),
            self.tr("ingeschreven op {day}").format(day=dutch_date(dossier.registered_on))
            if dossier.registered_on
            else self.tr("niet ingeschreven"),
            self.tr("behandelende verhuurder {party}").format(party=dossier.primary_party)
            + (self.tr(" (wij)") if view.row.primary else ""),
            self.tr("versie {n}, {origin}").format(n=version, origin=view.origin.words)
            if view.origin
            else self.tr("versie {n}, opgehaald {at}").format(n=version, at=moment(received_at)),
        ]
        return " · ".join(parts)


class _Lines(QFrame):
    """Sentences with a tone; hidden while there are none."""

    def __init__(self, tone: Tone, parent: QWidget) -> None:
        super().__init__(parent)
        self._label = QLabel(self)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_M, SPACE_S, SPACE_M, SPACE_S)
        layout.addWidget(self._label)
        set_tone(self, tone)
        self.hide()

    def say(self, lines: list[str]) -> None:
        self._label.setText("\n".join(lines))
        self.setAccessibleName(self._label.text())
        self.setVisible(bool(lines))

    @property
    def text(self) -> str:
        return self._label.text()
