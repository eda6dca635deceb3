"""The practice register in this process: a fresh copy of one small list for every test, every answer checked."""

import asyncio
import re
import shutil
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
import yaml
from joserfc import jwt
from joserfc.jwk import RSAKey
from jsonschema import Draft202012Validator, FormatChecker

from cir_desktop.practice.app import create_app
from cir_desktop.practice.auth import ASSERTION_TYPE, Client, Tokens, new_key
from cir_desktop.practice.clock import PracticeClock
from cir_desktop.practice.employees import employees
from cir_desktop.practice.filling import fill
from cir_desktop.practice.generator import generate, landlord
from cir_desktop.practice.identity import IdentityProvider
from cir_desktop.practice.landlords import Landlord
from cir_desktop.practice.register import BASE, CONTROL, TOKEN_PATH, Register
from cir_desktop.practice.store import Store

ROOT = Path(__file__).resolve().parents[2]
SPEC = yaml.safe_load((ROOT / "resources" / "openapi" / "cir-v1.yaml").read_text(encoding="utf-8"))
DAY = date(2026, 1, 15)
SIZE, SEED = 30, 7
CONTROL_TOKEN = "control-of-the-test"
TOKEN_URL = "http://testserver" + TOKEN_PATH
OURS = landlord(SIZE).code
THEIRS = "WM-DENNENBOS"


@cache
def _schema(name: str) -> Draft202012Validator:
    schema = {"$ref": f"#/components/schemas/{name}", "components": SPEC["components"]}
    return Draft202012Validator(schema, format_checker=FormatChecker())


def assert_shape(name: str, content: Any) -> None:
    problems = [f"{error.json_path}: {error.message}" for error in _schema(name).iter_errors(content)]
    assert not problems, f"{name}: {problems[:5]}"


def assert_keeps_contract(method: str, path: str, response: Any) -> None:
    """The answer has a status that the contract knows for this operation, and the body of that status."""
    operation = next(
        item[method.lower()]
        for template, item in SPEC["paths"].items()
        if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", template), path) and method.lower() in item
    )
    answer = operation["responses"].get(str(response.status_code)) or operation["responses"].get("default")
    assert answer is not None, f"{response.status_code} is not in the contract of {method} {path}"
    assert response.status_code < 300 or "$ref" in answer
    if "$ref" in answer:
        answer = SPEC["components"]["responses"]["Fout"]
    if "content" not in answer:
        assert response.content == b""
        return
    ((kind, media),) = answer["content"].items()
    assert response.headers["content-type"] == kind
    if kind == "application/json":
        assert_shape(media["schema"]["$ref"].rpartition("/")[2], response.json())


class Http:
    """Requests to the application, without a socket between."""

    def __init__(self, app: Any) -> None:
        self._runner = asyncio.Runner()
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        self._client = httpx.AsyncClient(transport=transport, base_url="http://testserver")

    def request(self, method: str, path: str, **more: Any) -> httpx.Response:
        return self._runner.run(self._client.request(method, path, **more))

    def close(self) -> None:
        self._runner.run(self._client.aclose())
        self._runner.close()


class Landlords:
    """Calls the contract for one landlord; every answer is held against cir-v1.yaml."""

    def __init__(self, http: Http, token: str, party: str) -> None:
        self.http, self.token, self.party = http, token, party

    def call(self, method: str, path: str, body: Any = None, *, correlation_id: str | None = None) -> Any:
        sent = correlation_id or str(uuid.uuid4())
        headers = {"authorization": f"Bearer {self.token}", "x-correlation-id": sent}
        response = self.http.request(method, BASE + path, json=body, headers=headers)
        assert response.headers["x-correlation-id"] == sent
        assert_keeps_contract(method, path, response)
        return response

    def search(self, **criteria: Any) -> list[dict[str, Any]]:
        response = self.call("POST", "/dossiers/zoeken", criteria)
        return [] if response.status_code == 204 else response.json()["dossiers"]

    def waiting(self) -> set[str]:
        found = self.search(nietGesynchroniseerd=True, partijCode=self.party)
        return {item["dossierNummer"] for item in found}

    def read(self, number: str) -> dict[str, Any]:
        response = self.call("GET", f"/dossiers/dossier/{number}")
        assert response.status_code == 200
        return response.json()

    def acknowledge(self, number: str, version: int) -> int:
        body = {"dossierNummer": number, "partijCode": self.party, "versieNummer": version}
        return self.call("POST", "/dossiers/bevestigDossierVerwerking", body).status_code

    def acknowledge_all(self) -> None:
        for item in self.search(nietGesynchroniseerd=True):
            assert self.acknowledge(item["dossierNummer"], item["versieNummer"]) == 204

    def act(self, number: str, action: str, *, correlation_id: str | None = None, **more: Any) -> Any:
        body = {"dossierNummer": number, "partijCode": self.party, "actie": action, **more}
        return self.call("POST", "/dossiers/verwerkDossierActie", body, correlation_id=correlation_id)

    def first(self, status: str, **parts: Any) -> str:
        """The number of the first visible dossier in that status whose parts are these."""
        for item in self.search(dossierStatus=status):
            dossier = self.read(item["dossierNummer"])
            if all(dossier[key] == value for key, value in parts.items()):
                return item["dossierNummer"]
        raise AssertionError(f"no dossier in {status}")

    def fresh(self) -> str:
        """A registered dossier that nobody made an offer to."""
        return self.first("REG", aanbiedingen=[])


