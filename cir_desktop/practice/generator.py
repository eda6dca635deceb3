"""The invented list of the practice register: `generate` yields it, the same for the same size, seed and day."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date
from random import Random

from cir_desktop.practice.dossiers import dossier, number_of
from cir_desktop.practice.events import changed, new_registration
from cir_desktop.practice.history import UNREGISTERED, story
from cir_desktop.practice.households import household
from cir_desktop.practice.landlords import Landlord, Municipality, landlord, surroundings
from cir_desktop.practice.national_numbers import NumberDesk
from cir_desktop.practice.setting import Setting, Wire, between, day
from cir_desktop.practice.shares import shares

__all__ = ["Landlord", "Municipality", "changed", "generate", "landlord", "new_registration"]


def _registrations(setting: Setting, number: int) -> list[int]:
    """Draw registration days, oldest first: every year some more of them than the year before."""
    declared = setting.shares.registrations
    rng, start = setting.rng, declared.start.toordinal()
    days = setting.today - start
    rate = math.log(declared.yearly_growth) / 365.2425
    room = math.expm1(rate * days)
    return sorted(start + min(days - 1, int(math.log1p(rng.random() * room) / rate)) for _ in range(number))


def generate(size: int, seed: int, today: date) -> Iterator[Wire]:
    """Yield `size` dossiers in the scope of `landlord(size)`, and some outside it, by ascending dossier number.

    Everything in them happened before `today`. Raises ValueError when the day lies before the first registration.
    """
    declared = shares()
    if size < 0 or today <= declared.registrations.start:
        raise ValueError("a list has no negative size and lies after the first registration")
    # S311: the dice make invented people, no secrets.
    rng = Random(f"list {size} {seed} {today.isoformat()}")  # noqa: S311
    setting = Setting(rng, today.toordinal(), declared, surroundings(landlord(size)), NumberDesk())
    total = size + round(size * declared.registrations.out_of_scope)
    outside = set(rng.sample(range(total), total - size))
    previous, sequence = 0, 0
    for order, registered in enumerate(_registrations(setting, total)):
        sequence = (sequence if registered == previous else 0) + between(rng, 1, declared.registrations.spread_days)
        previous = registered
        yield _dossier(setting, registered, sequence, order not in outside)


def _dossier(setting: Setting, registered: int, sequence: int, in_scope: bool) -> Wire:
    rng, declared = setting.rng, setting.shares
    others = declared.landlord.others
    ours = in_scope and rng.random() < declared.landlord.primary
    primary = declared.landlord.code if ours else others[int(rng.random() * len(others))]
    told = story(setting, registered, primary)
    on = registered
    if rng.random() < declared.registrations.differing_date:
        on = between(rng, max(declared.registrations.start.toordinal(), registered - 365), registered - 1)
    return dossier(
        setting,
        number=number_of(registered, sequence),
        registered=registered,
        registration_date=None if told.status in UNREGISTERED else day(on),
        primary=primary,
        people=household(setting, declared.households.kinds.draw(rng), registered),
        told=told,
        updated=max(told.last, setting.today - 1 - int(rng.random() * declared.registrations.update_days)),
        version=len(told.history) + int(rng.random() * 4),
        in_scope=in_scope,
    )
