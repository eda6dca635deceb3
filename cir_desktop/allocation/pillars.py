"""The pillars beside the standard one: who belongs to them, and what orders them before the bindings."""

import msgspec

from cir_desktop.allocation.case import Case
from cir_desktop.allocation.household import an_applicant_is, has_disability
from cir_desktop.allocation.noted import amount_of, as_noted, noted
from cir_desktop.allocation.priorities import Check, Lead
from cir_desktop.allocation.regulation import TargetGroup
from cir_desktop.allocation.rules import Condition, Rule, Verdict, cannot_tell, met, not_met
from cir_desktop.allocation.under_occupancy import persons_of
from cir_desktop.domain.codes import ACCELERATED_GROUPS, INTERNAL_GROUNDS
from cir_desktop.domain.facts import CandidateFacts
from cir_desktop.domain.ranking import Answer

ACCELERATED, TARGET_GROUP, INTERNAL_MOVE = 2, 3, 4
_GUIDANCE = "Uitleg op vlaanderen.be over de toewijzing"

NOMINATED = Rule(
    id="pillar.nominated",
    name="voordracht voor een versnelde toewijzing",
    article=f"{_GUIDANCE}, versnelde toewijzing",
    label="GOV",
    facts=("nomination", "nominated"),
)
IN_GROUP = Rule(
    id="pillar.target_group",
    name="doelgroep",
    article=f"{_GUIDANCE}, doelgroepen",
    label="GOV",
    facts=("household", "own"),
)
MOVES = Rule(
    id="pillar.internal_move",
    name="grond voor een interne mutatie",
    article=f"{_GUIDANCE}, interne mutaties",
    label="GOV",
    facts=("household", "own"),
    parameters=("under_occupancy.surplus", "under_occupancy.couple_counts_as_one"),
)

_NOT_NOMINATED = not_met("Geen voordracht voor een versnelde toewijzing gekend.")
_NO_GROUP_SET = cannot_tell("Voor deze woning is geen doelgroep gekozen.", "de doelgroep van de woning")
_NO_MOVE = not_met("Geen grond voor een interne mutatie gekend.")


def check_nominated(case: Case, facts: CandidateFacts) -> Verdict:
    """Nominated by a welfare actor for this group, and agreed on by the allocation council."""
    wanted = case.letting.group
    if facts.nomination is not None and wanted in ("", facts.nomination):
        return met(f"Voorgedragen en aanvaard: {ACCELERATED_GROUPS[facts.nomination]}.")
    if facts.nominated is not None and wanted in ("", facts.nominated):
        return cannot_tell(
            f"Voorgedragen ({ACCELERATED_GROUPS[facts.nominated]}); de toewijzingsraad besliste nog niet.",
            "de beslissing van de toewijzingsraad",
        )
    other = facts.nomination or facts.nominated
    return not_met(f"Voorgedragen voor een andere groep: {ACCELERATED_GROUPS[other]}.") if other else _NOT_NOMINATED


def check_target_group(case: Case, facts: CandidateFacts) -> Verdict:
    """A member of the target group, where the home is let inside it only."""
    group = case.target_group
    if group is None:
        return _NO_GROUP_SET
    verdict = target_verdict(case, facts)
    if group.reserved or verdict.answer is not Answer.NOT_MET:
        return verdict
    return met(f"De doelgroep {group.name} gaat voor, en sluit niemand uit.")


def target_verdict(case: Case, facts: CandidateFacts) -> Verdict:
    """Whether somebody belongs to the target group: as noted, else by what the regulation says it is known by."""
    own = noted(case, facts, "target_group")
    if own is not None:
        return as_noted(case, "target_group", own)
    group = case.target_group
    if group is None:
        return _NO_GROUP_SET
    if group.age_from is not None:
        return _by_age(case, facts, group, group.age_from)
    if group.disability:
        return _by_disability(facts, group)
    return cannot_tell(
        f"Of de kandidaat tot {group.name} behoort, is niet nagegaan.", f"of {group.name} van toepassing is"
    )


def _by_age(case: Case, facts: CandidateFacts, group: TargetGroup, age: int) -> Verdict:
    old_enough = an_applicant_is(facts.household, age, case.day)
    if old_enough is Answer.MET:
        return met(f"Behoort tot {group.name}: minstens {age} jaar.")
    if old_enough is Answer.UNKNOWN:
        return cannot_tell(f"{group.name}: een geboortedatum is niet gekend.", "de geboortedatum")
    return not_met(f"Behoort niet tot {group.name}: niemand is {age} of ouder.")


def _by_disability(facts: CandidateFacts, group: TargetGroup) -> Verdict:
    registered = has_disability(facts.household)
    if registered is Answer.MET:
        return met(f"Behoort tot {group.name}: geregistreerde handicap.")
    if registered is Answer.UNKNOWN:
        return cannot_tell(
            f"{group.name}: niet van iedereen is een handicap geregistreerd.", "het attest van de handicap"
        )
    return not_met(f"Behoort niet tot {group.name}: geen geregistreerde handicap.")


