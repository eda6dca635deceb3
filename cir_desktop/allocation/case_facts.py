"""The candidates of a case file, as a lawyer writes them, made into the facts that the rules ask."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec

from cir_desktop.domain.facts import (
    CandidateFacts,
    CarePeriod,
    Finances,
    Household,
    Member,
    OwnFact,
    PartTimeMember,
    Residence,
)
from cir_desktop.domain.ranking import Answer
from cir_desktop.domain.values import DossierNumber, Money, NisCode
from cir_desktop.errors import BadInput

NOW, NOT_KNOWN = "now", "?"
BORN = date(1980, 1, 1)
"""When an applicant was born of whom a case tells nothing else."""

Lived = tuple[str, Any, Any]
"""NIS code, first day (or “?”), day after the last (or “now”, or “?”)."""
Noted = int | float | str | Mapping[str, Any]
"""A fact that the office noted: an answer, an amount, or a table of an answer and its end."""


class CaseCandidate(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A candidate; what is not given is the plainest: registered, alone, no choices, lived elsewhere, no care."""

    name: str
    dossier: str
    registered: Any = None
    status: str = "REG"
    household: tuple[str, ...] = ("reference V",)
    lived: tuple[Lived, ...] = (("99999", date(1990, 1, 1), NOW),)
    partner_lived: tuple[Lived, ...] | None = None
    care: tuple[Lived, ...] | None = None
    declared_care: tuple[str, ...] = ()
    max_rent: int | float | None = None
    min_bedrooms: int | None = None
    max_bedrooms: int | None = None
    types: tuple[str, ...] = ()
    wants_adapted: bool = False
    neighbourhoods: tuple[str, ...] = ()
    refused_on: date | None = None
    own_offer_home: str | None = None
    born: Any = BORN
    partner_born: Any = BORN
    in_register: bool | None = True
    income: int | float | str = 10_000
    income_year: int | None = None
    income_check: str = "VOLDOET"
    property_check: str = "VOLDOET"
    property_found: bool | None = False
    nomination: str | None = None
    nominated: str | None = None
    own: Mapping[str, Noted] = {}


def facts_of(candidate: CaseCandidate, day: date, kinds: Mapping[str, str]) -> CandidateFacts:
    """The facts of a candidate of a case on its day; `kinds` are the kinds of fact by key. Raises BadInput."""
    number = DossierNumber.parse(candidate.dossier)
    registered = number.day if candidate.registered is None else _day(candidate.registered)
    applicants = [candidate.lived] if candidate.partner_lived is None else [candidate.lived, candidate.partner_lived]
    return CandidateFacts(
        dossier=number.text,
        version=1,
        status=candidate.status,
        registered_on=registered,
        sequence=number.sequence,
        household=_household(candidate),
        max_rent=None if candidate.max_rent is None else Money.of(candidate.max_rent),
        min_bedrooms=candidate.min_bedrooms,
        max_bedrooms=candidate.max_bedrooms,
        types=candidate.types,
        wants_adapted=candidate.wants_adapted,
        neighbourhoods=candidate.neighbourhoods,
        residences=tuple(tuple(_residence(lived) for lived in periods) for periods in applicants),
        care=None if candidate.care is None else tuple(_care(period) for period in candidate.care),
        declared_care=tuple(None if code == NOT_KNOWN else NisCode(code) for code in candidate.declared_care),
        refused_on=candidate.refused_on,
        own_offer_home=candidate.own_offer_home,
        # Who is not told to be otherwise plainly meets the conditions that are checked at the allocation.
        finances=Finances(
            income=None if candidate.income == NOT_KNOWN else Money.of(candidate.income).cents,
            income_year=day.year - 2 if candidate.income_year is None else candidate.income_year,
            income_check=candidate.income_check,
            property_found=candidate.property_found,
            property_check=candidate.property_check,
        ),
        in_register=candidate.in_register,
        own=_own({"means.amount": 0, **candidate.own}, day, kinds),
        nomination=candidate.nomination,
        nominated=candidate.nominated,
    )


_OWN_ANSWERS = {"yes": Answer.MET, "no": Answer.NOT_MET, "open": Answer.UNKNOWN}


def _own(values: Mapping[str, Noted], day: date, kinds: Mapping[str, str]) -> dict[str, OwnFact]:
    """Facts noted by the office: yes, no or open; an amount in euro or a number; “?” is not noted.

    A table gives the `answer` with the first day on which it no longer holds, `until`.
    """
    found = {}
    for key, value in values.items():
        if key not in kinds:
            raise BadInput(f"“{key}” is geen feit dat genoteerd kan worden.", "Kijk de sleutel na in facts.toml.")
        if value == NOT_KNOWN:
            continue
        until = None
        if isinstance(value, Mapping):
            value, until = value.get("answer", NOT_KNOWN), _day(value.get("until"))
        if kinds[key] == "yes_no" and value in _OWN_ANSWERS:
            found[key] = OwnFact(_OWN_ANSWERS[str(value)], "het geval", day, until=until)
        elif kinds[key] != "yes_no" and not isinstance(value, str):
            amount = Money.of(value).cents if kinds[key] == "amount" else int(value)
            found[key] = OwnFact(Answer.MET, "het geval", day, amount=amount)
        else:
            raise BadInput(
                f"“{value}” past niet bij {key}.", "Geef yes, no of open; bij een bedrag of aantal een getal; of “?”."
            )
    return found


def _household(candidate: CaseCandidate) -> Household:
    """From “partner V 66%”, “child M”, “other M”, “weekend V”: who, sex, recognised disability."""
    members, part_time = [], []
    born = {"reference": _day(candidate.born), "partner": _day(candidate.partner_born)}
    for text in candidate.household:
        kind, sex, *percent = text.split()
        if kind in ("reference", "partner", "child", "other"):
            # Without a percentage the cases mean that none is recognised; “?” that nothing is registered.
            degree = None if percent == [NOT_KNOWN] else int(percent[0].rstrip("%")) if percent else 0
            members.append(Member(kind, sex, born.get(kind), degree))
        elif kind in ("weekend", "cooouderschap", "geplaatst"):
            part_time.append(PartTimeMember(sex, None, kind.upper()))
        else:
            raise BadInput(f"“{text}” is geen gezinslid.", "Kijk de beschrijving van de gevallen na.")
    return Household(tuple(members), tuple(part_time))


def _residence(lived: Lived) -> Residence:
    code, start, end = lived
    return Residence(NisCode(code), _day(start), _day(end), ongoing=end == NOW)


def _care(period: Lived) -> CarePeriod:
    code, start, end = period
    return CarePeriod(None if code == NOT_KNOWN else NisCode(code), True, _day(start), _day(end))


def _day(value: Any) -> date | None:
    if isinstance(value, date):
        return value
    if value in (NOW, NOT_KNOWN):
        return None
    raise BadInput(f"“{value}” is geen datum.", "Geef een datum jjjj-mm-dd, “now” of “?”.")
