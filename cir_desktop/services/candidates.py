"""Candidates: search, list, and everything the store knows of one of them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

import msgspec

from cir_desktop.domain.codes import ACTION_WORDS, status_words
from cir_desktop.domain.dossier import Dossier
from cir_desktop.domain.dossier_fields import FIELDS
from cir_desktop.domain.dossier_words import household_words
from cir_desktop.domain.facts import CarePeriod, Residence
from cir_desktop.domain.identity import Role
from cir_desktop.domain.job import Cancel, Progress, Report, ignore_progress
from cir_desktop.domain.message_words import message_words
from cir_desktop.domain.process import COMMAND_WORDS, AppealRecord, CommandState, Offer
from cir_desktop.domain.values import DossierNumber
from cir_desktop.domain.ways import Origin
from cir_desktop.errors import BadInput
from cir_desktop.register.wire import decode_dossier
from cir_desktop.runtime.reference import municipality_names, name_of
from cir_desktop.services.office import Office
from cir_desktop.services.roles import LOOK, needs
from cir_desktop.storage import allocations, appeals, candidates, conflicts, dossiers, extracts, facts, outbox
from cir_desktop.storage.candidates import CandidateRow, Filter
from cir_desktop.workbooks.writing import SheetToWrite, Value, write_table

__all__ = [
    "CandidateLine",
    "CandidateRow",
    "DossierView",
    "Filter",
    "FilterChoices",
    "choices",
    "dossier_view",
    "export",
    "ids",
    "lines",
    "rows",
]

_NOT_YET_TOLD = frozenset({CommandState.HELD, CommandState.NEW, CommandState.SENT, CommandState.UNANSWERED})

EXPORTED = ("Naam", "Dossier", "Status", "Ingeschreven", "Gemeente", "Gezin", "Keuzes", "Waarschuwing")
"""The columns of the workbook: those of the list."""
_BATCH = 500

OPENING_REASONS = (
    ("toewijzing", "Toewijzing van een woning"),
    ("vraag", "Vraag van de kandidaat of een hulpverlener"),
    ("onderzoek", "Onderzoek van het dossier"),
    ("controle", "Controle of verhaal"),
)
"""Why a clerk opens dossiers: asked once a session, and logged."""


class CandidateLine(msgspec.Struct, frozen=True):
    """A row of the list with the words that go with its codes; `waits`: something of it is still to be told."""

    row: CandidateRow
    status: str
    choices: str
    waits: bool


class FilterChoices(msgspec.Struct, frozen=True):
    """What the list can be narrowed to: (code, words, count) of statuses and of chosen municipalities."""

    statuses: tuple[tuple[str, str, int], ...]
    municipalities: tuple[tuple[str, str, int], ...]


class DossierView(msgspec.Struct, frozen=True):
    """One dossier with what we know beside the register.

    `versions` are (number, received at), newest first. `residences` and `care` are our own facts by the name of the
    person; `pending` says what waits to be told to the register.
    """

    row: CandidateRow
    dossier: Dossier
    status: str
    names: Mapping[str, str]
    regions: tuple[str, ...]
    history: tuple[tuple[datetime, str, str, str], ...]
    versions: tuple[tuple[int, datetime], ...]
    residences: tuple[tuple[str, tuple[Residence, ...]], ...]
    care: tuple[tuple[str, tuple[CarePeriod, ...]], ...]
    offers: tuple[Offer, ...]
    pending: tuple[str, ...]
    appeals: tuple[AppealRecord, ...] = ()
    """Those that we noted; the register's own are in the dossier."""
    differs: tuple[str, ...] = ()
    """What waits because the register and we say something else: conflicts, and requests for correction."""
    origin: Origin | None = None
    """The extract of a housing company that this version came out of, if it did."""


@needs(*LOOK)
def ids(office: Office, wanted: Filter, *, cancel: Cancel | None = None) -> Sequence[int]:
    """Row ids of the candidates that fit, in the order asked; stops early when superseded."""
    with office.store.read() as connection:
        if cancel:
            cancel.check()
        return candidates.ids(connection, wanted)


@needs(*LOOK)
def rows(office: Office, wanted: Sequence[int]) -> list[CandidateRow]:
    """The rows of these ids, in the same order."""
    with office.store.read() as connection:
        return candidates.rows(connection, wanted)


@needs(*LOOK)
def lines(office: Office, wanted: Sequence[int]) -> list[CandidateLine]:
    """The rows of these ids with their words, in the same order."""
    with office.store.read() as connection:
        found = candidates.rows(connection, wanted)
        waiting = {command.dossier for command in outbox.commands(connection, states=_NOT_YET_TOLD)}
    return [
        CandidateLine(
            row=row,
            status=status_words(row.status),
            choices=", ".join(name_of(nis) for nis in row.choices.split()),
            waits=row.dossier in waiting,
        )
        for row in found
    ]


