"""Checks over the rows: what may be there once only, and what belongs together. Names and addresses: see matching."""

from collections.abc import Iterator
from datetime import date

from cir_desktop.domain.finding import Severity
from cir_desktop.domain.migration import Cell
from cir_desktop.migration.checks.persons import is_number
from cir_desktop.migration.checks.view import CANDIDATES, MEMBERS, PREFERENCES, Group, Hit, View, check, doubles, places
from cir_desktop.runtime.reference import in_force

MUST, LOOK = Severity.MUST, Severity.LOOK


@check(
    "ACR-001",
    Group.ACROSS,
    MUST,
    "Dossiernummer staat er meer dan één keer",
    message="Dit dossiernummer staat op meer dan één rij van het blad Kandidaten.",
    expected="Elk dossier op één rij.",
    why="Het register kent dan twee referentiepersonen voor één dossier.",
)
def dossier_twice(view: View) -> Iterator[Hit]:
    """All the rows of a dossier number that is there more than once."""
    cells = view.cells(CANDIDATES, "dossier")
    for found in doubles(cells.cells).values():
        yield from (cells.hit(at) for at in found)


@check(
    "ACR-002",
    Group.ACROSS,
    LOOK,
    "Volgnummer twee keer op dezelfde dag",
    message="Een ander dossier heeft op dezelfde inschrijvingsdatum hetzelfde volgnummer.",
    expected="Per dag elk volgnummer één keer.",
    why="Het volgnummer beslist wie van dezelfde dag eerst komt.",
)
def sequence_twice(view: View) -> Iterator[Hit]:
    """By the day of registration, where that is another than the day in the dossier number."""
    cells, days = view.cells(CANDIDATES, "dossier"), view.candidates.column("registered_on")
    keys = [
        (day, number[-4:]) if isinstance(number, str) and isinstance(day, date) and number[-5:-4] == "." else None
        for number, day in zip(cells.cells, days, strict=True)
    ]
    for same in doubles(keys).values():
        if len({cells.cells[at] for at in same}) > 1:
            yield from (cells.hit(at) for at in same)


def _shared(view: View, sheet: str) -> Iterator[tuple[list[int], set[Cell]]]:
    """The places of a national number that is there more than once, with their dossiers."""
    dossiers = view.batch.sheet(sheet).column("dossier")
    for number, found in doubles(view.batch.sheet(sheet).column("national_number")).items():
        if is_number(number):
            yield found, {dossiers[at] for at in found}


@check(
    "ACR-003",
    Group.ACROSS,
    MUST,
    "Dezelfde persoon in twee dossiers",
    message="Dit rijksregisternummer is ook dat van de referentiepersoon van een andere rij.",
    expected="Elke referentiepersoon in één dossier.",
)
def applicant_twice(view: View) -> Iterator[Hit]:
    """A reference person of two dossiers."""
    cells = view.cells(CANDIDATES, "national_number")
    for found, _ in _shared(view, CANDIDATES):
        yield from (cells.hit(at) for at in found)


@check(
    "ACR-004",
    Group.ACROSS,
    MUST,
    "Hetzelfde gezinslid staat twee keer in een dossier",
    message="Dit rijksregisternummer staat twee keer bij de gezinsleden van hetzelfde dossier.",
    expected="Elk gezinslid op één rij.",
)
def member_twice(view: View) -> Iterator[Hit]:
    """The same number twice in one household."""
    cells, dossiers = view.cells(MEMBERS, "national_number"), view.members.column("dossier")
    for found, _ in _shared(view, MEMBERS):
        by_dossier = places([dossiers[at] for at in found])
        for same in by_dossier.values():
            if len(same) > 1:
                yield from (cells.hit(found[at]) for at in same)


@check(
    "ACR-005",
    Group.ACROSS,
    LOOK,
    "Hetzelfde gezinslid in twee dossiers",
    message="Dit rijksregisternummer staat ook bij de gezinsleden van een ander dossier.",
    expected="Elk gezinslid in één dossier; een kind in co-ouderschap kan in twee staan.",
)
def member_of_two(view: View) -> Iterator[Hit]:
    """A member of two households: rightly so for a child of parents who live apart."""
    cells = view.cells(MEMBERS, "national_number")
    for found, dossiers in _shared(view, MEMBERS):
        if len(dossiers) > 1:
            yield from (cells.hit(at) for at in found)


