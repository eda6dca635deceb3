import json
import uuid

import pytest

from cir_desktop.practice.register import BASE

BAD_NUMBER = "rijksregisternummer '[..]' voldoet niet aan checksum97"
CALLS = [
    ("POST", "/dossiers/zoeken"),
    ("GET", "/dossiers/dossier/2023.07.06.0002"),
    ("PUT", "/dossiers/dossier/2023.07.06.0002"),
    ("POST", "/dossiers/bevestigDossierVerwerking"),
    ("POST", "/dossiers/verwerkDossierActie"),
    ("POST", "/dossiers/wijzigDossierRangschikkingen"),
    ("POST", "/dossiers/partijInformatieWijzigingen"),
    ("POST", "/dossiers/bijlage"),
    ("POST", "/dossiers/zwarteLijstMeldingen"),
    ("POST", "/dossiers/zwarteLijstMeldingVoor"),
    ("GET", "/gemeentes"),
    ("GET", "/gemeentes/wijkenVoorGemeente/13017"),
    ("PUT", "/gemeentes/wijkenVoorGemeente/13017"),
]


def _is_problem(answer, status, path):
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/json"
    body = answer.json()
    assert set(body) == {"title", "status", "detail", "instance"}
    assert (body["status"], body["instance"]) == (status, path)
    return True


@pytest.mark.parametrize("sent", [None, "", "not-a-uuid", "{0c8b1f6e-6d0c-4b3f-9a52-0f7a5f2f9b11}"])
def test_every_call_needs_a_correlation_id_that_is_a_uuid(us, sent):
    headers = {"authorization": f"Bearer {us.token}"}
    if sent is not None:
        headers["x-correlation-id"] = sent
    for method, path in CALLS:
        answer = us.http.request(method, BASE + path, headers=headers)
        assert _is_problem(answer, 400, BASE + path)
        assert "x-correlation-id" in answer.json()["detail"]


@pytest.mark.parametrize("authorization", [None, "Bearer ", "Bearer stale", "Basic abc"])
def test_every_call_needs_a_token_and_a_refusal_echoes_the_correlation_id(practice, authorization):
    headers = {"x-correlation-id": str(uuid.uuid4())}
    if authorization is not None:
        headers["authorization"] = authorization
    for method, path in CALLS:
        answer = practice.http.request(method, BASE + path, headers=headers)
        assert _is_problem(answer, 401, BASE + path)
        assert answer.headers["x-correlation-id"] == headers["x-correlation-id"]


@pytest.mark.parametrize("body", [b"", b"[]", b"nonsense", b'{"onbekend": 1}', b'{"actie": 3}', b"[" * 5000, b"\xff"])
def test_a_body_that_breaks_the_contract_is_400_with_an_error_body(us, body):
    for method, path in CALLS:
        if method != "GET":
            headers = {"authorization": f"Bearer {us.token}", "x-correlation-id": str(uuid.uuid4())}
            answer = us.http.request(method, BASE + path, content=body, headers=headers)
            assert _is_problem(answer, 400, BASE + path)


@pytest.mark.parametrize("path", ["/", "/v2/dossiers", BASE + "/onbekend", BASE + "/dossiers/zoeken/"])
def test_an_unknown_path_is_404_with_an_error_body(us, path):
    headers = {"authorization": f"Bearer {us.token}", "x-correlation-id": str(uuid.uuid4())}
    assert _is_problem(us.http.request("POST", path, headers=headers), 404, path)


def test_a_method_that_does_not_exist_is_405_with_an_error_body(us):
    headers = {"authorization": f"Bearer {us.token}", "x-correlation-id": str(uuid.uuid4())}
    answer = us.http.request("DELETE", BASE + "/gemeentes", headers=headers)
    assert _is_problem(answer, 405, BASE + "/gemeentes")


@pytest.mark.parametrize("path", ["/openapi.json", "/docs", "/redoc"])
def test_the_server_publishes_no_contract_of_its_own(practice, path):
    assert practice.http.request("GET", path).status_code == 404


@pytest.mark.parametrize("number", ["85010190032", "1", "abcdefghijk", "85.01.01-900.31", ""])
def test_a_wrong_national_number_is_400_without_the_number(us, number):
    for path, body in (
        ("/dossiers/zwarteLijstMeldingVoor", {"rijksregisternummer": number}),
        ("/dossiers/zoeken", {"aanvragerRijksregisternummer": number}),
    ):
        answer = us.call("POST", path, body)
        assert (answer.status_code, answer.json()["detail"]) == (400, BAD_NUMBER)


def test_a_malformed_body_is_not_repeated_in_the_answer(us):
    answer = us.call("POST", "/dossiers/zoeken", {"dossierType": "85010190031", "postCode": 5})
    assert answer.status_code == 400
    assert "85010190031" not in answer.text


@pytest.mark.parametrize("number", ["2023.07.06.002", "201805101", "2023-07-06-0002"])
def test_a_dossier_number_of_another_form_in_the_path_is_400(us, number):
    headers = {"authorization": f"Bearer {us.token}", "x-correlation-id": str(uuid.uuid4())}
    path = f"{BASE}/dossiers/dossier/{number}"
    assert _is_problem(us.http.request("GET", path, headers=headers), 400, path)


def test_an_unexpected_failure_is_500_and_tells_the_log_nothing_of_the_body(us, practice, caplog, monkeypatch):
    def fail(*_):
        raise RuntimeError("85010190031")

    monkeypatch.setattr("cir_desktop.practice.endpoints.search", fail)
    answer = us.call("POST", "/dossiers/zoeken", {})
    assert (answer.status_code, answer.json()["detail"]) == (500, "Source: Internal server error")
    assert "RuntimeError" in caplog.text
    assert "85010190031" not in caplog.text + json.dumps(answer.json())


@pytest.mark.parametrize("path", ["/health", BASE + "/health"])
def test_health_is_up_without_token_or_correlation_id(practice, path):
    answer = practice.http.request("GET", path)
    assert (answer.status_code, answer.json()) == (200, {"status": "UP"})
