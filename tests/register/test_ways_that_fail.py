"""What stands between a town hall and the register: inspected TLS, proxies, portals, clocks; each in its own words."""

import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
import stamina
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from joserfc.jwk import RSAKey

from cir_desktop import errors
from cir_desktop.register.auth import Credentials, Tokens
from cir_desktop.register.client import RegisterClient
from cir_desktop.register.health import check_answers
from cir_desktop.register.http import open_http
from cir_desktop.register.oidc import OpenId, PersonClient

NUMBER = "2023.07.06.0002"


class _Handler(BaseHTTPRequestHandler):
    server: "_Somebody"

    def do_GET(self) -> None:
        self.rfile.read(int(self.headers.get("content-length", "0")))
        status, kind, body, more = self.server.answers.get(self.path, self.server.answers[""])
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(body)))
        for name, value in more.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_CONNECT = do_GET

    def log_message(self, *_: Any) -> None:
        pass


class _Somebody(ThreadingHTTPServer):
    """Whoever answers in place of a register; `answers` by path, "" for any other."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        token = b'{"access_token": "t", "token_type": "Bearer", "expires_in": 3600}'
        self.answers: dict[str, tuple[int, str, bytes, dict[str, str]]] = {
            "": (404, "application/json", b"{}", {}),
            "/token": (200, "application/json", token, {}),
        }

    def handle_error(self, *_: Any) -> None:
        """A handshake that the client breaks off is what a test wants."""

    def says(self, status: int, kind: str = "text/html", body: bytes = b"<html>", path: str = "", **more: str) -> None:
        self.answers[path] = (status, kind, body, more)


@contextmanager
def _serving(server: _Somebody) -> Iterator[_Somebody]:
    with server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def somebody() -> Iterator[_Somebody]:
    with _serving(_Somebody()) as server:
        yield server


@pytest.fixture(scope="module")
def key() -> RSAKey:
    return RSAKey.generate_key(2048)


@pytest.fixture
def client(key: RSAKey) -> Iterator[Callable[..., RegisterClient]]:
    opened: list[RegisterClient] = []

    def open_one(base: str, token: str) -> RegisterClient:
        who = Credentials(token, "c", "LB-OEFENDORP", key.as_pem(private=True).decode())
        opened.append(RegisterClient(base, who, timeout=5))
        return opened[-1]

    with stamina.set_testing(True, attempts=1):
        yield open_one
    for each in opened:
        each.close()


def _url(server: _Somebody, scheme: str = "http") -> str:
    return f"{scheme}://127.0.0.1:{server.server_address[1]}"


def _person(issuer: str) -> PersonClient:
    return PersonClient(issuer=issuer, client_id="c", role_app="cirdesktop")


def _self_signed(folder: Path) -> Path:
    """A certificate as a firewall that reads along makes them, whose root nobody here knows."""
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Firewall Oefendorp")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(private, hashes.SHA256())
    )
    file = folder / "cert.pem"
    file.write_bytes(
        certificate.public_bytes(serialization.Encoding.PEM)
        + private.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return file


@pytest.fixture
def inspected(tmp_path: Path) -> Iterator[str]:
    """The address of a server behind TLS inspection."""
    server = _Somebody()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(_self_signed(tmp_path))
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    with _serving(server):
        yield _url(server, "https")


def test_a_root_that_this_computer_does_not_know_is_said_so_everywhere(
    inspected: str, client: Callable[..., RegisterClient]
) -> None:
    with pytest.raises(errors.UnknownRoot, match="certificaat van het register") as refused:
        client(inspected, f"{inspected}/token").fetch(NUMBER)
    assert (refused.value.code, refused.value.exit_code) == ("CIR-321", 3)
    with pytest.raises(errors.UnknownRoot):
        check_answers(inspected)
    with (
        OpenId(_person(inspected + "/op")) as open_id,
        pytest.raises(errors.UnknownRoot, match="certificaat van de aanmelddienst"),
    ):
        open_id.begin("http://127.0.0.1:1/terug")


@pytest.fixture
def proxy(somebody: _Somebody, monkeypatch: pytest.MonkeyPatch) -> None:
    """The network lets nothing out but through a proxy that asks a sign-in."""
    somebody.says(407, **{"proxy-authenticate": "Negotiate"})
    for name in ("HTTPS_PROXY", "https_proxy"):
        monkeypatch.setenv(name, _url(somebody))
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.usefixtures("proxy")
def test_a_proxy_that_asks_a_sign_in_is_said_so(client: Callable[..., RegisterClient]) -> None:
    with pytest.raises(errors.ProxySignIn, match="proxy") as refused:
        client("https://cir.invalid", "https://cir.invalid/token").fetch(NUMBER)
    assert (refused.value.code, refused.value.exit_code) == ("CIR-322", 3)
    with (
        OpenId(_person("https://op.invalid")) as open_id,
        pytest.raises(errors.ProxySignIn),
    ):
        open_id.begin("http://127.0.0.1:1/terug")


@pytest.mark.usefixtures("proxy")
def test_the_register_of_practice_is_reached_past_a_proxy(
    client: Callable[..., RegisterClient], somebody: _Somebody
) -> None:
    with pytest.raises(errors.RegisterUnreachable) as refused:
        client("http://127.0.0.1:9", "http://127.0.0.1:9/token").fetch(NUMBER)
    assert not isinstance(refused.value, errors.ProxySignIn)


@pytest.mark.parametrize("path", ["", "/token"])
@pytest.mark.parametrize(
    ("status", "more"),
    [(200, {}), (302, {"location": "https://portaal.invalid"}), (307, {"location": "/"}), (511, {})],
)
def test_a_portal_of_the_network_is_called_so_wherever_it_comes_in_between(
    somebody: _Somebody, client: Callable[..., RegisterClient], path: str, status: int, more: dict[str, str]
) -> None:
    somebody.says(status, path=path, **more)
    with pytest.raises(errors.Portal, match="aanmeldscherm van een netwerk") as refused:
        client(_url(somebody), f"{_url(somebody)}/token").fetch(NUMBER)
    assert refused.value.code == "CIR-323"


def test_the_address_of_a_web_page_is_no_register(somebody: _Somebody) -> None:
    somebody.says(200)
    with pytest.raises(errors.Portal):
        check_answers(_url(somebody))


def _ask_token(somebody: _Somebody, key: RSAKey, off: float) -> str:
    who = Credentials(f"{_url(somebody)}/token", "c", "LB-OEFENDORP", key.as_pem(private=True).decode())
    with open_http(_url(somebody), timeout=5) as http:
        return Tokens(who, http, now=lambda: time.time() + off).authorization()


@pytest.mark.parametrize(("off", "words"), [(900, "15 minuten voor"), (-7300, "2 uur achter")])
def test_a_refused_key_on_a_computer_with_a_wrong_clock_is_the_fault_of_the_clock(
    somebody: _Somebody, key: RSAKey, off: float, words: str
) -> None:
    somebody.says(401, "application/json", b'{"error": "invalid_client"}', "/token")
    with pytest.raises(errors.WrongClock, match=words) as refused:
        _ask_token(somebody, key, off)
    assert refused.value.code == "CIR-325"


@pytest.mark.parametrize("off", [0, 40, -40])
def test_a_refused_key_on_a_good_clock_is_the_fault_of_the_key(somebody: _Somebody, key: RSAKey, off: float) -> None:
    somebody.says(401, "application/json", b'{"error": "invalid_client"}', "/token")
    with pytest.raises(errors.RegisterDenied, match="verlopen of ingetrokken|aanvaardt onze sleutel niet") as refused:
        _ask_token(somebody, key, off)
    assert not isinstance(refused.value, errors.WrongClock)


def test_a_wrong_clock_is_no_matter_as_long_as_the_register_takes_the_key(somebody: _Somebody, key: RSAKey) -> None:
    assert _ask_token(somebody, key, 900) == "Bearer t"
