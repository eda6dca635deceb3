"""The measurements. Each gives figures of one run; `scripts/bench` takes medians, `test_ratios.py` asserts ratios.

The yardstick of a run is `json.loads` over its own 2,000 raw dossiers: figures in yardsticks hold on any machine.
"""

import json
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
from benchmarks.bare_loop import Calls, RecordingClient, run_bare

from cir_desktop.allocation.comparing import compare
from cir_desktop.allocation.frozen import canonical, freeze_list, replay
from cir_desktop.allocation.loader import load_regulation
from cir_desktop.allocation.ranking import rank, trace
from cir_desktop.allocation.what_if import what_if
from cir_desktop.domain.home import Home
from cir_desktop.domain.job import Cancel, ignore_progress
from cir_desktop.domain.process import Actor, Command, CommandState, ConsequencePayload
from cir_desktop.domain.values import Money, NisCode
from cir_desktop.practice import launcher
from cir_desktop.practice.generator import generate
from cir_desktop.register.auth import Credentials
from cir_desktop.runtime import clock
from cir_desktop.runtime.ids import uuid7
from cir_desktop.runtime.paths import resource
from cir_desktop.services.facts import keep_known
from cir_desktop.services.workbook_facts import read_facts
from cir_desktop.storage import candidates, facts, outbox, ranking_facts
from cir_desktop.storage.candidates import Filter
from cir_desktop.storage.engine import Store, open_store
from cir_desktop.sync.fill import decode_and_store
from cir_desktop.sync.pull import pull
from cir_desktop.sync.push import push

TODAY = date(2026, 6, 1)
ACTOR = Actor("meting")
PARTY = "LB-OEFENDORP"
HOME = Home(
    code="W001",
    street="Dorpsplein",
    number="12",
    postcode="2460",
    place="Kasterlee",
    nis_code=NisCode("13017"),
    type="A",
    bedrooms=2,
    lowest_rent=Money.of(180),
    highest_rent=Money.of(560),
    fixed_charges=Money.of(45),
)


@contextmanager
def seconds() -> Iterator[list[float]]:
    """How long the block took, in the list that it gives."""
    result: list[float] = []
    started = time.perf_counter()
    yield result
    result.append(time.perf_counter() - started)


def raw_dossiers(size: int, seed: int = 1) -> list[bytes]:
    """Generated dossiers as they would come over the wire."""
    return [json.dumps(dossier, ensure_ascii=False).encode() for dossier in generate(size, seed, TODAY)]


def yardstick(raws: list[bytes]) -> float:
    """Seconds that json.loads takes over the first 2,000."""
    with seconds() as taken:
        for raw in raws[:2000]:
            json.loads(raw)
    return taken[0] * 2000 / min(2000, len(raws))


def measure_pull(size: int, folder: Path) -> dict[str, float]:
    """One pull against one bare loop, each on a fresh register of the same list."""
    with launcher.start(folder / "a", size, 1, TODAY) as practice:
        credentials = msgspec.json.decode(practice.credentials.read_bytes(), type=Credentials)
        store = open_store(folder / "store.db", secrets.token_bytes(32))
        with RecordingClient(practice.base_url, credentials) as client, seconds() as ours:
            outcome = pull(
                store,
                client,
                actor=ACTOR,
                own_party=credentials.party_code,
                municipalities=None,
                clock=clock.now,
                report=ignore_progress,
                cancel=Cancel(),
            )
        store.close()
        if not outcome.complete:
            raise AssertionError("the pull was not complete")
    with launcher.start(folder / "b", size, 1, TODAY) as practice:
        credentials = msgspec.json.decode(practice.credentials.read_bytes(), type=Credentials)
        bare = run_bare(practice.base_url, credentials, client.calls)
    return {
        "pull_seconds": ours[0],
        "bare_seconds": bare,
        "calls": client.calls.count,
        "pull_ratio": ours[0] / bare,
    }


