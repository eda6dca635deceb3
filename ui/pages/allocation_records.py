"""What the page of one allocation shows, read in one job; plain records, no widgets."""

from datetime import date

import msgspec

from cir_desktop.domain.home import Home, Vacancy
from cir_desktop.domain.process import ConsequencePayload, Decision, FrozenRef, Offer, OfferAnswer
from cir_desktop.domain.ranking import Excluded, Flag, Placed, flags_of_all
from cir_desktop.services import exchange, freezing, lists, reviews
from cir_desktop.services.lists import NamedList
from cir_desktop.services.office import Office
from cir_desktop.services.reviews import Reviews


class Choice(msgspec.Struct, frozen=True):
    """A home that can be chosen: to let now, or let with a decision."""

    home: Home
    vacancy: Vacancy | None
    decision: Decision | None


class PlacedLine(msgspec.Struct, frozen=True):
    """A candidate in the order; `flags` are those that not everybody has. `mark` is the text of the review's mark."""

    placed: Placed
    name: str
    household: str
    flags: tuple[Flag, ...] = ()
    mark: str = ""
    note: str = ""

    @property
    def dossier(self) -> str:
        """The dossier number."""
        return self.placed.dossier


class ExcludedLine(msgspec.Struct, frozen=True):
    """A candidate who does not come into consideration."""

    excluded: Excluded
    name: str
    household: str
    mark: str = ""
    note: str = ""

    @property
    def dossier(self) -> str:
        """The dossier number."""
        return self.excluded.dossier


class OfferLine(msgspec.Struct, frozen=True):
    """An offer of this vacancy; `message` is the last message about it to the register, with its state."""

    offer: Offer
    name: str
    message: str


class View(msgspec.Struct, frozen=True):
    """One home on one day. `read_on` is the calendar day on which it was read; `shared` are flags of all placed.

    `kept` is the frozen file of the decision, where there is one; `of_then` tells whether the list is the one in it.
    """

    named: NamedList
    placed: tuple[PlacedLine, ...]
    excluded: tuple[ExcludedLine, ...]
    offers: tuple[OfferLine, ...]
    read_on: date
    reviews: Reviews
    shared: tuple[Flag, ...]
    kept: FrozenRef | None = None
    of_then: bool = False

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


def with_reviews(view: View, found: Reviews) -> View:
    """The same list with other marks and notes beside its lines."""

    def marked(line: PlacedLine) -> PlacedLine:
        return msgspec.structs.replace(line, mark=found.word(line.dossier), note=found.note(line.dossier))

    def marked_out(line: ExcludedLine) -> ExcludedLine:
        return msgspec.structs.replace(line, mark=found.word(line.dossier), note=found.note(line.dossier))

    return msgspec.structs.replace(
        view,
        reviews=found,
        placed=tuple(map(marked, view.placed)),
        excluded=tuple(map(marked_out, view.excluded)),
    )


def choices(office: Office) -> list[Choice]:
    """The homes to let, the longest vacant first, and then those that were let, the newest decision first."""
    return [
        *(Choice(home, vacancy, None) for home, vacancy in lists.vacancies(office)),
        *(Choice(home, None, decision) for home, decision in lists.lettings(office)),
    ]


def read_view(office: Office, home_code: str, day: date) -> View:
    """Everything about the allocation of a home, on a reference date. Raises NotFound, BadRules."""
    named = lists.named_list(office, home_code, day)
    kept = freezing.kept(office, about=named.decision.id) if named.decision else []
    view = _view(named, _messages(office, named), reviews.reviews_of(office, home_code), office.today)
    return msgspec.structs.replace(view, kept=kept[-1]) if kept else view


def read_then(office: Office, home_code: str, day: date) -> View:
    """The list that the decision went by; that of now where none was kept. Raises NotFound, BadRules, BadInput."""
    known = {home.code: decision for home, decision in lists.lettings(office)}
    kept = freezing.kept(office, about=known[home_code].id) if home_code in known else []
    if not kept:
        return read_view(office, home_code, day)
    then = freezing.then_view(office, kept[-1].id)
    view = _view(then.named, {}, Reviews(None, False, {}, {}), office.today)
    return msgspec.structs.replace(view, kept=then.ref, of_then=True)


def _view(named: NamedList, messages: dict[str, str], found: Reviews, today: date) -> View:
    ranking = named.list.ranking

    def name(dossier: str) -> tuple[str, str]:
        line = named.lines.get(dossier)
        return (line.name, line.household) if line else (dossier, "")

    shared = flags_of_all(ranking)
    everybody = frozenset(shared)

    def own(placed: Placed) -> tuple[Flag, ...]:
        return tuple(flag for flag in placed.flags if flag not in everybody)

    view = View(
        named=named,
        placed=tuple(PlacedLine(placed, *name(placed.dossier), own(placed)) for placed in ranking.placed),
        excluded=tuple(ExcludedLine(excluded, *name(excluded.dossier)) for excluded in ranking.excluded),
        offers=tuple(OfferLine(o, name(o.dossier)[0], messages.get(o.dossier, "")) for o in named.offers),
        read_on=today,
        reviews=found,
        shared=shared,
    )
    return with_reviews(view, found) if found.marks else view


def _messages(office: Office, named: NamedList) -> dict[str, str]:
    """The last message about this home of each dossier that was offered it."""
    if not named.offers:
        return {}
    home = named.list.home
    dossiers = {offer.dossier for offer in named.offers}
    found: dict[str, str] = {}
    for line in exchange.outbox_lines(office):
        payload = line.command.payload
        about = payload.home if isinstance(payload, ConsequencePayload) else None
        same_home = about is not None and (about.street, about.number, about.box, about.nis_code) == (
            home.street,
            home.number,
            home.box,
            home.nis_code,
        )
        if same_home and line.command.dossier in dossiers:
            found[line.command.dossier] = f"{line.action_words}: {line.state_words.lower()}"
    return found
