"""The declaration of the migration columns is whole, and a wrong one is refused with a sentence."""

import pytest

from cir_desktop.errors import BadRules
from cir_desktop.migration.template import Kind, read_template, template, versions


def test_every_column_is_explained_and_has_an_example():
    for version in versions():
        for sheet in template(version).sheet:
            assert sheet.row
            for column in sheet.column:
                assert column.example, (sheet.name, column.title)
                assert (column.kind in (Kind.CODE, Kind.CODES)) is bool(column.codes)


def test_the_example_of_a_coded_column_is_in_its_list():
    known = template()
    for sheet in known.sheet:
        for column in sheet.column:
            if column.codes:
                codes = known.code_lists[column.codes].codes
                assert {part.strip() for part in column.example.split(";")} <= codes.keys()


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda text: text.replace('title = "Naam"', 'title = "Voornaam"', 1), "twee keer"),
        (lambda text: text.replace('codes = "sex"', 'codes = "geen"', 1), "codelijst geen"),
        (lambda text: text.replace("[[sheet]]", "[[sheet", 1), "kan niet gelezen worden"),
    ],
)
def test_a_wrong_declaration_is_refused_with_what_is_wrong(tmp_path, spoil, told):
    from cir_desktop.runtime.paths import resource

    text = resource("templates", "migration-v1.toml").read_text("utf-8")
    wrong = tmp_path / "migration-v9.toml"
    wrong.write_text(spoil(text), encoding="utf-8")
    with pytest.raises(BadRules, match=told):
        read_template(wrong)
