"""The rounds of a migration, the list that each of them had, and what changed between two lists."""

from collections.abc import Mapping
from datetime import date, datetime

import msgspec

from cir_desktop.domain.finding import Severity
from cir_desktop.domain.migration_upload import UploadInfo, UploadRound

ROUND_ORDER = (
    UploadRound.TEST_1,
    UploadRound.TEST_2,
    UploadRound.TEST_3,
    UploadRound.PHOTO_1,
    UploadRound.PHOTO_2,
    UploadRound.FREEZE,
    UploadRound.PHOTO_3,
)
"""As they follow each other: the last photo comes after the freeze."""


class KeptFinding(msgspec.Struct, frozen=True):
    """A finding as it is kept for comparing: by its key (migration.identity), without its value."""

    key: str
    code: str
    severity: Severity


class RoundList(msgspec.Struct, frozen=True):
    """The list of a round: its file (name and SHA-256, hex), how many dossiers, findings by severity, who and when."""

    number: int
    round: UploadRound
    file: str
    sha256: str
    version: str
    rows: int
    counts: Mapping[Severity, int]
    at: datetime
    by: str


class RoundLine(msgspec.Struct, frozen=True):
    """A round: its day (of the freeze the first, and `until` the last one), its newest list, its newest answer."""

    round: UploadRound
    planned_on: date | None = None
    until: date | None = None
    kept: RoundList | None = None
    answer: UploadInfo | None = None


class FieldChange(msgspec.Struct, frozen=True):
    """A value that differs between two lists. `who` tells a member or preference of the dossier; empty is the dossier.

    `ranks` says that a place on the list hangs on it.
    """

    dossier: str
    sheet: str
    who: str
    key: str
    before: str
    after: str
    ranks: bool = False


class RowChange(msgspec.Struct, frozen=True):
    """A member or preference that is there in one of both lists only."""

    dossier: str
    sheet: str
    who: str


class Moved(msgspec.Struct, frozen=True):
    """A dossier that is on both lists at another place, in a plain order of day and number; places from 1."""

    dossier: str
    before: int
    after: int


class Comparison(msgspec.Struct, frozen=True):
    """What changed between two lists; dossiers by number, findings by their key.

    `back` are dossiers, and findings, that an earlier list had and the first of both has not.
    """

    new: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    back: tuple[str, ...] = ()
    changed: tuple[FieldChange, ...] = ()
    rows_new: tuple[RowChange, ...] = ()
    rows_gone: tuple[RowChange, ...] = ()
    moved: tuple[Moved, ...] = ()
    findings_new: tuple[KeptFinding, ...] = ()
    findings_solved: tuple[KeptFinding, ...] = ()
    findings_back: tuple[KeptFinding, ...] = ()
    findings_left: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether both lists say the same."""
        return not (self.new or self.gone or self.back or self.changed or self.rows_new or self.rows_gone)
