"""Explaining a list: why one stands before another, what would move somebody, and the list to take along."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from cir_desktop.allocation import applied, comparing, what_if
from cir_desktop.domain.comparing import Comparison, Movable, ValueApplied, WhatIf
from cir_desktop.domain.facts import CandidateFacts
from cir_desktop.domain.identity import Role
from cir_desktop.domain.process import ReviewMark
from cir_desktop.domain.ranking import Ranking
from cir_desktop.domain.values import dutch_moment
from cir_desktop.errors import BadInput
from cir_desktop.services import freezing
from cir_desktop.services.lists import NamedList, named_list, not_in_list
from cir_desktop.services.office import Office
from cir_desktop.services.roles import LOOK, needs
from cir_desktop.services.workbook_list import ListToWrite
from cir_desktop.services.workbook_list import write_list as write_workbook
from cir_desktop.storage import homes, pillars, ranking_facts, reviews


@needs(*LOOK)
def compare(
    office: Office, home_code: str, one: str, other: str, day: date | None = None, stepped_down: int = 0
) -> Comparison:
    """Why one of two candidates stands before the other on the list of a home; `stepped_down` is that of the list.

    Raises NotFound, BadInput for twice the same dossier, BadRules.
    """
    if one == other:
        raise BadInput("Dit is twee keer hetzelfde dossier.", "Kies twee verschillende kandidaten.", field="other")
    with office.store.read() as connection:
        home = homes.home(connection, home_code)
        letting = pillars.letting_of_home(connection, home.code)
        found = [ranking_facts.candidate_of(connection, home.nis_code, dossier) for dossier in (one, other)]
    pair: list[CandidateFacts] = []
    for dossier, facts in zip((one, other), found, strict=True):
        if facts is None:
            raise not_in_list(office, dossier)
        pair.append(facts)
    return comparing.compare(home, pair[0], pair[1], office.regulation, day or office.today, stepped_down, letting)


@needs(*LOOK)
def would_change(office: Office, home_code: str, dossier: str, day: date | None = None) -> WhatIf:
    """What other answers would do to the place of a candidate on the list of a home. Raises NotFound, BadRules."""
    with office.store.read() as connection:
        home = homes.home(connection, home_code)
        letting = pillars.letting_of_home(connection, home.code)
        candidates = ranking_facts.candidates_of(connection, home.nis_code)
    if all(facts.dossier != dossier for facts in candidates):
        raise not_in_list(office, dossier)
    return what_if.what_if(home, candidates, office.regulation, day or office.today, dossier, letting)


def values_applied(office: Office, ranking: Ranking) -> Mapping[str, tuple[ValueApplied, ...]]:
    """The dated values, levels and table that each rule of a list applied, by the id of the rule. Raises NotFound."""
    with office.store.read() as connection:
        home = homes.home(connection, ranking.home)
    return applied.values_by_rule(home, office.regulation, ranking)


def movable(ranking: Ranking) -> tuple[Movable, ...]:
    """Who could still stand higher because a fact is not known; who could rise most comes first."""
    found = [
        Movable(
            dossier=line.dossier,
            place=line.position,
            best=line.best_position,
            missing=tuple(flag.text for flag in line.flags if applied.is_ranking_fact(flag)),
        )
        for line in ranking.placed
        if line.best_position < line.position
    ]
    return tuple(sorted(found, key=lambda each: (-each.stake, each.place)))


@needs(Role.CLERK)
def write_list(
    office: Office, home_code: str, path: Path, day: date | None = None, *, with_names: bool = False
) -> NamedList:
    """Write the list of a home as a workbook, with the marks and notes of its review, and return that list.

    Only dossier numbers tell who it is, unless `with_names`. Raises NotFound, BadRules, BadWorkbook.
    """
    found = named_list(office, home_code, day)
    vacancy = found.list.vacancy.id if found.list.vacancy else found.decision.vacancy if found.decision else None
    with office.store.read() as connection:
        marks = reviews.marks(connection, vacancy) if vacancy else {}
    values = applied.names_of_values(office.regulation, found.list.ranking)
    _write(office, found, path, values, marks, (), with_names=with_names)
    return found


@needs(Role.CLERK)
def write_then(office: Office, frozen_id: str, path: Path, *, with_names: bool = False) -> NamedList:
    """Write a frozen list as it was then as a workbook, and return it; its review was not frozen with it.

    Only dossier numbers tell who it is, unless `with_names`. Raises NotFound, BadInput, BadWorkbook.
    """
    then = freezing.then_view(office, frozen_id)
    frozen = f"Lijst van toen, bevroren op {dutch_moment(then.ref.made_at)}; vingerafdruk {then.ref.sha256}."
    values = freezing.then_values(office, frozen_id)
    _write(office, then.named, path, values, {}, (frozen,), with_names=with_names)
    return then.named


@needs(Role.CLERK)
def note_printed(office: Office, home_code: str, *, with_names: bool) -> None:
    """Log that the list of a home left as a PDF or on paper."""
    with office.store.unit(office.actor) as unit:
        unit.event("list.printed", home_code, {"named": int(with_names)})


def _write(
    office: Office,
    found: NamedList,
    path: Path,
    values: Sequence[ValueApplied],
    marks: Mapping[str, ReviewMark],
    about: Sequence[str],
    *,
    with_names: bool,
) -> None:
    """Write a list with its marks, and log it; `about` are more sentences about the list."""
    write_workbook(
        path,
        ListToWrite(
            home=found.list.home,
            ranking=found.list.ranking,
            sentences=(*about, f"{found.list.counts_sentence}.", found.list.pulled_sentence),
            complete=found.list.complete,
            households={line.dossier: line.household for line in found.lines.values()},
            names={line.dossier: line.name for line in found.lines.values()} if with_names else None,
            marks=marks,
            values=values,
            mark_words={kind.code: kind.text for kind in office.review_marks},
        ),
    )
    with office.store.unit(office.actor) as unit:
        unit.event("list.exported", found.list.home.code, {"named": int(with_names)})
