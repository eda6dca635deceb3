import pytest

CONTRACT = "2026-03-01T00:00:00+01:00"
HOME = {
    "postCode": "2460",
    "gemeente": "Kasterlee",
    "gemeenteNisCode": "13017",
    "straat": "Verzonnen dreef",
    "huisNummer": "3",
    "huisNummerBus": None,
    "landNisCode": "150",
}


def _type(answer):
    assert answer.status_code == 409
    return answer.json()["type"]


def _advance(practice, days):
    quiet = {"registrations_per_day": 0, "changes_per_day": 0, "offers_elsewhere_per_day": 0}
    quiet |= {"needs_per_day": 0, "routine": False}
    assert practice.control("POST", "/advance", {"days": days, **quiet}).status_code == 200


def test_an_offer_gives_a_receipt_and_a_version_that_waits_for_every_landlord(us, them):
    number = us.fresh()
    before = us.read(number)
    us.acknowledge_all()
    them.acknowledge_all()
    receipt = us.act(number, "OFFER").json()
    after = us.read(number)
    assert receipt["versieNummer"] == after["versieNummer"] == before["versieNummer"] + 1
    assert receipt["status"] == after["status"] == "OFFER"
    assert receipt["verwerktOp"] == after["updateDatum"] > before["updateDatum"]
    assert after["updateDatum"].startswith("2026-01-15T")
    assert us.waiting() == them.waiting() == {number}


def test_the_history_says_which_landlord_did_what_under_which_call(us):
    number = us.fresh()
    receipt = us.act(number, "OFFER").json()
    assert us.read(number)["dossierStatusHistoriek"][-1] == {
        "statusCodeVan": "REG",
        "statusCodeNaar": "OFFER",
        "datum": receipt["verwerktOp"],
        "actie": "OFFER",
        "partijCode": us.party,
        "correlationId": receipt["correlationId"],
    }


def test_an_accepted_offer_ends_in_an_allocation_with_the_home(us):
    number = us.fresh()
    us.act(number, "OFFER")
    receipt = us.act(number, "ACC", datumIngangContract=CONTRACT, pand=HOME).json()
    dossier = us.read(number)
    assert receipt["status"] == dossier["status"] == "RJCT"
    assert dossier["toewijzingen"][-1] == {
        "partijCode": us.party,
        "datum": "2026-01-15",
        "datumIngangContract": CONTRACT,
        "pand": HOME,
    }
    assert dossier["aanbiedingen"][-1]["antwoord"] == "AANVAARD"


def test_an_acceptance_without_contract_date_is_refused_and_the_offer_still_runs(us):
    number = us.fresh()
    us.act(number, "OFFER")
    assert _type(us.act(number, "ACC", pand=HOME)) == "datum-ontbreekt"
    assert us.read(number)["status"] == "OFFER"


def test_after_an_ungrounded_refusal_no_offer_is_possible_for_three_months(us, practice):
    number = us.fresh()
    us.act(number, "OFFER")
    us.act(number, "REF")
    assert _type(us.act(number, "OFFER")) == "overgang-niet-toegelaten"
    _advance(practice, 89)
    assert _type(us.act(number, "OFFER")) == "overgang-niet-toegelaten"
    _advance(practice, 1)
    assert us.act(number, "OFFER").status_code == 200


@pytest.mark.parametrize("second", ["REF", "NORES"])
def test_a_second_refusal_or_silence_strikes_the_dossier_off(us, practice, second):
    number = us.fresh()
    us.act(number, "OFFER")
    assert us.act(number, "NORES").json()["status"] == "REG"
    _advance(practice, 90)
    us.act(number, "OFFER")
    assert us.act(number, second).json()["status"] == "RJCT"


def test_a_grounded_refusal_costs_nothing(us):
    number = us.fresh()
    us.act(number, "OFFER")
    assert us.act(number, "CCLGW").json()["status"] == "REG"
    assert us.act(number, "OFFER").status_code == 200


