"""The landlord's own table of rational occupancy: whom a home with so many bedrooms is for."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QWidget

from cir_desktop.errors import BadInput
from cir_desktop.services import occupancy_editing
from cir_desktop.services.occupancy_editing import ADULTS, NO, YES, TypedTable
from cir_desktop.services.office import Office
from cir_desktop.services.settings import OwnRules
from ui.dialogs.rules_form import RulesDialog
from ui.dialogs.work_dialog import reading_label
from ui.widgets.form import text_field
from ui.widgets.labels import QuietLabel, button
from ui.widgets.rows_field import RowsField
from ui.workers.jobs import Jobs


class OccupancyDialog(RulesDialog):
    """The table of one internal rental regulation, beginning with the one that counts for it now."""

    def __init__(self, office: Office, jobs: Jobs, parent: QWidget, draft: OwnRules, at: int) -> None:
        super().__init__(office, jobs, parent, draft)
        self.name(self.tr("Bezettingstabel"), self.tr("Overnemen"))
        self._at = at
        self._shipped = occupancy_editing.shipped_table(office)
        self._former = draft.internal[at].table or self._shipped
        self._rows = RowsField(
            self.tr("Bezettingstabel"),
            (
                self.tr("Slaapkamers van"),
                self.tr("Slaapkamers t.e.m."),
                self.tr("Wie"),
                self.tr("Kinderen van"),
                self.tr("Kinderen t.e.m."),
                self.tr("Paren"),
                self.tr("Handicap"),
            ),
            self.form,
            add_words=self.tr("Rij toevoegen"),
            remove_words=self.tr("Rij verwijderen"),
            closed={2: tuple(ADULTS.values()), 6: (NO, YES)},
            wide=(2,),
            rows_shown=9,
        )
        self.content.insertWidget(
            0,
            reading_label(
                self.tr(
                    "Een rij is één soort gezin; past een van de rijen van een aantal slaapkamers, dan past het gezin."
                    " Kinderen zijn alle personen naast de alleenstaande of het koppel. Paren: zoveel paren kinderen"
                    " van hetzelfde geslacht. Leeg bij t.e.m.: of meer."
                ),
                self,
            ),
        )
        self.form.add("rows", self.tr("&Bezettingstabel"), self._rows)
        self._step_down = QCheckBox(self.tr("Past niemand, dan komt telkens één persoon &minder in aanmerking"), self)
        self.form.add("step_down", "", self._step_down)
        self._article = text_field(self.form)
        self.form.add("article", self.tr("&Artikel"), self._article, self.tr("Waar de tabel in het reglement staat."))
        self._words = reading_label("", self)
        self._words.setAccessibleName(self.tr("De tabel in woorden"))
        back = button(self.tr("&Standaardtabel terugzetten"), self._put_back, self)
        self.content.addWidget(back, 0, Qt.AlignmentFlag.AlignLeft)
        self.content.addWidget(
            QuietLabel(self.tr("Wie door de tabel van plaats wijzigt, ziet u voor u de reglementen bewaart."), self)
        )
        self.content.addWidget(self._words)
        shown = occupancy_editing.typed(self._former)
        self._rows.set_rows(shown.rows)
        self._step_down.setChecked(shown.step_down)
        self._article.setText(shown.article)
        self._rows.changed.connect(self._say)
        self._say()
        self.resize(940, 640)
        self.form.focus_first()

    def change(self) -> OwnRules:
        """The draft with this table."""
        typed = TypedTable(step_down=self._step_down.isChecked(), article=self._article.text(), rows=self._rows.rows)
        return occupancy_editing.with_table(self._office, self._draft, self._at, typed)

    def _put_back(self) -> None:
        """Fill in the shipped table; what stood there can be had back with the undo of the rows."""
        shown = occupancy_editing.typed(self._shipped)
        self._rows.replace(shown.rows)
        self._step_down.setChecked(shown.step_down)

    def _say(self) -> None:
        """Say in sentences what the rows mean, as far as they can be read."""
        try:
            self._words.setText("\n".join(occupancy_editing.table_words(self._rows.rows, self._former)))
        except BadInput as error:
            self._words.setText(self.tr("De tabel is nog niet af. {what}").format(what=error.what))
