"""What comes in from the register: fetching it, and what the list rests on."""

from datetime import date

import msgspec

from cir_desktop.domain.identity import Role
from cir_desktop.domain.job import Cancel, Report, ignore_progress
from cir_desktop.domain.values import dutch_moment
from cir_desktop.services.office import Office
from cir_desktop.services.roles import needs
from cir_desktop.storage import homes, pulls
from cir_desktop.storage.pulls import PullRecord as PullRecord
from cir_desktop.sync.pull import PullOutcome as PullOutcome
from cir_desktop.sync.pull import Window
from cir_desktop.sync.pull import pull as sync_pull


class PullState(msgspec.Struct, frozen=True):
    """What the stored list rests on: the last pull that ended (None: there was none), and that in words."""

    last: PullRecord | None
    sentence: str


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
    )


@needs(*Role)
def state(office: Office) -> PullState:
    """What the stored list rests on."""
    with office.store.read() as connection:
        last = pulls.last_pull(connection)
    return PullState(last, record_sentence(last))


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
