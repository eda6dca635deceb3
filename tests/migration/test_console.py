"""`cir migration template` and `check`, as a clerk calls them."""

import openpyxl
import pytest
from support.console import TODAY, Console
from support.migration_lists import batch

from cir_desktop.migration.template import template
from cir_desktop.migration.template_workbook import write_template
from cir_desktop.practice import launcher


@pytest.fixture(scope="module")
def console(tmp_path_factory):
    return Console(tmp_path_factory.mktemp("werk") / "map")


def test_the_empty_template_has_no_findings(console, tmp_path):
    file = tmp_path / "sjabloon.xlsx"
    assert console.json("migration", "template", file) == {"file": str(file)}
    checked = console.json("migration", "check", file)
    assert checked["findings"] == []
    assert checked["counts"] == {"moet": 0, "nakijken": 0, "info": 0}
    assert checked["file"]["template"] == "migration-v1"


def test_findings_are_told_with_their_place_and_the_exit_code_says_so(console, tmp_path):
    file = tmp_path / "lijst.xlsx"
    write_template(file, template(), batch({"candidates": [{}, {"status": "weg"}], "members": [{}]}))
    checked = console.json("migration", "check", file, expect=1)
    found = [each for each in checked["findings"] if each["code"] == "CEL-010"]
    assert found == [
        {
            "sheet": "Kandidaten",
            "row": 3,
            "column": "D",
            "code": "CEL-010",
            "severity": "moet",
            "title": "Status",
            "value": "weg",
            "message": "Deze code staat niet in de codelijst.",
            "expected": "Een van: REG, WAITS, CHKS, INFOS, RJCT.",
        }
    ]
    assert checked["counts"]["moet"] == len([each for each in checked["findings"] if each["severity"] == "moet"])
    told = console.run("migration", "check", file, as_json=False)
    assert told.returncode == 1
    assert "Kandidaten D3" in told.stdout
    assert "weg" not in told.stdout.replace("weggelaten", "")


@pytest.mark.parametrize("content", [b"", b"geen werkboek"])
def test_a_file_that_can_not_be_used_is_one_finding_and_exit_2(console, tmp_path, content):
    file = tmp_path / "kapot.xlsx"
    file.write_bytes(content)
    (finding,) = console.json("migration", "check", file, expect=2)["findings"]
    assert (finding["code"], finding["severity"]) == ("FIL-001", "moet")


def test_a_workbook_of_something_else_can_not_be_used(console, tmp_path):
    file = tmp_path / "andere.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["iets", "anders"])
    book.save(file)
    (finding,) = console.json("migration", "check", file, expect=2)["findings"]
    assert "sjabloon" in finding["message"]


def test_a_list_is_handed_over_from_the_console_and_its_answer_shown_again(tmp_path):
    with launcher.start(tmp_path / "register", 1, 1, today=TODAY) as running:
        desk = Console(tmp_path / "werkmap", running.base_url)
        file = tmp_path / "lijst.xlsx"
        write_template(file, template(), batch())
        given = desk.json("migration", "upload", file, "--round", "TEST1")
        assert (given["round"], given["accepted"], given["refused"]) == ("TEST1", 3, 0)
        assert desk.json("migration", "uploads")["uploads"] == [
            {key: value for key, value in given.items() if key != "rows"}
        ]
        assert desk.json("migration", "uploads", str(given["number"])) == given
        told = desk.run("migration", "uploads", str(given["number"]), as_json=False).stdout
        assert f"Test 1: 3 rijen aanvaard, 0 geweigerd. Ontvangstbewijs {given['receipt']}." in told


def test_a_copy_with_the_findings_comes_beside_the_list(console, tmp_path):
    file = tmp_path / "lijst.xlsx"
    write_template(file, template(), batch({"candidates": [{"status": "weg"}], "members": [{}], "preferences": [{}]}))
    made = console.json("migration", "report", file, expect=1)
    assert made["copy"] == str(tmp_path / "lijst nagekeken.xlsx")
    assert made["counts"]["moet"] >= 1
    assert openpyxl.load_workbook(made["copy"])["Kandidaten"]["D2"].comment is not None
    told = console.run("migration", "report", file, "--to", tmp_path / "elders.xlsx", as_json=False)
    assert f"De kopie met de bevindingen: {tmp_path / 'elders.xlsx'}" in told.stdout.replace("\n", "")


def test_the_worklist_is_that_of_the_list_in_hand(console, tmp_path):
    file = tmp_path / "lijst.xlsx"
    write_template(file, template(), batch())
    console.json("migration", "import", file, "--take")
    found = console.json("migration", "worklist", expect=1)
    assert [line["now"] for line in found["lines"]] == ["niet in het CIR"]
    told = console.run("migration", "worklist", as_json=False)
    assert "0 van 1 dossiers zijn in het CIR zoals in uw lijst." in told.stdout
