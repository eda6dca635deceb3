"""A real office that fetched everything from a real practice register, on one clock with it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

import httpx
import msgspec

from cir_desktop.practice import launcher
from cir_desktop.register.wire import decode_dossier
from cir_desktop.services import exchange, pulling
from cir_desktop.services.bootstrap import open_office
from cir_desktop.storage import dossiers, outbox

FIRST_DAY = date(2026, 6, 1)
QUIET = {"registrations_per_day": 0, "changes_per_day": 0, "offers_elsewhere_per_day": 0, "needs_per_day": 0}


class Registered:
    """The office, the register's control, and the clock of both."""

    def __init__(self, running, folder):
        self.access = msgspec.json.decode(running.credentials.read_bytes())
        self.control = httpx.Client(
            headers={"x-practice-token": self.access["control_token"]}, base_url=self.access["control_url"]
        )
        self.day = FIRST_DAY
        self.office = open_office(folder, throw_away=True, actor="Els", clock=self.now)
        self.office.connect(running.base_url, running.credentials)
        self._used = set()

    def now(self):
        return datetime.combine(self.day, datetime.min.time(), UTC) + timedelta(hours=8)

    def later(self, days, **happening):
        """Let days pass in the register and here; what happened is fetched."""
        asked = {"days": days, "routine": False, **QUIET, **happening}
        self.control.post("/advance", json=asked).raise_for_status()
        self.day += timedelta(days=days)
        self.pull()

    def pull(self):
        assert pulling.pull(self.office).complete

    def push(self):
        return exchange.push(self.office)

    def fault(self, kind, **more):
        self.control.post("/faults", json={"kind": kind, **more}).raise_for_status()

    def dossiers(self):
        with self.office.store.read() as connection:
            numbers = sorted(set(dossiers.stored_versions(connection)) - self._used)
            return [decode_dossier(dossiers.raw_version(connection, number)[1]) for number in numbers]

    def dossier(self, number):
        with self.office.store.read() as connection:
            return decode_dossier(dossiers.raw_version(connection, number)[1])

    def take(self, fits):
        """The first dossier that fits and that no test took before."""
        found = next(one for one in self.dossiers() if fits(one))
        self._used.add(found.number.text)
        return found

    def messages(self, number):
        with self.office.store.read() as connection:
            return outbox.commands(connection, dossier=number)

    def close(self):
        self.control.close()
        self.office.close()


@contextmanager
def registered_office(tmp_path_factory, *, size=90) -> Iterator[Registered]:
    folder = tmp_path_factory.mktemp("register")
    with launcher.start(folder, size, 7, today=FIRST_DAY) as running:
        made = Registered(running, tmp_path_factory.mktemp("office") / "werkmap")
        try:
            made.pull()
            yield made
        finally:
            made.close()
