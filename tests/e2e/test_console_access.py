"""The access to a register from the console, as a system administrator sets it up for a landlord."""

import pytest
from joserfc.jwk import RSAKey
from support.console import Console


@pytest.fixture
def console(tmp_path):
    return Console(tmp_path / "werkmap")


@pytest.fixture
def key(tmp_path):
    file = tmp_path / "sleutel.pem"
    file.write_bytes(RSAKey.generate_key(2048).as_pem(private=True, password="zin van de sleutel"))
    phrase = tmp_path / "sleutelzin.txt"
    phrase.write_text("zin van de sleutel\n", encoding="utf-8")
    return file, phrase


ADDRESSES = ("--base-url", "https://cir.invalid", "--token-url", "https://cir.invalid/token")
CODES = ("--client-id", "oefendorp", "--party-code", "LB-OEFENDORP")
PERSONS = (
    "--issuer",
    "https://op.invalid",
    "--oidc-client-id",
    "x",
    "--role-app",
    "cirdesktop",
    "--organisation",
    "0200000009",
)


def test_an_access_is_built_up_step_by_step_and_what_lacks_is_told(console, key):
    file, phrase = key
    first = console.json("access", "set", "--environment", "test", *ADDRESSES, *CODES, expect=1)
    assert any("geen sleutel" in sentence for sentence in first["lacking"])
    console.json("access", "set", "--key", file, "--key-passphrase-file", phrase, expect=1)
    assert "CIR-326" in console.problem("pull", expect=2)
    ground = ("--ground", "machtiging", "VTC/2026/12", "01/02/2026")
    last = console.json("access", "set", *PERSONS, *ground, "--key-until", "2099-12-31")
    assert last["lacking"] == []
    shown = console.run("access", "show", as_json=False)
    assert shown.returncode == 0
    assert "machtiging VTC/2026/12 van 01/02/2026" in shown.stdout
    assert "Omgeving: testomgeving" in shown.stdout
    assert "PRIVATE KEY" not in shown.stdout + str(last)


def test_what_is_wrong_has_a_line_with_its_code(console, key):
    file, _ = key
    assert "wachtwoordzin" in console.problem("access", "set", "--key", file)
    assert "CIR-130" in console.problem("access", "set", "--base-url", "http://cir.example")
    assert "CIR-130" in console.problem("access", "set", "--ground", "zomaar", "x", "2026-01-01")
    assert "CIR-130" in console.problem("access", "set", "--ground", "machtiging", "x", "gisteren")
    assert "CIR-100" in console.problem("access", "set", "--environment", "elders", expect=2)


def test_a_file_of_the_administrator_that_is_wrong_is_named(console, tmp_path, monkeypatch):
    file = tmp_path / "admin.toml"
    file.write_text("environment = 5", encoding="utf-8")
    monkeypatch.setenv("CIR_DESKTOP_ADMIN_FILE", str(file))
    assert "CIR-327" in console.problem("who", expect=2)
