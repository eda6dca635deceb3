"""A mistake of ours, dressed so that a page handles it like any other error."""

import traceback
from pathlib import Path

from cir_desktop.errors import CirError


class Bug(CirError):
    """Anything that a job raised and that is no CirError. `report` holds places in the code and no data."""

    code = "CIR-900"

    def __init__(self, error: BaseException) -> None:
        super().__init__(
            "Het programma maakte zelf een fout; deze stap is niet afgewerkt.",
            "Probeer opnieuw. Lukt het weer niet, kopieer dan deze melding voor de helpdesk.",
        )
        self.report = places(error)


def places(error: BaseException) -> str:
    """Where an exception came from: type, files, lines and functions; never its message, which may hold a name."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
    return "\n".join([type(error).__name__, *lines])
