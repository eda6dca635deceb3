"""What is odd in a version beside what was stored before it; looked at just before it is stored."""

from collections.abc import Sequence

from cir_desktop.domain.changes import replaced_numbers
from cir_desktop.domain.codes import is_known_status
from cir_desktop.domain.oddity import OddityKind
from cir_desktop.register.wire import UndecodableDossier, decode_dossier
from cir_desktop.storage import dossiers, facts, oddities
from cir_desktop.storage.received import Received
from cir_desktop.storage.unit import Unit


def note_odd(unit: Unit, received: Sequence[Received]) -> None:
    """Note an unknown status, an older version and a replaced national number; end what is so no more.

    Evidence that we keep under a national number goes along to the one that replaces it. To be called in the unit that
    stores them, before it does.
    """
    connection = unit.connection
    stored = dossiers.stored_versions(connection, [item.number for item in received])
    newest = [item for item in received if item.version >= stored.get(item.number, 0)]
    older = [item.number for item in received if item.version < stored.get(item.number, 0)]
    unknown = {item.number for item in newest if not is_known_status(item.dossier.status)}
    oddities.note(connection, sorted(unknown), OddityKind.STATUS, unit.at)
    oddities.note(connection, older, OddityKind.OLDER, unit.at)
    had = {(one.dossier, one.kind) for one in oddities.still_open(connection)}
    for kind, odd in ((OddityKind.STATUS, unknown), (OddityKind.OLDER, set[str]())):
        over = [item.number for item in newest if (item.number, kind) in had and item.number not in odd]
        oddities.end(connection, over, kind)
    for item in newest:
        if (item.number, OddityKind.OLDER) in had and item.version == stored[item.number]:
            # The register came to this version along another way: ours of the same number may say something else.
            dossiers.let_newest_go(connection, item.number)
    changed = [item for item in newest if item.number in stored and item.version > stored[item.number]]
    _follow_numbers(unit, changed)


def _follow_numbers(unit: Unit, changed: Sequence[Received]) -> None:
    known = facts.person_keys(unit.connection, [item.number for item in changed])
    for item in changed:
        now = {person.national_number.digits for person in item.dossier.persons if person.national_number}
        if not known.get(item.number, set()) - now:
            continue
        try:
            before = decode_dossier(dossiers.raw_version(unit.connection, item.number)[1])
        except UndecodableDossier:
            continue
        replaced = replaced_numbers(before, item.dossier)
        for old, new in replaced:
            facts.follow_number(unit.connection, item.number, old, new)
        if replaced:
            oddities.note(unit.connection, [item.number], OddityKind.NUMBER, unit.at)
