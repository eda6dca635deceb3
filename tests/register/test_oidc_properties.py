"""Whatever a provider says, a clerk reads a sentence: no answer of it is a bug of ours, and none quotes a person."""

import json
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from joserfc import jwt
from joserfc.jwk import RSAKey

from cir_desktop import errors
from cir_desktop.register import oidc
from cir_desktop.register.claims import Told, told
from cir_desktop.register.oidc import OpenId, PersonClient

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=8,
)
SECRET = "Geheimnaam"
CLAIMS = {
    "iss": "https://op.example",
    "aud": "c",
    "sub": SECRET,
    "vo_id": "vo-1",
    "vo_doelgroepcode": "LB",
    "vo_orgcode": "0200000001",
    "vo_orgnaam": "Oefendorp",
    "given_name": SECRET,
    "family_name": SECRET,
    "rrn": "00000000001",
    "cirdesktop_rol_3d": ["Medewerker:0200000001"],
}
KEY = RSAKey.generate_key(2048, auto_kid=True)
quick = settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


class Said(OpenId):
    """A provider whose answers are at hand instead of at the other end of a line."""

    def __init__(self, keys, id_token):
        super().__init__(PersonClient(issuer="https://op.example", client_id="c", role_app="cirdesktop"))
        self.keys, self.id_token = keys, id_token
        page = "https://op.example/x"
        self._known = oidc._Provider("https://op.example", page, page, page)

    def _get(self, url, kind):
        return kind(self.keys)

    def _tokens(self, form, refused):
        return oidc._Tokens(self.id_token, "r")


def outcome(call):
    """The person, or the error of the tree; everything else goes through and fails the test."""
    try:
        return call()
    except (errors.RegisterError, errors.SignInError) as error:
        assert SECRET not in str(error)
        assert "00000000001" not in str(error)
        return error


@quick
@given(st.sampled_from(sorted(CLAIMS)), JSON)
def test_any_value_in_any_claim_gives_a_person_or_a_sentence(name, value):
    found = outcome(lambda: told({**CLAIMS, name: value}, "cirdesktop"))
    assert isinstance(found, Told | errors.CirError)


@quick
@given(st.sampled_from(["iss", "aud", "azp", "exp", "iat", "nbf", "nonce", "sub"]), JSON)
def test_any_value_in_any_checked_claim_of_a_signed_token_gives_a_person_or_a_sentence(name, value):
    now = int(time.time())
    claims = {**CLAIMS, "iat": now, "exp": now + 3600, name: value}
    with Said([KEY.as_dict(private=False)], jwt.encode({"alg": "RS256", "kid": KEY.kid}, claims, KEY)) as provider:
        outcome(lambda: provider.refresh("r", SECRET))


@quick
@given(JSON)
def test_any_key_set_gives_a_sentence(keys):
    now = int(time.time())
    token = jwt.encode({"alg": "RS256", "kid": KEY.kid}, {**CLAIMS, "iat": now, "exp": now + 3600}, KEY)
    with Said(keys if isinstance(keys, list) else [keys], token) as provider:
        assert isinstance(outcome(lambda: provider.refresh("r", SECRET)), errors.SignInForged)


@quick
@given(st.dictionaries(st.sampled_from(["kty", "n", "e", "kid", "alg", "use", "key_ops"]), JSON, max_size=7))
def test_any_key_gives_a_sentence(key):
    now = int(time.time())
    token = jwt.encode({"alg": "RS256", "kid": KEY.kid}, {**CLAIMS, "iat": now, "exp": now + 3600}, KEY)
    with Said([{"kty": "RSA", "kid": KEY.kid, **key}], token) as provider:
        assert isinstance(outcome(lambda: provider.refresh("r", SECRET)), errors.SignInForged)


@quick
@given(st.text(max_size=200) | st.from_regex(r"[\w-]+\.[\w-]+\.[\w-]*", fullmatch=True))
def test_any_text_in_place_of_a_token_gives_a_sentence(text):
    with Said([KEY.as_dict(private=False)], text or "x") as provider:
        assert isinstance(outcome(lambda: provider.refresh("r", SECRET)), errors.SignInForged)


@pytest.mark.parametrize("roles", [5, None, {"a": 1}, [5, None, ["x"]], "", ":", [":0200000001"]])
def test_a_claim_of_roles_that_is_no_list_of_pairs_gives_no_role(roles):
    with pytest.raises(errors.NoRole):
        told({**CLAIMS, "cirdesktop_rol_3d": json.loads(json.dumps(roles))}, "cirdesktop")
