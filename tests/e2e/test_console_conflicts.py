"""The terminal corrects a dossier, sees a conflict with the register, and decides it."""

import msgspec
import pytest

from cir_desktop.register.auth import Credentials
from cir_desktop.register.client import RegisterClient
from cir_desktop.register.wire import decode_dossier
from cir_desktop.register.wire_edit import corrected
from cir_desktop.runtime.ids import uuid7

MAIL = "reference.email"


@pytest.fixture
def register(practice):
    """Somebody else with access to the same register."""
    access = msgspec.json.decode(practice.credentials.read_bytes())
    names = ("token_url", "client_id", "party_code", "private_key_pem")
    with RegisterClient(access["base_url"], Credentials(**{name: access[name] for name in names})) as client:
        yield client


def _write(register, number, **changes):
    named = {key.replace("__", "."): value for key, value in changes.items()}
    register.write_dossier(number, corrected(register.fetch(number), named), correlation=str(uuid7()))


def _mail(register, number):
    return decode_dossier(register.fetch(number)).reference_person.email


def _of_ours(console):
    for row in console.json("candidates", "--limit", "60")["rows"]:
        if row["primary"]:
            return row["dossier"]
    raise LookupError("no dossier of which we are the primary landlord")


def test_a_correction_meets_a_change_in_the_register_and_a_clerk_decides(console, register):
    console.json("pull")
    number = _of_ours(console)
    ours = ("--set", MAIL, "mijn@voorbeeld.be", "--set", "reference.last_name", "Anders", "--evidence", "brief")
    looked = console.json("dossier", "edit", number, *ours, "--preview")
    assert (looked["kept"], [line["field"] for line in looked["told"]]) == (False, [MAIL])
    assert console.json("outbox", "list") == []
    console.json("dossier", "edit", number, *ours)
    fields = {field["field"]: field for field in console.json("dossier", "fields", number)["fields"]}
    assert fields[MAIL]["waits"] and fields[MAIL]["value"] == "mijn@voorbeeld.be"
    assert console.json("conflicts", "list") == []

    _write(register, number, reference__email="hunne@voorbeeld.be")
    console.json("pull")
    (line,) = console.json("conflicts", "list", expect=1)
    shown = console.json("conflicts", "show", line["id"])
    (field,) = shown["fields"]
    assert (field["now"], field["mine"], field["decided"]) == ("hunne@voorbeeld.be", "mijn@voorbeeld.be", None)
    words = console.run("conflicts", "show", line["id"], as_json=False).stdout
    assert "toen u begon: " in words
    assert "): hunne@voorbeeld.be" in words and "wat u invulde: mijn@voorbeeld.be" in words

    seen = ("--seen", shown["seen"])
    assert "Niet elk verschil" in console.problem("conflicts", "resolve", line["id"], *seen)
    assert "geen beslissing" in console.problem("conflicts", "resolve", line["id"], "--field", MAIL, "ja", *seen)
    console.json("conflicts", "resolve", line["id"], "--field", MAIL, "later: vraag het na", *seen)
    assert console.json("push")["sent"] == 0
    console.json("conflicts", "resolve", line["id"], "--field", MAIL, "register", *seen)
    console.json("conflicts", "reopen", line["id"])
    console.json("conflicts", "resolve", line["id"], "--field", MAIL, "mine", *seen)
    assert console.json("conflicts", "list") == []
    assert [one["state"] for one in console.json("conflicts", "list", "--all")] == ["resolved"]
    assert console.json("push")["accepted"] == 1
    assert _mail(register, number) == "mijn@voorbeeld.be"


def test_a_request_for_correction_is_listed_shown_and_ticked_off(console):
    console.json("pull")
    number = _of_ours(console)
    console.json("dossier", "edit", number, "--set", "reference.first_name", "Anders", "--evidence", "identiteitskaart")
    (asked,) = console.json("correct-request", "list", "--open")
    assert (asked["after"], asked["addressee"]) == ("Anders", "het CIR")
    assert "identiteitskaart" in console.json("correct-request", "text", asked["id"])["text"]
    assert not console.json("correct-request", "done", asked["id"])["open"]
    assert console.json("correct-request", "list", "--open") == []
    assert "U wijzigde niets" in console.problem("dossier", "edit", number, "--evidence", "brief")
