"""The dossiers of an extract held against those that are stored: what is new, what is refused, what would be lost."""

from collections.abc import Callable, Mapping
from datetime import datetime

import msgspec

from cir_desktop.domain.gate import LOSS_WORDS, ListLoss, Loss, Standing
from cir_desktop.domain.values import dutch_moment
from cir_desktop.register.exchange_candidates import Extract, Told
from cir_desktop.register.exchange_layout import layout
from cir_desktop.runtime.reference import name_of
from cir_desktop.workbooks.table import Problem


class Have(msgspec.Struct, frozen=True):
    """What the store holds: newest versions, when those out of extracts left the register, who is in scope.

    `raw` gives the JSON of a stored version.
    """

    versions: Mapping[str, int]
    since: Mapping[tuple[str, int], datetime]
    in_scope: frozenset[str]
    raw: Callable[[str, int], bytes]

    def why_not(self, told: Told, extracted_at: datetime) -> str:
        """Why a dossier that we have is not taken over from this extract; empty when it is."""
        number, version = told.dossier.number.text, told.dossier.version
        have = self.versions[number]
        if version < have:
            return f"Dit dossier is ouder dan wat we hebben: versie {version}, wij hebben versie {have}."
        since = self.since.get((number, have))
        if version > have and since and since > extracted_at:
            return f"Dit uittreksel is ouder dan dat waaruit we dit dossier hebben, van {dutch_moment(since)}."
        if version == have and since and self.raw(number, have) != told.raw:
            return f"Dit dossier heeft dezelfde versie ({version}) als wat we hebben, maar andere gegevens."
        return ""

    def missing(self, extract: Extract) -> list[str]:
        """The dossiers in scope that are not in the extract, neither well nor badly."""
        if extract.listed != len(extract.dossiers):
            return []  # a dossier whose row has an error may be any of them
        return sorted(self.in_scope - {each.dossier.number.text for each in extract.dossiers})


class Sorted(msgspec.Struct, frozen=True):
    """The dossiers of an extract against those that are stored."""

    new: tuple[Told, ...]
    changed: tuple[Told, ...]
    same: int
    findings: tuple[Problem, ...]


def sort(have: Have, extract: Extract) -> Sorted:
    """Which dossiers are taken over, and why the others are not."""
    new, changed, findings = [], [], []
    same = 0
    for told in extract.dossiers:
        number, version = told.dossier.number.text, told.dossier.version
        if number not in have.versions:
            new.append(told)
        elif why := have.why_not(told, extract.info.extracted_at):
            findings.append(_finding(told, why))
        elif version == have.versions[number]:
            same += 1
        else:
            changed.append(told)
    return Sorted(tuple(new), tuple(changed), same, tuple(findings))


def standing(told: Told) -> Standing:
    """How a dossier of an extract would stand on our lists."""
    dossier = told.dossier
    return Standing(dossier.status, frozenset(str(choice.nis_code) for choice in dossier.regions))


def loss_words(one: ListLoss) -> str:
    """What taking over an extract would do to a list."""
    which = f"de lijst van {name_of(one.nis_code)}" if one.nis_code else "de hele lijst"
    words = {**LOSS_WORDS, Loss.VANISHED: "niet meer in het uittreksel"}
    reasons = ", ".join(f"{count} {words[reason]}" for reason, count in one.by_reason.items() if count)
    return f"Kijk na of dit kan: in {which} ({one.total} dossiers) {reasons}."


def _finding(told: Told, message: str) -> Problem:
    sheet = layout().sheet[0]
    return Problem(told.row, sheet.column[0].title, message, sheet.name)
