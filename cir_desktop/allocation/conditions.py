"""The conditions of a candidate for a home, in the order in which the first failing one is told.

Belonging to the pillar, the candidate's own choices, rational occupancy, the status in the register, the pause after a
refusal, and the conditions that are checked again at the allocation. A missing fact never excludes.
"""

from functools import lru_cache

from cir_desktop.allocation.admission import ADMISSION
from cir_desktop.allocation.case import Case
from cir_desktop.allocation.noted import as_noted, noted, source_words
from cir_desktop.allocation.occupancy import Composition, compose, steps
from cir_desktop.allocation.pillars import PILLAR_CONDITIONS
from cir_desktop.allocation.regulation import BedroomRow
from cir_desktop.allocation.rules import Condition, Rule, Verdict, cannot_tell, in_force, met, not_met
from cir_desktop.domain.codes import HOME_TYPES, is_known_status, status_words
from cir_desktop.domain.facts import CandidateFacts
from cir_desktop.domain.ranking import Answer, Flag
from cir_desktop.domain.values import dutch_date, months_later

_OWN_CHOICES = "VCW art. 6.10 en 6.12"

_ALL_OF_IT = met("Koos de hele gemeente.")
_ANY_TYPE = met("Koos geen type woning: alle types zijn goed.")
_BEDROOMS_FIT = met("Het aantal slaapkamers past bij de keuze.")
_NO_LIMIT = met("Gaf geen hoogste huurprijs op.")
_NOT_ADAPTED = met("Vraagt geen aangepaste woning.")
_REGISTERED = met("Is ingeschreven.")
_NO_PAUSE = met("Geen wachttijd na een weigering.")


def _bedroom_words(number: int) -> str:
    return "1 slaapkamer" if number == 1 else f"{number} slaapkamers"


def check_neighbourhood(case: Case, facts: CandidateFacts) -> Verdict:
    """No chosen neighbourhood means all of the municipality."""
    if not facts.neighbourhoods:
        return _ALL_OF_IT
    chosen = ", ".join(facts.neighbourhoods)
    if not case.home.neighbourhood:
        return cannot_tell(
            f"Koos enkel {chosen}; van de woning is de wijk niet ingevuld.", "in welke wijk de woning ligt"
        )
    here = case.home.neighbourhood.strip().casefold()
    if any(here == name.strip().casefold() for name in facts.neighbourhoods):
        return met(f"Koos de wijk van de woning ({case.home.neighbourhood}).")
    return not_met(f"Koos enkel {chosen}; de woning ligt in {case.home.neighbourhood}.")


def check_type(case: Case, facts: CandidateFacts) -> Verdict:
    """No chosen type means any."""
    if not facts.types:
        return _ANY_TYPE
    here = HOME_TYPES.get(case.home.type, case.home.type).lower()
    if case.home.type in facts.types:
        return met(f"Koos dit type woning ({here}).")
    chosen = ", ".join(HOME_TYPES.get(code, code).lower() for code in facts.types)
    return not_met(f"Koos {chosen}; de woning is een {here}.")


def check_bedrooms(case: Case, facts: CandidateFacts) -> Verdict:
    """Between the lowest and the highest number that the candidate asks; an open side sets no limit."""
    here = case.home.bedrooms
    if facts.min_bedrooms is not None and here < facts.min_bedrooms:
        return not_met(f"Vraagt minstens {_bedroom_words(facts.min_bedrooms)}; de woning heeft er {here}.")
    if facts.max_bedrooms is not None and here > facts.max_bedrooms:
        return not_met(f"Vraagt hoogstens {_bedroom_words(facts.max_bedrooms)}; de woning heeft er {here}.")
    return _BEDROOMS_FIT


def check_rent(case: Case, facts: CandidateFacts) -> Verdict:
    """Social rent depends on income: only a rent that is too high for any income excludes."""
    limit = facts.max_rent
    if limit is None:
        return _NO_LIMIT
    own = noted(case, facts, "rent.within")
    if own is not None and own.answer is not Answer.UNKNOWN:
        return as_noted(case, "rent.within", own)
    home = case.home
    charges = home.fixed_charges
    if home.lowest_rent is not None:
        # Charges are never below zero, so a lowest rent above the limit decides even when they are not known.
        lowest = home.lowest_rent + charges if charges is not None else home.lowest_rent
        if lowest > limit:
            return not_met(f"Wil hoogstens {limit} betalen; de woning kost met vaste kosten minstens {lowest}.")
    if home.highest_rent is not None and charges is not None and home.highest_rent + charges <= limit:
        return met(f"De woning kost nooit meer dan de opgegeven {limit}.")
    return cannot_tell(
        f"Wil hoogstens {limit} betalen; wat de woning voor deze kandidaat kost, hangt af van het inkomen.",
        "de huurprijs van deze woning voor deze kandidaat",
    )


def check_adapted(case: Case, facts: CandidateFacts) -> Verdict:
    """The register does not tell whether an adapted home is a wish or a need: that is for the clerk to ask."""
    if not facts.wants_adapted:
        return _NOT_ADAPTED
    if case.home.adapted:
        return met("Vraagt een aangepaste woning en deze woning is er een.")
    own = noted(case, facts, "adapted.need")
    if own is not None and own.answer is Answer.MET:
        return not_met(f"Heeft een aangepaste woning nodig en deze woning is er geen. {source_words(own)}")
    if own is not None and own.answer is Answer.NOT_MET:
        return met(f"{case.fact_kinds['adapted.need'].no} {source_words(own)}")
    return cannot_tell(
        "Vraagt een aangepaste woning en deze woning is er geen: vraag na of dat een wens of een noodzaak is.",
        "of een aangepaste woning een wens of een noodzaak is",
    )


