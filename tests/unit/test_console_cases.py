"""`cir rules test`: what somebody who wrote a case file sees."""

import json
from pathlib import Path

import pytest

from cir_desktop.cli import main

CASE = """
title = "Two people"
home = { nis_code = "13017", type = "H", bedrooms = 1 }
[[case]]
id = "older-first"
sentence = "The oldest registration goes first."
reference = "Guidance on vlaanderen.be, chronology"
date = 2026-06-01
candidate = [{ name = "A", dossier = "2020.01.01.0001" }, { name = "B", dossier = "2021.01.01.0001" }]
expected.order = ["A", "B"]
"""


def _file(folder: Path, text: str) -> str:
    path = folder / "mine.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_cases_that_come_out_as_written_are_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "test", _file(tmp_path, CASE)]) == 0
    assert "1 gevallen: 1 zoals verwacht, 0 anders." in capsys.readouterr().out


def test_a_difference_tells_expected_against_found_and_exits_with_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = CASE.replace('order = ["A", "B"]', 'order = ["B", "A"]')
    assert main(["rules", "test", _file(tmp_path, text)]) == 1
    shown = capsys.readouterr().out
    assert "mine.toml, older-first: The oldest registration goes first." in shown
    assert "order: verwacht B A, gevonden A B" in shown


def test_json_gives_every_case_with_its_differences(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "test", "--json", _file(tmp_path, CASE)]) == 0
    (found,) = json.loads(capsys.readouterr().out)
    assert (found["file"], found["case"], found["differences"]) == ("mine.toml", "older-first", [])


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("bedrooms = 1", "bedrooms = ", "mine.toml, regel 3: dit is geen geldige TOML"),
        (
            'reference = "Guidance on vlaanderen.be, chronology"\n',
            "",
            "mine.toml, regel 4, case[0]: “reference” ontbreekt",
        ),
        ("expected.order", "pillar = 9\nexpected.order", "mine.toml, regel 5, geval older-first: Er is"),
        ('["A", "B"]', '["A", "C"]', "“C” is geen kandidaat van dit geval"),
        ('"2021.01.01.0001"', '"2021.01.01.0001", own = { "geld" = 3 }', "“geld” is geen feit"),
        ('"2021.01.01.0001"', '"2021.01.01.0001", own = { "sitting_tenant" = 3 }', "“3” past niet bij sitting_tenant"),
        ("date = 2026-06-01", "date = 2023-12-31", "regel 5, geval older-first: Op 31/12/2023"),
    ],
)
def test_a_wrong_file_is_told_with_its_place_and_exits_with_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, told: str
) -> None:
    assert old in CASE
    assert main(["rules", "test", _file(tmp_path, CASE.replace(old, new))]) == 2
    assert told in capsys.readouterr().err


def test_a_file_that_is_not_there_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "test", str(tmp_path / "none.toml")]) == 2
    assert "none.toml is er niet" in capsys.readouterr().err
