"""What an offer, an answer or a decision tells the register: written in the unit of work of the change itself."""

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
from cir_desktop.runtime.ids import uuid7
from cir_desktop.services.office import Office
from cir_desktop.services.roles import needs
from cir_desktop.storage import dossiers, outbox
from cir_desktop.storage.unit import Unit


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
