"""What did not get through stays in sight in the terminal, and a clerk decides on it."""

import json
import re
from argparse import Namespace

import httpx
import pytest
from support.console import TODAY

from cir_desktop.cli import verbs_exchange
from cir_desktop.cli.output import Output

HOME = ("--street", "Dorpsplein", "--number", "12", "--postcode", "2460", "--type", "A", "--bedrooms", "2")
RENT = ("--lowest-rent", "180", "--highest-rent", "560", "--charges", "45")
ACTION = "verwerkDossierActie"


@pytest.fixture
def faults(practice):
    access = json.loads(practice.credentials.read_text("utf-8"))
    headers = {"x-practice-token": access["control_token"]}
    address = access["control_url"] + "/faults"

    def order(**fault):
        """The next calls go wrong; without a fault all is well again."""
        answer = httpx.post(address, json=fault, headers=headers) if fault else httpx.delete(address, headers=headers)
        answer.raise_for_status()

    yield order
    order()


@pytest.fixture
def offered(console):
    """A console with one message that waits to be sent."""
    console.json("pull")
    console.json("home", "add", "W001", *HOME, *RENT, "--vacant-from", TODAY.isoformat())
    taken = {"unknown.status", "own_offer"}
    placed = console.json("rank", "W001")["placed"]
    dossier = next(line["dossier"] for line in placed if not taken & {flag["code"] for flag in line["flags"]})
    signed = ("--motive", "bewijzen opgevraagd", "--passed-all", "STATUS-GEWIJZIGD", "nagekeken in het register")
    console.json("offer", "W001", dossier, *signed)
    return console


def _message(console):
    (message,) = console.json("outbox", "list")
    return message


def _decide(console, capsys, verb, **given):
    """Call a verb on the workspace of this console; gives what it wrote as JSON."""
    file = console.folder.parent / "zin.txt"
    arguments = Namespace(
        workspace=console.folder, passphrase_file=file, actor="els", register=None, credentials=None, **given
    )
    assert verb(arguments, Output(as_json=True)) == 0
    return json.loads(capsys.readouterr().out)


def test_a_message_without_an_answer_is_told_by_every_push_until_it_is_settled(offered, faults):
    faults(kind="cut", path=ACTION)
    for sent in (1, 0):
        done = offered.run("push", as_json=sent == 1)
        assert done.returncode == 3
        assert "CIR-301" in done.stderr
        if sent:
            assert json.loads(done.stdout)["unanswered"] == 1
        else:
            assert "1 zonder antwoord: wordt na " in done.stdout
            assert "(of nu met: cir outbox retry)" in done.stdout
    settled = offered.json("outbox", "retry")
    assert (settled["accepted"], settled["unanswered"]) == (1, 0)


def test_without_access_a_message_stays_and_goes_out_when_the_access_is_back(offered, faults):
    faults(kind="status", code=403, path=ACTION)
    assert offered.json("push", expect=1)["denied"] == 1
    message = _message(offered)
    assert message["state"] == "new"
    assert "403" in message["last_answer"]
    assert f"CIR-302, vraag {message['id'][-8:]}" in message["last_answer"]
    assert offered.json("push")["sent"] == 0
    assert offered.json("outbox", "retry")["accepted"] == 1


def test_a_register_that_is_away_is_left_alone_until_its_time_or_until_a_clerk_asks(offered, faults):
    faults(kind="down", times=None)
    assert offered.run("push").returncode == 3
    for _ in range(2):
        assert offered.run("outbox", "retry").returncode == 3
    told = offered.run("status", as_json=False).stdout
    assert re.search(r"Verzenden is gepauzeerd\. .* Volgende poging om \d\d:\d\d \(of nu met: cir push --now\)", told)
    paused = offered.run("push")
    assert (paused.returncode, json.loads(paused.stdout)["sent"]) == (3, 0)
    assert "Verzenden is gepauzeerd" in paused.stderr
    faults()
    assert offered.json("outbox", "retry")["accepted"] == 1
    assert offered.json("status")["circuit"]["next_attempt_at"] is None


def test_a_refused_message_goes_out_again_when_a_clerk_says_so(offered, faults, capsys):
    faults(kind="status", code=404, path=ACTION)
    assert offered.json("push", expect=1)["refused"] == 1
    assert offered.json("push")["sent"] == 0
    again = _decide(offered, capsys, verbs_exchange.outbox_resend, id=_message(offered)["id"][-8:])
    assert again["state"] == "new"
    assert offered.json("push")["accepted"] == 1


def test_a_message_that_need_not_go_is_withdrawn_with_its_motive(offered, capsys):
    gone = _decide(
        offered, capsys, verbs_exchange.outbox_drop, id=_message(offered)["id"], motive="Telefonisch geregeld."
    )
    assert (gone["state"], gone["motive"]) == ("dropped", "Telefonisch geregeld.")
    assert offered.json("push")["sent"] == 0


def test_an_offer_that_was_told_is_put_right_with_a_reason_of_the_closed_list(offered):
    offered.json("push")
    told = _message(offered)
    shown = offered.json("outbox", "correct", told["id"][-8:], expect=1)
    assert "WONING-NIET-VRIJ" in {reason["code"] for reason in shown["reasons"]}
    lines = offered.run("outbox", "correct", told["id"], "--reason", "WONING-NIET-VRIJ", "--preview", as_json=False)
    assert lines.returncode == 1
    assert "Commentaar: De woning kan toch niet verhuurd worden" in lines.stdout
    made = offered.json("outbox", "correct", told["id"], "--reason", "WONING-NIET-VRIJ")
    assert (made["action"], made["state"]) == ("CCL", "new")
    assert offered.json("push")["accepted"] == 1
    assert "CIR-110" in offered.problem("outbox", "correct", told["id"])
    assert "CIR-130" in offered.problem("outbox", "correct", made["id"], "--reason", "ANDERE")


def test_a_message_that_never_went_is_only_dropped(offered):
    dropped = offered.json("outbox", "correct", _message(offered)["id"], "--reason", "VERKEERD-DOSSIER")
    assert dropped["state"] == "dropped"
    assert offered.json("push")["sent"] == 0


def test_the_last_calls_are_told_for_a_help_desk_without_a_number_of_a_dossier(offered):
    offered.json("push")
    calls = offered.json("log", "--last", "5")
    assert len(calls) == 5
    assert calls[-3]["path"] == "/dossiers/verwerkDossierActie" and calls[-3]["status"] == "200"
    told = offered.run("log", as_json=False).stdout
    assert "Berichten: bevestigd 1" in told
    assert _message(offered)["dossier"] not in told
    assert _message(offered)["id"] in told
    assert "CIR-130" in offered.problem("log", "--last", "0")


def test_whether_messages_leave_by_themselves_is_a_choice_that_stays(offered):
    assert offered.json("outbox", "automatic", "on") == {"automatic": True}
    assert "Berichten vertrekken enkel op vraag." in offered.run("outbox", "automatic", "off", as_json=False).stdout
    assert _message(offered)["state"] == "new"
