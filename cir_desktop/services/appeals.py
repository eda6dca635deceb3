"""Appeals (verhalen) of candidates: the ground, the term, the outcome."""

from datetime import date, timedelta

import msgspec

from cir_desktop.domain.appeal_words import state_words as state_words
from cir_desktop.domain.identity import Role
from cir_desktop.domain.process import AppealRecord
from cir_desktop.domain.values import DossierNumber, dutch_date, months_later
from cir_desktop.errors import BadInput, NotAllowed
from cir_desktop.services.office import Office
from cir_desktop.services.roles import LOOK, needs
from cir_desktop.storage import allocations, appeals, candidates, homes

KINDS = {
    "allocation": "toewijzing aan iemand anders",
    "other": "andere beslissing",
    "silence": "stilzitten van de verhuurder",
}
"""What an appeal is about: it decides the term. The ten grounds of the law were found in no source."""

WON_FACT = "priority.appeal"
"""The fact to note of a candidate whose appeal was upheld: the place of who won an appeal."""


@needs(Role.CLERK)
def record(
    office: Office,
    dossier: str,
    *,
    kind: str,
    ground: str,
    lodged_on: date | None = None,
    about: date | None = None,
    home: str | None = None,
) -> AppealRecord:
    """Note an appeal, with the last day on which it was in time.

    Args:
        kind: a key of `KINDS`.
        ground: the ground in the clerk's own words.
        about: the day of the decision, or of the question that got no answer; for a home that we let, None takes the
            day of our decision. Unknown: the term can't be told.
        home: the code of the home whose allocation it is about.

    Raises:
        NotFound, BadInput (fields kind, ground, lodged_on, about).
    """
    number = DossierNumber.parse(dossier).text
    if kind not in KINDS:
        raise BadInput("Dit soort verhaal bestaat niet.", f"Kies een van: {', '.join(KINDS)}.", field="kind")
    if not ground.strip():
        raise BadInput(
            "De grond van het verhaal ontbreekt.", "Vul in waarom de kandidaat verhaal doet.", field="ground"
        )
    day = lodged_on or office.today
    if day > office.today:
        raise BadInput("Het verhaal kan niet van een latere dag zijn.", "Kijk de datum na.", field="lodged_on")
    with office.store.unit(office.actor) as unit:
        candidates.by_dossier(unit.connection, number)
        code = homes.home(unit.connection, home).code if home and home.strip() else None
        if about is None and code is not None:
            decided = allocations.decisions(unit.connection, home=code)
            about = decided[-1].decided_on if decided else None
        if about is not None and day < about:
            raise BadInput(
                f"Het verhaal kan niet voor de beslissing van {dutch_date(about)} vallen.",
                "Kijk de datums na.",
                field="about",
            )
        made = AppealRecord(
            id=appeals.next_appeal_id(unit.connection),
            dossier=number,
            home=code,
            ground=f"{KINDS[kind]}: {ground.strip()}",
            lodged_on=day,
            term_until=term_until(office, kind, about) if about else None,
        )
        appeals.save_appeal(unit.connection, made)
        unit.event("appeal.noted", number, {"appeal": made.id, "home": code})
    return made


def term_until(office: Office, kind: str, about: date) -> date:
    """The last day on which an appeal of a kind is in time. Raises BadRules."""
    values = office.regulation.parameters
    if kind == "allocation":
        return months_later(about, values.whole("appeal.allocation_months", about))
    if kind == "other":
        return about + timedelta(days=values.whole("appeal.other_days", about))
    silent = months_later(about, values.whole("appeal.after_silence_months", about))
    return months_later(silent, values.whole("appeal.silence_months", about))


@needs(Role.CLERK)
def conclude(
    office: Office, appeal_id: str, *, upheld: bool, outcome_on: date | None = None, note: str = ""
) -> AppealRecord:
    """Note the outcome; of an upheld appeal, `WON_FACT` is the fact to note next.

    Raises NotFound, NotAllowed (concluded before), BadInput.
    """
    day = outcome_on or office.today
    with office.store.unit(office.actor) as unit:
        found = appeals.appeal(unit.connection, appeal_id)
        if found.upheld is not None:
            raise NotAllowed("De uitkomst van dit verhaal is al genoteerd.", "Kijk de lijst van de verhalen na.")
        if not found.lodged_on <= day <= office.today:
            raise BadInput(
                f"De uitkomst kan niet van {dutch_date(day)} zijn.",
                f"Geef een dag tussen {dutch_date(found.lodged_on)} en vandaag.",
                field="outcome_on",
            )
        made = msgspec.structs.replace(found, upheld=upheld, outcome_on=day, note=note.strip())
        appeals.save_appeal(unit.connection, made)
        unit.event("appeal.concluded", made.dossier, {"appeal": made.id})
    return made


@needs(*LOOK)
def listed(office: Office, dossier: str | None = None) -> list[tuple[AppealRecord, str]]:
    """Appeals of one dossier or of all, the newest first, each with the candidate's name."""
    number = DossierNumber.parse(dossier).text if dossier else None
    with office.store.read() as connection:
        found = appeals.appeals(connection, dossier=number)
        names = candidates.names(connection, {one.dossier for one in found})
    return [(one, names.get(one.dossier, "")) for one in reversed(found)]
