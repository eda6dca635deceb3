"""The main job in the terminal, every verb in a process of its own, on the practice register over real HTTP."""

import json
from datetime import timedelta

import httpx
import pytest
from support.console import TODAY, Console

HOME = ("--street", "Dorpsplein", "--number", "12", "--postcode", "2460", "--type", "A", "--bedrooms", "2")
RENT = ("--lowest-rent", "180", "--highest-rent", "560", "--charges", "45")
MOTIVE = ("--motive", "ontbrekende bewijzen opgevraagd, niet binnengekomen")
SIGNED = (*MOTIVE, "--passed-all", "AL-IN-AANBOD", "aanbod van een andere woning loopt")


@pytest.fixture(scope="module")
def console(tmp_path_factory, practice):
    """One workspace, pulled and with facts, shared by the steps of one story."""
    made = Console(tmp_path_factory.mktemp("verhaal") / "werkmap", practice.base_url)
    made.json("pull")
    workbook = made.folder.parent / "verblijf.xlsx"
    made.json("practice", "residences", workbook)
    made.json("facts", "import", workbook)
    return made


def _ready(console, code):
    console.json("home", "add", code, *HOME, *RENT, "--vacant-from", TODAY.isoformat())
    return console.json("rank", code)


def _offerable(ranking):
    taken = {"unknown.status", "own_offer"}
    return [line["dossier"] for line in ranking["placed"] if not taken & {flag["code"] for flag in line["flags"]}]


def _register_dossier(practice, number):
    """What the register itself now says, over a client of its own."""
    import msgspec

    from cir_desktop.register.auth import Credentials
    from cir_desktop.register.client import RegisterClient

    credentials = msgspec.json.decode(practice.credentials.read_bytes(), type=Credentials)
    with RegisterClient(practice.base_url, credentials) as client:
        return json.loads(client.fetch(number))


def test_everyone_who_chose_the_municipality_gets_a_line_with_a_reason(console):
    ranking = _ready(console, "W100")
    assert ranking["home"] == "W100"
    assert ranking["pulled"] == len(ranking["placed"]) + len(ranking["excluded"]) > 20
    assert [line["position"] for line in ranking["placed"]] == list(range(1, len(ranking["placed"]) + 1))
    for line in ranking["placed"]:
        assert line["deciding"]["text"] and line["deciding"]["rule"] and line["deciding"]["article"]
    for line in ranking["excluded"]:
        assert line["text"] and line["article"] and line["answer"] == "not_met"


def test_an_accepted_offer_ends_as_an_allocation_in_the_register(console, practice):
    dossier = _offerable(_ready(console, "W101"))[0]
    offer = console.json("offer", "W101", dossier, *SIGNED)
    assert console.json("push")["accepted"] == 1
    assert _register_dossier(practice, dossier)["status"] == "OFFER"
    console.json("answer", offer["id"], "accepted")
    contract = TODAY + timedelta(days=30)
    console.json("decide", "W101", dossier, "--contract", contract.isoformat(), *MOTIVE)
    assert console.json("push")["accepted"] == 1
    after = _register_dossier(practice, dossier)
    assert after["status"] == "RJCT"
    assert after["toewijzingen"][-1]["pand"]["straat"] == "Dorpsplein"
    receipts = [c["receipt"] for c in console.json("outbox", "list") if c["dossier"] == dossier]
    assert [receipt["action"] for receipt in receipts] == ["OFFER", "ACC"]


def test_an_ungrounded_refusal_waits_until_somebody_else_releases_it(console, practice):
    dossier = _offerable(_ready(console, "W102"))[0]
    offer = console.json("offer", "W102", dossier, *SIGNED)
    console.json("push")
    held = console.json("answer", offer["id"], "refused")
    assert held["message"]["held"] is True
    assert console.json("push")["sent"] == 0
    command = next(c for c in console.json("outbox", "list") if c["state"] == "held" and c["dossier"] == dossier)
    file = console.folder.parent / "goedkeurder.txt"
    file.write_text("een zin van de tweede persoon\n", encoding="utf-8")
    for name in ("Els", "Mieke"):
        console.json("approver", "add", name, "--function", "directeur")
        console.json("approver", "confirm", name, "--approver-passphrase-file", file)
    shown = console.json("outbox", "release", command["id"], expect=1)
    assert "Actie: REF: Weigering" in shown["message"]
    assert any("tot " in text for text in shown["consequences"])
    vouched = ("outbox", "release", command["id"], "--approver-passphrase-file", file, "--approver")
    assert "niet zelf" in console.problem(*vouched, "els", as_json=True)
    assert console.json(*vouched, "mieke")["released_by"] == "Mieke"
    assert console.json("push")["accepted"] == 1
    after = _register_dossier(practice, dossier)
    assert after["status"] == "REG"
    assert after["aanbiedingen"][-1]["gegrond"] is False


