"""An old list of any layout becomes a list by our columns, and every value tells where it came from."""

from datetime import date

import msgspec
import pytest
from support.old_lists import ROWS, TITLES

from cir_desktop.domain.migration import CheckContext, SourceInfo
from cir_desktop.domain.migration_mapping import KeptProfile, Profile, Split
from cir_desktop.errors import BadInput, BadWorkbook
from cir_desktop.migration.checks.run import EARLY, findings_of
from cir_desktop.migration.layouts import propose
from cir_desktop.migration.packing import pack, unpack
from cir_desktop.migration.taking_over import steps_of, take_over
from cir_desktop.migration.template import template
from cir_desktop.runtime.clock import now
from cir_desktop.workbooks.reading import Sheet, Workbook

TODAY = date(2026, 11, 25)
INFO = SourceInfo("oud.xlsx", "0" * 64)


def workbook(titles=TITLES, rows=ROWS, above=2):
    return Workbook(
        (Sheet("Uitleg", [["Door de balie"]]), Sheet("Wachtlijst", [*[[]] * above, list(titles), *map(list, rows)]))
    )


def taken(book=None):
    book = book or workbook()
    return take_over(book, INFO, propose(book, "oud.xlsx").mapping, today=TODAY)


def by_title(proposal):
    return {one.assignment.title: one.assignment for one in proposal.sheets[0].columns}


def test_sheet_header_and_columns_are_proposed_from_titles_and_cells():
    proposal = propose(workbook(), "oud.xlsx")
    assert (proposal.sheets[0].name, proposal.sheets[0].header) == ("Wachtlijst", 3)
    found = {title: (each.sheet, each.key, each.split, each.person) for title, each in by_title(proposal).items()}
    assert found["RRN"] == ("candidates", "national_number", Split.AS_IS, "")
    assert found["Adres"] == ("candidates", "street", Split.STREET, "")
    assert found["kolom F"] == ("candidates", "postcode", Split.PLACE, "")
    assert found["Naam partner"] == ("members", "last_name", Split.NAME_FIRST, "partner")
    assert found["Geb. partner"] == ("members", "birth_date", Split.AS_IS, "partner")
    assert found["Kinderen"] == ("members", "first_name", Split.CHILDREN, "")
    assert found["Voorkeur gemeente"] == ("preferences", "municipality", Split.PLACES, "")
    assert all(one.why for one in proposal.sheets[0].columns)


@pytest.mark.parametrize(
    ("cells", "key"),
    [
        (["85.05.14-003.39", 85051400339], "national_number"),
        (["2019.05.14.0003"], "dossier"),
        (["an@example.be"], "email"),
        ([2460, "2440"], "postcode"),
        (["0470 12 34 56"], "phone1"),
        (["BE68 5390 0754 7034"], "account"),
    ],
)
def test_a_column_without_a_telling_title_is_known_by_its_cells(cells, key):
    proposal = propose(workbook(["Info"], [[cell] for cell in cells], above=0), "oud.xlsx")
    assert by_title(proposal)["Info"].key == key


def test_the_cells_are_split_and_what_is_not_there_stays_empty():
    batch = taken().batch
    first = next(iter(batch.records("candidates"))).values
    assert (first["last_name"], first["first_name"], first["box"]) == ("Van den Broeck", "Jan", "3")
    assert first["national_number"] == "85051400339"
    members = [dict(record.values) for record in batch.records("members")]
    assert [(m["relation"], m["first_name"], m["birth_date"]) for m in members] == [
        ("PARTNER", "An", date(1986, 3, 2)),
        ("KIND", "Noor", date(2012, 3, 2)),
        ("KIND", "Lien", "2015"),
    ]
    assert all(member["role"] is None and member["moves_along"] is None for member in members)
    assert {member["dossier"] for member in members} == {"2019.05.14.0003"}
    assert [each.values["municipality"] for each in batch.records("preferences")] == ["Kasterlee", "Geel"]


def test_a_cell_that_can_be_read_two_ways_is_told_with_its_place_in_the_old_list():
    found = taken()
    assert [(each.sheet, each.letters, each.row, each.left_out) for each in found.not_split] == [
        ("Wachtlijst", "B", 5, False),
        ("Wachtlijst", "I", 5, True),
    ]
    second = list(found.batch.records("candidates"))[1].values
    assert (second["last_name"], second["first_name"]) == ("Peeters Jan Baptist", None)


