"""Whatever stands in a cell, the checks give findings and never an error, and what is written can be read again."""

from datetime import date, datetime

from hypothesis import example, given, settings
from hypothesis import strategies as st
from support.migration_lists import CONTEXT, TODAY, batch

from cir_desktop.migration.checks.run import findings_of
from cir_desktop.migration.editing import changed
from cir_desktop.migration.notation import writer
from cir_desktop.migration.template import template

COLUMNS = [(sheet.key, column) for sheet in template().sheet for column in sheet.column]
TEMPTING = st.sampled_from(
    [
        "#N/B",
        "#",
        "1E+5",
        "=1+1",
        "00/00/0000",
        "99/99/99",
        "1.234",
        "0" * 40,
        "é" * 300,
        "٣٢١",
        "²²²²",
        "１２３４",
        "-",
        ";",
        "@",
        "0 0",
    ]
)
CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**18), 10**18),
    st.floats(allow_nan=True),
    st.dates(),
    st.datetimes(),
    st.text(max_size=30),
    st.from_regex(r"[0-9./, -]{1,20}", fullmatch=True),
    TEMPTING,
)


@settings(max_examples=150, deadline=None)
@given(rows=st.lists(st.tuples(st.sampled_from(COLUMNS), CELLS), min_size=1, max_size=40))
@example(rows=[((each, column), "²²²²") for each, column in COLUMNS])
@example(rows=[((each, column), float("inf")) for each, column in COLUMNS])
@example(rows=[((each, column), True) for each, column in COLUMNS])
@example(rows=[((each, column), date(1, 1, 1)) for each, column in COLUMNS])
@example(rows=[((each, column), datetime(9999, 12, 31)) for each, column in COLUMNS])  # noqa: DTZ001 - as Excel has it
def test_any_cell_in_any_column_gives_findings_and_no_error(rows):
    sheets = {"candidates": [{}], "members": [{}], "preferences": [{}]}
    for (sheet, column), cell in rows:
        sheets[sheet].append({column.key: cell})
    listed = batch(sheets)
    found = findings_of(listed, CONTEXT)
    assert found == findings_of(listed, CONTEXT)
    cells = {(sheet, 2, column.key): cell for (sheet, column), cell in rows}
    findings_of(changed(listed, cells, today=TODAY), CONTEXT)


@settings(max_examples=300, deadline=None)
@given(column=st.sampled_from(COLUMNS), cell=CELLS)
def test_what_was_written_in_one_way_is_written_so_again(column, cell):
    write = writer(template(), column[1], TODAY)
    once, _ = write(cell)
    again, repairs = write(once)
    assert repr(again) == repr(once)
    assert repairs == ()
