"""A mark of the closed list and a note beside one candidate."""

from functools import partial

from PySide6.QtWidgets import QWidget

from cir_desktop.services import reviews
from cir_desktop.services.office import Office
from cir_desktop.services.reviews import LONGEST_NOTE, Reviews
from ui.dialogs.work_dialog import WorkDialog
from ui.widgets.form import choice_field, text_field
from ui.widgets.labels import Heading
from ui.workers.jobs import Jobs, Lane


class ReviewDialog(WorkDialog):
    """Gives the reviews of the home as they are then; an empty mark and note take the line away."""

    def __init__(
        self, office: Office, jobs: Jobs, parent: QWidget, home: str, dossier: str, name: str, now: Reviews
    ) -> None:
        super().__init__(jobs, parent)
        self.name(self.tr("Nazicht en nota"), self.tr("Noteren"))
        self._office = office
        self._home = home
        self._dossier = dossier
        heading = Heading(self.tr("{name}, dossier {dossier}").format(name=name, dossier=dossier), self)
        heading.setWordWrap(True)
        self.body.addWidget(heading)
        form = self.add_form()
        self._mark = choice_field(form, [("", self.tr("geen")), *now.words.items()])
        self._note = text_field(form, most=LONGEST_NOTE)
        mark = now.marks.get(dossier)
        if mark is not None:
            self._mark.setCurrentIndex(max(self._mark.findData(mark.mark), 0))
            self._note.setText(mark.note)
        form.add("mark", self.tr("Na&zicht"), self._mark)
        hint = self.tr("Gaat mee met de lijst die u bewaart; geen rijksregisternummer. Het CIR krijgt dit niet.")
        form.add("note", self.tr("N&ota"), self._note, hint)
        self.body.addWidget(form)
        self.resize(560, self.sizeHint().height())
        self._note.setFocus()

    def do(self) -> None:
        """Keep it."""
        code: str = self._mark.currentData()
        keep = partial(mark_and_read, self._office, self._home, self._dossier, code, self._note.text())
        self.work(Lane.WRITE, lambda _task: keep(), self.finish, self.tr("Het nazicht wordt genoteerd…"))


def mark_and_read(office: Office, home: str, dossier: str, mark: str | None, note: str | None) -> Reviews:
    """Put a mark and a note (None keeps what is there), and give all of them. Raises as reviews.mark."""
    reviews.mark(office, home, dossier, mark, note)
    return reviews.reviews_of(office, home)
