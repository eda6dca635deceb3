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
    OccupancyTable,
    SubArea,
    TargetGroup,
)
from cir_desktop.domain.codes import CERTAINTY_WORDS
from cir_desktop.domain.process import RefusalReason
from cir_desktop.domain.values import dutch_date
from cir_desktop.errors import BadInput
from cir_desktop.workbooks.pasted import read_place

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


def with_municipal(own: OwnRules, at: int | None, typed: TypedRegulation, today: date) -> OwnRules:
    """The same rules with a municipal regulation added (`at` None) or changed. Raises BadInput."""
    made = MunicipalRules(
        municipality=_place(typed.municipality, own),
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


def _place(text: str, own: OwnRules) -> str:
    """What a regulation is for: every other municipality, a sub-area, or a municipality by its name or code.

    A text that is none of these is left to the check of the rules, which knows every sub-area.
    """
    if text.strip() in (EVERYWHERE, *(area.name for area in own.sub_areas)):
        return text.strip()
    try:
        return read_place((text,))
    except BadInput:
        return text.strip()


def _municipality(text: str) -> str:
    try:
        return read_place((text,))
    except BadInput as error:
        raise BadInput(f"{text}: {error.what}", error.todo, field="nis_codes") from error


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


def with_internal(
    own: OwnRules, at: int | None, typed: TypedInternal, today: date, like: int | None = None
) -> OwnRules:
    """The same rules with an internal rental regulation added (`at` None) or changed.

    A new version of one that is there (`like`) keeps its occupancy table. Raises BadInput.
    """
    former = at if at is not None else like
    known = own.internal[former] if former is not None else None
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
        table=_table_from(known, typed.since),
        reasons=tuple(_reason(row, number) for number, row in enumerate(typed.reasons)),
    )
    ordered = tuple(sorted(_put(own.internal, at, made), key=lambda rules: rules.since))
    return msgspec.structs.replace(own, internal=ordered)


def _table_from(known: InternalRules | None, since: date) -> OccupancyTable | None:
    """The table of a regulation; one that began with it goes on to begin with it."""
    if known is None or known.table is None:
        return None
    begins = since if known.table.since == known.since else known.table.since
    return msgspec.structs.replace(known.table, since=begins)


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


def with_area(own: OwnRules, at: int | None, name: str, codes: str, consensus: bool, article: str) -> OwnRules:
    """The same rules with a sub-area added or changed.

    `codes` are municipalities, by name or NIS code, parted by commas. Raises BadInput.
    """
    places = [place.strip() for place in codes.split(",") if place.strip()]
    if not name.strip():
        raise BadInput("Een deelgebied heeft een naam.", "Schrijf hoe het reglement het noemt.", field="name")
    if not places:
        raise BadInput("De gemeenten ontbreken.", "Geef ze met een komma ertussen.", field="nis_codes")
    nis_codes = tuple(_municipality(place) for place in places)
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