def ground_verdict(case: Case, facts: CandidateFacts, ground: str) -> Verdict:
    """Whether one of the grounds of an internal move holds."""
    words = INTERNAL_GROUNDS[ground]
    if ground == "UOCCU":
        return _under_occupied(case, facts)
    key = {"DERES": "move.deres", "HEAD_LEASE": "move.head_lease"}[ground]
    own = noted(case, facts, key)
    return not_met(f"Niet gekend als grond: {words}.") if own is None else as_noted(case, key, own)


def _under_occupied(case: Case, facts: CandidateFacts) -> Verdict:
    """A sitting tenant with too many bedrooms for who lives there."""
    bedrooms = amount_of(case, facts, "tenancy.bedrooms")
    sitting = noted(case, facts, "sitting_tenant")
    if bedrooms is None or sitting is None or sitting.answer is Answer.NOT_MET:
        return not_met(f"Niet gekend als grond: {INTERNAL_GROUNDS['UOCCU']}.")
    members = facts.household.members
    couple = any(member.kind == "partner" for member in members)
    occupants = persons_of(len(members), couple, couple_counts_as_one=case.couple_counts_as_one)
    surplus = bedrooms - occupants
    counted = f"{bedrooms} slaapkamers voor {occupants} bewoners"
    if surplus >= case.under_occupancy_surplus and sitting.answer is Answer.UNKNOWN:
        return cannot_tell(
            f"Onderbezet ({counted}), als dit een zittende huurder is.", "of dit een zittende huurder is"
        )
    if surplus >= case.under_occupancy_surplus:
        return met(f"De huidige woning is onderbezet: {counted}.")
    return not_met(f"De huidige woning is niet onderbezet: {counted}.")


def check_internal_move(case: Case, facts: CandidateFacts) -> Verdict:
    """One of the grounds holds; one that is not proven cannot tell."""
    open_one: Verdict | None = None
    for ground in _grounds(case):
        verdict = ground_verdict(case, facts, ground)
        if verdict.answer is Answer.MET:
            return verdict
        if verdict.answer is Answer.UNKNOWN:
            open_one = open_one or verdict
    return open_one or _NO_MOVE


def _grounds(case: Case) -> tuple[str, ...]:
    wanted = case.letting.group
    return (wanted,) if wanted in INTERNAL_GROUNDS else tuple(INTERNAL_GROUNDS)


PILLAR_CONDITIONS = {
    ACCELERATED: Condition(NOMINATED, check_nominated),
    TARGET_GROUP: Condition(IN_GROUP, check_target_group),
    INTERNAL_MOVE: Condition(MOVES, check_internal_move),
}
"""Who belongs to a pillar: asked before everything else of a home that is let in it."""


def group_leads(case: Case) -> list[Lead]:
    """The groups in the order that the internal rental regulation sets, for a home that is let to all of them."""
    if case.internal is None or case.letting.group:
        return []
    return [
        Lead(
            rule=msgspec.structs.replace(
                NOMINATED,
                id=f"order.{group}",
                name=f"volgorde van de groepen: {ACCELERATED_GROUPS[group]}",
                article=f"{case.internal.source}, {case.internal.decision}",
            ),
            fact="nomination",
            phrase=f"de groep {ACCELERATED_GROUPS[group]}",
            met=f"Behoort tot de groep {ACCELERATED_GROUPS[group]}.",
            check=_is_of(group),
        )
        for group in case.internal.accelerated_order
    ]


def _is_of(group: str) -> Check:
    yes = met(f"Behoort tot de groep {ACCELERATED_GROUPS[group]}.")
    pending = cannot_tell(
        f"Voorgedragen voor de groep {ACCELERATED_GROUPS[group]}; de toewijzingsraad besliste nog niet.",
        "de beslissing van de toewijzingsraad",
    )
    no = not_met(f"Behoort niet tot de groep {ACCELERATED_GROUPS[group]}.")

    def check(case: Case, facts: CandidateFacts) -> Verdict:
        if facts.nomination == group:
            return yes
        return pending if facts.nominated == group else no

    return check


def target_leads(case: Case) -> list[Lead]:
    """Members before those of whom it is not known, or who do not belong where the group only goes first."""
    group = case.target_group
    if group is None:
        return []
    return [
        Lead(
            rule=msgspec.structs.replace(IN_GROUP, id="order.target_group", article=group.article, label=group.label),
            fact="target_group",
            phrase=f"wie tot {group.name} behoort",
            met=f"Behoort tot {group.name}.",
            check=target_verdict,
        )
    ]


def ground_leads(case: Case) -> list[Lead]:
    """The grounds in the order that the internal rental regulation sets, for a home that is let for all of them."""
    if case.internal is None or case.letting.group:
        return []
    return [
        Lead(
            rule=msgspec.structs.replace(
                MOVES,
                id=f"order.{ground}",
                name=f"volgorde van de gronden: {INTERNAL_GROUNDS[ground]}",
                article=f"{case.internal.source}, {case.internal.decision}",
            ),
            fact="internal_move",
            phrase=f"wie verhuist wegens {INTERNAL_GROUNDS[ground]}",
            met=f"Verhuist wegens {INTERNAL_GROUNDS[ground]}.",
            check=_has_ground(ground),
        )
        for ground in case.internal.internal_order
    ]


def _has_ground(ground: str) -> Check:
    def check(case: Case, facts: CandidateFacts) -> Verdict:
        return ground_verdict(case, facts, ground)

    return check
