"""What a landlord found: of a housing-need request, and of the exceptions that keep a dossier from being registered."""

from datetime import date
from random import Random

import pytest
from PySide6.QtGui import QImage

from cir_desktop.practice import attachments, needs
from cir_desktop.practice.actualisation import anniversary, confirmed_on

DAY = "2026-01-10"


def _with_request(practice, us):
    """A registered dossier with a request of DAY and its documents."""
    number = us.fresh()
    dossier = practice.store.dossier(number)
    assert needs.ask(dossier, date.fromisoformat(DAY), Random(1))
    with practice.store.transaction():
        practice.store.add_version(dossier, practice.register.clock.now())
    return number


def _answer(landlord, number, **changed):
    body = {
        "dossierNummer": number,
        "partijCode": landlord.party,
        "datum": DAY,
        "status": "GEACCEPTEERD",
        "evaluaties": [],
        "conclusie": "De woning is ongeschikt verklaard.",
        "toegekendeVoorrang": "SUBSH",
    }
    return landlord.call("POST", "/dossiers/woonnoodAntwoord", body | changed)


def _request(landlord, number):
    return next(need for need in landlord.read(number)["woonnoodVerzoeken"] if need["datum"] == DAY)


def _investigated(us, them):
    """The primary landlord, the other one, and a dossier that is investigated."""
    for item in us.search(dossierStatus="CHKS"):
        dossier = us.read(item["dossierNummer"])
        if dossier["behandelendePartijCode"] in {us.party, them.party}:
            primary, other = (us, them) if dossier["behandelendePartijCode"] == us.party else (them, us)
            return primary, other, dossier
    raise AssertionError("nobody is investigated")


def _result(landlord, number, item, outcome="VOLDOET", note="Bewijs gezien."):
    body = {"dossierNummer": number, "partijCode": landlord.party}
    body |= {"onderdeel": item, "resultaat": outcome, "toelichting": note}
    return landlord.call("POST", "/dossiers/onderzoekResultaat", body)


def test_an_answer_stands_in_the_request_with_its_day_and_waits_for_every_landlord(practice, us, them):
    number = _with_request(practice, us)
    us.acknowledge_all()
    them.acknowledge_all()
    first = _request(us, number)["bijlagen"][0]
    said = [{"bijlageIdentificatie": first, "evaluatie": "Toont de situatie aan."}]
    assert _answer(us, number, evaluaties=said).status_code == 204
    assert _request(us, number)["antwoorden"] == [
        {
            "partijCode": us.party,
            "status": "GEACCEPTEERD",
            "evaluaties": said,
            "conclusie": "De woning is ongeschikt verklaard.",
            "toegekendeVoorrang": "SUBSH",
            "datumAntwoord": "2026-01-15",
        }
    ]
    assert us.waiting() == them.waiting() == {number}


def test_each_landlord_answers_for_itself(practice, us, them):
    number = _with_request(practice, us)
    assert _answer(us, number).status_code == 204
    assert _answer(them, number, status="GEWEIGERD", toegekendeVoorrang=None).status_code == 204
    assert {one["partijCode"]: one["status"] for one in _request(us, number)["antwoorden"]} == {
        us.party: "GEACCEPTEERD",
        them.party: "GEWEIGERD",
    }


def test_a_request_in_investigation_can_be_ended_once(practice, us):
    number = _with_request(practice, us)
    busy = {"status": "IN_ONDERZOEK", "conclusie": None, "toegekendeVoorrang": None}
    assert _answer(us, number, **busy).status_code == 204
    assert _request(us, number)["antwoorden"][0]["datumAntwoord"] is None
    assert _answer(us, number).status_code == 204
    version = us.read(number)["versieNummer"]
    assert _answer(us, number).status_code == 204, "the same answer again"
    assert us.read(number)["versieNummer"] == version
    other = _answer(us, number, toegekendeVoorrang="EHOME")
    assert (other.status_code, other.json()["type"]) == (409, "overgang-niet-toegelaten")


def test_a_request_of_another_day_is_not_known(practice, us):
    number = _with_request(practice, us)
    answer = _answer(us, number, datum="2020-02-02")
    assert (answer.status_code, answer.json()["type"]) == (409, "verzoek-onbekend")


@pytest.mark.parametrize(
    "wrong",
    [
        {"toegekendeVoorrang": None},
        {"status": "GEWEIGERD"},
        {"conclusie": None},
        {"evaluaties": [{"bijlageIdentificatie": "van-een-ander", "evaluatie": "x"}]},
    ],
    ids=["no priority", "priority with a refusal", "no conclusion", "a document of another request"],
)
def test_an_answer_that_contradicts_itself_is_no_answer(practice, us, wrong):
    number = _with_request(practice, us)
    assert _answer(us, number, **wrong).status_code == 400
    assert _request(us, number)["antwoorden"] == []


