"""Fetching and what it changed, as a person types it in the terminal."""

import json

import httpx
import pytest


@pytest.fixture
def register(practice):
    access = json.loads(practice.credentials.read_text("utf-8"))
    headers = {"x-practice-token": access["control_token"]}
    return lambda call, body: httpx.post(access["control_url"] + call, json=body, headers=headers).raise_for_status()


def _registered(console):
    return next(row["dossier"] for row in console.json("candidates")["rows"] if row["status"] == "REG")


def test_what_a_pull_brought_is_told_by_field_until_it_is_marked_as_seen(console, register):
    assert console.json("pull")["kind"] == "whole"
    number = _registered(console)
    register("/change", {"dossierNummer": number, "what": "offer-elsewhere"})
    assert console.json("pull")["kind"] == "delta"
    found = console.json("changes", "--about", "ranking")
    (line,) = [each for each in found["changes"] if each["dossier"] == number]
    told = {field["label"]: (field["before"], field["after"]) for field in line["fields"]}
    assert told["Status"] == ("Ingeschreven", "In wacht: aanbod loopt")
    assert line["touches_ranking"] is True
    words = console.run("changes", as_json=False).stdout
    assert "   Status: Ingeschreven → In wacht: aanbod loopt\n" in words
    assert f"{number} " in words and "(raakt de rangschikking)" in words
    assert console.json("changes", "--dossier", number)[0]["fields"] == line["fields"]
    newest, first = console.json("changes", "--pulls")
    assert (newest["kind"], first["kind"]) == ("delta", "whole")
    assert [each["dossier"] for each in console.json("changes", "--since", newest["id"])["changes"]] == [number]
    console.json("changes", "--seen")
    assert console.json("changes")["changes"] == []
    assert "CIR-120" in console.problem("changes", "--since", 99)


def test_only_the_updates_of_some_days_can_be_fetched_and_the_list_stays_partial(console):
    outcome = console.json("pull", "--updated-from", "01/01/2000", "--updated-to", "31/12/2001", expect=1)
    assert (outcome["kind"], outcome["complete"]) == ("window", False)
    assert "De lijst is niet volledig" in console.run("status", as_json=False).stdout
    assert console.json("pull")["complete"]
    assert "Lijst volledig opgehaald op" in console.run("status", as_json=False).stdout
    console.json("pull")
    assert "Lijst volledig: nagekeken op" in console.run("status", as_json=False).stdout
    assert "CIR-100" in console.problem("pull", "--full", "--updated-from", "2026-01-01", expect=2)
    assert "CIR-130" in console.problem("pull", "--updated-from", "2026-01-02", "--updated-to", "2026-01-01")
