"""What the register answers to the upload of a list, row by row, and how that stands beside our own findings."""

from datetime import datetime
from enum import StrEnum

import msgspec

from cir_desktop.domain.finding import Finding


class UploadRound(StrEnum):
    """The rounds in which a list is handed over, as the register names them [assumed]."""

    TEST_1 = "TEST1"
    TEST_2 = "TEST2"
    TEST_3 = "TEST3"
    PHOTO_1 = "FOTO1"
    PHOTO_2 = "FOTO2"
    PHOTO_3 = "FOTO3"
    FREEZE = "BEVRIEZING"


ROUND_WORDS = {
    UploadRound.TEST_1: "Test 1",
    UploadRound.TEST_2: "Test 2",
    UploadRound.TEST_3: "Test 3",
    UploadRound.PHOTO_1: "Foto 1",
    UploadRound.PHOTO_2: "Foto 2",
    UploadRound.PHOTO_3: "Foto 3",
    UploadRound.FREEZE: "Bevriezing",
}


class Reason(msgspec.Struct, frozen=True):
    """Why a row was refused: `column` is the title, empty for the whole row."""

    column: str
    text: str


class RowAnswer(msgspec.Struct, frozen=True):
    """The answer about one row; `row` is that of the clerk's own file, as Excel shows it."""

    sheet: str
    row: int
    reasons: tuple[Reason, ...] = ()

    @property
    def accepted(self) -> bool:
        """Whether the register took the row."""
        return not self.reasons


class UploadAnswer(msgspec.Struct, frozen=True):
    """The answer to an upload: `receipt` is the number to name to a help desk, `sha256` of the bytes that came in."""

    receipt: str
    round: UploadRound
    at: datetime
    sha256: str
    rows: tuple[RowAnswer, ...]

    @property
    def accepted(self) -> int:
        """How many rows were taken."""
        return sum(row.accepted for row in self.rows)

    @property
    def refused(self) -> int:
        """How many were not."""
        return len(self.rows) - self.accepted


class Agreement(StrEnum):
    """How the register and we see a row."""

    BOTH = "both"
    REGISTER = "register"
    OURS = "ours"


AGREEMENT_WORDS = {
    Agreement.BOTH: "wij zagen het ook",
    Agreement.REGISTER: "alleen het register",
    Agreement.OURS: "alleen wij",
}


class RowBeside(msgspec.Struct, frozen=True):
    """A row that the register refused, that we have something about, or both."""

    sheet: str
    row: int
    reasons: tuple[Reason, ...]
    findings: tuple[Finding, ...]

    @property
    def agreement(self) -> Agreement:
        """Who says something about it."""
        if self.reasons:
            return Agreement.BOTH if self.findings else Agreement.REGISTER
        return Agreement.OURS


class KeptUpload(msgspec.Struct, frozen=True):
    """An upload as it is kept: the answer, and what we had found in the list then, without the values."""

    answer: UploadAnswer
    findings: tuple[Finding, ...]


class UploadInfo(msgspec.Struct, frozen=True):
    """An upload in short; `at` is when we sent it."""

    number: int
    round: UploadRound
    file: str
    receipt: str
    at: datetime
    actor: str
    accepted: int
    refused: int
