"""Our own facts: residence periods and informal care, delivered by a population service as a workbook."""

from collections import Counter
from collections.abc import Collection, Mapping
from pathlib import Path

import msgspec

from cir_desktop.domain.facts import ImportedCare, ImportedResidence
from cir_desktop.domain.identity import Role
from cir_desktop.domain.job import Cancel, Progress, Report, ignore_progress
from cir_desktop.services.office import Office
from cir_desktop.services.roles import needs
from cir_desktop.services.workbook_facts import FactsRead, Problem, read_facts
from cir_desktop.storage import facts


class FactsImported(msgspec.Struct, frozen=True):
    """What an import did.

    `unknown_dossiers` are rows of dossiers that we do not have; `unknown_persons` rows of persons who are no applicant
    in their dossier. Neither is stored. `incomplete_dossiers` are dossiers of ours of which a row has a problem:
    nothing of them is stored, `incomplete_rows` counts their good rows.
    """

    dossiers: int
    residences: int
    care: int
    unknown_dossiers: int
    unknown_persons: int
    incomplete_dossiers: int
    incomplete_rows: int
    problems: tuple[Problem, ...]

    @property
    def sentence(self) -> str:
        """The outcome in words."""
        bad_rows = len({(problem.sheet, problem.row) for problem in self.problems})
        left_out = self.unknown_dossiers + self.unknown_persons + self.incomplete_rows + bad_rows
        taken = (
            f"{self.residences} verblijfsperiodes en {self.care} mantelzorgperiodes van {self.dossiers} dossiers"
            f" overgenomen; {left_out} rijen niet overgenomen."
        )
        if not self.incomplete_dossiers:
            return taken
        dossiers = "1 dossier" if self.incomplete_dossiers == 1 else f"{self.incomplete_dossiers} dossiers"
        return f"{taken} {dossiers} niet overgenomen omdat een rij niet klopt; wat er al stond, blijft."


class Known(msgspec.Struct, frozen=True):
    """The rows whose dossier and person we know, and how many were left out for which reason."""

    residences: list[ImportedResidence]
    care: list[ImportedCare]
    unknown_dossiers: int
    unknown_persons: int
    incomplete_rows: int


@needs(Role.CLERK)
def import_facts(
    office: Office, path: Path, *, report: Report = ignore_progress, cancel: Cancel | None = None
) -> FactsImported:
    """Read a workbook and take over its good rows; a dossier's earlier imported facts are replaced, and kept.

    Raises BadWorkbook, and Cancelled: then nothing was taken over. Bad rows are problems with sheet, row and column. A
    dossier with a bad row keeps the facts that it had: a part of its periods would read as all of them, and deny a
    bond that is there. Other dossiers go on.
    """
    read = read_facts(path, today=office.today, report=report, cancel=cancel)
    rows_read = len(read.residences) + len(read.care)
    report(Progress("Overnemen", 0, rows_read))
    with office.store.unit(office.actor) as unit:
        wanted = {row.dossier for row in read.residences} | {row.dossier for row in read.care} | read.incomplete
        people = facts.person_keys(unit.connection, wanted)
        known = keep_known(read, people)
        import_id = facts.start_import(unit.connection, at=unit.at, actor=office.actor.name, source=path.name)
        if cancel:  # the last moment: what comes after is one step that is kept as a whole
            cancel.check()
        facts.replace_facts(unit.connection, import_id, known.residences, known.care)
        covered = {row.dossier for row in known.residences} | {row.dossier for row in known.care}
        rows = len(known.residences) + len(known.care)
        incomplete = len(read.incomplete & people.keys())
        unit.event("facts.imported", "facts", {"dossiers": len(covered), "rows": rows, "incomplete": incomplete})
    report(Progress("Overnemen", rows_read, rows_read))
    return FactsImported(
        dossiers=len(covered),
        residences=len(known.residences),
        care=len(known.care),
        unknown_dossiers=known.unknown_dossiers,
        unknown_persons=known.unknown_persons,
        incomplete_dossiers=incomplete,
        incomplete_rows=known.incomplete_rows,
        problems=read.problems,
    )


def keep_known(read: FactsRead, people: Mapping[str, Collection[str]]) -> Known:
    """What of a workbook is complete and about applicants that we have.

    `people` are their national numbers by dossier.
    """
    left = Counter[str]()

    def keep(row: ImportedResidence | ImportedCare) -> bool:
        if row.dossier not in people:
            left["dossier"] += 1
            return False
        if row.dossier in read.incomplete:
            left["incomplete"] += 1
            return False
        if row.national_number not in people[row.dossier]:
            left["person"] += 1
            return False
        return True

    return Known(
        residences=[row for row in read.residences if keep(row)],
        care=[row for row in read.care if keep(row)],
        unknown_dossiers=left["dossier"],
        unknown_persons=left["person"],
        incomplete_rows=left["incomplete"],
    )
