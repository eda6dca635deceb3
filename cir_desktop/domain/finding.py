"""What a check of a migration workbook found: a record, never an exception.

Texts hold no personal data beyond the place of the cell, so that a report can be mailed to a help desk.
"""

from enum import StrEnum

import msgspec


class Severity(StrEnum):
    """How bad a finding is."""

    MUST = "moet"
    LOOK = "nakijken"
    INFO = "info"


SEVERITY_WORDS = {Severity.MUST: "Moet", Severity.LOOK: "Nakijken", Severity.INFO: "Ter info"}
"""MUST blocks the upload, LOOK may be confirmed with a name and a reason, INFO only tells."""


class Finding(msgspec.Struct, frozen=True, kw_only=True, order=True, gc=False):
    """One finding, as an address and what is wrong there.

    `sheet` is empty for the whole file, `row` (as Excel shows it) is 0 for a whole sheet or column. `column` are the
    letters and `title` what stands above them, both empty where it is about no column. `value` is what stands there,
    shown on the screen and in the clerk's own copy only. `message` says what is wrong, `expected` what should stand
    there, with an example. `proposal` is the value that surely repairs it, None when nobody can know.
    """

    sheet: str
    row: int
    column: str
    code: str
    severity: Severity
    title: str
    value: str = ""
    message: str
    expected: str = ""
    proposal: str | None = None
