"""What another value of a field does to the lists of the vacant homes and to running offers: said before anything else.

The lists are worked out by the rules themselves, with the facts of one candidate changed. What was frozen stays as it
was.
"""

from collections.abc import Callable, Mapping

import msgspec

from cir_desktop.allocation import ranking as law
from cir_desktop.domain.conflicts import Value, Values
from cir_desktop.domain.facts import CandidateFacts
from cir_desktop.domain.process import Offer, OfferAnswer
from cir_desktop.domain.values import Money, dutch_date
from cir_desktop.errors import BadRules
from cir_desktop.services.lists import ListInputs, read_inputs
from cir_desktop.services.office import Office
from cir_desktop.services.roles import LOOK, needs
from cir_desktop.storage import allocations, homes, ranking_facts

Variant = Callable[[CandidateFacts], CandidateFacts]
"""The facts of a candidate as they would be."""


def with_values(values: Values) -> Variant:
    """The facts with these fields of the register (keys of `dossier_fields.FIELDS`); others change no list here."""

    def change(facts: CandidateFacts) -> CandidateFacts:
        changed: dict[str, object] = {}
        for key, value in values.items():
            changed |= _facts_of(key, value)
        return msgspec.structs.replace(facts, **changed)

    return change


def without_fact(key: str) -> Variant:
    """The facts without one that this office noted."""

    def change(facts: CandidateFacts) -> CandidateFacts:
        kept: Mapping[str, object] = {name: fact for name, fact in facts.own.items() if name != key}
        return msgspec.structs.replace(facts, own=kept)

    return change


def as_stored(facts: CandidateFacts) -> CandidateFacts:
    """The facts as they stand now."""
    return facts


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
    for home in _homes_of(office, dossier):
        inputs = read_inputs(office, home)
        places = {words: _place(inputs, dossier, variant) for words, variant in variants.items()}
        if len(set(places.values())) > 1:
            compared = ", ".join(f"{place} {words}" for words, place in places.items())
            said.append(f"Woning {home}, {inputs.home.address}: {compared}.")
    return tuple(said)


def _running(office: Office, dossier: str) -> list[Offer]:
    with office.store.read() as connection:
        found = allocations.offers(connection, dossier=dossier)
    return [made for made in found if made.answer is OfferAnswer.OPEN]


def _homes_of(office: Office, dossier: str) -> list[str]:
    """The vacant homes in municipalities that the candidate chose."""
    with office.store.read() as connection:
        return [
            row.home.code
            for row in homes.homes(connection)
            if row.vacancy and ranking_facts.candidate_of(connection, row.home.nis_code, dossier)
        ]


def _place(inputs: ListInputs, dossier: str, variant: Variant) -> str:
    people = tuple(variant(facts) if facts.dossier == dossier else facts for facts in inputs.candidates)
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
