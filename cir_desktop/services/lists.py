"""The list of a home as it stands now: the one place that turns stored facts into a ranking."""

from collections.abc import Iterable
from datetime import date, datetime

import msgspec

from cir_desktop.allocation import ranking as law
from cir_desktop.allocation.regulation import Regulation
from cir_desktop.domain.dossier_words import household_words
from cir_desktop.domain.facts import CandidateFacts
from cir_desktop.domain.home import Home, Vacancy
from cir_desktop.domain.process import Decision, Offer
from cir_desktop.domain.ranking import Letting, Ranking, RuleAnswer
from cir_desktop.domain.values import dutch_moment
from cir_desktop.domain.ways import Origin
from cir_desktop.errors import NotFound
from cir_desktop.services.office import Office
from cir_desktop.services.roles import LOOK, needs
from cir_desktop.storage import allocations, candidates, dossiers, gates, homes, pillars, pulls, ranking_facts


class HomeList(msgspec.Struct, frozen=True):
    """A ranking with what has to be said beside it.

    `fetched_all` tells whether the last pull fetched everything; `pulled_at` when that was (None: never pulled),
    `listed` how many dossiers the register listed then. `unreadable` dossiers have a version that could not be read:
    they are missing here, or stand here as they were before. `origin` is the extract that the list is from, when it
    came through a housing company. `waits_since` is when a pull was stopped because it would change much at once, on
    which somebody has to decide.
    """

    home: Home
    vacancy: Vacancy | None
    ranking: Ranking
    fetched_all: bool
    pulled_at: datetime | None
    listed: int
    unreadable: int
    origin: Origin | None = None
    waits_since: datetime | None = None

    @property
    def complete(self) -> bool:
        """Whether everybody is here as the register has them."""
        return self.fetched_all and not self.unreadable

    @property
    def pulled_sentence(self) -> str:
        """Whether the list can be ranked as complete, and since when, in words."""
        if self.waits_since is not None:
            said = (
                f"Een ophaling van {dutch_moment(self.waits_since)} wacht op een beslissing bij Uitwisseling: ze zou"
                " veel ineens wijzigen. Deze lijst is die van daarvoor."
            )
        elif self.pulled_at is None:
            said = "De lijst werd nog niet opgehaald uit het register."
        elif self.origin:
            said = self.origin.list_sentence(self.listed, all_taken=self.fetched_all)
        elif self.fetched_all:
            said = f"Lijst volledig opgehaald op {dutch_moment(self.pulled_at)}: {self.listed} dossiers."
        else:
            said = (
                f"Lijst niet volledig opgehaald (laatste poging {dutch_moment(self.pulled_at)}):"
                " er kunnen kandidaten ontbreken."
            )
        return f"{said} {self._unreadable_sentence}" if self.unreadable else said

    @property
    def _unreadable_sentence(self) -> str:
        if self.unreadable == 1:
            return "Let op: 1 dossier is niet leesbaar en ontbreekt of is verouderd in deze lijst."
        return f"Let op: {self.unreadable} dossiers zijn niet leesbaar en ontbreken of zijn verouderd in deze lijst."

    @property
    def movable(self) -> int:
        """How many candidates could still rise, because a fact of theirs is not known."""
        return sum(line.best_position < line.position for line in self.ranking.placed)

    @property
    def counts_sentence(self) -> str:
        """The two blocks add up, in words."""
        ranking = self.ranking
        return (
            f"{ranking.pulled} kozen deze gemeente = {len(ranking.placed)} in volgorde"
            f" + {len(ranking.excluded)} komen niet in aanmerking"
        )


class ListLine(msgspec.Struct, frozen=True):
    """A line of the list with the name that goes with it."""

    dossier: str
    name: str
    household: str


class NamedList(msgspec.Struct, frozen=True):
    """The list of a home with the lines' names by dossier number, the offers made and the decision."""

    list: HomeList
    lines: dict[str, ListLine]
    offers: tuple[Offer, ...]
    decision: Decision | None


class ListInputs(msgspec.Struct, frozen=True):
    """Everything that a list is made from, read in one go; what is not ranked stands in HomeList."""

    home: Home
    vacancy: Vacancy | None
    candidates: tuple[CandidateFacts, ...]
    regulation: Regulation
    day: date
    stored: int
    letting: Letting
    fetched_all: bool
    pulled_at: datetime | None
    listed: int
    unreadable: int
    origin: Origin | None = None
    waits_since: datetime | None = None


@needs(*LOOK)
def read_inputs(office: Office, home_code: str, day: date | None = None) -> ListInputs:
    """What the list of a home on `day` (today when None) is made from. Raises NotFound."""
    with office.store.read() as connection:
        home = homes.home(connection, home_code)
        vacancy = homes.current_vacancy(connection, home_code)
        candidates = ranking_facts.candidates_of(connection, home.nis_code)
        stored = ranking_facts.stored_count(connection)
        last = pulls.last_pull(connection)
        unreadable = len({version.number for version in dossiers.undecoded(connection)})
        letting = pillars.letting_of_home(connection, home.code)
        gate = gates.waiting(connection)
    return ListInputs(
        home=home,
        vacancy=vacancy,
        candidates=tuple(candidates),
        regulation=office.regulation,
        day=day or office.today,
        stored=stored,
        letting=letting,
        fetched_all=bool(last and last.complete),
        pulled_at=last.counts_from if last else None,
        listed=last.listed if last else 0,
        unreadable=unreadable,
        origin=last.origin if last else None,
        waits_since=gate.opened_at if gate else None,
    )


