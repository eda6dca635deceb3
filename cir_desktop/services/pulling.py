"""What comes in from the register: fetching it, and what the list rests on."""

from datetime import date, datetime

import msgspec

from cir_desktop.domain.codes import status_words
from cir_desktop.domain.gate import LOSS_WORDS, SHARE, ListLoss, Loss
from cir_desktop.domain.identity import Role
from cir_desktop.domain.job import Cancel, Report, ignore_progress
from cir_desktop.domain.values import dutch_moment
from cir_desktop.errors import BadInput
from cir_desktop.runtime.reference import name_of
from cir_desktop.services.office import Office
from cir_desktop.services.roles import LOOK, needs
from cir_desktop.storage import candidates, gates, homes, pulls, settings
from cir_desktop.storage.pulls import PullRecord as PullRecord
from cir_desktop.sync import decide
from cir_desktop.sync.pull import PullOutcome as PullOutcome
from cir_desktop.sync.pull import Window
from cir_desktop.sync.pull import pull as sync_pull

_SHARE = "pull.gate_share"
_MINUTES = "pull.minutes"


class PullSettings(msgspec.Struct, frozen=True):
    """`share`: percent of a list that may go or change status in one pull without a question, 1 to 100.

    `minutes`: how often the window fetches by itself, 5 to 1440; 0 never.
    """

    share: int = SHARE
    minutes: int = 30


class GateLine(msgspec.Struct, frozen=True):
    """A dossier that would go or change status: why, and its status now and then (empty: not told)."""

    dossier: str
    name: str
    reason: Loss
    words: str
    before: str
    after: str


class GateView(msgspec.Struct, frozen=True):
    """A pull that waits for a person: the question, what would happen to each list, and to whom."""

    pull: int
    opened_at: datetime
    sentence: str
    lists: tuple[str, ...]
    lines: tuple[GateLine, ...]


class PullState(msgspec.Struct, frozen=True):
    """What the stored list rests on: the last pull that ended (None: there was none), in words, and what waits."""

    last: PullRecord | None
    sentence: str
    gate: GateView | None = None


@needs(Role.CLERK)
def pull(
    office: Office,
    *,
    report: Report = ignore_progress,
    cancel: Cancel | None = None,
    full: bool = False,
    updated_from: date | None = None,
    updated_to: date | None = None,
) -> PullOutcome:
    """Fetch what is new or changed; with `full` everything again, with days only what was updated in them.

    Raises RegisterError, Cancelled: what came in before stays stored. Raises BadInput for days in the wrong order.
    """
    client = office.client()
    with office.store.read() as connection:
        own = frozenset(row.home.nis_code for row in homes.homes(connection))
    return sync_pull(
        office.store,
        client,
        actor=office.actor,
        own_party=office.party,
        municipalities=own,
        clock=office.clock,
        report=report,
        cancel=cancel or Cancel(),
        full=full,
        window=Window(updated_from, updated_to) if updated_from or updated_to else None,
        gate_share=pull_settings(office).share,
    )


@needs(*Role)
def state(office: Office) -> PullState:
    """What the stored list rests on; who may see no candidate reads the counts of what waits, and no name."""
    with office.store.read() as connection:
        last = pulls.last_pull(connection)
    waits = _gate(office)
    if waits and office.roles.isdisjoint(LOOK):
        waits = msgspec.structs.replace(waits, lines=())
    if waits and last and last.up_to:
        said = f"De lijst is die van {dutch_moment(last.up_to)}: een latere ophaling wacht op een beslissing."
        return PullState(last, said, waits)
    return PullState(last, record_sentence(last), waits)


@needs(*LOOK)
def gate(office: Office) -> GateView | None:
    """The pull that waits for a person; None when none does."""
    return _gate(office)


def _gate(office: Office) -> GateView | None:
    with office.store.read() as connection:
        waits = gates.waiting(connection)
        if waits is None:
            return None
        rows = {row.dossier: row for row in candidates.by_dossiers(connection, waits.lost)}
        then = gates.staged_standings(connection)
    return GateView(
        waits.pull,
        waits.opened_at,
        "Deze ophaling zou ineens veel wijzigen. Er is nog niets toegepast en niets bevestigd aan het CIR.",
        tuple(_list_words(one) for one in waits.lists),
        tuple(
            GateLine(
                number,
                rows[number].name,
                loss,
                LOSS_WORDS[loss],
                status_words(rows[number].status),
                status_words(then[number].status) if number in then else "",
            )
            for number, loss in sorted(waits.lost.items())
            if number in rows
        ),
    )


