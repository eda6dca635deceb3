"""Adding or changing the allocation regulation of a municipality or a sub-area."""

from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from cir_desktop.services import rules_editing, rules_lines
from cir_desktop.services.office import Office
from cir_desktop.services.rules_editing import TypedRegulation
from cir_desktop.services.rules_lines import MunicipalRules
from cir_desktop.services.settings import OwnRules
from ui.dialogs.rules_form import RulesDialog
from ui.widgets.day_field import DayField, LastDayField
from ui.widgets.form import text_field
from ui.widgets.rows_field import RowsField
from ui.workers.jobs import Jobs


class MunicipalDialog(RulesDialog):
    """Place, version, day, decision, the stricter bindings in their order, and the target groups.

    `new`: a later version of the regulation at this place, which begins as that one.
    """

    def __init__(
        self, office: Office, jobs: Jobs, parent: QWidget, draft: OwnRules, at: int | None, *, new: bool = False
    ) -> None:
        super().__init__(office, jobs, parent, draft)
        changing = self.tr("Nieuwe versie van een reglement") if new else self.tr("Reglement wijzigen")
        self.name(self.tr("Reglement toevoegen") if at is None else changing, self.tr("Overnemen"))
        self._at = None if new else at
        self._municipality = self._text(
            "municipality",
            self.tr("&Gemeente of deelgebied"),
            self.tr("De naam of de NIS-code, de naam van een deelgebied, of * voor elke andere gemeente."),
        )
        self._version = self._text("version", self.tr("&Versie"), self.tr("Zoals de gemeenteraad ze noemt."))
        self._since = DayField(office.today, self.form)
        self.form.add("since", self.tr("Van &kracht vanaf"), self._since)
        self._until = LastDayField(self.tr("Tot en met"), None, office.today, self.form)
        self.form.add("until", self.tr("&Laatste dag"), self._until)
        self._decision = self._text("decision", self.tr("&Beslissing"), self.tr("Orgaan en dag."))
        self._source = self._text("source", self.tr("Br&on"), self.tr("Waar het reglement te lezen is."))
        self._care = QCheckBox(self.tr("&Mantelzorg telt na de bindingen"), self.form)
        self._care.setChecked(True)
        self.form.add("care", "", self._care)
        self._levels = RowsField(
            self.tr("Strengere bindingen"),
            (
                self.tr("Jaren"),
                self.tr("In de laatste"),
                self.tr("Deelgebied"),
                self.tr("Artikel"),
                self.tr("Zekerheid"),
            ),
            self.form,
            add_words=self.tr("Binding toevoegen"),
            remove_words=self.tr("Binding verwijderen"),
            closed={4: rules_editing.CERTAINTY},
            hidden=1,
            wide=(3, 4),
            ordered=True,
        )
        self.form.add(
            "levels",
            self.tr("&Strengere bindingen"),
            self._levels,
            self.tr("De strengste eerst; nooit zwakker dan 5 van de laatste 10 jaar (BVCW art. 6.23 §1)."),
        )
        self._groups = RowsField(
            self.tr("Doelgroepen"),
            (
                self.tr("Naam"),
                self.tr("Voorbehouden"),
                self.tr("Leeftijd vanaf"),
                self.tr("Handicap"),
                self.tr("Woningen"),
                self.tr("Artikel"),
                self.tr("Zekerheid"),
            ),
            self.form,
            add_words=self.tr("Doelgroep toevoegen"),
            remove_words=self.tr("Doelgroep verwijderen"),
            closed={
                1: rules_editing.YES_NO,
                3: tuple(reversed(rules_editing.YES_NO)),
                6: rules_editing.CERTAINTY,
            },
            wide=(0, 4, 5, 6),
        )
        self.form.add(
            "groups",
            self.tr("&Doelgroepen"),
            self._groups,
            self.tr("Woningen: hun codes, met een komma ertussen."),
        )
        if at is not None:
            self._fill(draft.municipal[at])
        if new:
            self._since.set_day(office.today)
            self._until.set_last_day(None)
        self.resize(960, 640)
        self.form.focus_first()

    def change(self) -> OwnRules:
        """The draft with this regulation."""
        typed = TypedRegulation(
            municipality=self._municipality.text(),
            version=self._version.text(),
            since=self._since.day,
            last_day=self._until.last_day,
            decision=self._decision.text(),
            source=self._source.text(),
            care=self._care.isChecked(),
            levels=self._levels.rows,
            groups=self._groups.rows,
        )
        return rules_editing.with_municipal(self._draft, self._at, typed, self._office.today)

    def _text(self, key: str, label: str, hint: str) -> QLineEdit:
        field = text_field(self.form)
        self.form.add(key, label, field, hint)
        return field

    def _fill(self, rules: MunicipalRules) -> None:
        self._municipality.setText(rules_lines.place_text(rules.municipality))
        self._version.setText(rules.version)
        self._since.set_day(rules.since)
        self._decision.setText(rules.decision)
        self._source.setText(rules.source)
        self._care.setChecked(rules.care)
        self._until.set_last_day(rules_lines.last_day_of(rules))
        self._levels.set_rows(rules_lines.level_rows(rules))
        self._groups.set_rows(rules_lines.group_rows(rules))