def list_from(inputs: ListInputs) -> HomeList:
    """Rank what was read. Raises BadRules."""
    ranking = law.rank(inputs.home, inputs.candidates, inputs.regulation, inputs.day, inputs.stored, inputs.letting)
    return HomeList(
        home=inputs.home,
        vacancy=inputs.vacancy,
        ranking=ranking,
        fetched_all=inputs.fetched_all,
        pulled_at=inputs.pulled_at,
        listed=inputs.listed,
        unreadable=inputs.unreadable,
        waits_since=inputs.waits_since,
        origin=inputs.origin,
    )


@needs(*LOOK)
def list_of_home(office: Office, home_code: str, day: date | None = None) -> HomeList:
    """Rank everybody who chose the municipality of the home, on `day` (today when None). Raises NotFound, BadRules."""
    return list_from(read_inputs(office, home_code, day))


@needs(*LOOK)
def named_list(office: Office, home_code: str, day: date | None = None) -> NamedList:
    """The ranked list with names; the offers and the decision of the vacancy that is open, else of the last letting.

    Raises NotFound.
    """
    found = list_of_home(office, home_code, day)
    with office.store.read() as connection:
        decisions = [] if found.vacancy else allocations.decisions(connection, home=home_code)
        vacancy = found.vacancy.id if found.vacancy else decisions[-1].vacancy if decisions else None
        offers = allocations.offers(connection, vacancy=vacancy) if vacancy else []
    lines = name_lines(office, found.ranking, offers)
    return NamedList(found, lines, tuple(offers), decisions[-1] if decisions else None)


@needs(*LOOK)
def name_lines(office: Office, ranking: Ranking, offers: Iterable[Offer]) -> dict[str, ListLine]:
    """Names and households as the register copy has them now, of everybody in a list or with an offer, by dossier."""
    numbers = {line.dossier for line in ranking.placed} | {line.dossier for line in ranking.excluded}
    numbers |= {offer.dossier for offer in offers}
    with office.store.read() as connection:
        return {
            row.dossier: ListLine(row.dossier, row.name, household_words(row.household_size, row.children))
            for row in candidates.by_dossiers(connection, numbers)
        }


@needs(*LOOK)
def trace(
    office: Office, home_code: str, dossier: str, day: date | None = None, stepped_down: int = 0
) -> tuple[RuleAnswer, ...]:
    """What every rule says of one candidate for one home; `stepped_down` is that of the list. Raises NotFound."""
    with office.store.read() as connection:
        home = homes.home(connection, home_code)
        facts = ranking_facts.candidate_of(connection, home.nis_code, dossier)
        letting = pillars.letting_of_home(connection, home.code)
    if facts is None:
        raise not_in_list(office, dossier)
    return law.trace(home, facts, office.regulation, day or office.today, stepped_down, letting)


def not_in_list(office: Office, dossier: str) -> NotFound:
    """Why a dossier is in no list of a home: unreadable, unknown, no longer ours, or another choice."""
    with office.store.read() as connection:
        unreadable = any(version.number == dossier for version in dossiers.undecoded(connection))
        found = candidates.by_dossiers(connection, {dossier})
    if unreadable:
        return NotFound(
            "Dit dossier is niet leesbaar en staat daarom niet in deze lijst.",
            "Kijk bij Uitwisseling waarom het niet leesbaar is.",
        )
    if not found:
        return NotFound("Dit dossier is hier niet gekend.", "Kijk het nummer na, of haal de kandidaten opnieuw op.")
    if found[0].out_of_scope:
        return NotFound("Dit dossier is niet langer voor ons.", "Bekijk het dossier bij Kandidaten.")
    return NotFound("Deze kandidaat koos de gemeente van deze woning niet.", "")


def vacancies(office: Office) -> list[tuple[Home, Vacancy]]:
    """The homes that are to let now, the longest vacant first."""
    with office.store.read() as connection:
        found = [(row.home, row.vacancy) for row in homes.homes(connection) if row.vacancy]
    return sorted(found, key=lambda pair: pair[1].free_from)


@needs(*LOOK)
def lettings(office: Office) -> list[tuple[Home, Decision]]:
    """The homes whose last vacancy ended with a decision and that are not to let again, the newest decision first."""
    with office.store.read() as connection:
        last = {decision.home: decision for decision in allocations.decisions(connection)}
        let = [row.home for row in homes.homes(connection) if row.vacancy is None and row.home.code in last]
    return sorted(((home, last[home.code]) for home in let), key=lambda pair: pair[1].decided_on, reverse=True)
