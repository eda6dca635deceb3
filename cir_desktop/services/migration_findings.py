"""The findings of a list as a clerk works through them: what is wrong in the same way in one column, together."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import zip_longest

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
    confirmed: int = 0
    """How many of them somebody confirmed."""

    @property
    def key(self) -> tuple[str, str, str]:
        """What it is known by."""
        return self.code, self.sheet, self.column


def grouped(findings: Iterable[Finding], confirmed: Iterable[bool] = ()) -> list[FindingGroup]:
    """All findings by check and column: first what blocks, then by how the checks follow on each other.

    `confirmed` says of each finding whether somebody confirmed it; nothing is, when it is left out.
    """
    known = {each.code: (place, each) for place, each in enumerate(words())}
    found: dict[tuple[str, str, str], list[Finding]] = {}
    done: Counter[tuple[str, str, str]] = Counter()
    for finding, right in zip_longest(findings, confirmed, fillvalue=False):
        if isinstance(finding, Finding):
            place = (finding.code, finding.sheet, finding.column)
            found.setdefault(place, []).append(finding)
            done[place] += bool(right)
    groups = [_group(known[place[0]][1], same, done[place]) for place, same in found.items()]
    return sorted(groups, key=lambda group: (_URGENCY.index(group.severity), known[group.code][0]))


def cell_words(finding: Finding) -> str:
    """Where it is within its sheet: “D3”, “rij 3”, “kolom D”; empty for a whole sheet or file."""
    if finding.row and finding.column:
        return f"{finding.column}{finding.row}"
    return f"rij {finding.row}" if finding.row else f"kolom {finding.column}" if finding.column else ""


def _group(check: CheckWords, same: Sequence[Finding], confirmed: int) -> FindingGroup:
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
        confirmed=confirmed,
    )
