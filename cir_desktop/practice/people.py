"""Invented persons: names, addresses, contact data, and one person of a dossier as the API sends it."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Mapping
from datetime import date
from functools import cache
from random import Random

import msgspec

from cir_desktop.practice.reference import RESOURCES, Place, flanders
from cir_desktop.practice.setting import ADULT, Setting, Wire, between, day

BELGIUM, NETHERLANDS = "150", "129"
"""Statbel's codes of countries."""


class NameList(msgspec.Struct, frozen=True):
    """First names and surnames that go together."""

    men: tuple[str, ...]
    women: tuple[str, ...]
    surnames: tuple[str, ...]


class Names(msgspec.Struct, frozen=True):
    """All name lists by origin, and invented streets."""

    streets: tuple[str, ...]
    by_origin: Mapping[str, NameList]


@cache
def names() -> Names:
    """Read resources/practice/names.toml once."""
    content = tomllib.loads((RESOURCES / "practice" / "names.toml").read_text(encoding="utf-8"))
    streets = tuple(content.pop("streets"))
    return Names(streets, msgspec.convert(content, dict[str, NameList]))


@cache
def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name).lower()
    return "".join(letter for letter in letters if letter.isascii() and letter.isalpha())


def pick(rng: Random, values: tuple[str, ...]) -> str:
    """Draw one, each as likely."""
    return values[int(rng.random() * len(values))]


def sex(setting: Setting, women: float) -> str:
    """Draw the sex of an adult."""
    draw = setting.rng.random()
    if draw < setting.shares.ages.other_sex:
        return "X"
    return "V" if setting.rng.random() < women else "M"


def first_name(rng: Random, origin: str, sex: str) -> str:
    """Draw a first name that goes with the sex; X takes either list."""
    listed = names().by_origin[origin]
    return pick(rng, listed.men if sex == "M" or (sex == "X" and rng.random() < 0.5) else listed.women)


def surname(rng: Random, origin: str) -> str:
    """Draw a surname."""
    return pick(rng, names().by_origin[origin].surnames)


def phone(rng: Random) -> str:
    """Return a mobile number; no network uses 0400 (assumed)."""
    return f"0400{int(rng.random() * 1_000_000):06d}"


def email(rng: Random, first: str, last: str) -> str:
    """Return an address at a domain that is reserved for examples (RFC 2606)."""
    domain = "be" if rng.random() < 0.7 else "com"
    return f"{_plain(first)}.{_plain(last)}{int(rng.random() * 100)}@example.{domain}"


def _adres(setting: Setting, postcode: str, name: str, nis: str | None, country: str) -> Wire:
    rng = setting.rng
    box = rng.random() < setting.shares.domicile.box
    return {
        "straat": pick(rng, names().streets),
        "huisNummer": str(1 + int(rng.random() * 180)),
        "huisNummerBus": str(1 + int(rng.random() * 24)) if box else None,
        "postCode": postcode,
        "gemeente": name,
        "gemeenteNisCode": nis,
        "landNisCode": country,
    }


def address_in(setting: Setting, place: Place) -> Wire:
    """Return an invented address in a real municipality."""
    postcode = place.postcodes[int(setting.rng.random() * len(place.postcodes))]
    return _adres(setting, postcode, place.name, place.nis, BELGIUM)


def domicile(setting: Setting) -> Wire | None:
    """Draw where a household lives; None for people without domicile."""
    rng, around = setting.rng, setting.around
    where = setting.shares.domicile.where.draw(rng)
    if where == "landlord":
        return address_in(setting, flanders().places[around.own.draw(rng).nis])
    if where == "elsewhere":
        places = around.nearby if rng.random() < 0.8 else around.elsewhere
        return address_in(setting, places[int(rng.random() * len(places))])
    if where == "dead_code":
        old = around.dead[int(rng.random() * len(around.dead))]
        postcode = flanders().places[old.successor].postcodes[0]
        return _adres(setting, postcode, old.name, old.nis, BELGIUM)
    if where == "abroad":
        return _adres(setting, "5111 AB", "Baarle-Nassau", None, NETHERLANDS)
    return None


def _care(setting: Setting, home: Wire | None) -> Wire | None:
    rng, care = setting.rng, setting.shares.care
    if rng.random() >= care.declared:
        return None
    gives = rng.random() < care.gives
    where = care.where.draw(rng)
    nis: str | None = None
    if where == "domicile":
        nis = home["gemeenteNisCode"] if home else None
    elif where == "landlord":
        nis = setting.around.own.draw(rng).nis
    elif where == "elsewhere":
        nis = setting.around.nearby[int(rng.random() * len(setting.around.nearby))].nis
    return {"soort": "GEEFT" if gives else "KRIJGT", "gemeenteNisCode": nis}


