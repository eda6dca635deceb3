def test_a_search_finds_the_whole_scope_in_order_of_dossier_number(us):
    numbers = [item["dossierNummer"] for item in us.search()]
    assert len(numbers) == 30
    assert numbers == sorted(numbers)


def test_a_search_names_the_version_and_status_that_the_dossier_has(us):
    for item in us.search():
        dossier = us.read(item["dossierNummer"])
        assert {key: dossier[key] for key in item} == item


def test_each_criterion_narrows_the_search_to_what_has_it(us):
    for item in us.search():
        dossier = us.read(item["dossierNummer"])
        reference = next(person for person in dossier["personen"] if person["referentiepersoon"])
        criteria = {
            "dossierType": "RFH",
            "dossierStatus": dossier["status"],
            "dossierNummer": dossier["dossierNummer"],
            "creatieDatumVanaf": dossier["creatieDatum"][:10],
            "creatieDatumTot": dossier["creatieDatum"][:10],
            "updateDatumVanaf": dossier["updateDatum"][:10],
            "updateDatumTot": dossier["updateDatum"][:10],
            "ontvangstDatumVanaf": dossier["ontvangstDatum"][:10],
            "ontvangstDatumTot": dossier["ontvangstDatum"][:10],
            "nietGesynchroniseerd": True,
            "partijCode": us.party,
        }
        if reference["domicilieAdres"]:
            criteria["postCode"] = reference["domicilieAdres"]["postCode"]
        if reference["rijksregisternummer"]:
            criteria["aanvragerRijksregisternummer"] = reference["rijksregisternummer"]
        assert [found["dossierNummer"] for found in us.search(**criteria)] == [dossier["dossierNummer"]]


def test_a_date_window_takes_both_of_its_ends_and_nothing_outside(us):
    days = sorted(us.read(item["dossierNummer"])["creatieDatum"][:10] for item in us.search())
    inside = us.search(creatieDatumVanaf=days[5], creatieDatumTot=days[20])
    assert len(inside) == sum(days[5] <= day <= days[20] for day in days)


def test_criteria_that_are_null_are_no_criteria(us):
    assert len(us.search(dossierType=None, postCode=None, nietGesynchroniseerd=None, partijCode=None)) == 30


def test_nothing_found_is_answered_with_204(us):
    assert us.call("POST", "/dossiers/zoeken", {"postCode": "9999"}).status_code == 204


def test_a_landlord_cannot_search_in_the_name_of_another(us):
    assert us.call("POST", "/dossiers/zoeken", {"partijCode": "WM-DENNENBOS"}).status_code == 403


def test_a_search_never_gives_more_than_a_thousand(us, practice):
    numbers = [f"2030.01.01.{order:04d}" for order in range(1, 1003)]
    dossier = practice.store.dossier(us.search()[0]["dossierNummer"])
    with practice.store.transaction():
        for number in numbers:
            practice.store.add_version({**dossier, "dossierNummer": number}, practice.register.clock.now())
    assert len(us.search()) == 1000
    assert len(us.search(dossierNummer=numbers[-1])) == 1
