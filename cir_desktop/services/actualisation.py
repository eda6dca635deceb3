"""The yearly actualisation of the registrations that we handle: who is due, which letters went, who did not answer."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from pathlib import Path

import msgspec

from cir_desktop.domain.codes import ACTION_WORDS, status_words
from cir_desktop.domain.identity import Role
from cir_desktop.domain.inquiry import (
    STRIKING_GROUNDS,
    ActualisationLetter,
    StepPreview,
    anniversary,
    next_actualisation,
)
from cir_desktop.domain.job import Cancel, Report, ignore_progress
from cir_desktop.domain.message_words import message_words
from cir_desktop.domain.process import COMMAND_WORDS, Command, CommandState, ConsequencePayload
from cir_desktop.domain.values import DossierNumber, dutch_date
from cir_desktop.errors import BadInput, NotAllowed, NotFound
from cir_desktop.register.wire import decode_dossier
from cir_desktop.services import messages
from cir_desktop.services.messages import put
from cir_desktop.services.office import Office
from cir_desktop.services.roles import LOOK, needs
from cir_desktop.storage import candidates, dossiers, inquiry, matters, outbox
from cir_desktop.storage.matters import Registered
from cir_desktop.sync.matters import look_through
from cir_desktop.workbooks.writing import SheetToWrite, Value, write_table

STATUSES = ("REG", "WAITS")
HORIZON_DAYS = 30
"""Who comes within so many days is listed too, so that letters can be made in time."""

DONE, STRUCK = "ACTUA", "RJCT"
_WAITS = frozenset(
    {CommandState.HELD, CommandState.NEW, CommandState.SENT, CommandState.UNANSWERED, CommandState.CONFLICT}
)
LETTER_TITLES = (
    "Dossier",
    "Aanspreking",
    "Straat en nummer",
    "Postcode",
    "Gemeente",
    "Actualisatie op",
    "Antwoord tot",
)


class ActualisationLine(msgspec.Struct, frozen=True, kw_only=True):
    """A registration whose yearly actualisation comes near or has passed.

    `days` counts from today to the day on which it is due (negative: passed) or, with a letter, to the last day for an
    answer. `state`: `soon`, `due`, `letter` (an answer may still come), `late` (its term has passed). `inactive`: the
    dossier did not change for so long that it may be struck off.
    """

    dossier: str
    name: str
    status_words: str
    registered_on: date
    actualised_on: date | None
    due_on: date
    letter: ActualisationLetter | None
    state: str
    days: int
    inactive: bool
    waiting: str
    can_take_back: bool
    next_step: str


@needs(*LOOK)
def listed(
    office: Office,
    *,
    horizon: int = HORIZON_DAYS,
    report: Report = ignore_progress,
    cancel: Cancel | None = None,
) -> list[ActualisationLine]:
    """Who is due within `horizon` days or passed it, of the dossiers that we handle: terms that passed first.

    Looks first through what came in since the last time. Raises Cancelled, BadRules.
    """
    look_through(office.store, actor=office.actor, own_party=office.party, report=report, cancel=cancel)
    with office.store.read() as connection:
        found = matters.registered(connection, STATUSES, primary_ours=True)
        letters = inquiry.letters(connection)
        waiting = _waiting(outbox.commands(connection, states=_WAITS))
    years = office.regulation.inactive_years(office.today)
    lines = [_line(one, letters, waiting, office.today, years) for one in found]
    last = office.today + timedelta(days=horizon)
    wanted = [line for line in lines if line.due_on <= last or line.inactive]
    return sorted(wanted, key=lambda line: (line.state != "late", line.due_on, line.dossier))


@needs(*LOOK)
def handled_elsewhere(office: Office) -> int:
    """How many registered dossiers in scope other landlords handle: their actualisation is only theirs to do."""
    with office.store.read() as connection:
        return len(matters.registered(connection, STATUSES, primary_ours=False))


@needs(*LOOK)
def line_of(office: Office, dossier: str) -> ActualisationLine:
    """One of those that we handle, due or not. Raises NotFound, BadInput, NotAllowed."""
    number = DossierNumber.parse(dossier).text
    with office.store.read() as connection:
        row = candidates.by_dossier(connection, number)
        found = matters.registered(connection, STATUSES, primary_ours=True, only=number)
        letters = inquiry.letters(connection)
        waiting = _waiting(outbox.commands(connection, states=_WAITS, dossier=number))
    if not row.primary:
        raise NotAllowed(
            "Een andere verhuurder behandelt dit dossier: alleen die actualiseert of schrapt het.",
            "U kunt het dossier wel lezen.",
        )
    if not found:
        raise NotAllowed(
            f"Dit dossier wordt niet geactualiseerd: de status is “{status_words(row.status)}”.",
            "Alleen wie ingeschreven is, actualiseert zijn inschrijving.",
        )
    return _line(found[0], letters, waiting, office.today, office.regulation.inactive_years(office.today))


@needs(Role.CLERK)
def export_letters(office: Office, dossiers_wanted: Collection[str], path: Path, sent_on: date | None = None) -> int:
    """Write the addresses for the letters as a workbook, without national numbers; gives how many.

    Does not note that they went. Raises NotFound, NotAllowed, BadInput (nobody chosen), BadWorkbook.
    """
    if not dossiers_wanted:
        raise BadInput("Er is niemand gekozen voor een brief.", "Kies een of meer kandidaten.", field="dossiers")
    posted = sent_on or office.today
    until = posted + timedelta(days=office.regulation.actualisation_days(posted))
    rows = []
    for number in sorted(set(dossiers_wanted)):
        line = line_of(office, number)
        with office.store.read() as connection:
            dossier = decode_dossier(dossiers.raw_version(connection, line.dossier)[1])
        person = dossier.reference_person
        place = person.postal or person.residence or person.domicile
        box = f" bus {place.box}" if place and place.box else ""
        row: tuple[Value, ...] = (
            line.dossier,
            f"{person.first_name} {person.last_name}",
            f"{place.street} {place.number}{box}" if place else "adres onbekend",
            place.postcode if place else "",
            place.place if place else "",
            line.due_on,
            until,
        )
        rows.append(row)
    write_table(path, [SheetToWrite("Brieven actualisatie", LETTER_TITLES, rows)])
    with office.store.unit(office.actor) as unit:
        unit.event("actualisation.letters_written", "actualisation", {"count": len(rows)})
    return len(rows)


@needs(Role.CLERK)
def note_letters(
    office: Office, dossiers_wanted: Sequence[str], sent_on: date | None = None
) -> list[ActualisationLine]:
    """Note that the letters of these dossiers went; gives their lines. Raises NotFound, NotAllowed, BadInput."""
    posted = sent_on or office.today
    if posted > office.today:
        raise BadInput(
            "De postdatum ligt in de toekomst.", "Noteer een brief pas als hij vertrokken is.", field="sent_on"
        )
    if not dossiers_wanted:
        raise BadInput("Er is niemand gekozen.", "Kies een of meer kandidaten.", field="dossiers")
    until = posted + timedelta(days=office.regulation.actualisation_days(posted))
    lines = [line_of(office, number) for number in dict.fromkeys(dossiers_wanted)]
    for line in lines:
        if posted < line.due_on - timedelta(days=HORIZON_DAYS):
            raise BadInput(
                f"De actualisatie van {line.dossier} is pas op {dutch_date(line.due_on)}.",
                f"Noteer een brief ten vroegste {HORIZON_DAYS} dagen vooraf.",
                field="sent_on",
            )
    with office.store.unit(office.actor) as unit:
        for line in lines:
            letter = ActualisationLetter(
                dossier=line.dossier, due_on=line.due_on, sent_on=posted, term_until=max(until, line.due_on)
            )
            inquiry.note_letter(unit.connection, letter)
            unit.event("actualisation.letter_noted", line.dossier, {"due": dutch_date(line.due_on)})
    return [line_of(office, line.dossier) for line in lines]


@needs(Role.CLERK)
def take_letter_back(office: Office, dossier: str) -> ActualisationLine:
    """A letter that was noted by mistake. Raises NotFound, NotAllowed, BadInput."""
    line = line_of(office, dossier)
    with office.store.unit(office.actor) as unit:
        if not inquiry.take_letter_back(unit.connection, line.dossier, line.due_on):
            raise NotFound("Er is geen brief genoteerd voor deze actualisatie.", "Er is niets terug te nemen.")
        unit.event("actualisation.letter_taken_back", line.dossier, {"due": dutch_date(line.due_on)})
    return line_of(office, dossier)


@needs(*LOOK)
def preview(office: Office, dossier: str, action: str, *, ground: str = "", motive: str = "") -> StepPreview:
    """What ACTUA (actualised on paper) or RJCT (struck off) does, before it is put in the outbox.

    Raises NotFound, BadInput, NotAllowed.
    """
    line = line_of(office, dossier)
    comment = _comment(office, line, action, ground, motive.strip())
    if action == DONE:
        effects: tuple[str, ...] = (
            "Het CIR noteert dat de kandidaat zijn inschrijving actualiseerde; status en plaats blijven.",
        )
    else:
        effects = (
            "Het CIR schrapt het dossier bij alle verhuurders; de kandidaat verliest zijn plaats en kan zijn huurpremie"
            " verliezen.",
            "Dit wacht op een tweede persoon: tot die het vrijgeeft, vertrekt er niets.",
            "De brief met de beslissing moet het recht op verhaal, de weg en de termijn vermelden.",
            "Grond en termijn zijn niet bevestigd: ze komen uit de regeling voor 2024 en de praktijk.",
        )
    fields = (f"Actie: {action}: {ACTION_WORDS[action]}", f"Commentaar: {comment}")
    return StepPreview(line.dossier, line.name, effects, fields, action == STRUCK)


@needs(Role.CLERK)
def report(office: Office, dossier: str, action: str, *, ground: str = "", motive: str = "") -> StepPreview:
    """Put ACTUA or RJCT in the outbox; RJCT waits for a second person. Raises what `preview` raises."""
    shown = preview(office, dossier, action, ground=ground, motive=motive)
    with office.store.unit(office.actor) as unit:
        # Once more, now that nobody else can write: two clerks may have looked at the same time.
        line = line_of(office, dossier)
        comment = _comment(office, line, action, ground, motive.strip())
        put(office, unit, action, line.dossier, ConsequencePayload(comment=comment))
        unit.event("actualisation.reported", line.dossier, {"action": action})
    return shown


@needs(Role.CLERK)
def take_back(office: Office, dossier: str) -> ActualisationLine:
    """Drop an outcome that was not sent yet. Raises what `line_of` raises, and NotFound."""
    line = line_of(office, dossier)
    with office.store.unit(office.actor) as unit:
        dropped = messages.take_back(office, unit, line.dossier, (DONE, STRUCK))
        unit.event("actualisation.taken_back", line.dossier, {"action": dropped.action})
    return line_of(office, dossier)


def _comment(office: Office, line: ActualisationLine, action: str, ground: str, motive: str) -> str:
    if line.waiting:
        raise NotAllowed(
            f"Er wacht al een bericht over dit dossier: {line.waiting}.", "Verstuur het eerst, of trek het in."
        )
    if action not in (DONE, STRUCK):
        raise BadInput("Dit wordt hier niet gemeld.", f"Kies {DONE} of {STRUCK}.", field="action")
    if not motive:
        raise BadInput("Er is geen motief gegeven.", "Zeg waaruit dit blijkt, en wanneer.", field="motive")
    if action == DONE:
        return f"Actualisatie van {dutch_date(line.due_on)}: {motive}"
    if ground not in STRIKING_GROUNDS:
        raise BadInput(
            "De grond van de schrapping ontbreekt.", f"Kies een van: {', '.join(STRIKING_GROUNDS)}.", field="ground"
        )
    _must_hold(line, ground)
    sent = f" Brief van {dutch_date(line.letter.sent_on)}." if line.letter else ""
    return f"Geschrapt: {STRIKING_GROUNDS[ground]}.{sent} {motive}"


def _must_hold(line: ActualisationLine, ground: str) -> None:
    """Raises NotAllowed when what is noted contradicts the ground."""
    if ground == "INACTIVE":
        if not line.inactive:
            raise NotAllowed("Dit dossier wijzigde nog onlangs in het register.", "Kies een andere grond.")
        return
    if line.letter is None:
        raise NotAllowed(
            "Er is geen brief van de actualisatie genoteerd.", "Verstuur eerst de brief en noteer dat hij vertrok."
        )
    if ground == "NO_ANSWER" and line.state != "late":
        raise NotAllowed(
            f"De kandidaat mag nog antwoorden tot en met {dutch_date(line.letter.term_until)}.",
            "Schrap pas als die termijn voorbij is.",
        )


def _waiting(commands: Sequence[Command]) -> dict[str, Command]:
    """The last message of each dossier."""
    return {command.dossier: command for command in commands}


def _line(
    one: Registered,
    letters: dict[str, ActualisationLetter],
    waiting: dict[str, Command],
    today: date,
    inactive_years: int,
) -> ActualisationLine:
    due = next_actualisation(one.registered_on, one.actualised_on, today)
    letter = letters.get(one.dossier)
    if letter is not None and one.actualised_on is not None and one.actualised_on >= letter.sent_on:
        letter = None  # it was answered
    if letter is not None:
        due = letter.due_on
        state = "late" if letter.term_until < today else "letter"
        days = (letter.term_until - today).days
    else:
        state = "due" if due <= today else "soon"
        days = (due - today).days
    inactive = anniversary(one.changed_on, one.changed_on.year + inactive_years) <= today
    command = waiting.get(one.dossier)
    message = f"{message_words(command)}: {COMMAND_WORDS[command.state].lower()}" if command else ""
    return ActualisationLine(
        dossier=one.dossier,
        name=one.name,
        status_words=status_words(one.status),
        registered_on=one.registered_on,
        actualised_on=one.actualised_on,
        due_on=due,
        letter=letter,
        state=state,
        days=days,
        inactive=inactive,
        waiting=message,
        can_take_back=command is not None and command.action in (DONE, STRUCK) and messages.never_sent(command),
        next_step=message or _next_step(state, due, letter, inactive),
    )


def _next_step(state: str, due: date, letter: ActualisationLetter | None, inactive: bool) -> str:
    if letter is not None:
        until = dutch_date(letter.term_until)
        return f"Termijn voorbij sinds {until}: nakijken" if state == "late" else f"Antwoord mogelijk tot {until}"
    if inactive:
        return "Twee jaar niet gewijzigd: nakijken"
    return f"Brief versturen rond {dutch_date(due)}" if state == "soon" else "Brief versturen"
