"""The practice register against resources/openapi/cir-v1.yaml: calls made from the file, answers held against it."""

import copy
import uuid
from pathlib import Path

import schemathesis
import yaml
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from cir_desktop.practice.app import create_app
from cir_desktop.practice.register import BASE

SPEC = yaml.safe_load(
    (Path(__file__).resolve().parents[2] / "resources" / "openapi" / "cir-v1.yaml").read_text(encoding="utf-8")
)
METHODS = {"get", "post", "put", "delete", "patch"}
EXAMPLES = 5
EXAMPLES_OF_A_DOSSIER = 2  # a whole dossier takes a second to make


def test_the_server_has_every_operation_of_the_contract_and_no_other(practice):
    served = {
        (method.lower(), route.path.removeprefix(BASE))
        for route in create_app(practice.register).routes
        if route.path.startswith(BASE)
        for method in route.methods - {"HEAD"}
    }
    promised = {(method, path) for path, item in SPEC["paths"].items() for method in METHODS & set(item)}
    assert served == promised - {("post", "/token")}


def test_calls_made_from_the_contract_never_get_an_answer_outside_it(practice, us):
    contract = copy.deepcopy(SPEC)
    del contract["paths"]["/token"]  # under another base path; its good and bad forms have tests of their own
    known = us.fresh()
    answered = set()

    def send(case):
        # The invented landlord and half of the invented numbers become real ones, or all would end at 403 and 404.
        if isinstance(case.body, dict):
            case.body = case.body | {"partijCode": us.party} if "partijCode" in case.body else case.body
            if "dossierNummer" in case.body and len(answered) % 2:
                case.body["dossierNummer"] = known
        headers = {"authorization": f"Bearer {us.token}", "x-correlation-id": str(uuid.uuid4())}
        request = case.as_transport_kwargs(base_url="http://testserver" + BASE, headers=headers)
        sent = {key: value for key, value in request.items() if key in {"method", "url", "headers", "json", "data"}}
        response = us.http.request(sent.pop("method"), sent.pop("url"), **sent)
        case.validate_response(
            response, checks=[not_a_server_error, status_code_conformance, response_schema_conformance]
        )
        answered.add((case.method, case.path, response.status_code))

    for found in schemathesis.openapi.from_dict(contract).get_all_operations():
        operation = found.ok()
        whole_dossier = (operation.method, operation.path) == ("put", "/dossiers/dossier/{dossierNummer}")
        bounded = settings(
            max_examples=EXAMPLES_OF_A_DOSSIER if whole_dossier else EXAMPLES,
            derandomize=True,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        bounded(given(case=operation.as_strategy())(send))()
    assert {path for _, path, _ in answered} == set(contract["paths"])
    assert {status for _, _, status in answered} >= {200, 204, 404}
