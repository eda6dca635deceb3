"""A dossier as the register gives it: one household that seeks a social rental home.

Amounts are Money a month (rent) or a year (income). Unknown is None and never a guess. Terms follow the glossary.
"""

from datetime import date, datetime

import msgspec

from cir_desktop.domain.values import DossierNumber, Money, NationalNumber, NisCode, PartyCode


class Address(msgspec.Struct, frozen=True, gc=False):
    """A postal address; `nis_code` is None outside Belgium and may be that of a dead municipality."""

    street: str
    number: str
    box: str | None
    postcode: str
    place: str
    nis_code: NisCode | None
    country: str

    @property
    def line(self) -> str:
        """On one line."""
        box = f" bus {self.box}" if self.box else ""
        return f"{self.street} {self.number}{box}, {self.postcode} {self.place}"


class Care(msgspec.Struct, frozen=True, gc=False):
    """Informal care (mantelzorg) as declared in the register."""

    gives: bool
    nis_code: NisCode | None


class Person(msgspec.Struct, frozen=True, gc=False):
    """Somebody in the dossier. `relation` is to the reference person, in the register's own codes."""

    tenant: bool
    reference: bool
    moves_along: bool
    relation: str
    tenant_category: str | None
    sex: str
    administrator: str | None
    national_number: NationalNumber | None
    first_name: str
    last_name: str
    birth_date: date | None
    domicile: Address | None
    residence: Address | None
    postal: Address | None
    email: str | None
    phone1: str | None
    phone2: str | None
    disability_percent: int | None
    unfit_for_work: bool | None
    care: Care | None
    language_level: str | None
    confirmation: str
    partner_may_change: bool | None


class PartTimeChild(msgspec.Struct, frozen=True, gc=False):
    """A child that does not live in full time: WEEKEND, COOUDERSCHAP or GEPLAATST."""

    first_name: str
    sex: str
    birth_date: date | None
    arrangement: str


class Payslip(msgspec.Struct, frozen=True, gc=False):
    """A payslip of a month (`jjjj-mm`)."""

    month: str
    amount: Money


class Income(msgspec.Struct, frozen=True, gc=False):
    """Income of candidate and partner together, a year."""

    taxable: Money | None
    year: int | None
    living_wage: Money | None
    income_replacement: Money | None
    exempt_foreign: Money | None
    exempt_eu: Money | None
    payslips: tuple[Payslip, ...]
    debt_guidance: bool | None
    maintenance: Money | None
    check: str


class RealEstate(msgspec.Struct, frozen=True, gc=False):
    """Real estate, as found and as declared."""

    found: bool | None
    declared_none: bool | None
    explanation: str | None
    check: str


class Preferences(msgspec.Struct, frozen=True, gc=False):
    """What the candidate asks of a home. No types means any; no maximum rent means no limit (euro a month)."""

    max_rent: Money | None
    min_bedrooms: int | None
    max_bedrooms: int | None
    types: tuple[str, ...]
    adapted: bool


class RegionChoice(msgspec.Struct, frozen=True, gc=False):
    """A chosen municipality; an empty list of neighbourhoods means all of it."""

    nis_code: NisCode
    neighbourhoods: tuple[str, ...]


class OptionalWish(msgspec.Struct, frozen=True, gc=False):
    """Wishes per housing company that bind nobody."""

    party: PartyCode
    highest_floor: int | None
    steps: int | None
    spare_room: bool | None
    lift: bool | None
    terrace: bool | None
    shower: bool | None
    washing_machine: bool | None


class Help(msgspec.Struct, frozen=True, gc=False):
    """Who helped with the registration."""

    kind: str
    email: str | None
    keep_informed: bool


class StatusChange(msgspec.Struct, frozen=True, gc=False):
    """One line of the status history; action, party and correlation id are not always told."""

    before: str | None
    after: str
    at: datetime
    action: str | None
    party: PartyCode | None
    correlation_id: str | None


class RegisterOffer(msgspec.Struct, frozen=True, gc=False):
    """An offer as the register knows it, ours or another landlord's."""

    party: PartyCode
    day: date
    answer: str | None
    answered_on: date | None
    grounded: bool | None


class Attachment(msgspec.Struct, frozen=True, gc=False):
    """A document that can be fetched; size in bytes."""

    id: str
    name: str
    day: date
    size: int


class HousingNeedAnswer(msgspec.Struct, frozen=True, gc=False):
    """What one landlord concluded on a housing-need request; evaluations are (attachment id, text)."""

    party: PartyCode
    status: str
    evaluations: tuple[tuple[str, str], ...]
    conclusion: str | None
    granted_priority: str | None
    answered_on: date | None


class HousingNeedRequest(msgspec.Struct, frozen=True, gc=False):
    """A housing-need request (woonnoodverzoek) with the answer of each landlord."""

    day: date
    statement: str
    attachments: tuple[str, ...]
    answers: tuple[HousingNeedAnswer, ...]


class RankingInput(msgspec.Struct, frozen=True, gc=False):
    """What a landlord reported for a ranking list (PLR1 to PLR4)."""

    party: PartyCode
    kind: str
    limited_region: bool | None
    local_binding: str | None
    nis_code: NisCode | None
    neighbourhood: str | None
    criterion: str | None


class RegisterAllocation(msgspec.Struct, frozen=True, gc=False):
    """An allocation as the register knows it."""

    party: PartyCode
    day: date
    contract_from: datetime
    home: Address | None


class Appeal(msgspec.Struct, frozen=True, gc=False):
    """An appeal (verhaal) on one of the ten grounds."""

    day: date
    ground: str
    outcome: str | None


class DatedText(msgspec.Struct, frozen=True, gc=False):
    """A message or a declaration with its day."""

    day: date
    text: str


class Dossier(msgspec.Struct, frozen=True, gc=False):
    """One received version of a dossier."""

    number: DossierNumber
    version: int
    status: str
    history: tuple[StatusChange, ...]
    received_at: datetime
    created_at: datetime
    updated_at: datetime
    registered_on: date | None
    primary_party: PartyCode
    investigation: tuple[str, ...]
    persons: tuple[Person, ...]
    part_time_children: tuple[PartTimeChild, ...]
    income: Income | None
    real_estate: RealEstate | None
    preferences: Preferences
    regions: tuple[RegionChoice, ...]
    wishes: tuple[OptionalWish, ...]
    help: Help | None
    declarations: tuple[DatedText, ...]
    messages: tuple[DatedText, ...]
    offers: tuple[RegisterOffer, ...]
    housing_need: tuple[HousingNeedRequest, ...]
    rankings: tuple[RankingInput, ...]
    allocations: tuple[RegisterAllocation, ...]
    appeals: tuple[Appeal, ...]
    attachments: tuple[Attachment, ...]
    warnings: tuple[str, ...] = ()
    """What is odd but stops nothing, in Dutch: an unknown status, a date that disagrees with the number."""

    @property
    def reference_person(self) -> Person:
        """Who the dossier is named after: the reference person, else the first one."""
        return next((person for person in self.persons if person.reference), self.persons[0])
