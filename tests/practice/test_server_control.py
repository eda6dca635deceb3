import io
import time
import uuid

import openpyxl
import pytest

from cir_desktop.practice.register import BASE


def _state(practice):
    return practice.control("GET", "/state").json()


def _advance(practice, **asked):
    quiet = {"registrations_per_day": 0, "changes_per_day": 0, "offers_elsewhere_per_day": 0}
    quiet |= {"needs_per_day": 0, "routine": False}
    answer = practice.control("POST", "/advance", quiet | asked)
    assert answer.status_code == 200
    return answer.json()


def _fault(practice, **fault):
    assert practice.control("POST", "/faults", fault).status_code == 200


def _gemeentes(us):
    headers = {"authorization": f"Bearer {us.token}", "x-correlation-id": str(uuid.uuid4())}
    return us.http.request("GET", BASE + "/gemeentes", headers=headers)


def test_the_state_tells_the_day_and_counts_the_list(practice, us):
    state = _state(practice)
    assert (state["today"], state["in_scope"], state["not_acknowledged"]) == ("2026-01-15", 30, 30)
    assert sum(state["by_status"].values()) == 30
    us.acknowledge_all()
    assert _state(practice)["not_acknowledged"] == 0


def test_new_days_bring_registrations_of_every_kind_with_and_without_exceptions(practice, us):
    us.acknowledge_all()
    before = {item["dossierNummer"] for item in us.search()}
    assert _advance(practice, days=2, registrations_per_day=6)["registrations"] == 12
    assert _state(practice)["today"] == "2026-01-17"
    new = [us.read(number) for number in us.waiting()]
    assert len(new) == 12
    assert not us.waiting() & before
    assert {dossier["dossierNummer"][:10] for dossier in new} == {"2026.01.16", "2026.01.17"}
    assert {dossier["status"] for dossier in new} == {"REG", "CHKS"}
    for dossier in new:
        assert (dossier["status"] == "CHKS") == bool(dossier["onderzoeksRedenen"])
        assert dossier["updateDatum"][:10].replace("-", ".") == dossier["dossierNummer"][:10]
    applicants = {sum(person["rol"] == "HUURDER" for person in dossier["personen"]) for dossier in new}
    assert applicants == {1, 2}


def test_new_days_bring_changes_and_other_landlords_at_work(practice, us):
    us.acknowledge_all()
    happened = _advance(practice, days=12, changes_per_day=1, offers_elsewhere_per_day=1)
    assert happened["changes"] == 12
    assert happened["offers_elsewhere"] > 0
    assert happened["answers_elsewhere"] > 0
    assert us.waiting()
    for number in us.waiting():
        us.read(number)


def test_the_same_list_lives_through_the_same_days(open_practice):
    lists = []
    for practice in (open_practice(), open_practice()):
        us = practice.landlord()
        _advance(practice, days=5, registrations_per_day=2, changes_per_day=3, offers_elsewhere_per_day=1)
        lists.append([(item["dossierNummer"], item["versieNummer"], item["status"]) for item in us.search()])
    assert lists[0] == lists[1]


def test_the_list_version_moves_with_every_change_and_only_then(practice, us):
    before = _state(practice)["list_version"]
    us.acknowledge_all()
    assert _state(practice)["list_version"] == before
    us.act(us.fresh(), "WAIT")
    assert _state(practice)["list_version"] == before + 1


def test_a_register_that_is_down_answers_503_everywhere_until_it_is_up_again(practice, us):
    _fault(practice, kind="down", times=None)
    assert [us.call("GET", "/gemeentes").status_code for _ in range(3)] == [503] * 3
    assert practice.http.request("GET", BASE + "/health").json() == {"status": "DOWN"}
    assert practice.ask_token("x").status_code == 503
    assert practice.control("DELETE", "/faults").status_code == 200
    assert us.call("GET", "/gemeentes").status_code == 200
    assert practice.http.request("GET", "/health").json() == {"status": "UP"}


@pytest.mark.parametrize("code", [401, 403, 404, 500, 502])
def test_an_ordered_status_is_answered_as_often_as_asked(practice, us, code):
    _fault(practice, kind="status", code=code, times=2)
    assert [us.call("GET", "/gemeentes").status_code for _ in range(3)] == [code, code, 200]


def test_nonsense_is_an_html_page_with_200(practice, us):
    _fault(practice, kind="nonsense")
    answer = _gemeentes(us)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert _gemeentes(us).headers["content-type"] == "application/json"


def test_a_slow_register_answers_late_but_right(practice, us):
    _fault(practice, kind="slow", seconds=0.2)
    start = time.monotonic()
    assert us.call("GET", "/gemeentes").status_code == 200
    assert time.monotonic() - start >= 0.2


def test_a_fault_may_wait_for_one_kind_of_call(practice, us):
    _fault(practice, kind="status", code=500, path="verwerkDossierActie")
    number = us.fresh()
    assert us.act(number, "OFFER").status_code == 500
    assert us.act(number, "OFFER").status_code == 200


def test_an_answer_can_be_lost_after_the_work_was_done_and_the_repeat_gets_it(practice, us):
    number = us.fresh()
    _fault(practice, kind="status", code=502, path="verwerkDossierActie", after=True)
    lost = us.act(number, "OFFER")
    assert lost.status_code == 502
    version = us.read(number)["versieNummer"]
    again = us.act(number, "OFFER", correlation_id=lost.headers["x-correlation-id"])
    assert (again.status_code, again.json()["versieNummer"]) == (200, version)


def test_a_corrupted_dossier_breaks_the_contract_waits_and_can_be_repaired(practice, us):
    number = us.fresh()
    us.acknowledge_all()
    spoiled = practice.control("POST", "/corrupt", {"dossierNummer": number}).json()["versieNummer"]
    assert us.waiting() == {number}
    with pytest.raises(AssertionError, match="maxHuur"):
        us.read(number)
    practice.control("POST", "/change", {"dossierNummer": number, "what": "repaired"})
    assert us.read(number)["versieNummer"] == spoiled + 1


def test_another_landlords_offer_can_be_ordered_for_one_dossier(practice, us):
    number = us.fresh()
    order = {"dossierNummer": number, "what": "offer-elsewhere"}
    assert practice.control("POST", "/change", order).status_code == 200
    assert us.read(number)["status"] == "OFFER"
    assert us.act(number, "OFFER").json()["type"] == "aanbod-van-andere-verhuurder"
    assert practice.control("POST", "/change", order).status_code == 409


@pytest.mark.parametrize("path", ["/corrupt", "/change"])
def test_an_order_for_an_unknown_dossier_is_404(practice, path):
    body = {"dossierNummer": "1999.01.01.0001"} | ({"what": "repaired"} if path == "/change" else {})
    assert practice.control("POST", path, body).status_code == 404


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/advance", {"days": 0}),
        ("/advance", {"days": -1}),
        ("/faults", {"kind": "fire"}),
        ("/faults", {"kind": "status", "code": 200}),
        ("/change", {"dossierNummer": "2023.07.06.0002", "what": "fire"}),
    ],
)
def test_an_order_that_makes_no_sense_is_400(practice, path, body):
    assert practice.control("POST", path, body).status_code == 400


def test_the_residence_workbook_is_about_candidates_that_we_may_see(practice, us):
    answer = practice.control("GET", "/residences")
    rows = openpyxl.load_workbook(io.BytesIO(answer.content), read_only=True)["Verblijf"].iter_rows(
        min_row=2, values_only=True
    )
    numbers = {row[0] for row in rows}
    assert len(numbers) > 15
    assert numbers <= {item["dossierNummer"] for item in us.search()}
