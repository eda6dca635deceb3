"""In which pillar a vacancy is let: the proposal, the quota of the year, the choice with its motive."""

from datetime import date

import msgspec

from cir_desktop.allocation import pillar_choice
from cir_desktop.allocation.pillar_choice import Proposal
from cir_desktop.allocation.regulation import MunicipalRules
from cir_desktop.domain.codes import ACCELERATED_GROUPS, INTERNAL_GROUNDS, PILLARS
from cir_desktop.domain.home import Home
from cir_desktop.domain.identity import Role
from cir_desktop.domain.process import PillarChoice
from cir_desktop.domain.ranking import Answer, Letting
from cir_desktop.domain.values import DossierNumber
from cir_desktop.errors import BadInput, NotAllowed
from cir_desktop.runtime.reference import municipality_names
from cir_desktop.services.office import Office
from cir_desktop.services.roles import LOOK, needs
from cir_desktop.storage import allocations as own_allocations
from cir_desktop.storage import candidates, homes, own_facts, people, pillars, ranking_facts
from cir_desktop.storage.pillars import AreaCount

_FORCED = ("move.deres", "move.head_lease", "priority.rehousing")


class YearQuota(msgspec.Struct, frozen=True):
    """The accelerated share of a year. `own` counts our decisions by pillar; `area` is what the area told, if any."""

    year: int
    percent: int
    area_name: str
    own: dict[int, int]
    area: AreaCount | None

    @property
    def sentence(self) -> str:
        """What is known of the quota, in words."""
        ours = f"Wij wezen in {self.year} {sum(self.own.values())} woningen toe, {self.own.get(2, 0)} ervan versneld."
        rule = f"Het aandeel van {self.percent} % telt voor heel het gebied {self.area_name}"
        if self.area is None:
            return f"{ours} {rule}, en daarvan zijn de cijfers niet gekend: ons eigen aantal is enkel een aanwijzing."
        return (
            f"{ours} {rule}: {self.area.accelerated} van {self.area.allocations} toewijzingen waren versneld"
            f" (bron: {self.area.source})."
        )


class PillarView(msgspec.Struct, frozen=True):
    """All that a clerk needs to choose: `choice` is the last choice; `target_groups` the names for pillar 3.

    `order_set`: the internal rental regulation sets the order of pillar 2. `locked`: why no other pillar can be chosen.
    """

    home: Home
    vacancy: str | None
    letting: Letting
    proposal: Proposal
    quota: YearQuota
    choice: PillarChoice | None
    target_groups: tuple[str, ...]
    order_set: bool
    locked: str


@needs(*LOOK)
def view(office: Office, home_code: str) -> PillarView:
    """The proposal for a home, the quota of the year of today, and what was chosen. Raises NotFound, BadRules."""
    today, regulation = office.today, office.regulation
    with office.store.read() as connection:
        home = homes.home(connection, home_code)
        vacancy = homes.current_vacancy(connection, home.code)
        noted = own_facts.current(connection)
        standing = homes.has_standing_offer(connection, home.code)
        letting = pillars.letting_of_home(connection, home.code)
        known = people.names(connection)
        chosen = pillars.choices(connection, vacancy.id) if vacancy else []
        forced = [
            dossier
            for dossier, facts in noted.items()
            if any(
                (fact := facts.get(key)) is not None
                and fact.answer is Answer.MET
                and (fact.until is None or fact.until > today)
                for key in _FORCED
            )
        ]
        found = (ranking_facts.candidate_of(connection, home.nis_code, dossier) for dossier in forced)
        to_rehouse = sum(one is not None and one.status != "RJCT" for one in found)
    quota = quota_of(office, home, today.year)
    counted = pillar_choice.Quota(
        quota.percent,
        quota.area.allocations if quota.area else None,
        quota.area.accelerated if quota.area else None,
    )
    rules = regulation.rules_of(home.nis_code, today)
    internal = regulation.internal_on(today)
    return PillarView(
        home=home,
        vacancy=vacancy.id if vacancy else None,
        letting=letting,
        proposal=pillar_choice.propose(home, rules, to_rehouse=to_rehouse, quota=counted),
        quota=quota,
        choice=people.with_name(chosen[0], "chosen_by", known) if chosen else None,
        target_groups=tuple(group.name for group in rules.target_groups),
        order_set=bool(internal and internal.accelerated_order),
        locked=_locked(vacancy is not None, standing),
    )


@needs(*LOOK)
def quota_of(office: Office, home: Home, year: int) -> YearQuota:
    """The quota of the area of a home in a year: that of its sub-area, else of its municipality. Raises BadRules."""
    names = [area.name for area in office.regulation.sub_areas if home.nis_code in area.nis_codes]
    names.append(municipality_names().get(home.nis_code, home.place))
    wanted = {name.casefold() for name in (*names, home.nis_code)}
    own: dict[int, int] = {}
    with office.store.read() as connection:
        for decision in own_allocations.decisions(connection):
            if decision.decided_on.year == year:
                letting = pillars.letting_of(connection, decision.vacancy) or Letting(decision.pillar)
                own[letting.pillar] = own.get(letting.pillar, 0) + 1
        area = next((one for one in pillars.area_counts(connection, year) if one.area.casefold() in wanted), None)
    percent = office.regulation.parameters.whole("quota.accelerated_percent", date(year, 12, 31))
    return YearQuota(year, percent, area.area if area else names[0], own, area)


