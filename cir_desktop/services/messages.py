"""What an offer, an answer or a decision tells the register: written in the unit of work of the change itself."""

from collections.abc import Collection
from datetime import date

from cir_desktop.domain.codes import ACTION_WORDS, SANCTIONS
from cir_desktop.domain.home import Home
from cir_desktop.domain.identity import Role
from cir_desktop.domain.process import (
    Command,
    CommandState,
    ConsequencePayload,
    HomeAddress,
    Offer,
    Payload,
)
from cir_desktop.domain.values import dutch_date
from cir_desktop.errors import NotAllowed, NotFound
from cir_desktop.runtime.ids import uuid7
from cir_desktop.services.office import Office
from cir_desktop.services.roles import needs
from cir_desktop.storage import dossiers, outbox
from cir_desktop.storage.unit import Unit

_OPEN = frozenset(
    {CommandState.HELD, CommandState.NEW, CommandState.SENT, CommandState.UNANSWERED, CommandState.CONFLICT}
)


@needs(Role.CLERK)
def enqueue(
    office: Office, unit: Unit, action: str, made: Offer, home: Home, *, comment: str = "", contract: date | None = None
) -> None:
    """Put a message about an offer of a home in the outbox; a sanction is held for a second person."""
    address = HomeAddress(home.street, home.number, home.box, home.postcode, home.place, home.nis_code)
    put(office, unit, action, made.dossier, ConsequencePayload(comment=comment, contract_from=contract, home=address))


@needs(Role.CLERK)
def put(
    office: Office,
    unit: Unit,
    action: str,
    dossier: str,
    payload: Payload,
    *,
    base_version: int | None = None,
    held: bool = False,
) -> Command:
    """Put a message about a dossier in the outbox, and give it.

    A sanction is held for a second person, and what is `held` besides. `base_version` is the version that the clerk
    saw, the newest stored one unless told. Raises NotFound.
    """
    made = Command(
        id=str(uuid7()),
        action=action,
        dossier=dossier,
        base_version=base_version or dossiers.raw_version(unit.connection, dossier)[0],
        payload=payload,
        author=office.actor.name,
        author_account=office.login,
        created_at=unit.at,
        state=CommandState.HELD if held or action in SANCTIONS else CommandState.NEW,
    )
    outbox.add_command(unit.connection, made)
    return made


def fields_in_words(action: str, comment: str, contract: date | None, address: str) -> tuple[str, ...]:
    """What a message about an offer carries, as a clerk reads it before it goes."""
    return (
        f"Actie: {action}: {ACTION_WORDS.get(action, action)}",
        f"Commentaar: {comment or 'geen'}",
        f"Datum van het huurcontract: {dutch_date(contract) if contract else 'geen'}",
        f"Woning: {address or 'geen'}",
    )


def never_sent(command: Command) -> bool:
    """Whether the register surely never heard of it."""
    return command.state is CommandState.HELD or (command.state is CommandState.NEW and not command.attempts)


@needs(Role.CLERK)
def take_back(office: Office, unit: Unit, dossier: str, actions: Collection[str]) -> Command:
    """Drop the last message of one of these kinds about a dossier; gives it as it was.

    Raises NotFound when none waits, NotAllowed when it was sent.
    """
    waiting = [
        command
        for command in outbox.commands(unit.connection, states=_OPEN, dossier=dossier)
        if command.action in actions
    ]
    if not waiting:
        raise NotFound("Er staat geen bericht klaar over dit dossier.", "Kijk bij Uitwisseling.")
    if not never_sent(waiting[-1]):
        raise NotAllowed("Dit bericht is al verstuurd.", "Zet het recht bij Uitwisseling, als het CIR het uitvoerde.")
    outbox.set_state(unit.connection, waiting[-1].id, CommandState.DROPPED, last_answer="Teruggenomen.")
    return waiting[-1]