def check_occupancy(case: Case, facts: CandidateFacts) -> Verdict:
    """The household fits the landlord's table, opened by as many persons as the home was stepped down."""
    if not facts.household.members:
        return cannot_tell("De samenstelling van het gezin is niet gekend.", "de samenstelling van het gezin")
    household = compose(
        facts.household, case.disability_percent, part_time_children_count=case.part_time_children_count
    )
    return _occupancy_of(household, case.row, case.home.bedrooms, case.stepped_down)


@lru_cache(maxsize=2048)
def _occupancy_of(household: Composition, row: BedroomRow, bedrooms: int, down: int) -> Verdict:
    # Few compositions make up a long list: each is judged and worded once.
    found = steps(household, row)
    rooms = _bedroom_words(bedrooms)
    co_residents = " Een medebewoner telt als één persoon met een eigen kamer (niet bevestigd)."
    tail = co_residents if household.others else ""
    if found.sure is not None and found.sure <= down:
        opened = f", verlaagd met {down} omdat niemand paste" if found.sure else ""
        return met(f"Gezin: {household.words}. Past in een woning met {rooms}{opened}.{tail}")
    if found.possible is not None and found.possible <= down:
        return cannot_tell(
            f"Gezin: {household.words}. Of het past in een woning met {rooms} is niet te zeggen.{tail}",
            "het geslacht van een kind" if household.untold else "het erkende percentage handicap",
        )
    return not_met(f"Gezin: {household.words}. Een woning met {rooms} is voor {row.words}.{tail}")


def check_status(case: Case, facts: CandidateFacts) -> Verdict:
    """Only a registered candidate; one to whom this very home is on offer keeps his or her place.

    Our own offer counts from the moment it is made, also while the register does not know it yet.
    """
    status = facts.status
    if facts.own_offer_home is not None and facts.own_offer_home != case.home.code:
        return not_met(f"Wij boden deze kandidaat al woning {facts.own_offer_home} aan.")
    if status == "REG":
        return _REGISTERED
    if not is_known_status(status):
        text = f"De status “{status}” is niet gekend: er kan geen aanbod gedaan worden."
        return Verdict(Answer.UNKNOWN, text, "wat deze status betekent")
    if status != "OFFER":
        return not_met(f"Status in het register: {status_words(status)}.")
    if facts.own_offer_home == case.home.code:
        text = "Ons aanbod van deze woning loopt nog."
        return Verdict(Answer.MET, text, note=Flag("own_offer", text))
    return not_met("Er loopt een aanbod van een andere woning.")


def check_pause(case: Case, facts: CandidateFacts) -> Verdict:
    """After an ungrounded refusal no offer for some months, unless the candidate asks for one."""
    if facts.refused_on is None:
        return _NO_PAUSE
    until = months_later(facts.refused_on, case.pause_months)
    if until <= case.day:
        return _NO_PAUSE
    asked = noted(case, facts, "pause.asked")
    if asked is not None and asked.answer is not Answer.NOT_MET:
        return as_noted(case, "pause.asked", asked)
    return not_met(f"Weigerde een woning: geen aanbod vóór {dutch_date(until)}, tenzij de kandidaat er zelf om vraagt.")


CONDITIONS = (
    Condition(
        Rule(id="choice.neighbourhood", name="wijk", article=_OWN_CHOICES, label="LAW", facts=("neighbourhoods",)),
        check_neighbourhood,
    ),
    Condition(
        Rule(id="choice.type", name="type woning", article=_OWN_CHOICES, label="LAW", facts=("types",)), check_type
    ),
    Condition(
        Rule(
            id="choice.bedrooms",
            name="aantal slaapkamers",
            article=_OWN_CHOICES,
            label="LAW",
            facts=("min_bedrooms", "max_bedrooms"),
        ),
        check_bedrooms,
    ),
    Condition(
        Rule(id="choice.rent", name="huurprijs", article=_OWN_CHOICES, label="LAW", facts=("max_rent", "own")),
        check_rent,
    ),
    Condition(
        Rule(
            id="choice.adapted",
            name="aangepaste woning",
            article="VCW art. 6.10, eigen lezing",
            label="INF",
            facts=("wants_adapted", "own"),
        ),
        check_adapted,
    ),
    Condition(
        Rule(
            id="occupancy",
            name="rationele bezetting",
            article="VCW art. 6.12; tabel in het intern huurreglement",
            label="LAW",
            facts=("household",),
            parameters=("occupancy.disability_percent", "occupancy.part_time_children_count"),
        ),
        check_occupancy,
    ),
    Condition(
        Rule(
            id="status",
            name="status in het register",
            article="Werkwijze van het CIR: een aanbod vertrekt van de status Ingeschreven",
            label="GOV",
            facts=("status", "own_offer_home"),
        ),
        check_status,
    ),
    Condition(
        Rule(
            id="refusal.pause",
            name="wachttijd na een weigering",
            article="Praktijk van woonmaatschappijen, regeling voor 2024",
            label="OLD",
            facts=("refused_on", "own"),
            parameters=("refusal.pause_months",),
        ),
        check_pause,
    ),
    *ADMISSION,
)


def conditions_of(case: Case) -> tuple[Condition, ...]:
    """The versions in force of every condition for a home, in the order in which the first failing one is told."""
    of_pillar = PILLAR_CONDITIONS.get(case.letting.pillar)
    return in_force((of_pillar, *CONDITIONS) if of_pillar else CONDITIONS, case.day)


CONDITION_RULES = frozenset(condition.rule.id for condition in (*PILLAR_CONDITIONS.values(), *CONDITIONS))
"""The ids of the rules that decide whether a candidate comes into consideration; the others decide the order."""
