"""The process is killed in the middle of fetching or sending: nothing is lost, nothing happens twice.

CIR_KILLS sets how often; scripts/prove asks for a hundred. CIR_KILL_SEED runs the same moments again, as far as a
machine lets them be the same.
"""

import json
import os
import random
import subprocess
import sys
import time
from collections import Counter

import httpx
import msgspec
import pytest
from support.console import TODAY, Console

from cir_desktop.domain.process import CommandState
from cir_desktop.practice import launcher
from cir_desktop.register.client import Credentials, RegisterClient
from cir_desktop.register.search import SearchCriteria
from cir_desktop.register.wire import decode_dossier
from cir_desktop.services import consequences, pulling
from cir_desktop.services.bootstrap import open_office
from cir_desktop.storage import candidates, dossiers, outbox

KILLS = int(os.environ.get("CIR_KILLS", "5"))
SEED = int(os.environ.get("CIR_KILL_SEED", "1"))
SIZE = 150
PHRASE = "vier gewone woorden hier"


@pytest.fixture(scope="module")
def register(tmp_path_factory):
    with launcher.start(tmp_path_factory.mktemp("register"), SIZE, 3, TODAY) as running:
        yield running


@pytest.fixture(scope="module")
def access(register):
    return json.loads(register.credentials.read_text("utf-8"))


def changes(access, how_many):
    """Some dossiers change in the register."""
    quiet = {"registrations_per_day": 3, "offers_elsewhere_per_day": 0, "needs_per_day": 0, "routine": False}
    asked = {"days": 1, "changes_per_day": how_many, **quiet}
    headers = {"x-practice-token": access["control_token"]}
    httpx.post(access["control_url"] + "/advance", json=asked, headers=headers).raise_for_status()


def office_of(console):
    return open_office(console.folder, passphrase=lambda: PHRASE, actor="els")


def more_messages(console, rng, how_many):
    """Put some messages in the outbox, of candidates of whom nothing waits."""
    office = office_of(console)
    try:
        with office.store.read() as connection:
            busy = {c.dossier for c in outbox.commands(connection) if c.state is not CommandState.ACCEPTED}
            numbers = sorted(set(dossiers.stored_versions(connection)) - busy)
            status = {number: candidates.by_dossier(connection, number).status for number in numbers}
        can = [number for number in numbers if status[number] in ("REG", "WAITS")]
        for number in rng.sample(can, min(how_many, len(can))):
            action = "WAIT" if status[number] == "REG" else "WAKE"
            wanted = consequences.Consequence(action=action, motive="Brief van de kandidaat.")
            consequences.report(office, number, wanted)
    finally:
        office.close()


def killed(console, verb, after):
    """Start a verb and kill it `after` seconds after its beginning; whether it was still at work."""
    command = [sys.executable, "-m", "cir_desktop.cli", *console.words(*verb)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
    try:
        process.wait(timeout=after)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return True
    return False


@pytest.mark.timeout(3600)
def test_after_a_sudden_end_at_any_moment_nothing_is_lost_and_nothing_was_done_twice(tmp_path, register, access):
    rng = random.Random(SEED)
    console = Console(tmp_path / "werkmap", register.base_url)
    began = time.monotonic()
    assert console.run_apart("pull").returncode == 0
    whole = time.monotonic() - began
    office = office_of(console)
    pulling.keep_settings(office, pulling.PullSettings(share=100))  # here much changes at once, and nobody is asked
    office.close()
    in_the_middle = 0
    for _ in range(KILLS):
        changes(access, 25)
        more_messages(console, rng, 12)
        verb = rng.choice((("pull",), ("pull", "--full"), ("push",)))
        in_the_middle += killed(console, verb, rng.uniform(0.3, 1.0) * whole)
    assert in_the_middle, f"no process was killed at work (seed {SEED})"

    assert console.run("pull").returncode == 0
    for _ in range(3):
        console.run("outbox", "retry")
    assert console.run("pull").returncode == 0
    sent = all_commands(console)
    accepted = [command for command in sent if command.state is CommandState.ACCEPTED]
    asked = {c.dossier for c in sent if c.state in (CommandState.CONFLICT, CommandState.REFUSED)}
    assert accepted
    done, versions = as_the_register_has_it(access, console)
    waits = [c for c in sent if c not in accepted and c.dossier not in asked and c.dossier in versions]
    assert not waits, [(c.action, c.state.value, c.attempts, c.last_answer) for c in waits]
    ours = {command.id: 1 for command in accepted if command.dossier in versions}
    assert {one: count for one, count in done.items() if one in {c.id for c in sent}} == ours
    office = office_of(console)
    try:
        with office.store.read() as connection:
            assert dossiers.unacknowledged(connection) == []
            stored = dossiers.stored_versions(connection)
    finally:
        office.close()
    assert {number: stored.get(number) for number in versions} == versions


def all_commands(console):
    office = office_of(console)
    try:
        with office.store.read() as connection:
            return outbox.commands(connection)
    finally:
        office.close()


def as_the_register_has_it(access, console):
    """How often each of our messages was carried out, and the current version of every dossier that we see."""
    names = ("token_url", "client_id", "party_code", "private_key_pem")
    credentials = msgspec.convert({name: access[name] for name in names}, Credentials)
    done, versions = Counter(), {}
    with RegisterClient(access["base_url"], credentials) as client:
        for listed in client.search(SearchCriteria(party=access["party_code"])):
            versions[listed.number] = listed.version
            history = decode_dossier(client.fetch(listed.number)).history
            done.update(line.correlation_id for line in history if line.party == access["party_code"] and line.action)
    return done, versions
