"""`cir need`, `cir investigation` and `cir actualisation` on the practice register over real HTTP."""

import json

import httpx
import openpyxl
import pytest
from support.console import TODAY, Console

from cir_desktop.practice import launcher


@pytest.fixture(scope="module")
def console(tmp_path_factory):
    """A day with new registrations has gone by, some with something to look into, whatever the list of today holds."""
    with launcher.start(tmp_path_factory.mktemp("register"), 200, 1, TODAY) as running:
        access = json.loads(running.credentials.read_text("utf-8"))
        headers = {"x-practice-token": access["control_token"]}
        asked = {"days": 1, "registrations_per_day": 6}
        httpx.post(access["control_url"] + "/advance", json=asked, headers=headers).raise_for_status()
        made = Console(tmp_path_factory.mktemp("woonnood") / "werkmap", running.base_url)
        made.json("pull")
        yield made


def _status(console, dossier):
    return console.json("candidates", dossier)["rows"][0]["status"]


def test_a_request_goes_from_the_list_to_an_answer_in_the_register(console, tmp_path):
    line = next(one for one in console.json("need", "list") if one["documents"] and not one["waiting"])
    about = (line["dossier"], line["requested_on"])
    shown = console.json("need", "show", *about)
    document = shown["documents"][0]
    fetched = console.json("need", "attachment", *about, document["id"])
    assert fetched["kind"] in {"pdf", "png"}
    assert console.json("need", "show", *about)["documents"][0]["kept"]
    file = tmp_path / "stuk"
    assert "leesbaar" in console.json("need", "attachment", *about, document["id"], "--save", file)["warning"]
    assert len(file.read_bytes()) == fetched["size"]
    assert "niets besloten" in console.problem("need", "send", *about)
    said = [word for one in shown["documents"] for word in ("--document", one["id"], "Toont het aan.")]
    console.json("need", "evaluate", *about, *said)
    console.json("need", "evaluate", *about, "--outcome", "granted", "--granted", "EHOME", "--conclusion", "Dakloos.")
    preview = console.json("need", "send", *about, "--preview")
    assert "Toegekende voorrang: dakloos of met dakloosheid bedreigd" in preview["fields"]
    assert not any(one["command"]["dossier"] == line["dossier"] for one in _outbox(console))
    console.json("need", "send", *about, "--with-ranking")
    console.json("need", "undo", *about)
    console.json("need", "send", *about, "--with-ranking")
    assert console.json("push")["accepted"] == 2
    assert not any(one["dossier"] == line["dossier"] for one in console.json("need", "list"))
    ended = [one for one in console.json("need", "list", "--all") if one["dossier"] == line["dossier"]]
    assert ended[0]["answer"] == "aanvaard (dakloos)"
    assert console.json("need", "forget", line["dossier"])["removed"] == 0


def _outbox(console):
    return [{"command": one.get("command", one)} for one in console.json("outbox", "list")]


def test_an_investigation_asks_for_information_and_ends_in_a_registration(console):
    line = next(one for one in console.json("investigation", "list") if one["status"] == "CHKS")
    number = line["dossier"]
    assert console.run("investigation", "list", as_json=False).returncode == 0
    until = TODAY.replace(year=TODAY.year + 1, day=min(TODAY.day, 28)).isoformat()
    console.json("investigation", "ask", number, "--text", "Attest.", "--until", until)
    console.json("push")
    assert _status(console, number) == "INFOS"
    console.json("investigation", "answered", number, "--text", "Attest kwam binnen.")
    console.json("push")
    why = ("--motive", "Uittreksel van het kadaster.")
    assert "grond" in console.problem("investigation", "decide", number, "refuse", *why)
    refuse = ("investigation", "decide", number, "refuse", *why, "--ground", "PROPERTY")
    assert console.json(*refuse, "--preview")["held"]
    for item in line["items"]:
        console.json("investigation", "result", number, item, "ok", "--text", "Bewijs gezien.")
    console.json("push")
    assert _status(console, number) == "REG"


def test_letters_of_the_actualisation_are_written_and_noted_and_a_striking_off_waits(console, tmp_path):
    lines = [one for one in console.json("actualisation", "list") if one["state"] == "due" and not one["waiting"]]
    number = lines[0]["dossier"]
    file = tmp_path / "brieven.xlsx"
    assert console.json("actualisation", "export", file, number)["letters"] == 1
    assert [row[0] for row in openpyxl.load_workbook(file).active.values] == ["Dossier", number]
    assert console.json("actualisation", "letters", number)[0]["state"] == "letter"
    why = ("--motive", "Nagekeken.")
    strike = ("actualisation", "strike", number, *why, "--ground")
    assert "mag nog antwoorden" in console.problem(*strike, "NO_ANSWER")
    assert console.json(*strike, "UNDELIVERABLE")["held"]
    console.json("push")
    assert _status(console, number) == "REG"
    other = next(one for one in lines[1:] if one["dossier"] != number)["dossier"]
    console.json("actualisation", "letters", other)
    assert console.json("actualisation", "letters", other, "--undo")[0]["letter"] is None
    console.json("actualisation", "done", other, *why)
    console.json("push")
    assert other not in {one["dossier"] for one in console.json("actualisation", "list", "--horizon", "1")}
