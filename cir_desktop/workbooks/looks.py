"""What a workbook shows beside its values: formulas, errors, what is merged or hidden; what the file says of itself."""

from collections.abc import Mapping

import msgspec


class Looks(msgspec.Struct, frozen=True):
    """What the streaming pass saw on one sheet; cells as “B7”, ranges as “A1:C1”, columns as letters, rows as Excel's.

    `seen` is False where only the values and the state of the tab are known (.xls, .xlsb, .csv): nothing listed then
    means unknown, not none. Of an .ods `reach`, `text_numbers` and `padded` are not looked for. A cell that is
    formatted as a date needs no list: its value is a date.
    """

    seen: bool = False
    state: str = "visible"
    """visible, hidden, or very_hidden: a tab that Excel's own menu does not offer to show."""
    formulas: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()
    """Cells with an error, or with a formula that has no saved result."""
    merged: tuple[str, ...] = ()
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[str, ...] = ()
    reach: str = ""
    """The last cell that the sheet claims to have; empty when it claims nothing."""
    far: tuple[str, ...] = ()
    """The first cell after each gap of more than FAR_ROWS rows, or FAR_COLUMNS columns, in which nothing stands."""
    text_numbers: tuple[str, ...] = ()
    """Cells that are formatted as text and yet hold a number: zeros in front of it are gone."""
    padded: tuple[str, ...] = ()
    """Numbers whose format puts zeros in front: a clerk sees 0042 where 42 stands."""


class BookLooks(msgspec.Struct, frozen=True):
    """What a file says of itself. `kind` is xlsx, xlsb, xls, ods or csv, by its content.

    `properties` are those of the file by name (Application, Company, its own ones). `encoding` and `separator` are of
    text only. `dates_1904` is None where the file does not tell.
    """

    kind: str
    macros: bool = False
    external_links: int = 0
    dates_1904: bool | None = None
    properties: Mapping[str, str] = {}
    encoding: str = ""
    separator: str = ""


FAR_ROWS = 500
FAR_COLUMNS = 50


def column_number(letters: str) -> int:
    """1 for A, 27 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """A for 1, AA for 27."""
    text = ""
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(65 + rest) + text
    return text