@needs(Role.CLERK)
def choose(office: Office, home_code: str, letting: Letting, motive: str) -> Letting:
    """Choose the pillar of the open vacancy of a home; the list is ranked in it from then on.

    Raises NotFound; NotAllowed when the home is not to let or an offer stands; BadInput for a group or an order that
    does not fit the pillar, or a motive that is missing where the choice differs from the proposal or orders by hand.
    """
    seen = view(office, home_code)
    if seen.locked:
        raise NotAllowed(seen.locked, "Kies de pijler voor het eerste aanbod, of trek het aanbod eerst in.")
    checked = _checked(office, seen, letting)
    if not motive.strip() and (checked.pillar != seen.proposal.pillar or checked.order):
        raise BadInput(
            "U kiest een andere pijler dan voorgesteld, of een eigen volgorde.", "Vul het motief in.", field="motive"
        )
    with office.store.unit(office.actor) as unit:
        vacancy = homes.current_vacancy(unit.connection, seen.home.code)
        # Looked at again here: an offer may have been made since the view was read.
        locked = _locked(vacancy is not None, homes.has_standing_offer(unit.connection, seen.home.code))
        if locked or vacancy is None:
            raise NotAllowed(locked, "Trek het aanbod eerst in.")
        for dossier in checked.order:
            candidates.by_dossier(unit.connection, dossier)
        pillars.choose(unit, vacancy.id, checked, seen.proposal.pillar, motive.strip())
        details: dict[str, str | int | None] = {
            "vacancy": vacancy.id,
            "pillar": checked.pillar,
            "proposed": seen.proposal.pillar,
        }
        unit.event("pillar.chosen", seen.home.code, details)
    return checked


@needs(Role.CLERK)
def note_area_count(
    office: Office, year: int, area: str, *, allocations: int, accelerated: int, source: str
) -> AreaCount:
    """Keep what the allocation council told of an area in a year. Raises BadInput."""
    count = AreaCount(year, area.strip(), allocations, accelerated, source.strip())
    if not count.area:
        raise BadInput("Het gebied ontbreekt.", "Geef de naam van het deelgebied of de gemeente.", field="area")
    if not count.source:
        raise BadInput("De bron ontbreekt.", "Vul in wie deze cijfers gaf, en wanneer.", field="source")
    if not 0 <= count.accelerated <= count.allocations:
        raise BadInput(
            "Er kunnen niet meer versnelde toewijzingen zijn dan toewijzingen.",
            "Kijk de cijfers na.",
            field="accelerated",
        )
    with office.store.unit(office.actor) as unit:
        pillars.note_area_count(unit, count)
        unit.event("area.counted", count.area, {"count": count.allocations})
    return count


def letting_words(letting: Letting) -> str:
    """The pillar and its group in words."""
    words = f"pijler {letting.pillar}, {PILLARS[letting.pillar]}"
    if not letting.group:
        return words
    group = {2: ACCELERATED_GROUPS, 4: INTERNAL_GROUNDS}.get(letting.pillar, {}).get(letting.group, letting.group)
    return f"{words}: {group}"


def _locked(vacant: bool, standing: bool) -> str:
    if not vacant:
        return "Deze woning staat niet open."
    return "Op deze woning staat een aanbod: de pijler ligt vast." if standing else ""


def _checked(office: Office, seen: PillarView, letting: Letting) -> Letting:
    if letting.pillar not in PILLARS:
        raise BadInput("Deze pijler bestaat niet.", "Kies 1, 2, 3 of 4.", field="pillar")
    group = letting.group.strip()
    if letting.pillar == 3 and not group:
        rules = office.regulation.rules_of(seen.home.nis_code, office.today)
        group = seen.proposal.group or seen.home.target_group or _only(rules)
    allowed = {2: ("", *ACCELERATED_GROUPS), 3: seen.target_groups, 4: ("", *INTERNAL_GROUNDS)}.get(
        letting.pillar, ("",)
    )
    if group not in allowed:
        todo = f"Kies een van: {', '.join(filter(None, allowed))}." if any(allowed) else "Geef hier geen groep."
        if letting.pillar == 3 and not allowed:
            todo = "Vul eerst de doelgroepen van het toewijzingsreglement in."
        raise BadInput("De groep past niet bij deze pijler.", todo, field="group")
    if letting.order and (letting.pillar != 2 or seen.order_set):
        raise BadInput(
            "Een eigen volgorde kan hier niet.",
            "Ze kan enkel in pijler 2, waar het interne huurreglement geen volgorde zegt.",
            field="order",
        )
    order = tuple(dict.fromkeys(DossierNumber.parse(number).text for number in letting.order))
    return Letting(letting.pillar, group, order)


def _only(rules: MunicipalRules) -> str:
    return rules.target_groups[0].name if len(rules.target_groups) == 1 else ""
