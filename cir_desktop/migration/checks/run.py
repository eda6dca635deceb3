"""All checks over a list, and their findings in the order in which a clerk works: the file first, the register last."""

from collections.abc import Collection, Iterator, Sequence

from cir_desktop.domain.finding import Finding, Severity
from cir_desktop.domain.job import Cancel, Progress, Report, ignore_progress
from cir_desktop.domain.migration import Batch, CheckContext
from cir_desktop.errors import BadWorkbook
from cir_desktop.migration.checks import (
    across,
    cells,
    columns,
    days,
    doubles,
    file,
    locked,
    persons,
    places,
    register,
    repairs,
    rows,
)
from cir_desktop.migration.checks.view import CHECKS, Check, Group, Hit, View, check, shown
from cir_desktop.migration.template import Sheet

EARLY = frozenset({Group.FILE, Group.COLUMNS})
"""What is known as soon as the file is read, whatever its size."""
UNREADABLE = "FIL-001"

_MODULES = (file, columns, cells, days, persons, places, repairs, rows, across, doubles, locked, register)
"""Imported for the checks that they declare."""


@check(
    UNREADABLE,
    Group.FILE,
    Severity.MUST,
    "Bestand kan niet gelezen worden",
    message="Het bestand is geen werkboek, is beschadigd, te groot of beveiligd, of volgt ons sjabloon niet.",
    expected="Een werkboek van ons sjabloon, zonder wachtwoord.",
)
def _unreadable(_: View) -> Iterator[Hit]:
    """Found by the reading, before there is a list to look at: see `unreadable`."""
    return iter(())


def checks() -> Sequence[Check]:
    """All checks, in the order of their groups and codes."""
    order = list(Group)
    return sorted(CHECKS.values(), key=lambda each: (order.index(each.group), each.code))


def findings_of(
    batch: Batch,
    context: CheckContext,
    *,
    groups: Collection[Group] = frozenset(Group),
    report: Report = ignore_progress,
    cancel: Cancel | None = None,
) -> list[Finding]:
    """All findings of a list: file, columns, cells, rows, across rows, doubles, register; then by place.

    Nothing is left out, however many there are. The same list gives the same findings. Raises Cancelled.
    """
    view = View(batch, context)
    wanted = [each for each in checks() if each.group in groups]
    found: list[tuple[tuple[int, int, int, int, str, str], Finding]] = []
    for number, each in enumerate(wanted):
        if cancel:
            cancel.check()
        report(Progress("Lijst controleren", number, len(wanted)))
        found.extend(_placed(view, each))
    found.sort(key=lambda pair: pair[0])
    return [finding for _, finding in found]


def unreadable(error: BadWorkbook) -> Finding:
    """The one finding of a file that can't be read, is encrypted, too large or follows no template of ours."""
    return Finding(
        sheet="",
        row=0,
        column="",
        code=UNREADABLE,
        severity=Severity.MUST,
        title="",
        message=error.what,
        expected=error.todo,
    )


def group_key(finding: Finding) -> tuple[str, str, str, str]:
    """What equal findings have in common: those with a proposal also the value, so that one recipe repairs them all."""
    value = finding.value if finding.proposal is not None else ""
    return finding.code, finding.sheet, finding.column, value


def _placed(view: View, each: Check) -> Iterator[tuple[tuple[int, int, int, int, str, str], Finding]]:
    group = list(Group).index(each.group)
    names = {sheet.key: view.batch.names.get(sheet.key, sheet.name) for sheet in view.template.sheet}
    order = {sheet.key: at for at, sheet in enumerate(view.template.sheet)}
    for hit in each.run(view):
        letters = view.batch.letters.get(hit.sheet, {}).get(hit.key, "")
        sheet = view.template.sheets.get(hit.sheet)
        if not letters and hit.key and (sheet is None or not _declared(sheet, hit.key)):
            letters = hit.key
        finding = Finding(
            sheet=names.get(hit.sheet, hit.sheet),
            row=hit.row,
            column=letters,
            code=each.code,
            severity=each.severity,
            title=_title(sheet, hit),
            value=shown(hit.value),
            message=hit.message or each.message,
            expected=hit.expected or each.expected,
            proposal=hit.proposal,
        )
        place = (group, order.get(hit.sheet, -1 if not hit.sheet else len(order)), hit.row, len(letters))
        yield (*place, letters, each.code), finding


def _declared(sheet: Sheet, key: str) -> bool:
    return any(column.key == key for column in sheet.column)


def _title(sheet: Sheet | None, hit: Hit) -> str:
    if sheet is None or not hit.key or not _declared(sheet, hit.key):
        return ""
    return sheet.column_of(hit.key).title
