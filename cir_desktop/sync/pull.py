"""The pull: what the register has for us and we have not, until nothing is missing.

Behaviour of the searches and of acknowledging is assumed where docs/register-assumptions.md says so.
"""

import time
from collections.abc import Collection

from cir_desktop.domain.job import Cancel, Progress, Report
from cir_desktop.domain.process import Actor
from cir_desktop.errors import Cancelled, RegisterError
from cir_desktop.register.client import RegisterClient
from cir_desktop.register.search import SearchCriteria
from cir_desktop.register.wire import UndecodableDossier, decode_dossier
from cir_desktop.runtime.clock import Clock, local_day
from cir_desktop.storage import candidates, dossiers, pulls
from cir_desktop.storage.engine import Store
from cir_desktop.storage.received import Received
from cir_desktop.sync.intake import BATCH, Intake
from cir_desktop.sync.lane import Lane, Version
from cir_desktop.sync.listing import Listing, list_dossiers
from cir_desktop.sync.receive import receive

SEARCHING, FETCHING, CHECKING = "Zoeken", "Ophalen", "Nakijken"

_TOO_MANY = "Op één dag staan meer dossiers dan het register in één keer toont."
_MISSING = "Niet alles wat het register oplijst, kon opgehaald worden."


class PullOutcome(pulls.PullOutcome, frozen=True, kw_only=True):
    """What a pull did, beyond what its record keeps.

    `unchanged`: versions that came in and were stored already; `not_found`: listed but not given; `acknowledged`:
    versions that the register now knows we have; `reason`: in Dutch, why the list is not complete.
    """

    unchanged: int = 0
    not_found: int = 0
    acknowledged: int = 0
    reason: str = ""
    seconds: float = 0.0


def pull(
    store: Store,
    client: RegisterClient,
    *,
    actor: Actor,
    own_party: str,
    municipalities: Collection[str] | None,
    clock: Clock,
    report: Report,
    cancel: Cancel,
    full: bool = False,
) -> PullOutcome:
    """Bring the store up to date with the register.

    Args:
        own_party: our party code.
        municipalities: NIS codes where we have homes; without any, no dossier is judged to be out of scope.
        full: fetch everything that is listed again, also what is stored in that version.

    Raises:
        Cancelled, or the RegisterError that stopped it; what had come is stored by then, and the next pull goes on
        from there. Either way the pull is recorded.
    """
    began = time.monotonic()
    with store.unit(actor) as unit:
        pull_id = pulls.start_pull(unit.connection, unit.at)
        unit.event("pull.started", str(pull_id), {"full": int(full)})
    with Lane(client) as lane:
        intake = Intake(
            store, lane, actor=actor, own_party=own_party, subject=str(pull_id), report=report, cancel=cancel
        )
        run = _Pull(store, client, intake, own_party, clock, report, cancel)
        stopped_by: RegisterError | Cancelled | None = None
        try:
            run.go_on_from_before()
            run.take_what_is_new()
            listing = run.check(full=full)
            run.judge_what_is_gone(listing, municipalities, actor, str(pull_id))
        except (RegisterError, Cancelled) as error:
            stopped_by = error
        lane.stop()
        intake.note()
    with store.unit(actor) as unit:
        outcome = PullOutcome(
            complete=run.complete and stopped_by is None,
            cancelled=isinstance(stopped_by, Cancelled),
            listed=run.listed,
            fetched=intake.fetched,
            new_versions=intake.new_versions,
            undecoded=len(dossiers.undecoded(unit.connection)),
            warnings=intake.warnings,
            out_of_scope=run.out_of_scope,
            vanished=run.vanished,
            unchanged=intake.unchanged,
            not_found=len(intake.not_found),
            acknowledged=intake.acknowledged,
            reason=stopped_by.what if stopped_by else run.reason,
            seconds=time.monotonic() - began,
        )
        pulls.finish_pull(unit.connection, pull_id, outcome, unit.at)
        details = {"listed": outcome.listed, "fetched": outcome.fetched, "new": outcome.new_versions}
        unit.event("pull.finished", str(pull_id), {**details, "complete": int(outcome.complete)})
    if stopped_by:
        raise stopped_by
    return outcome


class _Pull:
    """The steps of one pull, in their order, and what they found."""

    def __init__(
        self,
        store: Store,
        client: RegisterClient,
        intake: Intake,
        own_party: str,
        clock: Clock,
        report: Report,
        cancel: Cancel,
    ) -> None:
        self._store = store
        self._client = client
        self._intake = intake
        self._own_party = own_party
        self._today = local_day(clock())
        self._report = report
        self._cancel = cancel
        self.listed = 0
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
        while True:
            listing = self._list(only_unsynchronised=True, phase=SEARCHING)
            self.listed = max(self.listed, len(listing.versions))
            with self._store.read() as connection:
                stored = dossiers.stored_versions(connection)
            untried = [version for version in listing.versions.items() if version not in tried]
            tried.update(untried)
            self._intake.acknowledge([item for item in untried if stored.get(item[0]) == item[1]])
            self._intake.take_in([item for item in untried if stored.get(item[0]) != item[1]], FETCHING)
            self._intake.settle()
            if not (listing.cut and untried):
                return

    def check(self, *, full: bool) -> Listing:
        """Hold the store against the whole list; fetch once what is missing (with `full`, everything)."""
        listing = self._list(only_unsynchronised=False, phase=CHECKING)
        self.listed = len(listing.versions)
        missing, stored = self._missing(listing)
        wanted = list(listing.versions.items()) if full else missing
        if wanted:
            self._intake.take_in(wanted, CHECKING, known=stored)
            self._intake.settle()
            missing, _ = self._missing(listing)
        self.complete = not missing and not listing.cut
        self.reason = _MISSING if missing else _TOO_MANY if listing.cut else ""
        return listing

    def judge_what_is_gone(
        self, listing: Listing, municipalities: Collection[str] | None, actor: Actor, subject: str
    ) -> None:
        """What is stored but not listed: out of scope when it says so itself, else only counted. Never removed."""
        if listing.cut:
            return
        ours = frozenset(municipalities or ())
        leaving = []
        unreadable = {number for number, _ in self._undecoded()}
        with self._store.read() as connection:
            for number in dossiers.stored_versions(connection):
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

    def _list(self, *, only_unsynchronised: bool, phase: str) -> Listing:
        def found(count: int) -> None:
            self._cancel.check()
            self._report(Progress(phase, count, None))

        criteria = SearchCriteria(party=self._own_party, only_unsynchronised=only_unsynchronised)
        return list_dossiers(self._client, criteria, self._today, found)

    def _missing(self, listing: Listing) -> tuple[list[Version], dict[str, int]]:
        with self._store.read() as connection:
            stored = dossiers.stored_versions(connection)
        kept = set(self._undecoded())
        missing = [
            (number, version)
            for number, version in listing.versions.items()
            if stored.get(number, 0) < version and (number, version) not in kept
        ]
        return missing, stored

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
