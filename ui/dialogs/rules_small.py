"""The small dialogs of the settings: a value, a sub-area."""

from PySide6.QtWidgets import QCheckBox, QWidget

from cir_desktop.domain.values import dutch_date
from cir_desktop.services import rules_editing, rules_lines, settings
from cir_desktop.services.office import Office
from cir_desktop.services.settings import OwnRules, ValueLine
from ui.dialogs.rules_form import RulesDialog
from ui.dialogs.work_dialog import reading_label
from ui.widgets.form import text_field
from ui.workers.jobs import Jobs


class ValueDialog(RulesDialog):
    """Filling in a value that is known to change."""

    def __init__(self, office: Office, jobs: Jobs, parent: QWidget, draft: OwnRules, line: ValueLine) -> None:
        super().__init__(office, jobs, parent, draft)
        self.name(self.tr("Waarde invullen"), self.tr("Overnemen"))
        self._line = line
        about = self.tr("{name}, vanaf {day}").format(name=line.name, day=dutch_date(line.since))
        self.body.insertWidget(0, reading_label(about, self))
        self._value = text_field(self.form, most=20)
        self.form.add("value", self.tr("&Waarde"), self._value, self.tr("In hele euro."))
        self._source = text_field(self.form)
        self.form.add("source", self.tr("&Bron"), self._source, self.tr("Waar dit bedrag staat, met de datum."))
        self.resize(620, self.sizeHint().height())
        self.form.focus_first()

    def change(self) -> OwnRules:
        """The draft with this value."""
        line = self._line
        return settings.with_value(
            self._office, self._draft, line.key, line.since, self._value.text(), self._source.text()
        )


class AreaDialog(RulesDialog):
    """A sub-area with its municipalities, and whether they all agreed."""

    def __init__(self, office: Office, jobs: Jobs, parent: QWidget, draft: OwnRules, at: int | None) -> None:
        super().__init__(office, jobs, parent, draft)
        self.name(
            self.tr("Deelgebied toevoegen") if at is None else self.tr("Deelgebied wijzigen"), self.tr("Overnemen")
        )
        self._at = at
        self._name = text_field(self.form)
        self.form.add("name", self.tr("&Naam"), self._name)
        self._codes = text_field(self.form, most=500)
        self.form.add(
            "nis_codes", self.tr("&Gemeenten"), self._codes, self.tr("Namen of NIS-codes, met een komma ertussen.")
        )
        self._consensus = QCheckBox(self.tr("&Alle gemeenten gingen akkoord met de binding"), self.form)
        self.form.add("consensus", "", self._consensus)
        self._article = text_field(self.form)
        self.form.add("article", self.tr("&Beslissing"), self._article, self.tr("Waar het akkoord staat."))
        if at is not None:
            area = draft.sub_areas[at]
            self._name.setText(area.name)
            self._codes.setText(", ".join(rules_lines.place_text(code) for code in area.nis_codes))
            self._consensus.setChecked(area.consensus)
            self._article.setText(area.article)
        self.resize(620, self.sizeHint().height())
        self.form.focus_first()

    def change(self) -> OwnRules:
        """The draft with this sub-area."""
        return rules_editing.with_area(
            self._draft,
            self._at,
            self._name.text(),
            self._codes.text(),
            self._consensus.isChecked(),
            self._article.text(),
        )
