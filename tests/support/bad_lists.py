"""Invented old lists by the thousand, right to the last cell, with planted mistakes and the truth about them.

A plant spoils a dossier that no other plant touches and tells every finding that must come of it. What is found beside
the truth is a false alarm, what of the truth is not found is missed.
"""

from datetime import date, timedelta
from random import Random

from cir_desktop.domain.migration import Batch, CheckContext, IncomeAmounts, KnownDossier, SourceInfo
from cir_desktop.migration.reader import batch_of
from cir_desktop.migration.template import template
from cir_desktop.practice.national_numbers import NumberDesk
from cir_desktop.practice.people import names
from cir_desktop.runtime.reference import municipality_names, places_of_postcode
from cir_desktop.workbooks.looks import Looks, column_letters
from cir_desktop.workbooks.reading import Sheet, Workbook

TODAY = date(2026, 11, 25)
FREEZE = date(2026, 9, 1)
HOMES = ("13017", "44083", "11002", "13040", "24062", "31005")
LIMITS = {2023: IncomeAmounts(29_515, 31_987, 44_270, 2_475), 2024: IncomeAmounts(30_000, 32_500, 45_000, 2_500)}
FIRST_DAY = date(2005, 1, 3)
BLANK = "blank"


def number_of(yymmdd, counter, *, before=True):
    """Eleven digits whose check digits hold, whatever day they tell."""
    head = int(f"{yymmdd}{counter:03d}")
    return f"{head:09d}{97 - (head if before else head + 2_000_000_000) % 97:02d}"


