"""One home on one day: everything that is the same for all its candidates, worked out once."""

from collections.abc import Mapping
from datetime import date
from itertools import groupby

import msgspec

from cir_desktop.allocation.binding import add_years
from cir_desktop.allocation.limits import LimitRules, limit_rules
from cir_desktop.allocation.regulation import (
    MUNICIPALITY,
    BedroomRow,
    InternalRules,
    Level,
    MunicipalRules,
    OccupancyTable,
    Priority,
    Regulation,
    TargetGroup,
)
from cir_desktop.domain.facts import FactKind
from cir_desktop.domain.home import Home
from cir_desktop.domain.ranking import Letting

LONG_TERM = "long_term"
STANDARD = Letting()
"""Pillar 1."""


class LevelOnDay(msgspec.Struct, frozen=True):
    """A binding level with the first day of its window."""

    level: Level
    window_start: date


class Area(msgspec.Struct, frozen=True):
    """Municipalities that count together, with the levels that look at them, in their order.

    `words` is how a sentence names the area: “de gemeente” or “het deelgebied Z”.
    """

    words: str
    accepted: frozenset[str]
    levels: tuple[LevelOnDay, ...]


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """A home to let on a reference date, under the regulation of its municipality, in a pillar.

    `priorities` are the switches that are on; `target_group` is that of pillar 3 (None: none, or none of that name);
    `with_care` whether informal care orders this list.
    """

    home: Home
    day: date
    rules: MunicipalRules
    table: OccupancyTable
    row: BedroomRow
    disability_percent: int
    part_time_children_count: bool
    one_partner_enough: bool
    areas: tuple[Area, ...]
    municipality: frozenset[str]
    priorities: tuple[Priority, ...]
    internal: InternalRules | None
    target_group: TargetGroup | None
    fact_kinds: Mapping[str, FactKind]
    limit_rules: LimitRules
    minimum_age: int
    assistance_age: int
    under_occupancy_surplus: int
    couple_counts_as_one: bool
    with_care: bool
    pause_months: int
    letting: Letting = Letting()
    stepped_down: int = 0


def open_case(
    home: Home, regulation: Regulation, day: date, stepped_down: int = 0, letting: Letting = STANDARD
) -> Case:
    """Prepare a home for a day; raises BadRules when a rule has no value on that day.

    The order of the areas is the order of the law: stricter levels of the municipality, its long-term binding, then
    the sub-areas. In pillar 2 no binding counts. `stepped_down` is how many persons below the occupancy table the home
    is opened to.
    """
    rules = regulation.rules_of(home.nis_code, day)
    values = regulation.parameters
    municipality = regulation.accepted([home.nis_code], day)
    long_term = Level(
        id=LONG_TERM,
        years=values.whole("binding.years", day),
        window=values.whole("binding.window", day),
        article="Uitleg op vlaanderen.be over de toewijzing, langdurige woonbinding",
        label="GOV",
    )
    stricter = [level for level in rules.levels if level.area == MUNICIPALITY]
    areas = [Area("de gemeente", municipality, _on_day([*stricter, long_term], day))]
    # In the order in which the regulation sets its levels, also where it looks at several sub-areas.
    wider = [level for level in rules.levels if level.area != MUNICIPALITY]
    codes = {area.name: area.nis_codes for area in regulation.sub_areas}
    for name, levels in groupby(wider, key=lambda level: level.area):
        areas.append(Area(f"het deelgebied {name}", regulation.accepted(codes[name], day), _on_day([*levels], day)))
    table = regulation.occupancy_on(day)
    return Case(
        home=home,
        day=day,
        rules=rules,
        table=table,
        row=table.row(home.bedrooms),
        disability_percent=values.whole("occupancy.disability_percent", day),
        part_time_children_count=values.yes_no("occupancy.part_time_children_count", day),
        one_partner_enough=values.yes_no("binding.one_partner_enough", day),
        areas=tuple(areas),
        municipality=municipality,
        pause_months=values.whole("refusal.pause_months", day),
        priorities=tuple(priority for priority in regulation.priorities if priority.on),
        internal=regulation.internal_on(day),
        target_group=_target_group(home, rules, letting),
        fact_kinds={kind.key: kind for kind in regulation.fact_kinds},
        limit_rules=limit_rules(values, day),
        minimum_age=values.whole("age.minimum", day),
        assistance_age=values.whole("age.assistance_home", day),
        under_occupancy_surplus=values.whole("under_occupancy.surplus", day),
        couple_counts_as_one=values.yes_no("under_occupancy.couple_counts_as_one", day),
        with_care=rules.care and (letting.pillar == STANDARD.pillar or values.yes_no("care.outside_standard", day)),
        letting=letting,
        stepped_down=stepped_down,
    )


def _target_group(home: Home, rules: MunicipalRules, letting: Letting) -> TargetGroup | None:
    """The group that was chosen, else that of the home, else the one on whose address list the home stands."""
    wanted = letting.group or home.target_group
    for group in rules.target_groups:
        if group.name == wanted or (not wanted and home.code in group.addresses):
            return group
    return None


def _on_day(levels: list[Level], day: date) -> tuple[LevelOnDay, ...]:
    return tuple(LevelOnDay(level, add_years(day, -level.window)) for level in levels)