def test_a_running_offer_keeps_other_landlords_away(us, them):
    number = us.fresh()
    us.act(number, "OFFER")
    assert _type(them.act(number, "OFFER")) == "aanbod-van-andere-verhuurder"
    assert _type(them.act(number, "VOL")) == "aanbod-van-andere-verhuurder"
    assert _type(them.act(number, "REF")) == "niet-uw-aanbod"
    assert _type(them.act(number, "UNDO")) == "niet-uw-aanbod"
    assert us.read(number)["status"] == "OFFER"


def test_undo_gives_a_struck_dossier_its_running_offer_back(us):
    number = us.fresh()
    us.act(number, "OFFER")
    offered = us.read(number)
    us.act(number, "ACC", datumIngangContract=CONTRACT, pand=HOME)
    assert us.act(number, "UNDO").json()["status"] == "OFFER"
    undone = us.read(number)
    assert (undone["aanbiedingen"], undone["toewijzingen"]) == (
        offered["aanbiedingen"],
        offered["toewijzingen"],
    )
    assert _type(us.act(number, "UNDO")) == "overgang-niet-toegelaten"


def test_undo_keeps_what_changed_in_the_dossier_since(us, practice):
    number = us.fresh()
    us.act(number, "WAIT")
    dossier = practice.store.dossier(number)
    dossier["personen"][0]["telefoon1"] = "014 00 00 00"
    with practice.store.transaction():
        practice.store.add_version(dossier, practice.register.clock.now())
    assert us.act(number, "UNDO").json()["status"] == "REG"
    assert us.read(number)["personen"][0]["telefoon1"] == "014 00 00 00"


def test_another_landlord_cannot_undo_our_action(us, them):
    number = us.fresh()
    us.act(number, "WAIT")
    assert _type(them.act(number, "UNDO")) == "overgang-niet-toegelaten"


def test_only_the_primary_landlord_investigates(us, them):
    dossier = next(
        dossier
        for item in us.search(dossierStatus="CHKS")
        if (dossier := us.read(item["dossierNummer"]))["behandelendePartijCode"] in {us.party, them.party}
    )
    primary, other = (us, them) if dossier["behandelendePartijCode"] == us.party else (them, us)
    number = dossier["dossierNummer"]
    assert other.act(number, "REG").status_code == 403
    assert primary.act(number, "REG").json()["status"] == "REG"
    registered = primary.read(number)
    assert registered["onderzoeksRedenen"] == []
    assert registered["inschrijvingsDatum"] == number[:10].replace(".", "-")


def test_a_repeated_call_gets_the_first_answer_byte_for_byte_and_changes_nothing(us):
    number = us.fresh()
    first = us.act(number, "OFFER")
    known = first.headers["x-correlation-id"]
    us.act(number, "CCL")
    again = us.act(number, "OFFER", correlation_id=known)
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert us.read(number)["status"] == "REG"


def test_a_repeated_refusal_is_the_same_refusal_even_when_it_would_be_allowed_now(us):
    number = us.fresh()
    first = us.act(number, "WAKE")
    us.act(number, "WAIT")
    again = us.act(number, "WAKE", correlation_id=first.headers["x-correlation-id"])
    assert (again.status_code, again.content) == (409, first.content)
    assert us.read(number)["status"] == "WAITS"


def test_one_correlation_id_serves_one_question_only(us):
    number = us.fresh()
    known = us.act(number, "OFFER").headers["x-correlation-id"]
    assert us.act(number, "CCL", correlation_id=known).status_code == 400
    assert us.read(number)["status"] == "OFFER"


def test_two_landlords_may_use_the_same_correlation_id(us, them):
    number = us.fresh()
    known = us.act(number, "WAIT").headers["x-correlation-id"]
    assert them.act(number, "WAKE", correlation_id=known).json()["status"] == "REG"


def test_an_action_in_the_name_of_another_landlord_is_refused(us):
    body = {"dossierNummer": us.fresh(), "partijCode": "WM-DENNENBOS", "actie": "OFFER"}
    assert us.call("POST", "/dossiers/verwerkDossierActie", body).status_code == 403


def test_a_dossier_with_an_unknown_status_takes_no_action(us, practice):
    number = us.fresh()
    practice.control("POST", "/change", {"dossierNummer": number, "what": "unknown-status"})
    assert us.read(number)["status"] == "ZZZZZ"
    assert _type(us.act(number, "OFFER")) == "overgang-niet-toegelaten"
