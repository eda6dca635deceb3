"""Invented people of a list, with known doubles written in every way that old lists do, and look-alikes that are not.

Everything follows from the seed. Numbers carry day counters from 900 on: they can be nobody's.
"""

import tomllib
from datetime import date, timedelta
from random import Random

import msgspec

from cir_desktop.domain.pairs import Side, Someone
from cir_desktop.practice.national_numbers import FIRST_COUNTER, LAST_COUNTER, number
from cir_desktop.runtime.paths import resource

_NAMES = tomllib.loads(resource("practice", "names.toml").read_text(encoding="utf-8"))
_STREETS = _NAMES["streets"]
_ORIGINS = [(_NAMES[key], weight) for key, weight in
            (("flemish", 70), ("maghreb_turkish", 14), ("eastern_european", 8), ("african_asian", 8))]  # fmt: skip
_LONG_NAMES = (
    "Van den Broeck",
    "Van de Velde",
    "Van der Auwera",
    "De Backer",
    "Van 't Hof",
    "Müller",
    "Lefèvre",
    "Bergström",
)
_DOUBLE_FIRST = ("Jan-Pieter", "Anne Marie", "Marie-Louise", "Jean-Claude", "Hans Peter")
_MOVED = 0.25
"""So many of the doubles live elsewhere by now."""
_PLACES = (("2460", "Kasterlee"), ("2300", "Turnhout"), ("2470", "Retie"), ("2440", "Geel"))


class Planted(msgspec.Struct, frozen=True):
    """People, and the pairs of rows that are one person, by how the second was written."""

    people: list[Someone]
    truth: dict[tuple[int, int], str]


def planted(size, seed, share=0.08):
    """A list of `size` invented reference persons, and as many doubles and look-alikes as `share` says."""
    desk = _Desk(Random(seed))
    originals = [desk.person() for _ in range(size)]
    people, truth = list(originals), {}
    kinds = list(VARIANTS)
    for at, who in enumerate(desk.rng.sample(originals, int(size * share))):
        kind = kinds[at % len(kinds)]
        # Only names that can be written so.
        fitted = desk.fitted(kind, who)
        people[who.row - 2] = fitted
        double = desk.elsewhere(VARIANTS[kind](desk, fitted))
        if desk.rng.random() < _MOVED:
            double = msgspec.structs.replace(double, **desk.address())
        truth[fitted.row, double.row] = kind
        people.append(double)
    look_alikes = list(LOOK_ALIKES.values())
    free = [one for one in originals if one.row not in {row for pair in truth for row in pair}]
    for at, who in enumerate(desk.rng.sample(free, int(size * share))):
        people.append(look_alikes[at % len(look_alikes)](desk, who))
    return Planted(people, truth)


