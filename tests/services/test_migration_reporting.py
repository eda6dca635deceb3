"""The findings in a copy of the clerk's own workbook."""

import hashlib

import openpyxl
import pytest
from support.migration_lists import batch
from support.office import new_office

from cir_desktop.domain.finding import SEVERITY_WORDS, Severity
from cir_desktop.domain.job import Cancel
from cir_desktop.errors import BadWorkbook, Cancelled
from cir_desktop.migration.template import template
from cir_desktop.migration.template_workbook import write_template
from cir_desktop.services import exchange, migration_checking, migration_reporting

WRONG = {"presented_on": None, "status": "weg"}


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    opened = new_office(tmp_path_factory.mktemp("verslag") / "werkmap")
    yield opened
    opened.close()


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "lijst.xlsx"
    write_template(path, template(), batch({"candidates": [WRONG], "members": [{}], "preferences": [{}]}))
    return path


@pytest.fixture
def made(office, file, tmp_path):
    before = file.read_bytes()
    found = migration_checking.check_file(office, file)
    report = migration_reporting.report(office, file, found, tmp_path / "kopie.xlsx")
    assert file.read_bytes() == before
    return found, report


def test_every_finding_is_told_in_its_cell_and_in_te_doen(made):
    found, report = made
    book = openpyxl.load_workbook(report.copy.path)
    cell = book["Kandidaten"]["D2"]
    (code,) = [finding for finding in found.findings if finding.code == "CEL-010"]
    assert cell.value == "weg"
    assert code.message in cell.comment.text and "CEL-010" in cell.comment.text
    todo = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    lines = [row for row in todo if row[0] in SEVERITY_WORDS.values()]
    assert len(lines) == len(found.findings)
    assert [line[0] for line in lines] == sorted(
        (line[0] for line in lines), key=["Moet", "Nakijken", "Ter info"].index
    )
    assert ["Moet", "Kandidaten", "D2", "Status"] in [line[:4] for line in lines]


def test_the_receipt_says_which_file_was_checked_when_and_with_what_outcome(office, file, made):
    found, report = made
    told = " ".join(report.receipt)
    assert hashlib.sha256(file.read_bytes()).hexdigest() in told
    assert f"Moet {found.counts[Severity.MUST]}" in told
    assert "01/06/2026 10:00" in told and "migration-v1" in told
    book = openpyxl.load_workbook(report.copy.path)
    above = [row[0].value for row in book.worksheets[0].iter_rows(max_row=5)]
    assert above[1:4] == list(report.receipt)
    told = next(event for event in exchange.recent_events(office) if event.kind == "migration.reported")
    assert dict(told.details) == {"count": len(found.findings)}


def test_a_missing_sheet_is_told_without_a_link(office, file, tmp_path):
    book = openpyxl.load_workbook(file)
    del book["Voorkeuren"]
    book.save(file)
    found = migration_checking.check_file(office, file)
    assert [finding.code for finding in found.findings if finding.value == "Voorkeuren"] == ["FIL-011"]
    copy = migration_reporting.report(office, file, found, tmp_path / "kopie.xlsx").copy
    sheet = openpyxl.load_workbook(copy.path).worksheets[0]
    rows = [row for row in sheet.iter_rows() if "Voorkeuren" in str(row[3].value)]
    assert [(row[0].value, row[2].hyperlink) for row in rows] == [("Nakijken", None)]


def test_a_file_that_changed_since_gets_no_copy(office, file, tmp_path):
    found = migration_checking.check_file(office, file)
    write_template(file, template(), batch())
    with pytest.raises(BadWorkbook, match="gewijzigd"):
        migration_reporting.report(office, file, found, tmp_path / "kopie.xlsx")
    assert not (tmp_path / "kopie.xlsx").exists()


def test_a_file_that_can_not_be_read_gets_no_copy(office, tmp_path):
    broken = tmp_path / "kapot.xlsx"
    broken.write_bytes(b"geen werkboek")
    found = migration_checking.check_file(office, broken)
    with pytest.raises(BadWorkbook):
        migration_reporting.report(office, broken, found, tmp_path / "kopie.xlsx")


def test_stopping_writes_nothing(office, file, tmp_path):
    found = migration_checking.check_file(office, file)
    cancel = Cancel()
    cancel.request()
    with pytest.raises(Cancelled):
        migration_reporting.report(office, file, found, tmp_path / "kopie.xlsx", cancel=cancel)
    assert not (tmp_path / "kopie.xlsx").exists()
