"""A second version of the template beside the first: a file is read by the one that it follows."""

import pytest
from support.migration_lists import TODAY, batch, codes

from cir_desktop.migration import template as templates
from cir_desktop.migration.reader import batch_of, read_batch
from cir_desktop.migration.template import template
from cir_desktop.migration.template_workbook import write_template
from cir_desktop.runtime.paths import resource
from cir_desktop.workbooks.reading import read_sheets
from cir_desktop.workbooks.writing import SheetToWrite, write_table


@pytest.fixture
def two_versions(tmp_path, monkeypatch):
    """The shipped declaration, and one in which a column has another title."""
    shipped = resource("templates", "migration-v1.toml").read_text("utf-8")
    second = shipped.replace('version = "migration-v1"', 'version = "migration-v2"')
    for old, new in (("Inschrijvingsdatum", "Dag van inschrijving"), ("Belastbaar inkomen", "Inkomen per jaar")):
        second = second.replace(f'title = "{old}"', f'title = "{new}"')
    for version, text in (("v1", shipped), ("v2", second)):
        (tmp_path / f"migration-{version}.toml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(templates, "resource", lambda _, *name: tmp_path.joinpath(*name))
    template.cache_clear()
    yield
    template.cache_clear()


@pytest.mark.parametrize("version", ["migration-v1", "migration-v2"])
def test_a_file_is_read_by_the_version_that_it_states(two_versions, tmp_path, version):
    path = tmp_path / "lijst.xlsx"
    write_template(path, template(version), batch())
    read = read_batch(path, today=TODAY)
    assert read.source.version == read.source.stated == version
    assert read.sheet("candidates").columns == batch().sheet("candidates").columns
    assert "COL-001" not in codes(read)


@pytest.mark.parametrize("version", ["migration-v1", "migration-v2"])
def test_a_file_that_states_none_is_known_by_its_titles(two_versions, tmp_path, version):
    path = tmp_path / "lijst.xlsx"
    write_template(path, template(version), batch())
    sheets = [sheet for sheet in read_sheets(path).sheets if sheet.name not in ("Lees mij", "Codelijsten")]
    write_table(path, [SheetToWrite(sheet.name, sheet.rows[0], sheet.rows[1:]) for sheet in sheets])
    read = batch_of(read_sheets(path), batch().source, today=TODAY)
    assert (read.source.version, read.source.stated) == (version, "")
    assert read.sheet("candidates").column("registered_on") == batch().sheet("candidates").column("registered_on")


def test_a_file_of_a_version_that_is_gone_is_read_by_its_titles_and_told(two_versions, tmp_path):
    path = tmp_path / "lijst.xlsx"
    write_template(path, template("migration-v1"), batch())
    book = read_sheets(path)
    book.looks.properties[template("migration-v1").property_name] = "migration-v0"
    read = batch_of(book, batch().source, today=TODAY)
    assert (read.source.version, read.source.stated) == ("migration-v1", "migration-v0")
    assert "FIL-002" in codes(read)
