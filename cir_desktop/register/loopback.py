"""Where the browser brings its answer: a listener on 127.0.0.1 with a free port (RFC 8252, 7.3), for one answer."""

import queue
import secrets
import socket
import socketserver
import threading
import time
from collections.abc import Callable, Mapping
from html import escape
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import TypeVar
from urllib.parse import parse_qs, urlsplit

from cir_desktop.domain.job import Cancel
from cir_desktop.errors import Bug, CirError, SignInTooLate

PATH = "/terug"
HOST = "127.0.0.1"
_LOOK_AGAIN = 0.1
_SILENT_SECONDS = 2.0
"""A browser opens connections on which it says nothing; none of them keeps us."""

_HEADERS = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "content-type": "text/html; charset=utf-8",
}
T = TypeVar("T")


class Loopback:
    """A context manager; `redirect_uri` is the address to give to the provider."""

    def __init__(self) -> None:
        self._server = _Server()
        self.redirect_uri = f"http://{HOST}:{self._server.port}{PATH}"

    def __enter__(self) -> "Loopback":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.end()

    def wait(self, state: str, settle: Callable[[Mapping[str, str]], T], *, cancel: Cancel, seconds: float) -> T:
        """Wait for the answer with this state, settle it, and show in the browser how that went.

        Answers with another state, and every answer after the first, get an error page and change nothing. Raises
        Cancelled, SignInTooLate, and whatever `settle` raises.
        """
        server = self._server
        server.state = state
        server.timeout = _LOOK_AGAIN
        until = time.monotonic() + seconds
        while server.answers.empty():
            cancel.check()
            if time.monotonic() > until:
                raise too_late()
            server.handle_request()
        try:
            done = settle(server.answers.get())
        except CirError as error:
            server.outcome.put(error)
            raise
        except BaseException as mistake:
            server.outcome.put(Bug(mistake))
            raise
        server.outcome.put(None)
        return done


def too_late() -> SignInTooLate:
    """Nobody answered in time, or nobody waits any more."""
    return SignInTooLate(
        "Het aanmelden in de browser duurde te lang.", "Begin opnieuw; u hebt vijf minuten om u aan te melden."
    )


class _Server(ThreadingHTTPServer):
    daemon_threads = False
    allow_reuse_address = False  # on Windows it would let another program take the port over

    def __init__(self) -> None:
        super().__init__((HOST, 0), _Handler)
        self.state = ""
        self.answers: queue.Queue[Mapping[str, str]] = queue.Queue(1)
        self.outcome: queue.Queue[CirError | None] = queue.Queue(1)
        self.open: set[socket.socket] = set()
        self.taken = threading.Lock()
        """Held by the one answer that counts, and never let go."""

    def server_bind(self) -> None:
        """Bind without asking a name server who we are, which may take seconds."""
        socketserver.TCPServer.server_bind(self)
        self.server_name = HOST
        self.server_port = self.port

    @property
    def port(self) -> int:
        port: int = self.socket.getsockname()[1]
        return port

    def end(self) -> None:
        """Stop listening, let go of the connections on which nothing came, and of an answer that came too late."""
        if self.outcome.empty():
            self.outcome.put(too_late())
        for connection in tuple(self.open):
            try:
                connection.shutdown(socket.SHUT_RD)
            except OSError:
                continue
        self.server_close()

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that goes away is no news."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    timeout = _SILENT_SECONDS

    def setup(self) -> None:
        super().setup()
        self.server.open.add(self.connection)

    def finish(self) -> None:
        self.server.open.discard(self.connection)
        super().finish()

    def do_GET(self) -> None:
        """Take the answer, or say why not."""
        server = self.server
        parts = urlsplit(self.path)
        if parts.path != PATH or self.headers.get("host") != f"{HOST}:{server.port}":
            self._page(HTTPStatus.NOT_FOUND, "Niet gevonden", "Hier is niets te zien.")
            return
        fields = parse_qs(parts.query, keep_blank_values=True, max_num_fields=20)
        given = {name: values[0] for name, values in fields.items() if len(values) == 1}
        if not secrets.compare_digest(given.get("state", "").encode("utf-8", "replace"), server.state.encode("ascii")):
            self._page(HTTPStatus.BAD_REQUEST, "Niet aanvaard", "Dit antwoord hoort niet bij de aanmelding die loopt.")
            return
        if not server.taken.acquire(blocking=False):
            self._page(HTTPStatus.CONFLICT, "Al beantwoord", "Deze aanmelding kreeg al een antwoord.")
            return
        server.answers.put(given)
        error = server.outcome.get()
        if error is None:
            self._page(HTTPStatus.OK, "Aangemeld", "U bent aangemeld. U mag dit venster sluiten.")
        else:
            self._page(HTTPStatus.OK, "Niet aangemeld", f"{error.what} {error.todo} ({error.code})")

    def log_message(self, *_: object) -> None:
        """Nothing is logged: the address holds the code."""

    def _page(self, status: HTTPStatus, title: str, sentence: str) -> None:
        body = (
            f'<!doctype html><html lang="nl"><meta charset="utf-8"><title>CIR Desktop: {escape(title)}</title>'
            "<style>body{font:18px/1.5 sans-serif;max-width:34em;margin:4em auto;padding:0 1em}</style>"
            f"<h1>{escape(title)}</h1><p>{escape(sentence)}</p></html>"
        ).encode()
        self.send_response(status)
        for name, value in _HEADERS.items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
