"""A register that keeps changing and a line that keeps failing, for minutes: memory stays flat and nothing lags behind.

Run by scripts/prove: `python -m benchmarks.soak --minutes 10` (with `tests` on the path). 1,000 changes a minute in a
list of 3,000, one call in a hundred goes wrong; the office fetches and sends all the while, and its clerk puts some
messages in the outbox. Ends with exit 1 when memory grows, or a round leaves more behind than what changed meanwhile.
"""

import argparse
import json
import random
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import httpx
import psutil

from cir_desktop.domain.process import CommandState
from cir_desktop.errors import CirError
from cir_desktop.practice import launcher
from cir_desktop.services import consequences, exchange, pulling
from cir_desktop.services.bootstrap import open_office
from cir_desktop.services.office import Office
from cir_desktop.storage import candidates, dossiers, outbox

SIZE = 3_000
A_MINUTE = 1_000
A_ROUND = 50
KINDS = (
    {"kind": "status", "code": 502},
    {"kind": "status", "code": 503, "after": True},
    {"kind": "cut"},
    {"kind": "nonsense"},
    {"kind": "slow", "seconds": 0.5},
)
QUIET = {"registrations_per_day": 0, "offers_elsewhere_per_day": 0, "needs_per_day": 0, "routine": False}
GROWTH_MB = 40.0
"""More than this after the first quarter is no longer flat: pages of the store's cache are some tens of megabytes."""


class Register:
    """The practice register and the hands that move it."""

    def __init__(self, running: launcher.Running) -> None:
        access = json.loads(running.credentials.read_text("utf-8"))
        headers = {"x-practice-token": access["control_token"]}
        self._http = httpx.Client(base_url=access["control_url"], headers=headers, timeout=60)

    def change(self, how_many: int) -> None:
        """So many dossiers change."""
        asked = {"days": 1, "changes_per_day": how_many, **QUIET}
        self._http.post("/advance", json=asked).raise_for_status()

    def trouble(self, rng: random.Random) -> None:
        """One of the next calls goes wrong."""
        self._http.post("/faults", json={**rng.choice(KINDS), "times": 1}).raise_for_status()

    def heal(self) -> None:
        """All is well again."""
        self._http.delete("/faults").raise_for_status()

    def waiting(self) -> int:
        """How many versions nobody acknowledged yet."""
        return int(self._http.get("/state").json()["not_acknowledged"])


def soak(office: Office, register: Register, minutes: float, rng: random.Random) -> int:
    """Go on for so many minutes; prints what it saw and gives the exit code."""
    process = psutil.Process()
    began = time.monotonic()
    made, left, memory, rounds, errors = 0, [], [], [], 0
    while (passed := time.monotonic() - began) < minutes * 60:
        while made < passed * A_MINUTE / 60:
            register.change(A_ROUND)
            made += A_ROUND
            if rng.random() < A_ROUND * 2 / 100:  # two calls a change: fetch and acknowledge
                register.trouble(rng)
        _messages(office, rng)
        at = time.monotonic()
        for step in (lambda: pulling.pull(office), lambda: exchange.push(office)):
            try:
                step()
            except CirError:
                errors += 1
        rounds.append(time.monotonic() - at)
        left.append(register.waiting())
        memory.append((time.monotonic() - began, process.memory_info().rss / 1e6))
    register.heal()
    for _ in range(3):
        pulling.pull(office)
    behind = register.waiting()
    with office.store.read() as connection:
        states = outbox.state_counts(connection)
        unread = len(dossiers.undecoded(connection))
    settled = [mb for at, mb in memory if at > minutes * 15]
    growth = max(settled) - settled[0] if settled else 0.0
    told = ", ".join(f"{state.value} {count}" for state, count in sorted(states.items()))
    sys.stdout.write(
        f"{made} changes in {minutes:g} min, {len(rounds)} rounds of {median(rounds):.1f} s (longest"
        f" {max(rounds):.1f}), {errors} stopped by a fault\n"
        f"left behind after a round: median {median(left):.0f}, most {max(left)}; at the end {behind}\n"
        f"memory: {memory[0][1]:.0f} MB at first, {settled[0]:.0f} after a quarter, {settled[-1]:.0f} at the end,"
        f" growth {growth:.1f} MB\n"
        f"outbox: {told}; unreadable {unread}\n"
    )
    most = 10 * A_ROUND + max(rounds) * A_MINUTE / 60 * 2
    wrong = growth > GROWTH_MB or behind > 0 or max(left) > most or unread > 0
    return 1 if wrong else 0


def _messages(office: Office, rng: random.Random) -> None:
    """A clerk reports that some candidates wait, or wait no longer."""
    with office.store.read() as connection:
        open_ones = {c.dossier for c in outbox.commands(connection) if c.state is not CommandState.ACCEPTED}
        numbers = rng.sample(sorted(dossiers.stored_versions(connection)), 5)
        rows = [candidates.by_dossier(connection, number) for number in numbers if number not in open_ones]
    for row in rows:
        if row.status in ("REG", "WAITS") and not row.out_of_scope:
            wanted = consequences.Consequence(action="WAIT" if row.status == "REG" else "WAKE", motive="Brief.")
            consequences.report(office, row.dossier, wanted)


def main() -> int:
    """Run it; exit 1 when something grew or lagged."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="cir-soak-", ignore_cleanup_errors=True) as folder:
        root = Path(folder)
        with launcher.start(root / "register", SIZE, given.seed) as running:
            office = open_office(root / "werkmap", throw_away=True, actor="soak", practice=True)
            try:
                office.connect(running.base_url, running.credentials)
                pulling.pull(office)
                return soak(office, Register(running), given.minutes, random.Random(given.seed))
            finally:
                office.close()


if __name__ == "__main__":
    sys.exit(main())