def test_a_grounded_refusal_is_sent_without_a_second_person_and_costs_nothing(console, practice):
    dossier = _offerable(_ready(console, "W103"))[0]
    grounded = next(reason["code"] for reason in console.json("reasons") if reason["grounded"])
    offer = console.json("offer", "W103", dossier, *SIGNED)
    console.json("push")
    console.json("answer", offer["id"], "refused", "--reason", grounded)
    assert console.json("push")["accepted"] == 1
    assert _register_dossier(practice, dossier)["aanbiedingen"][-1]["gegrond"] is True


def test_silence_counts_only_after_the_term(console):
    dossier = _offerable(_ready(console, "W104"))[0]
    offer = console.json("offer", "W104", dossier, *SIGNED)
    assert "mag nog antwoorden" in console.problem("answer", offer["id"], "silent")


def test_silence_after_the_term_is_held_as_a_sanction(console):
    dossier = _offerable(_ready(console, "W105"))[0]
    posted = TODAY - timedelta(days=20)
    offer = console.json("offer", "W105", dossier, "--posted", posted.isoformat(), *SIGNED)
    console.json("push")
    assert console.json("answer", offer["id"], "silent")["message"]["action"] == "NORES"
    states = [c["state"] for c in console.json("outbox", "list") if c["dossier"] == dossier]
    assert states == ["accepted", "held"]


def test_a_candidate_lower_on_the_list_gets_an_offer_only_with_a_reason_for_everybody_above(console):
    ranking = _ready(console, "W106")
    dossier = _offerable(ranking)[4]
    above = [line["dossier"] for line in ranking["placed"]]
    above = above[: above.index(dossier)]
    told = console.run("offer", "W106", dossier, *MOTIVE)
    assert told.returncode == 1 and told.stdout == ""
    assert all(number in told.stderr for number in above) and "VRAAGT-UITSTEL" in told.stderr
    one = ("--passed", above[0], "VRAAGT-UITSTEL", "brief van de kandidaat")
    assert f"({len(above) - 1})" in console.problem("offer", "W106", dossier, *MOTIVE, *one)
    made = console.json("offer", "W106", dossier, *SIGNED, *one)
    assert [passed["dossier"] for passed in made["passed_over"]] == above
    assert [passed["code"] for passed in made["passed_over"]][:2] == ["VRAAGT-UITSTEL", "AL-IN-AANBOD"]


def test_an_excluded_candidate_gets_no_offer_and_the_reason_is_told(console):
    excluded = _ready(console, "W107")["excluded"][0]
    assert excluded["text"] in console.problem("offer", "W107", excluded["dossier"], *SIGNED)


def test_a_decision_without_an_accepted_offer_is_refused(console):
    dossier = _offerable(_ready(console, "W108"))[0]
    console.problem("decide", "W108", dossier, "--contract", TODAY.isoformat(), *MOTIVE)


def test_a_home_is_not_let_while_another_candidate_said_yes_too(console):
    first, second = _offerable(_ready(console, "W110"))[:2]
    made = [console.json("offer", "W110", dossier, *SIGNED) for dossier in (first, second)]
    for offer in made:
        console.json("answer", offer["id"], "accepted")
    contract = ("--contract", TODAY.isoformat(), *MOTIVE)
    assert made[0]["id"] in console.problem("decide", "W110", second, *contract)
    console.json("answer", made[0]["id"], "withdrawn")
    console.json("decide", "W110", second, *contract)


def test_a_home_that_was_let_is_not_offered_again_by_itself(console):
    first, second = _offerable(_ready(console, "W111"))[:2]
    offer = console.json("offer", "W111", first, *SIGNED)
    console.json("answer", offer["id"], "accepted")
    console.json("decide", "W111", first, "--contract", TODAY.isoformat(), *MOTIVE)
    assert "niet vrij" in console.problem("offer", "W111", second, *SIGNED)


def test_an_answer_noted_by_mistake_is_taken_back_while_the_register_was_not_told(console):
    dossier = _offerable(_ready(console, "W112"))[0]
    offer = console.json("offer", "W112", dossier, *SIGNED)
    console.json("push")
    console.json("answer", offer["id"], "refused")
    assert console.json("answer", offer["id"], "undo")["answer"] == "open"
    states = [c["state"] for c in console.json("outbox", "list") if c["dossier"] == dossier]
    assert states == ["accepted", "dropped"]
    console.json("answer", offer["id"], "withdrawn")
    assert console.json("push")["accepted"] >= 1
    assert "kreeg dit antwoord al" in console.problem("answer", offer["id"], "undo")


