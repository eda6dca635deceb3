"""Runs the practice register: makes or opens the list, binds a loopback port, tells how to get in, serves."""

import asyncio
import json
import os
import secrets
import signal
import socket
import sys
import threading
import time
from datetime import UTC, date, datetime
from pathlib import Path
from types import FrameType
from typing import Any, Final

import uvicorn
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from cir_desktop.practice.app import create_app
from cir_desktop.practice.auth import Client, Tokens, new_key
from cir_desktop.practice.clock import PracticeClock
from cir_desktop.practice.employees import employees
from cir_desktop.practice.filling import fill
from cir_desktop.practice.generator import generate, landlord
from cir_desktop.practice.identity import OP, PERSON_CLIENT_ID, IdentityProvider
from cir_desktop.practice.launcher import state_file, write_private
from cir_desktop.practice.register import CONTROL, TOKEN_PATH, Register
from cir_desktop.practice.store import Store

DATABASE_NAME: Final = "register.db"
CREDENTIALS_NAME: Final = "client.json"
CLIENT_ID: Final = "cir-desktop-oefening"
BACKLOG: Final = 256


class OtherList(Exception):
    """The folder holds a list of another size, seed or day than was asked for."""


class _Server(uvicorn.Server):
    """Says that it is ready once it really answers."""

    def __init__(self, config: uvicorn.Config, ready_line: str) -> None:
        super().__init__(config)
        self._ready_line = ready_line

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start serving, then say so on standard output."""
        await super().startup(sockets)
        sys.stdout.write(self._ready_line + "\n")
        sys.stdout.flush()


def serve(
    directory: Path,
    size: int,
    seed: int,
    today: date | None,
    host: str = "127.0.0.1",
    port: int = 0,
    published_only: bool = False,
    with_parent: bool = False,
) -> None:
    """Serve until a signal, or with `with_parent` until standard input ends.

    Port 0 is a free one. `today` is the first day of a new list; None is the real day. Raises OtherList when the folder
    holds another list, OSError when the port is taken or the folder cannot be written.
    """
    stopping = _Stopping()
    if with_parent:
        threading.Thread(target=stopping.when_input_ends, daemon=True).start()
    directory.mkdir(parents=True, exist_ok=True)
    _make_list(directory / DATABASE_NAME, size, seed, today)
    with _listen(host, port) as listener, Store(directory / DATABASE_NAME) as store:
        address = f"http://{host}:{listener.getsockname()[1]}"
        credentials = directory / CREDENTIALS_NAME
        client, content = _client(credentials, address, size)
        register = Register(
            store=store,
            clock=PracticeClock(date.fromisoformat(store.fact("today") or ""), store.last_moment()),
            tokens=Tokens([client], address + TOKEN_PATH, store.use_once, time.time),
            control_token=content["control_token"],
            landlord=landlord(size),
            seed=seed,
            published_only=published_only,
            identity=IdentityProvider(address, employees(), time.time),
        )
        shared = state_file(listener.getsockname()[1])
        write_private(credentials, content)
        write_private(shared, content)
        try:
            ready = {"ready": True, "base_url": address, "credentials": str(credentials.resolve())}
            stopping.run(_Server(_config(register), json.dumps(ready)), listener)
        finally:
            shared.unlink(missing_ok=True)


def _listen(host: str, port: int) -> socket.socket:
    # TCP is named: asyncio turns Nagle's delay (40 ms an answer) off only for sockets that say so.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(BACKLOG)
    except BaseException:
        listener.close()
        raise
    return listener


def _make_list(path: Path, size: int, seed: int, today: date | None) -> None:
    if not path.exists():
        first_day = today or datetime.now(UTC).astimezone().date()
        facts = {
            "size": str(size),
            "seed": str(seed),
            "first_day": first_day.isoformat(),
            "today": first_day.isoformat(),
        }
        fill(path, generate(size, seed, first_day), [landlord(size)], facts)
        return
    with Store(path) as store:
        known = (store.fact("size"), store.fact("seed"))
        if known != (str(size), str(seed)) or (today is not None and store.fact("first_day") != today.isoformat()):
            raise OtherList(f"{path.parent}: size {known[0]}, seed {known[1]}, day {store.fact('first_day')}")


def _client(path: Path, address: str, size: int) -> tuple[Client, dict[str, Any]]:
    # A restarted register keeps its client's key: who has the file stays in, only the address is new.
    try:
        known: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        key = RSAKey.import_key(known["private_key_pem"])
    except (OSError, ValueError, KeyError, TypeError, JoseError):
        key = new_key()
    party = landlord(size).code
    content = {
        "base_url": address,
        "token_url": address + TOKEN_PATH,
        "client_id": CLIENT_ID,
        "party_code": party,
        "private_key_pem": key.as_pem(private=True).decode("ascii"),
        "issuer": address + OP,
        "oidc_client_id": PERSON_CLIENT_ID,
        "role_app": employees().role_app,
        "organisation": employees().organisation,
        "control_url": address + CONTROL,
        "control_token": secrets.token_urlsafe(24),
    }
    return Client(CLIENT_ID, party, RSAKey.import_key(key.as_pem(private=False))), content


def _config(register: Register) -> uvicorn.Config:
    return uvicorn.Config(
        create_app(register),
        http="h11",
        ws="none",
        lifespan="off",
        access_log=False,
        log_config=None,
        server_header=False,
        timeout_graceful_shutdown=2,
        backlog=BACKLOG,
    )


class _Stopping:
    """Ends the server on a signal or when the parent is gone; before it serves, ends the process."""

    def __init__(self) -> None:
        self._server: uvicorn.Server | None = None

    def when_input_ends(self) -> None:
        """Wait for the end of standard input, then stop."""
        # The raw descriptor: a thread inside sys.stdin's lock would make the interpreter's own end fail.
        try:
            while os.read(0, 4_096):
                pass
        finally:
            if self._server is None:
                os._exit(0)
            self._server.should_exit = True

    def run(self, server: uvicorn.Server, listener: socket.socket) -> None:
        """Serve until told to stop."""

        def on_signal(_number: int, _frame: FrameType | None) -> None:
            server.should_exit = True

        # The server hands a caught signal on when it has ended; ours takes it, so that what follows still runs.
        former = {number: signal.signal(number, on_signal) for number in (signal.SIGINT, signal.SIGTERM)}
        self._server = server
        try:
            asyncio.run(server.serve(sockets=[listener]))
        finally:
            for number, handler in former.items():
                signal.signal(number, handler)
