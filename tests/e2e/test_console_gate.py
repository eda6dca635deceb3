"""A pull that would change much at once asks first, also in the terminal."""

import json
from collections.abc import Iterator

import httpx
import pytest
from support.console import TODAY, Console

from cir_desktop.practice import launcher

HOME = ("--street", "Dorpsplein", "--number", "12", "--postcode", "2460", "--type", "A", "--bedrooms", "2")


@pytest.fixture
def asked(tmp_path) -> Iterator[tuple[Console, list[str]]]:
    """A console with a pull that waits, and the dossiers that it is about."""
    with launcher.start(tmp_path / "register", 40, 7, TODAY) as practice:
        access = json.loads(practice.credentials.read_text("utf-8"))
        headers = {"x-practice-token": access["control_token"]}
        console = Console(tmp_path / "werkmap", practice.base_url)
        console.json("pull")
        rows = console.json("candidates", "--limit", 40)["rows"]
        numbers = sorted(row["dossier"] for row in rows if row["status"] == "REG")[:8]
        for number in numbers:
            body = {"dossierNummer": number, "what": "unknown-status"}
            httpx.post(access["control_url"] + "/change", json=body, headers=headers).raise_for_status()
        yield console, numbers


def test_the_question_names_the_lists_and_the_dossiers_and_accepting_applies_them(asked) -> None:
    console, numbers = asked
    held = console.json("pull", expect=1)
    question = held["question"]
    assert held["gate"] == question["pull"]
    assert question["lists"] == ["Alle kandidaten: 8 van 40 (andere status: 8)"]
    assert [line["dossier"] for line in question["lines"]] == numbers
    assert {(line["before"], line["after"]) for line in question["lines"]} == {("Ingeschreven", "ZZZZZ")}
    words = console.run("pull", as_json=False)
    assert words.returncode == 1
    assert "Er is nog niets toegepast en niets bevestigd aan het CIR." in words.stdout
    waits = console.json("pull", expect=1)["gate"]
    assert f"cir pull --accept {waits - 1}" in words.stdout
    console.json("home", "add", "W001", *HOME, "--vacant-from", TODAY.isoformat())
    assert "wacht op een beslissing bij Uitwisseling" in console.run("rank", "W001", as_json=False).stdout
    assert "CIR-120" in console.problem("pull", "--accept", waits - 1)
    assert console.json("pull", "--accept", waits)["complete"]
    statuses = {row["dossier"]: row["status"] for row in console.json("candidates", "--limit", 40)["rows"]}
    assert {statuses[number] for number in numbers} == {"ZZZZZ"}
    assert "wacht op een beslissing" not in console.run("rank", "W001", as_json=False).stdout


def test_what_is_thrown_away_changes_nothing_and_is_asked_again(asked) -> None:
    console, numbers = asked
    waits = console.json("pull", expect=1)["gate"]
    assert console.json("pull", "--discard", waits) == {"discarded": waits}
    statuses = {row["dossier"]: row["status"] for row in console.json("candidates", "--limit", 40)["rows"]}
    assert {statuses[number] for number in numbers} == {"REG"}
    assert console.json("pull", expect=1)["gate"] == waits + 1
    assert "CIR-100" in console.problem("pull", "--accept", waits, "--discard", waits, expect=2)
