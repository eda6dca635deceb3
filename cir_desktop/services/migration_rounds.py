"""The rounds of a migration: when each is, the list that it had, what changed since, and the lock of the freeze."""

from collections.abc import Sequence
from datetime import date

from cir_desktop.domain.finding import Finding, Severity
from cir_desktop.domain.identity import Role
from cir_desktop.domain.migration import Batch
from cir_desktop.domain.migration_mapping import Taken
from cir_desktop.domain.migration_rounds import ROUND_ORDER, Comparison, KeptFinding, RoundLine, RoundList
from cir_desktop.domain.migration_upload import ROUND_WORDS, UploadRound
from cir_desktop.errors import BadInput, NotAllowed, NotFound
from cir_desktop.migration.comparing import compare as compared
from cir_desktop.migration.comparing import dossiers_of
from cir_desktop.migration.identity import finding_keys
from cir_desktop.migration.packing import pack, unpack
from cir_desktop.migration.template import template
from cir_desktop.services.migration_work import Work
from cir_desktop.services.office import Office
from cir_desktop.services.roles import needs
from cir_desktop.storage import migration_rounds, migration_uploads

_CANDIDATES = "candidates"


@needs(Role.CLERK)
def rounds(office: Office) -> list[RoundLine]:
    """The rounds in their order: planned day, newest list, newest answer of the register."""
    with office.store.read() as connection:
        plans = migration_rounds.plans(connection)
        lists = migration_rounds.lists(connection)
        answers = migration_uploads.infos(connection)
    return [
        RoundLine(
            each,
            *plans.get(each, (None, None)),
            kept=next((one for one in lists if one.round is each), None),
            answer=next((one for one in answers if one.round is each), None),
        )
        for each in ROUND_ORDER
    ]


@needs(Role.CLERK)
def lists(office: Office) -> list[RoundList]:
    """All kept lists, the newest first."""
    with office.store.read() as connection:
        return migration_rounds.lists(connection)


@needs(Role.CLERK)
def plan(office: Office, wanted: UploadRound, planned_on: date | None, until: date | None = None) -> None:
    """Note when a round is; the freeze has a first and a last day. Raises BadInput."""
    if until is not None and wanted is not UploadRound.FREEZE:
        raise BadInput("Alleen de bevriezing heeft een laatste dag.", "Laat de laatste dag weg.", field="until")
    if until is not None and (planned_on is None or until < planned_on):
        raise BadInput("De laatste dag ligt voor de eerste.", "Kijk beide dagen na.", field="until")
    with office.store.unit(office.actor) as unit:
        migration_rounds.plan(unit, wanted, planned_on, until)
        unit.event("migration.round_planned", wanted.value)


@needs(Role.CLERK)
def keep(office: Office, work: Work, findings: Sequence[Finding], wanted: UploadRound) -> int:
    """Keep the list in hand as that of a round that was handed over in another way; gives its number.

    `findings` are all those of the list. Raises NotAllowed while something blocks it (Moet).
    """
    must = sum(1 for each in findings if each.severity is Severity.MUST)
    if must:
        raise NotAllowed(
            f"Deze lijst heeft nog {must} {'bevinding' if must == 1 else 'bevindingen'} “Moet”.",
            "Los eerst alles op wat moet, en bewaar ze dan.",
        )
    batch, found = work.batch, kept_findings(work.batch, findings)
    data = pack(Taken(batch))
    with office.store.unit(office.actor) as unit:
        rows = len(batch.sheet(_CANDIDATES))
        number = migration_rounds.put(unit, wanted, batch.source, rows, found, data)
        unit.event("migration.round_kept", wanted.value, {"rows": rows})
    return number


@needs(Role.CLERK)
def forget(office: Office, number: int) -> None:
    """Forget a kept list, as when a freeze was kept too early: its lock is gone then. Raises NotFound."""
    with office.store.unit(office.actor) as unit:
        if not migration_rounds.drop(unit, number):
            raise _no_list(number)
        unit.event("migration.round_forgotten", str(number))


@needs(Role.CLERK)
def compare(office: Office, one: int, other: int) -> Comparison:
    """What changed from one kept list to another. Raises NotFound."""
    before, found_before = _kept(office, one)
    after, found_after = _kept(office, other)
    return _compared(office, before, found_before, after, found_after, one)


@needs(Role.CLERK)
def compare_with_hand(office: Office, one: int, work: Work, findings: Sequence[Finding]) -> Comparison:
    """What changed from a kept list to the list in hand; `findings` are all those of it. Raises NotFound."""
    before, found_before = _kept(office, one)
    return _compared(office, before, found_before, work.batch, kept_findings(work.batch, findings), one)


def kept_findings(batch: Batch, findings: Sequence[Finding]) -> tuple[KeptFinding, ...]:
    """Findings as they are kept for comparing: without values and rows."""
    keys = finding_keys(batch, findings)
    return tuple(KeptFinding(key, each.code, each.severity) for key, each in zip(keys, findings, strict=True))


@needs(Role.CLERK)
def number_of(office: Office, text: str) -> int:
    """The kept list that a text names: its number, or a round, whose newest list it is. Raises NotFound."""
    kept = lists(office)
    for each in kept:
        if text in (str(each.number), each.round.value, ROUND_WORDS[each.round]):
            return each.number
    raise NotFound(f"Er is geen bewaarde lijst “{text}”.", "Zie cir migration rounds voor wat er bewaard is.")


def _compared(
    office: Office,
    before: Batch,
    found_before: Sequence[KeptFinding],
    after: Batch,
    found_after: Sequence[KeptFinding],
    one: int,
) -> Comparison:
    dossiers: set[str] = set()
    findings: set[str] = set()
    for each in lists(office):
        if each.number < one:
            batch, found = _kept(office, each.number)
            dossiers |= dossiers_of(batch)
            findings |= {finding.key for finding in found}
    return compared(
        before,
        after,
        before=found_before,
        after=found_after,
        earlier_dossiers=dossiers,
        earlier_findings=findings,
    )


def _kept(office: Office, number: int) -> tuple[Batch, tuple[KeptFinding, ...]]:
    with office.store.read() as connection:
        found = migration_rounds.kept(connection, number)
    if found is None:
        raise _no_list(number)
    return unpack(found[0]).batch, found[1]


def _no_list(number: int) -> NotFound:
    return NotFound(f"Er is geen bewaarde lijst {number}.", "Zie cir migration rounds voor wat er bewaard is.")


def sheet_name(sheet: str) -> str:
    """The name of a sheet of ours by its key."""
    return template().sheets[sheet].name


def column_title(sheet: str, key: str) -> str:
    """The title of a column of ours."""
    return template().sheets[sheet].column_of(key).title
