"""Adding or changing the landlord's own internal rental regulation."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from cir_desktop.domain.codes import ACCELERATED_GROUPS, INTERNAL_GROUNDS
from cir_desktop.services import rules_editing, rules_lines
from cir_desktop.services.office import Office
from cir_desktop.services.rules_editing import TypedInternal
from cir_desktop.services.settings import OwnRules
from ui.dialogs.rules_form import RulesDialog
from ui.widgets.day_field import DayField, LastDayField
from ui.widgets.form import text_field
from ui.widgets.labels import button
from ui.widgets.rows_field import RowsField
from ui.widgets.style import SPACE_XS
from ui.workers.jobs import Jobs


class OrderField(QWidget):
    """Codes in an order that is set by moving them; unticked: no order is set."""

    def __init__(self, name: str, words: Mapping[str, str], order: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        self._set = QCheckBox(self.tr("Er is een volgorde bepaald"), self)
        self._set.setChecked(bool(order))
        self._list = QListWidget(self)
        self._list.setAccessibleName(name)
        for code in (*order, *(code for code in words if code not in order)):
            item = QListWidgetItem(words[code], self._list)
            item.setData(Qt.ItemDataRole.UserRole, code)
        self._list.setFixedHeight((self.fontMetrics().height() + 1) * len(words) + 8)
        self._set.toggled.connect(self._list.setEnabled)
        self._list.setEnabled(bool(order))
        up = button(self.tr("Hoger"), lambda: self._move(-1), self)
        down = button(self.tr("Lager"), lambda: self._move(1), self)
        side = QVBoxLayout()
        side.addWidget(up)
        side.addWidget(down)
        side.addStretch(1)
        row = QHBoxLayout()
        row.addWidget(self._list, 1)
        row.addLayout(side)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_XS)
        layout.addWidget(self._set)
        layout.addLayout(row)
        self.setFocusProxy(self._set)

    @property
    def order(self) -> tuple[str, ...]:
        """The codes in their order; nothing when none is set."""
        if not self._set.isChecked():
            return ()
        return tuple(self._list.item(row).data(Qt.ItemDataRole.UserRole) for row in range(self._list.count()))

    def _move(self, by: int) -> None:
        row = self._list.currentRow()
        if self._set.isChecked() and row >= 0 and 0 <= row + by < self._list.count():
            self._list.insertItem(row + by, self._list.takeItem(row))
            self._list.setCurrentRow(row + by)


class InternalDialog(RulesDialog):
    """The landlord's own rental regulation: term, order of the groups of pillars 2 and 4, reasons of refusal."""

    FIELDS = (("reason", "reasons"),)

    def __init__(
        self, office: Office, jobs: Jobs, parent: QWidget, draft: OwnRules, at: int | None, *, new: bool = False
    ) -> None:
        super().__init__(office, jobs, parent, draft)
        changing = self.tr("Nieuwe versie van het huurreglement") if new else self.tr("Intern huurreglement wijzigen")
        self.name(self.tr("Intern huurreglement toevoegen") if at is None else changing, self.tr("Overnemen"))
        self._at = None if new else at
        self._like = at if new else None
        known = draft.internal[at] if at is not None else None
        self._version = text_field(self.form)
        self.form.add("version", self.tr("&Versie"), self._version)
        self._since = DayField(known.since if known and not new else office.today, self.form)
        self.form.add("since", self.tr("Van &kracht vanaf"), self._since)
        last_day = rules_lines.last_day_of(known) if known and not new else None
        self._until = LastDayField(self.tr("Tot en met"), last_day, office.today, self.form)
        self.form.add("until", self.tr("&Laatste dag"), self._until)
        self._decision = text_field(self.form)
        self.form.add("decision", self.tr("&Beslissing"), self._decision, self.tr("Orgaan en dag."))
        self._source = text_field(self.form)
        self.form.add("source", self.tr("Br&on"), self._source, self.tr("Waar het reglement te lezen is."))
        self._days = text_field(self.form, most=3)
        self.form.add(
            "answer_days",
            self.tr("&Antwoordtermijn"),
            self._days,
            self.tr("Kalenderdagen om op een aanbod te antwoorden; leeg: de algemene termijn."),
        )
        self._accelerated = OrderField(
            self.tr("Versnelde toewijzing"), ACCELERATED_GROUPS, known.accelerated_order if known else (), self.form
        )
        self.form.add("accelerated_order", self.tr("Versnelde &toewijzing"), self._accelerated)
        self._internal = OrderField(
            self.tr("Interne mutatie"), INTERNAL_GROUNDS, known.internal_order if known else (), self.form
        )
        self.form.add("internal_order", self.tr("&Interne mutatie"), self._internal)
        self._reasons = RowsField(
            self.tr("Redenen van weigering"),
            (
                self.tr("Code"),
                self.tr("Reden"),
                self.tr("Gegrond"),
                self.tr("Betekenis"),
                self.tr("Bron"),
                self.tr("Zekerheid"),
            ),
            self.form,
            add_words=self.tr("Reden toevoegen"),
            remove_words=self.tr("Reden verwijderen"),
            closed={2: rules_editing.YES_NO, 5: rules_editing.CERTAINTY},
            wide=(1, 3, 4, 5),
        )
        self.form.add(
            "reasons",
            self.tr("&Redenen van weigering"),
            self._reasons,
            self.tr("Geen enkele: de meegeleverde lijst."),
        )
        self._reasons.set_rows(rules_lines.reason_rows(known.reasons if known else ()))
        if known is not None:
            self._version.setText(known.version)
            self._decision.setText(known.decision)
            self._source.setText(known.source)
            self._days.setText("" if known.answer_days is None else str(known.answer_days))
        self.resize(860, 640)
        self.form.focus_first()

    def change(self) -> OwnRules:
        """The draft with this regulation."""
        typed = TypedInternal(
            version=self._version.text(),
            since=self._since.day,
            last_day=self._until.last_day,
            decision=self._decision.text(),
            source=self._source.text(),
            answer_days=self._days.text(),
            accelerated_order=self._accelerated.order,
            internal_order=self._internal.order,
            reasons=self._reasons.rows,
        )
        return rules_editing.with_internal(self._draft, self._at, typed, self._office.today, self._like)
