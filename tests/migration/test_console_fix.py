"""`cir migration fix`, as a clerk calls it."""

import pytest
from support.console import Console
from support.migration_lists import batch

from cir_desktop.migration.template import template
from cir_desktop.migration.template_workbook import write_template


@pytest.fixture(scope="module")
def console(tmp_path_factory):
    folder = tmp_path_factory.mktemp("werk")
    write_template(folder / "lijst.xlsx", template(), batch({"candidates": [{"place": "Casterlee"}], "members": [{}]}))
    opened = Console(folder / "map")
    opened.json("migration", "import", folder / "lijst.xlsx")
    return opened


def test_a_replacement_is_shown_then_done_then_undone(console):
    words = ("migration", "fix", "replace", "Kandidaten", "Gemeente", "Casterlee", "Kasterlee")
    shown = console.json(*words)
    assert (shown["count"], shown["fix"]) == (1, None)
    assert shown["recipe"] == "In kolom Gemeente: “Casterlee” wordt “Kasterlee” (1 keer)"
    fix = console.json(*words, "--yes")["fix"]
    (line,) = console.json("migration", "fix", "list")
    assert line["outcomes"] == [["toegepast", 1]]
    told = console.run("migration", "fix", "list", as_json=False).stdout
    assert "toegepast (1)" in told
    assert console.json("migration", "fix", "undo", fix) == {"undone": fix}
    assert "CIR-120" in console.problem("migration", "fix", "undo", fix)


def test_a_cell_is_corrected_by_its_row_and_title(console):
    fix = console.json("migration", "fix", "cell", "Kandidaten", 2, "Gemeente", "Lille")["fix"]
    told = console.json("migration", "fix", "list")[0]
    assert (told["id"], told["outcomes"]) == (fix, [["toegepast", 1]])
    assert "waar Dossiernummer" in told["recipes"][0]
    assert "geen kolom" in console.problem("migration", "fix", "cell", "Kandidaten", 2, "Schoenmaat", "42")


def test_confirming_waits_until_nothing_must_be_corrected(console):
    fix = console.json("migration", "fix", "cell", "Kandidaten", 2, "Naam", "")["fix"]
    assert "CIR-110" in console.problem("migration", "fix", "confirm", "--reason", "gezien")
    console.json("migration", "fix", "undo", fix)


def test_what_follows_from_the_list_is_told(console):
    assert console.json("migration", "fix", "suggest") == {"fix": None, "recipes": []}


def test_the_list_in_hand_is_checked_as_corrected(console):
    before = console.json("migration", "check", expect=1)["findings"]
    assert ("CEL-001", "G") not in {(each["code"], each["column"]) for each in before}
    fix = console.json("migration", "fix", "cell", "Kandidaten", 2, "Naam", "")["fix"]
    after = console.json("migration", "check", expect=1)["findings"]
    assert ("CEL-001", "G") in {(each["code"], each["column"]) for each in after}
    console.json("migration", "fix", "undo", fix)
