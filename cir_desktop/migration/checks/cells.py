"""Checks of single cells: is there something, is it of the kind of its column, is it in its list."""

import re
from collections.abc import Callable, Iterator
from datetime import date

from stdnum import iban
from stdnum.be import vat

from cir_desktop.domain.finding import Severity
from cir_desktop.domain.migration import Cell
from cir_desktop.errors import BadInput
from cir_desktop.migration.checks.view import CANDIDATES, Group, Hit, View, check, shown
from cir_desktop.migration.notation import code_of, code_of_words, parts_of
from cir_desktop.migration.template import CodeList, Kind
from cir_desktop.workbooks.cells import checked_cell

MUST, LOOK, INFO = Severity.MUST, Severity.LOOK, Severity.INFO
_MANGLED = re.compile(r"[+-]?\d+([.,]\d+)?[eE][+-]?\d+")
_NUMBERS = (
    *(Kind.DOSSIER, Kind.NATIONAL, Kind.ENTERPRISE, Kind.IBAN, Kind.PHONE),
    *(Kind.POSTCODE, Kind.NIS, Kind.WHOLE, Kind.MONEY),
)
_NAMED_NUMBERS = frozenset(
    {Kind.DOSSIER, Kind.NATIONAL, Kind.ENTERPRISE, Kind.IBAN, Kind.PHONE, Kind.POSTCODE, Kind.NIS}
)
_DOSSIER = re.compile(r"\d{4}\.\d{2}\.\d{2}\.\d{4}")
_MAIL = re.compile(
    r"[^@\s,;<>()]+@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)+"
)
_PHONE = re.compile(r"(?:\+|00)[1-9]\d{7,13}|0[1-9]\d{7,8}")
_POINT = re.compile(r"[1-9]\d{0,2}\.\d{3}")
_NOTES_OF_PHONE = str.maketrans("", "", " ./-()")


def is_error(cell: Cell) -> bool:
    """Whether a formula gave an error, or nothing, there."""
    if not (isinstance(cell, str) and cell.startswith("#")):
        return False
    try:
        checked_cell(cell)
    except BadInput:
        return True
    return False


def _is_iban(text: str) -> bool:
    # Without the rules per country: those know only the banks of the day that stdnum was made.
    return iban.is_valid(text, check_country=False)


def is_mangled(cell: Cell) -> bool:
    """Whether Excel cut off digits, as in 1.11E+08."""
    return isinstance(cell, str) and bool(_MANGLED.fullmatch(cell))


def is_legible(cell: Cell) -> bool:
    """Whether something stands there that can be judged; errors and cut off numbers have checks of their own."""
    return cell is not None and not is_error(cell) and not is_mangled(cell)


def _wrong(view: View, kind: Kind, bad: Callable[[Cell], bool]) -> Iterator[Hit]:
    """The legible cells of a kind that hold something bad."""

    def counts(cell: Cell) -> bool:
        return is_legible(cell) and bad(cell)

    for cells in view.columns(kind):
        for at in cells.where(counts):
            yield cells.hit(at, expected=f"Bijvoorbeeld {cells.column.example}.")


@check(
    "CEL-001",
    Group.CELLS,
    MUST,
    "Verplichte cel is leeg",
    message="Deze cel moet ingevuld zijn.",
    expected="Een waarde.",
)
def empty(view: View) -> Iterator[Hit]:
    """A needed cell with nothing in it."""
    for cells in view.columns():
        if cells.column.needed:
            for at in cells.where(lambda cell: cell is None):
                yield cells.hit(at, expected=f"Bijvoorbeeld {cells.column.example}.")


@check(
    "CEL-002",
    Group.CELLS,
    MUST,
    "Formule met een fout",
    message="De formule in deze cel geeft een fout of geen uitkomst.",
    expected="De waarde zelf.",
)
def error(view: View) -> Iterator[Hit]:
    """#N/B, #VERW! and the like."""
    for cells in view.columns():
        for at in cells.where(is_error):
            yield cells.hit(at)


@check(
    "CEL-003",
    Group.CELLS,
    MUST,
    "Verminkt getal",
    message="Excel heeft hier cijfers weggelaten; wat er stond is uit deze cel niet meer te halen.",
    expected="Het volledige nummer, als tekst, uit de oorspronkelijke lijst of het document.",
    why="Een nummer als 1,11E+08 is afgerond: de laatste cijfers zijn weg. Het programma raadt ze nooit.",
)
def mangled(view: View) -> Iterator[Hit]:
    """1.11E+08, or digits after the comma in what is a number of something."""
    for cells in view.columns(*_NUMBERS):
        named = cells.column.kind in _NAMED_NUMBERS

        def cut(cell: Cell, named: bool = named) -> bool:
            return is_mangled(cell) or (named and isinstance(cell, float))

        for at in cells.where(cut):
            yield cells.hit(at, expected=f"Het volledige nummer als tekst, bijvoorbeeld {cells.column.example}.")