def test_taking_back_an_old_answer_leaves_the_sanction_of_a_later_offer_alone(console):
    dossier = _offerable(_ready(console, "W117"))[0]
    grounded = next(reason["code"] for reason in console.json("reasons") if reason["grounded"])
    first = console.json("offer", "W117", dossier, *SIGNED)
    console.json("push")
    console.json("answer", first["id"], "refused", "--reason", grounded)
    console.json("push")
    _ready(console, "W118")
    later = console.json("offer", "W118", dossier, *SIGNED)
    console.json("push")
    console.json("answer", later["id"], "refused")
    assert "later nog een aanbod" in console.problem("answer", first["id"], "undo")
    assert [c["state"] for c in console.json("outbox", "list") if c["dossier"] == dossier][-1] == "held"


def test_an_offer_withdrawn_before_it_was_sent_tells_the_register_nothing(console):
    dossier = _offerable(_ready(console, "W113"))[0]
    offer = console.json("offer", "W113", dossier, *SIGNED)
    console.json("answer", offer["id"], "withdrawn")
    assert [c["state"] for c in console.json("outbox", "list") if c["dossier"] == dossier][-1] == "dropped"


def test_a_reason_is_asked_for_a_refusal_only(console):
    dossier = _offerable(_ready(console, "W114"))[0]
    offer = console.json("offer", "W114", dossier, *SIGNED)
    assert "alleen bij een weigering" in console.problem("answer", offer["id"], "accepted", "--reason", "LIGGING")


def test_a_message_that_was_not_sent_can_be_dropped_with_a_motive(console):
    dossier = _offerable(_ready(console, "W116"))[0]
    console.json("offer", "W116", dossier, *SIGNED)
    command = next(c for c in reversed(console.json("outbox", "list")) if c["dossier"] == dossier)
    console.problem("outbox", "drop", command["id"], "--motive", " ")
    console.json("outbox", "drop", command["id"], "--motive", "dubbel ingevoerd")
    assert "CIR-110" in console.problem("outbox", "resend", command["id"])


def test_the_offers_can_be_found_again_with_their_terms(console):
    dossier = _offerable(_ready(console, "W115"))[0]
    offer = console.json("offer", "W115", dossier, *SIGNED)
    assert console.json("offers")[0]["id"] == offer["id"]


def test_every_rule_can_be_explained_for_one_candidate(console):
    ranking = _ready(console, "W109")
    answers = console.json("explain", "W109", ranking["placed"][0]["dossier"])
    assert {"met", "not_met", "unknown"} >= {answer["answer"] for answer in answers}
    assert all(answer["text"] and answer["article"] and answer["label"] for answer in answers)


def test_a_second_pull_fetches_only_what_changed(console, practice):
    console.json("pull")
    again = console.json("pull")
    assert (again["fetched"], again["complete"]) == (0, True)
    access = json.loads(practice.credentials.read_text("utf-8"))
    httpx.post(
        access["control_url"] + "/advance", json={"days": 2}, headers={"x-practice-token": access["control_token"]}
    ).raise_for_status()
    changed = console.json("pull")
    assert 0 < changed["fetched"] < 60


def test_the_status_counts_what_waits(console):
    status = console.json("status")
    assert status["candidates"] >= 190
    assert status["homes"] >= 1


def test_a_candidate_is_found_by_the_start_of_a_name_or_a_number(console):
    everyone = console.json("candidates", "--limit", "5")
    row = everyone["rows"][0]
    for text in (row["name"].split()[0][:4], row["dossier"], row["dossier"].replace(".", "")):
        assert row["dossier"] in [
            found["dossier"] for found in console.json("candidates", text, "--limit", "999")["rows"]
        ]


def test_an_exported_list_is_worked_out_again_without_a_workspace(console, tmp_path):
    dossier = _offerable(_ready(console, "W190"))[0]
    offer = console.json("offer", "W190", dossier, *SIGNED)
    (ref,) = [each for each in console.json("frozen", "list", "W190") if each["about"] == offer["id"]]
    word = tmp_path / "wachtwoord"
    word.write_text("vier losse woorden samen\n", encoding="utf-8")
    path = tmp_path / "W190.cirdossier"
    console.json("frozen", "export", ref["id"], path, "--password-file", word)
    elsewhere = Console(tmp_path / "nergens", "http://127.0.0.1:9")
    found = elsewhere.json("replay", path, "--password-file", word)
    assert (found["identical"], found["fingerprint"], found["differences"]) == (True, ref["sha256"], [])
    assert not (tmp_path / "nergens").exists()
    console.json("answer", offer["id"], "withdrawn")


def test_two_candidates_are_compared_and_one_is_told_what_would_move_him_or_her(console):
    placed = _ready(console, "W191")["placed"]
    first, last = placed[0]["dossier"], placed[-1]["dossier"]
    found = console.json("compare", "W191", last, first)
    assert (found["first"], found["second"]) == (first, last)
    assert [rule["rule"] for rule in found["rules"] if rule["decides"]] == [found["deciding"]]
    told = console.json("whatif", "W191", last)
    assert (told["place"], told["of"]) == (len(placed), len(placed))
    assert all(change["sentence"] for change in told["changes"])