def _numbered(setting: Setting, born: int, sex: str) -> tuple[int, str]:
    """Return a birth day and number; an earlier day when all numbers of this one are given."""
    while (given := setting.numbers.issue(date.fromordinal(born), sex)) is None:
        born -= 1
    return born, given


def tenant_applicant(
    setting: Setting, *, relation: str, category: str, sex: str, born: int, origin: str, last: str, home: Wire | None
) -> Wire:
    """Return a person with rol HUURDER: the reference person or the partner, born on the ordinal `born` or before."""
    rng, shares = setting.rng, setting.shares.persons
    reference = relation == "REFERENTIEPERSOON"
    first = first_name(rng, origin, sex)
    born, given = _numbered(setting, born, sex)
    disabled = rng.random() < shares.disability
    incapacity = rng.random()
    confirmed = "NIET_BEVESTIGD" if not reference and rng.random() < shares.not_confirmed else "BEVESTIGD"
    nearby = setting.around.nearby
    return {
        "rol": "HUURDER",
        "referentiepersoon": reference,
        "verhuistMee": True,
        "relatie": relation,
        "huurdersCategorie": category,
        "geslacht": sex,
        "bewindvoerder": f"Mr. {surname(rng, 'flemish')}" if rng.random() < shares.administrator else None,
        "rijksregisternummer": None if rng.random() < shares.no_number else given,
        "voorNaam": first,
        "naam": last,
        "geboorteDatum": day(born),
        "domicilieAdres": home and home.copy(),
        "verblijfAdres": _other(setting, shares.residence_address, home, nearby),
        "postAdres": _other(setting, shares.post_address, None, nearby),
        "email": email(rng, first, last) if rng.random() < shares.email else None,
        "telefoon1": phone(rng) if rng.random() < shares.phone else None,
        "telefoon2": phone(rng) if rng.random() < shares.second_phone else None,
        "handicap": shares.degree.draw(rng) if disabled else None,
        "arbeidsongeschikt": True
        if incapacity < shares.incapacity
        else (None if incapacity < shares.incapacity + shares.incapacity_unknown else False),
        "mantelzorg": _care(setting, home),
        "taalkennis": shares.language.draw(rng),
        "bevestigingsStatus": confirmed,
        "partnerMagWijzigen": None if category == "ALLEENSTAANDE" else rng.random() < shares.partner_may_change,
    }


def _other(setting: Setting, share: float, home: Wire | None, places: tuple[Place, ...]) -> Wire | None:
    """Draw a second address; somebody lives elsewhere mostly in the municipality of the domicile."""
    rng = setting.rng
    if rng.random() >= share:
        return None
    known = flanders().places.get(home["gemeenteNisCode"]) if home and rng.random() < 0.6 else None
    return address_in(setting, known or places[int(rng.random() * len(places))])


def co_resident(
    setting: Setting, *, relation: str, sex: str, born: int | None, origin: str, last: str, home: Wire | None
) -> Wire:
    """Return a person with rol MEDEBEWONER; `born` None is an unborn child, without a number."""
    rng, shares = setting.rng, setting.shares
    given: str | None = None
    if born is not None:
        born, given = _numbered(setting, born, sex)
    adult = born is not None and born <= setting.today - ADULT
    first = first_name(rng, origin, sex) if born is not None else "Ongeboren kind"
    disabled = rng.random() < (shares.persons.disability if adult else shares.persons.disability / 3)
    confirmed = "NIET_NODIG"
    if adult:
        confirmed = "NIET_BEVESTIGD" if rng.random() < shares.persons.not_confirmed else "BEVESTIGD"
    return {
        "rol": "MEDEBEWONER",
        "referentiepersoon": False,
        "verhuistMee": rng.random() < shares.households.moves_along,
        "relatie": relation,
        "huurdersCategorie": None,
        "geslacht": sex,
        "bewindvoerder": None,
        "rijksregisternummer": given,
        "voorNaam": first,
        "naam": last,
        "geboorteDatum": None if born is None else day(born),
        "domicilieAdres": home.copy() if home and born is not None else None,
        "verblijfAdres": None,
        "postAdres": None,
        "email": email(rng, first, last) if adult and rng.random() < shares.persons.email else None,
        "telefoon1": phone(rng) if adult and rng.random() < shares.persons.phone else None,
        "telefoon2": None,
        "handicap": shares.persons.degree.draw(rng) if disabled and born is not None else None,
        "arbeidsongeschikt": None,
        "mantelzorg": None,
        "taalkennis": None,
        "bevestigingsStatus": confirmed,
        "partnerMagWijzigen": None,
    }


def birth_day_of_child(setting: Setting, parent: int, age: int) -> int:
    """Return a birth day for a child of that age; later when the parent (ordinal) would have been under 17."""
    rng = setting.rng
    born = setting.today - 1 - int((age + rng.random()) * 365.2425)
    earliest = parent + int(17 * 365.2425)
    return born if born >= earliest else between(rng, min(earliest, setting.today - 1), setting.today - 1)