@check(
    "ACR-006",
    Group.ACROSS,
    LOOK,
    "Referentiepersoon is ook gezinslid van een ander dossier",
    message="Dit gezinslid is de referentiepersoon van een ander dossier.",
    expected="Iedereen in één dossier, tenzij iemand alleen gaat wonen.",
)
def applicant_and_member(view: View) -> Iterator[Hit]:
    """Applicant here and co-resident there."""
    dossiers = view.candidates.column("dossier")
    both = view.cells(CANDIDATES, "national_number").different & view.cells(MEMBERS, "national_number").different
    references: dict[Cell, set[Cell]] = {}
    for at, number in enumerate(view.candidates.column("national_number") if both else ()):
        if number in both and is_number(number):
            references.setdefault(number, set()).add(dossiers[at])
    cells, own = view.cells(MEMBERS, "national_number"), view.members.column("dossier")
    for at, number in enumerate(cells.cells):
        if references.get(number, set()) - {own[at]}:
            yield cells.hit(at)


def _orphans(view: View, sheet: str) -> Iterator[Hit]:
    if CANDIDATES not in view.batch.sheets:
        return
    cells = view.cells(sheet, "dossier")
    for at in cells.where(lambda cell: cell is not None and cell not in view.candidate_of):
        yield cells.hit(at)


@check(
    "ACR-010",
    Group.ACROSS,
    MUST,
    "Gezinslid zonder dossier",
    message="Dit dossiernummer staat niet op het blad Kandidaten.",
    expected="Een dossiernummer dat op het blad Kandidaten staat.",
)
def member_alone(view: View) -> Iterator[Hit]:
    """A member of no dossier."""
    yield from _orphans(view, MEMBERS)


@check(
    "ACR-011",
    Group.ACROSS,
    MUST,
    "Voorkeur zonder dossier",
    message="Dit dossiernummer staat niet op het blad Kandidaten.",
    expected="Een dossiernummer dat op het blad Kandidaten staat.",
)
def preference_alone(view: View) -> Iterator[Hit]:
    """A preference of no dossier."""
    yield from _orphans(view, PREFERENCES)


@check(
    "ACR-012",
    Group.ACROSS,
    LOOK,
    "Gezinsleden ontbreken",
    message="Het dossier telt meer dan één persoon, en op het blad Gezinsleden staat niemand ervan.",
    expected="Een rij voor elk gezinslid.",
)
def no_members(view: View) -> Iterator[Hit]:
    """More than one person, and no member."""
    if MEMBERS not in view.batch.sheets:
        return
    cells, dossiers = view.cells(CANDIDATES, "household_size"), view.candidates.column("dossier")
    for at, size in enumerate(cells.cells):
        if isinstance(size, int) and size > 1 and dossiers[at] is not None and dossiers[at] not in view.members_of:
            yield cells.hit(at)


@check(
    "ACR-013",
    Group.ACROSS,
    LOOK,
    "Dossier zonder voorkeur",
    message="Op het blad Voorkeuren staat niets van dit dossier: het komt voor geen enkele woning in aanmerking.",
    expected="Minstens één gekozen gemeente.",
)
def no_preference(view: View) -> Iterator[Hit]:
    """A dossier that chose nothing."""
    if PREFERENCES not in view.batch.sheets:
        return
    cells = view.cells(CANDIDATES, "dossier")
    for at in cells.where(lambda cell: cell is not None and cell not in view.preferences_of):
        yield cells.hit(at)


@check(
    "ACR-014",
    Group.ACROSS,
    LOOK,
    "Gemeente twee keer gekozen",
    message="Dit dossier koos dezelfde gemeente twee keer.",
    expected="Elke gemeente één keer, met haar wijken samen.",
)
def chosen_twice(view: View) -> Iterator[Hit]:
    """The same municipality on two rows of a dossier."""
    cells = view.cells(PREFERENCES, "nis_code")
    for found in view.preferences_of.values():
        chosen = places([in_force(str(cell)) if (cell := cells.cells[at]) is not None else None for at in found])
        for same in chosen.values():
            if len(same) > 1:
                yield from (cells.hit(found[at]) for at in same)
