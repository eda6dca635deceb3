"""Checks of a dossier by itself: its row, its members and its preferences."""

from collections.abc import Iterator
from datetime import date

from cir_desktop.domain.finding import Severity
from cir_desktop.domain.migration import Cell, IncomeAmounts
from cir_desktop.domain.values import months_later
from cir_desktop.migration.checks.view import CANDIDATES, MEMBERS, PREFERENCES, Group, Hit, View, check
from cir_desktop.runtime.reference import in_force, is_municipality
from cir_desktop.workbooks.cells import folded

MUST, LOOK = Severity.MUST, Severity.LOOK
_OF_AGE = 18
_PARTNER, _CHILD, _TENANT = "PARTNER", "KIND", "HUURDER"


@check(
    "ROW-001",
    Group.ROWS,
    MUST,
    "Geen referentiepersoon",
    message="In deze rij staat geen naam, geen voornaam en geen rijksregisternummer: het dossier is van niemand.",
    expected="De naam, de voornaam en het rijksregisternummer van de referentiepersoon.",
)
def nobody(view: View) -> Iterator[Hit]:
    """A dossier of nobody."""
    names = view.cells(CANDIDATES, "last_name")
    others = [view.cells(CANDIDATES, key).cells for key in ("first_name", "national_number")]
    for at, name in enumerate(names.cells):
        if name is None and all(cells[at] is None for cells in others):
            yield view.cells(CANDIDATES, "dossier").hit(at)


@check(
    "ROW-002",
    Group.ROWS,
    MUST,
    "Referentiepersoon staat ook bij de gezinsleden",
    message="Dit gezinslid is de referentiepersoon van hetzelfde dossier.",
    expected="De referentiepersoon alleen op het blad Kandidaten.",
    why="Anders telt het register twee referentiepersonen, en een gezinslid te veel.",
)
def twice(view: View) -> Iterator[Hit]:
    """A member who is the reference person: the same number, or without numbers the same name and birth date."""
    keys = ("national_number", "last_name", "first_name", "birth_date")
    ours = [view.candidates.column(key) for key in keys]
    theirs = [view.members.column(key) for key in keys]
    members = view.cells(MEMBERS, "last_name")
    for dossier, places in view.members_of.items():
        at = view.candidate_of.get(dossier)
        if at is None:
            continue
        reference = [cells[at] for cells in ours]
        for place in places:
            member = [cells[place] for cells in theirs]
            if _same_person(reference, member):
                yield members.hit(place)


def _same_person(one: list[Cell], other: list[Cell]) -> bool:
    if one[0] is not None and other[0] is not None:
        return one[0] == other[0]
    return all(
        a is not None and b is not None and folded(str(a)) == folded(str(b))
        for a, b in zip(one[1:], other[1:], strict=True)
    )


@check(
    "ROW-003",
    Group.ROWS,
    LOOK,
    "Huurder jonger dan 18",
    message="Deze huurder is jonger dan 18 jaar.",
    expected="Een meerderjarige, of iemand die ontvoogd is of begeleid zelfstandig woont.",
)
def minor(view: View) -> Iterator[Hit]:
    """A tenant applicant under age."""
    today = view.context.today
    for sheet in (CANDIDATES, MEMBERS):
        born = view.cells(sheet, "birth_date")
        roles = view.batch.sheet(MEMBERS).column("role") if sheet == MEMBERS else [_TENANT] * len(born.cells)
        youngest = months_later(today, -12 * _OF_AGE)
        for at, day in enumerate(born.cells):
            if isinstance(day, date) and youngest < day <= today and roles[at] == _TENANT:
                yield born.hit(at)


def _sizes(view: View) -> Iterator[tuple[int, Cell, int, list[int]]]:
    """Of each dossier with members: place, number, persons according to its row, and who moves along."""
    sizes, along = view.candidates.column("household_size"), view.members.column("moves_along")
    for at, dossier in enumerate(view.candidates.column("dossier")):
        size, members = sizes[at], view.members_of.get(dossier)
        if isinstance(size, int) and members:
            yield at, dossier, size, [place for place in members if along[place] == "ja"]


