"""The income limits of a year, and the one that holds for a household."""

from datetime import date

import msgspec

from cir_desktop.allocation.parameters import Parameters
from cir_desktop.domain.facts import Household


class IncomeLimits(msgspec.Struct, frozen=True):
    """The amounts of one year, in whole euro (BVCW art. 6.13)."""

    single: int
    single_disabled: int
    other: int
    per_dependant: int


class LimitRules(msgspec.Struct, frozen=True):
    """How a household is counted for its limit. `limits` None: of this year they are expected and not known."""

    limits: IncomeLimits | None
    disability_percent: int
    disabled_child_counts_twice: bool
    part_time_children_count: bool
    assessment_years: int


class Limit(msgspec.Struct, frozen=True):
    """The limit of a household in cents: `sure` at least, `possible` if what is not known turns out well."""

    sure: int
    possible: int
    words: str


def limit_rules(parameters: Parameters, day: date) -> LimitRules:
    """What holds on a day. Raises BadRules before the first known year."""
    amounts = [parameters.known_whole(f"income.limit.{name}", day) for name in IncomeLimits.__struct_fields__]
    known = [amount for amount in amounts if amount is not None]
    return LimitRules(
        limits=IncomeLimits(*known) if len(known) == len(amounts) else None,
        disability_percent=parameters.whole("income.disability_percent", day),
        disabled_child_counts_twice=parameters.yes_no("income.disabled_child_counts_twice", day),
        part_time_children_count=parameters.yes_no("occupancy.part_time_children_count", day),
        assessment_years=parameters.whole("income.assessment_years", day),
    )


def limit_of(rules: LimitRules, limits: IncomeLimits, household: Household, dependants: int | None) -> Limit:
    """The limit of a household; `dependants` is what the office noted, else the children are counted.

    Somebody alone without dependants has the first or (with a disability) the second amount; everybody else the third,
    and more for each dependant. A disabled child counts twice where the parameter says so.
    """
    couple = any(member.kind == "partner" for member in household.members)
    if dependants is None:
        dependants, in_doubt = _children(rules, household)
    else:
        in_doubt = 0
    if not couple and not dependants and not in_doubt:
        return _of_single(rules, limits, household)
    sure = (limits.other + limits.per_dependant * dependants) * 100
    persons = "1 persoon" if dependants == 1 else f"{dependants} personen"
    words = "een koppel" if couple else "een alleenstaande"
    return Limit(sure, sure + limits.per_dependant * in_doubt * 100, f"{words} met {persons} ten laste")


def _of_single(rules: LimitRules, limits: IncomeLimits, household: Household) -> Limit:
    percents = [member.disability_percent for member in household.members if member.kind == "reference"]
    percent = percents[0] if percents else None
    if percent is None:
        return Limit(limits.single * 100, limits.single_disabled * 100, "een alleenstaande")
    if percent >= rules.disability_percent:
        amount = limits.single_disabled * 100
        return Limit(amount, amount, "een alleenstaande met een handicap")
    return Limit(limits.single * 100, limits.single * 100, "een alleenstaande")


def _children(rules: LimitRules, household: Household) -> tuple[int, int]:
    """Dependants for sure, and those that a disability that is not known would add."""
    sure = in_doubt = 0
    for member in household.members:
        if member.kind == "child":
            sure += 1
            if rules.disabled_child_counts_twice:
                if member.disability_percent is None:
                    in_doubt += 1
                elif member.disability_percent >= rules.disability_percent:
                    sure += 1
    if rules.part_time_children_count:
        sure += len(household.part_time)
    return sure, in_doubt
