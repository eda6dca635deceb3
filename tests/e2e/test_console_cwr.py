"""Our homes against the central dwelling register, in the terminal."""

import pytest
from support.console import Console

HOME = ("--street", "Dorpsplein", "--number", "12", "--box", "1", "--postcode", "2460", "--type", "A")


@pytest.fixture(scope="module")
def console(tmp_path_factory, practice):
    made = Console(tmp_path_factory.mktemp("cwr") / "werkmap", practice.base_url)
    made.json("home", "add", "W001", *HOME, "--bedrooms", "2", "--lowest-rent", "180", "--floor", "1", "--lift")
    return made


def test_homes_are_proposed_linked_compared_written_and_let_go(console, tmp_path):
    assert "nog nooit" in console.run("cwr", "compare", as_json=False).stdout
    found = console.json("cwr", "list")["lines"]
    assert {line["dwelling"]: line["match"] for line in found} == {
        "ZYKTR": "proposed",
        "QWBFD": "only_there",
        "HJTRE": "only_there",
    }
    [proposal] = console.json("cwr", "link")["lines"]
    assert (proposal["home"], proposal["why"]) == ("W001", "Hetzelfde adres en dezelfde eigen code (W001).")
    assert console.json("cwr", "link", "W001")["dwelling"] == "ZYKTR"
    assert "1 gekoppeld, waarvan 1 met een verschil" in console.run("cwr", "compare", as_json=False).stdout
    linked = next(line for line in console.json("cwr", "compare", expect=1)["lines"] if line["match"] == "linked")
    assert linked["differences"] == [{"field": "slaapkamers", "ours": "2", "theirs": "3"}]
    file = tmp_path / "cwr.xlsx"
    assert console.json("cwr", "export", file)["differences"] == 1
    assert file.exists()
    console.json("cwr", "unlink", "W001")
    assert "niet gekoppeld" in console.problem("cwr", "unlink", "W001")
    assert "vijf letters" in console.problem("cwr", "link", "W001", "ABCDE")
