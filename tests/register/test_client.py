"""What a clerk is told when the register does not do as agreed: a small server plays every part."""

import json
import logging
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import pytest
import stamina
from joserfc import jwt
from joserfc.jwk import RSAKey

from cir_desktop import errors
from cir_desktop.domain.process import Command, CommandState, ConsequencePayload
from cir_desktop.register.answers import BusyRegister, DeniedAnswer
from cir_desktop.register.client import BASE_PATH, Credentials, RegisterClient
from cir_desktop.register.search import SearchCriteria

NUMBER = "2023.07.06.0002"
Answer = Callable[["_Handler"], None]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: "_Part"

    def do_POST(self) -> None:
        self.body = self.rfile.read(int(self.headers.get("content-length", "0")))
        if self.path == "/token":
            self.server.token_requests.append(parse_qs(self.body.decode()))
            self.server.token_answer(self)
            return
        self.server.seen.append((self.path, dict(self.headers), self.body))
        self.server.answer(self)

    do_GET = do_POST

    def give(self, status: int, body: Any = None, *, echo: bool = True, **headers: str) -> None:
        content = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        self.send_response(status)
        if echo and (correlation := self.headers.get("x-correlation-id")):
            self.send_header("x-correlation-id", correlation)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        """Keep quiet."""


class _Part(ThreadingHTTPServer):
    """Plays the register: `answer` says how."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.seen: list[tuple[str, dict[str, str], bytes]] = []
        self.token_requests: list[dict[str, list[str]]] = []
        self.answer: Answer = lambda handler: handler.give(204)
        self.expires_in = 3600
        self.token_answer: Answer = self._token

    def _token(self, handler: _Handler) -> None:
        handler.give(
            200,
            {
                "access_token": f"t{len(self.token_requests)}",
                "token_type": "Bearer",
                "expires_in": self.expires_in,
            },
        )

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


@pytest.fixture(scope="module")
def key() -> RSAKey:
    return RSAKey.generate_key(2048)


@pytest.fixture
def register() -> Iterator[_Part]:
    with _Part() as part:
        thread = threading.Thread(target=part.serve_forever, args=(0.01,))
        thread.start()
        yield part
        part.shutdown()
        thread.join()


@pytest.fixture
def client(register: _Part, key: RSAKey) -> Iterator[RegisterClient]:
    with stamina.set_testing(True, attempts=3, cap=True), RegisterClient(register.url, _who(register, key)) as client:
        yield client


def _who(register: _Part, key: RSAKey) -> Credentials:
    return Credentials(f"{register.url}/token", "cir-desktop-test", "LB-GEEL", key.as_pem(private=True).decode())


def _fout(status: int, detail: str = "reden", **more: str) -> dict[str, Any]:
    return {"title": "t", "status": status, "detail": detail, "instance": "/x"} | more


def _command() -> Command:
    return Command(
        id="01890a5d-ac96-774b-bcce-b302099a8057",
        action="OFFER",
        dossier=NUMBER,
        base_version=1,
        payload=ConsequencePayload(),
        author="a",
        created_at=datetime(2024, 5, 1, tzinfo=UTC),
        state=CommandState.NEW,
    )


def _receipt(**changes: Any) -> dict[str, Any]:
    return {
        "dossierNummer": NUMBER,
        "versieNummer": 2,
        "status": "OFFER",
        "actie": "OFFER",
        "verwerktOp": "2024-05-01T10:00:00Z",
        "correlationId": _command().id,
    } | changes


def test_the_machine_signs_in_with_a_short_assertion_for_this_token_address_only(
    client: RegisterClient, register: _Part, key: RSAKey
) -> None:
    client.search(SearchCriteria(party="LB-GEEL"))
    (form,) = register.token_requests
    claims = jwt.decode(form["client_assertion"][0], key, algorithms=["RS256"]).claims
    assert (claims["iss"], claims["sub"], claims["aud"]) == ("cir-desktop-test",) * 2 + (f"{register.url}/token",)
    assert 0 < claims["exp"] - claims["iat"] <= 600
    assert register.seen[0][1]["authorization"] == "Bearer t1"


def test_one_token_serves_until_a_minute_before_its_end(client: RegisterClient, register: _Part) -> None:
    client.search(SearchCriteria(party="LB-GEEL"))
    client.search(SearchCriteria(party="LB-GEEL"))
    assert len(register.token_requests) == 1


def test_a_token_in_its_last_minute_is_renewed(
    client: RegisterClient, register: _Part, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = 1000.0
    monkeypatch.setattr("cir_desktop.register.auth.time.monotonic", lambda: moment)
    register.expires_in = 100
    client.search(SearchCriteria(party="LB-GEEL"))
    moment += 41
    client.search(SearchCriteria(party="LB-GEEL"))
    assert len(register.token_requests) == 2


def test_a_token_that_the_register_forgot_is_renewed_once(client: RegisterClient, register: _Part) -> None:
    register.answer = lambda h: h.give(204) if h.headers["authorization"] == "Bearer t2" else h.give(401)
    client.acknowledge(NUMBER, 1)
    assert len(register.token_requests) == 2


def test_who_stays_unknown_after_a_new_token_is_told_to_check_the_key(client: RegisterClient, register: _Part) -> None:
    register.answer = lambda h: h.give(401, _fout(401))
    with pytest.raises(DeniedAnswer, match=r"aanmelding niet \(401\)") as caught:
        client.fetch(NUMBER)
    assert caught.value.status == 401
    assert len(register.seen) == 2


def test_a_private_key_that_is_not_ours_is_told_as_such(client: RegisterClient, register: _Part) -> None:
    register.token_answer = lambda h: h.give(401, {"error": "invalid_client"})
    with pytest.raises(errors.RegisterDenied, match="aanvaardt onze sleutel niet"):
        client.fetch(NUMBER)


@pytest.mark.parametrize("pem", ["", "geen sleutel", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"])
def test_a_key_that_is_none_is_told_before_any_call(pem: str) -> None:
    with pytest.raises(errors.RegisterNotSet, match="niet leesbaar"):
        RegisterClient("https://cir.test", Credentials("https://cir.test/token", "c", "LB-GEEL", pem))


def test_a_public_key_is_no_private_key(key: RSAKey) -> None:
    pem = key.as_pem(private=False).decode()
    with pytest.raises(errors.RegisterNotSet, match="niet leesbaar"):
        RegisterClient("https://cir.test", Credentials("https://cir.test/token", "c", "LB-GEEL", pem))


@pytest.mark.parametrize("url", ["http://cir.test", "cir.test", "ftp://127.0.0.1", "https://"])
def test_a_register_is_never_spoken_to_without_encryption_over_a_network(url: str) -> None:
    with pytest.raises(errors.RegisterNotSet, match="geen veilig adres"):
        RegisterClient(url, Credentials("https://cir.test/token", "c", "LB-GEEL", ""))


def test_the_private_key_is_not_shown_when_credentials_are_printed(register: _Part, key: RSAKey) -> None:
    assert "PRIVATE" not in repr(_who(register, key))


def test_every_call_carries_its_own_correlation_id(client: RegisterClient, register: _Part) -> None:
    client.search(SearchCriteria(party="LB-GEEL"))
    client.acknowledge(NUMBER, 1)
    ids = {headers["x-correlation-id"] for _, headers, _ in register.seen}
    assert len(ids) == 2


def test_an_answer_to_another_question_is_nonsense(client: RegisterClient, register: _Part) -> None:
    register.answer = lambda h: h.give(200, {}, echo=False, x_correlation_id="01890a5d-0000-774b-bcce-b302099a8057")
    with pytest.raises(errors.RegisterNonsense, match="van een andere vraag"):
        client.fetch(NUMBER)


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_register_that_fails_is_asked_three_times_and_then_told_with_its_status(
    client: RegisterClient, register: _Part, status: int
) -> None:
    register.answer = lambda h: h.give(status, b"<html>bad gateway", echo=False)
    with pytest.raises(errors.RegisterUnreachable, match=f"status {status}") as caught:
        client.fetch(NUMBER)
    assert caught.value.exit_code == 3
    assert len(register.seen) == 3


def test_a_hiccup_is_not_told_at_all(client: RegisterClient, register: _Part) -> None:
    register.answer = lambda h: h.give(200, b"{}") if len(register.seen) == 3 else h.give(503)
    assert client.fetch(NUMBER) == b"{}"


@pytest.mark.parametrize("status", [500, 503])
def test_a_write_is_never_repeated_here(client: RegisterClient, register: _Part, status: int) -> None:
    register.answer = lambda h: h.give(status)
    with pytest.raises(errors.RegisterUnreachable):
        client.act(_command())
    with pytest.raises(errors.RegisterUnreachable):
        client.acknowledge(NUMBER, 1)
    assert len(register.seen) == 2


def test_a_busy_register_says_how_long_to_wait(client: RegisterClient, register: _Part) -> None:
    register.answer = lambda h: h.give(429, _fout(429), retry_after="120")
    with pytest.raises(BusyRegister, match="120 seconden") as caught:
        client.fetch(NUMBER)
    assert caught.value.retry_after == 120
    assert len(register.seen) == 1


def test_a_short_wait_that_the_register_asks_for_is_respected(client: RegisterClient, register: _Part) -> None:
    register.answer = lambda h: h.give(200, b"{}") if len(register.seen) == 2 else h.give(429, retry_after="2")
    assert client.fetch(NUMBER) == b"{}"


def test_a_dossier_that_is_not_ours_to_see_is_denied(client: RegisterClient, register: _Part) -> None:
    register.answer = lambda h: h.give(403, _fout(403))
    with pytest.raises(DeniedAnswer, match=r"machtiging"):
        client.fetch(NUMBER)
    assert len(register.seen) == 1


def test_a_dossier_that_the_register_does_not_know_is_not_struck_off(client: RegisterClient, register: _Part) -> None:
    register.answer = lambda h: h.give(404, _fout(404, "Source: Geen dossier gevonden"))
    with pytest.raises(errors.RegisterNotFound, match="niet dat de kandidaat geschrapt is"):
        client.fetch(NUMBER)


def test_a_page_that_does_not_exist_is_a_wrong_address_and_no_missing_dossier(
    client: RegisterClient, register: _Part
) -> None:
    register.answer = lambda h: h.give(404, b"<html>not found", echo=False)
    with pytest.raises(errors.RegisterNonsense, match="adres van het register"):
        client.fetch(NUMBER)


def test_a_refusal_keeps_the_registers_own_words(client: RegisterClient, register: _Part) -> None:
    register.answer = lambda h: h.give(409, _fout(409, "Overgang kan niet", type="overgang-niet-toegelaten"))
    with pytest.raises(errors.RegisterRefused) as caught:
        client.act(_command())
    refused = caught.value
    assert (refused.status, refused.kind, refused.detail) == (409, "overgang-niet-toegelaten", "Overgang kan niet")


def test_a_bad_request_is_a_refusal_without_kind(client: RegisterClient, register: _Part) -> None:
    register.answer = lambda h: h.give(400, _fout(400))
    with pytest.raises(errors.RegisterRefused) as caught:
        client.act(_command())
    assert (caught.value.status, caught.value.kind) == (400, "")


@pytest.mark.parametrize(
    "answer",
    [
        lambda h: h.give(302, location="https://portaal.test"),
        lambda h: h.give(418, _fout(418)),
        lambda h: h.give(204),
        lambda h: h.give(400, b"<html>"),
    ],
)
def test_an_answer_outside_the_contract_is_nonsense(client: RegisterClient, register: _Part, answer: Answer) -> None:
    register.answer = answer
    with pytest.raises(errors.RegisterNonsense):
        client.fetch(NUMBER)


@pytest.mark.parametrize("body", [b"<html>It works!</html>", b'{"dossiers":[{"dossierNummer":', b'{"dossiers":7}'])
def test_a_list_that_can_not_be_read_is_nonsense(client: RegisterClient, register: _Part, body: bytes) -> None:
    register.answer = lambda h: h.give(200, body)
    with pytest.raises(errors.RegisterNonsense, match="niet leesbaar"):
        client.search(SearchCriteria(party="LB-GEEL"))


def test_a_cut_answer_is_no_answer(client: RegisterClient, register: _Part) -> None:
    def cut(handler: _Handler) -> None:
        handler.send_response(200)
        handler.send_header("content-length", "4096")
        handler.end_headers()
        handler.wfile.write(b'{"dossier')
        handler.close_connection = True

    register.answer = cut
    with pytest.raises(errors.RegisterUnreachable, match="brak af"):
        client.fetch(NUMBER)


def test_a_register_that_keeps_silent_is_given_up_on(register: _Part, key: RSAKey) -> None:
    asked = threading.Event()
    register.answer = lambda h: asked.wait(5) and None
    with (
        stamina.set_testing(True, attempts=1),
        RegisterClient(register.url, _who(register, key), timeout=0.2) as client,
        pytest.raises(errors.RegisterUnreachable, match="niet op tijd"),
    ):
        client.fetch(NUMBER)
    asked.set()


def test_a_register_that_is_down_is_told_with_exit_code_three(register: _Part, key: RSAKey) -> None:
    who = _who(register, key)
    with _Part() as gone:
        url = gone.url
    who = Credentials(f"{url}/token", who.client_id, who.party_code, who.private_key_pem)
    with stamina.set_testing(True, attempts=2), RegisterClient(url, who) as client:
        with pytest.raises(errors.RegisterUnreachable, match="niet bereikbaar") as caught:
            client.search(SearchCriteria(party="LB-GEEL"))
        with pytest.raises(errors.RegisterUnreachable):
            client.health()
    assert caught.value.exit_code == 3


def test_nothing_found_is_an_empty_list(client: RegisterClient) -> None:
    assert client.search(SearchCriteria(party="LB-GEEL", created_from=date(2024, 1, 1))) == ()


def test_a_receipt_is_the_registers_word_for_our_command(client: RegisterClient, register: _Part) -> None:
    register.answer = lambda h: h.give(200, _receipt())
    receipt = client.act(_command())
    assert (receipt.dossier, receipt.version, receipt.status) == (NUMBER, 2, "OFFER")
    assert register.seen[0][1]["x-correlation-id"] == _command().id


@pytest.mark.parametrize(
    "changes",
    [{"dossierNummer": "2023.07.06.0003"}, {"correlationId": "01890a5d-0000-774b-bcce-b302099a8057"}],
)
def test_a_receipt_for_something_else_proves_nothing(
    client: RegisterClient, register: _Part, changes: dict[str, Any]
) -> None:
    register.answer = lambda h: h.give(200, _receipt(**changes))
    with pytest.raises(errors.RegisterNonsense, match="ontvangstbewijs"):
        client.act(_command())


def test_a_national_number_typed_as_dossier_number_never_gets_into_an_address(
    client: RegisterClient, register: _Part
) -> None:
    with pytest.raises(errors.BadInput):
        client.fetch("85.07.30-900.34")
    assert register.seen == []


@pytest.mark.parametrize(("status", "said"), [(200, "UP"), (503, "DOWN")])
def test_health_is_the_registers_own_word(client: RegisterClient, register: _Part, status: int, said: str) -> None:
    register.answer = lambda h: h.give(status, {"status": said})
    assert client.health() == said
    assert "authorization" not in register.seen[0][1]


def test_the_published_base_path_is_added_once(register: _Part, key: RSAKey) -> None:
    with RegisterClient(register.url + BASE_PATH + "/", _who(register, key)) as client:
        client.acknowledge(NUMBER, 1)
    assert register.seen[0][0] == f"{BASE_PATH}/dossiers/bevestigDossierVerwerking"


def test_no_dossier_number_gets_into_a_log(
    client: RegisterClient, register: _Part, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    register.answer = lambda h: h.give(200, b"{}") if len(register.seen) == 2 else h.give(503)
    client.fetch(NUMBER)
    assert NUMBER not in caplog.text


def test_municipalities_and_neighbourhoods_are_read(client: RegisterClient, register: _Part) -> None:
    register.answer = lambda h: h.give(
        200,
        {"nisCode": "13008", "wijken": ["Centrum"]}
        if "wijken" in h.path
        else {"gemeentes": [{"nisCode": "13008", "naam": "Geel"}]},
    )
    assert [m.name for m in client.municipalities()] == ["Geel"]
    assert client.neighbourhoods("13008") == ("Centrum",)
