"""Why one candidate stands before another, and what would move somebody: as text to read, walk through and copy."""

from collections.abc import Callable
from html import escape

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QTextBrowser, QVBoxLayout, QWidget

from cir_desktop.domain.comparing import ComparedRule, Comparison, WhatIf
from cir_desktop.domain.ranking import Answer, RuleAnswer
from ui.models.columns import Tone
from ui.widgets.labels import Heading, QuietLabel
from ui.widgets.style import SPACE_S, colours, mixed, quiet

_TONES = {Answer.MET: Tone.GOOD, Answer.NOT_MET: Tone.BAD, Answer.UNKNOWN: Tone.WARN}


class ReadingPanel(QWidget):
    """A title, a sentence and a text that follows the palette.

    Args:
        name: what a screen reader calls the text.
    """

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._html: Callable[[], str] = str
        self._title = Heading("", self)
        self._title.setWordWrap(True)
        self._sentence = QuietLabel("", self)
        self._text = QTextBrowser(self, openLinks=False)
        self._text.setObjectName("explanation")
        self._text.setAccessibleName(name)
        self.top = QVBoxLayout()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, SPACE_S, 0, 0)
        layout.setSpacing(SPACE_S)
        layout.addLayout(self.top)
        layout.addWidget(self._title)
        layout.addWidget(self._sentence)
        layout.addWidget(self._text, 1)

    def write(self, title: str, sentence: str, html: Callable[[], str] = str) -> None:
        """Show this; `html` makes the text, again whenever the colours change."""
        self._title.setText(title)
        self._title.setVisible(bool(title))
        self._sentence.setText(sentence)
        self._html = html
        self._text.setHtml(html())

    @property
    def plain_text(self) -> str:
        """What stands in the panel, as text."""
        return "\n".join((self._title.text(), self._sentence.text(), self._text.toPlainText()))

    def changeEvent(self, event: QEvent) -> None:
        """The colours follow the palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._text.setHtml(self._html())


class ComparisonPanel(ReadingPanel):
    """Every rule asked of two candidates, the deciding one first and marked."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(self.tr("Vergelijking per regel"), parent)
        self._answer_words = {
            Answer.MET: self.tr("Voldaan"),
            Answer.NOT_MET: self.tr("Niet voldaan"),
            Answer.UNKNOWN: self.tr("Niet te zeggen"),
        }

    def show_comparison(self, found: Comparison, first: str, second: str) -> None:
        """Show it; `first` and `second` are what the two are called."""
        if not any(found.placed):
            title = self.tr("{one} en {other}").format(one=first, other=second)
        elif not all(found.placed):
            title = self.tr("{one} staat in de volgorde, {other} niet").format(one=first, other=second)
        elif found.article:
            title = self.tr("{one} staat voor {other}").format(one=first, other=second)
        else:
            title = self.tr("{one} en {other} delen een plaats").format(one=first, other=second)
        self.write(title, found.sentence, lambda: self._rules(found, first, second))

    def _rules(self, found: Comparison, first: str, second: str) -> str:
        deciding = [rule for rule in found.rules if rule.rule == found.deciding]
        others = [rule for rule in found.rules if rule.rule != found.deciding]
        conditions = [rule for rule in others if rule.condition]
        steps = [rule for rule in others if not rule.condition]
        parts = (
            (self.tr("Dit beslist"), deciding),
            (self.tr("De volgorde"), steps),
            (self.tr("Voorwaarden"), conditions),
        )
        return "".join(
            f'<h3 style="margin: 10px 4px 2px 4px">{escape(title)}</h3>'
            + "".join(self._rule(rule, first, second) for rule in rules)
            for title, rules in parts
            if rules
        )

    def _rule(self, rule: ComparedRule, first: str, second: str) -> str:
        palette = self.palette()
        edge = mixed(palette.base().color(), palette.text().color(), 0.15).name()
        shade = quiet(palette).name()
        name = f"{rule.name[:1].upper()}{rule.name[1:]}"
        return (
            f'<p style="margin: 8px 4px 0 4px; border-top: 1px solid {edge}"><b>{escape(name)}</b>'
            f"<br>{self._answer(first, rule.first)}<br>{self._answer(second, rule.second)}"
            f'<br><span style="color: {shade}; font-size: small">{escape(rule.article)}</span></p>'
        )

    def _answer(self, who: str, answer: RuleAnswer) -> str:
        letters = colours(_TONES[answer.answer], self.palette()).letters.name()
        return (
            f'{escape(who)}: <span style="color: {letters}; font-weight: 600">'
            f"{escape(self._answer_words[answer.answer])}</span> {escape(answer.text)}"
        )


class WhatIfPanel(ReadingPanel):
    """What another answer would do to one candidate; what changes nothing is told last."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(self.tr("Wat zou dit veranderen"), parent)

    def show_what_if(self, found: WhatIf, name: str) -> None:
        """Show it for the candidate of this name."""
        if found.place is None:
            title = self.tr("{name} komt niet in aanmerking").format(name=name)
        else:
            title = self.tr("{name} staat op plaats {n} van {all}").format(name=name, n=found.place, all=found.of)
        sentence = self.tr("De anderen blijven zoals zij zijn. Dit verandert niets aan het dossier.")
        self.write(title, sentence, lambda: self._changes(found))

    def _changes(self, found: WhatIf) -> str:
        lines = [f'<p style="margin: 8px 4px 0 4px">{escape(change.sentence)}</p>' for change in found.changes]
        if not lines:
            lines.append(f'<p style="margin: 8px 4px">{escape(self.tr("Geen enkel feit verandert de plaats."))}</p>')
        if found.note:
            letters = colours(Tone.WARN, self.palette()).letters.name()
            lines.append(f'<p style="margin: 10px 4px 0 4px; color: {letters}">{escape(found.note)}</p>')
        if found.nothing:
            shade = quiet(self.palette()).name()
            told = self.tr("Verandert niets aan de plaats: {facts}.").format(facts=", ".join(found.nothing))
            lines.append(f'<p style="margin: 14px 4px 0 4px; color: {shade}">{escape(told)}</p>')
        return "".join(lines)
