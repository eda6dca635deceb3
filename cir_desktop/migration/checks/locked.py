"""Checks against the frozen list: after the freeze nothing moves but what somebody registered on paper."""

from collections.abc import Iterator

from cir_desktop.domain.finding import Severity
from cir_desktop.migration.checks.view import CANDIDATES, Group, Hit, View, check, shown
from cir_desktop.migration.template import Kind

MUST, LOOK = Severity.MUST, Severity.LOOK


@check(
    "LCK-001",
    Group.LOCKED,
    MUST,
    "Niet op de bevroren lijst, zonder datum van aanbieden",
    message="Dit dossier stond niet op de bevroren lijst, en de dag waarop de kandidaat zich aanbood ontbreekt.",
    expected="De datum van aanbieden, bijvoorbeeld 03/09/2026.",
    why="Na de bevriezing komt er alleen bij wie zich op papier inschreef; die dag bepaalt de plaats.",
)
def late(view: View) -> Iterator[Hit]:
    """A late registration without the day of presenting."""
    locked = view.context.locked
    if locked is None:
        return
    presented = view.cells(CANDIDATES, "presented_on")
    for at, dossier in enumerate(view.candidates.column("dossier")):
        if dossier is not None and shown(dossier) not in locked and presented.cells[at] is None:
            yield presented.hit(at)


@check(
    "LCK-002",
    Group.LOCKED,
    MUST,
    "Gewijzigd na de bevriezing",
    message="Op de bevroren lijst stond hier iets anders, en de plaats op de lijst hangt ervan af.",
    expected="De waarde van de bevroren lijst; wat echt fout was, wordt na de overgang in het CIR verbeterd.",
    why="De bevroren lijst is de laatste: na de bevriezing verschuift niemand meer.",
)
def moved(view: View) -> Iterator[Hit]:
    """A value that ranks, changed since the freeze; the number itself can't be compared."""
    locked = view.context.locked
    if locked is None:
        return
    dossiers = [shown(dossier) for dossier in view.candidates.column("dossier")]
    for column in view.template.sheets[CANDIDATES].column:
        if not column.ranks or column.kind is Kind.DOSSIER:
            continue
        cells = view.cells(CANDIDATES, column.key)
        for at, cell in enumerate(cells.cells):
            before = locked.get(dossiers[at], {}).get(column.key)
            if before is not None and before != shown(cell):
                yield cells.hit(at)


@check(
    "LCK-003",
    Group.LOCKED,
    LOOK,
    "Dossier van de bevroren lijst ontbreekt",
    message="Minstens een dossier van de bevroren lijst staat er niet meer.",
    expected="Alle dossiers van de bevroren lijst; wie geschrapt is, met status RJCT.",
    why="Wie uit de lijst valt zonder spoor, verliest zijn plaats.",
)
def missing(view: View) -> Iterator[Hit]:
    """How many of the frozen list are gone; which they are tells the comparison, for a report names nobody."""
    locked = view.context.locked
    if locked is None:
        return
    gone = len(locked.keys() - {shown(dossier) for dossier in view.candidates.column("dossier")})
    if gone:
        yield Hit(CANDIDATES, message=f"Aantal dossiers van de bevroren lijst dat er niet meer staat: {gone}.")
