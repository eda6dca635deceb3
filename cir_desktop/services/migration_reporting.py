"""The findings as a copy of the clerk's own workbook: coloured cells, comments, a sheet “Te doen”, and a receipt."""

import hashlib
from collections.abc import Collection, Iterable
from pathlib import Path

import msgspec

from cir_desktop.domain.finding import SEVERITY_WORDS, Finding, Severity
from cir_desktop.domain.identity import Role
from cir_desktop.domain.job import Cancel, Progress, Report, ignore_progress
from cir_desktop.domain.values import dutch_moment
from cir_desktop.errors import BadWorkbook
from cir_desktop.services.migration_checking import Checked
from cir_desktop.services.office import Office
from cir_desktop.services.roles import needs
from cir_desktop.workbooks.annotating import Kept, Mark, Plan, annotate, plan_copy
from cir_desktop.workbooks.todo_sheet import TodoLine

__all__ = ["Kept", "Plan", "Reported", "plan", "report"]

_URGENCY = (Severity.MUST, Severity.LOOK, Severity.INFO)


class Reported(msgspec.Struct, frozen=True):
    """The copy that was written, with the sentences of its receipt."""

    copy: Kept
    receipt: tuple[str, ...]


@needs(Role.CLERK)
def plan(office: Office, path: Path) -> Plan:
    """What a copy of this file will be and what does not come along, before anything is written. Raises BadWorkbook."""
    return plan_copy(path)


@needs(Role.CLERK)
def report(
    office: Office,
    path: Path,
    found: Checked,
    target: Path,
    *,
    progress: Report = ignore_progress,
    cancel: Cancel | None = None,
) -> Reported:
    """Write the copy of a file that was checked; the file itself stays as it is.

    Raises BadWorkbook, also when the file is no longer the one that was checked; Cancelled: then nothing is written.
    """
    batch = found.batch
    if batch is None:
        raise BadWorkbook(
            "Van dit bestand kan geen kopie met de bevindingen gemaakt worden.",
            "Open eerst een bestand dat gelezen kan worden.",
        )
    if _fingerprint(path) != batch.source.sha256:
        raise BadWorkbook(
            "Het bestand is gewijzigd sinds het nagekeken werd.", "Lees het opnieuw, en probeer dan nog eens."
        )
    sheets = batch.source.sheets
    ordered = sorted(found.findings, key=lambda finding: _URGENCY.index(finding.severity))
    marks = [mark for finding in ordered if (mark := _mark(finding, sheets))]
    receipt = _receipt(office, found)

    def written(count: int) -> None:
        if cancel:
            cancel.check()
        progress(Progress("Kopie schrijven", count, None))

    written(0)
    copy = annotate(
        path, target, marks, [_line(finding, sheets) for finding in ordered], heading=receipt, written=written
    )
    with office.store.unit(office.actor) as unit:
        unit.event("migration.reported", "migration", {"count": len(ordered)})
    return Reported(copy, receipt)


def _receipt(office: Office, found: Checked) -> tuple[str, ...]:
    source = found.batch.source if found.batch else None
    counts = ", ".join(f"{SEVERITY_WORDS[severity]} {found.counts[severity]}" for severity in _URGENCY)
    return (
        f"Nagekeken op {dutch_moment(office.clock())}: {counts}.",
        f"Bestand: {source.name if source else ''}. Sjabloon: {(source.version if source else '') or 'onbekend'}.",
        f"Vingerafdruk (SHA-256): {source.sha256 if source else ''}.",
    )


def _mark(finding: Finding, sheets: Collection[str]) -> Mark | None:
    """The cell to colour; the first one of its row for a whole row, none for a whole column, sheet or file."""
    if not finding.row or finding.sheet not in sheets:
        return None
    return Mark(finding.sheet, f"{finding.column or 'A'}{finding.row}", finding.severity, _comment(finding))


def _comment(finding: Finding) -> str:
    return " ".join(part for part in (finding.message, finding.expected, f"({finding.code})") if part)


def _line(finding: Finding, sheets: Collection[str]) -> TodoLine:
    there = finding.sheet in sheets
    cell = f"{finding.column or 'A'}{finding.row}" if finding.row and there else ""
    column = finding.title if cell else f"{finding.column} {finding.title}".strip()
    # Of the whole file: which sheet or name is meant. A value of a cell stands in its cell.
    about = "" if finding.row else finding.value
    return TodoLine(
        tone=finding.severity,
        sheet=finding.sheet if there else "",
        cell=cell,
        title=" · ".join(_parts((column, "" if there else finding.sheet, about))),
        message=f"{finding.message} ({finding.code})",
        expected=finding.expected,
    )


def _parts(texts: Iterable[str]) -> list[str]:
    return [text for text in texts if text]


def _fingerprint(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise BadWorkbook(
            "Het bestand kan niet geopend worden.", "Sluit het in Excel of LibreOffice en probeer opnieuw."
        ) from error
