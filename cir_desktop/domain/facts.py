"""What the ranking needs to know of a candidate: from the register copy and from our own facts."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

import msgspec

from cir_desktop.domain.ranking import Answer
from cir_desktop.domain.values import Money, NisCode


class Member(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A member of the household that is to move. `kind`: reference, partner, child, other."""

    kind: str
    sex: str
    birth_date: date | None
    disability_percent: int | None


class PartTimeMember(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A child that does not live in full time, with its arrangement in the register's code."""

    sex: str
    birth_date: date | None
    arrangement: str


class Household(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Who is to live in the home."""

    members: tuple[Member, ...]
    part_time: tuple[PartTimeMember, ...] = ()


class Residence(msgspec.Struct, frozen=True, gc=False):
    """A period in which a person lived in a municipality: [start, end).

    `start` None: since an unknown day. `end` None: still there when `ongoing`, else until an unknown day.
    """

    nis_code: NisCode
    start: date | None
    end: date | None
    ongoing: bool = False


class CarePeriod(msgspec.Struct, frozen=True, gc=False):
    """Informal care given to or received from somebody who lives in a municipality, in [start, end).

    `nis_code` None: it is not known where the other one lives. `end` None: still going on.
    """

    nis_code: NisCode | None
    gives: bool
    start: date | None
    end: date | None


class ImportedResidence(msgspec.Struct, frozen=True, gc=False):
    """A residence period as a population service delivered it; `national_number` is the eleven digits of the person."""

    dossier: str
    national_number: str
    residence: Residence


class ImportedCare(msgspec.Struct, frozen=True, gc=False):
    """A period of informal care with evidence; `national_number` is the eleven digits of the person in the dossier."""

    dossier: str
    national_number: str
    care: CarePeriod


class Finances(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What the register tells of income and property of candidate and partner together.

    `income` is the sum a year, in cents, of what the register has (taxable, living wage, income replacement, exempt
    foreign and EU income); None when it has nothing. `income_year` is the year of that income. The checks are the
    register's codes: VOLDOET, VOLDOET_NIET, NIET_GEVONDEN, NIET_GECONTROLEERD, empty when not told.
    """

    income: int | None = None
    income_year: int | None = None
    income_check: str = ""
    property_found: bool | None = None
    property_check: str = ""


class OwnFact(msgspec.Struct, frozen=True, gc=False):
    """A fact that this office noted about a candidate, by a key of the closed list `resources/rules/facts.toml`.

    `answer` UNKNOWN: it was asked or claimed and is not proven yet. `amount` is in cents, or a whole number, for facts
    that are a number. `source` says what it was read from; `until` is the first day on which it no longer holds.
    """

    answer: Answer
    source: str
    noted_on: date
    amount: int | None = None
    until: date | None = None


class FactKind(msgspec.Struct, frozen=True):
    """A fact of the closed list. `kind`: yes_no, amount (whole euro when typed) or number.

    `name` is a word or two, `question` what a clerk is asked, `yes` and `no` what a list says then.
    """

    key: str
    name: str
    question: str
    kind: str
    source: str
    label: str
    yes: str = ""
    no: str = ""


NOTHING_NOTED: Mapping[str, OwnFact] = MappingProxyType({})


class CandidateFacts(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One candidate of one municipality, ready to be ranked.

    `neighbourhoods` are the chosen ones within the municipality of the home; none means all of it.
    `residences` holds one tuple of periods for each tenant applicant (candidate and partner); an empty one means
    that nothing is known of that person. `care` are periods that we have evidence of; None means that no evidence was
    ever asked or delivered. `declared_care` are the municipalities of care that the register only declares (None: it
    does not say where); () means that the candidate declared none.
    `refused_on` is the day of the last answer that counts against the candidate (an ungrounded refusal or a silence);
    `own_offer_home` the code of our home of which an offer to this candidate is running. `in_register` tells whether
    the reference person has an address in the population register (None: not told). `own` are the facts that this
    office noted, by key. `nomination` is the group (EHOME, UASIL, MHP, SUBSH, SPSC) for which a welfare actor nominated
    the candidate and the allocation council agreed; `nominated` the group of a nomination not agreed on yet.
    """

    dossier: str
    version: int
    status: str
    registered_on: date | None
    sequence: int
    household: Household
    max_rent: Money | None
    min_bedrooms: int | None
    max_bedrooms: int | None
    types: tuple[str, ...]
    wants_adapted: bool
    neighbourhoods: tuple[str, ...]
    residences: tuple[tuple[Residence, ...], ...]
    care: tuple[CarePeriod, ...] | None
    declared_care: tuple[NisCode | None, ...]
    refused_on: date | None = None
    own_offer_home: str | None = None
    finances: Finances = Finances()
    in_register: bool | None = None
    own: Mapping[str, OwnFact] = NOTHING_NOTED
    nomination: str | None = None
    nominated: str | None = None