@check(
    "CEL-004",
    Group.CELLS,
    MUST,
    "Tekst te lang",
    message="Deze tekst is langer dan het register aanneemt.",
    expected="Een kortere tekst.",
)
def too_long(view: View) -> Iterator[Hit]:
    """Longer than the column takes."""
    for cells in view.columns(Kind.TEXT, Kind.EMAIL, Kind.PHONE):
        most = cells.column.most

        def long(cell: Cell, most: int = most) -> bool:
            return isinstance(cell, str) and len(cell) > most

        for at in cells.where(long):
            yield cells.hit(at, expected=f"Hoogstens {most} tekens.")


@check(
    "CEL-005",
    Group.CELLS,
    MUST,
    "Datum in plaats van tekst",
    message="Excel heeft hier een datum van gemaakt; er stond waarschijnlijk iets als 1-3.",
    expected="De tekst zoals op het document, met de celopmaak op tekst.",
)
def day_for_text(view: View) -> Iterator[Hit]:
    """A house number 1-3 that became the first of March."""
    for cells in view.columns(Kind.TEXT, Kind.DOSSIER, Kind.PHONE, Kind.NATIONAL, Kind.CODE, Kind.CODES):
        for at in cells.where(lambda cell: isinstance(cell, date)):
            yield cells.hit(at, expected=f"Bijvoorbeeld {cells.column.example}.")


@check("CEL-006", Group.CELLS, MUST, "Geen geheel getal", message="Dit is geen geheel getal.", expected="Een getal.")
def whole(view: View) -> Iterator[Hit]:
    """Something else than a whole number."""
    yield from _wrong(view, Kind.WHOLE, lambda cell: not isinstance(cell, int))


@check(
    "CEL-007",
    Group.CELLS,
    MUST,
    "Getal buiten de grenzen",
    message="Dit getal is te klein of te groot.",
    expected="Een getal binnen de grenzen.",
)
def bounds(view: View) -> Iterator[Hit]:
    """Below the lowest or above the highest of the column."""
    for cells in view.columns(Kind.WHOLE, Kind.MONEY):
        low, high = cells.column.low, cells.column.high

        def out(cell: Cell, low: int | None = low, high: int | None = high) -> bool:
            if not isinstance(cell, int | float):
                return False
            return (low is not None and cell < low) or (high is not None and cell > high)

        for at in cells.where(out):
            yield cells.hit(at, expected=f"Van {low} tot {high}." if high is not None else f"Minstens {low}.")


@check("CEL-008", Group.CELLS, MUST, "Geen bedrag", message="Dit is geen bedrag in euro.", expected="Een bedrag.")
def money(view: View) -> Iterator[Hit]:
    """Something else than an amount."""
    yield from _wrong(view, Kind.MONEY, lambda cell: not isinstance(cell, int | float) and not _whole_of_point(cell))


def _whole_of_point(cell: Cell) -> str:
    """The amount without its points where those stand before three digits, as in 21.500; empty for all else."""
    found = _POINT.fullmatch(cell) if isinstance(cell, str) else None
    return cell.replace(".", "") if found and isinstance(cell, str) else ""


@check(
    "CEL-018",
    Group.CELLS,
    MUST,
    "Bedrag met een punt",
    message="De punt in dit bedrag kan voor duizend of voor een komma staan.",
    expected="Een bedrag zonder punt, of met centen erbij: 21500 of 21.500,00.",
)
def point(view: View) -> Iterator[Hit]:
    """21.500 as text: nobody counts in thousandths of a euro, so the thousands are proposed."""
    for cells in view.columns(Kind.MONEY):
        for at, amount in cells.told(_whole_of_point):
            yield cells.hit(at, proposal=amount)


@check(
    "CEL-009", Group.CELLS, MUST, "Geen ja of nee", message="Hier kan alleen ja of nee staan.", expected="ja of nee."
)
def yes_no(view: View) -> Iterator[Hit]:
    """Something else than yes or no."""
    yield from _wrong(view, Kind.YES_NO, lambda cell: cell not in ("ja", "nee"))


@check(
    "CEL-010",
    Group.CELLS,
    MUST,
    "Code staat niet in de lijst",
    message="Deze code staat niet in de codelijst.",
    expected="Een code uit het blad Codelijsten.",
)
def code(view: View) -> Iterator[Hit]:
    """A code that the list does not have; proposed where a word for it was written."""
    for cells in view.columns(Kind.CODE, Kind.CODES):
        codes = view.template.code_lists[cells.column.codes]
        several = cells.column.kind is Kind.CODES

        def off(cell: Cell, codes: CodeList = codes, several: bool = several) -> bool:
            return not is_error(cell) and _unknown_code(codes, cell, several=several)

        for at in cells.where(off):
            yield cells.hit(
                at,
                expected=f"Een van: {', '.join(codes.codes)}.",
                proposal=_meant(codes, cells.cells[at], several=several),
            )


def _unknown_code(codes: CodeList, cell: Cell, *, several: bool) -> bool:
    if cell is None or isinstance(cell, date):
        return False
    parts = parts_of(str(cell)) if several else [str(cell)]
    return not parts or any(code_of(codes, part) is None for part in parts)


