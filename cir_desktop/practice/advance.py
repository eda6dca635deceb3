"""What happens when the practice clock goes on: new registrations, changed dossiers, other landlords at work."""

import random
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import select

from cir_desktop.practice import routine
from cir_desktop.practice.events import Kind, changed, new_registration
from cir_desktop.practice.messages import Advance
from cir_desktop.practice.register import Register
from cir_desktop.practice.setting import uuid
from cir_desktop.practice.shares import shares
from cir_desktop.practice.store import IN_SCOPE
from cir_desktop.practice.tables import DOSSIERS, SCOPE
from cir_desktop.practice.transitions import Act, Refused, apply, running_offer

ANSWER_DAYS: Final = 7
"""Another landlord's offer stays open for at least so many days."""

_KINDS: Final[tuple[Kind, ...]] = ("alone", "couple", "adult co-residents")
_EXCEPTIONS: Final = (
    "BUITENLANDS_INKOMEN",
    "GEEN_INKOMEN_GEVONDEN",
    "EIGENDOM",
    "ONTBREKEND_DOCUMENT",
    "HANDICAP_AAN_TE_TONEN",
)
_HAPPENINGS: Final = (
    "registrations",
    "changes",
    "offers_elsewhere",
    "answers_elsewhere",
    "confirmed",
    "struck_off_elsewhere",
    "needs",
)
_ANSWERS: Final = ("CCL", "CCLGW", "REF", "NORES")


def advance(register: Register, asked: Advance) -> dict[str, int]:
    """Go on so many days and say what happened; all of it or nothing."""
    happened = dict.fromkeys(_HAPPENINGS, 0)
    before = register.clock.today
    try:
        with register.store.transaction():
            for _ in range(asked.days):
                day = register.clock.today + timedelta(days=1)
                register.clock.go_to(day)
                _live_through(register, asked, day, happened)
            register.store.set_fact("today", register.clock.today.isoformat())
    except BaseException:
        register.clock.go_to(before)
        raise
    return happened


def offer_elsewhere(register: Register, number: str, rng: random.Random) -> bool:
    """Let another landlord offer to this dossier; False when its state does not allow that."""
    return _act_elsewhere(register, number, "OFFER", rng.choice(shares().landlord.others), rng)


def _live_through(register: Register, asked: Advance, day: date, happened: dict[str, int]) -> None:
    rng = random.Random(f"day {register.seed} {day}")  # noqa: S311 - invented events, no secret
    for order in range(asked.registrations_per_day):
        _registration(register, rng, day, order)
        happened["registrations"] += 1
    numbers = _ours(register)
    for number in rng.sample(numbers, min(asked.changes_per_day, len(numbers))):
        dossier = register.store.dossier(number)
        if dossier is not None:
            moment = register.clock.now()
            register.store.add_version(changed(dossier, rng, moment), moment)
            happened["changes"] += 1
    happened["answers_elsewhere"] += _answers_elsewhere(register, rng, day, asked.offers_elsewhere_per_day)
    candidates = _ours(register, "REG")
    made = 0
    # Some are in the three months after a refusal; a handful of further tries finds somebody else.
    for number in rng.sample(candidates, min(5 * asked.offers_elsewhere_per_day, len(candidates))):
        if made < asked.offers_elsewhere_per_day and offer_elsewhere(register, number, rng):
            made += 1
    happened["offers_elsewhere"] += made
    if asked.routine:
        happened["confirmed"] += routine.confirm(register, _ours(register, "REG"), day)
        happened["struck_off_elsewhere"] += routine.strike_off_silent(register, day)
    if asked.needs_per_day:
        registered = _ours(register, "REG")
        happened["needs"] += routine.ask_for_priority(register, registered, day, asked.needs_per_day)


def _registration(register: Register, rng: random.Random, day: date, order: int) -> None:
    # Every kind of household in turn; of every two rounds the second has something to be looked into.
    kind = _KINDS[order % len(_KINDS)]
    odd_round = (order // len(_KINDS) + day.toordinal()) % 2
    exceptions: Sequence[str] = rng.sample(_EXCEPTIONS, rng.choice((1, 1, 2))) if odd_round else ()
    dossier = new_registration(rng, order + 1, day, register.landlord, kind, exceptions)
    register.store.add_version(dossier, register.clock.now())


def _ours(register: Register, status: str | None = None) -> list[str]:
    statement = (
        select(SCOPE.c.number)
        .where(SCOPE.c.party == register.landlord.code, SCOPE.c.state == IN_SCOPE)
        .order_by(SCOPE.c.number)
    )
    if status is not None:
        statement = statement.join(DOSSIERS, DOSSIERS.c.number == SCOPE.c.number).where(DOSSIERS.c.status == status)
    return list(register.store.connection.execute(statement).scalars())


def _answers_elsewhere(register: Register, rng: random.Random, day: date, at_most: int) -> int:
    made = 0
    for number in _ours(register, "OFFER"):
        if made == at_most:
            break
        dossier: dict[str, Any] = register.store.dossier(number) or {"aanbiedingen": []}
        running = running_offer(dossier["aanbiedingen"])
        if running is None or running["partijCode"] in register.store.homes:
            continue
        if date.fromisoformat(running["datum"]) + timedelta(days=ANSWER_DAYS) <= day:
            made += _act_elsewhere(register, number, rng.choice(_ANSWERS), running["partijCode"], rng)
    return made


def _act_elsewhere(register: Register, number: str, action: str, party: str, rng: random.Random) -> bool:
    dossier = register.store.dossier(number)
    if dossier is None:
        return False
    act = Act(action, party, register.clock.now(), uuid(rng))
    try:
        after = apply(dossier, act, None)
    except Refused:
        return False
    register.store.add_version(after, act.moment, action=action, party=party)
    return True
