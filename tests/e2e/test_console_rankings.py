"""`cir rankings` on the practice register over real HTTP: shown first, told when asked, nothing left afterwards."""

import pytest
from support.console import TODAY, Console

HOME = ("--street", "Dorpsplein", "--number", "12", "--postcode", "2460", "--type", "A", "--bedrooms", "2")
RENT = ("--lowest-rent", "180", "--highest-rent", "560", "--charges", "45")


@pytest.fixture(scope="module")
def console(tmp_path_factory, practice):
    made = Console(tmp_path_factory.mktemp("rangschikking") / "werkmap", practice.base_url)
    made.json("pull")
    workbook = made.folder.parent / "verblijf.xlsx"
    made.json("practice", "residences", workbook)
    made.json("facts", "import", workbook)
    made.json("home", "add", "W300", *HOME, *RENT, "--vacant-from", TODAY.isoformat())
    return made


def test_what_we_determined_is_shown_told_once_and_then_known_to_the_register(console):
    placed = console.json("rank", "W300")["placed"]
    before = console.json("rankings", "preview", "W300")
    assert [line["dossier"] for line in before["lines"]] == [line["dossier"] for line in placed]
    assert {line["report"]["kind"] for line in before["lines"]} == {"PLR1"}
    assert {line["report"]["criterion"] for line in before["lines"]} == {"A"}
    assert {"YES", "NO"} <= {line["report"]["local_binding"] for line in before["lines"]}
    assert console.json("outbox", "list") == [], "looking tells nobody anything"

    first = before["lines"][0]["dossier"]
    assert len(console.json("rankings", "report", "W300", first)["lines"]) == 1
    assert "niets te melden" in console.problem("rankings", "report", "W300", first)
    rest = console.json("rankings", "report", "W300")
    assert len(rest["lines"]) == len(placed) - 1
    assert console.json("rankings", "preview", "W300")["waiting"] == len(placed)

    assert console.json("push")["accepted"] == len(placed)
    after = console.json("rankings", "preview", "W300")
    assert (after["lines"], after["up_to_date"], after["waiting"]) == ([], len(placed), 0)
    assert console.json("rankings", "report", "W300")["lines"] == []
    listed = console.run("outbox", "list", as_json=False).stdout
    assert "Melding voor" in listed
    assert "Bevestigd" in listed


def test_the_answer_to_an_offer_can_be_taken_back_although_a_report_was_put_after_it(console):
    console.json("home", "add", "W301", *HOME, *RENT, "--vacant-from", TODAY.isoformat())
    console.json("home", "edit", "W301", "--type", "H")
    dossier = console.json("rank", "W301")["placed"][0]["dossier"]
    motive = ("--motive", "ontbrekende bewijzen opgevraagd, niet binnengekomen")
    offer = console.json("offer", "W301", dossier, *motive)
    console.json("answer", offer["id"], "accepted")
    told = console.json("rankings", "report", "W301", dossier)["lines"]
    assert [(line["dossier"], line["report"]["criterion"]) for line in told] == [(dossier, "H")]
    assert console.json("answer", offer["id"], "undo")["answer"] == "open"
