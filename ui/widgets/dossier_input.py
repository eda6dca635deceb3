"""Fields to type one value of a dossier in, by its kind; each gives the text that the services read."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QWidget

from cir_desktop.domain.codes import HOME_TYPES, STATUS_WORDS
from cir_desktop.domain.dossier_fields import DossierField, FieldKind
from cir_desktop.domain.dossier_words import LANGUAGE_LEVELS
from ui.widgets.rows_field import RowsField
from ui.widgets.style import SPACE_S, SPACE_XS


class DossierInput(QWidget):
    """A field of any kind; `text` is what stands in it, in the form that `field_texts.parse` reads."""

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(SPACE_XS)

    @property
    def text(self) -> str:
        """What stands in the field."""
        raise NotImplementedError

    def name(self, words: str) -> None:
        """What a screen reader calls the field and its parts."""
        self.setAccessibleName(words)


class LineInput(DossierInput):
    """A line of text."""

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._line = QLineEdit(text, self)
        self._line.setMaxLength(200)
        self._line.textChanged.connect(self.changed)
        self.row.addWidget(self._line)
        self.setFocusProxy(self._line)

    @property
    def text(self) -> str:
        """What was typed."""
        return self._line.text()

    def name(self, words: str) -> None:
        """Of the line itself."""
        super().name(words)
        self._line.setAccessibleName(words)


class AddressInput(DossierInput):
    """Street, number, box, postcode and place on one line."""

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        parts = [part.strip() for part in text.split(";")]
        self._titles = (
            self.tr("Straat"),
            self.tr("Nummer"),
            self.tr("Bus"),
            self.tr("Postcode"),
            self.tr("Plaats"),
        )
        self._parts: list[QLineEdit] = []
        for place, (title, width) in enumerate(zip(self._titles, (5, 2, 1, 2, 4), strict=True)):
            line = QLineEdit(parts[place] if place < len(parts) else "", self)
            line.setPlaceholderText(title)
            line.setMaxLength(100)
            line.setMinimumWidth(line.fontMetrics().horizontalAdvance(title) + 2 * SPACE_S + SPACE_XS)
            line.textChanged.connect(self.changed)
            self.row.addWidget(line, width)
            self._parts.append(line)
        self.setFocusProxy(self._parts[0])

    @property
    def text(self) -> str:
        """The parts with semicolons between; empty when none was typed."""
        parts = [line.text().replace(";", ",").strip() for line in self._parts]
        return "; ".join(parts) if any(parts) else ""

    def name(self, words: str) -> None:
        """Of every part."""
        super().name(words)
        for title, line in zip(self._titles, self._parts, strict=True):
            line.setAccessibleName(f"{words}: {title}")


class ChoiceInput(DossierInput):
    """One of a closed list; empty when the field may be."""

    def __init__(self, text: str, choices: dict[str, str], parent: QWidget, *, may_be_empty: bool) -> None:
        super().__init__(parent)
        self._box = QComboBox(self)
        if may_be_empty or not text:
            self._box.addItem(self.tr("(leeg)"), "")
        # A code that we do not know stays what it is until somebody chooses another.
        for code, words in {**choices, **({text: text} if text and text not in choices else {})}.items():
            self._box.addItem(words, code)
        self._box.setCurrentIndex(max(self._box.findData(text), 0))
        self._box.currentIndexChanged.connect(lambda _place: self.changed.emit())
        self.row.addWidget(self._box)
        self.row.addStretch(1)
        self.setFocusProxy(self._box)

    @property
    def text(self) -> str:
        """The chosen code."""
        return str(self._box.currentData())

    def name(self, words: str) -> None:
        """Of the list itself."""
        super().name(words)
        self._box.setAccessibleName(words)


class TypesInput(DossierInput):
    """The types of home, each with a tick; none means any."""

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        chosen = {code.strip() for code in text.split(",")}
        self._ticks: dict[str, QCheckBox] = {}
        for code, words in HOME_TYPES.items():
            tick = QCheckBox(words, self)
            tick.setChecked(code in chosen)
            tick.toggled.connect(lambda _on: self.changed.emit())
            self._ticks[code] = tick
            self.row.addWidget(tick)
            self.row.addSpacing(SPACE_S)
        self.row.addStretch(1)
        self.setFocusProxy(next(iter(self._ticks.values())))

    @property
    def text(self) -> str:
        """The codes with commas between."""
        return ", ".join(code for code, tick in self._ticks.items() if tick.isChecked())


class RegionsInput(DossierInput):
    """The chosen municipalities, each with its neighbourhoods."""

    def __init__(self, text: str, parent: QWidget, name: str) -> None:
        super().__init__(parent)
        self._rows = RowsField(
            name,
            (self.tr("Gemeente"), self.tr("Wijken (leeg is de hele gemeente)")),
            self,
            add_words=self.tr("Gemeente toevoegen"),
            remove_words=self.tr("Gemeente weglaten"),
            wide=(1,),
        )
        self._rows.table.setColumnWidth(0, self.fontMetrics().averageCharWidth() * 24)
        self._rows.set_rows([[each.strip() for each in part.split(":")] for part in text.split(";") if part.strip()])
        self._rows.changed.connect(self.changed)
        self.row.addWidget(self._rows)
        self.setFocusProxy(self._rows)

    @property
    def text(self) -> str:
        """The municipalities with semicolons between, each with its neighbourhoods behind a colon."""
        return "; ".join(f"{place}: {parts}" if parts else place for place, parts in self._rows.rows)


def input_of(field: DossierField, text: str, parent: QWidget) -> DossierInput:
    """The field to type a value in, with what stands there now."""
    choices = {
        FieldKind.LANGUAGE: LANGUAGE_LEVELS,
        FieldKind.STATUS: STATUS_WORDS,
        FieldKind.YES_NO: {"ja": "ja", "nee": "nee"},
    }.get(field.kind)
    made: DossierInput
    if choices is not None:
        made = ChoiceInput(text, choices, parent, may_be_empty=not field.required)
    elif field.kind is FieldKind.ADDRESS:
        made = AddressInput(text, parent)
    elif field.kind is FieldKind.REGIONS:
        made = RegionsInput(text, parent, field.label)
    elif field.kind is FieldKind.TYPES:
        made = TypesInput(text, parent)
    else:
        made = LineInput(text, parent)
    made.name(field.label)
    return made
