"""Homes in a workbook: sheet “Woningen”, one row a home (docs/workbooks.md)."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path

import msgspec

from cir_desktop.domain.codes import HOME_TYPES
from cir_desktop.domain.home import Home, checked
from cir_desktop.domain.values import Money, NisCode
from cir_desktop.errors import BadInput
from cir_desktop.runtime.reference import mergers, municipalities_of_postcode, municipality_names
from cir_desktop.workbooks.cells import as_day, as_money, as_text, as_whole, as_yes_no, folded
from cir_desktop.workbooks.frames import Cell
from cir_desktop.workbooks.reading import read_sheets
from cir_desktop.workbooks.table import Column, Problem, RowReader, find_table
from cir_desktop.workbooks.writing import SheetToWrite, Value, write_table

__all__ = ["HomeInWorkbook", "HomesRead", "Problem", "read_homes", "write_homes", "write_homes_template"]

SHEET = "Woningen"
COLUMNS = (
    Column("code", "Code", about="Uw eigen korte code van de woning, één keer in de lijst. Verplicht."),
    Column("street", "Straat", about="Verplicht."),
    Column("number", "Nummer", about="Huisnummer. Verplicht."),
    Column("box", "Bus", required=False, about="Busnummer; leeg als er geen is."),
    Column("postcode", "Postcode", about="Vier cijfers, in Vlaanderen. Verplicht."),
    Column("place", "Gemeente", required=False, about="Leeg: de gemeente van de postcode."),
    Column("nis_code", "NIS-code", required=False, about="Vijf cijfers; leeg: de gemeente van de postcode."),
    Column("neighbourhood", "Wijk", required=False, about="Naam van de wijk zoals in het register; leeg: niet bekend."),
    Column("type", "Type", about="A of appartement, H of huis, R of kamer, S of studio. Verplicht."),
    Column("bedrooms", "Slaapkamers", about="Een getal van 0 tot 9. Verplicht."),
    Column("floor", "Verdieping", required=False, about="0 of gelijkvloers, 1, 2 …; leeg: niet bekend."),
    Column("lift", "Lift", required=False, about="ja of nee; leeg: niet bekend."),
    Column("adapted", "Aangepast", required=False, about="Aangepast voor een handicap: ja of nee; leeg is nee."),
    Column("assistance", "Assistentiewoning", required=False, about="ja of nee; leeg is nee."),
    Column("vlabinvest", "Vlabinvest", required=False, about="Mee betaald door Vlabinvest: ja of nee; leeg is nee."),
    Column(
        "target_group",
        "Doelgroep",
        required=False,
        about="Naam van de doelgroep in het toewijzingsreglement; leeg: niet voorbehouden.",
    ),
    Column("lowest_rent", "Laagste huur", required=False, about="De laagst mogelijke huurprijs, euro per maand."),
    Column("highest_rent", "Hoogste huur", required=False, about="De hoogst mogelijke huurprijs, euro per maand."),
    Column("fixed_charges", "Vaste kosten", required=False, about="Euro per maand."),
    Column("vacant_from", "Vrij vanaf", required=False, about="Datum (dd/mm/jjjj); leeg: de woning is niet vrij."),
    Column("note", "Nota", required=False, about="Vrije tekst."),
)
# Workbooks that were made before these columns existed say nothing of them: that is no "nee".
_LATER_COLUMNS = ("assistance", "vlabinvest", "target_group")
_TITLES = tuple(column.title for column in COLUMNS)
_TYPE_WORDS = {folded(word): code for code, word in HOME_TYPES.items()} | {code.lower(): code for code in HOME_TYPES}


class HomeInWorkbook(msgspec.Struct, frozen=True):
    """A good row: its number as Excel shows it, the home, and the day from which it is free (None: not vacant)."""

    row: int
    home: Home
    vacant_from: date | None


class HomesRead(msgspec.Struct, frozen=True):
    """What stands in a workbook of homes.

    `untold`: fields of a home that an older workbook has no column for; a home that we have keeps them.
    """

    rows: tuple[HomeInWorkbook, ...]
    problems: tuple[Problem, ...]
    untold: tuple[str, ...] = ()

    @property
    def homes(self) -> tuple[Home, ...]:
        """The homes of the good rows."""
        return tuple(row.home for row in self.rows)


def read_homes(path: Path) -> HomesRead:
    """The good rows of the sheet “Woningen”, and what is wrong with the others.

    Raises BadWorkbook when the file is no workbook, or misses the sheet or a required column.
    """
    table = find_table(read_sheets(path), SHEET, COLUMNS)
    problems: list[Problem] = []
    rows: list[HomeInWorkbook] = []
    seen: dict[str, int] = {}
    for row in table.rows(problems):
        home = _home(row)
        vacant_from = row.take("vacant_from", as_day)
        if home and (earlier := seen.setdefault(home.code.casefold(), row.number)) != row.number:
            row.problem("code", f"Deze code staat ook op rij {earlier}.", "Geef elke woning een eigen code.")
        if home and row.good:
            rows.append(HomeInWorkbook(row.number, home, vacant_from))
    untold = tuple(key for key in _LATER_COLUMNS if key not in table.positions)
    return HomesRead(tuple(rows), tuple(problems), untold)


def write_homes_template(path: Path) -> None:
    """An empty workbook to fill in, with an explanation of each column. Raises BadWorkbook."""
    write_table(path, [SheetToWrite(SHEET, _TITLES, ()), _explanation()])


def write_homes(path: Path, homes: Sequence[Home], vacant_from: Mapping[str, date] | None = None) -> None:
    """Homes as `read_homes` reads them back; `vacant_from` by code of the home. Raises BadWorkbook."""
    free = vacant_from or {}
    rows = [_cells(home, free.get(home.code)) for home in homes]
    write_table(path, [SheetToWrite(SHEET, _TITLES, rows), _explanation()])


def _explanation() -> SheetToWrite:
    return SheetToWrite("Uitleg", ("Kolom", "Wat er in komt"), [(column.title, column.about) for column in COLUMNS])


def _cells(home: Home, vacant_from: date | None) -> tuple[Value, ...]:
    words: dict[bool | None, str | None] = {True: "ja", False: "nee", None: None}
    values: dict[str, Value] = {
        **msgspec.structs.asdict(home),
        "lift": words[home.lift],
        "adapted": words[home.adapted],
        "assistance": words[home.assistance],
        "vlabinvest": words[home.vlabinvest],
        "vacant_from": vacant_from,
    }
    return tuple(values[column.key] for column in COLUMNS)


def _home(row: RowReader) -> Home | None:
    code = row.take("code", as_text, needed=True)
    street = row.take("street", as_text, needed=True)
    number = row.take("number", as_text, needed=True)
    box = row.take("box", as_text)
    postcode = row.take("postcode", _postcode, needed=True)
    place = row.take("place", as_text)
    nis = _nis_code(row, postcode, place)
    neighbourhood = row.take("neighbourhood", as_text)
    kind = row.take("type", _type, needed=True)
    bedrooms = row.take("bedrooms", as_whole, needed=True)
    floor = row.take("floor", _floor)
    lift = row.take("lift", as_yes_no)
    adapted = row.take("adapted", as_yes_no)
    assistance, vlabinvest = row.take("assistance", as_yes_no), row.take("vlabinvest", as_yes_no)
    target_group = row.take("target_group", as_text)
    lowest, highest = row.take("lowest_rent", _amount), row.take("highest_rent", _amount)
    charges = row.take("fixed_charges", _amount)
    note = row.take("note", as_text)
    if not (row.good and code and street and number and postcode and nis and kind) or bedrooms is None:
        return None
    home = Home(
        code=code,
        street=street,
        number=number,
        box=box,
        postcode=postcode,
        place=place or municipality_names()[nis],
        nis_code=nis,
        neighbourhood=neighbourhood,
        type=kind,
        bedrooms=bedrooms,
        floor=floor,
        lift=lift,
        adapted=bool(adapted),
        assistance=bool(assistance),
        vlabinvest=bool(vlabinvest),
        target_group=target_group,
        lowest_rent=lowest,
        highest_rent=highest,
        fixed_charges=charges,
        note=note or "",
    )
    try:
        return checked(home)
    except BadInput as error:
        row.problem(error.field, error.what, error.todo)
        return None


def _postcode(value: Cell) -> str:
    postcode = as_text(value)
    if postcode not in municipalities_of_postcode():
        raise BadInput("Deze postcode is niet gekend in Vlaanderen.", "Geef de vier cijfers van de postcode.")
    return postcode


def _type(value: Cell) -> str:
    code = _TYPE_WORDS.get(folded(as_text(value)))
    if code is None:
        raise BadInput("Dit type is niet gekend.", "Kies A (appartement), H (huis), R (kamer) of S (studio).")
    return code


def _amount(value: Cell) -> Money:
    amount = as_money(value)
    if amount.cents < 0:
        raise BadInput("Dit bedrag is kleiner dan nul.", "Geef een bedrag in euro per maand.")
    return amount


def _floor(value: Cell) -> int:
    if isinstance(value, str) and folded(value) in ("gelijkvloers", "glv"):
        return 0
    return as_whole(value)


@cache
def _codes_in_force() -> Mapping[str, str]:
    return {merger.old: merger.new for merger in mergers()} | {nis: nis for nis in municipality_names()}


def _known_nis(value: Cell) -> NisCode:
    nis = _codes_in_force().get(as_text(value))
    if nis is None:
        raise BadInput("Deze NIS-code is geen gemeente in Vlaanderen.", "Geef de vijf cijfers, of laat de cel leeg.")
    return NisCode(nis)


def _nis_code(row: RowReader, postcode: str | None, place: str | None) -> NisCode | None:
    """The code that is given (a merged municipality becomes the new one), else the one of the postcode."""
    given = row.take("nis_code", _known_nis)
    if postcode is None:
        return given
    possible = municipalities_of_postcode()[postcode]
    if given:
        if given not in possible:
            row.problem("nis_code", "De NIS-code past niet bij de postcode.", "Kijk beide na.")
        return given
    if len(possible) > 1 and place:
        possible = frozenset(nis for nis in possible if folded(municipality_names()[nis]) == folded(place))
    if len(possible) == 1:
        return NisCode(next(iter(possible)))
    if row.good:
        row.problem("nis_code", "Deze postcode ligt in meer dan één gemeente.", "Vul de NIS-code in.")
    return None
