"""The yearly actualisation: on which day a candidate confirms the registration, or that he or she does not (assumed).

Drawn from dice of their own for each dossier and year, so that a list tells the same before and after the clock moved.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from random import Random
from typing import Final

from cir_desktop.practice.history import CIR_STARTED, Story
from cir_desktop.practice.setting import Wire, moment
from cir_desktop.practice.shares import shares
from cir_desktop.practice.transitions import moment_text

LONGEST: Final = 30
"""Nobody confirms later than so many days after the anniversary."""

ACTION: Final = "ACTUA"


def anniversary(registered: date, year: int) -> date:
    """The day of that year on which a registration is so many years old; 28 February for one of the 29th."""
    try:
        return registered.replace(year=year)
    except ValueError:
        return registered.replace(year=year, day=28)


def confirmed_on(number: str, registered: date, year: int) -> int | None:
    """The ordinal on which the candidate confirms in that year's round; None when not at all."""
    declared = shares().actualisation
    rng = Random(f"actualisation {number} {year}")  # noqa: S311 - invented people, no secret
    if rng.random() >= declared.confirmed:
        return None
    return anniversary(registered, year).toordinal() + declared.days.number(rng)


def confirm_yearly(told: Story, number: str, registered: int, today: int) -> None:
    """Tell of the last round that a registered candidate confirmed before `today`, when nothing happened since."""
    if told.status != "REG":
        return
    began = date.fromordinal(registered)
    last_year = date.fromordinal(today).year
    for year in (last_year, last_year - 1):
        on = confirmed_on(number, began, year) if year > began.year else None
        if on is not None and max(told.last, CIR_STARTED) < on < today:
            rng = Random(f"confirmed {number} {year}")  # noqa: S311 - as above
            told.history.append(_entry("REG", moment(rng, on)))
            told.last = on
            return


def confirm(dossier: Wire, at: datetime) -> None:
    """The candidate confirms now."""
    dossier["dossierStatusHistoriek"].append(_entry(dossier["status"], moment_text(at)))


def confirms_today(number: str, today: date, near: Mapping[tuple[int, int], int]) -> bool:
    """Whether the candidate confirms on this day; `near` is what `near_days` says of it."""
    registered = date.fromisoformat(number[:10].replace(".", "-"))
    year = near.get((registered.month, registered.day))
    if year is None or year <= registered.year:
        return False
    return confirmed_on(number, registered, year) == today.toordinal()


def near_days(today: date) -> dict[tuple[int, int], int]:
    """The month and day of every anniversary that may be confirmed on this day, with the year of the round."""
    days = [date.fromordinal(today.toordinal() - back) for back in range(LONGEST)]
    near = {(day.month, day.day): day.year for day in days}
    if (2, 28) in near:
        near.setdefault((2, 29), near[2, 28])
    return near


def _entry(status: str, at: str) -> Wire:
    return {
        "statusCodeVan": status,
        "statusCodeNaar": status,
        "datum": at,
        "actie": ACTION,
        "partijCode": None,
        "correlationId": None,
    }
