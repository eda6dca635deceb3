"""The rows of a list, kept by column."""

from cir_desktop.domain.migration import Batch, Record, SheetRecords, SourceInfo, sheet_of_records

ROWS = [
    Record("candidates", 2, {"dossier": "2019.05.14.0003", "last_name": "Peeters"}),
    Record("candidates", 5, {"dossier": "2019.05.14.0004", "first_name": "An"}),
]


def test_rows_come_back_with_their_row_as_excel_shows_it() -> None:
    sheet = sheet_of_records("candidates", ROWS)
    assert len(sheet) == 2
    assert list(sheet.records()) == [
        Record("candidates", 2, {"dossier": "2019.05.14.0003", "last_name": "Peeters", "first_name": None}),
        Record("candidates", 5, {"dossier": "2019.05.14.0004", "last_name": None, "first_name": "An"}),
    ]


def test_a_column_that_the_file_lacks_is_empty_and_so_is_a_sheet() -> None:
    batch = Batch(SourceInfo("lijst.xlsx", "00"), {"candidates": sheet_of_records("candidates", ROWS)})
    assert batch.sheet("candidates").column("email") == [None, None]
    assert len(batch.sheet("members")) == 0
    assert batch.sheet("members") == SheetRecords("members", (), {})
