"""What a clerk reads for a message to the register."""

from cir_desktop.domain.codes import ACTION_WORDS
from cir_desktop.domain.dossier_fields import FIELDS
from cir_desktop.domain.process import Command, DossierEdit


def message_words(command: Command) -> str:
    """What a message tells; of a correction the fields too, and never a value."""
    words = ACTION_WORDS.get(command.action, command.action)
    if not isinstance(command.payload, DossierEdit) or not command.payload.changes:
        return words
    fields = [field.label for key, field in FIELDS.items() if key in command.payload.changes]
    return f"{words}: {', '.join(fields)}"
