"""From a person to homes, in the terminal."""

import pytest
from support.console import TODAY, Console

PLACE = ("--street", "Dorpsplein", "--postcode", "2460", "--type", "A", "--lowest-rent", "180")


@pytest.fixture(scope="module")
def console(tmp_path_factory, practice):
    made = Console(tmp_path_factory.mktemp("plaatsen") / "werkmap", practice.base_url)
    made.json("pull")
    made.json("home", "add", "W300", *PLACE, "--number", "1", "--bedrooms", "2", "--vacant-from", TODAY.isoformat())
    made.json("home", "add", "W301", *PLACE, "--number", "3", "--bedrooms", "3", "--assistance", "--vlabinvest")
    return made


def test_the_marks_of_a_home_are_kept_and_can_be_taken_away(console, monkeypatch):
    added = console.json("home", "add", "W302", *PLACE, "--number", "5", "--bedrooms", "1", "--target-group", "Ouderen")
    assert (added["target_group"], added["assistance"], added["vlabinvest"]) == ("Ouderen", False, False)
    changed = console.json("home", "edit", "W302", "--target-group", "", "--assistance", "--vlabinvest")
    assert (changed["target_group"], changed["assistance"], changed["vlabinvest"]) == (None, True, True)
    monkeypatch.setenv("COLUMNS", "200")
    said = console.run("home", "list", as_json=False).stdout
    assert "assistentiewoning, Vlabinvest" in said and "Bijzonder" in said and "Gemeente, wijk" in said
    kept = console.json("home", "edit", "W302", "--note", "hoek")
    assert (kept["assistance"], kept["vlabinvest"]) == (True, True)


def test_the_places_of_a_candidate_are_those_of_the_lists(console):
    second = console.json("rank", "W300")["placed"][1]
    found = console.json("places", second["dossier"])["homes"]
    assert [line["home"] for line in found][0] == "W300"
    assert (found[0]["position"], found[0]["reason"]) == (2, second["deciding"]["text"])
    only = console.json("places", second["dossier"], "--vacant")["homes"]
    assert [line["home"] for line in only] == ["W300"]
    general = console.json("places", second["dossier"], "--general")["lists"]
    listed = console.json("waitinglist", "--type", "A", "--bedrooms", "2")["lists"][0]["placed"]
    place = next(line["position"] for line in listed if line["dossier"] == second["dossier"])
    assert [one["position"] for one in general if one["bedrooms"] == 2] == [place]
    said = console.run("places", second["dossier"], "--general", as_json=False).stdout
    assert f"plaats {place} van" in said
    said = console.run("places", second["dossier"], as_json=False).stdout
    assert "plaats 2 van" in said


def test_a_dossier_that_is_not_there_is_a_problem_and_no_crash(console):
    assert "niet gekend" in console.problem("places", "2020.01.01.9999")


def test_the_general_list_is_shown_narrowed_and_written(console, tmp_path):
    [general] = console.json("waitinglist", "--nis", "13017", "--type", "A", "--bedrooms", "2")["lists"]
    assert (general["nis_code"], general["bedrooms"], general["placed"][0]["position"]) == ("13017", 2, 1)
    said = console.run("waitinglist", "--bedrooms", "2", as_json=False).stdout
    assert "kijkt niet naar de wijk en de huurprijs" in said
    assert "Kasterlee, appartement, 2 slaapkamers" in said
    file = tmp_path / "wachtlijst.xlsx"
    assert console.json("waitinglist", "--export", file)["rows_written"] > 0
    assert file.exists()
