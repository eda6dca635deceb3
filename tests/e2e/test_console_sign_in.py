"""A person signs in from the console, works, and signs out."""

import os
import re
import subprocess
import sys

import pytest
from support.browser import BY_NAME, Browser
from support.console import Console

from cir_desktop.practice import launcher


@pytest.fixture(scope="module")
def practice(tmp_path_factory):
    with launcher.start(tmp_path_factory.mktemp("oefenregister"), 20, 1) as running:
        yield running


@pytest.fixture
def console(tmp_path, practice):
    return Console(tmp_path / "werkmap", register=practice.base_url)


def sign_in(console, name):
    """`cir sign-in --no-browser` in a process of its own, and somebody who opens the address that it shows."""
    command = [sys.executable, "-m", "cir_desktop.cli", *console.words("sign-in", "--no-browser")]
    with (
        Browser(name) as browser,
        subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8", env=os.environ
        ) as process,
    ):
        shown = process.stderr.readline()
        (url,) = re.findall(r"http://\S+", shown)
        browser.go(url)
        out, err = process.communicate(timeout=60)
    return process.returncode, out, err


def test_who_signs_in_does_the_work_that_follows_with_the_roles_of_the_token(console):
    code, out, err = sign_in(console, "Els")
    assert (code, err) == (0, "")
    assert '"roles": [\n  "clerk"\n ]' in out
    console.register = None
    assert console.json("who")["person"]["name"] == "Els Verzonnen"
    assert console.json("pull")["complete"]
    words = console.run("who", as_json=False).stdout
    assert "Lokaal bestuur Oefendorp" in words
    assert "Rollen: medewerker" in words
    done = console.json("sign-out", "--no-browser")
    assert done["end_session"].endswith("client_id=cir-desktop-oefening-persoon")
    found = console.json("who")
    assert (found["person"], found["account"]) == (None, "els")


def test_a_person_who_is_no_administrator_does_not_change_the_access(console):
    sign_in(console, "Els")
    console.register = "http://127.0.0.1:9"
    assert "CIR-111" in console.problem("who")


def test_who_may_not_work_here_reads_why(console):
    code, out, err = sign_in(console, "Noor")
    assert (code, out) == (1, "")
    assert err.startswith("fout CIR-332: ")


def test_the_words_of_a_sign_in_hold_no_national_number_and_the_log_no_code(console):
    _, out, err = sign_in(console, "Samira")
    log = (console.folder / "log" / "cir-desktop.log").read_text(encoding="utf-8")
    for text in (out, err, log):
        assert BY_NAME["Samira"].rrn not in text
        assert "code=" not in text
