"""Checks of the file as a whole and of its sheets."""

from collections.abc import Iterator

from cir_desktop.domain.finding import Severity
from cir_desktop.domain.migration import SheetLook
from cir_desktop.migration.checks.view import CANDIDATES, Group, Hit, View, check
from cir_desktop.migration.template import NEWEST
from cir_desktop.workbooks.cells import folded

MUST, LOOK, INFO = Severity.MUST, Severity.LOOK, Severity.INFO
_FAR_ROW = 100_000
_FREE_ROWS = 1_000
_OURS = frozenset({"leesmij", "codelijsten", "tedoen", "laattijdig"})


@check(
    "FIL-002",
    Group.FILE,
    LOOK,
    "Andere versie van het sjabloon",
    message="Het bestand zegt dat het een andere versie van het sjabloon volgt dan de nieuwste.",
    expected=f"Het nieuwste sjabloon: {NEWEST}.",
    why="In een ander sjabloon kunnen kolommen ontbreken of anders heten.",
)
def other_version(view: View) -> Iterator[Hit]:
    """An older, or an unknown, version."""
    if view.batch.source.stated not in ("", NEWEST):
        yield Hit(value=view.batch.source.stated)


@check(
    "FIL-003",
    Group.FILE,
    INFO,
    "Versie van het sjabloon niet vermeld",
    message="Het bestand zegt niet welk sjabloon het volgt; dat is uit de titels afgeleid.",
    expected="Het blad Lees mij van ons sjabloon, met de versie.",
)
def no_version(view: View) -> Iterator[Hit]:
    """A workbook that was made without our template."""
    if not view.batch.source.stated:
        yield Hit()


@check(
    "FIL-004",
    Group.FILE,
    INFO,
    "Werkboek met macro's",
    message="Het bestand bevat macro's. Ze zijn niet uitgevoerd; alleen de waarden zijn gelezen.",
    expected="Een werkboek zonder macro's (.xlsx).",
)
def macros(view: View) -> Iterator[Hit]:
    """A macro workbook."""
    if view.batch.source.macros:
        yield Hit()


@check(
    "FIL-005",
    Group.FILE,
    LOOK,
    "Koppelingen naar andere bestanden",
    message="Waarden in dit bestand komen uit een ander bestand; wat hier staat kan verouderd zijn.",
    expected="De waarden zelf: kopieer en plak ze als waarden.",
)
def external_links(view: View) -> Iterator[Hit]:
    """Links to other workbooks."""
    if view.batch.source.external_links:
        yield Hit()


@check(
    "FIL-006",
    Group.FILE,
    LOOK,
    "Datums geteld vanaf 1904",
    message="Dit werkboek telt dagen vanaf 1904. Gekopieerde datums kunnen vier jaar en een dag verschoven zijn.",
    expected="Enkele inschrijvingsdatums die kloppen met het papieren dossier.",
    why="Plak uit een werkboek met de andere telling en elke datum verschuift 1.462 dagen.",
)
def epoch_1904(view: View) -> Iterator[Hit]:
    """A workbook that once came from a Macintosh."""
    if view.batch.source.epoch_1904:
        yield Hit()


@check(
    "FIL-010",
    Group.FILE,
    MUST,
    "Blad Kandidaten ontbreekt",
    message="Er is geen blad met kandidaten gevonden.",
    expected="Een blad Kandidaten met de titels van het sjabloon.",
)
def no_candidates(view: View) -> Iterator[Hit]:
    """Without candidates there is no list."""
    if CANDIDATES not in view.batch.sheets:
        yield Hit(value=view.template.sheets[CANDIDATES].name)


@check(
    "FIL-011",
    Group.FILE,
    LOOK,
    "Blad ontbreekt",
    message="Dit blad van het sjabloon is niet gevonden: de lijst gaat zonder die gegevens naar het register.",
    expected="Het blad met de naam uit het sjabloon, ook als het leeg is.",
)
def other_sheets(view: View) -> Iterator[Hit]:
    """Members or preferences are missing as a whole."""
    for sheet in view.template.sheet:
        if sheet.key not in view.batch.sheets and sheet.key != CANDIDATES:
            yield Hit(value=sheet.name)


