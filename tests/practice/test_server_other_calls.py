from datetime import date

import msgspec
import pytest

from cir_desktop.practice.national_numbers import number as invented_number
from cir_desktop.practice.register import BASE


def _ranking(number, **changed):
    known = {
        "rangLijstType": "PLR1",
        "dossierNummer": number,
        "beperkteRegioKeuze": False,
        "lokaleBinding": "YES",
        "gemeenteNisCode": "13017",
        "wijk": None,
        "criterium1": "A",
    }
    return known | changed


def _report(us, *rankings):
    body = {"partijCode": us.party, "ranglijstWijzigingen": list(rankings)}
    return us.call("POST", "/dossiers/wijzigDossierRangschikkingen", body).status_code


def test_a_reported_ranking_stands_in_the_dossier_and_replaces_the_earlier_one(us):
    number = us.fresh()
    before = us.read(number)
    assert _report(us, _ranking(number, lokaleBinding="UNK")) == 204
    assert _report(us, _ranking(number)) == 204
    after = us.read(number)
    assert after["versieNummer"] == before["versieNummer"] + 2
    ours = [one for one in after["rangschikkingen"] if one not in before["rangschikkingen"]]
    assert [one["lokaleBinding"] for one in ours] == ["YES"]
    assert _report(us, _ranking(number)) == 204
    assert us.read(number)["versieNummer"] == after["versieNummer"]


def test_rankings_are_reported_all_or_none(us):
    number = us.fresh()
    version = us.read(number)["versieNummer"]
    assert _report(us, _ranking(number), _ranking("1999.01.01.0001")) == 404
    assert us.read(number)["versieNummer"] == version


def test_changed_contact_data_are_told_until_the_version_is_acknowledged(us, practice):
    number = us.fresh()
    us.acknowledge_all()
    body = {"partijCode": us.party}
    assert us.call("POST", "/dossiers/partijInformatieWijzigingen", body).status_code == 204
    dossier = practice.store.dossier(number)
    person = next(person for person in dossier["personen"] if person["rijksregisternummer"])
    person["telefoon2"] = "014 00 00 01"
    with practice.store.transaction():
        version = practice.store.add_version(dossier, practice.register.clock.now())["versieNummer"]
    told = us.call("POST", "/dossiers/partijInformatieWijzigingen", body).json()["dossiers"]
    assert [item["dossierNummer"] for item in told] == [number]
    (change,) = told[0]["wijzigingen"]
    assert change["rijksregisternummer"] == person["rijksregisternummer"]
    assert (change["telefoon2"], change["email"], change["adres"]) == ("014 00 00 01", None, None)
    us.acknowledge(number, version)
    assert us.call("POST", "/dossiers/partijInformatieWijzigingen", body).status_code == 204


def test_an_attachment_is_a_pdf_of_the_announced_size(us):
    dossier = next(d for item in us.search() if (d := us.read(item["dossierNummer"]))["bijlagen"])
    attachment = dossier["bijlagen"][0]
    body = {
        "dossierNummer": dossier["dossierNummer"],
        "partijCode": us.party,
        "bijlageIdentificatie": attachment["bijlageIdentificatie"],
    }
    answer = us.call("POST", "/dossiers/bijlage", body)
    assert answer.content.startswith(b"%PDF-1.4")
    assert len(answer.content) == attachment["grootte"]
    body["bijlageIdentificatie"] = "bestaat-niet"
    assert us.call("POST", "/dossiers/bijlage", body).status_code == 404


def test_reports_of_ended_leases_are_found_per_landlord_and_per_person(us, practice):
    number = invented_number(date(1985, 1, 1), 901)
    assert us.call("POST", "/dossiers/zwarteLijstMeldingVoor", {"rijksregisternummer": number}).status_code == 204
    practice.store.connection.exec_driver_sql("DELETE FROM reports")
    assert us.call("POST", "/dossiers/zwarteLijstMeldingen", {"partijCode": us.party}).status_code == 204
    row = (number, us.party, "2024-05-06", "OVERLAST")
    practice.store.connection.exec_driver_sql("INSERT INTO reports VALUES (?, ?, ?, ?)", row)
    by_landlord = us.call("POST", "/dossiers/zwarteLijstMeldingen", {"partijCode": us.party})
    by_person = us.call("POST", "/dossiers/zwarteLijstMeldingVoor", {"rijksregisternummer": number})
    assert by_landlord.json() == by_person.json()
    assert by_person.json()["meldingen"][0]["grond"] == "OVERLAST"


