"""The practice CWR against resources/openapi/cwr-v1.yaml: calls made from the file, answers held against it."""

import uuid
from pathlib import Path

import pytest
import schemathesis
import yaml
from hypothesis import HealthCheck, Phase, given, settings
from openapi_spec_validator import validate
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from cir_desktop.practice.app import create_app
from cir_desktop.practice.cwr import CWR_BASE
from cir_desktop.register.cwr import CWR_BASE_PATH

ROOT = Path(__file__).resolve().parents[2]
SPEC = yaml.safe_load((ROOT / "resources" / "openapi" / "cwr-v1.yaml").read_text(encoding="utf-8"))


def get(landlord, path, **headers):
    sent = {"authorization": f"Bearer {landlord.token}", "x-correlation-id": str(uuid.uuid4()), **headers}
    return landlord.http.request("GET", CWR_BASE + path, headers=sent)


def ids(response):
    return [] if response.status_code == 204 else [each["vmswWoningId"] for each in response.json()["woningen"]]


def test_the_server_has_every_operation_of_the_contract_and_no_other(practice):
    served = {
        (method.lower(), route.path.removeprefix(CWR_BASE))
        for route in create_app(practice.register).routes
        if route.path.startswith(CWR_BASE)
        for method in route.methods - {"HEAD"}
    }
    assert served == {("get", "/woningen"), ("get", "/woningen/{vmswWoningId}")}
    assert served == {(method, path) for path, item in SPEC["paths"].items() for method in item}


def test_the_written_contract_is_a_valid_one():
    validate(SPEC)


def test_both_sides_know_the_base_path_of_the_contract():
    assert SPEC["servers"][0]["url"] == CWR_BASE == CWR_BASE_PATH


def test_calls_made_from_the_contract_never_get_an_answer_outside_it(us):
    answered = set()

    def send(case):
        if case.path_parameters and len(answered) % 2:
            case.path_parameters = {"vmswWoningId": "ZYKTR"}
        headers = {"authorization": f"Bearer {us.token}", "x-correlation-id": str(uuid.uuid4())}
        request = case.as_transport_kwargs(base_url="http://testserver" + CWR_BASE, headers=headers)
        sent = {key: value for key, value in request.items() if key in {"method", "url", "headers", "params"}}
        response = us.http.request(sent.pop("method"), sent.pop("url"), **sent)
        case.validate_response(
            response, checks=[not_a_server_error, status_code_conformance, response_schema_conformance]
        )
        answered.add((case.path, response.status_code))

    for found in schemathesis.openapi.from_dict(SPEC).get_all_operations():
        bounded = settings(
            max_examples=8,
            derandomize=True,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        bounded(given(case=found.ok().as_strategy())(send))()
    assert {path for path, _ in answered} == set(SPEC["paths"])
    assert ("/woningen/{vmswWoningId}", 200) in answered
    assert ("/woningen/{vmswWoningId}", 404) in answered


def test_a_search_is_narrowed_by_municipality_own_code_and_unit(us):
    every = ids(get(us, "/woningen"))
    assert every == sorted(every)
    assert set(ids(get(us, "/woningen?gemeenteNISCode=13017"))) == {"ZYKTR", "QWBFD", "HJTRE"}
    assert ids(get(us, "/woningen?gemeenteNISCode=13017&woonmaatschappijWoningId=W001")) == ["ZYKTR"]
    assert ids(get(us, "/woningen?gebouweenheidId=20000009")) == ["HJTRE"]
    assert get(us, "/woningen?gemeenteNISCode=11001").status_code == 204


@pytest.mark.parametrize("path", ["/woningen?gemeenteNISCode=130", "/woningen?gebouweenheidId=", "/woningen/ZYK"])
def test_a_question_that_is_no_question_is_refused(us, path):
    assert get(us, path).status_code == 400


def test_another_landlord_sees_none_of_ours_and_nobody_goes_in_without_a_token(practice, us):
    theirs = practice.landlord("WM-DENNENBOS")
    assert get(theirs, "/woningen").status_code == 204
    assert get(theirs, "/woningen/ZYKTR").status_code == 404
    assert get(us, "/woningen", authorization="Bearer nobody").status_code == 401
    assert get(us, "/woningen", **{"x-correlation-id": "geen uuid"}).status_code == 400
