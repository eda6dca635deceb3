"""How this workspace reaches the register: directly, through a housing company, or not yet. One way at a time."""

import re

import msgspec

from cir_desktop.domain.identity import Role
from cir_desktop.domain.process import CommandState
from cir_desktop.domain.ways import WAY_WORDS, Way
from cir_desktop.errors import BadInput, NotAllowed
from cir_desktop.services.office import OWN_PARTY, WAY, Office
from cir_desktop.services.roles import needs
from cir_desktop.storage import extracts, outbox, pulls, settings
from cir_desktop.storage.pulls import PullOutcome

_PARTY = re.compile(r"[A-Z0-9-]{1,20}")
_UNDER_WAY = frozenset({CommandState.SENT, CommandState.UNANSWERED})


class WayNow(msgspec.Struct, frozen=True):
    """The way of this workspace, in words too, and the code of the landlord in the register (empty: not known)."""

    way: Way
    words: str
    party: str


def now(office: Office) -> WayNow:
    """How this workspace reaches the register."""
    way = office.way
    return WayNow(way, WAY_WORDS[way], office.party)


@needs(Role.ADMINISTRATOR)
def choose(office: Office, way: Way, party: str = "") -> WayNow:
    """Take another way; `party` is our code in the register, needed to go through a housing company.

    Raises BadInput for a bad code, NotAllowed while messages are under way: whether the register has them can only be
    known by the way on which they went. What came out of extracts is dropped when the register itself is asked from now
    on; it gives more under the same version.
    """
    code = party.strip()
    if way is Way.WORKBOOK and not _PARTY.fullmatch(code):
        raise BadInput(
            "De code van de verhuurder ontbreekt of klopt niet.",
            "Geef de partijCode in het CIR: hoofdletters, cijfers en streepjes.",
            field="party",
        )
    before = office.way
    with office.store.unit(office.actor) as unit:
        if way is not before:
            _check_nothing_under_way(outbox.state_counts(unit.connection))
        settings.put(unit.connection, WAY, way.value)
        if way is Way.WORKBOOK:
            settings.put(unit.connection, OWN_PARTY, code)
        if way is Way.API and extracts.any_stored(unit.connection):
            extracts.forget_versions(unit.connection)
            begun = pulls.start_pull(unit.connection, unit.at)
            pulls.finish_pull(unit.connection, begun, PullOutcome(complete=False, recheck=True), unit.at)
        unit.event("way.chosen", "register", {"way": way.value, "party": code})
    return now(office)


def _check_nothing_under_way(counts: dict[CommandState, int]) -> None:
    waiting = sum(counts.get(state, 0) for state in _UNDER_WAY)
    if waiting:
        raise NotAllowed(
            f"{waiting} berichten zijn onderweg langs de huidige weg en hebben nog geen antwoord.",
            "Wacht op hun antwoord en lees het in, voor u een andere weg kiest.",
        )
