"""After the go-live: what still has to be corrected in the CIR by hand, held against the dossiers as last pulled.

Nothing is kept: a line goes as soon as a pull brings the value of the list.
"""

from collections.abc import Iterator, Mapping

import msgspec

from cir_desktop.domain.dossier import Dossier
from cir_desktop.domain.identity import Role
from cir_desktop.domain.job import Cancel, Report, ignore_progress
from cir_desktop.domain.migration import Batch, Cell
from cir_desktop.migration.checks.view import shown
from cir_desktop.migration.template import NEWEST, template
from cir_desktop.services.migration_work import Work
from cir_desktop.services.office import Office
from cir_desktop.services.roles import needs
from cir_desktop.services.stored_dossiers import stored_dossiers
from cir_desktop.workbooks.cells import folded

_CANDIDATES = "candidates"
_TEXTS = frozenset({"last_name", "first_name"})
"""Compared without case, accents and spaces."""


class WorkLine(msgspec.Struct, frozen=True):
    """A value to correct in the CIR: `wanted` is that of the list, `now` that of the CIR, both as a clerk sees them.

    `key` is that of the column, empty for a dossier that the CIR does not have; `ranks` says that a place on a list
    hangs on it.
    """

    dossier: str
    key: str
    title: str
    wanted: str
    now: str
    ranks: bool


class Worklist(msgspec.Struct, frozen=True):
    """What is to do, what ranks first; of so many dossiers of the list `right` have nothing left."""

    lines: tuple[WorkLine, ...]
    dossiers: int
    right: int


@needs(Role.CLERK)
def worklist(office: Office, work: Work, *, report: Report = ignore_progress, cancel: Cancel | None = None) -> Worklist:
    """Hold the list in hand, with all its corrections, against the dossiers as last pulled. Raises Cancelled."""
    records = work.batch.sheet(_CANDIDATES)
    wanted = {number: at for at, number in enumerate(records.column("dossier")) if isinstance(number, str)}
    lines: list[WorkLine] = []
    found: set[str] = set()
    for dossier in stored_dossiers(office, report, cancel):
        if dossier.number.text in wanted:
            found.add(dossier.number.text)
            lines.extend(_differences(work.batch, wanted[dossier.number.text], dossier))
    lines.extend(
        WorkLine(number, "", "Dossier", "in uw lijst", "niet in het CIR", True)
        for number in wanted
        if number not in found
    )
    lines.sort(key=lambda line: (not line.ranks, line.dossier))
    return Worklist(tuple(lines), len(wanted), len(wanted) - len({line.dossier for line in lines}))


def _differences(batch: Batch, at: int, dossier: Dossier) -> Iterator[WorkLine]:
    """What the list says and the CIR does not; what the list leaves empty is no correction."""
    records = batch.sheet(_CANDIDATES)
    declared = template(batch.source.version or NEWEST).sheets[_CANDIDATES]
    for key, now in _values(dossier).items():
        wanted = records.column(key)[at]
        if wanted is None or _same(key, wanted, now):
            continue
        column = declared.column_of(key)
        yield WorkLine(dossier.number.text, key, column.title, shown(wanted), shown(now) or "onbekend", column.ranks)


def _values(dossier: Dossier) -> Mapping[str, Cell]:
    """The values of a dossier by the columns of our template that both have."""
    person = dossier.reference_person
    return {
        "registered_on": dossier.registered_on,
        "national_number": person.national_number.digits if person.national_number else None,
        "last_name": person.last_name,
        "first_name": person.first_name,
        "birth_date": person.birth_date,
    }


def _same(key: str, wanted: Cell, now: Cell) -> bool:
    if key in _TEXTS and isinstance(wanted, str) and isinstance(now, str):
        return folded(wanted) == folded(now)
    return wanted == now
