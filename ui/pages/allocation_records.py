"""What the page of one allocation shows, read in one job; plain records, no widgets."""

from datetime import date

import msgspec

from cir_desktop.domain.home import Home, Vacancy
from cir_desktop.domain.process import Decision, Offer, OfferAnswer
from cir_desktop.domain.ranking import Excluded, Placed
from cir_desktop.services import exchange, lists
from cir_desktop.services.lists import NamedList
from cir_desktop.services.office import Office


class Choice(msgspec.Struct, frozen=True):
    """A home that can be chosen: to let now, or let with a decision."""

    home: Home
    vacancy: Vacancy | None
    decision: Decision | None


class PlacedLine(msgspec.Struct, frozen=True):
    """A candidate in the order."""

    placed: Placed
    name: str
    household: str


class ExcludedLine(msgspec.Struct, frozen=True):
    """A candidate who does not come into consideration."""

    excluded: Excluded
    name: str
    household: str


class OfferLine(msgspec.Struct, frozen=True):
    """An offer of this vacancy; `message` is the last message about it to the register, with its state."""

    offer: Offer
    name: str
    message: str


class View(msgspec.Struct, frozen=True):
    """One home on one day. `read_on` is the calendar day on which it was read."""

    named: NamedList
    placed: tuple[PlacedLine, ...]
    excluded: tuple[ExcludedLine, ...]
    offers: tuple[OfferLine, ...]
    read_on: date

    @property
    def decision(self) -> Decision | None:
        """The decision that ended the vacancy."""
        return self.named.decision

    def name_of(self, dossier: str) -> str:
        """The name that goes with a dossier number; the number itself when we have no name."""
        line = self.named.lines.get(dossier)
        return line.name if line else dossier

    def position_of(self, dossier: str) -> int | None:
        """The place of a dossier in the order."""
        return next((line.placed.position for line in self.placed if line.placed.dossier == dossier), None)

    def offers_with(self, answer: OfferAnswer) -> list[Offer]:
        """The offers with this answer, in the order of their making."""
        return [line.offer for line in self.offers if line.offer.answer is answer]


def choices(office: Office) -> list[Choice]:
    """The homes to let, the longest vacant first, and then those that were let, the newest decision first."""
    return [
        *(Choice(home, vacancy, None) for home, vacancy in lists.vacancies(office)),
        *(Choice(home, None, decision) for home, decision in lists.lettings(office)),
    ]


def read_view(office: Office, home_code: str, day: date) -> View:
    """Everything about the allocation of a home, on a reference date. Raises NotFound, BadRules."""
    named = lists.named_list(office, home_code, day)
    messages = _messages(office, named)
    ranking = named.list.ranking

    def name(dossier: str) -> tuple[str, str]:
        line = named.lines.get(dossier)
        return (line.name, line.household) if line else (dossier, "")

    return View(
        named=named,
        placed=tuple(PlacedLine(placed, *name(placed.dossier)) for placed in ranking.placed),
        excluded=tuple(ExcludedLine(excluded, *name(excluded.dossier)) for excluded in ranking.excluded),
        offers=tuple(OfferLine(o, name(o.dossier)[0], messages.get(o.dossier, "")) for o in named.offers),
        read_on=office.today,
    )


def _messages(office: Office, named: NamedList) -> dict[str, str]:
    """The last message about this home of each dossier that was offered it."""
    if not named.offers:
        return {}
    home = named.list.home
    dossiers = {offer.dossier for offer in named.offers}
    found: dict[str, str] = {}
    for line in exchange.outbox_lines(office):
        about = line.command.payload.home
        same_home = about is not None and (about.street, about.number, about.box, about.nis_code) == (
            home.street,
            home.number,
            home.box,
            home.nis_code,
        )
        if same_home and line.command.dossier in dossiers:
            found[line.command.dossier] = f"{line.action_words}: {line.state_words.lower()}"
    return found
