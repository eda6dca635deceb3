"""The second person in the terminal: who it is, what he or she sees first, and what a wrong passphrase does."""

import pytest
from support.console import TODAY, Console

DEPUTY = ("--function", "directeur", "--organisation", "OCMW Buurdorp", "--agreement", "Akkoord 2026-14")


@pytest.fixture
def alone(tmp_path):
    """A workspace without a register: who approves is known to the office only."""

    return Console(tmp_path / "werkmap")


@pytest.fixture
def passphrase(tmp_path):
    def write(text):
        file = tmp_path / "goedkeurder.txt"
        file.write_text(text + "\n", encoding="utf-8")
        return ("--approver-passphrase-file", file)

    return write


def test_an_office_of_one_names_a_deputy_and_reads_whether_somebody_can_release(alone, passphrase):
    nobody = alone.run("approver", "list", as_json=False)
    assert nobody.returncode == 1 and "door niemand vrijgegeven" in nobody.stdout
    made = alone.json("approver", "deputy", "Joris Maes", *DEPUTY)
    assert (made["id"], made["deputy"], made["confirmed_at"]) == ("G0001", True, None)
    assert "al een plaatsvervanger" in alone.problem("approver", "deputy", "An Wouters", *DEPUTY)
    alone.json("approver", "confirm", "g0001", *passphrase("een lange zin van Joris"))
    listed = alone.run("approver", "list", as_json=False)
    assert listed.returncode == 0 and "door: Joris Maes" in listed.stdout
    assert "koos al een wachtwoordzin" in alone.problem(
        "approver", "confirm", "G0001", *passphrase("nog een andere zin")
    )
    alone.json("approver", "remove", "joris maes")
    assert alone.json("approver", "list", expect=1)["anybody"] is False


def test_a_short_passphrase_or_one_that_nobody_can_be_asked_for_is_refused(alone, passphrase):
    alone.json("approver", "add", "Mieke", "--function", "directeur")
    assert "te kort" in alone.problem("approver", "confirm", "Mieke", *passphrase("kort"))
    asked = alone.run_apart("approver", "confirm", "Mieke")
    assert asked.returncode == 2 and "--approver-passphrase-file" in asked.stderr


def test_without_a_sign_in_nobody_approves_as_signed_in(alone):
    assert "CIR-120" in alone.problem("outbox", "release", "0000", "--signed-in")


def test_the_name_of_the_log_is_not_taken_by_another(alone):
    alone.json("approver", "add", "Mieke", "--function", "directeur")
    assert "in het logboek" in alone.problem("status", actor="G0001", expect=2)


def test_wrong_passphrases_are_counted_from_one_call_to_the_next(console, passphrase):
    held = _held_refusal(console)
    console.json("approver", "add", "Mieke", "--function", "directeur")
    console.json("approver", "confirm", "Mieke", *passphrase("een lange zin van Mieke"))
    release = ("outbox", "release", held, "--approver", "Mieke")
    for left in ("4 pogingen", "3 pogingen", "2 pogingen", "1 poging"):
        assert left in console.problem(*release, *passphrase("een foute zin"))
    assert "15 minuten geblokkeerd" in console.problem(*release, *passphrase("een foute zin"))
    assert "geblokkeerd tot" in console.problem(*release, *passphrase("een lange zin van Mieke"))
    shown = console.run("outbox", "release", held, as_json=False)
    assert shown.returncode == 1
    assert "Niemand kan dit nu vrijgeven." in shown.stdout and "Mieke (directeur): geblokkeerd" in shown.stdout
    assert console.json("push")["sent"] == 0


def _held_refusal(console):
    home = ("--street", "Dorpsplein", "--number", "41", "--postcode", "2460", "--type", "A", "--bedrooms", "2")
    rent = ("--lowest-rent", "180", "--highest-rent", "560", "--charges", "45")

    console.json("pull")
    console.json("home", "add", "W141", *home, *rent, "--vacant-from", TODAY.isoformat())
    taken = {"unknown.status", "own_offer"}
    placed = console.json("rank", "W141")["placed"]
    dossier = next(line["dossier"] for line in placed if not taken & {flag["code"] for flag in line["flags"]})
    signed = ("--motive", "bewijzen opgevraagd", "--passed-all", "STATUS-GEWIJZIGD", "nagekeken in het register")
    offer = console.json("offer", "W141", dossier, *signed)
    console.json("push")
    console.json("answer", offer["id"], "refused")
    return next(each["id"] for each in console.json("outbox", "list") if each["state"] == "held")
