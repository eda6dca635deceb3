"""How an old list of any layout becomes a list by our columns: what each column says, and how a cell is split."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

import msgspec

from cir_desktop.domain.migration import Batch, Cell, Record


class Split(StrEnum):
    """What one cell of the old list holds."""

    AS_IS = "zo"
    NAME_FIRST = "naam-voornaam"
    FIRST_NAME = "voornaam-naam"
    STREET = "straat-nummer-bus"
    PLACE = "postcode-gemeente"
    ADDRESS = "heel-adres"
    CHILDREN = "kinderen"
    PLACES = "gemeenten"
    SERIAL = "volgnummer"


SPLIT_WORDS = {
    Split.AS_IS: "zoals het er staat",
    Split.NAME_FIRST: "“Naam Voornaam” gesplitst",
    Split.FIRST_NAME: "“Voornaam Naam” gesplitst",
    Split.STREET: "“Straat 12 bus 3” gesplitst",
    Split.PLACE: "“2460 Kasterlee” gesplitst",
    Split.ADDRESS: "“Straat 12, 2460 Kasterlee” gesplitst",
    Split.CHILDREN: "een kind per deel van de cel",
    Split.PLACES: "een gemeente per deel van de cel",
    Split.SERIAL: "dossiernummer uit de inschrijvingsdatum en het volgnummer",
}
"""The splits in the words of a clerk."""

SPLIT_KEYS: Mapping[Split, tuple[str, ...]] = {
    Split.NAME_FIRST: ("last_name", "first_name"),
    Split.FIRST_NAME: ("last_name", "first_name"),
    Split.STREET: ("street", "number", "box"),
    Split.PLACE: ("postcode", "place"),
    Split.ADDRESS: ("street", "number", "box", "postcode", "place"),
    Split.CHILDREN: ("first_name", "birth_date"),
    Split.PLACES: ("municipality",),
    Split.SERIAL: ("dossier",),
}
"""The columns of ours that a split fills; a cell that can't be split in one way goes whole into the first of them."""


class Assignment(msgspec.Struct, frozen=True):
    """What a column of the old list says: a column of ours by sheet and key, or nothing (both empty).

    `title` is as it stands there, `nth` counts columns of the same title from 1. `person` says whose it is on a row of
    a dossier: empty is the reference person, “partner”, “kind 1”, “kind 2”, “ander 1” are members of the household.
    """

    title: str
    nth: int = 1
    sheet: str = ""
    key: str = ""
    split: Split = Split.AS_IS
    person: str = ""

    @property
    def is_used(self) -> bool:
        """Whether the column is taken over."""
        return bool(self.sheet)


class SheetMapping(msgspec.Struct, frozen=True):
    """A sheet of the old list: its name, the row of its titles as Excel shows it, what one row is (a key of ours)."""

    name: str
    header: int
    rows_are: str
    assignments: tuple[Assignment, ...]


class Profile(msgspec.Struct, frozen=True):
    """A mapping with a name, kept for the next file of the same layout."""

    name: str
    sheets: tuple[SheetMapping, ...]


class KeptProfile(msgspec.Struct, frozen=True):
    """A profile in the store, and who kept it when."""

    profile: Profile
    at: datetime
    by: str


class ProposedColumn(msgspec.Struct, frozen=True):
    """A proposal for a column: why, how sure (0 to 100), and some of its cells as an example."""

    letters: str
    assignment: Assignment
    why: str
    score: int
    examples: tuple[str, ...] = ()


class ProposedSheet(msgspec.Struct, frozen=True):
    """A proposal for a sheet: the likeliest row of titles, with how much speaks for it, and its columns."""

    name: str
    header: int
    score: int
    rows: int
    rows_are: str
    columns: tuple[ProposedColumn, ...]

    @property
    def mapping(self) -> SheetMapping:
        """The proposal as a mapping."""
        return SheetMapping(self.name, self.header, self.rows_are, tuple(each.assignment for each in self.columns))


class Vendor(msgspec.Struct, frozen=True):
    """A maker of software for landlords, who migrates its customers itself: by what we guess that an export is his."""

    name: str
    advice: str
    sheets: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()


class Proposal(msgspec.Struct, frozen=True):
    """What we make of a file: all its sheets with something on them, the likeliest first.

    `profile` is the kept one that fits, whose mapping then stands in `mapping`; `vendor` the maker of the export, by
    our guess.
    """

    file: str
    sheets: tuple[ProposedSheet, ...]
    mapping: tuple[SheetMapping, ...]
    profile: str = ""
    vendor: Vendor | None = None


class NotSplit(msgspec.Struct, frozen=True):
    """A cell of the old list that could not be split in one way: whole in the first column, or left out (`left_out`).

    `sheet`, `row` and `letters` are those of the old list.
    """

    sheet: str
    row: int
    letters: str
    split: Split
    left_out: bool


class SourceColumn(msgspec.Struct, frozen=True):
    """A column of the old list that something was taken from."""

    letters: str
    title: str
    split: Split


class Block(msgspec.Struct, frozen=True):
    """What one kind of records was taken from: a sheet of the old list, its columns by key of ours, and whose they are.

    `said` are the keys that the mapping itself says (the relation of a partner), not a cell.
    """

    sheet: str
    columns: Mapping[str, SourceColumn]
    person: str = ""
    said: Mapping[str, str] = {}


class SheetOrigin(msgspec.Struct, frozen=True):
    """Where the records of one of our sheets came from: of each its block and its row there; the cells as they were."""

    blocks: tuple[int, ...]
    rows: tuple[int, ...]
    raw: Mapping[str, tuple[Cell, ...]]


class Taken(msgspec.Struct, frozen=True):
    """An old list by our columns: its rows and letters are those of the workbook for the upload, from row 2 on.

    `origins` are by key of our sheets; a list that followed our template has none, and keeps its own rows and letters.
    """

    batch: Batch
    blocks: tuple[Block, ...] = ()
    origins: Mapping[str, SheetOrigin] = {}
    not_split: tuple[NotSplit, ...] = ()


class ListInfo(msgspec.Struct, frozen=True):
    """A list that came in: the name of its file without the folder, its SHA-256 (hex), how many dossiers it has."""

    id: int
    name: str
    sha256: str
    rows: int
    at: datetime
    by: str


class Receipt(msgspec.Struct, frozen=True):
    """What a workbook for the upload was made of: both files by name and SHA-256 (hex), template, counts, who and when.

    `rows` are by the name of the sheet, `findings` by severity, `confirmed` those of Nakijken that somebody confirmed,
    `corrected` the cells that corrections changed, `late` the dossiers that are not on the frozen list.
    """

    file: str
    sha256: str
    source: str
    source_sha256: str
    version: str
    rows: Mapping[str, int]
    findings: Mapping[str, int]
    confirmed: int
    corrected: int
    late: int
    at: datetime
    by: str


class Preview(msgspec.Struct, frozen=True):
    """What a mapping makes of a file, before it is taken over: the first rows by sheet key, and what is not split.

    `counts` are all rows by sheet key, `repaired` how many values were written in one way.
    """

    rows: Mapping[str, tuple[Record, ...]]
    counts: Mapping[str, int]
    repaired: int
    not_split: tuple[NotSplit, ...]
