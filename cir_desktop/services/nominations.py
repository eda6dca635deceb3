"""Nominations by welfare actors for an accelerated allocation, and what the allocation council decided."""

from datetime import date

import msgspec

from cir_desktop.domain.codes import ACCELERATED_GROUPS
from cir_desktop.domain.identity import Role
from cir_desktop.domain.process import Nomination
from cir_desktop.domain.values import DossierNumber, dutch_date
from cir_desktop.errors import BadInput, NotAllowed
from cir_desktop.register.wire import decode_dossier
from cir_desktop.services.office import Office
from cir_desktop.services.roles import LOOK, needs
from cir_desktop.storage import candidates, dossiers, nominations


class Suggestion(msgspec.Struct, frozen=True):
    """A priority that a landlord granted on a housing-need request: a starting point for a nomination."""

    group: str
    granted_by: str
    granted_on: date | None


@needs(*LOOK)
def listed(office: Office, dossier: str | None = None) -> list[tuple[Nomination, str]]:
    """Nominations of one dossier or of all, the newest first, each with the candidate's name."""
    number = DossierNumber.parse(dossier).text if dossier else None
    with office.store.read() as connection:
        found = nominations.nominations(connection, dossier=number)
        names = candidates.names(connection, {one.dossier for one in found})
    return [(one, names.get(one.dossier, "")) for one in reversed(found)]


@needs(Role.CLERK)
def add(
    office: Office, dossier: str, *, group: str, nominated_by: str, nominated_on: date | None = None, documents: str
) -> Nomination:
    """Note that a welfare actor nominated a stored candidate. Raises NotFound, BadInput, NotAllowed (one runs)."""
    number = DossierNumber.parse(dossier).text
    code = group.strip().upper()
    if code not in ACCELERATED_GROUPS:
        raise BadInput("Deze groep bestaat niet.", f"Kies een van: {', '.join(ACCELERATED_GROUPS)}.", field="group")
    if not nominated_by.strip():
        raise BadInput(
            "Er staat niet wie voordraagt.", "Vul het OCMW, het CAW of een andere dienst in.", field="nominated_by"
        )
    day = _not_later(office, nominated_on or office.today, "nominated_on")
    with office.store.unit(office.actor) as unit:
        candidates.by_dossier(unit.connection, number)
        for running in nominations.nominations(unit.connection, dossier=number):
            if running.ended_on is None and running.agreed is not False:
                raise NotAllowed(
                    f"Voor deze kandidaat loopt al voordracht {running.id}.", "Beëindig die eerst, of beslis erover."
                )
        made = Nomination(
            id=nominations.next_nomination_id(unit.connection),
            dossier=number,
            group=code,
            nominated_by=nominated_by.strip(),
            nominated_on=day,
            documents=documents.strip(),
        )
        nominations.save_nomination(unit.connection, made)
        unit.event("nomination.added", number, {"nomination": made.id})
    return made


@needs(Role.CLERK)
def decide(
    office: Office, nomination_id: str, *, agreed: bool, decided_on: date | None = None, reference: str
) -> Nomination:
    """Note what the allocation council decided. Raises NotFound, NotAllowed (decided, ended), BadInput."""
    if not reference.strip():
        raise BadInput(
            "De verwijzing naar de beslissing ontbreekt.",
            "Vul het verslag van de toewijzingsraad in.",
            field="decision",
        )
    day = _not_later(office, decided_on or office.today, "decided_on")
    with office.store.unit(office.actor) as unit:
        found = _running(nominations.nomination(unit.connection, nomination_id))
        if found.agreed is not None:
            raise NotAllowed("Over deze voordracht is al beslist.", "Beëindig ze, en noteer zo nodig een nieuwe.")
        if day < found.nominated_on:
            raise BadInput(
                f"De beslissing kan niet voor de voordracht van {dutch_date(found.nominated_on)} vallen.",
                "Kijk de datum na.",
                field="decided_on",
            )
        made = msgspec.structs.replace(found, agreed=agreed, decided_on=day, decision=reference.strip())
        nominations.save_nomination(unit.connection, made)
        unit.event("nomination.decided", made.dossier, {"nomination": made.id})
    return made


@needs(Role.CLERK)
def end(office: Office, nomination_id: str, day: date | None = None) -> Nomination:
    """A nomination no longer holds from a day on. Raises NotFound, NotAllowed (ended before), BadInput."""
    ended = _not_later(office, day or office.today, "ended_on")
    with office.store.unit(office.actor) as unit:
        found = _running(nominations.nomination(unit.connection, nomination_id))
        made = msgspec.structs.replace(found, ended_on=ended)
        nominations.save_nomination(unit.connection, made)
        unit.event("nomination.ended", made.dossier, {"nomination": made.id})
    return made


@needs(*LOOK)
def suggestions(office: Office, dossier: str) -> tuple[Suggestion, ...]:
    """The priorities that landlords granted this candidate in the register. Raises NotFound."""
    with office.store.read() as connection:
        _, raw = dossiers.raw_version(connection, DossierNumber.parse(dossier).text)
    return tuple(
        Suggestion(answer.granted_priority, answer.party, answer.answered_on)
        for need in decode_dossier(raw).housing_need
        for answer in need.answers
        if answer.granted_priority in ACCELERATED_GROUPS
    )


def state_words(nomination: Nomination) -> str:
    """Where a nomination stands."""
    if nomination.ended_on is not None:
        return f"beëindigd op {dutch_date(nomination.ended_on)}"
    if nomination.agreed is None:
        return "wacht op de toewijzingsraad"
    said = "aanvaard" if nomination.agreed else "niet aanvaard"
    return f"{said} op {dutch_date(nomination.decided_on)}"


def _running(nomination: Nomination) -> Nomination:
    if nomination.ended_on is not None:
        raise NotAllowed("Deze voordracht is al beëindigd.", "Noteer zo nodig een nieuwe.")
    return nomination


def _not_later(office: Office, day: date, field: str) -> date:
    if day > office.today:
        raise BadInput("Deze datum ligt in de toekomst.", "Geef vandaag of een vroegere dag.", field=field)
    return day
