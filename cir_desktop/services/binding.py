"""The binding calculator: where the applicants of a dossier lived, what that comes to, and noting it."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import msgspec

from cir_desktop.allocation.binding import span_words
from cir_desktop.allocation.calculator import BindingSheet, Gap, LevelResult, Overlap, PersonSheet, binding_sheet
from cir_desktop.domain.facts import Residence
from cir_desktop.domain.identity import Role
from cir_desktop.domain.ranking import Answer
from cir_desktop.domain.residence_words import end_text, span_text, start_text
from cir_desktop.domain.values import DateSpan, DossierNumber, dutch_date, nis_code
from cir_desktop.errors import BadInput, NotFound
from cir_desktop.register.wire import decode_dossier
from cir_desktop.runtime.reference import is_municipality, name_of
from cir_desktop.services.office import Office
from cir_desktop.services.roles import LOOK, needs
from cir_desktop.storage import dossiers, facts, homes
from cir_desktop.workbooks import pasted
from cir_desktop.workbooks.pasted import Finding, Pasted, read_period

__all__ = [
    "BindingSheet",
    "BindingView",
    "Finding",
    "Gap",
    "LevelResult",
    "Overlap",
    "Pasted",
    "PersonSheet",
    "applicants",
    "chosen_municipality",
    "level_lines",
    "level_name",
    "name_of",
    "person_lines",
    "read_lines",
    "read_row",
    "restore",
    "save",
    "sheet_of",
]


class Applicant(msgspec.Struct, frozen=True):
    """A tenant applicant: place in the dossier (from 1), name, and whether periods can be noted (a number is known)."""

    place: int
    name: str
    can_be_noted: bool


class BindingView(msgspec.Struct, frozen=True):
    """The sheet of a dossier with the names that go with its persons, in the same order."""

    dossier: str
    municipality: str
    applicants: tuple[Applicant, ...]
    sheet: BindingSheet


@needs(*LOOK)
def applicants(office: Office, dossier: str) -> tuple[Applicant, ...]:
    """The tenant applicants of a dossier. Raises NotFound, BadInput for a bad number."""
    return _people(office, _canonical(dossier))[0]


@needs(*LOOK)
def sheet_of(
    office: Office,
    dossier: str,
    *,
    nis: str | None = None,
    home: str | None = None,
    day: date | None = None,
    drafts: Mapping[int, Sequence[Residence]] | None = None,
) -> BindingView:
    """What the periods of a dossier come to.

    Args:
        nis: the municipality; or
        home: the code of one of our homes, whose municipality counts. One of the two.
        day: the reference date; today when None.
        drafts: periods that are not saved yet, by the place of the applicant; they go before what is noted.

    Raises:
        NotFound: no such dossier or home.
        BadInput: no municipality is told, or its code is no code.
        BadRules: no regulation is in force on the day.
    """
    number = _canonical(dossier)
    people, keys = _people(office, number)
    with office.store.read() as connection:
        noted = facts.facts_of(connection, number).residences
        if home is not None:
            nis = homes.home(connection, home).nis_code
    if nis is None:
        raise BadInput("De gemeente is niet gekend.", "Geef een woning of de NIS-code van een gemeente.", field="nis")
    place = nis_code(nis)
    if not is_municipality(place):
        raise BadInput("Deze NIS-code is niet gekend.", "Geef de vijf cijfers van een Belgische gemeente.", field="nis")
    lived = [
        tuple((drafts or {}).get(person.place, noted.get(key, ()))) for person, key in zip(people, keys, strict=True)
    ]
    sheet = binding_sheet(place, lived, office.regulation, day or office.today)
    return BindingView(dossier=number, municipality=name_of(place), applicants=people, sheet=sheet)


@needs(*LOOK)
def chosen_municipality(office: Office, dossier: str) -> str | None:
    """The first municipality that the candidate chose; None when there is none. Raises NotFound."""
    with office.store.read() as connection:
        _, raw = dossiers.raw_version(connection, _canonical(dossier))
    regions = decode_dossier(raw).regions
    return regions[0].nis_code if regions else None


def read_lines(office: Office, text: str, *, end_is_last_day: bool = True) -> Pasted:
    """Periods from typed or pasted text, see `workbooks.pasted`. Raises BadInput for a text that is too long."""
    return pasted.read_text(text, today=office.today, end_is_last_day=end_is_last_day)


def read_row(office: Office, place: str, start: str, end: str, *, end_is_last_day: bool = True) -> Residence:
    """One period from three fields; raises BadInput that says which of them can not be read."""
    return read_period((place,), start, end, today=office.today, end_is_last_day=end_is_last_day)


@needs(Role.CLERK)
def save(office: Office, dossier: str, person: int, periods: Sequence[Residence]) -> None:
    """Note where one applicant lived, in the place of what was known; that becomes history.

    The periods of the other applicant, and the care of both, stay. Raises NotFound, BadInput.
    """
    number = _canonical(dossier)
    key = _key(office, number, person)
    with office.store.unit(office.actor) as unit:
        source = f"getypt door {office.shown_name}"
        import_id = facts.start_import(unit.connection, at=unit.at, actor=office.actor.name, source=source)
        facts.replace_residences(unit.connection, import_id, number, key, periods)
        unit.event("residence.noted", number, {"person": person, "rows": len(periods)})


@needs(Role.CLERK)
def restore(office: Office, dossier: str, person: int) -> None:
    """Put back the periods that stood there before the last change; doing it again undoes that.

    Raises NotFound when nothing was ever noted of this applicant.
    """
    number = _canonical(dossier)
    key = _key(office, number, person)
    with office.store.unit(office.actor) as unit:
        source = f"teruggezet door {office.shown_name}"
        import_id = facts.start_import(unit.connection, at=unit.at, actor=office.actor.name, source=source)
        if not facts.restore_residences(unit.connection, import_id, number, key):
            raise NotFound("Van deze persoon is nog niets genoteerd.", "Er is niets om terug te zetten.")
        unit.event("residence.restored", number, {"person": person})


@needs(Role.CLERK)
def note_annex(office: Office, dossier: str) -> None:
    """Log that the calculation of a dossier leaves as a PDF or on paper. Raises BadInput."""
    with office.store.unit(office.actor) as unit:
        unit.event("binding.annexed", _canonical(dossier))


def level_name(level: LevelResult) -> str:
    """“5 van 10 jaar in de gemeente”."""
    return f"{level.years} van {level.window} jaar in {level.area}"


def person_lines(person: PersonSheet) -> list[str]:
    """The periods of one applicant, and what is odd about them, as sentences."""
    if not person.periods:
        return ["Nog geen enkele woonplaats gekend."]
    lines = [f"{name_of(period.nis_code)}: {start_text(period)} t/m {end_text(period)}" for period in person.periods]
    for gap in person.gaps:
        said = "geen woonplaats gekend" if gap.certain else "misschien geen woonplaats gekend"
        lines.append(f"Gat: {said} van {span_text(gap.span)}.")
    lines += [
        f"Let op: op twee plaatsen tegelijk, {name_of(twice.first)} en {name_of(twice.second)},"
        f" van {span_text(twice.span)}. Een hoofdverblijf is op één plaats; kijk de datums na."
        for twice in person.overlaps
    ]
    lines += [f"Onbekende begin- of einddatum: {name_of(period.nis_code)}." for period in person.undated]
    return lines


def level_lines(view: BindingView, level: LevelResult) -> list[str]:
    """What each applicant has for a level, what is missing, and when it will be reached."""
    lines: list[str] = []
    for applicant, found in zip(view.applicants, level.persons, strict=True):
        longest = found.count.longest
        said = f"langste verblijf {span_words(longest)} ({span_text(longest)})" if longest else "geen gekend verblijf"
        # Of somebody of whom nothing is known, a number of days would read as a no.
        if found.short_days and (longest or found.count.answer is not Answer.UNKNOWN):
            days = "1 dag" if found.short_days == 1 else f"{found.short_days} dagen"
            since = longest.end if longest else view.sheet.day
            lacking = DateSpan(since, since + timedelta(days=found.short_days))
            said += f", nog {days} te weinig (ongeveer {span_words(lacking)})"
        if found.count.missing:
            said += f"; niet gekend: {found.count.missing}"
        lines.append(f"{applicant.name}: {said}.")
        if found.to_prove:
            proof = ", ".join(
                f"{name_of(period.nis_code)} {start_text(period)} t/m {end_text(period)}" for period in found.to_prove
            )
            lines.append(f"Te bewijzen: {proof}.")
    if level.reached_on:
        lines.append(f"Wordt bereikt op {dutch_date(level.reached_on)} als de persoon daar blijft wonen.")
    return lines


def _canonical(dossier: str) -> str:
    return DossierNumber.parse(dossier).text


def _people(office: Office, number: str) -> tuple[tuple[Applicant, ...], list[str]]:
    with office.store.read() as connection:
        keys = facts.applicants_of(connection, number)
        if keys is None:
            raise NotFound("Dit dossier is hier niet gekend.", "Kijk het nummer na, of haal de kandidaten opnieuw op.")
        _, raw = dossiers.raw_version(connection, number)
    dossier = decode_dossier(raw)
    names = {
        each.national_number.digits: f"{each.first_name} {each.last_name}"
        for each in dossier.persons
        if each.national_number
    }
    people = tuple(Applicant(place, names.get(key, f"Persoon {place}"), bool(key)) for place, key in enumerate(keys, 1))
    return people, keys


def _key(office: Office, number: str, person: int) -> str:
    people, keys = _people(office, number)
    if not 1 <= person <= len(people):
        raise BadInput(
            f"Dit dossier heeft geen huurder nummer {person}.",
            f"Geef een nummer van 1 tot {len(people)}.",
            field="person",
        )
    if not keys[person - 1]:
        raise BadInput(
            "Van deze persoon is geen rijksregisternummer gekend.",
            "Zonder dat nummer kan er geen verblijf bij genoteerd worden.",
            field="person",
        )
    return keys[person - 1]
