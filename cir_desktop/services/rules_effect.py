"""What a change of the rules would do to the lists of the vacant homes, worked out by the rules themselves."""

from collections.abc import Iterable, Iterator
from datetime import date

import msgspec

from cir_desktop.allocation import own as entered
from cir_desktop.allocation import ranking as law
from cir_desktop.allocation.own import OwnRules
from cir_desktop.allocation.regulation import InternalRules, MunicipalRules, Regulation
from cir_desktop.domain.facts import CandidateFacts
from cir_desktop.domain.home import Home
from cir_desktop.domain.identity import Role
from cir_desktop.domain.job import Cancel, Progress, Report
from cir_desktop.domain.ranking import Letting, Ranking
from cir_desktop.domain.values import dutch_date
from cir_desktop.errors import BadRules
from cir_desktop.services.office import Office
from cir_desktop.services.roles import needs
from cir_desktop.storage import candidates, homes, pillars, ranking_facts


class Move(msgspec.Struct, frozen=True):
    """Somebody who gets another place; None: not in the order (before, or after)."""

    dossier: str
    name: str
    before: int | None
    after: int | None

    @property
    def sentence(self) -> str:
        """Who moves from where to where."""
        if self.before is None:
            return f"{self.name}: komt erbij op plaats {self.after}"
        if self.after is None:
            return f"{self.name}: valt weg van plaats {self.before}"
        return f"{self.name}: van plaats {self.before} naar {self.after}"


class HomeEffect(msgspec.Struct, frozen=True):
    """The effect on the list of one vacant home on one day. `problem`: why there is no list, if so."""

    home: str
    address: str
    day: date
    moves: tuple[Move, ...]
    problem: str = ""

    @property
    def sentence(self) -> str:
        """How many places change."""
        changed = len(self.moves)
        count = "1 plaats wijzigt" if changed == 1 else f"{changed} plaatsen wijzigen"
        return f"{self.home}, {self.address}, op {dutch_date(self.day)}: {self.problem or count}"


class Preview(msgspec.Struct, frozen=True):
    """The effect on every vacant home, today and on each later day on which something new would begin or end."""

    homes: tuple[HomeEffect, ...]
    days: tuple[date, ...]
    warnings: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """All of it in one sentence."""
        days = " en ".join(dutch_date(day) for day in self.days)
        if not self.homes:
            return "Er staat geen woning open: er is geen lijst om mee te vergelijken."
        total = sum(len(home.moves) for home in self.homes)
        count = "1 plaats wijzigt" if total == 1 else f"{total} plaatsen wijzigen"
        return f"{count} in de lijsten van de open woningen (berekend op {days})."


@needs(Role.ADMINISTRATOR)
def effect_of(office: Office, own: OwnRules, report: Report, cancel: Cancel, warnings: tuple[str, ...]) -> Preview:
    """Compare the lists under the rules of now with those under `own`; nothing is written.

    `warnings` go with it as they are. Raises BadRules for rules that can't be right, Cancelled.
    """
    before, after = _now(office), entered.lay_over(office.shipped, own)
    days = (office.today, *_later_days(before, after, office.today))
    with office.store.read() as connection:
        vacant = [row.home for row in homes.homes(connection) if row.vacancy]
        lettings = {home.code: pillars.letting_of_home(connection, home.code) for home in vacant}
        stored = ranking_facts.stored_count(connection)
    effects: list[HomeEffect] = []
    for home in vacant:
        with office.store.read() as connection:
            facts = ranking_facts.candidates_of(connection, home.nis_code)
        for day in days:
            cancel.check()
            report(Progress("Lijsten vergelijken", len(effects), len(vacant) * len(days)))
            effects.append(_effect(office, home, facts, (before, after), day, stored, lettings[home.code]))
    return Preview(tuple(effects), days, warnings)


def _now(office: Office) -> Regulation:
    """What counts now; what was entered may be unreadable, and then the shipped rules are compared with."""
    try:
        return office.regulation
    except BadRules:
        return office.shipped


def _later_days(before: Regulation, after: Regulation, today: date) -> list[date]:
    changed = set(_turns(after)) ^ set(_turns(before))
    return sorted({day for _, day in changed if day > today})


def _turns(regulation: Regulation) -> Iterator[tuple[object, date]]:
    """Everything that begins or ends on a day, as text, so that a change of it is seen."""
    every: tuple[MunicipalRules | InternalRules, ...] = (*regulation.municipal, *regulation.internal)
    for rules in every:
        text = msgspec.json.encode(rules)
        yield text, rules.since
        if rules.until is not None:
            yield text, rules.until
    for parameter in regulation.parameters.by_key.values():
        for value in parameter.value:
            yield (parameter.key, value.value), value.since


def _effect(
    office: Office,
    home: Home,
    facts: Iterable[CandidateFacts],
    rules: tuple[Regulation, Regulation],
    day: date,
    stored: int,
    letting: Letting,
) -> HomeEffect:
    people = tuple(facts)
    try:
        before, after = (_places(law.rank(home, people, one, day, stored, letting)) for one in rules)
    except BadRules as error:
        return HomeEffect(home.code, home.address, day, (), error.what)
    moved = [number for number in {**before, **after} if before.get(number) != after.get(number)]
    with office.store.read() as connection:
        names = {row.dossier: row.name for row in candidates.by_dossiers(connection, moved)}
    moves = [Move(one, names.get(one, one), before.get(one), after.get(one)) for one in moved]
    moves.sort(key=lambda move: (move.after is None, move.after or move.before or 0))
    return HomeEffect(home.code, home.address, day, tuple(moves))


def _places(ranking: Ranking) -> dict[str, int]:
    return {line.dossier: line.position for line in ranking.placed}
