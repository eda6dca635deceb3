import uuid

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey

from cir_desktop.practice.auth import new_key
from cir_desktop.practice.register import BASE, TOKEN_PATH


def _sign(practice, claims, key=None):
    return jwt.encode({"alg": "RS256"}, claims, key or practice.keys[practice.ours])


def _is_refused(answer, status=401, error="invalid_client"):
    return (answer.status_code, answer.json()["error"]) == (status, error)


def test_a_good_assertion_gives_a_token_of_one_hour(practice):
    answer = practice.ask_token(_sign(practice, practice.claims()))
    assert answer.status_code == 200
    practice.assert_shape("Token", answer.json())
    assert (answer.json()["expires_in"], answer.headers["cache-control"]) == (3600, "no-store")


def test_an_assertion_signed_with_another_key_is_refused(practice):
    assert _is_refused(practice.ask_token(_sign(practice, practice.claims(), new_key())))
    assert _is_refused(practice.ask_token(_sign(practice, practice.claims(), practice.keys[practice.theirs])))


def test_an_assertion_with_a_shared_secret_or_no_signature_is_refused(practice):
    secret = OctKey.generate_key(512)
    assert _is_refused(
        practice.ask_token(jwt.encode({"alg": "HS512"}, practice.claims(), secret, algorithms=["HS512"]))
    )
    unsigned = _sign(practice, practice.claims()).rpartition(".")[0] + "."
    assert _is_refused(practice.ask_token(unsigned))


@pytest.mark.parametrize(
    "changed",
    [
        {"aud": "https://elsewhere.example/oauth2/v1/token"},
        {"aud": None},
        {"iss": "client-other"},
        {"sub": "client-other"},
        {"jti": ""},
        {"jti": 5},
        {"exp": "soon"},
        {"exp": None},
        {"nbf": 99_999_999_999},
    ],
)
def test_an_assertion_with_a_wrong_claim_is_refused(practice, changed):
    assert _is_refused(practice.ask_token(_sign(practice, practice.claims(**changed))))


def test_an_assertion_that_expired_or_lives_longer_than_ten_minutes_is_refused(practice):
    now = int(practice.now)
    assert _is_refused(practice.ask_token(_sign(practice, practice.claims(exp=now - 60))))
    assert _is_refused(practice.ask_token(_sign(practice, practice.claims(exp=now + 700))))
    assert practice.ask_token(_sign(practice, practice.claims(exp=now + 600))).status_code == 200


def test_the_audience_may_be_a_list_with_the_token_endpoint_in_it(practice):
    claims = practice.claims(aud=["https://elsewhere.example", practice.token_url])
    assert practice.ask_token(_sign(practice, claims)).status_code == 200


def test_an_assertion_is_used_once_also_after_a_restart(practice):
    assertion = _sign(practice, practice.claims())
    assert practice.ask_token(assertion).status_code == 200
    refused = practice.ask_token(assertion)
    assert _is_refused(refused)
    practice.assert_shape("TokenFout", refused.json())
    claims = practice.claims()
    assert practice.store.use_once(f"client-{practice.ours}", claims["jti"], claims["exp"], int(practice.now))
    assert _is_refused(practice.ask_token(_sign(practice, claims)))


def test_an_unknown_client_is_refused(practice):
    assert _is_refused(practice.ask_token(_sign(practice, practice.claims()), client_id="client-other"))


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"client_assertion_type": "urn:other"}, "invalid_request"),
        ({"client_assertion": ""}, "invalid_request"),
    ],
)
def test_a_request_of_another_kind_is_400(practice, changed, error):
    answer = practice.ask_token(_sign(practice, practice.claims()), **changed)
    assert _is_refused(answer, 400, error)


@pytest.mark.parametrize(
    "body", [b"", b"grant_type=client_credentials&grant_type=client_credentials", b"\xff=1", b"{}"]
)
def test_a_form_that_is_none_is_400(practice, body):
    headers = {"content-type": "application/x-www-form-urlencoded"}
    answer = practice.http.request("POST", TOKEN_PATH, content=body, headers=headers)
    assert _is_refused(answer, 400, "invalid_request")


def test_a_token_is_stale_after_an_hour(practice, us):
    assert us.call("GET", "/gemeentes").status_code == 200
    practice.now += 3600
    answer = us.call("GET", "/gemeentes")
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")


def test_a_token_belongs_to_its_own_landlord(us, them):
    answer = them.call("POST", "/dossiers/zwarteLijstMeldingen", {"partijCode": us.party})
    assert answer.status_code == 403


def test_the_control_token_opens_no_door_of_the_contract_nor_the_other_way_round(practice, us):
    headers = {"authorization": f"Bearer {practice.register.control_token}", "x-correlation-id": str(uuid.uuid4())}
    assert us.http.request("GET", BASE + "/gemeentes", headers=headers).status_code == 401
    for given in (
        {},
        {"x-practice-token": us.token},
        {"x-practice-token": "é"},
        {"authorization": f"Bearer {us.token}"},
    ):
        encoded = {name: value.encode() for name, value in given.items()}
        answer = us.http.request("GET", "/practice/v1/state", headers=encoded)
        assert (answer.status_code, answer.json()["status"]) == (401, 401)
