"""What is odd in what came in, beyond one dossier's own warnings: a record with a code and two sentences, no error."""

from datetime import datetime
from enum import StrEnum

import msgspec


class OddityKind(StrEnum):
    """What was found of a dossier."""

    VANISHED = "vanished"
    OLDER = "older"
    NUMBER = "number"
    STATUS = "status"


class OddityWords(msgspec.Struct, frozen=True):
    """Code, what happened, and what to do. `passes`: it ends when a clerk saw it, and not when the register changes."""

    code: str
    what: str
    todo: str
    passes: bool = False


ODDITIES = {
    OddityKind.VANISHED: OddityWords(
        "CIR-341",
        "Het register lijst dit dossier niet meer op en zei niet waarom.",
        "Er is niets verwijderd. Vraag het na bij het CIR voor u deze kandidaat een woning aanbiedt of overslaat.",
    ),
    OddityKind.OLDER: OddityWords(
        "CIR-342",
        "Het register geeft een oudere versie van dit dossier dan hier bewaard is.",
        "De nieuwste versie blijft getoond en de lijst telt als niet volledig. Vraag na bij het CIR of er een vroegere"
        " toestand teruggezet werd.",
    ),
    OddityKind.NUMBER: OddityWords(
        "CIR-343",
        "Het rijksregisternummer van een persoon in dit dossier werd vervangen door een ander.",
        "Wat wij over die persoon noteerden, ging mee. Kijk na of het nog altijd om dezelfde persoon gaat.",
        passes=True,
    ),
    OddityKind.STATUS: OddityWords(
        "CIR-344",
        "De status van dit dossier is een code die dit programma niet kent.",
        "Aan dit dossier kan niet aangeboden worden. Kijk de status na in het CIR, of werk het programma bij.",
    ),
}


class Oddity(msgspec.Struct, frozen=True):
    """Something odd of a dossier that is still so."""

    dossier: str
    kind: OddityKind
    noted_at: datetime

    @property
    def words(self) -> OddityWords:
        """What a clerk reads."""
        return ODDITIES[self.kind]
