"""What a help desk asks for: the last calls to the register, and what program and what register these came from."""

import platform
from pathlib import Path
from urllib.parse import urlsplit

from cir_desktop import __version__
from cir_desktop.domain.identity import Role
from cir_desktop.domain.process import COMMAND_WORDS
from cir_desktop.errors import BadInput
from cir_desktop.runtime.call_log import Call as Call
from cir_desktop.services.office import Office
from cir_desktop.services.roles import needs
from cir_desktop.storage import outbox

SHOWN = 200
"""How many calls a help desk gets when it asks for no number."""


@needs(*Role)
def calls(office: Office, last: int = SHOWN) -> list[Call]:
    """The newest calls to the register, the oldest of them first. Raises BadInput, StoreError."""
    if last < 1:
        raise BadInput("Dat aantal kan niet.", "Geef een getal vanaf 1.", field="last")
    return office.call_log.last(last)


@needs(*Role)
def report(office: Office, last: int = SHOWN) -> str:
    """The calls as a text that can be sent along: no name, number or income of anybody stands in it.

    Raises BadInput, StoreError.
    """
    with office.store.read() as connection:
        counts = outbox.state_counts(connection)
    waiting = ", ".join(f"{COMMAND_WORDS[state].lower()} {count}" for state, count in sorted(counts.items())) or "geen"
    head = [
        f"CIR Desktop {__version__}, Python {platform.python_version()}, {platform.system()} {platform.machine()}",
        f"Register: {urlsplit(office.register_url or '').hostname or 'niet ingesteld'}",
        f"Berichten: {waiting}",
        "",
    ]
    lines = [call.line for call in calls(office, last)]
    return "\n".join([*head, *(lines or ["Er is nog geen vraag aan het register gesteld."])]) + "\n"


@needs(*Role)
def save(office: Office, path: Path, last: int = SHOWN) -> None:
    """Write the report to a file. Raises BadInput when it can't be written, StoreError."""
    text = report(office, last)
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise BadInput(
            "Het bestand kan niet geschreven worden.", "Kies een map waarin u mag schrijven.", field="path"
        ) from error
