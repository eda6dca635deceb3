"""An old list by our columns, with where each value came from. Nothing is made up: what is not there stays empty.

What comes out has the rows and columns of the workbook for the upload, so that a finding, the grid and that workbook
name the same cell; the old cell is in the history of the value.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import msgspec

from cir_desktop.domain.migration import REPAIR_WORDS, Batch, Cell, Repair, SheetRecords, SourceInfo, Step, TitleFound
from cir_desktop.domain.migration_mapping import (
    SPLIT_KEYS,
    SPLIT_WORDS,
    Assignment,
    Block,
    NotSplit,
    SheetMapping,
    SheetOrigin,
    SourceColumn,
    Split,
    Taken,
)
from cir_desktop.errors import BadInput, BadWorkbook
from cir_desktop.migration.layouts import titled
from cir_desktop.migration.notation import writer
from cir_desktop.migration.reader import column_letters, source_of, written_column
from cir_desktop.migration.splitting import parts
from cir_desktop.migration.template import Sheet, template
from cir_desktop.workbooks.cells import folded, is_empty
from cir_desktop.workbooks.reading import Sheet as FoundSheet
from cir_desktop.workbooks.reading import Workbook

_FIRST_ROW = 2
_DOSSIER = "dossier"
_WHOLE = frozenset({Split.AS_IS, Split.SERIAL})
_MANY = frozenset({Split.CHILDREN, Split.PLACES})
_REGISTERED = "registered_on"
_MOST_OF_A_DAY = 9999
_RELATIONS = {"partner": "PARTNER", "kind": "KIND"}


class _Column(msgspec.Struct, frozen=True):
    """A column of the old list; `before` are its cells as they stand there, `cells` what is made of them first."""

    assignment: Assignment
    letters: str
    cells: Sequence[Cell]
    before: Sequence[Cell]


class _Gathered:
    """The records of one of our sheets while they come in."""

    def __init__(self) -> None:
        self.blocks: list[int] = []
        self.rows: list[int] = []
        self.values: list[Mapping[str, Cell]] = []
        self.raw: list[Mapping[str, Cell]] = []

    def add(self, block: int, row: int, values: Mapping[str, Cell], raw: Mapping[str, Cell]) -> None:
        self.blocks.append(block)
        self.rows.append(row)
        self.values.append(values)
        self.raw.append(raw)


def take_over(workbook: Workbook, info: SourceInfo, mappings: Sequence[SheetMapping], *, today: date) -> Taken:
    """The list that a workbook holds by this mapping.

    Raises BadWorkbook when a column or a sheet is not there, BadInput for a mapping that can't be.
    """
    _check(mappings)
    blocks: list[Block] = []
    left: list[NotSplit] = []
    gathered = {sheet.key: _Gathered() for sheet in template().sheet}
    for mapping in mappings:
        _take_sheet(_sheet_of(workbook, mapping), mapping, gathered, blocks, left, today)
    if not any(each.rows for each in gathered.values()):
        raise BadWorkbook(
            "Met deze kolommen komt er niets uit de lijst.",
            "Wijs minstens een kolom toe, en kijk de rij met titels na.",
        )
    repairs: list[Repair] = []
    sheets = {sheet.key: _records(sheet, gathered[sheet.key], today, repairs) for sheet in template().sheet}
    # The list has the sheets of the template from here on: a hidden row of the old one is another row here.
    source = msgspec.structs.replace(
        source_of(workbook, info),
        version=template().version,
        stated=template().version,
        sheets=tuple(sheet.name for sheet in template().sheet),
        looks=(),
    )
    return Taken(
        Batch(
            source,
            sheets,
            {key: _letters(template().sheets[key], found) for key, found in sheets.items()},
            {key: _titles(template().sheets[key], found) for key, found in sheets.items()},
            {key: template().sheets[key].name for key in sheets},
            tuple(repairs),
        ),
        tuple(blocks),
        {key: _origin(sheets[key], gathered[key]) for key in sheets},
        tuple(left),
    )


def steps_of(taken: Taken, sheet: str, row: int, key: str) -> list[Step]:
    """The history of a value up to the list as taken: the old cell, how it was split, what was repaired."""
    records = taken.batch.sheet(sheet)
    if row not in records.rows:
        return []
    found: list[Step] = []
    origin = taken.origins.get(sheet)
    if origin:
        at = list(records.rows).index(row)
        block = taken.blocks[origin.blocks[at]]
        raw = origin.raw.get(key)
        if key in block.said:
            found.append(Step(f"Gezegd bij het overnemen: {block.person}", None, block.said[key]))
        elif key in block.columns and raw is not None and raw[at] is not None:
            column = block.columns[key]
            place = f"Blad “{block.sheet}”, cel {column.letters}{origin.rows[at]} (“{column.title}”)"
            found.append(Step(place, raw[at], raw[at]))
            if column.split is not Split.AS_IS:
                found.append(Step(SPLIT_WORDS[column.split], raw[at], _before_repair(taken, sheet, row, key, at)))
    else:
        letters = taken.batch.letters.get(sheet, {}).get(key)
        if letters:
            place = f"Blad “{taken.batch.names.get(sheet, sheet)}”, cel {letters}{row}"
            first = _before_repair(taken, sheet, row, key, list(records.rows).index(row))
            found.append(Step(place, first, first))
    found.extend(
        Step(REPAIR_WORDS[repair.kind], repair.before, repair.after)
        for repair in taken.batch.repairs
        if (repair.sheet, repair.row, repair.key) == (sheet, row, key)
    )
    now = records.column(key)[list(records.rows).index(row)]
    if found and (type(found[-1].after), found[-1].after) != (type(now), now):
        found.append(Step("in één schrijfwijze gezet", found[-1].after, now))
    return found


def _before_repair(taken: Taken, sheet: str, row: int, key: str, at: int) -> Cell:
    for repair in taken.batch.repairs:
        if (repair.sheet, repair.row, repair.key) == (sheet, row, key):
            return repair.before
    return taken.batch.sheet(sheet).column(key)[at]


def _check(mappings: Sequence[SheetMapping]) -> None:
    """Raise BadInput for a column that is none of ours, or that two columns of the old list would fill."""
    ours = {(sheet.key, column.key) for sheet in template().sheet for column in sheet.column}
    for mapping in mappings:
        filled: set[tuple[str, str, str]] = set()
        for each in mapping.assignments:
            if not each.is_used:
                continue
            if (each.sheet, each.key) not in ours or mapping.rows_are not in template().sheets:
                raise BadInput(f"“{each.title}” kan niet zo overgenomen worden.", "Kies een kolom van ons sjabloon.")
            place = (each.sheet, each.key, each.person)
            if place in filled and each.split is not Split.CHILDREN:
                raise BadInput(
                    f"“{each.title}” en een andere kolom worden allebei dezelfde kolom van ons.",
                    "Kies er een van beide.",
                )
            filled.add(place)


def _sheet_of(workbook: Workbook, mapping: SheetMapping) -> FoundSheet:
    for sheet in workbook.sheets:
        if folded(sheet.name) == folded(mapping.name):
            return sheet
    raise BadWorkbook(f"Het blad “{mapping.name}” is er niet.", "Kies een van de bladen van dit bestand.")


def _take_sheet(
    sheet: FoundSheet,
    mapping: SheetMapping,
    gathered: Mapping[str, _Gathered],
    blocks: list[Block],
    left: list[NotSplit],
    today: date,
) -> None:
    below = sheet.rows[mapping.header :]
    kept = [at for at, cells in enumerate(below) if any(not is_empty(cell) for cell in cells)]
    rows = [mapping.header + 1 + at for at in kept]
    places = {(folded(title), nth): at for at, title, nth in titled(sheet, mapping.header)}
    groups: dict[tuple[str, str, str], list[_Column]] = {}
    for each in mapping.assignments:
        if not each.is_used:
            continue
        place = places.get((folded(each.title), each.nth))
        if place is None:
            raise BadWorkbook(
                f"Op blad “{sheet.name}” staat geen kolom “{each.title}” in rij {mapping.header}.",
                "Kies de rij met de titels en wijs de kolommen opnieuw toe.",
            )
        cells = [below[at][place] if place < len(below[at]) else None for at in kept]
        alone = each.key if each.split is Split.CHILDREN else ""
        groups.setdefault((each.sheet, each.person, alone), []).append(
            _Column(each, column_letters(place), cells, cells)
        )
    main = groups.get((mapping.rows_are, "", ""), [])
    dossiers = _numbered(sheet.name, rows, main, left, today)
    if dossiers:
        main[[column.assignment.key for column in main].index(_DOSSIER)] = dossiers
    for (target, person, _), columns in groups.items():
        is_main = (target, person) == (mapping.rows_are, "")
        shared = [dossiers] if dossiers and not is_main else []
        block = _block(sheet.name, [*shared, *columns], person, target)
        blocks.append(block)
        for at, row in enumerate(rows):
            if not is_main and all(is_empty(column.cells[at]) for column in columns):
                continue
            for values, raw in _rows_of(sheet.name, row, at, columns, left):
                for column in shared:
                    values[_DOSSIER], raw[_DOSSIER] = column.cells[at], column.before[at]
                gathered[target].add(len(blocks) - 1, row, {**block.said, **values}, raw)


def _numbered(
    name: str, rows: Sequence[int], main: Sequence[_Column], left: list[NotSplit], today: date
) -> _Column | None:
    """The column of the dossier numbers, made of day and sequence number where the clerk said so."""
    found = next((column for column in main if column.assignment.key == _DOSSIER), None)
    if found is None or found.assignment.split is not Split.SERIAL:
        return found
    days = next((column.cells for column in main if column.assignment.key == _REGISTERED), [None] * len(rows))
    write = writer(template(), template().sheet[0].column_of(_REGISTERED), today)
    cells: list[Cell] = []
    for at, row in enumerate(rows):
        cell, day = found.cells[at], write(days[at])[0]
        serial = str(cell).strip() if isinstance(cell, int | str) and not isinstance(cell, bool) else ""
        if serial.isdecimal() and 0 < int(serial) <= _MOST_OF_A_DAY and isinstance(day, date):
            cells.append(f"{day:%Y.%m.%d}.{int(serial):04d}")
            continue
        cells.append(cell)
        if not is_empty(cell):
            left.append(NotSplit(name, row, found.letters, Split.SERIAL, left_out=False))
    return msgspec.structs.replace(found, cells=cells)


def _block(name: str, columns: Sequence[_Column], person: str, target: str) -> Block:
    taken = {
        key: SourceColumn(column.letters, column.assignment.title, column.assignment.split)
        for column in columns
        for key in SPLIT_KEYS.get(column.assignment.split, (column.assignment.key,))
    }
    children = any(column.assignment.split is Split.CHILDREN for column in columns)
    who = person or ("kind" if children else "")
    relation = _RELATIONS.get(re.sub(r"\W*\d+$", "", who)) if target == "members" else None
    said = {"relation": relation} if relation and "relation" not in taken else {}
    return Block(name, taken, who, said)


def _rows_of(
    name: str, row: int, at: int, columns: Sequence[_Column], left: list[NotSplit]
) -> Iterator[tuple[dict[str, Cell], dict[str, Cell]]]:
    """The records of a row, with the cells that they were taken from; several only for a split that gives them."""
    values: dict[str, Cell] = {}
    raw: dict[str, Cell] = {}
    many: list[Mapping[str, str]] = [{}]
    for column in columns:
        cell, split = column.cells[at], column.assignment.split
        if is_empty(cell):
            continue
        keys = SPLIT_KEYS.get(split, (column.assignment.key,))
        raw.update(dict.fromkeys(keys, column.before[at]))
        if split in _WHOLE:
            values[column.assignment.key] = cell
            continue
        found = parts(split, cell if isinstance(cell, str) else str(cell))
        if found is None or not found:
            left_out = split is Split.CHILDREN
            left.append(NotSplit(name, row, column.letters, split, left_out))
            if left_out:
                return
            values[keys[0]] = cell
        elif split in _MANY:
            many = list(found)
        else:
            # What a column of its own says, stands above what a split gave.
            values.update({key: value for key, value in found[0].items() if key not in values})
    for each in many:
        yield {**values, **each}, dict(raw)


def _records(sheet: Sheet, gathered: _Gathered, today: date, repairs: list[Repair]) -> SheetRecords:
    rows = range(_FIRST_ROW, _FIRST_ROW + len(gathered.rows))
    columns: dict[str, Sequence[Cell]] = {}
    for column in sheet.column:
        raw = [values.get(column.key) for values in gathered.values]
        columns[column.key] = written_column(
            writer(template(), column, today), raw, sheet.key, column.key, rows, repairs
        )
    return SheetRecords(sheet.key, list(rows), columns)


def _letters(sheet: Sheet, found: SheetRecords) -> dict[str, str]:
    return {column.key: column_letters(at) for at, column in enumerate(sheet.column) if column.key in found.columns}


def _titles(sheet: Sheet, found: SheetRecords) -> tuple[TitleFound, ...]:
    return tuple(
        TitleFound(column_letters(at), column.title, column.key)
        for at, column in enumerate(sheet.column)
        if column.key in found.columns
    )


def _origin(records: SheetRecords, gathered: _Gathered) -> SheetOrigin:
    return SheetOrigin(
        tuple(gathered.blocks),
        tuple(gathered.rows),
        {key: tuple(raw.get(key) for raw in gathered.raw) for key in records.columns},
    )
