"""Answers of the register that are not what was agreed: a sentence without anybody's data, and nothing lost by it."""

import json
import random
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import stamina
from support.exchange_desk import MORNING, Desk, Moment, make_template
from support.faulty_line import Line, Server, make_list, scope_of

from cir_desktop.domain.process import Command, CommandState, ConsequencePayload
from cir_desktop.errors import RegisterError
from cir_desktop.register.search import SearchCriteria
from cir_desktop.runtime.ids import uuid7

SIZE, LIST_SEED = 6, 11

ROUNDS = 120
"""How many answers are spoiled in each test; every one from its own seed, which a failure names."""

VALUES: tuple[Any, ...] = (
    None, True, 0, -1, 2**70, 1e308, "", "x", "9" * 400, "2026-02-30", "1900-01-01T00:00:00Z", "\u202e", "0" * 11,
    [], {}, [[]],
)  # fmt: skip


def spots(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a JSON value."""
    yield at
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from spots(inner, (*at, key))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from spots(inner, (*at, place))


def spoiled(rng: random.Random, body: bytes) -> bytes:
    """A body with something wrong in it."""
    how = rng.choice(("leaf", "leaf", "leaf", "drop", "drop", "cut", "bytes", "deep", "doubled", "extra"))
    if how == "cut":
        return body[: rng.randrange(max(1, len(body)))]
    if how == "bytes":
        at = rng.randrange(max(1, len(body)))
        return body[:at] + rng.randbytes(rng.randint(1, 3)) + body[at + 1 :]
    if how == "deep":
        return b"[" * rng.choice((1, 50, 100_000))
    value = json.loads(body)
    if how == "doubled":
        return json.dumps([value, value]).encode()
    places = [at for at in spots(value) if at]
    if not places:
        return b"{"
    at = rng.choice(places)
    inner = value
    for step in at[:-1]:
        inner = inner[step]
    if how == "drop":
        del inner[at[-1]]
    elif how == "extra" and isinstance(inner, dict):
        inner["onbekendVeld"] = rng.choice(VALUES)
    else:
        inner[at[-1]] = rng.choice(VALUES)
    return json.dumps(value).encode()


class Spoiling(Line):
    """Passes on what the register says, but for one kind of call."""

    spoil: Callable[[bytes], bytes] | None = None
    path: str = ""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        answer = super().handle_request(request)
        if self.spoil is None or self.path not in request.url.path or answer.status_code != 200:
            return answer
        headers = {name: value for name, value in answer.headers.items() if name != "content-length"}
        return httpx.Response(200, headers=headers, content=self.spoil(answer.content))


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("spoiled")
    make_list(folder / "list.db", SIZE, LIST_SEED)
    shutil.copy(folder / "list.db", folder / "used.db")
    clock = Moment()
    server = Server(folder / "used.db", SIZE, LIST_SEED, published_only=False, now=clock)
    make_template(folder / "office.db", server, clock)
    server.close()
    return folder / "used.db", folder / "office.db"


@pytest.fixture
def desk(templates: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    register, office = templates
    shutil.copy(register, tmp_path / "register.db")
    clock = Moment()
    clock.now = MORNING
    server = Server(tmp_path / "register.db", SIZE, LIST_SEED, published_only=False, now=clock)
    monkeypatch.setattr("support.exchange_desk.Line", Spoiling)
    opened = Desk(server, clock, office, tmp_path)
    with stamina.set_testing(True, attempts=1):
        yield opened
    opened.close()
    server.close()


def people(server: Server) -> set[str]:
    """What must never stand in a message: names and national numbers."""
    found = set()
    for number in scope_of(server):
        for person in server.look(lambda store, number=number: store.dossier(number))["personen"]:
            found |= {person["naam"], person["rijksregisternummer"] or person["naam"]}
    return {one for one in found if len(one) > 3}


@pytest.mark.timeout(600)
def test_a_spoiled_dossier_never_counts_as_received_and_is_got_again(desk: Desk) -> None:
    server, line = desk.server, desk.line
    assert isinstance(line, Spoiling)
    for seed in range(ROUNDS):
        rng = random.Random(seed)
        server.control("/advance", days=1, registrations_per_day=0, changes_per_day=2, needs_per_day=0, routine=False)
        line.path, line.spoil = "/dossiers/dossier/", lambda body, rng=rng: spoiled(rng, body)
        desk.pull()
        stored = desk.versions()
        for number, (_, acknowledged, _) in scope_of(server).items():
            assert not acknowledged or acknowledged in stored.get(number, ()), seed
        line.spoil = None
        desk.clock.sleep(timedelta(days=1))
        desk.pull(full=True)
        for number, (version, acknowledged, _) in scope_of(server).items():
            assert (acknowledged, version in desk.versions()[number]) == (version, True), seed


@pytest.mark.timeout(600)
def test_a_spoiled_answer_is_an_error_of_the_register_that_tells_nobody_s_data(desk: Desk) -> None:
    client, line, party = desk.office.client(), desk.line, desk.server.party
    assert isinstance(line, Spoiling)
    wait = Command(
        id=str(uuid7()),
        action="WAIT",
        dossier=min(scope_of(desk.server)),
        base_version=1,
        payload=ConsequencePayload("Proef."),
        author="Els",
        created_at=desk.clock.now,
        state=CommandState.NEW,
    )

    def with_a_new_token() -> None:
        desk.server.forget_tokens()
        client.municipalities()

    calls: dict[str, Callable[[], Any]] = {
        "zoeken": lambda: client.search(SearchCriteria(party=party)),
        "verwerkDossierActie": lambda: client.act(wait),
        "gemeentes": client.municipalities,
        "health": client.health,
        "wijkenVoorGemeente": lambda: client.neighbourhoods("13017"),
        "token": with_a_new_token,
    }
    private = people(desk.server)
    refused = 0
    for path, call in calls.items():
        for seed in range(ROUNDS):
            rng = random.Random(f"{path} {seed}")
            line.path, line.spoil = path, lambda body, rng=rng: spoiled(rng, body)
            try:
                call()
            except RegisterError as error:
                refused += 1
                text = f"{error.what} {error.todo} {getattr(error, 'detail', '')}"
                assert error.what, (path, seed)
                assert error.code.startswith("CIR-3"), (path, seed)
                assert not any(one in text for one in private), (path, seed)
    assert refused > len(calls) * ROUNDS / 3
