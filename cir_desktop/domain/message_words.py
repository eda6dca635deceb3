"""What a clerk reads for a message to the register; for some kinds that depends on what goes along."""

from cir_desktop.domain.codes import ACTION_WORDS
from cir_desktop.domain.dossier_fields import FIELDS
from cir_desktop.domain.dossier_words import INVESTIGATIONS, words
from cir_desktop.domain.process import Command, ConsequencePayload, DossierEdit, InvestigationResult


def message_words(command: Command) -> str:
    """What a message tells; of a correction the fields too, and never a value. An unknown action is shown as it is."""
    if refuses_registration(command):
        return "Weigering van de inschrijving"
    said = ACTION_WORDS.get(command.action, command.action)
    match command.payload:
        case DossierEdit(changes=changes) if changes:
            return f"{said}: {', '.join(field.label for key, field in FIELDS.items() if key in changes)}"
        case InvestigationResult(item=item):
            return f"{said}: {words(INVESTIGATIONS, item)}"
        case _:
            return said


def refuses_registration(command: Command) -> bool:
    """Whether it refuses a registration: REF says that, and also how an offer was answered, which names its home."""
    payload = command.payload
    return command.action == "REF" and isinstance(payload, ConsequencePayload) and payload.home is None
