"""Rational occupancy with tables that the shipped one does not hold."""

import pytest

from cir_desktop.allocation.occupancy import Composition, Steps, compose, steps
from cir_desktop.allocation.regulation import BedroomRow, Fit
from cir_desktop.domain.facts import Household, Member, PartTimeMember


def _household(boys: int = 0, girls: int = 0, untold: int = 0, *, disabled: bool | None = False) -> Composition:
    return Composition(True, boys, girls, untold, 0, disabled)


def _row(fit: Fit) -> BedroomRow:
    return BedroomRow(bedrooms_from=2, words="het geval", fits=(fit,))


TWO_PAIRS = _row(Fit(children_from=4, children_to=4, same_sex_pairs=2))
DISABLED_COUPLE = _row(Fit(adults="couple", children_to=0, disabled=True))


@pytest.mark.parametrize(
    ("household", "expected"),
    [
        (_household(boys=2, girls=2), Steps(0, 0)),
        (_household(boys=4), Steps(0, 0)),
        (_household(boys=3, girls=1), Steps(None, None)),
        (_household(boys=2, girls=1, untold=1), Steps(None, 0)),
        (_household(untold=4), Steps(None, 0)),
        (_household(boys=5), Steps(None, None)),
        (_household(boys=2, girls=1), Steps(1, 1)),
    ],
    ids=["two and two", "four", "three and one", "one not told", "none told", "too many", "fewer share no room"],
)
def test_two_pairs_of_the_same_sex_are_counted(household: Composition, expected: Steps) -> None:
    assert steps(household, TWO_PAIRS) == expected


@pytest.mark.parametrize(
    ("disabled", "expected"), [(True, Steps(0, 0)), (False, Steps(None, None)), (None, Steps(None, 0))]
)
def test_a_row_for_a_disabled_couple_asks_the_recognised_percentage(disabled: bool | None, expected: Steps) -> None:
    assert steps(_household(disabled=disabled), DISABLED_COUPLE) == expected


def test_a_row_for_a_couple_is_not_for_a_single() -> None:
    assert steps(Composition(False, 0, 0, 0, 0, True), DISABLED_COUPLE) == Steps(None, None)


@pytest.mark.parametrize(
    ("percents", "expected"), [((66, None), True), ((65, 0), False), ((65, None), None), ((None, 66), True)]
)
def test_disability_counts_from_the_percentage_on(percents: tuple[int | None, ...], expected: bool | None) -> None:
    kinds = ("reference", "partner")
    household = Household(tuple(Member(kind, "V", None, p) for kind, p in zip(kinds, percents, strict=True)))
    assert compose(household, 66, part_time_children_count=True).disabled is expected


def test_a_household_is_told_in_words() -> None:
    household = Household(
        (Member("reference", "V", None, 0), Member("partner", "M", None, 0), Member("other", "M", None, 0)),
        (PartTimeMember("M", None, "WEEKEND"), PartTimeMember("V", None, "GEPLAATST")),
    )
    assert compose(household, 66, part_time_children_count=True).words == "koppel met 2 kinderen en 1 medebewoner"
    assert compose(household, 66, part_time_children_count=False).words == "koppel met 1 medebewoner"
