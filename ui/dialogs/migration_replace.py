"""One value of a column replaced in all its rows: how many first."""

from PySide6.QtWidgets import QWidget

from cir_desktop.domain.migration_fixing import Recipe, RecipePreview
from cir_desktop.errors import CirError
from cir_desktop.services import migration_fixing
from cir_desktop.services.migration_work import Work
from cir_desktop.services.office import Office
from ui.dialogs.work_dialog import WorkDialog, reading_label
from ui.widgets.form import text_field
from ui.widgets.words import number
from ui.workers.jobs import Jobs, Lane


class ReplaceDialog(WorkDialog):
    """Counts while somebody types; gives the Recipe, which the list in hand then takes.

    Args:
        sheet, key: the column, by key; `title` as the clerk knows it.
        before: the value that is replaced, as it is shown.
    """

    def __init__(
        self, office: Office, jobs: Jobs, parent: QWidget, work: Work, sheet: str, key: str, title: str, before: str
    ) -> None:
        super().__init__(jobs, parent)
        self._office = office
        self._work = work
        self._recipe = Recipe(sheet, key, before, "")
        self._counted: RecipePreview | None = None
        self.name(self.tr("Vervangen in een kolom"), self.tr("Vervangen"))
        self.body.addWidget(
            reading_label(
                self.tr(
                    "Kolom {title}. Elke cel met {before} krijgt de nieuwe waarde, ook in een volgende lijst."
                ).format(title=title, before=f"“{before}”" if before else self.tr("niets erin")),
                self,
            )
        )
        form = self.add_form()
        self._after = text_field(form)
        form.add("after", self.tr("&Nieuwe waarde"), self._after, self.tr("Leeg laten maakt de cellen leeg."))
        self.body.addWidget(form)
        self._words = reading_label("", self)
        self.body.addWidget(self._words)
        self.body.addStretch(1)
        self.setMinimumWidth(520)
        self._after.textChanged.connect(lambda _text: self._count())
        self.set_ready(False)
        form.focus_first()
        self._count()

    def do(self) -> None:
        """Give the recipe."""
        self.finish(self._wanted())

    def _wanted(self) -> Recipe:
        return Recipe(self._recipe.sheet, self._recipe.key, self._recipe.before, self._after.text().strip())

    def _count(self) -> None:
        wanted = self._wanted()
        if wanted.after == wanted.before:
            self.set_ready(False)
            self._words.setText("")
            return
        self._jobs.run(
            Lane.READ,
            lambda _task: migration_fixing.preview(self._office, self._work, wanted),
            owner=self,
            on_done=self._show,
            on_error=self._not_possible,
            supersedes="count",
        )

    def _show(self, preview: RecipePreview) -> None:
        for form in self.forms:
            form.clear_problems()
        self._words.setText(preview.words)
        words = self.tr("{n} cel vervangen") if preview.count == 1 else self.tr("{n} cellen vervangen")
        self.main_button.setText(words.format(n=number(preview.count)))
        self.set_ready(preview.count > 0)

    def _not_possible(self, error: CirError) -> None:
        self.set_ready(False)
        self.show_error(error)
