"""The reading child: reads one workbook from its standard input under limits and tells it in frames.

Started by `reading.read_sheets`, never by people. A file that aborts calamine or asks for too much memory ends this
process and nothing else. It gets the open file and not its name, and what it says on standard error is thrown away.
"""

import io
import os
import sys
import zipfile
from collections.abc import Iterator, Sequence
from typing import BinaryIO

import msgspec
import python_calamine

from cir_desktop.errors import BadWorkbook
from cir_desktop.workbooks.frames import Done, Frame, ReaderLimits, Refused, Rows, SheetStart, packed, packed_cell
from cir_desktop.workbooks.sheet_look import Marks, look_at_sheets
from cir_desktop.workbooks.zip_look import damaged, encrypted, no_workbook, open_zip

if sys.platform != "win32":
    import resource

ZIP_MAGIC = b"PK\x03\x04"
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
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
    looks: dict[str, Marks] = {}
    if data.startswith(ZIP_MAGIC):
        try:
            with open_zip(data, limits) as archive:
                looks = look_at_sheets(archive, limits)
        except (zipfile.BadZipFile, EOFError, NotImplementedError, OSError) as error:
            raise damaged() from error
    elif not data.startswith(OLE_MAGIC):
        raise no_workbook()
    elif _ENCRYPTED_PACKAGE in data:
        raise encrypted()
    try:
        workbook = python_calamine.load_workbook(io.BytesIO(data))
        for found in workbook.sheets_metadata:
            if found.typ == python_calamine.SheetTypeEnum.WorkSheet:
                yield from _sheet(workbook.get_sheet_by_name(found.name), looks, limits)
    except python_calamine.PasswordError as error:
        raise encrypted() from error
    except python_calamine.CalamineError as error:
        raise damaged() from error
    yield Done()


def _sheet(sheet: python_calamine.CalamineSheet, looks: dict[str, Marks], limits: ReaderLimits) -> Iterator[Frame]:
    top, left = sheet.start or (0, 0)
    if sheet.height * (left + sheet.width) > limits.cells:
        raise BadWorkbook(
            f"Blad “{sheet.name}” is te groot om te lezen.",
            "Verwijder lege rijen en kolommen buiten de tabel (Ctrl+End toont de laatste cel) en bewaar opnieuw.",
        )
    marks = looks.get(sheet.name, {})
    values = sheet.to_python(skip_empty_area=True)
    # Cells that calamine calls empty may lie outside of what it calls the used area.
    first = min([top + 1, *marks]) if values else min(marks, default=1)
    last = max([top + len(values), *marks], default=0)
    yield SheetStart(sheet.name, first - 1)
    batch: list[list[object]] = []
    margin = [None] * left
    for number in range(first, last + 1):
        inside = 0 <= number - top - 1 < len(values)
        row: list[object] = [*margin, *map(packed_cell, values[number - top - 1])] if inside else []
        for column, text in marks.get(number, ()):
            row.extend([None] * (column - len(row)))
            row[column - 1] = text
        while row and row[-1] is None:
            row.pop()
        batch.append(row)
        if len(batch) == _ROWS_A_FRAME:
            yield Rows(batch)
            batch = []
    yield Rows(batch)


def main(arguments: Sequence[str]) -> int:
    """Read a workbook from descriptor 0 and tell it on descriptor 1. The last argument is the limits as JSON."""
    limits = msgspec.json.decode(arguments[-1], type=ReaderLimits)
    limit_process(limits)
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