class _Desk:
    def __init__(self, rng):
        self.rng = rng
        self.row = 1
        self._counters = {}
        self._dossiers = {}

    def person(self, **given):
        names = self.rng.choices([names for names, _ in _ORIGINS], [weight for _, weight in _ORIGINS])[0]
        sex = self.rng.choice("MV")
        born = given.pop("birth_date", None) or self.birth()
        self.row += 1
        values = {
            "last_name": self.rng.choice(names["surnames"] + list(_LONG_NAMES)),
            "first_name": self.rng.choice(names["men" if sex == "M" else "women"]),
            "sex": sex,
            "national_number": self.national(born) if self.rng.random() < 0.9 else "",
            **self.address(),
            "contacts": (f"00{self.rng.randrange(10**6):06d}",) if self.rng.random() < 0.8 else (),
        } | given
        dossier, day = self.dossier()
        return Someone(
            side=Side.LIST, dossier=dossier, sheet="candidates", row=self.row, applicant=True, reference=True,
            birth_date=born, registered_on=day, **values,
        )  # fmt: skip

    def elsewhere(self, who, *, dossier=None):
        """The same person in a dossier of its own, on the next row."""
        self.row += 1
        number_, day = dossier or self.dossier()
        return msgspec.structs.replace(who, row=self.row, dossier=number_, registered_on=day)

    def birth(self):
        day = date(1940, 1, 1) + timedelta(self.rng.randrange(366 * 67))
        return day.replace(month=1, day=1) if self.rng.random() < 0.04 else day

    def national(self, born):
        while True:
            counter = self._counters.get(born, FIRST_COUNTER)
            if counter <= LAST_COUNTER:
                self._counters[born] = counter + 1
                return number(born, counter)
            born = self.birth()

    def address(self):
        postcode, place = self.rng.choice(_PLACES)
        return {
            "street": self.rng.choice(_STREETS),
            "number": str(1 + self.rng.randrange(180)),
            "postcode": postcode,
            "place": place,
        }

    def dossier(self):
        """Every dossier on a day of its own, unless a look-alike asks for the next number."""
        while (
            day := date(1990, 1, 1) + timedelta(self.rng.randrange(365 * 36))
        ) in self._dossiers and self.rng.random() < 0.9:
            pass
        self._dossiers[day] = self._dossiers.get(day, -2) + 3
        return f"{day:%Y.%m.%d}.{self._dossiers[day]:04d}", day

    def fitted(self, kind, who):
        if kind == "other surname after marriage":
            return _numbered(self, who)
        name = _FITTING.get(kind)
        if name is None:
            return who
        key, choices = name
        return msgspec.structs.replace(who, **{key: self.rng.choice(choices)})


_FITTING = {
    "prefix": ("last_name", ("Van den Broeck", "Van de Velde", "Van der Auwera")),
    "short prefix": ("last_name", ("Van den Broeck", "Van de Velde", "Van der Auwera")),
    "diacritics": ("last_name", ("Müller", "Lefèvre", "Bergström", "Öztürk", "Çelik")),
    "double first name": ("first_name", _DOUBLE_FIRST),
    "double first name halved": ("first_name", _DOUBLE_FIRST),
    "call name": ("first_name", ("Maria", "Jozef", "Franciscus", "Elisabeth")),
    "sound": ("last_name", ("Claeys", "Hendrickx", "De Clercq", "Dierckx", "Boeckx")),
}


def _without_number(who, **changes):
    return msgspec.structs.replace(who, national_number="", **changes)


def _swap(text, rng):
    places = [at for at in range(len(text) - 1) if text[at] != text[at + 1]]
    at = rng.choice(places)
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def _digit(text, rng):
    at = rng.randrange(len(text))
    return text[:at] + rng.choice([each for each in "0123456789" if each != text[at]]) + text[at + 1 :]


def _numbered(desk, who):
    return who if who.national_number else msgspec.structs.replace(who, national_number=desk.national(who.birth_date))


def _national(change):
    def make(desk, who):
        if not who.national_number:
            return _without_number(who)
        return msgspec.structs.replace(who, national_number=change(who.national_number, desk.rng))

    return make


def _lost(text, rng):
    at = rng.randrange(len(text))
    return text[:at] + text[at + 1 :]


def _typo(text, rng):
    at = rng.randrange(1, max(2, len(text) - 1))
    return text[:at] + text[at + 1 :] if rng.random() < 0.5 else text[:at] + text[at] + text[at:]


def _day_month(desk, who):
    born = who.birth_date
    if born.day > 12 or born.day == born.month:
        return _without_number(who)
    return _without_number(who, birth_date=date(born.year, born.day, born.month))


def _birth_digit(desk, who):
    born = who.birth_date
    year = born.year + desk.rng.choice((-1, 1)) if 0 < born.year % 10 < 9 else born.year
    if (born.month, born.day) in ((1, 1), (2, 29)):
        return _without_number(who)
    return _without_number(who, birth_date=born.replace(year=year))


_SHORT = {"Van den": "Vd", "Van de": "v.d.", "Van der": "v.d."}


def _short_prefix(desk, who):
    for full, short in _SHORT.items():
        if who.last_name.startswith(full + " "):
            return _without_number(who, last_name=who.last_name.replace(full, short, 1))
    return _without_number(who)


