"""What can be asked of a search in the register, and what it lists."""

from datetime import date, datetime

import msgspec

LIMIT = 1000
"""At most so many results come back [assumed]; exactly so many may mean that there are more."""


class SearchCriteria(msgspec.Struct, frozen=True, kw_only=True):
    """Joined by AND; None asks for nothing. Days include both ends [assumed].

    `only_unsynchronised` with `party`: what this landlord has not acknowledged yet [fact].
    """

    party: str
    only_unsynchronised: bool = False
    number: str | None = None
    created_from: date | None = None
    created_to: date | None = None
    received_from: date | None = None
    received_to: date | None = None
    updated_from: date | None = None
    updated_to: date | None = None


class Listed(msgspec.Struct, frozen=True, gc=False):
    """One result: which version of which dossier there is."""

    number: str
    version: int
    status: str
    updated_at: datetime
