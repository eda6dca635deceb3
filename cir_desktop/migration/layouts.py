"""A proposal for a file of any layout: where its titles are, what its columns say, whose program made it."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from functools import cache

import msgspec

from cir_desktop.domain.migration import Cell
from cir_desktop.domain.migration_mapping import (
    SPLIT_KEYS,
    Assignment,
    KeptProfile,
    Proposal,
    ProposedColumn,
    ProposedSheet,
    SheetMapping,
    Vendor,
)
from cir_desktop.domain.values import dutch_date
from cir_desktop.migration.reader import column_letters
from cir_desktop.migration.recognising import SAMPLE, Guess, guess, is_title, whole_name
from cir_desktop.migration.template import template
from cir_desktop.runtime.paths import resource
from cir_desktop.workbooks.cells import folded, is_empty
from cir_desktop.workbooks.reading import Sheet, Workbook

TITLE_ROWS = 30
_EXAMPLES = 3
_ROWS_THAT_COUNT = 50
_TELLING_SHEETS, _TELLING_COLUMNS = 1, 3


class _Vendors(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    source: str
    vendor: tuple[Vendor, ...]


def propose(workbook: Workbook, file: str, profiles: Sequence[KeptProfile] = ()) -> Proposal:
    """What we make of a file. `mapping` is that of the kept profile that fits, else of the likeliest sheet."""
    found = [
        proposed_sheet(sheet, heads_of(sheet))
        for sheet in workbook.sheets
        if any(not is_empty(cell) for cells in sheet.rows for cell in cells)
    ]
    found.sort(key=lambda each: -each.score)
    for kept in profiles:
        resolved = fitting(kept.profile.sheets, workbook)
        if resolved:
            return Proposal(file, tuple(found), resolved, kept.profile.name, vendor_of(workbook))
    return Proposal(file, tuple(found), tuple(each.mapping for each in found[:1]), "", vendor_of(workbook))


def heads_of(sheet: Sheet) -> int:
    """The likeliest row of titles, as Excel shows it: known titles count most, then many different texts above rows."""

    def score(number: int) -> tuple[float, int]:
        cells = sheet.rows[number - 1]
        texts = [cell for cell in cells if isinstance(cell, str) and not is_empty(cell)]
        known = sum(1 for text in texts if is_title(text))
        different = len({folded(text) for text in texts}) / 10
        below = sheet.rows[number] if number < len(sheet.rows) else []
        return known * 3 + different + (0.5 if any(not is_empty(cell) for cell in below) else 0), -number

    return max(range(1, min(len(sheet.rows), TITLE_ROWS) + 1), key=score, default=1)


def proposed_sheet(sheet: Sheet, header: int, rows_are: str = "") -> ProposedSheet:
    """A proposal for a sheet with its titles in that row; what its rows are is guessed unless it is said."""
    below = sheet.rows[header:]
    titles = titled(sheet, header)
    columns = [[cells[at] if at < len(cells) else None for cells in below[:SAMPLE]] for at, _, _ in titles]
    kinds = [rows_are] if rows_are else [each.key for each in template().sheet]
    by_kind = {
        kind: [guess(title, cells, rows_are=kind) for (_, title, _), cells in zip(titles, columns, strict=True)]
        for kind in kinds
    }
    # The name of a sheet of ours decides; else what is explained best, dossiers first.
    named = next((each.key for each in template().sheet if folded(each.name) == folded(sheet.name)), "")
    chosen = named if named in by_kind else max(kinds, key=lambda kind: _worth(by_kind[kind]))
    guesses = _whole_names(_each_once(by_kind[chosen]), columns)
    return ProposedSheet(
        name=sheet.name,
        header=header,
        score=_worth(guesses) + min(len(below), _ROWS_THAT_COUNT),
        rows=sum(1 for cells in below if any(not is_empty(cell) for cell in cells)),
        rows_are=chosen,
        columns=tuple(
            ProposedColumn(
                column_letters(at),
                Assignment(title, nth, found.sheet, found.key, found.split, found.person),
                found.why,
                found.score,
                tuple(_shown(cell) for cell in cells if not is_empty(cell))[:_EXAMPLES],
            )
            for (at, title, nth), cells, found in zip(titles, columns, guesses, strict=True)
        ),
    )


def titled(sheet: Sheet, header: int) -> list[tuple[int, str, int]]:
    """The columns of a sheet: place from 0, title (the letters where there is none), and the how manieth so called."""
    heads = sheet.rows[header - 1] if 0 < header <= len(sheet.rows) else []
    below = sheet.rows[header:]
    filled = {at for cells in below for at, cell in enumerate(cells) if not is_empty(cell)}
    count: Counter[str] = Counter()
    found: list[tuple[int, str, int]] = []
    for at in range(max([len(heads), *(place + 1 for place in filled)], default=0)):
        head = heads[at] if at < len(heads) else None
        if is_empty(head) and at not in filled:
            continue
        title = _shown(head).strip() if not is_empty(head) else f"kolom {column_letters(at)}"
        count[folded(title)] += 1
        found.append((at, title, count[folded(title)]))
    return found


def fitting(sheets: Sequence[SheetMapping], workbook: Workbook) -> tuple[SheetMapping, ...] | None:
    """A kept mapping on this workbook, its titles found wherever they moved to; None when a used one is not there."""
    resolved: list[SheetMapping] = []
    for mapping in sheets:
        same_name = [each for each in workbook.sheets if folded(each.name) == folded(mapping.name)]
        for sheet in same_name or workbook.sheets:
            header = _row_with(sheet, mapping)
            if header:
                resolved.append(msgspec.structs.replace(mapping, name=sheet.name, header=header))
                break
        else:
            return None
    return tuple(resolved) or None


def vendor_of(workbook: Workbook) -> Vendor | None:
    """Whose program made this, by the names of its sheets and columns: our guess (resources/migration/vendors.toml)."""
    sheets = {folded(sheet.name) for sheet in workbook.sheets}
    titles = {
        folded(cell)
        for sheet in workbook.sheets
        for cells in sheet.rows[:TITLE_ROWS]
        for cell in cells
        if isinstance(cell, str)
    }
    for vendor in _vendors().vendor:
        by_sheet = sum(1 for name in vendor.sheets if folded(name) in sheets)
        by_column = sum(1 for name in vendor.columns if folded(name) in titles)
        named = any(folded(vendor.name) in text for text in sheets | titles)
        if named or by_sheet >= _TELLING_SHEETS or by_column >= min(_TELLING_COLUMNS, len(vendor.columns) or 99):
            return vendor
    return None


@cache
def _vendors() -> _Vendors:
    return msgspec.toml.decode(resource("migration", "vendors.toml").read_bytes(), type=_Vendors)


def _row_with(sheet: Sheet, mapping: SheetMapping) -> int:
    """The row that has all used titles, 0 when none has; the row of the mapping first."""
    wanted: Counter[str] = Counter(folded(each.title) for each in mapping.assignments if each.is_used)
    numbers: list[int] = [mapping.header, *range(1, min(len(sheet.rows), TITLE_ROWS) + 1)]
    for number in numbers:
        if 0 < number <= len(sheet.rows):
            have = Counter(folded(title) for _, title, _ in titled(sheet, number))
            if wanted and all(have[title] >= count for title, count in wanted.items()):
                return number
    return 0


def _worth(guesses: Sequence[Guess]) -> int:
    return sum(found.score for found in guesses if found.key)


def _each_once(guesses: Sequence[Guess]) -> list[Guess]:
    """Each column of ours is proposed once a person: for the surest, the first of those; telephone has a second."""
    order = sorted(range(len(guesses)), key=lambda at: (-guesses[at].score, at))
    taken: set[tuple[str, str, str]] = set()
    found = list(guesses)
    for at in order:
        each = guesses[at]
        if not each.key:
            continue
        if (each.sheet, each.key, each.person) in taken and each.key == "phone1":
            each = msgspec.structs.replace(each, key="phone2")
        fills = {(each.sheet, key, each.person) for key in SPLIT_KEYS.get(each.split, (each.key,))}
        if fills & taken and (each.sheet, each.key, each.person) in taken:
            found[at] = Guess(why=f"{each.why}, maar een andere kolom zegt dat al", score=0)
            continue
        taken |= fills
        found[at] = each
    return found


def _whole_names(guesses: Sequence[Guess], columns: Sequence[Sequence[Cell]]) -> list[Guess]:
    """A last name beside which nobody has a first name, and whose cells hold several words, is a whole name."""
    firsts = {(each.sheet, each.person) for each in guesses if each.key == "first_name"}
    return [
        whole_name(each, cells) if each.key == "last_name" and (each.sheet, each.person) not in firsts else each
        for each, cells in zip(guesses, columns, strict=True)
    ]


def _shown(cell: Cell) -> str:
    return dutch_date(cell) if isinstance(cell, date) else str(cell)
