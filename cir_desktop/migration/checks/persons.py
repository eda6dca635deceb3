"""Checks of national numbers, alone and against the birth date and the sex beside them."""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

import msgspec

from cir_desktop.domain.finding import Severity
from cir_desktop.domain.migration import Cell
from cir_desktop.domain.values import checksum_holds
from cir_desktop.migration.checks.cells import is_error, is_mangled
from cir_desktop.migration.checks.view import CANDIDATES, MEMBERS, Cells, Group, Hit, View, check
from cir_desktop.migration.template import Kind

MUST, LOOK, INFO = Severity.MUST, Severity.LOOK, Severity.INFO
_NUMBER = "Elf cijfers, bijvoorbeeld 85.05.14-902.13."


class NumberLook(msgspec.Struct, frozen=True):
    """What eleven digits tell. `month` and `day` are 0 where unknown, `year` None when the check digits do not hold.

    `bis` is 20 or 40 for a BIS number, else 0; with 20 the sex is unknown.
    """

    year: int | None
    month: int
    day: int
    counter: int
    bis: int

    @property
    def exists(self) -> bool:
        """Whether its day can be in a calendar; an unknown month or day can."""
        if self.year is None or self.month > 12 or self.day > 31:
            return self.year is None
        if not self.month or not self.day:
            return True
        try:
            return bool(date(self.year, self.month, self.day))
        except ValueError:
            return False

    @property
    def sex(self) -> str | None:
        """M for an odd counter, V for an even one; None where the number does not tell."""
        if self.bis == 20:
            return None
        return "M" if self.counter % 2 else "V"


@lru_cache(maxsize=200_000)
def look_at(digits: str) -> NumberLook:
    """What eleven digits tell of birth and sex."""
    year: int | None = None
    if checksum_holds(digits):
        before = 97 - int(digits[:9]) % 97 == int(digits[9:])
        year = (1900 if before else 2000) + int(digits[:2])
    month = int(digits[2:4])
    bis = 40 if month >= 40 else 20 if month >= 20 else 0
    return NumberLook(year, month - bis, int(digits[4:6]), int(digits[6:9]), bis)


def is_number(cell: Cell) -> bool:
    """Whether it has the form of a national number."""
    return isinstance(cell, str) and len(cell) == 11 and cell.isascii() and cell.isdigit()


def _good(cell: Cell) -> NumberLook | None:
    """What a number tells when its check digits hold."""
    if isinstance(cell, str) and is_number(cell):
        look = look_at(cell)
        return look if look.year is not None else None
    return None


@check(
    "CEL-050",
    Group.CELLS,
    MUST,
    "Rijksregisternummer heeft geen elf cijfers",
    message="Een rijksregisternummer of bisnummer telt elf cijfers.",
    expected=_NUMBER,
)
def form(view: View) -> Iterator[Hit]:
    """Digits too few or too many, or something else."""
    for cells in view.columns(Kind.NATIONAL):
        for at in cells.where(
            lambda cell: (
                cell is not None
                and not isinstance(cell, float | date)
                and not is_number(cell)
                and not is_error(cell)
                and not is_mangled(cell)
            )
        ):
            yield cells.hit(at)


@check(
    "CEL-051",
    Group.CELLS,
    MUST,
    "Rijksregisternummer klopt niet",
    message="Het controlegetal past niet bij de andere cijfers, noch voor een geboorte voor 2000 noch erna.",
    expected=_NUMBER,
    why="Meestal zijn twee cijfers omgewisseld of is er een verkeerd getypt.",
)
def checksum(view: View) -> Iterator[Hit]:
    """The last two digits do not fit the first nine."""
    for cells in view.columns(Kind.NATIONAL):
        for at in cells.where(lambda cell: isinstance(cell, str) and is_number(cell) and _good(cell) is None):
            yield cells.hit(at)


