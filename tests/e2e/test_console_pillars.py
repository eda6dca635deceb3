"""Pillar, facts, nominations and appeals in the terminal, on the practice register over real HTTP."""

import pytest
from support.console import TODAY, Console

HOME = ("--street", "Dorpsplein", "--number", "12", "--postcode", "2460", "--type", "A", "--bedrooms", "2")


@pytest.fixture(scope="module")
def console(tmp_path_factory, practice):
    made = Console(tmp_path_factory.mktemp("pijlers") / "werkmap", practice.base_url)
    made.json("pull")
    made.json("home", "add", "W300", *HOME, "--vacant-from", TODAY.isoformat())
    return made


@pytest.fixture(scope="module")
def dossier(console):
    return console.json("rank", "W300")["placed"][0]["dossier"]


def test_a_fact_is_noted_listed_and_taken_back(console, dossier):
    open_keys = [one["kind"]["key"] for one in console.json("facts", "open", "W300", dossier)]
    assert "means.amount" in open_keys
    noted = console.json("facts", "note", dossier, "means.amount", "1.200,50", "--source", "uittreksel")
    assert noted["fact"]["amount"] == 120050
    assert "means.amount" not in [one["kind"]["key"] for one in console.json("facts", "open", "W300", dossier)]
    assert console.json("facts", "list", dossier)["facts"]["means.amount"]["source"] == "uittreksel"
    console.json("facts", "take-back", dossier, "means.amount")
    assert console.json("facts", "list", dossier)["facts"] == {}
    assert console.json("facts", "undo", dossier) == {"key": "means.amount"}
    assert "bron" in console.problem("facts", "note", dossier, "property.within", "ja")
    assert "waarde" in console.problem("facts", "note", dossier, "income.amount", "nee", "--source", "attest")


def test_the_list_follows_the_chosen_pillar(console, dossier):
    assert console.json("pillar", "show", "W300")["proposal"]["pillar"] == 1
    assert "motief" in console.problem("pillar", "choose", "W300", "2")
    console.json("pillar", "choose", "W300", "2", "--group", "MHP", "--motive", "akkoord van de raad")
    assert console.json("rank", "W300")["letting"]["pillar"] == 2
    made = console.json("nomination", "add", dossier, "MHP", "--by", "CAW")
    console.json("nomination", "decide", made["id"], "agreed", "--reference", "verslag 3")
    assert console.json("rank", "W300")["placed"][0]["dossier"] == dossier
    assert console.json("nomination", "list", "--dossier", dossier)[0]["agreed"] is True
    console.json("nomination", "end", made["id"])
    console.json("pillar", "choose", "W300", "1")
    assert isinstance(console.json("nomination", "suggest", dossier), list)


def test_the_numbers_of_an_area_change_the_proposal(console):
    assert console.json("quota", "W300")["area"] is None
    console.json("area-count", TODAY.year, "Kasterlee", 10, 1, "--source", "raad")
    assert console.json("quota", "W300")["area"]["accelerated"] == 1
    assert console.json("pillar", "show", "W300")["proposal"]["pillar"] == 2


def test_an_appeal_has_a_term_and_an_outcome(console, dossier):
    ask = ("appeal", "note", dossier, "other", "--about", TODAY.isoformat())
    made = console.json(*ask, "--ground", "andere lezing van de binding", "--home", "W300")
    assert made["term_until"] > TODAY.isoformat()
    assert "grond" in console.problem(*ask)
    done = console.run("appeal", "conclude", made["id"], "upheld", as_json=False)
    assert done.returncode == 0 and "priority.appeal" in done.stdout
    assert console.json("appeal", "list", "--dossier", dossier)[0]["upheld"] is True


@pytest.mark.parametrize(
    "command", [("facts", "kinds"), ("nomination", "list"), ("appeal", "list"), ("pillar", "show", "W300")]
)
def test_every_list_can_be_read_by_people(console, command):
    done = console.run(*command, as_json=False)
    assert done.returncode == 0 and done.stdout.strip(), done