class Practice:
    """One register over its own copy of the list, with the landlord of the list and a second one beside it."""

    ours, theirs, token_url, first_day = OURS, THEIRS, TOKEN_URL, DAY
    assert_shape = staticmethod(assert_shape)

    def __init__(self, database: Path, keys: dict[str, RSAKey], *, published_only: bool = False) -> None:
        self.keys = keys
        self.now = time.time()
        self.store = Store(database)
        clients = [Client(f"client-{party}", party, key) for party, key in keys.items()]
        self.register = Register(
            store=self.store,
            clock=PracticeClock(date.fromisoformat(self.store.fact("today") or ""), self.store.last_moment()),
            tokens=Tokens(clients, TOKEN_URL, self.store.use_once, lambda: self.now),
            control_token=CONTROL_TOKEN,
            landlord=landlord(SIZE),
            seed=SEED,
            published_only=published_only,
            identity=IdentityProvider("http://testserver", employees(), lambda: self.now),
        )
        self.http = Http(create_app(self.register))

    def claims(self, party: str = OURS, **changed: Any) -> dict[str, Any]:
        client = f"client-{party}"
        claims = {"iss": client, "sub": client, "aud": TOKEN_URL, "exp": int(self.now) + 300}
        return {**claims, "jti": str(uuid.uuid4()), **changed}

    def ask_token(self, assertion: str, party: str = OURS, **changed: str) -> Any:
        form = {"grant_type": "client_credentials", "client_id": f"client-{party}"}
        form |= {"client_assertion_type": ASSERTION_TYPE, "client_assertion": assertion, **changed}
        headers = {"content-type": "application/x-www-form-urlencoded"}
        return self.http.request("POST", TOKEN_PATH, content=urlencode(form), headers=headers)

    def landlord(self, party: str = OURS) -> Landlords:
        assertion = jwt.encode({"alg": "RS256"}, self.claims(party), self.keys[party])
        response = self.ask_token(assertion, party)
        assert response.status_code == 200
        return Landlords(self.http, response.json()["access_token"], party)

    def control(self, method: str, path: str, body: Any = None) -> Any:
        headers = {"x-practice-token": CONTROL_TOKEN}
        return self.http.request(method, CONTROL + path, json=body, headers=headers)

    def close(self) -> None:
        self.http.close()
        self.store.close()


@pytest.fixture(scope="session")
def keys() -> dict[str, RSAKey]:
    return {OURS: new_key(), THEIRS: new_key()}


@pytest.fixture(scope="session")
def small_list(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("list") / "register.db"
    ours = landlord(SIZE)
    facts = {"size": str(SIZE), "seed": str(SEED), "first_day": DAY.isoformat(), "today": DAY.isoformat()}
    fill(path, generate(SIZE, SEED, DAY), [ours, Landlord(THEIRS, "Tweede", ours.municipalities)], facts)
    return path


@pytest.fixture
def open_practice(small_list: Path, keys: dict[str, RSAKey], tmp_path: Path) -> Iterator[Callable[..., Practice]]:
    opened: list[Practice] = []

    def open_one(*, published_only: bool = False) -> Practice:
        database = tmp_path / f"register-{len(opened)}.db"
        shutil.copy(small_list, database)
        opened.append(Practice(database, keys, published_only=published_only))
        return opened[-1]

    yield open_one
    for practice in opened:
        practice.close()


@pytest.fixture
def practice(open_practice: Callable[..., Practice]) -> Practice:
    return open_practice()


@pytest.fixture
def us(practice: Practice) -> Landlords:
    return practice.landlord()


@pytest.fixture
def them(practice: Practice) -> Landlords:
    return practice.landlord(THEIRS)