class Draft:
    """A list in the making: rows by sheet, as a clerk has them, and the truth about what was planted."""

    def __init__(self, seed, dossiers):
        self.rng = Random(seed)
        self.desk = NumberDesk()
        self.rows = {"candidates": [], "members": [], "preferences": []}
        self.truth = []
        self.known = []
        self.text_numbers = []
        self._members, self._preferences = {}, {}
        places = [
            (postcode, place)
            for postcode, found in sorted(places_of_postcode().items())
            for place in sorted(found)
            if postcode != "1804"
        ]
        self._places = [(postcode, place) for postcode, place in places if "(" not in place]
        for at in range(dossiers):
            self._dossier(at, dossiers)
        self._free = list(self.rows["candidates"])
        self.rng.shuffle(self._free)

    def person(self, low, high):
        born, sex = None, self.rng.choice("MV")
        number = None
        while number is None:
            born = TODAY - timedelta(days=self.rng.randrange(low * 366, high * 365))
            number = self.desk.issue(born, sex)
        origin = self.rng.choice(sorted(names().by_origin))
        listed = names().by_origin[origin]
        return {
            "national_number": number,
            "last_name": self.rng.choice(listed.surnames),
            "first_name": self.rng.choice(listed.men if sex == "M" else listed.women),
            "birth_date": born,
            "sex": sex,
        }

    def _dossier(self, at, dossiers):
        rng = self.rng
        span = (date(2026, 11, 1) - FIRST_DAY).days
        # Every day its own dossiers: the sequence number is then a plain count.
        day = FIRST_DAY + timedelta(days=at * span // dossiers)
        number = f"{day:%Y.%m.%d}.{at % 9000 + 1:04d}"
        person = self.person(20, 80)
        if rng.random() < 0.3:
            person["national_number"] = f"{person['national_number'][:6]}-{person['national_number'][6:]}"
        family = []
        if rng.random() < 0.4:
            family.append((self.person(20, 80), "PARTNER", "HUURDER"))
        for _ in range(rng.choice((0, 0, 0, 1, 1, 2, 3))):
            family.append((self.person(0, 17), "KIND", "MEDEBEWONER"))
        size = 1 + len(family)
        postcode, place = rng.choice(self._places)
        candidate = {
            "dossier": number,
            "registered_on": day,
            "presented_on": day if day >= FREEZE else None,
            "status": rng.choice(("REG", "REG", "REG", "WAITS", "CHKS", "RJCT")),
            "last_updated": rng.choice((None, date(2026, 3, 2))),
            **person,
            "street": rng.choice(names().streets),
            "number": rng.choice((12, "12", "12A", "101")),
            "box": rng.choice((None, None, "A", 3)),
            "postcode": rng.choice((postcode, int(postcode))),
            "place": rng.choice((place, place.upper(), place.lower())),
            "email": rng.choice((None, "an.peeters@voorbeeld.be")),
            "phone1": rng.choice((None, "+32 470 00 00 00", "0470/00.00.00", "014 00 00 00")),
            "language": rng.choice(("NL", "NL", "FR", None)),
            "household_size": size,
            "disability": rng.choice(("nee", "nee", "ja", None)),
            "income": rng.choice((None, 14_500, 18_250.5, "21.500,00")),
            "real_estate": "nee",
            "refusals": rng.choice((0, 0, 1, None)),
            "binding_since": rng.choice((None, date(2001, 5, 1), date(1961, 5, 1))),
            "account": rng.choice((None, "BE68 5390 0754 7034")),
            "note": rng.choice((None, "Vraagt een lift.")),
        }
        candidate["income_year"] = None if candidate["income"] is None else rng.choice((2023, 2024, 2012))
        self.rows["candidates"].append(candidate)
        for member, relation, role in family:
            self.add_member(candidate, member, relation, role)
        for nis in rng.sample(HOMES, rng.choice((1, 1, 2, 3))):
            self.add_preference(candidate, nis, low=rng.choice((0, 1, None)), high=(size + 2) // 2 + 1)

    def add_member(self, candidate, member, relation, role="MEDEBEWONER"):
        row = {"dossier": candidate["dossier"], "role": role, "relation": relation, "moves_along": "ja", **member}
        row["full_time"] = "ja"
        self.rows["members"].append(row)
        self._members.setdefault(id(candidate), []).append(row)
        return row

    def add_preference(self, candidate, nis, *, low=1, high=5):
        row = {
            "dossier": candidate["dossier"],
            "nis_code": nis,
            "municipality": municipality_names()[nis],
            "types": self.rng.choice(("A; H", "A", "H;A;S")),
            "min_bedrooms": low,
            "max_bedrooms": high,
            "adapted": "nee",
        }
        if row["types"] == "H;A;S":
            row["types"] = "H; A; S"
        self.rows["preferences"].append(row)
        self._preferences.setdefault(id(candidate), []).append(row)
        return row

    def members(self, candidate):
        return self._members.get(id(candidate), [])

    def preferences(self, candidate):
        return self._preferences.get(id(candidate), [])

    def take(self, fits=lambda candidate, members: True):
        """A dossier that nobody spoiled yet and that fits."""
        for at, candidate in enumerate(self._free):
            if candidate["status"] != "RJCT" and fits(candidate, self.members(candidate)):
                return self._free.pop(at)
        raise AssertionError("no dossier is left for this plant")

    def tell(self, code, row, key, sheet="candidates"):
        self.truth.append((code, sheet, row, key))

    def know(self, candidate, **other):
        """The register knows this dossier, as it stands but for what is other."""
        digits = "".join(letter for letter in str(candidate["national_number"]) if letter.isdigit())
        values = {
            "dossier": candidate["dossier"],
            "status": candidate["status"],
            "registered_on": candidate["registered_on"],
            "reference": digits,
            "national_numbers": frozenset({digits}),
            "household": candidate["household_size"],
        }
        self.known.append(KnownDossier(**{**values, **other}))
        if "dossier" not in other:
            self.tell("REG-001", candidate, "dossier")

    @property
    def context(self):
        return CheckContext(
            today=TODAY,
            known=tuple(self.known),
            home_municipalities=frozenset(HOMES),
            frozen_from=FREEZE,
            income_limits=LIMITS,
        )

    def workbook(self):
        sheets = []
        for declared in template().sheet:
            keys = [column.key for column in declared.column]
            rows = [[] if row.get(BLANK) else [row.get(key) for key in keys] for row in self.rows[declared.key]]
            heads = [column.title for column in declared.column]
            sheets.append(Sheet(declared.name, [heads, *rows], self._looks(declared.key, keys)))
        return Workbook(tuple(sheets))

    def _looks(self, sheet, keys):
        marked = {id(row): key for row, key in self.text_numbers}
        cells = [
            f"{column_letters(keys.index(marked[id(row)]) + 1)}{at}"
            for at, row in enumerate(self.rows[sheet], start=2)
            if id(row) in marked
        ]
        return Looks(seen=True, text_numbers=tuple(cells))

    def batch(self, **info) -> Batch:
        source = SourceInfo(name="lijst.xlsx", sha256="0" * 64, **info)
        return batch_of(self.workbook(), source, today=TODAY)

    def expected(self):
        """The truth as (code, sheet, row, column letters)."""
        letters = {
            (sheet.key, column.key): column_letters(at + 1)
            for sheet in template().sheet
            for at, column in enumerate(sheet.column)
        }
        rows = {(sheet, id(row)): at for sheet, listed in self.rows.items() for at, row in enumerate(listed, start=2)}
        return {
            (code, template().sheets[sheet].name, rows[sheet, id(row)], letters.get((sheet, key), ""))
            for code, sheet, row, key in self.truth
        }

    def shuffled(self, seed):
        """The same rows in another order."""
        for listed in self.rows.values():
            Random(seed).shuffle(listed)
        return self


def spoiled_list(seed, dossiers=5000, each=5):
    """A list with `each` plants of every kind; gives the draft."""
    from support.bad_plants import PLANTS

    draft = Draft(seed, dossiers)
    for _ in range(each):
        for plant in PLANTS:
            plant(draft)
    return draft
