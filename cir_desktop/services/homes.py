"""Our homes and their vacancies."""

from collections.abc import Callable
from datetime import date
from functools import cache, partial
from pathlib import Path

import msgspec

from cir_desktop.domain.codes import HOME_TYPES
from cir_desktop.domain.home import Home, Vacancy, checked
from cir_desktop.domain.identity import Role
from cir_desktop.errors import BadInput, BadRules, NotAllowed
from cir_desktop.runtime.reference import municipalities_of_postcode, municipality_names, municipality_of_postcode
from cir_desktop.services.office import Office
from cir_desktop.services.roles import needs
from cir_desktop.services.workbook_homes import COLUMNS, Problem, read_homes
from cir_desktop.storage import allocations, homes
from cir_desktop.storage.candidates import chosen_neighbourhoods

# Everything of a home that its list depends on: once a candidate has an offer, the list may not become another.
_RANKED_BY = {
    "nis_code": "gemeente",
    "neighbourhood": "wijk",
    "type": "type",
    "bedrooms": "slaapkamers",
    "adapted": "aangepast",
    "assistance": "assistentiewoning",
    "vlabinvest": "Vlabinvest",
    "target_group": "doelgroep",
    "lowest_rent": "laagste huur",
    "highest_rent": "hoogste huur",
    "fixed_charges": "vaste kosten",
}


class HomeLine(msgspec.Struct, frozen=True):
    """A home as a list shows it."""

    home: Home
    municipality: str
    type_words: str
    vacancy: Vacancy | None
    running_offers: int


class ImportPreview(msgspec.Struct, frozen=True):
    """What taking over a workbook would do: homes with the day from which each is free (None: not vacant)."""

    new: tuple[tuple[Home, date | None], ...]
    changed: tuple[tuple[Home, date | None], ...]
    same: int
    problems: tuple[Problem, ...]


@needs(*Role)
def all_homes(office: Office) -> list[HomeLine]:
    """All homes by code."""
    names = municipality_names()
    with office.store.read() as connection:
        open_offers = [offer for offer in allocations.offers(connection) if offer.answer == "open"]
        return [
            HomeLine(
                home=row.home,
                municipality=names.get(row.home.nis_code, row.home.nis_code),
                type_words=HOME_TYPES[row.home.type],
                vacancy=row.vacancy,
                running_offers=sum(offer.home == row.home.code for offer in open_offers),
            )
            for row in homes.homes(connection)
        ]


def _check_place(home: Home, neighbourhoods_of: Callable[[str], tuple[str, ...]]) -> None:
    """Raise BadInput when postcode, municipality and neighbourhood can't go together.

    `neighbourhoods_of` gives the neighbourhoods that candidates chose in a municipality; when they chose none, nothing
    is known and every neighbourhood is good.
    """
    places = places_of(home.postcode)
    if not places:
        raise BadInput(
            "Deze postcode is niet gekend in Vlaanderen.", "Geef de vier cijfers van de postcode.", field="postcode"
        )
    if home.nis_code not in dict(places):
        here = " of ".join(f"{name} ({nis})" for nis, name in places)
        raise BadInput(
            f"De NIS-code past niet bij de postcode: {home.postcode} is {here}.",
            "Kijk beide na; na een fusie geldt de code van de nieuwe gemeente.",
            field="nis_code",
        )
    neighbourhood = (home.neighbourhood or "").strip().casefold()
    known = neighbourhoods_of(home.nis_code) if neighbourhood else ()
    if known and neighbourhood not in {name.strip().casefold() for name in known}:
        raise BadInput(
            f"Geen enkele kandidaat koos deze wijk. Gekende wijken: {', '.join(known)}.",
            "Kies een van deze of laat de wijk leeg: een onbekende naam sluit iedereen uit die een wijk koos.",
            field="neighbourhood",
        )


def target_groups_of(office: Office, nis_code: str) -> tuple[str, ...]:
    """The names of the target groups in the allocation regulation of a municipality today; empty when it has none."""
    try:
        return tuple(group.name for group in office.regulation.rules_of(nis_code, office.today).target_groups)
    except BadRules:
        return ()


def _check_target_group(home: Home, groups_of: Callable[[str], tuple[str, ...]]) -> None:
    """Raise BadInput for a target group that the regulation of the municipality does not name, once it names any."""
    groups = groups_of(home.nis_code) if home.target_group else ()
    if groups and home.target_group not in groups:
        raise BadInput(
            f"Het toewijzingsreglement kent deze doelgroep niet. Het noemt: {', '.join(groups)}.",
            "Schrijf een van deze namen precies zo, of laat de doelgroep leeg.",
            field="target_group",
        )


def _check_offered(known: Home, home: Home, *, standing: bool) -> None:
    """Raise NotAllowed when what candidates are ranked by changes while an offer of the home stands."""
    differing = [words for name, words in _RANKED_BY.items() if getattr(known, name) != getattr(home, name)]
    if standing and differing:
        raise NotAllowed(
            f"Voor woning {known.code} loopt een aanbod of is er een aanvaard; de lijst hangt af van wat u wijzigt:"
            f" {', '.join(differing)}.",
            "Wijzig dat als de woning toegewezen is of het aanbod niet meer geldt.",
        )


