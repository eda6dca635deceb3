"""Checks of the file, its sheets and its titles."""

import msgspec
import pytest
from support.migration_lists import CONTEXT, batch, workbook

from cir_desktop.domain.migration import Batch, SheetLook, SourceInfo
from cir_desktop.errors import BadWorkbook
from cir_desktop.migration.checks.run import EARLY, checks, findings_of, group_key, unreadable
from cir_desktop.migration.reader import batch_of
from cir_desktop.migration.template import template
from cir_desktop.workbooks.looks import BookLooks, Looks
from cir_desktop.workbooks.reading import Sheet, Workbook

PROPERTY = template().property_name


def early(listed):
    """What is found in the file and the columns, beside that no version is stated."""
    return [
        (each.code, each.sheet, each.row, each.column, each.value)
        for each in findings_of(listed, CONTEXT, groups=EARLY)
        if each.code != "FIL-003"
    ]


SEEN = Looks(
    seen=True,
    state="very_hidden",
    formulas=("AA2",),
    merged=("A2:C2",),
    hidden_rows=(2,),
    hidden_columns=("B",),
    reach="AE1048576",
    far=("AE2",),
)


def test_what_the_reading_sees_reaches_the_checks():
    book = workbook()
    sheets = tuple(msgspec.structs.replace(each, looks=SEEN) for each in book.sheets[:1])
    looks = BookLooks("xlsx", macros=True, external_links=2, dates_1904=True, properties={PROPERTY: "migration-v0"})
    listed = batch_of(Workbook((*sheets, *book.sheets[1:]), looks), SourceInfo("x", "0"), today=CONTEXT.today)
    assert listed.source.stated == "migration-v0"
    assert {code for code, *_ in early(listed)} == {
        *("FIL-002", "FIL-004", "FIL-005", "FIL-006"),
        *(f"FIL-0{number}" for number in range(20, 27)),
    }


def of_source(**values) -> Batch:
    listed = batch()
    return msgspec.structs.replace(listed, source=msgspec.structs.replace(listed.source, **values))


def looking(**values) -> Batch:
    return of_source(looks=(SheetLook(name="Kandidaten", **values),))


def test_a_right_list_has_none():
    assert early(batch()) == []


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        (of_source(stated="migration-v0"), ("FIL-002", "", 0, "", "migration-v0")),
        (of_source(macros=True), ("FIL-004", "", 0, "", "")),
        (of_source(external_links=True), ("FIL-005", "", 0, "", "")),
        (of_source(epoch_1904=True), ("FIL-006", "", 0, "", "")),
        (of_source(sheets=("Kandidaten", "Oud")), ("FIL-012", "Oud", 0, "", "Oud")),
        (looking(hidden=True), ("FIL-020", "Kandidaten", 0, "", "")),
        (looking(hidden_rows=(2, 900)), ("FIL-021", "Kandidaten", 2, "", "")),
        (looking(hidden_columns=("B", "ZZ")), ("FIL-022", "Kandidaten", 0, "B", "")),
        (looking(merged=("A2:C2",)), ("FIL-023", "Kandidaten", 0, "", "A2:C2")),
        (looking(formulas=("AA2",)), ("FIL-024", "Kandidaten", 2, "AA", "")),
        (looking(far=("AE2",)), ("FIL-026", "Kandidaten", 2, "AE", "")),
        (looking(reach="AE1048576"), ("FIL-025", "Kandidaten", 0, "", "AE1048576")),
    ],
)
def test_what_is_odd_about_the_file_is_told_with_its_place(listed, expected):
    assert early(listed) == [expected]


def test_what_is_hidden_outside_of_the_list_is_nobodys_worry():
    listed = of_source(looks=(SheetLook(name="Codelijsten", hidden=True, merged=("A1:B1",)),))
    assert early(listed) == []


@pytest.mark.parametrize(("sheet", "code"), [("candidates", "FIL-010"), ("members", "FIL-011")])
def test_a_sheet_that_is_missing_is_named(sheet, code):
    listed = batch()
    left = {key: found for key, found in listed.sheets.items() if key != sheet}
    name = listed.names[sheet]
    assert early(msgspec.structs.replace(listed, sheets=left)) == [(code, "", 0, "", name)]