@check(
    "CEL-052",
    Group.CELLS,
    MUST,
    "Rijksregisternummer met een dag die niet bestaat",
    message="De eerste zes cijfers zijn een dag die niet bestaat, zoals 30 februari.",
    expected=_NUMBER,
)
def impossible_day(view: View) -> Iterator[Hit]:
    """A month 13, or 30 February, although the check digits hold."""
    for cells in view.columns(Kind.NATIONAL):
        for at in cells.where(lambda cell: (look := _good(cell)) is not None and not look.exists):
            yield cells.hit(at)


@check(
    "CEL-053",
    Group.CELLS,
    LOOK,
    "Rijksregisternummer met onbekende maand of dag",
    message="Maand of dag in dit nummer is 00. Dat bestaat, voor wie zijn geboortedag niet kent, maar het is zeldzaam.",
    expected="Het nummer zoals op het document.",
)
def unknown_day(view: View) -> Iterator[Hit]:
    """Somebody whose day of birth is not known."""
    for cells in view.columns(Kind.NATIONAL):
        for at in cells.where(
            lambda cell: (look := _good(cell)) is not None and look.exists and not (look.month and look.day)
        ):
            yield cells.hit(at)


@check(
    "CEL-054",
    Group.CELLS,
    INFO,
    "Bisnummer",
    message="Dit is een bisnummer: de persoon staat niet in het rijksregister en kan later een ander nummer krijgen.",
    expected="Het rijksregisternummer, zodra de persoon er een heeft.",
)
def bis_number(view: View) -> Iterator[Hit]:
    """A BIS number."""
    for cells in view.columns(Kind.NATIONAL):
        for at in cells.where(lambda cell: (look := _good(cell)) is not None and look.exists and look.bis > 0):
            yield cells.hit(at)


@check(
    "CEL-055",
    Group.CELLS,
    MUST,
    "Rijksregisternummer met een volgnummer dat niet bestaat",
    message="Het volgnummer in dit nummer is 000 of 999; die worden niet gegeven.",
    expected=_NUMBER,
)
def counter(view: View) -> Iterator[Hit]:
    """Counters 000 and 999 are nobody's."""
    for cells in view.columns(Kind.NATIONAL):
        for at in cells.where(lambda cell: (look := _good(cell)) is not None and look.counter in (0, 999)):
            yield cells.hit(at)


def _beside(view: View, key: str) -> Iterator[tuple[Cells, int, NumberLook, Cell]]:
    for sheet in (CANDIDATES, MEMBERS):
        numbers, others = view.cells(sheet, "national_number"), view.cells(sheet, key)
        for at, number in enumerate(numbers.cells):
            if number is not None and others.cells[at] is not None and (look := _good(number)):
                yield numbers, at, look, others.cells[at]


@check(
    "CEL-056",
    Group.CELLS,
    MUST,
    "Rijksregisternummer en geboortedatum verschillen",
    message="De geboortedag in het nummer is een andere dan de geboortedatum in deze rij.",
    expected="Nummer en geboortedatum zoals op hetzelfde document.",
)
def against_birth(view: View) -> Iterator[Hit]:
    """The birth date that the number tells, as far as it tells one."""
    for numbers, at, look, born in _beside(view, "birth_date"):
        if isinstance(born, date) and look.exists:
            month, day = look.month or born.month, look.day or born.day
            if (look.year, month, day) != (born.year, born.month, born.day):
                yield numbers.hit(at)


@check(
    "CEL-057",
    Group.CELLS,
    LOOK,
    "Rijksregisternummer en geslacht verschillen",
    message="Het nummer is er een van het andere geslacht. Dat kan, na een wijziging van geslacht.",
    expected="Het geslacht zoals op het document.",
)
def against_sex(view: View) -> Iterator[Hit]:
    """A warning only: sexes change, numbers do not always."""
    for numbers, at, look, sex in _beside(view, "sex"):
        if sex in ("M", "V") and look.sex not in (None, sex):
            yield numbers.hit(at)
