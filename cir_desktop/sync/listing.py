"""What the register lists, all of it, although one search gives at most 1,000."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

import msgspec

from cir_desktop.register.client import RegisterClient
from cir_desktop.register.search import LIMIT, Listed, SearchCriteria

_EARLIEST = date(2000, 1, 1)
_ONE_DAY = timedelta(days=1)


class Listing(msgspec.Struct):
    """The listed version per dossier number, and the moment of the newest one.

    `cut` when a single day held more than a search can give.
    """

    versions: dict[str, int]
    cut: bool = False
    newest: datetime | None = None

    def add(self, results: Sequence[Listed]) -> None:
        """What one search gave."""
        self.versions.update([(item.number, item.version) for item in results])
        moments = [item.updated_at for item in results]
        self.newest = max(filter(None, (self.newest, *moments)), default=None)


def list_dossiers(
    client: RegisterClient,
    criteria: SearchCriteria,
    today: date,
    found: Callable[[int], None],
) -> Listing:
    """Search, and split by days of creation, then of receipt, wherever exactly 1,000 come back.

    The outer windows are open: nothing can fall before the first day or after the last. `found` is told how many there
    are so far, after every search, and may raise to stop. Raises what `RegisterClient.search` raises.
    """
    listing = Listing({})

    def look(narrowed: SearchCriteria) -> bool:
        """Add what a search gives; whether it was full."""
        results = client.search(narrowed)
        listing.add(results)
        found(len(listing.versions))
        return len(results) >= LIMIT

    last = today + _ONE_DAY

    def by_receipt(narrowed: SearchCriteria) -> None:
        _split(narrowed, last, ("received_from", "received_to"), look, give_up)

    def give_up(_: SearchCriteria) -> None:
        listing.cut = True

    if look(criteria):
        _split(criteria, last, ("created_from", "created_to"), look, by_receipt)
    return listing


def _split(
    criteria: SearchCriteria,
    last: date,
    fields: tuple[str, str],
    look: Callable[[SearchCriteria], bool],
    full_day: Callable[[SearchCriteria], None],
) -> None:
    """Halve the days up to the last one until no search is full; a full single day goes to `full_day`."""
    windows = [(_EARLIEST, last)]
    while windows:
        start, end = windows.pop()
        middle = start + (end - start) // 2
        for part_start, part_end in ((start, middle), (middle + _ONE_DAY, end)):
            narrowed = msgspec.structs.replace(
                criteria,
                **{
                    fields[0]: None if part_start == _EARLIEST else part_start,
                    fields[1]: None if part_end == last else part_end,
                },
            )
            if not look(narrowed):
                continue
            if part_start == part_end:
                full_day(narrowed)
            else:
                windows.append((part_start, part_end))
