"""Checks of postcodes, municipalities and their NIS codes, against the shipped reference data of Flanders."""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache

from cir_desktop.domain.finding import Severity
from cir_desktop.domain.migration import Cell
from cir_desktop.migration.checks.cells import is_error, is_legible
from cir_desktop.migration.checks.view import CANDIDATES, PREFERENCES, Group, Hit, View, check
from cir_desktop.migration.template import Kind
from cir_desktop.runtime.reference import (
    former_names,
    in_force,
    is_municipality,
    mergers,
    municipalities_of_postcode,
    municipality_names,
    places_of_postcode,
)
from cir_desktop.workbooks.cells import folded

MUST, LOOK = Severity.MUST, Severity.LOOK
_POSTCODE = re.compile(r"[1-9]\d{3}")
_FLEMISH = re.compile(r"(1[5-9]|2\d|3\d|8\d|9\d)\d\d")
_NIS = re.compile(r"\d{5}")
_CLOSE = 0.8


@check(
    "CEL-070",
    Group.CELLS,
    LOOK,
    "Geen Belgische postcode",
    message="Dit is geen Belgische postcode van vier cijfers.",
    expected="Vier cijfers, bijvoorbeeld 2460; bij een adres in het buitenland klopt dit wel.",
)
def postcode_form(view: View) -> Iterator[Hit]:
    """Something else than four digits."""
    for cells in view.columns(Kind.POSTCODE):
        for at in cells.where(
            lambda cell: is_legible(cell) and not isinstance(cell, float) and not _POSTCODE.fullmatch(str(cell))
        ):
            yield cells.hit(at)


@check(
    "CEL-071",
    Group.CELLS,
    LOOK,
    "Postcode bestaat niet",
    message="Deze postcode ligt in Vlaanderen en staat niet in de lijst van postcodes.",
    expected="Een postcode die bestaat, bijvoorbeeld 2460.",
)
def postcode_known(view: View) -> Iterator[Hit]:
    """Within the Flemish ranges, and in no list; of other postcodes we have no list."""
    known = municipalities_of_postcode()
    for cells in view.columns(Kind.POSTCODE):
        for at in cells.where(
            lambda cell: isinstance(cell, str) and bool(_FLEMISH.fullmatch(cell)) and cell not in known
        ):
            yield cells.hit(at)


@cache
def _names_of(postcode: str) -> frozenset[str]:
    """What may be written behind a postcode, folded: its places, its municipality, and those that merged into that."""
    municipalities = municipalities_of_postcode()[postcode]
    merged = {merger.old_name for merger in mergers() if in_force(merger.new) in municipalities}
    return frozenset(folded(name) for name in places_of_postcode()[postcode] | merged)


@cache
def _fits(postcode: str, place: str) -> bool:
    """Whether a place may be written behind a postcode, without what stands in brackets after it."""
    return folded(re.sub(r"\(.*?\)", "", place)) in _names_of(postcode)


@cache
def _near(postcode: str, place: str) -> str | None:
    names = {folded(name): name for name in places_of_postcode()[postcode]}
    found = get_close_matches(folded(place), sorted(names), n=2, cutoff=_CLOSE)
    return names[found[0]] if len(found) == 1 else None


@check(
    "CEL-072",
    Group.CELLS,
    LOOK,
    "Postcode en gemeente passen niet bij elkaar",
    message="Deze gemeente of deelgemeente heeft een andere postcode dan in deze rij staat.",
    expected="Postcode en gemeente die bij elkaar horen, bijvoorbeeld 2460 Kasterlee.",
)
def postcode_place(view: View) -> Iterator[Hit]:
    """A place that the postcode does not have; proposed where it is one typing error away from one that it has."""
    places, known = view.cells(CANDIDATES, "place"), places_of_postcode()
    for at, postcode in enumerate(view.cells(CANDIDATES, "postcode").cells):
        place = places.cells[at]
        if not (isinstance(place, str) and isinstance(postcode, str) and postcode in known) or is_error(place):
            continue
        if not _fits(postcode, place):
            yield places.hit(at, proposal=_near(postcode, place))


