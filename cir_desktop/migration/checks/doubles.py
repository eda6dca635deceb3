"""Who may stand on the list twice, or on the list and in the register: the pairs that nobody answered yet."""

from collections.abc import Callable, Iterator

from cir_desktop.domain.finding import Severity
from cir_desktop.domain.pairs import Pair, PairKind, Side
from cir_desktop.migration.checks.view import Group, Hit, View, check

LOOK, INFO = Severity.LOOK, Severity.INFO
_ALIKE = frozenset({PairKind.LIKELY, PairKind.POSSIBLE})


def _hits(view: View, fits: Callable[[Pair], bool]) -> Iterator[Hit]:
    """Each row of the list that is in such a pair, once."""
    found: set[tuple[str, int]] = set()
    for pair in view.context.pairs:
        if fits(pair):
            found.update((who.sheet, who.row) for who in (pair.left, pair.right) if who.side is Side.LIST)
    for sheet in sorted({sheet for sheet, _ in found}):
        names = view.cells(sheet, "last_name")
        yield from (names.hit(at) for at, row in enumerate(names.rows) if (sheet, row) in found)


def _within(pair: Pair) -> bool:
    return pair.left.side is pair.right.side is Side.LIST


@check(
    "DUP-001",
    Group.DOUBLES,
    LOOK,
    "Misschien staat deze persoon twee keer op de lijst",
    message="Deze persoon lijkt op iemand in een ander dossier van de lijst.",
    expected="Een antwoord bij Dubbels: zelfde persoon of iemand anders.",
)
def alike(view: View) -> Iterator[Hit]:
    """Names, birth date, number or address are alike."""
    yield from _hits(view, lambda pair: pair.kind in _ALIKE and _within(pair))


@check(
    "DUP-002",
    Group.DOUBLES,
    LOOK,
    "Hetzelfde nummer bij wie verder niet gelijk is",
    message="Iemand anders heeft hetzelfde rijksregisternummer en is verder niet gelijk.",
    expected="Het juiste nummer bij elk van beide.",
)
def one_number(view: View) -> Iterator[Hit]:
    """One of both numbers is wrong."""
    yield from _hits(view, lambda pair: pair.kind is PairKind.NUMBER)


@check(
    "DUP-003",
    Group.DOUBLES,
    INFO,
    "Misschien een gesplitst gezin",
    message="Een ander dossier van dezelfde dag heeft een volgnummer dat hierop aansluit, en lijkt hierop.",
    expected="Niets te doen als het gezin zich apart inschreef.",
)
def split(view: View) -> Iterator[Hit]:
    """No double: a household that registered apart."""
    yield from _hits(view, lambda pair: pair.kind is PairKind.SPLIT)


@check(
    "DUP-004",
    Group.DOUBLES,
    LOOK,
    "Misschien heeft deze persoon al een dossier in het register",
    message="Deze persoon lijkt op iemand in het register, in een ander dossier.",
    expected="Een antwoord bij Dubbels: zelfde persoon of iemand anders.",
)
def in_register(view: View) -> Iterator[Hit]:
    """Alike with somebody whom the register already told us."""
    yield from _hits(view, lambda pair: pair.kind in _ALIKE and not _within(pair))
