"""One cell that holds several things: a name, an address, children. Whatever can be read two ways is not split."""

import re
from collections.abc import Callable, Mapping

from cir_desktop.domain.migration_mapping import Split

Parts = Mapping[str, str]
"""Texts by column key; empty ones are left out."""

_PARTICLES = frozenset(
    {
        *("van", "vande", "vanden", "vander", "v.d.", "vd", "de", "den", "der", "des", "d'", "het", "'t", "ten", "ter"),
        *("te", "el", "al", "ben", "bin", "di", "da", "del", "dela", "la", "le", "du", "von", "zu", "op", "in"),
    }
)
_STREET = re.compile(
    r"(?P<street>\S.*?[^\d\s,])[\s,]+(?P<number>\d+(?:\s?[A-Za-z](?![A-Za-z]))?(?:[-/]\d+[A-Za-z]?)?)"
    r"(?:[\s,]*(?:bus|bte|boîte|b\.?)\s*(?P<box>[\w.\-/]+))?\s*,?",
    re.IGNORECASE,
)
_PLACE = re.compile(r"(?:B-?\s?)?(?P<postcode>\d{4})[\s,]+(?P<place>\D+)")
_ADDRESS = re.compile(r"(?P<street>.+?)[\s,;\-–]+(?P<rest>(?:B-?\s?)?\d{4}[\s,]+\D+)", re.DOTALL)
_MOST = 400
"""Characters: a longer cell is a story, and would take the patterns long."""
_BETWEEN_CHILDREN = re.compile(r"[;\n+&]|,|\ben\b")
_BETWEEN_PLACES = re.compile(r"[;\n+&/,]|\ben\b")
_CHILD = re.compile(
    r"(?P<name>[^\d°*(]*?)[\s(°*:]*(?P<born>\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2,4}|\d{4}-\d\d-\d\d|\d{4})?\)?"
)


def parts(split: Split, text: str) -> list[Parts] | None:
    """The parts of a cell; one mapping but for children and municipalities. None when it can't be split in one way.

    The number of a dossier is not made here: it needs another cell of the row.
    """
    if len(text) > _MOST or split not in _SPLITTERS:
        return None
    clean = " ".join(text.split()) if split not in _LINES else text.strip()
    found = _SPLITTERS[split](clean)
    if found is None:
        return None
    return [{key: value for key, value in each.items() if value} for each in found]


def _name_first(text: str) -> list[Parts] | None:
    if "," in text:
        return _comma(text)
    words = text.split()
    shouted = _shouted(words)
    if shouted and 0 < shouted < len(words):
        return _name(words[:shouted], words[shouted:])
    at = 0
    while at < len(words) - 1 and words[at].casefold() in _PARTICLES:
        at += 1
    last, first = words[: at + 1], words[at + 1 :]
    return _name(last, first) if len(first) == 1 else None


def _first_name(text: str) -> list[Parts] | None:
    if "," in text:
        return _comma(text)
    words = text.split()
    shouted = _shouted(words[::-1])
    if shouted and 0 < shouted < len(words):
        return _name(words[-shouted:], words[:-shouted])
    at = next((at for at, word in enumerate(words) if at and word.casefold() in _PARTICLES), None)
    if at is None:
        return _name(words[1:], words[:1]) if len(words) == 2 else None
    return _name(words[at:], words[:at])


def _comma(text: str) -> list[Parts] | None:
    last, _, first = (part.strip() for part in text.partition(","))
    return _name([last], [first]) if last and first and "," not in first else None


def _shouted(words: list[str]) -> int:
    """How many words at the start are in capitals only, as many write the last name; 0 when all are."""
    count = 0
    while count < len(words) and words[count].isupper() and len(words[count].strip(".")) > 1:
        count += 1
    return count if count < len(words) else 0


def _name(last: list[str], first: list[str]) -> list[Parts]:
    return [{"last_name": " ".join(last), "first_name": " ".join(first)}]


def _street(text: str) -> list[Parts] | None:
    found = _STREET.fullmatch(text)
    if not found:
        return None
    return [{"street": found["street"], "number": found["number"].replace(" ", ""), "box": found["box"] or ""}]


def _place(text: str) -> list[Parts] | None:
    found = _PLACE.fullmatch(text)
    return [{"postcode": found["postcode"], "place": found["place"].strip()}] if found else None


def _address(text: str) -> list[Parts] | None:
    flat = " ".join(text.split())
    found = _ADDRESS.fullmatch(flat)
    street, place = (_street(found["street"]), _place(found["rest"])) if found else (None, None)
    return [{**street[0], **place[0]}] if street and place else None


def _children(text: str) -> list[Parts] | None:
    found: list[Parts] = []
    for piece in _BETWEEN_CHILDREN.split(text):
        if not piece.strip():
            continue
        child = _CHILD.fullmatch(piece.strip())
        if not child or not child["name"].strip(" -:"):
            return None
        found.append({"first_name": child["name"].strip(" -:"), "birth_date": child["born"] or ""})
    return found


def _places(text: str) -> list[Parts] | None:
    return [{"municipality": piece.strip()} for piece in _BETWEEN_PLACES.split(text) if piece.strip()]


_SPLITTERS: Mapping[Split, Callable[[str], list[Parts] | None]] = {
    Split.NAME_FIRST: _name_first,
    Split.FIRST_NAME: _first_name,
    Split.STREET: _street,
    Split.PLACE: _place,
    Split.ADDRESS: _address,
    Split.CHILDREN: _children,
    Split.PLACES: _places,
}
_LINES = frozenset({Split.CHILDREN, Split.PLACES})
"""Splits for which the end of a line in the cell means something."""
