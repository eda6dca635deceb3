"""A corrected dossier on its way to the register: made of the newest version, with only our own changes in it.

Calls only: nothing is written here. What the register has when it is tried counts, and not what it had when the clerk
began; a change of the same field by both is never settled here, it goes to the clerk.
"""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from uuid import UUID, uuid5

from cir_desktop.domain.conflicts import FieldMerge, Outcome, Value, disputed, merge
from cir_desktop.domain.dossier import Dossier
from cir_desktop.domain.dossier_fields import FIELDS, comparable, values_of, without_replaced
from cir_desktop.domain.process import Command, DossierEdit
from cir_desktop.errors import RegisterRefused
from cir_desktop.register.client import RegisterClient
from cir_desktop.register.wire import UndecodableDossier
from cir_desktop.register.wire_edit import corrected
from cir_desktop.storage.received import Received
from cir_desktop.sync.receive import receive

OUTDATED = "versie-verouderd"
"""The register's word for a version that is not the newest any more; a conflict of ours is told with the same one."""

NOT_PRIMARY = "niet-behandelend"
_TIMES = 3
_DECIDE = "Beslis bij Uitwisseling, Conflicten, per veld wat juist is."


def compare(edit: DossierEdit, now: Dossier) -> tuple[FieldMerge, ...]:
    """The fields that changed since the clerk began, on either side."""
    register = without_replaced(edit.base, values_of(now))
    known = {key: value for key, value in register.items() if key in edit.base}
    fields = merge(edit.base, known, edit.changes)
    return tuple(
        one
        for one in fields
        if one.field in FIELDS
        and one.outcome is not Outcome.UNCHANGED
        # Everything of somebody who left the dossier is gone; only what was to be corrected is worth a line.
        and not (one.gone and one.outcome is Outcome.THEIRS)
    )


def ours(fields: Sequence[FieldMerge]) -> dict[str, Value]:
    """What is left to tell."""
    return {one.field: one.mine for one in fields if one.outcome is Outcome.MINE}


def merged_sentence(fields: Sequence[FieldMerge]) -> str:
    """What was merged without a decision, in words; empty when only we changed something."""
    parts = []
    if theirs := [FIELDS[one.field].label for one in fields if one.outcome is Outcome.THEIRS]:
        parts.append(f"het register wijzigde ook: {', '.join(theirs)}")
    if same := [FIELDS[one.field].label for one in fields if one.outcome is Outcome.SAME]:
        parts.append(f"stond al juist in het register: {', '.join(same)}")
    return f"Samengevoegd: {'; '.join(parts)}." if parts else ""


def holds(edit: DossierEdit, now: Dossier) -> bool:
    """Whether everything that we wanted to tell stands in the dossier."""
    values = without_replaced(edit.base, values_of(now))
    return all(key in values and values[key] == value for key, value in edit.changes.items())


def send_edit(client: RegisterClient, command: Command) -> str:
    """Write the corrections of a command; gives what was merged along the way, in words.

    A version that is newer than the one that was written on is read again and compared again, at most three times.

    Raises:
        RegisterRefused: both changed the same field, or it stayed outdated (kind `versie-verouderd`), we are not the
            primary landlord (any more), or the register refuses. Any other RegisterError of the calls. TypeError for
            a command that is no correction.
    """
    edit = command.payload
    if not isinstance(edit, DossierEdit):
        raise TypeError(f"{command.action} is no correction")
    refused: RegisterRefused | None = None
    tried = 0
    for _ in range(_TIMES):
        item = _fetch(client, command.dossier)
        if refused is not None and item.version == tried:
            raise refused  # about what we wrote, and not about the version
        now = item.dossier
        if now.primary_party != client.party:
            raise RegisterRefused(
                "Wij zijn niet de behandelende verhuurder van dit dossier.",
                "Vraag de behandelende verhuurder om de verbetering.",
                kind=NOT_PRIMARY,
            )
        fields = compare(edit, now)
        if disputed(fields):
            raise RegisterRefused(
                "Het register wijzigde een gegeven dat u ook wijzigde.", _DECIDE, status=409, kind=OUTDATED
            )
        changes = ours(fields)
        if not changes:
            return merged_sentence(fields)
        body = corrected(item.raw, changes)
        tried = item.version
        try:
            client.write_dossier(command.dossier, body, correlation=correlation_of(command, body))
        except RegisterRefused as error:
            refused = error
        else:
            return merged_sentence(fields)
    raise refused or RuntimeError("a correction was tried no times")


def correlation_of(command: Command, body: bytes) -> str:
    """The correlation id of an attempt: the same for the same body, another one for another question.

    A register that knows the id of a question gives its first answer again, and refuses another question under it.
    """
    return str(uuid5(UUID(command.id), sha256(body).hexdigest()))


def _fetch(client: RegisterClient, number: str) -> Received:
    item = receive(number, 0, client.fetch(number))
    if not isinstance(item, Received):
        raise UndecodableDossier(item.reason)
    return item


def rebased(edit: DossierEdit, now: Dossier, changes: Mapping[str, Value]) -> DossierEdit:
    """The same correction, begun anew on what the register has now."""
    return DossierEdit(comparable(values_of(now)), changes, edit.evidence)
