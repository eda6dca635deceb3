"""The whole way through a housing company, in the terminal: candidates in, an offer out, its answer back."""

import pytest
from support.console import TODAY, Console

from cir_desktop.practice import launcher

HOME = ("--street", "Dorpsplein", "--number", "12", "--postcode", "2460", "--type", "A", "--bedrooms", "2")
RENT = ("--lowest-rent", "180", "--highest-rent", "560", "--charges", "45", "--vacant-from", TODAY.isoformat())
SIGNED = ("--motive", "bewijzen opgevraagd", "--sign-stale", "uittreksel van vandaag")
PASSED = ("--passed-all", "STATUS-GEWIJZIGD", "nagekeken door de woonmaatschappij")


@pytest.fixture(scope="module")
def company(tmp_path_factory):
    """The housing company: it has a register of its own day, and no workspace."""
    with launcher.start(tmp_path_factory.mktemp("register"), 200, 1, TODAY) as running:
        yield Console(tmp_path_factory.mktemp("maatschappij") / "geen", running.base_url)


@pytest.fixture(scope="module")
def console(tmp_path_factory):
    """Our workspace: it has no register."""
    return Console(tmp_path_factory.mktemp("gemeente") / "werkmap")


def test_from_an_extract_to_an_answered_offer(console, company, tmp_path):
    extract, out, answered = (tmp_path / name for name in ("kandidaten.xlsx", "uit.xlsx", "terug.xlsx"))
    company.json("practice", "extract", extract)
    assert "werkt niet via de woonmaatschappij" in console.problem("exchange", "import", extract)
    assert console.json("exchange", "way", "workbook", "--party", "LB-OEFENDORP")["way"] == "workbook"
    taken = console.json("exchange", "import", extract)
    assert (taken["new"], taken["left_out"]) == (taken["listed"], 0)
    assert "uittreksel van" in console.run("status", as_json=False).stdout

    console.json("home", "add", "W900", *HOME, *RENT)
    open_flags = {"unknown.status", "own_offer"}
    placed = console.json("rank", "W900")["placed"]
    dossier = next(line["dossier"] for line in placed if not open_flags & {flag["code"] for flag in line["flags"]})
    console.json("offer", "W900", dossier, *SIGNED, *PASSED)
    assert "via de woonmaatschappij" in console.problem("push", expect=2)

    given = console.json("exchange", "export", out)["given"]
    assert given == {"file": "U0001", "messages": 1, "copies": False}
    assert "geen bericht om mee te geven" in console.problem("exchange", "export", tmp_path / "twee.xlsx")
    company.json("practice", "process", out, answered)
    seen = console.json("exchange", "answers", answered, "--preview")
    assert (seen["accepted"], console.json("outbox", "list")[0]["state"]) == (1, "sent")
    assert console.json("exchange", "answers", answered)["accepted"] == 1
    [message] = console.json("outbox", "list")
    assert (message["state"], message["receipt"]["action"]) == ("accepted", "OFFER")

    again = tmp_path / "nieuw.xlsx"
    company.json("practice", "extract", again)
    newer = console.json("exchange", "import", again)
    assert newer["changed"] >= 1
    [found] = console.json("candidates", dossier)["rows"]
    assert (found["status"], found["version"]) == ("OFFER", message["receipt"]["version"])
    console.json("exchange", "way", "api")


def test_a_file_that_is_no_workbook_is_a_problem_and_no_crash(console, tmp_path):
    console.json("exchange", "way", "workbook", "--party", "LB-OEFENDORP")
    file = tmp_path / "kandidaten.xlsx"
    file.write_text("geen werkboek", encoding="utf-8")
    for verb in ("import", "answers"):
        assert "CIR-140" in console.problem("exchange", verb, file)
    template = tmp_path / "sjabloon.xlsx"
    console.json("exchange", "template", template)
    assert "“Van”" in console.problem("exchange", "import", template)


def test_the_layout_is_there_to_read(console):
    said = console.run("exchange", "layout", as_json=False).stdout
    assert "| Hoogste huur |" in said
    assert "Sheet `Berichten`" in said
