"""What goes before every binding in the standard pillar: Vlabinvest, and the absolute priorities that are on."""

from collections.abc import Callable

import msgspec

from cir_desktop.allocation.case import Case
from cir_desktop.allocation.household import has_disability
from cir_desktop.allocation.noted import as_noted, noted
from cir_desktop.allocation.regulation import Priority
from cir_desktop.allocation.rules import Rule, Verdict, cannot_tell, met, not_met
from cir_desktop.domain.facts import CandidateFacts
from cir_desktop.domain.ranking import Answer

Check = Callable[[Case, CandidateFacts], Verdict]

_ADAPTED_MET = met("Vraagt een aangepaste woning en heeft een geregistreerde handicap.")
_ADAPTED_OPEN = cannot_tell(
    "Vraagt een aangepaste woning, maar niet van iedereen in het gezin is een handicap geregistreerd of uitgesloten.",
    "het attest van de handicap",
)
_ADAPTED_NONE = not_met("Vraagt een aangepaste woning, maar niemand in het gezin heeft een geregistreerde handicap.")
_ADAPTED = {Answer.MET: _ADAPTED_MET, Answer.UNKNOWN: _ADAPTED_OPEN, Answer.NOT_MET: _ADAPTED_NONE}
_ADAPTED_NOT_ASKED = not_met("Vraagt geen aangepaste woning.")
_VLABINVEST_OPEN = cannot_tell("De band met Vlabinvest is niet nagegaan.", "de band met Vlabinvest")


class Lead(msgspec.Struct, frozen=True):
    """A step before the bindings: its rule, what its missing fact is called, who meets it, and how it is answered."""

    rule: Rule
    fact: str
    phrase: str
    met: str
    check: Check


def adapted_verdict(case: Case, facts: CandidateFacts) -> Verdict:
    """Asked for, and a disability: noted as a physical one, else any that is registered."""
    if not facts.wants_adapted:
        return _ADAPTED_NOT_ASKED
    own = noted(case, facts, "disability.physical")
    if own is not None:
        return as_noted(case, "disability.physical", own)
    return _ADAPTED[has_disability(facts.household)]


def vlabinvest_verdict(case: Case, facts: CandidateFacts) -> Verdict:
    """Nothing in the register tells this binding: as noted, else it cannot tell."""
    own = noted(case, facts, "vlabinvest")
    return _VLABINVEST_OPEN if own is None else as_noted(case, "vlabinvest", own)


def claimed(key: str, nothing: Verdict) -> Check:
    """A priority that has to be asked for: without a note nobody claimed it."""

    def check(case: Case, facts: CandidateFacts) -> Verdict:
        own = noted(case, facts, key)
        return nothing if own is None else as_noted(case, key, own)

    return check


_WORDS = {
    "assistance_home": "wie ingeschreven is voor een assistentiewoning",
    "occupancy_norms": "wie een woning huurt die niet aan de bezettingsnormen voldoet",
    "obliged_to_move": "wie als huurder moet verhuizen",
    "appeal": "wie gelijk kreeg na een verhaal",
    "rehousing": "wie volgens de Codex geherhuisvest moet worden",
    "rational_occupancy": "wie een woning zonder rationele bezetting huurt",
    "family_reunification": "wie een gezinshereniging aanmeldde",
    "working": "wie werkt",
}

PRIORITIES: dict[str, Lead] = {
    "vlabinvest": Lead(
        rule=Rule(
            id="priority.vlabinvest",
            name="binding van Vlabinvest",
            article="Uitleg op vlaanderen.be over de toewijzing",
            label="GOV",
            facts=("own",),
        ),
        fact="vlabinvest",
        phrase="wie een band met Vlabinvest heeft",
        met="Heeft een band met Vlabinvest.",
        check=vlabinvest_verdict,
    ),
    "adapted_home": Lead(
        rule=Rule(
            id="priority.adapted_home",
            name="voorrang voor een aangepaste woning",
            article="Lijst van absolute voorrangen, regeling voor 2024",
            label="OLD",
            facts=("wants_adapted", "household", "own"),
        ),
        fact="adapted",
        phrase="wie door een handicap een aangepaste woning nodig heeft",
        met=_ADAPTED_MET.text,
        check=adapted_verdict,
    ),
    **{
        identity: Lead(
            rule=Rule(
                id=f"priority.{identity}",
                name=f"voorrang: {phrase}",
                article="Lijst van absolute voorrangen, regeling voor 2024",
                label="OLD",
                facts=("own",),
            ),
            fact=f"priority.{identity}",
            phrase=phrase,
            met=f"Heeft voorrang als {phrase}.",
            check=claimed(f"priority.{identity}", not_met(f"Geen vraag om voorrang gekend als {phrase}.")),
        )
        for identity, phrase in _WORDS.items()
    },
}
"""By the id of the switch in the regulation, which gives the article and the label."""


def priorities_of(case: Case) -> list[Lead]:
    """The priorities that apply to a home, in the order of the regulation; Vlabinvest goes before all of them."""
    found = [_under(switch) for switch in case.priorities if switch.id != "vlabinvest" and _applies(case, switch.id)]
    return [*vlabinvest_of(case), *found]


def vlabinvest_of(case: Case) -> list[Lead]:
    """The binding of Vlabinvest, for a home that it financed in part; in every pillar."""
    if not case.home.vlabinvest:
        return []
    return [_under(switch) for switch in case.priorities if switch.id == "vlabinvest"]


def _applies(case: Case, identity: str) -> bool:
    if identity == "adapted_home":
        return case.home.adapted
    if identity == "assistance_home":
        return case.home.assistance
    return True


def _under(switch: Priority) -> Lead:
    lead = PRIORITIES[switch.id]
    rule = msgspec.structs.replace(lead.rule, article=switch.article, label=switch.label)
    return msgspec.structs.replace(lead, rule=rule)
