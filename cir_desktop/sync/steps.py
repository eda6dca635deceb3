"""The steps of a pull, in their order, and what they found.

Behaviour of the searches and of acknowledging is assumed where docs/register-assumptions.md says so.
"""

from collections.abc import Collection, Iterable
from datetime import UTC, date, datetime

from cir_desktop.domain.job import Cancel, Progress, Report
from cir_desktop.domain.process import Actor
from cir_desktop.register.client import RegisterClient
from cir_desktop.register.search import LIMIT, SearchCriteria
from cir_desktop.register.wire import UndecodableDossier, decode_dossier
from cir_desktop.storage import candidates, dossiers
from cir_desktop.storage.engine import Store
from cir_desktop.storage.received import Received
from cir_desktop.sync.intake import BATCH, Intake
from cir_desktop.sync.lane import Version
from cir_desktop.sync.listing import Listing, list_dossiers
from cir_desktop.sync.receive import receive

SEARCHING, FETCHING, CHECKING = "Zoeken", "Ophalen", "Nakijken"

_TOO_MANY = "Op één dag staan meer dossiers dan het register in één keer toont."
_MISSING = "Niet alles wat het register oplijst, kon opgehaald worden."


class Steps:
    """The steps of one pull, and what they found.

    `arrived` counts the dossiers that were listed for the first time, `mark` is the newest update, on the register's
    clock, of what was held against the store.
    """

    def __init__(
        self,
        store: Store,
        client: RegisterClient,
        intake: Intake,
        own_party: str,
        today: date,
        report: Report,
        cancel: Cancel,
    ) -> None:
        self._store = store
        self._client = client
        self._intake = intake
        self._own_party = own_party
        self._today = today
        self._report = report
        self._cancel = cancel
        self.listed = 0
        self.arrived = 0
        self.mark: datetime | None = None
        self.out_of_scope = 0
        self.vanished = 0
        self.complete = False
        self.reason = ""

    def go_on_from_before(self) -> None:
        """Read again what an older program could not read; acknowledge what a cut-off pull stored."""
        for start in range(0, len(waiting := self._undecoded()), BATCH):
            with self._store.read() as connection:
                items = [
                    receive(number, version, dossiers.raw_version(connection, number, version)[1])
                    for number, version in waiting[start : start + BATCH]
                ]
            if readable := [item for item in items if isinstance(item, Received)]:
                self._intake.keep(readable, ())
        self._intake.settle()
        with self._store.read() as connection:
            left = dossiers.unacknowledged(connection)
        self._intake.acknowledge(left)
        self._intake.settle()

    def take_what_is_new(self) -> None:
        """Fetch what is not synchronised, again and again while single days are too full to be listed at once."""
        tried = set(self._undecoded())
        unreadable = {number for number, _ in tried}
        while True:
            listing = self._list(SearchCriteria(party=self._own_party, only_unsynchronised=True), SEARCHING)
            self.listed = max(self.listed, len(listing.versions))
            with self._store.read() as connection:
                stored = dossiers.stored_versions(connection, listing.versions)
            self.arrived += sum(number not in stored and number not in unreadable for number in listing.versions)
            untried = [version for version in listing.versions.items() if version not in tried]
            tried.update(untried)
            self._intake.acknowledge([item for item in untried if stored.get(item[0]) == item[1]])
            self._intake.take_in([item for item in untried if stored.get(item[0]) != item[1]], FETCHING)
            self._intake.settle()
            if not (listing.cut and untried):
                return

    def check(self, *, full: bool) -> Listing:
        """Hold the store against the whole list; fetch once what is missing (with `full`, everything)."""
        listing = self._list(SearchCriteria(party=self._own_party), CHECKING)
        self.listed = len(listing.versions)
        self.mark = listing.newest
        self._conclude(self._take_missing(listing, full=full), cut=listing.cut)
        return listing

    def check_recent(self, mark: datetime) -> Listing | None:
        """Hold the store against what was updated since `mark`, in one search; None when it tells that more is amiss.

        That is so when the search was full and something was missing that the search for what is new did not list:
        somebody else acknowledged it for us, and perhaps more that this search does not show.
        """
        listing = Listing({})
        self._cancel.check()
        since = mark.astimezone(UTC).date()
        listing.add(self._client.search(SearchCriteria(party=self._own_party, updated_from=since)))
        self._report(Progress(CHECKING, len(listing.versions), None))
        listing.cut = len(listing.versions) >= LIMIT
        if listing.cut and self._missing(listing):
            return None
        self.mark = mark if listing.cut else max(mark, listing.newest or mark)
        # What is new was all taken in; this search is a check besides, of as much as one can show.
        self._conclude(self._take_missing(listing), cut=False)
        return listing

    def take_window(self, first: date | None, last: date | None) -> None:
        """Fetch what was updated in these days, both included, and is not stored in that version."""
        listing = self._list(SearchCriteria(party=self._own_party, updated_from=first, updated_to=last), SEARCHING)
        self.listed = len(listing.versions)
        self._conclude(self._take_missing(listing), cut=listing.cut)

    def _take_missing(self, listing: Listing, *, full: bool = False) -> list[Version]:
        """Fetch once what is missing of a listing (with `full`, everything); gives what is missing then."""
        missing = self._missing(listing)
        wanted = list(listing.versions.items()) if full else missing
        if wanted:
            with self._store.read() as connection:
                known = dossiers.stored_versions(connection, [number for number, _ in wanted])
            self._intake.take_in(wanted, CHECKING, known=known)
            self._intake.settle()
            missing = self._missing(listing)
        return missing

    def _conclude(self, missing: Collection[Version], *, cut: bool) -> None:
        self.complete = not missing and not cut
        self.reason = _MISSING if missing else _TOO_MANY if cut else ""

    def judge_what_is_gone(
        self,
        listing: Listing,
        municipalities: Collection[str] | None,
        actor: Actor,
        subject: str,
        since: datetime | None = None,
    ) -> None:
        """What is stored but not listed: out of scope when it says so itself, else only counted. Never removed.

        A listing of what was updated since a moment says nothing of the others.
        """
        if listing.cut:
            return
        ours = frozenset(municipalities or ())
        leaving = []
        unreadable = {number for number, _ in self._undecoded()}
        with self._store.read() as connection:
            stored: Iterable[str]
            if since is None:
                stored = dossiers.stored_versions(connection)
            else:
                stored = dossiers.updated_since(connection, since.astimezone(UTC).date())
            for number in stored:
                if number in listing.versions or candidates.by_dossier(connection, number).out_of_scope:
                    continue
                raw = dossiers.raw_version(connection, number)[1]
                if ours and number not in unreadable and _chose_none_of(ours, raw):
                    leaving.append(number)
                else:
                    self.vanished += 1
        self.out_of_scope = len(leaving)
        if leaving:
            with self._store.unit(actor) as unit:
                dossiers.mark_out_of_scope(unit.connection, leaving, unit.at)
                unit.event("pull.out_of_scope", subject, {"count": len(leaving)})

    def _list(self, criteria: SearchCriteria, phase: str) -> Listing:
        def found(count: int) -> None:
            self._cancel.check()
            self._report(Progress(phase, count, None))

        return list_dossiers(self._client, criteria, self._today, found)

    def _missing(self, listing: Listing) -> list[Version]:
        with self._store.read() as connection:
            stored = dossiers.stored_versions(connection, listing.versions)
        kept = set(self._undecoded())
        return [
            (number, version)
            for number, version in listing.versions.items()
            if stored.get(number, 0) < version and (number, version) not in kept
        ]

    def _undecoded(self) -> list[Version]:
        with self._store.read() as connection:
            return [(item.number, item.version) for item in dossiers.undecoded(connection)]


def _chose_none_of(municipalities: Collection[str], raw: bytes) -> bool:
    """Whether the dossier itself says so; what this program can't read any more says nothing."""
    try:
        regions = decode_dossier(raw).regions
    except UndecodableDossier:
        return False
    return not any(choice.nis_code in municipalities for choice in regions)