@check(
    "ROW-004",
    Group.ROWS,
    LOOK,
    "Waarschijnlijk ontbreekt de partner",
    message="Er is één gezinslid minder dan het aantal personen zegt, en er is geen partner bij.",
    expected="Een rij voor de partner op het blad Gezinsleden, of een ander aantal personen.",
)
def no_partner(view: View) -> Iterator[Hit]:
    """One person is missing, and none is a partner."""
    relations, cells = view.members.column("relation"), view.cells(CANDIDATES, "household_size")
    for at, dossier, size, along in _sizes(view):
        if size == len(along) + 2 and _PARTNER not in {relations[place] for place in view.members_of[dossier]}:
            yield cells.hit(at)


@check(
    "ROW-005",
    Group.ROWS,
    LOOK,
    "Aantal personen klopt niet",
    message="Het aantal personen is een ander dan wie mee verhuist volgens het blad Gezinsleden.",
    expected="De referentiepersoon en wie mee verhuist, samen geteld.",
)
def wrong_size(view: View) -> Iterator[Hit]:
    """The number of persons against the members who move along."""
    relations, cells = view.members.column("relation"), view.cells(CANDIDATES, "household_size")
    for at, dossier, size, along in _sizes(view):
        counted = len(along) + 1
        partner = _PARTNER in {relations[place] for place in view.members_of[dossier]}
        if size != counted and not (size == counted + 1 and not partner) and along:
            yield cells.hit(at)


@check(
    "ROW-006",
    Group.ROWS,
    LOOK,
    "Niemand verhuist mee",
    message="Er zijn gezinsleden, en niemand van hen verhuist mee.",
    expected="Ja bij wie mee verhuist.",
)
def nobody_along(view: View) -> Iterator[Hit]:
    """Members of whom nobody moves along."""
    along, dossiers = view.members.column("moves_along"), view.cells(CANDIDATES, "dossier")
    for dossier, places in view.members_of.items():
        at = view.candidate_of.get(dossier)
        if at is not None and all(along[place] == "nee" for place in places):
            yield dossiers.hit(at)


@check(
    "ROW-007",
    Group.ROWS,
    LOOK,
    "Partner verhuist niet mee",
    message="De partner verhuist niet mee. Dat kan alleen wanneer zij uit elkaar gaan.",
    expected="Ja, of een bevestiging dat zij uit elkaar gaan.",
)
def partner_stays(view: View) -> Iterator[Hit]:
    """A partner who does not move along."""
    along = view.cells(MEMBERS, "moves_along")
    for at, relation in enumerate(view.members.column("relation")):
        if relation == _PARTNER and along.cells[at] == "nee":
            yield along.hit(at)


@check(
    "ROW-010",
    Group.ROWS,
    MUST,
    "Minimum slaapkamers boven het maximum",
    message="Het laagste aantal slaapkamers is hoger dan het hoogste.",
    expected="Een minimum dat niet hoger is dan het maximum.",
)
def bedrooms(view: View) -> Iterator[Hit]:
    """A wish that no home can meet."""
    lows, highs = view.cells(PREFERENCES, "min_bedrooms"), view.preferences.column("max_bedrooms")
    for at, low in enumerate(lows.cells):
        high = highs[at]
        if isinstance(low, int) and isinstance(high, int) and low > high:
            yield lows.hit(at)


@check(
    "ROW-011",
    Group.ROWS,
    LOOK,
    "Gezin te groot voor de wens",
    message="Voor dit aantal personen is het hoogste aantal slaapkamers te laag.",
    expected="Hoogstens twee personen per slaapkamer.",
    why="De toewijzing gaat naar wie de woning rationeel bezet; deze kandidaat krijgt zo nooit een aanbod.",
)
def too_small(view: View) -> Iterator[Hit]:
    """More than two people for each bedroom that they want at most."""
    highs, sizes = view.cells(PREFERENCES, "max_bedrooms"), view.candidates.column("household_size")
    for at, dossier in enumerate(view.preferences.column("dossier")):
        place, high = view.candidate_of.get(dossier), highs.cells[at]
        size = sizes[place] if place is not None else None
        if isinstance(size, int) and isinstance(high, int) and size > 2 * max(high, 1):
            yield highs.hit(at)


