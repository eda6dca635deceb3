"""The documents of a housing-need request: fetched on demand, pictures shown, the rest saved with a warning."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from cir_desktop.domain.identity import Role
from cir_desktop.errors import CirError
from cir_desktop.services import need_documents
from cir_desktop.services.housing_need import NeedDocument
from cir_desktop.services.need_documents import Document
from cir_desktop.services.office import Office
from ui.dialogs.work_dialog import motive_field
from ui.models.columns import Tone
from ui.widgets.labels import QuietLabel, button
from ui.widgets.notice import Notice
from ui.widgets.picture_view import PictureView
from ui.widgets.style import SPACE_M, SPACE_S
from ui.workers.jobs import Jobs, Lane


class NeedDocuments(QWidget):
    """A list, what the chosen one shows, and a field for what it proves."""

    changed = Signal()
    """An evaluation was typed."""
    failed = Signal(object)

    def __init__(self, office: Office, jobs: Jobs, parent: QWidget, dossier: str, requested_on: date) -> None:
        super().__init__(parent)
        self._office = office
        self._jobs = jobs
        self._about = (office, dossier, requested_on)
        self._documents: list[NeedDocument] = []
        self._kept: set[str] = set()
        self._said: dict[str, str] = {}
        self._may_fetch = False
        self._list = QListWidget(self)
        self._list.setAccessibleName(self.tr("Documenten"))
        self._list.setSpacing(2)
        self._list.setWordWrap(True)
        self._list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.currentRowChanged.connect(lambda _row: self._chosen_changed())
        self._list.itemActivated.connect(lambda _item: self.fetch())
        self._picture = PictureView(self.tr("Document"), self)
        self._fetch = button(self.tr("Document &bekijken"), self.fetch, self, needs=Role.CLERK)
        self._save = button(self.tr("Bewaren als best&and…"), self._ask_file, self, needs=Role.CLERK)
        self._save.setToolTip(
            self.tr("Het bestand is dan leesbaar buiten de versleutelde werkmap; dit wordt genoteerd.")
        )
        self._forget = button(self.tr("Opgehaalde ver&wijderen"), self._forget_all, self, needs=Role.CLERK)
        self._forget.setToolTip(
            self.tr("Van dit dossier; ze kunnen opnieuw opgehaald worden zolang het verzoek loopt.")
        )
        self._notice = Notice(self)
        self._text = motive_field(self)
        self._text.textChanged.connect(self._typed)
        caption = QLabel(self.tr("Wat dit document aan&toont"), self)
        caption.setBuddy(self._text)
        self._text.setAccessibleName(self.tr("Wat dit document aantoont"))
        hint = QuietLabel(self.tr("Gaat mee naar het CIR; ook als het niets aantoont."), self)
        left = QVBoxLayout()
        left.setSpacing(SPACE_S)
        left.addWidget(self._list, 1)
        left.addWidget(caption)
        left.addWidget(self._text)
        left.addWidget(hint)
        steps = QHBoxLayout()
        steps.setSpacing(SPACE_S)
        steps.addWidget(self._fetch)
        steps.addWidget(self._save)
        steps.addWidget(self._forget)
        steps.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(SPACE_S)
        right.addWidget(self._picture, 1)
        right.addLayout(steps)
        both = QHBoxLayout()
        both.setSpacing(SPACE_M)
        both.addLayout(left, 2)
        both.addLayout(right, 3)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, SPACE_S, 0, 0)
        layout.addWidget(self._notice)
        layout.addLayout(both, 1)
        self._chosen_changed()

    @property
    def evaluations(self) -> Mapping[str, str]:
        """What was typed of each document, by its id; nothing typed is left out."""
        return {one: text.strip() for one, text in self._said.items() if text.strip()}

    def show_documents(self, documents: Sequence[NeedDocument], *, may_change: bool, may_fetch: bool) -> None:
        """Show these documents with what was said of them."""
        self._documents = list(documents)
        self._said = {one.id: one.evaluation for one in documents}
        self._kept = {one.id for one in documents if one.kept}
        self._may_fetch = may_fetch
        self._text.setReadOnly(not may_change)
        self._list.clear()
        for one in documents:
            self._list.addItem(QListWidgetItem(self._words(one)))
        if documents:
            self._list.setCurrentRow(0)
        self._chosen_changed()

    def take_focus(self) -> None:
        """Begin at the list."""
        self._list.setFocus(Qt.FocusReason.OtherFocusReason)

    def fetch(self) -> None:
        """Fetch the chosen document, or take it from what is kept, and show it."""
        chosen = self._chosen
        if chosen is None or not self._may_fetch:
            return
        self._picture.show_words(self.tr("Wordt opgehaald…"))
        self._jobs.run(
            Lane.NETWORK,
            lambda _task: need_documents.fetch(*self._about, chosen.id),
            owner=self,
            on_done=self._fetched,
            on_error=self._not_fetched,
            supersedes="document",
        )

    def save(self, path: Path) -> None:
        """Write the chosen document as a file."""
        chosen = self._chosen
        if chosen is None:
            return
        write = partial(need_documents.save, *self._about, chosen.id, path)
        self._jobs.run(
            Lane.NETWORK,
            lambda _task: write(),
            owner=self,
            on_done=lambda warning: self._notice.say(warning, tone=Tone.WARN),
            on_error=self.failed.emit,
        )

    @property
    def _chosen(self) -> NeedDocument | None:
        row = self._list.currentRow()
        return self._documents[row] if 0 <= row < len(self._documents) else None

    def _words(self, document: NeedDocument) -> str:
        size = need_documents.size_words(document.size)
        kept = document.id in self._kept
        state = self.tr("opgehaald, versleuteld bewaard") if kept else self.tr("niet opgehaald")
        return f"{document.name}\n{size}, {state}"

    def _chosen_changed(self) -> None:
        chosen = self._chosen
        self._fetch.setEnabled(chosen is not None and self._may_fetch)
        self._save.setEnabled(chosen is not None and self._may_fetch)
        self._forget.setEnabled(bool(self._kept))
        self._text.setEnabled(chosen is not None)
        blocked = self._text.blockSignals(True)
        self._text.setPlainText(self._said.get(chosen.id, "") if chosen else "")
        self._text.blockSignals(blocked)
        if chosen is None:
            self._picture.show_words(self.tr("Bij dit verzoek zitten geen documenten."))
        elif not self._may_fetch:
            self._picture.show_words(self.tr("Dit verzoek is afgesloten: documenten worden niet meer opgehaald."))
        else:
            self._picture.show_words(self.tr("Kies “Document bekijken” om het op te halen."))

    def _typed(self) -> None:
        if self._chosen is not None:
            self._said[self._chosen.id] = self._text.toPlainText()
            self.changed.emit()

    def _fetched(self, document: Document) -> None:
        self._kept.add(document.id)
        self._show_kept()
        if self._chosen is None or self._chosen.id != document.id:
            return
        if document.kind in need_documents.PICTURES and self._picture.show_picture(document.data, document.name):
            return
        if document.kind == "pdf":
            self._picture.show_words(
                self.tr("Een pdf wordt hier niet getoond. Bewaar het als bestand om het te lezen.")
            )
        else:
            self._picture.show_words(
                self.tr("Dit soort bestand wordt hier niet getoond. Bewaar het als bestand, en open het met zorg.")
            )

    def _show_kept(self) -> None:
        for row, one in enumerate(self._documents):
            self._list.item(row).setText(self._words(one))
        self._forget.setEnabled(bool(self._kept))

    def _forget_all(self) -> None:
        office, dossier, _ = self._about
        self._jobs.run(
            Lane.WRITE,
            lambda _task: need_documents.forget(office, dossier),
            owner=self,
            on_done=self._forgotten,
            on_error=self.failed.emit,
        )

    def _forgotten(self, _count: int) -> None:
        self._kept.clear()
        self._show_kept()
        self._chosen_changed()
        self._notice.say(self.tr("De opgehaalde documenten van dit dossier zijn hier verwijderd."))

    def _not_fetched(self, error: CirError) -> None:
        self._picture.show_words(self.tr("Niet opgehaald."))
        self.failed.emit(error)

    def _ask_file(self) -> None:
        chosen = self._chosen
        if chosen is None:
            return
        asked = QFileDialog(self, self.tr("Waar komt het document?"))
        asked.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        asked.selectFile(Path(chosen.name).name)
        asked.fileSelected.connect(lambda name: self.save(Path(name)))
        asked.finished.connect(asked.deleteLater)
        asked.open()
