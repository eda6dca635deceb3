"""The declared shape of the invented list: resources/practice/shares.toml, typed and checked when read."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from typing import Any, Literal

import msgspec

from cir_desktop.practice.draws import Bands, Counts, OptionalCounts, OptionalWords, Words
from cir_desktop.practice.reference import RESOURCES


class Declared(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table of shares says how sure it is, and why."""

    certainty: Literal["assumed"]
    note: str


class OwnMunicipality(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A municipality in which the invented landlord has homes."""

    nis: str
    weight: float
    weight_large: float
    neighbourhoods: tuple[str, ...]


class LandlordShares(Declared, frozen=True):
    """The invented landlord and the other ones."""

    code: str
    name: str
    others: tuple[str, ...]
    small_up_to: int
    primary: float
    municipalities: tuple[OwnMunicipality, ...]


class RegistrationShares(Declared, frozen=True):
    """Dates and numbers."""

    start: date
    yearly_growth: float
    differing_date: float
    out_of_scope: float
    update_days: int
    spread_days: int


class StatusShares(Declared, frozen=True):
    """Status codes and why dossiers are investigated or struck."""

    recent_days: int
    recent: Words
    settled: Words
    unknown: float
    unknown_code: str
    struck_days: int
    struck: Words
    investigated: Words
    second_reason: float


class OfferShares(Declared, frozen=True):
    """Earlier and running offers."""

    earlier: Counts
    answers: Words
    grounded: float
    running_days: int
    ours: float


class HouseholdShares(Declared, frozen=True):
    """Kinds of household."""

    kinds: Words
    couples: Words
    co_residents: Counts
    co_resident_relation: Words
    same_sex_couple: float
    moves_along: float


class ChildShares(Declared, frozen=True):
    """Children, living in or part of the time."""

    number: Counts
    ages: Bands
    girls: float
    grandchild: float
    unborn: float
    part_time: float
    part_time_number: Counts
    arrangement: Words


class AgeShares(Declared, frozen=True):
    """Ages and sexes of adults."""

    alone: Bands
    family: Bands
    partner: Bands
    women: float
    women_alone_with_children: float
    other_sex: float


class PersonShares(Declared, frozen=True):
    """What is registered about a person."""

    origins: Words
    email: float
    phone: float
    second_phone: float
    no_number: float
    administrator: float
    post_address: float
    residence_address: float
    disability: float
    degree: Counts
    incapacity: float
    incapacity_unknown: float
    language: OptionalWords
    not_confirmed: float
    partner_may_change: float


class CareShares(Declared, frozen=True):
    """Informal care."""

    declared: float
    gives: float
    where: Words


class DomicileShares(Declared, frozen=True):
    """Where candidates live now."""

    where: Words
    box: float


class ChoiceShares(Declared, frozen=True):
    """What candidates choose."""

    municipalities: Counts
    domicile_first: float
    own: float
    neighbourhoods: float
    types_small: OptionalWords
    types_family: OptionalWords
    min_bedrooms: OptionalCounts
    max_bedrooms: OptionalCounts
    max_rent: OptionalCounts
    adapted: float
    optional: float
    highest_floor: OptionalCounts


class IncomeShares(Declared, frozen=True):
    """Incomes in euro a year."""

    missing: float
    taxable: Bands
    second_earner: Bands
    none_found: float
    last_year_but_one: float
    living_wage: float
    living_wage_amount: Bands
    disability_allowance: float
    foreign: float
    european: float
    payslips: float
    debt_guidance: float
    maintenance: float
    check: Words


class PropertyShares(Declared, frozen=True):
    """Real estate."""

    missing: float
    found: float
    not_declared: float
    unchecked: float


class HousingNeedShares(Declared, frozen=True):
    """Requests for priority because of housing need; sizes of their documents in bytes."""

    requested: float
    answer: OptionalWords
    criterion: Words
    documents: Counts
    sizes: Bands


class RestShares(Declared, frozen=True):
    """Help, messages, attachments, ranking lists."""

    helped: float
    helper: Words
    inform_helper: float
    messages: float
    attachments: Counts
    ranked: float
    local_binding: Words


class ArrivalShares(Declared, frozen=True):
    """What the advancing clock changes."""

    change: Words


class ActualisationShares(Declared, frozen=True):
    """Who confirms the registration every year, and after how many days."""

    confirmed: float
    days: Bands
    inactive_days: int
    struck_per_day: int


class ResidenceShares(Declared, frozen=True):
    """The workbook of the population service."""

    known: float
    years_here: Bands
    with_partner: float
    earlier: Counts
    years_earlier: Bands
    earlier_place: Words
    returned: float
    left_landlord: float
    gap_day: float
    gap_year: float
    unknown_start: float
    recoded: float
    care_place_found: float
    care_years: Bands
    care_ended: float
    care_start_unknown: float


class Shares(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All tables of the file."""

    landlord: LandlordShares
    registrations: RegistrationShares
    statuses: StatusShares
    offers: OfferShares
    households: HouseholdShares
    children: ChildShares
    ages: AgeShares
    persons: PersonShares
    care: CareShares
    domicile: DomicileShares
    choices: ChoiceShares
    income: IncomeShares
    property: PropertyShares
    housing_need: HousingNeedShares
    rest: RestShares
    arrivals: ArrivalShares
    actualisation: ActualisationShares
    residence: ResidenceShares


def _table(kind: type[Any], raw: Any) -> Any:
    return kind.parse(raw)


def parse(text: str) -> Shares:
    """Read the TOML text. Raises ValueError (msgspec.ValidationError is one) for a table that does not hold."""
    return msgspec.convert(tomllib.loads(text), Shares, dec_hook=_table)


@cache
def shares() -> Shares:
    """Read the shipped file once."""
    return parse((RESOURCES / "practice" / "shares.toml").read_text(encoding="utf-8"))
