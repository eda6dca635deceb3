"""Our own facts: residence periods and informal care, delivered by a population service as a workbook."""

from collections import Counter
from pathlib import Path

import msgspec

from cir_desktop.services.office import Office
from cir_desktop.services.workbook_facts import Problem, read_facts
from cir_desktop.storage import facts


class FactsImported(msgspec.Struct, frozen=True):
    """What an import did.

    `unknown_dossiers` are rows of dossiers that we do not have; `unknown_persons` rows of persons who are no applicant
    in their dossier. Neither is stored.
    """

    dossiers: int
    residences: int
    care: int
    unknown_dossiers: int
    unknown_persons: int
    problems: tuple[Problem, ...]

    @property
    def sentence(self) -> str:
        """The outcome in words."""
        left_out = self.unknown_dossiers + self.unknown_persons + len(self.problems)
        return (
            f"{self.residences} verblijfsperiodes en {self.care} mantelzorgperiodes van {self.dossiers} dossiers"
            f" overgenomen; {left_out} rijen niet overgenomen."
        )


def import_facts(office: Office, path: Path) -> FactsImported:
    """Read a workbook and take over its good rows; a dossier's earlier imported facts are replaced, and kept.

    Raises BadWorkbook. Bad rows are problems with sheet, row and column, and stop nothing.
    """
    read = read_facts(path)
    wanted = {row.dossier for row in read.residences} | {row.dossier for row in read.care}
    left = Counter[str]()

    def keep(dossier: str, person: str) -> bool:
        if dossier not in people:
            left["dossier"] += 1
            return False
        if person not in people[dossier]:
            left["person"] += 1
            return False
        return True

    with office.store.unit(office.actor) as unit:
        people = facts.person_keys(unit.connection, wanted)
        residences = [row for row in read.residences if keep(row.dossier, row.national_number)]
        care = [row for row in read.care if keep(row.dossier, row.national_number)]
        covered = {row.dossier for row in residences} | {row.dossier for row in care}
        import_id = facts.start_import(unit.connection, at=unit.at, actor=office.actor.name)
        facts.replace_facts(unit.connection, import_id, residences, care)
        unit.event("facts.imported", "facts", {"dossiers": len(covered), "rows": len(residences) + len(care)})
    return FactsImported(
        dossiers=len(covered),
        residences=len(residences),
        care=len(care),
        unknown_dossiers=left["dossier"],
        unknown_persons=left["person"],
        problems=read.problems,
    )
