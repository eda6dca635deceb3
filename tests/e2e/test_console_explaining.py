"""Why the list is as it is, and going through it, in the terminal."""

import openpyxl
import pytest
from support.console import TODAY, Console

HOME = ("--street", "Dorpsplein", "--number", "12", "--postcode", "2460", "--type", "A", "--bedrooms", "2")
RENT = ("--lowest-rent", "180", "--highest-rent", "560", "--charges", "45")


@pytest.fixture(scope="module")
def console(tmp_path_factory, practice):
    made = Console(tmp_path_factory.mktemp("uitleg") / "werkmap", practice.base_url)
    made.json("pull")
    made.json("home", "add", "W200", *HOME, *RENT, "--vacant-from", TODAY.isoformat())
    return made


@pytest.fixture(scope="module")
def ranking(console):
    return console.json("rank", "W200")


def test_two_candidates_are_compared_by_every_rule_and_one_decides(console, ranking):
    first, second = [line["dossier"] for line in ranking["placed"][:2]]
    found = console.json("compare", "W200", second, first)
    assert (found["first"], found["second"]) == (first, second)
    assert found["deciding"] == ranking["placed"][1]["deciding"]["rule"]
    assert [rule["rule"] for rule in found["rules"] if rule["decides"]] == [found["deciding"]]
    done = console.run("compare", "W200", first, second, as_json=False)
    assert f"{first} staat voor {second}." in done.stdout
    assert "CIR-" in console.problem("compare", "W200", first, first)


def test_what_would_move_a_candidate_is_told_with_the_place(console, ranking):
    excluded = ranking["excluded"][0]
    found = console.json("whatif", "W200", excluded["dossier"])
    assert found["place"] is None and excluded["rule"] in found["changes"][0]["rules"]
    done = console.run("whatif", "W200", ranking["placed"][-1]["dossier"], as_json=False)
    assert f"staat nu op plaats {len(ranking['placed'])} van {len(ranking['placed'])}" in done.stdout


def test_who_could_still_rise_can_be_sorted_by_what_is_at_stake_or_by_place(console, ranking):
    rising = [line for line in ranking["placed"] if line["best_position"] < line["position"]]
    stakes = [each["stake"] for each in console.json("movable", "W200")]
    assert len(stakes) == len(rising) > 0
    assert stakes == sorted(stakes, reverse=True)
    places = [each["place"] for each in console.json("movable", "W200", "--by", "place")]
    assert places == [line["position"] for line in rising]


def test_a_list_is_gone_through_and_taken_along(console, ranking, tmp_path):
    one, two = [line["dossier"] for line in ranking["placed"][:2]]
    console.json("review", "mark", "W200", one, "OK", "--note", "attest gezien")
    console.json("review", "mark", "W200", two, "BELLEN")
    console.json("review", "mark", "W200", one, "TWIJFEL")
    listed = console.json("review", "list", "W200")
    assert listed["counts"] == {"BELLEN": 1, "TWIJFEL": 1}
    assert [each["dossier"] for each in console.json("review", "list", "W200", "--mark", "BELLEN")["marks"]] == [two]
    assert console.json("review", "undo", "W200")["mark"] == "TWIJFEL"
    written = tmp_path / "lijst.xlsx"
    assert console.json("review", "export", "W200", written)["placed"] == len(ranking["placed"])
    sheet = openpyxl.load_workbook(written)["In volgorde"]
    titles, first, *_ = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert (first[titles.index("Nazicht")], first[titles.index("Nota")]) == ("nagekeken", "attest gezien")
    assert "Naam" not in titles
    assert console.json("review", "mark", "W200", one, "--clear") == {"dossier": one, "mark": "", "note": ""}
    assert "BELLEN" in console.problem("review", "mark", "W200", one, "ZOMAAR")
    assert "bellen: 1" in console.run("review", "list", "W200", as_json=False).stdout


def test_what_nobody_could_be_checked_on_is_said_once_above_the_list(console, ranking):
    done = console.run("rank", "W200", as_json=False)
    for warning in ranking["warnings"]:
        assert done.stdout.count(warning) == 1
