"""The refusals and silences of a candidate that count: those that the register knows, and ours that it does not yet."""

from datetime import date

from cir_desktop.domain.process import Command, CommandState, ConsequencePayload
from cir_desktop.register.wire import decode_dossier
from cir_desktop.runtime.clock import local_day
from cir_desktop.services.office import Office
from cir_desktop.services.roles import LOOK, needs
from cir_desktop.storage import dossiers, outbox

COUNTING_ACTIONS = frozenset({"REF", "NORES"})
STRUCK_AT = 2
"""The second one that counts ends the registration [former regime]."""


@needs(*LOOK)
def counting_answers(office: Office, dossier: str) -> list[date]:
    """The days of all that counts against a candidate so far, oldest first. Raises NotFound.

    Of the register: answers GEWEIGERD that are not grounded, and GEEN_ANTWOORD, of whatever landlord. Of ours: the
    messages REF and NORES that the register did not confirm and that were not withdrawn.
    """
    with office.store.read() as connection:
        raw = dossiers.raw_version(connection, dossier)[1]
        commands = outbox.commands(connection, dossier=dossier)
    days = [
        offer.answered_on or offer.day
        for offer in decode_dossier(raw).offers
        if offer.answer == "GEEN_ANTWOORD" or (offer.answer == "GEWEIGERD" and not offer.grounded)
    ]
    settled = (CommandState.ACCEPTED, CommandState.DROPPED)
    days += [
        local_day(command.created_at)
        for command in commands
        if command.action in COUNTING_ACTIONS and command.state not in settled and _about_an_offer(command)
    ]
    return sorted(days)


def _about_an_offer(command: Command) -> bool:
    """REF also refuses a registration; an answer to an offer names its home."""
    return isinstance(command.payload, ConsequencePayload) and command.payload.home is not None
