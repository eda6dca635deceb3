"""What the reading child tells its parent through the pipe: length-prefixed msgpack frames.

Dates travel as msgpack extensions, because plain msgpack would bring them back as text.
"""

import struct
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import BinaryIO

import msgspec

from cir_desktop.workbooks.looks import BookLooks, Looks

Cell = str | float | int | bool | date | datetime | None
"""What a cell holds: whole numbers are int, an empty cell is None, a time of day or a duration is text."""

_DATE, _DATETIME = 1, 2
_LENGTH = struct.Struct(">I")
_EXACT = 2**53


class ReaderLimits(msgspec.Struct, frozen=True):
    """What one workbook may cost. Bytes, seconds; a cell counts whether it is filled or not.

    `text` says whether text with separators may be read as a sheet; else a file must be a workbook.
    """

    file_bytes: int = 100_000_000
    zip_entries: int = 5_000
    unzipped_bytes: int = 600_000_000
    ratio: int = 200
    cells: int = 10_000_000
    memory_bytes: int = 1_500_000_000
    seconds: int = 60
    text: bool = False


class BookStart(msgspec.Struct, tag="book"):
    """The first frame: what the file says of itself."""

    looks: BookLooks


class SheetStart(msgspec.Struct, tag="sheet"):
    """A sheet begins; `empty_rows` come before its first row."""

    name: str
    empty_rows: int
    looks: Looks


class Rows(msgspec.Struct, tag="rows"):
    """The next rows of the sheet that began last."""

    rows: list[list[object]]


class Refused(msgspec.Struct, tag="refused"):
    """The child looked and will not read this file: what happened and what to do, in Dutch."""

    what: str
    todo: str


class Done(msgspec.Struct, tag="done"):
    """Everything was told. Without this frame the child has died on the way."""


Frame = BookStart | SheetStart | Rows | Refused | Done


def _unpack(code: int, data: memoryview) -> object:
    if code == _DATE:
        return date.fromordinal(int.from_bytes(data, "big"))
    if code == _DATETIME:
        return datetime.fromisoformat(bytes(data).decode("ascii"))
    raise ValueError(f"unknown extension {code}")


_encoder = msgspec.msgpack.Encoder()
_decoder: msgspec.msgpack.Decoder[Frame] = msgspec.msgpack.Decoder(Frame, ext_hook=_unpack)


def packed(frame: Frame) -> bytes:
    """A frame as bytes for the pipe."""
    body = _encoder.encode(frame)
    return _LENGTH.pack(len(body)) + body


def unpacked(stream: BinaryIO) -> Iterator[Frame]:
    """The frames as they come out of a pipe; a half one at the end, of a child that died, is left out."""
    while len(head := stream.read(_LENGTH.size)) == _LENGTH.size:
        (length,) = _LENGTH.unpack(head)
        body = stream.read(length)
        if len(body) < length:
            return
        yield _decoder.decode(body)


def packed_row(values: Iterable[object]) -> list[object]:
    """A row as calamine gives it, ready for a Rows frame. Texts, by far the most, cost no call."""
    return [(value or None) if type(value) is str else packed_cell(value) for value in values]


def packed_cell(value: object) -> object:
    """A cell as calamine gives it, ready for a Rows frame."""
    if isinstance(value, str):
        return value or None
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < _EXACT else value
    if isinstance(value, datetime):
        return msgspec.msgpack.Ext(_DATETIME, value.isoformat().encode("ascii"))
    if isinstance(value, date):
        return msgspec.msgpack.Ext(_DATE, value.toordinal().to_bytes(4, "big"))
    if isinstance(value, time | timedelta):
        return str(value)
    return value
