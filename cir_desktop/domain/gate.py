"""The gate of a pull: when so much of a list would go at once that somebody has to look first. Pure."""

from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum

import msgspec

SHARE = 10
"""Percent of a list that may go or change status in one pull without a question; a setting."""

LEAST = 5
"""Fewer dossiers than this never raise a question, however short the list."""

EVERYBODY = ""
"""Stands for the list of all candidates beside those of the municipalities of our homes (NIS codes)."""


class Loss(StrEnum):
    """Why a dossier would stand otherwise."""

    STATUS = "status"
    LEFT = "left"
    VANISHED = "vanished"


LOSS_WORDS = {
    Loss.STATUS: "andere status",
    Loss.LEFT: "gemeente niet meer gekozen",
    Loss.VANISHED: "niet meer in de lijst van het register",
}


class Standing(msgspec.Struct, frozen=True):
    """What a list needs to know of a dossier: its status and the municipalities that it chose."""

    status: str
    choices: frozenset[str]


class ListLoss(msgspec.Struct, frozen=True):
    """What a pull would do to one list of `total` dossiers: how many of them go, by reason; each counts once."""

    nis_code: str
    total: int
    by_reason: Mapping[Loss, int]

    @property
    def touched(self) -> int:
        """How many dossiers it is about."""
        return sum(self.by_reason.values())

    def over(self, share: int) -> bool:
        """Whether it is more than may go without a question."""
        return self.touched >= LEAST and self.touched * 100 > share * self.total


def losses(
    before: Mapping[str, Standing], after: Mapping[str, Standing], vanished: Collection[str], ours: Collection[str]
) -> dict[str, dict[str, Loss]]:
    """Per list (NIS code of ours, and EVERYBODY) the dossiers that would go or change status, with the reason.

    Args:
        before: how the dossiers that change or vanish stand now.
        after: how those that change would stand.
        vanished: dossiers that the register lists no longer.
        ours: NIS codes of our homes.
    """
    found: dict[str, dict[str, Loss]] = {nis_code: {} for nis_code in (EVERYBODY, *sorted(ours))}
    for number, stands in before.items():
        then = after.get(number)
        for nis_code, lost in found.items():
            if nis_code != EVERYBODY and nis_code not in stands.choices:
                continue
            keeps = frozenset(ours) if nis_code == EVERYBODY else frozenset((nis_code,))
            reason = _reason(stands, then, number in vanished, keeps)
            if reason:
                lost[number] = reason
    return found


def _reason(stands: Standing, then: Standing | None, vanished: bool, keeps: frozenset[str]) -> Loss | None:
    """Why a dossier would go from a list that choosing one of `keeps` keeps it on."""
    if vanished:
        return Loss.VANISHED
    if then is None:
        return None
    if keeps & stands.choices and not keeps & then.choices:
        return Loss.LEFT
    return Loss.STATUS if then.status != stands.status else None


def counted(lost: Mapping[str, Mapping[str, Loss]], totals: Mapping[str, int]) -> list[ListLoss]:
    """The same, counted for lists of these lengths."""
    return [
        ListLoss(nis_code, totals.get(nis_code, 0), {reason: _times(one.values(), reason) for reason in Loss})
        for nis_code, one in lost.items()
    ]


def _times(reasons: Iterable[Loss], wanted: Loss) -> int:
    return sum(reason is wanted for reason in reasons)
