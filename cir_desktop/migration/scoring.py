"""How alike two persons are: a level for every field, and the points that those count."""

import re
from datetime import date

import msgspec
from rapidfuzz.distance import OSA

from cir_desktop.domain.pairs import FieldMatch, Pair, Someone
from cir_desktop.domain.values import NationalNumber, checksum_holds, dutch_date
from cir_desktop.migration.name_keys import (
    NameKey,
    first_name_key,
    first_name_level,
    last_name_key,
    last_name_level,
    plain,
)
from cir_desktop.migration.weights import Weights

_DIGITS = 11
_STRONG = frozenset({"same", "prefix", "sound", "near"})
_NOT_LETTERS = re.compile(r"[^a-z]+")
_STREET = re.compile(r"(?:straat|str)$")


class Comparable(msgspec.Struct, frozen=True, gc=False):
    """A person in the forms that are compared; `national` is empty for a number that says nothing."""

    who: Someone
    national: str
    valid: bool
    bis: bool
    last: NameKey
    first: NameKey
    bag: str
    """All names in one order, so that an exchange of first and last name makes no difference."""
    street: str
    number: str


def comparable(who: Someone) -> Comparable:
    """Make somebody comparable."""
    national = who.national_number if who.national_number.isdigit() and 9 <= len(who.national_number) <= 12 else ""
    # What is typed to fill the field tells nobody apart: one digit over and over, or no number of the day.
    if len(set(national)) == 1 or (len(national) == _DIGITS and national[6:9] in ("000", "999")):
        national = ""
    last, first = last_name_key(who.last_name), first_name_key(who.first_name)
    return Comparable(
        who=who,
        national=national,
        valid=checksum_holds(national),
        bis=len(national) == _DIGITS and int(national[2:4]) > 12,
        last=last,
        first=first,
        bag=" ".join(sorted((*last.tokens, *first.tokens))),
        street=_STREET.sub("", _NOT_LETTERS.sub("", plain(who.street))),
        number=who.number.strip().lower(),
    )


def levels_of(one: Comparable, other: Comparable, weights: Weights) -> tuple[str, ...]:
    """The level of every field, in the order of the declaration."""
    last, first = _names(one, other, weights)
    return (
        national_level(one, other),
        birth_level(one.who.birth_date, other.who.birth_date),
        last,
        first,
        _simple(one.who.sex, other.who.sex),
        _address(one, other),
        _contact(one.who.contacts, other.who.contacts),
    )


def explained(pair: Pair, weights: Weights) -> tuple[FieldMatch, ...]:
    """Why the two of a pair are alike or not, field by field."""
    return tuple(
        FieldMatch(key, field.label, shown(pair.left, key), shown(pair.right, key), level, found.points, found.words)
        for (key, field), level in zip(weights.fields.items(), pair.levels, strict=True)
        for found in (field.levels[level],)
    )


def shown(who: Someone, key: str) -> str:
    """A field of somebody as a clerk reads it; empty when it is unknown."""
    if key == "national_number":
        return NationalNumber(who.national_number).formatted
    if key == "birth_date":
        return dutch_date(who.birth_date) if who.birth_date else ""
    if key == "address":
        return who.address
    if key == "contact":
        return ", ".join(who.contacts)
    return str(getattr(who, key))


def national_level(one: Comparable, other: Comparable) -> str:
    """How alike two national numbers are."""
    left, right = one.national, other.national
    if not left or not right:
        return "missing"
    if left == right:
        return "same" if one.valid else "same_broken"
    both = one.valid and other.valid
    if not both:
        distance = OSA.distance(left, right, score_cutoff=2)
        if distance <= 2:
            return "neighbour" if distance == 1 else "near"
        return "broken"
    return "bis" if one.bis != other.bis else "other"


def birth_level(one: date | None, other: date | None) -> str:
    """How alike two birth dates are."""
    if one is None or other is None:
        return "missing"
    if one == other:
        return "same_default" if (one.month, one.day) == (1, 1) else "same"
    if one.year == other.year:
        if (one.day, one.month) == (other.month, other.day):
            return "swapped"
        if (one.month, one.day) == (1, 1) or (other.month, other.day) == (1, 1):
            return "year"
    elif (one.month, one.day) == (1, 1) == (other.month, other.day):
        return "other"
    # A changed digit, or two that stand the other way round.
    return "digit" if OSA.distance(f"{one:%Y%m%d}", f"{other:%Y%m%d}", score_cutoff=1) <= 1 else "other"


def _names(one: Comparable, other: Comparable, weights: Weights) -> tuple[str, str]:
    last = last_name_level(one.last, other.last)
    first = first_name_level(one.first, other.first, weights.same_names)
    if last in _STRONG and first in _STRONG:
        return last, first
    if one.bag and one.bag == other.bag:
        return "swapped", "swapped"
    if last == "other" or first == "other":
        crossed = last_name_level(last_name_key(one.who.last_name), last_name_key(other.who.first_name))
        back = last_name_level(last_name_key(one.who.first_name), last_name_key(other.who.last_name))
        if crossed in _STRONG and back in _STRONG:
            return "swapped", "swapped"
    return last, first


def _simple(one: str, other: str) -> str:
    return "missing" if not one or not other else "same" if one == other else "other"


def _address(one: Comparable, other: Comparable) -> str:
    left, right = one.who, other.who
    if not (one.street and other.street and (left.postcode or left.place) and (right.postcode or right.place)):
        return "missing"
    if left.postcode and right.postcode:
        if left.postcode != right.postcode:
            return "other"
    elif plain(left.place) != plain(right.place):
        return "other"
    if one.street != other.street and OSA.distance(one.street, other.street, score_cutoff=1) > 1:
        return "other"
    if not one.number or one.number != other.number:
        return "street"
    return "building" if left.box and right.box and left.box.lower() != right.box.lower() else "same"


def _contact(one: tuple[str, ...], other: tuple[str, ...]) -> str:
    if not one or not other:
        return "missing"
    return "same" if {*one} & {*other} else "other"