@check(
    "CEL-073",
    Group.CELLS,
    MUST,
    "Geen NIS-code",
    message="Dit is geen NIS-code van een Belgische gemeente.",
    expected="Vijf cijfers, bijvoorbeeld 13017.",
)
def nis_known(view: View) -> Iterator[Hit]:
    """Not five digits, or of no municipality."""
    for cells in view.columns(Kind.NIS):
        for at in cells.where(
            lambda cell: (
                is_legible(cell)
                and not isinstance(cell, float)
                and not (_NIS.fullmatch(str(cell)) and is_municipality(str(cell)))
            )
        ):
            yield cells.hit(at)


def _successor(cell: Cell) -> str:
    """The code in force of a dead one; empty for any other."""
    if not isinstance(cell, str) or cell not in former_names() or cell in municipality_names():
        return ""
    return in_force(cell)


@check(
    "CEL-074",
    Group.CELLS,
    MUST,
    "NIS-code van een gemeente die niet meer bestaat",
    message="Deze gemeente is gefuseerd en haar code bestaat niet meer.",
    expected="De code van de nieuwe gemeente, bijvoorbeeld 44083 voor 44011.",
    why="Bij een voorkeur wordt de keuze zo ruimer: kies bij de wijken wat de kandidaat bedoelde.",
)
def nis_dead(view: View) -> Iterator[Hit]:
    """The code of a merged municipality, with its successor."""
    for cells in view.columns(Kind.NIS):
        for at, successor in cells.told(_successor):
            yield cells.hit(at, proposal=successor)


@check(
    "CEL-075",
    Group.CELLS,
    LOOK,
    "NIS-code en postcode passen niet bij elkaar",
    message="De postcode in deze rij ligt in een andere gemeente dan de NIS-code.",
    expected="Postcode en NIS-code van dezelfde gemeente, bijvoorbeeld 2460 en 13017.",
)
def nis_postcode(view: View) -> Iterator[Hit]:
    """The municipality of the postcode against the code beside it."""
    codes, known = view.cells(CANDIDATES, "nis_code"), municipalities_of_postcode()
    for at, postcode in enumerate(view.cells(CANDIDATES, "postcode").cells):
        nis = codes.cells[at]
        if not (isinstance(nis, str) and isinstance(postcode, str) and postcode in known and is_municipality(nis)):
            continue
        if in_force(nis) not in known[postcode]:
            yield codes.hit(at)


@cache
def _living() -> dict[str, str]:
    return {folded(name): nis for nis, name in municipality_names().items()}


@cache
def _dead() -> dict[str, str]:
    """The code in force by the name of a municipality that merged away."""
    return {
        folded(merger.old_name): in_force(merger.new)
        for merger in mergers()
        if folded(merger.old_name) not in _living()
    }


@check(
    "CEL-076",
    Group.CELLS,
    LOOK,
    "Gemeente bestaat niet meer",
    message="Deze gemeente is gefuseerd; wie ze koos, krijgt nu heel de nieuwe gemeente.",
    expected="De naam van de nieuwe gemeente, met bij de wijken wat de kandidaat bedoelde.",
)
def name_dead(view: View) -> Iterator[Hit]:
    """A chosen municipality by its former name."""
    cells = view.cells(PREFERENCES, "municipality")
    for at, name in cells.told(
        lambda cell: (
            municipality_names()[_dead()[folded(cell)]] if isinstance(cell, str) and folded(cell) in _dead() else ""
        )
    ):
        yield cells.hit(at, proposal=name)


@check(
    "CEL-077",
    Group.CELLS,
    LOOK,
    "NIS-code en gemeente passen niet bij elkaar",
    message="De naam van de gemeente is een andere dan die van de NIS-code.",
    expected="Naam en NIS-code van dezelfde gemeente, bijvoorbeeld Kasterlee en 13017.",
)
def nis_name(view: View) -> Iterator[Hit]:
    """The name of a chosen municipality against its code."""
    names = view.cells(PREFERENCES, "municipality")
    for at, nis in enumerate(view.cells(PREFERENCES, "nis_code").cells):
        name = names.cells[at]
        if isinstance(name, str) and isinstance(nis, str) and in_force(nis) in municipality_names():
            told = _living().get(folded(name)) or _dead().get(folded(name))
            if told != in_force(nis):
                yield names.hit(at)
