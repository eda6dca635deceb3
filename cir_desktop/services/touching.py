"""What another value of a field does to the lists of the vacant homes and to running offers: said before anything else.

The lists are worked out by the rules themselves, with the facts of one candidate changed. What was frozen stays as it
was.
"""

from collections.abc import Callable, Iterator, Mapping

import msgspec

from cir_desktop.allocation import ranking as law
from cir_desktop.domain.conflicts import Value, Values
from cir_desktop.domain.dossier_fields import region_of
from cir_desktop.domain.facts import CandidateFacts
from cir_desktop.domain.process import Offer, OfferAnswer
from cir_desktop.domain.values import Money, dutch_date
from cir_desktop.errors import BadRules
from cir_desktop.services.lists import ListInputs, read_inputs
from cir_desktop.services.office import Office
from cir_desktop.services.roles import LOOK, needs
from cir_desktop.storage import allocations, candidates, homes, ranking_facts


class Standing(msgspec.Struct, frozen=True):
    """What is known of a candidate for the list of a home in a municipality.

    `chosen`: the candidate chose it. If not, `facts` are those for another municipality, without what goes with that.
    """

    facts: CandidateFacts
    nis_code: str
    chosen: bool


Variant = Callable[[Standing], CandidateFacts | None]
"""The facts of a candidate as they would be; None: not in this list."""


def as_stored(standing: Standing) -> CandidateFacts | None:
    """The facts as they stand now."""
    return standing.facts if standing.chosen else None


def with_values(values: Values) -> Variant:
    """The facts with these fields of the register (keys of `dossier_fields.FIELDS`); others change no list here."""
    regions = values.get("preferences.regions")
    chosen = dict(region_of(part or "") for part in regions) if isinstance(regions, tuple) else None

    def change(standing: Standing) -> CandidateFacts | None:
        if chosen is None and not standing.chosen:
            return None
        if chosen is not None and standing.nis_code not in chosen:
            return None
        changed: dict[str, object] = {} if chosen is None else {"neighbourhoods": chosen[standing.nis_code]}
        for key, value in values.items():
            changed |= _facts_of(key, value)
        return msgspec.structs.replace(standing.facts, **changed)

    return change


def without_fact(key: str) -> Variant:
    """The facts without one that this office noted."""

    def change(standing: Standing) -> CandidateFacts | None:
        kept: Mapping[str, object] = {name: fact for name, fact in standing.facts.own.items() if name != key}
        return msgspec.structs.replace(standing.facts, own=kept) if standing.chosen else None

    return change


@needs(*LOOK)
def touched(office: Office, dossier: str, variants: Mapping[str, Variant]) -> tuple[str, ...]:
    """Running offers to the candidate, and the vacant homes where the place depends on the variant, in sentences.

    `variants` are two or more, by the words that say which (“met wat u invulde”). Raises NotFound.
    """
    said = [
        f"Er loopt een aanbod van woning {made.home} ({made.id}), antwoord tot en met {dutch_date(made.term_until)}:"
        " het gaat volgens de lijst die toen bevroren is, en die blijft zoals ze was."
        for made in _running(office, dossier)
    ]
    for code, standing in _standings(office, dossier):
        facts = {words: variant(standing) for words, variant in variants.items()}
        if all(each == next(iter(facts.values())) for each in facts.values()):
            continue  # the same facts make the same list
        inputs = read_inputs(office, code)
        places = {words: _place(inputs, dossier, each) for words, each in facts.items()}
        if len(set(places.values())) > 1:
            compared = ", ".join(f"{place} {words}" for words, place in places.items())
            said.append(f"Woning {code}, {inputs.home.address}: {compared}.")
    return tuple(said)


def _running(office: Office, dossier: str) -> list[Offer]:
    with office.store.read() as connection:
        found = allocations.offers(connection, dossier=dossier)
    return [made for made in found if made.answer is OfferAnswer.OPEN]


def _standings(office: Office, dossier: str) -> Iterator[tuple[str, Standing]]:
    """What is known of the candidate for every vacant home; nothing for a candidate without any choice."""
    with office.store.read() as connection:
        vacant = [row.home for row in homes.homes(connection) if row.vacancy]
        choices = candidates.by_dossier(connection, dossier).choices.split()
        known = {nis: ranking_facts.candidate_of(connection, nis, dossier) for nis in choices}
    elsewhere = next((facts for facts in known.values() if facts is not None), None)
    for home in vacant:
        facts = known.get(home.nis_code) or elsewhere
        if facts is not None:
            yield home.code, Standing(facts, home.nis_code, known.get(home.nis_code) is not None)


def _place(inputs: ListInputs, dossier: str, facts: CandidateFacts | None) -> str:
    if facts is None:
        return "niet in deze lijst"
    people = (*(one for one in inputs.candidates if one.dossier != dossier), facts)
    try:
        ranking = law.rank(inputs.home, people, inputs.regulation, inputs.day, inputs.stored, inputs.letting)
    except BadRules:
        return "geen lijst"
    for line in ranking.placed:
        if line.dossier == dossier:
            return f"plaats {line.position} van {len(ranking.placed)}"
    return "niet in aanmerking"


def _facts_of(key: str, value: Value) -> dict[str, object]:
    match key, value:
        case "preferences.max_rent", int(cents):
            return {"max_rent": Money(cents)}
        case "preferences.max_rent", None:
            return {"max_rent": None}
        case "preferences.bedrooms", (least, most):
            return {
                "min_bedrooms": int(least) if least is not None else None,
                "max_bedrooms": int(most) if most is not None else None,
            }
        case "preferences.types", tuple(codes):
            return {"types": codes}
        case "preferences.adapted", bool(wanted):
            return {"wants_adapted": wanted}
    return {}
