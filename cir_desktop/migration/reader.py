"""A workbook in our own template as a list by our columns, with every silent repair written down."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import zip_longest
from pathlib import Path

import msgspec

from cir_desktop.domain.migration import Batch, Cell, Repair, SheetLook, SheetRecords, SourceInfo, TitleFound
from cir_desktop.errors import BadWorkbook
from cir_desktop.migration import template as templates
from cir_desktop.migration.notation import Writer, clean_text, writer
from cir_desktop.migration.template import Sheet, Template
from cir_desktop.workbooks import looks
from cir_desktop.workbooks.cells import folded, is_empty
from cir_desktop.workbooks.reading import Sheet as FoundSheet
from cir_desktop.workbooks.reading import Workbook, read_sheets

_TITLE_ROWS = 30
_TITLES_NEEDED = 3


class Heads(msgspec.Struct, frozen=True):
    """Where a sheet has its titles: `row` from 1, `titles` from the left with their letters."""

    row: int
    titles: tuple[TitleFound, ...]


def read_batch(path: Path, *, today: date) -> Batch:
    """The list in a workbook of our template.

    Raises BadWorkbook when it can't be read, or when no sheet of the template can be found in it.
    """
    workbook = read_sheets(path)
    data = path.read_bytes()
    info = SourceInfo(name=path.name, sha256=hashlib.sha256(data).hexdigest(), size=len(data))
    return batch_of(workbook, info, today=today)


def batch_of(workbook: Workbook, info: SourceInfo, *, today: date) -> Batch:
    """The list in a workbook that was read; `info` gets the template and the sheets. Raises BadWorkbook."""
    stated = _stated(workbook)
    known = templates.template(stated if stated in templates.versions() else _nearest_version(workbook))
    sheets: dict[str, SheetRecords] = {}
    letters: dict[str, Mapping[str, str]] = {}
    titles: dict[str, tuple[TitleFound, ...]] = {}
    names: dict[str, str] = {}
    repairs: list[Repair] = []
    for sheet in known.sheet:
        found = _sheet_of(workbook, sheet, known)
        if found is None:
            continue
        heads = find_heads(found.rows, sheet)
        names[sheet.key] = found.name
        titles[sheet.key] = heads.titles
        letters[sheet.key] = {title.key: title.letters for title in heads.titles if title.key}
        sheets[sheet.key] = _records(known, sheet, found, heads, today, repairs)
    if not any(letters.values()):
        raise BadWorkbook(
            "Dit werkboek volgt ons sjabloon niet: geen enkel blad heeft de titels ervan.",
            "Neem het over als oude lijst, of begin van een leeg sjabloon (cir migration template).",
        )
    source = msgspec.structs.replace(source_of(workbook, info), version=known.version, stated=stated)
    return Batch(source, sheets, letters, titles, names, tuple(repairs))


def source_of(workbook: Workbook, info: SourceInfo) -> SourceInfo:
    """What the pass over a workbook saw of the file as a whole and of its sheets."""
    return msgspec.structs.replace(
        info,
        sheets=tuple(sheet.name for sheet in workbook.sheets),
        epoch_1904=workbook.looks.dates_1904 is True,
        macros=workbook.looks.macros,
        external_links=workbook.looks.external_links > 0,
        looks=tuple(_look(sheet) for sheet in workbook.sheets),
    )


def column_letters(place: int) -> str:
    """The letters of a column from 0: A, B, ... Z, AA."""
    return looks.column_letters(place + 1)


def find_heads(rows: Sequence[Sequence[Cell]], sheet: Sheet) -> Heads:
    """The row that has most of the titles of a sheet (the first of those), row 1 when none has any."""
    wanted = {folded(column.title): column.key for column in sheet.column}
    hits = [
        (len({folded(cell) for cell in cells if isinstance(cell, str)} & wanted.keys()), -number)
        for number, cells in enumerate(rows[:_TITLE_ROWS], start=1)
    ]
    row = -max(hits)[1] if hits else 1
    found: list[TitleFound] = []
    taken: set[str] = set()
    for at, cell in enumerate(rows[row - 1] if rows else ()):
        if is_empty(cell):
            continue
        key = wanted.get(folded(cell)) if isinstance(cell, str) else None
        found.append(TitleFound(column_letters(at), clean_text(str(cell)), None if key in taken else key))
        if key:
            taken.add(key)
    return Heads(row, tuple(found))


def _look(sheet: FoundSheet) -> SheetLook:
    seen = sheet.looks
    return SheetLook(
        name=sheet.name,
        hidden=seen.state != "visible",
        formulas=seen.formulas,
        broken=seen.broken,
        merged=seen.merged,
        hidden_rows=seen.hidden_rows,
        hidden_columns=seen.hidden_columns,
        reach=seen.reach,
        far=seen.far,
        zeros_in_format=(*seen.padded, *seen.text_numbers),
    )


def _stated(workbook: Workbook) -> str:
    """The version that the properties tell, or the sheet Lees mij where a program lost those; empty without either."""
    for version in reversed(templates.versions()):
        if told := workbook.looks.properties.get(templates.template(version).property_name):
            return told
    for sheet in workbook.sheets:
        if folded(sheet.name) == folded(READ_ME):
            for cells in sheet.rows[:_TITLE_ROWS]:
                for before, cell in zip(cells, cells[1:], strict=False):
                    if before == VERSION_LABEL and isinstance(cell, str):
                        return cell.strip()
    return ""


READ_ME = "Lees mij"
VERSION_LABEL = "Versie van het sjabloon"


def _nearest_version(workbook: Workbook) -> str:
    """The version with most titles in this workbook; the newest of those that have as many."""

    def hits(version: str) -> int:
        known = templates.template(version)
        return sum(
            sum(1 for title in find_heads(found.rows, sheet).titles if title.key)
            for sheet in known.sheet
            if (found := _sheet_of(workbook, sheet, known))
        )

    return max(templates.versions(), key=lambda version: (hits(version), version))


def _sheet_of(workbook: Workbook, sheet: Sheet, known: Template) -> FoundSheet | None:
    """The sheet of that name; else the only sheet with a name that is none of ours and with enough of its titles."""
    ours = {folded(each.name) for each in known.sheet}
    for found in workbook.sheets:
        if folded(found.name) == folded(sheet.name):
            return found
    enough = max(_TITLES_NEEDED, len(sheet.column) // 2)
    fits = [
        found
        for found in workbook.sheets
        if folded(found.name) not in ours
        and sum(1 for title in find_heads(found.rows, sheet).titles if title.key) >= enough
    ]
    return fits[0] if len(fits) == 1 else None


def _records(
    known: Template, sheet: Sheet, found: FoundSheet, heads: Heads, today: date, repairs: list[Repair]
) -> SheetRecords:
    below = found.rows[heads.row :]
    filled = [any(cell is not None and cell != "" for cell in cells) for cells in below]
    # A row of spaces only counts as empty too, but few rows are worth that look.
    kept = [at for at, cells in enumerate(below) if filled[at] and not all(is_empty(cell) for cell in cells)]
    last = kept[-1] if kept else 0
    gone = set(range(last)) - set(kept)
    repairs.extend(Repair(sheet.key, heads.row + 1 + at, "", "blank_row", None, None) for at in sorted(gone))
    rows = [heads.row + 1 + at for at in kept]
    columns: dict[str, Sequence[Cell]] = {}
    # All columns at once: cell by cell would take as long as all checks together.
    turned = list(zip_longest(*map(below.__getitem__, kept)))
    nothing = (None,) * len(kept)
    for title in heads.titles:
        if title.key:
            place = looks.column_number(title.letters) - 1
            raw = turned[place] if place < len(turned) else nothing
            columns[title.key] = written_column(
                writer(known, sheet.column_of(title.key), today), raw, sheet.key, title.key, rows, repairs
            )
    return SheetRecords(sheet.key, rows, columns)


def written_column(
    write: Writer, raw: Sequence[Cell], sheet: str, key: str, rows: Sequence[int], repairs: list[Repair]
) -> list[Cell]:
    """A whole column in one way of writing; what was repaired is added to `repairs`. Each value is looked at once."""
    if bool in set(map(type, raw)):
        # 1 and True are equal and are not the same.
        written = [write(cell) for cell in raw]
    else:
        known = {cell: write(cell) for cell in set(raw)}
        if not any(kinds for _, kinds in known.values()):
            same = all(value is cell for cell, (value, _) in known.items())
            return list(raw) if same else [known[cell][0] for cell in raw]
        written = [known[cell] for cell in raw]
    for at, (value, kinds) in enumerate(written):
        if kinds:
            repairs.extend(Repair(sheet, rows[at], key, kind, raw[at], value) for kind in kinds)
    return [value for value, _ in written]
