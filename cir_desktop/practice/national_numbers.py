"""National numbers that can be nobody's: the checksum holds, the day counter lies between 900 and 997."""

from __future__ import annotations

from datetime import date

FIRST_COUNTER, LAST_COUNTER = 900, 997


def number(born: date, counter: int) -> str:
    """Return the eleven digits for a birth date and a day counter.

    The last two are 97 minus the remainder of the first nine by 97, with a 2 before them for births from 2000 on.
    Raises ValueError for a counter that could be a real person's.
    """
    if not FIRST_COUNTER <= counter <= LAST_COUNTER:
        raise ValueError("an invented day counter lies between 900 and 997")
    digits = (born.year % 100 * 10_000 + born.month * 100 + born.day) * 1000 + counter
    check = 97 - (digits + (2_000_000_000 if born.year >= 2000 else 0)) % 97
    return f"{digits:09d}{check:02d}"


class NumberDesk:
    """Issues every number once; knows which birth dates are used up."""

    def __init__(self) -> None:
        self._issued: dict[int, int] = {}

    def issue(self, born: date, sex: str) -> str | None:
        """Return a new number: odd counters for M, even ones for V and X; None when the birth date is used up."""
        first = FIRST_COUNTER + (sex == "M")
        key = born.toordinal() * 2 + (sex == "M")
        counter = first + 2 * self._issued.get(key, 0)
        if counter > LAST_COUNTER:
            return None
        self._issued[key] = self._issued.get(key, 0) + 1
        return number(born, counter)