def test_all_municipalities_in_force_are_listed(us):
    listed = us.call("GET", "/gemeentes").json()["gemeentes"]
    assert len(listed) > 280
    assert {"nisCode": "13017", "naam": "Kasterlee"} in listed


def test_a_landlord_replaces_the_neighbourhoods_of_its_own_municipality_only(us):
    path = "/gemeentes/wijkenVoorGemeente/13017"
    assert us.call("GET", path).json()["wijken"] == ["Kasterlee", "Lichtaart", "Tielen"]
    wanted = {"nisCode": "13017", "wijken": ["Tielen", "Goor"]}
    assert us.call("PUT", path, wanted).status_code == 204
    assert us.call("GET", path).json() == wanted
    foreign = "/gemeentes/wijkenVoorGemeente/11002"
    assert us.call("GET", foreign).json() == {"nisCode": "11002", "wijken": []}
    assert us.call("PUT", foreign, {"nisCode": "11002", "wijken": []}).status_code == 403
    assert us.call("PUT", path, {"nisCode": "11002", "wijken": []}).status_code == 400
    assert us.call("GET", "/gemeentes/wijkenVoorGemeente/99999").status_code == 404


def _ours(us):
    return next(
        dossier
        for item in us.search(dossierStatus="REG")
        if (dossier := us.read(item["dossierNummer"]))["behandelendePartijCode"] == us.party
    )


def test_the_primary_landlord_writes_a_dossier_but_not_its_status_or_offers(us):
    dossier = _ours(us)
    path = f"/dossiers/dossier/{dossier['dossierNummer']}"
    wanted = dossier | {"aanbiedingen": [], "toewijzingen": [], "dossierStatusHistoriek": []}
    wanted["voorkeuren"] = dossier["voorkeuren"] | {"maxHuur": 512.5}
    assert us.call("PUT", path, wanted).status_code == 204
    written = us.read(dossier["dossierNummer"])
    assert written["voorkeuren"]["maxHuur"] == 512.5
    assert written["dossierStatusHistoriek"] == dossier["dossierStatusHistoriek"]
    assert written["versieNummer"] == dossier["versieNummer"] + 1
    assert us.call("PUT", path, wanted).json()["type"] == "versie-verouderd"
    refused = us.call("PUT", path, written | {"status": "OFFER"})
    assert refused.json()["type"] == "overgang-niet-toegelaten"


def test_a_landlord_that_is_not_the_primary_one_cannot_write_a_dossier(us, them):
    dossier = _ours(us)
    assert them.call("PUT", f"/dossiers/dossier/{dossier['dossierNummer']}", dossier).status_code == 403


@pytest.mark.parametrize(
    "broken", [{"status": 5}, {"personen": []}, {"voorkeuren": None}, {"dossierNummer": "1999.01.01.0001"}]
)
def test_a_written_dossier_must_have_the_shape_of_the_contract(us, broken):
    dossier = _ours(us)
    answer = us.call("PUT", f"/dossiers/dossier/{dossier['dossierNummer']}", dossier | broken)
    assert answer.status_code == 400


def test_a_dossier_is_sent_as_it_is_stored(us, practice):
    number = us.fresh()
    headers = {"authorization": f"Bearer {us.token}", "x-correlation-id": "0c8b1f6e-6d0c-4b3f-9a52-0f7a5f2f9b11"}
    answer = us.http.request("GET", f"{BASE}/dossiers/dossier/{number}", headers=headers)
    assert answer.content == msgspec.json.encode(practice.store.dossier(number))
