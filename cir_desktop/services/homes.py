"""Our homes and their vacancies."""

from datetime import date
from pathlib import Path

import msgspec

from cir_desktop.domain.codes import HOME_TYPES
from cir_desktop.domain.home import Home, Vacancy, checked
from cir_desktop.errors import BadInput, NotAllowed
from cir_desktop.runtime.reference import municipalities_of_postcode, municipality_names, municipality_of_postcode
from cir_desktop.services.office import Office
from cir_desktop.services.workbook_homes import Problem, read_homes
from cir_desktop.storage import allocations, homes


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


def known_municipality(home: Home) -> Home:
    """The home, or BadInput when its municipality is no municipality in force."""
    if home.nis_code not in municipality_names():
        raise BadInput(
            "De NIS-code van de woning is geen gemeente die vandaag bestaat.",
            "Na een fusie geldt de code van de nieuwe gemeente.",
            field="nis_code",
        )
    return home


def save(office: Office, home: Home, *, new: bool) -> Home:
    """Add or change a home. Raises BadInput, NotAllowed (the code is taken), NotFound."""
    home = known_municipality(checked(home))
    with office.store.unit(office.actor) as unit:
        homes.save_home(unit.connection, home, new=new)
        unit.event("home.added" if new else "home.changed", home.code)
    return home


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


def close_vacancy(office: Office, code: str) -> None:
    """Take back a vacancy without a letting. Raises NotAllowed when none is open or an offer is running."""
    with office.store.unit(office.actor) as unit:
        vacancy = homes.current_vacancy(unit.connection, code)
        if vacancy is None:
            raise NotAllowed("Deze woning staat niet open.", "")
        if any(offer.answer == "open" for offer in allocations.offers(unit.connection, vacancy=vacancy.id)):
            raise NotAllowed("Er loopt nog een aanbod voor deze woning.", "Trek eerst het aanbod in.")
        homes.close_vacancy(unit.connection, vacancy.id, office.today)
        unit.event("vacancy.closed", code, {"vacancy": vacancy.id})


def look(office: Office, path: Path) -> ImportPreview:
    """What a workbook of homes would change; changes nothing. Raises BadWorkbook."""
    read = read_homes(path)
    known = {line.home.code: line.home for line in all_homes(office)}
    names = municipality_names()
    problems = list(read.problems)
    new, changed, same = [], [], 0
    for row in read.rows:
        if row.home.nis_code not in names:
            problems.append(Problem(row.row, "NIS-code", "Geen gemeente die vandaag bestaat."))
        elif row.home.code not in known:
            new.append((row.home, row.vacant_from))
        elif known[row.home.code] != row.home:
            changed.append((row.home, row.vacant_from))
        else:
            same += 1
    return ImportPreview(tuple(new), tuple(changed), same, tuple(problems))


def take_over(office: Office, preview: ImportPreview) -> None:
    """Do what the preview showed, in one unit of work."""
    if not (preview.new or preview.changed):
        return
    with office.store.unit(office.actor) as unit:
        for homes_read, is_new in ((preview.new, True), (preview.changed, False)):
            for home, vacant_from in homes_read:
                homes.save_home(unit.connection, home, new=is_new)
                unit.event("home.added" if is_new else "home.changed", home.code, {"from": "workbook"})
                if vacant_from and homes.current_vacancy(unit.connection, home.code) is None:
                    vacancy = Vacancy(homes.next_vacancy_id(unit.connection), home.code, vacant_from, office.today)
                    homes.open_vacancy(unit.connection, vacancy)
                    unit.event("vacancy.opened", home.code, {"vacancy": vacancy.id})