def _list_words(one: ListLoss) -> str:
    name = name_of(one.nis_code) if one.nis_code else "Alle kandidaten"
    reasons = ", ".join(f"{LOSS_WORDS[reason]}: {count}" for reason, count in one.by_reason.items() if count)
    return f"{name}: {one.touched} van {one.total} ({reasons})"


@needs(Role.CLERK)
def accept(
    office: Office, pull_id: int, *, report: Report = ignore_progress, cancel: Cancel | None = None
) -> PullOutcome:
    """Apply the pull that waits, as it was shown, and fetch what came since.

    Raises NotFound when it does not wait any more; RegisterError and Cancelled after it was applied.
    """
    decide.accept(
        office.store,
        office.client(),
        pull_id,
        actor=office.actor,
        own_party=office.party,
        report=report,
        cancel=cancel or Cancel(),
    )
    return pull(office, report=report, cancel=cancel)


@needs(Role.CLERK)
def discard(office: Office, pull_id: int) -> None:
    """Let go of the pull that waits; the next one asks again while the register says the same. Raises NotFound."""
    decide.discard(office.store, pull_id, actor=office.actor)


@needs(*Role)
def pull_settings(office: Office) -> PullSettings:
    """What is set, or what counts when nothing is."""
    with office.store.read() as connection:
        share, minutes = settings.get(connection, _SHARE), settings.get(connection, _MINUTES)
    usual = PullSettings()
    return PullSettings(int(share) if share else usual.share, int(minutes) if minutes else usual.minutes)


@needs(Role.ADMINISTRATOR)
def keep_settings(office: Office, wanted: PullSettings) -> None:
    """Set them. Raises BadInput (fields `share`, `minutes`)."""
    if not 1 <= wanted.share <= 100:
        raise BadInput("Dit deel van een lijst kan niet.", "Geef een getal van 1 tot 100.", field="share")
    if wanted.minutes and not 5 <= wanted.minutes <= 1440:
        raise BadInput(
            "Zo vaak of zo zelden kan niet opgehaald worden.",
            "Geef 5 tot 1440 minuten, of 0 om niet vanzelf op te halen.",
            field="minutes",
        )
    with office.store.unit(office.actor) as unit:
        settings.put(unit.connection, _SHARE, str(wanted.share))
        settings.put(unit.connection, _MINUTES, str(wanted.minutes))
        unit.event("pull.set", "register", {"share": wanted.share, "minutes": wanted.minutes})


def record_sentence(last: PullRecord | None) -> str:
    """Whether the list is complete, and since when, in words."""
    if last is None:
        return "De lijst werd nog niet opgehaald."
    if last.origin:
        return last.origin.list_sentence(last.listed, all_taken=last.complete)
    if not last.complete:
        since = f" Ze was volledig tot {dutch_moment(last.up_to)}." if last.up_to else ""
        return (
            f"De lijst is niet volledig (laatste poging {dutch_moment(last.finished_at)}, {last.fetched} dossiers"
            f" opgehaald).{since} Haal opnieuw op om verder te gaan."
        )
    if last.checked_at is None or last.checked_at == last.up_to:
        return f"Lijst volledig opgehaald op {dutch_moment(last.finished_at)}: {last.listed} dossiers in het register."
    return (
        f"Lijst volledig: nagekeken op {dutch_moment(last.checked_at)}, bijgewerkt tot {dutch_moment(last.up_to)};"
        f" {last.listed} dossiers in het register."
    )


def pull_sentence(outcome: PullOutcome) -> str:
    """The outcome of a pull in words."""
    parts = [f"{outcome.fetched} opgehaald", f"{outcome.new_versions} nieuw of gewijzigd"]
    if outcome.undecoded:
        parts.append(f"{outcome.undecoded} onleesbaar (bewaard en opgelijst)")
    if outcome.warnings:
        parts.append(f"{outcome.warnings} met een waarschuwing")
    if outcome.out_of_scope:
        parts.append(f"{outcome.out_of_scope} niet langer voor ons")
    if outcome.vanished:
        parts.append(f"{outcome.vanished} niet meer in de lijst van het register (niets verwijderd)")
    head = f"Lijst volledig: {outcome.listed} dossiers." if outcome.complete else "Lijst niet volledig."
    return f"{head} {', '.join(parts)}."
