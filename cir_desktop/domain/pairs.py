"""Two persons that may be one: who they are, why they look alike or not, and what a clerk answered."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum

import msgspec


class Side(StrEnum):
    """Where somebody stands."""

    LIST = "list"
    REGISTER = "register"


class PairKind(StrEnum):
    """What two persons that look alike may be."""

    LIKELY = "likely"
    POSSIBLE = "possible"
    NUMBER = "number"
    SPLIT = "split"


KIND_WORDS = {
    PairKind.LIKELY: "Vermoedelijk dezelfde persoon",
    PairKind.POSSIBLE: "Mogelijk dezelfde persoon",
    PairKind.NUMBER: "Hetzelfde rijksregisternummer, verder niet gelijk: één van beide nummers is wellicht fout",
    PairKind.SPLIT: (
        "Misschien een gesplitst gezin, geen dubbel: twee dossiers van dezelfde dag met opeenvolgende volgnummers"
    ),
}
"""The kinds in the words of a clerk."""


class PairAnswer(StrEnum):
    """What a clerk said of a pair."""

    SAME = "zelfde"
    OTHER = "ander"
    LATER = "later"


ANSWER_WORDS = {
    PairAnswer.SAME: "zelfde persoon",
    PairAnswer.OTHER: "iemand anders",
    PairAnswer.LATER: "later",
}

DECIDING = ("national_number", "last_name", "first_name", "birth_date")
"""The fields that a decision hangs on: it is asked again only when one of these changed."""


class Someone(msgspec.Struct, frozen=True, gc=False):
    """Somebody on the list or in the register, as far as it can be read; what can not is None or empty.

    `row` is Excel's, 0 in the register. `applicant`: the reference person or another tenant of the dossier; `reference`
    the reference person. The address and the ways to reach are those of the dossier.
    """

    side: Side
    dossier: str
    sheet: str
    row: int
    applicant: bool
    reference: bool
    national_number: str
    last_name: str
    first_name: str
    birth_date: date | None
    sex: str = ""
    street: str = ""
    number: str = ""
    box: str = ""
    postcode: str = ""
    place: str = ""
    contacts: tuple[str, ...] = ()
    registered_on: date | None = None

    @property
    def address(self) -> str:
        """On one line; empty when nothing of it is known."""
        box = f" bus {self.box}" if self.box else ""
        home = f"{self.street} {self.number}".strip() + box
        return ", ".join(part for part in (home, f"{self.postcode} {self.place}".strip()) if part)


class FieldMatch(msgspec.Struct, frozen=True):
    """Why two persons are alike in a field, or not: `points` as they count, `words` for a clerk."""

    key: str
    label: str
    left: str
    right: str
    level: str
    points: int
    words: str


class Pair(msgspec.Struct, frozen=True):
    """Two persons that may be one; `points` is the sum of what the fields count."""

    left: Someone
    right: Someone
    kind: PairKind
    points: int
    levels: tuple[str, ...]
    """How alike they are, in the order of the declared fields."""


class PairDecision(msgspec.Struct, frozen=True):
    """What was answered of a pair, by whom and when (UTC). `fields` are the digests of the deciding fields then."""

    key: str
    answer: PairAnswer | None
    dossiers: tuple[str, str]
    fields: Sequence[str]
    at: datetime
    by: str
