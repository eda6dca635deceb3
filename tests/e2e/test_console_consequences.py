"""`cir consequence` on the practice register over real HTTP: said in words first, and then as the register does it."""

import pytest
from support.console import TODAY, Console

WHY = ("--motive", "gesprek aan het loket")


@pytest.fixture(scope="module")
def console(tmp_path_factory, practice):
    made = Console(tmp_path_factory.mktemp("gevolgen") / "werkmap", practice.base_url)
    made.json("pull")
    return made


@pytest.fixture
def dossier(console):
    rows = console.json("candidates", "--limit", "500")["rows"]
    taken = {command["dossier"] for command in console.json("outbox", "list")}
    return next(row["dossier"] for row in rows if row["status"] == "REG" and row["dossier"] not in taken)


def _status(console, dossier):
    return console.json("candidates", dossier)["rows"][0]["status"]


def test_a_preview_tells_what_the_register_does_and_puts_nothing_in_the_outbox(console, dossier):
    before = console.json("outbox", "list")
    found = console.json("consequence", dossier, "WAIT", *WHY, "--preview")
    assert "in wacht" in found["effects"][0]
    assert "Commentaar: gesprek aan het loket" in found["fields"]
    assert console.json("outbox", "list") == before


def test_a_candidate_waits_and_wakes(console, dossier):
    console.json("consequence", dossier, "WAIT", *WHY)
    assert "staat al klaar" in console.problem("consequence", dossier, "WAIT", *WHY)
    assert console.json("push")["accepted"] == 1
    assert _status(console, dossier) == "WAITS"
    assert len(console.json("consequence", dossier, "WAKE", *WHY)["effects"]) == 1
    assert console.json("push")["accepted"] == 1
    assert _status(console, dossier) == "REG"


@pytest.mark.parametrize(
    ("action", "more", "missing"),
    [
        ("VOL", ("--requested", TODAY.isoformat()), "schriftelijke verzoek"),
        ("NCOMP", ("--condition", "property", "--fact", "akte van 3 maart"), "voorwaarde"),
        ("DEC", (), ""),
    ],
)
def test_who_leaves_dies_or_fails_a_condition_is_struck_and_it_says_by_what(console, dossier, action, more, missing):
    if missing:
        assert missing in console.problem("consequence", dossier, action, *WHY)
    assert "motief" in console.problem("consequence", dossier, action, *more)
    found = console.json("consequence", dossier, action, *WHY, *more)
    assert "schrapt" in found["effects"][0]
    assert found["held"] is False
    assert console.json("push")["accepted"] == 1
    assert _status(console, dossier) == "RJCT"


def test_a_consequence_that_the_status_does_not_allow_is_said_to_be_refused(console, dossier):
    found = console.json("consequence", dossier, "WAKE", *WHY, "--preview")
    assert "weigert" in found["effects"][1]


def test_while_an_offer_of_ours_runs_its_answer_comes_first(console):
    home = ("--street", "Dorpsplein", "--number", "12", "--postcode", "2460", "--type", "A", "--bedrooms", "2")
    console.json("home", "add", "W400", *home, "--vacant-from", TODAY.isoformat())
    number = console.json("rank", "W400")["placed"][0]["dossier"]
    offer = console.json("offer", "W400", number, "--motive", "nagekeken")
    assert offer["id"] in console.problem("consequence", number, "WAIT", *WHY)
