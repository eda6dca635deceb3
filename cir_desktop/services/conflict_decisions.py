"""Deciding a conflict, field by field and all at once, and taking a decision back while nothing was sent."""

from collections.abc import Mapping

import msgspec

from cir_desktop.domain.conflicts import (
    Choice,
    Conflict,
    ConflictKind,
    ConflictState,
    Decision,
    Outcome,
    check_decisions,
    to_tell,
)
from cir_desktop.domain.dossier import Dossier
from cir_desktop.domain.dossier_fields import FACT_FIELDS, values_of
from cir_desktop.domain.identity import Role
from cir_desktop.domain.process import Command, CommandState, DossierEdit
from cir_desktop.errors import NotAllowed
from cir_desktop.register.wire import decode_dossier
from cir_desktop.services.office import Office
from cir_desktop.services.roles import needs
from cir_desktop.storage import conflicts, dossiers, outbox, own_facts
from cir_desktop.storage.unit import Unit
from cir_desktop.sync.edit import compare, rebased
from cir_desktop.sync.rebase import after_stored

_REGISTER_WINS = "U koos wat in het register staat; er is niets meer te melden."
_WAITS_AGAIN = "Uw beslissing is teruggenomen. Beslis opnieuw bij Conflicten, per veld."
_LOOK_AGAIN = "Bekijk het conflict opnieuw; er is niets bewaard."


@needs(Role.CLERK)
def decide(office: Office, conflict_id: str, decisions: Mapping[str, Decision], seen: int) -> str:
    """Save a decision for every field that differs; gives in words what follows. All of it or nothing.

    Args:
        decisions: by field; with one that is LATER the conflict stays open, and keeps what was chosen.
        seen: the version of the register that the clerk looked at.

    Raises:
        NotFound; BadInput when a field has no decision, or its decision is incomplete; NotAllowed when the register,
        the message or the fact changed since.
    """
    with office.store.unit(office.actor) as unit:
        one = conflicts.conflict(unit.connection, conflict_id)
        if one.state is not ConflictState.OPEN or not conflicts.is_current(unit.connection, one):
            raise NotAllowed("Dit conflict wacht niet meer op een beslissing.", "Kijk de lijst van de conflicten na.")
        if one.register_version != seen:
            raise NotAllowed("Het register wijzigde opnieuw terwijl u keek.", _LOOK_AGAIN)
        check_decisions(one.fields, decisions)
        later = [key for key, decision in decisions.items() if decision.choice is Choice.LATER]
        if not later:
            settle = _settle_edit if one.kind is ConflictKind.EDIT else _settle_fact
            said = settle(unit, one, decisions)
        else:
            said = "Bewaard. Dit conflict blijft open tot elk veld beslist is."
        conflicts.keep_conflict(
            unit.connection,
            msgspec.structs.replace(
                one,
                decisions=dict(decisions),
                state=ConflictState.OPEN if later else ConflictState.RESOLVED,
                decided_at=unit.at,
                decided_by=office.actor.name,
            ),
        )
        unit.event("conflict.decided", one.dossier, {"conflict": one.id})
    return said


@needs(Role.CLERK)
def reopen(office: Office, conflict_id: str) -> str:
    """Take a decision back, so that it waits again; gives in words what stands there now.

    Raises NotFound, NotAllowed when nothing was decided, it was sent already, or the fact was noted anew since.
    """
    with office.store.unit(office.actor) as unit:
        one = conflicts.conflict(unit.connection, conflict_id)
        if one.state is not ConflictState.RESOLVED:
            raise NotAllowed("Over dit conflict is niets beslist.", "Kijk de lijst van de conflicten na.")
        if one.kind is ConflictKind.EDIT:
            _reopen_edit(unit, one)
            line = one.line
        else:
            line = _reopen_fact(unit, one)
        conflicts.keep_conflict(
            unit.connection,
            msgspec.structs.replace(
                one, decisions={}, state=ConflictState.OPEN, decided_at=None, decided_by="", line=line
            ),
        )
        unit.event("conflict.reopened", one.dossier, {"conflict": one.id})
        # The register may have gone on since it was decided.
        after_stored(unit, {one.dossier}, office.party)
    return "De beslissing is teruggenomen; dit conflict wacht weer op u."


