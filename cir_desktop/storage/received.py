"""What came in from the register, and the same made ready to be stored: pure, so that it may be done anywhere."""

from collections.abc import Iterable

import msgspec

from cir_desktop.domain.dossier import Dossier
from cir_desktop.storage import rows, text
from cir_desktop.storage.payloads import packer


class Received(msgspec.Struct, frozen=True, gc=False):
    """A version of a dossier as it came in (`raw` JSON), with what it says."""

    number: str
    version: int
    raw: bytes
    dossier: Dossier


class Undecoded(msgspec.Struct, frozen=True, gc=False):
    """A version that could not be read; the reason holds no personal data."""

    number: str
    version: int
    raw: bytes
    reason: str


class Prepared(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A version ready to be stored: its packed bytes, and the narrow rows without the ids that only a store knows."""

    number: str
    version: int
    payload: bytearray
    row: rows.Row
    words: str
    choices: dict[str, str]
    facts: bytearray


def prepare(items: Iterable[Received], own_party: str) -> list[Prepared]:
    """Make versions ready to be stored by the party that we are; most of the work of storing, and none of the store."""
    pack = packer()
    prepared = []
    for item in items:
        dossier = item.dossier
        choices = rows.chosen(dossier)
        row, facts = rows.narrow_rows(item.number, item.version, dossier, choices, own_party)
        words = text.words_of(item.number, dossier.persons)
        prepared.append(Prepared(item.number, item.version, pack(item.raw), row, words, choices, facts))
    return prepared
