"""Whatever a mapping is, nothing is made up: every value comes from its row of the old list, and every cell is told."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from cir_desktop.domain.migration import SourceInfo
from cir_desktop.domain.migration_mapping import SPLIT_KEYS, Assignment, SheetMapping, Split
from cir_desktop.errors import BadInput
from cir_desktop.migration.packing import pack, unpack
from cir_desktop.migration.taking_over import steps_of, take_over
from cir_desktop.workbooks.reading import Sheet, Workbook

TODAY = date(2026, 11, 25)
TITLES = ("Een", "Twee", "Drie")
TEXTS = st.sampled_from(
    ["", "Peeters An", "Dorp 12 bus 3", "2460 Geel", "Dorp 1, 2460 Geel", "Noor 2012; Bo", "14/05/2019", "a b c"]
)
CELLS = st.none() | TEXTS | st.integers(0, 99) | st.dates(date(1950, 1, 1), TODAY)
ROWS = st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=5)
SPLITS = [split for split in Split if split not in (Split.AS_IS, Split.SERIAL)]
TARGETS = st.one_of(
    st.builds(lambda key: ("candidates", key, Split.AS_IS, ""), st.sampled_from(["dossier", "note", "email"])),
    st.builds(
        lambda split: (
            {Split.CHILDREN: "members", Split.PLACES: "preferences"}.get(split, "candidates"),
            SPLIT_KEYS[split][0],
            split,
            "",
        ),
        st.sampled_from(SPLITS),
    ),
    st.builds(lambda key: ("members", key, Split.AS_IS, "partner"), st.sampled_from(["last_name", "birth_date"])),
)


@settings(deadline=None)
@given(ROWS, st.lists(TARGETS, min_size=3, max_size=3))
def test_every_value_comes_from_a_cell_and_tells_which(rows, targets):
    assignments = tuple(
        Assignment(title, 1, sheet, key, split, person)
        for title, (sheet, key, split, person) in zip(TITLES, targets, strict=True)
    )
    book = Workbook((Sheet("Lijst", [list(TITLES), *map(list, rows)]),))
    try:
        taken = take_over(
            book, SourceInfo("oud.xlsx", "00"), [SheetMapping("Lijst", 1, "candidates", assignments)], today=TODAY
        )
    except BadInput:
        return
    assert unpack(pack(taken)) == taken
    for sheet, records in taken.batch.sheets.items():
        assert list(records.rows) == list(range(2, 2 + len(records)))
        for at, row in enumerate(records.rows):
            source = rows[taken.origins[sheet].rows[at] - 2]
            for key, cells in records.columns.items():
                steps = steps_of(taken, sheet, row, key)
                if cells[at] is None:
                    continue
                assert steps[-1].after == cells[at]
                said = "Gezegd" in steps[0].what
                assert said or steps[0].before in source