def measure_push(orders: int, folder: Path) -> dict[str, float]:
    """A full outbox against a bare loop of the same calls, each on a fresh register of the same list."""
    size = orders * 3
    store = open_store(folder / "store.db", secrets.token_bytes(32))
    with launcher.start(folder / "a", size, 1, TODAY) as practice:
        credentials = msgspec.json.decode(practice.credentials.read_bytes(), type=Credentials)
        exchange: dict[str, Any] = {
            "actor": ACTOR,
            "own_party": credentials.party_code,
            "clock": clock.now,
            "report": ignore_progress,
            "cancel": Cancel(),
        }
        with RecordingClient(practice.base_url, credentials) as client:
            pull(store, client, municipalities=None, **exchange)
            _put_in_outbox(store, orders)
            client.calls = Calls()
            with seconds() as ours:
                outcome = push(store, client, **exchange)
    store.close()
    if outcome.accepted != orders:
        raise AssertionError(f"{outcome.accepted} of {orders} were accepted")
    with launcher.start(folder / "b", size, 1, TODAY) as practice:
        credentials = msgspec.json.decode(practice.credentials.read_bytes(), type=Credentials)
        bare = run_bare(practice.base_url, credentials, client.calls)
    return {
        "push_seconds": ours[0],
        "push_bare_seconds": bare,
        "push_calls": client.calls.count,
        "push_rate": bare / ours[0],
    }


def _put_in_outbox(store: Store, orders: int) -> None:
    with store.read() as connection:
        ids = candidates.ids(connection, Filter(status="REG"))[:orders]
        rows = candidates.rows(connection, ids)
    if len(rows) < orders:
        raise AssertionError("too few who can have an offer")
    with store.unit(ACTOR) as unit:
        for row in rows:
            outbox.add_command(
                unit.connection,
                Command(
                    id=str(uuid7()),
                    action="WAIT",
                    dossier=row.dossier,
                    base_version=row.version,
                    payload=ConsequencePayload("Proef."),
                    author=ACTOR.name,
                    created_at=unit.at,
                    state=CommandState.NEW,
                ),
            )
        unit.event("consequence.reported", "outbox")


def in_municipality(raws: list[bytes]) -> Iterator[dict[str, Any]]:
    """The dossiers that chose the municipality of HOME, as a population service would be asked about them."""
    needle = f'"gemeenteNisCode": "{HOME.nis_code}"'.encode()
    for raw in raws:
        if needle in raw:
            dossier = json.loads(raw)
            if any(region["gemeenteNisCode"] == HOME.nis_code for region in dossier["regioKeuzes"]):
                yield dossier


def measure_fill(raws: list[bytes], folder: Path) -> tuple[dict[str, float], Store, bytes]:
    """Decode and store without HTTP; gives the store and its key too."""
    key = secrets.token_bytes(32)
    store = open_store(folder / "store.db", key)
    with seconds() as taken:
        decode_and_store(raws, store, actor=ACTOR, own_party=PARTY)
    per_dossier = taken[0] / len(raws)
    figures = {
        "fill_per_second": 1 / per_dossier,
        "fill_yardsticks": per_dossier * 2000 / yardstick(raws),
    }
    return figures, store, key


def add_facts(store: Store, workbook: Path) -> None:
    """The residence periods of the workbook, into the store."""
    read = read_facts(workbook)
    with store.unit(ACTOR) as unit:
        wanted = {row.dossier for row in read.residences} | {row.dossier for row in read.care}
        known = keep_known(read, facts.person_keys(unit.connection, wanted))
        import_id = facts.start_import(unit.connection, at=unit.at, actor=ACTOR.name, source="meting")
        facts.replace_facts(unit.connection, import_id, known.residences, known.care)
        unit.event("facts.imported", "facts", {"rows": len(known.residences)})


def measure_ranking(store: Store, raws: list[bytes]) -> dict[str, float]:
    """Rank one vacancy, from the store to everyone a line."""
    regulation = load_regulation(resource("rules"))
    with seconds() as taken:
        with store.read() as connection:
            facts_read = ranking_facts.candidates_of(connection, HOME.nis_code)
            stored = ranking_facts.stored_count(connection)
        ranking = rank(HOME, facts_read, regulation, TODAY, stored)
    if len(ranking.placed) + len(ranking.excluded) != ranking.pulled:
        raise AssertionError("the counts do not add up")
    return {
        "ranking_seconds": taken[0],
        "ranked": ranking.pulled,
        "ranking_yardsticks_per_1000": taken[0] / max(1, ranking.pulled) * 1000 / yardstick(raws),
    }


