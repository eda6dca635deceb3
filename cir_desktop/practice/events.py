"""What the advancing practice clock brings: new registrations and changed dossiers."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from datetime import date, datetime
from random import Random
from typing import Literal

from cir_desktop.practice.dossiers import dossier, number_of
from cir_desktop.practice.history import started
from cir_desktop.practice.households import household, newborn
from cir_desktop.practice.landlords import Landlord, landlord, never_ours, surroundings
from cir_desktop.practice.national_numbers import FIRST_COUNTER, LAST_COUNTER, number
from cir_desktop.practice.people import address_in, email, phone
from cir_desktop.practice.reference import flanders
from cir_desktop.practice.setting import Setting, Wire, between, uuid
from cir_desktop.practice.shares import shares

Kind = Literal["alone", "couple", "adult co-residents"]
KINDS: dict[Kind, str] = {"alone": "single", "couple": "couple", "adult co-residents": "adult_co_residents"}
FINAL = {"RJCT", "RFSD"}


class _LateNumbers:
    """Draws from the upper counters, which the list itself reaches only when a birth date is nearly used up."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng

    def issue(self, born: date, sex: str) -> str | None:
        """Return a number; odd counters for M, even ones for V and X."""
        first = FIRST_COUNTER + 60 + (sex == "M")
        return number(born, first + 2 * int(self._rng.random() * ((LAST_COUNTER - first) // 2 + 1)))


def _setting(rng: Random, today: date, landlord: Landlord) -> Setting:
    return Setting(rng, today.toordinal(), shares(), surroundings(landlord), _LateNumbers(rng))


def new_registration(
    rng: Random, sequence_of_day: int, day: date, landlord: Landlord, kind: Kind, exceptions: Sequence[str] = ()
) -> Wire:
    """Return a dossier that came in on `day`, version 1, in the landlord's scope and with it as primary landlord.

    Without exceptions it is registered at once (REG). With exceptions, which are codes of `onderzoeksRedenen`, it is
    CHKS, without inschrijvingsDatum. Of a couple and of adult co-residents everybody has confirmed.
    """
    registered = day.toordinal()
    # The dice of the list speak of days before its today.
    setting = _setting(rng, date.fromordinal(registered + 1), landlord)
    people = household(setting, KINDS[kind], registered)
    for person in people.persons:
        if person["bevestigingsStatus"] == "NIET_BEVESTIGD":
            person["bevestigingsStatus"] = "BEVESTIGD"
    told = started(setting, "CHKS" if exceptions else "REG", registered, list(exceptions))
    made = dossier(
        setting,
        number=number_of(registered, sequence_of_day),
        registered=registered,
        registration_date=None if exceptions else day.isoformat(),
        primary=landlord.code,
        people=people,
        told=told,
        updated=registered,
        version=1,
        in_scope=True,
    )
    return made | {"updateDatum": told.history[0]["datum"], "rangschikkingen": []}


def changed(dossier: Wire, rng: Random, moment: datetime) -> Wire:
    """Return a copy with one thing changed on that moment (UTC): contact data, income, choices, a birth, a departure.

    The caller counts the version and the update date. A struck or refused dossier changes its contact data only;
    one that leaves the scope names no municipality of the landlord any more, whatever the size of the list.
    """
    setting = _setting(rng, moment.date(), landlord(shares().landlord.small_up_to + 1))
    copy = deepcopy(dossier)
    what = setting.shares.arrivals.change.draw(rng)
    if copy["status"] in FINAL:
        what = "contact"
    elif what == "withdrawn" and copy["status"] not in {"REG", "OFFER"}:
        what = "income"  # only a registered candidate can leave by own wish
    CHANGES[what](setting, copy, moment)
    return copy


def _contact(setting: Setting, dossier: Wire, moment: datetime) -> None:
    """A new mobile number and mailbox, and in half of the cases a new address for all who share the old one."""
    rng = setting.rng
    reference: Wire = next(person for person in dossier["personen"] if person["referentiepersoon"])
    reference["telefoon1"] = phone(rng)
    reference["email"] = email(rng, reference["voorNaam"], reference["naam"])
    if rng.random() < 0.5:
        old = reference["domicilieAdres"]
        new = address_in(setting, flanders().places[setting.around.own.draw(rng).nis])
        for person in dossier["personen"]:
            if person["domicilieAdres"] == old and person["geboorteDatum"] is not None:
                person["domicilieAdres"] = new.copy()


def _birth(setting: Setting, dossier: Wire, moment: datetime) -> None:
    """A child is born; one that was expected is it."""
    reference: Wire = next(person for person in dossier["personen"] if person["referentiepersoon"])
    born = between(setting.rng, setting.today - 20, setting.today - 1)
    expected = [
        person for person in dossier["personen"] if person["relatie"] == "KIND" and person["geboorteDatum"] is None
    ]
    parents = [person["geboorteDatum"] for person in dossier["personen"] if person["rol"] == "HUURDER"]
    if not any(parent and int(parent[:4]) >= moment.year - 50 for parent in parents):
        _contact(setting, dossier, moment)  # nobody of an age to have children
        return
    child = newborn(setting, born, "flemish", reference["naam"], reference["domicilieAdres"])
    dossier["personen"] = [person for person in dossier["personen"] if person not in expected[:1]] + [child]


def _income(setting: Setting, dossier: Wire, moment: datetime) -> None:
    """The yearly figures of the tax office, or the first ones."""
    rng = setting.rng
    known: Wire = dossier["inkomsten"] or {
        "leefloon": None,
        "ivt": None,
        "vrijgesteldBuitenland": None,
        "vrijgesteldEU": None,
        "loonfiches": [],
        "schuldbegeleiding": None,
        "onderhoudsgeld": None,
    }
    amount = (known.get("belastbaarInkomen") or 15_000) * (0.9 + rng.random() * 0.25)
    dossier["inkomsten"] = known | {
        "belastbaarInkomen": round(amount, 2),
        "inkomstenJaar": moment.year - 2,
        "controle": "NIET_GECONTROLEERD",
    }


def _choices(setting: Setting, dossier: Wire, moment: datetime) -> None:
    """One more bedroom accepted, another highest rent, all neighbourhoods of what was chosen."""
    rng, wishes = setting.rng, dossier["voorkeuren"]
    rents = [rent for rent in setting.shares.choices.max_rent.values if rent != wishes["maxHuur"]]
    rent = rents[int(rng.random() * len(rents))]
    wishes["maxHuur"] = None if rent is None else float(rent)
    if wishes["maxSlaapkamers"] is not None:
        wishes["maxSlaapkamers"] = min(9, wishes["maxSlaapkamers"] + 1)
    for choice in dossier["regioKeuzes"]:
        choice["wijken"] = []


def _left_scope(setting: Setting, dossier: Wire, moment: datetime) -> None:
    """The candidate chooses other municipalities, none of them ours; another landlord handles the dossier."""
    rng, elsewhere = setting.rng, never_ours()
    chosen = rng.sample(range(len(elsewhere)), 1 + int(rng.random() * 2))
    dossier["regioKeuzes"] = [{"gemeenteNisCode": elsewhere[index].nis, "wijken": []} for index in chosen]
    if dossier["behandelendePartijCode"] == setting.shares.landlord.code:
        others = setting.shares.landlord.others
        dossier["behandelendePartijCode"] = others[int(rng.random() * len(others))]


def _withdrawn(setting: Setting, dossier: Wire, moment: datetime) -> None:
    """The candidate leaves the register by own wish; a running offer ends with it."""
    for offer in dossier["aanbiedingen"]:
        if offer["antwoord"] is None:
            offer["antwoord"], offer["datumAntwoord"] = "INGETROKKEN", moment.date().isoformat()
    dossier["dossierStatusHistoriek"].append(
        {
            "statusCodeVan": dossier["status"],
            "statusCodeNaar": "RJCT",
            "datum": f"{moment:%Y-%m-%dT%H:%M:%SZ}",
            "actie": "VOL",
            "partijCode": dossier["behandelendePartijCode"],
            "correlationId": uuid(setting.rng),
        }
    )
    dossier["status"] = "RJCT"


CHANGES = {
    "contact": _contact,
    "income": _income,
    "choices": _choices,
    "birth": _birth,
    "left_scope": _left_scope,
    "withdrawn": _withdrawn,
}
