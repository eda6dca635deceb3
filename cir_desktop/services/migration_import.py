"""An old list of any layout: what we make of it, what that would give, and the mapping kept for the next file."""

from collections.abc import Sequence
from itertools import islice

import msgspec

from cir_desktop.domain.identity import Role
from cir_desktop.domain.migration_mapping import (
    KeptProfile,
    Preview,
    Profile,
    Proposal,
    ProposedSheet,
    SheetMapping,
)
from cir_desktop.errors import BadInput, NotFound
from cir_desktop.migration import layouts
from cir_desktop.migration.taking_over import take_over
from cir_desktop.services.migration_work import OldFile
from cir_desktop.services.office import Office
from cir_desktop.services.roles import needs
from cir_desktop.storage import migration_lists
from cir_desktop.workbooks.cells import folded

PREVIEW_ROWS = 20


@needs(Role.CLERK)
def propose(office: Office, file: OldFile) -> Proposal:
    """What we make of a file: its sheets, the row of titles, what each column says and why."""
    return layouts.propose(file.workbook, file.info.name, profiles(office))


@needs(Role.CLERK)
def propose_sheet(office: Office, file: OldFile, name: str, header: int, rows_are: str = "") -> ProposedSheet:
    """The proposal for a sheet with another row of titles (as Excel shows it), or with rows that are something else.

    Raises NotFound, BadInput.
    """
    sheet = next((each for each in file.workbook.sheets if folded(each.name) == folded(name)), None)
    if sheet is None:
        raise NotFound(f"Het blad “{name}” is er niet.", "Kies een van de bladen van dit bestand.")
    if not 0 <= header <= len(sheet.rows):
        raise BadInput(f"Blad “{sheet.name}” heeft geen rij {header}.", "Geef de rij waarin de titels staan.")
    return layouts.proposed_sheet(sheet, header or layouts.heads_of(sheet), rows_are)


@needs(Role.CLERK)
def preview(office: Office, file: OldFile, mapping: Sequence[SheetMapping]) -> Preview:
    """The first rows that a mapping would give, and all counts. Raises BadWorkbook."""
    taken = take_over(file.workbook, file.info, mapping, today=office.today)
    return Preview(
        {key: tuple(islice(sheet.records(), PREVIEW_ROWS)) for key, sheet in taken.batch.sheets.items()},
        {key: len(sheet) for key, sheet in taken.batch.sheets.items()},
        len(taken.batch.repairs),
        taken.not_split,
    )


@needs(Role.CLERK)
def profiles(office: Office) -> list[KeptProfile]:
    """The mappings that were kept, the newest first."""
    with office.store.read() as connection:
        return migration_lists.profiles(connection)


@needs(Role.CLERK)
def keep_profile(office: Office, name: str, mapping: Sequence[SheetMapping]) -> Profile:
    """Keep a mapping under a name, for every next file with the same titles. Raises BadInput."""
    named = name.strip()
    if not named:
        raise BadInput("De indeling heeft geen naam.", "Geef ze een naam, zoals “Lijst van de stad”.", field="name")
    used = tuple(
        msgspec.structs.replace(each, assignments=tuple(one for one in each.assignments if one.is_used))
        for each in mapping
    )
    profile = Profile(named, used)
    with office.store.unit(office.actor) as unit:
        migration_lists.put_profile(unit, profile)
        unit.event("migration.profile_kept", "migration")
    return profile


@needs(Role.CLERK)
def forget_profile(office: Office, name: str) -> None:
    """Forget a kept mapping. Raises NotFound."""
    with office.store.unit(office.actor) as unit:
        if not migration_lists.drop_profile(unit, name):
            raise NotFound(f"Er is geen indeling “{name}”.", "Kijk de naam na in de lijst van bewaarde indelingen.")
        unit.event("migration.profile_forgotten", "migration")
