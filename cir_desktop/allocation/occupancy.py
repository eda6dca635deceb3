"""Rational occupancy: how well a household fills a home, read from the landlord's table."""

import msgspec

from cir_desktop.allocation.regulation import BedroomRow
from cir_desktop.domain.facts import Household


class Composition(msgspec.Struct, frozen=True, gc=False):
    """A household as the table counts it.

    Children by sex (M, V, not told), part-time ones among them when they count. `others` are co-residents who are
    neither partner nor child: the table does not name them; each counts as one person with a room of his or her own.
    `disabled` None: of somebody no recognised percentage is registered.
    """

    couple: bool
    boys: int
    girls: int
    untold: int
    others: int
    disabled: bool | None

    @property
    def beside(self) -> int:
        """Persons beside the single or the couple."""
        return self.boys + self.girls + self.untold + self.others

    @property
    def words(self) -> str:
        """As a clerk says it: “koppel met 2 kinderen”."""
        who = "koppel" if self.couple else "alleenstaande"
        children = self.boys + self.girls + self.untold
        beside = []
        if children:
            beside.append("1 kind" if children == 1 else f"{children} kinderen")
        if self.others:
            beside.append("1 medebewoner" if self.others == 1 else f"{self.others} medebewoners")
        return f"{who} met {' en '.join(beside)}" if beside else who


class Steps(msgspec.Struct, frozen=True, gc=False):
    """How many persons too few a household is for a home: 0 fits, None never fits.

    `sure` is so whatever the missing facts turn out to be; `possible` is the best that they could make of it.
    """

    sure: int | None
    possible: int | None


def compose(household: Household, disability_percent: int, *, part_time_children_count: bool) -> Composition:
    """Count a household; every child that is not full time counts once, when such children count at all."""
    couple, others = False, 0
    disabled: bool | None = False
    sexes: list[str] = []
    for member in household.members:
        percent = member.disability_percent
        if percent is None:
            disabled = disabled or None
        elif percent >= disability_percent:
            disabled = True
        if member.kind == "child":
            sexes.append(member.sex)
        elif member.kind == "partner":
            couple = True
        elif member.kind == "other":
            others += 1
    if part_time_children_count:
        sexes.extend(child.sex for child in household.part_time)
    boys, girls = sexes.count("M"), sexes.count("V")
    return Composition(couple, boys, girls, len(sexes) - boys - girls, others, disabled)


def steps(household: Composition, row: BedroomRow) -> Steps:
    """How a household stands to the row of a home's bedrooms."""
    beside = household.beside
    sure: int | None = None
    possible: int | None = None
    for fit in row.fits:
        if fit.children_to is not None and beside > fit.children_to:
            continue
        if fit.adults != "any" and household.couple != (fit.adults == "couple"):
            continue
        short = max(0, fit.children_from - beside)
        certain = True
        # Fewer persons than the table foresees need no shared rooms.
        if fit.same_sex_pairs and not short:
            if _pairs_at_best(household) < fit.same_sex_pairs:
                continue
            certain = _pairs_for_sure(household) >= fit.same_sex_pairs
        if fit.disabled and not household.disabled:
            if household.disabled is False:
                continue
            certain = False
        possible = short if possible is None else min(possible, short)
        if certain:
            sure = short if sure is None else min(sure, short)
    return Steps(sure, possible)


def _pairs_for_sure(household: Composition) -> int:
    return household.boys // 2 + household.girls // 2


def _pairs_at_best(household: Composition) -> int:
    completing = min(household.untold, household.boys % 2 + household.girls % 2)
    return _pairs_for_sure(household) + completing + (household.untold - completing) // 2