def test_with_the_last_exception_that_is_in_order_the_dossier_is_registered(us, them):
    primary, other, dossier = _investigated(us, them)
    number, items = dossier["dossierNummer"], dossier["onderzoeksRedenen"]
    assert _result(other, number, items[0]).status_code == 403
    for left in range(len(items), 0, -1):
        assert primary.read(number)["status"] == "CHKS"
        assert len(primary.read(number)["onderzoeksRedenen"]) == left
        assert _result(primary, number, items[left - 1]).status_code == 204
    after = primary.read(number)
    assert (after["status"], after["onderzoeksRedenen"]) == ("REG", [])
    assert after["inschrijvingsDatum"] == number[:10].replace(".", "-")
    assert after["dossierStatusHistoriek"][-1]["actie"] == "REG"


def test_an_exception_that_is_not_in_order_stays_and_leaves_a_line(us, them):
    primary, _, dossier = _investigated(us, them)
    number, item = dossier["dossierNummer"], dossier["onderzoeksRedenen"][0]
    assert _result(primary, number, item, "VOLDOET_NIET", "Bezit een woning.").status_code == 204
    after = primary.read(number)
    assert (after["status"], item in after["onderzoeksRedenen"]) == ("CHKS", True)
    assert after["meldingen"][-1]["tekst"] == f"Onderzoek {item}: VOLDOET_NIET. Bezit een woning."
    assert _result(primary, number, item, "VOLDOET_NIET", "Bezit een woning.").status_code == 204
    assert primary.read(number)["versieNummer"] == after["versieNummer"]


def test_an_exception_that_is_not_there_or_a_registered_dossier_has_no_result(us, them):
    primary, _, dossier = _investigated(us, them)
    number, items = dossier["dossierNummer"], set(dossier["onderzoeksRedenen"])
    absent = ({"EIGENDOM", "BUITENLANDS_INKOMEN", "ONTBREKEND_DOCUMENT"} - items).pop()
    assert _result(primary, number, absent).json()["type"] == "onderdeel-onbekend"
    primary.act(number, "REG")
    assert _result(primary, number, items.pop()).json()["type"] == "overgang-niet-toegelaten"


def test_only_the_primary_landlord_actualises_and_strikes_off_for_missing_it(us, them):
    ours = us.first("REG", behandelendePartijCode=us.party)
    for action in ("ACTUA", "RJCT", "NOACT"):
        assert them.act(ours, action).status_code == 403
    assert us.act(ours, "ACTUA").json()["status"] == "REG"
    assert us.act(ours, "RJCT").json()["status"] == "RJCT"


@pytest.mark.parametrize(("name", "size"), [("Foto.png", 60_000), ("Brief (kopie).pdf", 60_000), ("Klein.PNG", 0)])
def test_a_document_is_one_that_can_be_opened(name, size):
    made = attachments.content({"naam": name, "grootte": size})
    if name.lower().endswith("png"):
        picture = QImage.fromData(made)
        assert not picture.isNull()
        assert picture.width() > 100
    else:
        assert made.startswith(b"%PDF-1.4")
    assert len(made) == size or not size


def test_days_bring_confirmations_requests_and_other_landlords_that_strike_off(practice, us):
    asked = {"days": 70, "registrations_per_day": 0, "changes_per_day": 0, "offers_elsewhere_per_day": 0}
    happened = practice.control("POST", "/advance", asked).json()
    assert happened["needs"] == 70
    assert happened["confirmed"] > 0
    requested = [d for item in us.search() if (d := us.read(item["dossierNummer"]))["woonnoodVerzoeken"]]
    assert requested
    for dossier in requested:
        known = {one["bijlageIdentificatie"] for one in dossier["bijlagen"]}
        assert len(known) == len(dossier["bijlagen"])
        for need in dossier["woonnoodVerzoeken"]:
            assert set(need["bijlagen"]) <= known
            assert need["bijlagen"]


def test_two_silent_years_end_the_dossiers_of_other_landlords_and_never_ours(practice, us):
    ours = {item["dossierNummer"] for item in us.search(dossierStatus="REG")}
    ours = {number for number in ours if us.read(number)["behandelendePartijCode"] == us.party}
    quiet = {"registrations_per_day": 0, "changes_per_day": 0, "offers_elsewhere_per_day": 0, "needs_per_day": 0}
    happened = practice.control("POST", "/advance", {"days": 1500, **quiet}).json()
    assert happened["struck_off_elsewhere"] > 0
    assert {us.read(number)["status"] for number in ours} == {"REG"}
    assert happened["confirmed"] > 2 * len(ours)


def test_a_registration_of_the_29th_of_february_is_confirmed_in_other_years_too():
    assert anniversary(date(2020, 2, 29), 2025) == date(2025, 2, 28)
    rounds = [confirmed_on("2020.02.29.0001", date(2020, 2, 29), year) for year in range(2024, 2060)]
    days = [date.fromordinal(on) for on in rounds if on is not None]
    assert len(days) > 20
    assert all(day.month in (2, 3) for day in days)