@pytest.mark.parametrize(
    ("titles", "expected"),
    [
        (
            {("candidates", "last_name"): "Naampje"},
            [("COL-001", "Kandidaten", 0, "", "Naam"), ("COL-003", "Kandidaten", 0, "G", "Naampje")],
        ),
        (
            {("candidates", "email"): "Emailadres thuis"},
            [("COL-002", "Kandidaten", 0, "", "E-mail"), ("COL-003", "Kandidaten", 0, "Q", "Emailadres thuis")],
        ),
        (
            {("members", "income"): "Handicap"},
            [("COL-002", "Gezinsleden", 0, "", "Belastbaar inkomen"), ("COL-004", "Gezinsleden", 0, "L", "Handicap")],
        ),
    ],
)
def test_titles_that_are_missing_unknown_or_double(titles, expected):
    assert early(batch(titles=titles)) == expected


def test_the_nearest_title_is_named():
    (finding,) = [
        each
        for each in findings_of(batch(titles={("candidates", "birth_date"): "Geboortedat."}), CONTEXT, groups=EARLY)
        if each.code == "COL-003"
    ]
    assert finding.expected == "Waarschijnlijk “Geboortedatum”."


def test_a_double_title_reads_the_first_column_and_a_moved_one_is_read_by_its_title():
    book = workbook()
    moved = [Sheet(each.name, [row[1:2] + row[:1] + row[2:] for row in each.rows]) for each in book.sheets[:1]]
    listed = batch_of(Workbook((*moved, *book.sheets[1:])), SourceInfo("x", "0"), today=CONTEXT.today)
    assert early(listed) == [("COL-005", "Kandidaten", 0, "A", "Inschrijvingsdatum")]
    assert listed.sheet("candidates").column("dossier") == batch().sheet("candidates").column("dossier")


def test_a_file_that_can_not_be_read_is_a_finding_in_the_words_of_the_reading():
    finding = unreadable(BadWorkbook("Het is beveiligd.", "Neem het wachtwoord weg."))
    assert (finding.code, finding.severity, finding.message) == ("FIL-001", "moet", "Het is beveiligd.")


def test_findings_come_from_the_file_down_to_the_rows_and_by_place_within():
    rows = {"candidates": [{"status": "weg"}, {"last_name": None, "status": "weg"}], "members": [{}]}
    found = findings_of(batch(rows, titles={("members", "income"): "Loon"}), CONTEXT)
    groups = {each.code: list(type(each.group)).index(each.group) for each in checks()}
    assert [groups[each.code] for each in found] == sorted(groups[each.code] for each in found)
    cells = [(each.row, each.column) for each in found if each.sheet == "Kandidaten" and each.code.startswith("CEL")]
    assert cells == sorted(cells)


def test_equal_findings_with_a_proposal_have_one_key_and_others_another():
    rows = {"candidates": [{"status": word} for word in ("actief", "actief", "geschrapt", "x", "y")], "members": []}
    found = [each for each in findings_of(batch(rows), CONTEXT) if each.code == "CEL-010"]
    keys = [group_key(each) for each in found]
    assert keys[0] == keys[1] != keys[2]
    assert keys[3] == keys[4]


def test_every_check_is_explained_and_no_text_of_a_finding_holds_what_stands_in_the_cell():
    codes = [each.code for each in checks()]
    assert len(set(codes)) == len(codes)
    for each in checks():
        assert each.title and each.message.endswith("."), each.code
        assert each.expected, each.code
        assert each.run.__doc__ or each.code.startswith("REP"), each.code
    secret = {
        "last_name": "Geheimenstein" * 12,
        "national_number": "85051400001",
        "email": "geheim",
        "income": "duizend",
    }
    for finding in findings_of(batch({"candidates": [secret], "members": []}), CONTEXT):
        told = f"{finding.message} {finding.expected} {finding.title}"
        assert not any(str(value) in told for value in secret.values()), finding
