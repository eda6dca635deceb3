"""The steps of a pull, in their order, and what they found.

Behaviour of the searches and of acknowledging is assumed where docs/register-assumptions.md says so.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime

from cir_desktop.domain.job import Cancel, Progress, Report
from cir_desktop.domain.oddity import OddityKind
from cir_desktop.register.client import RegisterClient
from cir_desktop.register.search import LIMIT, SearchCriteria
from cir_desktop.register.wire import UndecodableDossier, decode_dossier
from cir_desktop.storage import dossiers, gates, oddities
from cir_desktop.storage.engine import Store
from cir_desktop.storage.received import Received
from cir_desktop.sync.gate import Gatekeeper
from cir_desktop.sync.intake import BATCH, Intake
from cir_desktop.sync.lane import Version
from cir_desktop.sync.listing import Listing, list_dossiers
from cir_desktop.sync.receive import receive

SEARCHING, FETCHING, CHECKING = "Zoeken", "Ophalen", "Nakijken"

_TOO_MANY = "Op één dag staan meer dossiers dan het register in één keer toont."
_OLDER = "Van een dossier geeft het register een oudere versie dan hier bewaard is."
_MISSING = "Niet alles wat het register oplijst, kon opgehaald worden."

_NOTHING: Mapping[str, int] = {}


class Steps:
    """The steps of one pull, and what they found.

    `arrived` counts the dossiers that were listed for the first time, `mark` is the newest update, on the register's
    clock, of what was held against the store, and `vanished` how many more dossiers than before are not listed.

    With a gate nothing is applied before it passed; without one it is, batch after batch.
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
        municipalities: Collection[str],
        gate: Gatekeeper | None,
    ) -> None:
        self._ours = frozenset(municipalities)
        self._gate = gate
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
            doubtful = self._doubtful()
            here = {item for item in untried if stored.get(item[0]) == item[1] and item[0] not in doubtful}
            self._intake.acknowledge([item for item in untried if item in here])
            self._take([item for item in untried if item not in here], FETCHING)
            self._pass_gate(still_listed=None if listing.cut else listing.versions)
            self._intake.settle()
            if not (listing.cut and untried):
                return

    def check(self, *, full: bool) -> None:
        """Hold the store against the whole list; fetch once what is missing (with `full`, everything)."""
        listing = self._list(SearchCriteria(party=self._own_party), CHECKING)
        self.listed = len(listing.versions)
        self.mark = listing.newest
        self._hold_against(listing, cut=listing.cut, full=full)

    def check_recent(self, mark: datetime) -> bool:
        """Hold the store against what was updated since `mark`, in one search; False when it tells that more is amiss.

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
            return False
        self.mark = mark if listing.cut else max(mark, listing.newest or mark)
        # What is new was all taken in; this search is a check besides, of as much as one can show.
        self._hold_against(listing, since=since, cut=False)
        return True

    def take_window(self, first: date | None, last: date | None) -> None:
        """Fetch what was updated in these days, both included, and is not stored in that version."""
        listing = self._list(SearchCriteria(party=self._own_party, updated_from=first, updated_to=last), SEARCHING)
        self.listed = len(listing.versions)
        self._take_missing(listing)
        self._pass_gate()
        self._conclude(listing, cut=listing.cut)

    def _hold_against(self, listing: Listing, *, cut: bool, full: bool = False, since: date | None = None) -> None:
        """Fetch what is missing of a listing, see what is gone, and say whether all is here.

        A listing of what was updated since a day says nothing of the others.
        """
        self._take_missing(listing, full=full)
        leaving, vanished = self._gone(listing, since)
        self._pass_gate(vanished)
        self._mark_gone(listing, leaving, vanished)
        self._conclude(listing, cut=cut)

    def _take_missing(self, listing: Listing, *, full: bool = False) -> None:
        """Fetch what is missing of a listing (with `full`, everything), and what is older there than here."""
        doubtful = self._doubtful()
        with self._store.read() as connection:
            stored = dossiers.stored_versions(connection, listing.versions)
        known = {number: version for number, version in stored.items() if number not in doubtful}
        if full:
            wanted = list(listing.versions.items())
        else:
            older = {number for number, version in listing.versions.items() if version < stored.get(number, 0)}
            again = [item for item in listing.versions.items() if item[0] in older | doubtful]
            wanted = list(dict.fromkeys([*self._missing(listing), *again]))
        if wanted:
            self._take(wanted, CHECKING, known)

    def _take(self, wanted: Sequence[Version], phase: str, known: Mapping[str, int] = _NOTHING) -> None:
        if self._gate is None:
            self._intake.take_in(wanted, phase, known=known)
            return
        with self._store.read() as connection:
            aside = gates.staged(connection)
        wanted = [(number, version) for number, version in wanted if aside.get(number) != version]
        self._intake.take_in(wanted, phase, known=known, aside=True)

    def _pass_gate(self, vanished: Collection[str] = (), still_listed: Collection[str] | None = None) -> None:
        """Apply what was put aside; raises Held when a person has to look first.

        What an earlier pull put aside and the register does not list any more is let go.
        """
        if self._gate is None:
            return
        if still_listed is not None:
            with self._store.read() as connection:
                over = [number for number in gates.staged(connection) if number not in still_listed]
            if over:
                self._intake.let_go(over)
        self._gate.ask(vanished)
        self._intake.apply()

    def _conclude(self, listing: Listing, *, cut: bool) -> None:
        self._intake.settle()
        missing = self._missing(listing)
        with self._store.read() as connection:
            older = oddities.count(connection, OddityKind.OLDER)
        self.complete = not missing and not cut and not older
        self.reason = _MISSING if missing else _OLDER if older else _TOO_MANY if cut else ""

    def _gone(self, listing: Listing, since: date | None) -> tuple[list[str], list[str]]:
        """What is stored and in scope but not listed: out of scope when it says so itself, else vanished."""
        leaving: list[str] = []
        vanished: list[str] = []
        if listing.cut:
            return leaving, vanished
        unreadable = {number for number, _ in self._undecoded()}
        with self._store.read() as connection:
            stored = dossiers.in_scope(connection, since)
            for number in stored:
                if number in listing.versions:
                    continue
                raw = dossiers.raw_version(connection, number)[1]
                if self._ours and number not in unreadable and _chose_none_of(self._ours, raw):
                    leaving.append(number)
                else:
                    vanished.append(number)
            known = {one.dossier for one in oddities.still_open(connection, OddityKind.VANISHED)}
        return leaving, [number for number in vanished if number not in known]

    def _mark_gone(self, listing: Listing, leaving: Sequence[str], vanished: Sequence[str]) -> None:
        """Nothing is ever removed: what left is out of scope, what vanished is told until it is listed again."""
        with self._store.read() as connection:
            known = {one.dossier for one in oddities.still_open(connection, OddityKind.VANISHED)}
        back = [number for number in known if number in listing.versions]
        self.out_of_scope = len(leaving)
        self.vanished = len(vanished) - len(back)
        if leaving or vanished or back:
            self._intake.mark_gone(leaving, vanished, back)

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

    def _doubtful(self) -> set[str]:
        """Dossiers of which the register had an older version: the same number need not be the same version."""
        with self._store.read() as connection:
            return {one.dossier for one in oddities.still_open(connection, OddityKind.OLDER)}

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
