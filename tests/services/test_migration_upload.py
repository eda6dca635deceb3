"""A list handed over to a real practice register, and its answer beside our own findings."""

from datetime import date

import openpyxl
import pytest
from support.migration_lists import batch
from support.office import new_office

from cir_desktop.domain.finding import Severity
from cir_desktop.domain.migration_upload import Agreement, UploadRound
from cir_desktop.errors import NotAllowed, NotFound, RegisterNonsense, RegisterNotSet, RegisterUnreachable
from cir_desktop.migration.template import template
from cir_desktop.migration.template_workbook import write_template
from cir_desktop.practice import launcher
from cir_desktop.register import migration_upload as register
from cir_desktop.services import exchange, migration_checking, migration_rounds, migration_upload

RIGHT = {"presented_on": None}


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    with launcher.start(tmp_path_factory.mktemp("register"), 1, 1, today=date(2026, 6, 1)) as child:
        yield child


@pytest.fixture
def office(tmp_path, running):
    opened = new_office(tmp_path / "werkmap")
    opened.connect(running.base_url, running.credentials)
    yield opened
    opened.close()


@pytest.fixture
def make(tmp_path):
    def make(candidates=(RIGHT,), members=({},), preferences=({},)):
        path = tmp_path / "lijst.xlsx"
        listed = batch({"candidates": [*candidates], "members": [*members], "preferences": [*preferences]})
        write_template(path, template(), listed)
        return path

    return make


def test_a_list_that_is_right_is_taken_and_its_receipt_kept(office, make):
    found = migration_upload.upload(office, make(), UploadRound.TEST_1)
    assert (found.info.accepted, found.info.refused) == (3, 0)
    assert all(row.agreement is Agreement.OURS for row in found.rows)
    (kept,) = migration_upload.uploads(office)
    assert kept == found.info
    assert kept.receipt.startswith("M-")
    told = next(event for event in exchange.recent_events(office) if event.kind == "migration.uploaded")
    assert dict(told.details) == {"round": "TEST1", "rows": 3, "refused": 0}


def test_the_list_that_was_handed_over_is_kept_with_its_round_for_comparing(office, make):
    done = migration_upload.upload(office, make(), UploadRound.TEST_1)
    line = migration_rounds.rounds(office)[0]
    assert line.answer == done.info
    assert (line.kept.round, line.kept.rows) == (UploadRound.TEST_1, 1)
    migration_upload.upload(office, make([{**RIGHT, "place": "Geel"}]), UploadRound.TEST_2)
    one, other = (migration_rounds.number_of(office, name) for name in ("TEST1", "TEST2"))
    assert [each.key for each in migration_rounds.compare(office, one, other).changed] == ["place"]


def test_what_blocks_is_never_handed_over(office, make):
    with pytest.raises(NotAllowed, match="Moet"):
        migration_upload.upload(office, make([{**RIGHT, "status": "weg"}]), UploadRound.TEST_1)
    assert migration_upload.uploads(office) == []


def test_what_was_repaired_on_reading_is_handed_over_repaired(office, make):
    path = make()
    book = openpyxl.load_workbook(path)
    sheet = book["Kandidaten"]
    place = [cell.value for cell in sheet[1]].index("Status") + 1
    sheet.cell(2, place).value = "  reg "
    book.save(path)
    assert migration_upload.upload(office, path, UploadRound.TEST_2).info.refused == 0
    assert openpyxl.load_workbook(path)["Kandidaten"].cell(2, place).value == "  reg "


def test_a_refused_row_is_told_by_the_row_of_the_clerks_own_file_beside_our_findings(office, make):
    """We let through what the register refuses: a rule that nobody published."""
    path = make()
    book = openpyxl.load_workbook(path)
    sheet = book["Kandidaten"]
    sheet.insert_rows(2, 3)
    sheet.cell(5, [cell.value for cell in sheet[1]].index("Status") + 1).value = "weg"
    book.save(path)
    checked = migration_checking.check_file(office, path)
    through = [finding for finding in checked.findings if finding.severity is not Severity.MUST]
    found = migration_upload.upload_checked(
        office, migration_checking.Checked(checked.batch, through), UploadRound.TEST_3
    )
    refused = {(row.sheet, row.row): row for row in found.rows if row.reasons}
    assert set(refused) == {("Kandidaten", 5), ("Gezinsleden", 2), ("Voorkeuren", 2)}
    told = migration_upload.reason_words(refused["Kandidaten", 5].reasons)
    assert told == "Status: Deze code bestaat niet."
    assert refused["Gezinsleden", 2].agreement is Agreement.REGISTER
    assert migration_upload.uploaded(office, found.info.number) == found


def test_values_of_the_list_are_not_kept_beside_the_answer(office, make):
    found = migration_upload.upload(office, make([{**RIGHT, "sex": "M"}]), UploadRound.TEST_1)
    kept = [finding for row in found.rows for finding in row.findings]
    assert kept
    assert all(finding.value == "" and finding.proposal is None for finding in kept)


def test_an_answer_about_another_workbook_counts_not(office, make, monkeypatch):
    real = register.decode_answer
    monkeypatch.setattr(
        register, "decode_answer", lambda raw: real(raw.replace(b'"sha256":"', b'"sha256":"' + b"0" * 64 + b'","x":"'))
    )
    with pytest.raises(RegisterNonsense, match="ander werkboek"):
        migration_upload.upload(office, make(), UploadRound.TEST_1)
    assert migration_upload.uploads(office) == []


def test_without_a_register_or_with_one_that_does_not_answer_nothing_is_kept(office, make, tmp_path):
    alone = new_office(tmp_path / "alleen")
    with pytest.raises(RegisterNotSet):
        migration_upload.upload(alone, make(), UploadRound.TEST_1)
    alone.close()
    office.use_url("http://127.0.0.1:9")
    with pytest.raises(RegisterUnreachable):
        migration_upload.upload(office, make(), UploadRound.TEST_1)
    assert migration_upload.uploads(office) == []


def test_an_upload_that_is_not_there(office):
    with pytest.raises(NotFound):
        migration_upload.uploaded(office, 99)
