"""Whether two clocks differ: on a wrong clock a token of this very minute looks forged or ended."""

from email.utils import parsedate_to_datetime

import httpx

from cir_desktop.errors import WrongClock

LEEWAY = 60
"""Seconds that clocks may differ."""


def check_date(answer: httpx.Response, now: float) -> None:
    """Raise WrongClock when the date of an answer is not ours; `now` in seconds since the epoch."""
    try:
        over_there = parsedate_to_datetime(answer.headers["date"]).timestamp()
    except (KeyError, ValueError):
        return
    check_moment(over_there, now)


def check_moment(over_there: float, now: float) -> None:
    """Raise WrongClock when a moment that was told just now is more than the leeway from ours."""
    ahead = now - over_there
    if abs(ahead) <= LEEWAY:
        return
    way = "voor" if ahead > 0 else "achter"
    raise WrongClock(
        f"De klok van deze computer loopt {_span(abs(ahead))} {way}: zo aanvaardt de overkant onze aanmelding niet.",
        "Laat de klok van de computer gelijkzetten (datum, uur en tijdzone) en probeer opnieuw.",
    )


def _span(seconds: float) -> str:
    if seconds >= 2 * 86_400:
        return f"{seconds / 86_400:.0f} dagen"
    if seconds >= 2 * 3_600:
        return f"{seconds / 3_600:.0f} uur"
    return f"{seconds / 60:.0f} minuten" if seconds >= 120 else "meer dan een minuut"
