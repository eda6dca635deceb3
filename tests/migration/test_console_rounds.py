"""`cir migration save`, `rounds` and `compare`, as a clerk calls them."""

import pytest
from support.console import Console
from support.migration_lists import batch

from cir_desktop.migration.template import template
from cir_desktop.migration.template_workbook import write_template


@pytest.fixture(scope="module")
def console(tmp_path_factory):
    return Console(tmp_path_factory.mktemp("werk") / "map")


def take(console, folder, **values):
    file = folder / "lijst.xlsx"
    candidate = {"presented_on": None, **values}
    write_template(file, template(), batch({"candidates": [candidate], "members": [{}], "preferences": [{}]}))
    console.json("migration", "import", file)


def test_the_rounds_with_their_days_lists_and_what_changed(console, tmp_path):
    take(console, tmp_path)
    planned = console.json("migration", "rounds", "--plan", "TEST1", "--on", "05/12/2026")["rounds"][0]
    assert (planned["round"], planned["planned_on"], planned["kept"]) == ("TEST1", "2026-12-05", None)
    (kept,) = console.json("migration", "rounds", "--keep", "TEST1")["lists"]
    assert console.json("migration", "compare", "TEST1")["changed"] == []
    take(console, tmp_path, place="Geel")
    console.json("migration", "rounds", "--keep", "TEST2")
    changed = console.json("migration", "compare", "TEST1", "TEST2", expect=1)["changed"]
    assert [(each["key"], each["after"]) for each in changed] == [("place", "Geel")]
    told = console.run("migration", "compare", "TEST1", as_json=False)
    assert told.returncode == 1
    assert "Gewijzigde waarden: 1" in told.stdout and "Gemeente" in told.stdout
    assert "Test 1" in console.run("migration", "rounds", as_json=False).stdout
    assert "CIR-120" in console.problem("migration", "compare", "FOTO3")
    assert len(console.json("migration", "rounds", "--forget", kept["number"])["lists"]) == 1


def test_the_workbook_for_the_upload_is_saved_with_its_receipt(console, tmp_path):
    take(console, tmp_path)
    receipt = console.json("migration", "save", tmp_path / "cir.xlsx")
    assert receipt["rows"]["Kandidaten"] == 1
    assert (tmp_path / "cir - bewijs.txt").exists()
