"""Facts under headings, as text: to read, to walk through with the keyboard, to copy."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QTextBrowser, QWidget

from ui.widgets.style import mixed, quiet


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with rows under it; `titles` of the columns, or none for rows of a label and a value.

    `empty` stands there instead when there are no rows.
    """

    heading: str
    rows: Sequence[Sequence[str]]
    titles: Sequence[str] = ()
    empty: str = ""


class FactsView(QTextBrowser):
    """Shows sections; follows the palette."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setOpenLinks(False)
        self.setObjectName("explanation")
        self.setAccessibleName(name)
        self._sections: Sequence[Section] = ()

    def show_sections(self, sections: Sequence[Section]) -> None:
        """Show these sections, from the top."""
        self._sections = sections
        self._write()

    def changeEvent(self, event: QEvent) -> None:
        """The colours follow the palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._write()

    def _write(self) -> None:
        self.setHtml("".join(self._section(section) for section in self._sections))

    def _section(self, section: Section) -> str:
        palette = self.palette()
        faint = quiet(palette).name()
        edge = mixed(palette.base().color(), palette.text().color(), 0.15).name()
        # Qt gives no room between a table and a heading, whatever its margin: a small line of its own does.
        head = f'<p style="font-size: 5pt">&nbsp;</p><h3 style="margin: 0 6px 4px 6px">{escape(section.heading)}</h3>'
        if not section.rows:
            return f'{head}<p style="margin: 2px 6px; color: {faint}">{escape(section.empty)}</p>'
        line = f"border-bottom: 1px solid {edge}; padding: 3px 24px 3px 6px"
        titles = "".join(
            f'<th align="left" style="{line}; color: {faint}; font-weight: normal">{escape(title)}</th>'
            for title in section.titles
        )
        rows = "".join(self._row(row, labelled=not section.titles, style=line, faint=faint) for row in section.rows)
        return (
            f'{head}<table cellspacing="0" style="border-collapse: collapse">'
            f"{f'<tr>{titles}</tr>' if titles else ''}{rows}</table>"
        )

    def _row(self, row: Sequence[str], *, labelled: bool, style: str, faint: str) -> str:
        cells = []
        for place, text in enumerate(row):
            colour = f"; color: {faint}" if labelled and place == 0 else ""
            cells.append(f'<td style="{style}{colour}">{escape(text).replace(chr(10), "<br>")}</td>')
        return f"<tr>{''.join(cells)}</tr>"
