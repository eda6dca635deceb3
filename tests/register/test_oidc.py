"""An identity provider that says anything: only what belongs to this very sign-in makes a person."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from cir_desktop import errors
from cir_desktop.register.oidc import OpenId, PersonClient

CLIENT = "dit-programma"
BACK = "http://127.0.0.1:40404/terug"


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        provider = self.server
        path = urlsplit(self.path).path
        self._give(*provider.pages.get(path, (404, {})))

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"])).decode()
        self.server.forms.append({name: values[0] for name, values in parse_qs(body).items()})
        self._give(*self.server.pages["/token"])

    def _give(self, status, body, kind="application/json"):
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_):
        pass


class Provider(ThreadingHTTPServer):
    """Says what a test wants; `pages` by path: status, body, and a content type."""

    daemon_threads = True

    def __init__(self, key):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.key = key
        self.issuer = f"http://127.0.0.1:{self.server_address[1]}"
        self.forms = []
        self.metadata = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/auth",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
        }
        self.pages = {
            "/.well-known/openid-configuration": (200, self.metadata),
            "/keys": (200, {"keys": [key.as_dict(private=False)]}),
        }

    def claims(self, nonce, **changed):
        now = int(time.time())
        claims = {
            "iss": self.issuer, "aud": CLIENT, "sub": "s-1", "nonce": nonce, "iat": now, "exp": now + 3600,
            "vo_id": "vo-1", "vo_doelgroepcode": "LB", "vo_orgcode": "0200000001", "vo_orgnaam": "Oefendorp",
            "given_name": "Els", "family_name": "Verzonnen", "rrn": "00000000001",
            "cirdesktop_rol_3d": ["Medewerker:0200000001"],
        }  # fmt: skip
        return {name: value for name, value in (claims | changed).items() if value is not None}

    def sign(self, claims, key=None, alg="RS256", **header):
        return jwt.encode({"alg": alg, "kid": self.key.kid} | header, claims, key or self.key, algorithms=[alg])

    def gives(self, id_token, **more):
        self.pages["/token"] = (200, {"id_token": id_token, "refresh_token": "r-1", "access_token": "a-1", **more})


@pytest.fixture(scope="module")
def key():
    return RSAKey.generate_key(2048, auto_kid=True)


@pytest.fixture
def provider(key):
    with Provider(key) as made:
        thread = threading.Thread(target=made.serve_forever, args=(0.01,))
        thread.start()
        yield made
        made.shutdown()
        thread.join()


@pytest.fixture
def open_id(provider):
    with OpenId(PersonClient(issuer=provider.issuer, client_id=CLIENT, role_app="cirdesktop")) as client:
        yield client


def redeem(open_id, provider, **changed):
    attempt = open_id.begin(BACK)
    provider.gives(provider.sign(provider.claims(**{"nonce": attempt.nonce} | changed)))
    return open_id.redeem(attempt, {"state": attempt.state, "code": "c-1"})


def test_what_fits_makes_a_person(open_id, provider):
    given = redeem(open_id, provider)
    assert (given.told.person.name, given.refresh_token) == ("Els Verzonnen", "r-1")
    assert "r-1" not in repr(given)
    form = provider.forms[-1]
    assert (form["grant_type"], form["code"], form["redirect_uri"]) == ("authorization_code", "c-1", BACK)
    assert 43 <= len(form["code_verifier"]) <= 128


def test_the_address_for_the_browser_asks_for_a_code_with_s256_and_holds_no_verifier(open_id):
    attempt = open_id.begin(BACK)
    asked = {name: values[0] for name, values in parse_qs(urlsplit(attempt.url).query).items()}
    assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
    assert asked["scope"] == "openid profile vo cirdesktop"
    assert attempt.verifier not in attempt.url
    again = open_id.begin(BACK)
    assert {again.state, again.nonce, again.verifier}.isdisjoint({attempt.state, attempt.nonce, attempt.verifier})


@pytest.mark.parametrize(
    "changed",
    [
        {"iss": "https://elsewhere.example"},
        {"iss": None},
        {"aud": "ander-programma"},
        {"aud": None},
        {"aud": [CLIENT, "ander-programma"]},
        {"azp": "ander-programma"},
        {"nonce": "een andere"},
        {"nonce": None},
        {"exp": None},
        {"iat": None},
        {"exp": "straks"},
    ],
)
def test_a_token_that_is_not_for_this_sign_in_makes_nobody(open_id, provider, changed):
    with pytest.raises(errors.SignInForged):
        redeem(open_id, provider, **changed)


def test_a_token_for_several_programs_counts_when_it_was_made_for_this_one(open_id, provider):
    given = redeem(open_id, provider, aud=[CLIENT, "ander-programma"], azp=CLIENT)
    assert given.told.person.id == "vo-1"


def test_a_token_that_somebody_else_signed_or_nobody_makes_nobody(open_id, provider):
    attempt = open_id.begin(BACK)
    claims = provider.claims(attempt.nonce)
    signed = provider.sign(claims)
    for token in (
        provider.sign(claims, RSAKey.generate_key(2048)),
        provider.sign(claims, kid="onbekend"),
        provider.sign(claims, OctKey.generate_key(512), alg="HS256"),
        signed.rpartition(".")[0] + ".",
        "geen token",
        "",
    ):
        provider.gives(token)
        with pytest.raises(errors.SignInForged):
            open_id.redeem(attempt, {"state": attempt.state, "code": "c-1"})


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(7200 + 600, "2 uur voor"), (-600, "10 minuten achter"), (-86_400 * 5, "5 dagen achter")],
)
def test_a_wrong_clock_of_this_computer_is_said_with_how_much(provider, seconds, words):
    client = PersonClient(issuer=provider.issuer, client_id=CLIENT, role_app="cirdesktop")
    with OpenId(client, now=lambda: time.time() + seconds) as open_id:
        with pytest.raises(errors.WrongClock, match=words) as refused:
            redeem(open_id, provider)
        assert refused.value.code == "CIR-325"


@pytest.mark.parametrize("seconds", [45, -45])
def test_clocks_may_differ_by_some_seconds(provider, seconds):
    client = PersonClient(issuer=provider.issuer, client_id=CLIENT, role_app="cirdesktop")
    with OpenId(client, now=lambda: time.time() + seconds) as open_id:
        assert redeem(open_id, provider).told.person.id == "vo-1"


def test_an_answer_that_does_not_fit_is_refused_before_any_code_goes_out(open_id, provider):
    attempt = open_id.begin(BACK)
    for answer in ({"code": "c"}, {"code": "c", "state": "é"}, {"code": "c", "state": attempt.state, "iss": "elders"}):
        with pytest.raises(errors.SignInForged):
            open_id.redeem(attempt, answer)
    assert provider.forms == []


def test_a_provider_that_promises_its_name_in_the_answer_must_give_it(open_id, provider):
    provider.metadata["authorization_response_iss_parameter_supported"] = True
    attempt = open_id.begin(BACK)
    with pytest.raises(errors.SignInForged):
        open_id.redeem(attempt, {"code": "c", "state": attempt.state})


def test_the_words_of_a_refusal_are_not_repeated_blindly(open_id):
    attempt = open_id.begin(BACK)
    with pytest.raises(errors.SignInRefused, match=r"\(temporarily_unavailable\)"):
        open_id.redeem(attempt, {"state": attempt.state, "error": "temporarily_unavailable"})
    with pytest.raises(errors.SignInRefused, match=r"\(onbekend\)"):
        open_id.redeem(attempt, {"state": attempt.state, "error": "<b>Bel 0900 12345</b>"})


def test_a_code_that_is_refused_is_no_bug(open_id, provider):
    attempt = open_id.begin(BACK)
    provider.pages["/token"] = (400, {"error": "invalid_grant"})
    with pytest.raises(errors.SignInRefused, match="invalid_grant"):
        open_id.redeem(attempt, {"state": attempt.state, "code": "c"})


def test_a_refresh_for_another_person_is_refused(open_id, provider):
    provider.gives(provider.sign(provider.claims(None, sub="s-2")))
    with pytest.raises(errors.SignInForged):
        open_id.refresh("r-0", "s-1")


def test_a_refresh_that_is_refused_ends_the_sign_in(open_id, provider):
    provider.pages["/token"] = (400, {"error": "invalid_grant"})
    with pytest.raises(errors.SignInEnded):
        open_id.refresh("r-0", "s-1")


def test_a_refresh_that_tells_nothing_of_the_person_still_gives_the_next_token(open_id, provider):
    provider.pages["/token"] = (200, {"access_token": "a-2", "refresh_token": "r-2"})
    assert open_id.refresh("r-1", "s-1") == (None, "r-2")
    provider.pages["/token"] = (200, {"access_token": "a-2"})
    assert open_id.refresh("r-1", "s-1") == (None, "r-1")


@pytest.mark.parametrize(
    "claims",
    [
        {"cirdesktop_rol_3d": None},
        {"cirdesktop_rol_3d": []},
        {"cirdesktop_rol_3d": ["Medewerker"]},
        {"cirdesktop_rol_3d": ["Medewerker:0200000009"]},
        {"cirdesktop_rol_3d": None, "anderprogramma_rol_3d": ["Beheerder:0200000001"]},
    ],
)
def test_a_role_without_our_organisation_or_our_program_is_none(open_id, provider, claims):
    with pytest.raises(errors.NoRole):
        redeem(open_id, provider, **claims)


def test_one_role_may_come_as_a_text(open_id, provider):
    given = redeem(open_id, provider, cirdesktop_rol_3d="Goedkeurder:0200000001")
    assert [role.value for role in given.told.person.roles] == ["approver"]


@pytest.mark.parametrize("claim", ["vo_id", "vo_orgcode", "vo_doelgroepcode", "sub"])
def test_a_token_without_a_needed_claim_is_nonsense_and_quotes_nothing(open_id, provider, claim):
    with pytest.raises((errors.RegisterNonsense, errors.SignInForged)) as refused:
        redeem(open_id, provider, **{claim: None})
    assert "00000000001" not in str(refused.value)


DISCOVERY = "/.well-known/openid-configuration"


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ((200, b"<html>Meld u aan op het netwerk</html>", "text/html"), errors.Portal),
        ((200, b"<html>", "application/json"), errors.RegisterNonsense),
        ((200, {"issuer": "https://elsewhere.example"}), errors.RegisterNonsense),
        ((404, {}), errors.RegisterNonsense),
        ((407, {}), errors.ProxySignIn),
        ((511, {}), errors.Portal),
        ((302, {}), errors.RegisterNonsense),
        ((503, {}), errors.RegisterUnreachable),
    ],
)
def test_whatever_answers_in_place_of_the_provider_is_called_by_its_name(open_id, provider, answer, kind):
    provider.pages[DISCOVERY] = answer
    with pytest.raises(kind):
        open_id.begin(BACK)


def test_a_provider_with_another_name_than_was_set_is_not_trusted(open_id, provider):
    provider.pages[DISCOVERY] = (200, provider.metadata | {"issuer": provider.issuer + "/"})
    with pytest.raises(errors.RegisterNonsense, match="noemt zich anders"):
        open_id.begin(BACK)


@pytest.mark.parametrize("name", ["authorization_endpoint", "token_endpoint", "jwks_uri"])
def test_a_page_without_tls_elsewhere_is_not_used(open_id, provider, name):
    provider.metadata[name] = "http://elsewhere.example/x"
    with pytest.raises(errors.RegisterNotSet, match="geen veilig adres"):
        open_id.begin(BACK)
