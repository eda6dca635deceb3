"""The empty template helps who fills it in, and a list that is written comes back as it was."""

import openpyxl
import pytest
from support.migration_lists import TODAY, batch

from cir_desktop.domain.migration import SheetRecords
from cir_desktop.migration.reader import read_batch
from cir_desktop.migration.template import template
from cir_desktop.migration.template_workbook import write_template


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    path = tmp_path_factory.mktemp("sjabloon") / "leeg.xlsx"
    write_template(path, template())
    return path


def test_the_template_has_its_sheets_its_titles_and_its_version(empty):
    book = openpyxl.load_workbook(empty)
    assert book.sheetnames == ["Lees mij", "Kandidaten", "Gezinsleden", "Voorkeuren", "Codelijsten"]
    for sheet in template().sheet:
        assert [cell.value for cell in book[sheet.name][1]] == [column.title for column in sheet.column]
    assert book.custom_doc_props[template().property_name].value == "migration-v1"
    told = " ".join(str(cell) for row in book["Lees mij"].iter_rows(values_only=True) for cell in row if cell)
    assert "migration-v1" in told
    assert template().source in told


def test_titles_are_locked_and_cells_are_free_with_help_beside_them(empty):
    sheet = openpyxl.load_workbook(empty)["Kandidaten"]
    assert sheet.protection.sheet
    assert not sheet.protection.sort
    assert sheet["A1"].protection.locked
    assert not sheet.column_dimensions["A"].protection.locked
    assert sheet.freeze_panes == "B2"
    prompts = {found.promptTitle: found.prompt for found in sheet.data_validations.dataValidation}
    assert "Bijvoorbeeld: 14/05/2019" in prompts["Inschrijvingsdatum"]
    assert len(prompts) == len(template().sheets["candidates"].column)


def test_a_closed_list_leads_to_exactly_its_codes(empty):
    book = openpyxl.load_workbook(empty)
    for sheet in template().sheet:
        by_title = {found.promptTitle: found for found in book[sheet.name].data_validations.dataValidation}
        for column in sheet.column:
            found = by_title[column.title[:32]]
            if column.kind == "code":
                place = found.formula1.split("!")[1].replace("$", "")
                codes = [row[0].value for row in book["Codelijsten"][place]]
                assert codes == list(template().code_lists[column.codes].codes)
            elif column.kind == "yes_no":
                assert found.formula1 == '"ja,nee"'
            else:
                assert found.type is None


def test_the_empty_template_is_read_back_without_a_row(empty):
    listed = read_batch(empty, today=TODAY)
    assert {key: len(sheet) for key, sheet in listed.sheets.items()} == {
        "candidates": 0,
        "members": 0,
        "preferences": 0,
    }
    assert listed.source.version == listed.source.stated == "migration-v1"
    assert len(listed.source.sha256) == 64
    assert listed.source.name == "leeg.xlsx"


def test_a_list_that_is_written_and_read_is_the_same(tmp_path):
    hostile = {"note": "=1+1", "street": "@straat", "number": "1-3", "last_name": "+Peeters", "first_name": "-"}
    wrong = {"registered_on": "31/02/2019", "income": "veel", "household_size": "drie", "national_number": "8.5E+10"}
    before = batch({"candidates": [{}, hostile, None, wrong], "members": [{}], "preferences": [{}]})
    write_template(tmp_path / "lijst.xlsx", template(), before)
    after = read_batch(tmp_path / "lijst.xlsx", today=TODAY)
    for key, sheet in before.sheets.items():
        assert after.sheets[key].columns == sheet.columns
        assert after.sheets[key] == SheetRecords(key, [at + 2 for at in range(len(sheet))], sheet.columns)
    assert after.repairs == ()
