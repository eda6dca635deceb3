"""`cir migration import`: a proposal first, then the list in hand; known layouts at once."""

import pytest
from support.console import Console
from support.migration_lists import batch
from support.old_lists import ROWS, TITLES, old_list

from cir_desktop.migration.template import template
from cir_desktop.migration.template_workbook import write_template


@pytest.fixture(scope="module")
def console(tmp_path_factory):
    return Console(tmp_path_factory.mktemp("werk") / "map")


def test_nothing_is_taken_over_before_somebody_agrees_and_the_next_file_is_known(console, tmp_path):
    file = old_list(tmp_path / "oud.xlsx")
    shown = console.json("migration", "import", file, expect=1)
    assert shown["counts"] == {"candidates": 2, "members": 3, "preferences": 2}
    assert shown["mapping"][0]["header"] == 3
    told = console.run("migration", "import", file, as_json=False)
    assert told.returncode == 1
    assert "titels in rij 3" in told.stdout and "Kinderen" in told.stdout and "--take" in told.stdout
    done = console.json("migration", "import", file, "--take", "--save-profile", "Lijst van de balie")
    assert done["counts"]["members"] == 3
    assert [(each["letters"], each["row"]) for each in done["not_split"]] == [("B", 5), ("I", 5)]
    (kept,) = console.json("migration", "profiles")
    assert kept["profile"]["name"] == "Lijst van de balie"
    again = console.json("migration", "import", old_list(tmp_path / "nieuw.xlsx", ROWS[:1], above=()))
    assert (again["profile"], again["counts"]["candidates"]) == ("Lijst van de balie", 1)
    assert console.json("migration", "profiles", "--forget", "Lijst van de balie") == []


def test_the_clerk_says_what_a_column_is(console, tmp_path):
    file = old_list(tmp_path / "oud.xlsx", [("2019.05.14.3", "An Peeters")], TITLES[:2])
    words = ("migration", "import", file, "--column", "Naam en voornaam=candidates.last_name:voornaam-naam")
    shown = console.json(*words, expect=1)
    (name,) = (each for each in shown["mapping"][0]["assignments"] if each["title"] == "Naam en voornaam")
    assert (name["key"], name["split"]) == ("last_name", "voornaam-naam")
    named = ("migration", "import", file, "--column", "Naam en voornaam=Kandidaten.Naam:voornaam-naam")
    assert console.json(*named, expect=1)["mapping"] == shown["mapping"]
    assert "geen splitsing" in console.problem("migration", "import", file, "--column", "Volgnr=candidates.note:half")
    assert "geen kolom" in console.problem("migration", "import", file, "--column", "Volgnr=Kandidaten.Schoenmaat")


def test_a_workbook_of_our_template_needs_no_mapping(console, tmp_path):
    file = tmp_path / "sjabloon.xlsx"
    write_template(file, template(), batch())
    assert console.json("migration", "import", file)["counts"]["candidates"] == 1


def test_a_file_that_is_no_list_can_not_be_used(console, tmp_path):
    file = tmp_path / "kapot.xlsx"
    file.write_bytes(b"geen werkboek")
    assert console.run("migration", "import", file).returncode == 2


def test_a_text_with_separators_is_a_list_too(console, tmp_path):
    file = tmp_path / "oud.csv"
    file.write_text(
        "Dossier;Familienaam;Voornaam;Geboren op;Ingeschreven op\n"
        "2019.05.14.3;Peeters;An;14/05/1985;14/05/2019\n2019.05.15.4;Claes;Bo;1/2/1990;15/05/2019\n",
        encoding="cp1252",
    )
    shown = console.json("migration", "import", file, expect=1)
    assert [each["key"] for each in shown["mapping"][0]["assignments"]] == [
        "dossier",
        "last_name",
        "first_name",
        "birth_date",
        "registered_on",
    ]
    assert console.json("migration", "import", file, "--take")["counts"]["candidates"] == 2