@check(
    "ROW-012",
    Group.ROWS,
    LOOK,
    "Voorkeur zonder woningen van ons",
    message="In deze gemeente hebben wij geen woningen.",
    expected="Een gemeente van ons werkingsgebied.",
)
def elsewhere(view: View) -> Iterator[Hit]:
    """A choice for a municipality where the landlord lets nothing; not checked where nobody knows."""
    homes = view.context.home_municipalities
    if homes is None:
        return
    cells = view.cells(PREFERENCES, "nis_code")
    for at in cells.where(lambda cell: isinstance(cell, str) and is_municipality(cell) and in_force(cell) not in homes):
        yield cells.hit(at)


@check(
    "ROW-013",
    Group.ROWS,
    MUST,
    "Inschrijving tijdens de bevriezing zonder datum van aanbieden",
    message="Deze inschrijving valt in de bevriezing; de dag waarop de kandidaat zich aanbood ontbreekt.",
    expected="De datum van aanbieden, bijvoorbeeld 03/09/2026.",
    why="De dag van aanbieden bepaalt de plaats van wie zich op papier inschreef.",
)
def frozen(view: View) -> Iterator[Hit]:
    """Registered on paper, in the freeze."""
    start, end = view.context.frozen_from, view.context.frozen_until
    if start is None:
        return
    presented = view.cells(CANDIDATES, "presented_on")
    for at, day in enumerate(view.candidates.column("registered_on")):
        if isinstance(day, date) and day >= start and (end is None or day <= end) and presented.cells[at] is None:
            yield presented.hit(at)


@check(
    "ROW-014",
    Group.ROWS,
    LOOK,
    "Inkomen boven de grens",
    message="Dit inkomen is hoger dan de grens van zijn jaar voor dit gezin.",
    expected="Een inkomen onder de grens, of een dossier dat nagekeken is.",
)
def income(view: View) -> Iterator[Hit]:
    """Income above the limit of its year; a year whose limit nobody knows is not checked."""
    limits = view.context.income_limits
    incomes, years = view.cells(CANDIDATES, "income"), view.candidates.column("income_year")
    dossiers, disabled = view.candidates.column("dossier"), view.candidates.column("disability")
    for at, amount in enumerate(incomes.cells):
        year = years[at]
        if not (isinstance(amount, int | float) and isinstance(year, int) and year in limits):
            continue
        if amount > _limit(view, limits[year], dossiers[at], disabled=disabled[at] == "ja"):
            yield incomes.hit(at)


def _limit(view: View, amounts: IncomeAmounts, dossier: Cell, *, disabled: bool) -> int:
    """Rather too high than too low: every member is counted, and a disabled child twice."""
    members = view.members_of.get(dossier, ())
    if not members:
        return amounts.single_disabled if disabled else amounts.single
    relations, handicaps = view.cells(MEMBERS, "relation").cells, view.cells(MEMBERS, "disability").cells
    counted = sum(1 + (handicaps[at] == "ja") for at in members if relations[at] != _PARTNER)
    return amounts.other + amounts.per_dependant * counted


@check(
    "ROW-015",
    Group.ROWS,
    LOOK,
    "Inkomen zonder jaar",
    message="Bij dit inkomen staat geen jaar; het kan met geen grens vergeleken worden.",
    expected="Het jaar van het inkomen, bijvoorbeeld 2023.",
)
def income_year(view: View) -> Iterator[Hit]:
    """An amount of which nobody knows the year."""
    years = view.cells(CANDIDATES, "income_year")
    for at, amount in enumerate(view.candidates.column("income")):
        if isinstance(amount, int | float) and years.cells[at] is None:
            yield years.hit(at)
