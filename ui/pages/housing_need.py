"""Woonnood: housing-need requests, registrations to investigate, and the yearly actualisation."""

from typing import Any

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QTabWidget, QWidget

from cir_desktop.services.office import Office
from cir_desktop.services.roles import LOOK
from ui.pages.housing_need_actualisation import ActualisationTab
from ui.pages.housing_need_investigation import InvestigationTab
from ui.pages.housing_need_requests import RequestsTab
from ui.pages.housing_need_tab import WorkTab
from ui.widgets.notice import Notice
from ui.widgets.page import Page
from ui.widgets.words import number
from ui.workers.jobs import Jobs


class HousingNeedPage(Page):
    """Three lists of work, each with its count in its tab."""

    needs = LOOK

    dossier_asked = Signal(str)
    """The clerk wants to see the dossier with this number."""

    def __init__(self, office: Office, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(QCoreApplication.translate("HousingNeedPage", "Woonnood"), parent)
        self._notice = Notice(self)
        self._tabs = QTabWidget(self)
        self._tabs.setDocumentMode(True)
        self.requests = RequestsTab(office, jobs, self)
        self.investigation = InvestigationTab(office, jobs, self)
        self.actualisation = ActualisationTab(office, jobs, self)
        titles = (self.tr("Woonnoodverzoeken ({n})"), self.tr("Onderzoek ({n})"), self.tr("Actualisatie ({n})"))
        for tab, title in zip(self._all, titles, strict=True):
            self._add(tab, title)
        self.header.say(
            self.tr(
                "Wat kandidaten vragen en wat wij moeten nakijken. Niets vertrekt voor u het klaarzet en verstuurt."
            )
        )
        self.body.addWidget(self._notice)
        self.body.addWidget(self._tabs, 1)

    def refresh(self) -> None:
        """Ask the three lists again."""
        for tab in self._all:
            tab.refresh()

    def focus_first(self) -> None:
        """The search field of the tab that is shown."""
        self._all[self._tabs.currentIndex()].focus_first()

    @property
    def outcome_sentence(self) -> str:
        """What the last step did; empty while nothing is said."""
        return self._notice.sentence

    @property
    def _all(self) -> tuple[WorkTab[Any], ...]:
        return self.requests, self.investigation, self.actualisation

    def _add(self, tab: WorkTab[Any], title: str) -> None:
        place = self._tabs.addTab(tab, title.format(n=number(0)))
        tab.counted.connect(lambda count: self._tabs.setTabText(place, title.format(n=number(count))))
        tab.failed.connect(self.show_error)
        tab.wrote.connect(self._wrote)
        tab.dossier_asked.connect(self.dossier_asked)

    def _wrote(self, sentence: str) -> None:
        self.banner.clear()
        self._notice.say(sentence)
        self.changed.emit()
