"""The rounds of a migration: each keeps its list, what changed since is told, and the freeze locks."""

import hashlib
from datetime import date

import openpyxl
import pytest
from support.migration_lists import batch
from support.office import new_office

from cir_desktop.domain.migration_rounds import ROUND_ORDER
from cir_desktop.domain.migration_upload import UploadRound
from cir_desktop.errors import BadInput, NotAllowed, NotFound
from cir_desktop.migration.template import template
from cir_desktop.migration.template_workbook import write_template
from cir_desktop.services import migration_rounds, migration_work
from cir_desktop.storage import migration_lists

GOOD = {"presented_on": None}
SECOND = {
    "dossier": "2019.05.15.0004",
    "registered_on": "15/05/2019",
    "national_number": "85.05.14-904.11",
    "first_name": "Noor",
    **GOOD,
}


@pytest.fixture
def office(tmp_path):
    opened = new_office(tmp_path / "werk")
    yield opened
    opened.close()


def take(office, folder, *candidates):
    file = folder / "lijst.xlsx"
    write_template(file, template(), batch({"candidates": list(candidates), "members": [{}], "preferences": [{}]}))
    return migration_work.take(office, migration_work.read_file(office, file))


def keep(office, work, wanted):
    return migration_rounds.keep(office, work, migration_work.check(office, work), wanted)


def test_a_round_keeps_its_list_with_file_fingerprint_and_findings(office, tmp_path):
    work = take(office, tmp_path, GOOD)
    number = keep(office, work, UploadRound.TEST_1)
    lines = migration_rounds.rounds(office)
    assert [line.round for line in lines] == list(ROUND_ORDER)
    kept = lines[0].kept
    assert (kept.number, kept.file, kept.rows) == (number, "lijst.xlsx", 1)
    assert kept.sha256 == hashlib.sha256((tmp_path / "lijst.xlsx").read_bytes()).hexdigest()
    assert sum(kept.counts.values()) == len(migration_work.check(office, work))
    assert migration_rounds.number_of(office, "TEST1") == migration_rounds.number_of(office, str(number)) == number


def test_a_list_with_something_that_must_be_corrected_is_no_round(office, tmp_path):
    work = take(office, tmp_path, {**GOOD, "last_name": None})
    with pytest.raises(NotAllowed):
        keep(office, work, UploadRound.TEST_1)


def test_two_rounds_are_compared_and_a_round_with_the_list_in_hand(office, tmp_path):
    first = keep(office, take(office, tmp_path, GOOD, SECOND), UploadRound.TEST_1)
    second = keep(office, take(office, tmp_path, GOOD), UploadRound.TEST_2)
    assert migration_rounds.compare(office, first, second).gone == (SECOND["dossier"],)
    work = take(office, tmp_path, GOOD, SECOND)
    found = migration_rounds.compare_with_hand(office, second, work, migration_work.check(office, work))
    assert (found.new, found.back) == ((), (SECOND["dossier"],))
    with pytest.raises(NotFound):
        migration_rounds.compare(office, first, 99)


def test_after_the_freeze_the_list_is_locked_until_it_is_forgotten(office, tmp_path):
    frozen = keep(office, take(office, tmp_path, GOOD), UploadRound.FREEZE)
    work = take(office, tmp_path, GOOD, SECOND)
    told = {each.code for each in migration_work.check(office, work)}
    assert "LCK-001" in told
    migration_rounds.forget(office, frozen)
    assert "LCK-001" not in {each.code for each in migration_work.check(office, work)}


def test_the_planned_freeze_asks_the_day_of_presenting_of_who_registers_in_it(office, tmp_path):
    work = take(office, tmp_path, GOOD)
    assert "ROW-013" not in {each.code for each in migration_work.check(office, work)}
    migration_rounds.plan(office, UploadRound.FREEZE, date(2019, 5, 1), date(2019, 6, 1))
    assert "ROW-013" in {each.code for each in migration_work.check(office, work)}
    with pytest.raises(BadInput):
        migration_rounds.plan(office, UploadRound.FREEZE, date(2019, 6, 1), date(2019, 5, 1))
    with pytest.raises(BadInput):
        migration_rounds.plan(office, UploadRound.TEST_1, date(2019, 6, 1), date(2019, 7, 1))


def test_the_workbook_for_the_upload_has_a_receipt_and_no_formulas_of_ours(office, tmp_path):
    work = take(office, tmp_path, {**GOOD, "note": "=1+1"}, {**SECOND, "note": "+32 belt"})
    target = tmp_path / "cir.xlsx"
    receipt = migration_work.save_upload(office, work, migration_work.check(office, work), target)
    assert receipt.sha256 == hashlib.sha256(target.read_bytes()).hexdigest()
    assert (receipt.version, receipt.rows["Kandidaten"], receipt.source) == (template().version, 2, "lijst.xlsx")
    told = migration_work.receipt_path(target).read_text(encoding="utf-8")
    assert receipt.sha256 in told and "Kandidaten 2" in told
    sheet = openpyxl.load_workbook(target)["Kandidaten"]
    notes = [cell for row in sheet.iter_rows(min_row=2) for cell in row if cell.value in ("=1+1", "+32 belt")]
    assert [(cell.value, cell.data_type, cell.quotePrefix) for cell in notes] == [
        ("=1+1", "s", True),
        ("+32 belt", "s", True),
    ]
    again = migration_work.take(office, migration_work.read_file(office, target))
    assert again.batch.sheet("candidates").column("note") == ["=1+1", "+32 belt"]


def test_after_the_freeze_late_registrations_stand_on_a_sheet_of_their_own_too(office, tmp_path):
    target = tmp_path / "cir.xlsx"
    late = {**SECOND, "presented_on": "03/09/2026"}
    before = take(office, tmp_path, GOOD, late)
    assert migration_work.save_upload(office, before, [], target).late == 0
    assert "Laattijdig" not in openpyxl.load_workbook(target).sheetnames
    keep(office, take(office, tmp_path, GOOD), UploadRound.FREEZE)
    work = take(office, tmp_path, GOOD, late)
    assert migration_work.save_upload(office, work, migration_work.check(office, work), target).late == 1
    rows = list(openpyxl.load_workbook(target)["Laattijdig"].iter_rows(values_only=True))
    assert rows[0][:2] == ("Dossiernummer", "Datum van aanbieden")
    assert [(row[0], row[1].date()) for row in rows[1:]] == [(SECOND["dossier"], date(2026, 9, 3))]
    again = migration_work.take(office, migration_work.read_file(office, target))
    assert len(again.batch.sheet("candidates")) == 2
    assert "FIL-012" not in {each.code for each in migration_work.check(office, again)}


def test_one_list_is_in_hand_at_a_time_and_rounds_keep_their_own(office, tmp_path):
    first = take(office, tmp_path, GOOD)
    keep(office, first, UploadRound.TEST_1)
    second = take(office, tmp_path, GOOD, SECOND)
    assert second.info.id > first.info.id
    with office.store.read() as connection:
        assert migration_lists.data(connection, first.info.id) is None
    assert migration_rounds.lists(office)[0].rows == 1
    assert len(migration_work.current(office).batch.sheet("candidates")) == 2