_PLAIN = str.maketrans("üèöÖÇç", "ueoOCc")
_SOUNDS = {
    "Claeys": "Claeijs",
    "Hendrickx": "Hendriks",
    "De Clercq": "De Klerk",
    "Dierckx": "Dierix",
    "Boeckx": "Boekx",
}
_CALLED = {"Maria": "Mia", "Jozef": "Jef", "Franciscus": "Frans", "Elisabeth": "Els"}

VARIANTS = {
    "copied": lambda desk, who: who,
    "no number": lambda desk, who: _without_number(who),
    "swapped digits": _national(_swap),
    "wrong digit": _national(_digit),
    "lost digit": _national(_lost),
    "prefix": lambda desk, who: _without_number(who, last_name=who.last_name.replace(" ", "").capitalize()),
    "short prefix": _short_prefix,
    "diacritics": lambda desk, who: _without_number(who, last_name=who.last_name.translate(_PLAIN).upper()),
    "double first name": lambda desk, who: _without_number(
        who, first_name=who.first_name.replace("-", " ").replace(" ", desk.rng.choice((" ", "-", ""))).title()
    ),
    "double first name halved": lambda desk, who: _without_number(
        who, first_name=who.first_name.replace("-", " ").split()[0]
    ),
    "call name": lambda desk, who: _without_number(who, first_name=_CALLED[who.first_name]),
    "initial": lambda desk, who: _without_number(who, first_name=f"{who.first_name[0]}."),
    "sound": lambda desk, who: _without_number(who, last_name=_SOUNDS[who.last_name], **desk.address()),
    "typing error": lambda desk, who: _without_number(who, last_name=_typo(who.last_name, desk.rng)),
    "names exchanged": lambda desk, who: _without_number(who, last_name=who.first_name, first_name=who.last_name),
    "names in one cell": lambda desk, who: _without_number(
        who, last_name=f"{who.last_name} {who.first_name}", first_name=""
    ),
    "married name added": lambda desk, who: _without_number(who, last_name=f"{who.last_name}-Verstappen"),
    "other surname after marriage": lambda desk, who: msgspec.structs.replace(who, last_name="Verstappen"),
    "day and month": _day_month,
    "birth year": _birth_digit,
    "moved": lambda desk, who: msgspec.structs.replace(_without_number(who), contacts=(), **desk.address()),
}
"""How the second writing of a person differs, by what is written otherwise."""


def _other_first(desk, who):
    names = [name for names, _ in _ORIGINS for name in names["men" if who.sex == "M" else "women"]]
    return desk.rng.choice([name for name in names if name[0] != who.first_name[0] and len(name) > 3])


def _kin(desk, who, **changes):
    """Somebody else of the same house."""
    shared = {key: getattr(who, key) for key in ("last_name", "street", "number", "postcode", "place", "contacts")}
    return desk.person(**shared | changes)


def _brought_up_as(desk, who):
    born = who.birth_date.replace(year=who.birth_date.year - 27, day=min(who.birth_date.day, 28))
    return _kin(desk, who, first_name=who.first_name, sex=who.sex, birth_date=born + timedelta(97))


LOOK_ALIKES = {
    "twin": lambda desk, who: _kin(
        desk, who, first_name=_other_first(desk, who), sex=who.sex, birth_date=who.birth_date
    ),
    "parent of the same name": _brought_up_as,
    "namesake": lambda desk, who: desk.person(last_name=who.last_name, first_name=who.first_name, sex=who.sex),
    "born on the same day": lambda desk, who: desk.person(
        last_name=who.last_name, first_name=_other_first(desk, who), birth_date=who.birth_date
    ),
    "housemate": lambda desk, who: _kin(desk, who, first_name=_other_first(desk, who)),
    "same name and day, both numbers right": lambda desk, who: (
        desk.person(
            last_name=who.last_name,
            first_name=who.first_name,
            sex=who.sex,
            birth_date=who.birth_date,
            national_number=desk.national(who.birth_date),
        )
        if who.national_number
        else desk.person()
    ),
}
"""Somebody else who looks like it."""
