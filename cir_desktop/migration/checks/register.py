"""Checks against the dossiers that the register already told us; none without them."""

from collections.abc import Iterator
from datetime import date

from cir_desktop.domain.finding import Severity
from cir_desktop.domain.migration import KnownDossier
from cir_desktop.migration.checks.view import CANDIDATES, Cells, Group, Hit, View, check

MUST, LOOK, INFO = Severity.MUST, Severity.LOOK, Severity.INFO
_STRUCK_OFF = "RJCT"


def _known(view: View) -> Iterator[tuple[int, KnownDossier]]:
    """The dossiers of the list that the register has under the same number."""
    known = {each.dossier: each for each in view.context.known or ()}
    if known:
        for at, dossier in enumerate(view.candidates.column("dossier")):
            if isinstance(dossier, str) and (found := known.get(dossier)):
                yield at, found


def _dossiers(view: View) -> Cells:
    return view.cells(CANDIDATES, "dossier")


@check(
    "REG-001",
    Group.REGISTER,
    INFO,
    "Dossier is al bekend in het register",
    message="Het register heeft dit dossiernummer al.",
    expected="Niets te doen als het over hetzelfde dossier gaat.",
)
def already(view: View) -> Iterator[Hit]:
    """A dossier number that the register has."""
    for at, _ in _known(view):
        yield _dossiers(view).hit(at)


@check(
    "REG-002",
    Group.REGISTER,
    LOOK,
    "Dossier is geschrapt in het register",
    message="In het register is dit dossier geschrapt, en hier staat het als een ander.",
    expected="Status RJCT, of een dossier dat terecht opnieuw ingeschreven is.",
)
def struck_off(view: View) -> Iterator[Hit]:
    """Struck off over there and not here."""
    states = view.cells(CANDIDATES, "status")
    for at, known in _known(view):
        if known.status == _STRUCK_OFF and states.cells[at] != _STRUCK_OFF:
            yield states.hit(at)


@check(
    "REG-003",
    Group.REGISTER,
    LOOK,
    "Andere inschrijvingsdatum in het register",
    message="Het register heeft voor dit dossier een andere inschrijvingsdatum.",
    expected="Dezelfde dag als in het register, of een bewijs van de dag in deze lijst.",
)
def other_day(view: View) -> Iterator[Hit]:
    """Another day of registration over there."""
    days = view.cells(CANDIDATES, "registered_on")
    for at, known in _known(view):
        day = days.cells[at]
        if isinstance(day, date) and known.registered_on is not None and day != known.registered_on:
            yield days.hit(at)


@check(
    "REG-004",
    Group.REGISTER,
    LOOK,
    "Ander gezin in het register",
    message="Het register telt voor dit dossier een ander aantal personen dat mee verhuist.",
    expected="Hetzelfde aantal personen, of een gezin dat veranderd is.",
)
def other_household(view: View) -> Iterator[Hit]:
    """Another number of persons over there."""
    sizes = view.cells(CANDIDATES, "household_size")
    for at, known in _known(view):
        size = sizes.cells[at]
        if isinstance(size, int) and known.household is not None and size != known.household:
            yield sizes.hit(at)


@check(
    "REG-005",
    Group.REGISTER,
    MUST,
    "Dossiernummer van iemand anders in het register",
    message="In het register is dit dossiernummer van iemand anders.",
    expected="Het dossiernummer van deze persoon.",
)
def other_person(view: View) -> Iterator[Hit]:
    """The number of somebody else's dossier."""
    numbers = view.cells(CANDIDATES, "national_number")
    for at, known in _known(view):
        number = numbers.cells[at]
        if isinstance(number, str) and known.reference and number not in known.national_numbers:
            yield _dossiers(view).hit(at)


@check(
    "REG-006",
    Group.REGISTER,
    LOOK,
    "Persoon heeft al een ander dossier in het register",
    message="Deze persoon is in het register de referentiepersoon van een ander dossier.",
    expected="Eén dossier per persoon: kijk na welk het oudste is.",
)
def other_dossier(view: View) -> Iterator[Hit]:
    """The same reference person under another number."""
    by_number = {each.reference: each.dossier for each in view.context.known or () if each.reference}
    if by_number:
        dossiers, cells = view.candidates.column("dossier"), view.cells(CANDIDATES, "national_number")
        for at, number in enumerate(cells.cells):
            if isinstance(number, str) and by_number.get(number, dossiers[at]) != dossiers[at]:
                yield cells.hit(at)
