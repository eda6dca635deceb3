"""The list in hand of this workspace: what the page and the console work on, from the file to the upload."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import msgspec

from cir_desktop.domain.finding import SEVERITY_WORDS, Finding, Severity
from cir_desktop.domain.identity import Role
from cir_desktop.domain.job import Cancel, Report, ignore_progress
from cir_desktop.domain.migration import Batch, SourceInfo, Step
from cir_desktop.domain.migration_fixing import Change, Outcome, Standing
from cir_desktop.domain.migration_mapping import ListInfo, Receipt, SheetMapping, Taken
from cir_desktop.domain.migration_upload import UploadRound
from cir_desktop.domain.values import dutch_moment
from cir_desktop.errors import BadWorkbook, NotFound
from cir_desktop.migration import recipes, taking_over
from cir_desktop.migration.comparing import dossiers_of
from cir_desktop.migration.identity import finding_keys
from cir_desktop.migration.packing import pack, unpack
from cir_desktop.migration.reader import batch_of
from cir_desktop.migration.template import template
from cir_desktop.migration.template_workbook import write_template
from cir_desktop.services import migration_checking
from cir_desktop.services.office import Office
from cir_desktop.services.roles import needs
from cir_desktop.storage import migration_fixes, migration_lists, migration_rounds
from cir_desktop.workbooks.reading import Workbook, read_sheets

_CANDIDATES = "candidates"


class OldFile(msgspec.Struct, frozen=True):
    """A file that was read: kept by who chooses its sheets and columns, so that it is read once."""

    workbook: Workbook
    info: SourceInfo
    ours: Batch | None
    """The list, when the file follows our template: nothing has to be assigned then."""


class Work(msgspec.Struct, frozen=True):
    """The list in hand: as it came in (`taken`) and after all corrections (`batch`), with what became of each.

    `changes` are the cells that corrections changed, in their order.
    """

    info: ListInfo
    taken: Taken
    batch: Batch
    outcomes: tuple[Outcome, ...] = ()
    changes: tuple[Change, ...] = ()


@needs(Role.CLERK)
def read_file(office: Office, path: Path) -> OldFile:
    """Read a file of any layout. Raises BadWorkbook."""
    workbook = read_sheets(path)
    data = path.read_bytes()
    info = SourceInfo(
        name=path.name,
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        sheets=tuple(sheet.name for sheet in workbook.sheets),
    )
    return OldFile(workbook, info, _ours(office, workbook, info))


@needs(Role.CLERK)
def take(office: Office, file: OldFile, mapping: Sequence[SheetMapping] = ()) -> Work:
    """Take a list over: it is the one in hand. Without a mapping it has to follow our template. Raises BadWorkbook."""
    if mapping:
        taken = taking_over.take_over(file.workbook, file.info, mapping, today=office.today)
    elif file.ours is not None:
        taken = Taken(file.ours)
    else:
        raise BadWorkbook(
            "Deze lijst volgt ons sjabloon niet.", "Zeg eerst welke kolom wat is, of kies een bewaarde indeling."
        )
    info = taken.batch.source
    rows = len(taken.batch.sheet(_CANDIDATES))
    packed = pack(taken)
    with office.store.unit(office.actor) as unit:
        number = migration_lists.put(unit, info.name, info.sha256, rows, packed)
        unit.event("migration.taken_over", str(number), {"rows": rows})
    return _work(office, ListInfo(number, info.name, info.sha256, rows, unit.at, office.actor.name), taken)


@needs(Role.CLERK)
def current(office: Office) -> Work:
    """The list in hand. Raises NotFound when none was taken over yet."""
    with office.store.read() as connection:
        info = migration_lists.newest(connection)
        data = migration_lists.data(connection, info.id) if info else None
    if info is None or data is None:
        raise NotFound("Er is nog geen lijst overgenomen.", "Neem eerst een lijst over (cir migration import BESTAND).")
    return _work(office, info, unpack(data))


@needs(Role.CLERK)
def has_list(office: Office) -> bool:
    """Whether a list is in hand."""
    with office.store.read() as connection:
        return migration_lists.newest(connection) is not None


@needs(Role.CLERK)
def history(office: Office, work: Work, sheet: str, row: int, key: str) -> list[Step]:
    """What happened to a value, from the old list to the upload."""
    found = taking_over.steps_of(work.taken, sheet, row, key)
    found.extend(
        Step(recipes.words(work.outcomes[change.recipe].recipe.recipe), change.before, change.after)
        for change in work.changes
        if (change.sheet, change.row, change.key) == (sheet, row, key)
    )
    return found


@needs(Role.CLERK)
def check(
    office: Office,
    work: Work,
    *,
    against_register: bool = False,
    freeze: tuple[date, date | None] | None = None,
    report: Report = ignore_progress,
    cancel: Cancel | None = None,
) -> list[Finding]:
    """All findings of the list as it stands now. Raises Cancelled."""
    return migration_checking.check(
        office, work.batch, against_register=against_register, freeze=freeze, report=report, cancel=cancel
    )


@needs(Role.CLERK)
def standing(office: Office, work: Work, findings: Sequence[Finding]) -> Standing:
    """What of these findings is confirmed and what still blocks the upload."""
    keys = finding_keys(work.batch, findings)
    with office.store.read() as connection:
        kept = migration_fixes.confirmations(connection)
    confirmed = {key: kept[key] for key in keys if key in kept}
    must = sum(1 for each in findings if each.severity is Severity.MUST)
    look = sum(
        1 for key, each in zip(keys, findings, strict=True) if each.severity is Severity.LOOK and key not in confirmed
    )
    return Standing(keys, confirmed, must, look)


@needs(Role.CLERK)
def save_upload(office: Office, work: Work, findings: Sequence[Finding], path: Path) -> Receipt:
    """Write the workbook for the upload, in our template, and its receipt as a text beside it. Raises BadWorkbook.

    A workbook that still holds what blocks can be written too, to go on with in Excel; its receipt says so.
    """
    state = standing(office, work, findings)
    late = _late(office, work.batch)
    write_template(path, template(), work.batch, late=late)
    count = Counter(each.severity.value for each in findings)
    receipt = Receipt(
        file=path.name,
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        source=work.info.name,
        source_sha256=work.info.sha256,
        version=template().version,
        rows={sheet.name: len(work.batch.sheet(sheet.key)) for sheet in template().sheet},
        findings={severity.value: count[severity.value] for severity in Severity},
        confirmed=len(state.confirmed),
        late=len(late),
        corrected=len({(each.sheet, each.row, each.key) for each in work.changes}),
        at=office.clock(),
        by=office.shown_name,
    )
    try:
        receipt_path(path).write_text("\n".join(receipt_lines(receipt)) + "\n", encoding="utf-8")
    except OSError as error:
        raise BadWorkbook(
            "Het ontvangstbewijs kan niet geschreven worden.", "Kies een map waarin u mag schrijven."
        ) from error
    with office.store.unit(office.actor) as unit:
        unit.event("migration.saved", str(work.info.id), {"rows": len(work.batch.sheet(_CANDIDATES))})
    return receipt


def receipt_path(path: Path) -> Path:
    """Where the receipt of a workbook stands."""
    return path.with_name(f"{path.stem} - bewijs.txt")


def receipt_lines(receipt: Receipt) -> list[str]:
    """A receipt in words."""
    rows = ", ".join(f"{name} {count}" for name, count in receipt.rows.items())
    counts = ", ".join(f"{word} {receipt.findings[severity.value]}" for severity, word in SEVERITY_WORDS.items())
    return [
        f"Werkboek voor het CIR: {receipt.file}",
        f"Vingerafdruk (SHA-256): {receipt.sha256}",
        f"Gemaakt op {dutch_moment(receipt.at)} door {receipt.by}, sjabloon {receipt.version}",
        f"Uit: {receipt.source}, vingerafdruk {receipt.source_sha256}",
        f"Rijen: {rows}" + (f"; ingeschreven na de bevriezing {receipt.late}" if receipt.late else ""),
        f"Bevindingen: {counts}; bevestigd {receipt.confirmed}; verbeterde cellen {receipt.corrected}",
    ]


def _late(office: Office, batch: Batch) -> frozenset[str]:
    """The dossiers that are not on the frozen list; nobody as long as no list is frozen."""
    with office.store.read() as connection:
        frozen = migration_rounds.newest_data(connection, UploadRound.FREEZE)
    return frozenset() if frozen is None else dossiers_of(batch) - dossiers_of(unpack(frozen).batch)


def _work(office: Office, info: ListInfo, taken: Taken) -> Work:
    with office.store.read() as connection:
        kept = migration_fixes.recipes(connection)
    applied = recipes.apply(taken.batch, [each.recipe for each in kept], today=office.today)
    outcomes = tuple(Outcome(each, fit, count) for each, (fit, count) in zip(kept, applied.fits, strict=True))
    return Work(info, taken, applied.batch, outcomes, applied.changes)


def _ours(office: Office, workbook: Workbook, info: SourceInfo) -> Batch | None:
    """The list when the file follows our template: it says so, or has the titles of all columns that must be filled."""
    try:
        found = batch_of(workbook, info, today=office.today)
    except BadWorkbook:
        return None
    needed = {column.key for column in template().sheets[_CANDIDATES].column if column.needed}
    return found if found.source.stated or needed <= set(found.letters.get(_CANDIDATES, {})) else None
