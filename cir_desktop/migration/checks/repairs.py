"""What the reading repaired by itself, as findings: nothing is changed without being listed."""

from collections.abc import Callable, Iterator

from cir_desktop.domain.finding import Severity
from cir_desktop.domain.migration import REPAIR_WORDS
from cir_desktop.migration.checks.view import Group, Hit, View, check

_CODES = {
    "spaces": "REP-001",
    "blank_row": "REP-002",
    "code": "REP-003",
    "zeros": "REP-004",
    "decimal": "REP-005",
    "year": "REP-006",
    "text_day": "REP-007",
}


def _listing(kind: str) -> Callable[[View], Iterator[Hit]]:
    def listed(view: View) -> Iterator[Hit]:
        for repair in view.batch.repairs:
            if repair.kind == kind:
                yield Hit(repair.sheet, repair.row, repair.key, repair.before)

    return listed


for _kind, _code in _CODES.items():
    _words = REPAIR_WORDS[_kind]
    check(
        _code,
        Group.CELLS,
        Severity.INFO,
        f"Hersteld: {_words}",
        message=f"Bij het lezen hersteld: {_words}.",
        expected="Niets te doen: zo gaat het naar het register.",
    )(_listing(_kind))
