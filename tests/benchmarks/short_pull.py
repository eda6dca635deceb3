"""A pull of what changed, in a store that holds the whole list, against the same calls in a bare loop."""

import json
import secrets
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

import httpx
import msgspec
from benchmarks.bare_loop import RecordingClient, run_bare
from benchmarks.measures import ACTOR, TODAY, raw_dossiers, seconds

from cir_desktop.domain.job import Cancel, ignore_progress
from cir_desktop.practice import launcher
from cir_desktop.register.auth import Credentials
from cir_desktop.register.client import RegisterClient
from cir_desktop.runtime import clock
from cir_desktop.storage import pulls
from cir_desktop.storage.engine import Store, open_store
from cir_desktop.storage.pulls import PullOutcome
from cir_desktop.sync.fill import decode_and_store
from cir_desktop.sync.pull import pull


class Prepared(NamedTuple):
    """A register of which some dossiers changed since all were acknowledged, and a store from before that change."""

    register: Path
    store: Path
    key: bytes
    size: int


def prepare(size: int, changed: int, folder: Path) -> Prepared:
    """Make both; the acknowledgements go straight into the register's file: over HTTP they would take minutes."""
    register, key = folder / "register", secrets.token_bytes(32)
    with launcher.start(register, size, 1, TODAY) as practice:
        party = msgspec.json.decode(practice.credentials.read_bytes(), type=Credentials).party_code
    with closing(sqlite3.connect(register / "register.db")) as file:
        newest = "SELECT version FROM dossiers d WHERE d.number = scope.number"
        file.execute(f"UPDATE scope SET pending = 0, acknowledged = ({newest})")  # noqa: S608
        file.commit()
    with launcher.start(register, size, 1, TODAY) as practice:
        access = json.loads(practice.credentials.read_text(encoding="utf-8"))
        asked = {"days": 1, "changes_per_day": changed, "registrations_per_day": 0, "offers_elsewhere_per_day": 0}
        headers = {"x-practice-token": access["control_token"]}
        httpx.post(access["control_url"] + "/advance", json=asked, headers=headers, timeout=300).raise_for_status()
    store = open_store(folder / "store.db", key)
    decode_and_store(raw_dossiers(size), store, actor=ACTOR, own_party=party)
    store.close()
    return Prepared(register, folder / "store.db", key, size)


def measure_short_pull(ready: Prepared, folder: Path) -> dict[str, float]:
    """The pull of the changes, the pull after it that finds nothing, and the calls of the first in a bare loop."""
    shutil.copy(ready.store, folder / "store.db")
    store = open_store(folder / "store.db", ready.key)
    with _register(ready, folder / "a") as (base_url, credentials):
        with RecordingClient(base_url, credentials) as client:
            _rest_on_a_check(store, client, ready.size)
            with seconds() as ours:
                outcome = _pull(store, client)
            if not (outcome.complete and outcome.kind == pulls.DELTA):
                raise AssertionError("it was not a short pull")
        with RecordingClient(base_url, credentials) as idle, seconds() as nothing:
            _pull(store, idle)
    store.close()
    with _register(ready, folder / "b") as (base_url, credentials):
        bare = run_bare(base_url, credentials, client.calls)
    return {
        "short_pull_seconds": ours[0],
        "short_pull_changed": outcome.new_versions,
        "short_pull_calls": client.calls.count,
        "short_pull_bare_seconds": bare,
        "short_pull_ratio": ours[0] / bare,
        "idle_pull_calls": idle.calls.count,
        "idle_pull_seconds": nothing[0],
    }


@contextmanager
def _register(ready: Prepared, folder: Path) -> Iterator[tuple[str, Credentials]]:
    shutil.copytree(ready.register, folder)
    with launcher.start(folder, ready.size, 1, TODAY) as practice:
        yield practice.base_url, msgspec.json.decode(practice.credentials.read_bytes(), type=Credentials)


def _rest_on_a_check(store: Store, client: RegisterClient, size: int) -> None:
    """As after a complete pull of today."""
    with store.unit(ACTOR) as unit:
        unit.connection.exec_driver_sql("UPDATE register_version SET acknowledged_at = received_at")
        text = unit.connection.exec_driver_sql("SELECT max(updated_at) FROM register_candidate").scalar_one()
        mark = clock.now().fromisoformat(f"{text}+00:00")
        done = PullOutcome(complete=True, listed=size, mark=mark, source=client.source)
        pulls.finish_pull(unit.connection, pulls.start_pull(unit.connection, unit.at), done, unit.at)
        unit.event("pull.finished", "meting")


def _pull(store: Store, client: RegisterClient) -> PullOutcome:
    return pull(
        store,
        client,
        actor=ACTOR,
        own_party=client.party,
        municipalities=None,
        clock=clock.now,
        report=ignore_progress,
        cancel=Cancel(),
    )