def measure_growth(raws: list[bytes], sizes: tuple[int, ...], folder: Path) -> dict[str, float]:
    """Seconds to rank the same 2,000 candidates in stores of several sizes: how much else is stored must not matter."""
    chose = [(raw, _chose(raw)) for raw in raws]
    near = [raw for raw, here in chose if here][:2000]
    far = [raw for raw, here in chose if not here]
    figures = {}
    for size in sizes:
        others = far[: size - len(near)]
        place = folder / str(size)
        place.mkdir()
        store = open_store(place / "store.db", secrets.token_bytes(32))
        decode_and_store([*near, *others], store, actor=ACTOR, own_party=PARTY)
        figures[f"ranking_seconds_of_2000_in_{size}"] = min(
            measure_ranking(store, near)["ranking_seconds"] for _ in range(5)
        )
        store.close()
    return figures


def _chose(raw: bytes) -> bool:
    return any(region["gemeenteNisCode"] == HOME.nis_code for region in json.loads(raw)["regioKeuzes"])


def measure_explaining(store: Store) -> dict[str, float]:
    """The trace of one candidate, two compared, and what would move the last one; each from the store on."""
    regulation = load_regulation(resource("rules"))
    with store.read() as connection:
        everybody = ranking_facts.candidates_of(connection, HOME.nis_code)
    placed = rank(HOME, everybody, regulation, TODAY, len(everybody)).placed
    first, last = placed[0].dossier, placed[-1].dossier
    with seconds() as traced:
        with store.read() as connection:
            one = ranking_facts.candidate_of(connection, HOME.nis_code, last)
        if one is None:
            raise AssertionError("not on the list")
        trace(HOME, one, regulation, TODAY)
    with seconds() as compared:
        with store.read() as connection:
            pair = [ranking_facts.candidate_of(connection, HOME.nis_code, number) for number in (first, last)]
        compare(HOME, pair[0], pair[1], regulation, TODAY)  # type: ignore[arg-type]
    with seconds() as moved, store.read() as connection:
        what_if(HOME, ranking_facts.candidates_of(connection, HOME.nis_code), regulation, TODAY, last)
    return {"trace_seconds": traced[0], "compare_seconds": compared[0], "what_if_seconds": moved[0]}


def measure_replay(store: Store, raws: list[bytes], size: int = 2000) -> dict[str, float]:
    """Freezing a list of `size` candidates, and working it out again from its bytes."""
    regulation = load_regulation(resource("rules"))
    with store.read() as connection:
        some = ranking_facts.candidates_of(connection, HOME.nis_code)[:size]
    ranking = rank(HOME, some, regulation, TODAY, len(some))
    with seconds() as frozen:
        data = canonical(
            freeze_list(
                HOME,
                tuple(some),
                regulation,
                ranking,
                program="bench",
                frozen_on=TODAY,
                pulled_at=None,
                fetched_all=True,
            )
        )
    with seconds() as again:
        found = replay(data)
    if not found.identical:
        raise AssertionError("the list came out otherwise")
    return {
        "freeze_seconds": frozen[0],
        "replay_seconds": again[0],
        "replayed": len(some),
        "frozen_kilobytes": len(data) / 1000,
        "replay_yardsticks_per_1000": again[0] / max(1, len(some)) * 1000 / yardstick(raws),
    }


def measure_list(store: Store, raws: list[bytes]) -> dict[str, float]:
    """The queries behind the candidate list: all ids, a page anywhere, searches as one types."""
    with store.read() as connection:
        with seconds() as opened:
            ids = candidates.ids(connection, Filter())
        pages = []
        for part in range(20):
            start = len(ids) * part // 20
            with seconds() as taken:
                candidates.rows(connection, ids[start : start + 60])
            pages.append(taken[0])
        searches = []
        for text in ("p", "pe", "pee", "peet", "an", "de", "2019", "2019.03", "janssens m", "x"):
            with seconds() as taken:
                candidates.ids(connection, Filter(text=text))
            searches.append(taken[0])
    return {
        "ids_seconds": opened[0],
        "page_seconds_worst": max(pages),
        "search_seconds_worst": max(searches),
        "search_yardsticks": max(searches) / yardstick(raws),
    }
