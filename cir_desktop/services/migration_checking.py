"""Checking an old list before it goes to the register: all findings in one run."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from pathlib import Path

import msgspec

from cir_desktop.domain.dossier import Dossier
from cir_desktop.domain.finding import Finding, Severity
from cir_desktop.domain.identity import Role
from cir_desktop.domain.job import Cancel, Progress, Report, ignore_progress
from cir_desktop.domain.migration import Batch, CheckContext, IncomeAmounts, KnownDossier
from cir_desktop.domain.migration_upload import UploadRound
from cir_desktop.domain.pairs import Pair
from cir_desktop.errors import BadRules, BadWorkbook
from cir_desktop.migration.checks.run import EARLY, checks, findings_of, group_key, unreadable
from cir_desktop.migration.checks.view import Group
from cir_desktop.migration.comparing import locked_values
from cir_desktop.migration.packing import unpack
from cir_desktop.migration.reader import read_batch
from cir_desktop.migration.template import template
from cir_desktop.migration.template_workbook import write_template
from cir_desktop.services.office import Office
from cir_desktop.services.roles import needs
from cir_desktop.services.stored_dossiers import stored_dossiers
from cir_desktop.storage import homes, migration_rounds

__all__ = [
    "EARLY",
    "LATER",
    "CheckWords",
    "Checked",
    "Group",
    "check",
    "check_file",
    "group_key",
    "words",
    "write_empty_template",
]

LATER = frozenset(Group) - EARLY
_FIRST_YEAR = 2015


class Checked(msgspec.Struct, frozen=True):
    """A list with its findings, in the order in which a clerk works. `batch` is None for a file that can't be used."""

    batch: Batch | None
    findings: list[Finding]

    @property
    def counts(self) -> Mapping[Severity, int]:
        """How many findings there are of each severity."""
        found = Counter(finding.severity for finding in self.findings)
        return {severity: found[severity] for severity in Severity}

    @property
    def blocks(self) -> bool:
        """Whether the list can't be uploaded as it is."""
        return self.counts[Severity.MUST] > 0


class CheckWords(msgspec.Struct, frozen=True):
    """A check in words: what it is called, what it finds, what should stand there and why that matters."""

    code: str
    group: str
    severity: Severity
    title: str
    message: str
    expected: str
    why: str


@needs(Role.CLERK)
def check_file(
    office: Office,
    path: Path,
    *,
    against_register: bool = False,
    freeze: tuple[date, date | None] | None = None,
    groups: Collection[Group] = frozenset(Group),
    report: Report = ignore_progress,
    cancel: Cancel | None = None,
) -> Checked:
    """Read a workbook of our template and check it; a file that can't be read is the one finding. Raises Cancelled.

    `freeze` is the first and the last day of the freeze, the last None while it lasts. With `groups` EARLY the first
    findings are there at once; `check` gives those of the others, in LATER, which come after them.
    """
    report(Progress("Bestand lezen", 0, None))
    try:
        batch = read_batch(path, today=office.today)
    except BadWorkbook as error:
        return Checked(None, [unreadable(error)])
    found = check(
        office,
        batch,
        against_register=against_register,
        freeze=freeze,
        groups=groups,
        report=report,
        cancel=cancel,
    )
    return Checked(batch, found)


@needs(Role.CLERK)
def check(
    office: Office,
    batch: Batch,
    *,
    against_register: bool = False,
    freeze: tuple[date, date | None] | None = None,
    groups: Collection[Group] = frozenset(Group),
    pairs: Iterable[Pair] = (),
    report: Report = ignore_progress,
    cancel: Cancel | None = None,
) -> list[Finding]:
    """The findings of a list that is read, for all groups or some (EARLY are those that are there at once).

    `pairs` are doubles that nobody answered yet, as migration_pairs finds them.
    """
    freeze = freeze or _planned_freeze(office)
    context = CheckContext(
        today=office.today,
        known=_known(office, report, cancel) if against_register and Group.REGISTER in groups else None,
        home_municipalities=_home_municipalities(office),
        frozen_from=freeze[0] if freeze else None,
        frozen_until=freeze[1] if freeze else None,
        income_limits=_income_limits(office),
        pairs=tuple(pairs),
        locked=_locked(office),
    )
    return findings_of(batch, context, groups=groups, report=report, cancel=cancel)


@needs(Role.CLERK)
def write_empty_template(office: Office, path: Path) -> None:
    """Write the newest template, empty. Raises BadWorkbook."""
    write_template(path, template())


def words() -> tuple[CheckWords, ...]:
    """All checks in words, in the order of their findings."""
    return tuple(
        CheckWords(
            code=each.code,
            group=each.group,
            severity=each.severity,
            title=each.title,
            message=each.message,
            expected=each.expected,
            why=each.why,
        )
        for each in checks()
    )


def _known(office: Office, report: Report, cancel: Cancel | None) -> tuple[KnownDossier, ...]:
    return tuple(_known_dossier(dossier) for dossier in stored_dossiers(office, report, cancel))


def _known_dossier(dossier: Dossier) -> KnownDossier:
    number = dossier.reference_person.national_number
    return KnownDossier(
        dossier=dossier.number.text,
        status=dossier.status,
        registered_on=dossier.registered_on,
        reference=number.digits if number else None,
        national_numbers=frozenset(
            person.national_number.digits for person in dossier.persons if person.national_number
        ),
        household=sum(person.moves_along for person in dossier.persons) + len(dossier.part_time_children),
    )


def _planned_freeze(office: Office) -> tuple[date, date | None] | None:
    """The freeze as it was noted among the rounds."""
    with office.store.read() as connection:
        start, end = migration_rounds.plans(connection).get(UploadRound.FREEZE, (None, None))
    return (start, end) if start is not None else None


def _locked(office: Office) -> dict[str, dict[str, str]] | None:
    """What ranks each dossier of the frozen list; None as long as no list is frozen."""
    with office.store.read() as connection:
        data = migration_rounds.newest_data(connection, UploadRound.FREEZE)
    return None if data is None else locked_values(unpack(data).batch)


def _home_municipalities(office: Office) -> frozenset[str] | None:
    with office.store.read() as connection:
        found = frozenset(row.home.nis_code for row in homes.homes(connection))
    return found or None


def _income_limits(office: Office) -> dict[int, IncomeAmounts]:
    """The limits by year, as far as the rules know them."""
    found: dict[int, IncomeAmounts] = {}
    parameters = office.regulation.parameters
    for year in range(_FIRST_YEAR, office.today.year + 1):
        day = date(year, 1, 1)
        try:
            amounts = [parameters.known_whole(f"income.limit.{name}", day) for name in IncomeAmounts.__struct_fields__]
        except BadRules:
            continue
        known = [amount for amount in amounts if amount is not None]
        if len(known) == len(amounts):
            found[year] = IncomeAmounts(*known)
    return found
