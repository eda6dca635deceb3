"""The practice register as a process of its own, over real HTTP on loopback."""

import contextlib
import json
import os
import shutil
import signal
import stat
import subprocess
import sys
import time
import uuid
from datetime import date
from pathlib import Path
from urllib.parse import urlencode

import httpx
import psutil
import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey

from cir_desktop.practice import launcher
from cir_desktop.practice.auth import ASSERTION_TYPE
from cir_desktop.practice.register import BASE
from cir_desktop.practice.store import Store

DAY = date(2026, 1, 15)
ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.network


def _token(known):
    claims = {"iss": known["client_id"], "sub": known["client_id"], "aud": known["token_url"]}
    claims |= {"exp": int(time.time()) + 300, "jti": str(uuid.uuid4())}
    assertion = jwt.encode({"alg": "RS256"}, claims, RSAKey.import_key(known["private_key_pem"]))
    form = {"grant_type": "client_credentials", "client_id": known["client_id"]}
    form |= {"client_assertion_type": ASSERTION_TYPE, "client_assertion": assertion}
    headers = {"content-type": "application/x-www-form-urlencoded"}
    answer = httpx.post(known["token_url"], content=urlencode(form), headers=headers)
    assert answer.status_code == 200
    return answer.json()["access_token"]


def _headers(token):
    return {"authorization": f"Bearer {token}", "x-correlation-id": str(uuid.uuid4())}


@pytest.fixture(scope="module", autouse=True)
def state_home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("state")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(folder))
        yield folder


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    with launcher.start(tmp_path_factory.mktemp("running"), 30, 7, DAY, timeout=30) as running:
        yield running


@pytest.fixture
def known(running):
    return json.loads(running.credentials.read_text(encoding="utf-8"))


def test_the_credentials_open_the_register_over_http(running, known):
    assert known["base_url"] == running.base_url
    with httpx.Client(base_url=running.base_url + BASE) as client:
        token = _token(known)
        found = client.post("/dossiers/zoeken", json={}, headers=_headers(token))
        assert len(found.json()["dossiers"]) == 30
        first = found.json()["dossiers"][0]["dossierNummer"]
        assert client.get(f"/dossiers/dossier/{first}", headers=_headers(token)).json()["dossierNummer"] == first
    state = httpx.get(known["control_url"] + "/state", headers={"x-practice-token": known["control_token"]})
    assert state.json()["today"] == "2026-01-15"


def test_a_cut_connection_is_cut_in_the_middle_of_the_answer(running, known):
    control = {"x-practice-token": known["control_token"]}
    httpx.post(known["control_url"] + "/faults", json={"kind": "cut"}, headers=control)
    token = _token(known)
    with pytest.raises(httpx.RemoteProtocolError):
        httpx.get(running.base_url + BASE + "/gemeentes", headers=_headers(token))
    assert httpx.get(running.base_url + BASE + "/gemeentes", headers=_headers(token)).status_code == 200


def test_the_register_listens_on_loopback_only(running):
    addresses = {
        connection.laddr.ip
        for connection in psutil.Process(running.process.pid).net_connections("tcp")
        if connection.status == psutil.CONN_LISTEN
    }
    assert addresses == {"127.0.0.1"}


def _shared(running):
    return launcher.state_file(int(running.base_url.rpartition(":")[2]))


def test_credentials_are_found_by_url_and_only_their_owner_reads_them(running):
    found = launcher.credentials_for(running.base_url)
    assert found == launcher.credentials_for(running.base_url.replace("127.0.0.1", "localhost")) == _shared(running)
    assert found.read_bytes() == running.credentials.read_bytes()
    if os.name == "posix":
        assert {stat.S_IMODE(path.stat().st_mode) for path in (found, running.credentials)} == {0o600}


@pytest.mark.parametrize(
    "url", ["http://192.0.2.1:{port}", "https://127.0.0.1:{port}", "http://127.0.0.1:1", "http://127.0.0.1:x", "", "["]
)
def test_no_credentials_are_given_for_any_other_url(running, url):
    assert launcher.credentials_for(url.format(port=running.base_url.rpartition(":")[2])) is None


def test_a_stopped_register_is_gone_and_a_restarted_one_goes_on_with_its_list_its_day_and_its_client(tmp_path):
    with launcher.start(tmp_path, 5, 1, DAY, timeout=30) as running:
        before = json.loads(running.credentials.read_text(encoding="utf-8"))
        control = {"x-practice-token": before["control_token"]}
        assert httpx.post(before["control_url"] + "/advance", json={"days": 3}, headers=control).status_code == 200
        version = httpx.get(before["control_url"] + "/state", headers=control).json()["list_version"]
        assert launcher.credentials_for(running.base_url) is not None
    assert running.process.returncode == 0
    assert launcher.credentials_for(running.base_url) is None
    running.stop()
    with launcher.start(tmp_path, 5, 1, published_only=True, timeout=30) as running:
        after = json.loads(running.credentials.read_text(encoding="utf-8"))
        control = {"x-practice-token": after["control_token"]}
        state = httpx.get(after["control_url"] + "/state", headers=control).json()
    assert after["private_key_pem"] == before["private_key_pem"]
    assert after["control_token"] != before["control_token"]
    assert (state["today"], state["list_version"], state["published_only"]) == ("2026-01-18", version, True)


def test_a_folder_with_another_list_is_refused_and_kept(small_list, tmp_path):
    shutil.copy(small_list, tmp_path / "register.db")
    with pytest.raises(launcher.DidNotStart, match="andere lijst"):
        launcher.start(tmp_path, 30, 8, DAY, timeout=30)
    with Store(tmp_path / "register.db") as store:
        assert store.fact("seed") == "7"
        assert store.connection.exec_driver_sql("SELECT count(*) FROM dossiers").scalar_one() >= 30


def test_a_register_that_is_not_ready_in_time_is_ended(tmp_path):
    with pytest.raises(launcher.DidNotStart):
        launcher.start(tmp_path, 200_000, 1, DAY, timeout=0.3)
    assert not [child for child in psutil.Process().children() if str(tmp_path) in child.cmdline()]
    assert not (tmp_path / "register.db").exists()


def test_a_frozen_program_starts_its_own_child_mode(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    # The interpreter stands in for the frozen program: it knows no such option and says so.
    with pytest.raises(launcher.DidNotStart, match="--child"):
        launcher.start(tmp_path, 5, 1, DAY, timeout=30)


def test_a_register_ends_with_the_program_that_started_it(tmp_path):
    program = (
        "import os, sys, datetime, pathlib\n"
        "from cir_desktop.practice import launcher\n"
        "running = launcher.start(pathlib.Path(sys.argv[1]), 5, 1, datetime.date(2026, 1, 15))\n"
        "print(running.process.pid, flush=True)\n"
        "os._exit(1)\n"
    )
    parent = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, timeout=60, check=False
    )
    assert parent.returncode == 1
    with contextlib.suppress(psutil.NoSuchProcess):
        psutil.Process(int(parent.stdout)).wait(timeout=20)
    assert not psutil.pid_exists(int(parent.stdout))


if os.name == "posix":  # Windows has no such signals: there the end of standard input is the only way

    @pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
    def test_a_signal_ends_the_register_and_takes_its_shared_credentials_away(tmp_path, number):
        running = launcher.start(tmp_path, 5, 1, DAY, timeout=30)
        running.process.send_signal(number)
        assert running.process.wait(20) == 0
        assert not _shared(running).exists()
        running.stop()
