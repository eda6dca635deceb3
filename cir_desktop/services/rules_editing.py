"""What a clerk types about a regulation, made into records; every function gives another version of the same rules."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TypeVar

import msgspec

from cir_desktop.allocation.own import OwnRules
from cir_desktop.allocation.regulation import (
    EVERYWHERE,
    MUNICIPALITY,
    InternalRules,
    Level,
    MunicipalRules,
    SubArea,
    TargetGroup,
)
from cir_desktop.domain.codes import CERTAINTY_WORDS, certainty_words
from cir_desktop.domain.process import RefusalReason
from cir_desktop.domain.values import dutch_date
from cir_desktop.errors import BadInput
from cir_desktop.runtime.reference import is_municipality, name_of

T = TypeVar("T")

STRICTER_ARTICLE = "BVCW art. 6.23 §1"

YES_NO = ("ja", "nee")

CERTAINTY = tuple(CERTAINTY_WORDS[label] for label in ("GOV", "WM", "LAW", "OLD", "INF"))
"""How sure a line of a form is, in words; the first is what a new one begins with."""


class TypedRegulation(msgspec.Struct, frozen=True, kw_only=True):
    """The form of a municipal regulation.

    `last_day` is the last day in force. A row of `levels` is years, window, sub-area (empty: the municipality),
    article, certainty, and the id that the level keeps (empty: a new one). A row of `groups` is name, reserved (ja or
    nee), lowest age, with a disability (ja or nee), codes of homes parted by commas, article and certainty.
    """

    municipality: str
    version: str = ""
    since: date
    last_day: date | None = None
    decision: str
    source: str
    care: bool = True
    levels: Sequence[Sequence[str]] = ()
    groups: Sequence[Sequence[str]] = ()


class TypedInternal(msgspec.Struct, frozen=True, kw_only=True):
    """The form of internal rules; an empty `answer_days` leaves the general term, an empty order is none.

    `last_day` is the last day in force. A row of `reasons` is code, text, grounded (ja or nee), what it means in law,
    source and certainty; none: the shipped list.
    """

    version: str = ""
    since: date
    last_day: date | None = None
    decision: str
    source: str
    answer_days: str = ""
    accelerated_order: tuple[str, ...] = ()
    internal_order: tuple[str, ...] = ()
    reasons: Sequence[Sequence[str]] = ()


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


def _until(last_day: date | None, since: date) -> date | None:
    if last_day is None:
        return None
    if last_day < since:
        raise BadInput(
            f"De laatste dag {dutch_date(last_day)} ligt vóór {dutch_date(since)}.",
            "Geef een latere dag, of geen.",
            field="until",
        )
    return last_day + timedelta(days=1)


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


def with_municipal(own: OwnRules, at: int | None, typed: TypedRegulation, today: date) -> OwnRules:
    """The same rules with a municipal regulation added (`at` None) or changed. Raises BadInput."""
    made = MunicipalRules(
        municipality=typed.municipality.strip(),
        version=typed.version.strip(),
        since=typed.since,
        until=_until(typed.last_day, typed.since),
        decision=typed.decision.strip(),
        source=typed.source.strip(),
        last_checked=today,
        care=typed.care,
        levels=_levels(typed.levels),
        target_groups=tuple(_group(row, number) for number, row in enumerate(typed.groups)),
    )
    return msgspec.structs.replace(own, municipal=_sorted(_put(own.municipal, at, made)))


def _levels(rows: Sequence[Sequence[str]]) -> tuple[Level, ...]:
    """The levels of the form. A new one gets a number that no other has, as marks and frozen lists name the id."""
    taken = {identity for *_, identity in rows if identity}
    made = []
    for number, (years, window, area, article, label, identity) in enumerate(rows):
        if not identity:
            identity = next(free for count in range(1, 100) if (free := f"niveau_{count}") not in taken)
            taken.add(identity)
        where = f"levels[{number}]"
        made.append(
            Level(
                id=identity,
                years=_whole(years, where),
                window=_whole(window, where),
                area=area.strip() or MUNICIPALITY,
                article=article.strip() or STRICTER_ARTICLE,
                label=_label(label, where),
            )
        )
    return tuple(made)


def _group(row: Sequence[str], number: int) -> TargetGroup:
    name, reserved, age, disability, addresses, article, label = (cell.strip() for cell in row)
    where = f"groups[{number}]"
    return TargetGroup(
        name=name,
        reserved=_yes_no(reserved, "Voorbehouden", where),
        age_from=_whole(age, where) if age else None,
        disability=_yes_no(disability, "Handicap", where),
        addresses=tuple(code.strip() for code in addresses.split(",") if code.strip()),
        article=article,
        label=_label(label, where),
    )


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


def with_internal(own: OwnRules, at: int | None, typed: TypedInternal, today: date) -> OwnRules:
    """The same rules with an internal rental regulation added or changed. Raises BadInput."""
    known = own.internal[at] if at is not None else None
    made = InternalRules(
        since=typed.since,
        until=_until(typed.last_day, typed.since),
        version=typed.version.strip(),
        decision=typed.decision.strip(),
        source=typed.source.strip(),
        last_checked=today,
        answer_days=_whole(typed.answer_days, "answer_days") if typed.answer_days.strip() else None,
        accelerated_order=typed.accelerated_order,
        internal_order=typed.internal_order,
        table=known.table if known else None,
        reasons=tuple(_reason(row, number) for number, row in enumerate(typed.reasons)),
    )
    ordered = tuple(sorted(_put(own.internal, at, made), key=lambda rules: rules.since))
    return msgspec.structs.replace(own, internal=ordered)


def _reason(row: Sequence[str], number: int) -> RefusalReason:
    code, text, grounded, means, source, label = (cell.strip() for cell in row)
    where = f"reasons[{number}]"
    if not (code and text and means and source):
        raise BadInput(
            "Een reden heeft een code, een tekst, een betekenis en een bron.", "Vul de rij aan.", field=where
        )
    is_grounded = _yes_no(grounded, "Gegrond", where)
    return RefusalReason(
        code=code,
        text=text,
        grounded=is_grounded,
        action="CCLGW" if is_grounded else "REF",
        means=means,
        source=source,
        label=_label(label, where),
    )


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


def with_area(own: OwnRules, at: int | None, name: str, codes: str, consensus: bool, article: str) -> OwnRules:
    """The same rules with a sub-area added or changed; `codes` are NIS codes parted by commas. Raises BadInput."""
    nis_codes = tuple(code.strip() for code in codes.split(",") if code.strip())
    if not name.strip():
        raise BadInput("Een deelgebied heeft een naam.", "Schrijf hoe het reglement het noemt.", field="name")
    if not nis_codes or not all(is_municipality(code) for code in nis_codes):
        raise BadInput(
            "Een van de gemeenten is niet gekend.", "Geef NIS-codes, met een komma ertussen.", field="nis_codes"
        )
    if not article.strip():
        raise BadInput("De beslissing ontbreekt.", "Schrijf waar het akkoord staat.", field="article")
    made = SubArea(name=name.strip(), nis_codes=nis_codes, consensus=consensus, article=article.strip())
    return msgspec.structs.replace(own, sub_areas=_put(own.sub_areas, at, made))


def without(own: OwnRules, kind: str, at: int) -> OwnRules:
    """The same rules without one line; `kind` is `municipal`, `sub_areas` or `internal`."""
    lines = getattr(own, kind)
    return msgspec.structs.replace(own, **{kind: (*lines[:at], *lines[at + 1 :])})


def _put(lines: tuple[T, ...], at: int | None, made: T) -> tuple[T, ...]:
    return (*lines, made) if at is None else (*lines[:at], made, *lines[at + 1 :])


def _sorted(rules: tuple[MunicipalRules, ...]) -> tuple[MunicipalRules, ...]:
    return tuple(sorted(rules, key=lambda one: (one.municipality, one.since)))


def _yes_no(text: str, column: str, field: str) -> bool:
    if text.casefold() not in YES_NO:
        raise BadInput(f"{column} is ja of nee.", "Kies ja of nee in die kolom.", field=field)
    return text.casefold() == "ja"


def _label(words: str, field: str) -> str:
    found = next((label for label, known in CERTAINTY_WORDS.items() if known == words.strip()), None)
    if found is None:
        raise BadInput(f"“{words}” is geen gekende zekerheid.", f"Kies uit: {'; '.join(CERTAINTY)}.", field=field)
    return found


def _whole(text: str, field: str) -> int:
    if not (text.strip().isascii() and text.strip().isdigit()):
        raise BadInput(f"“{text.strip()}” is geen geheel getal.", "Geef een getal zonder komma.", field=field)
    return int(text)