def _settle_edit(unit: Unit, one: Conflict, decisions: Mapping[str, Decision]) -> str:
    command = outbox.command(unit.connection, one.about)
    edit, now = _edit_of(command), _newest(unit, one.dossier)
    if compare(edit, now) != one.fields:
        raise NotAllowed("Het register wijzigde opnieuw terwijl u keek.", _LOOK_AGAIN)
    told = to_tell(one.fields, decisions)
    outbox.replace_edit(unit.connection, command.id, rebased(edit, now, told), now.version)
    if not told:
        outbox.set_state(unit.connection, command.id, CommandState.DROPPED, last_answer=_REGISTER_WINS)
        return _REGISTER_WINS
    outbox.put_back(unit.connection, command.id, CommandState.NEW)
    return "Bewaard. Wat u koos, gaat mee bij de volgende verzending; tot dan kunt u de beslissing terugnemen."


def _settle_fact(unit: Unit, one: Conflict, decisions: Mapping[str, Decision]) -> str:
    (decision,) = decisions.values()
    if decision.choice is Choice.REGISTER:
        own_facts.note(unit, one.dossier, one.about, None)
        return "Bewaard. Uw feit telt niet meer; het register telt."
    now = _newest(unit, one.dossier)
    (field,) = one.disputed
    if values_of(now).get(FACT_FIELDS[one.about]) != field.register:
        raise NotAllowed("Het register wijzigde opnieuw terwijl u keek.", _LOOK_AGAIN)
    own_facts.note(unit, one.dossier, one.about, own_facts.fact_at(unit.connection, one.line), now.version)
    return "Bewaard. Uw feit blijft tellen, ook bij wat nu in het register staat."


def _reopen_edit(unit: Unit, one: Conflict) -> None:
    """Put the correction back as it was before the decision: what the clerk began with, and what was entered."""
    command = outbox.command(unit.connection, one.about)
    edit = _edit_of(command)
    untouched = command.state is CommandState.NEW and command.attempts == 0
    if not untouched and not (command.state is CommandState.DROPPED and not edit.changes):
        raise NotAllowed(
            "Deze verbetering is al verstuurd of ingetrokken.", "Verbeter het gegeven opnieuw in het dossier."
        )
    base = {**edit.base, **{field.field: field.base for field in one.fields}}
    entered = {
        field.field: field.mine
        for field in one.fields
        if field.outcome in (Outcome.MINE, Outcome.SAME, Outcome.CONFLICT)
    }
    former = DossierEdit(base, entered, edit.evidence)
    outbox.replace_edit(unit.connection, command.id, former, one.base_version)
    outbox.put_back(unit.connection, command.id, CommandState.CONFLICT)
    outbox.set_state(unit.connection, command.id, CommandState.CONFLICT, last_answer=_WAITS_AGAIN)


def _reopen_fact(unit: Unit, one: Conflict) -> int:
    """Note the fact again as it was seen then; gives its new line."""
    fact = own_facts.fact_at(unit.connection, one.line)
    newest = own_facts.history(unit.connection, one.dossier)
    last = next((line for line in newest if line.key == one.about), None)
    if fact is None or last is None or last.at != one.decided_at:
        raise NotAllowed("Over dit feit is sindsdien opnieuw genoteerd.", "Noteer het feit opnieuw, of neem het terug.")
    return own_facts.note(unit, one.dossier, one.about, fact, one.base_version)


def _edit_of(command: Command) -> DossierEdit:
    if not isinstance(command.payload, DossierEdit):
        raise TypeError(f"{command.action} is no correction")
    return command.payload


def _newest(unit: Unit, number: str) -> Dossier:
    return decode_dossier(dossiers.raw_version(unit.connection, number)[1])
