"""A dwelling of the central dwelling register (CWR), and a home of ours held against it."""

import unicodedata
from collections.abc import Callable
from datetime import datetime

import msgspec

from cir_desktop.domain.codes import HOME_TYPES
from cir_desktop.domain.home import Home
from cir_desktop.domain.values import NisCode


class Dwelling(msgspec.Struct, frozen=True, kw_only=True):
    """A dwelling as the CWR gives it. None is “the CWR does not say”.

    `id` is its five letters, `own_code` the landlord's own code as the CWR knows it, `unit` its id in the building
    register, `floor` 0 the ground floor.
    """

    id: str
    own_code: str | None
    unit: str | None
    street: str
    number: str
    box: str | None
    postcode: str
    place: str
    nis_code: NisCode
    type: str | None
    bedrooms: int | None
    floor: int | None
    lift: bool | None
    adapted: bool | None
    updated_at: datetime

    @property
    def address(self) -> str:
        """On one line."""
        box = f" bus {self.box}" if self.box else ""
        return f"{self.street} {self.number}{box}, {self.postcode} {self.place}"


class Difference(msgspec.Struct, frozen=True):
    """A field that the CWR says otherwise: its name in words, what stands here, what stands there."""

    field: str
    ours: str
    theirs: str


def same_address(home: Home, dwelling: Dwelling) -> bool:
    """Whether street, number, box and postcode are the same, whatever the case, accents and leading zeros."""
    return (
        home.postcode == dwelling.postcode
        and _folded(home.street) == _folded(dwelling.street)
        and _number(home.number) == _number(dwelling.number)
        and _number(home.box) == _number(dwelling.box)
    )


def differences(home: Home, dwelling: Dwelling) -> tuple[Difference, ...]:
    """Field by field what the CWR says otherwise. What one of the two does not say is no difference."""
    compared: tuple[tuple[str, object, object, Callable[[object], object]], ...] = (
        ("straat", home.street, dwelling.street, lambda value: _folded(str(value))),
        ("huisnummer", home.number, dwelling.number, lambda value: _number(str(value))),
        ("bus", home.box or "", dwelling.box or "", lambda value: _number(str(value))),
        ("postcode", home.postcode, dwelling.postcode, str),
        ("gemeente (NIS-code)", home.nis_code, dwelling.nis_code, str),
        ("type", home.type, dwelling.type, str),
        ("slaapkamers", home.bedrooms, dwelling.bedrooms, str),
        ("verdieping", home.floor, dwelling.floor, str),
        ("lift", home.lift, dwelling.lift, str),
        ("aangepaste woning", home.adapted, dwelling.adapted, str),
    )
    return tuple(
        Difference(field, _words(ours), _words(theirs))
        for field, ours, theirs, plain in compared
        if ours is not None and theirs is not None and plain(ours) != plain(theirs)
    )


def unsaid(home: Home, dwelling: Dwelling) -> tuple[str, ...]:
    """The fields that only one of the two says, in words."""
    pairs = (
        ("verdieping", home.floor, dwelling.floor),
        ("lift", home.lift, dwelling.lift),
        ("type", home.type, dwelling.type),
        ("slaapkamers", home.bedrooms, dwelling.bedrooms),
        ("aangepaste woning", home.adapted, dwelling.adapted),
    )
    return tuple(field for field, ours, theirs in pairs if (ours is None) != (theirs is None))


def _words(value: object) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, str) and value in HOME_TYPES:
        return HOME_TYPES[value].lower()
    return str(value) if value != "" else "geen"


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(letter for letter in plain if letter.isalnum())


def _number(text: str | None) -> str:
    """A house number or box: 0001 and 1 are one."""
    return _folded(text or "").lstrip("0")
