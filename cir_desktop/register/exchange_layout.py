"""The layout of the exchange workbook as declared in `resources/templates/exchange-v1.toml` [assumed].

Template, reading, checks and the table in the manual are all made from it: the layout that the housing companies will
really use takes its place without touching the code.
"""

from functools import cache

import msgspec

from cir_desktop.runtime.paths import resource
from cir_desktop.workbooks.table import Column

EXAMPLE = "voorbeeld"
"""Stands for the dossier number in the example rows of the template, which are passed over when read."""

NUMBER_KEY = "dossier"
"""The key of the column that says to which dossier a row of another sheet belongs."""

_EXPECTED = {
    "dossier": "jjjj.mm.dd.volgnummer",
    "text": "tekst",
    "day": "een datum, dd/mm/jjjj",
    "moment": "datum en uur, dd/mm/jjjj uu:mm",
    "yes_no": "ja of nee",
    "money": "een bedrag in euro",
    "number": "cijfers",
    "nis": "vijf cijfers van een gemeente",
    "national": "elf cijfers",
    "party": "een partijCode: hoofdletters, cijfers en streepjes",
    "names": "namen met ; ertussen",
}


class Field(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A column, or a line of the sheet Info; the TOML says what each key means."""

    title: str
    field: str
    kind: str
    about: str = ""
    needed: bool = False
    needed_with_others: bool = False
    default: str | None = None
    codes: tuple[str, ...] = ()
    open: bool = False
    low: int | None = None
    high: int | None = None
    example: str = ""

    @property
    def key(self) -> str:
        """Where its value goes; NUMBER_KEY for the column that only says of which dossier a row is."""
        return self.field or NUMBER_KEY

    @property
    def group(self) -> str:
        """The object in the dossier that it belongs to; empty for the dossier or the row itself."""
        return self.field.rpartition(".")[0]

    @property
    def expected(self) -> str:
        """What may stand in it, in words."""
        if self.kind == "whole":
            return "een geheel getal" if self.low is None else f"een geheel getal van {self.low} tot {self.high}"
        if self.codes:
            several = ", met ; ertussen" if self.kind == "codes" else ""
            return ", ".join(self.codes) + several + (", of een andere code" if self.open else "")
        return _EXPECTED[self.kind]

    @property
    def allowed(self) -> tuple[str, ...]:
        """The closed list that a cell is chosen from; empty where any text may stand."""
        if self.kind == "yes_no":
            return ("ja", "nee")
        return self.codes if self.kind == "code" and not self.open else ()


class SheetLayout(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A sheet; `into` is the list of the dossier that its rows fill, empty for the dossiers themselves."""

    name: str
    column: tuple[Field, ...]
    into: str = ""
    needed: bool = False
    about: str = ""

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns as a table looks for them: only what is always needed must be there."""
        return columns_of(self.column)


class MessagesLayout(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The sheet of messages: what we fill in, and what the housing company answers; `info` stands on the sheet Info."""

    name: str
    info: tuple[Field, ...]
    column: tuple[Field, ...]
    answer: tuple[Field, ...]
    about: str = ""


class Layout(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole workbook; `info` are the lines of the sheet Info of an extract."""

    layout: str
    info: tuple[Field, ...]
    sheet: tuple[SheetLayout, ...]
    messages: MessagesLayout


INFO_SHEET = "Info"
INFO_COLUMNS = (Column("what", "Wat"), Column("value", "Waarde"))


def columns_of(fields: tuple[Field, ...]) -> tuple[Column, ...]:
    """Fields as a table looks for them."""
    return tuple(Column(f.key, f.title, f.needed, f.about, f.expected) for f in fields)


@cache
def layout() -> Layout:
    """The layout that this program reads and writes."""
    return msgspec.toml.decode(resource("templates", "exchange-v1.toml").read_bytes(), type=Layout)
