"""The binding calculator in the terminal: note where somebody lived, see what it comes to, take it back."""

import pytest
from support.console import TODAY

KASTERLEE = "13017"


@pytest.fixture
def dossier(console):
    console.json("pull")
    return console.json("candidates", "--limit", 1)["rows"][0]["dossier"]


def written(console, text):
    file = console.folder.parent / "periodes.txt"
    file.write_text(text, encoding="utf-8")
    return file


def answers(console, dossier):
    found = console.json("binding", "show", dossier, "--nis", KASTERLEE)
    return {level["answer"] for level in found["sheet"]["levels"]}


def test_periods_that_are_noted_count_and_can_be_taken_back(console, dossier):
    assert answers(console, dossier) == {"unknown"}
    file = written(console, "Gemeente;Van;Tot\nKasterlee;01/02/1990;heden\n")
    noted = console.json("binding", "set", dossier, "--person", 1, "--file", file)
    assert (noted["noted"], noted["end_is_last_day"], noted["findings"]) == (1, True, [])
    assert "met" in answers(console, dossier)
    console.json("binding", "undo", dossier, "--person", 1)
    assert answers(console, dossier) == {"unknown"}


def test_a_file_with_a_bad_line_is_not_noted_at_all(console, dossier):
    file = written(console, "Kasterlee;01/02/1990;heden\nNergenshuizen;01/02/1980;31/01/1990\n")
    noted = console.json("binding", "set", dossier, "--person", 1, "--file", file, expect=1)
    assert noted["noted"] == 0
    assert [finding["line"] for finding in noted["findings"]] == [2]
    assert answers(console, dossier) == {"unknown"}


def test_for_people_it_says_what_is_missing_and_when_the_level_is_reached(console, dossier):
    since = TODAY.replace(year=TODAY.year - 2, day=1)
    console.json("binding", "set", dossier, "--person", 1, "--file", written(console, f"13017;{since};nu"))
    done = console.run("binding", "show", dossier, "--nis", KASTERLEE, as_json=False)
    assert done.returncode == 0
    assert "te weinig" in " ".join(done.stdout.split())
    assert f"01/{since.month:02}/{since.year + 5}" in done.stdout


def test_a_person_who_is_not_there(console, dossier):
    file = written(console, "Kasterlee;01/02/1990;heden")
    assert "CIR-" in console.problem("binding", "set", dossier, "--person", 9, "--file", file)