def _meant(codes: CodeList, cell: Cell, *, several: bool) -> str | None:
    parts = parts_of(str(cell)) if several else [str(cell)]
    meant = [code_of_words(codes, part) for part in parts]
    known = [each for each in meant if each is not None]
    return "; ".join(dict.fromkeys(known)) if known and len(known) == len(meant) else None


@check(
    "CEL-011",
    Group.CELLS,
    MUST,
    "Geen dossiernummer",
    message="Dit is geen dossiernummer.",
    expected="Jaar, maand, dag en volgnummer met punten ertussen.",
)
def dossier(view: View) -> Iterator[Hit]:
    """A dossier number in none of its forms."""
    yield from _wrong(
        view,
        Kind.DOSSIER,
        lambda cell: not isinstance(cell, date | float) and not _DOSSIER.fullmatch(str(cell)),
    )


@check(
    "CEL-012",
    Group.CELLS,
    LOOK,
    "Dossiernummer en inschrijvingsdatum verschillen",
    message="De datum in het dossiernummer is een andere dan de inschrijvingsdatum.",
    expected="Twee keer dezelfde dag: kijk na op het inschrijvingsbewijs.",
    why="De inschrijvingsdatum bepaalt de plaats op de lijst; een van beide is fout.",
)
def dossier_day(view: View) -> Iterator[Hit]:
    """The day in the dossier number against the day of registration."""
    days = view.cells(CANDIDATES, "registered_on")
    for at, number in enumerate(view.cells(CANDIDATES, "dossier").cells):
        day = days.cells[at]
        if isinstance(day, date) and isinstance(number, str) and _DOSSIER.fullmatch(number):
            told = number[:10]
            if told[8:] != "00" and told != f"{day.year:04}.{day.month:02}.{day.day:02}":
                yield days.hit(at)


@check(
    "CEL-013",
    Group.CELLS,
    MUST,
    "Ondernemingsnummer klopt niet",
    message="Dit ondernemingsnummer heeft geen tien cijfers, of zijn controlegetal past niet.",
    expected="Tien cijfers.",
)
def enterprise(view: View) -> Iterator[Hit]:
    """An enterprise number that does not check."""
    yield from _wrong(view, Kind.ENTERPRISE, lambda cell: not isinstance(cell, float) and not vat.is_valid(shown(cell)))


@check(
    "CEL-014",
    Group.CELLS,
    LOOK,
    "Rekeningnummer klopt niet",
    message="Het controlegetal van dit rekeningnummer past niet, of het is te kort of te lang.",
    expected="Een IBAN.",
)
def account(view: View) -> Iterator[Hit]:
    """An IBAN that does not check."""
    yield from _wrong(view, Kind.IBAN, lambda cell: not isinstance(cell, float) and not _is_iban(shown(cell)))


@check(
    "CEL-015",
    Group.CELLS,
    LOOK,
    "E-mailadres klopt niet",
    message="Dit is geen e-mailadres, of er staan er twee.",
    expected="Eén adres met een apenstaart.",
)
def mail(view: View) -> Iterator[Hit]:
    """What can be no e-mail address."""
    yield from _wrong(view, Kind.EMAIL, lambda cell: not _MAIL.fullmatch(shown(cell)))


@check(
    "CEL-016",
    Group.CELLS,
    LOOK,
    "Telefoonnummer klopt niet",
    message="Dit is geen telefoonnummer, er ontbreekt een cijfer of een nul vooraan, of er staan er twee.",
    expected="Eén nummer dat met 0 of + begint.",
)
def phone(view: View) -> Iterator[Hit]:
    """What can be no phone number; a zero that was lost is not put back, since the length differs from line to line."""
    yield from _wrong(
        view,
        Kind.PHONE,
        lambda cell: not isinstance(cell, float | date) and not _PHONE.fullmatch(_dialled(shown(cell))),
    )


@check(
    "CEL-017",
    Group.CELLS,
    LOOK,
    "Nullen vooraan staan alleen in de opmaak",
    message="Excel toont hier nullen vooraan die niet in de cel staan, of bewaarde tekst als een getal.",
    expected="Het nummer als tekst, met zijn nullen.",
)
def zeros(view: View) -> Iterator[Hit]:
    """A phone number that is shown with its zero and kept without; numbers of a known length are repaired instead."""
    for look in view.batch.source.looks:
        for key, name in view.batch.names.items():
            if name == look.name and look.zeros_in_format:
                yield from _zeros(view, key, frozenset(look.zeros_in_format))


def _zeros(view: View, sheet: str, shown_so: frozenset[str]) -> Iterator[Hit]:
    for cells in view.columns(Kind.PHONE, Kind.TEXT):
        if cells.sheet.key == sheet:
            letters = view.batch.letters[sheet][cells.column.key]
            for at, row in enumerate(cells.rows):
                if f"{letters}{row}" in shown_so and cells.cells[at] is not None:
                    yield cells.hit(at)


def _dialled(text: str) -> str:
    return text.replace("(0)", "").translate(_NOTES_OF_PHONE)
