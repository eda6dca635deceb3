"""A list on its way to the register: its rows by our columns, where they came from, and what was repaired on the way.

Kept by column: a list of 100,000 rows of 40 cells as one mapping a row would take half a gigabyte.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime

import msgspec

from cir_desktop.domain.pairs import Pair

Cell = str | float | int | bool | date | datetime | None
"""What stands in a cell; None is empty.

In a column of days a day that is sure is a `date`, in one of whole numbers an int, in one of amounts a number of euro;
a national number is eleven digits, an enterprise number ten, a dossier number `jjjj.mm.dd.nnnn`, yes or no are "ja" and
"nee", a code is as the code list writes it. Whatever can not be read so stands there as it stood in the file.
"""


class Record(msgspec.Struct, frozen=True, gc=False):
    """One row: `sheet` is the key of a sheet of the template, `row` as Excel shows it, `values` by column key."""

    sheet: str
    row: int
    values: Mapping[str, Cell]


class SheetRecords(msgspec.Struct, frozen=True):
    """The rows of one sheet that hold something, by column. `rows` are Excel's numbers, each column is as long."""

    sheet: str
    rows: Sequence[int]
    columns: Mapping[str, Sequence[Cell]]

    def __len__(self) -> int:
        return len(self.rows)

    def column(self, key: str) -> Sequence[Cell]:
        """The cells of a column, a row each; all empty when the file has no such column."""
        found = self.columns.get(key)
        return [None] * len(self.rows) if found is None else found

    def records(self) -> Iterator[Record]:
        """Row by row, with the columns that the file has."""
        for at, row in enumerate(self.rows):
            yield Record(self.sheet, row, {key: cells[at] for key, cells in self.columns.items()})


def sheet_of_records(sheet: str, records: Iterable[Record]) -> SheetRecords:
    """The rows of one sheet, by column; a column that any of them has, is there for all."""
    found = list(records)
    keys = dict.fromkeys(key for record in found for key in record.values)
    return SheetRecords(
        sheet, [record.row for record in found], {key: [record.values.get(key) for record in found] for key in keys}
    )


class SheetLook(msgspec.Struct, frozen=True):
    """What the pass over a sheet saw beside its values; cells as “B7”, columns as letters.

    `name` is as the tab says, `hidden` whether the tab is hidden, `reach` the last cell that the sheet claims to have.
    """

    name: str
    hidden: bool = False
    formulas: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()
    """Cells that hold an error, or a formula without a saved result."""
    merged: tuple[str, ...] = ()
    """Ranges, as “A1:C1”."""
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[str, ...] = ()
    reach: str = ""
    far: tuple[str, ...] = ()
    """The first cell after a large gap in which nothing stands."""
    zeros_in_format: tuple[str, ...] = ()
    """Numbers that a format shows with zeros in front, or that are formatted as text and lost them."""


class SourceInfo(msgspec.Struct, frozen=True):
    """The file that a list came out of: its name without the folder and the SHA-256 of its bytes (hex).

    `version` is that of the template, empty when it is none of ours; `stated` is what the file says of itself,
    which may be an older or unknown one. `sheets` are the names of its tabs, `size` is in bytes.
    """

    name: str
    sha256: str
    size: int = 0
    version: str = ""
    stated: str = ""
    sheets: tuple[str, ...] = ()
    epoch_1904: bool = False
    macros: bool = False
    external_links: bool = False
    looks: tuple[SheetLook, ...] = ()


class Repair(msgspec.Struct, frozen=True, gc=False):
    """What was repaired without asking, and is always listed: `kind` is one of REPAIR_WORDS, or MONTH_FIRST."""

    sheet: str
    row: int
    key: str
    kind: str
    before: Cell
    after: Cell


REPAIR_WORDS = {
    "spaces": "spaties weggelaten",
    "blank_row": "lege rij overgeslagen",
    "code": "code anders geschreven",
    "zeros": "voorloopnullen teruggezet",
    "decimal": "“,0” of “.0” achter een geheel getal weggelaten",
    "year": "jaar met twee cijfers aangevuld",
    "text_day": "datum die als tekst stond, als datum gelezen",
}
"""The repairs in the words of a clerk."""

MONTH_FIRST = "month_first"
"""A kind of repair that a clerk chose, and that is not listed: here a month stood before a day."""


class TitleFound(msgspec.Struct, frozen=True):
    """A title in the header row of a sheet: its letters, and the column it is (None: unknown, or there twice)."""

    letters: str
    title: str
    key: str | None


class Batch(msgspec.Struct, frozen=True):
    """A list as read, by the keys of the sheets of the template; a sheet that the file lacks is not there.

    `letters` say where a column stands by sheet and column key; a column that the file lacks has none. `titles` are the
    header rows as found, `names` the names of the tabs. `values` in it are after the `repairs`.
    """

    source: SourceInfo
    sheets: Mapping[str, SheetRecords]
    letters: Mapping[str, Mapping[str, str]] = {}
    titles: Mapping[str, tuple[TitleFound, ...]] = {}
    names: Mapping[str, str] = {}
    repairs: tuple[Repair, ...] = ()

    def sheet(self, key: str) -> SheetRecords:
        """The rows of a sheet; none when the file has no such sheet."""
        return self.sheets.get(key) or SheetRecords(key, (), {})

    def records(self, sheet: str) -> Iterator[Record]:
        """The rows of a sheet, one by one."""
        return self.sheet(sheet).records()


class Step(msgspec.Struct, frozen=True):
    """A step in the history of a value, from the old list to the upload: `what` did it, in Dutch."""

    what: str
    before: Cell
    after: Cell


class KnownDossier(msgspec.Struct, frozen=True):
    """A dossier that the register already told us: for the checks against it.

    `national_numbers` are those of everybody in it, `reference` that of the reference person; `household` is how many
    people move along, None when that is unknown.
    """

    dossier: str
    status: str
    registered_on: date | None
    reference: str | None
    national_numbers: frozenset[str]
    household: int | None


class IncomeAmounts(msgspec.Struct, frozen=True):
    """The highest incomes of one year, in euro: alone, alone with a disability, others, and more for each dependant."""

    single: int
    single_disabled: int
    other: int
    per_dependant: int


class CheckContext(msgspec.Struct, frozen=True):
    """What the checks know beside the list.

    `today` is the day in Flanders. `known` are the dossiers of the register; None when they are not compared with.
    `home_municipalities` are the NIS codes where the landlord has homes, None when that is unknown. `frozen_from` and
    `frozen_until` bound the freeze, in which people register on paper. `income_limits` are by year; a year whose limits
    nobody knows is not in it. `pairs` are those of the matching that nobody answered; none where it did not run.
    """

    today: date
    known: tuple[KnownDossier, ...] | None = None
    home_municipalities: frozenset[str] | None = None
    frozen_from: date | None = None
    frozen_until: date | None = None
    income_limits: Mapping[int, IncomeAmounts] = {}
    pairs: tuple[Pair, ...] = ()
    locked: Mapping[str, Mapping[str, str]] | None = None
    """What ranks each dossier of the frozen list, as shown, by number and column; None as long as nothing is frozen."""
