"""The identity provider of practice is as strict as a client should find it."""

import base64
import hashlib
import re
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet

from cir_desktop.practice.employees import employees
from cir_desktop.practice.identity import PERSON_CLIENT_ID

ELS = employees().employee[0]
VERIFIER = "v" * 43
BACK = "http://127.0.0.1:40404/terug"


def _challenge(verifier=VERIFIER):
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def _asked(**changed):
    asked = {
        "response_type": "code",
        "client_id": PERSON_CLIENT_ID,
        "redirect_uri": BACK,
        "scope": "openid profile vo",
        "state": "the-state",
        "nonce": "the-nonce",
        "code_challenge": _challenge(),
        "code_challenge_method": "S256",
    } | changed
    return {key: value for key, value in asked.items() if value is not None}


def _page(practice, **changed):
    return practice.http.request("GET", f"/op/v1/auth?{urlencode(_asked(**changed))}")


def _form(practice, path, **fields):
    headers = {"content-type": "application/x-www-form-urlencoded"}
    return practice.http.request("POST", path, content=urlencode(fields), headers=headers)


def _choose(practice, vo_id=ELS.vo_id, **changed):
    page = _page(practice, **changed)
    assert page.status_code == 200
    (waiting,) = re.findall(r'name="waiting" value="([^"]+)"', page.text)
    return _form(practice, "/op/v1/choose", waiting=waiting, vo_id=vo_id), waiting


def _answer(response):
    assert response.status_code == 303
    return {key: value[0] for key, value in parse_qs(urlsplit(response.headers["location"]).query).items()}


def _redeem(practice, code, **changed):
    fields = {"grant_type": "authorization_code", "client_id": PERSON_CLIENT_ID, "code": code}
    fields |= {"redirect_uri": BACK, "code_verifier": VERIFIER} | changed
    return _form(practice, "/op/v1/token", **fields)


def _refresh(practice, token):
    return _form(practice, "/op/v1/token", grant_type="refresh_token", client_id=PERSON_CLIENT_ID, refresh_token=token)


def _refused(response, error="invalid_grant"):
    return response.status_code in (400, 401) and response.json()["error"] == error


def _code(practice):
    return _answer(_choose(practice)[0])["code"]


def test_an_employee_who_is_chosen_gets_a_signed_token_with_roles_and_organisation(practice):
    answer = _answer(_choose(practice)[0])
    assert (answer["state"], answer["iss"]) == ("the-state", "http://testserver/op")
    given = _redeem(practice, answer["code"])
    assert given.status_code == 200
    assert (given.json()["expires_in"], given.headers["cache-control"]) == (3600, "no-store")
    keys = KeySet.import_key_set(practice.http.request("GET", "/op/v1/keys").json())
    claims = jwt.decode(given.json()["id_token"], keys, algorithms=["RS256"]).claims
    assert (claims["given_name"], claims["vo_doelgroepcode"], claims["nonce"]) == ("Els", "LB", "the-nonce")
    assert claims["cirdesktop_rol_3d"] == ["Medewerker:0200000001"]
    assert (claims["aud"], claims["exp"] - claims["iat"]) == (PERSON_CLIENT_ID, 3600)


def test_the_keys_hold_no_private_part(practice):
    (key,) = practice.http.request("GET", "/op/v1/keys").json()["keys"]
    assert set(key) == {"kty", "n", "e", "kid", "use", "alg"}


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"code_challenge": None}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge_method": None}, "invalid_request"),
        ({"state": None}, "invalid_request"),
        ({"nonce": None}, "invalid_request"),
        ({"scope": "profile"}, "invalid_scope"),
        ({"response_type": "token"}, "unsupported_response_type"),
    ],
)
def test_a_request_without_pkce_state_or_nonce_goes_back_with_an_error(practice, changed, error):
    answer = _answer(_page(practice, **changed))
    assert answer["error"] == error
    assert "code" not in answer


