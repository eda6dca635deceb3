"""From a person to homes: where one candidate stands on the list of each of our homes, or why not."""

from collections.abc import Sequence
from datetime import date

import msgspec

from cir_desktop.allocation import ranking as law
from cir_desktop.allocation.regulation import Regulation
from cir_desktop.domain.facts import CandidateFacts
from cir_desktop.domain.home import Home, Vacancy
from cir_desktop.domain.job import Cancel, Progress, Report, ignore_progress
from cir_desktop.domain.ranking import Letting, Ranking
from cir_desktop.runtime.reference import name_of
from cir_desktop.services.lists import not_in_list
from cir_desktop.services.office import Office
from cir_desktop.services.roles import LOOK, needs
from cir_desktop.storage import candidates, homes, pillars, ranking_facts

NOT_CHOSEN = "choice.municipality"
"""The `rule` of a home in a municipality that the candidate did not choose."""


class HomePlace(msgspec.Struct, frozen=True, kw_only=True):
    """Where a candidate stands on the list of one home.

    `position` (from 1) of `of` placed candidates; None: not in consideration, then `rule` is the first failing rule and
    `reason` says it in words. For who is placed `reason` is the deciding difference with the row above, and
    `best_position` what the unknown facts could still give. `open_points` are Dutch sentences about what is not known.
    """

    home: Home
    municipality: str
    vacancy: Vacancy | None
    pillar: int
    position: int | None
    of: int
    rule: str
    reason: str
    best_position: int | None = None
    tied: bool = False
    open_points: tuple[str, ...] = ()

    @property
    def can_rise(self) -> bool:
        """Whether a fact that is not known could still give a better place."""
        return self.position is not None and self.best_position is not None and self.best_position < self.position

    @property
    def sentence(self) -> str:
        """The place in words."""
        if self.position is None:
            return "komt niet in aanmerking"
        shared = ", gedeeld" if self.tied else ""
        rise = f", kan nog naar plaats {self.best_position}" if self.can_rise else ""
        return f"plaats {self.position} van {self.of}{shared}{rise}"


class PlacesOfCandidate(msgspec.Struct, frozen=True):
    """All our homes (or the vacant ones) for one candidate on a day: the vacant ones first, then by place."""

    dossier: str
    day: date
    lines: tuple[HomePlace, ...]

    @property
    def fitting(self) -> tuple[HomePlace, ...]:
        """The homes on whose list the candidate has a place."""
        return tuple(line for line in self.lines if line.position is not None)


class _Asked(msgspec.Struct, frozen=True):
    """A home with the letting of its vacancy."""

    home: Home
    vacancy: Vacancy | None
    letting: Letting


@needs(*LOOK)
def homes_for(
    office: Office,
    dossier: str,
    day: date | None = None,
    *,
    vacant_only: bool = False,
    report: Report = ignore_progress,
    cancel: Cancel | None = None,
) -> PlacesOfCandidate:
    """Where a candidate stands on the list of each of our homes, as those lists are now.

    The candidates of a municipality are read once, and homes that give the same list are ranked once. Raises NotFound
    for a dossier that is not ours to see, BadRules, Cancelled.
    """
    day = day or office.today
    with office.store.read() as connection:
        row = candidates.by_dossiers(connection, {dossier})
        asked = [
            _Asked(found.home, found.vacancy, pillars.letting_of_home(connection, found.home.code))
            for found in homes.homes(connection)
            if found.vacancy or not vacant_only
        ]
        stored = ranking_facts.stored_count(connection)
    if not row or row[0].out_of_scope:
        raise not_in_list(office, dossier)
    regulation, lines = office.regulation, list[HomePlace]()
    for nis_code in sorted({each.home.nis_code for each in asked}):
        here = [each for each in asked if each.home.nis_code == nis_code]
        if cancel:
            cancel.check()
        with office.store.read() as connection:
            chose = ranking_facts.candidate_of(connection, nis_code, dossier) is not None
            others = ranking_facts.candidates_of(connection, nis_code) if chose else []
        lists: dict[tuple[object, ...], Ranking] = {}
        for each in here:
            if cancel:
                cancel.check()
            report(Progress("Woningen nakijken", len(lines), len(asked)))
            if not chose:
                lines.append(_nowhere(each, NOT_CHOSEN, f"Koos de gemeente {name_of(nis_code)} niet."))
                continue
            key = _list_key(each, others, regulation, day)
            if key not in lists:
                lists[key] = law.rank(each.home, others, regulation, day, stored, each.letting)
            lines.append(_place(each, dossier, lists[key]))
    report(Progress("Woningen nakijken", len(asked), len(asked)))
    return PlacesOfCandidate(dossier, day, tuple(sorted(lines, key=_order)))


def _list_key(each: _Asked, others: Sequence[CandidateFacts], regulation: Regulation, day: date) -> tuple[object, ...]:
    """Equal for homes of one municipality that give the same list of the same candidates.

    What only tells where a home stands or what it is like (address, floor, lift, note) orders nobody. The code does:
    for who has an offer of this very home, and on an address list.
    """
    home = each.home
    named = any(facts.own_offer_home == home.code for facts in others) or any(
        home.code in group.addresses for group in regulation.rules_of(home.nis_code, day).target_groups
    )
    return (
        home.neighbourhood,
        home.type,
        home.bedrooms,
        home.adapted,
        home.assistance,
        home.vlabinvest,
        home.target_group,
        home.lowest_rent,
        home.highest_rent,
        home.fixed_charges,
        each.letting,
        home.code if named else None,
    )


def _place(each: _Asked, dossier: str, ranking: Ranking) -> HomePlace:
    for line in ranking.placed:
        if line.dossier == dossier:
            placed = _nowhere(each, line.deciding.rule, line.deciding.text, len(ranking.placed))
            return msgspec.structs.replace(
                placed,
                position=line.position,
                best_position=line.best_position,
                tied=line.tied,
                open_points=tuple(flag.text for flag in line.flags),
            )
    out = next(line for line in ranking.excluded if line.dossier == dossier)
    return _nowhere(each, out.rule, out.text, len(ranking.placed))


def _nowhere(each: _Asked, rule: str, reason: str, of: int = 0) -> HomePlace:
    return HomePlace(
        home=each.home,
        municipality=name_of(each.home.nis_code),
        vacancy=each.vacancy,
        pillar=each.letting.pillar,
        position=None,
        of=of,
        rule=rule,
        reason=reason,
    )


def _order(line: HomePlace) -> tuple[bool, bool, int, str]:
    return line.vacancy is None, line.position is None, line.position or 0, line.home.code.casefold()
