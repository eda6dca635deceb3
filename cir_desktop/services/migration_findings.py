"""The findings of a list as a clerk works through them: what is wrong in the same way in one column, together."""

from collections.abc import Iterable, Sequence

import msgspec

from cir_desktop.domain.finding import Finding, Severity
from cir_desktop.services.migration_checking import CheckWords, words

_URGENCY = (Severity.MUST, Severity.LOOK, Severity.INFO)


class FindingGroup(msgspec.Struct, frozen=True):
    """The findings of one check in one column (or sheet, or the file), in the order of the list.

    `title` says what the check finds, `why` why that matters; `sheet` and `column` are empty for the whole file.
    """

    code: str
    severity: Severity
    title: str
    why: str
    sheet: str
    column: str
    column_title: str
    findings: tuple[Finding, ...]

    @property
    def key(self) -> tuple[str, str, str]:
        """What it is known by."""
        return self.code, self.sheet, self.column


def grouped(findings: Iterable[Finding]) -> list[FindingGroup]:
    """All findings by check and column: first what blocks, then by how the checks follow on each other."""
    known = {each.code: (place, each) for place, each in enumerate(words())}
    found: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in findings:
        found.setdefault((finding.code, finding.sheet, finding.column), []).append(finding)
    groups = [_group(known[code][1], same) for (code, _, _), same in found.items()]
    return sorted(groups, key=lambda group: (_URGENCY.index(group.severity), known[group.code][0]))


def cell_words(finding: Finding) -> str:
    """Where it is within its sheet: “D3”, “rij 3”, “kolom D”; empty for a whole sheet or file."""
    if finding.row and finding.column:
        return f"{finding.column}{finding.row}"
    return f"rij {finding.row}" if finding.row else f"kolom {finding.column}" if finding.column else ""


def _group(check: CheckWords, same: Sequence[Finding]) -> FindingGroup:
    first = same[0]
    return FindingGroup(
        code=check.code,
        severity=first.severity,
        title=check.title,
        why=check.why,
        sheet=first.sheet,
        column=first.column,
        column_title=first.title,
        findings=tuple(same),
    )