@pytest.mark.parametrize(
    "changed",
    [
        {"client_id": "somebody-else"},
        {"redirect_uri": "https://elsewhere.example/terug"},
        {"redirect_uri": "http://127.0.0.1.elsewhere.example:80/terug"},
        {"redirect_uri": "http://localhost:8080/terug"},
        {"redirect_uri": "http://127.0.0.1/terug"},
        {"redirect_uri": "http://127.0.0.1:x/terug"},
    ],
)
def test_a_request_that_would_send_a_code_elsewhere_is_answered_here(practice, changed):
    response = _page(practice, **changed)
    assert response.status_code == 400
    assert "location" not in response.headers


def test_any_loopback_port_will_do_but_the_code_is_bound_to_it(practice):
    other = "http://127.0.0.1:50505/terug"
    answer = _answer(_choose(practice, redirect_uri=other)[0])
    assert _refused(_redeem(practice, answer["code"]))
    answer = _answer(_choose(practice, redirect_uri=other)[0])
    assert _redeem(practice, answer["code"], redirect_uri=other).status_code == 200


def test_a_wrong_verifier_gets_nothing_and_the_code_is_spent(practice):
    code = _code(practice)
    assert _refused(_redeem(practice, code, code_verifier="w" * 43))
    assert _refused(_redeem(practice, code))
    assert _refused(_redeem(practice, _code(practice), code_verifier=""))


def test_a_code_is_used_once_and_within_a_minute(practice):
    code = _code(practice)
    assert _redeem(practice, code).status_code == 200
    assert _refused(_redeem(practice, code))
    late = _code(practice)
    practice.now += 61
    assert _refused(_redeem(practice, late))


def test_a_page_is_answered_once(practice):
    _, waiting = _choose(practice)
    again = _form(practice, "/op/v1/choose", waiting=waiting, vo_id=ELS.vo_id)
    assert again.status_code == 400


def test_who_declines_goes_back_without_a_code(practice):
    answer = _answer(_choose(practice, vo_id="")[0])
    assert answer["error"] == "access_denied"
    assert "code" not in answer


def test_a_refresh_token_is_used_once_and_a_second_use_ends_the_session(practice):
    first = _redeem(practice, _code(practice)).json()["refresh_token"]
    second = _refresh(practice, first).json()["refresh_token"]
    assert _refused(_refresh(practice, first))
    assert _refused(_refresh(practice, second)), "the session goes on for whoever holds the copy"


def test_the_end_of_a_session_is_the_end_of_its_refresh_tokens(practice):
    response, _ = _choose(practice)
    token = _redeem(practice, _answer(response)["code"]).json()["refresh_token"]
    cookie = response.headers["set-cookie"].partition(";")[0]
    page = practice.http.request("GET", "/op/v1/logout", headers={"cookie": cookie})
    assert "afgemeld" in page.text
    assert _refused(_refresh(practice, token))


def test_other_roles_show_at_the_next_refresh(practice):
    token = _redeem(practice, _code(practice)).json()["refresh_token"]
    body = {"vo_id": ELS.vo_id, "roles": ["Raadpleger:0200000001"]}
    assert practice.control("POST", "/employee", body).status_code == 200
    keys = KeySet.import_key_set(practice.http.request("GET", "/op/v1/keys").json())
    claims = jwt.decode(_refresh(practice, token).json()["id_token"], keys, algorithms=["RS256"]).claims
    assert claims["cirdesktop_rol_3d"] == ["Raadpleger:0200000001"]
    assert practice.control("POST", "/employee", body | {"vo_id": "nobody"}).status_code == 404


def test_the_people_of_practice_hold_every_role_and_every_odd_case():
    roles = {role for each in employees().employee for role in each.roles}
    ours = {role.partition(":")[0] for role in roles if role.endswith(":" + employees().organisation)}
    assert ours >= {"Raadpleger", "Medewerker", "Goedkeurder", "Beheerder"}
    assert any(not each.roles for each in employees().employee)
    assert any(each.target_group != "LB" for each in employees().employee)


def test_no_national_number_of_an_employee_could_be_somebodys():
    for each in employees().employee:
        assert 97 - int(each.rrn[:9]) % 97 != int(each.rrn[9:])


def test_a_register_that_is_down_signs_nobody_in(practice):
    practice.control("POST", "/faults", {"kind": "down", "times": None})
    assert _page(practice).status_code == 503