def test_every_value_has_a_history_from_the_old_cell_on():
    found = taken()
    split, *_ = (step for step in steps_of(found, "members", 3, "birth_date") if "kind" in step.what)
    assert split.after == "02/03/2012"
    old, zeros = steps_of(found, "candidates", 2, "dossier")
    assert "Wachtlijst" in old.what and "A4" in old.what and old.before == "2019.05.14.3"
    assert zeros.after == "2019.05.14.0003"
    for sheet, records in found.batch.sheets.items():
        for at, row in enumerate(records.rows):
            for key, cells in records.columns.items():
                steps = steps_of(found, sheet, row, key)
                assert (steps[-1].after if steps else None) == cells[at], (sheet, row, key)


def test_a_kept_mapping_is_known_again_when_columns_moved_and_not_when_one_is_gone():
    mapping = propose(workbook(), "oud.xlsx").mapping
    kept = [KeptProfile(Profile("Stad", mapping), now(), "els")]
    turned = workbook(TITLES[:5] + TITLES[:4:-1], [row[:5] + row[:4:-1] for row in ROWS], above=4)
    # The column without a title has no name to be found by, so it is left out here.
    nameless = [each for each in mapping[0].assignments if not each.title.startswith("kolom ")]
    kept[0] = KeptProfile(
        Profile("Stad", (type(mapping[0])("Wachtlijst", 3, "candidates", tuple(nameless)),)), now(), "e"
    )
    found = propose(turned, "nieuw.xlsx", kept)
    assert (found.profile, found.mapping[0].header) == ("Stad", 5)
    again = take_over(turned, INFO, found.mapping, today=TODAY).batch
    assert again.sheet("members").columns == taken().batch.sheet("members").columns
    gone = workbook(("Iets", *TITLES[1:]))
    assert propose(gone, "nieuw.xlsx", kept).profile == ""


def test_an_export_of_a_vendor_is_recognised_and_said_to_be_migrated_by_him():
    found = propose(workbook(("GN_KandidaatNr", "GashKandidaat", "GashDossierNr"), [("1", "2", "3")]), "export.xlsx")
    assert found.vendor is not None
    assert "GashNet" in found.vendor.advice
    assert propose(workbook(), "oud.xlsx").vendor is None


def test_a_column_that_is_not_there_is_said():
    mapping = propose(workbook(), "oud.xlsx").mapping
    with pytest.raises(BadWorkbook, match="Volgnr"):
        take_over(workbook(("Iets", *TITLES[1:])), INFO, mapping, today=TODAY)


def test_a_dossier_number_is_made_of_day_and_sequence_number_only_when_the_clerk_says_so():
    rows = [(17, *ROWS[0][1:]), ("3b", *ROWS[1][1:])]
    book = workbook(rows=rows)
    mapping = propose(book, "oud.xlsx").mapping[0]
    assert by_title(propose(book, "oud.xlsx"))["Volgnr"].split is Split.AS_IS
    said = [
        msgspec.structs.replace(each, split=Split.SERIAL) if each.title == "Volgnr" else each
        for each in mapping.assignments
    ]
    found = take_over(book, INFO, [msgspec.structs.replace(mapping, assignments=tuple(said))], today=TODAY)
    assert found.batch.sheet("candidates").column("dossier") == ["2019.05.14.0017", "3b"]
    assert set(found.batch.sheet("members").column("dossier")) == {"2019.05.14.0017"}
    assert [(each.letters, each.row) for each in found.not_split if each.split is Split.SERIAL] == [("A", 5)]
    old, made = steps_of(found, "members", 2, "dossier")
    assert (old.before, made.after) == (17, "2019.05.14.0017")


def test_a_list_that_was_taken_over_lacks_no_sheet_or_column():
    listed = taken().batch
    for sheet in template().sheet:
        assert set(listed.letters[sheet.key]) == set(listed.sheets[sheet.key].columns) == {c.key for c in sheet.column}
    early = findings_of(listed, CheckContext(today=TODAY), groups=EARLY)
    assert [each.code for each in early] == []


def test_two_columns_can_not_both_become_one_of_ours_and_ours_must_exist():
    (mapping,) = propose(workbook(), "oud.xlsx").mapping
    twice = [
        msgspec.structs.replace(each, sheet="candidates", key="email") if each.title in ("GSM", "RRN") else each
        for each in mapping.assignments
    ]
    strange = [msgspec.structs.replace(each, sheet="candidates", key="shoe") for each in mapping.assignments]
    for assignments in (twice, strange):
        with pytest.raises(BadInput):
            take_over(workbook(), INFO, [msgspec.structs.replace(mapping, assignments=tuple(assignments))], today=TODAY)


def test_a_list_comes_back_from_its_bytes_with_its_days():
    assert unpack(pack(taken())) == taken()
