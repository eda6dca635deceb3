"""Why somebody stands where he or she stands: every rule with its answer, source and certainty."""

from collections.abc import Mapping, Sequence
from html import escape

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QTextBrowser, QVBoxLayout, QWidget

from cir_desktop.domain.codes import certainty_words
from cir_desktop.domain.comparing import ValueApplied
from cir_desktop.domain.ranking import Answer, RuleAnswer
from cir_desktop.domain.values import dutch_date
from ui.models.columns import Tone
from ui.widgets.labels import Heading, QuietLabel
from ui.widgets.style import SPACE_S, colours, quiet

_TONES = {Answer.MET: Tone.GOOD, Answer.NOT_MET: Tone.BAD, Answer.UNKNOWN: Tone.WARN}


class ExplanationPanel(QWidget):
    """The answers of the rules in their order; can be walked through and copied with the keyboard."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._answers: Sequence[RuleAnswer] = ()
        self._values: Mapping[str, Sequence[ValueApplied]] = {}
        self._title = Heading("", self)
        self._title.setWordWrap(True)
        self._sentence = QuietLabel("", self)
        self._text = QTextBrowser(self, openLinks=False)
        self._text.setObjectName("explanation")
        self._text.setAccessibleName(self.tr("Uitleg per regel"))
        self._answer_words = {
            Answer.MET: self.tr("Voldaan"),
            Answer.NOT_MET: self.tr("Niet voldaan"),
            Answer.UNKNOWN: self.tr("Niet te zeggen"),
        }
        self._unconfirmed = self.tr("niet bevestigd")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_S)
        layout.addWidget(self._title)
        layout.addWidget(self._sentence)
        layout.addWidget(self._text, 1)

    def explain(
        self,
        title: str,
        sentence: str,
        answers: Sequence[RuleAnswer],
        values: Mapping[str, Sequence[ValueApplied]] | None = None,
    ) -> None:
        """Show the answers of one candidate under a title and a sentence (what decided).

        `values` are the dated values that each rule applied, by the id of the rule.
        """
        self._values = values or {}
        self._title.setText(title)
        self._sentence.setText(sentence)
        self._sentence.setVisible(bool(sentence))
        self._answers = answers
        self._write()

    def clear(self, sentence: str) -> None:
        """Nobody is chosen; say how to get an explanation."""
        self.explain("", sentence, ())

    @property
    def plain_text(self) -> str:
        """What stands in the panel, as text."""
        return self._text.toPlainText()

    def changeEvent(self, event: QEvent) -> None:
        """The colours follow the palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._write()

    def _write(self) -> None:
        self._text.setHtml("".join(self._block(answer) for answer in self._answers))

    def _block(self, answer: RuleAnswer) -> str:
        palette = self.palette()
        tone = colours(_TONES[answer.answer], palette)
        certainty = certainty_words(answer.label)
        if self._unconfirmed in answer.article:
            certainty = certainty.removesuffix(f", {self._unconfirmed}")
        source = " · ".join(part for part in (answer.article, certainty) if part)
        missing = self.tr("Nog te weten: {what}").format(what=answer.missing) if answer.missing else ""
        lines = [
            f'<p style="margin: 8px 4px 0 4px"><span style="color: {tone.letters.name()}; font-weight: 600">'
            f"{escape(self._answer_words[answer.answer])}</span> &nbsp;{escape(answer.text)}",
            f'<br><span style="color: {tone.letters.name()}">{escape(missing)}</span>' if missing else "",
            f'<br><span style="color: {quiet(palette).name()}; font-size: small">{escape(source)}</span>'
            if source
            else "",
            *(self._value(value) for value in self._values.get(answer.rule, ())),
            "</p>",
        ]
        return "".join(lines)

    def _value(self, value: ValueApplied) -> str:
        used = value.used
        since = self.tr(", geldig vanaf {day}").format(day=dutch_date(used.since)) if used.since else ""
        shade = quiet(self.palette()).name()
        told = f"{value.name}: {used.value}{since} · {used.source}"
        return f'<br><span style="color: {shade}; font-size: small">▪ {escape(told)}</span>'
