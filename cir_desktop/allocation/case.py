"""One home on one day: everything that is the same for all its candidates, worked out once."""

from datetime import date

import msgspec

from cir_desktop.allocation.binding import add_years
from cir_desktop.allocation.regulation import (
    MUNICIPALITY,
    BedroomRow,
    Level,
    MunicipalRules,
    OccupancyTable,
    Priority,
    Regulation,
)
from cir_desktop.domain.home import Home

LONG_TERM = "long_term"


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
    """A home to let on a reference date, under the regulation of its municipality."""

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
    adapted_first: Priority | None
    pause_months: int
    stepped_down: int = 0


def open_case(home: Home, regulation: Regulation, day: date, stepped_down: int = 0) -> Case:
    """Prepare a home for a day; raises BadRules when a rule has no value on that day.

    The order of the areas is the order of the law: stricter levels of the municipality, its long-term binding, then
    the sub-areas. `stepped_down` is how many persons below the occupancy table the home is opened to.
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
    for sub_area in regulation.sub_areas:
        levels = [level for level in rules.levels if level.area == sub_area.name]
        if levels:
            accepted = regulation.accepted(sub_area.nis_codes, day)
            areas.append(Area(f"het deelgebied {sub_area.name}", accepted, _on_day(levels, day)))
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
        adapted_first=_switched_on("adapted_home", regulation.priorities) if home.adapted else None,
        stepped_down=stepped_down,
    )


def _switched_on(identity: str, priorities: tuple[Priority, ...]) -> Priority | None:
    return next((priority for priority in priorities if priority.id == identity and priority.on), None)


def _on_day(levels: list[Level], day: date) -> tuple[LevelOnDay, ...]:
    return tuple(LevelOnDay(level, add_years(day, -level.window)) for level in levels)