@needs(Role.CLERK)
def save(office: Office, home: Home, *, new: bool) -> Home:
    """Add or change a home.

    Raises BadInput (also for a place that can't be, or a target group that the regulation does not name), NotFound,
    and NotAllowed: the code is taken, or a candidate has an offer of this home and would no longer be ranked for the
    same one.
    """
    checked(home)
    _check_target_group(home, partial(target_groups_of, office))
    with office.store.unit(office.actor) as unit:
        _check_place(home, partial(chosen_neighbourhoods, unit.connection))
        if not new:
            known = homes.home(unit.connection, home.code)
            _check_offered(known, home, standing=homes.has_standing_offer(unit.connection, known.code))
        homes.save_home(unit.connection, home, new=new)
        unit.event("home.added" if new else "home.changed", home.code)
    return home


@needs(Role.CLERK)
def remove(office: Office, code: str) -> None:
    """Take away a home that was never vacant. Raises NotFound, NotAllowed."""
    with office.store.unit(office.actor) as unit:
        homes.remove_home(unit.connection, code)
        unit.event("home.removed", code)


def free_code(office: Office) -> str:
    """A code that is not taken, as a proposal."""
    with office.store.read() as connection:
        taken = {row.home.code for row in homes.homes(connection)}
    return next(code for number in range(1, len(taken) + 2) if (code := f"W{number:03d}") not in taken)


def complete_place(postcode: str) -> tuple[str, str] | None:
    """NIS code and municipality of a postcode, when it lies in one municipality only."""
    return municipality_of_postcode(postcode)


def places_of(postcode: str) -> tuple[tuple[str, str], ...]:
    """NIS codes and municipalities of a postcode, by name; empty when Flanders has no such postcode."""
    names = municipality_names()
    codes = municipalities_of_postcode().get(postcode.strip(), frozenset())
    return tuple(sorted(((nis, names[nis]) for nis in codes), key=lambda place: place[1]))


@needs(Role.CLERK)
def open_vacancy(office: Office, code: str, free_from: date) -> Vacancy:
    """The home is to let from a day on. Raises NotFound; NotAllowed when it is vacant already."""
    with office.store.unit(office.actor) as unit:
        homes.home(unit.connection, code)
        if homes.current_vacancy(unit.connection, code):
            raise NotAllowed("Deze woning staat al open.", "Bekijk de lopende toewijzing van deze woning.")
        vacancy = Vacancy(homes.next_vacancy_id(unit.connection), code, free_from, office.today)
        homes.open_vacancy(unit.connection, vacancy)
        unit.event("vacancy.opened", code, {"vacancy": vacancy.id, "free_from": free_from.isoformat()})
    return vacancy


@needs(Role.CLERK)
def close_vacancy(office: Office, code: str) -> None:
    """Take back a vacancy without a letting. Raises NotAllowed when none is open or an offer is running."""
    with office.store.unit(office.actor) as unit:
        vacancy = homes.current_vacancy(unit.connection, code)
        if vacancy is None:
            raise NotAllowed("Deze woning staat niet open.", "")
        if homes.has_standing_offer(unit.connection, code):
            raise NotAllowed(
                "Er loopt nog een aanbod voor deze woning, of iemand aanvaardde ze.", "Trek eerst het aanbod in."
            )
        homes.close_vacancy(unit.connection, vacancy.id, office.today)
        unit.event("vacancy.closed", code, {"vacancy": vacancy.id})


@needs(Role.CLERK)
def look(office: Office, path: Path) -> ImportPreview:
    """What a workbook of homes would change; changes nothing. Raises BadWorkbook."""
    read = read_homes(path)
    titles = {column.key: column.title for column in COLUMNS}
    problems = list(read.problems)
    new, changed, same = [], [], 0
    groups_of = cache(partial(target_groups_of, office))
    with office.store.read() as connection:
        known = {row.home.code: row.home for row in homes.homes(connection)}
        neighbourhoods_of = cache(partial(chosen_neighbourhoods, connection))
        for row in read.rows:
            before = known.get(row.home.code)
            home = row.home
            if before is not None:
                home = msgspec.structs.replace(home, **{key: getattr(before, key) for key in read.untold})
            try:
                _check_place(home, neighbourhoods_of)
                _check_target_group(home, groups_of)
                if before is None:
                    new.append((home, row.vacant_from))
                elif before != home:
                    standing = homes.has_standing_offer(connection, home.code)
                    _check_offered(before, home, standing=standing)
                    changed.append((home, row.vacant_from))
                else:
                    same += 1
            except BadInput as error:
                problems.append(Problem(row.row, titles[error.field], f"{error.what} {error.todo}"))
            except NotAllowed as error:
                problems.append(Problem(row.row, titles["code"], f"{error.what} {error.todo}"))
    return ImportPreview(tuple(new), tuple(changed), same, tuple(problems))


@needs(Role.CLERK)
def take_over(office: Office, preview: ImportPreview) -> None:
    """Do what the preview showed, in one unit of work. Raises NotAllowed when an offer was made since."""
    if not (preview.new or preview.changed):
        return
    with office.store.unit(office.actor) as unit:
        for homes_read, is_new in ((preview.new, True), (preview.changed, False)):
            for home, vacant_from in homes_read:
                if not is_new:
                    known = homes.home(unit.connection, home.code)
                    _check_offered(known, home, standing=homes.has_standing_offer(unit.connection, known.code))
                homes.save_home(unit.connection, home, new=is_new)
                unit.event("home.added" if is_new else "home.changed", home.code, {"from": "workbook"})
                if vacant_from and homes.current_vacancy(unit.connection, home.code) is None:
                    vacancy = Vacancy(homes.next_vacancy_id(unit.connection), home.code, vacant_from, office.today)
                    homes.open_vacancy(unit.connection, vacancy)
                    unit.event("vacancy.opened", home.code, {"vacancy": vacancy.id})
