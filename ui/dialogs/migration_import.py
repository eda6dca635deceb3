"""Taking over an old list: what each of its columns becomes, with what that gives before anything is taken."""

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QScrollArea, QWidget

from cir_desktop.domain.migration_mapping import (
    SPLIT_WORDS,
    Assignment,
    Preview,
    Proposal,
    ProposedColumn,
    SheetMapping,
    Split,
)
from cir_desktop.errors import CirError
from cir_desktop.services import migration_import
from cir_desktop.services.migration_targets import sheet_words, targets
from cir_desktop.services.migration_work import OldFile
from cir_desktop.services.office import Office
from ui.dialogs.work_dialog import WorkDialog, reading_label
from ui.widgets.form import text_field
from ui.widgets.labels import QuietLabel
from ui.widgets.style import SPACE_M, SPACE_S
from ui.widgets.words import number
from ui.workers.jobs import Jobs, Lane

_LEFT_OUT = ""
_AS_PROPOSED = "voorstel"


class ImportDialog(WorkDialog):
    """Gives the mapping; a proposal that is changed is taken as it stands in the cell, without a split.

    Args:
        file: the old list, read.
        proposal: what we make of it.
    """

    def __init__(self, office: Office, jobs: Jobs, parent: QWidget, file: OldFile, proposal: Proposal) -> None:
        super().__init__(jobs, parent)
        self._office = office
        self._file = file
        self._mapping = proposal.mapping
        self._choices: dict[tuple[int, int], QComboBox] = {}
        self.name(self.tr("Oude lijst overnemen"), self.tr("Overnemen"))
        said = self.tr("{name} volgt ons sjabloon niet. Zeg wat elke kolom is; uw bestand blijft zoals het is.")
        self.body.addWidget(reading_label(said.format(name=proposal.file), self))
        if proposal.vendor is not None:
            self.body.addWidget(reading_label(proposal.vendor.advice, self))
        self.body.addWidget(self._columns(proposal), 1)
        self._words = reading_label("", self)
        self._words.setAccessibleName(self.tr("Wat dit geeft"))
        self.body.addWidget(self._words)
        form = self.add_form()
        self._profile = text_field(form, most=60)
        form.add(
            "name",
            self.tr("&Indeling bewaren als"),
            self._profile,
            self.tr("Mag leeg blijven. Een bewaarde indeling geldt vanzelf voor een volgend bestand met deze titels."),
        )
        self.body.addWidget(form)
        self.set_ready(False)
        self.resize(960, 640)
        self._preview()

    @property
    def mapping(self) -> tuple[SheetMapping, ...]:
        """What the choices say now."""
        return tuple(
            msgspec.structs.replace(
                sheet,
                assignments=tuple(
                    self._assigned(assignment, self._choices.get((place, at)))
                    for at, assignment in enumerate(sheet.assignments)
                ),
            )
            for place, sheet in enumerate(self._mapping)
        )

    def choice_of(self, title: str) -> QComboBox:
        """The choice for the column with this title."""
        return next(
            self._choices[place, at]
            for place, sheet in enumerate(self._mapping)
            for at, assignment in enumerate(sheet.assignments)
            if assignment.title == title
        )

    def do(self) -> None:
        """Keep the mapping when it has a name, and give it."""
        mapping, named = self.mapping, self._profile.text().strip()
        if not named:
            self.finish(mapping)
            return
        self.work(
            Lane.WRITE,
            lambda _task: migration_import.keep_profile(self._office, named, mapping),
            lambda _profile: self.finish(mapping),
            self.tr("Bewaren…"),
        )

    def _columns(self, proposal: Proposal) -> QWidget:
        inner = QWidget(self)
        grid = QGridLayout(inner)
        grid.setHorizontalSpacing(SPACE_M)
        grid.setVerticalSpacing(SPACE_S)
        grid.setColumnStretch(1, 3)
        grid.setColumnStretch(2, 2)
        sheets = {sheet.name: sheet for sheet in proposal.sheets}
        line = 0
        for place, sheet in enumerate(self._mapping):
            found = sheets.get(sheet.name)
            title = self.tr("Blad {name}, titels in rij {row}").format(name=sheet.name, row=sheet.header)
            grid.addWidget(QuietLabel(title, inner), line, 0, 1, 3)
            line += 1
            for at, assignment in enumerate(sheet.assignments):
                proposed = found.columns[at] if found and at < len(found.columns) else None
                self._add_line(grid, inner, line, (place, at), assignment, proposed)
                line += 1
        grid.setRowStretch(line, 1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        return area

    def _add_line(
        self,
        grid: QGridLayout,
        inner: QWidget,
        line: int,
        place: tuple[int, int],
        assignment: Assignment,
        proposed: ProposedColumn | None,
    ) -> None:
        choice = QComboBox(inner)
        choice.addItem(self.tr("niet overnemen"), _LEFT_OUT)
        if assignment.is_used:
            choice.addItem(self._words_of(assignment), _AS_PROPOSED)
            choice.setCurrentIndex(1)
        for number_of, target in enumerate(targets()):
            choice.addItem(target.words, number_of)
        choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        choice.setMinimumContentsLength(18)
        choice.setAccessibleName(assignment.title)
        why = proposed.why if proposed else ""
        choice.setToolTip(f"{self._words_of(assignment)}\n{why}".strip() if assignment.is_used else why)
        choice.currentIndexChanged.connect(lambda _at: self._preview())
        caption = QLabel(f"{proposed.letters} · {assignment.title}" if proposed else assignment.title, inner)
        caption.setTextFormat(Qt.TextFormat.PlainText)
        caption.setBuddy(choice)
        grid.addWidget(caption, line, 0)
        grid.addWidget(choice, line, 1)
        grid.addWidget(QuietLabel(", ".join(proposed.examples[:2]) if proposed else "", inner), line, 2)
        self._choices[place] = choice

    def _words_of(self, assignment: Assignment) -> str:
        known = next(
            (each.words for each in targets() if (each.sheet, each.key) == (assignment.sheet, assignment.key)), ""
        )
        person = f" ({assignment.person})" if assignment.person else ""
        split = f", {SPLIT_WORDS[assignment.split]}" if assignment.split is not Split.AS_IS else ""
        return f"{known}{person}{split}"

    def _assigned(self, proposed: Assignment, choice: QComboBox | None) -> Assignment:
        wanted = choice.currentData() if choice else _AS_PROPOSED
        if wanted == _AS_PROPOSED and isinstance(wanted, str):
            return proposed
        if not isinstance(wanted, int):
            return Assignment(proposed.title, proposed.nth)
        target = targets()[wanted]
        return Assignment(proposed.title, proposed.nth, target.sheet, target.key)

    def _preview(self) -> None:
        mapping: Sequence[SheetMapping] = self.mapping
        self.set_ready(False)
        self._jobs.run(
            Lane.READ,
            lambda _task: migration_import.preview(self._office, self._file, mapping),
            owner=self,
            on_done=self._show,
            on_error=self._not_possible,
            supersedes="preview",
        )

    def _show(self, preview: Preview) -> None:
        self.banner.clear()
        counts = ", ".join(f"{sheet_words(key)} {number(count)}" for key, count in preview.counts.items())
        told = [self.tr("Dit geeft: {counts}.").format(counts=counts)]
        if preview.not_split:
            left_out = sum(each.left_out for each in preview.not_split)
            words = self.tr("Niet te splitsen: {n} cellen; {left} daarvan vallen weg, de andere blijven heel.")
            told.append(words.format(n=number(len(preview.not_split)), left=number(left_out)))
        self._words.setText(" ".join(told))
        self.set_ready(any(preview.counts.values()))

    def _not_possible(self, error: CirError) -> None:
        self._words.setText("")
        self.show_error(error)
