"""What a column of an old list probably says, by its title and by its cells. A proposal: the clerk decides.

Every proposal says why. Titles weigh most; the cells decide where a title says nothing, and tell which split is needed.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from difflib import SequenceMatcher
from functools import cache

import msgspec

from cir_desktop.domain.migration import Cell
from cir_desktop.domain.migration_mapping import Split
from cir_desktop.domain.values import checksum_holds
from cir_desktop.migration.splitting import parts
from cir_desktop.migration.template import Template, template
from cir_desktop.workbooks.cells import folded, is_empty

SAMPLE = 200
_MOSTLY = 0.8
_CLOSE = 0.86
_SURE, _NEAR, _VALUES, _WEAK = 100, 80, 70, 40
_SHORTEST_NEAR = 4

_EXTRA_TITLES: Mapping[str, tuple[str, str, Split]] = {
    "kinderen": ("members", "first_name", Split.CHILDREN),
    "kinderentenlaste": ("members", "first_name", Split.CHILDREN),
    "namenkinderen": ("members", "first_name", Split.CHILDREN),
    "voorkeuren": ("preferences", "municipality", Split.PLACES),
    "voorkeurgemeente": ("preferences", "municipality", Split.PLACES),
    "gewenstegemeente": ("preferences", "municipality", Split.PLACES),
    "gewenstegemeenten": ("preferences", "municipality", Split.PLACES),
    "slaapkamers": ("preferences", "min_bedrooms", Split.AS_IS),
    "aantalslaapkamers": ("preferences", "min_bedrooms", Split.AS_IS),
    "naamenvoornaam": ("candidates", "last_name", Split.NAME_FIRST),
    "naamvoornaam": ("candidates", "last_name", Split.NAME_FIRST),
    "voornaamnaam": ("candidates", "last_name", Split.FIRST_NAME),
    "voornaamennaam": ("candidates", "last_name", Split.FIRST_NAME),
    "straatennummer": ("candidates", "street", Split.STREET),
    "straatnr": ("candidates", "street", Split.STREET),
    "straathuisnummer": ("candidates", "street", Split.STREET),
    "postcodeengemeente": ("candidates", "postcode", Split.PLACE),
    "postcodegemeente": ("candidates", "postcode", Split.PLACE),
}
_PERSONS = (
    (re.compile(r"\b(?:partner|echtgeno\w+|mede-?(?:huurder|aanvrager)|samenwonende)\b", re.IGNORECASE), "partner"),
    (re.compile(r"\b(?:kind|k)\.?\s*(\d+)\b", re.IGNORECASE), "kind"),
    (re.compile(r"\bkind\b", re.IGNORECASE), "kind"),
)
_NATIONAL = re.compile(r"\d{2}\.?\d{2}\.?\d{2}[- ]?\d{3}[. ]?\d{2}")
_DOSSIER = re.compile(r"(?:19|20)\d\d\.\d\d?\.\d\d?\.\d{1,4}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.\w+")
_IBAN = re.compile(r"BE\d\d(?: ?\d{4}){3}")
_PHONE = re.compile(r"(?:\+32|0032|0)[ /.\-]?\d(?:[ /.\-]?\d){7,8}")
_DAY = re.compile(r"\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2,4}|\d{4}-\d\d-\d\d")


class Guess(msgspec.Struct, frozen=True):
    """A guess of what a column says; `why` in Dutch, `score` from 0 (nothing) to 100."""

    sheet: str = ""
    key: str = ""
    split: Split = Split.AS_IS
    person: str = ""
    why: str = "niets herkend"
    score: int = 0


def guess(title: str, cells: Sequence[Cell], *, rows_are: str = "candidates") -> Guess:
    """What a column with this title and these cells says on a row that is a dossier, or a member, or a preference."""
    person, bare = _person(title) if rows_are == "candidates" else ("", title)
    sheet = "members" if person else rows_are
    values = [cell for cell in cells if not is_empty(cell)][:SAMPLE]
    by_title = _by_title(bare, sheet, whole=title)
    if by_title:
        return _with_split(msgspec.structs.replace(by_title, person=person), values)
    if person:
        return Guess() if bare else Guess(sheet, "last_name", Split.NAME_FIRST, person, "herkend aan de titel", _NEAR)
    return _by_values(values, rows_are)


def is_title(text: str) -> bool:
    """Whether a text is a title of ours or of many an old list, on whatever sheet."""
    if folded(text) in _EXTRA_TITLES:
        return True
    _, bare = _person(text)
    return any(folded(bare) in titles for titles in _titles().values())


@cache
def _titles() -> Mapping[str, Mapping[str, str]]:
    """Keys by folded title, by sheet; a title that two columns claim belongs to the first."""
    known: Template = template()
    found: dict[str, dict[str, str]] = {}
    for sheet in known.sheet:
        of_sheet = found.setdefault(sheet.key, {})
        for column in sheet.column:
            of_sheet.setdefault(folded(column.title), column.key)
        for column in sheet.column:
            for other in column.also:
                of_sheet.setdefault(folded(other), column.key)
    return found


def _by_title(title: str, sheet: str, *, whole: str) -> Guess | None:
    wanted = folded(title)
    if (extra := _EXTRA_TITLES.get(folded(whole)) or _EXTRA_TITLES.get(wanted)) and extra[0] == sheet:
        return Guess(*extra, why="herkend aan de titel", score=_SURE)
    if sheet == "candidates" and (extra := _EXTRA_TITLES.get(folded(whole))):
        return Guess(*extra, why="herkend aan de titel", score=_SURE)
    titles = _titles()[sheet]
    if key := titles.get(wanted):
        return Guess(sheet, key, why="herkend aan de titel", score=_SURE)
    if len(wanted) < _SHORTEST_NEAR:
        return None
    nearest = max(titles, key=lambda known: (SequenceMatcher(None, wanted, known).ratio(), known))
    if SequenceMatcher(None, wanted, nearest).ratio() >= _CLOSE:
        return Guess(sheet, titles[nearest], why="de titel lijkt erop", score=_NEAR)
    return None


def _person(title: str) -> tuple[str, str]:
    """Whose column it is by its title, and the rest of the title: “Naam partner”, “Geb.datum kind 2”."""
    for pattern, word in _PERSONS:
        if found := pattern.search(title):
            rest = " ".join((title[: found.start()] + " " + title[found.end() :]).split()).strip(" -:()")
            number = next(iter(found.groups()), None) or ("1" if word == "kind" else "")
            return f"{word} {number}".strip(), rest
    return "", title


def whole_name(found: Guess, cells: Sequence[Cell]) -> Guess:
    """The same with a split when most of the cells are a name and a first name."""
    texts = [cell for cell in cells if isinstance(cell, str) and not is_empty(cell)][:SAMPLE]
    if found.split is not Split.AS_IS or _share(texts, lambda text: len(text.split()) > 1) < _MOSTLY:
        return found
    return msgspec.structs.replace(
        found, split=Split.NAME_FIRST, why=f"{found.why}; de cellen zijn hele namen, kijk de volgorde na"
    )


def _with_split(found: Guess, values: Sequence[Cell]) -> Guess:
    """The same with the split that its cells ask for."""
    if found.split is not Split.AS_IS or not found.sheet:
        return found
    texts = [value for value in values if isinstance(value, str)]
    for key, split, more in _SPLITS_OF_KEY:
        if found.key == key and _share(texts, lambda text, split=split, more=more: more(text, split)) >= _MOSTLY:
            return msgspec.structs.replace(found, split=split, why=f"{found.why}, de cellen vragen een splitsing")
    return found


def _has(*keys: str) -> Callable[[str, Split], bool]:
    def test(text: str, split: Split) -> bool:
        found = parts(split, text)
        return found is not None and len(found) == 1 and all(key in found[0] for key in keys)

    return test


_SPLITS_OF_KEY: tuple[tuple[str, Split, Callable[[str, Split], bool]], ...] = (
    ("street", Split.ADDRESS, _has("street", "postcode")),
    ("street", Split.STREET, _has("street", "number")),
    ("postcode", Split.PLACE, _has("postcode", "place")),
    ("place", Split.PLACE, _has("postcode", "place")),
)


def _by_values(values: Sequence[Cell], rows_are: str) -> Guess:
    if not values:
        return Guess(why="leeg")
    known = _titles()[rows_are].values()
    for key, why, test in _VALUE_TESTS:
        if key in known and _share(values, test) >= _MOSTLY:
            return Guess(rows_are, key, why=f"de cellen zien eruit als {why}", score=_VALUES)
    texts = [value for value in values if isinstance(value, str)]
    if rows_are == "candidates" and len(texts) == len(values):
        for split in (Split.ADDRESS, Split.PLACE, Split.STREET):
            key = "postcode" if split is Split.PLACE else "street"
            if _share(texts, lambda text, split=split: bool(parts(split, text))) >= _MOSTLY:
                return Guess(rows_are, key, split, why="de cellen zien eruit als een adres", score=_VALUES)
    if _share(values, _is_day) >= _MOSTLY:
        return Guess(why="de cellen zijn datums; kies welke", score=_WEAK)
    if _share(values, _is_yes_no) >= _MOSTLY:
        return Guess(why="de cellen zijn ja of nee; kies welke", score=_WEAK)
    return Guess()


def _share(values: Sequence[Cell], test: Callable[..., bool]) -> float:
    return sum(1 for value in values if test(value)) / len(values) if values else 0.0


def _text(cell: Cell) -> str:
    return str(cell).strip() if isinstance(cell, str | int) and not isinstance(cell, bool) else ""


def _is_national(cell: Cell) -> bool:
    text = _text(cell)
    digits = re.sub(r"\D", "", text)
    if isinstance(cell, int):
        return 9 <= len(digits) <= 11 and checksum_holds(digits.zfill(11))
    return bool(_NATIONAL.fullmatch(text)) and checksum_holds(digits)


def _is_postcode(cell: Cell) -> bool:
    text = _text(cell)
    return bool(re.fullmatch(r"\d{4}", text)) and 1000 <= int(text) <= 9992


def _is_day(cell: Cell) -> bool:
    return isinstance(cell, date) or bool(_DAY.fullmatch(_text(cell)))


def _is_yes_no(cell: Cell) -> bool:
    return isinstance(cell, bool) or folded(_text(cell)) in {"ja", "nee", "neen", "j", "n", "x"}


def _like(pattern: re.Pattern[str]) -> Callable[[Cell], bool]:
    return lambda cell: bool(pattern.fullmatch(_text(cell)))


_VALUE_TESTS: tuple[tuple[str, str, Callable[[Cell], bool]], ...] = (
    ("national_number", "een rijksregisternummer", _is_national),
    ("dossier", "een dossiernummer", _like(_DOSSIER)),
    ("email", "een e-mailadres", _like(_EMAIL)),
    ("account", "een rekeningnummer", _like(_IBAN)),
    ("phone1", "een telefoonnummer", _like(_PHONE)),
    ("postcode", "een postcode", _is_postcode),
)
