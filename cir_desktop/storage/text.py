"""Words to search by: one folding for the index and for what a clerk types, so that the one always finds the other."""

import re
import unicodedata
from contextlib import suppress
from functools import lru_cache

from cir_desktop.domain.dossier import Person
from cir_desktop.domain.values import DossierNumber
from cir_desktop.errors import BadInput

_MOST_WORDS = 12
_LONGEST_WORD = 40

# Letters that Unicode does not take apart into a plain letter and a sign.
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"})

# What the `ascii` tokenizer of FTS5 takes as a word: letters, digits, and whatever is not ASCII.
_WORD = re.compile(r"[0-9a-z\x80-\U0010ffff]+")
_NUMBER = re.compile(r"[0-9][0-9./-]*")
_NOT_DIGIT = re.compile(r"[^0-9]")


@lru_cache(maxsize=16_384)
def fold(text: str) -> str:
    """Lower case without diacritics: Öztürk and OZTURK are the same to a clerk. Kept, for names occur many times."""
    if text.isascii():
        return text.lower()
    # A lone surrogate can be typed nowhere and stored nowhere.
    apart = unicodedata.normalize("NFKD", text.encode("utf-8", "ignore").decode())
    return "".join(sign for sign in apart if not unicodedata.combining(sign)).casefold().translate(_PLAIN)


def words_of(number: str, persons: tuple[Person, ...]) -> str:
    """The text to index for a dossier: its number as digits, names and national numbers of everybody in it.

    A number of the oldest form, in which no day is told, is also found in that form.
    """
    digits = number.replace(".", "")
    parts = [digits]
    if digits[6:8] == "00":
        parts.append(digits[:6] + digits[8:].lstrip("0"))
    for person in persons:
        parts.append(fold(person.first_name))
        parts.append(fold(person.last_name))
        if person.national_number is not None:
            parts.append(person.national_number.digits)
    return " ".join(parts)


def query(text: str) -> str:
    """An FTS5 query of what was typed: every word must be the beginning of a word; empty when nothing can match.

    Numbers may hold dots and dashes, as in 2023.07.06.0002, 2021.03.25.005 or 85.07.30-033.61.
    """
    terms: list[str] = []
    for part in fold(text).split():
        if _NUMBER.fullmatch(part):
            terms.append(_number_term(part))
        else:
            terms.extend(f'"{word[:_LONGEST_WORD]}"*' for word in _WORD.findall(part))
    return " AND ".join(terms[:_MOST_WORDS])


def _number_term(part: str) -> str:
    digits = _NOT_DIGIT.sub("", part)[:_LONGEST_WORD]
    found = {digits}
    with suppress(BadInput):
        found.add(DossierNumber.parse(part).text.replace(".", ""))
    return "(" + " OR ".join(f'"{term}"*' for term in sorted(found)) + ")"
