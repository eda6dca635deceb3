"""What stays the same of a row and of a finding when the next file has other row numbers."""

import hashlib
from collections import Counter
from collections.abc import Sequence

from cir_desktop.domain.finding import Finding
from cir_desktop.domain.migration import Batch
from cir_desktop.domain.migration_fixing import Condition
from cir_desktop.migration.checks.view import shown

_WAYS: tuple[tuple[str, ...], ...] = (
    ("dossier",),
    ("national_number",),
    ("dossier", "first_name"),
    ("dossier", "national_number"),
    ("dossier", "first_name", "birth_date"),
    ("last_name", "first_name", "birth_date"),
    ("dossier", "nis_code"),
    ("dossier", "municipality"),
)
"""By what a row can be found again, the best first."""


def row_conditions(batch: Batch, sheet: str, row: int, key: str) -> tuple[Condition, ...] | None:
    """Conditions that only this row meets, without the column itself; None when it can't be told from another row."""
    records = batch.sheet(sheet)
    at = list(records.rows).index(row)
    rest = tuple(name for name in records.columns if name != key)
    for way in (*_WAYS, rest):
        if key in way or not all(name in records.columns for name in way):
            continue
        columns = [records.column(name) for name in way]
        mine = tuple(shown(cells[at]) for cells in columns)
        if any(mine) and sum(1 for other in zip(*columns, strict=True) if tuple(map(shown, other)) == mine) == 1:
            return tuple(Condition(name, value) for name, value in zip(way, mine, strict=True))
    return None


def finding_keys(batch: Batch, findings: Sequence[Finding]) -> tuple[str, ...]:
    """A key for each finding that the next file gives again for the same finding, wherever its row then stands.

    Of the check, the column, the dossier of the row and the value; a hash, for it goes beside the data of a list. Equal
    ones are numbered in their order.
    """
    sheets = {name: key for key, name in batch.names.items()}
    columns = {key: {at: name for name, at in letters.items()} for key, letters in batch.letters.items()}
    dossiers = {
        key: dict(zip(records.rows, records.column("dossier"), strict=True)) for key, records in batch.sheets.items()
    }
    seen: Counter[str] = Counter()
    found: list[str] = []
    for each in findings:
        sheet = sheets.get(each.sheet, each.sheet)
        key = columns.get(sheet, {}).get(each.column, each.column)
        dossier = shown(dossiers.get(sheet, {}).get(each.row))
        text = "\x1f".join((each.code, sheet, key, dossier, each.value))
        seen[text] += 1
        found.append(hashlib.sha256(f"{text}\x1f{seen[text]}".encode()).hexdigest())
    return tuple(found)
