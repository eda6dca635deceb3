"""A list as bytes for the encrypted store, compressed, and back; days stay days.

A tuple of a list of cells would lose its days in plain msgpack, which knows text only: they travel as extensions.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

import msgspec
import zstandard

from cir_desktop.domain.migration import Batch, Cell, Repair, SheetRecords, SourceInfo, TitleFound
from cir_desktop.domain.migration_mapping import Block, NotSplit, SheetOrigin, Taken

_MARK = b"\x01"
_LEVEL = 3
_DATE, _MOMENT = 1, 2
_LARGEST = 2_000_000_000


class _Packed(msgspec.Struct, array_like=True):
    """The parts that have no cells, and those that have, as plain lists."""

    source: SourceInfo
    letters: dict[str, dict[str, str]]
    titles: dict[str, tuple[TitleFound, ...]]
    names: dict[str, str]
    blocks: tuple[Block, ...]
    not_split: tuple[NotSplit, ...]
    sheets: dict[str, tuple[list[int], dict[str, list[object]]]]
    origins: dict[str, tuple[list[int], list[int], dict[str, list[object]]]]
    repairs: list[tuple[str, int, str, str, object, object]]


def pack(taken: Taken) -> bytes:
    """A list as bytes."""
    batch = taken.batch
    body = msgspec.msgpack.encode(
        _Packed(
            batch.source,
            {sheet: dict(letters) for sheet, letters in batch.letters.items()},
            dict(batch.titles),
            dict(batch.names),
            taken.blocks,
            taken.not_split,
            {key: (list(sheet.rows), _columns(sheet.columns)) for key, sheet in batch.sheets.items()},
            {key: (list(each.blocks), list(each.rows), _columns(each.raw)) for key, each in taken.origins.items()},
            [(r.sheet, r.row, r.key, r.kind, _out(r.before), _out(r.after)) for r in batch.repairs],
        )
    )
    return _MARK + zstandard.ZstdCompressor(level=_LEVEL).compress(body)


def unpack(kept: bytes) -> Taken:
    """What was packed. Raises ValueError for a mark of a newer program."""
    if kept[:1] != _MARK:
        raise ValueError("packed in a way that is not known here")
    body = zstandard.ZstdDecompressor().decompress(kept[1:], max_output_size=_LARGEST)
    found = msgspec.msgpack.decode(body, type=_Packed, ext_hook=_unext)
    batch = Batch(
        found.source,
        {key: SheetRecords(key, rows, _cells(columns)) for key, (rows, columns) in found.sheets.items()},
        found.letters,
        found.titles,
        found.names,
        tuple(Repair(s, row, key, kind, _in(before), _in(after)) for s, row, key, kind, before, after in found.repairs),
    )
    origins = {
        key: SheetOrigin(tuple(blocks), tuple(rows), {name: tuple(cells) for name, cells in _cells(raw).items()})
        for key, (blocks, rows, raw) in found.origins.items()
    }
    return Taken(batch, found.blocks, origins, found.not_split)


def _columns(columns: Mapping[str, Sequence[Cell]]) -> dict[str, list[object]]:
    return {key: [_out(cell) for cell in cells] for key, cells in columns.items()}


def _cells(columns: Mapping[str, list[object]]) -> dict[str, list[Cell]]:
    return {key: [_in(cell) for cell in cells] for key, cells in columns.items()}


def _out(cell: Cell) -> object:
    if isinstance(cell, datetime):
        return msgspec.msgpack.Ext(_MOMENT, cell.isoformat().encode("ascii"))
    if isinstance(cell, date):
        return msgspec.msgpack.Ext(_DATE, cell.toordinal().to_bytes(4, "big"))
    return cell


def _in(value: object) -> Cell:
    if value is None or isinstance(value, str | int | float | date):
        return value
    raise ValueError("no cell")


def _unext(code: int, data: memoryview) -> object:
    if code == _DATE:
        return date.fromordinal(int.from_bytes(data, "big"))
    if code == _MOMENT:
        return datetime.fromisoformat(bytes(data).decode("ascii"))
    raise ValueError(f"unknown extension {code}")
