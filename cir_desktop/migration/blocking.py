"""Which persons are worth comparing: those that have a number, a birth date, a name or an address about in common."""

from collections.abc import Iterator, Sequence
from itertools import combinations

import msgspec

from cir_desktop.migration.name_keys import sound_of
from cir_desktop.migration.scoring import Comparable

WIDE = 60
"""So many with the same key are told apart by a second key first: 1 January is the birth date of very many."""
FULL = 300
"""So many whom no key tells apart are not compared each with each: each with the first one only, and that is said."""


class Candidates(msgspec.Struct, frozen=True):
    """Pairs of places to compare (the lower first), and how many persons were compared with one other only."""

    pairs: list[tuple[int, int]]
    compared_with_first_only: int


def candidate_pairs(people: Sequence[Comparable]) -> Candidates:
    """Pairs of places in `people`; at least one of both is an applicant, and one of the list."""
    blocks: dict[str, list[int]] = {}
    for place, one in enumerate(people):
        for key in _keys(one):
            blocks.setdefault(key, []).append(place)
    size = len(people)
    found: set[int] = set()
    partly: set[int] = set()
    for block in blocks.values():
        if len(block) > 1:
            for places in _narrowed(people, block):
                if len(places) > FULL:
                    partly.update(places)
                    found.update(places[0] * size + other for other in places[1:])
                else:
                    found.update(left * size + right for left, right in combinations(places, 2))
    pairs = [divmod(each, size) for each in sorted(found)] if size else []
    return Candidates([pair for pair in pairs if _counts(people[pair[0]], people[pair[1]])], len(partly))


def _counts(one: Comparable, other: Comparable) -> bool:
    left, right = one.who, other.who
    if not (left.applicant or right.applicant) or (left.side is right.side and not left.sheet):
        return False
    # In one dossier everybody is somebody else, except where two rows are the dossier itself.
    return left.dossier != right.dossier or (left.side is right.side and left.reference and right.reference)


def _keys(one: Comparable) -> Iterator[str]:
    if national := one.national:
        yield f"n{national}"
        # Numbers that differ by one digit, or miss one, or have two exchanged, have one of these in common.
        yield from {f"n{national[:at]}{national[at + 1 :]}" for at in range(len(national))}
    if birth := one.who.birth_date:
        yield f"b{birth:%Y%m%d}"
    if one.bag:
        yield f"s{_name_sound(one)}"
        if one.first.joined and len(one.last.parts) > 1:
            for part in one.last.parts:
                yield f"s{' '.join(sorted((sound_of(part), one.first.sound)))}"
        if len(one.first.tokens) > 1:
            yield f"s{' '.join(sorted((one.last.sound, sound_of(one.first.tokens[0]))))}"
    if one.street and one.number and one.who.postcode:
        yield f"a{one.who.postcode} {one.street} {one.number}"


def _name_sound(one: Comparable) -> str:
    if one.last.joined and one.first.joined:
        return " ".join(sorted((one.last.sound, one.first.sound)))
    # Everything in one cell: as if it were the last word apart from the others.
    tokens = one.last.tokens or one.first.tokens
    return " ".join(sorted((sound_of("".join(tokens[:-1])), sound_of(tokens[-1]))))


def _narrowed(people: Sequence[Comparable], block: list[int]) -> Iterator[list[int]]:
    """The block itself, or when it is wide its parts by name and by date; of a part that stays wide all is one part."""
    if len(block) <= WIDE:
        yield block
        return
    parts: dict[tuple[str, object], list[int]] = {}
    for place in block:
        one = people[place]
        parts.setdefault(("last", one.last.sound), []).append(place)
        parts.setdefault(("first", one.first.sound), []).append(place)
        birth = one.who.birth_date
        parts.setdefault(("birth", birth and (birth.month, birth.day)), []).append(place)
        parts.setdefault(("year", birth and birth.year), []).append(place)
    for places in parts.values():
        if 1 < len(places) < len(block) or len(places) == len(block):
            yield from _narrowed_once(people, places)


def _narrowed_once(people: Sequence[Comparable], block: list[int]) -> Iterator[list[int]]:
    if len(block) <= WIDE:
        yield block
        return
    parts: dict[object, list[int]] = {}
    for place in block:
        one = people[place]
        parts.setdefault((one.last.sound, one.who.birth_date), []).append(place)
        parts.setdefault((one.first.sound, one.who.birth_date, 0), []).append(place)
        parts.setdefault((one.last.sound, one.first.sound), []).append(place)
    yield from (places for places in parts.values() if len(places) > 1)
