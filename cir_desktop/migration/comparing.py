"""What changed between two lists: dossiers, their values, their places, and the findings."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from cir_desktop.domain.migration import Batch, SheetRecords
from cir_desktop.domain.migration_rounds import Comparison, FieldChange, KeptFinding, Moved, RowChange
from cir_desktop.migration.checks.view import shown
from cir_desktop.migration.template import template

_CANDIDATES = "candidates"
_STRUCK_OFF = "RJCT"
_NO_DAY = "9999"
_SHARP = 10
"""Places: less is what some new or struck-off dossiers in between do."""
_WHO: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "candidates": ((),),
    "members": (("national_number",), ("first_name", "birth_date"), ("first_name",)),
    "preferences": (("nis_code",), ("municipality",)),
}
"""By what a row of a dossier is known again, the best first; a candidate by its dossier alone."""

_Rows = Mapping[tuple[str, str], Mapping[str, str]]
"""What each row shows by column, by dossier and who."""


def compare(
    one: Batch,
    other: Batch,
    *,
    before: Sequence[KeptFinding] = (),
    after: Sequence[KeptFinding] = (),
    earlier_dossiers: Iterable[str] = (),
    earlier_findings: Iterable[str] = (),
) -> Comparison:
    """What changed from `one` list to the `other`. `before` and `after` are their findings.

    `earlier_dossiers` and `earlier_findings` are what lists before `one` had.

    Rows without a dossier number can't be followed; the checks tell them.
    """
    found_new, found_gone = _dossiers(other) - _dossiers(one), _dossiers(one) - _dossiers(other)
    back = found_new & set(earlier_dossiers)
    changed: list[FieldChange] = []
    rows_new: list[RowChange] = []
    rows_gone: list[RowChange] = []
    both = _dossiers(one) & _dossiers(other)
    for sheet in template().sheet:
        left, right = _rows(one.sheet(sheet.key)), _rows(other.sheet(sheet.key))
        ranks = {column.key: column.ranks for column in sheet.column}
        rows_new += [RowChange(place[0], sheet.key, place[1]) for place in right if place not in left]
        rows_gone += [RowChange(place[0], sheet.key, place[1]) for place in left if place not in right]
        for (dossier, who), values in left.items():
            others = right.get((dossier, who))
            if others is not None:
                changed += [
                    FieldChange(dossier, sheet.key, who, key, values.get(key, ""), others.get(key, ""), ranks[key])
                    for key in ranks
                    if values.get(key, "") != others.get(key, "")
                ]
    keys_before, keys_after = {each.key for each in before}, {each.key for each in after}
    earlier = set(earlier_findings)
    return Comparison(
        new=tuple(sorted(found_new - back)),
        gone=tuple(sorted(found_gone)),
        back=tuple(sorted(back)),
        changed=tuple(sorted(changed, key=lambda each: (not each.ranks, each.dossier))),
        rows_new=tuple(each for each in rows_new if each.dossier in both),
        rows_gone=tuple(each for each in rows_gone if each.dossier in both),
        moved=_moved(one, other),
        findings_new=tuple(each for each in after if each.key not in keys_before and each.key not in earlier),
        findings_solved=tuple(each for each in before if each.key not in keys_after),
        findings_back=tuple(each for each in after if each.key not in keys_before and each.key in earlier),
        findings_left=len(keys_before & keys_after),
    )


def dossiers_of(batch: Batch) -> frozenset[str]:
    """The dossier numbers of a list."""
    return frozenset(_dossiers(batch))


def locked_values(batch: Batch) -> dict[str, dict[str, str]]:
    """What ranks each dossier, as shown, by its number: what may not change once a list is frozen."""
    sheet = template().sheets[_CANDIDATES]
    records = batch.sheet(_CANDIDATES)
    keys = [column.key for column in sheet.column if column.ranks and column.key != "dossier"]
    columns = [records.column(key) for key in keys]
    return {
        shown(dossier): {key: shown(cells[at]) for key, cells in zip(keys, columns, strict=True)}
        for at, dossier in enumerate(records.column("dossier"))
        if dossier is not None
    }


def _dossiers(batch: Batch) -> set[str]:
    return {shown(cell) for cell in batch.sheet(_CANDIDATES).column("dossier") if cell is not None}


def _rows(records: SheetRecords) -> _Rows:
    """The rows of a sheet that have a dossier; equal ones are counted, so that none hides another."""
    found: dict[tuple[str, str], Mapping[str, str]] = {}
    seen: Counter[tuple[str, str]] = Counter()
    for record in records.records():
        values = {key: text for key, cell in record.values.items() if (text := shown(cell))}
        dossier = values.get("dossier")
        if not dossier:
            continue
        who = next(
            (w for way in _WHO[records.sheet] if (w := " ".join(values.get(key, "") for key in way).strip())), ""
        )
        seen[dossier, who] += 1
        number = seen[dossier, who]
        found[dossier, who if number == 1 else f"{who} ({number})".strip()] = values
    return found


def _moved(one: Batch, other: Batch) -> tuple[Moved, ...]:
    """Dossiers of both lists whose place among these changed sharply."""
    left, right = _order(one), _order(other)
    both = left.keys() & right.keys()
    places = []
    for listed in (left, right):
        ranked = sorted(both, key=lambda dossier: listed[dossier])
        places.append({dossier: at for at, dossier in enumerate(ranked, start=1)})
    moved = [Moved(dossier, places[0][dossier], places[1][dossier]) for dossier in sorted(both)]
    return tuple(each for each in moved if abs(each.after - each.before) >= _SHARP)


def _order(batch: Batch) -> dict[str, tuple[str, str]]:
    """What a plain order goes by, for whoever is not struck off; a day that is no day comes last."""
    records = batch.sheet(_CANDIDATES)
    days, states = records.column("registered_on"), records.column("status")
    return {
        shown(dossier): (day.isoformat() if isinstance(day := days[at], date) else _NO_DAY, shown(dossier))
        for at, dossier in enumerate(records.column("dossier"))
        if dossier is not None and states[at] != _STRUCK_OFF
    }
