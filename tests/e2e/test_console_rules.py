"""The rules that bind the landlord, from a terminal."""

import json

import pytest
from support.console import Console


@pytest.fixture
def alone(tmp_path):
    """A console that knows no register."""
    return Console(tmp_path / "werkmap")


REGULATION = {
    "municipal": [
        {
            "municipality": "13017",
            "from": "2024-05-03",
            "decision": "gemeenteraad van 12/03/2024",
            "source": "toewijzingsreglement",
            "last_checked": "2026-11-23",
            "level": [{"id": "l1", "years": 20, "window": 25, "article": "BVCW art. 6.23 §1", "label": "GOV"}],
        }
    ]
}


def test_an_unknown_value_is_filled_in_and_shown_with_its_source(alone):
    line = next(v for v in alone.json("rules", "values", "--date", "2026-06-01") if v["key"] == "income.limit.single")
    assert line["expected"]
    alone.json("rules", "set", line["key"], "--from", line["since"], "--value", "31000", "--source", "brief van Wonen")
    line = next(v for v in alone.json("rules", "values", "--date", "2026-06-01") if v["key"] == "income.limit.single")
    assert not line["expected"]
    assert line["own"]
    assert "brief van Wonen (ingevuld door els" in line["source"]
    assert "31000" in alone.run("rules", "show", as_json=False).stdout


def test_rules_are_looked_at_before_they_are_taken_over_and_can_be_put_back(alone, tmp_path):
    file = tmp_path / "nieuw.json"
    file.write_text(json.dumps(REGULATION), encoding="utf-8")
    looked = alone.json("rules", "import", file, "--dry-run")
    assert "geen woning open" in looked["sentence"]
    assert alone.json("rules", "history") == []
    first = alone.json("rules", "import", file)
    alone.json("rules", "export", tmp_path / "uit.json")
    assert json.loads((tmp_path / "uit.json").read_text("utf-8"))["municipal"][0]["level"][0]["years"] == 20
    file.write_text("{}", encoding="utf-8")
    alone.json("rules", "import", file)
    assert alone.json("rules", "show")["rules"]["municipal"] == []
    alone.json("rules", "restore", first["id"])
    assert alone.json("rules", "show")["rules"]["municipal"][0]["municipality"] == "13017"


def test_a_regulation_weaker_than_the_law_is_refused_with_its_article(alone, tmp_path):
    weak = json.loads(json.dumps(REGULATION))
    weak["municipal"][0]["level"][0]["years"] = 4
    file = tmp_path / "zwak.json"
    file.write_text(json.dumps(weak), encoding="utf-8")
    assert "6.23" in alone.problem("rules", "import", file)
    assert alone.json("rules", "history") == []


def test_checking_a_folder_gives_exit_one_with_file_line_and_sentence(alone, tmp_path):
    folder = tmp_path / "regels"
    folder.mkdir()
    assert alone.json("rules", "check", folder)["problems"] == []
    (folder / "regulation.toml").write_text(
        'name = "Proef"\n[[regulation]]\nmunicipality = "Kasterlee"\nfrom = 2024-05-03\ndecision = "x"\n'
        'source = "y"\nlast_checked = 2026-11-23\n',
        encoding="utf-8",
    )
    (problem,) = alone.json("rules", "check", folder, expect=1)["problems"]
    assert problem.startswith("regulation.toml, regel 3")
    assert alone.json("rules", "check")["problems"] == []
    assert "CIR-" in alone.problem("rules", "check", tmp_path / "niets")
