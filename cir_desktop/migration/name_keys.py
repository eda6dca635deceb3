"""Names made comparable: without signs and prefixes, as they sound in Dutch, and in the parts they are made of."""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

import msgspec
from rapidfuzz.distance import OSA, JaroWinkler

_KEPT = 65_536
_NOT_LETTERS = re.compile(r"[^a-z]+")
_LETTERS = str.maketrans({"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
# What stands between two names of one person; “van” after it goes as a prefix.
_BETWEEN = re.compile(r"\b(?:echtgenote?|echtg|echt|ep|geboren|geb|weduwe|wed|wwe|gescheiden)\b\.?|[-/()]")
_PREFIX = re.compile(r"van(?:de[nr]?|[dt])?(?=[a-z]{3})|v[dt](?=[a-z]{4})")
_SHORT_PREFIX = {"v": "van", "d": "de", "vd": "vande", "vdn": "vanden", "vdr": "vander", "vn": "van", "dn": "den"}
_SOUNDS = tuple(
    (re.compile(before), after)
    for before, after in (
        ("sch(?=[rs]|$)", "s"),
        ("ch|gh", "g"),
        ("ph", "f"),
        ("ck|cq|c(?=[aourlkt])|q|kh", "k"),
        ("c", "s"),
        ("x", "ks"),
        ("(?<!^)h|^h(?=[aeiou])", ""),
        ("dt|th|d$", "t"),
        ("z", "s"),
        ("v|w", "f"),
        ("y|ij|ie|j", "i"),
        ("ou|au", "o"),
        ("ae", "a"),
        ("oe|u", "o"),
        (r"(.)\1+", r"\1"),
    )
)


class NameKey(msgspec.Struct, frozen=True, gc=False):
    """A name in comparable forms; all empty for none.

    `joined` is the whole name in plain letters, `core` without its prefix, `parts` the names that a double name is
    made of, `sound` how the core sounds.
    """

    joined: str
    core: str
    parts: tuple[str, ...]
    sound: str
    tokens: tuple[str, ...]


@lru_cache(_KEPT)
def plain(text: str) -> str:
    """In lower case without signs above or below letters."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.lower().translate(_LETTERS))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


@lru_cache(_KEPT)
def sound_of(letters: str) -> str:
    """How letters sound in Dutch, roughly: names that are written otherwise but sound alike give the same."""
    for pattern, after in _SOUNDS:
        letters = pattern.sub(after, letters)
    return letters


@lru_cache(_KEPT)
def last_name_key(text: str) -> NameKey:
    """A surname."""
    written = plain(text)
    tokens = _tokens(written)
    joined = "".join(tokens)
    core = _core(joined)
    parts = tuple(filter(None, (_core("".join(_tokens(part))) for part in _BETWEEN.split(written) if part)))
    return NameKey(joined, core, parts if len(parts) > 1 else (core,), sound_of(core), tokens)


@lru_cache(_KEPT)
def first_name_key(text: str) -> NameKey:
    """A first name."""
    tokens = tuple(filter(None, _NOT_LETTERS.split(plain(text).replace("'", ""))))
    joined = "".join(tokens)
    return NameKey(joined, joined, tokens, sound_of(joined), tokens)


@lru_cache(_KEPT)
def last_name_level(one: NameKey, other: NameKey) -> str:
    """How alike two surnames are, as a level of matching.toml."""
    if not one.joined or not other.joined:
        return "missing"
    if one.joined == other.joined:
        return "same"
    if one.core == other.core:
        return "prefix"
    if one.sound == other.sound:
        return "sound"
    if _near(one.core, other.core) or _near(one.joined, other.joined) or _near_sound(one.sound, other.sound):
        return "near"
    if _shares_part(one, other):
        return "part"
    return "other"


def first_name_level(one: NameKey, other: NameKey, call_names: Mapping[str, frozenset[str]]) -> str:
    """How alike two first names are; `call_names` are the names that may stand for each other."""
    if not one.joined or not other.joined:
        return "missing"
    if one.joined == other.joined:
        return "same"
    if _initials_fit(one, other) or _initials_fit(other, one):
        return "initial"
    if one.sound == other.sound:
        return "sound"
    if {*one.tokens} & {*other.tokens} and (len(one.tokens) > 1 or len(other.tokens) > 1):
        return "part"
    if other.joined in call_names.get(one.joined, ()):
        return "call_name"
    return "near" if _near_first(one.joined, other.joined) else "other"


def _tokens(written: str) -> tuple[str, ...]:
    found = [token for token in _NOT_LETTERS.split(written.replace("'", "")) if token]
    # Only before the name itself: the V of “Jan V.” is no prefix.
    return tuple(_SHORT_PREFIX.get(token, token) if at < len(found) - 1 else token for at, token in enumerate(found))


def _core(joined: str) -> str:
    return _PREFIX.sub("", joined, count=1) if joined.startswith("v") else joined


def _near(one: str, other: str) -> bool:
    most = 0 if min(len(one), len(other)) < 4 else 1 if min(len(one), len(other)) < 8 else 2
    return OSA.distance(one, other, score_cutoff=most) <= most or (
        min(len(one), len(other)) >= 6 and JaroWinkler.similarity(one, other) >= 0.94
    )


def _near_sound(one: str, other: str) -> bool:
    return min(len(one), len(other)) >= 4 and OSA.distance(one, other, score_cutoff=1) <= 1


def _near_first(one: str, other: str) -> bool:
    return min(len(one), len(other)) >= 4 and (
        OSA.distance(one, other, score_cutoff=1) <= 1
        or (min(len(one), len(other)) >= 6 and JaroWinkler.similarity(one, other) >= 0.92)
    )


def _shares_part(one: NameKey, other: NameKey) -> bool:
    if len(one.parts) == 1 and len(other.parts) == 1:
        return False
    return any(len(part) > 2 and (part in other.parts) for part in one.parts)


def _initials_fit(short: NameKey, full: NameKey) -> bool:
    """Whether all of `short` are initials (J. or J.P.) that fit the names of `full`."""
    if len(short.joined) > 3 or any(len(token) > 1 for token in short.tokens):
        return False
    return full.joined.startswith(short.tokens[0]) and (
        len(full.tokens) < len(short.tokens)
        or all(name.startswith(letter) for letter, name in zip(short.tokens, full.tokens, strict=False))
    )
