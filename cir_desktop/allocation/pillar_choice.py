"""Which pillar to propose for a vacancy. No rule orders the pillars: the clerk chooses, this only proposes."""

import msgspec

from cir_desktop.allocation.regulation import MunicipalRules
from cir_desktop.domain.home import Home

NO_ORDER = "Geen regel zegt welke pijler voorgaat: dit is een voorstel, u kiest."


class Quota(msgspec.Struct, frozen=True):
    """The accelerated allocations of an area in a year; None where nobody told its numbers. `percent` is the share."""

    percent: int
    allocations: int | None = None
    accelerated: int | None = None

    @property
    def behind(self) -> bool | None:
        """Whether the area is behind on its share; None when its numbers are not known."""
        if self.allocations is None or self.accelerated is None:
            return None
        return self.accelerated * 100 < self.percent * self.allocations


class Reason(msgspec.Struct, frozen=True):
    """A reason of a proposal: a Dutch sentence, where it stands, and how sure that is."""

    text: str
    source: str
    label: str


class Proposal(msgspec.Struct, frozen=True):
    """The proposed pillar, the target group of pillar 3, and why."""

    pillar: int
    group: str
    reasons: tuple[Reason, ...]


def propose(home: Home, rules: MunicipalRules, *, to_rehouse: int, quota: Quota) -> Proposal:
    """Propose a pillar for a vacant home.

    Args:
        rules: the allocation regulation of its municipality, with the address lists of pillar 3.
        to_rehouse: how many candidates for this home have a forced rehousing noted.
        quota: of the area of the home.
    """
    guidance = "Uitleg op vlaanderen.be over de toewijzing"
    no_order = Reason(NO_ORDER, "Eigen lezing", "INF")
    group = _target_group(home, rules)
    if group:
        text = f"De woning staat op de adreslijst van de doelgroep {group}."
        return Proposal(3, group, (Reason(text, rules.decision, "GOV"), no_order))
    if to_rehouse:
        who = "1 kandidaat moet" if to_rehouse == 1 else f"{to_rehouse} kandidaten moeten"
        text = f"{who} verplicht herhuisvest worden."
        return Proposal(4, "", (Reason(text, f"{guidance}, interne mutaties", "GOV"), no_order))
    accelerated = f"{guidance}, versnelde toewijzing"
    if quota.behind:
        text = (
            f"Het gebied zit onder zijn {quota.percent} %: {quota.accelerated} van {quota.allocations}"
            " toewijzingen waren versneld."
        )
        return Proposal(2, "", (Reason(text, accelerated, "GOV"), no_order))
    if quota.behind is None:
        text = f"Of het gebied zijn {quota.percent} % versnelde toewijzingen haalt, is niet gekend."
    else:
        text = f"Het gebied haalt zijn {quota.percent} %: {quota.accelerated} van {quota.allocations} waren versneld."
    none = Reason("Geen doelgroep voor deze woning, en geen verplichte herhuisvesting genoteerd.", guidance, "GOV")
    return Proposal(1, "", (none, Reason(text, accelerated, "GOV"), no_order))


def _target_group(home: Home, rules: MunicipalRules) -> str:
    """The group for which the home is reserved, else the one on whose address list it stands."""
    if home.target_group:
        return home.target_group
    return next((group.name for group in rules.target_groups if home.code in group.addresses), "")
