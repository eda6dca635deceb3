"""What the ranking needs to know of a candidate: from the register copy and from our own facts."""

from datetime import date

import msgspec

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


class CandidateFacts(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One candidate of one municipality, ready to be ranked.

    `neighbourhoods` are the chosen ones within the municipality of the home; none means all of it.
    `residences` holds one tuple of periods for each tenant applicant (candidate and partner); an empty one means
    that nothing is known of that person. `care` are periods that we have evidence of; None means that no evidence was
    ever asked or delivered. `declared_care` are the municipalities of care that the register only declares (None: it
    does not say where); () means that the candidate declared none.
    `offer_pause_until` is the first day on which an offer may be made again after a refusal; `own_offer_home` the
    code of our home of which an offer to this candidate is running.
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
    offer_pause_until: date | None = None
    own_offer_home: str | None = None
