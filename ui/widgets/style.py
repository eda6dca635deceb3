"""The one place for distances, sizes of letters and colours; follows the palette, light, dark or high contrast."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from ui.models.columns import Tone

SPACE_XS = 4
SPACE_S = 8
SPACE_M = 12
SPACE_L = 16
SPACE_XL = 24

TITLE = 1.6
SUBTITLE = 1.2
SMALL = 0.9

READABLE = 4.5
"""The least contrast between letters and ground (WCAG 2 AA)."""

_HUES = {
    Tone.NEUTRAL: ("#4a5560", "#c3cbd3"),
    Tone.INFO: ("#1b558f", "#9cc5f2"),
    Tone.GOOD: ("#1a6a3c", "#8fd8ab"),
    Tone.WARN: ("#7a4f00", "#f2c66b"),
    Tone.BAD: ("#a3211a", "#f6aaa4"),
}
"""Letters on a light and on a dark ground."""


@dataclass(frozen=True, slots=True)
class Colours:
    """Ground, letters and edge of something with a tone."""

    ground: QColor
    letters: QColor
    edge: QColor


def is_dark(palette: QPalette) -> bool:
    """Whether letters are lighter than the ground."""
    return palette.windowText().color().lightness() > palette.window().color().lightness()


def mixed(one: QColor, other: QColor, share: float) -> QColor:
    """`share` of `other` in `one`."""
    return QColor.fromRgbF(
        one.redF() + (other.redF() - one.redF()) * share,
        one.greenF() + (other.greenF() - one.greenF()) * share,
        one.blueF() + (other.blueF() - one.blueF()) * share,
    )


def contrast(one: QColor, other: QColor) -> float:
    """The contrast of two colours as WCAG 2 counts it: 1 to 21."""
    bright, dim = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def _luminance(colour: QColor) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4
        for part in (colour.redF(), colour.greenF(), colour.blueF())
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def colours(tone: Tone, palette: QPalette) -> Colours:
    """The colours of a tone on this palette."""
    hue = QColor(_HUES[tone][1 if is_dark(palette) else 0])
    base = palette.base().color()
    return Colours(mixed(base, hue, 0.12), hue, mixed(base, hue, 0.40))


def quiet(palette: QPalette) -> QColor:
    """Letters of lesser weight that can still be read."""
    return mixed(palette.windowText().color(), palette.window().color(), 0.30)


def sized(widget: QWidget, factor: float, *, bold: bool = False) -> QFont:
    """The widget's own font, larger or smaller: the size that people chose in their system stays the measure."""
    font = QFont(widget.font())
    font.setPointSizeF(QApplication.font().pointSizeF() * factor)
    font.setBold(bold)
    return font


def set_tone(widget: QWidget, tone: Tone) -> None:
    """Give a widget the colours of a tone, now and after a change of palette."""
    widget.setProperty("tone", tone.value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


class Style(QObject):
    """Keeps the style sheet of the application in step with its palette."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._application = application
        application.setStyle("Fusion")
        self._apply()
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow a change of light, dark or contrast."""
        if event.type() == QEvent.Type.ApplicationPaletteChange and watched is self._application:
            self._apply()
        return False

    def _apply(self) -> None:
        sheet = style_sheet(self._application.palette())
        if sheet != self._application.styleSheet():
            self._application.setStyleSheet(sheet)


def style_sheet(palette: QPalette) -> str:
    """Only what the native style lacks: grounds, edges, tones, the navigation and the main button."""
    window, letters = palette.window().color(), palette.windowText().color()
    edge = mixed(window, letters, 0.18).name()
    side = mixed(window, letters, 0.05).name()
    hover = mixed(window, letters, 0.10).name()
    base = palette.base().color().name()
    accent, on_accent = palette.highlight().color(), palette.highlightedText().color().name()
    if contrast(accent, palette.highlightedText().color()) < READABLE:
        accent = mixed(accent, QColor("black"), 0.3)
    tones = "".join(
        f'[tone="{tone.value}"] {{ background: {c.ground.name()}; color: {c.letters.name()};'
        f" border: 1px solid {c.edge.name()}; }}"
        for tone, c in ((tone, colours(tone, palette)) for tone in Tone)
    )
    return (
        tones
        + f"""
QFrame[tone] {{ border-radius: 6px; }}
QFrame[tone] QLabel {{ background: transparent; border: none; }}
QLabel[quiet="true"] {{ color: {quiet(palette).name()}; }}
QLabel[tone] {{ padding: 2px {SPACE_XS}px; }}
QLabel#pill {{ border-radius: 9px; padding: 1px {SPACE_S}px; }}
QToolButton#who {{ border-radius: 9px; padding: 1px {SPACE_L + SPACE_XS}px 1px {SPACE_S}px; }}
QToolButton#who::menu-indicator {{ subcontrol-position: right center; right: {SPACE_S}px; }}
QToolButton#who:focus {{ border: 2px solid {letters.name()}; }}
QListWidget#navigation {{ background: {side}; border: none; border-right: 1px solid {edge}; padding: {SPACE_S}px;
    outline: none; }}
QListWidget#navigation::item {{ border: 2px solid transparent;
    padding: {SPACE_S}px {SPACE_M}px; border-radius: 6px; margin-bottom: 2px; }}
QListWidget#navigation::item:hover {{ background: {hover}; }}
QListWidget#navigation::item:selected {{ background: {accent.name()}; color: {on_accent}; }}
QListWidget#navigation::item:focus {{ border: 2px solid {letters.name()}; }}
QTableView {{ border: 1px solid {edge}; border-radius: 4px; background: {base};
    selection-background-color: {accent.name()}; selection-color: {on_accent}; }}
QTableView:focus {{ border: 1px solid {accent.name()}; }}
QHeaderView::section {{ background: {side}; border: none; border-bottom: 1px solid {edge};
    padding: {SPACE_XS}px; }}
QPushButton[main="true"] {{ background: {accent.name()}; color: {on_accent}; border: 1px solid {accent.name()};
    border-radius: 3px; padding: 2px {SPACE_L}px; }}
QPushButton[main="true"]:focus {{ border: 2px solid {letters.name()}; }}
QPushButton[main="true"]:pressed {{ background: {mixed(accent, QColor("black"), 0.2).name()}; }}
QPushButton[main="true"]:disabled {{ background: {edge}; color: {quiet(palette).name()};
    border: 1px solid {edge}; }}
QTextBrowser#explanation {{ border: 1px solid {edge}; border-radius: 4px; background: {base}; }}
"""
    )
