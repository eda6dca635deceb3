def _moved_away(practice, number):
    answer = practice.control("POST", "/change", {"dossierNummer": number, "what": "out-of-scope"})
    assert answer.status_code == 200
    return answer.json()["versieNummer"]


def test_an_acknowledged_version_no_longer_waits(us):
    number = us.search()[0]["dossierNummer"]
    assert number in us.waiting()
    assert us.acknowledge(number, us.read(number)["versieNummer"]) == 204
    assert number not in us.waiting()
    assert us.search(dossierNummer=number)


def test_one_landlords_acknowledgement_is_not_anothers(us, them):
    us.acknowledge_all()
    assert us.waiting() == set()
    assert len(them.waiting()) == 30


def test_acknowledging_twice_or_an_older_version_changes_nothing(us, practice):
    number = us.fresh()
    old = us.read(number)["versieNummer"]
    us.acknowledge(number, old)
    us.act(number, "WAIT")
    assert us.acknowledge(number, old) == 204
    assert number in us.waiting()
    assert us.acknowledge(number, old + 1) == 204
    assert us.acknowledge(number, old) == 204
    assert number not in us.waiting()


def test_a_version_that_does_not_exist_cannot_be_acknowledged(us):
    number = us.search()[0]["dossierNummer"]
    assert us.acknowledge(number, us.read(number)["versieNummer"] + 1) == 400
    assert number in us.waiting()


def test_an_acknowledgement_for_another_landlord_or_an_unknown_dossier_is_refused(us):
    number = us.search()[0]["dossierNummer"]
    body = {"dossierNummer": number, "partijCode": "WM-DENNENBOS", "versieNummer": 1}
    assert us.call("POST", "/dossiers/bevestigDossierVerwerking", body).status_code == 403
    assert us.acknowledge("1999.01.01.0001", 1) == 404


def test_a_dossier_that_leaves_the_scope_comes_once_more_and_is_gone_after_its_acknowledgement(us, practice):
    us.acknowledge_all()
    number = us.search()[3]["dossierNummer"]
    version = _moved_away(practice, number)
    assert us.waiting() == {number}
    assert us.read(number)["versieNummer"] == version
    assert us.acknowledge(number, version) == 204
    assert us.search(dossierNummer=number) == []
    assert us.call("GET", f"/dossiers/dossier/{number}").status_code == 403
    assert us.acknowledge(number, version) == 204


def test_a_dossier_that_left_and_changed_again_waits_for_its_newest_version(us, practice):
    number = us.search()[3]["dossierNummer"]
    first = _moved_away(practice, number)
    second = _moved_away(practice, number)
    us.acknowledge(number, first)
    assert number in us.waiting()
    us.acknowledge(number, second)
    assert number not in us.waiting()


def test_a_dossier_of_others_can_neither_be_read_nor_acted_upon(us, practice):
    ours = {item["dossierNummer"] for item in us.search()}
    rows = practice.store.connection.exec_driver_sql("SELECT number FROM dossiers").scalars()
    number = next(number for number in rows if number not in ours)
    assert us.call("GET", f"/dossiers/dossier/{number}").status_code == 403
    assert us.act(number, "OFFER").status_code == 403
    assert us.acknowledge(number, 1) == 403


def test_an_unknown_dossier_is_404_with_the_published_detail(us):
    answer = us.call("GET", "/dossiers/dossier/1999.01.01.0001")
    assert (answer.status_code, answer.json()["detail"]) == (404, "Source: Geen dossier gevonden")


def test_a_running_offer_of_ours_keeps_a_dossier_visible_until_it_is_answered(us, practice):
    number = us.fresh()
    us.act(number, "OFFER")
    version = _moved_away(practice, number)
    us.acknowledge(number, version)
    assert us.search(dossierNummer=number)
    answered = us.act(number, "CCLGW").json()
    assert number in us.waiting()
    us.acknowledge(number, answered["versieNummer"])
    assert us.search(dossierNummer=number) == []
