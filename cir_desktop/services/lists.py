"""The list of a home as it stands now: the one place that turns stored facts into a ranking."""

from datetime import date, datetime

import msgspec

from cir_desktop.allocation import ranking as law
from cir_desktop.domain.home import Home, Vacancy
from cir_desktop.domain.ranking import Ranking
from cir_desktop.services.office import Office
from cir_desktop.storage import homes, pulls, ranking_facts


class HomeList(msgspec.Struct, frozen=True):
    """A ranking with what has to be said beside it.

    `complete` tells whether the last pull fetched everything; `pulled_at` when that was (None: never pulled).
    """

    home: Home
    vacancy: Vacancy | None
    ranking: Ranking
    complete: bool
    pulled_at: datetime | None

    @property
    def counts_sentence(self) -> str:
        """The two blocks add up, in words."""
        ranking = self.ranking
        return (
            f"{ranking.pulled} kozen deze gemeente = {len(ranking.placed)} in volgorde"
            f" + {len(ranking.excluded)} komen niet in aanmerking"
        )


def list_of_home(office: Office, home_code: str, day: date | None = None) -> HomeList:
    """Rank everybody who chose the municipality of the home, on `day` (today when None). Raises NotFound."""
    party = office.party
    with office.store.read() as connection:
        home = homes.home(connection, home_code)
        vacancy = homes.current_vacancy(connection, home_code)
        candidates = ranking_facts.candidates_of(connection, home.nis_code, party)
        stored = ranking_facts.stored_count(connection)
        last = pulls.last_pull(connection)
    ranking = law.rank(home, candidates, office.regulation, day or office.today, stored)
    return HomeList(
        home=home,
        vacancy=vacancy,
        ranking=ranking,
        complete=bool(last and last.complete),
        pulled_at=last.finished_at if last else None,
    )
