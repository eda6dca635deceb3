"""How this workspace reaches the register: directly, through a housing company, or not yet. One way at a time."""

import re

import msgspec

from cir_desktop.domain.identity import Role
from cir_desktop.domain.process import CommandState
from cir_desktop.domain.ways import WAY_WORDS, Way
from cir_desktop.errors import BadInput, NotAllowed
from cir_desktop.runtime.only_one import only_one
from cir_desktop.services.office import OWN_PARTY, WAY, Office
from cir_desktop.services.roles import needs
from cir_desktop.storage import extracts, gates, outbox, pulls, settings
from cir_desktop.storage.pulls import PullOutcome
from cir_desktop.storage.unit import Unit

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
    known by the way on which they went, and under the code with which they went. What came out of extracts is dropped
    when the register itself is asked from now on; it gives more under the same version. A pull that waits before the
    gate is let go when it is not: nobody could apply it any more.
    """
    code = party.strip()
    if way is Way.WORKBOOK and not _PARTY.fullmatch(code):
        raise BadInput(
            "De code van de verhuurder ontbreekt of klopt niet.",
            "Geef de partijCode in het CIR: hoofdletters, cijfers en streepjes.",
            field="party",
        )
    path = office.store.path
    with only_one(path.with_suffix(".sending")) as sends_none, only_one(path.with_suffix(".pulling")) as pulls_none:
        if not (sends_none and pulls_none):
            raise NotAllowed("Er wordt net verstuurd of opgehaald.", "Wacht tot dat klaar is; kies dan een andere weg.")
        _choose(office, way, code)
    return now(office)


def _choose(office: Office, way: Way, code: str) -> None:
    before = office.way
    with office.store.unit(office.actor) as unit:
        former = settings.get(unit.connection, OWN_PARTY)
        if way is not before or (way is Way.WORKBOOK and code != former):
            _check_nothing_under_way(outbox.state_counts(unit.connection))
        settings.put(unit.connection, WAY, way.value)
        if way is Way.WORKBOOK:
            settings.put(unit.connection, OWN_PARTY, code)
        if way is Way.API and extracts.any_stored(unit.connection):
            extracts.forget_versions(unit.connection)
            begun = pulls.start_pull(unit.connection, unit.at)
            pulls.finish_pull(unit.connection, begun, PullOutcome(complete=False, recheck=True), unit.at)
        if way is not Way.API:
            _let_go_of_what_waits(unit)
        unit.event("way.chosen", "register", {"way": way.value, "party": code})


def _let_go_of_what_waits(unit: Unit) -> None:
    gate = gates.waiting(unit.connection)
    if gate is not None:
        gates.unstage(unit.connection)
        gates.close_gate(unit.connection, gates.DISCARDED, unit.at, unit.actor.name)
        unit.event(f"pull.{gates.DISCARDED}", str(gate.pull), {"count": len(gate.lost)})


def _check_nothing_under_way(counts: dict[CommandState, int]) -> None:
    waiting = sum(counts.get(state, 0) for state in _UNDER_WAY)
    if waiting:
        what = "1 bericht is onderweg" if waiting == 1 else f"{waiting} berichten zijn onderweg"
        raise NotAllowed(
            f"{what} langs de huidige weg, nog zonder antwoord.",
            "Wacht op het antwoord en lees het in, voor u een andere weg kiest.",
        )
