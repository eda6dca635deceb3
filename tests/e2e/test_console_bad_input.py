"""What goes wrong in the world gives one clear line and an exit code; nothing is lost and no traceback is shown."""

import json
import socket

import httpx
import pytest
from support.console import Console

HOME = ("--street", "Dorpsplein", "--number", "12", "--postcode", "2460", "--type", "A")


@pytest.fixture
def nobody():
    """An address on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    return f"http://127.0.0.1:{port}"


def _fault(practice, **order):
    access = json.loads(practice.credentials.read_text("utf-8"))
    httpx.post(
        access["control_url"] + "/faults", json=order, headers={"x-practice-token": access["control_token"]}
    ).raise_for_status()


@pytest.fixture
def faults(practice):
    yield lambda **order: _fault(practice, **order)
    access = json.loads(practice.credentials.read_text("utf-8"))
    httpx.delete(access["control_url"] + "/faults", headers={"x-practice-token": access["control_token"]})


def test_a_register_that_is_down_gives_exit_3(tmp_path, nobody):
    assert "CIR-301" in Console(tmp_path / "werkmap", nobody).problem("pull", expect=3)


def test_a_pull_without_any_register_says_how_to_set_one(tmp_path):
    assert "--register" in Console(tmp_path / "werkmap").problem("pull", expect=2)


@pytest.mark.parametrize(
    ("status", "expect", "code"),
    [(401, 1, "CIR-302"), (403, 1, "CIR-302"), (500, 3, "CIR-301"), (502, 3, "CIR-301")],
)
def test_each_refusal_of_the_register_has_its_own_line_and_exit_code(console, faults, status, expect, code):
    faults(kind="status", code=status, times=50)
    assert code in console.problem("pull", expect=expect)


def test_a_web_page_in_place_of_an_answer_is_called_so(console, faults):
    faults(kind="nonsense", times=50)
    assert "CIR-323" in console.problem("pull")


def test_after_a_fault_the_next_pull_is_complete(console, faults):
    faults(kind="status", code=500, times=3)
    console.problem("pull", expect=3)
    assert console.json("pull")["complete"] is True


def test_a_wrong_passphrase_does_not_open_the_workspace(console):
    console.json("status")
    wrong = console.folder.parent / "fout.txt"
    wrong.write_text("iets anders\n", encoding="utf-8")
    done = console.run("status", "--passphrase-file", wrong, passphrase=False)
    assert done.returncode == 1
    assert "CIR-201" in done.stderr
    assert "Traceback" not in done.stderr


def test_without_keyring_terminal_and_passphrase_it_says_so_and_does_not_hang(console):
    done = console.run_apart("status", passphrase=False)
    assert done.returncode == 1
    assert "CIR-202" in done.stderr


def test_a_file_that_is_no_workbook_is_refused_and_nothing_changes(console, tmp_path):
    file = tmp_path / "lijst.xlsx"
    file.write_text("dit is tekst", encoding="utf-8")
    assert "CIR-140" in console.problem("home", "import", file)
    assert "CIR-140" in console.problem("facts", "import", file)
    assert console.json("home", "list") == []


def test_a_home_without_bedrooms_is_refused(console):
    assert "slaapkamers" in console.problem("home", "add", "W001", *HOME)
    assert console.json("home", "list") == []


@pytest.mark.parametrize("bedrooms", ["veel", "-1", "10"])
def test_a_home_with_an_impossible_number_of_bedrooms_is_refused(console, bedrooms):
    assert "CIR-130" in console.problem("home", "add", "W001", *HOME, f"--bedrooms={bedrooms}")


def test_a_home_code_is_used_once(console):
    console.json("home", "add", "W001", *HOME, "--bedrooms", "2")
    assert "CIR-110" in console.problem("home", "add", "W001", *HOME, "--bedrooms", "2")


def test_an_unknown_home_or_dossier_is_told(console):
    assert "CIR-120" in console.problem("rank", "W999")
    console.json("home", "add", "W001", *HOME, "--bedrooms", "2")
    assert "CIR-130" in console.problem("offer", "W001", "geen nummer")


def test_options_may_stand_before_or_after_the_verb(console):
    before = console.words("home", "list")
    place = before.index("home")
    after = [*before[place : place + 2], *before[:place], *before[place + 2 :]]
    for words in (before, after):
        done = console.run_words(words)
        assert (done.returncode, done.stdout.strip()) == (0, "[]"), done


def test_a_workspace_that_cant_be_written_says_so(console, tmp_path):
    file = tmp_path / "bestand"
    file.write_text("geen map", encoding="utf-8")
    console.folder = file
    assert "CIR-200" in console.problem("status")


def test_an_unknown_verb_is_usage(console):
    done = console.run_apart("toveren")
    assert done.returncode == 2
    assert "CIR-100" in done.stderr


def test_a_mistake_of_ours_shows_where_and_never_what(console, monkeypatch):
    monkeypatch.setattr("cir_desktop.services.exchange.status", lambda office: {}["Peeters Jan 85010195012"])
    done = console.run("status")
    assert done.returncode == 1
    assert done.stderr.startswith("fout CIR-900")
    assert "KeyError" in done.stderr
    assert "Peeters" not in done.stderr + done.stdout


def test_with_json_a_process_of_its_own_writes_json_and_nothing_else(console):
    done = console.run_apart("pull")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["complete"] is True
    assert done.stderr == ""


def test_the_log_of_a_workspace_names_nobody(console):
    console.json("pull")
    row = console.json("candidates", "--limit", "1")["rows"][0]
    text = "".join(file.read_text("utf-8") for file in (console.folder / "log").iterdir())
    assert row["name"].split()[0] not in text


def test_no_file_of_the_workspace_holds_a_name_or_a_plain_database(console):
    console.json("pull")
    names = {part for row in console.json("candidates", "--limit", "50")["rows"] for part in row["name"].split()}
    for file in console.folder.rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            assert b"SQLite format 3" not in content
            assert not [name for name in names if len(name) > 5 and name.encode() in content], file
