"""What was entered of regulations, as lines and rows that a clerk reads and changes."""

from collections.abc import Sequence
from datetime import date, timedelta

import msgspec

from cir_desktop.allocation.own import OwnRules
from cir_desktop.allocation.regulation import EVERYWHERE, MUNICIPALITY, InternalRules
from cir_desktop.allocation.regulation import MunicipalRules as MunicipalRules
from cir_desktop.domain.codes import certainty_words
from cir_desktop.domain.process import RefusalReason
from cir_desktop.domain.values import dutch_date
from cir_desktop.runtime.reference import is_municipality, name_of


class EnteredLine(msgspec.Struct, frozen=True):
    """A line of what was entered; `at` is its place among those of its kind, `last_day` the last one in force."""

    at: int
    name: str
    version: str
    since: date | None
    last_day: date | None
    decision: str
    words: str


def place_words(code: str) -> str:
    """The municipality of a code as a clerk reads it; the name of a sub-area as it is."""
    if code == EVERYWHERE:
        return "elke andere gemeente"
    return f"{name_of(code)} ({code})" if is_municipality(code) else code


def place_text(code: str) -> str:
    """A place as it is typed in a form, and read back as the same one."""
    return code if code == EVERYWHERE else place_words(code)


def municipal_lines(own: OwnRules) -> list[EnteredLine]:
    """The municipal regulations that were entered."""
    return [
        EnteredLine(
            at,
            place_words(rules.municipality),
            rules.version,
            rules.since,
            last_day_of(rules),
            rules.decision,
            _levels_words(rules),
        )
        for at, rules in enumerate(own.municipal)
    ]


def area_lines(own: OwnRules) -> list[EnteredLine]:
    """The sub-areas that were entered."""
    return [
        EnteredLine(
            at,
            area.name,
            "akkoord van alle gemeenten" if area.consensus else "geen akkoord van alle gemeenten",
            None,
            None,
            area.article,
            ", ".join(place_words(code) for code in area.nis_codes),
        )
        for at, area in enumerate(own.sub_areas)
    ]


def internal_lines(own: OwnRules) -> list[EnteredLine]:
    """The internal rental regulations that were entered."""
    return [
        EnteredLine(
            at,
            f"vanaf {dutch_date(rules.since)}",
            rules.version,
            rules.since,
            last_day_of(rules),
            rules.decision,
            _internal_words(rules),
        )
        for at, rules in enumerate(own.internal)
    ]


def last_day_of(rules: MunicipalRules | InternalRules) -> date | None:
    """The last day in force, as a regulation says it; None when it has no end."""
    return rules.until - timedelta(days=1) if rules.until else None


def _internal_words(rules: InternalRules) -> str:
    term = f"antwoordtermijn {rules.answer_days} dagen" if rules.answer_days else "algemene antwoordtermijn"
    return f"{term}, {'eigen' if rules.table else 'meegeleverde'} bezettingstabel"


def _levels_words(rules: MunicipalRules) -> str:
    levels = [
        f"{level.years} van {level.window} jaar" + ("" if level.area == MUNICIPALITY else f" in {level.area}")
        for level in rules.levels
    ]
    groups = [f"doelgroep {group.name}" for group in rules.target_groups]
    return ", ".join((*levels, *groups)) or "geen strengere binding"


def level_rows(rules: MunicipalRules) -> list[list[str]]:
    """The levels as rows of the form."""
    return [
        [
            str(one.years),
            str(one.window),
            "" if one.area == MUNICIPALITY else one.area,
            one.article,
            certainty_words(one.label),
            one.id,
        ]
        for one in rules.levels
    ]


def group_rows(rules: MunicipalRules) -> list[list[str]]:
    """The target groups as rows of the form."""
    return [
        [
            one.name,
            "ja" if one.reserved else "nee",
            "" if one.age_from is None else str(one.age_from),
            "ja" if one.disability else "nee",
            ", ".join(one.addresses),
            one.article,
            certainty_words(one.label),
        ]
        for one in rules.target_groups
    ]


def reason_rows(reasons: Sequence[RefusalReason]) -> list[list[str]]:
    """Reasons of refusal as rows of the form."""
    return [
        [
            one.code,
            one.text,
            "ja" if one.grounded else "nee",
            one.means,
            one.source,
            certainty_words(one.label),
        ]
        for one in reasons
    ]