@needs(Role.CLERK)
def export(
    office: Office, wanted: Filter, path: Path, *, report: Report = ignore_progress, cancel: Cancel | None = None
) -> int:
    """Write the candidates that fit, in the order asked, as a workbook without national numbers; gives how many.

    Raises BadWorkbook, and Cancelled: an older file of that name then stays as it was.
    """
    found = ids(office, wanted, cancel=cancel)
    total = len(found)

    def told(phase: str, done: int) -> None:
        if cancel:
            cancel.check()
        report(Progress(phase, done, total))

    def rows_to_write() -> Iterator[tuple[Value, ...]]:
        for start in range(0, total, _BATCH):
            told("Lijst lezen", start)
            for line in lines(office, found[start : start + _BATCH]):
                row = line.row
                household = household_words(row.household_size, row.children)
                yield (
                    *(row.name, row.dossier, line.status, row.registered_on, row.municipality, household),
                    *(line.choices, row.warning_text),
                )

    sheet = SheetToWrite("Kandidaten", EXPORTED, rows_to_write())
    write_table(path, [sheet], written=lambda done: told("Werkboek schrijven", done))
    report(Progress("Werkboek schrijven", total, total))
    return total


def place_name(nis_code: str) -> str:
    """The name of a municipality, living or merged away; the code itself when it is unknown."""
    return name_of(nis_code)


@needs(*LOOK)
def choices(office: Office) -> FilterChoices:
    """Statuses and municipalities that occur, with their counts."""
    with office.store.read() as connection:
        statuses = candidates.status_counts(connection)
        municipalities = candidates.municipality_counts(connection)
    names = municipality_names()
    return FilterChoices(
        statuses=tuple((code, status_words(code), count) for code, count in statuses),
        municipalities=tuple((nis, names.get(nis, nis), count) for nis, count in municipalities),
    )


def canonical(number: str) -> str:
    """A dossier number as stored, from what a clerk typed; raises BadInput."""
    return DossierNumber.parse(number).text


@needs(*LOOK)
def dossier_view(office: Office, number: str, *, reason: str) -> DossierView:
    """Open a dossier: logged with the reason. Raises NotFound, BadInput for an empty reason."""
    if not reason.strip():
        raise BadInput("U gaf geen reden om dossiers te openen.", "Kies waarom u dit dossier bekijkt.")
    number = canonical(number)
    with office.store.unit(office.actor) as unit:
        _, raw = dossiers.raw_version(unit.connection, number)
        unit.event("dossier.opened", number, {"reason": reason})
        row = candidates.by_dossier(unit.connection, number)
        versions = dossiers.versions(unit.connection, number)
        own = facts.facts_of(unit.connection, number)
        offers = allocations.offers(unit.connection, dossier=number)
        commands = outbox.commands(unit.connection, dossier=number)
        noted_appeals = appeals.appeals(unit.connection, dossier=number)
        disputes = conflicts.waiting(unit.connection)
        asked = conflicts.requests(unit.connection, dossier=number, open_only=True)
        origin = extracts.origin_of(unit.connection, number, versions[0][0])
    dossier = decode_dossier(raw)
    names = municipality_names()
    people = {p.national_number.digits: f"{p.first_name} {p.last_name}" for p in dossier.persons if p.national_number}
    return DossierView(
        row=row,
        dossier=dossier,
        status=status_words(dossier.status),
        names=names,
        regions=tuple(
            f"{names.get(region.nis_code, region.nis_code)}: {', '.join(region.neighbourhoods) or 'alle wijken'}"
            for region in dossier.regions
        ),
        history=tuple(
            (
                change.at,
                status_words(change.before) if change.before else "",
                status_words(change.after),
                ACTION_WORDS.get(change.action, status_words(change.action)) if change.action else "",
            )
            for change in dossier.history
        ),
        versions=tuple(versions),
        residences=tuple((people.get(key, "Onbekende persoon"), periods) for key, periods in own.residences.items()),
        care=tuple((people.get(key, "Onbekende persoon"), periods) for key, periods in own.care.items()),
        offers=tuple(offers),
        pending=tuple(
            f"{message_words(command)}: {COMMAND_WORDS[command.state].lower()}"
            for command in commands
            if command.state not in (CommandState.ACCEPTED, CommandState.DROPPED)
        ),
        appeals=tuple(noted_appeals),
        differs=(
            *(
                f"Conflict {one.id} met het register: beslis bij Uitwisseling, Conflicten"
                for one in disputes
                if one.dossier == number
            ),
            *(f"Vraag tot verbetering {one.id}: {FIELDS[one.field].label}, aan {one.addressee}" for one in asked),
        ),
        origin=origin,
    )


@needs(*LOOK)
def log_number_shown(office: Office, number: str) -> None:
    """A clerk had a national number of this dossier shown in full."""
    with office.store.unit(office.actor) as unit:
        unit.event("dossier.number_shown", number)


def age_on(birth: date | None, day: date) -> int | None:
    """Whole years on a day; None when the birth date is unknown."""
    if birth is None:
        return None
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))
