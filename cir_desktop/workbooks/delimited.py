"""Text with separators: its encoding and separator are found, every cell is text. Runs in the reading child only.

Nothing is made of the texts: whether 03/04/2015 is a day, and which, is for whoever knows what the column means.
"""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain

from cir_desktop.errors import BadWorkbook
from cir_desktop.workbooks.frames import ReaderLimits
from cir_desktop.workbooks.zip_look import damaged, no_workbook

SHEET_NAME = "Lijst"
"""The name of the only sheet of a text."""

_SEPARATORS = ";\t,|"
_SAMPLE_ROWS = 200
_SAMPLE = 100_000
_STATED = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_BINARY = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MARKUP = re.compile(r"\s*<(?:!doctype|html|table|\?xml|\?mso)", re.IGNORECASE)
# No text holds it, see _BINARY: a last row that holds more was still within quotes.
_END = "\x00"
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decoded(data: bytes) -> tuple[str, str]:
    """The text and its encoding: what the first bytes state, else UTF-8 where it is valid, else that of old Windows.

    Raises BadWorkbook for bytes that are no text.
    """
    encoding = next((name for bom, name in _BOMS if data.startswith(bom)), "") or _without_bom(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise damaged() from error
    text = text.removeprefix("\ufeff")
    if _BINARY.search(text) or _MARKUP.match(text):
        raise no_workbook()
    return text, encoding


def _without_bom(data: bytes) -> str:
    sample = data[:2_000]
    # Half of the bytes of western text in UTF-16 are zero.
    for encoding, zeros in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[::2])):
        if len(zeros) > 1 and zeros.count(0) > 0.4 * len(zeros):
            return encoding
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        # Its five unused bytes read as what old programs take them for.
        return "cp1252" if not re.search(rb"[\x81\x8d\x8f\x90\x9d]", data) else "latin-1"
    return "utf-8"


def separator_of(text: str) -> str:
    """The separator by which most of the first rows fall into as many cells, more than one; `;` where none does."""
    best, most = ";", (0, 0)
    for mark in _SEPARATORS:
        sample = csv.reader(io.StringIO(text[:_SAMPLE], newline=""), delimiter=mark)
        widths = Counter(len(cells) for cells, _ in zip(sample, range(_SAMPLE_ROWS), strict=False) if len(cells) > 1)
        width, rows = widths.most_common(1)[0] if widths else (0, 0)
        if (rows, width) > most:
            best, most = mark, (rows, width)
    return best


def rows_of(text: str, separator: str, limits: ReaderLimits) -> Iterator[list[str]]:
    """The rows as Excel counts them: one with an end of line inside of quotes is one row. Raises BadWorkbook."""
    csv.field_size_limit(limits.file_bytes)
    cells = 0
    try:
        for number, row in enumerate(csv.reader(chain(io.StringIO(text, newline=""), [_END]), delimiter=separator), 1):
            if row == [_END]:
                return
            if row and row[-1].endswith(_END):
                raise BadWorkbook(
                    f"In rij {number} begint een tekst met een aanhalingsteken dat nergens eindigt.",
                    "Haal dat aanhalingsteken weg, of zet er aan het einde van de tekst ook een.",
                )
            cells += len(row)
            if cells > limits.cells:
                raise BadWorkbook(
                    "Deze lijst is te groot om te lezen.",
                    "Verdeel ze over meer bestanden, of laat weg wat u niet nodig hebt.",
                )
            yield row
    except csv.Error as error:
        raise damaged() from error


def stated_separator(text: str) -> tuple[str, int]:
    """The separator that a first line sep=; states, as Excel writes and hides it, and how long that line is."""
    found = _STATED.match(text)
    return (found[1], found.end()) if found else ("", 0)
