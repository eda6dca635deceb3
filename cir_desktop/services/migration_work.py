"""The list in hand of this workspace: what the page and the console work on, from the file to the upload."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import msgspec

from cir_desktop.domain.identity import Role
from cir_desktop.domain.migration import Batch, SourceInfo, Step
from cir_desktop.domain.migration_mapping import ListInfo, SheetMapping, Taken
from cir_desktop.errors import BadWorkbook, NotFound
from cir_desktop.migration import taking_over
from cir_desktop.migration.packing import pack, unpack
from cir_desktop.migration.reader import batch_of
from cir_desktop.migration.template import template
from cir_desktop.services.office import Office
from cir_desktop.services.roles import needs
from cir_desktop.storage import migration_lists
from cir_desktop.workbooks.reading import Workbook, read_sheets

_CANDIDATES = "candidates"


class OldFile(msgspec.Struct, frozen=True):
    """A file that was read: kept by who chooses its sheets and columns, so that it is read once."""

    workbook: Workbook
    info: SourceInfo
    ours: Batch | None
    """The list, when the file follows our template: nothing has to be assigned then."""


class Work(msgspec.Struct, frozen=True):
    """The list in hand: as it came in (`taken`) and as it stands now (`batch`)."""

    info: ListInfo
    taken: Taken
    batch: Batch


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
    return _work(ListInfo(number, info.name, info.sha256, rows, unit.at, office.actor.name), taken)


@needs(Role.CLERK)
def current(office: Office) -> Work:
    """The list in hand. Raises NotFound when none was taken over yet."""
    with office.store.read() as connection:
        info = migration_lists.newest(connection)
        data = migration_lists.data(connection, info.id) if info else None
    if info is None or data is None:
        raise NotFound("Er is nog geen lijst overgenomen.", "Neem eerst een lijst over (cir migration import BESTAND).")
    return _work(info, unpack(data))


@needs(Role.CLERK)
def has_list(office: Office) -> bool:
    """Whether a list is in hand."""
    with office.store.read() as connection:
        return migration_lists.newest(connection) is not None


@needs(Role.CLERK)
def history(office: Office, work: Work, sheet: str, row: int, key: str) -> list[Step]:
    """What happened to a value, from the old list to the upload."""
    return taking_over.steps_of(work.taken, sheet, row, key)


def _work(info: ListInfo, taken: Taken) -> Work:
    return Work(info, taken, taken.batch)


def _ours(office: Office, workbook: Workbook, info: SourceInfo) -> Batch | None:
    """The list when the file follows our template: it says so, or has the titles of all columns that must be filled."""
    try:
        found = batch_of(workbook, info, today=office.today)
    except BadWorkbook:
        return None
    needed = {column.key for column in template().sheets[_CANDIDATES].column if column.needed}
    return found if found.source.stated or needed <= set(found.letters.get(_CANDIDATES, {})) else None
