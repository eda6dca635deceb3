"""What happens of itself as days pass: candidates confirm their registration, ask for priority, or fall silent."""

import random
from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select

from cir_desktop.practice import actualisation, needs
from cir_desktop.practice.register import Register
from cir_desktop.practice.setting import uuid
from cir_desktop.practice.shares import shares
from cir_desktop.practice.tables import DOSSIERS
from cir_desktop.practice.transitions import Act, apply


def confirm(register: Register, registered: Sequence[str], day: date) -> int:
    """Let those of the registered candidates confirm whose day it is; returns how many did."""
    near = actualisation.near_days(day)
    made = 0
    for number in registered:
        if not actualisation.confirms_today(number, day, near):
            continue
        dossier = register.store.dossier(number)
        if dossier is not None:
            moment = register.clock.now()
            actualisation.confirm(dossier, moment)
            register.store.add_version(dossier, moment)
            made += 1
    return made


def strike_off_silent(register: Register, day: date) -> int:
    """Other landlords strike off whose dossier did not change for two years; ours are for our landlord to decide."""
    declared = shares().actualisation
    silent_since = (day - timedelta(days=declared.inactive_days)).isoformat()
    statement = (
        select(DOSSIERS.c.number)
        .where(DOSSIERS.c.status == "REG", DOSSIERS.c.updated_on < silent_since)
        .order_by(DOSSIERS.c.updated_on, DOSSIERS.c.number)
    )
    made = 0
    for number in list(register.store.connection.execute(statement).scalars()):
        if made == declared.struck_per_day:
            break
        dossier = register.store.dossier(number)
        if dossier is None or dossier["behandelendePartijCode"] == register.landlord.code:
            continue
        rng = random.Random(f"silent {number} {day}")  # noqa: S311 - an invented event, no secret
        act = Act("NOACT", dossier["behandelendePartijCode"], register.clock.now(), uuid(rng))
        register.store.add_version(apply(dossier, act, None), act.moment, action=act.action, party=act.party)
        made += 1
    return made


def ask_for_priority(register: Register, registered: Sequence[str], day: date, wanted: int) -> int:
    """Let so many registered candidates ask for priority because of housing need; returns how many did."""
    rng = random.Random(f"needs {register.seed} {day}")  # noqa: S311 - invented events, no secret
    made = 0
    for number in rng.sample(registered, min(wanted, len(registered))):
        dossier = register.store.dossier(number)
        if dossier is not None and needs.ask(dossier, day, rng):
            register.store.add_version(dossier, register.clock.now())
            made += 1
    return made