@check(
    "FIL-012",
    Group.FILE,
    INFO,
    "Onbekend blad",
    message="Dit blad hoort niet bij het sjabloon en is niet gelezen.",
    expected="Alleen de bladen van het sjabloon.",
)
def unknown_sheet(view: View) -> Iterator[Hit]:
    """A sheet that nobody reads."""
    known = {folded(name) for name in view.batch.names.values()} | _OURS
    for name in view.batch.source.sheets:
        if folded(name) not in known:
            yield Hit(name, value=name)


def _looks(view: View) -> Iterator[tuple[str, SheetLook]]:
    keys = {name: key for key, name in view.batch.names.items()}
    for look in view.batch.source.looks:
        if look.name in keys:
            yield keys[look.name], look


@check(
    "FIL-020",
    Group.FILE,
    LOOK,
    "Verborgen blad",
    message="Dit blad is verborgen; het is wel gelezen.",
    expected="Een zichtbaar blad, zodat iedereen ziet wat er opgeladen wordt.",
)
def hidden_sheet(view: View) -> Iterator[Hit]:
    """A hidden sheet of ours."""
    for key, look in _looks(view):
        if look.hidden:
            yield Hit(key)


@check(
    "FIL-021",
    Group.FILE,
    LOOK,
    "Verborgen rij",
    message="Deze rij is verborgen of weggefilterd; ze is wel gelezen.",
    expected="Een zichtbare rij, of een verwijderde.",
    why="Wie een filter laat staan, laadt ook de dossiers op die hij niet ziet.",
)
def hidden_rows(view: View) -> Iterator[Hit]:
    """Rows that a filter hides are read too."""
    for key, look in _looks(view):
        filled = set(view.batch.sheet(key).rows)
        for row in look.hidden_rows:
            if row in filled:
                yield Hit(key, row)


@check(
    "FIL-022",
    Group.FILE,
    LOOK,
    "Verborgen kolom",
    message="Deze kolom is verborgen; ze is wel gelezen.",
    expected="Een zichtbare kolom, of een verwijderde.",
)
def hidden_columns(view: View) -> Iterator[Hit]:
    """Columns that nobody sees."""
    for key, look in _looks(view):
        used = {title.letters for title in view.batch.titles.get(key, ())}
        for letters in look.hidden_columns:
            if letters in used:
                yield Hit(key, key=letters)


@check(
    "FIL-023",
    Group.FILE,
    LOOK,
    "Samengevoegde cellen",
    message="Deze cellen zijn samengevoegd: alleen de eerste heeft een waarde, de andere zijn leeg gelezen.",
    expected="Gewone cellen: hef de samenvoeging op en vul elke cel.",
)
def merged(view: View) -> Iterator[Hit]:
    """Merged cells hold one value."""
    for key, look in _looks(view):
        for area in look.merged:
            yield Hit(key, value=area)


@check(
    "FIL-024",
    Group.FILE,
    INFO,
    "Formules",
    message="Deze cel is een formule; haar laatst bewaarde uitkomst is gelezen.",
    expected="De waarde zelf.",
)
def formulas(view: View) -> Iterator[Hit]:
    """Formulas are read as their saved result."""
    for key, look in _looks(view):
        for cell in look.formulas:
            letters = cell.rstrip("0123456789")
            yield Hit(key, int(cell[len(letters) :]), letters)


@check(
    "FIL-025",
    Group.FILE,
    INFO,
    "Blad reikt veel verder dan de lijst",
    message="Het blad zegt dat het veel verder reikt dan de lijst; wat daar leeg is, is overgeslagen.",
    expected="Een blad dat ophoudt na de laatste rij: verwijder de lege rijen eronder.",
)
def far_reach(view: View) -> Iterator[Hit]:
    """A sheet that claims 1,048,576 rows."""
    for key, look in _looks(view):
        row = int("".join(letter for letter in look.reach if letter.isdigit()) or 0)
        last = max(view.batch.sheet(key).rows, default=1)
        if row >= _FAR_ROW and row > last + _FREE_ROWS:
            yield Hit(key, value=look.reach)


@check(
    "FIL-026",
    Group.FILE,
    LOOK,
    "Gegevens ver van de lijst",
    message="Na een groot leeg stuk staat hier nog iets; het is gelezen als hoorde het bij de lijst.",
    expected="Niets buiten de lijst.",
)
def far(view: View) -> Iterator[Hit]:
    """Something that was typed far below, or far to the right."""
    for key, look in _looks(view):
        for cell in look.far:
            letters = cell.rstrip("0123456789")
            yield Hit(key, int(cell[len(letters) :]), letters)
