"""The reading child: reads one workbook from its standard input under limits and tells it in frames.

Started by `reading.read_sheets`, never by people. A file that aborts calamine or asks for too much memory ends this
process and nothing else. It gets the open file and not its name, and what it says on standard error is thrown away.
"""

import gc
import io
import os
import sys
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import BinaryIO

import msgspec
import python_calamine

from cir_desktop.errors import BadWorkbook
from cir_desktop.workbooks.book_look import look_at_book
from cir_desktop.workbooks.delimited import SHEET_NAME, decoded, rows_of, separator_of, stated_separator
from cir_desktop.workbooks.frames import (
    BookStart,
    Done,
    Frame,
    ReaderLimits,
    Refused,
    Rows,
    SheetStart,
    packed,
    packed_row,
)
from cir_desktop.workbooks.looks import BookLooks, Looks, column_letters
from cir_desktop.workbooks.ods_look import look_at_ods
from cir_desktop.workbooks.sheet_look import Marks, look_at_sheets
from cir_desktop.workbooks.zip_look import damaged, encrypted, no_workbook, open_zip

if sys.platform != "win32":
    import resource

ZIP_MAGIC = b"PK\x03\x04"
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_MACROS = "_VBA_PROJECT".encode("utf-16-le")
_STATES = {"Hidden": "hidden", "VeryHidden": "very_hidden"}
_ROWS_A_FRAME = 2_000


def limit_process(limits: ReaderLimits) -> None:
    """Bound what this process may take. Windows has only the time limit that the parent keeps."""
    if sys.platform == "win32":
        return
    # No core file: it would hold the workbook in plain text.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # A second net, should the parent be killed before it can stop us.
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds + 5, limits.seconds + 5))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))


def frames_of(data: bytes, limits: ReaderLimits) -> Iterator[Frame]:
    """The frames that tell a workbook; raises BadWorkbook for a file that should not or can't be read."""
    seen: dict[str, tuple[Looks, Marks]] = {}
    if data.startswith(ZIP_MAGIC):
        try:
            with open_zip(data, limits) as archive:
                book = look_at_book(archive)
                yield BookStart(book)
                seen = look_at_ods(archive) if book.kind == "ods" else look_at_sheets(archive, limits)
        except (zipfile.BadZipFile, EOFError, NotImplementedError, OSError, zlib.error) as error:
            raise damaged() from error
    elif data.startswith(OLE_MAGIC):
        if _ENCRYPTED_PACKAGE in data:
            raise encrypted()
        yield BookStart(BookLooks("xls", macros=_MACROS in data))
    elif limits.text:
        yield from _text(data, limits)
        return
    else:
        raise no_workbook()
    try:
        workbook = python_calamine.load_workbook(io.BytesIO(data))
        for found in workbook.sheets_metadata:
            if found.typ == python_calamine.SheetTypeEnum.WorkSheet:
                state = _STATES.get(str(found.visible).rpartition(".")[2], "visible")
                looks, marks = seen.get(found.name, (Looks(), {}))
                looks = msgspec.structs.replace(looks, state=state)
                yield from _sheet(workbook.get_sheet_by_name(found.name), looks, marks, limits)
    except python_calamine.PasswordError as error:
        raise encrypted() from error
    except python_calamine.CalamineError as error:
        raise damaged() from error
    yield Done()


def _text(data: bytes, limits: ReaderLimits) -> Iterator[Frame]:
    text, encoding = decoded(data)
    separator, start = stated_separator(text)
    separator = separator or separator_of(text)
    yield BookStart(BookLooks("csv", encoding=encoding, separator=separator))
    yield SheetStart(SHEET_NAME, 0, Looks())
    batch: list[list[object]] = []
    for row in rows_of(text[start:], separator, limits):
        batch.append(_until_last(packed_row(row)))
        if len(batch) == _ROWS_A_FRAME:
            yield Rows(batch)
            batch = []
    yield Rows(batch)
    yield Done()


def _until_last(row: list[object]) -> list[object]:
    while row and row[-1] is None:
        row.pop()
    return row


def _sheet(sheet: python_calamine.CalamineSheet, looks: Looks, marks: Marks, limits: ReaderLimits) -> Iterator[Frame]:
    top, left = sheet.start or (0, 0)
    if sheet.height * (left + sheet.width) > limits.cells:
        raise BadWorkbook(
            f"Blad “{sheet.name}” is te groot om te lezen.",
            "Verwijder lege rijen en kolommen buiten de tabel (Ctrl+End toont de laatste cel) en bewaar opnieuw.",
        )
    # Only .xlsx and .xls tell what is merged; calamine's list of an .xlsx is the one that the look has too.
    if not looks.seen and (ranges := sheet.merged_cell_ranges):
        looks = msgspec.structs.replace(looks, merged=tuple(map(_range, ranges)))
    height = sheet.height
    # Cells that calamine calls empty may lie outside of what it calls the used area.
    first = min([top + 1, *marks]) if height else min(marks, default=1)
    last = max([top + height, *marks], default=0)
    yield SheetStart(sheet.name, first - 1, looks)
    batch: list[list[object]] = []
    margin = [None] * left
    # Row by row: a sheet as one list of Python's own would be held beside the one that calamine holds.
    values = islice(sheet.iter_rows(), top, None) if height else iter(())
    for number in range(first, last + 1):
        inside = top < number <= top + height
        row: list[object] = [*margin, *packed_row(next(values))] if inside else []
        for column, text in marks.get(number, ()):
            row.extend([None] * (column - len(row)))
            row[column - 1] = text
        batch.append(_until_last(row))
        if len(batch) == _ROWS_A_FRAME:
            yield Rows(batch)
            batch = []
    yield Rows(batch)


def _range(found: tuple[tuple[int, int], tuple[int, int]]) -> str:
    (top, left), (bottom, right) = found
    return f"{column_letters(left + 1)}{top + 1}:{column_letters(right + 1)}{bottom + 1}"


def main(arguments: Sequence[str]) -> int:
    """Read a workbook from descriptor 0 and tell it on descriptor 1. The last argument is the limits as JSON."""
    limits = msgspec.json.decode(arguments[-1], type=ReaderLimits)
    limit_process(limits)
    # Millions of cells and no circle among them: looking for one costs more than reading.
    gc.disable()
    # By number: a windowed program has no sys.stdin and no sys.stdout.
    with os.fdopen(0, "rb", closefd=False) as source, os.fdopen(1, "wb", closefd=False) as out:
        _tell(source, out, limits)
    return 0


def _tell(source: BinaryIO, out: BinaryIO, limits: ReaderLimits) -> None:
    try:
        for frame in frames_of(source.read(limits.file_bytes + 1), limits):
            out.write(packed(frame))
    except BadWorkbook as error:
        out.write(packed(Refused(error.what, error.todo)))


if __name__ == "__main__":
    sys.exit(main(sys.argv))
